//! Promises as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    commitment::{Side, State},
    id::CommitmentId,
};

use crate::{
    floor::web::Action,
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommitmentRow {
    #[schema(value_type = Uuid)]
    pub id: CommitmentId,
    /// `C2013-0001`.
    pub code: String,
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub side: Side,
    pub text: String,
    pub source: String,
    pub owner_unit: UnitRef,
    #[schema(value_type = String)]
    pub due_on: Date,
    pub measure: String,
    pub amount_fen: Option<i64>,
    pub done_fen: Option<i64>,
    #[schema(value_type = String)]
    pub state: State,
    /// Still waited for, and the due date is over.
    pub overdue: bool,
    /// What proves the state, or its reason.
    pub proof: String,
    #[schema(value_type = String)]
    pub state_on: Date,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommitmentLogView {
    pub no: i64,
    /// `enter`, `amend`, or the state that it came to.
    pub act: String,
    pub text: String,
    pub done_fen: Option<i64>,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommitmentActions {
    pub partly: Action,
    pub performed: Action,
    pub broken: Action,
    pub waived: Action,
    pub reopen: Action,
    pub amend: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommitmentRecord {
    #[serde(flatten)]
    pub row: CommitmentRow,
    pub entered_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub entered_on: Date,
    /// Newest first.
    pub log: Vec<CommitmentLogView>,
    pub actions: CommitmentActions,
    #[serde(skip)]
    pub(super) owner_path: String,
    #[serde(skip)]
    pub(super) lead_path: String,
}
