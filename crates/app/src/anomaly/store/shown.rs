//! The rows of a page of signals as they are shown.

use std::collections::HashMap;

use uuid::Uuid;
use yinfeng_domain::id::UnitId;

use crate::{
    anomaly::AnomalyRow,
    floor::{
        Result,
        db::{Clause, Reader, Row},
    },
    org::UnitRef,
    params,
    project::ProjectRef,
};

fn unit(r: &Row<'_>, at: usize) -> Result<UnitRef> {
    Ok(UnitRef { id: r.get(at)?, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? })
}

const UNIT: &str = "u.id, u.name, u.short_name, u.kind";

/// Receipts by id.
pub fn funds(reader: &Reader, district: &str, ids: &[Uuid]) -> Result<HashMap<Uuid, AnomalyRow>> {
    let mut out = HashMap::new();
    for some in ids.chunks(400) {
        let mut clause = Clause::of_district("f.district", district);
        clause.among("f.id", some.iter().copied());
        let sql = format!(
            "select f.id, f.code, p.id, p.code, p.name, {UNIT}, f.received_on, f.claimed_fen, f.state, f.payer
             from fund f join project p on p.district = f.district and p.id = f.project_id
             join org_unit u on u.district = f.district and u.id = f.unit_id where {}",
            clause.text()
        );
        reader.each(&sql, clause.bound(), |r| {
            let id: Uuid = r.get(0)?;
            let row = AnomalyRow {
                fund_id: Some(id),
                code: r.get(1)?,
                project: ProjectRef { id: r.get(2)?, code: r.get(3)?, name: r.get(4)? },
                unit: unit(r, 5)?,
                on: r.get(9)?,
                amount_fen: r.get(10)?,
                state: r.get(11)?,
                payer: r.get(12)?,
            };
            out.insert(id, row);
            Ok(true)
        })?;
    }
    Ok(out)
}

/// Projects by id; day and amount are the signal's to say.
pub fn projects(reader: &Reader, district: &str, ids: &[Uuid]) -> Result<HashMap<Uuid, AnomalyRow>> {
    let mut out = HashMap::new();
    for some in ids.chunks(400) {
        let mut clause = Clause::of_district("p.district", district);
        clause.among("p.id", some.iter().copied());
        let sql = format!(
            "select p.id, p.code, p.name, {UNIT}, p.entered_on, p.status from project p
             join org_unit u on u.district = p.district and u.id = p.lead_unit_id where {}",
            clause.text()
        );
        reader.each(&sql, clause.bound(), |r| {
            let id: Uuid = r.get(0)?;
            let code: String = r.get(1)?;
            let row = AnomalyRow {
                fund_id: None,
                code: code.clone(),
                project: ProjectRef { id: r.get(0)?, code, name: r.get(2)? },
                unit: unit(r, 3)?,
                on: r.get(7)?,
                amount_fen: 0,
                state: r.get(8)?,
                payer: String::new(),
            };
            out.insert(id, row);
            Ok(true)
        })?;
    }
    Ok(out)
}

/// A unit and those below it.
pub fn units_below(reader: &Reader, district: &str, of: UnitId) -> Result<Vec<Uuid>> {
    reader.query(
        "select below.id from org_unit above join org_unit below
           on below.district = above.district and below.path like above.path || '%'
         where above.district = $1 and above.id = $2",
        params![district, of],
        |r| r.get(0).map_err(Into::into),
    )
}
