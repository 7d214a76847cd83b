//! Totals and subtotals: which rows they are of, and what those come to.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{
    LineKind, Mark,
    figure::{Figure, Printed, Worth},
    relation::plus,
    table::Table,
};

/// A total with the rows that it is of.
#[derive(Debug, Clone)]
pub(super) struct Total {
    pub worth: Worth,
    pub rows: usize,
    pub first: u32,
    pub last: u32,
}

/// By row and column of the table.
pub(super) type Totals = HashMap<(usize, usize), Total>;

/// The totals of every column that adds up.
pub(super) fn sums(table: &Table) -> Totals {
    let mut out = Totals::new();
    for (row, line) in table.lines.iter().enumerate() {
        if !matches!(line.kind, LineKind::Total | LineKind::Subtotal) {
            continue;
        }
        // Of equally good ones the first: the likeliest stands first.
        let best = sets(table, row)
            .into_iter()
            .map(|rows| of_rows(table, row, &rows))
            .max_by(|a, b| fits(table, row, a).cmp(&fits(table, row, b)).then(std::cmp::Ordering::Greater));
        if let Some(sums) = best {
            out.extend(sums.into_iter().map(|(column, total)| ((row, column), total)));
        }
    }
    out
}

/// The table with every wrong total as it should be; `None` when none is wrong.
pub(super) fn mended(table: &Table, totals: &Totals) -> Option<Table> {
    let mut out = None;
    for ((row, column), total) in totals {
        // A column that follows from others in its row is checked by those.
        let printed = table.figure(*row, *column).filter(|_| table.columns[*column].relation.is_none());
        let Some(printed) = printed.filter(|p| p.against(total.worth) == Mark::Wrong) else { continue };
        let cell = &mut out.get_or_insert_with(|| table.clone()).lines[*row].cells[*column];
        cell.text = printed.like(total.worth.exact);
        cell.figure = Figure::Value(Printed { value: total.worth.exact, ..printed });
    }
    out
}

/// The rows that a total may be of, the likeliest first.
fn sets(table: &Table, row: usize) -> Vec<Vec<usize>> {
    let data = |from: usize, to: usize| -> Vec<usize> {
        (from..to).filter(|r| table.lines[*r].kind == LineKind::Data).collect()
    };
    let is_total = |r: &usize| matches!(table.lines[*r].kind, LineKind::Total | LineKind::Subtotal);
    let end = table.lines.len();
    let all = data(0, end);
    let above = data((0..row).rev().find(is_total).map_or(0, |r| r + 1), row);
    let below = data(row + 1, (row + 1..end).find(is_total).unwrap_or(end));
    let mut sets = if table.lines[row].kind == LineKind::Total {
        vec![all, above, below]
    } else {
        vec![above, below, all]
    };
    sets.retain(|rows| !rows.is_empty());
    sets
}

fn of_rows(table: &Table, row: usize, rows: &[usize]) -> Vec<(usize, Total)> {
    let adds_up = |column: usize| {
        let about = &table.columns[column];
        let average = ["均", "单价", "强度", "得分", "分数"].iter().any(|w| about.header.contains(w));
        about.role.is_quantity() && !about.percent && !average && table.figure(row, column).is_some()
    };
    (0..table.columns.len())
        .filter(|column| adds_up(*column))
        .filter_map(|column| {
            let mut worth = Worth::sure(Decimal::ZERO);
            for part in rows {
                match table.lines[*part].cells[column].figure {
                    Figure::Blank => {}
                    Figure::Unread => return None,
                    Figure::Value(p) => worth = plus(worth, p.worth(table.columns[column].exact))?,
                }
            }
            let number = |at: Option<&usize>| at.map_or(0, |r| table.lines[*r].number);
            let total =
                Total { worth, rows: rows.len(), first: number(rows.first()), last: number(rows.last()) };
            Some((column, total))
        })
        .collect()
}

fn fits(table: &Table, row: usize, sums: &[(usize, Total)]) -> usize {
    let right = |(column, total): &&(usize, Total)| {
        table
            .figure(row, *column)
            .is_some_and(|p| matches!(p.against(total.worth), Mark::Right | Mark::Rounding | Mark::Truncated))
    };
    sums.iter().filter(right).count()
}
