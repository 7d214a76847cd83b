//! Doors for what comes in bulk: an office's ledger, the demo year.

use serde_json::json;
use yinfeng_domain::{
    authority::{Act, Class},
    fund::Recognise,
    id::{AccountId, BatchId, FundId},
};

use super::{
    claim::{index_new, remove, said, tell_project},
    draft::Draft,
    evidence, recognition,
    store::{self, Claim, Origin},
    view::FundRef,
};
use crate::{
    floor::{
        Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    params,
};

/// Creates a claim that came with a batch (or none, for a demo). Every rule of a claim holds.
///
/// `claimed_by` is the account that claimed it, when there is one; `claimed_at` is when, now when it is `None`.
pub fn create_imported(
    tx: &Tx<'_>,
    who: &Who,
    draft: &Draft,
    batch: Option<BatchId>,
    claimed_by: Option<AccountId>,
    claimed_at: Option<jiff::Timestamp>,
) -> Result<FundId> {
    let claim = draft.check(tx, who)?;
    let from = Origin {
        claimed_by,
        typed_by: who.account_id(),
        claimed_at: claimed_at.unwrap_or_else(|| tx.now()),
        batch,
    };
    let id = insert(tx, who, &claim, from)?;
    for (i, proof) in draft.evidence.iter().flatten().enumerate() {
        evidence::add(tx, who, id, proof, &format!("evidence[{i}]."))?;
    }
    tell_project(tx, who.district(), draft.project_id)?;
    Ok(id)
}

/// A receipt that comes with its project, which is entered in between with what it claims.
pub struct Arriving<'d>(Claim<'d>);

impl<'d> Arriving<'d> {
    pub fn of(draft: &'d Draft, tx: &Tx<'_>, who: &Who) -> Result<Self> {
        who.need_district(Class::Fund, Act::Write)?;
        draft.check_new(tx, who).map(Self)
    }

    pub const fn claimed_fen(&self) -> i64 {
        self.0.claimed_fen
    }

    pub fn create(&self, tx: &Tx<'_>, who: &Who, batch: BatchId) -> Result<FundId> {
        let from =
            Origin { claimed_by: None, typed_by: who.account_id(), claimed_at: tx.now(), batch: Some(batch) };
        insert(tx, who, &self.0, from)
    }
}

fn insert(tx: &Tx<'_>, who: &Who, claim: &Claim<'_>, from: Origin) -> Result<FundId> {
    let batch = from.batch;
    let (id, code) = store::insert(tx, who.district(), claim, from)?;
    index_new(tx, who, id, &code, claim)?;
    let detail = json!({ "code": code, "version": 1, "batch": batch, "claim": said(claim) });
    audit::record(tx, who, "fund.import", "fund", id.0, &detail)?;
    Ok(id)
}

/// What an office had recognised before it came to Yinfeng.
#[derive(Debug, Clone)]
pub struct RecognisedBefore {
    /// The reviewer, when it is an account; never who claimed it.
    pub by: Option<AccountId>,
    /// When it was decided; now when it is `None`.
    pub at: Option<jiff::Timestamp>,
    /// In full when it is `None`.
    pub fen: Option<i64>,
    pub on: jiff::civil::Date,
    pub reason: String,
    /// Whether the proofs that its kind needs must be there. A ledger that was kept on paper has them on paper.
    pub with_evidence: bool,
}

/// Recognises an entry as it was recognised then: credits and sums as for any other.
pub fn recognise_as(tx: &Tx<'_>, who: &Who, id: FundId, then: &RecognisedBefore) -> Result<()> {
    let fund = store::fund_for(tx, who, Act::Write, id)?;
    let ask = Recognise {
        fen: then.fen,
        on: then.on,
        reason: &then.reason,
        today: tx.today(),
        with_evidence: then.with_evidence,
    };
    recognition::settle(tx, who, &fund, &ask, then.by, then.at.unwrap_or_else(|| tx.now()), "fund.import")
}

/// Entries of a batch that somebody has worked on since, and that therefore keep it from being undone.
pub fn touched_since_import(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<FundRef>> {
    reader.query(
        "select f.id, f.code from fund f where f.district = $1 and f.batch_id = $2 and (
           exists (select 1 from floor_audit a where a.district = f.district and a.subject = 'fund'
             and a.subject_id = f.id and a.act <> 'fund.import')
           or exists (select 1 from fund c where c.district = f.district and c.corrects_id = f.id))
         order by f.code",
        params![district, batch],
        |row| Ok(FundRef { id: row.get(0)?, code: row.get(1)? }),
    )
}

/// Takes the entries of a batch back, with their credits and sums; how many. Ask [`touched_since_import`] first.
pub fn remove_batch(tx: &Tx<'_>, who: &Who, batch: BatchId) -> Result<usize> {
    let ids = tx.query(
        "select id, project_id from fund where district = $1 and batch_id = $2 order by id",
        params![who.district(), batch],
        |row| Ok((row.get::<FundId>(0)?, row.get(1)?)),
    )?;
    for (id, project) in &ids {
        remove(tx, who, *id, *project)?;
        audit::record(tx, who, "fund.undo_import", "fund", id.0, &json!({ "batch": batch }))?;
    }
    Ok(ids.len())
}
