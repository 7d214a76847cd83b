//! 在库管理: the grade of a project (A, B, C) and how long it may stand still. What stood still for too long is
//! proposed to leave the active library; the office confirms, or extends with a reason and a day. Nothing leaves by
//! itself, nothing is deleted, and what has left can be taken up again.

pub mod http;
mod leave;
mod rule;
mod store;
mod view;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{BatchId, ProjectId},
    keeping::{Graded, Stillness},
    project::{Grade, LINE, Status, one_line, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        say::word,
        web::{Action, Who},
    },
    org,
    project::{self, ProjectView},
};

pub use leave::{Eviction, Extension, Filter, StillProject, StillRows, evict, extend, list};
pub use rule::{KeepingPublish, KeepingTableView};
pub use view::{GradeLogView, KeepingActions, KeepingDecisionView, KeepingView};

/// A grade as somebody gives it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct GradeDraft {
    #[schema(value_type = String)]
    pub grade: Grade,
    pub reason: String,
    /// Of the project.
    pub version: i64,
}

fn graded(project: &ProjectView) -> Graded {
    Graded {
        stage: project.row.stage,
        structure: project.row.structure,
        high_technology: project.row.high_technology,
        total_fen: project.row.total_fen,
    }
}

/// The unit in the lead grades, and the office.
fn may_grade(who: &Who, project: &ProjectView) -> Result<()> {
    match who.reach(Class::Project, Act::Write) {
        Ok(reach) if reach.covers(&project.lead_path) => {}
        Ok(_) => return Err(Error::refused(Fault::new("project.not_lead"))),
        Err(_) => return Err(Error::refused(Fault::new("project.read_only"))),
    }
    if matches!(project.row.status, Status::Ongoing | Status::OnHold) {
        return Ok(());
    }
    Err(Error::refused(Fault::new("project.not_ongoing")))
}

/// The project as somebody read it, kept from others until this is over.
fn unchanged(tx: &Tx<'_>, who: &Who, id: ProjectId, version: i64) -> Result<ProjectView> {
    project::held(tx, who, id, version)
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

/// Gives a project a grade, with the reason; what the table would have given is kept beside it.
pub fn grade(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &GradeDraft) -> Result<KeepingView> {
    let before = unchanged(tx, who, id, cmd.version)?;
    may_grade(who, &before)?;
    let reason = said(&cmd.reason)?;
    if before.row.grade == Some(cmd.grade) {
        return Err(Error::invalid(Fault::at("grade", "keeping.same_grade")));
    }
    let (table, version) = rule::in_force(tx, who.district())?;
    let (advised, today) = (table.advised(&graded(&before)), org::office_day(tx, who.district())?);
    project::set_grade(tx, who, &before, cmd.grade, today)?;
    store::insert_grade(tx, who, id, (cmd.grade, advised), (version, today), &reason)?;
    let detail = json!({ "grade": cmd.grade, "advised": advised, "table": version, "reason": reason });
    audit::record(tx, who, "keeping.grade", "project", id.0, &detail)?;
    of_project(tx, who, id)
}

/// The grade of a project, how long it has stood still, and what was decided about that.
pub fn of_project(reader: &Reader, who: &Who, id: ProjectId) -> Result<KeepingView> {
    let project = project::get(reader, who, id)?;
    let district = who.district();
    let (table, version) = rule::in_force(reader, district)?;
    let today = org::office_day(reader, district)?;
    let still = leave::still_one(reader, district, &table.stay, &project, today)?;
    let advised = table.advised(&graded(&project));
    Ok(KeepingView {
        grade: project.row.grade,
        advised,
        advised_text: advised.map(|grade| rule::meaning(&table, grade, who.lang)),
        grade_text: project.row.grade.map(|grade| rule::meaning(&table, grade, who.lang)),
        table_version: version,
        grades: store::grades(reader, district, id)?,
        left_on: project.row.left_on,
        idle_since_on: still.since,
        days_idle: still.days,
        stillness: still.stillness,
        leaves_on: still.leaves_on,
        extended_until: still.until,
        decisions: store::decisions(reader, district, id)?,
        actions: KeepingActions {
            grade: Action::of(who.lang, may_grade(who, &project)),
            evict: Action::of(who.lang, may_decide(who, &project, still.stillness)),
            extend: Action::of(who.lang, may_extend(who, &project, still.stillness)),
        },
        version: project.row.version,
    })
}

/// The office confirms what is proposed.
fn may_decide(who: &Who, project: &ProjectView, stillness: Option<Stillness>) -> Result<()> {
    leave::may_office(who)?;
    match stillness {
        Some(Stillness::Proposed) if project.row.status == Status::Ongoing => Ok(()),
        _ => Err(Error::refused(Fault::new("keeping.not_proposed"))),
    }
}

/// The office extends what is near to leaving.
fn may_extend(who: &Who, project: &ProjectView, stillness: Option<Stillness>) -> Result<()> {
    leave::may_office(who)?;
    match stillness {
        Some(_) if project.row.status == Status::Ongoing => Ok(()),
        _ => Err(Error::refused(Fault::new("keeping.not_still"))),
    }
}

/// Code and name of the projects of a batch that somebody decided about: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}

/// The words of a state, for the page and for papers.
fn stillness_text(who: &Who, stillness: Stillness) -> String {
    word(who.lang, &format!("keeping.stillness_{stillness}"))
}

/// The day on which something has been so for so many days.
fn after(since: Date, days: i64) -> Date {
    since.saturating_add(jiff::ToSpan::days(days))
}
