//! The figures of every unit: rows of ledgers through filters and factors into measures, targets beside them.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Missing, explain::GateHit};
use crate::{
    assessment::{
        credit::WHOLE_BP,
        expr::{self, Aim, Level, Owner, Part, Stop},
        facts::{Facts, Rating, Row},
        scheme::{Factor, Item, Kind, Measure, Scheme, Source, Then},
    },
    id::UnitId,
};

/// A target of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Aimed {
    pub(super) value: Decimal,
    pub(super) version: u32,
    owner: Option<Owner>,
    level: Option<Level>,
    part: Option<Part>,
}

impl Aimed {
    /// The district's own target for the whole window.
    fn is_plain(&self) -> bool {
        self.owner.is_none() && self.level.is_none() && self.part.is_none()
    }
}

/// Figures of the units that are compared, in rising order; by expression and group.
type Compared = HashMap<(usize, String), std::rc::Rc<[Decimal]>>;

/// Scheme and facts, looked up by unit.
pub(super) struct Board<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) facts: &'a Facts,
    pub(super) as_of: Date,
    /// Months gone and months of the window.
    pub(super) months: (i32, i32),
    pub(super) measured: Vec<HashMap<&'a str, Result<Decimal, Stop>>>,
    targets: Vec<HashMap<&'a str, Vec<Aimed>>>,
    pub(super) history: Vec<HashMap<(&'a str, i16), Decimal>>,
    ratings: Vec<HashMap<&'a str, Vec<usize>>>,
    /// The rows of a source, by unit.
    pub(super) ledgers: BTreeMap<Source, Vec<Vec<&'a Row>>>,
    /// Units that a gate moved: their class, and the gate.
    moved: HashMap<usize, (String, GateHit)>,
    pub(super) compared: RefCell<Compared>,
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
            as_of,
            months: scheme.window.months(as_of),
            measured: vec![HashMap::new(); count],
            targets: vec![HashMap::new(); count],
            history: vec![HashMap::new(); count],
            ratings: vec![HashMap::new(); count],
            ledgers: BTreeMap::new(),
            moved: HashMap::new(),
            compared: RefCell::default(),
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
        board.take_history(&units, missing);
        board.take_ratings(&units, missing);
        board.take_measures(&units, missing);
        board.move_units(missing);
        board
    }

    /// Units whose class a gate changes are assessed as of the new class from here on.
    fn move_units(&mut self, missing: &mut Vec<Missing>) {
        for item in &self.scheme.items {
            let Kind::Gate(gate) = &item.kind else { continue };
            let Then::MoveClass(class) = &gate.then else { continue };
            for at in 0..self.facts.units.len() {
                if !item.is_for(&self.facts.units[at].class) || self.moved.contains_key(&at) {
                    continue;
                }
                match expr::truth(&gate.when, &self.of(at)) {
                    Ok(true) => {
                        let hit = GateHit::of(self, item, gate);
                        self.moved.insert(at, (class.clone(), hit));
                    }
                    Ok(false) => {}
                    Err(stop) => {
                        missing.push(Missing::of(&stop, self.scheme, &self.facts.units[at], Some(item)));
                    }
                }
            }
        }
        self.compared.borrow_mut().clear();
    }

    /// The class that a unit is assessed as.
    pub(super) fn class(&self, at: usize) -> &str {
        self.moved.get(&at).map_or(&self.facts.units[at].class, |(class, _)| class)
    }

    /// The gate that moved a unit to its class.
    pub(super) fn moved_by(&self, at: usize) -> Option<&GateHit> {
        self.moved.get(&at).map(|(_, hit)| hit)
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
                    let (owner, level, part) = (target.owner, target.level, target.part);
                    let all = self.targets[*at].entry(&measure.id).or_default();
                    if all.iter().any(|t| (t.owner, t.level, t.part) == (owner, level, part)) {
                        missing.push(Missing::named("facts.target_twice", name).about(&measure.name.zh));
                    }
                    all.push(Aimed { value, version: target.version, owner, level, part });
                }
                None => missing.push(Missing::named("facts.wrong_kind", name).about(&measure.name.zh)),
            }
        }
    }

    fn take_history(&mut self, units: &HashMap<UnitId, usize>, missing: &mut Vec<Missing>) {
        for earlier in &self.facts.history {
            let Some(at) = units.get(&earlier.unit) else {
                missing.push(Missing::named("facts.unknown_unit", &earlier.unit.to_string()));
                continue;
            };
            let name = &self.facts.units[*at].name;
            let Some(measure) = self.scheme.measure(&earlier.measure) else {
                missing.push(Missing::named("facts.unknown_measure", &earlier.measure));
                continue;
            };
            let Some(value) = earlier.value.value(measure.scale.is_money()) else {
                missing.push(Missing::named("facts.wrong_kind", name).about(&measure.name.zh));
                continue;
            };
            if self.history[*at].insert((&measure.id, earlier.year), value).is_some() {
                missing.push(Missing::named("facts.value_twice", name).about(&measure.name.zh));
            }
        }
    }

    fn take_ratings(&mut self, units: &HashMap<UnitId, usize>, missing: &mut Vec<Missing>) {
        for (place, rating) in self.facts.ratings.iter().enumerate() {
            let (Some(at), Some(item)) = (units.get(&rating.unit), self.scheme.rated(&rating.item)) else {
                missing.push(Missing::named("facts.unknown_rating", &rating.item));
                continue;
            };
            let name = &self.facts.units[*at].name;
            let most = match &item.kind {
                Kind::Rating(rule) => {
                    let known = rule.raters.iter().any(|r| Some(&r.id) == rating.raters.as_ref());
                    let aspect = rule.aspects.iter().find(|a| Some(&a.id) == rating.aspect.as_ref());
                    if !known || aspect.is_none() != rule.aspects.is_empty() {
                        missing.push(Missing::named("facts.unknown_raters", name).about(&item.name.zh));
                        continue;
                    }
                    aspect.map_or(item.points, |a| a.points)
                }
                _ => item.points,
            };
            if rating.points < Decimal::ZERO || rating.points > most {
                missing.push(Missing::named("facts.rating_out_of_range", name).about(&item.name.zh));
                continue;
            }
            let all = self.ratings[*at].entry(&item.id).or_default();
            let same = |other: &usize| {
                let other: &Rating = &self.facts.ratings[*other];
                (&other.raters, &other.aspect) == (&rating.raters, &rating.aspect)
                    && (other.by == rating.by || matches!(item.kind, Kind::Manual))
            };
            if all.iter().any(same) {
                missing.push(Missing::named("facts.rating_twice", name).about(&item.name.zh));
            }
            all.push(place);
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
            let before = self.measured[*at].insert(&measure.id, Ok(figure));
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
        for measure in in_order(self.scheme) {
            for at in 0..self.measured.len() {
                let figure = match &measure.formula {
                    Some(formula) => Some(expr::eval(formula, &self.of(at))),
                    None => self.measured[at].remove(measure.id.as_str()),
                };
                let held = figure.map(|figure| match &measure.most {
                    None => figure,
                    Some(most) => Ok(figure?.min(expr::eval(most, &self.of(at))?)),
                });
                if let Some(held) = held {
                    self.measured[at].insert(&measure.id, held);
                }
            }
        }
    }

    /// Target in 元 or ones, and its version.
    pub(super) fn target(&self, at: usize, measure: &str) -> Option<(Decimal, u32)> {
        let plain = self.targets[at].get(measure)?.iter().find(|t| t.is_plain())?;
        Some((plain.value, plain.version))
    }

    /// One target among several; for a part of the window that was not set by itself, by the measure's schedule.
    pub(super) fn aim(&self, at: usize, aim: &Aim) -> Option<Decimal> {
        let all = self.targets[at].get(aim.measure.as_str())?;
        let own = |t: &&Aimed| t.owner == aim.owner && t.level == aim.level;
        if let Some(set) = all.iter().filter(own).find(|t| t.part == aim.part) {
            return Some(set.value);
        }
        let part = aim.part?;
        // A target up to now that was set for the quarter or month that the day ends.
        let (gone, of) = self.months;
        if part == Part::Now {
            let month = Part::Month(u8::try_from(gone).unwrap_or(u8::MAX));
            let quarter =
                (of == 12 && gone % 3 == 0).then(|| Part::Quarter(u8::try_from(gone / 3).unwrap_or(0)));
            let set = all
                .iter()
                .filter(own)
                .find(|t| t.part == Some(month) || (quarter.is_some() && t.part == quarter));
            if let Some(set) = set {
                return Some(set.value);
            }
        }
        let whole = all.iter().filter(own).find(|t| t.part.is_none())?.value;
        let schedule = &self.scheme.measure(&aim.measure)?.schedule;
        whole.checked_mul(super::figures::due(schedule, part, self.months)?)
    }

    pub(super) fn ratings(&self, at: usize, item: &str) -> impl Iterator<Item = &'a Rating> + use<'_, 'a> {
        let places = self.ratings[at].get(item).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.facts.ratings[*place])
    }

    /// The ledger rows that a measure takes of a unit; `None` when the ledger was not delivered.
    pub(super) fn ledger_rows(
        &self,
        at: usize,
        measure: &'a Measure,
    ) -> Option<impl Iterator<Item = &'a Row> + use<'_, 'a>> {
        let rows = self.ledgers.get(&measure.source)?.get(at)?;
        Some(rows.iter().copied().filter(|row| takes(measure, row)))
    }

    /// The measures with rows that an item is computed from, through formulas too.
    pub(super) fn behind(&self, item: &Item) -> Vec<String> {
        let mut open: Vec<String> = item.names().measures.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            let mut names = expr::Names::default();
            let measure = self.scheme.measure(&name);
            measure.iter().flat_map(|m| m.formula.iter().chain(&m.most)).for_each(|f| f.names(&mut names));
            if seen.insert(name) {
                open.extend(names.measures);
            }
        }
        seen.into_iter().collect()
    }
}

/// The computed and limited measures, each after those it uses (the scheme has no cycle), so that each is computed once: a
/// chain that doubles 200 times must not cost 2²⁰⁰ steps.
pub(super) fn in_order(scheme: &Scheme) -> Vec<&Measure> {
    let mut left: Vec<&Measure> =
        scheme.measures.iter().filter(|m| m.formula.is_some() || m.most.is_some()).collect();
    let mut out = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waiting: BTreeSet<&str> = left.iter().map(|m| m.id.as_str()).collect();
        let (ready, rest): (Vec<_>, Vec<_>) = left.iter().copied().partition(|m| {
            let mut names = expr::Names::default();
            m.formula.iter().chain(&m.most).for_each(|f| f.names(&mut names));
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
pub fn takes(measure: &Measure, row: &Row) -> bool {
    let filter = &measure.filter;
    if let Some(when) = &filter.when
        && !expr::truth(when, &super::figures::RowEnv(row)).unwrap_or(false)
    {
        return false;
    }
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

/// What a row adds to a measure, and the factor in it. Money: the credited 元; counts: the credited share; both
/// times the factor where the measure says so.
pub(super) fn counted(
    scheme: &Scheme,
    measure: &Measure,
    row: &Row,
) -> Result<(Decimal, Option<Decimal>), Stop> {
    let plain = if measure.scale.is_money() {
        Decimal::new(row.fen, 2)
    } else {
        Decimal::new(row.share_bp.into(), 4)
    };
    let factor = if measure.factor { factor(scheme, row).map(|f| f.times) } else { None };
    let counted = match factor {
        None => plain,
        Some(times) => plain.checked_mul(times).ok_or(Stop::Overflow)?,
    };
    Ok((counted, factor))
}

fn sum(scheme: &Scheme, measure: &Measure, rows: &[&Row]) -> Result<Decimal, Stop> {
    let mut out = Decimal::ZERO;
    for row in rows.iter().filter(|row| takes(measure, row)) {
        out = out.checked_add(counted(scheme, measure, row)?.0).ok_or(Stop::Overflow)?;
    }
    Ok(out)
}
