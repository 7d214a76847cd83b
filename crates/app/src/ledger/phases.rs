//! Rows that are phases of one project (一期, 二期 …): found while a ledger is read, offered as parts of one bundle, and
//! brought in as such where a clerk says so.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    id::{BatchId, ProjectId, UnitId},
    project::Agreement,
    text::name_key,
};

use super::{
    at_version,
    choice::need_ready,
    context::Context,
    need_clerk,
    plan::Plan,
    store,
    view::{self, BatchView},
};
use crate::floor::{Error, Fault, Result, audit, db::Tx, web::Who};

/// So many groups are kept; a ledger with more is not kept by phases.
const MOST: usize = 500;

/// Rows that are phases of one project of one unit.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Phases {
    /// From 1, in the order of the sheet.
    pub no: u32,
    /// What the phases have in common: the name of the bundle.
    pub name: String,
    pub unit: UnitId,
    /// The row of the whole, where the sheet has one.
    pub head: Option<u32>,
    /// Row and phase.
    pub rows: Vec<(u32, u32)>,
    /// Whether the clerk wants them as parts of one bundle.
    #[serde(default)]
    pub as_parts: bool,
    /// The code of a project of the library that has the name of the bundle.
    #[serde(default)]
    pub there: Option<String>,
    /// Whether the row of the whole counts itself, and whether it was left out.
    #[serde(default)]
    pub counts: bool,
    #[serde(default)]
    pub head_out: bool,
}

impl Phases {
    /// Why the rows cannot become parts.
    pub fn why_not(&self) -> Option<Fault> {
        if let Some(code) = &self.there {
            return Some(Fault::new("ledger.bundle_there").with("name", code));
        }
        let head = self.head.filter(|_| !self.head_out);
        if let Some(row) = head.filter(|_| self.counts) {
            return Some(Fault::new("ledger.bundle_counts").with("name", row));
        }
        let one = self.rows.len() + usize::from(head.is_some()) < 2;
        one.then(|| Fault::new("ledger.bundle_one"))
    }
}

/// Notes whether the row of a whole is left out; what can no longer be a bundle is none.
pub(super) fn decided(groups: &mut [Phases], row: u32, left_out: bool) {
    for group in groups.iter_mut().filter(|group| group.head == Some(row)) {
        group.head_out = left_out;
        group.as_parts = group.as_parts && group.why_not().is_none();
    }
}

/// What a row may be of a group.
struct Seen {
    name: String,
    rows: Vec<(u32, u32)>,
}

/// Collects the rows that may be phases while a sheet is read.
#[derive(Default)]
pub(super) struct Collector {
    /// By the key of the stem and the unit in the lead.
    phases: BTreeMap<(String, Uuid), Seen>,
    /// Rows of whole projects, by the key of their name: row, and whether it counts itself.
    wholes: HashMap<(String, Uuid), (u32, bool)>,
}

impl Collector {
    pub fn take(&mut self, row: u32, plan: &Plan) {
        let Some(lead) = plan.lead() else { return };
        if let Some(phase) = &plan.phase {
            let seen = self
                .phases
                .entry((name_key(&phase.stem), lead.0))
                .or_insert_with(|| Seen { name: phase.stem.clone(), rows: Vec::new() });
            seen.rows.push((row, phase.no));
        } else {
            // Signed or introduced, it counts itself; a bundle counts by its parts.
            let counts = (plan.agreement == Agreement::Contract && plan.signed_on.is_some())
                || (plan.introduced_on.is_some() && !plan.investors.is_empty());
            self.wholes.entry((plan.key.clone(), lead.0)).or_insert((row, counts));
        }
    }

    /// The groups: at least two phases, or one beside the row of the whole.
    pub fn finish(self, context: &Context) -> Vec<Phases> {
        let mut groups: Vec<Phases> = Vec::new();
        for ((key, unit), seen) in self.phases {
            let whole = self.wholes.get(&(key.clone(), unit)).copied();
            let mut numbers: Vec<u32> = seen.rows.iter().map(|(_, no)| *no).collect();
            numbers.sort_unstable();
            numbers.dedup();
            let distinct = numbers.len();
            if distinct != seen.rows.len() || distinct + usize::from(whole.is_some()) < 2 {
                continue;
            }
            groups.push(Phases {
                no: 0,
                name: seen.name,
                unit: unit.into(),
                head: whole.map(|(row, _)| row),
                rows: seen.rows,
                as_parts: false,
                there: context.project(&key, unit.into()).map(|(_, _, code)| code.clone()),
                counts: whole.is_some_and(|(_, counts)| counts),
                head_out: false,
            });
        }
        groups.sort_by_key(|group| group.rows.first().copied());
        groups.truncate(MOST);
        for (no, group) in (1..).zip(&mut groups) {
            group.no = no;
        }
        groups
    }
}

/// Whether a group of phases is brought in as parts of one bundle.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PhasesBody {
    pub no: u32,
    pub as_parts: bool,
    /// Of the batch.
    pub version: i64,
}

/// Decides about a group.
pub fn decide(tx: &Tx<'_>, who: &Who, id: BatchId, body: &PhasesBody) -> Result<BatchView> {
    need_clerk(who)?;
    let mut batch = at_version(tx, who, id, body.version)?;
    need_ready(&batch)?;
    let group = batch.outcome.phases.iter_mut().find(|group| group.no == body.no).ok_or(Error::NotFound)?;
    if let Some(fault) = group.why_not().filter(|_| body.as_parts) {
        return Err(Error::refused(fault));
    }
    group.as_parts = body.as_parts;
    let detail = json!({ "version": body.version + 1, "group": group.name, "as_parts": body.as_parts });
    store::save(tx, who.district(), id, "ready", &batch.outcome)?;
    audit::record(tx, who, "ledger.phases", "ledger_batch", id.0, &detail)?;
    Ok(view::batch(who, store::get(tx, who.district(), id)?))
}

/// A group that is wanted as parts, with what became of its rows.
pub(super) struct Bundle<'a> {
    pub group: &'a Phases,
    pub head: Option<ProjectId>,
    pub parts: Vec<ProjectId>,
}

/// What the rows of the groups that are wanted as parts became.
pub(super) struct Made<'a> {
    bundles: Vec<Bundle<'a>>,
    /// Bundle and whether it is the head, by row.
    places: HashMap<u32, (usize, bool)>,
}

impl<'a> Made<'a> {
    pub fn of(groups: &'a [Phases]) -> Self {
        let mut made = Self { bundles: Vec::new(), places: HashMap::new() };
        for (at, group) in groups.iter().filter(|group| group.as_parts).enumerate() {
            made.places.extend(group.rows.iter().map(|(row, _)| (*row, (at, false))));
            made.places.extend(group.head.map(|row| (row, (at, true))));
            made.bundles.push(Bundle { group, head: None, parts: Vec::new() });
        }
        made
    }

    /// Whether a row becomes a part.
    pub fn is_part(&self, row: u32) -> bool {
        self.places.get(&row).is_some_and(|(_, head)| !head)
    }

    pub fn note(&mut self, row: u32, made: ProjectId) {
        let Some((at, head)) = self.places.get(&row).copied() else { return };
        if head {
            self.bundles[at].head = Some(made);
        } else {
            self.bundles[at].parts.push(made);
        }
    }

    /// The bundles with something in them: a single part that is left without its whole stays a project of its own.
    pub fn bundles(self) -> impl Iterator<Item = Bundle<'a>> {
        self.bundles
            .into_iter()
            .filter(|b| !b.parts.is_empty() && b.parts.len() + usize::from(b.head.is_some()) >= 2)
    }
}
