//! Code-named projects: who may not read which, and the rows behind the names.

use jiff::Timestamp;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Reach, Role},
    id::{AccountId, ProjectId},
    project::{Stage, Status, Track},
    text,
};

use super::view::{about, code, code_name, person, unit, within_sight};
use crate::{
    floor::{
        Result,
        db::{Clause, Hidden, Reader, Tx},
        web::Who,
    },
    params,
    project::{
        PersonRef,
        secret::{ClearanceView, CoverView, SecretRead},
    },
};

/// The code-named projects that this reader does not need to know, as conditions on `project_secret x`; nothing for
/// who reads all. A unit needs to know what it leads or is a partner in; a leader, what they answer for; anybody,
/// what they were cleared for.
fn unknown(who: &Who) -> Option<Clause> {
    let reach = who.actor.reach(Class::CodeName, Act::Read);
    if reach == Reach::District {
        return None;
    }
    let mut clause = Clause::of_district("x.district", who.district());
    let me = clause.bind(who.actor.account);
    let mut known = vec![format!(
        "x.project_id in (select c.project_id from project_clearance c where c.district = $1 and c.account_id = {me}
           and c.ended_at is null)"
    )];
    if who.actor.memberships.iter().any(|m| m.role == Role::DistrictLeader) {
        let name = clause.bind(who.actor.name.as_str());
        known.push(format!(
            "exists (select 1 from project q where q.district = x.district and q.id = x.project_id
               and q.leader = {name})"
        ));
    }
    if let Reach::Units(paths) = reach {
        let below = clause.below("path", &paths);
        known.push(format!(
            "x.project_id in (select pu.project_id from project_unit pu where pu.district = $1
               and pu.role in ('lead', 'partner')
               and pu.unit_id in (select id from org_unit where district = $1 and {below}))"
        ));
    }
    clause.also(&format!("not ({})", known.join(" or ")));
    Some(clause)
}

/// The projects whose record is hidden from this reader. Everything that shows something of projects asks this.
pub fn veil(reader: &Reader, who: &Who) -> Result<Hidden> {
    let Some(clause) = unknown(who) else { return Ok(Hidden::default()) };
    let ids: Vec<Uuid> = reader.query(
        &format!("select x.project_id from project_secret x where {}", clause.text()),
        clause.bound(),
        |r| Ok(r.get(0)?),
    )?;
    Ok(Hidden::new(reader.engine(), &ids))
}

/// The organisations that have a part in hidden projects and in no other: to know that they are there would be to
/// know who comes.
pub fn hidden_organisations(reader: &Reader, who: &Who) -> Result<Hidden> {
    let veil = veil(reader, who)?;
    if veil.is_empty() {
        return Ok(veil);
    }
    let ids: Vec<Uuid> = reader.query(
        &format!(
            "select distinct pp.organisation_id from project_party pp where pp.district = $1 and {}
               and not exists (select 1 from project_party other where other.district = pp.district
                 and other.organisation_id = pp.organisation_id and {})",
            veil.hides("pp.project_id"),
            veil.shows("other.project_id")
        ),
        params![who.district()],
        |r| Ok(r.get(0)?),
    )?;
    Ok(Hidden::new(reader.engine(), &ids))
}

/// Whether somebody was cleared for any project.
pub fn is_cleared(reader: &Reader, who: &Who) -> Result<bool> {
    let found = reader.value::<i64>(
        "select 1 from project_clearance where district = $1 and account_id = $2 and ended_at is null limit 1",
        params![who.district(), who.actor.account],
    )?;
    Ok(found.is_some())
}

pub fn cover(reader: &Reader, who: &Who, id: ProjectId) -> Result<Option<CoverView>> {
    let veil = veil(reader, who)?;
    let mut clause = Clause::of_district("p.district", who.district());
    clause.and("p.id = $?", id);
    clause.also(&veil.hides("p.id"));
    within_sight(reader, &mut clause, who)?;
    reader.first(
        &format!(
            "select p.id, p.code, x.alias, x.description, 1 = 1, p.track, p.stage,
               case when p.left_on is null then p.status else 'left' end, p.stage_since_on, u.id, u.name, u.short_name,
               u.kind, {}, {}, p.entered_on
             from project p join project_secret x on x.district = p.district and x.project_id = p.id
             join org_unit u on u.district = p.district and u.id = p.lead_unit_id where {}",
            about("p.total_fen"),
            about("p.funds_recognised_fen"),
            clause.text()
        ),
        clause.bound(),
        |r| {
            let Some(code_name) = code_name(r, 2)? else { return Ok(None) };
            Ok(Some(CoverView {
                id: r.get(0)?,
                code: r.get(1)?,
                code_name,
                track: code(r, 5, Track::from_code)?,
                stage: code(r, 6, Stage::from_code)?,
                status: code(r, 7, Status::from_code)?,
                stage_since_on: r.get(8)?,
                lead_unit: unit(r, 9)?,
                total_fen: r.get(13)?,
                funds_recognised_fen: r.get(14)?,
                entered_on: r.get(15)?,
            }))
        },
    )
    .map(Option::flatten)
}

/// What stands behind a code name: name, reason, by whom, when.
pub type Behind = (String, String, Option<PersonRef>, Timestamp);

pub fn behind(reader: &Reader, district: &str, id: ProjectId) -> Result<Option<Behind>> {
    reader.first(
        "select x.name, x.reason, x.made_at, a.id, a.name from project_secret x
         left join identity_account a on a.district = x.district and a.id = x.made_by
         where x.district = $1 and x.project_id = $2",
        params![district, id],
        |r| Ok((r.get(0)?, r.get(1)?, person(r, 3)?, r.get(2)?)),
    )
}

pub fn put(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    (alias, description): (&str, &str),
    (name, reason): (&str, &str),
) -> Result<()> {
    tx.execute(
        "insert into project_secret (district, project_id, alias, description, name, reason, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (district, project_id) do update set alias = excluded.alias, description = excluded.description,
           reason = excluded.reason",
        params![who.district(), id, alias, description, name, reason, who.account_id(), tx.now()],
    )?;
    show_as(tx, who.district(), id, alias)
}

/// The true name of a code-named project, after an edit.
pub fn rename(tx: &Tx<'_>, district: &str, id: ProjectId, name: &str) -> Result<()> {
    tx.execute(
        "update project_secret set name = $3 where district = $1 and project_id = $2",
        params![district, id, name],
    )?;
    Ok(())
}

/// What stands for the project wherever it is named.
fn show_as(tx: &Tx<'_>, district: &str, id: ProjectId, name: &str) -> Result<()> {
    tx.execute(
        "update project set name = $3, name_key = $4, sort_key = $5, updated_at = $6, version = version + 1
         where district = $1 and id = $2",
        params![district, id, name, text::name_key(name), text::sort_key(name), tx.now()],
    )?;
    Ok(())
}

pub fn lift(tx: &Tx<'_>, who: &Who, id: ProjectId, name: &str) -> Result<()> {
    tx.execute(
        "update project_clearance set ended_by = $3, ended_at = $4
         where district = $1 and project_id = $2 and ended_at is null",
        params![who.district(), id, who.account_id(), tx.now()],
    )?;
    tx.execute(
        "delete from project_secret where district = $1 and project_id = $2",
        params![who.district(), id],
    )?;
    show_as(tx, who.district(), id, name)
}

/// Takes away everything of a project that is taken back.
pub fn delete(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    for statement in [
        "delete from project_secret_read where district = $1 and project_id = $2",
        "delete from project_clearance where district = $1 and project_id = $2",
        "delete from project_secret where district = $1 and project_id = $2",
    ] {
        tx.execute(statement, params![district, id])?;
    }
    Ok(())
}

pub fn clear(tx: &Tx<'_>, who: &Who, id: ProjectId, account: AccountId, reason: &str) -> Result<()> {
    tx.execute(
        "insert into project_clearance (district, project_id, account_id, reason, cleared_by, cleared_at, ended_by,
           ended_at) values ($1, $2, $3, $4, $5, $6, null, null)
         on conflict (district, project_id, account_id) do update set reason = excluded.reason,
           cleared_by = excluded.cleared_by, cleared_at = excluded.cleared_at, ended_by = null, ended_at = null",
        params![who.district(), id, account, reason, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn end_clearance(tx: &Tx<'_>, who: &Who, id: ProjectId, account: AccountId) -> Result<bool> {
    let ended = tx.execute(
        "update project_clearance set ended_by = $4, ended_at = $5
         where district = $1 and project_id = $2 and account_id = $3 and ended_at is null",
        params![who.district(), id, account, who.account_id(), tx.now()],
    )?;
    Ok(ended > 0)
}

pub fn clearances(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<ClearanceView>> {
    reader.query(
        "select a.id, a.name, c.reason, b.id, b.name, c.cleared_at, e.id, e.name, c.ended_at from project_clearance c
         join identity_account a on a.district = c.district and a.id = c.account_id
         left join identity_account b on b.district = c.district and b.id = c.cleared_by
         left join identity_account e on e.district = c.district and e.id = c.ended_by
         where c.district = $1 and c.project_id = $2 order by c.ended_at is not null, c.cleared_at",
        params![district, id],
        |r| {
            Ok(ClearanceView {
                person: PersonRef { id: r.get(0)?, name: r.get(1)? },
                reason: r.get(2)?,
                cleared_by: person(r, 3)?,
                cleared_at: r.get(5)?,
                ended_by: person(r, 6)?,
                ended_at: r.get(8)?,
            })
        },
    )
}

/// Who could be cleared: people with a role that reads projects and no need to know this one yet. `only`: whether
/// that one is among them.
pub fn people(
    reader: &Reader,
    district: &str,
    id: ProjectId,
    only: Option<AccountId>,
) -> Result<Vec<PersonRef>> {
    let mut clause = Clause::of_district("a.district", district);
    let (project, today) = (clause.bind(id), clause.bind(reader.today()));
    clause.among(
        "r.role",
        [Role::UnitFiller, Role::UnitHead, Role::DistrictLeader, Role::FactorDepartment].map(Role::code),
    );
    if let Some(only) = only {
        clause.and("a.id = $?", only);
    }
    reader.query(
        &format!(
            "select distinct a.id, a.name from identity_account a
             join org_role r on r.district = a.district and r.account_id = a.id
             where {} and a.disabled_at is null and r.valid_from <= {today}
               and (r.valid_until is null or r.valid_until >= {today})
               and not exists (select 1 from project_clearance c where c.district = $1 and c.project_id = {project}
                 and c.account_id = a.id and c.ended_at is null)
             order by a.name, a.id limit 500",
            clause.text()
        ),
        clause.bound(),
        |r| Ok(PersonRef { id: r.get(0)?, name: r.get(1)? }),
    )
}

/// Notes that somebody reads the record today; whether it was not noted yet.
pub fn note_read(tx: &Tx<'_>, district: &str, id: ProjectId, account: AccountId) -> Result<bool> {
    let noted = tx.execute(
        "insert into project_secret_read (district, project_id, account_id, read_on, read_at)
         values ($1, $2, $3, $4, $5) on conflict (district, project_id, read_on, account_id) do nothing",
        params![district, id, account, tx.today(), tx.now()],
    )?;
    Ok(noted > 0)
}

pub fn has_read(reader: &Reader, district: &str, id: ProjectId, account: AccountId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select 1 from project_secret_read where district = $1 and project_id = $2 and read_on = $3
           and account_id = $4",
        params![district, id, reader.today(), account],
    )?;
    Ok(found.is_some())
}

/// Who has read it, the latest first.
pub fn reads(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<SecretRead>> {
    reader.query(
        "select a.id, a.name, s.read_on, s.read_at from project_secret_read s
         join identity_account a on a.district = s.district and a.id = s.account_id
         where s.district = $1 and s.project_id = $2 order by s.read_on desc, s.read_at desc limit 100",
        params![district, id],
        |r| {
            Ok(SecretRead {
                person: PersonRef { id: r.get(0)?, name: r.get(1)? },
                read_on: r.get(2)?,
                first_at: r.get(3)?,
            })
        },
    )
}

/// Everything by which the record of a code-named project could be told: id, true name, the organisations that have a
/// part in it and in no open project.
pub fn giveaways(reader: &Reader, district: &str) -> Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    reader.each(
        "select x.project_id, x.name from project_secret x where x.district = $1",
        params![district],
        |r| {
            all.push(r.get::<Uuid>(0)?.to_string());
            all.push(r.get(1)?);
            Ok(true)
        },
    )?;
    let organisations: Vec<(Uuid, String)> = reader.query(
        "select distinct o.id, o.name from project_secret x
         join project_party pp on pp.district = x.district and pp.project_id = x.project_id
         join investor_organisation o on o.district = pp.district and o.id = pp.organisation_id
         where x.district = $1 and not exists (select 1 from project_party other where other.district = pp.district
           and other.organisation_id = pp.organisation_id and other.project_id not in
             (select y.project_id from project_secret y where y.district = $1))",
        params![district],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    all.extend(organisations.into_iter().flat_map(|(id, name)| [id.to_string(), name]));
    Ok(all)
}

/// Names the leader in charge, or nobody.
pub fn set_leader(tx: &Tx<'_>, district: &str, id: ProjectId, leader: &str) -> Result<()> {
    let leader = (!leader.is_empty()).then_some(leader);
    tx.execute(
        "update project set leader = $3 where district = $1 and id = $2",
        params![district, id, leader],
    )?;
    Ok(())
}
