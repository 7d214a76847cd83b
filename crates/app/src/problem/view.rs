//! Problems as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{id::ProblemId, problem::State};

use crate::{
    floor::web::Action,
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemRow {
    #[schema(value_type = Uuid)]
    pub id: ProblemId,
    /// `P2013-0001`.
    pub code: String,
    pub project: ProjectRef,
    pub title: String,
    pub raised_unit: UnitRef,
    #[schema(value_type = String)]
    pub raised_on: Date,
    pub owner_unit: UnitRef,
    #[schema(value_type = String)]
    pub due_on: Date,
    #[schema(value_type = String)]
    pub state: State,
    /// Not answered, and the due date is over.
    pub overdue: bool,
    pub answer: String,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub closed_on: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemLogView {
    pub no: i64,
    /// `raise`, or a step.
    pub act: String,
    pub text: String,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemActions {
    pub answer: Action,
    pub send_back: Action,
    pub close: Action,
    pub withdraw: Action,
    pub assign: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemRecord {
    #[serde(flatten)]
    pub row: ProblemRow,
    pub detail: String,
    pub raised_by: Option<PersonRef>,
    pub answered_by: Option<PersonRef>,
    /// Newest first.
    pub log: Vec<ProblemLogView>,
    pub actions: ProblemActions,
    #[serde(skip)]
    pub(super) raised_path: String,
    #[serde(skip)]
    pub(super) owner_path: String,
}
