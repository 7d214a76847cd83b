//! Weekly progress as it is shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::ProgressId,
    progress::{Said, Week},
    project::Stage,
};

use crate::{
    floor::{db::page::Page, web::Action},
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

/// A week: its days, and its number as ISO 8601 counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WeekView {
    #[schema(value_type = String)]
    pub monday: Date,
    #[schema(value_type = String)]
    pub sunday: Date,
    pub year: i16,
    pub number: i8,
    /// Whether it is the week that pages open with.
    pub current: bool,
}

impl WeekView {
    pub(super) fn of(week: Week, current: Week) -> Self {
        let (year, number) = week.number();
        Self { monday: week.monday(), sunday: week.sunday(), year, number, current: week == current }
    }
}

/// What was said of a project and a week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressEntry {
    #[schema(value_type = Uuid)]
    pub id: ProgressId,
    pub no_change: bool,
    pub happened: String,
    pub next_step: String,
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    pub problem: String,
    #[schema(value_type = String)]
    pub reported_on: Date,
    pub reported_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub reported_at: Timestamp,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressActions {
    pub report: Action,
}

/// A project of which a report is expected, with what is known until now: the form begins with it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressRow {
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub stage: Stage,
    pub lead_unit: UnitRef,
    /// What the project says of itself now.
    pub progress: String,
    pub next_step: String,
    #[schema(value_type = Option<String>)]
    pub next_step_due_on: Option<Date>,
    pub problem: String,
    /// The last week before this one with progress, by its Monday; "no change" is none.
    #[schema(value_type = Option<String>)]
    pub last_progress_week: Option<Date>,
    /// What was said of this week.
    pub entry: Option<ProgressEntry>,
    pub actions: ProgressActions,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressPage {
    pub week: WeekView,
    pub items: Vec<ProgressRow>,
    pub next_cursor: Option<String>,
    pub total: i64,
    pub total_capped: bool,
}

impl ProgressPage {
    pub(super) fn of(week: Week, current: Week, page: Page<ProgressRow>) -> Self {
        Self {
            week: WeekView::of(week, current),
            items: page.items,
            next_cursor: page.next_cursor,
            total: page.total,
            total_capped: page.total_capped,
        }
    }
}

/// What a unit in the lead has reported for a week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressUnit {
    pub unit: UnitRef,
    /// Projects of which a report is expected.
    pub projects: i64,
    /// Of these, reported; "no change" is among them.
    pub reported: i64,
    pub no_change: i64,
    pub waiting: i64,
}

/// What an entry said before a correction.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressCorrectionView {
    pub no: i64,
    pub no_change: bool,
    pub happened: String,
    pub next_step: String,
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    pub problem: String,
    pub reason: String,
    pub corrected_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub corrected_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressViewActions {
    pub correct: Action,
    /// Taking it back: for its author, on the day after at the latest.
    pub withdraw: Action,
}

/// One entry whole.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressView {
    #[serde(flatten)]
    pub entry: ProgressEntry,
    pub project: ProjectRef,
    /// The Monday of its week.
    #[schema(value_type = String)]
    pub week: Date,
    pub corrections: Vec<ProgressCorrectionView>,
    pub actions: ProgressViewActions,
}

impl ProgressView {
    pub(super) fn said(&self) -> Said {
        Said {
            no_change: self.entry.no_change,
            happened: self.entry.happened.clone(),
            next_step: self.entry.next_step.clone(),
            due_on: self.entry.due_on,
            problem: self.entry.problem.clone(),
        }
    }
}
