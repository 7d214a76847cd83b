//! What a unit did against the first report of another one (违规): approached a protected investor, outbid, moved a project
//! from next door. The office records it with the paper of its finding; it counts in the assessment of the unit from
//! that day on, and is taken back where it turns out wrong. Nothing is deleted.

pub(super) mod http;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    claim::{Breach, BreachState},
    id::{BreachId, ClaimId, UnitId},
    project::{LINE, NAME, TEXT, one_line, past, text_fits},
};

use super::{store, view::ClaimRef};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org::{self, UnitRef},
    project::PersonRef,
};

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ClaimBreachDraft)]
pub struct BreachDraft {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    #[schema(value_type = String)]
    pub breach: Breach,
    #[schema(value_type = String)]
    pub happened_on: Date,
    /// What it did, and by what that is known.
    pub text: String,
    /// The paper of the finding.
    pub minutes_no: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimBreachWithdrawal)]
pub struct BreachWithdrawal {
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BreachFilter {
    #[param(value_type = Option<Uuid>)]
    pub claim: Option<ClaimId>,
    /// The unit that did it.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Vec<String>)]
    pub breach: Vec<Breach>,
    #[param(value_type = Vec<String>)]
    pub state: Vec<BreachState>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ClaimBreach)]
pub struct BreachRow {
    #[schema(value_type = Uuid)]
    pub id: BreachId,
    pub claim: ClaimRef,
    /// The unit that did it.
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub breach: Breach,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub text: String,
    pub minutes_no: String,
    #[schema(value_type = String)]
    pub state: BreachState,
    #[schema(value_type = String)]
    pub recorded_on: Date,
    pub recorded_by: Option<PersonRef>,
    /// Why it was taken back.
    pub reason: String,
    #[schema(value_type = Option<String>)]
    pub ended_on: Option<Date>,
    pub take_back: Action,
    pub version: i64,
}

/// Who finds that a unit did wrong: whoever decides disputes.
pub(super) fn may_record(who: &Who) -> Result<()> {
    who.need_district(Class::Claim, Act::Recognise)
        .map_err(|_| Error::refused(Fault::new("claim.not_reviewer")))
}

/// Records what a unit did against a first report.
pub fn record_breach(tx: &Tx<'_>, who: &Who, claim: ClaimId, draft: &BreachDraft) -> Result<BreachRow> {
    let of = super::get(tx, who, claim)?;
    may_record(who)?;
    let today = org::office_day(tx, who.district())?;
    let draft = BreachDraft {
        text: draft.text.trim().to_owned(),
        minutes_no: one_line(&draft.minutes_no),
        ..draft.clone()
    };
    let mut faults = Faults::default();
    faults.need(store::unit_path(tx, who.district(), draft.unit_id, today)?.is_some(), || {
        Fault::at("unit_id", "org.unit_unknown")
    });
    faults.need(draft.unit_id != of.row.unit.id, || Fault::at("unit_id", "claim.breach_own"));
    let after = draft.happened_on >= of.row.reported_on && past(draft.happened_on, today);
    faults.need(after, || Fault::at("happened_on", "claim.breach_day").with("from", of.row.reported_on));
    faults.need(!draft.text.is_empty(), || Fault::at("text", "claim.breach_text"));
    faults.need(text_fits(&draft.text, TEXT), || Fault::at("text", "claim.too_long").with("limit", TEXT));
    faults.need(!draft.minutes_no.is_empty() && text_fits(&draft.minutes_no, NAME), || {
        Fault::at("minutes_no", "claim.breach_minutes").with("limit", NAME)
    });
    faults.into_result()?;
    let id: BreachId = tx.new_id();
    store::breach::insert(tx, who, (id, claim), &draft, today)?;
    let detail = json!({ "version": 1, "claim_id": claim, "draft": draft, "on": today });
    audit::record(tx, who, "claim.record_breach", "claim_breach", id.0, &detail)?;
    one(tx, who, id)
}

/// Takes back what turned out wrong: it no longer counts.
pub fn take_back(tx: &Tx<'_>, who: &Who, id: BreachId, cmd: &BreachWithdrawal) -> Result<BreachRow> {
    let now = one(tx, who, id)?;
    may_end(who, now.state)?;
    if now.version != cmd.version {
        let changed = change::since(tx, who.district(), "claim_breach", id.0, cmd.version)?;
        return Err(Error::Stale { current: Box::new(json!(now)), changed });
    }
    let reason = one_line(&cmd.reason);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "claim.breach_reason"));
    faults.need(text_fits(&reason, LINE), || Fault::at("reason", "claim.too_long").with("limit", LINE));
    faults.into_result()?;
    store::breach::end(tx, who, id, &reason, org::office_day(tx, who.district())?)?;
    let detail = json!({ "version": cmd.version + 1, "changed": ["state"], "to": BreachState::TakenBack,
        "reason": reason });
    audit::record(tx, who, "claim.take_back_breach", "claim_breach", id.0, &detail)?;
    one(tx, who, id)
}

fn may_end(who: &Who, state: BreachState) -> Result<()> {
    may_record(who)?;
    if state == BreachState::Recorded { Ok(()) } else { Err(Error::refused(Fault::new("claim.breach_over"))) }
}

fn shown(who: &Who, mut row: BreachRow) -> BreachRow {
    row.take_back = Action::of(who.lang, may_end(who, row.state));
    row
}

fn one(reader: &Reader, who: &Who, id: BreachId) -> Result<BreachRow> {
    store::breach::one(reader, who, id)?.map(|row| shown(who, row)).ok_or(Error::NotFound)
}

pub(super) fn of_claim(reader: &Reader, who: &Who, claim: ClaimId) -> Result<Vec<BreachRow>> {
    Ok(breaches(reader, who, &BreachFilter { claim: Some(claim), ..BreachFilter::default() })?.items)
}

/// What was recorded, the latest first: for the office all, for a unit what it did and what was done to its own.
pub fn breaches(reader: &Reader, who: &Who, filter: &BreachFilter) -> Result<Page<BreachRow>> {
    let mut page = store::breach::list(reader, who, filter)?;
    page.items = page.items.into_iter().map(|row| shown(who, row)).collect();
    Ok(page)
}
