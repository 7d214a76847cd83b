//! Monthly forms.

use jiff::civil::Date;
use yinfeng_domain::id::UnitId;

use crate::{
    assessment::{ReturnDraft, ReturnView, returned::is_late},
    floor::{
        Result,
        db::{Clause, Reader, Row, Tx},
    },
    org::UnitRef,
    params,
};

const RETURN: &str = "select r.unit_id, u.name, u.short_name, u.kind, r.month, r.due_on, r.submitted_on
  from assessment_return r join org_unit u on u.district = r.district and u.id = r.unit_id";

fn read(row: &Row<'_>, on: Date) -> Result<ReturnView> {
    let (due_on, submitted_on) = (row.get(5)?, row.get(6)?);
    Ok(ReturnView {
        unit: UnitRef { id: row.get(0)?, name: row.get(1)?, short_name: row.get(2)?, kind: row.get(3)? },
        month: row.get(4)?,
        due_on,
        submitted_on,
        late: is_late(due_on, submitted_on, on),
    })
}

pub fn list(
    reader: &Reader,
    district: &str,
    year: i64,
    paths: Option<&[String]>,
    on: Date,
) -> Result<Vec<ReturnView>> {
    let mut clause = Clause::of_district("r.district", district);
    clause.and("r.month >= $?", format!("{year:04}-01"));
    clause.and("r.month <= $?", format!("{year:04}-12"));
    if let Some(paths) = paths {
        let below = clause.below("u.path", paths);
        clause.also(&below);
    }
    let sql = format!("{RETURN} where {} order by r.month, u.sort_no, u.name, r.unit_id", clause.text());
    reader.query(&sql, clause.bound(), |row| read(row, on))
}

pub fn one(
    reader: &Reader,
    district: &str,
    unit: UnitId,
    month: &str,
    on: Date,
) -> Result<Option<ReturnView>> {
    let sql = format!("{RETURN} where r.district = $1 and r.unit_id = $2 and r.month = $3");
    reader.first(&sql, params![district, unit, month], |row| read(row, on))
}

pub fn put(tx: &Tx<'_>, district: &str, draft: &ReturnDraft) -> Result<()> {
    tx.execute(
        "insert into assessment_return (district, unit_id, month, due_on, submitted_on, created_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (district, unit_id, month) do update set due_on = excluded.due_on, submitted_on = excluded.submitted_on",
        params![district, draft.unit_id, &draft.month, draft.due_on, draft.submitted_on, tx.now()],
    )?;
    Ok(())
}
