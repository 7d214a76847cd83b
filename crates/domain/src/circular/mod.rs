//! Published tables, recomputed (通报校核): shares, completion, growth, leads and lags, ranks and sums are worked
//! out again from the figures that the table itself prints, and every cell is marked.
//!
//! Nothing is known but the table: a printed amount stands for everything that rounds to it. A figure that some
//! such amount explains is not called wrong ([`Mark::Rounding`]); counts are exact.

mod choose;
mod correct;
mod figure;
mod relation;
mod role;
mod say;
mod table;
mod total;

#[cfg(test)]
mod tests;

use serde::Serialize;

pub use correct::{Corrections, Unreadable};
pub use relation::{Relation, Time};
pub use role::Role;
pub use table::LineKind;

use crate::{
    assessment::say::Lang,
    ledger::{Page, column_letters},
};
use figure::Figure;
use table::Table;

/// A table is read up to here; a circular has some dozens of rows.
pub const MOST_ROWS: usize = 3_000;
/// So many columns at most.
pub const MOST_COLUMNS: usize = 120;

/// What is known beside the table.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Whole months gone, 1 to 12, when the reader says so; otherwise taken from the title, or found out.
    pub months: Option<u8>,
    /// What the reader says of columns and rows.
    pub corrections: Corrections,
}

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Not computed from others: taken as it is.
    Given,
    Right,
    /// Explained by the rounding of the printed figures it comes from.
    Rounding,
    /// Cut off where it should have been rounded.
    Truncated,
    Wrong,
    /// Should come from others, and how could not be told, or one of them cannot be read.
    Unchecked,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedCell {
    /// `F12`.
    pub address: String,
    pub text: String,
    pub mark: Mark,
    /// What it should be, to as many decimals as are printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should: Option<String>,
    /// How that is worked out, in words and figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedRow {
    /// As in the sheet, from 1.
    pub number: u32,
    pub kind: LineKind,
    pub cells: Vec<CheckedCell>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedColumn {
    /// `F`.
    pub letter: String,
    pub header: String,
    pub role: Role,
    /// The reader said so.
    pub fixed: bool,
    /// 万元, 个, %; empty when the table does not say.
    pub unit: String,
    /// What its figures come from; empty when they are given.
    pub formula: String,
}

/// Cells by mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    pub right: usize,
    pub rounding: usize,
    pub truncated: usize,
    pub wrong: usize,
    pub unchecked: usize,
}

impl Counts {
    fn add(&mut self, mark: Mark) {
        match mark {
            Mark::Given => {}
            Mark::Right => self.right += 1,
            Mark::Rounding => self.rounding += 1,
            Mark::Truncated => self.truncated += 1,
            Mark::Wrong => self.wrong += 1,
            Mark::Unchecked => self.unchecked += 1,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            rounding: self.rounding + other.rounding,
            truncated: self.truncated + other.truncated,
            wrong: self.wrong + other.wrong,
            unchecked: self.unchecked + other.unchecked,
        }
    }
}

/// A table with every cell marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    pub sheet: String,
    pub title: String,
    pub columns: Vec<CheckedColumn>,
    pub rows: Vec<CheckedRow>,
    pub counts: Counts,
}

/// Checks the table of a sheet, the `number`-th of its file; `None` when no rows of it look like a header with figures
/// below.
pub fn check(page: &Page, number: usize, asked: &Asked, lang: Lang) -> Option<Checked> {
    let mut table = table::read(page, asked.corrections.of(number))?;
    let months = asked.months.or(table.months);
    choose::choose(&mut table, months);
    let totals = total::sums(&table);
    let mended = total::mended(&table, &totals);
    let mut counts = Counts::default();
    let rows = (0..table.lines.len())
        .map(|row| {
            let cells = (0..table.columns.len())
                .map(|column| {
                    let cell = one((&table, mended.as_ref()), &totals, row, column, lang);
                    counts.add(cell.mark);
                    cell
                })
                .collect();
            CheckedRow { number: table.lines[row].number, kind: table.lines[row].kind, cells }
        })
        .collect();
    let columns = table
        .columns
        .iter()
        .map(|c| CheckedColumn {
            letter: column_letters(c.place),
            header: c.header.clone(),
            role: c.role,
            fixed: c.fixed,
            unit: c.unit_name(),
            formula: say::relation(&table, c, lang),
        })
        .collect();
    Some(Checked { sheet: page.sheet.name.clone(), title: table.title.clone(), columns, rows, counts })
}

/// One cell. What a wrong total makes wrong is told by the total as it should be: a share that was taken of the right
/// one is right.
fn one(
    (table, mended): (&Table, Option<&Table>),
    totals: &total::Totals,
    row: usize,
    column: usize,
    lang: Lang,
) -> CheckedCell {
    let (line, about) = (&table.lines[row], &table.columns[column]);
    let mut cell = CheckedCell {
        address: format!("{}{}", column_letters(about.place), line.number),
        text: line.cells[column].text.clone(),
        mark: Mark::Given,
        should: None,
        formula: None,
    };
    let Figure::Value(printed) = line.cells[column].figure else { return cell };
    let across = about.relation.as_ref().map(|_| relation::worth(table, column, row));
    // The foot of a column adds up; a figure that has a formula of its own in its row follows that first.
    let down = totals.get(&(row, column));
    let again = mended
        .filter(|_| across.flatten().is_some_and(|worth| printed.against(worth) == Mark::Wrong))
        .and_then(|mended| Some((mended, relation::worth(mended, column, row)?)));
    let found = match (across, down) {
        (Some(Some(worth)), _) => {
            let (table, worth) = again.unwrap_or((table, worth));
            Some((worth, say::cell(table, row, column, worth, printed, lang)))
        }
        (_, Some(sum)) => Some((sum.worth, say::total(table, sum, column, printed, lang))),
        _ => None,
    };
    match found {
        Some((worth, formula)) => {
            cell.mark = printed.against(worth);
            cell.should = Some(printed.like(worth.exact));
            cell.formula = Some(formula);
        }
        None if about.role.is_derived() && line.kind != LineKind::Part => {
            // A rank beside a total is nobody's.
            let absent = about.role == Role::Rank && line.kind != LineKind::Data;
            cell.mark = if absent { Mark::Given } else { Mark::Unchecked };
        }
        None => {}
    }
    cell
}
