//! The claiming side: claim, change, put before the reviewer again, take back.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{FundId, ProjectId},
};

use super::{
    draft::Draft,
    evidence,
    get::{refuse, view},
    store::{self, Claim, Origin, Stored},
    view::FundView,
};
use crate::{
    floor::{
        Error, Fault, Result, audit, change,
        db::{Reader, Tx},
        search,
        web::Who,
    },
    params, project,
};

/// What the search index knows receipts as.
pub(super) const SEARCH_KIND: search::Kind = search::Kind::new("fund", 3);

/// A step with a reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub version: i64,
    #[serde(default)]
    pub reason: String,
}

/// Claims money in place.
pub fn create(tx: &Tx<'_>, who: &Who, draft: &Draft) -> Result<FundView> {
    let claim = draft.check(tx, who)?;
    let from = Origin {
        claimed_by: who.account_id(),
        typed_by: who.account_id(),
        claimed_at: tx.now(),
        batch: None,
    };
    let (id, code) = store::insert(tx, who.district(), &claim, from)?;
    evidence::replace(tx, who, id, draft.evidence.as_deref().unwrap_or_default())?;
    index_new(tx, who, id, &code, &claim)?;
    tell_project(tx, who.district(), draft.project_id)?;
    audit::record(
        tx,
        who,
        "fund.claim",
        "fund",
        id.0,
        &json!({ "code": code, "version": 1, "claim": said(&claim) }),
    )?;
    view(tx, who, &store::fund_for(tx, who, Act::Write, id)?)
}

/// Puts a claim right while nobody has recognised it.
pub fn edit(tx: &Tx<'_>, who: &Who, id: FundId, draft: &Draft) -> Result<FundView> {
    let fund = store::fund_for(tx, who, Act::Write, id)?;
    let version = draft.version.ok_or_else(|| Error::invalid(Fault::at("version", "floor.field_missing")))?;
    fresh(tx, who, &fund, version)?;
    fund.entry.may_be_edited().map_err(|r| refuse(who, &r))?;
    let claim = draft.check(tx, who)?;
    let mut changed = changed(&fund, &claim);
    if draft.evidence.is_some() {
        changed.push("evidence");
    }
    if !store::update_claim(tx, who, id, version, &claim)? {
        return Err(stale(tx, who, id, version)?);
    }
    if let Some(proofs) = &draft.evidence {
        evidence::replace(tx, who, id, proofs)?;
    }
    index(tx, who, id, &fund.code, &claim)?;
    let detail =
        json!({ "version": version + 1, "changed": changed, "before": was(&fund), "claim": said(&claim) });
    audit::record(tx, who, "fund.edit", "fund", id.0, &detail)?;
    for project in BTreeSet::from([fund.project_id, claim.project_id]) {
        tell_project(tx, who.district(), project)?;
    }
    view(tx, who, &store::fund_for(tx, who, Act::Write, id)?)
}

/// Adds one proof to a claim.
pub fn add_evidence(
    tx: &Tx<'_>,
    who: &Who,
    id: FundId,
    proof: &super::draft::EvidenceDraft,
    version: i64,
) -> Result<FundView> {
    let fund = store::fund_for(tx, who, Act::Write, id)?;
    fresh(tx, who, &fund, version)?;
    fund.entry.may_be_edited().map_err(|r| refuse(who, &r))?;
    if !store::touch(tx, who.district(), id, version)? {
        return Err(stale(tx, who, id, version)?);
    }
    evidence::add(tx, who, id, proof, "")?;
    let detail = json!({ "version": version + 1, "changed": ["evidence"], "sha256": proof.sha256, "name": proof.name });
    audit::record(tx, who, "fund.add_evidence", "fund", id.0, &detail)?;
    view(tx, who, &store::fund_for(tx, who, Act::Write, id)?)
}

/// Puts a returned claim before the reviewer again.
pub fn resubmit(tx: &Tx<'_>, who: &Who, id: FundId, step: &Step) -> Result<FundView> {
    let fund = store::fund_for(tx, who, Act::Write, id)?;
    fresh(tx, who, &fund, step.version)?;
    let next = fund.entry.clone().resubmit().map_err(|r| refuse(who, &r))?;
    take_step(tx, who, &fund, &next.state, "fund.resubmit", step)
}

/// Takes a claim back. A correction is taken back by those who may ask for one.
pub fn withdraw(tx: &Tx<'_>, who: &Who, id: FundId, step: &Step) -> Result<FundView> {
    let fund = match store::fund_for(tx, who, Act::Write, id) {
        Err(Error::NotFound) => Some(store::fund_for(tx, who, Act::Recognise, id)?)
            .filter(|f| f.entry.corrects)
            .ok_or(Error::NotFound)?,
        found => found?,
    };
    fresh(tx, who, &fund, step.version)?;
    let next = fund.entry.clone().withdraw(&step.reason).map_err(|r| refuse(who, &r))?;
    take_step(tx, who, &fund, &next.state, "fund.withdraw", step)
}

fn take_step(
    tx: &Tx<'_>,
    who: &Who,
    fund: &Stored,
    state: &yinfeng_domain::fund::State,
    act: &str,
    step: &Step,
) -> Result<FundView> {
    if !store::save_state(tx, who.district(), fund, state)? {
        return Err(stale(tx, who, fund.id, step.version)?);
    }
    let detail = json!({ "version": fund.version + 1, "changed": ["state"], "reason": step.reason.trim() });
    audit::record(tx, who, act, "fund", fund.id.0, &detail)?;
    tell_project(tx, who.district(), fund.project_id)?;
    super::get::get(tx, who, fund.id)
}

/// Whether the caller saw the receipt as it is now.
pub(super) fn fresh(tx: &Tx<'_>, who: &Who, fund: &Stored, version: i64) -> Result<()> {
    if fund.version == version { Ok(()) } else { Err(stale(tx, who, fund.id, version)?) }
}

/// The receipt as it is now, and which fields the trail says were changed since the caller's version.
pub(super) fn stale(tx: &Tx<'_>, who: &Who, id: FundId, version: i64) -> Result<Error> {
    let current = super::get::get(tx, who, id)?;
    let changed = change::since(tx, who.district(), "fund", id.0, version)?;
    let current = serde_json::to_value(current).map_err(anyhow::Error::from)?;
    Ok(Error::Stale { current: Box::new(current), changed })
}

pub(super) fn index(tx: &Tx<'_>, who: &Who, id: FundId, code: &str, claim: &Claim<'_>) -> Result<()> {
    index_words(tx, who.district(), id, code, claim.payer, &claim.slip_no)
}

/// [`index`] of an entry that is new.
pub(super) fn index_new(tx: &Tx<'_>, who: &Who, id: FundId, code: &str, claim: &Claim<'_>) -> Result<()> {
    search::add(tx, who.district(), SEARCH_KIND, id.0, &words(code, claim.payer, &claim.slip_no))
}

/// Makes the search index anew for receipts after this id; where to go on, or nothing when all are done.
pub fn reindex(tx: &Tx<'_>, district: &str, after: FundId) -> Result<Option<FundId>> {
    let portion = store::words_after(tx, district, after, search::PORTION)?;
    for (id, code, payer, slip_no) in &portion {
        index_words(tx, district, *id, code, payer, slip_no)?;
    }
    Ok(portion.last().map(|(id, ..)| *id))
}

fn index_words(
    tx: &Tx<'_>,
    district: &str,
    id: FundId,
    code: &str,
    payer: &str,
    slip_no: &str,
) -> Result<()> {
    search::index(tx, district, SEARCH_KIND, id.0, &words(code, payer, slip_no))
}

/// What finds an entry.
const fn words<'t>(code: &'t str, payer: &'t str, slip_no: &'t str) -> [&'t str; 3] {
    [payer, code, slip_no]
}

/// A claim as the trail tells it.
pub(super) fn said(claim: &Claim<'_>) -> serde_json::Value {
    json!({
        "project_id": claim.project_id, "unit_id": claim.unit_id, "kind": claim.kind, "payer": claim.payer,
        "slip_no": claim.slip_no, "received_on": claim.received_on, "currency": claim.currency,
        "minor": claim.minor, "rate_e8": claim.rate_e8, "rate_on": claim.rate_on,
        "rate_source": claim.rate_source, "claimed_fen": claim.claimed_fen, "note": claim.note,
    })
}

fn was(fund: &Stored) -> serde_json::Value {
    json!({
        "project_id": fund.project_id, "unit_id": fund.unit_id, "kind": fund.entry.kind, "payer": fund.payer,
        "slip_no": fund.slip_no, "received_on": fund.entry.received_on, "currency": fund.currency,
        "minor": fund.minor, "rate_e8": fund.rate_e8, "rate_on": fund.rate_on,
        "rate_source": fund.rate_source, "claimed_fen": fund.entry.claimed_fen, "note": fund.note,
    })
}

/// Names of the fields that a change changes, as the request names them.
fn changed(fund: &Stored, claim: &Claim<'_>) -> Vec<&'static str> {
    [
        ("project_id", fund.project_id != claim.project_id),
        ("unit_id", fund.unit_id != claim.unit_id),
        ("kind", fund.entry.kind != claim.kind),
        ("payer", fund.payer != claim.payer),
        ("slip_no", fund.slip_no != claim.slip_no),
        ("received_on", fund.entry.received_on != claim.received_on),
        ("amount", fund.minor != claim.minor || fund.source_text != claim.source_text),
        ("currency", fund.currency != claim.currency),
        ("rate", fund.rate_e8 != claim.rate_e8),
        ("rate_source", fund.rate_source != claim.rate_source),
        ("note", fund.note != claim.note),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

/// Whether this actor may ask for corrections: reviewers, and the office's clerks.
pub(super) fn may_correct(reader: &Reader, who: &Who, id: FundId) -> Result<Stored> {
    match store::fund_for(reader, who, Act::Recognise, id) {
        Err(Error::NotFound) if who.actor.reach(Class::Fund, Act::Write) == Reach::District => {
            store::fund_for(reader, who, Act::Write, id)
        }
        found => found,
    }
}

/// Puts what is claimed and what is recognised of a project beside the project, for its lists.
pub(super) fn tell_project(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    let (claimed, recognised) = store::sums_of_project(tx, district, id)?;
    project::set_funds(tx, district, id, claimed, recognised)
}

/// Takes away what an import made, credits and sums with it.
pub(super) fn remove(tx: &Tx<'_>, who: &Who, id: FundId, project: ProjectId) -> Result<()> {
    let district = who.district();
    super::summary::store::uncredit(tx, district, id)?;
    search::remove(tx, district, SEARCH_KIND, id.0)?;
    tx.execute("delete from fund_evidence where district = $1 and fund_id = $2", params![district, id])?;
    tx.execute("delete from fund where district = $1 and id = $2", params![district, id])?;
    tell_project(tx, district, project)
}
