//! Rows of the ledger as lists and views show them.

use std::collections::HashMap;

use yinfeng_domain::id::FundId;

use super::view::{FundRef, FundRow};
use crate::{
    floor::{
        Result,
        db::{Reader, Row, Value},
    },
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

/// The same proof, slip or payment in another entry: one condition each over the receipt `f` and the other `d`.
pub(super) const SAME_FILE: &str = "exists (select 1 from fund_evidence fe join fund_evidence de
       on de.district = fe.district and de.sha256 = fe.sha256 and de.fund_id <> fe.fund_id
     where fe.district = f.district and fe.fund_id = f.id)";
const SAME_SLIP: &str = "f.slip_no <> '' and exists (select 1 from fund d
     where d.district = f.district and d.slip_no = f.slip_no and d.slip_no <> '' and d.id <> f.id)";
const SAME_PAYMENT: &str = "f.payer_key <> '' and exists (select 1 from fund d
     where d.district = f.district and d.payer_key = f.payer_key and d.received_on = f.received_on
       and d.claimed_fen = f.claimed_fen and d.id <> f.id)";

/// How many of the three apply.
pub(super) fn warnings() -> String {
    format!(
        "case when {SAME_FILE} then 1 else 0 end + case when {SAME_SLIP} then 1 else 0 end
         + case when {SAME_PAYMENT} then 1 else 0 end"
    )
}

/// `select … from …` of [`FundRow`]; the caller adds `where f.district = $1 …`.
pub(super) fn select() -> String {
    format!(
        "select f.id, f.code, p.id, p.code, p.name, u.id, u.name, u.short_name, u.kind, f.kind, f.payer,
           f.slip_no, f.received_on, f.currency, f.minor, f.claimed_fen, f.state, f.recognised_fen,
           f.recognised_on, f.claimed_at, f.version,
           (select count(*) from fund_evidence e where e.district = f.district and e.fund_id = f.id),
           cast({} as bigint), o.id, o.code, a.id, a.name
         from fund f
         join project p on p.district = f.district and p.id = f.project_id
         join org_unit u on u.district = f.district and u.id = f.unit_id
         left join fund o on o.district = f.district and o.id = f.corrects_id
         left join identity_account a on a.district = f.district and a.id = f.claimed_by",
        warnings()
    )
}

pub(super) fn row(row: &Row<'_>) -> Result<FundRow> {
    let corrects: Option<uuid::Uuid> = row.get(23)?;
    let claimed_by: Option<yinfeng_domain::id::AccountId> = row.get(25)?;
    Ok(FundRow {
        id: row.get(0)?,
        code: row.get(1)?,
        project: ProjectRef { id: row.get(2)?, code: row.get(3)?, name: row.get(4)? },
        unit: UnitRef { id: row.get(5)?, name: row.get(6)?, short_name: row.get(7)?, kind: row.get(8)? },
        kind: row.get(9)?,
        payer: row.get(10)?,
        slip_no: row.get(11)?,
        received_on: row.get(12)?,
        currency: row.get(13)?,
        minor: row.get(14)?,
        claimed_fen: row.get(15)?,
        state: row.get(16)?,
        recognised_fen: row.get(17)?,
        recognised_on: row.get(18)?,
        claimed_at: row.get(19)?,
        version: row.get(20)?,
        evidence_count: row.get(21)?,
        warnings_count: row.get(22)?,
        corrects: corrects
            .map(|id| Ok::<_, crate::floor::Error>(FundRef { id, code: row.get(24)? }))
            .transpose()?,
        claimed_by: claimed_by
            .map(|id| Ok::<_, crate::floor::Error>(PersonRef { id, name: row.get(26)? }))
            .transpose()?,
    })
}

pub(super) fn one(reader: &Reader, district: &str, id: FundId) -> Result<Option<FundRow>> {
    reader.first(
        &format!("{} where f.district = $1 and f.id = $2", select()),
        &[Value::from(district), Value::from(id)],
        row,
    )
}

/// These receipts, in the order of the keys.
pub(super) fn of(reader: &Reader, district: &str, keys: &[uuid::Uuid]) -> Result<Vec<FundRow>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..keys.len() + 2).map(|n| format!("${n}")).collect();
    let mut bound = vec![Value::from(district)];
    bound.extend(keys.iter().map(|id| Value::from(*id)));
    let sql = format!("{} where f.district = $1 and f.id in ({})", select(), places.join(", "));
    let mut found: HashMap<uuid::Uuid, FundRow> =
        reader.query(&sql, &bound, row)?.into_iter().map(|r| (r.id, r)).collect();
    Ok(keys.iter().filter_map(|id| found.remove(id)).collect())
}

pub(super) fn corrections(reader: &Reader, district: &str, id: FundId) -> Result<Vec<FundRow>> {
    reader.query(
        &format!("{} where f.district = $1 and f.corrects_id = $2 order by f.claimed_at, f.id", select()),
        &[Value::from(district), Value::from(id)],
        row,
    )
}
