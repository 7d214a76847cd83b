//! Reviews as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    admission::State,
    id::AdmissionId,
    project::{Subject, Verdict},
};

use crate::{
    floor::web::Action,
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdmissionRow {
    #[schema(value_type = Uuid)]
    pub id: AdmissionId,
    /// `R2013-0001`.
    pub code: String,
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub state: State,
    /// The line of the table by which it goes.
    pub rule: String,
    #[schema(value_type = String)]
    pub requested_on: Date,
    /// By when the departments are to answer.
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    /// Of the last round.
    pub asked_count: i64,
    pub answered_count: i64,
    pub minutes_no: String,
    #[schema(value_type = Option<String>)]
    pub concluded_on: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpinionView {
    pub no: i64,
    pub round: i64,
    #[schema(value_type = String)]
    pub subject: Subject,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub asked_on: Date,
    #[schema(value_type = String)]
    pub due_on: Date,
    /// Not answered, and the deadline is over.
    pub overdue: bool,
    #[schema(value_type = Option<String>)]
    pub verdict: Option<Verdict>,
    pub text: String,
    pub condition_text: String,
    pub condition_unit: Option<UnitRef>,
    #[schema(value_type = Option<String>)]
    pub condition_due_on: Option<Date>,
    pub answered_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
    pub answer: Action,
    #[serde(skip)]
    pub(super) unit_path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdmissionLogView {
    pub no: i64,
    pub act: String,
    pub text: String,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdmissionActions {
    pub ask: Action,
    pub meet: Action,
    pub conclude: Action,
    pub withdraw: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdmissionRecord {
    #[serde(flatten)]
    pub row: AdmissionRow,
    pub note: String,
    /// Working days that a department has.
    pub days: i64,
    pub needs_meeting: bool,
    pub round: i64,
    pub requested_by: Option<PersonRef>,
    pub asked_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub meeting_on: Option<Date>,
    pub meeting_place: String,
    pub attendees: String,
    pub conclusion: String,
    pub concluded_by: Option<PersonRef>,
    /// The opinions that the table asks for.
    #[schema(value_type = Vec<String>)]
    pub needed: Vec<Subject>,
    pub opinions: Vec<OpinionView>,
    /// Newest first.
    pub log: Vec<AdmissionLogView>,
    pub actions: AdmissionActions,
    #[serde(skip)]
    pub(super) lead_path: String,
}
