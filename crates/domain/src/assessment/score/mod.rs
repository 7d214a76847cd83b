//! Scores: a scheme applied to facts on a day, every point with its explanation.
//!
//! Order: recognised rows × factor → measures (unrounded) → ratios (unrounded) → items (rounded half up) → their
//! caps → deductions from and vetoes of items → groups and their caps → rescaling of what does not apply → bonus
//! and its cap → deductions from the total → vetoes of the total → places → verdicts.

mod apply;
mod board;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod default_scheme;
mod explain;
mod missing;
mod stepped;
mod total;

pub use board::RowRef;
use explain::Applied;
pub use explain::{Because, Counted, Explain, Figure, Gap, Limit, Taken};
use jiff::civil::Date;
pub use missing::Missing;
use rust_decimal::Decimal;
use serde::Serialize;
pub use total::{GateHit, GroupScore, Rescale, Total};

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
    pub rows: Vec<RowRef>,
}

/// Scores every unit, or tells everything that is missing to do so: a score that leaves something out silently
/// would be worse than none.
pub fn score(scheme: &Scheme, facts: &Facts, as_of: Date) -> Result<Scores, Vec<Missing>> {
    let mut missing = Vec::new();
    let board = board::Board::new(scheme, facts, as_of, &mut missing);
    let peers = apply::Peers::new(&board);
    let mut units = Vec::with_capacity(facts.units.len());
    for at in 0..facts.units.len() {
        units.extend(unit_score(&board, &peers, at, &mut missing));
    }
    if !missing.is_empty() {
        missing.sort();
        missing.dedup();
        return Err(missing);
    }
    total::places(scheme, &board, &mut units);
    Ok(Scores { scheme: scheme.id.clone(), scheme_version: scheme.version, as_of, units })
}

fn unit_score(
    board: &board::Board<'_>,
    peers: &apply::Peers,
    at: usize,
    missing: &mut Vec<Missing>,
) -> Option<UnitScore> {
    let unit = &board.facts.units[at];
    let before = missing.len();
    let applicable: Vec<&Item> = board.scheme.items.iter().filter(|i| i.is_for(&unit.class)).collect();
    let mut items = Vec::new();
    for item in applicable.iter().filter(|i| i.scores()) {
        match apply::item(board, peers, at, item) {
            Ok(applied) => items.push(item_score(board, item, applied)),
            Err(stop) => missing.push(Missing::of(&stop, board.scheme, unit, Some(item))),
        }
    }
    let total = total::total(board, at, &applicable, &mut items)
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
    let verdict = board.scheme.outcomes.iter().find(|o| o.at_least <= total.points);
    Some(UnitScore {
        unit: unit.id,
        name: unit.name.clone(),
        class: unit.class.clone(),
        soft: unit.soft,
        place: None,
        of: 0,
        outcome: verdict.map(|o| o.say.clone()),
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
            rows: board.rows(at, &measure.id).to_vec(),
        })
    };
    board.scheme.measures.iter().filter_map(score).collect()
}

/// The item's own rule for units it cannot be applied to.
fn substitute(item: &Item, stop: &Stop) -> Option<NotApplicable> {
    match stop {
        Stop::NoTarget(_) | Stop::NoRating => item.no_target,
        Stop::ZeroTarget(_) => item.zero_target,
        _ => None,
    }
    .filter(|_| !matches!(item.kind, Kind::Gate(_)))
}
