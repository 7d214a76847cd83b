//! Promises of a project (承诺事项), of the government as of the investor: who answers for each, by when, and what
//! became of it; and the support funds (扶持资金) that are applied for, approved and paid. Every step stays in its log.

pub mod http;
mod store;
pub mod support;
mod view;

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    commitment::{Hand, Side, State, done_fits, may_become, overdue},
    id::{AccountId, BatchId, CommitmentId, ProjectId, UnitId},
    project::{LIMIT_FEN, LINE, TEXT, one_line, planned, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org, project,
};

pub use view::{CommitmentActions, CommitmentLogView, CommitmentRecord, CommitmentRow};

/// A promise as somebody enters it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CommitmentDraft {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    /// `government` or `investor`.
    pub side: String,
    pub text: String,
    /// The paper and the clause in which it stands.
    pub source: String,
    /// The unit that performs it, or that sees to it that the investor does.
    #[schema(value_type = Uuid)]
    pub owner_unit_id: UnitId,
    #[schema(value_type = String)]
    pub due_on: Date,
    /// By what it is measured.
    #[serde(default)]
    pub measure: String,
    #[serde(default)]
    pub amount_fen: Option<i64>,
}

/// How a promise stands now.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CommitmentStep {
    /// `partly`, `performed`, `broken`, `waived`; `due` opens it again.
    pub state: String,
    /// What proves it, or the reason.
    #[serde(default)]
    pub text: String,
    /// Of an amount, how much was performed in all.
    #[serde(default)]
    pub done_fen: Option<i64>,
    pub version: i64,
}

/// To another unit, or with another due date.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CommitmentAmend {
    #[schema(value_type = Uuid)]
    pub owner_unit_id: UnitId,
    #[schema(value_type = String)]
    pub due_on: Date,
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<State>,
    #[param(value_type = Option<String>)]
    pub side: Option<Side>,
    pub overdue: Option<bool>,
    /// Only what the reader's units answer for, and is still waited for.
    pub mine: Option<bool>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    #[param(value_type = Option<Uuid>)]
    pub owner: Option<UnitId>,
    #[param(value_type = Option<String>)]
    pub due_from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub due_to: Option<Date>,
    /// `due_on` (the default) or `-due_on`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// A promise that another room or the demo brings in.
#[derive(Debug, Clone)]
pub struct Imported {
    pub draft: CommitmentDraft,
    pub entered_by: Option<AccountId>,
    pub entered_on: Date,
    pub entered_at: Timestamp,
}

/// One step in the life of a promise.
struct Entry<'a> {
    act: &'a str,
    text: &'a str,
    done_fen: Option<i64>,
    on: Date,
    by: Option<AccountId>,
    at: Timestamp,
}

/// Enters a promise of a project that one may write to.
pub fn enter(tx: &Tx<'_>, who: &Who, draft: &CommitmentDraft) -> Result<CommitmentRecord> {
    who.reach(Class::Commitment, Act::Write)?;
    project::writable(tx, who, draft.project_id)?;
    let today = org::office_day(tx, who.district())?;
    let new = Imported {
        draft: tidied(draft),
        entered_by: who.account_id(),
        entered_on: today,
        entered_at: tx.now(),
    };
    let id = create(tx, who, &new, today)?;
    get(tx, who, id)
}

/// Brings in a promise on behalf of the whole district: what a review made a condition, or the demo's.
pub fn create_imported(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<CommitmentId> {
    who.need_district(Class::Commitment, Act::Write)?;
    create(tx, who, new, new.entered_on)
}

/// Enters what a review made a condition of a project: called by the room that reviews, in the transaction that
/// concluded, by whoever had the right to conclude.
pub fn enter_condition(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<CommitmentId> {
    create(tx, who, new, new.entered_on)
}

fn tidied(draft: &CommitmentDraft) -> CommitmentDraft {
    CommitmentDraft {
        text: draft.text.trim().to_owned(),
        source: one_line(&draft.source),
        measure: one_line(&draft.measure),
        ..draft.clone()
    }
}

fn create(tx: &Tx<'_>, who: &Who, new: &Imported, today: Date) -> Result<CommitmentId> {
    let side = check(tx, who, &new.draft, today)?;
    let id: CommitmentId = tx.new_id();
    let code = store::next_code(tx, who.district(), "C", new.entered_on.year())?;
    store::insert(tx, who.district(), id, &code, side, new)?;
    let entered = Entry {
        act: "enter",
        text: &new.draft.source,
        done_fen: None,
        on: new.entered_on,
        by: new.entered_by,
        at: new.entered_at,
    };
    store::append(tx, who.district(), id, new.draft.project_id, &entered)?;
    let detail = json!({ "version": 1, "code": code, "side": side, "text": new.draft.text, "source": new.draft.source,
        "project_id": new.draft.project_id, "owner_unit_id": new.draft.owner_unit_id, "due_on": new.draft.due_on,
        "measure": new.draft.measure, "amount_fen": new.draft.amount_fen });
    audit::record(tx, who, "commitment.enter", "commitment", id.0, &detail)?;
    Ok(id)
}

fn check(tx: &Tx<'_>, who: &Who, draft: &CommitmentDraft, today: Date) -> Result<Side> {
    let side = Side::from_code(&draft.side);
    let mut faults = Faults::default();
    faults.need(side.is_some(), || Fault::at("side", "commitment.side_unknown"));
    faults.need(!draft.text.is_empty(), || Fault::at("text", "commitment.text_missing"));
    faults.need(!draft.source.is_empty(), || Fault::at("source", "commitment.source_missing"));
    for (field, text, limit) in
        [("text", &draft.text, TEXT), ("source", &draft.source, LINE), ("measure", &draft.measure, LINE)]
    {
        faults.need(text_fits(text, limit), || Fault::at(field, "commitment.too_long").with("limit", limit));
    }
    let fits = draft.amount_fen.is_none_or(|fen| (1..=LIMIT_FEN).contains(&fen));
    faults.need(fits, || Fault::at("amount_fen", "commitment.amount_positive"));
    faults.need(planned(draft.due_on, today), || Fault::at("due_on", "commitment.due_on"));
    let known = store::unit_path(tx, who.district(), draft.owner_unit_id)?.is_some();
    faults.need(known, || Fault::at("owner_unit_id", "commitment.owner_unknown"));
    faults.into_result()?;
    side.ok_or(Error::NotFound)
}

/// Says how a promise stands: with what proves it, or with the reason.
pub fn record(tx: &Tx<'_>, who: &Who, id: CommitmentId, cmd: &CommitmentStep) -> Result<CommitmentRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    let Some(to) = State::from_code(&cmd.state) else {
        return Err(Error::invalid(Fault::at("state", "commitment.state_unknown")));
    };
    may(who, &before, to)?;
    let text = cmd.text.trim();
    let mut faults = Faults::default();
    faults.need(!text.is_empty(), || {
        let proof = matches!(to, State::Performed | State::Partly);
        Fault::at("text", if proof { "commitment.proof_missing" } else { "commitment.reason_missing" })
    });
    faults.need(text_fits(text, TEXT), || Fault::at("text", "commitment.too_long").with("limit", TEXT));
    if let Err(code) = done_fits(to, before.row.amount_fen, cmd.done_fen) {
        faults.add(Fault::at("done_fen", code));
    }
    faults.need(cmd.done_fen.is_none_or(|fen| fen <= LIMIT_FEN), || {
        Fault::at("done_fen", "commitment.amount_positive")
    });
    faults.into_result()?;
    let done_fen = match to {
        State::Due => None,
        State::Performed => cmd.done_fen.or(before.row.amount_fen),
        _ => cmd.done_fen.or(before.row.done_fen),
    };
    let today = org::office_day(tx, who.district())?;
    store::save_state(tx, who.district(), id, (to, today), text, done_fen)?;
    let entry = Entry { act: to.code(), text, done_fen, on: today, by: who.account_id(), at: tx.now() };
    store::append(tx, who.district(), id, before.row.project.id, &entry)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["state"], "code": before.row.code,
        "from": before.row.state, "to": to, "text": text, "done_fen": done_fen });
    audit::record(tx, who, "commitment.record", "commitment", id.0, &detail)?;
    get(tx, who, id)
}

/// The office gives a promise to another unit, or another due date, with a reason.
pub fn amend(tx: &Tx<'_>, who: &Who, id: CommitmentId, cmd: &CommitmentAmend) -> Result<CommitmentRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may_amend(who, &before)?;
    let today = org::office_day(tx, who.district())?;
    let reason = one_line(&cmd.reason);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "commitment.reason_missing"));
    faults.need(text_fits(&reason, LINE), || Fault::at("reason", "commitment.too_long").with("limit", LINE));
    faults.need(planned(cmd.due_on, today), || Fault::at("due_on", "commitment.due_on"));
    let known = store::unit_path(tx, who.district(), cmd.owner_unit_id)?.is_some();
    faults.need(known, || Fault::at("owner_unit_id", "commitment.owner_unknown"));
    faults.into_result()?;
    store::save_owner(tx, who.district(), id, cmd.owner_unit_id, cmd.due_on)?;
    let said = format!("{} → {}：{reason}", before.row.due_on, cmd.due_on);
    let entry =
        Entry { act: "amend", text: &said, done_fen: None, on: today, by: who.account_id(), at: tx.now() };
    store::append(tx, who.district(), id, before.row.project.id, &entry)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["due_on"], "code": before.row.code,
        "owner_unit_id": cmd.owner_unit_id, "due_on": cmd.due_on, "reason": reason });
    audit::record(tx, who, "commitment.amend", "commitment", id.0, &detail)?;
    get(tx, who, id)
}

/// What this reader is to a promise.
fn hand(who: &Who, view: &CommitmentRecord) -> Hand {
    let reach = who.actor.reach(Class::Commitment, Act::Write);
    let of_unit = |path: &str| matches!(&reach, Reach::Units(_)) && reach.covers(path);
    let me = who.account_id();
    Hand {
        unit: of_unit(&view.owner_path) || of_unit(&view.lead_path),
        office: reach == Reach::District,
        entered: me.is_some() && view.entered_by.as_ref().map(|p| p.id) == me,
    }
}

fn may(who: &Who, view: &CommitmentRecord, to: State) -> Result<()> {
    may_become(view.row.state, to, hand(who, view)).map_err(|code| Error::refused(Fault::new(code)))
}

fn may_amend(who: &Who, view: &CommitmentRecord) -> Result<()> {
    if !hand(who, view).office {
        return Err(Error::refused(Fault::new("commitment.not_office")));
    }
    if view.row.state.is_open() { Ok(()) } else { Err(Error::refused(Fault::new("commitment.over"))) }
}

fn at_version(reader: &Reader, who: &Who, id: CommitmentId, version: i64) -> Result<CommitmentRecord> {
    let now = get(reader, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One promise with its log, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: CommitmentId) -> Result<CommitmentRecord> {
    let mut view = store::get(reader, who, id)?.ok_or(Error::NotFound)?;
    let today = org::office_day(reader, who.district())?;
    view.row.overdue = overdue(view.row.state, view.row.due_on, today);
    view.log = store::log(reader, who.district(), id)?;
    let action = |to| Action::of(who.lang, may(who, &view, to));
    view.actions = CommitmentActions {
        partly: action(State::Partly),
        performed: action(State::Performed),
        broken: action(State::Broken),
        waived: action(State::Waived),
        reopen: action(State::Due),
        amend: Action::of(who.lang, may_amend(who, &view)),
    };
    Ok(view)
}

/// Promises that may be read: those that one's units answer for, or of the projects of one's units.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<CommitmentRow>> {
    let today = org::office_day(reader, who.district())?;
    let mut page = store::list(reader, who, filter, today)?;
    for row in &mut page.items {
        row.overdue = overdue(row.state, row.due_on, today);
    }
    Ok(page)
}

/// Code and name of the projects of a batch that have promises or support funds: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
