//! Assessment: what each unit is to reach (targets) and says it will (forecasts), the monthly forms, the decisions of
//! the office, the schemes that turn all of it and the recognised results into scores.
//!
//! Nothing here is overwritten: a target, a forecast and a scheme have versions, a decision is added to those before.
//! Scores are computed when they are asked for, from what was recognised up to the day they are asked for.

mod book;
mod choice;
mod closing;
mod decision;
mod elsewhere;
pub mod http;
mod plan;
mod returned;
mod ruling;
mod scheme;
pub mod score;
mod soft;
mod store;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yinfeng_domain::id::UnitId;

use crate::floor::{Error, Fault, Result, db::Reader};

pub use book::{BookFilter, BookPage, BookRow, BookTotals, RecognisedView, book, recognised};
pub use choice::DecisionChoice;
pub use closing::{
    CloseMonth, ClosingPublish, ClosingView, ScoreObjection, close, closed_places, closed_result,
    object as object_to_closing, publish as publish_closing,
};
pub use decision::{DecisionDraft, DecisionView, decide, decision_choices, decisions};
pub use plan::{
    Forecast, ForecastDraft, ForecastView, Target, TargetDraft, TargetLevel, TargetOwner, TargetView,
    all_targets, forecast_views, forecasts, set_forecast, set_target, target_in_force, target_views, targets,
};
pub use returned::{ReturnDraft, ReturnView, note_return, returns};
pub use ruling::{CountedDraft, CountedView, RulingDraft, RulingVerdict, RulingView, note_counted, rule};
pub(crate) use scheme::spoken;
pub use scheme::{
    BuiltIn, FindingView, SchemeBrief, SchemeCheck, SchemeView, built_in, check_scheme, default_text,
    get_scheme, install_default, list_schemes, offer_default, put_in_force, save_scheme,
};
pub use score::{
    Asked, AskedIf, ItemView, League, MeasureView, ScoreCard, Scored, WhatIf, applied, league,
    render as render_book, score_book, score_card, scores, trial_of_text, until_written, what_if,
    what_if_book,
};
pub use soft::{SoftDraft, SoftView, set_soft, soft_views};

/// What targets are set for and forecasts are declared of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Money in place, in fen.
    Funds,
    /// Projects of the capital track, counted.
    Projects,
    /// Talents, counted.
    Talents,
    /// Institutes, counted.
    Institutes,
}

impl Measure {
    pub const ALL: [Self; 4] = [Self::Funds, Self::Projects, Self::Talents, Self::Institutes];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Funds => "funds",
            Self::Projects => "projects",
            Self::Talents => "talents",
            Self::Institutes => "institutes",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code() == code)
    }

    /// The largest value anybody could mean: 10 trillion yuan in fen, a million of anything else.
    const fn most(self) -> i64 {
        match self {
            Self::Funds => 1_000_000_000_000_000,
            Self::Projects | Self::Talents | Self::Institutes => 1_000_000,
        }
    }
}

/// The years that can be assessed; anything else is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i64> = 1990..=2100;

fn need_year(year: i64) -> Result<()> {
    if YEARS.contains(&year) { Ok(()) } else { Err(Error::invalid(Fault::at("year", "assessment.year"))) }
}

/// The unit exists, or the field is at fault.
fn need_unit(reader: &Reader, district: &str, unit: UnitId) -> Result<()> {
    if store::unit_exists(reader, district, unit)? {
        return Ok(());
    }
    Err(Error::invalid(Fault::at("unit_id", "assessment.unit_unknown")))
}
