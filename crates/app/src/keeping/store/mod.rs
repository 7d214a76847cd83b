//! All SQL of the room `keeping`.

mod still;

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::{
    id::{AccountId, BatchId, ProjectId},
    project::{Grade, Stage},
};

use super::{GradeLogView, KeepingDecisionView, leave::Still};
use crate::{
    floor::{
        Result,
        db::{DbError, Reader, Row, Tx},
        web::Who,
    },
    params,
    project::PersonRef,
};

pub use still::{still, still_since};

/// A table as it was kept.
pub struct KeptTable {
    pub version: i64,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    pub recorded_at: Timestamp,
}

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

fn grade_at(r: &Row<'_>, at: usize) -> Result<Option<Grade>> {
    Ok(r.get::<Option<String>>(at)?.as_deref().and_then(Grade::from_code))
}

pub fn newest_table(reader: &Reader, district: &str) -> Result<Option<KeptTable>> {
    reader.first(
        "select t.version, t.text, a.id, a.name, t.recorded_at from keeping_table t
         left join identity_account a on a.district = t.district and a.id = t.recorded_by
         where t.district = $1 order by t.version desc limit 1",
        params![district],
        |r| {
            Ok(KeptTable {
                version: r.get(0)?,
                text: r.get(1)?,
                recorded_by: person(r, 2)?,
                recorded_at: r.get(4)?,
            })
        },
    )
}

pub fn insert_table(tx: &Tx<'_>, who: &Who, version: i64, text: &str) -> Result<()> {
    tx.execute(
        "insert into keeping_table (district, version, text, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5)",
        params![who.district(), version, text, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn grades(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<GradeLogView>> {
    reader.query(
        "select g.no, g.grade, g.reason, g.advised, g.table_version, g.graded_on, a.id, a.name, g.graded_at
         from keeping_grade g left join identity_account a on a.district = g.district and a.id = g.graded_by
         where g.district = $1 and g.project_id = $2 order by g.no desc",
        params![district, id],
        |r| {
            Ok(GradeLogView {
                no: r.get(0)?,
                grade: code(r, 1, Grade::from_code)?,
                reason: r.get(2)?,
                advised: grade_at(r, 3)?,
                table_version: r.get(4)?,
                graded_on: r.get(5)?,
                graded_by: person(r, 6)?,
                graded_at: r.get(8)?,
            })
        },
    )
}

pub fn insert_grade(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    (grade, advised): (Grade, Option<Grade>),
    (table, today): (i64, Date),
    reason: &str,
) -> Result<()> {
    tx.execute(
        "insert into keeping_grade (district, project_id, no, grade, reason, advised, table_version, graded_on,
           graded_by, graded_at)
         values ($1, $2, (select coalesce(max(g.no), 0) + 1 from keeping_grade g
           where g.district = $1 and g.project_id = $2), $3, $4, $5, $6, $7, $8, $9)",
        params![
            who.district(),
            id,
            grade.code(),
            reason,
            advised.map(Grade::code),
            table,
            today,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

/// A decision with what was known when it was made.
pub struct Decision<'a> {
    pub decision: &'static str,
    pub still: &'a Still,
    pub stage: Stage,
    pub table: i64,
    pub until: Option<Date>,
}

pub fn insert_decision(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    kept: &Decision<'_>,
    reason: &str,
    today: Date,
) -> Result<()> {
    tx.execute(
        "insert into keeping_decision (district, project_id, no, decision, idle_since_on, days_idle, stage,
           table_version, until_on, reason, decided_by, decided_on, decided_at)
         values ($1, $2, (select coalesce(max(d.no), 0) + 1 from keeping_decision d
           where d.district = $1 and d.project_id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            who.district(),
            id,
            kept.decision,
            kept.still.since,
            kept.still.days,
            kept.stage.code(),
            kept.table,
            kept.until,
            reason,
            who.account_id(),
            today,
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn decisions(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<KeepingDecisionView>> {
    reader.query(
        "select d.no, d.decision, d.idle_since_on, d.days_idle, d.stage, d.until_on, d.reason, a.id, a.name,
           d.decided_on
         from keeping_decision d left join identity_account a on a.district = d.district and a.id = d.decided_by
         where d.district = $1 and d.project_id = $2 order by d.no desc",
        params![district, id],
        |r| {
            Ok(KeepingDecisionView {
                no: r.get(0)?,
                decision: r.get(1)?,
                idle_since_on: r.get(2)?,
                days_idle: r.get(3)?,
                stage: code(r, 4, Stage::from_code)?,
                until_on: r.get(5)?,
                reason: r.get(6)?,
                decided_by: person(r, 7)?,
                decided_on: r.get(9)?,
            })
        },
    )
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and exists
           (select 1 from keeping_decision d where d.district = $1 and d.project_id = p.id)
         order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
