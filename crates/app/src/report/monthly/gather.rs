//! The facts of a monthly circular, counted from records.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use jiff::{ToSpan, civil::Date};
use yinfeng_domain::{
    assessment::{Scheme, Scores, score::UnitScore},
    id::UnitId,
    period::{Month, Window},
    report::monthly::{Event, Facts, Lit, Part, Score, Settings, Unit, Work},
};

use crate::{
    assessment::{self, Scored},
    floor::{
        Result,
        db::Reader,
        say::{Lang, word},
    },
    fund,
    report::{
        Span,
        gather::money_by,
        scope::{Narrow, Scope},
        store::{self, UnitRecord, monthly},
    },
};

/// Lights that the table shows; a district with more has a page for them.
const LIGHTS: i64 = 60;

pub fn facts(
    reader: &Reader,
    scope: &Scope,
    place: &str,
    (month, settings): (Month, Settings),
) -> Result<Facts> {
    let district = store::district(reader, &scope.district)?;
    let window = scope.span.window;
    let of_month = Window { from: month.first().max(window.from), to: window.to };
    let before = Window { from: year_before(window.from), to: year_before(window.to) };
    let done = credits(reader, scope, window)?;
    let in_month = credits(reader, scope, of_month)?;
    let last_year = credits(reader, scope, before)?;
    let contracts = monthly::contracts(reader, &scope.district, window)?;
    let (held, reported) = (
        monthly::held(reader, &scope.district, window)?,
        monthly::reported(reader, &scope.district, window)?,
    );
    let late = monthly::late_forms(reader, &scope.district, window)?;
    let targets = store::targets(reader, scope, "funds")?;
    let plan_fen = targets.iter().find(|(_, root, _)| *root).map(|(_, _, value)| *value);
    let target: HashMap<UnitId, i64> =
        targets.into_iter().filter(|(_, root, _)| !*root).map(|(unit, _, value)| (unit, value)).collect();
    let months = league(window.from, month);
    let standings = standings(reader, scope, place, &months)?;
    let last = standing(reader, scope, place, month)?;
    let unit = |record: &UnitRecord| {
        let id = record.id;
        let (signed, started) = contracts.get(&id).copied().unwrap_or_default();
        let count = |of: &HashMap<UnitId, i64>| of.get(&id).copied().unwrap_or(0);
        Unit {
            id: id.to_string(),
            name: record.called(),
            group: group(record),
            target_fen: target.get(&id).copied(),
            month_fen: count(&in_month),
            done_fen: count(&done),
            before_fen: count(&last_year),
            signed,
            started,
            work: Work { events: count(&held), reports: count(&reported), late_forms: count(&late) },
            score: last.as_ref().and_then(|s| score(s.scores(), id)),
            places: standings.iter().map(|places| places.get(&id).copied()).collect(),
        }
    };
    let units: Vec<Unit> = store::units(reader, scope)?
        .iter()
        .map(|record| (record.scored, unit(record)))
        // Who is not assessed is told of when something counts for it: else the parts would not be the whole.
        .filter(|(assessed, u)| *assessed || u.done_fen != 0 || u.before_fen != 0 || u.signed.all != 0)
        .map(|(_, unit)| unit)
        .collect();
    let scheme = last.map(|s| s.scheme());
    Ok(Facts {
        district: district.name,
        office: district.office_name,
        month,
        as_of: scope.span.as_of,
        settings,
        months: Window::year(window.to.year()).unwrap_or(window).months(window.to),
        plan_fen,
        total_fen: store::money_total(reader, scope, &Narrow::default())?,
        units: in_groups(units),
        sectors: sectors(reader, scope, window, of_month)?,
        origins: origins(reader, scope, window, of_month)?,
        events: monthly::event_results(reader, &scope.district, window)?.into_iter().map(event).collect(),
        lights: lights(reader, scope, month)?,
        scheme,
        league: months,
    })
}

fn year_before(day: Date) -> Date {
    day.saturating_sub(1.years())
}

/// What each unit is credited with.
fn credits(reader: &Reader, scope: &Scope, window: Window) -> Result<HashMap<UnitId, i64>> {
    let span = Span { window, as_of: scope.span.as_of.max(window.to) };
    let credited = store::credited(reader, &Scope { span, ..scope.clone() })?;
    Ok(money_by(&credited, |row| row.unit).into_iter().map(|(unit, (_, fen))| (unit, fen)).collect())
}

fn group(record: &UnitRecord) -> String {
    if record.scored {
        word(Lang::Zh, &format!("report.unit_kind.{}", record.kind))
    } else {
        word(Lang::Zh, "report.not_assessed")
    }
}

/// The units of a group together, groups in the order of their first unit.
fn in_groups(units: Vec<Unit>) -> Vec<Unit> {
    let mut order: Vec<String> = Vec::new();
    for unit in &units {
        if !order.contains(&unit.group) {
            order.push(unit.group.clone());
        }
    }
    let mut units = units;
    units.sort_by_key(|u| order.iter().position(|g| *g == u.group));
    units
}

/// The months of the year up to this one.
fn league(from: Date, month: Month) -> Vec<Month> {
    let mut all = Vec::new();
    let mut at = Month::of(from);
    while at <= month {
        all.push(at);
        at = at.plus(1);
    }
    all
}

/// Where units stood at the end of a month: as it was closed, or as the ledgers have it while it is open.
enum Standing {
    Closed(Box<(Scheme, Scores)>),
    Open(Arc<Scored>),
}

impl Standing {
    fn scores(&self) -> &[UnitScore] {
        match self {
            Self::Closed(made) => &made.1.units,
            Self::Open(scored) => scored.outcome.as_ref().map_or(&[], |s| s.units.as_slice()),
        }
    }

    fn scheme(&self) -> String {
        let scheme = match self {
            Self::Closed(made) => &made.0,
            Self::Open(scored) => &scored.scheme,
        };
        scheme.name.zh.clone()
    }
}

fn open(reader: &Reader, scope: &Scope, place: &str, as_of: Date) -> Result<Option<Standing>> {
    let asked = assessment::Asked { year: Some(as_of.year().into()), as_of: Some(as_of), scheme: None };
    let scored = assessment::until_written(reader, place, &scope.district, &asked)?;
    Ok(scored.filter(|s| s.outcome.is_ok()).map(Standing::Open))
}

/// Nothing for a month in which something was missing for the scores.
fn standing(reader: &Reader, scope: &Scope, place: &str, month: Month) -> Result<Option<Standing>> {
    let as_of = month.last().min(scope.span.window.to);
    match assessment::closed_result(reader, &scope.district, as_of)? {
        Some(made) => Ok(Some(Standing::Closed(Box::new(made)))),
        None => open(reader, scope, place, as_of),
    }
}

/// The places at the end of each month. Of a month that is closed they are kept; the others are scored from the sums that are
/// kept, and once until something is written.
fn standings(
    reader: &Reader,
    scope: &Scope,
    place: &str,
    months: &[Month],
) -> Result<Vec<HashMap<UnitId, u32>>> {
    let mut all = Vec::with_capacity(months.len());
    for month in months {
        let as_of = month.last().min(scope.span.window.to);
        let places = if let Some(kept) = assessment::closed_places(reader, &scope.district, as_of)? {
            kept
        } else {
            let scored = open(reader, scope, place, as_of)?;
            let units = scored.iter().flat_map(Standing::scores);
            units.filter_map(|u| Some((u.unit, u.place?))).collect()
        };
        all.push(places);
    }
    Ok(all)
}

fn score(units: &[UnitScore], unit: UnitId) -> Option<Score> {
    let own = units.iter().find(|u| u.unit == unit)?;
    let two = |points| yinfeng_domain::assessment::number::grouped(points, 2);
    Some(Score {
        place: own.place,
        of: own.of,
        total: two(own.total.points),
        parts: own.total.groups.iter().map(|g| (g.name.zh.clone(), two(g.points))).collect(),
        outcome: own.outcome.as_ref().map(|o| o.zh.clone()).unwrap_or_default(),
    })
}

/// Agriculture, industry and building, services (三次产业, by the sections of GB/T 4754).
fn sector(section: &str) -> &'static str {
    match section {
        "A" => "primary",
        "B" | "C" | "D" | "E" => "secondary",
        "" => "none",
        _ => "tertiary",
    }
}

fn sectors(reader: &Reader, scope: &Scope, window: Window, of_month: Window) -> Result<Vec<Part>> {
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    let order = ["primary", "secondary", "tertiary", "none"];
    for (all, window) in [(true, window), (false, of_month)] {
        for one in fund::money(reader, &scope.district, window, fund::Group::Section)? {
            let code = sector(&one.key);
            let at = order.iter().position(|c| *c == code).unwrap_or(order.len());
            add(parts.entry(at).or_insert_with(|| named("sector", code)), all, one.fen);
        }
    }
    Ok(parts.into_values().filter(|p| p.done_fen != 0 || p.month_fen != 0).collect())
}

fn origins(reader: &Reader, scope: &Scope, window: Window, of_month: Window) -> Result<Vec<Part>> {
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    let order = ["domestic", "hmt", "abroad"];
    for (all, window) in [(true, window), (false, of_month)] {
        for (country, fen) in monthly::origins(reader, &scope.district, window)? {
            let code = match country.as_str() {
                "CN" => "domestic",
                "HK" | "MO" | "TW" => "hmt",
                _ => "abroad",
            };
            let at = order.iter().position(|c| *c == code).unwrap_or(order.len());
            add(parts.entry(at).or_insert_with(|| named("origin", code)), all, fen);
        }
    }
    Ok(parts.into_values().filter(|p| p.done_fen != 0 || p.month_fen != 0).collect())
}

fn named(kind: &str, code: &str) -> Part {
    let name = word(Lang::Zh, &format!("report.{kind}_{code}"));
    Part { name, filter: format!("{kind}={code}"), month_fen: 0, done_fen: 0 }
}

fn add(part: &mut Part, all: bool, fen: i64) {
    let sum = if all { &mut part.done_fen } else { &mut part.month_fen };
    *sum = sum.saturating_add(fen);
}

fn event(row: monthly::EventRow) -> Event {
    Event {
        name: row.name,
        held_on: row.held_on,
        signed: row.signed,
        contract_fen: row.contract_fen,
        funds_fen: row.funds_fen,
        started: row.started,
        completed: row.completed,
    }
}

fn lights(reader: &Reader, scope: &Scope, month: Month) -> Result<Vec<Lit>> {
    let rows = monthly::lights(reader, scope, &month.to_string(), LIGHTS)?;
    let lit = |(project, unit, stage, colour): monthly::LitRow| Lit {
        project,
        unit,
        stage: word(Lang::Zh, &format!("project.stage_{stage}")),
        red: colour == "red",
        colour: word(Lang::Zh, &format!("report.light_{colour}")),
    };
    Ok(rows.into_iter().map(lit).collect())
}
