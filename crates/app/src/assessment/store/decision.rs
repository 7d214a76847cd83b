//! Decisions of the office.

use uuid::Uuid;
use yinfeng_domain::id::UnitId;

use crate::{
    assessment::{DecisionDraft, DecisionView},
    floor::{
        Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
};

const DECISION: &str =
    "select d.id, d.unit_id, u.name, u.short_name, u.kind, d.year, d.item, d.points_text, d.minutes_no,
    d.reason, d.decided_on, a.name, d.created_at
  from assessment_decision d join org_unit u on u.district = d.district and u.id = d.unit_id
  left join identity_account a on a.district = d.district and a.id = d.created_by";

fn read(row: &Row<'_>) -> Result<DecisionView> {
    Ok(DecisionView {
        id: row.get(0)?,
        unit: UnitRef { id: row.get(1)?, name: row.get(2)?, short_name: row.get(3)?, kind: row.get(4)? },
        year: row.get(5)?,
        item: row.get(6)?,
        name: row.get(6)?,
        figure_unit: String::new(),
        points: row.get(7)?,
        minutes_no: row.get(8)?,
        reason: row.get(9)?,
        decided_on: row.get(10)?,
        recorded_by: row.get(11)?,
        recorded_at: row.get(12)?,
    })
}

/// Latest first.
pub fn list(
    reader: &Reader,
    district: &str,
    year: i64,
    paths: Option<&[String]>,
    unit: Option<UnitId>,
) -> Result<Vec<DecisionView>> {
    let mut clause = Clause::of_district("d.district", district);
    clause.and("d.year = $?", year);
    clause.among("d.unit_id", unit);
    if let Some(paths) = paths {
        let below = clause.below("u.path", paths);
        clause.also(&below);
    }
    let sql = format!(
        "{DECISION} where {} order by d.decided_on desc, d.created_at desc, d.id desc",
        clause.text()
    );
    reader.query(&sql, clause.bound(), read)
}

pub fn one(reader: &Reader, district: &str, id: Uuid) -> Result<Option<DecisionView>> {
    reader.first(&format!("{DECISION} where d.district = $1 and d.id = $2"), params![district, id], read)
}

pub fn insert(tx: &Tx<'_>, who: &Who, id: Uuid, draft: &DecisionDraft) -> Result<()> {
    tx.execute(
        "insert into assessment_decision (district, id, unit_id, year, item, points_text, minutes_no, reason, decided_on,
           created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            who.district(),
            id,
            draft.unit_id,
            draft.year,
            &draft.item,
            draft.points.trim(),
            draft.minutes_no.trim(),
            draft.reason.trim(),
            draft.decided_on,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}
