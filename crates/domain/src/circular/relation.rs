//! What a column may come from, and what its figure in a row should then be.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    LineKind,
    figure::Worth,
    table::{Column, Table},
};

/// Where the time that is gone is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    Column(usize),
    /// Whole months of twelve.
    Months(u8),
}

/// How the figures of a column come from other columns, which are named by their place in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation {
    Ratio {
        part: usize,
        whole: usize,
    },
    /// Of the total row, or of all rows.
    Share {
        of: usize,
    },
    Growth {
        now: usize,
        before: usize,
    },
    /// Done less time gone; `reversed` the other way round; `rounded` when both were rounded first.
    Lead {
        done: usize,
        time: Time,
        reversed: bool,
        rounded: bool,
    },
    Rank {
        by: usize,
        ascending: bool,
        dense: bool,
        /// Only among the rows of the same group.
        within: bool,
    },
    Sum {
        of: Vec<usize>,
    },
    Gap {
        from: usize,
        less: usize,
    },
}

/// What the figure of a column should be in a row; `None` when something that it needs is missing.
pub(super) fn worth(table: &Table, column: usize, row: usize) -> Option<Worth> {
    let about = &table.columns[column];
    evaluate(table, about, about.relation.as_ref()?, about.factor, row)
}

/// A figure that another one is computed from, in whole units.
fn input(table: &Table, column: usize, row: usize) -> Option<Worth> {
    let about = &table.columns[column];
    scaled(table.figure(row, column)?.worth(about.exact || about.whole), about)
}

/// The same in a sum, where whole 万元 are as rounded as others.
fn addend(table: &Table, column: usize, row: usize) -> Option<Worth> {
    let about = &table.columns[column];
    scaled(table.figure(row, column)?.worth(about.exact), about)
}

fn scaled(printed: Worth, about: &Column) -> Option<Worth> {
    let scale = about.scale();
    Some(Worth {
        exact: printed.exact.checked_mul(scale)?,
        low: printed.low.checked_mul(scale)?,
        high: printed.high.checked_mul(scale)?,
    })
}

/// A rate as what it should be, when that is known; otherwise as printed.
fn rate(table: &Table, column: usize, row: usize) -> Option<Worth> {
    worth(table, column, row).or_else(|| table.figure(row, column).map(|p| p.worth(false))).and_then(|w| {
        let percent = Decimal::ONE_HUNDRED / table.columns[column].factor;
        Some(Worth {
            exact: w.exact.checked_mul(percent)?,
            low: w.low.checked_mul(percent)?,
            high: w.high.checked_mul(percent)?,
        })
    })
}

fn divide(part: Worth, whole: Worth, factor: Decimal) -> Option<Worth> {
    let ratio = |a: Decimal, b: Decimal| a.checked_div(b)?.checked_mul(factor);
    let exact = ratio(part.exact, whole.exact)?;
    let ends = [
        ratio(part.low, whole.low),
        ratio(part.low, whole.high),
        ratio(part.high, whole.low),
        ratio(part.high, whole.high),
    ];
    let low = ends.iter().flatten().min().copied().unwrap_or(exact);
    let high = ends.iter().flatten().max().copied().unwrap_or(exact);
    Some(Worth { exact, low: low.min(exact), high: high.max(exact) })
}

fn minus(a: Worth, b: Worth) -> Option<Worth> {
    Some(Worth {
        exact: a.exact.checked_sub(b.exact)?,
        low: a.low.checked_sub(b.high)?,
        high: a.high.checked_sub(b.low)?,
    })
}

pub(super) fn plus(a: Worth, b: Worth) -> Option<Worth> {
    Some(Worth {
        exact: a.exact.checked_add(b.exact)?,
        low: a.low.checked_add(b.low)?,
        high: a.high.checked_add(b.high)?,
    })
}

/// From whole units to those of a column.
fn in_units(worth: Worth, column: &Column) -> Option<Worth> {
    let scale = column.scale();
    Some(Worth {
        exact: worth.exact.checked_div(scale)?,
        low: worth.low.checked_div(scale)?,
        high: worth.high.checked_div(scale)?,
    })
}

pub(super) fn evaluate(
    table: &Table,
    about: &Column,
    relation: &Relation,
    factor: Decimal,
    row: usize,
) -> Option<Worth> {
    match relation {
        Relation::Ratio { part, whole } => {
            divide(input(table, *part, row)?, input(table, *whole, row)?, factor)
        }
        Relation::Share { of } => divide(input(table, *of, row)?, whole_of(table, *of)?, factor),
        Relation::Growth { now, before } => {
            let (now, before) = (input(table, *now, row)?, input(table, *before, row)?);
            let ratio = divide(now, before, factor)?;
            minus(ratio, Worth::sure(factor))
        }
        Relation::Gap { from, less } => {
            in_units(minus(addend(table, *from, row)?, addend(table, *less, row)?)?, about)
        }
        Relation::Sum { of } => {
            let mut sum = Worth::sure(Decimal::ZERO);
            let mut any = false;
            for column in of {
                match addend(table, *column, row) {
                    Some(worth) => {
                        any = true;
                        sum = plus(sum, worth)?;
                    }
                    None if table.lines[row].cells[*column].text.trim().is_empty() => {}
                    None => return None,
                }
            }
            if any { in_units(sum, about) } else { None }
        }
        Relation::Lead { done, time, reversed, rounded } => {
            let mut done = rate(table, *done, row)?;
            let mut gone = match time {
                Time::Column(column) => table.figure(row, *column)?.worth(false),
                Time::Months(months) => {
                    Worth::sure(Decimal::from(*months).checked_mul(Decimal::ONE_HUNDRED)? / Decimal::from(12))
                }
            };
            if *rounded {
                let two = |v: Decimal| v.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
                (done, gone) = (Worth::sure(two(done.exact)), Worth::sure(two(gone.exact)));
            }
            let lead = if *reversed { minus(gone, done) } else { minus(done, gone) }?;
            let percent = factor / Decimal::ONE_HUNDRED;
            Some(Worth { exact: lead.exact * percent, low: lead.low * percent, high: lead.high * percent })
        }
        Relation::Rank { by, ascending, dense, within } => {
            rank(table, *by, (*ascending, *dense, *within), row)
        }
    }
}

/// What a share is of: the row of the total, or all rows together.
fn whole_of(table: &Table, column: usize) -> Option<Worth> {
    let total = table.lines.iter().position(|l| l.kind == LineKind::Total);
    if let Some(worth) = total.and_then(|row| input(table, column, row)) {
        return Some(worth);
    }
    let rows = (0..table.lines.len()).filter(|row| table.lines[*row].kind == LineKind::Data);
    rows.filter_map(|row| input(table, column, row)).try_fold(Worth::sure(Decimal::ZERO), plus)
}

/// What rows are put in order by: as it should be where that is known.
fn standing(table: &Table, by: usize, row: usize) -> Option<Decimal> {
    worth(table, by, row).map(|w| w.exact).or_else(|| table.figure(row, by).map(|p| p.value))
}

fn rank(
    table: &Table,
    by: usize,
    (ascending, dense, within): (bool, bool, bool),
    row: usize,
) -> Option<Worth> {
    if table.lines[row].kind != LineKind::Data {
        return None;
    }
    let own = standing(table, by, row)?;
    let mut ahead: Vec<Decimal> = Vec::new();
    let mut equal = 0_i64;
    for other in 0..table.lines.len() {
        let apart = within && table.lines[other].group != table.lines[row].group;
        if table.lines[other].kind != LineKind::Data || apart {
            continue;
        }
        let Some(value) = standing(table, by, other) else { continue };
        if value == own {
            equal += 1;
        } else if (value < own) == ascending {
            ahead.push(value);
        }
    }
    if dense {
        ahead.sort_unstable();
        ahead.dedup();
    }
    let exact = Decimal::from(ahead.len() as i64 + 1);
    // Equal ones may have been told apart by figures that are not printed.
    let last = if dense { exact } else { exact + Decimal::from(equal - 1) };
    Some(Worth { exact, low: exact, high: last })
}
