//! The tables of interactions.

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, ContactId, InteractionId, OrganisationId, ProjectId, UnitId},
    interaction::{Kind, Standing, standing},
};

use super::{
    Filter, InteractionActions, InteractionDraft, InteractionPeople, InteractionRecord, InteractionRow,
    NextStep,
};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, DbError, Reader, Row, Tx, Value,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    investor::OrganisationRef,
    org::UnitRef,
    params,
    project::{self, PersonRef, ProjectRef},
};

/// Between the names of our side: no name has it.
const BETWEEN: char = '\n';

const COLUMNS: &str =
    "n.id, o.id, o.name, o.country, u.id, u.name, u.short_name, u.kind, n.kind, n.held_on, n.place,
  n.subject, n.summary, n.next_step, x.id, x.name, n.next_due_on, n.next_done_on, n.version";
const WIDTH: usize = 19;
const FROM: &str = "from interaction n
  join investor_organisation o on o.district = n.district and o.id = n.organisation_id
  join org_unit u on u.district = n.district and u.id = n.unit_id
  left join identity_account x on x.district = n.district and x.id = n.next_owner_id";

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

pub fn unit(r: &Row<'_>, at: usize) -> Result<UnitRef> {
    Ok(UnitRef { id: r.get(at)?, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? })
}

pub fn kind_of(code: &str) -> Result<Kind> {
    Kind::from_code(code).ok_or_else(|| DbError::Other(format!("unknown kind {code:?}")).into())
}

fn row(r: &Row<'_>, today: Date) -> Result<InteractionRow> {
    let (held_on, summary): (Date, String) = (r.get(9)?, r.get(12)?);
    let (next_due_on, next_done_on): (Option<Date>, Option<Date>) = (r.get(16)?, r.get(17)?);
    Ok(InteractionRow {
        id: r.get(0)?,
        organisation: OrganisationRef { id: r.get(1)?, name: r.get(2)?, country: r.get(3)? },
        unit: unit(r, 4)?,
        kind: kind_of(&r.get::<String>(8)?)?,
        held_on,
        place: r.get(10)?,
        subject: r.get(11)?,
        standing: standing(held_on, &summary, today),
        next_step: r.get(13)?,
        next_owner: person(r, 14)?,
        next_due_on,
        next_done_on,
        next_late: next_done_on.is_none() && next_due_on.is_some_and(|due| due < today),
        version: r.get(18)?,
    })
}

/// Only what units within reach had or took part in, with organisations that are not hidden from the reader.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    project::hidden_organisations(reader, who)?.keep(clause, "n.organisation_id");
    if let Reach::Units(paths) = who.reach(Class::Interaction, Act::Read)? {
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        clause.also(&format!(
            "(n.unit_id in {units} or n.id in (select t.interaction_id from interaction_unit t
               where t.district = $1 and t.unit_id in {units}))"
        ));
    }
    Ok(())
}

pub fn get(reader: &Reader, who: &Who, id: InteractionId, today: Date) -> Result<Option<InteractionRecord>> {
    let mut clause = Clause::of_district("n.district", who.district());
    clause.and("n.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    let none = || Action { ok: false, code: None, reason: None };
    let found = reader.first(
        &format!(
            "select {COLUMNS}, n.our_side, n.next_result, y.id, y.name, n.created_at, u.path {FROM}
             left join identity_account y on y.district = n.district and y.id = n.created_by where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let names: String = r.get(WIDTH)?;
            Ok(InteractionRecord {
                summary: r.get(12)?,
                row: row(r, today)?,
                our_side: names.split(BETWEEN).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
                units: Vec::new(),
                contacts: Vec::new(),
                contacts_hidden: 0,
                projects: Vec::new(),
                next_result: r.get(WIDTH + 1)?,
                entered_by: person(r, WIDTH + 2)?,
                entered_at: r.get(WIDTH + 4)?,
                clashes: Vec::new(),
                actions: InteractionActions { edit: none(), remove: none(), finish: none() },
                unit_path: r.get(WIDTH + 5)?,
            })
        },
    )?;
    let Some(mut record) = found else { return Ok(None) };
    record.units = reader.query(
        "select u.id, u.name, u.short_name, u.kind from interaction_unit t
         join org_unit u on u.district = t.district and u.id = t.unit_id
         where t.district = $1 and t.interaction_id = $2 order by u.sort_no, u.id",
        params![who.district(), id],
        |r| unit(r, 0),
    )?;
    record.projects = projects_of(reader, who, id)?;
    Ok(Some(record))
}

/// Projects that it was about and that are not hidden from the reader.
fn projects_of(reader: &Reader, who: &Who, id: InteractionId) -> Result<Vec<ProjectRef>> {
    let mut clause = Clause::of_district("t.district", who.district());
    clause.and("t.interaction_id = $?", id);
    project::veil(reader, who)?.keep(&mut clause, "t.project_id");
    reader.query(
        &format!(
            "select p.id, p.code, p.name from interaction_project t
             join project p on p.district = t.district and p.id = t.project_id where {} order by p.code",
            clause.text()
        ),
        clause.bound(),
        |r| Ok(ProjectRef { id: r.get(0)?, code: r.get(1)?, name: r.get(2)? }),
    )
}

pub fn contacts_of(reader: &Reader, district: &str, id: InteractionId) -> Result<Vec<ContactId>> {
    reader.query(
        "select contact_id from interaction_contact where district = $1 and interaction_id = $2 order by contact_id",
        params![district, id],
        |r| Ok(r.get(0)?),
    )
}

pub fn projects_all(reader: &Reader, district: &str, id: InteractionId) -> Result<Vec<ProjectId>> {
    reader.query(
        "select project_id from interaction_project where district = $1 and interaction_id = $2 order by project_id",
        params![district, id],
        |r| Ok(r.get(0)?),
    )
}

fn conditions(reader: &Reader, who: &Who, filter: &Filter, today: Date) -> Result<Clause> {
    let mut clause = Clause::of_district("n.district", who.district());
    within_reach(reader, &mut clause, who)?;
    clause.among("n.kind", filter.kind.iter().map(|k| k.code()));
    if let Some(organisation) = filter.organisation {
        clause.and("n.organisation_id = $?", organisation);
    }
    if let Some(unit) = filter.unit {
        clause.and("n.unit_id = $?", unit);
    }
    if let Some(project) = filter.project {
        project::reference(reader, who, project)?;
        clause.and(
            "n.id in (select t.interaction_id from interaction_project t where t.district = $1 and t.project_id = $?)",
            project,
        );
    }
    if let Some(contact) = filter.contact {
        clause.and(
            "n.id in (select t.interaction_id from interaction_contact t where t.district = $1 and t.contact_id = $?)",
            contact,
        );
    }
    match filter.standing {
        None => {}
        Some(Standing::Planned) => clause.and("n.held_on > $?", today),
        Some(Standing::Untold) => clause.and("n.held_on <= $? and n.summary = ''", today),
        Some(Standing::Told) => clause.and("n.held_on <= $? and n.summary <> ''", today),
    }
    if let Some(from) = filter.from {
        clause.and("n.held_on >= $?", from);
    }
    if let Some(to) = filter.to {
        clause.and("n.held_on <= $?", to);
    }
    match filter.next {
        None => {}
        Some(NextStep::Open) => clause.also("n.next_due_on is not null and n.next_done_on is null"),
        Some(NextStep::Late) => clause.and("n.next_due_on < $? and n.next_done_on is null", today),
    }
    if filter.mine == Some(true) {
        clause.and("n.next_owner_id = $?", who.account_id());
    }
    Ok(clause)
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter, today: Date) -> Result<Page<InteractionRow>> {
    let mut clause = conditions(reader, who, filter, today)?;
    let (column, down) = match filter.sort.as_deref().unwrap_or("-held_on") {
        "-held_on" => ("n.held_on", true),
        "next_due_on" => ("n.next_due_on", false),
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    if !down {
        clause.also("n.next_due_on is not null");
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} {FROM}"),
        counted: "from interaction n",
        column,
        id: "n.id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(
        reader,
        clause,
        place,
        |r| row(r, today),
        |r| {
            let day: Value = if down { r.held_on.into() } else { r.next_due_on.into() };
            [day, r.id.into()]
        },
    )
}

pub fn people(reader: &Reader, district: &str, unit: UnitId, today: Date) -> Result<InteractionPeople> {
    let members = reader.query(
        "select distinct name from org_member where district = $1 and unit_id = $2 and valid_from <= $3
           and (valid_until is null or valid_until >= $3) order by name limit 200",
        params![district, unit, today],
        |r| Ok(r.get::<String>(0)?),
    )?;
    let accounts = reader.query(
        "select distinct a.id, a.name from org_role r
         join identity_account a on a.district = r.district and a.id = r.account_id
         where r.district = $1 and r.unit_id = $2 and r.valid_from <= $3 and (r.valid_until is null or r.valid_until >= $3)
           and a.disabled_at is null order by a.name, a.id limit 200",
        params![district, unit, today],
        |r| Ok(PersonRef { id: r.get(0)?, name: r.get(1)? }),
    )?;
    let mut names = members;
    names.extend(accounts.iter().map(|a| a.name.clone()));
    names.sort_unstable();
    names.dedup();
    Ok(InteractionPeople { names, accounts })
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

pub fn units_known(reader: &Reader, district: &str, units: &[UnitId]) -> Result<bool> {
    for unit in units {
        if unit_path(reader, district, *unit)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

pub fn is_account(reader: &Reader, district: &str, id: AccountId) -> Result<bool> {
    let found = reader.value::<AccountId>(
        "select id from identity_account where district = $1 and id = $2 and disabled_at is null",
        params![district, id],
    )?;
    Ok(found.is_some())
}

pub fn group_of(reader: &Reader, district: &str, id: OrganisationId) -> Result<OrganisationId> {
    let head = reader.value::<Option<OrganisationId>>(
        "select group_id from investor_organisation where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(head.flatten().unwrap_or(id))
}

pub fn insert(tx: &Tx<'_>, who: &Who, id: InteractionId, draft: &InteractionDraft) -> Result<()> {
    tx.execute(
        "insert into interaction (district, id, organisation_id, unit_id, kind, held_on, place, subject, our_side, summary,
           next_step, next_owner_id, next_due_on, next_result, created_by, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, $15, $15, 1)",
        params![
            who.district(),
            id,
            draft.organisation_id,
            draft.unit_id,
            draft.kind.code(),
            draft.held_on,
            &draft.place,
            &draft.subject,
            draft.our_side.join(&BETWEEN.to_string()),
            &draft.summary,
            &draft.next_step,
            draft.next_owner_id,
            draft.next_due_on,
            who.account_id(),
            tx.now()
        ],
    )?;
    relate(tx, who.district(), id, draft)
}

/// A next step that was done is open again when another one takes its place.
pub fn update(
    tx: &Tx<'_>,
    district: &str,
    id: InteractionId,
    draft: &InteractionDraft,
    now: Timestamp,
) -> Result<()> {
    tx.execute(
        "update interaction set
           next_done_on = case when next_step = $11 then next_done_on end,
           next_result = case when next_step = $11 then next_result else '' end,
           organisation_id = $3, unit_id = $4, kind = $5, held_on = $6, place = $7, subject = $8, our_side = $9,
           summary = $10, next_step = $11, next_owner_id = $12, next_due_on = $13, updated_at = $14,
           version = version + 1
         where district = $1 and id = $2",
        params![
            district,
            id,
            draft.organisation_id,
            draft.unit_id,
            draft.kind.code(),
            draft.held_on,
            &draft.place,
            &draft.subject,
            draft.our_side.join(&BETWEEN.to_string()),
            &draft.summary,
            &draft.next_step,
            draft.next_owner_id,
            draft.next_due_on,
            now
        ],
    )?;
    unrelate(tx, district, id)?;
    relate(tx, district, id, draft)
}

fn relate(tx: &Tx<'_>, district: &str, id: InteractionId, draft: &InteractionDraft) -> Result<()> {
    for unit in &draft.units {
        tx.execute(
            "insert into interaction_unit (district, interaction_id, unit_id) values ($1, $2, $3)",
            params![district, id, *unit],
        )?;
    }
    for project in &draft.projects {
        tx.execute(
            "insert into interaction_project (district, interaction_id, project_id, held_on) values ($1, $2, $3, $4)",
            params![district, id, *project, draft.held_on],
        )?;
    }
    for contact in &draft.contacts {
        tx.execute(
            "insert into interaction_contact (district, interaction_id, contact_id) values ($1, $2, $3)",
            params![district, id, *contact],
        )?;
    }
    Ok(())
}

fn unrelate(tx: &Tx<'_>, district: &str, id: InteractionId) -> Result<()> {
    for table in ["interaction_unit", "interaction_project", "interaction_contact"] {
        tx.execute(
            &format!("delete from {table} where district = $1 and interaction_id = $2"),
            params![district, id],
        )?;
    }
    Ok(())
}

pub fn finish(tx: &Tx<'_>, district: &str, id: InteractionId, result: &str, on: Date) -> Result<()> {
    tx.execute(
        "update interaction set next_done_on = $3, next_result = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, on, result, tx.now()],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: InteractionId) -> Result<()> {
    unrelate(tx, district, id)?;
    tx.execute("delete from interaction where district = $1 and id = $2", params![district, id])?;
    Ok(())
}

/// Gives an open next step to somebody; a unit that had no part in the interaction takes part. The version now.
pub fn hand_on(
    tx: &Tx<'_>,
    district: &str,
    id: InteractionId,
    unit: UnitId,
    owner: AccountId,
) -> Result<Option<i64>> {
    let version = tx.value::<i64>(
        "update interaction set next_owner_id = $3, updated_at = $4, version = version + 1
         where district = $1 and id = $2 and next_due_on is not null and next_done_on is null returning version",
        params![district, id, owner, tx.now()],
    )?;
    if version.is_some() {
        tx.execute(
            "insert into interaction_unit (district, interaction_id, unit_id)
             select n.district, n.id, u.id from interaction n join org_unit u on u.district = n.district and u.id = $3
             where n.district = $1 and n.id = $2 and n.unit_id <> $3
             on conflict (district, interaction_id, unit_id) do nothing",
            params![district, id, unit],
        )?;
    }
    Ok(version)
}
