//! 试算: facts with suppositions, and two results side by side. Pure: nothing is written anywhere.

mod difference;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use uuid::Uuid;

pub use difference::{Difference, ItemDifference, ItemSum, Part, Standing, UnitDifference, differences};

use super::{
    facts::{Facts, Row, Target},
    scheme::Source,
};
use crate::id::ProjectId;

/// What is supposed to be otherwise than the ledgers have it.
#[derive(Debug, Clone, PartialEq)]
pub enum Suppose {
    /// A row more.
    Row { source: Source, row: Row },
    /// The rows of this id are left out.
    Without { source: Source, id: Uuid },
    /// So much less of a unit's money: from its row of the same project where the ledger has single projects, and
    /// otherwise from the sum.
    Less { source: Source, row: Row },
    /// The rows of a project are these.
    Instead { source: Source, project: ProjectId, rows: Vec<Row> },
    /// In the place of the target in force.
    Target(Target),
}

impl Facts {
    /// The facts as they would be. In the order of the list: what is supposed first may be left out after.
    #[must_use]
    pub fn supposing(&self, all: &[Suppose]) -> Self {
        let mut out = self.clone();
        for one in all {
            out.suppose(one);
        }
        out
    }

    fn suppose(&mut self, one: &Suppose) {
        match one {
            Suppose::Row { source, row } => self.ledgers.entry(*source).or_default().push(row.clone()),
            Suppose::Without { source, id } => {
                self.ledgers.entry(*source).or_default().retain(|row| row.id != *id);
            }
            Suppose::Less { source, row } => less(self.ledgers.entry(*source).or_default(), row),
            Suppose::Instead { source, project, rows } => {
                let ledger = self.ledgers.entry(*source).or_default();
                ledger.retain(|row| row.project != Some(*project));
                ledger.extend(rows.iter().cloned());
            }
            Suppose::Target(target) => {
                let key = |t: &Target| (t.unit, t.measure.clone(), t.owner, t.level, t.part);
                self.targets.retain(|known| key(known) != key(target));
                self.targets.push(target.clone());
            }
        }
    }
}

/// Takes an amount from the rows of its project and unit; one that nothing is left of is gone. What no row has is a
/// row of its own, below zero: a ledger of sums has no single projects.
fn less(ledger: &mut Vec<Row>, row: &Row) {
    let mut left = row.fen;
    if row.project.is_some() {
        for known in ledger.iter_mut().filter(|r| r.unit == row.unit && r.project == row.project) {
            let taken = known.fen.min(left);
            known.fen -= taken;
            left -= taken;
        }
        ledger.retain(|r| r.fen != 0 || r.unit != row.unit || r.project != row.project);
    }
    if left != 0 {
        ledger.push(Row { fen: -left, project: None, ..row.clone() });
    }
}

/// How a difference is written: `+1.50`, `0.00`, `-2.00`.
pub fn signed(value: Decimal) -> String {
    let value = if value.is_zero() { Decimal::ZERO } else { value };
    let digits = 2.max(super::number::round(value, 6).normalize().scale());
    let text = super::number::grouped(value, digits);
    if value > Decimal::ZERO { format!("+{text}") } else { text }
}
