//! Support funds (扶持资金): a project applies, a reviewer who did not apply approves, the unit that pays enters what
//! was paid. Never more is paid than was approved, nor more approved than was applied for.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    commitment::{
        SupportHand, SupportState, SupportStep, approve as may_approve, pay as paid_after, support_step,
    },
    id::{AccountId, ProjectId, SupportId, UnitId},
    project::{LIMIT_FEN, LINE, NAME, one_line, past, text_fits},
};

use super::store::{self, support as rows};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org::{self, UnitRef},
    project::{self, PersonRef, ProjectRef},
};

/// An application as the project's unit enters it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SupportDraft {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    /// What the money is for.
    pub title: String,
    /// The policy or the agreement it rests on.
    pub basis: String,
    /// The unit that pays.
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub applied_fen: i64,
    #[schema(value_type = String)]
    pub applied_on: Date,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SupportApproval {
    pub approved_fen: i64,
    #[serde(default)]
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SupportReason {
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Payout {
    pub fen: i64,
    #[schema(value_type = String)]
    pub paid_on: Date,
    /// Number of the voucher.
    pub slip_no: String,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PayoutReversal {
    /// The entry of the log that is taken back.
    pub no: i64,
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SupportWaits {
    /// For a decision.
    Decide,
    /// For the rest to be paid.
    Pay,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SupportFilter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<SupportState>,
    /// What waits for the reader.
    #[param(value_type = Option<String>)]
    pub hand: Option<SupportWaits>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Option<String>)]
    pub applied_from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub applied_to: Option<Date>,
    /// `-applied_on` (the default) or `applied_on`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SupportYear {
    /// Of application; the year of the office's day when left out.
    pub year: Option<i16>,
}

/// What was applied for in a year, and what became of it; withdrawn and refused applications do not count.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupportTotals {
    pub year: i16,
    pub count: i64,
    pub applied_fen: i64,
    pub approved_fen: i64,
    pub paid_fen: i64,
    /// Whether it is the whole district, or what the reader may read of it.
    pub whole_district: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupportRow {
    #[schema(value_type = Uuid)]
    pub id: SupportId,
    /// `S2013-0001`.
    pub code: String,
    pub project: ProjectRef,
    pub title: String,
    pub basis: String,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub state: SupportState,
    pub applied_fen: i64,
    #[schema(value_type = String)]
    pub applied_on: Date,
    pub approved_fen: i64,
    #[schema(value_type = Option<String>)]
    pub decided_on: Option<Date>,
    pub paid_fen: i64,
    /// Of the latest payout.
    #[schema(value_type = Option<String>)]
    pub paid_on: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupportLogView {
    pub no: i64,
    #[schema(value_type = String)]
    pub act: String,
    pub text: String,
    pub fen: Option<i64>,
    /// Of a reversal: the entry that it takes back.
    pub reverses: Option<i64>,
    #[schema(value_type = String)]
    pub happened_on: Date,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupportActions {
    pub approve: Action,
    pub refuse: Action,
    pub withdraw: Action,
    pub pay: Action,
    pub reverse: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupportRecord {
    #[serde(flatten)]
    pub row: SupportRow,
    pub applied_by: Option<PersonRef>,
    pub decided_by: Option<PersonRef>,
    /// Newest first.
    pub log: Vec<SupportLogView>,
    pub actions: SupportActions,
    #[serde(skip)]
    pub(super) unit_path: String,
    #[serde(skip)]
    pub(super) lead_path: String,
}

/// An application that the demo brings in.
#[derive(Debug, Clone)]
pub struct ImportedSupport {
    pub draft: SupportDraft,
    pub applied_by: Option<AccountId>,
    pub applied_at: Timestamp,
}

pub(super) struct SupportEntry<'a> {
    pub act: &'a str,
    pub text: &'a str,
    pub fen: Option<i64>,
    pub reverses: Option<i64>,
    pub on: Date,
    pub by: Option<AccountId>,
    pub at: Timestamp,
}

/// Applies for support of a project that one may write to.
pub fn apply(tx: &Tx<'_>, who: &Who, draft: &SupportDraft) -> Result<SupportRecord> {
    who.reach(Class::Commitment, Act::Write)?;
    project::writable(tx, who, draft.project_id)?;
    let draft =
        SupportDraft { title: one_line(&draft.title), basis: one_line(&draft.basis), ..draft.clone() };
    let new = ImportedSupport { draft, applied_by: who.account_id(), applied_at: tx.now() };
    let id = create(tx, who, &new)?;
    get(tx, who, id)
}

/// Brings in an application.
pub fn create_imported(tx: &Tx<'_>, who: &Who, new: &ImportedSupport) -> Result<SupportId> {
    who.need_district(Class::Commitment, Act::Write)?;
    create(tx, who, new)
}

fn create(tx: &Tx<'_>, who: &Who, new: &ImportedSupport) -> Result<SupportId> {
    let (district, draft) = (who.district(), &new.draft);
    let today = org::office_day(tx, district)?;
    let mut faults = Faults::default();
    faults.need(!draft.title.is_empty(), || Fault::at("title", "commitment.title_missing"));
    faults.need(!draft.basis.is_empty(), || Fault::at("basis", "commitment.basis_missing"));
    for (field, text, limit) in [("title", &draft.title, NAME), ("basis", &draft.basis, LINE)] {
        faults.need(text_fits(text, limit), || Fault::at(field, "commitment.too_long").with("limit", limit));
    }
    faults.need((1..=LIMIT_FEN).contains(&draft.applied_fen), || {
        Fault::at("applied_fen", "commitment.amount_positive")
    });
    faults.need(past(draft.applied_on, today), || Fault::at("applied_on", "commitment.date_past"));
    let known = store::unit_path(tx, district, draft.unit_id)?.is_some();
    faults.need(known, || Fault::at("unit_id", "commitment.owner_unknown"));
    faults.into_result()?;
    let id: SupportId = tx.new_id();
    let code = store::next_code(tx, district, "S", draft.applied_on.year())?;
    rows::insert(tx, district, id, &code, new)?;
    let entry = SupportEntry {
        act: "apply",
        text: &draft.title,
        fen: Some(draft.applied_fen),
        reverses: None,
        on: draft.applied_on,
        by: new.applied_by,
        at: new.applied_at,
    };
    rows::append(tx, district, id, draft.project_id, &entry)?;
    let detail = json!({ "version": 1, "code": code, "title": draft.title, "basis": draft.basis,
        "project_id": draft.project_id, "unit_id": draft.unit_id, "applied_fen": draft.applied_fen,
        "applied_on": draft.applied_on });
    audit::record(tx, who, "commitment.apply", "commitment_support", id.0, &detail)?;
    Ok(id)
}

/// Approves all that was applied for, or less with a reason.
pub fn approve(tx: &Tx<'_>, who: &Who, id: SupportId, cmd: &SupportApproval) -> Result<SupportRecord> {
    let today = org::office_day(tx, who.district())?;
    approve_on(tx, who, id, cmd, today)
}

/// Approves as of a day: for what was approved before it was entered here.
pub(crate) fn approve_on(
    tx: &Tx<'_>,
    who: &Who,
    id: SupportId,
    cmd: &SupportApproval,
    today: Date,
) -> Result<SupportRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may(who, &before, SupportStep::Approve)?;
    let reason = reason(&cmd.reason)?;
    may_approve(before.row.applied_fen, cmd.approved_fen, &reason)
        .map_err(|(field, code)| Error::invalid(Fault::at(field, code)))?;
    rows::decide(tx, who, id, SupportState::Approved, cmd.approved_fen, today)?;
    finish(tx, who, &before, SupportStep::Approve, &reason, (Some(cmd.approved_fen), None, today))
}

/// Refuses an application, with a reason.
pub fn refuse(tx: &Tx<'_>, who: &Who, id: SupportId, cmd: &SupportReason) -> Result<SupportRecord> {
    end(tx, who, id, SupportStep::Refuse, SupportState::Refused, cmd)
}

/// Takes back an application that was not decided yet, with a reason.
pub fn withdraw(tx: &Tx<'_>, who: &Who, id: SupportId, cmd: &SupportReason) -> Result<SupportRecord> {
    end(tx, who, id, SupportStep::Withdraw, SupportState::Withdrawn, cmd)
}

fn end(
    tx: &Tx<'_>,
    who: &Who,
    id: SupportId,
    step: SupportStep,
    to: SupportState,
    cmd: &SupportReason,
) -> Result<SupportRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may(who, &before, step)?;
    let reason = reason(&cmd.reason)?;
    if reason.is_empty() {
        return Err(Error::invalid(Fault::at("reason", "commitment.reason_missing")));
    }
    let today = org::office_day(tx, who.district())?;
    rows::decide(tx, who, id, to, 0, today)?;
    finish(tx, who, &before, step, &reason, (None, None, today))
}

/// Enters what was paid.
pub fn pay(tx: &Tx<'_>, who: &Who, id: SupportId, cmd: &Payout) -> Result<SupportRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may(who, &before, SupportStep::Pay)?;
    let today = org::office_day(tx, who.district())?;
    let slip_no = one_line(&cmd.slip_no);
    let mut faults = Faults::default();
    faults.need(!slip_no.is_empty(), || Fault::at("slip_no", "commitment.slip_missing"));
    faults
        .need(text_fits(&slip_no, NAME), || Fault::at("slip_no", "commitment.too_long").with("limit", NAME));
    faults.need(past(cmd.paid_on, today), || Fault::at("paid_on", "commitment.date_past"));
    let since = before.row.decided_on.unwrap_or(before.row.applied_on);
    faults.need(cmd.paid_on >= since, || Fault::at("paid_on", "commitment.paid_early").with("since", since));
    let paid = paid_after(before.row.approved_fen, before.row.paid_fen, cmd.fen);
    if let Err(code) = paid {
        faults.add(Fault::at("fen", code));
    }
    faults.into_result()?;
    let paid = paid.unwrap_or(before.row.paid_fen);
    rows::save_paid(
        tx,
        who.district(),
        id,
        paid,
        Some(cmd.paid_on.max(before.row.paid_on.unwrap_or(since))),
    )?;
    finish(tx, who, &before, SupportStep::Pay, &slip_no, (Some(cmd.fen), None, cmd.paid_on))
}

/// Takes back a payout that was entered wrongly, by an entry of its own.
pub fn reverse(tx: &Tx<'_>, who: &Who, id: SupportId, cmd: &PayoutReversal) -> Result<SupportRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may(who, &before, SupportStep::Reverse)?;
    let reason = reason(&cmd.reason)?;
    if reason.is_empty() {
        return Err(Error::invalid(Fault::at("reason", "commitment.reason_missing")));
    }
    let stands =
        |e: &&SupportLogView| e.act == "pay" && !before.log.iter().any(|other| other.reverses == Some(e.no));
    let Some(wrong) = before.log.iter().filter(stands).find(|e| e.no == cmd.no) else {
        return Err(Error::invalid(Fault::at("no", "commitment.no_payout")));
    };
    let fen = wrong.fen.unwrap_or(0);
    let latest = before.log.iter().filter(stands).filter(|e| e.no != cmd.no).map(|e| e.happened_on).max();
    let today = org::office_day(tx, who.district())?;
    rows::save_paid(tx, who.district(), id, before.row.paid_fen - fen, latest)?;
    finish(tx, who, &before, SupportStep::Reverse, &reason, (Some(-fen), Some(cmd.no), today))
}

fn reason(text: &str) -> Result<String> {
    let reason = one_line(text);
    if text_fits(&reason, LINE) {
        return Ok(reason);
    }
    Err(Error::invalid(Fault::at("reason", "commitment.too_long").with("limit", LINE)))
}

fn finish(
    tx: &Tx<'_>,
    who: &Who,
    before: &SupportRecord,
    step: SupportStep,
    text: &str,
    (fen, reverses, on): (Option<i64>, Option<i64>, Date),
) -> Result<SupportRecord> {
    let id = before.row.id;
    let entry =
        SupportEntry { act: step.code(), text, fen, reverses, on, by: who.account_id(), at: tx.now() };
    rows::append(tx, who.district(), id, before.row.project.id, &entry)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["state"], "code": before.row.code,
        "from": before.row.state, "text": text, "fen": fen, "on": on });
    audit::record(tx, who, &format!("commitment.{}", step.code()), "commitment_support", id.0, &detail)?;
    get(tx, who, id)
}

fn hand(who: &Who, view: &SupportRecord) -> SupportHand {
    let reach = who.actor.reach(Class::Commitment, Act::Write);
    let me = who.account_id();
    let own = |by: &Option<PersonRef>| me.is_some() && by.as_ref().map(|p| p.id) == me;
    SupportHand {
        applicant: reach.covers(&view.lead_path),
        reviewer: who.actor.reach(Class::Commitment, Act::Recognise) == Reach::District,
        payer: reach.covers(&view.unit_path),
        applied: own(&view.applied_by),
        decided: own(&view.decided_by),
    }
}

fn may(who: &Who, view: &SupportRecord, step: SupportStep) -> Result<()> {
    support_step(view.row.state, step, hand(who, view)).map_err(|code| Error::refused(Fault::new(code)))
}

fn at_version(reader: &Reader, who: &Who, id: SupportId, version: i64) -> Result<SupportRecord> {
    let now = get(reader, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One application with its log, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: SupportId) -> Result<SupportRecord> {
    let mut view = rows::get(reader, who, id)?.ok_or(Error::NotFound)?;
    view.log = rows::log(reader, who.district(), id)?;
    let action = |step| Action::of(who.lang, may(who, &view, step));
    view.actions = SupportActions {
        approve: action(SupportStep::Approve),
        refuse: action(SupportStep::Refuse),
        withdraw: action(SupportStep::Withdraw),
        pay: action(SupportStep::Pay),
        reverse: action(SupportStep::Reverse),
    };
    Ok(view)
}

/// Applications that may be read.
pub fn list(reader: &Reader, who: &Who, filter: &SupportFilter) -> Result<Page<SupportRow>> {
    rows::list(reader, who, filter)
}

/// The sums of a year, as far as the reader may read.
pub fn totals(reader: &Reader, who: &Who, asked: &SupportYear) -> Result<SupportTotals> {
    let reach = who.reach(Class::Commitment, Act::Read)?;
    let year = asked.year.unwrap_or(org::office_day(reader, who.district())?.year());
    let Ok(from) = Date::new(year, 1, 1) else {
        return Err(Error::invalid(Fault::at("year", "floor.field_wrong").with("why", "year")));
    };
    let (count, applied_fen, approved_fen, paid_fen) = rows::totals(reader, who, from)?;
    let whole_district = reach == Reach::District;
    Ok(SupportTotals { year, count, applied_fen, approved_fen, paid_fen, whole_district })
}
