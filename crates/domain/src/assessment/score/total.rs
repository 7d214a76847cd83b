//! From items to a total, and from totals to places.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    ItemScore, UnitScore,
    board::Board,
    explain::{GateHit, Taken},
    groups::{grouped, rescale},
    line::points,
};
use crate::assessment::{
    expr::{self, Env, Stop},
    number::plain,
    say::Lang,
    scheme::{Deduction, Item, Kind, Name, Scheme, Then, Ties},
};

/// How a total came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Total {
    /// The items that are no bonus, after caps of groups, before rescaling.
    pub base: Decimal,
    pub rescale: Option<Rescale>,
    /// After the scheme's limit.
    pub bonus: Decimal,
    /// Set when the limit cut the bonus: what it would have been.
    pub bonus_uncut: Option<Decimal>,
    pub groups: Vec<GroupScore>,
    /// Deductions from the total.
    pub taken: Vec<Taken>,
    pub gates: Vec<GateHit>,
    /// What deductions leave at least.
    pub floor: Decimal,
    /// The total.
    pub points: Decimal,
}

/// Items were left out: the rest was scaled from `kept` to `total` points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rescale {
    pub kept: Decimal,
    pub total: Decimal,
    pub points: Decimal,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupScore {
    pub group: String,
    pub name: Name,
    pub full: Decimal,
    pub points: Decimal,
    /// The group's limit, when it held the points back.
    pub held_at: Option<Decimal>,
    /// Of a best-of group: the items that count.
    pub counted: Vec<String>,
}

type Failed<'a> = (Stop, Option<&'a Item>);

/// Deductions, gates, groups, rescaling, bonus, total, in the order that the module states.
pub(super) fn total<'a>(
    board: &Board<'a>,
    at: usize,
    applicable: &[&'a Item],
    items: &mut [ItemScore],
) -> Result<Total, Failed<'a>> {
    let mut from_total = Vec::new();
    let mut floor = Decimal::ZERO;
    let mut gates: Vec<GateHit> = board.moved_by(at).into_iter().cloned().collect();
    for item in applicable.iter().copied() {
        match &item.kind {
            Kind::Deduct(rule) => {
                let taken = deduction(board, at, item, rule).map_err(|stop| (stop, Some(item)))?;
                match items.iter_mut().find(|i| Some(&i.item) == rule.from.as_ref()) {
                    Some(hit) => take(hit, taken, rule.floor),
                    None if rule.from.is_none() => {
                        floor = floor.max(rule.floor);
                        from_total.push(taken);
                    }
                    None => {} // the item is not for this class
                }
            }
            // Moving to another class came before everything else.
            Kind::Gate(gate) if !matches!(gate.then, Then::MoveClass(_)) => {
                let holds = expr::truth(&gate.when, &board.of(at)).map_err(|stop| (stop, Some(item)))?;
                gates.extend(holds.then(|| GateHit::of(board, item, gate)));
            }
            _ => {}
        }
    }
    for gate in &gates {
        if let Then::ItemZero(id) = &gate.then {
            items.iter_mut().filter(|i| i.item == *id).for_each(|i| i.points = Decimal::ZERO);
        }
    }
    let (base, bonus, groups) = grouped(board.scheme, items);
    let rescale = rescale(board.scheme, items, base).map_err(|stop| (stop, None))?;
    let cut = board.scheme.bonus_max.filter(|max| bonus > *max);
    let mut points = rescale.as_ref().map_or(base, |r| r.points) + cut.unwrap_or(bonus);
    points = after(points, &from_total, floor);
    for gate in &gates {
        match gate.then {
            Then::TotalZero => points = Decimal::ZERO,
            Then::CapTotal(most) => points = points.min(most),
            _ => {}
        }
    }
    Ok(Total {
        base,
        rescale,
        bonus: cut.unwrap_or(bonus),
        bonus_uncut: cut.map(|_| bonus),
        groups,
        taken: from_total,
        gates,
        floor,
        points,
    })
}

/// Deductions never take more than what is there, and leave what the scheme says.
fn after(points: Decimal, taken: &[Taken], floor: Decimal) -> Decimal {
    points.saturating_sub(sum_of(taken)).max(floor.min(points)).max(Decimal::ZERO)
}

/// Saturating: a deduction without a limit may be as large as the figure it counts.
fn sum_of(taken: &[Taken]) -> Decimal {
    taken.iter().fold(Decimal::ZERO, |sum, t| sum.saturating_add(t.points))
}

fn deduction(board: &Board<'_>, at: usize, item: &Item, rule: &Deduction) -> Result<Taken, Stop> {
    let count = match expr::eval(&rule.count, &board.of(at)) {
        Err(Stop::NoTarget(_)) if item.no_target.is_some() => Decimal::ZERO,
        Err(Stop::ZeroTarget(_)) if item.zero_target.is_some() => Decimal::ZERO,
        count => count?.max(Decimal::ZERO),
    };
    let raw = board.scheme.round(item, count.checked_mul(rule.each).ok_or(Stop::Overflow)?);
    let points = rule.max.map_or(raw, |max| raw.min(max));
    Ok(Taken {
        item: item.id.clone(),
        name: item.name.clone(),
        count,
        each: rule.each,
        most: rule.max,
        points,
        measures: board.behind(item),
    })
}

/// An item never falls below the stated floor: only what is there above it is taken.
fn take(item: &mut ItemScore, mut taken: Taken, floor: Decimal) {
    taken.points = taken.points.min((item.points - floor).max(Decimal::ZERO));
    item.points -= taken.points;
    item.taken.push(taken);
}

impl Total {
    /// `总分 = 基础分 82.30分 + 加分 3.00分 − 扣分 2.00分 = 83.30分`.
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let p = |value: Decimal| points(value, lang);
        let mut parts =
            vec![format!("{} {}", if zh { "总分 = 基础分" } else { "Total = base" }, p(self.base))];
        if let Some(r) = &self.rescale {
            parts.push(format!("÷ {} × {} = {}", plain(r.kept), plain(r.total), p(r.points)));
        }
        if !self.bonus.is_zero() {
            parts.push(format!("+ {} {}", if zh { "加分" } else { "bonus" }, p(self.bonus)));
        }
        let taken = sum_of(&self.taken);
        if !taken.is_zero() {
            parts.push(format!("− {} {}", if zh { "扣分" } else { "taken" }, p(taken)));
        }
        if self.rescale.is_none() || !self.bonus.is_zero() || !taken.is_zero() {
            parts.push(format!("= {}", p(self.before_gates())));
        }
        let mut line = parts.join(" ");
        for gate in self.gates.iter().filter(|g| !matches!(g.then, Then::ItemZero(_))) {
            let (open, close) = if zh { ("；", "，计 ") } else { ("; ", ": ") };
            line.extend([open, lang.of(&gate.say)]);
            if matches!(gate.then, Then::TotalZero | Then::CapTotal(_)) {
                line.extend([close, &p(self.points)]);
            }
        }
        line
    }

    fn before_gates(&self) -> Decimal {
        let base = self.rescale.as_ref().map_or(self.base, |r| r.points);
        after(base + self.bonus, &self.taken, self.floor)
    }
}

/// The verdict for a total, after the gates that move it. One grade better than the best is the best.
pub(super) fn verdict(scheme: &Scheme, total: &Total) -> Option<Name> {
    let last = scheme.outcomes.len().checked_sub(1)?;
    let by_points = scheme.outcomes.iter().position(|o| o.at_least <= total.points);
    // Below every grade is one below the last.
    let mut at = by_points.unwrap_or(last + 1);
    for gate in &total.gates {
        match gate.then {
            Then::Promote(by) => at = at.saturating_sub(by as usize),
            Then::Demote(by) => {
                let lowest = if by_points.is_some() { last } else { last + 1 };
                at = at.saturating_add(by as usize).min(lowest);
            }
            _ => {}
        }
    }
    for gate in &total.gates {
        if let Then::BarOutcome(best) = gate.then {
            at = at.max(best);
        }
    }
    scheme.outcomes.get(at).map(|o| o.say.clone())
}

/// Places in each group, and the order of the list.
pub(super) fn places(scheme: &Scheme, board: &Board<'_>, units: &mut [(usize, UnitScore)]) {
    let tie = |at: usize| {
        let figure = scheme.rank.then.as_ref().and_then(|m| board.of(at).measure(m).ok());
        figure.unwrap_or_default() // missing ones were told before
    };
    let mut groups: BTreeMap<String, Vec<(Decimal, Decimal)>> = BTreeMap::new();
    for (at, unit) in units.iter() {
        if scheme.rank.soft || !unit.soft {
            groups.entry(board.group(*at)).or_default().push((unit.total.points, tie(*at)));
        }
    }
    for group in groups.values_mut() {
        group.sort_unstable();
    }
    let mut distinct = groups.clone();
    distinct.values_mut().for_each(Vec::dedup);
    for (at, unit) in units.iter_mut() {
        let name = board.group(*at);
        let own = (unit.total.points, tie(*at));
        let all = groups.get(&name).map_or(&[][..], Vec::as_slice);
        unit.of = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let above = match scheme.rank.ties {
            Ties::Dense => {
                distinct.get(&name).map_or(0, |once| once.len() - once.partition_point(|k| *k <= own))
            }
            _ => all.len() - all.partition_point(|k| *k <= own),
        };
        let takes_place = scheme.rank.soft || !unit.soft;
        unit.place = takes_place.then(|| u32::try_from(above).unwrap_or(u32::MAX - 1) + 1);
    }
    let class = |class: &str| scheme.classes.iter().position(|c| c.id == class);
    units.sort_by_cached_key(|(_, u)| {
        let group = scheme.rank.by_class.then(|| class(&u.class));
        (group, u.place.is_none(), u.place, u.name.clone(), u.unit)
    });
}
