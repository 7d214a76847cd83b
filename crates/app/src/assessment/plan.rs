//! Targets (指导性计划) and declared forecasts, in versions: whoever asks for an earlier day gets what was in force
//! then.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    assessment::{
        expr::{Level, Owner},
        target::schedule_fault,
    },
    authority::{Act, Class, Reach},
    id::UnitId,
};

use super::{
    Measure,
    closing::need_open,
    need_unit, need_year,
    store::plan::{self as store, Sheet, Version},
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org::UnitRef,
};

/// Who set a target (下达单位).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TargetOwner {
    /// The district's own sheet.
    #[default]
    District,
    Province,
    City,
    County,
    /// The unit itself.
    Unit,
}

impl TargetOwner {
    pub const ALL: [Self; 5] = [Self::District, Self::Province, Self::City, Self::County, Self::Unit];

    pub const fn code(self) -> &'static str {
        match self {
            Self::District => "",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Unit => "unit",
        }
    }

    pub(super) const fn aim(self) -> Option<Owner> {
        match self {
            Self::District => None,
            Self::Province => Some(Owner::Province),
            Self::City => Some(Owner::City),
            Self::County => Some(Owner::County),
            Self::Unit => Some(Owner::Unit),
        }
    }
}

/// Whether a target is to be reached or hoped for.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TargetLevel {
    /// Without a level.
    #[default]
    Plain,
    /// 确保.
    Must,
    /// 力争.
    Strive,
}

impl TargetLevel {
    pub const ALL: [Self; 3] = [Self::Plain, Self::Must, Self::Strive];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Must => "must",
            Self::Strive => "strive",
        }
    }

    pub(super) const fn aim(self) -> Option<Level> {
        match self {
            Self::Plain => None,
            Self::Must => Some(Level::Must),
            Self::Strive => Some(Level::Strive),
        }
    }
}

/// The longest note beside a target.
const NOTE: usize = 500;

/// A target of a unit, or of the district when the unit is the root of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Target {
    pub unit: UnitRef,
    pub measure: Measure,
    pub year: i64,
    /// Who set it; empty for the district's own sheet.
    pub owner: TargetOwner,
    pub level: TargetLevel,
    pub version: i64,
    /// Fen for `funds`, a number for the others.
    pub value: i64,
    /// Up to the end of quarters (`q1` …) and months (`m1` …) of the window, where they were set by themselves.
    pub parts: BTreeMap<String, i64>,
    /// From this day on it is in force.
    #[schema(value_type = String)]
    pub decided_on: Date,
    pub note: String,
    pub recorded_by: Option<String>,
    #[schema(value_type = String)]
    pub recorded_at: Timestamp,
}

/// What a unit says it will reach by the end of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Forecast {
    pub unit: UnitRef,
    pub measure: Measure,
    pub year: i64,
    pub version: i64,
    /// Fen for `funds`, a number for the others.
    pub value: i64,
    #[schema(value_type = String)]
    pub declared_on: Date,
    pub recorded_by: Option<String>,
    #[schema(value_type = String)]
    pub recorded_at: Timestamp,
}

/// The latest version of a target with those before it, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TargetView {
    #[serde(flatten)]
    pub latest: Target,
    /// The version in force on the day asked for; none when all are later.
    pub in_force: Option<i64>,
    pub history: Vec<Target>,
}

/// The latest version of a forecast with those before it, newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ForecastView {
    #[serde(flatten)]
    pub latest: Forecast,
    /// The version that was declared on the day asked for; none when all are later.
    pub in_force: Option<i64>,
    pub history: Vec<Forecast>,
}

/// A target as the office enters it: always a new version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TargetDraft {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub measure: Measure,
    pub year: i64,
    /// Who set it; left out for the district's own sheet.
    #[serde(default)]
    pub owner: TargetOwner,
    #[serde(default)]
    pub level: TargetLevel,
    /// Fen for `funds`, a number for the others.
    pub value: i64,
    /// Up to the end of quarters (`q1` …) and months (`m1` …); left out it is even by month, or as the scheme says.
    #[serde(default)]
    pub parts: BTreeMap<String, i64>,
    #[schema(value_type = String)]
    pub decided_on: Date,
    #[serde(default)]
    pub note: String,
    /// The latest version the writer has seen; 0 for a first target.
    #[serde(default)]
    pub version: i64,
}

/// A forecast as the office takes it down: always a new version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ForecastDraft {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub measure: Measure,
    pub year: i64,
    /// Fen for `funds`, a number for the others.
    pub value: i64,
    #[schema(value_type = String)]
    pub declared_on: Date,
    /// The latest version the writer has seen; 0 for a first forecast.
    #[serde(default)]
    pub version: i64,
}

impl From<Version> for Target {
    fn from(v: Version) -> Self {
        Self {
            unit: v.unit,
            measure: v.measure,
            year: v.year,
            owner: v.owner,
            level: v.level,
            version: v.version,
            value: v.value,
            parts: v.parts,
            decided_on: v.on,
            note: v.note,
            recorded_by: v.recorded_by,
            recorded_at: v.recorded_at,
        }
    }
}

impl From<Version> for Forecast {
    fn from(v: Version) -> Self {
        Self {
            unit: v.unit,
            measure: v.measure,
            year: v.year,
            version: v.version,
            value: v.value,
            declared_on: v.on,
            recorded_by: v.recorded_by,
            recorded_at: v.recorded_at,
        }
    }
}

/// The target of a unit in force on a day: the latest decided on or before it.
pub fn target_in_force(
    reader: &Reader,
    district: &str,
    unit: UnitId,
    measure: Measure,
    year: i64,
    on: Date,
) -> Result<Option<Target>> {
    let line = (unit, measure, TargetOwner::District, TargetLevel::Plain);
    let all = store::in_force(reader, Sheet::Target, district, year, on, Some(line))?;
    Ok(all.into_iter().next().map(Target::from))
}

/// Every target of a year in force on a day, the district's own (that of the root unit) among them.
pub fn targets(reader: &Reader, district: &str, year: i64, on: Date) -> Result<Vec<Target>> {
    let all = store::in_force(reader, Sheet::Target, district, year, on, None)?;
    Ok(all.into_iter().map(Target::from).collect())
}

/// Every target of a year in force on a day, whoever set it, with its schedule.
pub fn all_targets(reader: &Reader, district: &str, year: i64, on: Date) -> Result<Vec<Target>> {
    let mut all = store::in_force(reader, Sheet::Target, district, year, on, None)?;
    all.extend(store::in_force(reader, Sheet::Other, district, year, on, None)?);
    store::fill_parts(reader, district, year, &mut all)?;
    Ok(all.into_iter().map(Target::from).collect())
}

/// Every forecast of a year as declared on or before a day.
pub fn forecasts(reader: &Reader, district: &str, year: i64, on: Date) -> Result<Vec<Forecast>> {
    let all = store::in_force(reader, Sheet::Forecast, district, year, on, None)?;
    Ok(all.into_iter().map(Forecast::from).collect())
}

/// The targets of a year that one may see, each with its history.
pub fn target_views(reader: &Reader, who: &Who, year: i64, on: Date) -> Result<Vec<TargetView>> {
    let mut histories = histories(reader, who, Sheet::Target, year)?;
    histories.extend(self::histories(reader, who, Sheet::Other, year)?);
    let view = |history: Vec<Version>| {
        let in_force = in_force_on(&history, on);
        let history: Vec<Target> = history.into_iter().map(Target::from).collect();
        Some(TargetView { latest: history.first()?.clone(), in_force, history })
    };
    Ok(histories.into_iter().filter_map(view).collect())
}

/// The forecasts of a year that one may see, each with its history.
pub fn forecast_views(reader: &Reader, who: &Who, year: i64, on: Date) -> Result<Vec<ForecastView>> {
    let histories = histories(reader, who, Sheet::Forecast, year)?;
    let view = |history: Vec<Version>| {
        let in_force = in_force_on(&history, on);
        let history: Vec<Forecast> = history.into_iter().map(Forecast::from).collect();
        Some(ForecastView { latest: history.first()?.clone(), in_force, history })
    };
    Ok(histories.into_iter().filter_map(view).collect())
}

/// What has versions of its own: a measure of a unit, by who set it and how firmly.
pub(super) type Line = (UnitId, Measure, TargetOwner, TargetLevel);

/// Versions by line, newest first, in the order of the lists of units.
fn histories(reader: &Reader, who: &Who, sheet: Sheet, year: i64) -> Result<Vec<Vec<Version>>> {
    need_year(year)?;
    let paths = match who.reach(Class::Target, Act::Read)? {
        Reach::Units(paths) => Some(paths),
        _ => None,
    };
    let mut out: Vec<Vec<Version>> = Vec::new();
    let mut place: BTreeMap<Line, usize> = BTreeMap::new();
    let mut all = store::versions(reader, sheet, who.district(), year, paths.as_deref())?;
    if sheet != Sheet::Forecast {
        store::fill_parts(reader, who.district(), year, &mut all)?;
    }
    for version in all {
        let line = (version.unit.id, version.measure, version.owner, version.level);
        let at = *place.entry(line).or_insert_with(|| {
            out.push(Vec::new());
            out.len() - 1
        });
        out[at].push(version);
    }
    Ok(out)
}

fn in_force_on(history: &[Version], on: Date) -> Option<i64> {
    history.iter().filter(|v| v.on <= on).max_by_key(|v| (v.on, v.version)).map(|v| v.version)
}

/// Sets a target: a new version, in force from the day it was decided. A version that is not the latest is refused as
/// stale; a day before that of the version before is refused, for it would rewrite what was in force.
pub fn set_target(tx: &Tx<'_>, who: &Who, draft: &TargetDraft) -> Result<TargetView> {
    let note = draft.note.trim();
    let line = (draft.unit_id, draft.measure, draft.owner, draft.level);
    let new = New {
        sheet: Sheet::of(draft.owner, draft.level),
        line,
        year: draft.year,
        value: draft.value,
        parts: Some(&draft.parts),
        on: draft.decided_on,
        note,
        seen: draft.version,
    };
    insert(tx, who, &new)?;
    audit::record(tx, who, "assessment.set_target", "assessment_target", draft.unit_id.0, &json!(draft))?;
    let mut history = store::history(tx, new.sheet, who.district(), draft.year, line)?;
    store::fill_parts(tx, who.district(), draft.year, &mut history)?;
    let in_force = in_force_on(&history, tx.today());
    let history: Vec<Target> = history.into_iter().map(Target::from).collect();
    let latest = history.first().cloned().ok_or(Error::NotFound)?;
    Ok(TargetView { latest, in_force, history })
}

/// Takes a forecast down: a new version, valid from the day it was declared.
pub fn set_forecast(tx: &Tx<'_>, who: &Who, draft: &ForecastDraft) -> Result<ForecastView> {
    let line = (draft.unit_id, draft.measure, TargetOwner::District, TargetLevel::Plain);
    let new = New {
        sheet: Sheet::Forecast,
        line,
        year: draft.year,
        value: draft.value,
        parts: None,
        on: draft.declared_on,
        note: "",
        seen: draft.version,
    };
    insert(tx, who, &new)?;
    audit::record(tx, who, "assessment.set_forecast", "assessment_forecast", draft.unit_id.0, &json!(draft))?;
    let history = store::history(tx, Sheet::Forecast, who.district(), draft.year, line)?;
    let in_force = in_force_on(&history, tx.today());
    let history: Vec<Forecast> = history.into_iter().map(Forecast::from).collect();
    let latest = history.first().cloned().ok_or(Error::NotFound)?;
    Ok(ForecastView { latest, in_force, history })
}

/// A version that is to be added to a sheet.
struct New<'a> {
    sheet: Sheet,
    line: Line,
    year: i64,
    value: i64,
    parts: Option<&'a BTreeMap<String, i64>>,
    on: Date,
    note: &'a str,
    /// The latest version the writer has seen.
    seen: i64,
}

fn insert(tx: &Tx<'_>, who: &Who, new: &New<'_>) -> Result<()> {
    who.need_district(Class::Target, Act::Write)?;
    need_year(new.year)?;
    let (unit, measure, ..) = new.line;
    need_unit(tx, who.district(), unit)?;
    let day = new.sheet.day();
    let mut faults = Faults::default();
    faults.need((0..=measure.most()).contains(&new.value), || {
        Fault::at("value", "assessment.value").with("max", measure.most())
    });
    if let Some((part, code)) = new.parts.and_then(|parts| schedule_fault(parts, new.value)) {
        faults.add(Fault::at(format!("parts.{part}"), code).with("part", part));
    }
    faults.need(new.note.chars().count() <= NOTE, || Fault::at("note", "floor.too_long").with("max", NOTE));
    faults.need((i64::from(new.on.year()) - new.year).abs() <= 1, || {
        Fault::at(day, "assessment.plan_date").with("year", new.year)
    });
    faults.into_result()?;
    if new.sheet != Sheet::Forecast {
        need_open(tx, who.district(), day, new.on)?;
    }
    let history = store::history(tx, new.sheet, who.district(), new.year, new.line)?;
    let latest = history.first();
    let version = latest.map_or(0, |v| v.version);
    if version != new.seen {
        let current = latest.map_or(serde_json::Value::Null, |v| json!(Target::from(v.clone())));
        return Err(Error::Stale { current: Box::new(current), changed: vec!["value".into(), day.into()] });
    }
    if let Some(before) = latest.filter(|v| new.on < v.on) {
        return Err(Error::invalid(Fault::at(day, "assessment.plan_before").with("day", before.on)));
    }
    store::insert(tx, new.sheet, who, (new.line, new.year), version + 1, (new.value, new.on, new.note))?;
    for (part, value) in new.parts.into_iter().flatten() {
        store::insert_part(tx, who.district(), (new.line, new.year), version + 1, (part, *value))?;
    }
    Ok(())
}
