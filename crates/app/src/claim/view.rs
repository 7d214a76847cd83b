//! Claims, the ways on and disputes, as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    claim::{AskState, CaseState, ClaimState, Clock, Ground, Proof, Way},
    id::{AskId, CaseId, ClaimId, OrganisationId, UnitId},
};

use super::BreachRow;
use crate::{
    floor::web::Action,
    investor::OrganisationRef,
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimRow {
    #[schema(value_type = Uuid)]
    pub id: ClaimId,
    /// `C2013-0001`.
    pub code: String,
    pub organisation: OrganisationRef,
    pub content: String,
    pub amount_fen: Option<i64>,
    /// Also to be reported to the city or province.
    pub upward: bool,
    /// The unit that holds it.
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub state: ClaimState,
    /// A dispute is open; the clock stands still.
    pub contested: bool,
    /// Open, and no contact for so long that it shows.
    pub idle: bool,
    #[schema(value_type = String)]
    pub reported_at: Timestamp,
    #[schema(value_type = String)]
    pub reported_on: Date,
    #[schema(value_type = String)]
    pub expires_on: Date,
    /// Days that it protects from today on, today not counted; none when it has ended.
    pub days_left: Option<i64>,
    /// The reminder that is due, in days before the end; by the table in force.
    pub reminder: Option<i64>,
    pub renewals: i64,
    pub project: Option<ProjectRef>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimPartner {
    pub unit: UnitRef,
    pub share_bp: i64,
    #[schema(value_type = String)]
    pub since_on: Date,
}

/// A contact with the investor, and the file that proves it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimEvidence {
    pub id: uuid::Uuid,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub proof: Proof,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub text: String,
    pub sha256: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub added_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub added_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimLogView {
    pub no: i64,
    /// `report`, `contact`, `renew`, `link`, `join`, `refer`, `contest`, `decide`, or the state it ended in.
    pub act: String,
    pub text: String,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimActions {
    pub contact: Action,
    pub renew: Action,
    pub withdraw: Action,
    pub link: Action,
    /// Recording what a unit did against it.
    pub breach: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimRecord {
    #[serde(flatten)]
    pub row: ClaimRow,
    pub reported_by: Option<PersonRef>,
    /// Who looks after it: whoever reported it, until it was handed over.
    pub keeper: Option<PersonRef>,
    #[schema(value_type = String)]
    pub warn_on: Date,
    #[schema(value_type = String)]
    pub release_on: Date,
    #[schema(value_type = Option<String>)]
    pub renewed_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub ended_on: Option<Date>,
    /// That it was reported here can be proved: a claim that came by a decision, a referral or an import has no receipt.
    pub has_receipt: bool,
    pub partners: Vec<ClaimPartner>,
    /// The latest first.
    pub evidence: Vec<ClaimEvidence>,
    pub log: Vec<ClaimLogView>,
    /// What other units ask; the latest first.
    pub asks: Vec<AskRow>,
    pub cases: Vec<CaseRow>,
    /// What units did against it, as the office recorded it.
    pub breaches: Vec<BreachRow>,
    pub actions: ClaimActions,
    #[serde(skip)]
    pub(super) subject: OrganisationId,
    #[serde(skip)]
    pub(super) unit_path: String,
}

impl ClaimRecord {
    pub(super) const fn clock(&self) -> Clock {
        Clock { expires_on: self.row.expires_on, warn_on: self.warn_on, release_on: self.release_on }
    }
}

/// As much of a claim as a rival may know: by whom, and until when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimRef {
    #[schema(value_type = Uuid)]
    pub id: ClaimId,
    pub code: String,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub state: ClaimState,
    #[schema(value_type = String)]
    pub expires_on: Date,
}

/// "Is this investor occupied?"
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimCheck {
    pub occupied: Vec<Occupied>,
}

/// An open claim on what may be the same investor. Never the investor's own name: whoever asks has said it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Occupied {
    pub claim: ClaimRef,
    /// `uscc`, `same_name`, `same_sound`, `swap`, `one_edit`, `containing`, `group`.
    pub why: String,
    pub why_text: String,
    /// It is the reader's own, or one of which the reader is a partner.
    pub own: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AskActions {
    pub answer: Action,
    pub withdraw: Action,
}

/// What a unit asks that found an investor occupied.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AskRow {
    #[schema(value_type = Uuid)]
    pub id: AskId,
    pub claim: ClaimRef,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub way: Way,
    /// As the asking unit calls it.
    pub investor_name: String,
    pub text: String,
    pub share_bp: Option<i64>,
    #[schema(value_type = String)]
    pub state: AskState,
    pub asked_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub asked_on: Date,
    pub answer: String,
    pub answered_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
    pub actions: AskActions,
    pub version: i64,
    #[serde(skip)]
    pub(super) created_at: Timestamp,
    #[serde(skip)]
    pub(super) unit_path: String,
    #[serde(skip)]
    pub(super) holder_path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseRow {
    #[schema(value_type = Uuid)]
    pub id: CaseId,
    /// `D2013-0001`.
    pub code: String,
    pub claim: ClaimRef,
    /// The unit that contests.
    pub unit: UnitRef,
    pub reason: String,
    #[schema(value_type = String)]
    pub state: CaseState,
    #[schema(value_type = String)]
    pub opened_on: Date,
    #[schema(value_type = String)]
    pub due_on: Date,
    /// The deadline is over and nothing is decided.
    pub overdue: bool,
    /// Who has the investor by the decision in force; none before it.
    pub winner: Option<UnitRef>,
    pub version: i64,
}

/// One ground on which a dispute is decided, and what both sides can show of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WeighedView {
    #[schema(value_type = String)]
    pub ground: Ground,
    pub holder: String,
    pub other: String,
    /// Whom it speaks for; none when it does not tell them apart.
    pub favours: Option<UnitRef>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseActions {
    pub add_evidence: Action,
    pub decide: Action,
    pub appeal: Action,
    pub conclude: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseRecord {
    #[serde(flatten)]
    pub row: CaseRow,
    /// The investor, for whoever may read the claim.
    pub organisation: Option<OrganisationRef>,
    pub opened_by: Option<PersonRef>,
    /// Whether the decision leaves the investor with the unit that held it.
    pub for_holder: Option<bool>,
    #[schema(value_type = Option<String>)]
    pub ground: Option<Ground>,
    pub keeps_bp: Option<i64>,
    pub decision: String,
    pub decided_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub decided_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub appeal_due_on: Option<Date>,
    pub appeal: String,
    pub appealed_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub appealed_on: Option<Date>,
    pub upheld: Option<bool>,
    pub minutes_no: String,
    pub conclusion: String,
    pub concluded_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub concluded_on: Option<Date>,
    /// Of both sides for the office; for a unit only its own.
    pub evidence: Vec<ClaimEvidence>,
    /// For whoever decides; the strongest ground first.
    pub weighed: Vec<WeighedView>,
    pub actions: CaseActions,
    #[serde(skip)]
    pub(super) holder: UnitId,
    #[serde(skip)]
    pub(super) holder_path: String,
    #[serde(skip)]
    pub(super) unit_path: String,
    #[serde(skip)]
    pub(super) won_claim: Option<ClaimId>,
}
