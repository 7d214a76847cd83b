//! The analysis of losses (流失分析): what was lost or terminated in a window and not taken up again, by reason, by who
//! won it, by the stage reached; number and amount. Each figure is the rows that the same filter finds.

pub mod http;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::UnitId,
    project::{LossReason, Stage, Status, Track},
};

use super::{CodeName, EndingView, ProjectRef, store};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{Reader, page::Page},
        web::Who,
    },
    org::{self, UnitRef},
};

/// Which endings; empty is all.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LossFilter {
    /// The window in which it ended, both days in it; this year to today when left out.
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    #[param(value_type = Vec<String>)]
    pub status: Vec<Status>,
    #[param(value_type = Vec<String>)]
    pub reason: Vec<LossReason>,
    /// The stage reached.
    #[param(value_type = Vec<String>)]
    pub stage: Vec<Stage>,
    #[param(value_type = Vec<String>)]
    pub track: Vec<Track>,
    /// Units in the lead when it ended, or with such a unit below them.
    #[param(value_type = Vec<uuid::Uuid>)]
    pub unit: Vec<UnitId>,
    /// The code of the area that won it, or the words; empty for those that nobody won.
    pub winner: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LossRow {
    pub project: ProjectRef,
    pub code_name: Option<CodeName>,
    pub lead_unit: UnitRef,
    /// What was said with the move.
    pub detail: String,
    #[serde(flatten)]
    pub ending: EndingView,
}

/// A line of the analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LossGroup {
    pub code: String,
    /// Of a winner; reasons and stages are words of the reader's.
    pub name: String,
    pub projects: i64,
    /// Of so many the total investment was known.
    pub with_total: i64,
    pub total_fen: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LossAnalysis {
    #[schema(value_type = String)]
    pub from: Date,
    #[schema(value_type = String)]
    pub to: Date,
    #[schema(value_type = String)]
    pub as_of: Date,
    pub projects: i64,
    pub with_total: i64,
    pub total_fen: i64,
    pub by_reason: Vec<LossGroup>,
    pub by_winner: Vec<LossGroup>,
    pub by_stage: Vec<LossGroup>,
}

fn window(reader: &Reader, who: &Who, filter: &LossFilter) -> Result<(Date, Date, Date)> {
    let today = org::office_day(reader, who.district())?;
    let to = filter.to.unwrap_or(today);
    let from = filter.from.unwrap_or_else(|| date(to.year(), 1, 1));
    if from > to {
        return Err(Error::invalid(Fault::at("from", "project.window")));
    }
    Ok((from, to, today))
}

pub fn analysis(reader: &Reader, who: &Who, filter: &LossFilter) -> Result<LossAnalysis> {
    who.reach(Class::Project, Act::Read)?;
    let (from, to, as_of) = window(reader, who, filter)?;
    let by = |column: &str| store::ending::groups(reader, who, filter, (from, to), column);
    let by_reason = by("reason")?;
    let sum = |of: fn(&LossGroup) -> i64| by_reason.iter().map(of).fold(0, i64::saturating_add);
    Ok(LossAnalysis {
        from,
        to,
        as_of,
        projects: sum(|g| g.projects),
        with_total: sum(|g| g.with_total),
        total_fen: sum(|g| g.total_fen),
        by_winner: by("winner")?,
        by_stage: by("stage")?,
        by_reason,
    })
}

/// The endings themselves, the latest first.
pub fn rows(reader: &Reader, who: &Who, filter: &LossFilter) -> Result<Page<LossRow>> {
    who.reach(Class::Project, Act::Read)?;
    let (from, to, _) = window(reader, who, filter)?;
    store::ending::rows(reader, who, filter, (from, to))
}
