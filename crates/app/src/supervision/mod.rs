//! Supervision (督办): notes with a serial number to a unit, on a project, a problem or an instruction of a leader; the
//! unit answers, the office closes, and while the unit is late the note is raised level by level. Every step stays in
//! its log.

pub mod http;
mod instruction;
mod levels;
mod paper;
mod store;
mod view;

use jiff::{Timestamp, ToSpan, civil::Date};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, BatchId, InstructionId, ProblemId, ProjectId, SupervisionId, UnitId},
    project::{NAME, TEXT, one_line, planned, text_fits},
    supervision::{Hand, State, Step, overdue, serial, step},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org, problem, project,
};

pub use instruction::{
    ImportedInstruction, InstructionDraft, InstructionFilter, InstructionHanding, hand_on, instruct,
    instruct_imported, instruction, instructions,
};
pub use levels::{LevelDraft, LevelsPublish, publish, table};
pub use paper::document;
pub use view::{
    InstructionActions, InstructionRecord, InstructionRef, InstructionRow, LevelActions, LevelRef, LevelView,
    LevelsView, ProblemRef, SupervisionActions, SupervisionLogView, SupervisionRecord, SupervisionRow,
};

/// A note as the office issues it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SupervisionDraft {
    /// One line.
    pub title: String,
    /// What is asked.
    #[serde(default)]
    pub content: String,
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// The project is then that of the problem.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub problem_id: Option<ProblemId>,
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    /// The code of a level; the first of the table when left out.
    #[serde(default)]
    pub level: Option<String>,
    /// The days of the level from today when left out.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub due_on: Option<Date>,
}

/// An answer, a reason, or what a talk came to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SupervisionStep {
    #[serde(default)]
    pub text: String,
    pub version: i64,
}

/// To the next level.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SupervisionEscalation {
    pub reason: String,
    /// The days of the level from today when left out.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub due_on: Option<Date>,
    pub version: i64,
}

/// What waits for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SupervisionHand {
    /// Theirs to answer.
    Answer,
    /// Answered; theirs to close or to send back.
    Confirm,
    /// Late; theirs to raise.
    Escalate,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<State>,
    pub level: Vec<String>,
    pub overdue: Option<bool>,
    #[param(value_type = Option<String>)]
    pub hand: Option<SupervisionHand>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    #[param(value_type = Option<Uuid>)]
    pub problem: Option<ProblemId>,
    #[param(value_type = Option<Uuid>)]
    pub instruction: Option<InstructionId>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Option<String>)]
    pub due_from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub due_to: Option<Date>,
    #[param(value_type = Option<String>)]
    pub issued_from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub issued_to: Option<Date>,
    /// `due_on` (the default), `-due_on` or `-issued_on`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// A note as the demo brings it in.
#[derive(Debug, Clone)]
pub struct Imported {
    pub draft: SupervisionDraft,
    pub issued_by: Option<AccountId>,
    pub issued_on: Date,
    pub issued_at: Timestamp,
}

/// A note that is about to be kept.
struct New<'a> {
    title: &'a str,
    content: &'a str,
    project: Option<ProjectId>,
    problem: Option<ProblemId>,
    instruction: Option<InstructionId>,
    unit: UnitId,
    level: &'a LevelRef,
    due_on: Date,
    by: Option<AccountId>,
    on: Date,
    at: Timestamp,
}

/// One step in the life of a note.
struct Entry<'a> {
    act: &'a str,
    text: &'a str,
    level: &'a LevelRef,
    on: Date,
    by: Option<AccountId>,
    at: Timestamp,
}

/// What a step leaves.
struct Outcome<'a> {
    state: State,
    answer: Option<&'a str>,
    over: bool,
    level: LevelRef,
    due_on: Date,
}

/// Issues a note to a unit.
pub fn issue(tx: &Tx<'_>, who: &Who, draft: &SupervisionDraft) -> Result<SupervisionRecord> {
    who.need_district(Class::Supervision, Act::Write)?;
    let today = org::office_day(tx, who.district())?;
    let new =
        Imported { draft: draft.clone(), issued_by: who.account_id(), issued_on: today, issued_at: tx.now() };
    let id = check_and_insert(tx, who, &new)?;
    get(tx, who, id)
}

/// Brings in a note as it was issued.
pub fn issue_imported(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<SupervisionId> {
    who.need_district(Class::Supervision, Act::Write)?;
    check_and_insert(tx, who, new)
}

fn check_and_insert(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<SupervisionId> {
    let (draft, today) = (&new.draft, new.issued_on);
    let (title, content) = (one_line(&draft.title), draft.content.trim());
    let project = project_of(tx, who, draft)?;
    let table = levels::in_force(tx, who.district())?;
    let level = match &draft.level {
        Some(code) => table.find(code),
        None => table.first(),
    };
    let mut faults = Faults::default();
    faults.need(!title.is_empty(), || Fault::at("title", "supervision.title_missing"));
    for (field, text, limit) in [("title", title.as_str(), NAME), ("content", content, TEXT)] {
        faults.need(text_fits(text, limit), || Fault::at(field, "supervision.too_long").with("limit", limit));
    }
    let known = store::unit_known(tx, who.district(), draft.unit_id)?;
    faults.need(known, || Fault::at("unit_id", "supervision.unit_unknown"));
    faults.need(level.is_some(), || Fault::at("level", "supervision.level_unknown"));
    let days = level.map_or(0, |l| l.days);
    let level = level.map(levels::reference);
    let praise = level.as_ref().is_some_and(|l| l.praise);
    let due_on = if praise { today } else { draft.due_on.unwrap_or(today.saturating_add(days.days())) };
    faults.need(planned(due_on, today) && due_on >= today, || Fault::at("due_on", "supervision.due_on"));
    faults.into_result()?;
    let Some(level) = level else { return Err(Error::NotFound) };
    let new = New {
        title: &title,
        content,
        project,
        problem: draft.problem_id,
        instruction: None,
        unit: draft.unit_id,
        level: &level,
        due_on,
        by: new.issued_by,
        on: today,
        at: new.issued_at,
    };
    insert(tx, who, &table.note_word, &new)
}

/// The project of a note: that of its problem, or the one that was chosen; either must be one that may be read.
fn project_of(tx: &Tx<'_>, who: &Who, draft: &SupervisionDraft) -> Result<Option<ProjectId>> {
    let Some(problem) = draft.problem_id else {
        let chosen = draft.project_id.map(|id| project::reference(tx, who, id)).transpose()?;
        return Ok(chosen.map(|p| p.id));
    };
    let of = problem::get(tx, who, problem)?.row.project.id;
    if draft.project_id.is_some_and(|chosen| chosen != of) {
        return Err(Error::invalid(Fault::at("project_id", "supervision.project_of_problem")));
    }
    Ok(Some(of))
}

fn insert(tx: &Tx<'_>, who: &Who, word: &str, new: &New<'_>) -> Result<SupervisionId> {
    let id: SupervisionId = tx.new_id();
    let year = new.on.year();
    let code = serial(word, year, store::next_number(tx, who.district(), "note", year)?);
    store::insert(tx, who.district(), id, &code, new)?;
    let issued =
        Entry { act: "issue", text: new.title, level: new.level, on: new.on, by: new.by, at: new.at };
    store::append(tx, who.district(), id, new.project, &issued)?;
    let detail = json!({ "version": 1, "code": code, "title": new.title, "content": new.content,
        "project_id": new.project, "problem_id": new.problem, "instruction_id": new.instruction,
        "unit_id": new.unit, "level": new.level, "due_on": new.due_on });
    audit::record(tx, who, "supervision.issue", "supervision", id.0, &detail)?;
    Ok(id)
}

/// The unit says what was done.
pub fn answer(tx: &Tx<'_>, who: &Who, id: SupervisionId, cmd: &SupervisionStep) -> Result<SupervisionRecord> {
    take(tx, who, id, Step::Answer, cmd)
}

/// The office is not content: back to the unit, with a reason.
pub fn send_back(
    tx: &Tx<'_>,
    who: &Who,
    id: SupervisionId,
    cmd: &SupervisionStep,
) -> Result<SupervisionRecord> {
    take(tx, who, id, Step::SendBack, cmd)
}

/// The office confirms that it is done (销号); never who answered.
pub fn close(tx: &Tx<'_>, who: &Who, id: SupervisionId, cmd: &SupervisionStep) -> Result<SupervisionRecord> {
    take(tx, who, id, Step::Close, cmd)
}

/// Writes down a talk with whoever answers for the unit (约谈).
pub fn interview(
    tx: &Tx<'_>,
    who: &Who,
    id: SupervisionId,
    cmd: &SupervisionStep,
) -> Result<SupervisionRecord> {
    take(tx, who, id, Step::Interview, cmd)
}

/// The office takes back what was not answered yet, with a reason.
pub fn cancel(tx: &Tx<'_>, who: &Who, id: SupervisionId, cmd: &SupervisionStep) -> Result<SupervisionRecord> {
    take(tx, who, id, Step::Cancel, cmd)
}

fn take(
    tx: &Tx<'_>,
    who: &Who,
    id: SupervisionId,
    what: Step,
    cmd: &SupervisionStep,
) -> Result<SupervisionRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    let state = may(who, &before, what)?;
    let text = cmd.text.trim();
    if text.is_empty() && what != Step::Close {
        let code = match what {
            Step::Answer => "supervision.answer_missing",
            Step::Interview => "supervision.text_missing",
            _ => "supervision.reason_missing",
        };
        return Err(Error::invalid(Fault::at("text", code)));
    }
    if !text_fits(text, TEXT) {
        return Err(Error::invalid(Fault::at("text", "supervision.too_long").with("limit", TEXT)));
    }
    let outcome = Outcome {
        state,
        answer: (what == Step::Answer).then_some(text),
        over: matches!(state, State::Closed | State::Cancelled),
        level: before.row.level.clone(),
        due_on: before.row.due_on,
    };
    finish(tx, who, &before, what, text, &outcome)
}

/// Raises a note on which the unit is late to the next level, with a reason and a new due date.
pub fn escalate(
    tx: &Tx<'_>,
    who: &Who,
    id: SupervisionId,
    cmd: &SupervisionEscalation,
) -> Result<SupervisionRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    let today = org::office_day(tx, who.district())?;
    let (state, level, days) = may_escalate(tx, who, &before, today)?;
    let reason = one_line(&cmd.reason);
    let due_on = cmd.due_on.unwrap_or(today.saturating_add(days.days()));
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "supervision.reason_missing"));
    faults.need(text_fits(&reason, NAME), || Fault::at("reason", "supervision.too_long").with("limit", NAME));
    faults.need(planned(due_on, today) && due_on >= today, || Fault::at("due_on", "supervision.due_on"));
    faults.into_result()?;
    let outcome = Outcome { state, answer: None, over: false, level, due_on };
    finish(tx, who, &before, Step::Escalate, &reason, &outcome)
}

/// The next level with its days, if the note may be raised to it today.
fn may_escalate(
    reader: &Reader,
    who: &Who,
    view: &SupervisionRecord,
    today: Date,
) -> Result<(State, LevelRef, i64)> {
    let state = may(who, view, Step::Escalate)?;
    if !overdue(view.row.state, view.row.due_on, today) {
        return Err(Error::refused(Fault::new("supervision.not_late")));
    }
    let table = levels::in_force(reader, who.district())?;
    let level = table.above(&view.row.level.code).map_err(|code| Error::refused(Fault::new(code)))?;
    Ok((state, levels::reference(level), level.days))
}

fn finish(
    tx: &Tx<'_>,
    who: &Who,
    before: &SupervisionRecord,
    what: Step,
    text: &str,
    outcome: &Outcome<'_>,
) -> Result<SupervisionRecord> {
    let row = &before.row;
    let today = org::office_day(tx, who.district())?;
    store::save(tx, who, row.id, outcome, today)?;
    let entry = Entry {
        act: what.code(),
        text,
        level: &outcome.level,
        on: today,
        by: who.account_id(),
        at: tx.now(),
    };
    store::append(tx, who.district(), row.id, row.project.as_ref().map(|p| p.id), &entry)?;
    if let Some(instruction) = row.instruction.as_ref().filter(|_| outcome.over) {
        store::instruction::count(tx, who.district(), instruction.id, today)?;
    }
    let detail = json!({ "version": row.version + 1, "changed": ["state"], "code": row.code, "from": row.state,
        "to": outcome.state, "text": text, "level": outcome.level, "due_on": outcome.due_on });
    audit::record(tx, who, &format!("supervision.{}", what.code()), "supervision", row.id.0, &detail)?;
    get(tx, who, row.id)
}

/// What this reader is to a note.
fn hand(who: &Who, view: &SupervisionRecord) -> Hand {
    let reach = who.actor.reach(Class::Supervision, Act::Write);
    let me = who.account_id();
    Hand {
        addressee: matches!(&reach, Reach::Units(_)) && reach.covers(&view.unit_path),
        issuer: reach == Reach::District,
        answered: me.is_some() && view.answered_by.as_ref().map(|p| p.id) == me,
    }
}

fn may(who: &Who, view: &SupervisionRecord, what: Step) -> Result<State> {
    step(view.row.state, what, hand(who, view)).map_err(|code| Error::refused(Fault::new(code)))
}

fn at_version(reader: &Reader, who: &Who, id: SupervisionId, version: i64) -> Result<SupervisionRecord> {
    let now = get(reader, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One note with its log, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: SupervisionId) -> Result<SupervisionRecord> {
    let mut view = store::get(reader, who, id)?.ok_or(Error::NotFound)?;
    let today = org::office_day(reader, who.district())?;
    view.row.overdue = overdue(view.row.state, view.row.due_on, today);
    view.log = store::log(reader, who.district(), id)?;
    let table = levels::in_force(reader, who.district())?;
    view.next_level = table.above(&view.row.level.code).ok().map(levels::reference);
    let action = |what| Action::of(who.lang, may(who, &view, what));
    view.actions = SupervisionActions {
        answer: action(Step::Answer),
        send_back: action(Step::SendBack),
        close: action(Step::Close),
        escalate: Action::of(who.lang, may_escalate(reader, who, &view, today)),
        interview: action(Step::Interview),
        cancel: action(Step::Cancel),
    };
    Ok(view)
}

/// Notes that may be read: to one's units, or on the projects of one's units.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<SupervisionRow>> {
    let today = org::office_day(reader, who.district())?;
    let mut page = store::list(reader, who, filter, today)?;
    for row in &mut page.items {
        row.overdue = overdue(row.state, row.due_on, today);
    }
    Ok(page)
}

/// Code and name of the projects of a batch that have notes or instructions: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
