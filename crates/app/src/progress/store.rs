//! All SQL of the room `progress`.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::Reach,
    id::{AccountId, BatchId, ProgressId, ProjectId},
    progress::{Said, Week},
    project::Stage,
};

use super::{
    Filter, Imported, ProgressCorrectionView, ProgressRow, ProgressUnit, ProgressView, Waiting,
    view::{ProgressActions, ProgressEntry, ProgressViewActions},
};
use crate::{
    floor::{
        Result,
        db::{
            Clause, DbError, Reader, Row, Tx,
            page::{self, Page},
        },
        web::{Action, Who},
    },
    org::UnitRef,
    params,
    project::{self, PersonRef, ProjectRef},
};

/// Of these projects a weekly report is expected: [`yinfeng_domain::progress::expected`].
const EXPECTED: &str = "p.status = 'ongoing' and p.stage <> 'at_capacity'";

fn none() -> Action {
    Action { ok: false, code: None, reason: None }
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

/// The columns that [`entry`] reads: ten of them.
const ENTRY: &str =
    "g.id, g.no_change, g.happened, g.next_step, g.due_on, g.problem, g.reported_on, g.reported_at,
  g.version, a.id, a.name";

fn entry(r: &Row<'_>, at: usize) -> Result<ProgressEntry> {
    Ok(ProgressEntry {
        id: r.get(at)?,
        no_change: r.get(at + 1)?,
        happened: r.get(at + 2)?,
        next_step: r.get(at + 3)?,
        due_on: r.get(at + 4)?,
        problem: r.get(at + 5)?,
        reported_on: r.get(at + 6)?,
        reported_at: r.get(at + 7)?,
        version: r.get(at + 8)?,
        reported_by: person(r, at + 9)?,
    })
}

/// The projects whose unit in the lead is within reach, and expected to report for the week.
fn expected(reader: &Reader, who: &Who, reach: &Reach, week: Week) -> Result<Clause> {
    let mut clause = Clause::of_district("p.district", who.district());
    project::veil(reader, who)?.keep(&mut clause, "p.id");
    clause.also(EXPECTED);
    // A project that came later had nothing to report yet.
    clause.and("p.entered_on <= $?", week.sunday());
    if let Reach::Units(paths) = reach {
        let below = clause.below("u.path", paths);
        clause.also(&below);
    }
    Ok(clause)
}

pub fn list(
    reader: &Reader,
    who: &Who,
    reach: &Reach,
    week: Week,
    filter: &Filter,
) -> Result<Page<ProgressRow>> {
    let mut clause = expected(reader, who, reach, week)?;
    let monday = clause.bind(week.monday());
    if let Some(wanted) = filter.unit {
        let wanted = clause.bind(wanted);
        clause.also(&format!(
            "u.path like (select w.path from org_unit w where w.district = $1 and w.id = {wanted}) || '%'"
        ));
    }
    match filter.state {
        Some(Waiting::Waiting) => clause.also("g.id is null"),
        Some(Waiting::Reported) => clause.also("g.id is not null"),
        None => {}
    }
    let from = format!(
        "from project p join org_unit u on u.district = p.district and u.id = p.lead_unit_id
         left join progress g on g.district = p.district and g.project_id = p.id and g.week = {monday}"
    );
    let counted = format!(
        "select count(*) from (select 1 {from} where {} limit {}) counted",
        clause.text(),
        page::COUNT_CAP + 1
    );
    let total = reader.value::<i64>(&counted, clause.bound())?.unwrap_or(0);
    if let Some(cursor) = &filter.cursor {
        let code = page::decode(cursor, 1)?.pop().unwrap_or(crate::floor::db::Value::Null);
        clause.and("p.code > $?", code);
    }
    let limit = page::limit(filter.limit);
    let mut items = reader.query(
        &format!(
            "select p.id, p.code, p.name, p.stage, u.id, u.name, u.short_name, u.kind, p.progress, p.next_step,
               p.next_step_due_on, p.problem,
               (select max(x.week) from progress x where x.district = $1 and x.project_id = p.id
                  and x.week < {monday} and x.no_change = false),
               {ENTRY}
             {from} left join identity_account a on a.district = g.district and a.id = g.reported_by
             where {} order by p.code limit {}",
            clause.text(),
            limit + 1
        ),
        clause.bound(),
        row,
    )?;
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let last = if more { items.last() } else { None };
    let next_cursor = last.map(|r| page::encode(&[r.project.code.as_str().into()]));
    Ok(Page { items, next_cursor, total: total.min(page::COUNT_CAP), total_capped: total > page::COUNT_CAP })
}

fn row(r: &Row<'_>) -> Result<ProgressRow> {
    let stage: String = r.get(3)?;
    let stage = Stage::from_code(&stage).ok_or_else(|| DbError::Other(format!("unknown stage {stage:?}")))?;
    let reported: Option<ProgressId> = r.get(13)?;
    Ok(ProgressRow {
        project: ProjectRef { id: r.get(0)?, code: r.get(1)?, name: r.get(2)? },
        stage,
        lead_unit: unit(r, 4)?,
        progress: r.get(8)?,
        next_step: r.get(9)?,
        next_step_due_on: r.get(10)?,
        problem: r.get(11)?,
        last_progress_week: r.get(12)?,
        entry: if reported.is_some() { Some(entry(r, 13)?) } else { None },
        actions: ProgressActions { report: none() },
    })
}

pub fn units(reader: &Reader, who: &Who, reach: &Reach, week: Week) -> Result<Vec<ProgressUnit>> {
    let mut clause = expected(reader, who, reach, week)?;
    let monday = clause.bind(week.monday());
    let mut units = reader.query(
        &format!(
            "select u.id, u.name, u.short_name, u.kind, count(*), count(g.id),
               cast(coalesce(sum(case when g.no_change then 1 else 0 end), 0) as bigint)
             from project p join org_unit u on u.district = p.district and u.id = p.lead_unit_id
             left join progress g on g.district = p.district and g.project_id = p.id and g.week = {monday}
             where {} group by u.id, u.name, u.short_name, u.kind, u.sort_no order by u.sort_no, u.id",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let (projects, reported): (i64, i64) = (r.get(4)?, r.get(5)?);
            Ok(ProgressUnit {
                unit: unit(r, 0)?,
                projects,
                reported,
                no_change: r.get(6)?,
                waiting: projects - reported,
            })
        },
    )?;
    units.sort_by_key(|u| std::cmp::Reverse(u.waiting));
    Ok(units)
}

pub fn of_week(
    reader: &Reader,
    district: &str,
    project: ProjectId,
    week: Week,
) -> Result<Option<ProgressId>> {
    reader.value(
        "select id from progress where district = $1 and project_id = $2 and week = $3",
        params![district, project, week.monday()],
    )
}

/// Whether there is a report with progress for a later week.
pub fn later_report(reader: &Reader, district: &str, project: ProjectId, week: Week) -> Result<bool> {
    let found: Option<ProgressId> = reader.value(
        "select id from progress where district = $1 and project_id = $2 and week > $3 and no_change = false limit 1",
        params![district, project, week.monday()],
    )?;
    Ok(found.is_some())
}

pub fn insert(
    tx: &Tx<'_>,
    district: &str,
    id: ProgressId,
    new: &Imported,
    known_before: Option<&Said>,
) -> Result<()> {
    let known_before = known_before.map(serde_json::to_string).transpose().map_err(anyhow::Error::from)?;
    tx.execute(
        "insert into progress (district, id, project_id, unit_id, week, no_change, happened, next_step, due_on,
           problem, reported_on, reported_by, reported_at, version, known_before)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14)",
        params![
            district,
            id,
            new.project,
            new.unit,
            new.week.monday(),
            new.said.no_change,
            &new.said.happened,
            &new.said.next_step,
            new.said.due_on,
            &new.said.problem,
            new.reported_on,
            new.reported_by,
            new.reported_at,
            known_before
        ],
    )?;
    Ok(())
}

/// What the project said of itself before this entry, where that was kept.
pub fn known_before(reader: &Reader, district: &str, id: ProgressId) -> Result<Option<Said>> {
    let kept: Option<Option<String>> = reader.first(
        "select known_before from progress where district = $1 and id = $2",
        params![district, id],
        |r| Ok(r.get(0)?),
    )?;
    let said = kept.flatten().map(|text| serde_json::from_str(&text)).transpose();
    Ok(said.map_err(anyhow::Error::from)?)
}

/// The last week whose report told of progress.
pub fn last_progress(reader: &Reader, district: &str, project: ProjectId) -> Result<Option<Date>> {
    reader.value(
        "select week from progress where district = $1 and project_id = $2 and no_change = false
         order by week desc limit 1",
        params![district, project],
    )
}

pub fn delete(tx: &Tx<'_>, district: &str, id: ProgressId) -> Result<()> {
    tx.execute("delete from progress where district = $1 and id = $2", params![district, id])?;
    Ok(())
}

pub fn get(reader: &Reader, district: &str, id: ProgressId) -> Result<Option<ProgressView>> {
    reader.first(
        &format!(
            "select {ENTRY}, g.week, g.project_id from progress g
             left join identity_account a on a.district = g.district and a.id = g.reported_by
             where g.district = $1 and g.id = $2"
        ),
        params![district, id],
        |r| {
            Ok(ProgressView {
                entry: entry(r, 0)?,
                week: r.get(11)?,
                project: ProjectRef { id: r.get(12)?, code: String::new(), name: String::new() },
                corrections: Vec::new(),
                actions: ProgressViewActions { correct: none(), withdraw: none() },
            })
        },
    )
}

pub fn corrections(reader: &Reader, district: &str, id: ProgressId) -> Result<Vec<ProgressCorrectionView>> {
    reader.query(
        "select c.no, c.no_change, c.happened, c.next_step, c.due_on, c.problem, c.reason, c.corrected_at, a.id,
           a.name
         from progress_correction c
         left join identity_account a on a.district = c.district and a.id = c.corrected_by
         where c.district = $1 and c.progress_id = $2 order by c.no desc",
        params![district, id],
        |r| {
            Ok(ProgressCorrectionView {
                no: r.get(0)?,
                no_change: r.get(1)?,
                happened: r.get(2)?,
                next_step: r.get(3)?,
                due_on: r.get(4)?,
                problem: r.get(5)?,
                reason: r.get(6)?,
                corrected_at: r.get(7)?,
                corrected_by: person(r, 8)?,
            })
        },
    )
}

/// Keeps what an entry says before it is corrected.
pub fn keep_old(tx: &Tx<'_>, who: &Who, before: &ProgressView, reason: &str) -> Result<()> {
    let old = &before.entry;
    tx.execute(
        "insert into progress_correction (district, progress_id, no, no_change, happened, next_step, due_on, problem,
           reason, corrected_by, corrected_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            who.district(),
            old.id,
            old.version,
            old.no_change,
            &old.happened,
            &old.next_step,
            old.due_on,
            &old.problem,
            reason,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn correct(tx: &Tx<'_>, district: &str, id: ProgressId, said: &Said) -> Result<()> {
    tx.execute(
        "update progress set no_change = $3, happened = $4, next_step = $5, due_on = $6, problem = $7,
           version = version + 1 where district = $1 and id = $2",
        params![district, id, said.no_change, &said.happened, &said.next_step, said.due_on, &said.problem],
    )?;
    Ok(())
}

/// Code and name of the projects of a batch that have entries.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and exists
           (select 1 from progress g where g.district = $1 and g.project_id = p.id) order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
