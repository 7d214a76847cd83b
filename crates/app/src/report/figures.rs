//! Every figure that a page or a document prints, by name: which rows it was made of, and of which other figures.

use super::{scope::Narrow, store::RowKind};
use crate::floor::{Error, Fault, Result};

/// How the value of a figure is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Σ of the amounts of its rows, in fen.
    Sum,
    /// The number of its rows.
    Rows,
    /// As the summary composes it.
    Composed,
}

pub struct Entry {
    pub name: &'static str,
    pub rows: RowKind,
    pub value: Value,
    /// The figures that it is computed from.
    pub of: &'static [&'static str],
    /// What the rows are narrowed to besides what the question says.
    kind: Option<&'static str>,
}

const fn entry(name: &'static str, rows: RowKind, value: Value, of: &'static [&'static str]) -> Entry {
    Entry { name, rows, value, of, kind: None }
}

const fn narrowed(name: &'static str, rows: RowKind, kind: &'static str) -> Entry {
    Entry { name, rows, value: Composed, of: &[], kind: Some(kind) }
}

use RowKind as R;
use Value::{Composed, Rows, Sum};

/// Names, definitions and rows; sentences are `report.<name>` and `report.<name>.is`.
pub const FIGURES: &[Entry] = &[
    entry("fund.recognised", R::Funds, Sum, &[]),
    entry("fund.completion", R::Funds, Composed, &["fund.recognised", "target.plan"]),
    entry("fund.units_completion", R::Funds, Composed, &["fund.recognised", "target.units"]),
    entry("fund.lead_points", R::Funds, Composed, &["fund.completion", "period.elapsed"]),
    entry("fund.units_lead_points", R::Funds, Composed, &["fund.units_completion", "period.elapsed"]),
    entry("fund.run_rate", R::Funds, Composed, &["fund.recognised"]),
    entry("fund.needed_rate", R::Forecasts, Composed, &["target.forecast", "fund.recognised"]),
    entry("fund.rate_times", R::Funds, Composed, &["fund.needed_rate", "fund.run_rate"]),
    entry("fund.gap", R::Funds, Composed, &["target.plan", "fund.recognised"]),
    entry("fund.over_plan", R::Funds, Composed, &["fund.recognised", "target.plan"]),
    entry("fund.plan_rate", R::Funds, Composed, &["fund.gap"]),
    entry("fund.plan_times", R::Funds, Composed, &["fund.plan_rate", "fund.run_rate"]),
    entry("period.elapsed", R::None, Composed, &[]),
    narrowed("target.plan", R::Targets, "plan"),
    narrowed("target.units", R::Targets, "units"),
    narrowed("target.forecast", R::Forecasts, "units"),
    entry("target.forecast_share", R::Forecasts, Composed, &["target.forecast", "target.plan"]),
    entry("project.introduced", R::Introduced, Rows, &[]),
    entry("project.signed", R::Signed, Rows, &[]),
    entry("project.signed.amount", R::Signed, Sum, &["project.signed"]),
    narrowed("project.signed.without_amount", R::Signed, "without_amount"),
    narrowed("project.contracts", R::Signed, "any_origin"),
    entry("project.stage", R::Stage, Rows, &[]),
    entry("project.structure", R::Introduced, Rows, &[]),
    entry("project.structure.share", R::Introduced, Composed, &["project.introduced"]),
    entry("project.structure.amount_share", R::Introduced, Composed, &["project.introduced"]),
    entry("project.total", R::KeyProjects, Composed, &[]),
    entry("project.land", R::KeyProjects, Composed, &[]),
    narrowed("project.key_next", R::KeyProjects, "next"),
    entry("track.target", R::Targets, Composed, &[]),
    entry("track.done", R::Introduced, Composed, &[]),
    entry("track.completion", R::Introduced, Composed, &["project.introduced"]),
    entry("track.lead_points", R::Introduced, Composed, &["project.introduced", "period.elapsed"]),
    entry("org.units", R::Units, Composed, &[]),
    narrowed("team.count", R::Units, "team"),
    narrowed("team.led", R::Units, "team"),
    narrowed("team.heads", R::Units, "team"),
    narrowed("team.staff", R::Units, "team"),
    narrowed("team.few_staff", R::Units, "team"),
    narrowed("team.slow", R::Units, "team"),
    narrowed("team.conversion", R::Units, "team"),
    entry("team.days_to_sign", R::Units, Composed, &[]),
    narrowed("squad.count", R::Units, "squad"),
    narrowed("squad.trips", R::Units, "squad"),
    narrowed("squad.firms", R::Units, "squad"),
    narrowed("squad.leads", R::Units, "squad"),
    entry("event.guests", R::Events, Composed, &[]),
    entry("training.courses", R::Trainings, Composed, &[]),
    entry("training.attendances", R::Trainings, Composed, &[]),
    entry("unit.quiet", R::Units, Composed, &[]),
    entry("unit.quiet_days", R::None, Composed, &[]),
    entry("unit.without_money", R::Units, Composed, &["fund.recognised"]),
    entry("unit.behind", R::Units, Composed, &["fund.completion", "period.elapsed"]),
    entry("unit.behind_share", R::Units, Composed, &["unit.behind"]),
];

const SECTORS: [&str; 4] = ["primary", "secondary", "tertiary", "none"];
const ORIGINS: [&str; 3] = ["domestic", "hmt", "abroad"];

/// A figure as it is asked for: its entry, its whole key, what it is narrowed to.
pub struct Asked {
    pub entry: &'static Entry,
    pub key: String,
    pub narrow: Narrow,
}

/// Reads `fund.recognised:unit=…,month=2013-08`; filters given beside the key count as if they stood in it.
pub fn asked(key: &str, beside: Narrow) -> Result<Asked> {
    let (name, filters) = key.split_once(':').unwrap_or((key, ""));
    let entry = FIGURES.iter().find(|entry| entry.name == name).ok_or(Error::NotFound)?;
    let mut narrow = beside;
    for filter in filters.split(',').filter(|filter| !filter.is_empty()) {
        let bad = || Error::invalid(Fault::at("key", "report.filter").with("filter", filter));
        let (field, value) = filter.split_once('=').ok_or_else(bad)?;
        let text = Some(value.to_owned());
        match field {
            "unit" => narrow.unit = Some(value.parse().map_err(|_| bad())?),
            "project" => narrow.project = Some(value.parse().map_err(|_| bad())?),
            "track" => narrow.track = text,
            "structure" => narrow.structure = text,
            "class" => narrow.class = text,
            "section" => narrow.section = text,
            "sector" if SECTORS.contains(&value) => narrow.sector = text,
            "origin" if ORIGINS.contains(&value) => narrow.origin = text,
            "back" => {
                narrow.back = Some(value.parse().ok().filter(|n| (1..=20).contains(n)).ok_or_else(bad)?);
            }
            "stage" => narrow.stage = text,
            "month" => narrow.month = text,
            "kind" => narrow.kind = text,
            "on" => narrow.on = Some(value.parse().map_err(|_| bad())?),
            _ => return Err(bad()),
        }
    }
    let key = key_of(name, &narrow);
    if narrow.kind.is_none() {
        narrow.kind = entry.kind.map(str::to_owned);
    }
    Ok(Asked { entry, key, narrow })
}

/// The key with all its filters, in one order.
fn key_of(name: &str, narrow: &Narrow) -> String {
    let id = |id: Option<String>| id.unwrap_or_default();
    let filters = [
        ("unit", id(narrow.unit.map(|id| id.to_string()))),
        ("project", id(narrow.project.map(|id| id.to_string()))),
        ("track", id(narrow.track.clone())),
        ("structure", id(narrow.structure.clone())),
        ("class", id(narrow.class.clone())),
        ("section", id(narrow.section.clone())),
        ("sector", id(narrow.sector.clone())),
        ("origin", id(narrow.origin.clone())),
        ("stage", id(narrow.stage.clone())),
        ("month", id(narrow.month.clone())),
        ("kind", id(narrow.kind.clone())),
        ("on", id(narrow.on.map(|on| on.to_string()))),
        ("back", id(narrow.back.map(|back| back.to_string()))),
    ];
    let filters: Vec<(&str, &str)> =
        filters.iter().filter(|(_, value)| !value.is_empty()).map(|(f, v)| (*f, v.as_str())).collect();
    yinfeng_domain::report::figure::key(name, &filters)
}
