//! Target firms and their log.

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    chain::Outcome,
    id::{AccountId, BatchId, ChainId, ChainLinkId, ChainTargetId, OrganisationId, ProjectId, UnitId},
};

use super::{code, organisation, unit};
use crate::{
    chain::{
        target::{ChainTargetDraft, Entry, TargetFilter},
        view::{ChainTargetLogView, ChainTargetRow},
    },
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{Listing, Page, Sorted},
        },
        web::Who,
    },
    params,
    project::{self, PersonRef, ProjectRef},
};

const OPEN: &str = "t.outcome in ('to_contact', 'contacted', 'visiting')";

const SELECT: &str =
    "select t.id, c.id, c.name, l.id, l.name, o.id, o.name, o.country, u.id, u.name, u.short_name, u.kind,
    t.due_on, t.outcome, p.id, p.code, p.name, t.reason, t.said, t.said_on, t.version, u.path, v.path
  from chain_target t join chain_link l on l.district = t.district and l.id = t.link_id
  join chain c on c.district = l.district and c.id = l.chain_id
  join org_unit u on u.district = t.district and u.id = t.unit_id
  join org_unit v on v.district = c.district and v.id = c.lead_unit_id
  join investor_organisation o on o.district = t.district and o.id = t.organisation_id
  left join project p on p.district = t.district and p.id = t.project_id";

fn row(r: &Row<'_>) -> Result<ChainTargetRow> {
    let project = match r.get::<Option<ProjectId>>(14)? {
        Some(id) => Some(ProjectRef { id, code: r.get(15)?, name: r.get(16)? }),
        None => None,
    };
    Ok(ChainTargetRow {
        id: r.get(0)?,
        chain_id: r.get(1)?,
        chain: r.get(2)?,
        link_id: r.get(3)?,
        link: r.get(4)?,
        organisation_id: r.get(5)?,
        organisation: organisation(r, 5)?,
        unit: unit(r, 8)?,
        due_on: r.get(12)?,
        outcome: code(r, 13, Outcome::from_code)?,
        overdue: false,
        project,
        reason: r.get(17)?,
        said: r.get(18)?,
        said_on: r.get(19)?,
        version: r.get(20)?,
        unit_path: r.get(21)?,
        lead_path: r.get(22)?,
    })
}

pub fn of_link(reader: &Reader, district: &str, id: ChainLinkId) -> Result<Vec<ChainTargetRow>> {
    reader.query(
        &format!("{SELECT} where t.district = $1 and t.link_id = $2 order by t.due_on, t.id limit 500"),
        params![district, id],
        row,
    )
}

pub fn of_organisation(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<ChainTargetRow>> {
    reader.query(
        &format!(
            "{SELECT} where t.district = $1 and t.organisation_id = $2 order by t.due_on, t.id limit 500"
        ),
        params![district, id],
        row,
    )
}

pub fn one(reader: &Reader, district: &str, id: ChainTargetId) -> Result<Option<ChainTargetRow>> {
    reader.first(&format!("{SELECT} where t.district = $1 and t.id = $2"), params![district, id], row)
}

pub fn list(reader: &Reader, who: &Who, filter: &TargetFilter, today: Date) -> Result<Page<ChainTargetRow>> {
    let mut clause = Clause::of_district("t.district", who.district());
    if let Some(chain) = filter.chain {
        clause.and("t.link_id in (select id from chain_link where district = $1 and chain_id = $?)", chain);
    }
    if let Some(unit) = filter.unit {
        clause.and("t.unit_id = $?", unit);
    }
    if filter.mine == Some(true) {
        own(&mut clause, who);
    }
    clause.among("t.outcome", filter.outcome.iter().map(|o| o.code()));
    if let Some(overdue) = filter.overdue {
        let today = clause.bind(today);
        let late = format!("({OPEN} and t.due_on < {today})");
        clause.also(&if overdue { late } else { format!("not {late}") });
    }
    let down = match filter.sort.as_deref().unwrap_or("due_on") {
        "due_on" => false,
        "-due_on" => true,
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let listing = Listing {
        select: SELECT,
        counted: "from chain_target t",
        column: "t.due_on",
        id: "t.id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| [r.due_on.into(), r.id.0.into()])
}

/// Only those of units for which the reader records what they have to do with investors; the office has none of its own.
fn own(clause: &mut Clause, who: &Who) {
    match who.actor.reach(Class::Interaction, Act::Write) {
        Reach::District => {}
        Reach::Units(paths) => {
            let below = clause.below("path", &paths);
            clause.also(&format!("t.unit_id in (select id from org_unit where district = $1 and {below})"));
        }
        Reach::Nothing => clause.also("1 = 0"),
    }
}

pub fn may_read_project(reader: &Reader, who: &Who, id: ProjectId) -> Result<bool> {
    match project::reference(reader, who, id) {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The unit that has an organisation as a target of a link.
pub fn on_link(
    reader: &Reader,
    district: &str,
    link: ChainLinkId,
    id: OrganisationId,
) -> Result<Option<String>> {
    reader.value(
        "select u.name from chain_target t join org_unit u on u.district = t.district and u.id = t.unit_id
         where t.district = $1 and t.link_id = $2 and t.organisation_id = $3",
        params![district, link, id],
    )
}

/// Another unit that is after an organisation, and for which link.
pub fn open_elsewhere(
    reader: &Reader,
    district: &str,
    id: OrganisationId,
    unit: UnitId,
) -> Result<Option<(String, String)>> {
    reader.first(
        &format!(
            "select u.name, l.name from chain_target t
             join org_unit u on u.district = t.district and u.id = t.unit_id
             join chain_link l on l.district = t.district and l.id = t.link_id
             where t.district = $1 and t.organisation_id = $2 and t.unit_id <> $3 and {OPEN} order by t.id limit 1"
        ),
        params![district, id, unit],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// The units that have open targets of a firm: one, unless somebody has just begun where another was.
pub fn pursuers(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<UnitId>> {
    reader.query(
        &format!(
            "select distinct t.unit_id from chain_target t where t.district = $1 and t.organisation_id = $2 and {OPEN}"
        ),
        params![district, id],
        |r| Ok(r.get(0)?),
    )
}

/// Makes a unit the one that is after a firm, if nobody is: who is then. Waits for whoever began at the same instant.
pub fn pursue(tx: &Tx<'_>, district: &str, id: OrganisationId, unit: UnitId) -> Result<UnitId> {
    let now = tx.value(
        "insert into chain_pursuit (district, organisation_id, unit_id) values ($1, $2, $3)
         on conflict (district, organisation_id) do update set unit_id = chain_pursuit.unit_id returning unit_id",
        params![district, id, unit],
    )?;
    now.ok_or(Error::NotFound)
}

/// Nobody is after a firm any longer for whom no target of it is open.
pub fn end_pursuit(tx: &Tx<'_>, district: &str, id: OrganisationId) -> Result<()> {
    tx.execute(
        &format!(
            "delete from chain_pursuit where district = $1 and organisation_id = $2 and unit_id not in (
               select t.unit_id from chain_target t where t.district = $1 and t.organisation_id = $2 and {OPEN})"
        ),
        params![district, id],
    )?;
    Ok(())
}

/// Notes which units came to know the firm by this.
pub fn set_told(tx: &Tx<'_>, district: &str, id: ChainTargetId, units: &[UnitId]) -> Result<()> {
    let text = serde_json::to_string(units).map_err(anyhow::Error::from)?;
    tx.execute(
        "update chain_target set told = $3 where district = $1 and id = $2",
        params![district, id, text],
    )?;
    Ok(())
}

pub fn told(reader: &Reader, district: &str, id: ChainTargetId) -> Result<Vec<UnitId>> {
    let text = reader.value::<Option<String>>(
        "select told from chain_target where district = $1 and id = $2",
        params![district, id],
    )?;
    let read = text.flatten().map(|text| serde_json::from_str(&text)).transpose();
    Ok(read.map_err(anyhow::Error::from)?.unwrap_or_default())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: ChainTargetId) -> Result<()> {
    for rows in
        ["chain_target_log where district = $1 and target_id", "chain_target where district = $1 and id"]
    {
        tx.execute(&format!("delete from {rows} = $2"), params![district, id])?;
    }
    Ok(())
}

/// The unit in the lead of a link's chain.
pub fn lead_unit(reader: &Reader, district: &str, link: ChainLinkId) -> Result<Option<UnitId>> {
    reader.value(
        "select c.lead_unit_id from chain_link l join chain c on c.district = l.district and c.id = l.chain_id
         where l.district = $1 and l.id = $2",
        params![district, link],
    )
}

/// The organisations that a chain is after.
pub fn of_chain(reader: &Reader, district: &str, chain: ChainId) -> Result<Vec<OrganisationId>> {
    reader.query(
        "select distinct t.organisation_id from chain_target t
         join chain_link l on l.district = t.district and l.id = t.link_id
         where t.district = $1 and l.chain_id = $2",
        params![district, chain],
        |r| Ok(r.get(0)?),
    )
}

pub fn log(reader: &Reader, district: &str, id: ChainTargetId) -> Result<Vec<ChainTargetLogView>> {
    reader.query(
        "select g.no, g.act, u.id, u.name, u.short_name, u.kind, g.due_on, g.text, g.happened_on, a.id, a.name,
           g.done_at from chain_target_log g
         join org_unit u on u.district = g.district and u.id = g.unit_id
         left join identity_account a on a.district = g.district and a.id = g.done_by
         where g.district = $1 and g.target_id = $2 order by g.no desc",
        params![district, id],
        |r| {
            Ok(ChainTargetLogView {
                no: r.get(0)?,
                act: r.get(1)?,
                unit: unit(r, 2)?,
                due_on: r.get(6)?,
                text: r.get(7)?,
                happened_on: r.get(8)?,
                done_by: match r.get::<Option<AccountId>>(9)? {
                    Some(id) => Some(PersonRef { id, name: r.get(10)? }),
                    None => None,
                },
                done_at: r.get(11)?,
            })
        },
    )
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    (link, id): (ChainLinkId, ChainTargetId),
    draft: &ChainTargetDraft,
) -> Result<()> {
    tx.execute(
        "insert into chain_target (district, id, link_id, organisation_id, unit_id, due_on, outcome, project_id, reason,
           said, said_on, created_by, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, 'to_contact', null, $7, '', null, $8, $9, $9, 1)",
        params![
            who.district(),
            id,
            link,
            draft.organisation_id,
            draft.unit_id,
            draft.due_on,
            &draft.reason,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn append(tx: &Tx<'_>, district: &str, id: ChainTargetId, entry: &Entry<'_>) -> Result<()> {
    let last = tx.value::<i64>(
        "select coalesce(max(no), 0) from chain_target_log where district = $1 and target_id = $2",
        params![district, id],
    )?;
    tx.execute(
        "insert into chain_target_log (district, target_id, no, act, unit_id, due_on, text, happened_on, done_by,
           done_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            district,
            id,
            last.unwrap_or(0) + 1,
            entry.act,
            entry.unit,
            entry.due_on,
            entry.text,
            entry.on,
            entry.by,
            entry.at
        ],
    )?;
    Ok(())
}

pub fn set_unit(
    tx: &Tx<'_>,
    district: &str,
    id: ChainTargetId,
    (unit, due_on): (UnitId, Date),
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "update chain_target set unit_id = $3, due_on = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, unit, due_on, now],
    )?;
    Ok(())
}

pub fn set_outcome(
    tx: &Tx<'_>,
    district: &str,
    id: ChainTargetId,
    (outcome, project, said): (Outcome, Option<ProjectId>, &str),
    (on, now): (Date, Timestamp),
) -> Result<()> {
    tx.execute(
        "update chain_target set outcome = $3, project_id = $4, said = $5, said_on = $6, updated_at = $7,
           version = version + 1 where district = $1 and id = $2",
        params![district, id, outcome.code(), project, said, on, now],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select distinct p.code, p.name from project p
         join chain_target t on t.district = p.district and t.project_id = p.id
         where p.district = $1 and p.batch_id = $2 order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
