//! From items to a total, and from totals to places.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    ItemScore, UnitScore,
    apply::place,
    board::Board,
    explain::{Taken, points},
};
use crate::assessment::{
    expr::{self, Env, Stop},
    number::{plain, round},
    say::Lang,
    scheme::{Deduction, Group, Item, Kind, Name, NotApplicable, Scheme, Then},
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
}

/// A gate whose condition holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateHit {
    pub item: String,
    pub say: Name,
    pub then: Then,
    pub measures: Vec<String>,
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
    let mut gates: Vec<GateHit> = Vec::new();
    for item in applicable.iter().copied() {
        match &item.kind {
            Kind::Deduct(rule) => {
                let taken = deduction(board, at, item, rule).map_err(|stop| (stop, Some(item)))?;
                match items.iter_mut().find(|i| Some(&i.item) == rule.from.as_ref()) {
                    Some(hit) => take(hit, taken),
                    None if rule.from.is_none() => from_total.push(taken),
                    None => {} // the item is not for this class
                }
            }
            Kind::Gate(gate) => {
                let holds = expr::truth(&gate.when, &board.of(at)).map_err(|stop| (stop, Some(item)))?;
                let (say, then) = (gate.say.clone(), gate.then.clone());
                let hit = || GateHit { item: item.id.clone(), say, then, measures: board.behind(item) };
                gates.extend(holds.then(hit));
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
    points = points.saturating_sub(sum_of(&from_total)).max(Decimal::ZERO);
    for gate in &gates {
        match gate.then {
            Then::TotalZero => points = Decimal::ZERO,
            Then::CapTotal(most) => points = points.min(most),
            Then::ItemZero(_) | Then::Note => {}
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
        points,
    })
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
    let raw = round(
        count.checked_mul(rule.each).ok_or(Stop::Overflow)?,
        item.digits.unwrap_or(board.scheme.digits),
    );
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

/// An item never falls below zero: only what is there is taken.
fn take(item: &mut ItemScore, mut taken: Taken) {
    taken.points = taken.points.min(item.points.max(Decimal::ZERO));
    item.points -= taken.points;
    item.taken.push(taken);
}

/// Base, bonus and the groups, with the groups' limits: a limit cuts the bonus first.
fn grouped(scheme: &Scheme, items: &[ItemScore]) -> (Decimal, Decimal, Vec<GroupScore>) {
    let sum = |group: Option<&Group>, bonus: bool| -> Decimal {
        let inside = |i: &&ItemScore| i.group.as_ref() == group.map(|g| &g.id) && i.bonus == bonus;
        items.iter().filter(inside).map(|i| i.points).sum()
    };
    let (mut base, mut bonus) = (sum(None, false), sum(None, true));
    let mut groups = Vec::with_capacity(scheme.groups.len());
    for group in &scheme.groups {
        let (own, more) = (sum(Some(group), false), sum(Some(group), true));
        let most = group.max.unwrap_or(Decimal::MAX);
        let own_kept = own.min(most);
        let more_kept = more.min(most.saturating_sub(own_kept));
        base += own_kept;
        bonus += more_kept;
        groups.push(GroupScore {
            group: group.id.clone(),
            name: group.name.clone(),
            full: group.points,
            points: own_kept + more_kept,
            held_at: group.max.filter(|_| own + more > most),
        });
    }
    (base, bonus, groups)
}

/// Left-out items: the rest, scaled to the full total. `None` when all apply.
fn rescale(scheme: &Scheme, items: &[ItemScore], base: Decimal) -> Result<Option<Rescale>, Stop> {
    let left_out = |i: &&ItemScore| i.not_applicable == Some(NotApplicable::DropAndRescale);
    if items.iter().filter(|i| !i.bonus).find(left_out).is_none() {
        return Ok(None);
    }
    let kept: Decimal = items.iter().filter(|i| !i.bonus && !left_out(i)).map(|i| i.full).sum();
    let scaled = base.checked_mul(scheme.total).and_then(|x| x.checked_div(kept));
    let points = scaled.ok_or(if kept.is_zero() { Stop::NothingApplies } else { Stop::Overflow })?;
    Ok(Some(Rescale { kept, total: scheme.total, points: round(points, scheme.digits) }))
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
        for gate in self.gates.iter().filter(|g| matches!(g.then, Then::TotalZero | Then::CapTotal(_))) {
            let (open, close) = if zh { ("；", "，计 ") } else { ("; ", ": ") };
            line.extend([open, lang.of(&gate.say), close, &p(self.points)]);
        }
        line
    }

    fn before_gates(&self) -> Decimal {
        let base = self.rescale.as_ref().map_or(self.base, |r| r.points);
        (base + self.bonus).saturating_sub(sum_of(&self.taken)).max(Decimal::ZERO)
    }
}

/// Places in each group, and the order of the list.
pub(super) fn places(scheme: &Scheme, board: &Board<'_>, units: &mut [UnitScore]) {
    let tie = |at: usize| {
        let figure = scheme.rank.then.as_ref().and_then(|m| board.of(at).measure(m).ok());
        figure.unwrap_or_default() // missing ones were told before
    };
    let keys: Vec<(String, (Decimal, Decimal), bool)> = units
        .iter()
        .enumerate()
        .map(|(at, u)| (board.group(&u.class), (u.total.points, tie(at)), scheme.rank.soft || !u.soft))
        .collect();
    for (at, unit) in units.iter_mut().enumerate() {
        let (group, own, takes_place) = &keys[at];
        let group: Vec<_> = keys.iter().filter(|k| k.0 == *group && k.2).map(|k| k.1).collect();
        unit.of = group.len() as u32;
        unit.place = takes_place.then(|| place(&group, *own, scheme.rank.ties));
    }
    let class = |class: &str| scheme.classes.iter().position(|c| c.id == class);
    units.sort_by_cached_key(|u| {
        let group = scheme.rank.by_class.then(|| class(&u.class));
        (group, u.place.is_none(), u.place, u.name.clone(), u.unit)
    });
}
