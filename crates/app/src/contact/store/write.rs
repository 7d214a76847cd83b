//! Contacts written: sealed, with the marks by which they are found.

use yinfeng_domain::{
    contact::{Email, Phone, Wechat},
    id::{AccountId, ContactId, UnitId},
    text::search_tokens,
};

use super::{BETWEEN, place};
use crate::{
    contact::{ContactEntry, Person},
    floor::{
        Result,
        db::{Tx, Value},
        seal::Keys,
        web::Who,
    },
    params,
};

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
    for rows in [
        "contact_mark where district = $1 and contact_id",
        "contact_tie where district = $1 and contact_id",
        "contact where district = $1 and id",
    ] {
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

/// Gives somebody to another keeper, and unit: the version now.
pub fn hand_on(
    tx: &Tx<'_>,
    district: &str,
    id: ContactId,
    unit: UnitId,
    keeper: Option<AccountId>,
) -> Result<Option<i64>> {
    tx.value(
        "update contact set unit_id = $3, keeper_id = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2 returning version",
        params![district, id, unit, keeper, tx.now()],
    )
}
