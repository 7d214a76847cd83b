//! Transfers as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::TransferId,
    transfer::{CreditMeasure, CreditMode, TransferState},
};

use crate::{
    floor::web::Action,
    org::UnitRef,
    project::{PersonRef, ProjectRef, credit::CreditSetView},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransferRow {
    #[schema(value_type = Uuid)]
    pub id: TransferId,
    /// `T2013-0001`.
    pub code: String,
    pub project: ProjectRef,
    pub from_unit: UnitRef,
    pub to_unit: UnitRef,
    pub reason: String,
    pub years: Option<i64>,
    #[schema(value_type = String)]
    pub state: TransferState,
    #[schema(value_type = String)]
    pub offered_on: Date,
    #[schema(value_type = String)]
    pub expires_on: Date,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub decided_on: Option<Date>,
    /// First and last day of the new shares.
    #[schema(value_type = Option<String>)]
    pub from_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TermView {
    #[schema(value_type = String)]
    pub measure: CreditMeasure,
    #[schema(value_type = String)]
    pub mode: CreditMode,
    pub keeps_bp: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransferLogView {
    pub no: i64,
    /// `offer`, `expire`, or a step.
    pub act: String,
    pub text: String,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransferActions {
    pub accept: Action,
    pub decline: Action,
    pub withdraw: Action,
    pub confirm: Action,
    pub refuse: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransferRecord {
    #[serde(flatten)]
    pub row: TransferRow,
    /// What the receiving unit needs to know of a project that it does not see yet.
    #[schema(value_type = String)]
    pub stage: String,
    pub total_fen: Option<i64>,
    pub content: String,
    pub terms: Vec<TermView>,
    pub offered_by: Option<PersonRef>,
    pub answered_by: Option<PersonRef>,
    pub decided_by: Option<PersonRef>,
    /// Whether this reader may open the project itself.
    pub project_visible: bool,
    /// Newest first.
    pub log: Vec<TransferLogView>,
    pub actions: TransferActions,
    #[serde(skip)]
    pub(super) from_path: String,
    #[serde(skip)]
    pub(super) to_path: String,
}

/// The way of a project from unit to unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProjectTransfers {
    /// Newest first.
    pub items: Vec<TransferRow>,
    /// Empty as long as the shares of the units hold for every measure.
    pub credit: Vec<CreditSetView>,
    pub offer: Action,
}
