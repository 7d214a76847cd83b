//! What a reader knows better than the header: what a column is, and what a row is.

use std::collections::BTreeMap;

use super::{LineKind, Role};
use crate::ledger::column_letters;

/// Corrections of all tables of a file, by the number of the table from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    columns: BTreeMap<(usize, String), Role>,
    rows: BTreeMap<(usize, u32), LineKind>,
}

/// A correction that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub entry: String,
    /// Of a column; otherwise of a row.
    pub column: bool,
}

impl Corrections {
    /// `C=target,D=done` and `12=total,20=heading`; of the second table of a file `2!C=target`.
    pub fn parse(columns: &str, rows: &str) -> Result<Self, Unreadable> {
        let mut out = Self::default();
        for entry in entries(columns) {
            let bad = || Unreadable { entry: entry.to_owned(), column: true };
            let (table, place, word) = split(entry).ok_or_else(bad)?;
            let letters = place.to_ascii_uppercase();
            let good = (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
            let role = Role::ALL.into_iter().find(|r| r.code() == word).filter(|_| good).ok_or_else(bad)?;
            out.columns.insert((table, letters), role);
        }
        for entry in entries(rows) {
            let bad = || Unreadable { entry: entry.to_owned(), column: false };
            let (table, place, word) = split(entry).ok_or_else(bad)?;
            let number = place.parse().map_err(|_| bad())?;
            let kind = LineKind::ALL.into_iter().find(|k| k.code() == word).ok_or_else(bad)?;
            out.rows.insert((table, number), kind);
        }
        Ok(out)
    }

    /// Those of one table.
    pub(super) fn of(&self, table: usize) -> OfTable<'_> {
        OfTable { all: self, table }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct OfTable<'c> {
    all: &'c Corrections,
    table: usize,
}

impl OfTable<'_> {
    /// What a column is, by its place in the sheet from 0.
    pub fn role(self, place: usize) -> Option<Role> {
        self.all.columns.get(&(self.table, column_letters(place))).copied()
    }

    /// What a row is, by its number in the sheet from 1.
    pub fn row(self, number: u32) -> Option<LineKind> {
        self.all.rows.get(&(self.table, number)).copied()
    }
}

fn entries(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', ';']).map(str::trim).filter(|t| !t.is_empty())
}

fn split(entry: &str) -> Option<(usize, &str, &str)> {
    let (place, word) = entry.split_once('=')?;
    let (table, place) = match place.split_once('!') {
        Some((table, place)) => (table.trim().parse().ok().filter(|n| *n > 0)?, place),
        None => (1, place),
    };
    Some((table, place.trim(), word.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrections_are_read_or_told() {
        let good = Corrections::parse("c=target, 2!D=rank", "12=total;2!3=heading").unwrap();
        assert_eq!(good.of(1).role(2), Some(Role::Target));
        assert_eq!((good.of(1).role(3), good.of(2).role(3)), (None, Some(Role::Rank)));
        assert_eq!((good.of(1).row(12), good.of(2).row(3)), (Some(LineKind::Total), Some(LineKind::Heading)));
        for (columns, rows) in
            [("C", ""), ("C=goal", ""), ("=target", ""), ("0!C=target", ""), ("C1=target", "")]
        {
            assert!(Corrections::parse(columns, rows).unwrap_err().column, "{columns}{rows}");
        }
        for rows in ["12", "x=total", "12=sum", "-1=total"] {
            assert!(!Corrections::parse("", rows).unwrap_err().column, "{rows}");
        }
    }
}
