//! The tables of contacts. What is sealed is opened here, and only here.

use jiff::{ToSpan, civil::Date};
use yinfeng_domain::{
    authority::Reach,
    contact::{Basis, Channel, Email, Keeping, Language, NOTICE_DAYS, Phone, Wechat},
    id::{AccountId, ContactId, OrganisationId, UnitId},
    text::{query_tokens, search_tokens},
};

use super::{ContactActions, ContactEntry, ContactName, ContactRecord, ContactRow, Filter, Person, reads};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, DbError, Hidden, Reader, Row, Tx, Value,
            page::{self, Page},
        },
        seal::{Keys, Place},
        web::{Action, Who},
    },
    investor::OrganisationRef,
    org::UnitRef,
    params,
    project::PersonRef,
};

/// Words of a query that are looked up; a pasted page is no query.
const ASKED: usize = 16;
/// Between the numbers of one person: no number has it.
const BETWEEN: char = '\n';

const COLUMNS: &str =
    "c.id, o.id, o.name, o.country, u.id, u.name, u.short_name, u.kind, k.id, k.name, c.name, c.title,
  c.phones, c.email, c.wechat, c.language, c.basis, c.notice_on, c.retention_until, c.updated_at, c.version";
const WIDTH: usize = 21;
const FROM: &str = "from contact c
  join investor_organisation o on o.district = c.district and o.id = c.organisation_id
  join org_unit u on u.district = c.district and u.id = c.unit_id
  left join identity_account k on k.district = c.district and k.id = c.keeper_id";

/// What is shown masked, in the clear.
pub struct Plain {
    pub name: String,
    pub phones: Vec<Phone>,
    pub email: Option<Email>,
    pub wechat: Option<Wechat>,
    pub retention_until: Date,
}

const fn place<'a>(column: &'static str, district: &'a str, id: ContactId) -> Place<'a> {
    Place { table: "contact", column, district, id: id.0 }
}

fn opened(
    keys: &Keys,
    column: &'static str,
    district: &str,
    id: ContactId,
    sealed: Option<Vec<u8>>,
) -> Result<String> {
    sealed.map_or(Ok(String::new()), |sealed| keys.open_sealed(&place(column, district, id), &sealed))
}

fn read_phones(text: &str) -> Vec<Phone> {
    text.split(BETWEEN).filter_map(Phone::parse).collect()
}

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

fn code<T>(text: &str, found: Option<T>) -> Result<T> {
    found.ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

fn row(keys: &Keys, district: &str, r: &Row<'_>) -> Result<ContactRow> {
    let id: ContactId = r.get(0)?;
    let (language, basis): (String, String) = (r.get(15)?, r.get(16)?);
    let phones = read_phones(&opened(keys, "phones", district, id, r.get(12)?)?);
    let email = opened(keys, "email", district, id, r.get(13)?)?;
    let wechat = opened(keys, "wechat", district, id, r.get(14)?)?;
    Ok(ContactRow {
        id,
        organisation: OrganisationRef { id: r.get(1)?, name: r.get(2)?, country: r.get(3)? },
        unit: UnitRef { id: r.get(4)?, name: r.get(5)?, short_name: r.get(6)?, kind: r.get(7)? },
        keeper: person(r, 8)?,
        name: opened(keys, "name", district, id, r.get(10)?)?,
        title: r.get(11)?,
        phones: phones.iter().map(Phone::masked).collect(),
        email: Email::parse(&email).map(|e| e.masked()).unwrap_or_default(),
        wechat: Wechat::parse(&wechat).map(|w| w.masked()).unwrap_or_default(),
        language: code(&language, Language::from_code(&language))?,
        basis: code(&basis, Basis::from_code(&basis))?,
        notice_on: r.get(17)?,
        retention_until: r.get(18)?,
        keeping: Keeping::Kept,
        updated_at: r.get(19)?,
        version: r.get(20)?,
    })
}

/// Only contacts of the reader's units, and of organisations that are not hidden from them.
fn within_reach(clause: &mut Clause, who: &Who, hidden: &Hidden) -> Result<()> {
    hidden.keep(clause, "c.organisation_id");
    if let Reach::Units(paths) = reads(who)? {
        let below = clause.below("path", &paths);
        clause.also(&format!("c.unit_id in (select id from org_unit where district = $1 and {below})"));
    }
    Ok(())
}

pub fn get(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    hidden: &Hidden,
    id: ContactId,
) -> Result<Option<ContactRecord>> {
    let district = who.district();
    let mut clause = Clause::of_district("c.district", district);
    clause.and("c.id = $?", id);
    within_reach(&mut clause, who, hidden)?;
    let none = || Action { ok: false, code: None, reason: None };
    reader.first(
        &format!(
            "select {COLUMNS}, c.note, c.source, x.id, x.name, c.created_at, u.path {FROM}
             left join identity_account x on x.district = c.district and x.id = c.created_by where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(ContactRecord {
                row: row(keys, district, r)?,
                note: opened(keys, "note", district, id, r.get(WIDTH)?)?,
                source: r.get(WIDTH + 1)?,
                entered_by: person(r, WIDTH + 2)?,
                entered_at: r.get(WIDTH + 4)?,
                reveals: Vec::new(),
                actions: ContactActions { edit: none(), erase: none(), reveal: none() },
                unit_path: r.get(WIDTH + 5)?,
            })
        },
    )
}

/// Numbers and addresses in the clear: only after [`get`] has let the reader through.
pub fn plain(reader: &Reader, who: &Who, keys: &Keys, id: ContactId) -> Result<Plain> {
    let district = who.district();
    let found = reader.first(
        "select name, phones, email, wechat, retention_until from contact where district = $1 and id = $2",
        params![district, id],
        |r| {
            Ok(Plain {
                name: opened(keys, "name", district, id, r.get(0)?)?,
                phones: read_phones(&opened(keys, "phones", district, id, r.get(1)?)?),
                email: Email::parse(&opened(keys, "email", district, id, r.get(2)?)?),
                wechat: Wechat::parse(&opened(keys, "wechat", district, id, r.get(3)?)?),
                retention_until: r.get(4)?,
            })
        },
    )?;
    found.ok_or(Error::NotFound)
}

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
    let mut clause = conditions(who, keys, hidden, filter, today)?;
    let counted = format!(
        "select count(*) from (select 1 from contact c where {} limit {}) counted",
        clause.text(),
        page::COUNT_CAP + 1
    );
    let total = reader.value::<i64>(&counted, clause.bound())?.unwrap_or(0);
    let (column, down) = match filter.sort.as_deref().unwrap_or("-updated_at") {
        "-updated_at" => ("c.updated_at", true),
        "retention_until" => ("c.retention_until", false),
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    if let Some(cursor) = &filter.cursor {
        let mut at = page::decode(cursor, 2)?;
        let (id, key) = (at.pop().unwrap_or(Value::Null), at.pop().unwrap_or(Value::Null));
        let (key, id) = (clause.bind(key), clause.bind(id));
        let than = if down { '<' } else { '>' };
        clause.also(&format!("({column}, c.id) {than} ({key}, {id})"));
    }
    let (limit, direction) = (page::limit(filter.limit), if down { "desc" } else { "asc" });
    let mut items = reader.query(
        &format!(
            "select {COLUMNS} {FROM} where {} order by {column} {direction}, c.id {direction} limit {}",
            clause.text(),
            limit + 1
        ),
        clause.bound(),
        |r| row(keys, who.district(), r),
    )?;
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let last = if more { items.last() } else { None };
    let next_cursor = last.map(|r| {
        let key: Value = if down { r.updated_at.into() } else { r.retention_until.into() };
        page::encode(&[key, r.id.into()])
    });
    Ok(Page { items, next_cursor, total: total.min(page::COUNT_CAP), total_capped: total > page::COUNT_CAP })
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

pub fn names(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    hidden: &Hidden,
    ids: &[ContactId],
) -> Result<Vec<ContactName>> {
    let mut clause = Clause::of_district("c.district", who.district());
    clause.among("c.id", ids.iter().copied());
    within_reach(&mut clause, who, hidden)?;
    reader.query(
        &format!("select c.id, c.name, c.title from contact c where {} order by c.id", clause.text()),
        clause.bound(),
        |r| {
            let id: ContactId = r.get(0)?;
            Ok(ContactName {
                id,
                name: opened(keys, "name", who.district(), id, r.get(1)?)?,
                title: r.get(2)?,
            })
        },
    )
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

/// The sealed columns of a person, in the order of the statements: name, phones, email, wechat, note.
fn sealed(keys: &Keys, district: &str, id: ContactId, person: &Person) -> Result<[Value; 5]> {
    let seal = |column, text: &str| -> Result<Value> {
        if text.is_empty() {
            return Ok(Value::Null);
        }
        keys.seal(&place(column, district, id), text).map(Value::from)
    };
    let phones: Vec<&str> = person.phones.iter().map(Phone::written).collect();
    Ok([
        seal("name", &person.name)?,
        seal("phones", &phones.join(&BETWEEN.to_string()))?,
        seal("email", person.email.as_ref().map_or("", Email::written))?,
        seal("wechat", person.wechat.as_ref().map_or("", Wechat::written))?,
        seal("note", &person.note)?,
    ])
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: ContactId,
    unit: UnitId,
    entry: &ContactEntry,
    person: &Person,
) -> Result<()> {
    let district = who.district();
    let [name, phones, email, wechat, note] = sealed(keys, district, id, person)?;
    tx.execute(
        "insert into contact (district, id, organisation_id, unit_id, keeper_id, name, phones, email, wechat, note, title,
           language, basis, source, notice_on, retention_until, created_by, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $5, $17, $17, 1)",
        params![
            district,
            id,
            entry.organisation_id,
            unit,
            who.account_id(),
            name,
            phones,
            email,
            wechat,
            note,
            &person.title,
            entry.language.code(),
            entry.basis.code(),
            &person.source,
            entry.notice_on,
            entry.retention_until,
            tx.now()
        ],
    )?;
    mark(tx, keys, district, id, person)
}

pub fn update(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: ContactId,
    unit: UnitId,
    entry: &ContactEntry,
    person: &Person,
) -> Result<()> {
    let district = who.district();
    let [name, phones, email, wechat, note] = sealed(keys, district, id, person)?;
    tx.execute(
        "update contact set organisation_id = $3, unit_id = $4, name = $5, phones = $6, email = $7, wechat = $8, note = $9,
           title = $10, language = $11, basis = $12, source = $13, notice_on = $14, retention_until = $15,
           updated_at = $16, version = version + 1 where district = $1 and id = $2",
        params![
            district,
            id,
            entry.organisation_id,
            unit,
            name,
            phones,
            email,
            wechat,
            note,
            &person.title,
            entry.language.code(),
            entry.basis.code(),
            &person.source,
            entry.notice_on,
            entry.retention_until,
            tx.now()
        ],
    )?;
    tx.erase("delete from contact_mark where district = $1 and contact_id = $2", params![district, id])?;
    mark(tx, keys, district, id, person)
}

fn mark(tx: &Tx<'_>, keys: &Keys, district: &str, id: ContactId, person: &Person) -> Result<()> {
    let tokens = search_tokens(&person.name);
    let mut marks: Vec<(&str, Vec<u8>)> =
        tokens.iter().map(|token| ("word", keys.mark("word", district, token))).collect();
    for phone in &person.phones {
        marks.push(("phone", keys.mark("phone", district, phone.key())));
    }
    if let Some(email) = &person.email {
        marks.push(("email", keys.mark("email", district, &email.key())));
    }
    if let Some(wechat) = &person.wechat {
        marks.push(("wechat", keys.mark("wechat", district, &wechat.key())));
    }
    for (kind, mark) in marks {
        tx.execute(
            "insert into contact_mark (district, kind, mark, contact_id) values ($1, $2, $3, $4)
             on conflict (district, kind, mark, contact_id) do nothing",
            params![district, kind, mark, id],
        )?;
    }
    Ok(())
}

pub fn erase(tx: &Tx<'_>, district: &str, id: ContactId) -> Result<()> {
    for rows in ["contact_mark where district = $1 and contact_id", "contact where district = $1 and id"] {
        tx.erase(&format!("delete from {rows} = $2"), params![district, id])?;
    }
    Ok(())
}

/// Seals anew what an older key sealed, so many rows after this id; where to go on, and how many were.
pub fn reseal(
    tx: &Tx<'_>,
    keys: &Keys,
    district: &str,
    after: ContactId,
    portion: i64,
) -> Result<(Option<ContactId>, i64)> {
    const SEALED: [&str; 5] = ["name", "phones", "email", "wechat", "note"];
    let rows = tx.query(
        "select id, name, phones, email, wechat, note from contact where district = $1 and id > $2
         order by id limit $3",
        params![district, after, portion],
        |r| {
            let id: ContactId = r.get(0)?;
            let mut values = Vec::new();
            for i in 0..SEALED.len() {
                values.push(r.get::<Option<Vec<u8>>>(i + 1)?);
            }
            Ok((id, values))
        },
    )?;
    let mut count = 0;
    for (id, values) in &rows {
        for (column, value) in SEALED.into_iter().zip(values) {
            let Some(value) = value.as_ref().filter(|value| !keys.is_current(value)) else { continue };
            let at = place(column, district, *id);
            let fresh = keys.seal(&at, &keys.open_sealed(&at, value)?)?;
            tx.execute(
                &format!("update contact set {column} = $3 where district = $1 and id = $2"),
                params![district, *id, fresh],
            )?;
            count += 1;
        }
    }
    Ok((rows.last().map(|(id, _)| *id), count))
}

/// Makes the contacts of one organisation (all, or this one) those of another: which, with their versions now.
pub fn moved(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
    only: Option<ContactId>,
) -> Result<Vec<(ContactId, i64)>> {
    let mut bound = params![district, from, into, tx.now()].to_vec();
    let this = if let Some(id) = only {
        bound.push(id.into());
        " and id = $5"
    } else {
        ""
    };
    tx.query(
        &format!(
            "update contact set organisation_id = $3, updated_at = $4, version = version + 1
             where district = $1 and organisation_id = $2{this} returning id, version"
        ),
        &bound,
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub fn exists(reader: &Reader, district: &str, id: ContactId) -> Result<bool> {
    let found = reader
        .value::<i64>("select 1 from contact where district = $1 and id = $2", params![district, id])?;
    Ok(found.is_some())
}
