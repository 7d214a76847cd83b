//! Counts and totals of projects by unit, stage, status, track and structure: one function keeps them, in the
//! transaction that changes a project.

use std::collections::BTreeMap;

use serde::Serialize;
use yinfeng_domain::{
    id::{ProjectId, UnitId},
    project::{Measure, Stage, Status, Structure, Track},
};

use super::{ProjectView, draft::Prepared, store};
use crate::floor::{
    Result,
    db::{Gathered, Reader, Tx},
};

/// Whose sum it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    District,
    /// The unit that leads the projects.
    Lead(UnitId),
    /// A unit with another part in them.
    Partner(UnitId),
}

/// Where a project counts, and its total investment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub lead_unit: UnitId,
    /// Units with another part in it.
    pub other_units: Vec<UnitId>,
    pub stage: Stage,
    pub status: Status,
    pub track: Track,
    pub structure: Structure,
    pub high_technology: bool,
    pub total_fen: Option<i64>,
}

/// A line of the summary that is not what the projects say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub key: String,
    pub kept: (i64, i64, i64),
    pub counted: (i64, i64, i64),
}

impl Counted {
    pub(super) fn of(prepared: &Prepared, stage: Stage, status: Status) -> Self {
        Self {
            lead_unit: prepared.lead,
            other_units: others(prepared.draft.units.iter().map(|u| u.unit_id), prepared.lead),
            stage,
            status,
            track: prepared.track,
            structure: prepared.structure,
            high_technology: prepared.high_technology,
            total_fen: prepared.whole(Measure::Total),
        }
    }

    pub(super) fn of_view(view: &ProjectView) -> Self {
        let row = &view.row;
        Self {
            lead_unit: row.lead_unit.id,
            other_units: others(view.unit_ids(), row.lead_unit.id),
            stage: row.stage,
            status: row.status,
            track: row.track,
            structure: row.structure,
            high_technology: row.high_technology,
            total_fen: row.total_fen,
        }
    }
}

fn others(units: impl IntoIterator<Item = UnitId>, lead: UnitId) -> Vec<UnitId> {
    units.into_iter().filter(|unit| *unit != lead).collect()
}

/// Number of projects, of those with a known total, and Σ of the totals in fen.
type Sum = (i64, i64, i64);

/// What an operation adds, class by class: an import of many projects writes each sum once.
#[derive(Default)]
struct Sums {
    classes: BTreeMap<(String, store::summary::Key), Sum>,
    events: BTreeMap<(String, store::event_summary::Key), Sum>,
}

impl Gathered for Sums {
    const SHARED: bool = true;

    fn write(self, tx: &Tx<'_>) -> Result<()> {
        for ((district, key), sum) in self.classes {
            if sum != (0, 0, 0) {
                store::summary::add(tx, &district, &key, sum)?;
            }
        }
        for ((district, key), sum) in self.events {
            if sum != (0, 0, 0) {
                store::event_summary::add(tx, &district, &key, sum)?;
            }
        }
        Ok(())
    }
}

/// Takes a project out of where it counted and puts it where it counts now.
pub(super) fn apply(tx: &Tx<'_>, district: &str, before: Option<&Counted>, after: Option<&Counted>) {
    if before == after {
        return;
    }
    for (counted, sign) in [(before, -1), (after, 1)] {
        let Some(counted) = counted else { continue };
        let more =
            (sign, sign * i64::from(counted.total_fen.is_some()), sign * counted.total_fen.unwrap_or(0));
        let others = counted.other_units.iter().map(|unit| Of::Partner(*unit));
        for of in [Of::District, Of::Lead(counted.lead_unit)].into_iter().chain(others) {
            let key = store::summary::Key::of(of, counted);
            tx.gather(|sums: &mut Sums| {
                let sum = sums.classes.entry((district.to_owned(), key)).or_default();
                *sum = (sum.0 + more.0, sum.1 + more.1, sum.2 + more.2);
            });
        }
    }
}

/// Adds (`sign` 1) what a project has of recognised introductions and contracts, or takes it away (-1): away before
/// a change of either or of the project's classes, and added after it.
pub(super) fn count_events(tx: &Tx<'_>, district: &str, id: ProjectId, sign: i64) -> Result<()> {
    for event in store::event_summary::of_project(tx, district, id)? {
        count_event(tx, district, event, sign);
    }
    Ok(())
}

/// [`count_events`] of a project that is new: nothing of it is recognised yet.
pub(super) fn count_contract(tx: &Tx<'_>, district: &str, new: &Prepared) {
    if let Some(event) = store::event_summary::of_contract(new) {
        count_event(tx, district, event, 1);
    }
}

fn count_event(
    tx: &Tx<'_>,
    district: &str,
    (key, total): (store::event_summary::Key, Option<i64>),
    sign: i64,
) {
    tx.gather(|sums: &mut Sums| {
        let sum = sums.events.entry((district.to_owned(), key)).or_default();
        let known = i64::from(total.is_some());
        *sum = (sum.0 + sign, sum.1 + sign * known, sum.2 + sign * total.unwrap_or(0));
    });
}

/// Counts everything anew from the projects.
pub fn rebuild(tx: &Tx<'_>, district: &str) -> Result<()> {
    store::summary::rebuild(tx, district)?;
    store::event_summary::rebuild(tx, district)
}

/// Compares the summary with the projects; empty when it is right.
pub fn verify(reader: &Reader, district: &str) -> Result<Vec<Difference>> {
    let mut all = store::summary::differences(reader, district)?;
    all.extend(store::event_summary::differences(reader, district)?);
    Ok(all)
}
