//! Scores: a scheme applied to facts on a day, every point with its explanation.
//!
//! Order of evaluation: recognised rows × factor → measures (unrounded) → computed measures and limits of measures →
//! gates that move a unit to another class → ratios (unrounded) → items, rounded as the scheme says (half up to
//! `digits` unless `rounding` or `round = false` says otherwise) → their floors and caps → the average of the group where
//! an item's rule for what cannot be applied says so → deductions from and vetoes of items → groups (sum, weighted, best of)
//! and their limits → rescaling of what does not apply → bonus and its limit → deductions from the total → vetoes of the
//! total → places → verdicts → gates that move or bar verdicts.

mod apply;
mod behind;
mod board;
#[cfg(test)]
mod cases;
mod compare;
#[cfg(test)]
mod default_scheme;
mod explain;
mod figures;
mod groups;
#[cfg(test)]
mod kinds;
mod line;
mod line_more;
mod missing;
mod mixed;
#[cfg(test)]
mod next_step;
mod no_step;
mod rowwise;
mod search;
mod stepped;
mod total;
mod workbook;

pub use behind::{MeasureRows, RowRef, rows_behind};
pub use board::takes;
use explain::Applied;
pub use explain::{
    Because, Bracket, Counted, Explain, Figure, Gap, GateHit, Limit, Mixed, Need, RatedBy, Taken,
};
use std::collections::BTreeMap;

use jiff::civil::Date;
pub use missing::Missing;
pub use no_step::NoStep;
use rust_decimal::Decimal;
use serde::Serialize;
pub use total::{GroupScore, Rescale, Total};
pub use workbook::{Book, Cell, Content, Sheet, Shown, Style, workbook};

use super::{
    expr::{Env, Stop},
    facts::Facts,
    scheme::{Item, Kind, Name, NotApplicable, Scheme},
};
use crate::{
    id::UnitId,
    period::{Pace, pace_of},
};

/// The scores of all units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    pub scheme: String,
    pub scheme_version: u32,
    pub as_of: Date,
    /// By class (in the scheme's order), then by place, then by name and id.
    pub units: Vec<UnitScore>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitScore {
    pub unit: UnitId,
    pub name: String,
    pub class: String,
    pub soft: bool,
    /// Place in its group from 1; `None` for a soft unit that takes no place.
    pub place: Option<u32>,
    /// How many take places in its group.
    pub of: u32,
    pub total: Total,
    /// In the scheme's order; deductions and gates are in `total`.
    pub items: Vec<ItemScore>,
    pub measures: Vec<MeasureScore>,
    /// The verdict (优秀 …), when the scheme has one for the total.
    pub outcome: Option<Name>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemScore {
    pub item: String,
    pub name: Name,
    pub group: Option<String>,
    pub bonus: bool,
    /// Full points.
    pub full: Decimal,
    /// By the item's own rule.
    pub earned: Decimal,
    /// What counts: after deductions from and vetoes of the item.
    pub points: Decimal,
    /// Set when the item's rule could not be applied and its stated substitute was.
    pub not_applicable: Option<NotApplicable>,
    pub explain: Explain,
    /// What is missing to the full points or the next tier.
    pub gap: Option<Gap>,
    /// Why nothing is, where nothing is.
    pub no_step: Option<NoStep>,
    pub taken: Vec<Taken>,
    /// The measures whose rows are behind the points: see [`UnitScore::measures`].
    pub measures: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureScore {
    pub measure: String,
    pub name: Name,
    /// What was done, after factors; as it is shown.
    pub done: Figure,
    pub target: Option<Figure>,
    pub target_version: Option<u32>,
    /// Against the calendar (序时进度), where a target is set; rates are per month in 元 or ones.
    pub pace: Option<Pace>,
}

/// Scores every unit, or tells everything that is missing to do so: a score that leaves something out silently
/// would be worse than none.
pub fn score(scheme: &Scheme, facts: &Facts, as_of: Date) -> Result<Scores, Vec<Missing>> {
    let mut missing = Vec::new();
    let board = board::Board::new(scheme, facts, as_of, &mut missing);
    let applicable: Vec<Vec<&Item>> = (0..facts.units.len())
        .map(|at| scheme.items.iter().filter(|i| i.is_for(board.class(at))).collect())
        .collect();
    let mut items: Vec<Vec<ItemScore>> =
        applicable.iter().enumerate().map(|(at, of)| item_scores(&board, at, of, &mut missing)).collect();
    averages(&board, &mut items, &mut missing);
    let mut units = Vec::with_capacity(facts.units.len());
    for (at, items) in items.into_iter().enumerate() {
        units.extend(unit_score(&board, at, &applicable[at], items, &mut missing).map(|unit| (at, unit)));
    }
    if !missing.is_empty() {
        missing.sort();
        missing.dedup();
        return Err(missing);
    }
    total::places(scheme, &board, &mut units);
    let units = units.into_iter().map(|(_, unit)| unit).collect();
    Ok(Scores { scheme: scheme.id.clone(), scheme_version: scheme.version, as_of, units })
}

/// The measures of all units that have a figure, without scoring: what an earlier window came to, for growth.
pub fn measured(scheme: &Scheme, facts: &Facts, as_of: Date) -> Vec<(UnitId, String, Decimal)> {
    let board = board::Board::new(scheme, facts, as_of, &mut Vec::new());
    let figures = |(at, unit): (usize, &super::facts::Unit)| {
        let env = board.of(at);
        let figure = |m: &super::scheme::Measure| Some((unit.id, m.id.clone(), env.measure(&m.id).ok()?));
        scheme.measures.iter().filter_map(figure).collect::<Vec<_>>()
    };
    facts.units.iter().enumerate().flat_map(figures).collect()
}

fn item_scores(
    board: &board::Board<'_>,
    at: usize,
    applicable: &[&Item],
    missing: &mut Vec<Missing>,
) -> Vec<ItemScore> {
    let mut items = Vec::new();
    for item in applicable.iter().filter(|i| i.scores()) {
        match apply::item(board, at, item) {
            Ok(applied) => items.push(item_score(board, item, applied)),
            Err(stop) => missing.push(Missing::of(&stop, board.scheme, &board.facts.units[at], Some(item))),
        }
    }
    items
}

/// Fills in the average of the group where an item could not be applied and the scheme says so.
fn averages(board: &board::Board<'_>, items: &mut [Vec<ItemScore>], missing: &mut Vec<Missing>) {
    let averaged = |i: &ItemScore| i.not_applicable == Some(NotApplicable::Average);
    if !items.iter().flatten().any(averaged) {
        return;
    }
    let mut sums: BTreeMap<(String, String), (Decimal, u32)> = BTreeMap::new();
    for (at, own) in items.iter().enumerate() {
        for item in own.iter().filter(|i| i.not_applicable.is_none()) {
            let sum = sums.entry((item.item.clone(), board.group(at))).or_default();
            *sum = (sum.0.saturating_add(item.earned), sum.1 + 1);
        }
    }
    for (at, own) in items.iter_mut().enumerate() {
        for score in own.iter_mut().filter(|i| averaged(i)) {
            let rule = board.scheme.item(&score.item);
            let (sum, count) = sums.get(&(score.item.clone(), board.group(at))).copied().unwrap_or_default();
            let (Some(mean), Some(rule)) = (sum.checked_div(count.into()), rule) else {
                missing.push(Missing::of(&Stop::NoPeers, board.scheme, &board.facts.units[at], rule));
                continue;
            };
            score.earned = board.scheme.round(rule, mean);
            score.points = score.earned;
            if let Explain::NotApplicable { points, .. } = &mut score.explain {
                *points = score.earned;
            }
        }
    }
}

fn unit_score(
    board: &board::Board<'_>,
    at: usize,
    applicable: &[&Item],
    mut items: Vec<ItemScore>,
    missing: &mut Vec<Missing>,
) -> Option<UnitScore> {
    let unit = &board.facts.units[at];
    let before = missing.len();
    let total = total::total(board, at, applicable, &mut items)
        .map_err(|(stop, item)| missing.push(Missing::of(&stop, board.scheme, unit, item)))
        .ok();
    if let Some(Err(stop)) = board.scheme.rank.then.as_ref().map(|m| board.of(at).measure(m)) {
        missing.push(Missing::of(&stop, board.scheme, unit, None));
    }
    let measures = measure_scores(board, at);
    if missing.len() > before {
        return None;
    }
    let total = total?;
    Some(UnitScore {
        unit: unit.id,
        name: unit.name.clone(),
        class: board.class(at).to_owned(),
        soft: unit.soft,
        place: None,
        of: 0,
        outcome: total::verdict(board.scheme, &total),
        total,
        items,
        measures,
    })
}

fn item_score(board: &board::Board<'_>, item: &Item, applied: Applied) -> ItemScore {
    let not_applicable = match applied.explain {
        Explain::NotApplicable { rule, .. } => Some(rule),
        _ => None,
    };
    let no_step = NoStep::of(board, item, &applied);
    ItemScore {
        item: item.id.clone(),
        name: item.name.clone(),
        group: item.group.clone(),
        bonus: item.bonus,
        full: item.points,
        earned: applied.points,
        points: applied.points,
        not_applicable,
        explain: applied.explain,
        gap: applied.gap,
        no_step,
        taken: Vec::new(),
        measures: board.behind(item),
    }
}

/// Every measure of the scheme that the unit has a figure for.
fn measure_scores(board: &board::Board<'_>, at: usize) -> Vec<MeasureScore> {
    let env = board.of(at);
    let score = |measure: &super::scheme::Measure| {
        let done = env.measure(&measure.id).ok()?;
        let target = board.target(at, &measure.id);
        let pace = target.and_then(|(plan, _)| pace_of(done, plan, plan, board.months));
        Some(MeasureScore {
            measure: measure.id.clone(),
            name: measure.name.clone(),
            done: Figure::of(measure, done),
            target: target.map(|(plan, _)| Figure::of(measure, plan)),
            target_version: target.map(|(_, version)| version),
            pace,
        })
    };
    board.scheme.measures.iter().filter_map(score).collect()
}

/// The item's own rule for units it cannot be applied to.
fn substitute(item: &Item, stop: &Stop) -> Option<NotApplicable> {
    match stop {
        Stop::NoTarget(_) => item.no_target,
        Stop::NoRating | Stop::NoRater(_) => item.no_rating.or(item.no_target),
        Stop::ZeroTarget(_) => item.zero_target.or(item.den_zero),
        Stop::DivisionByZero | Stop::ZeroBase(_) => item.den_zero,
        Stop::NoMeasure(_) | Stop::NoHistory { .. } | Stop::NoRows(_) => item.no_measure,
        _ => None,
    }
    .filter(|_| !matches!(item.kind, Kind::Gate(_)))
}
