//! Items over single rows and over brackets of a figure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    apply::{Lever, fits, limit, show, tried},
    board::Board,
    explain::{Applied, Bracket, Counted, Explain, Figure, Gap},
    figures::RowEnv,
    search::Moved,
};
use crate::assessment::{
    expr::{self, Env, Expr, Stop},
    facts::Row,
    scheme::{Bands, Item, Measure, PerItem, Scale},
};

pub(super) fn per_item(board: &Board<'_>, at: usize, item: &Item, rule: &PerItem) -> Result<Applied, Stop> {
    let measure = board.scheme.measure(&rule.measure);
    let counts = tier_counts(board, at, rule)?;
    let lines: Vec<Counted> = rule
        .tiers
        .iter()
        .zip(counts)
        .filter(|(_, count)| !count.is_zero())
        .map(|(tier, count)| Counted { say: tier.say.clone(), count, each: tier.points })
        .collect();
    let mut raw = Decimal::ZERO;
    for line in &lines {
        let part = line.count.checked_mul(line.each).ok_or(Stop::Overflow)?;
        raw = raw.checked_add(part).ok_or(Stop::Overflow)?;
    }
    let raw = board.scheme.round(item, raw);
    let most = if rule.uncapped { Decimal::MAX } else { item.points };
    let (points, held) = limit(raw, Decimal::ZERO, most);
    let gap = measure.filter(|_| points < most).and_then(|m| one_more(board, item, rule, m, points));
    Ok(Applied { points, explain: Explain::PerItem { lines, raw, points, limit: held }, gap })
}

/// How many rows each tier has, shared ones by their share.
pub(super) fn tier_counts(board: &Board<'_>, at: usize, rule: &PerItem) -> Result<Vec<Decimal>, Stop> {
    let rows = board.scheme.measure(&rule.measure).and_then(|m| board.ledger_rows(at, m));
    let rows = rows.ok_or_else(|| Stop::NoMeasure(rule.measure.clone()))?;
    let mut counts = vec![Decimal::ZERO; rule.tiers.len()];
    for (size, share, row) in counted(rows, rule) {
        for (tier, count) in rule.tiers.iter().zip(&mut counts) {
            // A row that lacks a field of the tier's condition does not fit it.
            if fits(tier, Some(size), false, &RowEnv(row)).unwrap_or(false) {
                *count += share;
                if rule.best_only {
                    break;
                }
            }
        }
    }
    Ok(counts)
}

/// The size by which tiers choose, and what it counts for. A project counts once, by its largest row: parts of one
/// project are no further projects.
fn counted<'r>(rows: impl Iterator<Item = &'r Row>, rule: &PerItem) -> Vec<(Decimal, Decimal, &'r Row)> {
    let mut all = Vec::new();
    let mut once: BTreeMap<uuid::Uuid, (Decimal, Decimal, &Row)> = BTreeMap::new();
    for row in rows {
        let env = RowEnv(row);
        if !rule.filter.as_ref().is_none_or(|cond| expr::truth(cond, &env).unwrap_or(false)) {
            continue;
        }
        let Ok(size) = env.measure(rule.by.as_deref().unwrap_or("size")) else { continue };
        let share = if rule.whole { Decimal::ONE } else { Decimal::new(row.share_bp.into(), 4) };
        if rule.once {
            let known = once.entry(row.project.map_or(row.id, |p| p.0)).or_insert((size, share, row));
            // Of equal rows the one with the lower id, whatever order they come in.
            let key =
                |(size, share, row): &(Decimal, Decimal, &Row)| (*size, *share, std::cmp::Reverse(row.id));
            if key(&(size, share, row)) > key(known) {
                *known = (size, share, row);
            }
        } else {
            all.push((size, share, row));
        }
    }
    all.extend(once.into_values());
    all
}

/// One more of the smallest tier.
fn one_more(
    board: &Board<'_>,
    item: &Item,
    rule: &PerItem,
    measure: &Measure,
    points: Decimal,
) -> Option<Gap> {
    let tier = rule
        .tiers
        .iter()
        .filter(|t| t.when.is_none() && t.points > Decimal::ZERO)
        .min_by_key(|t| t.points)?;
    let reach = board.scheme.round(item, points.checked_add(tier.points)?);
    let reach = if rule.uncapped { reach } else { reach.min(item.points) };
    let unit = match &measure.scale {
        Scale::Count(word) => word.clone(),
        _ => "个".into(),
    };
    let more = Figure {
        value: Decimal::ONE,
        unit: crate::assessment::scheme::Name { zh: unit, en: String::new() },
        digits: 0,
    };
    let named = rule.tiers.len() > 1 || tier.from.is_some();
    Some(Gap {
        measure: measure.id.clone(),
        verb: measure.verb.clone(),
        more,
        reach,
        full: reach == item.points,
        also: Vec::new(),
        of: named.then(|| tier.say.clone()),
        place: None,
        less: false,
    })
}

pub(super) fn marginal(
    board: &Board<'_>,
    at: usize,
    item: &Item,
    on: &Expr,
    bands: &Bands,
) -> Result<Applied, Stop> {
    let x = expr::eval(on, &board.of(at))?;
    let mut brackets = Vec::new();
    let mut raw = Decimal::ZERO;
    for band in &bands.0 {
        let from = band.from.unwrap_or(Decimal::ZERO);
        let upto = band.below.map_or(x, |below| x.min(below));
        if upto <= from {
            continue;
        }
        let part = upto.checked_sub(from).ok_or(Stop::Overflow)?;
        let points = part.checked_mul(band.value).ok_or(Stop::Overflow)?;
        raw = raw.checked_add(points).ok_or(Stop::Overflow)?;
        brackets.push((from, Bracket { part: show(board, at, on, part), rate: band.value, points }));
    }
    brackets.sort_by_key(|(from, _)| *from);
    let raw = board.scheme.round(item, raw);
    let (points, held) = limit(raw, Decimal::ZERO, item.points);
    let figure = Lever::of(board, at, on).map_or_else(|| Figure::plain(x), |lever| lever.show(x));
    let brackets = brackets.into_iter().map(|(_, b)| b).collect();
    let again = |env: &Moved<'_, '_>| {
        let raw = in_brackets(expr::eval(on, env).ok()?, bands).ok()?;
        Some(limit(board.scheme.round(item, raw), Decimal::ZERO, item.points).0)
    };
    let gap = tried(board, at, item, points, again);
    let explain = Explain::Marginal { figure, brackets, raw, points, limit: held };
    Ok(Applied { points, explain, gap })
}

/// The sum of all brackets, unrounded.
fn in_brackets(x: Decimal, bands: &Bands) -> Result<Decimal, Stop> {
    let mut sum = Decimal::ZERO;
    for band in &bands.0 {
        let from = band.from.unwrap_or(Decimal::ZERO);
        let upto = band.below.map_or(x, |below| x.min(below));
        if upto > from {
            let part = upto.checked_sub(from).ok_or(Stop::Overflow)?;
            let points = part.checked_mul(band.value).ok_or(Stop::Overflow)?;
            sum = sum.checked_add(points).ok_or(Stop::Overflow)?;
        }
    }
    Ok(sum)
}
