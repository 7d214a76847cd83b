//! Single rows within an expression: which of them, and what of each.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Cond, Env, Expr, Stop, eval::truth};

/// What is made of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    Sum,
    Count,
    Avg,
    Max,
    Min,
}

/// `sum(amount of funds where kind = 'cash')`: one field of the rows of a measure that fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowFold {
    pub fold: Fold,
    /// Empty for a count.
    pub field: String,
    pub measure: String,
    pub filter: Option<Cond>,
}

impl RowFold {
    /// The folded figure; a row without the field, or without a field of the condition, does not fit. The
    /// average, the largest and the smallest of no row are no figures.
    pub fn of<E: Env>(&self, rows: impl Iterator<Item = E>) -> Result<Decimal, Stop> {
        let (mut count, mut sum) = (0_u32, Decimal::ZERO);
        let (mut least, mut most) = (None::<Decimal>, None::<Decimal>);
        for row in rows {
            if !self.filter.as_ref().is_none_or(|cond| truth(cond, &row).unwrap_or(false)) {
                continue;
            }
            let value = if self.fold == Fold::Count { row.weight() } else { row.measure(&self.field).ok() };
            let Some(value) = value else { continue };
            count += 1;
            sum = sum.checked_add(value).ok_or(Stop::Overflow)?;
            least = Some(least.map_or(value, |x| x.min(value)));
            most = Some(most.map_or(value, |x| x.max(value)));
        }
        let none = || Stop::NoRows(self.measure.clone());
        match self.fold {
            Fold::Sum | Fold::Count => Ok(sum),
            Fold::Avg => sum.checked_div(count.into()).ok_or_else(none),
            Fold::Max => most.ok_or_else(none),
            Fold::Min => least.ok_or_else(none),
        }
    }
}

/// Whether a condition asks for nothing but fields of a row and numbers.
pub fn of_a_row(cond: &Cond) -> bool {
    match cond {
        Cond::Is(_) | Cond::Text { .. } => true,
        Cond::Compare(_, a, b) => plain(a) && plain(b),
        Cond::Between { x, low, high, .. } => plain(x) && plain(low) && plain(high),
        Cond::In(x, list) => plain(x) && list.iter().all(plain),
        Cond::Not(c) => of_a_row(c),
        Cond::And(a, b) | Cond::Or(a, b) => of_a_row(a) && of_a_row(b),
    }
}

fn plain(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) | Expr::Measure(_) => true,
        Expr::Neg(x) => plain(x),
        Expr::Bin(_, a, b) => plain(a) && plain(b),
        Expr::Call(_, args) => args.iter().all(plain),
        Expr::If(c, a, b) => of_a_row(c) && plain(a) && plain(b),
        _ => false,
    }
}
