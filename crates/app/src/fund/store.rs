//! All SQL that writes the ledger of money in place, and the rows as the rules need them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    fund::{Entry, EvidenceKind, Kind, Recognised, State},
    id::{AccountId, BatchId, FundId, ProjectId, UnitId},
};

use super::evidence::KIND;
use crate::{
    floor::{
        Error, Result,
        db::{Gathered, Reader, Row, Tx, Value},
        web::Who,
    },
    params, project,
};

/// A condition that keeps a unit column within reach, and what it binds from `$next` on.
pub(super) fn within(reach: &Reach, column: &str, next: usize) -> (String, Vec<Value>) {
    match reach {
        Reach::District => (String::new(), Vec::new()),
        Reach::Nothing => (" and 1 = 0".into(), Vec::new()),
        Reach::Units(paths) => {
            let any: Vec<String> = (0..paths.len()).map(|i| format!("ru.path like ${}", next + i)).collect();
            let text = format!(
                " and {column} in (select ru.id from org_unit ru where ru.district = $1 and ({}))",
                any.join(" or ")
            );
            (text, paths.iter().map(|p| Value::Text(format!("{p}%"))).collect())
        }
    }
}

/// A receipt as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub id: FundId,
    pub code: String,
    pub project_id: ProjectId,
    pub unit_id: UnitId,
    pub claimed_by: Option<AccountId>,
    pub typed_by: Option<AccountId>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<jiff::Timestamp>,
    pub decision: String,
    pub corrects_id: Option<FundId>,
    pub payer: String,
    pub slip_no: String,
    pub currency: String,
    pub minor: i64,
    pub rate_e8: i64,
    pub rate_on: Date,
    pub rate_source: String,
    pub note: String,
    pub source_text: String,
    pub source_unit: String,
    pub version: i64,
    pub entry: Entry,
}

const COLUMNS: &str = "f.id, f.code, f.project_id, f.unit_id, f.kind, f.received_on, f.claimed_fen, f.state,
    f.recognised_fen, f.recognised_on, f.decision, f.corrects_id, f.claimed_by, f.typed_by, f.decided_by,
    f.decided_at, f.payer, f.slip_no, f.currency, f.minor, f.rate_e8, f.rate_on, f.rate_source, f.note,
    f.source_text, f.source_unit, f.version";

fn damaged(what: &str) -> Error {
    Error::Internal(anyhow::anyhow!("a receipt has an unknown {what}"))
}

fn stored(row: &Row<'_>) -> Result<Stored> {
    let decision: String = row.get(10)?;
    let corrects_id: Option<FundId> = row.get(11)?;
    let state = match row.get::<String>(7)?.as_str() {
        "claimed" => State::Claimed,
        "returned" => State::Returned { reason: decision.clone() },
        "rejected" => State::Rejected { reason: decision.clone() },
        "withdrawn" => State::Withdrawn { reason: decision.clone() },
        "recognised" => {
            State::Recognised(Recognised { fen: row.get(8)?, on: row.get(9)?, reason: decision.clone() })
        }
        _ => return Err(damaged("state")),
    };
    Ok(Stored {
        id: row.get(0)?,
        code: row.get(1)?,
        project_id: row.get(2)?,
        unit_id: row.get(3)?,
        claimed_by: row.get(12)?,
        typed_by: row.get(13)?,
        decided_by: row.get(14)?,
        decided_at: row.get(15)?,
        payer: row.get(16)?,
        slip_no: row.get(17)?,
        currency: row.get(18)?,
        minor: row.get(19)?,
        rate_e8: row.get(20)?,
        rate_on: row.get(21)?,
        rate_source: row.get(22)?,
        note: row.get(23)?,
        source_text: row.get(24)?,
        source_unit: row.get(25)?,
        version: row.get(26)?,
        entry: Entry {
            kind: Kind::from_code(&row.get::<String>(4)?).ok_or_else(|| damaged("kind"))?,
            received_on: row.get(5)?,
            claimed_fen: row.get(6)?,
            corrects: corrects_id.is_some(),
            hands: Vec::new(),
            evidence: Vec::new(),
            state,
        },
        corrects_id,
        decision,
    })
}

/// The receipt, if this actor has this right over it; otherwise it does not exist.
pub(super) fn fund_for(reader: &Reader, who: &Who, act: Act, id: FundId) -> Result<Stored> {
    let reach = who.reach(Class::Fund, act)?;
    let (scope, bound) = within(&reach, "f.unit_id", 3);
    let known = project::veil(reader, who)?.shows("f.project_id");
    let sql = format!("select {COLUMNS} from fund f where f.district = $1 and f.id = $2 and {known}{scope}");
    let mut values = vec![Value::from(who.district()), Value::from(id)];
    values.extend(bound);
    let mut found = reader.first(&sql, &values, stored)?.ok_or(Error::NotFound)?;
    found.entry.hands = hands(reader, who.district(), &found)?;
    found.entry.evidence = reader
        .query(
            &format!(
                "select {KIND} from fund_evidence e where e.district = $1 and e.fund_id = $2 order by e.no"
            ),
            params![who.district(), id],
            |row| Ok(row.get::<String>(0)?),
        )?
        .iter()
        .filter_map(|code| EvidenceKind::from_code(code))
        .collect();
    Ok(found)
}

/// Everybody who claimed or typed it: those whom the row names, and those whom the trail names.
fn hands(reader: &Reader, district: &str, fund: &Stored) -> Result<Vec<AccountId>> {
    let mut hands: Vec<AccountId> = reader.query(
        "select distinct actor_id from floor_audit
         where district = $1 and subject = 'fund' and subject_id = $2 and actor_id is not null
           and act in ('fund.claim', 'fund.edit', 'fund.add_evidence', 'fund.resubmit', 'fund.import', 'fund.correct')",
        params![district, fund.id],
        |row| Ok(row.get(0)?),
    )?;
    hands.extend(fund.claimed_by);
    hands.extend(fund.typed_by);
    Ok(hands)
}

/// What is written of a claim.
#[derive(Debug, Clone)]
pub(super) struct Claim<'a> {
    pub project_id: ProjectId,
    pub unit_id: UnitId,
    pub kind: Kind,
    pub payer: &'a str,
    pub payer_key: String,
    pub slip_no: String,
    pub received_on: Date,
    pub currency: &'a str,
    pub minor: i64,
    pub rate_e8: i64,
    pub rate_on: Date,
    pub rate_source: String,
    pub claimed_fen: i64,
    pub note: &'a str,
    pub source_text: &'a str,
    pub source_unit: &'a str,
    pub corrects_id: Option<FundId>,
}

/// Who stands behind a new entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub claimed_by: Option<AccountId>,
    pub typed_by: Option<AccountId>,
    pub claimed_at: jiff::Timestamp,
    pub batch: Option<BatchId>,
}

/// The first and last numbers that an operation gave, by district and year: the first is taken from the counter, the
/// last written back at the end.
#[derive(Default)]
struct Numbers(BTreeMap<(String, i16), (i64, i64)>);

impl Gathered for Numbers {
    const SHARED: bool = true;

    fn write(self, tx: &Tx<'_>) -> Result<()> {
        for ((district, year), (first, last)) in self.0 {
            if first == last {
                continue;
            }
            tx.execute(
                "update fund_counter set last = $3 where district = $1 and year = $2",
                params![district, i64::from(year), last],
            )?;
        }
        Ok(())
    }
}

/// The next code of a year: `379901-2013-F00001`.
fn next_code(tx: &Tx<'_>, district: &str, year: i16) -> Result<String> {
    let key = (district.to_owned(), year);
    let given = tx.gather(|numbers: &mut Numbers| {
        numbers.0.get_mut(&key).map(|(_, last)| {
            *last += 1;
            *last
        })
    });
    let no = if let Some(no) = given {
        no
    } else {
        let first = tx.value::<i64>(
            "insert into fund_counter (district, year, last) values ($1, $2, 1)
             on conflict (district, year) do update set last = fund_counter.last + 1 returning last",
            params![district, i64::from(year)],
        )?;
        let first = first.unwrap_or(1);
        tx.gather(|numbers: &mut Numbers| numbers.0.insert(key, (first, first)));
        first
    };
    Ok(format!("{district}-{year}-F{no:05}"))
}

pub(super) fn insert(
    tx: &Tx<'_>,
    district: &str,
    claim: &Claim<'_>,
    from: Origin,
) -> Result<(FundId, String)> {
    let id: FundId = tx.new_id();
    let code = next_code(tx, district, claim.received_on.year())?;
    tx.put(
        "insert into fund (district, id, code, project_id, unit_id, kind, payer, payer_key, slip_no, received_on,
           currency, minor, rate_e8, rate_on, rate_source, claimed_fen, state, decision, corrects_id, note,
           source_text, source_unit, claimed_by, typed_by, claimed_at, updated_at, version, batch_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'claimed', '', $17, $18,
           $19, $20, $21, $22, $23, $24, 1, $25)",
        params![
            district,
            id,
            &code,
            claim.project_id,
            claim.unit_id,
            claim.kind.code(),
            claim.payer,
            &claim.payer_key,
            &claim.slip_no,
            claim.received_on,
            claim.currency,
            claim.minor,
            claim.rate_e8,
            claim.rate_on,
            &claim.rate_source,
            claim.claimed_fen,
            claim.corrects_id,
            claim.note,
            claim.source_text,
            claim.source_unit,
            from.claimed_by,
            from.typed_by,
            from.claimed_at,
            tx.now(),
            from.batch,
        ],
    )?;
    Ok((id, code))
}

/// Rewrites the claim; whether the row still had this version.
pub(super) fn update_claim(
    tx: &Tx<'_>,
    who: &Who,
    id: FundId,
    version: i64,
    claim: &Claim<'_>,
) -> Result<bool> {
    let touched = tx.execute(
        "update fund set project_id = $4, unit_id = $5, kind = $6, payer = $7, payer_key = $8, slip_no = $9,
           received_on = $10, currency = $11, minor = $12, rate_e8 = $13, rate_on = $14, rate_source = $15,
           claimed_fen = $16, note = $17, source_text = $18, source_unit = $19, typed_by = $20, updated_at = $21,
           version = version + 1
         where district = $1 and id = $2 and version = $3",
        params![
            who.district(),
            id,
            version,
            claim.project_id,
            claim.unit_id,
            claim.kind.code(),
            claim.payer,
            &claim.payer_key,
            &claim.slip_no,
            claim.received_on,
            claim.currency,
            claim.minor,
            claim.rate_e8,
            claim.rate_on,
            &claim.rate_source,
            claim.claimed_fen,
            claim.note,
            claim.source_text,
            claim.source_unit,
            who.account_id(),
            tx.now(),
        ],
    )?;
    Ok(touched == 1)
}

/// Writes a new version without changing the claim itself (a proof was added); whether the version still held.
pub(super) fn touch(tx: &Tx<'_>, district: &str, id: FundId, version: i64) -> Result<bool> {
    let touched = tx.execute(
        "update fund set updated_at = $4, version = version + 1 where district = $1 and id = $2 and version = $3",
        params![district, id, version, tx.now()],
    )?;
    Ok(touched == 1)
}

/// A step by the claiming side: nobody decided.
pub(super) fn save_state(tx: &Tx<'_>, district: &str, fund: &Stored, state: &State) -> Result<bool> {
    let decision = match state {
        State::Withdrawn { reason } => reason.as_str(),
        _ => fund.decision.as_str(),
    };
    let touched = tx.execute(
        "update fund set state = $4, decision = $5, updated_at = $6, version = version + 1
         where district = $1 and id = $2 and version = $3",
        params![district, fund.id, fund.version, state.code(), decision, tx.now()],
    )?;
    Ok(touched == 1)
}

/// A decision; whether the row still had this version.
pub(super) fn save_decision(
    tx: &Tx<'_>,
    district: &str,
    fund: &Stored,
    state: &State,
    by: Option<AccountId>,
    at: jiff::Timestamp,
) -> Result<bool> {
    let (fen, on, reason) = match state {
        State::Recognised(r) => (Some(r.fen), Some(r.on), r.reason.as_str()),
        State::Returned { reason } | State::Rejected { reason } | State::Withdrawn { reason } => {
            (None, None, reason.as_str())
        }
        State::Claimed => (None, None, ""),
    };
    let touched = tx.execute(
        "update fund set state = $4, recognised_fen = $5, recognised_on = $6, decision = $7, decided_by = $8,
           decided_at = $9, updated_at = $10, version = version + 1
         where district = $1 and id = $2 and version = $3",
        params![district, fund.id, fund.version, state.code(), fen, on, reason, by, at, tx.now()],
    )?;
    Ok(touched == 1)
}

/// What an entry and its recognised corrections sum to.
pub(super) fn recognised_total(reader: &Reader, district: &str, id: FundId) -> Result<i64> {
    Ok(reader
        .value(
            "select cast(coalesce(sum(recognised_fen), 0) as bigint) from fund
             where district = $1 and (id = $2 or corrects_id = $2) and state = 'recognised'",
            params![district, id],
        )?
        .unwrap_or(0))
}

/// What a project's receipts sum to: claimed (what was rejected or taken back left out) and recognised.
pub(super) fn sums_of_project(reader: &Reader, district: &str, id: ProjectId) -> Result<(i64, i64)> {
    let sums = reader.first(
        "select cast(coalesce(sum(case when corrects_id is null then claimed_fen else 0 end), 0) as bigint),
           cast(coalesce(sum(recognised_fen), 0) as bigint)
         from fund where district = $1 and project_id = $2 and state in ('claimed', 'returned', 'recognised')",
        params![district, id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(sums.unwrap_or((0, 0)))
}

/// Whether a correction of this entry waits for a reviewer.
pub(super) fn has_open_correction(reader: &Reader, district: &str, id: FundId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select cast(1 as bigint) from fund where district = $1 and corrects_id = $2 and state in ('claimed', 'returned') limit 1",
        params![district, id],
    )?;
    Ok(found.is_some())
}

/// Locks the entry that is corrected until the commit, so that two corrections cannot be asked for at once.
pub(super) fn lock(tx: &Tx<'_>, district: &str, id: FundId) -> Result<()> {
    tx.execute("update fund set version = version where district = $1 and id = $2", params![district, id])?;
    Ok(())
}

/// Code, payer and slip in the order of the ids, from the one after `after` on: for making the search index anew.
pub fn words_after(
    reader: &Reader,
    district: &str,
    after: FundId,
    limit: i64,
) -> Result<Vec<(FundId, String, String, String)>> {
    reader.query(
        "select id, code, payer, slip_no from fund where district = $1 and id > $2 order by id limit $3",
        params![district, after, limit],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}
