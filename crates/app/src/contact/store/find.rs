//! Contacts found: by words, numbers and addresses, as a list, and for a workbook.

use jiff::{ToSpan, civil::Date};
use yinfeng_domain::{
    contact::{Channel, Email, Keeping, NOTICE_DAYS, Wechat},
    text::query_tokens,
};

use super::{COLUMNS, FROM, Plain, opened, read_phones, row, within_reach};
use crate::{
    contact::{ContactRow, Filter},
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Hidden, Reader, Value,
            page::{Listing, Page, Sorted},
        },
        seal::Keys,
        web::Who,
    },
};

/// Words of a query that are looked up; a pasted page is no query.
const ASKED: usize = 16;

/// Only those whose name has these words, or whose number or address this is.
pub fn found_by(clause: &mut Clause, keys: &Keys, district: &str, q: &str) {
    let marks: Vec<(&str, Vec<u8>)> = match yinfeng_domain::contact::looked_up(q) {
        Some((channel, key)) => vec![(channel.code(), keys.mark(channel.code(), district, &key))],
        None => words(keys, district, &query_tokens(q)),
    };
    if marks.is_empty() {
        clause.also("1 = 0");
    }
    for (kind, mark) in marks {
        let (kind, mark) = (clause.bind(kind), clause.bind(mark));
        clause.also(&format!(
            "c.id in (select contact_id from contact_mark where district = $1 and kind = {kind} and mark = {mark})"
        ));
    }
}

fn words(keys: &Keys, district: &str, tokens: &[String]) -> Vec<(&'static str, Vec<u8>)> {
    tokens.iter().take(ASKED).map(|token| ("word", keys.mark("word", district, token))).collect()
}

pub fn conditions(who: &Who, keys: &Keys, hidden: &Hidden, filter: &Filter, today: Date) -> Result<Clause> {
    let mut clause = Clause::of_district("c.district", who.district());
    within_reach(&mut clause, who, hidden)?;
    if let Some(q) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        found_by(&mut clause, keys, who.district(), q);
    }
    if let Some(organisation) = filter.organisation {
        clause.and("c.organisation_id = $?", organisation);
    }
    if let Some(unit) = filter.unit {
        clause.and("c.unit_id = $?", unit);
    }
    let soon = today.checked_add(NOTICE_DAYS.days()).unwrap_or(Date::MAX);
    match filter.keeping {
        None => {}
        Some(Keeping::Over) => clause.and("c.retention_until < $?", today),
        Some(Keeping::Ending) => clause.and("c.retention_until <= $?", soon),
        Some(Keeping::Kept) => clause.and("c.retention_until > $?", soon),
    }
    match filter.noticed {
        None => {}
        Some(true) => clause.also("c.notice_on is not null"),
        Some(false) => clause.also("c.notice_on is null"),
    }
    if filter.mine == Some(true) {
        clause.and("c.keeper_id = $?", who.account_id());
    }
    Ok(clause)
}

pub fn list(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    hidden: &Hidden,
    filter: &Filter,
    today: Date,
) -> Result<Page<ContactRow>> {
    let clause = conditions(who, keys, hidden, filter, today)?;
    let (column, down) = match filter.sort.as_deref().unwrap_or("-updated_at") {
        "-updated_at" => ("c.updated_at", true),
        "retention_until" => ("c.retention_until", false),
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from contact c",
        column,
        id: "c.id",
        sorted: if down { Sorted::Number } else { Sorted::Text },
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(
        reader,
        clause,
        place,
        |r| row(keys, who.district(), r),
        |r| {
            let key: Value = if down { r.updated_at.into() } else { r.retention_until.into() };
            [key, r.id.into()]
        },
    )
}

/// All that the filter finds, in the order of the organisations, with numbers and addresses in the clear.
pub fn each_plain(
    reader: &Reader,
    keys: &Keys,
    district: &str,
    clause: &Clause,
    limit: i64,
) -> Result<Vec<(ContactRow, Plain)>> {
    reader.query(
        &format!(
            "select {COLUMNS} {FROM} where {} order by o.sort_key, o.id, c.id limit {limit}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let shown = row(keys, district, r)?;
            let id = shown.id;
            let plain = Plain {
                name: shown.name.clone(),
                phones: read_phones(&opened(keys, "phones", district, id, r.get(12)?)?),
                email: Email::parse(&opened(keys, "email", district, id, r.get(13)?)?),
                wechat: Wechat::parse(&opened(keys, "wechat", district, id, r.get(14)?)?),
                retention_until: shown.retention_until,
            };
            Ok((shown, plain))
        },
    )
}

/// Contacts that the reader may read and that have this number or address.
pub fn with_mark(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    hidden: &Hidden,
    channel: Channel,
    key: &str,
) -> Result<Vec<ContactRow>> {
    let mark = keys.mark(channel.code(), who.district(), key);
    let mut clause = Clause::of_district("c.district", who.district());
    within_reach(&mut clause, who, hidden)?;
    let (kind, mark) = (clause.bind(channel.code()), clause.bind(mark));
    clause.also(&format!(
        "c.id in (select contact_id from contact_mark where district = $1 and kind = {kind} and mark = {mark})"
    ));
    reader.query(
        &format!("select {COLUMNS} {FROM} where {} order by c.id limit 10", clause.text()),
        clause.bound(),
        |r| row(keys, who.district(), r),
    )
}

/// What a search box finds: the first so many contacts whose name has the words.
pub fn hits(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    hidden: &Hidden,
    q: &str,
    limit: i64,
) -> Result<Vec<ContactRow>> {
    let mut clause = Clause::of_district("c.district", who.district());
    within_reach(&mut clause, who, hidden)?;
    found_by(&mut clause, keys, who.district(), q);
    reader.query(
        &format!(
            "select {COLUMNS} {FROM} where {} order by c.updated_at desc, c.id desc limit {limit}",
            clause.text()
        ),
        clause.bound(),
        |r| row(keys, who.district(), r),
    )
}
