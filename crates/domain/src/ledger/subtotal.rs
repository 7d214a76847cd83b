//! Totals that a ledger states, checked against its rows.

use super::problem::Problem;
use crate::money::{Currency, Money};

/// Sums of one column.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    minor: i128,
    currency: Option<Currency>,
    /// Several currencies, or an amount that could not be read: nothing to compare with.
    mixed: bool,
}

impl Sum {
    fn add(&mut self, money: Option<Money>, unread: bool) {
        self.mixed |= unread;
        let Some(money) = money else { return };
        if *self.currency.get_or_insert(money.currency) != money.currency {
            self.mixed = true;
        }
        self.minor += i128::from(money.minor);
    }

    fn equals(self, stated: Money) -> bool {
        self.minor == i128::from(stated.minor) && self.currency.is_none_or(|c| c == stated.currency)
    }
}

/// A total as the ledger states it, by the places of the money columns.
struct Stated {
    row: u32,
    amounts: Vec<Option<Money>>,
}

/// A problem of a total: the row it stands in, the place of its column, the problem.
pub(super) type Difference = (u32, usize, Problem);

/// Running sums of the money columns, by their place among them.
pub(super) struct Subtotals {
    group: Vec<Sum>,
    grand: Vec<Sum>,
    rows: u32,
    rows_in_group: u32,
    /// Totals that stand above their rows.
    group_above: Option<Stated>,
    grand_above: Option<Stated>,
}

impl Subtotals {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            group: vec![Sum::default(); columns],
            grand: vec![Sum::default(); columns],
            rows: 0,
            rows_in_group: 0,
            group_above: None,
            grand_above: None,
        }
    }

    pub(super) fn add(&mut self, place: usize, money: Option<Money>, unread: bool) {
        self.group[place].add(money, unread);
        self.grand[place].add(money, unread);
    }

    pub(super) fn end_row(&mut self) {
        self.rows += 1;
        self.rows_in_group += 1;
    }

    /// A total row; `grand` when its label says 合计 or 总计. Returns what differs in it, or in the total above
    /// the group that it ends.
    pub(super) fn total(&mut self, row: u32, grand: bool, amounts: Vec<Option<Money>>) -> Vec<Difference> {
        let stated = Stated { row, amounts };
        let mut out = Vec::new();
        if grand && self.rows == 0 {
            self.grand_above = Some(stated);
            return out;
        }
        if self.group_above.is_some() {
            // This ledger states totals above their rows.
            out.extend(self.end_group());
            if grand {
                out.extend(compare(&stated, &self.grand, None));
            } else {
                self.group_above = Some(stated);
            }
            return out;
        }
        if !grand && self.rows_in_group == 0 {
            self.group_above = Some(stated);
            return out;
        }
        let (first, second) = if grand { (&self.grand, &self.group) } else { (&self.group, &self.grand) };
        out.extend(compare(&stated, first, Some(second)));
        self.end_group();
        out
    }

    fn end_group(&mut self) -> Vec<Difference> {
        let out = match self.group_above.take() {
            Some(stated) if self.rows_in_group > 0 => compare(&stated, &self.group, None),
            _ => Vec::new(),
        };
        self.group.fill(Sum::default());
        self.rows_in_group = 0;
        out
    }

    /// At the end of the sheet: what differs in totals that stand above their rows.
    pub(super) fn finish(&mut self) -> Vec<Difference> {
        let mut out = self.end_group();
        if let Some(stated) = self.grand_above.take() {
            out.extend(compare(&stated, &self.grand, None));
        }
        out
    }
}

fn compare(stated: &Stated, sums: &[Sum], or: Option<&Vec<Sum>>) -> Vec<Difference> {
    let mut out = Vec::new();
    for (place, amount) in stated.amounts.iter().enumerate() {
        let Some(amount) = *amount else { continue };
        let sum = sums[place];
        let fits = sum.equals(amount) || or.is_some_and(|other| other[place].equals(amount));
        if !fits && !sum.mixed {
            out.push((stated.row, place, differs(amount, sum)));
        }
    }
    out
}

fn differs(stated: Money, sum: Sum) -> Problem {
    let currency = stated.currency;
    let summed = i64::try_from(sum.minor)
        .map_or_else(|_| "?".into(), |minor| Money { minor, currency }.units().normalize().to_string());
    Problem::warning("ledger.subtotal_differs")
        .with("stated", stated.units().normalize())
        .with("sum", summed)
        .with("currency", currency.name_zh())
}
