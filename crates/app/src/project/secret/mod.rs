//! Code-named projects (代号项目). `project` holds what everybody may read, with the code name in place of the name: a
//! query that forgets to ask shows the code name. The true name is a row apart, joined only for those who need to
//! know: the office, the units in the lead and its partners, the leader in charge, and who was cleared by name.
//! Everybody else who would see the project sees its cover, and in other rooms nothing of its record ([`veil`]).

pub mod http;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{AccountId, ProjectId, UnitId},
    project::{LINE, NAME, Stage, Status, Track, one_line, tells, text_fits},
};

use super::{
    CodeName, PersonRef, ProjectDraft, ProjectView, SECRET_KIND, check::Candidate, create, for_writing, get,
    index_shown, may_edit, store,
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Hidden, Reader, Tx},
        search as index,
        web::{Action, Who},
    },
    org::UnitRef,
};

/// A code name as it is given.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CodeNameDraft {
    pub alias: String,
    /// What those may read who do not need to know.
    pub description: String,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CodeNameChange {
    #[serde(flatten)]
    pub code_name: CodeNameDraft,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CodeNameLift {
    pub reason: String,
    pub version: i64,
}

/// A project as it is entered: under a code name from the first moment, where there is one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ProjectEntry {
    #[serde(flatten)]
    pub draft: ProjectDraft,
    #[serde(default)]
    pub code_name: Option<CodeNameDraft>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ClearanceDraft {
    #[schema(value_type = uuid::Uuid)]
    pub account_id: AccountId,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClearanceView {
    pub person: PersonRef,
    pub reason: String,
    pub cleared_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub cleared_at: Timestamp,
    pub ended_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub ended_at: Option<Timestamp>,
}

/// Somebody who read the record, once a day each.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SecretRead {
    pub person: PersonRef,
    #[schema(value_type = String)]
    pub read_on: Date,
    #[schema(value_type = String)]
    pub first_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SecretActions {
    /// Give a code name, or another one.
    pub give: Action,
    pub lift: Action,
    pub clear: Action,
}

/// A code-named project with its true name, for those who need to know it.
#[derive(Debug, Clone)]
pub struct TrueName {
    pub id: ProjectId,
    pub code: String,
    pub lead_unit: UnitId,
    pub name: String,
}

/// The code-named projects that this reader needs to know: what is looked for under another name is compared with these
/// too.
pub fn true_names(reader: &Reader, who: &Who) -> Result<Vec<TrueName>> {
    let named = |c: Candidate| TrueName { id: c.id, code: c.code, lead_unit: c.unit.id, name: c.name };
    Ok(store::search::by_true_names(reader, who)?.into_iter().map(named).collect())
}

/// What stands behind a code name, for those who need to know.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SecretView {
    pub code_name: Option<CodeName>,
    pub name: String,
    pub reason: String,
    pub made_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub made_at: Option<Timestamp>,
    pub cleared: Vec<ClearanceView>,
    pub reads: Vec<SecretRead>,
    /// Who could be cleared.
    pub people: Vec<PersonRef>,
    pub version: i64,
    pub actions: SecretActions,
}

/// All that others see of a code-named project. Amounts are rounded to ten million yuan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CoverView {
    #[schema(value_type = uuid::Uuid)]
    pub id: ProjectId,
    pub code: String,
    pub code_name: CodeName,
    #[schema(value_type = String)]
    pub track: Track,
    #[schema(value_type = String)]
    pub stage: Stage,
    #[schema(value_type = String)]
    pub status: Status,
    #[schema(value_type = String)]
    pub stage_since_on: Date,
    pub lead_unit: UnitRef,
    pub total_fen: Option<i64>,
    pub funds_recognised_fen: i64,
    #[schema(value_type = String)]
    pub entered_on: Date,
}

/// The projects whose record is hidden from this reader: every query that shows something of projects asks.
pub fn veil(reader: &Reader, who: &Who) -> Result<Hidden> {
    store::secret::veil(reader, who)
}

/// The organisations that have a part in projects hidden from this reader and in no other.
pub fn hidden_organisations(reader: &Reader, who: &Who) -> Result<Hidden> {
    store::secret::hidden_organisations(reader, who)
}

/// What a reader without need to know sees of a code-named project.
pub fn cover(reader: &Reader, who: &Who, id: ProjectId) -> Result<CoverView> {
    store::secret::cover(reader, who, id)?.ok_or(Error::NotFound)
}

/// The code name of a project, who knows what is behind it, and who has read it.
pub fn view(reader: &Reader, who: &Who, id: ProjectId) -> Result<SecretView> {
    let project = get(reader, who, id)?;
    let edits = || may_edit(who, &project.lead_path);
    let behind = store::secret::behind(reader, who.district(), id)?;
    let named =
        || behind.as_ref().map(|_| ()).ok_or_else(|| Error::refused(Fault::new("project.not_code_named")));
    let actions = SecretActions {
        give: Action::of(who.lang, edits()),
        lift: Action::of(who.lang, named().and_then(|()| may_lift(who))),
        clear: Action::of(who.lang, named().and_then(|()| edits())),
    };
    let people =
        if actions.clear.ok { store::secret::people(reader, who.district(), id, None)? } else { Vec::new() };
    let (name, reason, made_by, made_at) = match behind {
        Some((name, reason, by, at)) => (name, reason, by, Some(at)),
        None => (project.row.name, String::new(), None, None),
    };
    Ok(SecretView {
        code_name: project.row.code_name,
        name,
        reason,
        made_by,
        made_at,
        cleared: store::secret::clearances(reader, who.district(), id)?,
        reads: store::secret::reads(reader, who.district(), id)?,
        people,
        version: project.row.version,
        actions,
    })
}

/// What was secret is told by the office only.
fn may_lift(who: &Who) -> Result<()> {
    who.need_district(Class::Project, Act::Write)
        .map_err(|_| Error::refused(Fault::new("project.lift_office")))
}

/// Enters a project as a lead, under a code name from the first moment if it has one.
pub fn enter(tx: &Tx<'_>, who: &Who, entry: &ProjectEntry) -> Result<ProjectView> {
    let made = create(tx, who, &entry.draft)?;
    match &entry.code_name {
        None => Ok(made),
        Some(code_name) => {
            put(tx, who, &made, code_name)?;
            get(tx, who, made.row.id)
        }
    }
}

/// Gives a project a code name, or another one.
pub fn give(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &CodeNameChange) -> Result<SecretView> {
    let before = for_writing(tx, who, id, cmd.version)?;
    put(tx, who, &before, &cmd.code_name)?;
    view(tx, who, id)
}

fn put(tx: &Tx<'_>, who: &Who, project: &ProjectView, draft: &CodeNameDraft) -> Result<()> {
    let (alias, description) = (one_line(&draft.alias), one_line(&draft.description));
    let reason = one_line(&draft.reason);
    let mut faults = Faults::default();
    for (field, text, limit) in
        [("alias", &alias, NAME), ("description", &description, LINE), ("reason", &reason, LINE)]
    {
        faults.need(!text.is_empty(), || Fault::at(field, "floor.field_missing"));
        faults.need(text_fits(text, limit), || Fault::at(field, "project.too_long").with("limit", limit));
    }
    let parties = project.parties.iter().map(|p| p.organisation.name.as_str());
    for name in parties.chain([project.row.name.as_str()]) {
        for (field, text) in [("alias", &alias), ("description", &description)] {
            faults.need(!tells(text, name), || Fault::at(field, "project.alias_tells").with("name", name));
        }
    }
    faults.into_result()?;
    let (id, district) = (project.row.id, who.district());
    store::secret::put(tx, who, id, (&alias, &description), (&project.row.name, &reason))?;
    index_shown(tx, district, id, &project.row.code, (&alias, Some(&project.row.name)))?;
    let detail = json!({ "version": project.row.version + 1, "changed": ["code_name"],
        "before": { "code_name": project.row.code_name },
        "after": { "code_name": { "alias": alias, "description": description } }, "reason": reason });
    audit::record(tx, who, "project.give_code_name", "project", id.0, &detail)
}

/// The code name is given up: everybody who sees the project reads its name again.
pub fn lift(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &CodeNameLift) -> Result<SecretView> {
    let before = for_writing(tx, who, id, cmd.version)?;
    may_lift(who)?;
    if before.row.code_name.is_none() {
        return Err(Error::refused(Fault::new("project.not_code_named")));
    }
    let reason = said(&cmd.reason)?;
    store::secret::lift(tx, who, id, &before.row.name)?;
    index_shown(tx, who.district(), id, &before.row.code, (&before.row.name, None))?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["code_name"],
        "before": { "code_name": before.row.code_name }, "after": { "code_name": null }, "reason": reason });
    audit::record(tx, who, "project.lift_code_name", "project", id.0, &detail)?;
    view(tx, who, id)
}

/// A reason that has to be there.
fn said(reason: &str) -> Result<String> {
    let reason = one_line(reason);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "project.reason_missing"));
    faults.need(text_fits(&reason, LINE), || Fault::at("reason", "project.too_long").with("limit", LINE));
    faults.into_result()?;
    Ok(reason)
}

/// The project, if it is code-named and this person may say who knows it.
fn clearing(tx: &Tx<'_>, who: &Who, id: ProjectId) -> Result<()> {
    let project = get(tx, who, id)?;
    may_edit(who, &project.lead_path)?;
    match project.row.code_name {
        Some(_) => Ok(()),
        None => Err(Error::refused(Fault::new("project.not_code_named"))),
    }
}

/// Clears somebody by name.
pub fn clear(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &ClearanceDraft) -> Result<SecretView> {
    clearing(tx, who, id)?;
    let reason = said(&cmd.reason)?;
    let found = store::secret::people(tx, who.district(), id, Some(cmd.account_id))?;
    let Some(person) = found.first() else {
        return Err(Error::invalid(Fault::at("account_id", "project.not_to_clear")));
    };
    store::secret::clear(tx, who, id, person.id, &reason)?;
    let detail = json!({ "account_id": person.id, "name": person.name, "reason": reason });
    audit::record(tx, who, "project.clear_person", "project", id.0, &detail)?;
    view(tx, who, id)
}

/// Ends a clearance.
pub fn end_clearance(tx: &Tx<'_>, who: &Who, id: ProjectId, account: AccountId) -> Result<SecretView> {
    clearing(tx, who, id)?;
    if !store::secret::end_clearance(tx, who, id, account)? {
        return Err(Error::NotFound);
    }
    let detail = json!({ "account_id": account });
    audit::record(tx, who, "project.end_clearance", "project", id.0, &detail)?;
    view(tx, who, id)
}

/// Whether it is still to be noted that this person reads this record today.
pub fn is_to_note(reader: &Reader, who: &Who, project: &ProjectView) -> Result<bool> {
    let Some(account) = who.account_id().filter(|_| project.row.code_name.is_some()) else {
        return Ok(false);
    };
    Ok(!store::secret::has_read(reader, who.district(), project.row.id, account)?)
}

/// Notes that somebody reads the record of a code-named project: once a day, in the trail too.
pub fn note_read(tx: &Tx<'_>, who: &Who, id: ProjectId) -> Result<()> {
    let Some(account) = who.account_id() else { return Ok(()) };
    if store::secret::note_read(tx, who.district(), id, account)? {
        audit::record(tx, who, "project.read_secret", "project", id.0, &json!({ "on": tx.today() }))?;
    }
    Ok(())
}

/// The leader in charge needs to know: called by the room that keeps who that is, in the transaction that changed it.
pub fn set_leader(tx: &Tx<'_>, district: &str, id: ProjectId, leader: &str) -> Result<()> {
    store::secret::set_leader(tx, district, id, leader)
}

/// Everything by which the record of a code-named project could be told in a text: its id and true name, and those of
/// the organisations that have a part in it and in no open one.
pub fn giveaways(reader: &Reader, district: &str) -> Result<Vec<String>> {
    store::secret::giveaways(reader, district)
}

/// Takes the words of what is secret out of the index with the project.
pub(super) fn forget(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    index::remove(tx, district, SECRET_KIND, id.0)?;
    store::secret::delete(tx, district, id)
}
