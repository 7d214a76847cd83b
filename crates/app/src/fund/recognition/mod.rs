//! 认定: the reviewer's side. Who claimed or typed an entry never decides on it; what is recognised is never
//! edited, a correction is an entry of its own.

mod queue;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::Act,
    fund::{Recognise, State},
    id::{AccountId, FundId},
    money::Currency,
};

use super::{
    claim::{Step, fresh, may_correct, stale, tell_project},
    get::{get, refuse, view},
    store::{self, Claim, Origin, Stored},
    summary::store::{correcting_credits, credit_entry, new_credits},
    view::FundView,
};
use crate::{
    floor::{Error, Fault, Result, audit, db::Tx, web::Who},
    org,
};

pub use queue::{QueueFilter, QueuePage, queue};

/// What to recognise.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecogniseBody {
    pub version: i64,
    /// In full when it is not given; less needs a reason.
    #[serde(default)]
    pub recognised_fen: Option<i64>,
    /// From when it counts; today when it is not given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub recognised_on: Option<Date>,
    #[serde(default)]
    pub reason: String,
}

/// The right total of a recognised entry.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectBody {
    pub version: i64,
    pub recognised_fen: i64,
    pub reason: String,
}

/// Recognises an entry in full or reduced.
pub fn recognise(tx: &Tx<'_>, who: &Who, id: FundId, body: &RecogniseBody) -> Result<FundView> {
    let fund = store::fund_for(tx, who, Act::Recognise, id)?;
    fresh(tx, who, &fund, body.version)?;
    let ask = Recognise {
        fen: body.recognised_fen,
        on: body.recognised_on.unwrap_or_else(|| tx.today()),
        reason: &body.reason,
        today: tx.today(),
        with_evidence: true,
    };
    settle(tx, who, &fund, &ask, who.account_id(), tx.now(), "fund.recognise")?;
    get(tx, who, id)
}

/// Recognises, credits and sums in one: every recognition goes through here.
pub(super) fn settle(
    tx: &Tx<'_>,
    who: &Who,
    fund: &Stored,
    ask: &Recognise<'_>,
    by: Option<AccountId>,
    at: jiff::Timestamp,
    act: &str,
) -> Result<()> {
    let district = who.district();
    if let Some(until) = org::closed_until(tx, district)?.filter(|until| ask.on <= *until) {
        return Err(Error::invalid(Fault::at("recognised_on", "fund.period_closed").with("until", until)));
    }
    let done = fund.entry.clone().recognise(by, ask).map_err(|r| refuse(who, &r))?;
    let State::Recognised(recognised) = &done.state else {
        return Err(anyhow::anyhow!("a recognition that recognises nothing").into());
    };
    if !store::save_decision(tx, district, fund, &done.state, by, at)? {
        return Err(stale(tx, who, fund.id, fund.version)?);
    }
    // The trail first: its head is the lock under which the sums of a district change one after the other.
    let detail = json!({
        "version": fund.version + 1, "changed": ["state", "recognised_fen", "recognised_on"], "code": fund.code,
        "claimed_fen": fund.entry.claimed_fen, "recognised_fen": recognised.fen,
        "recognised_on": recognised.on, "reason": recognised.reason,
    });
    audit::record(tx, who, act, "fund", fund.id.0, &detail)?;
    let credits = match fund.corrects_id {
        None => new_credits(tx, district, fund.project_id, recognised.on, recognised.fen)?,
        Some(original) => correcting_credits(tx, district, original, fund.id, recognised.fen)?,
    };
    credit_entry(tx, district, fund.id, fund.unit_id, credits)?;
    tell_project(tx, district, fund.project_id)
}

/// Gives a claim back for more.
pub fn give_back(tx: &Tx<'_>, who: &Who, id: FundId, step: &Step) -> Result<FundView> {
    let fund = store::fund_for(tx, who, Act::Recognise, id)?;
    fresh(tx, who, &fund, step.version)?;
    let next = fund.entry.clone().give_back(who.account_id(), &step.reason).map_err(|r| refuse(who, &r))?;
    decide(tx, who, &fund, &next.state, "fund.return", &step.reason)
}

/// Rejects a claim for good.
pub fn reject(tx: &Tx<'_>, who: &Who, id: FundId, step: &Step) -> Result<FundView> {
    let fund = store::fund_for(tx, who, Act::Recognise, id)?;
    fresh(tx, who, &fund, step.version)?;
    let next = fund.entry.clone().reject(who.account_id(), &step.reason).map_err(|r| refuse(who, &r))?;
    decide(tx, who, &fund, &next.state, "fund.reject", &step.reason)
}

fn decide(tx: &Tx<'_>, who: &Who, fund: &Stored, state: &State, act: &str, reason: &str) -> Result<FundView> {
    if !store::save_decision(tx, who.district(), fund, state, who.account_id(), tx.now())? {
        return Err(stale(tx, who, fund.id, fund.version)?);
    }
    let detail = json!({ "version": fund.version + 1, "changed": ["state"], "reason": reason.trim() });
    audit::record(tx, who, act, "fund", fund.id.0, &detail)?;
    tell_project(tx, who.district(), fund.project_id)?;
    get(tx, who, fund.id)
}

/// Asks that a recognised entry count for another total: a new entry carries the signed difference, names the old
/// one, and waits for a reviewer who did not ask for it.
pub fn correct(tx: &Tx<'_>, who: &Who, id: FundId, body: &CorrectBody) -> Result<FundView> {
    let district = who.district();
    let fund = may_correct(tx, who, id)?;
    fresh(tx, who, &fund, body.version)?;
    store::lock(tx, district, id)?;
    let so_far = store::recognised_total(tx, district, id)?;
    let open = store::has_open_correction(tx, district, id)?;
    let difference =
        fund.entry.correct(body.recognised_fen, so_far, open, &body.reason).map_err(|r| refuse(who, &r))?;
    let claim = Claim {
        project_id: fund.project_id,
        unit_id: fund.unit_id,
        kind: fund.entry.kind,
        payer: &fund.payer,
        // No key and no slip: a correction is no second payment.
        payer_key: String::new(),
        slip_no: String::new(),
        received_on: fund.entry.received_on,
        currency: Currency::Cny.code(),
        minor: difference,
        rate_e8: yinfeng_domain::money::RATE_SCALE,
        rate_on: fund.entry.received_on,
        rate_source: String::new(),
        claimed_fen: difference,
        note: body.reason.trim(),
        source_text: "",
        source_unit: "",
        corrects_id: Some(id),
    };
    let from = Origin {
        claimed_by: who.account_id(),
        typed_by: who.account_id(),
        claimed_at: tx.now(),
        batch: None,
    };
    let (new, code) = store::insert(tx, district, &claim, from)?;
    super::claim::index_new(tx, who, new, &code, &claim)?;
    let detail = json!({
        "code": code, "version": 1, "corrects": fund.code, "right_fen": body.recognised_fen, "so_far_fen": so_far,
        "difference_fen": difference, "reason": body.reason.trim(),
    });
    audit::record(tx, who, "fund.correct", "fund", new.0, &detail)?;
    let made = store::fund_for(tx, who, Act::Read, new)?;
    view(tx, who, &made)
}
