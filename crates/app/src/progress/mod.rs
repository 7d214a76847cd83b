//! Weekly progress (周进展): what happened with a project in a week, what comes next and by when, and what is in the
//! way. The unit in the lead reports, or the office for it; "no change" is one tap and counts as reported, not as
//! progress. What a project shows as its progress follows the latest report, in the same transaction.

pub mod http;
mod store;
mod view;

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, ProgressId, ProjectId, UnitId},
    progress::{Said, Week, told_on, withdrawable},
    project::{LINE, TEXT, one_line, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::{Action, Who},
    },
    org,
    project::{self, Doing, ProjectView},
};

pub use view::{ProgressCorrectionView, ProgressPage, ProgressRow, ProgressUnit, ProgressView, WeekView};

/// A report as somebody enters it. Of "no change" the texts are not kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ProgressDraft {
    /// Any day of the week that is reported; the current week when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub week: Option<Date>,
    #[serde(default)]
    pub no_change: bool,
    #[serde(default)]
    pub happened: String,
    #[serde(default)]
    pub next_step: String,
    /// By when the next step is to be done.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    #[serde(default)]
    pub problem: String,
}

/// A correction of an entry; what it said before is kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ProgressChange {
    #[serde(flatten)]
    pub draft: ProgressDraft,
    #[serde(default)]
    pub reason: String,
    pub version: i64,
}

/// Which state of an entry is taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ProgressWithdrawal {
    pub version: i64,
}

impl ProgressDraft {
    fn said(&self) -> Said {
        Said {
            no_change: self.no_change,
            happened: self.happened.clone(),
            next_step: self.next_step.clone(),
            due_on: self.due_on,
            problem: self.problem.clone(),
        }
        .tidied()
    }
}

/// Which of the projects of a week are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// Not reported yet.
    Waiting,
    Reported,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    /// Any day of the week; the current week when left out.
    #[param(value_type = Option<String>)]
    pub week: Option<Date>,
    /// The unit in the lead, and those below it.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Option<String>)]
    pub state: Option<Waiting>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// An entry as the demo or an import brings it in; the project is as it was imported.
#[derive(Debug, Clone)]
pub struct Imported {
    pub project: ProjectId,
    pub unit: UnitId,
    pub week: Week,
    pub said: Said,
    pub reported_on: Date,
    pub reported_by: Option<AccountId>,
    pub reported_at: Timestamp,
}

/// The week that pages open with: that of today, or where the demo's year stands still, that of its figures.
pub fn current_week(reader: &Reader, district: &str) -> Result<Week> {
    Ok(Week::of(org::office_day(reader, district)?))
}

fn week_of(reader: &Reader, who: &Who, asked: Option<Date>) -> Result<Week> {
    asked.map_or_else(|| current_week(reader, who.district()), |day| Ok(Week::of(day)))
}

/// Whose projects a reader goes through: those they write, or where they write none, those they read.
fn reach(who: &Who) -> Result<Reach> {
    who.reach(Class::Project, Act::Write).or_else(|_| who.reach(Class::Project, Act::Read))
}

/// The projects of which a report is expected for a week, with what was said of it and what was known before.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<ProgressPage> {
    let reach = reach(who)?;
    let week = week_of(reader, who, filter.week)?;
    let current = current_week(reader, who.district())?;
    let mut page = store::list(reader, who, &reach, week, filter)?;
    for row in &mut page.items {
        row.actions.report = Action::of(who.lang, may_report(reader, who, row, week));
    }
    Ok(ProgressPage::of(week, current, page))
}

fn may_report(reader: &Reader, who: &Who, row: &ProgressRow, week: Week) -> Result<()> {
    who.reach(Class::Project, Act::Write).map_err(|_| Error::refused(Fault::new("project.read_only")))?;
    if row.entry.is_some() {
        return Err(Error::refused(Fault::new("progress.reported_already")));
    }
    not_ahead(week, reader.today())
}

fn not_ahead(week: Week, today: Date) -> Result<()> {
    if week.monday() > today {
        return Err(Error::refused(Fault::at("week", "progress.week_ahead")));
    }
    Ok(())
}

/// Who has reported for a week and who has not: unit by unit, those that are behind first.
pub fn units(reader: &Reader, who: &Who, asked: Option<Date>) -> Result<Vec<ProgressUnit>> {
    let reach = reach(who)?;
    let week = week_of(reader, who, asked)?;
    store::units(reader, who, &reach, week)
}

/// Reports for a project and a week.
pub fn report(tx: &Tx<'_>, who: &Who, id: ProjectId, draft: &ProgressDraft) -> Result<ProgressView> {
    let project = project::writable(tx, who, id)?;
    let week = week_of(tx, who, draft.week)?;
    not_ahead(week, tx.today())?;
    if week < Week::of(project.entered_on) {
        return Err(Error::refused(Fault::at("week", "progress.before_entry")));
    }
    if store::of_week(tx, who.district(), id, week)?.is_some() {
        return Err(Error::refused(Fault::new("progress.reported_already")));
    }
    let said = draft.said();
    check(&said, &known(&project), tx.today())?;
    let new = Imported {
        project: id,
        unit: project.row.lead_unit.id,
        week,
        said,
        reported_on: told_on(week, tx.today()),
        reported_by: who.account_id(),
        reported_at: tx.now(),
    };
    let made: ProgressId = tx.new_id();
    store::insert(tx, who.district(), made, &new, Some(&known(&project)))?;
    tell(tx, who, id)?;
    follow(tx, who, &project, week, &new.said)?;
    let detail = json!({ "version": 1, "project": project.row.code, "week": week, "said": new.said });
    audit::record(tx, who, "progress.report", "progress", made.0, &detail)?;
    get(tx, who, made)
}

/// Brings in an entry; the project stays as it was imported.
pub fn create_imported(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<ProgressId> {
    who.need_district(Class::Project, Act::Write)?;
    let id: ProgressId = tx.new_id();
    store::insert(tx, who.district(), id, new, None)?;
    tell(tx, who, new.project)?;
    let detail = json!({ "version": 1, "project_id": new.project, "week": new.week, "said": new.said });
    audit::record(tx, who, "progress.report", "progress", id.0, &detail)?;
    Ok(id)
}

/// Corrects an entry: what it said stays with it.
pub fn correct(tx: &Tx<'_>, who: &Who, id: ProgressId, change: &ProgressChange) -> Result<ProgressView> {
    let before = get(tx, who, id)?;
    let project = project::writable(tx, who, before.project.id)?;
    if before.entry.version != change.version {
        let current = Box::new(serde_json::to_value(&before).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["happened".into(), "next_step".into()] });
    }
    let reason = one_line(&change.reason);
    if !text_fits(&reason, LINE) {
        return Err(Error::invalid(Fault::at("reason", "progress.too_long").with("limit", LINE)));
    }
    let said = change.draft.said();
    check(&said, &before.said(), tx.today())?;
    store::keep_old(tx, who, &before, &reason)?;
    store::correct(tx, who.district(), id, &said)?;
    tell(tx, who, project.row.id)?;
    let week = Week::of(before.week);
    follow(tx, who, &project, week, &said)?;
    let detail = json!({ "version": before.entry.version + 1, "project": project.row.code, "week": week,
        "before": before.said(), "after": said, "reason": reason });
    audit::record(tx, who, "progress.correct", "progress", id.0, &detail)?;
    get(tx, who, id)
}

/// Takes back what was reported by mistake, as if it had not been said; the trail of the office keeps it. The project says
/// again what it said before, unless somebody has told of it since.
pub fn withdraw(tx: &Tx<'_>, who: &Who, id: ProgressId, asked: &ProgressWithdrawal) -> Result<()> {
    let entry = get(tx, who, id)?;
    let project = project::writable(tx, who, entry.project.id)?;
    if entry.entry.version != asked.version {
        let current = Box::new(serde_json::to_value(&entry).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["happened".into(), "next_step".into()] });
    }
    may_withdraw(tx, who, &entry)?;
    let said = entry.said();
    let week = Week::of(entry.week);
    let before = store::known_before(tx, who.district(), id)?;
    store::delete(tx, who.district(), id)?;
    tell(tx, who, project.row.id)?;
    if let Some(before) = before
        && !said.no_change
        && known(&project) == said
    {
        follow(tx, who, &project, week, &before)?;
    }
    let detail = json!({ "version": 1, "project": project.row.code, "week": week, "said": said });
    audit::record(tx, who, "progress.withdraw", "progress", id.0, &detail)
}

fn may_withdraw(reader: &Reader, who: &Who, view: &ProgressView) -> Result<()> {
    let own = who.account_id().is_some() && view.entry.reported_by.as_ref().map(|p| p.id) == who.account_id();
    withdrawable(own, !view.corrections.is_empty(), view.entry.reported_at, reader.now())
        .map_err(|code| Error::refused(Fault::new(code)))
}

/// What a project says of itself now.
fn known(project: &ProjectView) -> Said {
    Said {
        no_change: false,
        happened: project.progress.clone(),
        next_step: project.row.next_step.clone(),
        due_on: project.row.next_step_due_on,
        problem: project.problem.clone(),
    }
}

fn check(said: &Said, before: &Said, today: Date) -> Result<()> {
    let faults: Vec<Fault> = said
        .faults(before, today)
        .into_iter()
        .map(|(field, code)| {
            let limit = if field == "next_step" { LINE } else { TEXT };
            Fault::at(field, code).with("limit", limit)
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// The project knows when progress was last reported of it.
fn tell(tx: &Tx<'_>, who: &Who, id: ProjectId) -> Result<()> {
    project::set_progressed(tx, who.district(), id, store::last_progress(tx, who.district(), id)?)
}

/// The project says what its latest report says: ledgers and exports agree with the story.
fn follow(tx: &Tx<'_>, who: &Who, project: &ProjectView, week: Week, said: &Said) -> Result<()> {
    if said.no_change || store::later_report(tx, who.district(), project.row.id, week)? {
        return Ok(());
    }
    let doing = Doing {
        progress: &said.happened,
        next_step: &said.next_step,
        next_step_due_on: said.due_on,
        problem: &said.problem,
    };
    project::set_doing(tx, who, project, &doing)
}

/// One entry with what it said before it was corrected, if its project may be read.
pub fn get(reader: &Reader, who: &Who, id: ProgressId) -> Result<ProgressView> {
    let mut view = store::get(reader, who.district(), id)?.ok_or(Error::NotFound)?;
    view.project = project::reference(reader, who, view.project.id)?;
    view.corrections = store::corrections(reader, who.district(), id)?;
    let may = project::writable(reader, who, view.project.id);
    let back = project::writable(reader, who, view.project.id).and_then(|_| may_withdraw(reader, who, &view));
    view.actions.withdraw = Action::of(who.lang, back);
    view.actions.correct = Action::of(who.lang, may);
    Ok(view)
}

/// How many entries projects of an import have: they stand in the way of its undoing.
pub fn of_batch(
    reader: &Reader,
    district: &str,
    batch: yinfeng_domain::id::BatchId,
) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
