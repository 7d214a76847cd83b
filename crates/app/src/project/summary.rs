//! Counts and totals of projects by unit, year of entry, stage, status, track, structure and section: one function
//! keeps them, in the transaction that changes a project.

use serde::Serialize;
use yinfeng_domain::{
    id::UnitId,
    project::{Measure, Stage, Status, Structure, Track, section},
};

use super::{ProjectView, draft::Prepared, store};
use crate::floor::{
    Result,
    db::{Reader, Tx},
};

/// Where a project counts, and its total investment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub lead_unit: UnitId,
    /// The year in which it entered the library.
    pub year: i16,
    pub stage: Stage,
    pub status: Status,
    pub track: Track,
    pub structure: Structure,
    /// The letter of the industry; empty when it is not known.
    pub section: String,
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
    pub(super) fn of(prepared: &Prepared, year: i16, stage: Stage, status: Status) -> Self {
        Self {
            lead_unit: prepared.lead,
            year,
            stage,
            status,
            track: prepared.track,
            structure: prepared.structure,
            section: section(prepared.industry().unwrap_or_default()).to_owned(),
            high_technology: prepared.high_technology,
            total_fen: prepared.whole(Measure::Total),
        }
    }

    pub(super) fn of_view(view: &ProjectView) -> Self {
        let row = &view.row;
        Self {
            lead_unit: row.lead_unit.id,
            year: view.entered_on.year(),
            stage: row.stage,
            status: row.status,
            track: row.track,
            structure: row.structure,
            section: section(row.industry.as_ref().map_or("", |i| &i.code)).to_owned(),
            high_technology: row.high_technology,
            total_fen: row.total_fen,
        }
    }
}

/// Takes a project out of where it counted and puts it where it counts now.
pub(super) fn apply(
    tx: &Tx<'_>,
    district: &str,
    before: Option<&Counted>,
    after: Option<&Counted>,
) -> Result<()> {
    if before == after {
        return Ok(());
    }
    for (counted, sign) in [(before, -1), (after, 1)] {
        if let Some(counted) = counted {
            store::summary::add(tx, district, counted, sign)?;
        }
    }
    Ok(())
}

/// Counts everything anew from the projects.
pub fn rebuild(tx: &Tx<'_>, district: &str) -> Result<()> {
    store::summary::rebuild(tx, district)
}

/// Compares the summary with the projects; empty when it is right.
pub fn verify(reader: &Reader, district: &str) -> Result<Vec<Difference>> {
    store::summary::differences(reader, district)
}
