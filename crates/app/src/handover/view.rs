//! Hand-overs as they are shown.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    handover::{HandoverState, HeldKind, LineState},
    id::HandoverId,
};

use crate::{floor::web::Action, investor::OrganisationRef, org::UnitRef, project::PersonRef};

/// Something that a person or a unit holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverHeld {
    #[schema(value_type = String)]
    pub kind: HeldKind,
    pub id: Uuid,
    /// Code of a first report, words of a next step, name of a contact that the reader may read.
    pub label: String,
    pub organisation: Option<OrganisationRef>,
    pub unit: UnitRef,
    pub person: Option<PersonRef>,
    /// The hand-over by which it is being given already.
    pub waiting: Option<String>,
    /// Only within its unit: a first report of which a project came goes to another unit by a transfer.
    pub within_unit: bool,
    #[serde(skip)]
    pub(super) unit_path: String,
}

/// All that somebody holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverHeldList {
    pub items: Vec<HandoverHeld>,
    /// There is more than is shown: hand over in two goes.
    pub more: bool,
    /// Whether the reader may hand it over.
    pub open: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverRow {
    #[schema(value_type = Uuid)]
    pub id: HandoverId,
    /// `J2013-0001`.
    pub code: String,
    /// Whose things: a person's, a unit's, or a person's in a unit.
    pub person: Option<PersonRef>,
    pub unit: Option<UnitRef>,
    pub reason: String,
    #[schema(value_type = String)]
    pub state: HandoverState,
    pub opened_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub opened_on: Date,
    pub lines_count: i64,
    pub waiting_count: i64,
    pub taken_count: i64,
    pub refused_count: i64,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverLine {
    pub no: i64,
    #[schema(value_type = String)]
    pub kind: HeldKind,
    pub subject: Uuid,
    pub label: String,
    /// None when it was deleted since, or is hidden from the reader.
    pub organisation: Option<OrganisationRef>,
    pub from_unit: UnitRef,
    pub from_person: Option<PersonRef>,
    pub to_unit: UnitRef,
    pub to_person: Option<PersonRef>,
    #[schema(value_type = String)]
    pub state: LineState,
    pub answer: String,
    pub answered_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
    /// Waits for this reader.
    pub mine: bool,
    #[serde(skip)]
    pub(super) to_path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverActions {
    pub accept: Action,
    pub refuse: Action,
    pub withdraw: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverRecord {
    #[serde(flatten)]
    pub row: HandoverRow,
    pub lines: Vec<HandoverLine>,
    pub actions: HandoverActions,
}
