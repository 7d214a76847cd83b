//! The problem ledger (问题清单): a unit or the office raises what stands in a project's way and names who is to solve
//! it and by when; that unit answers; whoever raised it confirms and closes it. Every step stays in its log.

pub mod http;
mod store;
mod view;

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, BatchId, ProblemId, ProjectId, UnitId},
    problem::{Hand, State, Step, overdue, step},
    project::{NAME, TEXT, one_line, planned, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org, project,
};

pub use view::{ProblemActions, ProblemLogView, ProblemRecord, ProblemRow};

/// A problem as somebody raises it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ProblemDraft {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    /// One line.
    pub title: String,
    #[serde(default)]
    pub detail: String,
    /// The unit that is to solve it.
    #[schema(value_type = Uuid)]
    pub owner_unit_id: UnitId,
    #[schema(value_type = String)]
    pub due_on: Date,
}

/// An answer, or a reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ProblemStep {
    #[serde(default)]
    pub text: String,
    pub version: i64,
}

/// To another unit, or with another due date.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ProblemAssign {
    #[schema(value_type = Uuid)]
    pub owner_unit_id: UnitId,
    #[schema(value_type = String)]
    pub due_on: Date,
    pub reason: String,
    pub version: i64,
}

/// What waits for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemHand {
    /// Theirs to answer.
    Answer,
    /// Theirs to confirm.
    Confirm,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<State>,
    pub overdue: Option<bool>,
    #[param(value_type = Option<String>)]
    pub hand: Option<ProblemHand>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    #[param(value_type = Option<Uuid>)]
    pub owner: Option<UnitId>,
    #[param(value_type = Option<Uuid>)]
    pub raiser: Option<UnitId>,
    #[param(value_type = Option<String>)]
    pub due_from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub due_to: Option<Date>,
    /// `due_on` (the default), `-due_on` or `-raised_on`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// A problem as the demo brings it in, with what became of it.
#[derive(Debug, Clone)]
pub struct Imported {
    pub draft: ProblemDraft,
    pub raised_unit: UnitId,
    pub raised_by: Option<AccountId>,
    pub raised_on: Date,
    pub raised_at: Timestamp,
}

/// One step in the life of a problem.
struct Entry<'a> {
    act: &'a str,
    text: &'a str,
    on: Date,
    by: Option<AccountId>,
    at: Timestamp,
}

/// What a step leaves.
struct Outcome<'a> {
    state: State,
    /// The answer with the day and who gave it; none when the step changes nothing of it.
    answer: Option<&'a str>,
    closed: bool,
    owner: UnitId,
    due_on: Date,
}

/// Raises a problem of a project that one may read, for another unit to solve.
pub fn raise(tx: &Tx<'_>, who: &Who, draft: &ProblemDraft) -> Result<ProblemRecord> {
    let reach = who.reach(Class::Problem, Act::Write)?;
    let found = project::get(tx, who, draft.project_id)?;
    // Units speak for themselves, the command line for the unit in the lead.
    let unit = raising_unit(who, &reach).unwrap_or(found.row.lead_unit.id);
    let today = org::office_day(tx, who.district())?;
    let draft = ProblemDraft {
        title: one_line(&draft.title),
        detail: draft.detail.trim().to_owned(),
        ..draft.clone()
    };
    check(tx, who, &draft, unit, today)?;
    let new = Imported {
        draft,
        raised_unit: unit,
        raised_by: who.account_id(),
        raised_on: today,
        raised_at: tx.now(),
    };
    let id = insert(tx, who, &new)?;
    get(tx, who, id)
}

/// Brings in a problem as it was raised.
pub fn create_imported(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<ProblemId> {
    who.need_district(Class::Problem, Act::Write)?;
    insert(tx, who, new)
}

fn insert(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<ProblemId> {
    let id: ProblemId = tx.new_id();
    let code = store::next_code(tx, who.district(), new.raised_on.year())?;
    store::insert(tx, who.district(), id, &code, new)?;
    let raised = Entry {
        act: "raise",
        text: &new.draft.title,
        on: new.raised_on,
        by: new.raised_by,
        at: new.raised_at,
    };
    store::append(tx, who.district(), id, new.draft.project_id, &raised)?;
    let detail = json!({ "version": 1, "code": code, "title": new.draft.title, "detail": new.draft.detail,
        "project_id": new.draft.project_id, "owner_unit_id": new.draft.owner_unit_id, "due_on": new.draft.due_on });
    audit::record(tx, who, "problem.raise", "problem", id.0, &detail)?;
    Ok(id)
}

/// The unit for which somebody raises: the first at which they may write problems.
fn raising_unit(who: &Who, reach: &Reach) -> Option<UnitId> {
    let own = |path: &str| matches!(reach, Reach::District) || reach.covers(path);
    who.actor.memberships.iter().find(|m| own(&m.unit_path)).map(|m| m.unit)
}

fn check(tx: &Tx<'_>, who: &Who, draft: &ProblemDraft, unit: UnitId, today: Date) -> Result<()> {
    let mut faults = Faults::default();
    faults.need(!draft.title.is_empty(), || Fault::at("title", "problem.title_missing"));
    for (field, text, limit) in [("title", &draft.title, NAME), ("detail", &draft.detail, TEXT)] {
        faults.need(text_fits(text, limit), || Fault::at(field, "problem.too_long").with("limit", limit));
    }
    let known = store::unit_path(tx, who.district(), draft.owner_unit_id)?.is_some();
    faults.need(known, || Fault::at("owner_unit_id", "problem.owner_unknown"));
    faults.need(draft.owner_unit_id != unit, || Fault::at("owner_unit_id", "problem.owner_is_raiser"));
    let due = planned(draft.due_on, today) && draft.due_on >= today;
    faults.need(due, || Fault::at("due_on", "problem.due_on"));
    faults.into_result()
}

/// The owner answers what was done.
pub fn answer(tx: &Tx<'_>, who: &Who, id: ProblemId, cmd: &ProblemStep) -> Result<ProblemRecord> {
    take(tx, who, id, Step::Answer, cmd)
}

/// The raiser is not content: back to the owner, with a reason.
pub fn send_back(tx: &Tx<'_>, who: &Who, id: ProblemId, cmd: &ProblemStep) -> Result<ProblemRecord> {
    take(tx, who, id, Step::SendBack, cmd)
}

/// The raiser confirms that it is solved (销号).
pub fn close(tx: &Tx<'_>, who: &Who, id: ProblemId, cmd: &ProblemStep) -> Result<ProblemRecord> {
    take(tx, who, id, Step::Close, cmd)
}

/// The raiser takes back what was not answered yet, with a reason.
pub fn withdraw(tx: &Tx<'_>, who: &Who, id: ProblemId, cmd: &ProblemStep) -> Result<ProblemRecord> {
    take(tx, who, id, Step::Withdraw, cmd)
}

fn take(tx: &Tx<'_>, who: &Who, id: ProblemId, what: Step, cmd: &ProblemStep) -> Result<ProblemRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    let state = may(who, &before, what)?;
    let text = cmd.text.trim();
    if text.is_empty() && what != Step::Close {
        let code = if what == Step::Answer { "problem.answer_missing" } else { "problem.reason_missing" };
        return Err(Error::invalid(Fault::at("text", code)));
    }
    if !text_fits(text, TEXT) {
        return Err(Error::invalid(Fault::at("text", "problem.too_long").with("limit", TEXT)));
    }
    let outcome = Outcome {
        state,
        answer: (what == Step::Answer).then_some(text),
        closed: matches!(state, State::Closed | State::Withdrawn),
        owner: before.row.owner_unit.id,
        due_on: before.row.due_on,
    };
    finish(tx, who, &before, what, text, &outcome)
}

/// The office gives a problem to another unit, or another due date, with a reason.
pub fn assign(tx: &Tx<'_>, who: &Who, id: ProblemId, cmd: &ProblemAssign) -> Result<ProblemRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    let state = may(who, &before, Step::Assign)?;
    let today = org::office_day(tx, who.district())?;
    let reason = one_line(&cmd.reason);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "problem.reason_missing"));
    faults.need(text_fits(&reason, NAME), || Fault::at("reason", "problem.too_long").with("limit", NAME));
    let due = planned(cmd.due_on, today) && (cmd.due_on >= today || cmd.due_on == before.row.due_on);
    faults.need(due, || Fault::at("due_on", "problem.due_on"));
    let known = store::unit_path(tx, who.district(), cmd.owner_unit_id)?.is_some();
    faults.need(known, || Fault::at("owner_unit_id", "problem.owner_unknown"));
    let same = cmd.owner_unit_id == before.row.raised_unit.id;
    faults.need(!same, || Fault::at("owner_unit_id", "problem.owner_is_raiser"));
    faults.into_result()?;
    let outcome =
        Outcome { state, answer: None, closed: false, owner: cmd.owner_unit_id, due_on: cmd.due_on };
    finish(tx, who, &before, Step::Assign, &reason, &outcome)
}

fn finish(
    tx: &Tx<'_>,
    who: &Who,
    before: &ProblemRecord,
    what: Step,
    text: &str,
    outcome: &Outcome<'_>,
) -> Result<ProblemRecord> {
    let id = before.row.id;
    let today = org::office_day(tx, who.district())?;
    store::save(tx, who, id, outcome, today)?;
    let entry = Entry { act: what.code(), text, on: today, by: who.account_id(), at: tx.now() };
    store::append(tx, who.district(), id, before.row.project.id, &entry)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["state"], "code": before.row.code,
        "from": before.row.state, "to": outcome.state, "text": text,
        "owner_unit_id": outcome.owner, "due_on": outcome.due_on });
    audit::record(tx, who, &format!("problem.{}", what.code()), "problem", id.0, &detail)?;
    get(tx, who, id)
}

/// What this reader is to a problem.
fn hand(who: &Who, view: &ProblemRecord) -> Hand {
    let reach = who.actor.reach(Class::Problem, Act::Write);
    let me = who.account_id();
    let own = |by: Option<AccountId>| me.is_some() && by == me;
    let of_unit = |path: &str| matches!(&reach, Reach::Units(_)) && reach.covers(path);
    Hand {
        raiser: reach != Reach::Nothing
            && (own(view.raised_by.as_ref().map(|p| p.id)) || of_unit(&view.raised_path)),
        owner: of_unit(&view.owner_path),
        office: reach == Reach::District,
        answered: own(view.answered_by.as_ref().map(|p| p.id)),
    }
}

fn may(who: &Who, view: &ProblemRecord, what: Step) -> Result<State> {
    step(view.row.state, what, hand(who, view)).map_err(|code| Error::refused(Fault::new(code)))
}

fn at_version(reader: &Reader, who: &Who, id: ProblemId, version: i64) -> Result<ProblemRecord> {
    let now = get(reader, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One problem with its log, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: ProblemId) -> Result<ProblemRecord> {
    let mut view = store::get(reader, who, id)?.ok_or(Error::NotFound)?;
    let today = org::office_day(reader, who.district())?;
    view.row.overdue = overdue(view.row.state, view.row.due_on, today);
    view.log = store::log(reader, who.district(), id)?;
    let action = |what| Action::of(who.lang, may(who, &view, what));
    view.actions = ProblemActions {
        answer: action(Step::Answer),
        send_back: action(Step::SendBack),
        close: action(Step::Close),
        withdraw: action(Step::Withdraw),
        assign: action(Step::Assign),
    };
    Ok(view)
}

/// Problems that may be read: of one's units, for one's units, or of the projects of one's units.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<ProblemRow>> {
    let today = org::office_day(reader, who.district())?;
    let mut page = store::list(reader, who, filter, today)?;
    for row in &mut page.items {
        row.overdue = overdue(row.state, row.due_on, today);
    }
    Ok(page)
}

/// Code and name of the projects of a batch that have problems: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
