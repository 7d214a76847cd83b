//! The figures of every unit: rows of ledgers through filters and factors into measures, targets beside them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use uuid::Uuid;

use super::Missing;
use crate::{
    assessment::{
        credit::WHOLE_BP,
        expr::{self, Env, Expr, Stop},
        facts::{Facts, Row},
        scheme::{Factor, Item, Kind, Measure, Scheme, Source},
    },
    id::UnitId,
};

/// One row behind a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RowRef {
    pub source: Source,
    pub id: Uuid,
    /// What it adds to the measure, in 元 or ones, after the factor.
    pub counted: Decimal,
    /// The factor of the scheme's table, where the measure uses it.
    pub factor: Option<Decimal>,
}

/// A measure of one unit.
#[derive(Debug, Clone, Default, PartialEq)]
struct Measured {
    value: Decimal,
    rows: Vec<RowRef>,
}

/// Scheme and facts, looked up by unit.
pub(super) struct Board<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) facts: &'a Facts,
    /// Months gone and months of the window.
    pub(super) months: (i32, i32),
    measured: Vec<HashMap<&'a str, Result<Measured, Stop>>>,
    targets: Vec<HashMap<&'a str, (Decimal, u32)>>,
    ratings: HashMap<(usize, &'a str), usize>,
    /// The rows of a source, by unit.
    ledgers: BTreeMap<Source, Vec<Vec<&'a Row>>>,
}

impl<'a> Board<'a> {
    pub(super) fn new(scheme: &'a Scheme, facts: &'a Facts, as_of: Date, missing: &mut Vec<Missing>) -> Self {
        let mut units: HashMap<UnitId, usize> = HashMap::with_capacity(facts.units.len());
        for (at, unit) in facts.units.iter().enumerate() {
            if units.insert(unit.id, at).is_some() {
                missing.push(Missing::named("facts.unit_twice", &unit.name));
            }
            if !scheme.classes.is_empty() && scheme.classes.iter().all(|c| c.id != unit.class) {
                missing.push(Missing::named("facts.unknown_class", &unit.name).about(&unit.class));
            }
        }
        let count = facts.units.len();
        let mut board = Self {
            scheme,
            facts,
            months: scheme.window.months(as_of),
            measured: vec![HashMap::new(); count],
            targets: vec![HashMap::new(); count],
            ratings: HashMap::new(),
            ledgers: BTreeMap::new(),
        };
        for (source, rows) in &facts.ledgers {
            let mut by_unit = vec![Vec::new(); count];
            for row in rows {
                match units.get(&row.unit) {
                    Some(_) if row.share_bp > WHOLE_BP => {
                        missing.push(Missing::named("facts.bad_share", &row.id.to_string()));
                    }
                    Some(at) => by_unit[*at].push(row),
                    None => missing.push(Missing::named("facts.unknown_unit", &row.unit.to_string())),
                }
            }
            board.ledgers.insert(*source, by_unit);
        }
        board.take_targets(&units, missing);
        board.take_ratings(&units, missing);
        board.take_measures(&units, missing);
        board
    }

    fn take_targets(&mut self, units: &HashMap<UnitId, usize>, missing: &mut Vec<Missing>) {
        for target in &self.facts.targets {
            let Some(at) = units.get(&target.unit) else {
                missing.push(Missing::named("facts.unknown_unit", &target.unit.to_string()));
                continue;
            };
            let name = &self.facts.units[*at].name;
            let Some(measure) = self.scheme.measure(&target.measure) else {
                missing.push(Missing::named("facts.unknown_measure", &target.measure));
                continue;
            };
            match target.value.value(measure.scale.is_money()) {
                Some(value) => {
                    let before = self.targets[*at].insert(&measure.id, (value, target.version));
                    if before.is_some() {
                        missing.push(Missing::named("facts.target_twice", name).about(&measure.name.zh));
                    }
                }
                None => missing.push(Missing::named("facts.wrong_kind", name).about(&measure.name.zh)),
            }
        }
    }

    fn take_ratings(&mut self, units: &HashMap<UnitId, usize>, missing: &mut Vec<Missing>) {
        for (place, rating) in self.facts.ratings.iter().enumerate() {
            let item = self.scheme.item(&rating.item).filter(|i| matches!(i.kind, Kind::Manual));
            let (Some(at), Some(item)) = (units.get(&rating.unit), item) else {
                missing.push(Missing::named("facts.unknown_rating", &rating.item));
                continue;
            };
            let name = &self.facts.units[*at].name;
            if rating.points < Decimal::ZERO || rating.points > item.points {
                missing.push(Missing::named("facts.rating_out_of_range", name).about(&item.name.zh));
                continue;
            }
            if self.ratings.insert((*at, &item.id), place).is_some() {
                missing.push(Missing::named("facts.rating_twice", name).about(&item.name.zh));
            }
        }
    }

    fn take_measures(&mut self, units: &HashMap<UnitId, usize>, missing: &mut Vec<Missing>) {
        for value in &self.facts.values {
            let Some(at) = units.get(&value.unit) else {
                missing.push(Missing::named("facts.unknown_unit", &value.unit.to_string()));
                continue;
            };
            let name = &self.facts.units[*at].name;
            let Some(measure) = self.scheme.measure(&value.measure).filter(|m| m.formula.is_none()) else {
                missing.push(Missing::named("facts.unknown_measure", &value.measure));
                continue;
            };
            let Some(figure) = value.value.value(measure.scale.is_money()) else {
                missing.push(Missing::named("facts.wrong_kind", name).about(&measure.name.zh));
                continue;
            };
            let entered = Measured { value: figure, rows: Vec::new() };
            let before = self.measured[*at].insert(&measure.id, Ok(entered));
            if before.is_some() || self.ledgers.contains_key(&measure.source) {
                missing.push(Missing::named("facts.value_twice", name).about(&measure.name.zh));
            }
        }
        for measure in self.scheme.measures.iter().filter(|m| m.formula.is_none()) {
            let Some(ledger) = self.ledgers.get(&measure.source) else { continue };
            for (at, rows) in ledger.iter().enumerate() {
                self.measured[at].insert(&measure.id, sum(self.scheme, measure, rows));
            }
        }
        for (measure, formula) in in_order(self.scheme) {
            for at in 0..self.measured.len() {
                let figure = expr::eval(formula, &self.of(at));
                let measured = figure.map(|value| Measured { value, rows: Vec::new() });
                self.measured[at].insert(&measure.id, measured);
            }
        }
    }

    /// The figures of one unit, for expressions.
    pub(super) fn of(&self, at: usize) -> UnitEnv<'_> {
        UnitEnv { board: self, at }
    }

    /// Target in 元 or ones, and its version.
    pub(super) fn target(&self, at: usize, measure: &str) -> Option<(Decimal, u32)> {
        self.targets[at].get(measure).copied()
    }

    pub(super) fn rating(&self, at: usize, item: &str) -> Option<&'a crate::assessment::facts::Rating> {
        self.ratings.get(&(at, item)).map(|place| &self.facts.ratings[*place])
    }

    pub(super) fn rows(&self, at: usize, measure: &str) -> &[RowRef] {
        match self.measured[at].get(measure) {
            Some(Ok(measured)) => &measured.rows,
            _ => &[],
        }
    }

    /// The ledger rows that a measure takes of a unit; `None` when the ledger was not delivered.
    pub(super) fn ledger_rows(&self, at: usize, measure: &'a Measure) -> Option<Vec<&'a Row>> {
        let rows = self.ledgers.get(&measure.source)?.get(at)?;
        Some(rows.iter().copied().filter(|row| takes(measure, row)).collect())
    }

    /// The measures with rows that an item is computed from, through formulas too.
    pub(super) fn behind(&self, item: &Item) -> Vec<String> {
        let mut open: Vec<String> = item.names().measures.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            let mut names = expr::Names::default();
            if let Some(formula) = self.scheme.measure(&name).and_then(|m| m.formula.as_ref()) {
                formula.names(&mut names);
            }
            if seen.insert(name) {
                open.extend(names.measures);
            }
        }
        seen.into_iter().collect()
    }
}

/// The computed measures, each after those it uses (the scheme has no cycle), so that each is computed once: a
/// chain that doubles 200 times must not cost 2²⁰⁰ steps.
fn in_order(scheme: &Scheme) -> Vec<(&Measure, &Expr)> {
    let mut left: Vec<_> = scheme.measures.iter().filter_map(|m| Some((m, m.formula.as_ref()?))).collect();
    let mut out = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waiting: BTreeSet<&str> = left.iter().map(|(m, _)| m.id.as_str()).collect();
        let (ready, rest): (Vec<_>, Vec<_>) = left.iter().copied().partition(|(_, formula)| {
            let mut names = expr::Names::default();
            formula.names(&mut names);
            names.measures.iter().all(|name| !waiting.contains(name.as_str()))
        });
        if ready.is_empty() {
            break;
        }
        out.extend(ready);
        left = rest;
    }
    out
}

/// Whether the measure's filter lets the row in.
fn takes(measure: &Measure, row: &Row) -> bool {
    let filter = &measure.filter;
    fits(&filter.kinds, &filter.industries, row)
        && filter.at_least.is_none_or(|least| Decimal::new(row.size_fen.unwrap_or(row.fen), 2) >= least)
}

fn fits(kinds: &[String], industries: &[String], row: &Row) -> bool {
    let kind = row.kind.as_deref();
    let industry = row.industry.as_deref();
    (kinds.is_empty() || kinds.iter().any(|k| kind == Some(k.as_str())))
        && (industries.is_empty()
            || industries.iter().any(|p| industry.is_some_and(|code| code.starts_with(p.as_str()))))
}

/// The first row of the factor table that fits; the last fits all.
fn factor<'s>(scheme: &'s Scheme, row: &Row) -> Option<&'s Factor> {
    scheme.factors.iter().find(|f| fits(&f.kinds, &f.industries, row))
}

/// Money: the credited 元; counts: the credited share of each row; both times the factor where the measure says so.
fn sum(scheme: &Scheme, measure: &Measure, rows: &[&Row]) -> Result<Measured, Stop> {
    let mut out = Measured::default();
    for row in rows.iter().filter(|row| takes(measure, row)) {
        let plain = if measure.scale.is_money() {
            Decimal::new(row.fen, 2)
        } else {
            Decimal::new(row.share_bp.into(), 4)
        };
        let factor = if measure.factor { factor(scheme, row).map(|f| f.times) } else { None };
        let counted = plain.checked_mul(factor.unwrap_or(Decimal::ONE)).ok_or(Stop::Overflow)?;
        out.value = out.value.checked_add(counted).ok_or(Stop::Overflow)?;
        out.rows.push(RowRef { source: measure.source, id: row.id, counted, factor });
    }
    out.rows.sort_by_key(|row| row.id);
    Ok(out)
}

/// One unit's figures.
pub(super) struct UnitEnv<'b> {
    board: &'b Board<'b>,
    at: usize,
}

impl Env for UnitEnv<'_> {
    fn measure(&self, name: &str) -> Result<Decimal, Stop> {
        let measure = self.board.scheme.measure(name);
        match self.board.measured[self.at].get(name) {
            Some(measured) => measured.as_ref().map(|m| m.value).map_err(Clone::clone),
            None => measure.and_then(|m| m.absent).ok_or_else(|| Stop::NoMeasure(name.to_owned())),
        }
    }

    fn target(&self, name: &str) -> Result<Decimal, Stop> {
        self.board
            .target(self.at, name)
            .map(|(value, _)| value)
            .ok_or_else(|| Stop::NoTarget(name.to_owned()))
    }

    fn table(&self, name: &str, value: Decimal) -> Result<Decimal, Stop> {
        let bands = self.board.scheme.table(name).map(|t| &t.bands);
        bands.and_then(|b| b.value(value)).ok_or_else(|| Stop::NoBand { table: name.to_owned(), value })
    }

    fn elapsed(&self) -> Decimal {
        let (gone, all) = self.board.months;
        Decimal::from(gone).checked_div(Decimal::from(all)).unwrap_or_default()
    }
}
