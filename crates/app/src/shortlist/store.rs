//! All SQL of the room `shortlist`.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, BatchId, ProjectId, ShortlistId, UnitId},
    shortlist::ListKind,
};

use super::{Filter, ListProject, ShortlistActions, ShortlistRecord, ShortlistRow, ShortlistVersion};
use crate::{
    floor::{
        Result,
        db::{Clause, DbError, Reader, Row, Tx},
        web::{Action, Who},
    },
    org::UnitRef,
    params,
    project::{self, PersonRef},
};

const COLUMNS: &str = "l.id, l.kind, l.name, u.id, u.name, u.short_name, u.kind, l.note,
  (select count(*) from shortlist_project q where q.district = l.district and q.shortlist_id = l.id), l.frozen,
  l.updated_at, l.version";
const FROM: &str = "from shortlist l join org_unit u on u.district = l.district and u.id = l.owner_unit_id";

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

fn row(r: &Row<'_>) -> Result<ShortlistRow> {
    let kind: String = r.get(1)?;
    Ok(ShortlistRow {
        id: r.get(0)?,
        list: ListKind::from_code(&kind).ok_or_else(|| DbError::Other(format!("unknown list {kind:?}")))?,
        name: r.get(2)?,
        owner_unit: UnitRef { id: r.get(3)?, name: r.get(4)?, short_name: r.get(5)?, kind: r.get(6)? },
        note: r.get(7)?,
        projects_count: r.get(8)?,
        frozen: r.get(9)?,
        updated_at: r.get(10)?,
        version: r.get(11)?,
    })
}

/// Only lists whose owner is within reach.
fn within_reach(clause: &mut Clause, who: &Who) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Project, Act::Read)? {
        let below = clause.below("u.path", &paths);
        clause.also(&below);
    }
    Ok(())
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Vec<ShortlistRow>> {
    let mut clause = Clause::of_district("l.district", who.district());
    within_reach(&mut clause, who)?;
    if let Some(kind) = filter.list {
        clause.and("l.kind = $?", kind.code());
    }
    if let Some(project) = filter.project {
        let place = clause.bind(project);
        clause.also(&format!(
            "l.id in (select q.shortlist_id from shortlist_project q where q.district = $1 and q.project_id = {place})"
        ));
    }
    reader.query(
        &format!(
            "select {COLUMNS} {FROM} where {} order by l.updated_at desc, l.id limit 200",
            clause.text()
        ),
        clause.bound(),
        row,
    )
}

pub fn get(reader: &Reader, who: &Who, id: ShortlistId) -> Result<Option<ShortlistRecord>> {
    let mut clause = Clause::of_district("l.district", who.district());
    clause.and("l.id = $?", id);
    within_reach(&mut clause, who)?;
    let none = || Action { ok: false, code: None, reason: None };
    reader.first(
        &format!(
            "select {COLUMNS}, u.path, a.id, a.name {FROM}
             left join identity_account a on a.district = l.district and a.id = l.created_by where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(ShortlistRecord {
                row: row(r)?,
                owner_path: r.get(12)?,
                created_by: person(r, 13)?,
                projects: Vec::new(),
                versions: Vec::new(),
                actions: ShortlistActions { edit: none(), freeze: none() },
            })
        },
    )
}

/// Total and note, as this reader may know them.
fn under_veil(reader: &Reader, who: &Who, id: &str, total: &str, note: &str) -> Result<(String, String)> {
    let hides = project::veil(reader, who)?.hides(id);
    let about = project::about_sql(total);
    Ok((
        format!("case when {hides} then {about} else {total} end"),
        format!("case when {hides} then '' else {note} end"),
    ))
}

fn listed(r: &Row<'_>) -> Result<ListProject> {
    Ok(ListProject {
        id: r.get(0)?,
        code: r.get(1)?,
        name: r.get(2)?,
        stage: r.get(3)?,
        status: r.get(4)?,
        total_fen: r.get(5)?,
        note: r.get(6)?,
    })
}

pub fn projects(reader: &Reader, who: &Who, id: ShortlistId) -> Result<Vec<ListProject>> {
    let (total, note) = under_veil(reader, who, "p.id", "p.total_fen", "q.note")?;
    reader.query(
        &format!(
            "select p.id, p.code, p.name, p.stage, p.status, {total}, {note} from shortlist_project q
             join project p on p.district = q.district and p.id = q.project_id
             where q.district = $1 and q.shortlist_id = $2 order by q.added_at, p.id"
        ),
        params![who.district(), id],
        listed,
    )
}

pub fn versions(reader: &Reader, district: &str, id: ShortlistId) -> Result<Vec<ShortlistVersion>> {
    reader.query(
        "select v.no, v.name, v.frozen_on, v.projects, a.id, a.name from shortlist_version v
         left join identity_account a on a.district = v.district and a.id = v.frozen_by
         where v.district = $1 and v.shortlist_id = $2 order by v.no desc",
        params![district, id],
        |r| {
            Ok(ShortlistVersion {
                no: r.get(0)?,
                name: r.get(1)?,
                frozen_on: r.get(2)?,
                projects: r.get(3)?,
                frozen_by: person(r, 4)?,
            })
        },
    )
}

/// A version as it was frozen; of a project that is hidden from the reader by now, the name it is shown under.
pub fn frozen(reader: &Reader, who: &Who, id: ShortlistId, no: i64) -> Result<Vec<ListProject>> {
    let (total, note) = under_veil(reader, who, "v.project_id", "v.total_fen", "v.note")?;
    let hides = project::veil(reader, who)?.hides("v.project_id");
    reader.query(
        &format!(
            "select v.project_id, v.code,
               case when {hides} then (select p.name from project p where p.district = v.district
                 and p.id = v.project_id) else v.name end, v.stage, v.status, {total}, {note}
             from shortlist_version_project v
             where v.district = $1 and v.shortlist_id = $2 and v.no = $3 order by v.project_id"
        ),
        params![who.district(), id, no],
        listed,
    )
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    id: ShortlistId,
    kind: ListKind,
    (name, note, owner): (&str, &str, UnitId),
) -> Result<()> {
    tx.execute(
        "insert into shortlist (district, id, kind, name, owner_unit_id, note, frozen, created_by, created_at,
           updated_at, version)
         values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $8, 1)",
        params![who.district(), id, kind.code(), name, owner, note, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn update(
    tx: &Tx<'_>,
    who: &Who,
    id: ShortlistId,
    (name, note, owner): (&str, &str, UnitId),
) -> Result<()> {
    tx.execute(
        "update shortlist set name = $3, note = $4, owner_unit_id = $5, updated_at = $6, version = version + 1
         where district = $1 and id = $2",
        params![who.district(), id, name, note, owner, tx.now()],
    )?;
    Ok(())
}

pub fn touch(tx: &Tx<'_>, district: &str, id: ShortlistId) -> Result<()> {
    tx.execute(
        "update shortlist set updated_at = $3, version = version + 1 where district = $1 and id = $2",
        params![district, id, tx.now()],
    )?;
    Ok(())
}

pub fn add(tx: &Tx<'_>, who: &Who, id: ShortlistId, project: ProjectId, note: &str) -> Result<()> {
    tx.execute(
        "insert into shortlist_project (district, shortlist_id, project_id, note, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![who.district(), id, project, note, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn remove(tx: &Tx<'_>, district: &str, id: ShortlistId, project: ProjectId) -> Result<()> {
    tx.execute(
        "delete from shortlist_project where district = $1 and shortlist_id = $2 and project_id = $3",
        params![district, id, project],
    )?;
    Ok(())
}

pub fn freeze(
    tx: &Tx<'_>,
    who: &Who,
    id: ShortlistId,
    (no, name, today): (i64, &str, Date),
    projects: &[ListProject],
) -> Result<()> {
    let district = who.district();
    tx.execute(
        "insert into shortlist_version (district, shortlist_id, no, name, frozen_on, projects, frozen_by, frozen_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![district, id, no, name, today, projects.len() as i64, who.account_id(), tx.now()],
    )?;
    for p in projects {
        tx.execute(
            "insert into shortlist_version_project (district, shortlist_id, no, project_id, code, name, stage,
               status, total_fen, note)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            params![district, id, no, p.id, &p.code, &p.name, &p.stage, &p.status, p.total_fen, &p.note],
        )?;
    }
    tx.execute(
        "update shortlist set frozen = $3, updated_at = $4, version = version + 1 where district = $1 and id = $2",
        params![district, id, no, tx.now()],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and exists
           (select 1 from shortlist_project q where q.district = $1 and q.project_id = p.id)
         order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
