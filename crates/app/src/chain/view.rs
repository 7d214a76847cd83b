//! Chains as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    chain::{Outcome, PairResult, Strength, Tier},
    id::{ChainFirmId, ChainId, ChainLinkId, ChainPairId, ChainTargetId, OrganisationId},
};

use super::{ChainDraft, Names, store};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Result,
        db::Reader,
        web::{Action, Who},
    },
    investor::OrganisationRef,
    org::UnitRef,
    project::{PersonRef, ProjectRef, classes::ClassProject},
};

/// How many links there are of each strength.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct ChainStrengths {
    pub strong: i64,
    pub fair: i64,
    pub weak: i64,
    pub gap: i64,
}

/// How many targets there are of each outcome, and how many wait for longer than they should.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct ChainTargetCounts {
    pub to_contact: i64,
    pub contacted: i64,
    pub visiting: i64,
    pub project: i64,
    pub given_up: i64,
    pub overdue: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainRow {
    #[schema(value_type = Uuid)]
    pub id: ChainId,
    pub code: String,
    pub name: String,
    pub leader: String,
    pub lead_unit: UnitRef,
    /// Only where the reader may read it.
    pub master: Option<OrganisationRef>,
    #[schema(value_type = String)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    /// It holds today.
    pub holds: bool,
    pub strengths: ChainStrengths,
    pub targets: ChainTargetCounts,
    /// Firms of the district that are named on it, each once.
    pub firms: i64,
    /// Projects of its classes that go on, each once.
    pub projects: i64,
    pub version: i64,
}

/// A chain as it is kept.
pub struct KeptChain {
    pub row: ChainRow,
    pub note: String,
    pub lead_path: String,
    pub master_id: Option<OrganisationId>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainList {
    pub items: Vec<ChainRow>,
    /// The leaders that units, teams and projects name, to choose from.
    pub leaders: Vec<String>,
    /// Whether the reader may enter one.
    pub create: Action,
}

/// What the ledgers know of a link, and the strength that this speaks for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainFacts {
    pub firms: i64,
    /// Signed, and going on.
    pub projects: i64,
    pub projects_before_signing: i64,
    /// Total investment of what is signed: only for those who read the projects of the whole district, for of one project
    /// it is the project's.
    pub total_fen: Option<i64>,
    #[schema(value_type = String)]
    pub suggested: Strength,
}

/// A link as it stands in the picture of its chain.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainLink {
    #[schema(value_type = Uuid)]
    pub id: ChainLinkId,
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<ChainLinkId>,
    #[schema(value_type = String)]
    pub tier: Tier,
    pub name: String,
    pub sectors: Vec<IndustryRef>,
    pub sort_no: i64,
    #[schema(value_type = String)]
    pub strength: Strength,
    pub reason: String,
    pub facts: ChainFacts,
    /// Targets that somebody is to do something about, and all.
    pub targets_open: i64,
    pub targets_count: i64,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainFirmView {
    #[schema(value_type = Uuid)]
    pub id: ChainFirmId,
    /// None where the reader may not know who it is.
    pub organisation: Option<OrganisationRef>,
    /// The reader may open its record.
    pub readable: bool,
    pub role: String,
    #[schema(value_type = Option<String>)]
    pub since_on: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainTargetActions {
    /// Giving it to another unit, or another day.
    pub reassign: Action,
    pub step: Action,
    /// Taking it back as if it had never been one.
    pub take_back: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainTargetRow {
    #[schema(value_type = Uuid)]
    pub id: ChainTargetId,
    #[schema(value_type = Uuid)]
    pub chain_id: ChainId,
    pub chain: String,
    #[schema(value_type = Uuid)]
    pub link_id: ChainLinkId,
    pub link: String,
    /// None where the reader may not know who it is.
    pub organisation: Option<OrganisationRef>,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub due_on: Date,
    #[schema(value_type = String)]
    pub outcome: Outcome,
    pub overdue: bool,
    /// What it has become, where the reader may read it.
    pub project: Option<ProjectRef>,
    /// Why it is a target; empty where the reader may not know who it is, like what was said.
    pub reason: String,
    pub said: String,
    #[schema(value_type = Option<String>)]
    pub said_on: Option<Date>,
    pub version: i64,
    #[serde(skip)]
    pub(super) organisation_id: OrganisationId,
    #[serde(skip)]
    pub(super) unit_path: String,
    #[serde(skip)]
    pub(super) lead_path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainTargetLogView {
    pub no: i64,
    /// `assign`, `reassign`, or the outcome that was reached.
    pub act: String,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub due_on: Date,
    pub text: String,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainTargetRecord {
    #[serde(flatten)]
    pub row: ChainTargetRow,
    /// Newest first; empty where the reader may not know who it is.
    pub log: Vec<ChainTargetLogView>,
    pub actions: ChainTargetActions,
}

/// An event at which firms of a chain met investors.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainSessionView {
    pub event_id: Uuid,
    pub name: String,
    #[schema(value_type = String)]
    pub held_on: Date,
    pub place: String,
    pub units: Vec<UnitRef>,
    /// Whether nothing is recorded of it, so that it may be taken off the chain.
    pub empty: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainPairView {
    #[schema(value_type = Uuid)]
    pub id: ChainPairId,
    #[schema(value_type = Uuid)]
    pub chain_id: ChainId,
    pub chain: String,
    pub event_id: Uuid,
    pub event: String,
    #[schema(value_type = String)]
    pub held_on: Date,
    #[schema(value_type = Uuid)]
    pub link_id: ChainLinkId,
    pub link: String,
    /// None where the reader may not know who it is.
    pub firm: Option<OrganisationRef>,
    pub firm_readable: bool,
    pub investor: Option<OrganisationRef>,
    #[schema(value_type = String)]
    pub result: PairResult,
    /// Empty where the reader may not know the investor.
    pub next_step: String,
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    pub version: i64,
    #[serde(skip)]
    pub(super) firm_id: OrganisationId,
    #[serde(skip)]
    pub(super) investor_id: OrganisationId,
    #[serde(skip)]
    pub(super) lead_path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkActions {
    pub edit: Action,
    pub remove: Action,
    /// Looking for investors that fit.
    pub find: Action,
}

/// One link with all that stands on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainLinkView {
    #[serde(flatten)]
    pub link: ChainLink,
    #[schema(value_type = Uuid)]
    pub chain_id: ChainId,
    pub firms: Vec<ChainFirmView>,
    pub targets: Vec<ChainTargetRow>,
    /// Of its classes and going on; only those that the reader may read.
    pub projects: Vec<ClassProject>,
    pub pairs: Vec<ChainPairView>,
    pub actions: LinkActions,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainActions {
    pub edit: Action,
    /// Deciding who leads it, and under whom.
    pub lead: Action,
    pub remove: Action,
}

impl Default for ChainActions {
    fn default() -> Self {
        let none = || Action { ok: false, code: None, reason: None };
        Self { edit: none(), lead: none(), remove: none() }
    }
}

/// One chain.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainView {
    #[serde(flatten)]
    pub row: ChainRow,
    pub note: String,
    /// In their order.
    pub links: Vec<ChainLink>,
    /// The latest first.
    pub sessions: Vec<ChainSessionView>,
    pub pairs: Vec<ChainPairView>,
    /// The leaders that units, teams and projects name, to choose from.
    pub leaders: Vec<String>,
    pub actions: ChainActions,
    #[serde(skip)]
    pub(super) lead_path: String,
    #[serde(skip)]
    pub(super) master_id: Option<OrganisationId>,
}

impl ChainView {
    pub(super) fn as_draft(&self) -> ChainDraft {
        ChainDraft {
            code: self.row.code.clone(),
            name: self.row.name.clone(),
            leader: self.row.leader.clone(),
            lead_unit_id: self.row.lead_unit.id,
            master_id: self.master_id,
            note: self.note.clone(),
            valid_from: self.row.valid_from,
            valid_until: self.row.valid_until,
            version: self.row.version,
        }
    }
}

/// Takes away the names of chain masters that the reader may not read.
pub(super) fn name_masters(reader: &Reader, who: &Who, names: &Names, rows: &mut [KeptChain]) -> Result<()> {
    let ids: Vec<OrganisationId> = rows.iter().filter_map(|row| row.master_id).collect();
    let seen = names.readable(reader, who, &ids)?;
    for kept in rows {
        if kept.master_id.is_some_and(|id| !seen.contains(&id)) {
            kept.row.master = None;
        }
    }
    Ok(())
}

/// Takes away what the reader may not know of targets: who it is, why, and what was said.
pub(super) fn veil_targets(
    reader: &Reader,
    who: &Who,
    names: &Names,
    rows: &mut [ChainTargetRow],
) -> Result<()> {
    let ids: Vec<OrganisationId> = rows.iter().map(|row| row.organisation_id).collect();
    let seen = names.readable(reader, who, &ids)?;
    for row in rows {
        if !seen.contains(&row.organisation_id) {
            (row.organisation, row.project) = (None, None);
            (row.reason, row.said, row.said_on) = (String::new(), String::new(), None);
        }
        if let Some(project) = &row.project
            && !store::target::may_read_project(reader, who, project.id)?
        {
            row.project = None;
        }
    }
    Ok(())
}

/// Firms of the district are known; investors to whoever may read them.
pub(super) fn veil_pairs(
    reader: &Reader,
    who: &Who,
    names: &Names,
    rows: &mut [ChainPairView],
) -> Result<()> {
    let ids: Vec<OrganisationId> = rows.iter().flat_map(|row| [row.firm_id, row.investor_id]).collect();
    let seen = names.readable(reader, who, &ids)?;
    let hidden = store::hidden_among(reader, who.district(), &names.hidden, &ids)?;
    for row in rows {
        row.firm_readable = seen.contains(&row.firm_id);
        if hidden.contains(&row.firm_id) {
            row.firm = None;
        }
        if !seen.contains(&row.investor_id) {
            row.investor = None;
            row.next_step.clear();
        }
    }
    Ok(())
}
