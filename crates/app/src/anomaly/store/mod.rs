//! All SQL of the room `anomaly`.

mod search;
mod shown;

use jiff::Timestamp;
use yinfeng_domain::{anomaly::RuleCode, id::AccountId};

use super::{Decided, Decision};
use crate::{
    floor::{
        Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    params,
    project::PersonRef,
};

pub use search::{
    Behind, Hit, Look, bursts, ceremonies, contracts, days, of_payers, payers, proofs, receipts, registered,
    rounds, shared, signed, slips, taken_back, trips,
};
pub use shown::{funds, projects, units_below};

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

pub fn newest_table(reader: &Reader, district: &str) -> Result<Option<KeptTable>> {
    reader.first(
        "select t.version, t.text, a.id, a.name, t.recorded_at from anomaly_table t
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
        "insert into anomaly_table (district, version, text, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5)",
        params![who.district(), version, text, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn insert_decision(tx: &Tx<'_>, who: &Who, made: &Decision<'_>) -> Result<()> {
    tx.execute(
        "insert into anomaly_decision (district, id, rule, subject, no, fingerprint, act, reason, decided_by, decided_on,
           decided_at)
         values ($1, $2, $3, $4, (select coalesce(max(d.no), 0) + 1 from anomaly_decision d
           where d.district = $1 and d.rule = $3 and d.subject = $4), $5, $6, $7, $8, $9, $10)",
        params![
            who.district(),
            made.id,
            made.rule.code(),
            made.subject,
            made.fingerprint,
            made.act,
            made.reason,
            who.account_id(),
            made.on,
            tx.now()
        ],
    )?;
    Ok(())
}

/// What was decided about these subjects of a rule, the newest first.
pub fn decisions(
    reader: &Reader,
    district: &str,
    rule: RuleCode,
    subjects: &[&str],
) -> Result<Vec<(String, String, Decided)>> {
    let mut out = Vec::new();
    for some in subjects.chunks(400) {
        let mut clause = Clause::of_district("d.district", district);
        clause.and("d.rule = $?", rule.code());
        clause.among("d.subject", some.iter().copied());
        let sql = format!(
            "select d.subject, d.fingerprint, d.act, d.reason, a.id, a.name, d.decided_on, d.decided_at
             from anomaly_decision d left join identity_account a on a.district = d.district and a.id = d.decided_by
             where {} order by d.subject, d.no desc",
            clause.text()
        );
        out.extend(reader.query(&sql, clause.bound(), |r| {
            let decided = Decided {
                act: r.get(2)?,
                reason: r.get(3)?,
                decided_by: person(r, 4)?,
                decided_on: r.get(6)?,
                decided_at: r.get(7)?,
            };
            Ok((r.get(0)?, r.get(1)?, decided))
        })?);
    }
    Ok(out)
}

/// Whether this account claimed, typed or decided on one of these receipts.
pub fn has_hand_in(
    reader: &Reader,
    district: &str,
    funds: &[uuid::Uuid],
    account: AccountId,
) -> Result<bool> {
    for some in funds.chunks(400) {
        let mut clause = Clause::of_district("f.district", district);
        clause.among("f.id", some.iter().copied());
        let me = clause.bind(account);
        let sql = format!(
            "select cast(1 as bigint) from fund f where {} and (f.claimed_by = {me} or f.typed_by = {me}
               or f.decided_by = {me}) limit 1",
            clause.text()
        );
        if reader.value::<i64>(&sql, clause.bound())?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
