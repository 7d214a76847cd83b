//! The facts that a scheme is applied to, gathered from what is recorded and recognised up to a day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        Facts, Scheme, facts,
        facts::{Earlier, Quantity, Rating, Row, Value, punctuality},
        measured, number,
        scheme::{Measure as SchemeMeasure, Source},
    },
    id::UnitId,
    period::Window,
};

use crate::{
    assessment::{
        Measure,
        decision::FRAUD,
        plan,
        returned::is_late,
        store::{
            decision,
            facts::{self as rows, Form, Money, UnitRow},
        },
    },
    floor::{Result, db::Reader},
};

/// What is applied to whom, and what the pages say beside it.
pub struct Gathered {
    pub facts: Facts,
    pub units: Vec<UnitRow>,
    /// The assessed unit that each unit's results count for: itself, or the nearest above it.
    pub counts_for: HashMap<UnitId, UnitId>,
    /// Recognised money in fen, before any factor.
    pub done_fen: HashMap<UnitId, i64>,
    /// Targets of money in fen.
    pub target_fen: HashMap<UnitId, i64>,
    /// Assessed by the tree of units, but without any target: left out, and named.
    pub without_target: Vec<String>,
}

/// The part of the scheme's window that is over on a day; empty before it begins.
pub fn so_far(scheme: &Scheme, as_of: Date) -> Window {
    let Window { from, to } = scheme.window;
    let to = to.min(as_of);
    // Nothing was recognised in a window that ends the day before it begins.
    Window { from, to: if to < from { from.yesterday().unwrap_or(from) } else { to } }
}

pub fn gather(reader: &Reader, district: &str, scheme: &Scheme, year: i64, as_of: Date) -> Result<Gathered> {
    let window = so_far(scheme, as_of);
    let units = rows::units(reader, district, as_of)?;
    let counts_for = counts_for(&units);
    let targets = plan::targets(reader, district, year, as_of)?;
    let aimed: BTreeSet<UnitId> = targets.iter().map(|t| t.unit.id).collect();
    let (assessed, rest): (Vec<&UnitRow>, Vec<&UnitRow>) =
        units.iter().filter(|u| u.scored).partition(|u| aimed.contains(&u.id));
    let without_target = rest.into_iter().map(|u| u.name.clone()).collect();
    let known: BTreeSet<UnitId> = assessed.iter().map(|u| u.id).collect();
    let credit = |unit: UnitId| counts_for.get(&unit).copied().filter(|u| known.contains(u));

    let money = money(reader, district, scheme, window)?;
    let mut done_fen: HashMap<UnitId, i64> = HashMap::new();
    for row in &money {
        if let Some(unit) = credit(row.unit) {
            let sum = done_fen.entry(unit).or_default();
            *sum = sum.saturating_add(row.fen);
        }
    }
    let money_targets = targets.iter().filter(|t| t.measure == Measure::Funds);
    let target_fen = money_targets.map(|t| (t.unit.id, t.value)).collect();

    let mut ledgers = ledgers(reader, district, (window, as_of), money, &credit)?;
    let Decided { ratings, fraud, mut values } = decided(reader, district, scheme, (year, as_of), &known)?;
    ledgers.insert(Source::Fraud, fraud);
    values.extend(reports(reader, district, scheme, window, (&known, &credit))?);
    let assessed: Vec<facts::Unit> = assessed.iter().map(|u| unit(u)).collect();
    let history = history(reader, district, scheme, (window, as_of), &assessed, &credit)?;

    let facts = Facts {
        units: assessed,
        ledgers,
        values,
        targets: targets
            .iter()
            .filter(|t| known.contains(&t.unit.id))
            .filter_map(|t| aim(scheme, t))
            .collect(),
        ratings,
        history,
    };
    Ok(Gathered { facts, units, counts_for, done_fen, target_fen, without_target })
}

/// The rows of a window that are read one by one, by source.
fn ledgers(
    reader: &Reader,
    district: &str,
    (window, as_of): (Window, Date),
    money: Vec<Money>,
    credit: &impl Fn(UnitId) -> Option<UnitId>,
) -> Result<Ledgers> {
    let mut ledgers = introduced(reader, district, window, credit)?;
    ledgers.insert(Source::Funds, money.into_iter().filter_map(|m| fund_row(m, credit)).collect());
    let events = rows::events(reader, district, window)?;
    let events = events
        .into_iter()
        .filter_map(|(id, unit, kind)| Some(Row { kind: Some(kind.into()), ..plain(id, credit(unit)?) }));
    ledgers.insert(Source::Activities, events.collect());
    let forms = rows::forms(reader, district, window)?;
    let form = |f: &Form| {
        let state = punctuality(f.due_on, f.submitted_on, as_of);
        Some(Row { kind: Some(state.into()), ..plain(form_id(f), credit(f.unit)?) })
    };
    let late = forms.iter().filter(|f| is_late(f.due_on, f.submitted_on, as_of));
    ledgers.insert(Source::Forms, late.filter_map(form).collect());
    ledgers.insert(Source::Returns, forms.iter().filter_map(form).collect());
    Ok(ledgers)
}

/// What the measures came to in the same part of earlier years (同比), where the scheme looks at growth.
fn history(
    reader: &Reader,
    district: &str,
    scheme: &Scheme,
    (window, as_of): (Window, Date),
    units: &[facts::Unit],
    credit: &impl Fn(UnitId) -> Option<UnitId>,
) -> Result<Vec<Earlier>> {
    let mut out = Vec::new();
    for back in scheme.years_back() {
        let end = scheme.window.to.year();
        let year = i16::try_from(back).ok().map(|b| if b >= 1000 { b } else { end - b });
        let shift =
            |day: Date| Some(day.saturating_sub(jiff::Span::new().years(i32::from(end) - i32::from(year?))));
        let (Some(from), Some(to), Some(day), Some(year)) =
            (shift(window.from), shift(window.to), shift(as_of), year)
        else {
            continue;
        };
        let then = Window { from, to };
        let money = money(reader, district, scheme, then)?;
        let ledgers = ledgers(reader, district, (then, day), money, credit)?;
        let facts = Facts { units: units.to_vec(), ledgers, ..Facts::default() };
        for (unit, measure, value) in measured(scheme, &facts, day) {
            let Some(known) = scheme.measure(&measure) else { continue };
            let fen = || i64::try_from(number::round(value.checked_mul(Decimal::ONE_HUNDRED)?, 0)).ok();
            let value =
                if known.scale.is_money() { fen().map(Quantity::Fen) } else { Some(Quantity::Number(value)) };
            out.extend(value.map(|value| Earlier { measure, unit, year, value }));
        }
    }
    Ok(out)
}

fn unit(u: &UnitRow) -> facts::Unit {
    facts::Unit { id: u.id, name: u.name.clone(), class: u.kind.clone(), soft: false }
}

/// A squad's results count for the unit that sent it: the nearest assessed unit on the way up.
fn counts_for(units: &[UnitRow]) -> HashMap<UnitId, UnitId> {
    let by_path: HashMap<&str, &UnitRow> = units.iter().map(|u| (u.path.as_str(), u)).collect();
    let nearest = |of: &UnitRow| {
        let mut path = of.path.as_str();
        loop {
            match by_path.get(path) {
                Some(unit) if unit.scored => return Some(unit.id),
                _ => {}
            }
            let above = path.trim_end_matches('/').rfind('/')?;
            path = path.get(..=above).filter(|p| p.len() > 1)?;
        }
    };
    units.iter().filter_map(|u| Some((u.id, nearest(u)?))).collect()
}

/// A row that is only counted.
fn plain(id: Uuid, unit: UnitId) -> Row {
    Row {
        id,
        unit,
        fen: 0,
        size_fen: None,
        share_bp: 10_000,
        industry: None,
        kind: None,
        project: None,
        tags: None,
    }
}

/// Money by section where the scheme needs no more, by project where it does.
fn money(reader: &Reader, district: &str, scheme: &Scheme, window: Window) -> Result<Vec<Money>> {
    match sections(reader, scheme, window)? {
        None => rows::money_by_project(reader, district, window),
        Some(prefixes) => {
            let mut all = rows::money_by_section(reader, district, window)?;
            for row in all.iter_mut().filter(|row| !row.industry.is_empty()) {
                if let Some(prefix) = prefixes.iter().find(|p| p.starts_with(row.industry.as_str())) {
                    row.industry.clone_from(prefix);
                }
            }
            Ok(all.into_iter().filter(|row| row.fen != 0).collect())
        }
    }
}

/// The prefixes of industry that the scheme tells money apart by, when each takes in a whole section; `None` when
/// money has to be read project by project.
fn sections(reader: &Reader, scheme: &Scheme, window: Window) -> Result<Option<Vec<String>>> {
    let measures: Vec<_> = scheme.measures.iter().filter(|m| m.source == Source::Funds).collect();
    let mut rows = BTreeSet::new();
    scheme.items.iter().for_each(|i| rows.append(&mut i.names().rows));
    let mut names = yinfeng_domain::assessment::expr::Names::default();
    scheme.measures.iter().flat_map(|m| m.formula.iter().chain(&m.most)).for_each(|f| f.names(&mut names));
    rows.append(&mut names.rows);
    let by_project = measures.iter().any(|m| rows.contains(&m.id));
    let counted = measures.iter().any(|m| !m.scale.is_money());
    let by_kind = measures
        .iter()
        .any(|m| !m.filter.kinds.is_empty() || m.filter.at_least.is_some() || m.filter.when.is_some())
        || scheme.factors.iter().any(|f| !f.kinds.is_empty());
    if by_project || counted || by_kind || window.from.day() != 1 || window.to < window.from {
        return Ok(None);
    }
    let filters = measures.iter().flat_map(|m| &m.filter.industries);
    let prefixes: BTreeSet<&String> =
        scheme.factors.iter().flat_map(|f| &f.industries).chain(filters).collect();
    for prefix in &prefixes {
        if prefix.chars().count() > 1 && !rows::covers_section(reader, prefix)? {
            return Ok(None);
        }
    }
    // The longest first: `K70` fits whatever `K` fits, when the section has no other division.
    let mut prefixes: Vec<String> = prefixes.into_iter().filter(|p| !p.is_empty()).cloned().collect();
    prefixes.sort_by_key(|p| std::cmp::Reverse(p.len()));
    Ok(Some(prefixes))
}

fn fund_row(money: Money, credit: &impl Fn(UnitId) -> Option<UnitId>) -> Option<Row> {
    Some(Row {
        fen: money.fen,
        size_fen: money.total_fen,
        industry: Some(money.industry.into()),
        kind: money.kind.map(Into::into),
        project: money.project,
        ..plain(money.project.map_or_else(Uuid::nil, |p| p.0), credit(money.unit)?)
    })
}

type Ledgers = BTreeMap<Source, Vec<Row>>;

fn introduced(
    reader: &Reader,
    district: &str,
    window: Window,
    credit: &impl Fn(UnitId) -> Option<UnitId>,
) -> Result<Ledgers> {
    let sources = [Source::Projects, Source::Talents, Source::Institutes];
    let mut ledgers: Ledgers = sources.into_iter().map(|s| (s, Vec::new())).collect();
    for found in rows::introduced(reader, district, window)? {
        let source = match found.track.as_str() {
            "talent" => Source::Talents,
            "institute" => Source::Institutes,
            _ => Source::Projects,
        };
        let Some(unit) = credit(found.unit) else { continue };
        let total = found.total_fen.unwrap_or(0);
        let part = i128::from(total) * i128::from(found.share_bp) / 10_000;
        ledgers.entry(source).or_default().push(Row {
            fen: i64::try_from(part).unwrap_or(total),
            size_fen: Some(total),
            share_bp: u32::try_from(found.share_bp).unwrap_or(0),
            industry: found.industry.map(Into::into),
            kind: Some(found.kind.into()),
            project: Some(found.project),
            ..plain(found.project.0, unit)
        });
    }
    Ok(ledgers)
}

/// Forms have no id of their own: the unit's, with the month in its place.
fn form_id(form: &Form) -> Uuid {
    let month = form.month.bytes().fold(0_u128, |sum, b| (sum << 8) | u128::from(b));
    Uuid::from_u128(form.unit.0.as_u128() ^ month)
}

/// What the office decided of units.
struct Decided {
    ratings: Vec<Rating>,
    fraud: Vec<Row>,
    /// Figures that no ledger here has: visits, trips, what other bureaus count.
    values: Vec<Value>,
}

/// The latest rating of each item and the latest entered figure of each measure that the scheme has, and the confirmed
/// frauds.
fn decided(
    reader: &Reader,
    district: &str,
    scheme: &Scheme,
    (year, as_of): (i64, Date),
    known: &BTreeSet<UnitId>,
) -> Result<Decided> {
    let mut out = Decided { ratings: Vec::new(), fraud: Vec::new(), values: Vec::new() };
    let mut rated = BTreeSet::new();
    for made in decision::list(reader, district, year, None)? {
        if made.decided_on > as_of || !known.contains(&made.unit.id) {
            continue;
        }
        if made.item == FRAUD {
            out.fraud.push(plain(made.id, made.unit.id));
            continue;
        }
        let points = number::parse(&made.points).unwrap_or(Decimal::ZERO);
        let place = scheme.rating_place(&made.item).map(|place| {
            (place.item.id.clone(), place.raters.map(str::to_owned), place.aspect.map(str::to_owned))
        });
        let entered =
            scheme.entered(&made.item).and_then(|m| Some((m.id.clone(), shown_quantity(m, points)?)));
        if (place.is_none() && entered.is_none()) || !rated.insert((made.unit.id, made.item.clone())) {
            continue;
        }
        if let Some((item, raters, aspect)) = place {
            out.ratings.push(Rating {
                item,
                unit: made.unit.id,
                points,
                by: made.recorded_by.unwrap_or_else(|| made.minutes_no.clone()),
                note: format!("{}，{}", made.minutes_no, made.reason),
                raters,
                aspect,
            });
        } else if let Some((measure, value)) = entered {
            out.values.push(Value { measure, unit: made.unit.id, value });
        }
    }
    Ok(out)
}

/// A figure as it was typed, in the measure's own unit; `None` for money that is not whole fen.
fn shown_quantity(measure: &SchemeMeasure, shown: Decimal) -> Option<Quantity> {
    let value = shown.checked_mul(measure.scale.size())?;
    if !measure.scale.is_money() {
        return Some(Quantity::Number(value));
    }
    let fen = value.checked_mul(Decimal::ONE_HUNDRED)?;
    if fen.fract().is_zero() { i64::try_from(fen.trunc()).ok().map(Quantity::Fen) } else { None }
}

/// Weekly reports that units made, counted: a year of a large district has millions.
fn reports(
    reader: &Reader,
    district: &str,
    scheme: &Scheme,
    window: Window,
    (known, credit): (&BTreeSet<UnitId>, &impl Fn(UnitId) -> Option<UnitId>),
) -> Result<Vec<Value>> {
    let measures: Vec<_> = scheme.measures.iter().filter(|m| m.source == Source::Progress).collect();
    if measures.is_empty() {
        return Ok(Vec::new());
    }
    let counted = rows::reports(reader, district, window)?;
    let mut out = Vec::new();
    for measure in measures {
        let mut by_unit: BTreeMap<UnitId, i64> = known.iter().map(|unit| (*unit, 0)).collect();
        for (unit, no_change, count) in &counted {
            let kind = if *no_change { "no_change" } else { "reported" };
            let taken = measure.filter.kinds.is_empty() || measure.filter.kinds.iter().any(|k| k == kind);
            if let (true, Some(unit)) = (taken, credit(*unit)) {
                *by_unit.entry(unit).or_default() += count;
            }
        }
        let value = |(unit, count): (UnitId, i64)| Value {
            measure: measure.id.clone(),
            unit,
            value: Quantity::Number(count.into()),
        };
        out.extend(by_unit.into_iter().map(value));
    }
    Ok(out)
}

/// A target as the scheme's measure takes it: the measure of that name, or else the only one from that source.
fn aim(scheme: &Scheme, target: &plan::Target) -> Option<facts::Target> {
    let code = target.measure.code();
    let source = match target.measure {
        Measure::Funds => Source::Funds,
        Measure::Projects => Source::Projects,
        Measure::Talents => Source::Talents,
        Measure::Institutes => Source::Institutes,
    };
    let mut same = scheme.measures.iter().filter(|m| m.source == source);
    let measure = match (scheme.measure(code), same.next(), same.next()) {
        (Some(named), ..) => named,
        (None, Some(only), None) => only,
        _ => return None,
    };
    let value = match target.measure {
        Measure::Funds => Quantity::Fen(target.value),
        _ => Quantity::Number(target.value.into()),
    };
    let version = u32::try_from(target.version).unwrap_or_default();
    Some(facts::Target {
        measure: measure.id.clone(),
        unit: target.unit.id,
        value,
        version,
        owner: None,
        level: None,
        part: None,
    })
}
