//! Recognised money, summed: by what it counts (认定口径), from when, and for whom.
//!
//! Money counts from the day it was recognised, not from the day it came. Whole months are read from
//! `fund_summary`, the days at both ends from `fund_day_summary`, so that any window costs the same.

use std::fmt::Write as _;

pub(super) mod store;

use jiff::civil::Date;
use yinfeng_domain::{id::UnitId, period::Window};

use crate::floor::{
    Result,
    db::{Reader, Value},
};

pub use store::{Difference, rebuild, reclassify, verify, verify_credits};

/// What sums are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// One sum of everything; none at all when nothing was recognised.
    Whole,
    /// The unit that is credited, without those below it.
    Unit,
    /// `2013-08`.
    Month,
    Track,
    Structure,
    /// The section of GB/T 4754, `A` to `T`; empty when the project has no industry.
    Section,
}

/// One sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Unit id as text, month, or code; empty for the whole.
    pub key: String,
    /// With [`Group::Unit`].
    pub unit: Option<UnitId>,
    pub fen: i64,
    /// Recognised entries, corrections among them; each is counted once, with the unit that claimed it.
    pub entries: i64,
}

/// Only part of the money: what these say, when they say something.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    /// Credits of these units (name those below them too).
    pub units: Option<Vec<UnitId>>,
    pub track: Option<String>,
    pub structure: Option<String>,
    pub section: Option<String>,
}

/// Recognised money in a window of days of recognition, both included. For a report as of an earlier day, end the
/// window on that day: what was recognised or corrected later is not in it.
pub fn money(reader: &Reader, district: &str, window: Window, group: Group) -> Result<Vec<Part>> {
    money_of(reader, district, window, group, &Slice::default())
}

/// [`money`] of a slice.
pub fn money_of(
    reader: &Reader,
    district: &str,
    window: Window,
    group: Group,
    slice: &Slice,
) -> Result<Vec<Part>> {
    let spans = spans(window);
    let mut bound = vec![Value::from(district)];
    let mut sources = Vec::new();
    if let Some((first, last)) = &spans.months {
        let n = bound.len();
        bound.extend([Value::from(first), Value::from(last)]);
        let (only, values) = conditions(slice, bound.len());
        bound.extend(values);
        sources.push(format!(
            "select {} as part, s.fen as fen, s.entries as entries from fund_summary s
             where s.district = $1 and s.month between ${} and ${}{only}",
            key(group, "s.month"),
            n + 1,
            n + 2
        ));
    }
    for part in &spans.days {
        let n = bound.len();
        bound.extend([Value::from(part.from), Value::from(part.to)]);
        let (only, values) = conditions(slice, bound.len());
        bound.extend(values);
        sources.push(format!(
            "select {} as part, s.fen as fen, s.entries as entries from fund_day_summary s
             where s.district = $1 and s.day between ${} and ${}{only}",
            key(group, "substr(s.day, 1, 7)"),
            n + 1,
            n + 2
        ));
    }
    let sql = format!(
        "select part, cast(sum(fen) as bigint), cast(sum(entries) as bigint) from ({}) sums
         group by part order by part",
        sources.join(" union all ")
    );
    reader.query(&sql, &bound, |row| {
        let unit = if group == Group::Unit { Some(row.get::<UnitId>(0)?) } else { None };
        let key = match unit {
            Some(unit) => unit.to_string(),
            None => row.get(0)?,
        };
        Ok(Part { key, unit, fen: row.get(1)?, entries: row.get(2)? })
    })
}

/// The sum of everything in the window.
pub fn total(reader: &Reader, district: &str, window: Window) -> Result<Part> {
    let whole = money(reader, district, window, Group::Whole)?.pop();
    Ok(whole.unwrap_or(Part { key: String::new(), unit: None, fen: 0, entries: 0 }))
}

/// What tells the sums of a group apart; `month` is an expression.
const fn key(group: Group, month: &'static str) -> &'static str {
    match group {
        Group::Whole => "''",
        Group::Unit => "s.unit_id",
        Group::Month => month,
        Group::Track => "s.track",
        Group::Structure => "s.structure",
        Group::Section => "s.section",
    }
}

fn conditions(slice: &Slice, after: usize) -> (String, Vec<Value>) {
    let (mut text, mut bound) = (String::new(), Vec::new());
    if let Some(units) = &slice.units {
        let places: Vec<String> = units
            .iter()
            .map(|unit| {
                bound.push(Value::from(*unit));
                format!("${}", after + bound.len())
            })
            .collect();
        if places.is_empty() {
            text.push_str(" and 1 = 0");
        } else {
            let _ = write!(text, " and s.unit_id in ({})", places.join(", "));
        }
    }
    for (column, value) in
        [("s.track", &slice.track), ("s.structure", &slice.structure), ("s.section", &slice.section)]
    {
        if let Some(value) = value {
            bound.push(Value::from(value));
            let _ = write!(text, " and {column} = ${}", after + bound.len());
        }
    }
    (text, bound)
}

/// A window as its whole months and the days left over at its ends.
pub struct Spans {
    /// First and last, `2013-08`.
    pub months: Option<(String, String)>,
    pub days: Vec<Window>,
}

fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// Cuts a window.
pub fn spans(window: Window) -> Spans {
    let Window { from, to } = window;
    let first =
        if from == from.first_of_month() { from } else { from.last_of_month().tomorrow().unwrap_or(to) };
    let last = if to == to.last_of_month() { to } else { to.first_of_month().yesterday().unwrap_or(from) };
    if first > last {
        return Spans { months: None, days: vec![window] };
    }
    let before = (from < first).then(|| Window { from, to: from.last_of_month() });
    let after = (last < to).then(|| Window { from: to.first_of_month(), to });
    Spans { months: Some((month(first), month(last))), days: before.into_iter().chain(after).collect() }
}
