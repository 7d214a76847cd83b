//! Projects as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    id::{AccountId, OrganisationId, ProjectId, RecognitionId, UnitId},
    project::{
        Agreement, Asked, ClaimState, Event, Facts, Grade, Kind, Measure, PartyRole, Stage, Standing, Status,
        Structure, Subject, SumRule, Supplier, Track, UnitRole, Verdict,
    },
};

use super::{correction::CorrectionView, document::DocumentView, ending::EndingView};
use crate::{
    dictionary::IndustryRef, floor::web::Action, identity::PersonRef, investor::OrganisationRef, org::UnitRef,
};

/// A project where another record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProjectRef {
    #[schema(value_type = Uuid)]
    pub id: ProjectId,
    pub code: String,
    pub name: String,
}

/// What stands for a code-named project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeName {
    pub alias: String,
    pub description: String,
    /// Whether that, with stage, unit and rounded amounts, is all that this reader may know.
    pub covered: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProjectRow {
    #[schema(value_type = Uuid)]
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    #[schema(value_type = String)]
    pub kind: Kind,
    #[schema(value_type = String)]
    pub track: Track,
    pub industry: Option<IndustryRef>,
    #[schema(value_type = String)]
    pub structure: Structure,
    pub high_technology: bool,
    /// ISO 3166-1 of the first investor.
    pub origin: String,
    #[schema(value_type = String)]
    pub stage: Stage,
    #[schema(value_type = String)]
    pub status: Status,
    #[schema(value_type = String)]
    pub agreement: Agreement,
    #[schema(value_type = Option<String>)]
    pub contract_signed_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub introduced_on: Option<Date>,
    /// When the office recognised that it was introduced.
    #[schema(value_type = Option<String>)]
    pub recognised_on: Option<Date>,
    pub lead_unit: UnitRef,
    pub investors: Vec<OrganisationRef>,
    pub total_fen: Option<i64>,
    pub contract_fen: Option<i64>,
    pub funds_recognised_fen: i64,
    pub funds_claimed_fen: i64,
    pub next_step: String,
    #[schema(value_type = Option<String>)]
    pub next_step_due_on: Option<Date>,
    #[schema(value_type = String)]
    pub updated_at: Timestamp,
    pub version: i64,
    /// Of a bundle (总项目): how many projects are its parts. It counts by them, so it has no amounts here.
    pub parts: i64,
    /// The bundle that it is a part of.
    pub parent: Option<ProjectRef>,
    pub code_name: Option<CodeName>,
    #[schema(value_type = Option<String>)]
    pub grade: Option<Grade>,
    /// When it left the active library; null while it is in it.
    #[schema(value_type = Option<String>)]
    pub left_on: Option<Date>,
    /// Since when it stands still: its last report of progress, its last move, or its entry. Null on a cover.
    #[schema(value_type = Option<String>)]
    pub idle_since_on: Option<Date>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AmountView {
    pub phase: i64,
    #[schema(value_type = String)]
    pub measure: Measure,
    pub currency: String,
    /// Minor units of the currency. Of an increase, what was added.
    pub minor: i64,
    /// Of an increase, what there was before.
    pub before_minor: Option<i64>,
    pub rate_e8: i64,
    #[schema(value_type = String)]
    pub rate_on: Date,
    pub rate_source: String,
    pub fen: i64,
    pub source_text: String,
    pub source_unit: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhaseView {
    pub no: i64,
    pub name: String,
    #[schema(value_type = Option<String>)]
    pub planned_from: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub planned_to: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub actual_from: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub actual_to: Option<Date>,
}

/// What a measure is of the whole project, and how it comes about.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WholeView {
    #[schema(value_type = String)]
    pub measure: Measure,
    pub fen: i64,
    pub phases_fen: i64,
    #[schema(value_type = String)]
    pub rule: SumRule,
}

/// A part of a bundle.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartView {
    #[serde(flatten)]
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub stage: Stage,
    #[schema(value_type = String)]
    pub status: Status,
    pub lead_unit: UnitRef,
    pub total_fen: Option<i64>,
    pub contract_fen: Option<i64>,
    pub funds_recognised_fen: i64,
}

/// Who holds a joint venture, in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldView {
    pub domestic_bp: i64,
    pub foreign_bp: i64,
    pub unknown_bp: i64,
}

/// Something odd that forbids nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProjectWarning {
    pub field: String,
    pub code: String,
    pub message: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartyView {
    pub organisation: OrganisationRef,
    #[schema(value_type = String)]
    pub role: PartyRole,
    pub share_bp: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitShareView {
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub role: UnitRole,
    pub share_bp: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StageLogView {
    pub no: i64,
    pub from_stage: String,
    pub to_stage: String,
    pub from_status: String,
    pub to_status: String,
    /// As it was entered.
    #[schema(value_type = String)]
    pub happened_on: Date,
    /// As it holds: the newest correction, or as it was entered.
    #[schema(value_type = String)]
    pub holds_on: Date,
    pub reason: String,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub recorded_at: Timestamp,
    pub corrections: Vec<CorrectionView>,
}

/// What a stage still needs, and who can supply it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MissingView {
    #[schema(value_type = String)]
    pub stage: Stage,
    /// The field of the draft, or `documents`.
    pub field: String,
    /// `field`, `documents` or `opinion`.
    pub what: &'static str,
    /// The documents of which one will do, or the subject of the opinion.
    pub items: Vec<String>,
    pub message: String,
    #[schema(value_type = String)]
    pub from: Supplier,
    pub from_text: String,
}

#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct ProjectActions {
    pub edit: Action,
    pub advance: Action,
    pub set_status: Action,
    pub claim_recognition: Action,
    pub add_document: Action,
    pub correct_date: Action,
    pub add_fund: Action,
    /// To become a part of a bundle.
    pub join: Action,
    pub leave: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProjectView {
    #[serde(flatten)]
    pub row: ProjectRow,
    pub structure_reason: String,
    pub amounts: Vec<AmountView>,
    pub phases: Vec<PhaseView>,
    pub wholes: Vec<WholeView>,
    /// The parts of a bundle that this reader may read.
    pub children: Vec<PartView>,
    /// Of a joint venture.
    pub held: Option<HeldView>,
    /// Of an increase: the project that it enlarges.
    pub enlarges: Option<ProjectRef>,
    /// Increases of this project that this reader may read.
    pub enlarged: Vec<PartView>,
    pub warnings: Vec<ProjectWarning>,
    pub parties: Vec<PartyView>,
    pub units: Vec<UnitShareView>,
    pub fixed_assets_fen: Option<i64>,
    pub contract_foreign_fen: Option<i64>,
    pub registered_fen: Option<i64>,
    pub paid_in_fen: Option<i64>,
    pub land_m2: Option<i64>,
    pub place: String,
    pub content: String,
    pub progress: String,
    pub problem: String,
    pub event_id: Option<Uuid>,
    #[schema(value_type = String)]
    pub entered_on: Date,
    #[schema(value_type = String)]
    pub stage_since_on: Date,
    pub stage_log: Vec<StageLogView>,
    pub recognitions: Vec<RecognitionView>,
    /// The stages it may move to, the ordinary next one last.
    #[schema(value_type = Vec<String>)]
    pub next_stages: Vec<Stage>,
    pub missing: Vec<MissingView>,
    /// What stages it has entered asked for, and somebody took away since.
    pub holes: Vec<MissingView>,
    /// Those that were taken away too.
    pub documents: Vec<DocumentView>,
    /// How it was lost or terminated, each time; the newest first.
    pub endings: Vec<EndingView>,
    pub actions: ProjectActions,
    #[serde(skip)]
    pub lead_path: String,
    #[serde(skip)]
    pub created_by: Option<AccountId>,
    /// What other rooms tell of it.
    #[serde(skip)]
    pub standings: Vec<(Asked, bool)>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecognitionActions {
    pub recognise: Action,
    #[serde(rename = "return")]
    pub send_back: Action,
    pub reject: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecognitionView {
    #[schema(value_type = Uuid)]
    pub id: RecognitionId,
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub event: Event,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub happened_on: Date,
    #[schema(value_type = String)]
    pub state: ClaimState,
    #[schema(value_type = Option<String>)]
    pub recognised_on: Option<Date>,
    pub claimed_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub claimed_at: Timestamp,
    pub decided_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub decided_at: Option<Timestamp>,
    pub reason: String,
    pub version: i64,
    pub actions: RecognitionActions,
    /// Who entered the project: what they typed they cannot recognise either.
    #[serde(skip)]
    pub project_by: Option<AccountId>,
    /// Who moved it to the stage that the event supposes: mover and verifier are two people.
    #[serde(skip)]
    pub moved_by: Option<AccountId>,
}

impl ProjectView {
    /// What the gates ask about.
    pub fn facts(&self) -> Facts {
        let party = |role| self.parties.iter().any(|p| p.role == role);
        Facts {
            kind: self.row.kind,
            investor: party(PartyRole::Investor),
            project_company: party(PartyRole::ProjectCompany),
            industry: self.row.industry.is_some(),
            content: !self.content.is_empty(),
            place: !self.place.is_empty(),
            land: self.land_m2.is_some(),
            total: self.planned_total().is_some(),
            total_fen: self.planned_total().unwrap_or(0),
            fixed_assets: self.fixed_assets_fen.is_some(),
            contract_amount: self.row.contract_fen.is_some(),
            registered_capital: self.registered_fen.is_some(),
            next_step: !self.row.next_step.is_empty(),
            agreement: self.row.agreement,
            contract_signed_on: self.row.contract_signed_on.is_some(),
            admission: self.standing(Asked::Admission),
            due_diligence: self.standing(Asked::DueDiligence),
            documents: self.documents.iter().filter(|d| d.removed_at.is_none()).map(|d| d.kind).collect(),
            opinions: self.opinions(),
        }
    }

    /// The total of the whole in fen: of a bundle what it plans, though its parts are what counts.
    fn planned_total(&self) -> Option<i64> {
        self.wholes.iter().find(|w| w.measure == Measure::Total).map(|w| w.fen)
    }

    fn standing(&self, asked: Asked) -> Standing {
        match self.standings.iter().find(|(a, _)| *a == asked) {
            None => Standing::Unasked,
            Some((_, false)) => Standing::Open,
            Some((_, true)) => Standing::Done,
        }
    }

    /// The newest opinion on each subject.
    fn opinions(&self) -> Vec<(Subject, Verdict)> {
        let mut newest: Vec<(Subject, Verdict)> = Vec::new();
        for document in self.documents.iter().rev().filter(|d| d.removed_at.is_none()) {
            if let Some(opinion) = document.subject.zip(document.verdict)
                && newest.iter().all(|(subject, _)| *subject != opinion.0)
            {
                newest.push(opinion);
            }
        }
        newest
    }

    /// The fields that somebody may have changed, for the trail and for "what changed since".
    pub(super) fn told(&self) -> serde_json::Value {
        let mut all = serde_json::to_value(self).unwrap_or_default();
        if let Some(fields) = all.as_object_mut() {
            for derived in [
                "id",
                "code",
                "updated_at",
                "version",
                "stage_log",
                "recognitions",
                "next_stages",
                "missing",
                "holes",
                "documents",
                "actions",
                "funds_recognised_fen",
                "funds_claimed_fen",
                "investors",
                "lead_unit",
                "wholes",
                "children",
                "held",
                "enlarged",
                "warnings",
                "parts",
                "code_name",
                "endings",
                "grades",
            ] {
                fields.remove(derived);
            }
        }
        all
    }

    /// The units of the project with their shares.
    pub fn unit_ids(&self) -> Vec<UnitId> {
        self.units.iter().map(|u| u.unit.id).collect()
    }

    pub fn organisation_ids(&self) -> Vec<OrganisationId> {
        self.parties.iter().map(|p| p.organisation.id).collect()
    }
}
