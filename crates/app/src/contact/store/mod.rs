//! The tables of contacts. What is sealed is opened here, and only here.

mod find;
pub mod tie;
mod write;

use jiff::civil::Date;
use yinfeng_domain::{
    authority::Reach,
    contact::{Basis, Email, Keeping, Language, Phone, Wechat},
    id::{AccountId, ContactId, UnitId},
};

use super::{ContactActions, ContactName, ContactRecord, ContactRow, reads};
use crate::{
    floor::{
        Error, Result,
        db::{Clause, DbError, Hidden, Reader, Row},
        seal::{Keys, Place},
        web::{Action, Who},
    },
    investor::OrganisationRef,
    org::UnitRef,
    params,
    project::PersonRef,
};

pub use find::{conditions, each_plain, hits, list, with_mark};
pub use write::{erase, hand_on, insert, reseal, update};

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
                ties: Vec::new(),
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
