//! All SQL of the room `activity`.

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::id::UnitId;

use super::{Event, EventDraft};
use crate::{
    floor::{
        Result,
        db::{Reader, Row, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
};

const EVENT: &str =
    "select id, name, kind, held_on, held_on_text, place, guests, outcome, version from activity_event";

fn read(row: &Row<'_>) -> Result<Event> {
    Ok(Event {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        held_on: row.get(3)?,
        held_on_text: row.get(4)?,
        place: row.get(5)?,
        guests: row.get(6)?,
        outcome: row.get(7)?,
        units: Vec::new(),
        version: row.get(8)?,
    })
}

pub fn unit_exists(reader: &Reader, district: &str, unit: UnitId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select cast(1 as bigint) from org_unit where district = $1 and id = $2",
        params![district, unit],
    )?;
    Ok(found.is_some())
}

fn with_units(reader: &Reader, district: &str, mut events: Vec<Event>) -> Result<Vec<Event>> {
    for event in &mut events {
        event.units = reader.query(
            "select u.id, u.name, u.short_name, u.kind from activity_event_unit e
             join org_unit u on u.district = e.district and u.id = e.unit_id
             where e.district = $1 and e.event_id = $2 order by u.sort_no, u.name",
            params![district, event.id],
            |r| Ok(UnitRef { id: r.get(0)?, name: r.get(1)?, short_name: r.get(2)?, kind: r.get(3)? }),
        )?;
    }
    Ok(events)
}

pub fn get(reader: &Reader, district: &str, id: Uuid) -> Result<Option<Event>> {
    let found =
        reader.query(&format!("{EVENT} where district = $1 and id = $2"), params![district, id], read)?;
    Ok(with_units(reader, district, found)?.pop())
}

pub fn list(reader: &Reader, district: &str, from: Option<Date>, to: Option<Date>) -> Result<Vec<Event>> {
    let day = |day: Option<Date>, open: &str| day.map_or_else(|| open.to_owned(), |d| d.to_string());
    let found = reader.query(
        &format!("{EVENT} where district = $1 and held_on between $2 and $3 order by held_on desc, id desc limit 500"),
        params![district, day(from, "0000-01-01"), day(to, "9999-12-31")],
        read,
    )?;
    with_units(reader, district, found)
}

pub fn insert(tx: &Tx<'_>, who: &Who, id: Uuid, draft: &EventDraft) -> Result<()> {
    tx.execute(
        "insert into activity_event (district, id, name, kind, held_on, held_on_text, place, guests, outcome, created_by,
           created_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 1)",
        params![
            who.district(),
            id,
            draft.name.trim(),
            draft.kind.code(),
            draft.held_on,
            draft.held_on_text.trim(),
            draft.place.trim(),
            draft.guests,
            draft.outcome.trim(),
            who.account_id(),
            tx.now()
        ],
    )?;
    set_units(tx, who.district(), id, &draft.unit_ids)
}

pub fn update(tx: &Tx<'_>, who: &Who, id: Uuid, draft: &EventDraft) -> Result<()> {
    tx.execute(
        "update activity_event set name = $3, kind = $4, held_on = $5, held_on_text = $6, place = $7, guests = $8,
           outcome = $9, updated_at = $10, version = version + 1 where district = $1 and id = $2",
        params![
            who.district(),
            id,
            draft.name.trim(),
            draft.kind.code(),
            draft.held_on,
            draft.held_on_text.trim(),
            draft.place.trim(),
            draft.guests,
            draft.outcome.trim(),
            tx.now()
        ],
    )?;
    tx.execute(
        "delete from activity_event_unit where district = $1 and event_id = $2",
        params![who.district(), id],
    )?;
    set_units(tx, who.district(), id, &draft.unit_ids)
}

fn set_units(tx: &Tx<'_>, district: &str, event: Uuid, units: &[UnitId]) -> Result<()> {
    for unit in units {
        tx.execute(
            "insert into activity_event_unit (district, event_id, unit_id) values ($1, $2, $3)
             on conflict (district, event_id, unit_id) do nothing",
            params![district, event, *unit],
        )?;
    }
    Ok(())
}
