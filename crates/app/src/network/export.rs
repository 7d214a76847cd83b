//! The lists of the network as workbooks.

use serde_json::json;
use yinfeng_domain::authority::{Act, Class, Reach};

use super::{AssociationFilter, AssociationRow, IntroducerFilter, IntroducerRow, associations, introducers};
use crate::{
    floor::{
        Error, Result,
        db::{
            Reader,
            page::{MAX_LIMIT, Page},
        },
        say::word,
        web::Who,
        workbook::{self, Cell, Column, MOST_ROWS},
    },
    investor::ChargeRef,
};

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn day(on: Option<jiff::civil::Date>) -> Cell {
    text(on.map(|on| on.to_string()).unwrap_or_default())
}

fn unit(charge: Option<&ChargeRef>) -> Cell {
    text(charge.map(|c| c.unit.name.clone()).unwrap_or_default())
}

/// The header of each is `network.column_<name>`.
const ASSOCIATIONS: [Column<AssociationRow>; 7] = [
    Column { name: "name", width: 36, cell: |a, _| text(a.organisation.name.as_str()) },
    Column {
        name: "gathers",
        width: 12,
        cell: |a, l| {
            text(a.gathers.map(|k| word(l, &format!("network.gathers_{}", k.code()))).unwrap_or_default())
        },
    },
    Column { name: "members_count", width: 10, cell: |a, _| Cell::Count(a.members_count) },
    Column { name: "people_count", width: 10, cell: |a, _| Cell::Count(a.people_count) },
    Column { name: "charge_unit", width: 18, cell: |a, _| unit(a.charge.as_ref()) },
    Column {
        name: "charge_person",
        width: 12,
        cell: |a, _| {
            let person = a.charge.as_ref().and_then(|c| c.person.as_ref());
            text(person.map(|p| p.name.clone()).unwrap_or_default())
        },
    },
    Column { name: "note", width: 40, cell: |a, _| text(a.note.as_str()) },
];

const INTRODUCERS: [Column<IntroducerRow>; 16] = [
    Column { name: "name", width: 36, cell: |i, _| text(i.organisation.name.as_str()) },
    Column {
        name: "introducer_kind",
        width: 14,
        cell: |i, l| text(word(l, &format!("network.kind_{}", i.registration.role.code()))),
    },
    Column { name: "registered_on", width: 12, cell: |i, _| day(Some(i.registration.registered_on)) },
    Column { name: "valid_until", width: 12, cell: |i, _| day(i.registration.valid_until) },
    Column { name: "in_force", width: 10, cell: |i, l| text(word(l, held(i))) },
    Column { name: "agreement", width: 20, cell: |i, _| text(i.registration.agreement.as_str()) },
    Column { name: "terms", width: 40, cell: |i, _| text(i.registration.terms.as_str()) },
    Column { name: "reward_share", width: 12, cell: |i, _| text(share(i.registration.reward_bp)) },
    Column { name: "reward_cap_fen", width: 14, cell: |i, _| Cell::Wan(i.registration.reward_cap_fen) },
    Column { name: "checked_on", width: 12, cell: |i, _| day(i.registration.checked_on) },
    Column { name: "projects", width: 10, cell: |i, _| Cell::Count(i.sums.projects) },
    Column { name: "in_time", width: 10, cell: |i, _| Cell::Count(i.sums.in_time) },
    Column { name: "signed", width: 10, cell: |i, _| Cell::Count(i.sums.signed) },
    Column { name: "contract_fen", width: 16, cell: |i, _| Cell::Wan(Some(i.sums.contract_fen)) },
    Column { name: "recognised_fen", width: 16, cell: |i, _| Cell::Wan(Some(i.sums.recognised_fen)) },
    Column { name: "reward_fen", width: 16, cell: |i, _| Cell::Wan(Some(i.sums.reward_fen)) },
];

const fn held(row: &IntroducerRow) -> &'static str {
    if row.in_force { "network.in_force" } else { "network.over" }
}

/// `0.5%`
fn share(bp: Option<i64>) -> String {
    let Some(bp) = bp else { return String::new() };
    let text = format!("{}.{:02}", bp / 100, bp % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Who may export less than they read exports nothing more than that.
fn may_export(who: &Who) -> Result<()> {
    let exports = who.reach(Class::Investor, Act::Export)?;
    if matches!(exports, Reach::Units(_)) && who.reach(Class::Investor, Act::Read)? == Reach::District {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// All pages of a list.
fn all<T>(mut page: impl FnMut(Option<String>) -> Result<Page<T>>) -> Result<Vec<T>> {
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let next = page(cursor)?;
        rows.extend(next.items);
        cursor = next.next_cursor;
        if cursor.is_none() || rows.len() >= MOST_ROWS as usize {
            return Ok(rows);
        }
    }
}

pub fn of_associations(reader: &Reader, who: &Who, filter: &AssociationFilter) -> Result<Vec<u8>> {
    may_export(who)?;
    let columns = workbook::chosen(&ASSOCIATIONS, filter.columns.as_deref())?;
    let rows = all(|cursor| {
        associations(reader, who, &AssociationFilter { cursor, limit: Some(MAX_LIMIT), ..filter.clone() })
    })?;
    workbook::book(who.lang, ("network", "associations"), &columns, &rows)
}

pub fn of_introducers(reader: &Reader, who: &Who, filter: &IntroducerFilter) -> Result<Vec<u8>> {
    may_export(who)?;
    let columns = workbook::chosen(&INTRODUCERS, filter.columns.as_deref())?;
    let rows = all(|cursor| {
        introducers(reader, who, &IntroducerFilter { cursor, limit: Some(MAX_LIMIT), ..filter.clone() })
    })?;
    workbook::book(who.lang, ("network", "introducers"), &columns, &rows)
}

/// What the trail says of an export.
pub fn told(list: &str, columns: Option<&str>) -> serde_json::Value {
    // Not what was looked for: it may be the name behind a code name.
    json!({ "list": list, "columns": columns })
}
