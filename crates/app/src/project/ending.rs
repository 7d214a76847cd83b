//! How a project was lost or terminated: said with the move itself, and kept when it is taken up again.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yinfeng_domain::project::{
    EndingFault, LossReason, Stage, Status, TEXT, ending_faults, one_line, text_fits,
};

use super::{PersonRef, SetStatus};
use crate::{
    dictionary::{self, AreaRef},
    floor::{Fault, Faults, Result, db::Reader},
};

/// Characters of a winner's name.
const WINNER: usize = 100;

/// Why a project was given up, who won it, and what was learnt.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct EndingDraft {
    /// A code of the table of reasons: `land`, `price`, …
    #[schema(value_type = String)]
    pub reason: LossReason,
    /// GB/T 2260 of the city or district that won it.
    #[serde(default)]
    pub winner_area: Option<String>,
    /// Who or where, in words.
    #[serde(default)]
    pub winner: String,
    pub lesson: String,
}

/// An ending that holds.
pub(super) struct Ending {
    pub reason: LossReason,
    pub winner_area: Option<String>,
    pub winner: String,
    pub lesson: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EndingView {
    /// The entry of the log of stages.
    pub no: i64,
    #[schema(value_type = String)]
    pub status: Status,
    #[schema(value_type = String)]
    pub reason: LossReason,
    pub winner_area: Option<AreaRef>,
    pub winner: String,
    pub lesson: String,
    #[schema(value_type = String)]
    pub stage: Stage,
    pub total_fen: Option<i64>,
    #[schema(value_type = String)]
    pub ended_on: Date,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub recorded_at: Timestamp,
    /// Taken up again, and why.
    #[schema(value_type = Option<String>)]
    pub reopened_on: Option<Date>,
    pub reopened_reason: String,
}

/// What is said of the ending, checked; nothing for moves that end nothing.
pub(super) fn prepare(reader: &Reader, cmd: &SetStatus) -> Result<Option<Ending>> {
    if !matches!(cmd.to_status, Status::Lost | Status::Terminated) {
        return Ok(None);
    }
    let draft = cmd.ending.as_ref();
    let area = draft.and_then(|d| d.winner_area.as_deref()).map(str::trim).filter(|a| !a.is_empty());
    let line = |text: Option<&String>| text.map(|t| one_line(t)).unwrap_or_default();
    let (winner, lesson) = (line(draft.map(|d| &d.winner)), draft.map_or("", |d| d.lesson.trim()));
    let mut faults = Faults::default();
    for fault in ending_faults(draft.map(|d| d.reason), (area, &winner), lesson) {
        faults.need(false, || match fault {
            EndingFault::Reason => Fault::at("ending.reason", "project.ending_reason"),
            EndingFault::Winner => Fault::at("ending.winner", "project.ending_winner"),
            EndingFault::Lesson => Fault::at("ending.lesson", "project.ending_lesson"),
        });
    }
    for (field, text, limit) in [("ending.winner", winner.as_str(), WINNER), ("ending.lesson", lesson, TEXT)]
    {
        faults.need(text_fits(text, limit), || Fault::at(field, "project.too_long").with("limit", limit));
    }
    let known = match area {
        Some(code) => dictionary::area(reader, code)?.is_some(),
        None => true,
    };
    faults.need(known, || Fault::at("ending.winner_area", "project.ending_area"));
    faults.into_result()?;
    Ok(draft.map(|d| Ending {
        reason: d.reason,
        winner_area: area.map(str::to_owned),
        winner,
        lesson: lesson.to_owned(),
    }))
}
