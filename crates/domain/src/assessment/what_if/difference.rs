//! Two results over all units: what each gains or loses, item by item, and what the limits and scaling of the total
//! make of it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::{
    assessment::{
        say::Lang,
        scheme::{Name, Then},
        score::{ItemScore, Scores, Taken, UnitScore},
    },
    id::UnitId,
};

/// Two results side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference<'s> {
    /// Who gains most first, who loses most last; equal ones by their place after, then by name.
    pub units: Vec<UnitDifference<'s>>,
    /// What each item makes in all units together, in the order of the schemes.
    pub items: Vec<ItemSum<'s>>,
    /// The part of all differences that no single item makes.
    pub rest: Decimal,
    pub before: Decimal,
    pub after: Decimal,
    pub gains: usize,
    pub losses: usize,
    pub same: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ItemSum<'s> {
    pub item: &'s str,
    pub name: &'s Name,
    pub difference: Decimal,
}

#[derive(Debug, Clone, PartialEq)]
pub struct UnitDifference<'s> {
    pub unit: UnitId,
    pub name: &'s str,
    /// The class after; before, where the unit is not scored any more.
    pub class: &'s str,
    pub before: Option<Standing<'s>>,
    pub after: Option<Standing<'s>>,
    /// After less before; a total that is not there counts as none.
    pub difference: Decimal,
    /// Every item of either result.
    pub items: Vec<ItemDifference<'s>>,
    /// What of the difference is in no item: rescaling, limits of groups and of the bonus, vetoes.
    pub rest: Decimal,
}

/// A unit in one of the two results.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing<'s> {
    pub total: Decimal,
    pub place: Option<u32>,
    pub of: u32,
    pub outcome: Option<&'s Name>,
    pub score: &'s UnitScore,
}

/// An item, or what is taken from the total, in both results. Items are the same by their id.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemDifference<'s> {
    pub item: &'s str,
    pub name: &'s Name,
    pub before: Option<Part<'s>>,
    pub after: Option<Part<'s>>,
    pub difference: Decimal,
}

impl ItemDifference<'_> {
    /// Whether anything about the item is other: its points, or how they come about.
    pub fn changed(&self, lang: Lang) -> bool {
        let said = |part: &Option<Part<'_>>| part.as_ref().map(|p| p.say(lang));
        !self.difference.is_zero() || said(&self.before) != said(&self.after)
    }
}

/// What an item gives a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part<'s> {
    Item(&'s UnitScore, &'s ItemScore),
    Taken(&'s Taken),
}

impl Part<'_> {
    pub fn points(&self) -> Decimal {
        match self {
            Self::Item(_, item) => item.points,
            Self::Taken(taken) => -taken.points,
        }
    }

    /// The line that the circular prints, with what was taken from the item and what voids it.
    pub fn say(&self, lang: Lang) -> String {
        let (unit, item) = match self {
            Self::Taken(taken) => return taken.say(lang),
            Self::Item(unit, item) => (unit, item),
        };
        let mut parts = vec![item.explain.say(lang)];
        parts.extend(item.taken.iter().map(|taken| taken.say(lang)));
        let void =
            unit.total.gates.iter().filter(|g| matches!(&g.then, Then::ItemZero(id) if *id == item.item));
        parts.extend(void.map(|gate| lang.of(&gate.say).to_owned()));
        parts.join(if lang == Lang::Zh { "；" } else { "; " })
    }
}

fn parts(unit: &UnitScore) -> Vec<(&str, &Name, Part<'_>)> {
    let items = unit.items.iter().map(|i| (i.item.as_str(), &i.name, Part::Item(unit, i)));
    let taken = unit.total.taken.iter().map(|t| (t.item.as_str(), &t.name, Part::Taken(t)));
    items.chain(taken).collect()
}

fn standing(unit: &UnitScore) -> Standing<'_> {
    Standing {
        total: unit.total.points,
        place: unit.place,
        of: unit.of,
        outcome: unit.outcome.as_ref(),
        score: unit,
    }
}

fn unit_difference<'s>(
    before: Option<&'s UnitScore>,
    after: Option<&'s UnitScore>,
) -> Option<UnitDifference<'s>> {
    let named = after.or(before)?;
    let then = before.map(parts).unwrap_or_default();
    let mut now = after.map(parts).unwrap_or_default();
    let mut items: Vec<ItemDifference<'s>> = Vec::new();
    for (item, name, part) in then {
        let found = now.iter().position(|(id, ..)| *id == item).map(|at| now.remove(at));
        let (name, after) = found.map_or((name, None), |(_, name, part)| (name, Some(part)));
        items.push(ItemDifference { item, name, before: Some(part), after, difference: Decimal::ZERO });
    }
    for (item, name, part) in now {
        items.push(ItemDifference { item, name, before: None, after: Some(part), difference: Decimal::ZERO });
    }
    let worth = |part: &Option<Part<'_>>| part.as_ref().map_or(Decimal::ZERO, Part::points);
    for item in &mut items {
        item.difference = worth(&item.after) - worth(&item.before);
    }
    let (before, after) = (before.map(standing), after.map(standing));
    let total = |of: &Option<Standing<'_>>| of.as_ref().map_or(Decimal::ZERO, |s| s.total);
    let difference = total(&after) - total(&before);
    let rest = difference - items.iter().map(|i| i.difference).sum::<Decimal>();
    Some(UnitDifference {
        unit: named.unit,
        name: &named.name,
        class: &named.class,
        before,
        after,
        difference,
        items,
        rest,
    })
}

/// Sets two results side by side, over all units of either.
pub fn differences<'s>(before: &'s Scores, after: &'s Scores) -> Difference<'s> {
    let by_id = |scores: &'s Scores| -> BTreeMap<UnitId, &'s UnitScore> {
        scores.units.iter().map(|unit| (unit.unit, unit)).collect()
    };
    let (then, now) = (by_id(before), by_id(after));
    let all: BTreeSet<UnitId> = then.keys().chain(now.keys()).copied().collect();
    let mut units: Vec<UnitDifference<'s>> = all
        .into_iter()
        .filter_map(|id| unit_difference(then.get(&id).copied(), now.get(&id).copied()))
        .collect();
    let place = |unit: &UnitDifference<'_>| unit.after.as_ref().and_then(|s| s.place).unwrap_or(u32::MAX);
    units.sort_by(|a, b| {
        b.difference
            .cmp(&a.difference)
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| (a.name, a.unit).cmp(&(b.name, b.unit)))
    });
    let mut items: Vec<ItemSum<'s>> = Vec::new();
    // In the order of the schemes: a unit without an item must not put it last.
    let longest = |scores: &'s Scores| scores.units.iter().flat_map(parts);
    for (item, name, _) in longest(after).chain(longest(before)) {
        if items.iter().all(|known| known.item != item) {
            items.push(ItemSum { item, name, difference: Decimal::ZERO });
        }
    }
    for one in units.iter().flat_map(|unit| &unit.items) {
        if let Some(sum) = items.iter_mut().find(|known| known.item == one.item) {
            sum.difference += one.difference;
        }
    }
    let total = |scores: &Scores| scores.units.iter().map(|u| u.total.points).sum();
    Difference {
        rest: units.iter().map(|u| u.rest).sum(),
        before: total(before),
        after: total(after),
        gains: units.iter().filter(|u| u.difference > Decimal::ZERO).count(),
        losses: units.iter().filter(|u| u.difference < Decimal::ZERO).count(),
        same: units.iter().filter(|u| u.difference.is_zero()).count(),
        units,
        items,
    }
}
