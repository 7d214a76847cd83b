//! Admission of a project (联审): the unit in the lead asks for a review, the office looks at the papers and asks the
//! departments that the table names, a meeting is held, and a reviewer who had no part in it concludes. When the
//! project passes, what the departments made a condition becomes a commitment with an owner and a due date.

pub mod http;
mod opinion;
pub mod rule;
pub mod sheet;
mod store;
mod view;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    admission::{Asked as Opinions, Hand, State, Step, deadline, step},
    authority::{Act, Class, Reach},
    id::{AccountId, AdmissionId, BatchId, ProjectId, UnitId},
    project::{Asked, LINE, NAME, Subject, TEXT, Verdict, one_line, past, text_fits},
};

use crate::{
    commitment,
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org, project,
};

pub use opinion::{OpinionDraft, answer};
pub use view::{AdmissionActions, AdmissionLogView, AdmissionRecord, AdmissionRow, OpinionView};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AdmissionDraft {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    /// What the unit has to say to the reviewers.
    #[serde(default)]
    pub note: String,
}

/// Which department is asked for which opinion.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct OpinionAsked {
    pub subject: String,
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AdmissionAsk {
    pub opinions: Vec<OpinionAsked>,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AdmissionMeeting {
    #[schema(value_type = String)]
    pub held_on: Date,
    pub place: String,
    pub attendees: String,
    pub minutes_no: String,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AdmissionConclusion {
    /// `passed`, `supplement`, `deferred` or `rejected`.
    pub conclusion: String,
    #[serde(default)]
    pub text: String,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AdmissionWithdrawal {
    pub reason: String,
    pub version: i64,
}

/// What waits for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdmissionWaits {
    /// An opinion of theirs.
    Opinion,
    /// Departments to be asked, or a meeting to be entered: the office.
    Handle,
    /// A conclusion.
    Conclude,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<State>,
    #[param(value_type = Option<String>)]
    pub hand: Option<AdmissionWaits>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    #[param(value_type = Option<String>)]
    pub requested_from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub requested_to: Option<Date>,
    /// `-requested_on` (the default) or `requested_on`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// One step in a review.
struct Entry<'a> {
    act: &'a str,
    text: &'a str,
    on: Date,
}

/// Asks for the review of a project that one may write to.
pub fn request(tx: &Tx<'_>, who: &Who, draft: &AdmissionDraft) -> Result<AdmissionRecord> {
    who.reach(Class::Admission, Act::Write)?;
    let found = project::writable(tx, who, draft.project_id)?;
    let note = draft.note.trim();
    if !text_fits(note, TEXT) {
        return Err(Error::invalid(Fault::at("note", "admission.too_long").with("limit", TEXT)));
    }
    if store::running(tx, who.district(), draft.project_id)? {
        return Err(Error::refused(Fault::new("admission.running")));
    }
    let rules = rule::in_force(tx, who.district())?;
    let Some(rule) = rules.of(found.row.kind, found.row.total_fen) else {
        return Err(Error::refused(Fault::new("admission.no_rule")));
    };
    let today = org::office_day(tx, who.district())?;
    let id: AdmissionId = tx.new_id();
    let code = store::next_code(tx, who.district(), today.year())?;
    store::insert(tx, who, (id, &code), (draft.project_id, note), rule, today)?;
    let entry = Entry { act: "request", text: &rule.name, on: today };
    store::append(tx, who, id, draft.project_id, &entry)?;
    project::set_standing(tx, who, draft.project_id, Asked::Admission, false)?;
    let detail = json!({ "version": 1, "code": code, "project_id": draft.project_id, "rule": rule.name, "note": note });
    audit::record(tx, who, "admission.request", "admission", id.0, &detail)?;
    get(tx, who, id)
}

/// The papers are complete: the departments that the table names are asked, all of them, with one deadline.
pub fn ask(tx: &Tx<'_>, who: &Who, id: AdmissionId, cmd: &AdmissionAsk) -> Result<AdmissionRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may(who, &before, Step::Ask)?;
    let mut faults = Faults::default();
    let mut asked: Vec<(Subject, UnitId)> = Vec::new();
    for (at, one) in cmd.opinions.iter().enumerate() {
        let subject = Subject::from_code(&one.subject);
        let known = store::unit_path(tx, who.district(), one.unit_id)?;
        faults
            .need(known.is_some(), || Fault::at(format!("opinions[{at}].unit_id"), "admission.unit_unknown"));
        match subject {
            None => faults.add(Fault::at(format!("opinions[{at}].subject"), "admission.subject_unknown")),
            Some(subject) if asked.iter().any(|(s, _)| *s == subject) => {
                faults.add(Fault::at(format!("opinions[{at}].subject"), "admission.subject_twice"));
            }
            Some(subject) => asked.push((subject, one.unit_id)),
        }
    }
    let all = before.needed.iter().all(|needed| asked.iter().any(|(s, _)| s == needed));
    faults.need(all, || Fault::at("opinions", "admission.subjects_missing"));
    faults.into_result()?;
    let today = org::office_day(tx, who.district())?;
    let due_on = deadline(today, before.days);
    store::ask(tx, who, &before, &asked, (today, due_on))?;
    finish(tx, who, &before, Step::Ask.code(), "", today)
}

/// Enters the meeting that decided.
pub fn meet(tx: &Tx<'_>, who: &Who, id: AdmissionId, cmd: &AdmissionMeeting) -> Result<AdmissionRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may(who, &before, Step::Meet)?;
    let today = org::office_day(tx, who.district())?;
    let (place, minutes_no) = (one_line(&cmd.place), one_line(&cmd.minutes_no));
    let attendees = cmd.attendees.trim();
    let mut faults = Faults::default();
    faults.need(past(cmd.held_on, today) && cmd.held_on >= before.row.requested_on, || {
        Fault::at("held_on", "admission.held_on").with("since", before.row.requested_on)
    });
    for (field, text, limit) in
        [("place", &*place, NAME), ("attendees", attendees, TEXT), ("minutes_no", &*minutes_no, NAME)]
    {
        faults.need(!text.is_empty(), || Fault::at(field, "admission.field_missing"));
        faults.need(text_fits(text, limit), || Fault::at(field, "admission.too_long").with("limit", limit));
    }
    faults.into_result()?;
    store::meet(tx, who.district(), id, (cmd.held_on, &place), attendees, &minutes_no)?;
    finish(tx, who, &before, Step::Meet.code(), &minutes_no, cmd.held_on)
}

/// Concludes: by a reviewer who neither asked for the review nor had a hand in it. On a pass the conditions become
/// commitments.
pub fn conclude(
    tx: &Tx<'_>,
    who: &Who,
    id: AdmissionId,
    cmd: &AdmissionConclusion,
) -> Result<AdmissionRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may(who, &before, Step::Conclude)?;
    let to = State::from_code(&cmd.conclusion).filter(|state| state.is_conclusion());
    let Some(to) = to else {
        return Err(Error::invalid(Fault::at("conclusion", "admission.conclusion_unknown")));
    };
    let text = cmd.text.trim();
    let latest: Vec<&OpinionView> = before.opinions.iter().filter(|o| o.round == before.round).collect();
    let against = latest.iter().any(|o| o.verdict == Some(Verdict::Against));
    let mut faults = Faults::default();
    faults.need(text_fits(text, LINE), || Fault::at("text", "admission.too_long").with("limit", LINE));
    if to == State::Passed {
        faults.need(!against || !text.is_empty(), || Fault::at("text", "admission.against_reason"));
    } else {
        faults.need(!text.is_empty(), || Fault::at("text", "admission.reason_missing"));
    }
    faults.into_result()?;
    let today = org::office_day(tx, who.district())?;
    store::conclude(tx, who, id, (to, today), text)?;
    if to == State::Passed {
        for opinion in latest.iter().filter(|o| o.verdict == Some(Verdict::Conditional)) {
            become_commitment(tx, who, &before, opinion, today)?;
        }
        project::set_standing(tx, who, before.row.project.id, Asked::Admission, true)?;
    }
    finish(tx, who, &before, to.code(), text, today)
}

/// What a department made a condition is promised by the investor, and a unit sees to it.
fn become_commitment(
    tx: &Tx<'_>,
    who: &Who,
    before: &AdmissionRecord,
    opinion: &OpinionView,
    today: Date,
) -> Result<()> {
    let (Some(unit), Some(due_on)) = (&opinion.condition_unit, opinion.condition_due_on) else {
        return Ok(());
    };
    let new = commitment::Imported {
        draft: commitment::CommitmentDraft {
            project_id: before.row.project.id,
            side: "investor".into(),
            text: opinion.condition_text.clone(),
            source: format!("联审 {} · {}", before.row.code, opinion.unit.name),
            owner_unit_id: unit.id,
            due_on,
            measure: String::new(),
            amount_fen: None,
        },
        entered_by: who.account_id(),
        entered_on: today,
        entered_at: tx.now(),
    };
    commitment::enter_condition(tx, who, &new).map(|_| ())
}

/// Takes a review back that nobody has concluded, with a reason.
pub fn withdraw(
    tx: &Tx<'_>,
    who: &Who,
    id: AdmissionId,
    cmd: &AdmissionWithdrawal,
) -> Result<AdmissionRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may(who, &before, Step::Withdraw)?;
    let reason = one_line(&cmd.reason);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "admission.reason_missing"));
    faults.need(text_fits(&reason, LINE), || Fault::at("reason", "admission.too_long").with("limit", LINE));
    faults.into_result()?;
    let today = org::office_day(tx, who.district())?;
    store::set_state(tx, who.district(), id, State::Withdrawn)?;
    project::clear_standing(tx, who, before.row.project.id, Asked::Admission)?;
    finish(tx, who, &before, Step::Withdraw.code(), &reason, today)
}

fn finish(
    tx: &Tx<'_>,
    who: &Who,
    before: &AdmissionRecord,
    act: &str,
    text: &str,
    on: Date,
) -> Result<AdmissionRecord> {
    let id = before.row.id;
    store::append(tx, who, id, before.row.project.id, &Entry { act, text, on })?;
    let after = get(tx, who, id)?;
    let detail = json!({ "version": after.row.version, "changed": ["state"], "code": before.row.code,
        "from": before.row.state, "to": after.row.state, "text": text, "on": on });
    audit::record(tx, who, &format!("admission.{act}"), "admission", id.0, &detail)?;
    Ok(after)
}

fn hand(who: &Who, view: &AdmissionRecord) -> Hand {
    let reach = who.actor.reach(Class::Admission, Act::Write);
    let me = who.account_id();
    let own = |by: Option<AccountId>| me.is_some() && by == me;
    Hand {
        applicant: reach.covers(&view.lead_path),
        office: reach == Reach::District,
        reviewer: who.actor.reach(Class::Admission, Act::Recognise) == Reach::District,
        involved: own(view.requested_by.as_ref().map(|p| p.id))
            || own(view.asked_by.as_ref().map(|p| p.id))
            || view.opinions.iter().any(|o| own(o.answered_by.as_ref().map(|p| p.id))),
    }
}

fn may(who: &Who, view: &AdmissionRecord, what: Step) -> Result<()> {
    let latest = || view.opinions.iter().filter(|o| o.round == view.round && o.verdict.is_none());
    let asked = Opinions {
        waiting: latest().filter(|o| !o.overdue).count(),
        silent: latest().filter(|o| o.overdue).count(),
    };
    step(view.row.state, what, view.needs_meeting, asked, hand(who, view))
        .map_err(|code| Error::refused(Fault::new(code)))
}

fn at_version(reader: &Reader, who: &Who, id: AdmissionId, version: i64) -> Result<AdmissionRecord> {
    let now = get(reader, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One review with its opinions and its log, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: AdmissionId) -> Result<AdmissionRecord> {
    let mut view = store::get(reader, who, id)?.ok_or(Error::NotFound)?;
    let today = org::office_day(reader, who.district())?;
    view.opinions = store::opinions(reader, who.district(), id)?;
    for one in &mut view.opinions {
        one.overdue = one.verdict.is_none() && one.due_on < today;
    }
    view.log = store::log(reader, who.district(), id)?;
    view.needed = needed(reader, who, &view)?;
    let action = |what| Action::of(who.lang, may(who, &view, what));
    let actions = AdmissionActions {
        ask: action(Step::Ask),
        meet: action(Step::Meet),
        conclude: action(Step::Conclude),
        withdraw: action(Step::Withdraw),
    };
    let mine: Vec<Action> =
        view.opinions.iter().map(|one| Action::of(who.lang, opinion::may_answer(who, &view, one))).collect();
    for (one, action) in view.opinions.iter_mut().zip(mine) {
        one.answer = action;
    }
    view.actions = actions;
    let said = rule::names(reader, who)?;
    for entry in view.log.iter_mut().filter(|entry| entry.act == "request") {
        entry.text = said(&entry.text);
    }
    view.row.rule = said(&view.row.rule);
    Ok(view)
}

/// The opinions that the table asks for, by the line under whose name the review was asked for.
fn needed(reader: &Reader, who: &Who, view: &AdmissionRecord) -> Result<Vec<Subject>> {
    let rules = rule::in_force(reader, who.district())?;
    let found = rules.rules.iter().find(|r| r.name == view.row.rule);
    Ok(found.map(|r| r.opinions.clone()).unwrap_or_default())
}

/// Reviews that may be read: of the projects of one's units, and those that one's units are asked about.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<AdmissionRow>> {
    let mut page = store::list(reader, who, filter)?;
    let said = rule::names(reader, who)?;
    for row in &mut page.items {
        row.rule = said(&row.rule);
    }
    Ok(page)
}

/// Code and name of the projects of a batch that have a review or a sheet.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
