//! The tables of hand-overs.

pub mod held;
pub mod list;

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    handover::{HandoverState, HeldKind, LineState},
    id::{AccountId, HandoverId, OrganisationId, UnitId},
};

use super::{HandoverGiver, HandoverHeld, HandoverLine, HandoverWaiver, HandoverWaiverView};
use crate::{
    floor::{
        Result,
        db::{DbError, Hidden, Reader, Row, Tx},
        web::Who,
    },
    investor::OrganisationRef,
    org::UnitRef,
    params,
    project::PersonRef,
};

/// A hand-over before it is written.
pub struct New<'a> {
    pub id: HandoverId,
    pub code: &'a str,
    pub giver: HandoverGiver,
    pub why: &'a str,
    pub opened_by: Option<AccountId>,
    pub on: Date,
}

fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

fn unit(r: &Row<'_>, at: usize) -> Result<UnitRef> {
    Ok(UnitRef { id: r.get(at)?, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? })
}

fn organisation(r: &Row<'_>, at: usize) -> Result<Option<OrganisationRef>> {
    let id: Option<OrganisationId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(OrganisationRef { id, name: r.get(at + 1)?, country: r.get(at + 2)? }),
        None => None,
    })
}

pub fn next_code(tx: &Tx<'_>, district: &str, year: i16) -> Result<String> {
    let number = tx.value::<i64>(
        "insert into handover_counter (district, year, last) values ($1, $2, 1)
         on conflict (district, year) do update set last = handover_counter.last + 1 returning last",
        params![district, i64::from(year)],
    )?;
    Ok(format!("J{year}-{:04}", number.unwrap_or(1)))
}

pub fn insert(tx: &Tx<'_>, district: &str, new: &New<'_>) -> Result<()> {
    tx.execute(
        "insert into handover (district, id, code, person_id, unit_id, organisation_id, reason, state, opened_by,
           opened_on, opened_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9, $10, $10, 1)",
        params![
            district,
            new.id,
            new.code,
            new.giver.person,
            new.giver.unit,
            new.giver.organisation,
            new.why,
            new.opened_by,
            new.on,
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn insert_line(
    tx: &Tx<'_>,
    district: &str,
    id: HandoverId,
    no: i64,
    item: &HandoverHeld,
    to: &(UnitId, Option<AccountId>),
) -> Result<()> {
    // Of a person nothing is kept beside their own record.
    let label = if item.kind == HeldKind::Contact { "" } else { item.label.as_str() };
    tx.execute(
        "insert into handover_line (district, handover_id, no, kind, subject_id, label, from_unit_id, from_account_id,
           to_unit_id, to_account_id, state, answer)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', '')",
        params![
            district,
            id,
            no,
            item.kind.code(),
            item.id,
            label,
            item.unit.id,
            item.person.as_ref().map(|p| p.id),
            to.0,
            to.1
        ],
    )?;
    Ok(())
}

/// Keeps others from answering until the transaction ends.
pub fn hold(tx: &Tx<'_>, district: &str, id: HandoverId) -> Result<()> {
    tx.execute(
        "update handover set version = version where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn answer(
    tx: &Tx<'_>,
    who: &Who,
    id: HandoverId,
    no: i64,
    (state, text): (LineState, &str),
) -> Result<()> {
    let today = crate::org::office_day(tx, who.district())?;
    tx.execute(
        "update handover_line set state = $4, answer = $5, answered_by = $6, answered_on = $7
         where district = $1 and handover_id = $2 and no = $3 and state = 'waiting'",
        params![who.district(), id, no, state.code(), text, who.account_id(), today],
    )?;
    Ok(())
}

pub fn set_state(tx: &Tx<'_>, district: &str, id: HandoverId, state: HandoverState) -> Result<()> {
    tx.execute(
        "update handover set state = $3, updated_at = $4, version = version + 1 where district = $1 and id = $2",
        params![district, id, state.code(), tx.now()],
    )?;
    Ok(())
}

pub fn states(reader: &Reader, district: &str, id: HandoverId) -> Result<Vec<LineState>> {
    reader.query(
        "select state from handover_line where district = $1 and handover_id = $2 order by no",
        params![district, id],
        |r| code(r, 0, LineState::from_code),
    )
}

/// The lines, each with the organisation that it is of, where that still stands and is not hidden from the reader.
pub fn lines(reader: &Reader, district: &str, id: HandoverId, hidden: &Hidden) -> Result<Vec<HandoverLine>> {
    let shows = hidden.shows("o.id");
    reader.query(
        &format!(
            "select l.no, l.kind, l.subject_id, l.label, o.id, o.name, o.country,
               f.id, f.name, f.short_name, f.kind, fa.id, fa.name,
               t.id, t.name, t.short_name, t.kind, ta.id, ta.name,
               l.state, l.answer, y.id, y.name, l.answered_on, t.path
             from handover_line l
             join org_unit f on f.district = l.district and f.id = l.from_unit_id
             join org_unit t on t.district = l.district and t.id = l.to_unit_id
             left join identity_account fa on fa.district = l.district and fa.id = l.from_account_id
             left join identity_account ta on ta.district = l.district and ta.id = l.to_account_id
             left join identity_account y on y.district = l.district and y.id = l.answered_by
             left join investor_charge h on l.kind = 'charge' and h.district = l.district and h.id = l.subject_id
             left join contact c on l.kind = 'contact' and c.district = l.district and c.id = l.subject_id
             left join claim k on l.kind = 'claim' and k.district = l.district and k.id = l.subject_id
             left join interaction n on l.kind = 'next_step' and n.district = l.district and n.id = l.subject_id
             left join investor_organisation o on o.district = l.district and {shows}
               and o.id = coalesce(h.organisation_id, c.organisation_id, k.organisation_id, n.organisation_id)
             where l.district = $1 and l.handover_id = $2 order by l.no"
        ),
        params![district, id],
        |r| {
            Ok(HandoverLine {
                no: r.get(0)?,
                kind: code(r, 1, HeldKind::from_code)?,
                subject: r.get(2)?,
                label: r.get(3)?,
                organisation: organisation(r, 4)?,
                from_unit: unit(r, 7)?,
                from_person: person(r, 11)?,
                to_unit: unit(r, 13)?,
                to_person: person(r, 17)?,
                state: code(r, 19, LineState::from_code)?,
                answer: r.get(20)?,
                answered_by: person(r, 21)?,
                answered_on: r.get(23)?,
                mine: false,
                to_path: r.get(24)?,
            })
        },
    )
}

/// The code of the hand-over whose line for this waits.
pub fn waiting(reader: &Reader, district: &str, kind: HeldKind, subject: Uuid) -> Result<Option<String>> {
    reader.value(
        "select v.code from handover_line l
         join handover v on v.district = l.district and v.id = l.handover_id
         where l.district = $1 and l.kind = $2 and l.subject_id = $3 and l.state = 'waiting'",
        params![district, kind.code(), subject],
    )
}

/// The codes of hand-overs of somebody, or of a unit, that still wait.
pub fn open_of(reader: &Reader, district: &str, giver: HandoverGiver) -> Result<Vec<String>> {
    reader.query(
        "select distinct v.code from handover v
         join handover_line l on l.district = v.district and l.handover_id = v.id and l.state = 'waiting'
         where v.district = $1 and v.state = 'waiting'
           and (l.from_account_id = $2 or ($2 is null and l.from_unit_id = $3)) order by v.code",
        params![district, giver.person, giver.unit],
        |r| Ok(r.get(0)?),
    )
}

pub fn is_account(reader: &Reader, district: &str, id: AccountId) -> Result<bool> {
    let found = reader.value::<AccountId>(
        "select id from identity_account where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(found.is_some())
}

pub fn waived(reader: &Reader, district: &str, giver: HandoverGiver, today: Date) -> Result<bool> {
    let (column, id): (_, Option<Uuid>) = match giver.person {
        Some(person) => ("person_id", Some(person.0)),
        None => ("unit_id", giver.unit.map(|unit| unit.0)),
    };
    let sql = format!(
        "select 1 from handover_waiver where district = $1 and {column} = $2 and until_on >= $3 limit 1"
    );
    Ok(reader.value::<i64>(&sql, params![district, id, today])?.is_some())
}

pub fn insert_waiver(
    tx: &Tx<'_>,
    who: &Who,
    id: Uuid,
    cmd: &HandoverWaiver,
    why: &str,
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into handover_waiver (district, id, person_id, unit_id, reason, until_on, granted_by, granted_on,
           granted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            who.district(),
            id,
            cmd.person_id,
            cmd.unit_id,
            why,
            cmd.until_on,
            who.account_id(),
            today,
            tx.now()
        ],
    )?;
    Ok(())
}

/// Waivers that hold on a day, the latest first.
pub fn waivers(reader: &Reader, district: &str, today: Date) -> Result<Vec<HandoverWaiverView>> {
    reader.query(
        "select w.id, a.id, a.name, u.id, u.name, u.short_name, u.kind, w.reason, w.granted_on, g.id, g.name, w.until_on
         from handover_waiver w
         left join identity_account a on a.district = w.district and a.id = w.person_id
         left join org_unit u on u.district = w.district and u.id = w.unit_id
         left join identity_account g on g.district = w.district and g.id = w.granted_by
         where w.district = $1 and w.until_on >= $2 order by w.granted_at desc, w.id desc limit 200",
        params![district, today],
        |r| {
            let of_unit = r.get::<Option<UnitId>>(3)?.is_some();
            Ok(HandoverWaiverView {
                id: r.get(0)?,
                person: person(r, 1)?,
                unit: if of_unit { Some(unit(r, 3)?) } else { None },
                why: r.get(7)?,
                granted_on: r.get(8)?,
                granted_by: person(r, 9)?,
                until_on: r.get(11)?,
            })
        },
    )
}
