//! Lights (亮灯): every project that goes on has a colour for every month, by the table of rules that was in force then.
//! What the rules looked at is kept, so that a light can say line by line why it is shown. Somebody may ask for another
//! colour with a reason; somebody else approves it, and it is over by itself.

mod compute;
mod export;
pub mod http;
mod overrule;
mod store;
mod table;
mod view;

use std::collections::HashMap;

use yinfeng_domain::{
    authority::{Act, Class},
    id::{BatchId, ProjectId, UnitId},
    light::{Colour, Inputs, LightTable},
    period::Month,
    project::Stage,
};

use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Reader, Tx,
            page::{self, Page},
        },
        say::{Lang, say_fault, word},
        web::{Action, Who},
    },
    org, project,
};

pub use compute::{LightCompute, compute, due};
pub use overrule::{
    OverrideDecision, OverrideDraft, OverrideFilter, OverrideView, approve, overrides, propose, reject,
};
pub use table::{
    LightTableCheck, LightTablePublish, LightTableText, LightTableView, check_table, publish, table,
};
pub use view::{
    LightCell, LightColour, LightHistory, LightLine, LightMonthActions, LightMonthView, LightNow, LightRow,
    LightView, LightsNow,
};

/// Months side by side.
pub const SHOWN: i64 = 12;

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    /// `2013-08`; the current month when left out. The eleven before it are shown beside it.
    #[param(value_type = Option<String>)]
    pub month: Option<Month>,
    /// The unit in the lead in that month, and those below it.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Vec<String>)]
    pub stage: Vec<Stage>,
    #[param(value_type = Vec<String>)]
    pub colour: Vec<Colour>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// Which projects' lights are asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct NowFilter {
    /// Up to 200.
    #[param(value_type = Vec<Uuid>)]
    pub project: Vec<ProjectId>,
}

/// The month in which the office works.
fn current(reader: &Reader, district: &str) -> Result<Month> {
    Ok(Month::of(org::office_day(reader, district)?))
}

fn asked_month(reader: &Reader, who: &Who, asked: Option<Month>) -> Result<Month> {
    asked.map_or_else(|| current(reader, who.district()), Ok)
}

/// How a month came out: by what table, and how many of each colour.
pub fn month(reader: &Reader, who: &Who, filter: &Filter) -> Result<LightMonthView> {
    who.reach(Class::Project, Act::Read)?;
    let month = asked_month(reader, who, filter.month)?;
    let kept = store::month(reader, who.district(), month)?;
    let table = match &kept {
        Some(kept) => store::table_of(reader, who.district(), kept.table_version)?,
        None => store::table_for(reader, who.district(), month)?,
    };
    let counts = store::counts(reader, who, month, filter)?;
    let of = |colour| counts.iter().find(|(c, _)| *c == colour).map_or(0, |(_, n)| *n);
    let mut colours = view::colours(&table.table, who.lang);
    for shade in &mut colours {
        shade.projects = of(shade.colour);
    }
    Ok(LightMonthView {
        month,
        months: (0..SHOWN).rev().map(|back| month.plus(-back)).collect(),
        table_version: table.version,
        as_of: kept.as_ref().map(|k| k.as_of),
        computed_at: kept.as_ref().map(|k| k.computed_at),
        computed_by: kept.and_then(|k| k.computed_by),
        colours,
        waiting: store::waiting(reader, who)?,
        actions: LightMonthActions { compute: Action::of(who.lang, compute::may(reader, who, month)) },
    })
}

/// The lights of some projects in the newest month that was computed: for lists that show projects by something else.
pub fn now(reader: &Reader, who: &Who, filter: &NowFilter) -> Result<LightsNow> {
    who.reach(Class::Project, Act::Read)?;
    if filter.project.len() as i64 > page::MAX_LIMIT {
        return Err(Error::invalid(Fault::at("project", "light.too_many").with("limit", page::MAX_LIMIT)));
    }
    let month = store::newest_month(reader, who.district(), current(reader, who.district())?)?;
    let Some((month, version)) = month else { return Ok(LightsNow { month: None, items: Vec::new() }) };
    let table = store::table_of(reader, who.district(), version)?.table;
    let mut items = store::of_projects(reader, who, month, &filter.project)?;
    for item in &mut items {
        item.name = view::name(&table, who.lang, item.colour);
        item.meaning = view::meaning(&table, who.lang, item.colour);
    }
    Ok(LightsNow { month: Some(month), items })
}

/// Projects by their lights of the last twelve months.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<LightRow>> {
    let month = asked_month(reader, who, filter.month)?;
    let mut page = store::list(reader, who, month, filter)?;
    add_cells(reader, who, month, &mut page.items)?;
    Ok(page)
}

/// The lights of the twelve months up to this one.
fn add_cells(reader: &Reader, who: &Who, month: Month, rows: &mut [LightRow]) -> Result<()> {
    let ids: Vec<ProjectId> = rows.iter().map(|r| r.project.id).collect();
    let place: HashMap<ProjectId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    for (id, cell) in store::cells(reader, who.district(), &ids, month.plus(1 - SHOWN), month)? {
        if let Some(at) = place.get(&id) {
            rows[*at].cells.push(cell);
        }
    }
    Ok(())
}

/// The lights of a project, the latest first, each with why; and who asked for another colour.
pub fn history(reader: &Reader, who: &Who, id: ProjectId) -> Result<LightHistory> {
    let project = project::reference(reader, who, id)?;
    let now = current(reader, who.district())?;
    let mut tables: Vec<store::Kept> = Vec::new();
    let mut lights = Vec::new();
    for kept in store::of_project(reader, who.district(), id, now.plus(1 - SHOWN))? {
        if !tables.iter().any(|t| t.version == kept.table_version) {
            tables.push(store::table_of(reader, who.district(), kept.table_version)?);
        }
        if let Some(table) = tables.iter().find(|t| t.version == kept.table_version) {
            lights.push(light_view(who.lang, &table.table, kept));
        }
    }
    let overrides = overrule::of_project(reader, who, id)?;
    let table = store::table_for(reader, who.district(), now)?.table;
    let may = overrule::may_propose(reader, who, id);
    Ok(LightHistory {
        project,
        lights,
        colours: view::colours(&table, who.lang),
        until: (0..table.override_months).map(|n| now.plus(n)).collect(),
        overrides,
        propose: Action::of(who.lang, may),
    })
}

fn light_view(lang: Lang, table: &LightTable, kept: store::KeptLight) -> LightView {
    let inputs = Inputs::from_text(&kept.inputs).unwrap_or(Inputs::at(kept.stage));
    let line = |line: yinfeng_domain::light::Line<'_>| {
        let input = word(lang, &format!("light.input_{}", line.rule.input));
        LightLine {
            input: line.rule.input.code(),
            rule: table::rule_text(lang, line.rule),
            value: line.value,
            value_text: line.value.map_or_else(
                || word(lang, "light.unknown"),
                |value| {
                    let fault = Fault::new(format!("light.value_{}", line.rule.input));
                    format!("{input} {}", say_fault(lang, &fault.with("n", value)))
                },
            ),
            basis: line.rule.basis.clone(),
            colour: line.rule.colour,
            met: line.met,
        }
    };
    LightView {
        month: kept.month,
        stage: kept.stage,
        colour: kept.colour,
        computed: kept.computed,
        name: view::name(table, lang, kept.colour),
        computed_name: view::name(table, lang, kept.computed),
        meaning: view::meaning(table, lang, kept.colour),
        table_version: kept.table_version,
        as_of: kept.as_of,
        overridden: kept.overridden,
        lines: table.lines(&inputs).map(line).collect(),
    }
}

/// Forgets the lights of what a batch brought: called when the batch is undone.
pub fn forget_batch(tx: &Tx<'_>, district: &str, batch: BatchId) -> Result<()> {
    store::forget_batch(tx, district, batch)
}

/// Code and name of projects of a batch of which somebody asked for another colour: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}

fn not_office(code: &'static str) -> Error {
    Error::refused(Fault::new(code))
}
