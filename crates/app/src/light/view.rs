//! Lights as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::ProjectId,
    light::{Colour, LightTable},
    period::Month,
    project::Stage,
};

use super::OverrideView;
use crate::{
    floor::{say::Lang, web::Action},
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

/// A colour and what it means here, from light to heavy.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightColour {
    #[schema(value_type = String)]
    pub colour: Colour,
    pub name: String,
    pub meaning: String,
    /// With this colour in the month asked for.
    pub projects: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightMonthActions {
    pub compute: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightMonthView {
    #[schema(value_type = String)]
    pub month: Month,
    /// The twelve months of the matrix, the one asked for last.
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// 0 is the standard table.
    pub table_version: i64,
    /// None: not computed yet.
    #[schema(value_type = Option<String>)]
    pub as_of: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub computed_at: Option<Timestamp>,
    pub computed_by: Option<PersonRef>,
    pub colours: Vec<LightColour>,
    /// Asked for, and waiting for somebody to decide.
    pub waiting: i64,
    pub actions: LightMonthActions,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightCell {
    #[schema(value_type = String)]
    pub month: Month,
    #[schema(value_type = String)]
    pub colour: Colour,
    pub overridden: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightRow {
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub stage: Stage,
    pub lead_unit: UnitRef,
    #[schema(value_type = String)]
    pub colour: Colour,
    /// The months that were computed, in order.
    pub cells: Vec<LightCell>,
}

/// The light of a project in the newest month.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightNow {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    #[schema(value_type = String)]
    pub colour: Colour,
    pub name: String,
    pub meaning: String,
    pub overridden: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightsNow {
    /// None: no month was computed yet.
    #[schema(value_type = Option<String>)]
    pub month: Option<Month>,
    /// Projects that are not lit are not among them.
    pub items: Vec<LightNow>,
}

/// What one rule found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightLine {
    pub input: &'static str,
    /// "90 days or more without progress".
    pub rule: String,
    pub value: Option<i64>,
    pub value_text: String,
    pub basis: String,
    #[schema(value_type = String)]
    pub colour: Colour,
    pub met: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightView {
    #[schema(value_type = String)]
    pub month: Month,
    #[schema(value_type = String)]
    pub stage: Stage,
    #[schema(value_type = String)]
    pub colour: Colour,
    /// By the rules alone.
    #[schema(value_type = String)]
    pub computed: Colour,
    pub name: String,
    pub computed_name: String,
    pub meaning: String,
    pub table_version: i64,
    #[schema(value_type = String)]
    pub as_of: Date,
    pub overridden: bool,
    pub lines: Vec<LightLine>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightHistory {
    pub project: ProjectRef,
    /// Latest first.
    pub lights: Vec<LightView>,
    /// What may be asked for instead.
    pub colours: Vec<LightColour>,
    /// Until when it may hold.
    #[schema(value_type = Vec<String>)]
    pub until: Vec<Month>,
    /// Latest first.
    pub overrides: Vec<OverrideView>,
    pub propose: Action,
}

pub fn name(table: &LightTable, lang: Lang, colour: Colour) -> String {
    let said = table.shade(colour).map(|s| if lang == Lang::Zh { &s.name } else { &s.name_en });
    said.cloned().unwrap_or_else(|| colour.code().to_owned())
}

pub fn meaning(table: &LightTable, lang: Lang, colour: Colour) -> String {
    let said = table.shade(colour).map(|s| if lang == Lang::Zh { &s.meaning } else { &s.meaning_en });
    said.cloned().unwrap_or_default()
}

pub fn colours(table: &LightTable, lang: Lang) -> Vec<LightColour> {
    let of = |c: Colour| LightColour {
        colour: c,
        name: name(table, lang, c),
        meaning: meaning(table, lang, c),
        projects: 0,
    };
    table.colours.iter().map(|s| of(s.colour)).collect()
}
