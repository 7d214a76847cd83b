//! Leaders' instructions (领导批示): kept word for word, handed to units as notes, done when none of these is open.

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{AccountId, InstructionId, ProjectId, UnitId},
    project::{NAME, TEXT, one_line, past, planned, text_fits},
    supervision::serial,
};

use super::{InstructionRecord, InstructionRow, LevelRef, New, levels, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org, project,
};

/// Units that one instruction may be handed to at once.
const UNITS: usize = 50;

/// An instruction as the office, or the leader, enters it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct InstructionDraft {
    /// The name as it stands in documents.
    pub leader: String,
    #[schema(value_type = String)]
    pub instructed_on: Date,
    /// What it is about, in one line.
    pub title: String,
    /// Word for word.
    pub text: String,
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub project_id: Option<ProjectId>,
    /// Who carries it out: a note for each.
    #[schema(value_type = Vec<Uuid>)]
    pub unit_ids: Vec<UnitId>,
    #[schema(value_type = String)]
    pub due_on: Date,
}

/// More units.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct InstructionHanding {
    #[schema(value_type = Vec<Uuid>)]
    pub unit_ids: Vec<UnitId>,
    #[schema(value_type = String)]
    pub due_on: Date,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct InstructionFilter {
    pub done: Option<bool>,
    pub leader: Option<String>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    /// `-instructed_on`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// An instruction as the demo brings it in.
#[derive(Debug, Clone)]
pub struct ImportedInstruction {
    pub draft: InstructionDraft,
    pub by: Option<AccountId>,
    pub at: Timestamp,
}

/// Whom it goes to, by when.
struct Handing<'a> {
    units: &'a [UnitId],
    due_on: Date,
    on: Date,
    by: Option<AccountId>,
    at: Timestamp,
}

/// Keeps an instruction and hands it to its units.
pub fn instruct(tx: &Tx<'_>, who: &Who, draft: &InstructionDraft) -> Result<InstructionRecord> {
    who.need_district(Class::Supervision, Act::Write)?;
    let today = org::office_day(tx, who.district())?;
    let draft = InstructionDraft {
        leader: one_line(&draft.leader),
        title: one_line(&draft.title),
        text: draft.text.trim().to_owned(),
        ..draft.clone()
    };
    if let Some(project) = draft.project_id {
        project::reference(tx, who, project)?;
    }
    let mut faults = Faults::default();
    for (field, text, limit) in
        [("leader", &draft.leader, 60), ("title", &draft.title, NAME), ("text", &draft.text, TEXT)]
    {
        faults.need(!text.is_empty(), || Fault::at(field, "supervision.text_missing"));
        faults.need(text_fits(text, limit), || Fault::at(field, "supervision.too_long").with("limit", limit));
    }
    faults.need(past(draft.instructed_on, today), || Fault::at("instructed_on", "supervision.instructed_on"));
    check_handing(tx, who, &draft.unit_ids, draft.due_on, today, &mut faults)?;
    faults.into_result()?;
    let new = ImportedInstruction { draft, by: who.account_id(), at: tx.now() };
    let id = insert(tx, who, &new, today)?;
    instruction(tx, who, id)
}

/// Brings in an instruction as it was given.
pub fn instruct_imported(tx: &Tx<'_>, who: &Who, new: &ImportedInstruction) -> Result<InstructionId> {
    who.need_district(Class::Supervision, Act::Write)?;
    insert(tx, who, new, new.draft.instructed_on)
}

fn insert(tx: &Tx<'_>, who: &Who, new: &ImportedInstruction, on: Date) -> Result<InstructionId> {
    let id: InstructionId = tx.new_id();
    let year = new.draft.instructed_on.year();
    let word = levels::in_force(tx, who.district())?.instruction_word;
    let code = serial(&word, year, store::next_number(tx, who.district(), "instruction", year)?);
    store::instruction::insert(tx, who.district(), (id, &code), &new.draft, (new.by, new.at))?;
    let detail = json!({ "version": 1, "code": code, "leader": new.draft.leader, "title": new.draft.title,
        "text": new.draft.text, "project_id": new.draft.project_id, "unit_ids": new.draft.unit_ids,
        "due_on": new.draft.due_on });
    audit::record(tx, who, "supervision.instruct", "supervision_instruction", id.0, &detail)?;
    let handing =
        Handing { units: &new.draft.unit_ids, due_on: new.draft.due_on, on, by: new.by, at: new.at };
    let about = About { title: &new.draft.title, text: &new.draft.text, project: new.draft.project_id };
    hand(tx, who, id, &about, &handing)?;
    Ok(id)
}

/// What the notes of an instruction say.
struct About<'a> {
    title: &'a str,
    text: &'a str,
    project: Option<ProjectId>,
}

/// A note for each unit.
fn hand(tx: &Tx<'_>, who: &Who, id: InstructionId, about: &About<'_>, to: &Handing<'_>) -> Result<()> {
    let table = levels::in_force(tx, who.district())?;
    let level: LevelRef = table
        .first()
        .map(levels::reference)
        .ok_or_else(|| Error::refused(Fault::new("supervision.level_urge")))?;
    for unit in to.units {
        let new = New {
            title: about.title,
            content: about.text,
            project: about.project,
            problem: None,
            instruction: Some(id),
            unit: *unit,
            level: &level,
            due_on: to.due_on,
            by: to.by,
            on: to.on,
            at: to.at,
        };
        super::insert(tx, who, &table.note_word, &new)?;
    }
    store::instruction::count(tx, who.district(), id, to.on)
}

/// Hands an instruction to more units.
pub fn hand_on(
    tx: &Tx<'_>,
    who: &Who,
    id: InstructionId,
    cmd: &InstructionHanding,
) -> Result<InstructionRecord> {
    let before = instruction(tx, who, id)?;
    may_hand_on(who)?;
    if before.row.version != cmd.version {
        let current = Box::new(serde_json::to_value(&before).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["notes".into()] });
    }
    let today = org::office_day(tx, who.district())?;
    let mut faults = Faults::default();
    check_handing(tx, who, &cmd.unit_ids, cmd.due_on, today, &mut faults)?;
    let again = before.notes.iter().any(|n| cmd.unit_ids.contains(&n.unit.id));
    faults.need(!again, || Fault::at("unit_ids", "supervision.unit_twice"));
    faults.into_result()?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["notes"], "code": before.row.code,
        "unit_ids": cmd.unit_ids, "due_on": cmd.due_on });
    audit::record(tx, who, "supervision.hand_on", "supervision_instruction", id.0, &detail)?;
    let about = About {
        title: &before.row.title,
        text: &before.text,
        project: before.row.project.as_ref().map(|p| p.id),
    };
    let to =
        Handing { units: &cmd.unit_ids, due_on: cmd.due_on, on: today, by: who.account_id(), at: tx.now() };
    hand(tx, who, id, &about, &to)?;
    instruction(tx, who, id)
}

fn check_handing(
    tx: &Tx<'_>,
    who: &Who,
    units: &[UnitId],
    due_on: Date,
    today: Date,
    faults: &mut Faults,
) -> Result<()> {
    faults.need(!units.is_empty(), || Fault::at("unit_ids", "supervision.unit_missing"));
    faults
        .need(units.len() <= UNITS, || Fault::at("unit_ids", "supervision.units_many").with("limit", UNITS));
    for (i, unit) in units.iter().take(UNITS).enumerate() {
        faults.need(!units[..i].contains(unit), || Fault::at("unit_ids", "supervision.unit_twice"));
        let known = store::unit_known(tx, who.district(), *unit)?;
        faults.need(known, || Fault::at("unit_ids", "supervision.unit_unknown"));
    }
    let due = planned(due_on, today) && due_on >= today;
    faults.need(due, || Fault::at("due_on", "supervision.due_on"));
    Ok(())
}

fn may_hand_on(who: &Who) -> Result<()> {
    who.need_district(Class::Supervision, Act::Write)
        .map_err(|_| Error::refused(Fault::new("supervision.not_issuer")))
}

/// One instruction with the notes to its units, if it may be read.
pub fn instruction(reader: &Reader, who: &Who, id: InstructionId) -> Result<InstructionRecord> {
    let mut view = store::instruction::get(reader, who, id)?.ok_or(Error::NotFound)?;
    let filter = super::Filter { instruction: Some(id), limit: Some(200), ..super::Filter::default() };
    view.notes = super::list(reader, who, &filter)?.items;
    view.actions.hand_on = Action::of(who.lang, may_hand_on(who));
    Ok(view)
}

/// Instructions that may be read, the newest first.
pub fn instructions(reader: &Reader, who: &Who, filter: &InstructionFilter) -> Result<Page<InstructionRow>> {
    store::instruction::list(reader, who, filter)
}
