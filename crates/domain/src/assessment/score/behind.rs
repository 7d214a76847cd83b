//! The rows behind the measures of a unit: made when somebody asks, for keeping them with every score would take
//! more than the ledgers themselves.

use rust_decimal::Decimal;
use serde::Serialize;
use uuid::Uuid;

use super::board::{counted, takes};
use crate::{
    assessment::{
        facts::Facts,
        scheme::{Scheme, Source},
    },
    id::UnitId,
};

/// One row behind a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowRef {
    pub source: Source,
    pub id: Uuid,
    /// What it adds to the measure, in 元 or ones, after the factor.
    pub counted: Decimal,
    /// The factor of the scheme's table, where the measure uses it.
    pub factor: Option<Decimal>,
}

/// The rows of one measure, by id.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureRows {
    pub measure: String,
    pub rows: Vec<RowRef>,
}

/// Every measure of the scheme that has rows of the unit.
pub fn rows_behind(scheme: &Scheme, facts: &Facts, unit: UnitId) -> Vec<MeasureRows> {
    let mut out = Vec::new();
    for measure in &scheme.measures {
        let Some(ledger) = facts.ledgers.get(&measure.source) else { continue };
        let mut rows: Vec<RowRef> = ledger
            .iter()
            .filter(|row| row.unit == unit && takes(measure, row))
            .filter_map(|row| {
                let (counted, factor) = counted(scheme, measure, row).ok()?;
                Some(RowRef { source: measure.source, id: row.id, counted, factor })
            })
            .collect();
        rows.sort_by_key(|row| row.id);
        if !rows.is_empty() {
            out.push(MeasureRows { measure: measure.id.clone(), rows });
        }
    }
    out
}
