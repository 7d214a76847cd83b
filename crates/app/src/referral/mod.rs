//! Referral (转介): a unit offers an investor to a better placed unit, with what it keeps of the credit; that one takes it
//! or not, and both keep the trail. A first report goes along. Until there is a project the agreed share waits here, and
//! is proposed when the receiving unit enters the first one ([`shares`]). The way the other round, in which a unit asks
//! for an investor that another one has reported, is a question about its first report (`claim::ask`); what is agreed
//! there is proposed alike.

pub mod http;
mod merge;
mod rule;
mod share;
mod store;
mod view;

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, OrganisationId, ReferralId, UnitId},
    project::{LINE, one_line, text_fits},
    referral::{ReferralHand, ReferralState, ReferralStep, standing, step},
};

use crate::{
    claim,
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    investor, org, project,
};

pub use merge::RELATIONS;
pub use rule::{ReferralRules, rules, set_rules};
pub use share::{AgreedShare, shares};
pub use view::{ReferralActions, ReferralRecord, ReferralRow};

/// An investor as it is offered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReferralDraft {
    #[schema(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    /// The unit that offers it; the one in charge when left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub from_unit_id: Option<UnitId>,
    #[schema(value_type = Uuid)]
    pub to_unit_id: UnitId,
    /// Why that unit is better placed.
    pub why: String,
    /// What the giving unit keeps of the credit of the first project, in basis points; nothing when left out.
    #[serde(default)]
    pub keeps_bp: Option<i64>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReferralSaid {
    #[serde(default)]
    pub text: String,
    pub version: i64,
}

/// What waits for the reader, and what was theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferralSide {
    /// Theirs to take or not.
    Answer,
    /// What their units offered.
    Given,
    /// What was offered to their units.
    Taken,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<ReferralState>,
    #[param(value_type = Option<String>)]
    pub hand: Option<ReferralSide>,
    #[param(value_type = Option<Uuid>)]
    pub organisation: Option<OrganisationId>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// An offer as the demo brings it in.
#[derive(Debug, Clone)]
pub struct Imported {
    pub draft: ReferralDraft,
    pub offered_by: Option<AccountId>,
    pub offered_on: Date,
}

fn refused(code: &'static str) -> Error {
    Error::refused(Fault::new(code))
}

/// Offers an investor of one's own to another unit.
pub fn offer(tx: &Tx<'_>, who: &Who, draft: &ReferralDraft) -> Result<ReferralRecord> {
    let today = org::office_day(tx, who.district())?;
    let new = Imported { draft: draft.clone(), offered_by: who.account_id(), offered_on: today };
    let id = enter(tx, who, &new)?;
    get(tx, who, id)
}

/// Brings in an offer as it was made.
pub fn create_imported(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<ReferralId> {
    who.need_district(Class::Investor, Act::Write)?;
    enter(tx, who, new)
}

fn enter(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<ReferralId> {
    let (draft, today) = (&new.draft, new.offered_on);
    let reach = who.reach(Class::Investor, Act::Write)?;
    let hidden = project::hidden_organisations(tx, who)?;
    let organisation = investor::get(tx, who, draft.organisation_id, &hidden)?;
    let charge = investor::in_charge(tx, who, draft.organisation_id)?.map(|charge| charge.unit);
    let open = claim::open_on(tx, who, draft.organisation_id)?;
    let held = open.as_ref().map(|claim| claim.unit.clone());
    // Whoever holds the first report gives it away, else whoever is in charge.
    let holder = held.or(charge);
    let from = draft.from_unit_id.or(holder.as_ref().map(|unit| unit.id));
    let why = one_line(&draft.why);
    let mut faults = Faults::default();
    faults.need(!why.is_empty(), || Fault::at("why", "referral.why_missing"));
    faults.need(text_fits(&why, LINE), || Fault::at("why", "referral.too_long").with("limit", LINE));
    faults.need(draft.keeps_bp.is_none_or(|bp| (1..=9_999).contains(&bp)), || {
        Fault::at("keeps_bp", "referral.keeps")
    });
    let path = match from {
        Some(from) => org::running_path(tx, who.district(), from, today)?,
        None => None,
    };
    faults.need(path.as_ref().is_some_and(|path| reach.covers(path)), || {
        Fault::at("from_unit_id", "referral.not_yours")
    });
    let runs = org::running_path(tx, who.district(), draft.to_unit_id, today)?.is_some();
    faults.need(runs, || Fault::at("to_unit_id", "referral.unit_unknown"));
    faults.need(Some(draft.to_unit_id) != from, || Fault::at("to_unit_id", "referral.to_itself"));
    faults.into_result()?;
    if let Some(other) = holder.filter(|unit| Some(unit.id) != from) {
        return Err(Error::refused(Fault::new("referral.others").with("unit", other.name)));
    }
    if let Some(claim) = &open {
        if claim.project.is_some() {
            return Err(Error::refused(Fault::new("referral.by_transfer").with("code", &claim.code)));
        }
        if claim.contested {
            return Err(Error::refused(Fault::new("referral.contested").with("code", &claim.code)));
        }
    }
    let Some(from) = from else { return Err(refused("referral.not_yours")) };
    if let Some(waiting) = store::open(tx, who.district(), draft.organisation_id)? {
        if standing(ReferralState::Offered, waiting.expires_on, today) == ReferralState::Offered {
            return Err(Error::refused(Fault::new("referral.offered_already").with("code", &waiting.code)));
        }
        lapse(tx, who, &waiting)?;
    }
    let id: ReferralId = tx.new_id();
    let code = store::next_code(tx, who.district(), today.year())?;
    let expires_on = today.saturating_add(rule::days(tx, who.district())?.days());
    let row = store::New { id, code: &code, from, why: &why, expires_on, new };
    store::insert(tx, who.district(), &row).map_err(|error| match error {
        Error::Db(db) if db.is_unique("referral", "open") || db.is_unique("referral", "organisation_id") => {
            Error::refused(Fault::new("referral.offered_already").with("code", "…"))
        }
        other => other,
    })?;
    let detail = json!({ "version": 1, "code": code, "organisation_id": draft.organisation_id,
        "organisation": organisation.row.name, "from_unit_id": from, "to_unit_id": draft.to_unit_id, "why": why,
        "keeps_bp": draft.keeps_bp, "expires_on": expires_on });
    audit::record(tx, who, "referral.offer", "referral", id.0, &detail)?;
    Ok(id)
}

/// Writes down that nobody answered in time.
fn lapse(tx: &Tx<'_>, who: &Who, waiting: &store::Waiting) -> Result<()> {
    let outcome = store::Outcome {
        state: ReferralState::Expired,
        by: None,
        on: waiting.expires_on,
        text: "",
        at: None,
        claim: None,
    };
    store::settle(tx, who.district(), waiting.id, &outcome)?;
    audit::record(tx, who, "referral.expire", "referral", waiting.id.0, &json!({ "changed": ["state"] }))
}

/// Brings to their end what nobody answered in time; called by the clock of the server. How many were.
pub fn sweep(tx: &Tx<'_>, who: &Who) -> Result<usize> {
    let today = org::office_day(tx, who.district())?;
    let over = store::lapsed(tx, who.district(), today)?;
    for waiting in &over {
        lapse(tx, who, waiting)?;
    }
    Ok(over.len())
}

/// Takes one step: accept, decline, withdraw.
pub fn take(
    tx: &Tx<'_>,
    who: &Who,
    id: ReferralId,
    what: ReferralStep,
    cmd: &ReferralSaid,
) -> Result<ReferralRecord> {
    store::hold(tx, who.district(), id)?;
    let before = at_version(tx, who, id, cmd.version)?;
    let state = may(who, &before, what)?;
    let text = one_line(&cmd.text);
    if what != ReferralStep::Accept && text.is_empty() {
        return Err(Error::invalid(Fault::at("text", "referral.why_missing")));
    }
    if !text_fits(&text, LINE) {
        return Err(Error::invalid(Fault::at("text", "referral.too_long").with("limit", LINE)));
    }
    let today = org::office_day(tx, who.district())?;
    let claim = if what == ReferralStep::Accept { hand_over(tx, who, &before)? } else { None };
    let outcome =
        store::Outcome { state, text: &text, by: who.account_id(), on: today, at: Some(tx.now()), claim };
    store::settle(tx, who.district(), id, &outcome)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["state"], "code": before.row.code,
        "to": state, "text": text, "claim_id": claim });
    audit::record(tx, who, &format!("referral.{}", what.code()), "referral", id.0, &detail)?;
    get(tx, who, id)
}

/// The investor goes to the receiving unit: its first report, when the giving unit holds one, and who is in charge.
fn hand_over(tx: &Tx<'_>, who: &Who, before: &ReferralRecord) -> Result<Option<yinfeng_domain::id::ClaimId>> {
    let (from, to) = (before.row.from_unit.id, before.row.to_unit.id);
    let organisation = before.row.organisation_id;
    let works = match who.account_id() {
        Some(me) => org::works_at(tx, who.district(), me, &before.to_path)?,
        None => false,
    };
    let person = who.account_id().filter(|_| works);
    let charge = investor::in_charge(tx, who, organisation)?.map(|charge| charge.unit);
    if let Some(other) = charge.filter(|unit| unit.id != from) {
        return Err(Error::refused(Fault::new("referral.others").with("unit", other.name)));
    }
    let claim = match claim::open_on(tx, who, organisation)? {
        Some(open) if open.unit.id == from => {
            Some(claim::refer_open(tx, who, open.id, (to, person), before.row.keeps_bp)?)
        }
        // Somebody reported it since; whose it is, is theirs to say.
        Some(open) if open.unit.id != to => {
            return Err(Error::refused(Fault::new("referral.others").with("unit", open.unit.name)));
        }
        _ => None,
    };
    investor::pass_on(tx, who, organisation, (to, person), &before.row.code)?;
    Ok(claim)
}

fn may(who: &Who, view: &ReferralRecord, what: ReferralStep) -> Result<ReferralState> {
    let write = who.actor.reach(Class::Investor, Act::Write);
    let me = who.account_id();
    let hand = ReferralHand {
        giver: write.covers(&view.from_path),
        // The office does not take for a unit; what the demo tells does.
        receiver: (matches!(write, Reach::Units(_)) || who.actor.system) && write.covers(&view.to_path),
        offered: me.is_some() && view.row.offered_by.as_ref().map(|p| p.id) == me,
    };
    step(view.row.state, what, hand).map_err(refused)
}

fn at_version(reader: &Reader, who: &Who, id: ReferralId, version: i64) -> Result<ReferralRecord> {
    let now = get(reader, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(json!(now.row));
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One referral, if it may be read: by both sides and the office.
pub fn get(reader: &Reader, who: &Who, id: ReferralId) -> Result<ReferralRecord> {
    let today = org::office_day(reader, who.district())?;
    let mut view = store::get(reader, who, id)?.ok_or(Error::NotFound)?;
    view.row.state = standing(view.row.state, view.row.expires_on, today);
    let hidden = project::hidden_organisations(reader, who)?;
    view.organisation_visible = investor::get(reader, who, view.row.organisation_id, &hidden).is_ok();
    let action = |what| Action::of(who.lang, may(who, &view, what));
    view.actions = ReferralActions {
        accept: action(ReferralStep::Accept),
        decline: action(ReferralStep::Decline),
        withdraw: action(ReferralStep::Withdraw),
    };
    Ok(view)
}

/// Referrals that may be read, the newest first: from or to one's units.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<ReferralRow>> {
    let today = org::office_day(reader, who.district())?;
    let mut page = store::list(reader, who, filter, today)?;
    for row in &mut page.items {
        row.state = standing(row.state, row.expires_on, today);
    }
    Ok(page)
}
