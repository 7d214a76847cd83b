//! The project library (重点招商项目库): projects with their parties, units, amounts, stages and recognitions.
//!
//! A unit reads the projects it has a share in; the unit in the lead also writes them; the office does both for all.
//! Stage and status are changed by operations of their own, never by editing.

pub mod board;
mod check;
pub mod classes;
mod correction;
pub mod credit;
mod document;
mod draft;
mod ending;
mod entry;
pub mod export;
mod gate;
pub mod http;
pub mod loss;
mod made;
mod matching;
mod merge;
pub mod organisation;
pub mod parts;
pub mod recognition;
pub mod roll;
mod search;
pub mod secret;
mod stage;
mod store;
pub mod summary;
mod view;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{OrganisationId, ProjectId, UnitId},
    project::{Agreement, Asked, Gates, Grade, Need, Status, UnitRole, next_stages, section},
};

use crate::{
    floor::{
        Error, Fault, Result, audit, change,
        db::{Reader, Tx, page::Page},
        job,
        say::say_fault,
        search as index,
        web::{Action, Who},
    },
    investor, org,
};

pub use crate::identity::PersonRef;
pub use check::{ProjectCheck, SimilarProject, check};
pub use correction::{CorrectionView, StageCorrection, correct};
pub use document::{DocumentDraft, DocumentRemoval, DocumentView};
pub use draft::{AmountDraft, CreditDraft, PartyDraft, PhaseDraft, ProjectDraft};
pub use ending::{EndingDraft, EndingView};
pub use entry::{Imported, create, create_imported, of_batch, touched_of_batch, undo_imported};
pub use matching::MatchFactor;
pub use merge::{RELATIONS, follow};
pub use search::{Finders, Hit};
pub use secret::{TrueName, hidden_organisations, true_names, veil};
pub use stage::{Advance, SetStatus, advance, leave, set_status};
pub use store::list::Filter;
pub use store::view::about as about_sql;
pub use view::{
    AmountView, CodeName, HeldView, MissingView, PartView, PartyView, PhaseView, ProjectActions, ProjectRef,
    ProjectRow, ProjectView, ProjectWarning, RecognitionActions, RecognitionView, StageLogView,
    UnitShareView, WholeView,
};

use draft::{Care, Prepared, prepare};
use entry::{Entry, introduced_rightly, may_lead};
use summary::Counted;

/// The job of a project that was put under another track, structure or industry: `{"project_id": …}`.
pub const MOVED: &str = "project.moved";

/// What the search index knows projects as.
pub const SEARCH_KIND: index::Kind = index::Kind::new("project", 1);
/// And code-named projects by their true names, for those who may know them.
pub const SECRET_KIND: index::Kind = index::Kind::new("project_secret", 4);

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ProjectChange {
    #[serde(flatten)]
    pub draft: ProjectDraft,
    pub version: i64,
}

/// Makes the search index anew for projects after this id; where to go on, or nothing when all are done.
pub fn reindex(tx: &Tx<'_>, district: &str, after: ProjectId) -> Result<Option<ProjectId>> {
    let portion = store::words_after(tx, district, after, index::PORTION)?;
    for (id, code, name, secret) in &portion {
        index_shown(tx, district, *id, code, (name, secret.as_deref()))?;
    }
    Ok(portion.last().map(|(id, ..)| *id))
}

/// Makes a project found by the name it is shown under, and by its true one when that is another.
fn index_shown(
    tx: &Tx<'_>,
    district: &str,
    id: ProjectId,
    code: &str,
    (shown, secret): (&str, Option<&str>),
) -> Result<()> {
    index::index(tx, district, SEARCH_KIND, id.0, &words(code, shown))?;
    match secret {
        Some(name) => index::index(tx, district, SECRET_KIND, id.0, &[name]),
        None => index::remove(tx, district, SECRET_KIND, id.0),
    }
}

/// What finds a project.
const fn words<'t>(code: &'t str, name: &'t str) -> [&'t str; 2] {
    [name, code]
}

/// The units of a project know its organisations; of a code-named one, those that need to know it.
fn make_known(tx: &Tx<'_>, district: &str, prepared: &Prepared, code_named: bool) -> Result<()> {
    let knows = |role| !code_named || matches!(role, UnitRole::Lead | UnitRole::Partner);
    for party in &prepared.draft.investors {
        for unit in prepared.draft.units.iter().filter(|unit| knows(unit.role)) {
            investor::make_known(tx, district, party.organisation_id, unit.unit_id)?;
        }
    }
    Ok(())
}

/// Changes a project that somebody has read at `version`.
pub fn update(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &ProjectChange) -> Result<ProjectView> {
    let before = for_writing(tx, who, id, cmd.version)?;
    let mut prepared = prepare(tx, who, &cmd.draft, Care::Entered)?;
    prepared.bundle = before.row.parts > 0;
    if prepared.bundle && prepared.draft.contract_signed_on.is_some() {
        return Err(Error::invalid(Fault::at("contract_signed_on", "project.bundle_counts_by_parts")));
    }
    if prepared.draft.enlarges_id == Some(id) {
        return Err(Error::invalid(Fault::at("enlarges_id", "project.enlarges_itself")));
    }
    may_lead(tx, who, prepared.lead)?;
    introduced_rightly(tx, who, &prepared.draft, Some(id), before.entered_on)?;
    keeps_its_contract(&before, &prepared.draft)?;
    credit::keeps_what_was_agreed(tx, who, &before, &prepared.draft)?;
    summary::count_events(tx, who.district(), id, -1)?;
    let shown = before.row.code_name.as_ref().map_or(&prepared.draft.name, |c| &c.alias);
    store::update(tx, who.district(), id, &prepared, shown)?;
    summary::count_events(tx, who.district(), id, 1)?;
    store::delete_parts(tx, who.district(), id)?;
    store::insert_parts(tx, who.district(), id, &prepared)?;
    make_known(tx, who.district(), &prepared, before.row.code_name.is_some())?;
    let name = prepared.draft.name.as_str();
    let secret = before.row.code_name.as_ref().map(|_| name);
    if secret.is_some() {
        store::secret::rename(tx, who.district(), id, name)?;
    }
    index_shown(tx, who.district(), id, &before.row.code, (shown, secret))?;
    let counted = Counted::of(&prepared, before.row.stage, before.row.status);
    let counted_before = Counted::of_view(&before);
    summary::apply(tx, who.district(), Some(&counted_before), Some(&counted));
    let section_before = section(before.row.industry.as_ref().map_or("", |i| &i.code));
    if (counted_before.track, counted_before.structure, section_before)
        != (counted.track, counted.structure, section(prepared.industry().unwrap_or_default()))
    {
        // The sums of its money are told apart by these; they are kept in a room to the left.
        job::enqueue(tx, who, MOVED, &json!({ "project_id": id }))?;
    }
    let after = get(tx, who, id)?;
    change::record(
        tx,
        who,
        "project.update",
        "project",
        id.0,
        after.row.version,
        (&before.told(), &after.told()),
    )?;
    Ok(after)
}

/// What made a project signed is not edited away; its date is corrected by an entry that keeps the old one.
fn keeps_its_contract(before: &ProjectView, draft: &ProjectDraft) -> Result<()> {
    let row = &before.row;
    if !row.stage.is_signed() || row.agreement != Agreement::Contract {
        return Ok(());
    }
    if draft.agreement != Agreement::Contract {
        return Err(Error::invalid(Fault::at("agreement", "project.contract_stays")));
    }
    if row.contract_signed_on.is_some() && draft.contract_signed_on != row.contract_signed_on {
        return Err(Error::invalid(Fault::at("contract_signed_on", "project.date_by_correction")));
    }
    Ok(())
}

/// The project as it is now, if it may be written and nobody has changed it since `version`.
fn for_writing(tx: &Tx<'_>, who: &Who, id: ProjectId, version: i64) -> Result<ProjectView> {
    store::hold(tx, who.district(), id)?;
    let now = get(tx, who, id)?;
    may_edit(who, &now.lead_path)?;
    fresh(tx, who, now, version)
}

/// Or what was changed since.
fn fresh(tx: &Tx<'_>, who: &Who, now: ProjectView, version: i64) -> Result<ProjectView> {
    if now.row.version == version {
        return Ok(now);
    }
    let changed = change::since(tx, who.district(), "project", now.row.id.0, version)?;
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed })
}

/// The project as it is now, kept from others until the transaction ends, if it may be read and nobody has changed it
/// since `version`: for rooms whose decision changes it.
pub fn held(tx: &Tx<'_>, who: &Who, id: ProjectId, version: i64) -> Result<ProjectView> {
    store::hold(tx, who.district(), id)?;
    let now = get(tx, who, id)?;
    fresh(tx, who, now, version)
}

/// The unit in the lead writes, and the office.
fn may_edit(who: &Who, lead_path: &str) -> Result<()> {
    match who.reach(Class::Project, Act::Write) {
        Ok(reach) if reach.covers(lead_path) => Ok(()),
        Ok(_) => Err(Error::refused(Fault::new("project.not_lead"))),
        Err(_) => Err(Error::refused(Fault::new("project.read_only"))),
    }
}

/// One project, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: ProjectId) -> Result<ProjectView> {
    let mut view = store::view::get(reader, who, id)?.ok_or(Error::NotFound)?;
    parts::related(reader, who, &mut view)?;
    whole(reader, who, view)
}

/// With what follows from the record: what is missing, what may be done.
fn whole(reader: &Reader, who: &Who, mut view: ProjectView) -> Result<ProjectView> {
    for recognition in &mut view.recognitions {
        recognition.actions = recognition::actions(who, recognition);
    }
    view.next_stages = next_stages(view.row.kind, view.row.stage);
    parts::complete(reader, who, &mut view)?;
    let (gates, facts) = (gate::in_force(reader, who.district())?, view.facts());
    let say = |view: &ProjectView, need: &Need| gate::missing_view(who.lang, view, need);
    if let Some(next) = view.next_stages.last() {
        view.missing = gates.missing(&facts, *next).iter().map(|need| say(&view, need)).collect();
    }
    view.holes = gate::holes(&gates, &view, &facts)
        .iter()
        .map(|need| MissingView { message: said(who, &gate::hole_fault(who.lang, need)), ..say(&view, need) })
        .collect();
    view.actions = actions(who, &gates, &view);
    Ok(view)
}

fn actions(who: &Who, gates: &Gates, view: &ProjectView) -> ProjectActions {
    let edit = || may_edit(who, &view.lead_path);
    let next = || match view.next_stages.last() {
        None => Err(Error::refused(Fault::new("project.last_stage"))),
        Some(next) => edit().and_then(|()| stage::may_advance(who.lang, gates, view, *next)),
    };
    ProjectActions {
        edit: Action::of(who.lang, edit()),
        advance: Action::of(who.lang, next()),
        set_status: Action::of(who.lang, edit()),
        add_document: Action::of(who.lang, edit()),
        correct_date: Action::of(who.lang, edit()),
        claim_recognition: Action::of(who.lang, edit().and_then(|()| recognition::may_claim(view))),
        join: Action::of(who.lang, edit().and_then(|()| parts::may_be_part(view))),
        leave: Action::of(who.lang, edit().and_then(|()| parts::may_leave(view))),
        add_fund: Action::of(who.lang, may_add_fund(who, view)),
    }
}

/// Money is entered for a project by its units and by the office, from the signing on.
fn may_add_fund(who: &Who, view: &ProjectView) -> Result<()> {
    match who.reach(Class::Fund, Act::Write) {
        Err(_) => Err(Error::refused(Fault::new("project.read_only"))),
        Ok(_) if view.row.status == Status::Merged => Err(Error::refused(Fault::new("project.not_ongoing"))),
        Ok(_) => Ok(()),
    }
}

/// Projects that may be read.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<ProjectRow>> {
    store::list::list(reader, who, filter)
}

/// A project by id for another record to name, if it may be read.
pub fn reference(reader: &Reader, who: &Who, id: ProjectId) -> Result<ProjectRef> {
    store::view::reference(reader, who, id)?.ok_or(Error::NotFound)
}

/// The units of a project with their credit shares of today in basis points, in the order in which they stand.
pub fn credit_shares(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<(UnitId, i64)>> {
    store::shares(reader, district, id, org::office_day(reader, district)?)
}

/// Keeps the money of a project with the project, for lists: called by the fund room in the transaction that
/// changed a receipt. All that is claimed and neither rejected nor withdrawn, and what is recognised; in fen. No new
/// version: nobody's editing of the project becomes stale by it.
pub fn set_funds(
    tx: &Tx<'_>,
    district: &str,
    id: ProjectId,
    claimed_fen: i64,
    recognised_fen: i64,
) -> Result<()> {
    store::set_funds(tx, district, id, claimed_fen, recognised_fen)
}

/// A project that this actor may write to: of the unit in the lead, or any for the office.
pub fn writable(reader: &Reader, who: &Who, id: ProjectId) -> Result<ProjectView> {
    let view = get(reader, who, id)?;
    may_edit(who, &view.lead_path)?;
    Ok(view)
}

/// What a project says of itself: how far it is, what comes next and by when, what is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Doing<'a> {
    pub progress: &'a str,
    pub next_step: &'a str,
    pub next_step_due_on: Option<Date>,
    pub problem: &'a str,
}

/// Lets a project say what its latest weekly report says: called by the progress room in the transaction of the
/// report. A new version, so that nobody writes older words over it.
pub fn set_doing(tx: &Tx<'_>, who: &Who, before: &ProjectView, doing: &Doing<'_>) -> Result<()> {
    let was = Doing {
        progress: &before.progress,
        next_step: &before.row.next_step,
        next_step_due_on: before.row.next_step_due_on,
        problem: &before.problem,
    };
    if was == *doing {
        return Ok(());
    }
    let id = before.row.id;
    store::set_doing(tx, who.district(), id, doing)?;
    let told = (&json!(was), &json!(doing));
    change::record(tx, who, "project.progress", "project", id.0, before.row.version + 1, told)
}

/// Keeps the week of the last report of progress with the project: called by the progress room, which knows it.
pub fn set_progressed(tx: &Tx<'_>, district: &str, id: ProjectId, week: Option<Date>) -> Result<()> {
    store::set_progressed(tx, district, id, week)
}

/// Gives a project a grade: called by the room that keeps by what it is graded, in the transaction that writes why.
pub fn set_grade(tx: &Tx<'_>, who: &Who, before: &ProjectView, grade: Grade, on: Date) -> Result<()> {
    let id = before.row.id;
    store::set_grade(tx, who.district(), id, grade, on)?;
    let told = (&json!({ "grade": before.row.grade }), &json!({ "grade": grade }));
    change::record(tx, who, "project.grade", "project", id.0, before.row.version + 1, told)
}

/// Lets a project know how its review or its due diligence stands, for its gates: called by the room that keeps them,
/// in the transaction that changed it. No new version: nobody's editing becomes stale by it.
pub fn set_standing(tx: &Tx<'_>, who: &Who, id: ProjectId, asked: Asked, done: bool) -> Result<()> {
    store::gate::set_standing(tx, who.district(), id, asked, done)
}

/// The review was taken back: as if nobody had asked for it.
pub fn clear_standing(tx: &Tx<'_>, who: &Who, id: ProjectId, asked: Asked) -> Result<()> {
    store::gate::clear_standing(tx, who.district(), id, asked)
}

/// What happened to a project, newest first.
pub fn history(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<audit::Row>> {
    reference(reader, who, id)?;
    audit::of_subject(reader, who.district(), "project", id.0, 500)
}

/// The projects of an organisation that may be read.
pub fn of_organisation(
    reader: &Reader,
    who: &Who,
    id: OrganisationId,
) -> Result<Vec<organisation::OrganisationProject>> {
    store::organisation::projects(reader, who, id)
}

/// A fault in the reader's language.
fn said(who: &Who, fault: &Fault) -> String {
    say_fault(who.lang, fault)
}

/// An id in a path.
fn project_id(id: Uuid) -> ProjectId {
    ProjectId(id)
}
