//! Passing a project to a better placed unit (流转): the unit in the lead offers it with a proposal of how credit is
//! divided, the other accepts or declines, and the office confirms. Every step stays in the log of the offer, and the
//! unit that gave the project away keeps its sight of it.

pub mod http;
mod store;
mod view;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, BatchId, ProjectId, TransferId, UnitId},
    project::{LINE, Status, TEXT, one_line, planned, text_fits},
    transfer::{
        CreditMeasure, CreditMode, Term, TransferHand, TransferState, TransferStep, standing, step,
        term_faults,
    },
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org, project,
};

pub use view::{ProjectTransfers, TermView, TransferActions, TransferLogView, TransferRecord, TransferRow};

/// Days that the other unit may at most take to answer.
const LONGEST: i64 = 90;
const MOST_YEARS: i64 = 50;

/// How one measure is to be credited.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub struct TermDraft {
    #[schema(value_type = String)]
    pub measure: CreditMeasure,
    #[serde(default = "split")]
    #[schema(value_type = String)]
    pub mode: CreditMode,
    /// What the giving unit keeps of its own part, in basis points; nothing of it when both count the whole.
    #[serde(default)]
    pub keeps_bp: i64,
}

const fn split() -> CreditMode {
    CreditMode::Split
}

/// A project as it is offered. Measures that are not named go to the receiving unit whole.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct TransferDraft {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    #[schema(value_type = Uuid)]
    pub to_unit_id: UnitId,
    pub reason: String,
    #[serde(default)]
    pub terms: Vec<TermDraft>,
    /// Without end when left out.
    #[serde(default)]
    pub years: Option<i64>,
    /// The last day to answer.
    #[schema(value_type = String)]
    pub expires_on: Date,
}

/// A step with what is to be said of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct TransferSaid {
    #[serde(default)]
    pub text: String,
    pub version: i64,
}

/// What waits for the reader, and what was theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferSide {
    /// Theirs to accept or decline.
    Answer,
    /// Theirs to confirm.
    Confirm,
    /// What their units gave away.
    Given,
    /// What their units took over.
    Taken,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<TransferState>,
    #[param(value_type = Option<String>)]
    pub hand: Option<TransferSide>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// An offer as the demo brings it in.
#[derive(Debug, Clone)]
pub struct Imported {
    pub draft: TransferDraft,
    pub offered_by: Option<AccountId>,
    pub offered_on: Date,
}

/// Offers a project of one's own to another unit.
pub fn offer(tx: &Tx<'_>, who: &Who, draft: &TransferDraft) -> Result<TransferRecord> {
    let found = project::writable(tx, who, draft.project_id)?;
    let today = org::office_day(tx, who.district())?;
    let draft = complete(draft);
    check(tx, who, &draft, found.row.lead_unit.id, today)?;
    let waiting = store::open(tx, who.district(), draft.project_id)?;
    may_offer(&found, waiting.as_ref(), today)?;
    if let Some(lapsed) = waiting {
        lapse(tx, who, lapsed.id, draft.project_id, lapsed.expires_on)?;
    }
    let new = Imported { draft, offered_by: who.account_id(), offered_on: today };
    let id = insert(tx, who, &new, found.row.lead_unit.id)?;
    get(tx, who, id)
}

/// Brings in an offer as it was made.
pub fn create_imported(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<TransferId> {
    who.need_district(Class::Project, Act::Recognise)?;
    let found = project::get(tx, who, new.draft.project_id)?;
    let new = Imported { draft: complete(&new.draft), ..new.clone() };
    insert(tx, who, &new, found.row.lead_unit.id)
}

fn insert(tx: &Tx<'_>, who: &Who, new: &Imported, from: UnitId) -> Result<TransferId> {
    let (id, draft): (TransferId, _) = (tx.new_id(), &new.draft);
    let code = store::next_code(tx, who.district(), new.offered_on.year())?;
    store::insert(tx, who.district(), id, &code, from, new)?;
    let entry = store::Entry { act: "offer", text: &draft.reason, on: new.offered_on, by: new.offered_by };
    store::append(tx, who.district(), id, draft.project_id, &entry)?;
    let terms: Vec<_> = draft
        .terms
        .iter()
        .map(|t| json!({ "measure": t.measure, "mode": t.mode, "keeps_bp": t.keeps_bp }))
        .collect();
    let detail = json!({ "version": 1, "code": code, "project_id": draft.project_id, "from_unit_id": from,
        "to_unit_id": draft.to_unit_id, "reason": draft.reason, "terms": terms, "years": draft.years,
        "expires_on": draft.expires_on });
    audit::record(tx, who, "transfer.offer", "transfer", id.0, &detail)?;
    Ok(id)
}

/// Every measure has its term, in one order; of what both count whole nothing is kept apart.
fn complete(draft: &TransferDraft) -> TransferDraft {
    let mut terms = draft.terms.clone();
    for measure in CreditMeasure::ALL {
        if !terms.iter().any(|t| t.measure == *measure) {
            terms.push(TermDraft { measure: *measure, mode: CreditMode::Split, keeps_bp: 0 });
        }
    }
    for term in terms.iter_mut().filter(|t| t.mode == CreditMode::Double) {
        term.keeps_bp = 0;
    }
    TransferDraft { terms, reason: one_line(&draft.reason), ..draft.clone() }
}

fn check(reader: &Reader, who: &Who, draft: &TransferDraft, from: UnitId, today: Date) -> Result<()> {
    let mut faults = Faults::default();
    faults.need(!draft.reason.is_empty(), || Fault::at("reason", "transfer.reason_missing"));
    faults.need(text_fits(&draft.reason, LINE), || {
        Fault::at("reason", "transfer.too_long").with("limit", LINE)
    });
    let known = store::unit_runs(reader, who.district(), draft.to_unit_id, today)?;
    faults.need(known, || Fault::at("to_unit_id", "transfer.unit_unknown"));
    faults.need(draft.to_unit_id != from, || Fault::at("to_unit_id", "transfer.to_itself"));
    faults.need(draft.years.is_none_or(|y| (1..=MOST_YEARS).contains(&y)), || {
        Fault::at("years", "transfer.years").with("limit", MOST_YEARS)
    });
    let in_time = draft.expires_on >= today
        && planned(draft.expires_on, today)
        && today.until(draft.expires_on).is_ok_and(|span| i64::from(span.get_days()) <= LONGEST);
    faults.need(in_time, || Fault::at("expires_on", "transfer.expires_on").with("limit", LONGEST));
    let terms: Vec<Term> = draft.terms.iter().map(TermDraft::rule).collect();
    for (at, code) in term_faults(&terms) {
        let field = if code == "transfer.keeps" { "keeps_bp" } else { "mode" };
        faults.add(Fault::at(format!("terms[{at}].{field}"), code));
    }
    faults.into_result()
}

impl TermDraft {
    const fn rule(&self) -> Term {
        Term { measure: self.measure, mode: self.mode, keeps_bp: self.keeps_bp }
    }
}

/// Only what goes on is passed on, and one offer of it at a time.
fn may_offer(view: &project::ProjectView, waiting: Option<&store::Waiting>, today: Date) -> Result<()> {
    if !matches!(view.row.status, Status::Ongoing | Status::OnHold) {
        return Err(Error::refused(Fault::new("transfer.not_ongoing")));
    }
    match waiting {
        Some(one) if standing(one.state, one.expires_on, today) != TransferState::Expired => {
            Err(Error::refused(Fault::new("transfer.offered_already").with("code", &one.code)))
        }
        _ => Ok(()),
    }
}

/// Writes down that nobody answered in time, so that another offer can be made.
fn lapse(tx: &Tx<'_>, who: &Who, id: TransferId, project: ProjectId, on: Date) -> Result<()> {
    let outcome = store::Outcome { state: TransferState::Expired, ..store::Outcome::default() };
    store::save(tx, who, id, &outcome, on)?;
    let entry = store::Entry { act: "expire", text: "", on, by: None };
    store::append(tx, who.district(), id, project, &entry)?;
    audit::record(tx, who, "transfer.expire", "transfer", id.0, &json!({ "changed": ["state"] }))
}

/// Takes one step of the way: accept, decline, withdraw, confirm, refuse.
pub fn take(
    tx: &Tx<'_>,
    who: &Who,
    id: TransferId,
    what: TransferStep,
    cmd: &TransferSaid,
) -> Result<TransferRecord> {
    store::hold(tx, who.district(), id)?;
    let before = at_version(tx, who, id, cmd.version)?;
    let state = may(who, &before, what)?;
    let text = cmd.text.trim();
    let said = !matches!(what, TransferStep::Accept | TransferStep::Confirm);
    if said && text.is_empty() {
        return Err(Error::invalid(Fault::at("text", "transfer.why_missing")));
    }
    if !text_fits(text, TEXT) {
        return Err(Error::invalid(Fault::at("text", "transfer.too_long").with("limit", TEXT)));
    }
    let today = org::office_day(tx, who.district())?;
    let mut outcome = store::Outcome {
        state,
        answered: matches!(what, TransferStep::Accept | TransferStep::Decline),
        decided: matches!(what, TransferStep::Confirm | TransferStep::Refuse),
        ..store::Outcome::default()
    };
    if what == TransferStep::Confirm {
        let from_on = project::credit::next_day(tx, who)?;
        outcome.from_on = Some(from_on);
        outcome.until_on = hand_over(tx, who, &before, from_on)?;
    }
    store::save(tx, who, id, &outcome, today)?;
    let entry = store::Entry { act: what.code(), text, on: today, by: who.account_id() };
    store::append(tx, who.district(), id, before.row.project.id, &entry)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["state"], "code": before.row.code,
        "from": before.row.state, "to": state, "text": text, "from_on": outcome.from_on,
        "until_on": outcome.until_on });
    audit::record(tx, who, &format!("transfer.{}", what.code()), "transfer", id.0, &detail)?;
    get(tx, who, id)
}

fn hand_over(tx: &Tx<'_>, who: &Who, before: &TransferRecord, from_on: Date) -> Result<Option<Date>> {
    let found = project::get(tx, who, before.row.project.id)?;
    if found.row.lead_unit.id != before.row.from_unit.id {
        return Err(Error::refused(
            Fault::new("transfer.lead_changed").with("unit", found.row.lead_unit.name),
        ));
    }
    may_offer(&found, None, from_on)?;
    let terms = before.terms.iter().map(|t| Term { measure: t.measure, mode: t.mode, keeps_bp: t.keeps_bp });
    let cmd = project::credit::HandOver {
        project: before.row.project.id,
        to: before.row.to_unit.id,
        terms: terms.collect(),
        years: before.row.years,
        from_on,
    };
    project::credit::hand_over(tx, who, &cmd)
}

/// What this reader is to a transfer.
fn hand(who: &Who, view: &TransferRecord) -> TransferHand {
    let write = who.actor.reach(Class::Project, Act::Write);
    let me = who.account_id();
    let own = |by: &Option<project::PersonRef>| me.is_some() && by.as_ref().map(|p| p.id) == me;
    TransferHand {
        giver: write.covers(&view.from_path),
        // The office does not accept for a unit; what the demo tells does.
        receiver: (matches!(write, Reach::Units(_)) || who.actor.system) && write.covers(&view.to_path),
        office: who.actor.reach(Class::Project, Act::Recognise) == Reach::District,
        offered: own(&view.offered_by),
        accepted: own(&view.answered_by),
    }
}

fn may(who: &Who, view: &TransferRecord, what: TransferStep) -> Result<TransferState> {
    step(view.row.state, what, hand(who, view)).map_err(|code| Error::refused(Fault::new(code)))
}

fn at_version(reader: &Reader, who: &Who, id: TransferId, version: i64) -> Result<TransferRecord> {
    let now = get(reader, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One transfer with its terms and its log, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: TransferId) -> Result<TransferRecord> {
    let mut view = store::get(reader, who, id)?.ok_or(Error::NotFound)?;
    let today = org::office_day(reader, who.district())?;
    view.row.state = standing(view.row.state, view.row.expires_on, today);
    view.terms = store::terms(reader, who.district(), id)?;
    view.log = store::log(reader, who.district(), id)?;
    let action = |what| Action::of(who.lang, may(who, &view, what));
    view.actions = TransferActions {
        accept: action(TransferStep::Accept),
        decline: action(TransferStep::Decline),
        withdraw: action(TransferStep::Withdraw),
        confirm: action(TransferStep::Confirm),
        refuse: action(TransferStep::Refuse),
    };
    Ok(view)
}

/// Transfers that may be read, the newest first: from or to one's units, or of their projects.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<TransferRow>> {
    let today = org::office_day(reader, who.district())?;
    let mut page = store::list(reader, who, filter, today)?;
    for row in &mut page.items {
        row.state = standing(row.state, row.expires_on, today);
    }
    Ok(page)
}

/// The way of a project from unit to unit, how its credit is divided, and whether it may be offered now.
pub fn of_project(reader: &Reader, who: &Who, id: ProjectId) -> Result<ProjectTransfers> {
    let found = project::get(reader, who, id)?;
    let filter = Filter { project: Some(id), limit: Some(50), ..Filter::default() };
    let items = list(reader, who, &filter)?.items;
    let today = org::office_day(reader, who.district())?;
    let waiting = store::open(reader, who.district(), id)?;
    let offer = if found.actions.edit.ok {
        Action::of(who.lang, may_offer(&found, waiting.as_ref(), today))
    } else {
        found.actions.edit
    };
    Ok(ProjectTransfers { items, credit: project::credit::agreed(reader, who, id)?, offer })
}

/// Code and name of the projects of a batch that were offered: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
