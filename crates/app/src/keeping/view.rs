//! What is shown of the keeping of a project.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    keeping::Stillness,
    project::{Grade, Stage},
};

use crate::{floor::web::Action, project::PersonRef};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GradeLogView {
    pub no: i64,
    #[schema(value_type = String)]
    pub grade: Grade,
    pub reason: String,
    /// What the table of then would have given.
    #[schema(value_type = Option<String>)]
    pub advised: Option<Grade>,
    pub table_version: i64,
    #[schema(value_type = String)]
    pub graded_on: Date,
    pub graded_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub graded_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeepingDecisionView {
    pub no: i64,
    /// `evicted` or `extended`.
    pub decision: String,
    #[schema(value_type = String)]
    pub idle_since_on: Date,
    pub days_idle: i64,
    #[schema(value_type = String)]
    pub stage: Stage,
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    pub reason: String,
    pub decided_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub decided_on: Date,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeepingActions {
    pub grade: Action,
    pub evict: Action,
    pub extend: Action,
}

/// The grade of a project and how long it has stood still.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeepingView {
    #[schema(value_type = Option<String>)]
    pub grade: Option<Grade>,
    pub grade_text: Option<String>,
    /// What the table gives it today.
    #[schema(value_type = Option<String>)]
    pub advised: Option<Grade>,
    pub advised_text: Option<String>,
    pub table_version: i64,
    /// Newest first.
    pub grades: Vec<GradeLogView>,
    /// When it left the active library.
    #[schema(value_type = Option<String>)]
    pub left_on: Option<Date>,
    #[schema(value_type = String)]
    pub idle_since_on: Date,
    pub days_idle: i64,
    /// Nothing: it does not stand still, or nothing follows from that at its stage.
    #[schema(value_type = Option<String>)]
    pub stillness: Option<Stillness>,
    /// From when on it is proposed to leave, if nothing happens.
    #[schema(value_type = Option<String>)]
    pub leaves_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub extended_until: Option<Date>,
    /// Newest first.
    pub decisions: Vec<KeepingDecisionView>,
    pub actions: KeepingActions,
    /// Of the project.
    pub version: i64,
}
