//! The three lists (三张清单): projects that are recommended, pursued, helped to land; saved with an owner, frozen from
//! time to time, and a frozen version compared with the next.

pub mod http;
mod store;
mod view;

use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{BatchId, ProjectId, ShortlistId, UnitId},
    project::{LINE, NAME, one_line, text_fits},
    shortlist::{Change, ListKind, Standing, compare},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::{Action, Who},
    },
    org, project,
};

pub use view::{
    ListChange, ListComparison, ListProject, ShortlistActions, ShortlistRecord, ShortlistRow, ShortlistRows,
    ShortlistVersion,
};

/// Projects of one list.
const MOST: usize = 500;

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ShortlistDraft {
    #[schema(value_type = String, example = "recommended")]
    pub list: ListKind,
    pub name: String,
    #[schema(value_type = Uuid)]
    pub owner_unit_id: UnitId,
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ShortlistChange {
    pub name: String,
    #[schema(value_type = Uuid)]
    pub owner_unit_id: UnitId,
    #[serde(default)]
    pub note: String,
    pub version: i64,
}

/// Projects that go on the list, with why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ShortlistAddition {
    #[schema(value_type = Vec<Uuid>)]
    pub project_ids: Vec<ProjectId>,
    #[serde(default)]
    pub note: String,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ShortlistRemoval {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    pub reason: String,
    pub version: i64,
}

/// Keeps the list as it is under a name.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ShortlistFreezing {
    pub name: String,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Option<String>)]
    pub list: Option<ListKind>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Comparing {
    /// A frozen version.
    pub from: i64,
    /// The next frozen version, or 0 for the list as it is now.
    pub to: i64,
}

/// Lists that may be read.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<ShortlistRows> {
    Ok(ShortlistRows { items: store::list(reader, who, filter)? })
}

/// One list with its projects and versions, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: ShortlistId) -> Result<ShortlistRecord> {
    let mut view = store::get(reader, who, id)?.ok_or(Error::NotFound)?;
    view.projects = store::projects(reader, who, id)?;
    view.versions = store::versions(reader, who.district(), id)?;
    let action = Action::of(who.lang, may_edit(who, &view));
    let freeze = Action::of(who.lang, may_freeze(who, &view));
    view.actions = ShortlistActions { edit: action, freeze };
    Ok(view)
}

/// The owner writes, and the office.
fn may_edit(who: &Who, view: &ShortlistRecord) -> Result<()> {
    match who.reach(Class::Project, Act::Write) {
        Ok(reach) if reach.covers(&view.owner_path) => Ok(()),
        _ => Err(Error::refused(Fault::new("shortlist.not_owner"))),
    }
}

fn may_freeze(who: &Who, view: &ShortlistRecord) -> Result<()> {
    may_edit(who, view)?;
    if view.projects.is_empty() {
        return Err(Error::refused(Fault::new("shortlist.empty")));
    }
    Ok(())
}

fn check(tx: &Tx<'_>, who: &Who, name: &str, note: &str, owner: UnitId) -> Result<()> {
    let path = store::unit_path(tx, who.district(), owner)?;
    let reach = who.reach(Class::Project, Act::Write)?;
    let mut faults = Faults::default();
    faults.need(!name.is_empty(), || Fault::at("name", "shortlist.name_missing"));
    faults.need(text_fits(name, NAME), || Fault::at("name", "shortlist.too_long").with("limit", NAME));
    faults.need(text_fits(note, LINE), || Fault::at("note", "shortlist.too_long").with("limit", LINE));
    let own = path.is_some_and(|path| reach.covers(&path));
    faults.need(own, || Fault::at("owner_unit_id", "shortlist.owner"));
    faults.into_result()
}

/// Makes an empty list.
pub fn create(tx: &Tx<'_>, who: &Who, draft: &ShortlistDraft) -> Result<ShortlistRecord> {
    let (name, note) = (one_line(&draft.name), one_line(&draft.note));
    check(tx, who, &name, &note, draft.owner_unit_id)?;
    let id: ShortlistId = tx.new_id();
    store::insert(tx, who, id, draft.list, (&name, &note, draft.owner_unit_id))?;
    let detail = json!({ "version": 1, "list": draft.list, "name": name, "note": note,
        "owner_unit_id": draft.owner_unit_id });
    audit::record(tx, who, "shortlist.create", "shortlist", id.0, &detail)?;
    get(tx, who, id)
}

/// Another name, note or owner.
pub fn update(tx: &Tx<'_>, who: &Who, id: ShortlistId, cmd: &ShortlistChange) -> Result<ShortlistRecord> {
    let before = for_writing(tx, who, id, cmd.version)?;
    let (name, note) = (one_line(&cmd.name), one_line(&cmd.note));
    check(tx, who, &name, &note, cmd.owner_unit_id)?;
    store::update(tx, who, id, (&name, &note, cmd.owner_unit_id))?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["name"], "name": name, "note": note,
        "owner_unit_id": cmd.owner_unit_id });
    audit::record(tx, who, "shortlist.update", "shortlist", id.0, &detail)?;
    get(tx, who, id)
}

/// Puts projects on the list; those that are on it stay as they are.
pub fn add(tx: &Tx<'_>, who: &Who, id: ShortlistId, cmd: &ShortlistAddition) -> Result<ShortlistRecord> {
    let before = for_writing(tx, who, id, cmd.version)?;
    let note = one_line(&cmd.note);
    let known = |p: &ProjectId| before.projects.iter().any(|on| on.id == *p);
    let mut new: Vec<ProjectId> = cmd.project_ids.iter().copied().filter(|p| !known(p)).collect();
    new.sort();
    new.dedup();
    let mut faults = Faults::default();
    faults.need(!new.is_empty(), || Fault::at("project_ids", "shortlist.nothing_new"));
    faults.need(before.projects.len() + new.len() <= MOST, || {
        Fault::at("project_ids", "shortlist.too_many").with("limit", MOST)
    });
    faults.need(text_fits(&note, LINE), || Fault::at("note", "shortlist.too_long").with("limit", LINE));
    faults.into_result()?;
    for project in &new {
        project::reference(tx, who, *project)?;
        store::add(tx, who, id, *project, &note)?;
    }
    store::touch(tx, who.district(), id)?;
    let detail =
        json!({ "version": before.row.version + 1, "changed": ["projects"], "added": new, "note": note });
    audit::record(tx, who, "shortlist.add", "shortlist", id.0, &detail)?;
    get(tx, who, id)
}

/// Takes a project off the list, with a reason.
pub fn remove(tx: &Tx<'_>, who: &Who, id: ShortlistId, cmd: &ShortlistRemoval) -> Result<ShortlistRecord> {
    let before = for_writing(tx, who, id, cmd.version)?;
    let reason = one_line(&cmd.reason);
    let mut faults = Faults::default();
    let on = before.projects.iter().any(|p| p.id == cmd.project_id);
    faults.need(on, || Fault::at("project_id", "shortlist.not_on"));
    faults.need(!reason.is_empty(), || Fault::at("reason", "shortlist.reason_missing"));
    faults.need(text_fits(&reason, LINE), || Fault::at("reason", "shortlist.too_long").with("limit", LINE));
    faults.into_result()?;
    store::remove(tx, who.district(), id, cmd.project_id)?;
    store::touch(tx, who.district(), id)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["projects"], "removed": cmd.project_id,
        "reason": reason });
    audit::record(tx, who, "shortlist.remove", "shortlist", id.0, &detail)?;
    get(tx, who, id)
}

/// Keeps the list as it is: a version that nobody changes any more.
pub fn freeze(tx: &Tx<'_>, who: &Who, id: ShortlistId, cmd: &ShortlistFreezing) -> Result<ShortlistRecord> {
    let before = for_writing(tx, who, id, cmd.version)?;
    may_freeze(who, &before)?;
    let name = one_line(&cmd.name);
    let mut faults = Faults::default();
    faults.need(!name.is_empty(), || Fault::at("name", "shortlist.name_missing"));
    faults.need(text_fits(&name, NAME), || Fault::at("name", "shortlist.too_long").with("limit", NAME));
    faults.into_result()?;
    let no = before.versions.iter().map(|v| v.no).max().unwrap_or(0) + 1;
    let today = org::office_day(tx, who.district())?;
    store::freeze(tx, who, id, (no, &name, today), &before.projects)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["versions"], "no": no, "name": name,
        "projects": before.projects.len() });
    audit::record(tx, who, "shortlist.freeze", "shortlist", id.0, &detail)?;
    get(tx, who, id)
}

/// What changed from a frozen version to a later one, or to the list as it is now.
pub fn comparison(reader: &Reader, who: &Who, id: ShortlistId, asked: &Comparing) -> Result<ListComparison> {
    let view = get(reader, who, id)?;
    let known = |no: i64| view.versions.iter().any(|v| v.no == no);
    let later = asked.to > asked.from && known(asked.to);
    let comparable = known(asked.from) && (asked.to == 0 || later);
    if !comparable {
        return Err(Error::NotFound);
    }
    let older = store::frozen(reader, who, id, asked.from)?;
    let newer = if asked.to == 0 { view.projects } else { store::frozen(reader, who, id, asked.to)? };
    let standing = |all: &[ListProject]| -> Vec<Standing<ProjectId>> {
        let one = |p: &ListProject| Standing { key: p.id, stage: p.stage.clone(), status: p.status.clone() };
        all.iter().map(one).collect()
    };
    let changes = compare(&standing(&older), &standing(&newer));
    let items: Vec<ListChange> = changes
        .into_iter()
        .map(|(_, change, then, now)| ListChange {
            change: change_code(change),
            before: then.map(|at| older[at].clone()),
            after: now.map(|at| newer[at].clone()),
        })
        .collect();
    Ok(ListComparison { from: asked.from, to: asked.to, items })
}

const fn change_code(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Moved => "moved",
        Change::Same => "same",
    }
}

fn for_writing(tx: &Tx<'_>, who: &Who, id: ShortlistId, version: i64) -> Result<ShortlistRecord> {
    let now = get(tx, who, id)?;
    may_edit(who, &now)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["projects".into()] })
}

/// Code and name of the projects of a batch that are on a list: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
