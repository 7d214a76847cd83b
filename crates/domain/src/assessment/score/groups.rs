//! What groups make of their items, and the rescaling of what does not apply.

use rust_decimal::Decimal;

use super::{ItemScore, Rescale, total::GroupScore};
use crate::assessment::{
    expr::Stop,
    number::round,
    scheme::{Group, GroupMode, NotApplicable, Scheme},
};

/// Base, bonus and the groups, with the groups' limits: a limit cuts the bonus first.
pub(super) fn grouped(scheme: &Scheme, items: &[ItemScore]) -> (Decimal, Decimal, Vec<GroupScore>) {
    let of = |group, bonus| inside(items, group, bonus);
    let sum = |group, bonus| -> Decimal { of(group, bonus).map(|i| i.points).sum() };
    let (mut base, mut bonus) = (sum(None, false), sum(None, true));
    let mut groups = Vec::with_capacity(scheme.groups.len());
    for group in &scheme.groups {
        let own = own(scheme, group, items);
        let more = sum(Some(group), true);
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
            counted: match group.mode {
                GroupMode::Best(count) => counting(of(Some(group), false), count),
                _ => Vec::new(),
            },
        });
    }
    (base, bonus, groups)
}

/// What the items of a group that are no bonus come to, before the group's limit.
pub(super) fn own(scheme: &Scheme, group: &Group, items: &[ItemScore]) -> Decimal {
    let of = || inside(items, Some(group), false);
    match group.mode {
        GroupMode::Sum => of().map(|i| i.points).sum(),
        GroupMode::Weighted => round(of().map(|i| worth(scheme, group, i, i.points)).sum(), scheme.digits),
        GroupMode::Best(count) => best(of().map(|i| i.points), count),
    }
}

fn inside<'i>(
    items: &'i [ItemScore],
    group: Option<&'i Group>,
    bonus: bool,
) -> impl Iterator<Item = &'i ItemScore> {
    items.iter().filter(move |i| i.group.as_ref() == group.map(|g| &g.id) && i.bonus == bonus)
}

/// Points of an item in a weighted group: its part of its own full points × its weight × the group's points.
fn worth(scheme: &Scheme, group: &Group, item: &ItemScore, points: Decimal) -> Decimal {
    let weight = scheme.item(&item.item).and_then(|i| i.weight).unwrap_or_default();
    let share = points.checked_div(item.full).and_then(|r| r.checked_mul(weight));
    share.and_then(|r| r.checked_mul(group.points)).unwrap_or_default()
}

fn best(points: impl Iterator<Item = Decimal>, count: u32) -> Decimal {
    let mut all: Vec<Decimal> = points.collect();
    all.sort_unstable();
    all.into_iter().rev().take(count as usize).sum()
}

/// The items that count in a best-of group; of equal ones the earlier.
fn counting<'i>(items: impl Iterator<Item = &'i ItemScore>, count: u32) -> Vec<String> {
    let mut all: Vec<&ItemScore> = items.collect();
    all.sort_by_key(|i| std::cmp::Reverse(i.points));
    all.into_iter().take(count as usize).map(|i| i.item.clone()).collect()
}

/// Left-out items: the rest, scaled to the full total. `None` when all apply.
pub(super) fn rescale(scheme: &Scheme, items: &[ItemScore], base: Decimal) -> Result<Option<Rescale>, Stop> {
    let left_out = |i: &&ItemScore| i.not_applicable == Some(NotApplicable::DropAndRescale);
    if items.iter().filter(|i| !i.bonus).find(left_out).is_none() {
        return Ok(None);
    }
    let mut kept = Decimal::ZERO;
    for item in items.iter().filter(|i| !i.bonus && !left_out(i)) {
        let group = scheme.groups.iter().find(|g| item.group.as_ref() == Some(&g.id));
        kept += match group.map(|g| (g, g.mode)) {
            None | Some((_, GroupMode::Sum)) => item.full,
            Some((group, GroupMode::Weighted)) => worth(scheme, group, item, item.full),
            Some((_, GroupMode::Best(_))) => Decimal::ZERO, // with its group, below
        };
    }
    for group in &scheme.groups {
        if let GroupMode::Best(count) = group.mode {
            let own =
                items.iter().filter(|i| !i.bonus && i.group.as_ref() == Some(&group.id) && !left_out(i));
            kept += best(own.map(|i| i.full), count);
        }
    }
    let scaled = base.checked_mul(scheme.total).and_then(|x| x.checked_div(kept));
    let points = scaled.ok_or(if kept.is_zero() { Stop::NothingApplies } else { Stop::Overflow })?;
    Ok(Some(Rescale { kept, total: scheme.total, points: round(points, scheme.digits) }))
}
