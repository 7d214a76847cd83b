//! Interactions (往来): visits both ways, calls, meetings and letters between the district and an investor, planned or
//! past: who took part, which projects it was about, what came of it, and the next step with its owner and day. Two
//! units that visit one firm within some days of each other are told ([`clash`]); an investor that a unit has not heard
//! of for long is listed ([`quiet`]).

mod clash;
pub mod http;
mod quiet;
mod rule;
mod store;
mod view;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Membership, Reach, grant},
    id::{AccountId, ContactId, InteractionId, OrganisationId, ProjectId, UnitId},
    interaction::{AHEAD_DAYS, Kind, Standing},
    project::{EARLIEST, LINE, NAME, TEXT, one_line, planned, text_fits},
};

use crate::{
    contact,
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx, page::Page},
        seal::Keys,
        web::{Action, Who},
    },
    investor::{self, Relation, following},
    org, project,
};

pub use clash::{ClashQuestion, ClashView, Clashes, clash};
pub use quiet::{QuietFilter, QuietRow, quiet};
pub use rule::{InteractionRules, rules, set_rules};
pub use view::{InteractionActions, InteractionPeople, InteractionRecord, InteractionRow};

/// What of the interactions points at an organisation.
pub const RELATIONS: [Relation; 1] = [following!("interaction", "organisation_id", "interaction.undo_merge")];

/// Names of one side at most.
const SIDE: usize = 30;

/// An interaction as it is entered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct InteractionDraft {
    #[schema(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    /// The unit that had it; that of the reader when left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub unit_id: Option<UnitId>,
    #[schema(value_type = String)]
    pub kind: Kind,
    #[schema(value_type = String)]
    pub held_on: Date,
    #[serde(default)]
    pub place: String,
    /// What it is about, in one line.
    pub subject: String,
    /// Names of those of the district who took part.
    #[serde(default)]
    pub our_side: Vec<String>,
    /// Other units that took part.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    pub units: Vec<UnitId>,
    /// Contacts who took part.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    pub contacts: Vec<ContactId>,
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    pub projects: Vec<ProjectId>,
    /// What came of it.
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub next_step: String,
    /// Whose the next step is; that of the reader when left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub next_owner_id: Option<AccountId>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub next_due_on: Option<Date>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct InteractionChange {
    #[serde(flatten)]
    pub draft: InteractionDraft,
    pub version: i64,
}

/// What became of the next step, or why an interaction is taken out.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct InteractionStep {
    #[serde(default)]
    pub text: String,
    pub version: i64,
}

/// What was saved: answers are kept, and the record names persons.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InteractionSaved {
    #[schema(value_type = Uuid)]
    pub id: InteractionId,
    pub version: i64,
}

/// Next steps to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Not done.
    Open,
    /// Not done, and the day is over.
    Late,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub kind: Vec<Kind>,
    #[param(value_type = Option<Uuid>)]
    pub organisation: Option<OrganisationId>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    #[param(value_type = Option<Uuid>)]
    pub contact: Option<ContactId>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Option<String>)]
    pub standing: Option<Standing>,
    #[param(value_type = Option<String>)]
    pub next: Option<NextStep>,
    /// Only next steps that are the reader's.
    pub mine: Option<bool>,
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    /// `-held_on` (the default) or `next_due_on`, which finds only what has a next step.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// Enters an interaction with an organisation that one may read.
pub fn create(tx: &Tx<'_>, who: &Who, keys: &Keys, draft: &InteractionDraft) -> Result<InteractionSaved> {
    let reach = who.reach(Class::Interaction, Act::Write)?;
    let mut draft = tidied(who, draft);
    check(tx, who, keys, &draft, None)?;
    draft.unit_id = Some(unit_of(tx, who, &reach, draft.unit_id)?);
    let id: InteractionId = tx.new_id();
    store::insert(tx, who, id, &draft)?;
    let detail = json!({ "version": 1, "draft": draft });
    audit::record(tx, who, "interaction.create", "interaction", id.0, &detail)?;
    Ok(InteractionSaved { id, version: 1 })
}

/// Changes it: the record of what was planned is written this way as well.
pub fn update(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: InteractionId,
    cmd: &InteractionChange,
) -> Result<InteractionSaved> {
    let reach = who.reach(Class::Interaction, Act::Write)?;
    let before = at_version(tx, who, keys, id, cmd.version)?;
    may_write(who, &before)?;
    let mut draft = tidied(who, &cmd.draft);
    check(tx, who, keys, &draft, Some(&before))?;
    draft.unit_id = match draft.unit_id {
        Some(unit) if unit != before.row.unit.id => Some(unit_of(tx, who, &reach, Some(unit))?),
        _ => Some(before.row.unit.id),
    };
    // What this writer does not see of it stays.
    let seen = draft.clone();
    let contacts = store::contacts_of(tx, who.district(), id)?.into_iter();
    draft.contacts.extend(contacts.filter(|id| before.contacts.iter().all(|c| c.id != *id)));
    let projects = store::projects_all(tx, who.district(), id)?.into_iter();
    draft.projects.extend(projects.filter(|id| before.projects.iter().all(|p| p.id != *id)));
    once(&mut draft.contacts);
    once(&mut draft.projects);
    store::update(tx, who.district(), id, &draft, tx.now())?;
    let told = (&json!(before.as_draft()), &json!(seen));
    change::record(tx, who, "interaction.update", "interaction", id.0, cmd.version + 1, told)?;
    Ok(InteractionSaved { id, version: cmd.version + 1 })
}

/// The next step is done: what came of it.
pub fn finish(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: InteractionId,
    cmd: &InteractionStep,
) -> Result<InteractionSaved> {
    let before = at_version(tx, who, keys, id, cmd.version)?;
    may_finish(who, &before)?;
    let text = cmd.text.trim();
    if !text_fits(text, LINE) {
        return Err(Error::invalid(Fault::at("text", "interaction.too_long").with("limit", LINE)));
    }
    let today = org::office_day(tx, who.district())?;
    store::finish(tx, who.district(), id, text, today)?;
    let detail =
        json!({ "version": cmd.version + 1, "changed": ["next_step"], "done_on": today, "text": text });
    audit::record(tx, who, "interaction.finish", "interaction", id.0, &detail)?;
    Ok(InteractionSaved { id, version: cmd.version + 1 })
}

/// Gives a next step to somebody else; their unit takes part from now on. The caller has seen that it may be done.
pub fn hand_on(
    tx: &Tx<'_>,
    who: &Who,
    id: InteractionId,
    (unit, person): (UnitId, AccountId),
    why: &str,
) -> Result<()> {
    let version = store::hand_on(tx, who.district(), id, unit, person)?.ok_or(Error::NotFound)?;
    let detail = json!({ "version": version, "changed": ["next_owner_id"], "unit_id": unit, "owner_id": person,
        "why": why });
    audit::record(tx, who, "interaction.hand_on", "interaction", id.0, &detail)
}

/// Takes it out: it did not take place, or was entered by mistake. The trail keeps it.
pub fn remove(tx: &Tx<'_>, who: &Who, keys: &Keys, id: InteractionId, cmd: &InteractionStep) -> Result<()> {
    let before = at_version(tx, who, keys, id, cmd.version)?;
    may_write(who, &before)?;
    let reason = one_line(&cmd.text);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("text", "interaction.reason_missing"));
    faults.need(text_fits(&reason, LINE), || Fault::at("text", "interaction.too_long").with("limit", LINE));
    faults.into_result()?;
    store::delete(tx, who.district(), id)?;
    let detail = json!({ "version": cmd.version + 1, "reason": reason, "before": before.as_draft() });
    audit::record(tx, who, "interaction.remove", "interaction", id.0, &detail)
}

/// One interaction, with visits of others that clash with it.
pub fn get(reader: &Reader, who: &Who, keys: &Keys, id: InteractionId) -> Result<InteractionRecord> {
    let today = org::office_day(reader, who.district())?;
    let mut record = store::get(reader, who, id, today)?.ok_or(Error::NotFound)?;
    let taking_part = store::contacts_of(reader, who.district(), id)?;
    record.contacts = contact::names(reader, who, keys, &taking_part)?;
    record.contacts_hidden = taking_part.len() as i64 - record.contacts.len() as i64;
    record.clashes = clash::of(reader, who, &record.row)?;
    let action = |check: Result<()>| Action::of(who.lang, check);
    record.actions = InteractionActions {
        edit: action(may_write(who, &record)),
        remove: action(may_write(who, &record)),
        finish: action(may_finish(who, &record)),
    };
    Ok(record)
}

/// Interactions that may be read.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<InteractionRow>> {
    let today = org::office_day(reader, who.district())?;
    store::list(reader, who, filter, today)
}

/// Who of a unit may take part, or take on a next step.
pub fn people(reader: &Reader, who: &Who, unit: UnitId) -> Result<InteractionPeople> {
    who.reach(Class::Interaction, Act::Write)?;
    let today = reader.today();
    store::people(reader, who.district(), unit, today)
}

/// One line where one line is meant, no name twice; a next step without an owner is the writer's.
fn tidied(who: &Who, draft: &InteractionDraft) -> InteractionDraft {
    let mut draft = InteractionDraft {
        place: one_line(&draft.place),
        subject: one_line(&draft.subject),
        summary: draft.summary.trim().to_owned(),
        next_step: one_line(&draft.next_step),
        our_side: draft.our_side.iter().map(|name| one_line(name)).filter(|name| !name.is_empty()).collect(),
        ..draft.clone()
    };
    once(&mut draft.our_side);
    once(&mut draft.units);
    once(&mut draft.contacts);
    once(&mut draft.projects);
    if draft.next_step.is_empty() {
        (draft.next_owner_id, draft.next_due_on) = (None, None);
    } else {
        draft.next_owner_id = draft.next_owner_id.or_else(|| who.account_id());
    }
    draft
}

/// In the order in which they were given.
fn once<T: PartialEq>(list: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::with_capacity(list.len());
    for one in list.drain(..) {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    *list = kept;
}

fn check(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    draft: &InteractionDraft,
    before: Option<&InteractionRecord>,
) -> Result<()> {
    let today = org::office_day(reader, who.district())?;
    let mut faults = Faults::default();
    let ahead = today.checked_add(AHEAD_DAYS.days()).unwrap_or(Date::MAX);
    faults.need((EARLIEST..=ahead).contains(&draft.held_on), || {
        Fault::at("held_on", "interaction.held_on").with("last", ahead)
    });
    faults.need(!draft.subject.is_empty(), || Fault::at("subject", "interaction.subject_missing"));
    let texts = [
        ("subject", &draft.subject, NAME),
        ("place", &draft.place, NAME),
        ("next_step", &draft.next_step, LINE),
    ];
    for (field, text, limit) in texts.into_iter().chain([("summary", &draft.summary, TEXT)]) {
        faults.need(text_fits(text, limit), || Fault::at(field, "interaction.too_long").with("limit", limit));
    }
    let names = draft.our_side.len() <= SIDE && draft.our_side.iter().all(|name| text_fits(name, 60));
    faults.need(names, || Fault::at("our_side", "interaction.side").with("limit", SIDE));
    faults.need(draft.next_step.is_empty() || draft.next_due_on.is_some(), || {
        Fault::at("next_due_on", "interaction.due_missing")
    });
    let due = draft.next_due_on.is_none_or(|due| planned(due, today));
    faults.need(due, || Fault::at("next_due_on", "interaction.due_on"));
    if let Some(owner) = draft.next_owner_id {
        let same = |b: &InteractionRecord| b.row.next_owner.as_ref().is_some_and(|was| was.id == owner);
        let known = before.is_some_and(same) || store::is_account(reader, who.district(), owner)?;
        faults.need(known, || Fault::at("next_owner_id", "interaction.owner_unknown"));
    }
    let hidden = project::hidden_organisations(reader, who)?;
    let readable = match investor::get(reader, who, draft.organisation_id, &hidden) {
        Ok(_) => true,
        Err(Error::NotFound) => before.is_some_and(|b| b.row.organisation.id == draft.organisation_id),
        Err(error) => return Err(error),
    };
    faults.need(readable, || Fault::at("organisation_id", "interaction.organisation_unknown"));
    let known = store::units_known(reader, who.district(), &draft.units)?;
    faults.need(known, || Fault::at("units", "interaction.unit_unknown"));
    for (i, id) in draft.projects.iter().enumerate() {
        let kept = before.is_some_and(|b| b.projects.iter().any(|p| p.id == *id));
        let readable = kept || project::reference(reader, who, *id).is_ok();
        faults.need(readable, || Fault::at(format!("projects[{i}]"), "interaction.project_unknown"));
    }
    let there = contact::names(reader, who, keys, &draft.contacts)?;
    for (i, id) in draft.contacts.iter().enumerate() {
        let kept = before.is_some_and(|b| b.contacts.iter().any(|c| c.id == *id));
        faults.need(kept || there.iter().any(|c| c.id == *id), || {
            Fault::at(format!("contacts[{i}]"), "interaction.contact_unknown")
        });
    }
    faults.into_result()
}

/// The unit that had it: one within the writer's reach, their own when none is named.
fn unit_of(tx: &Tx<'_>, who: &Who, reach: &Reach, wanted: Option<UnitId>) -> Result<UnitId> {
    let writes = |m: &&Membership| grant(m.role, Class::Interaction, Act::Write).is_some();
    let own = who.actor.memberships.iter().find(writes).map(|m| m.unit);
    let fault = || Error::invalid(Fault::at("unit_id", "interaction.unit_not_yours"));
    let unit = wanted.or(own).ok_or_else(fault)?;
    let path = store::unit_path(tx, who.district(), unit)?.ok_or_else(fault)?;
    if reach.covers(&path) { Ok(unit) } else { Err(fault()) }
}

fn may_write(who: &Who, record: &InteractionRecord) -> Result<()> {
    let reach = who.actor.reach(Class::Interaction, Act::Write);
    if reach.covers(&record.unit_path) {
        Ok(())
    } else {
        Err(Error::refused(Fault::new("interaction.not_yours")))
    }
}

/// Its owner, or whoever may change the interaction.
fn may_finish(who: &Who, record: &InteractionRecord) -> Result<()> {
    if record.row.next_due_on.is_none() {
        return Err(Error::refused(Fault::new("interaction.no_next_step")));
    }
    if record.row.next_done_on.is_some() {
        return Err(Error::refused(Fault::new("interaction.next_step_done")));
    }
    let owner = record.row.next_owner.as_ref().map(|owner| owner.id);
    if owner.is_some() && owner == who.account_id() { Ok(()) } else { may_write(who, record) }
}

fn at_version(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    id: InteractionId,
    version: i64,
) -> Result<InteractionRecord> {
    let now = get(reader, who, keys, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let changed = change::since(reader, who.district(), "interaction", id.0, version)?;
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed })
}
