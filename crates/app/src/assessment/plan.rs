//! Targets (指导性计划) and declared forecasts, in versions: whoever asks for an earlier day gets what was in force
//! then.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::UnitId,
};

use super::{
    Measure, need_unit, need_year,
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

/// The longest note beside a target.
const NOTE: usize = 500;

/// A target of a unit, or of the district when the unit is the root of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Target {
    pub unit: UnitRef,
    pub measure: Measure,
    pub year: i64,
    pub version: i64,
    /// Fen for `funds`, a number for the others.
    pub value: i64,
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
    /// Fen for `funds`, a number for the others.
    pub value: i64,
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
            version: v.version,
            value: v.value,
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
    let all = store::in_force(reader, Sheet::Target, district, year, on, Some((unit, measure)))?;
    Ok(all.into_iter().next().map(Target::from))
}

/// Every target of a year in force on a day, the district's own (that of the root unit) among them.
pub fn targets(reader: &Reader, district: &str, year: i64, on: Date) -> Result<Vec<Target>> {
    let all = store::in_force(reader, Sheet::Target, district, year, on, None)?;
    Ok(all.into_iter().map(Target::from).collect())
}

/// Every forecast of a year as declared on or before a day.
pub fn forecasts(reader: &Reader, district: &str, year: i64, on: Date) -> Result<Vec<Forecast>> {
    let all = store::in_force(reader, Sheet::Forecast, district, year, on, None)?;
    Ok(all.into_iter().map(Forecast::from).collect())
}

/// The targets of a year that one may see, each with its history.
pub fn target_views(reader: &Reader, who: &Who, year: i64, on: Date) -> Result<Vec<TargetView>> {
    let histories = histories(reader, who, Sheet::Target, year)?;
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

/// Versions by unit and measure, newest first, in the order of the lists of units.
fn histories(reader: &Reader, who: &Who, sheet: Sheet, year: i64) -> Result<Vec<Vec<Version>>> {
    need_year(year)?;
    let paths = match who.reach(Class::Target, Act::Read)? {
        Reach::Units(paths) => Some(paths),
        _ => None,
    };
    let mut out: Vec<Vec<Version>> = Vec::new();
    let mut place: BTreeMap<(UnitId, Measure), usize> = BTreeMap::new();
    for version in store::versions(reader, sheet, who.district(), year, paths.as_deref())? {
        let at = *place.entry((version.unit.id, version.measure)).or_insert_with(|| {
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
    let new = New {
        sheet: Sheet::Target,
        unit: draft.unit_id,
        measure: draft.measure,
        year: draft.year,
        value: draft.value,
        on: draft.decided_on,
        note,
        seen: draft.version,
    };
    insert(tx, who, &new)?;
    audit::record(tx, who, "assessment.set_target", "assessment_target", draft.unit_id.0, &json!(draft))?;
    let of_unit = (draft.unit_id, draft.measure);
    let history = store::history(tx, Sheet::Target, who.district(), draft.year, of_unit)?;
    let in_force = in_force_on(&history, tx.today());
    let history: Vec<Target> = history.into_iter().map(Target::from).collect();
    let latest = history.first().cloned().ok_or(Error::NotFound)?;
    Ok(TargetView { latest, in_force, history })
}

/// Takes a forecast down: a new version, valid from the day it was declared.
pub fn set_forecast(tx: &Tx<'_>, who: &Who, draft: &ForecastDraft) -> Result<ForecastView> {
    let new = New {
        sheet: Sheet::Forecast,
        unit: draft.unit_id,
        measure: draft.measure,
        year: draft.year,
        value: draft.value,
        on: draft.declared_on,
        note: "",
        seen: draft.version,
    };
    insert(tx, who, &new)?;
    audit::record(tx, who, "assessment.set_forecast", "assessment_forecast", draft.unit_id.0, &json!(draft))?;
    let of_unit = (draft.unit_id, draft.measure);
    let history = store::history(tx, Sheet::Forecast, who.district(), draft.year, of_unit)?;
    let in_force = in_force_on(&history, tx.today());
    let history: Vec<Forecast> = history.into_iter().map(Forecast::from).collect();
    let latest = history.first().cloned().ok_or(Error::NotFound)?;
    Ok(ForecastView { latest, in_force, history })
}

/// A version that is to be added to a sheet.
struct New<'a> {
    sheet: Sheet,
    unit: UnitId,
    measure: Measure,
    year: i64,
    value: i64,
    on: Date,
    note: &'a str,
    /// The latest version the writer has seen.
    seen: i64,
}

fn insert(tx: &Tx<'_>, who: &Who, new: &New<'_>) -> Result<()> {
    who.need_district(Class::Target, Act::Write)?;
    need_year(new.year)?;
    need_unit(tx, who.district(), new.unit)?;
    let day = new.sheet.day();
    let mut faults = Faults::default();
    faults.need((0..=new.measure.most()).contains(&new.value), || {
        Fault::at("value", "assessment.value").with("max", new.measure.most())
    });
    faults.need(new.note.chars().count() <= NOTE, || Fault::at("note", "floor.too_long").with("max", NOTE));
    faults.need((i64::from(new.on.year()) - new.year).abs() <= 1, || {
        Fault::at(day, "assessment.plan_date").with("year", new.year)
    });
    faults.into_result()?;
    let history = store::history(tx, new.sheet, who.district(), new.year, (new.unit, new.measure))?;
    let latest = history.first();
    let version = latest.map_or(0, |v| v.version);
    if version != new.seen {
        let current = latest.map_or(serde_json::Value::Null, |v| json!(Target::from(v.clone())));
        return Err(Error::Stale { current: Box::new(current), changed: vec!["value".into(), day.into()] });
    }
    if let Some(before) = latest.filter(|v| new.on < v.on) {
        return Err(Error::invalid(Fault::at(day, "assessment.plan_before").with("day", before.on)));
    }
    store::insert(
        tx,
        new.sheet,
        who,
        (new.unit, new.measure, new.year),
        version + 1,
        (new.value, new.on, new.note),
    )
}
