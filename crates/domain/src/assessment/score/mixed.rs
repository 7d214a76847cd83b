//! Ratings by others, and mixes of parts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    apply,
    board::Board,
    explain::{Applied, Explain, Gap, Mixed, RatedBy},
};
use crate::assessment::{
    expr::Stop,
    facts::Rating,
    scheme::{AbsentRaters, Item, NotApplicable, Rated, Raters},
};

/// The mean of each group of raters (without its extremes where the scheme says so), by their weights.
pub(super) fn rating(board: &Board<'_>, at: usize, item: &Item, rule: &Rated) -> Result<Applied, Stop> {
    let mut groups = Vec::with_capacity(rule.raters.len());
    let (mut sum, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for raters in &rule.raters {
        let of_group = board.ratings(at, &item.id).filter(|r| r.raters.as_ref() == Some(&raters.id));
        let mut given = given(of_group, raters, rule)?;
        given.sort_unstable();
        let trim = rule.trim as usize;
        // Too few to leave out any: all of them count.
        let (kept, trimmed) = if given.len() > 2 * trim {
            (&given[trim..given.len() - trim], rule.trim)
        } else {
            (&given[..], 0)
        };
        let total: Decimal = kept.iter().copied().sum();
        let mean = total.checked_div(Decimal::from(kept.len()));
        match (mean, rule.absent) {
            (Some(mean), _) => {
                sum += mean.checked_mul(raters.weight).ok_or(Stop::Overflow)?;
                weights += raters.weight;
            }
            (None, AbsentRaters::Missing) => return Err(Stop::NoRater(raters.name.zh.clone())),
            (None, AbsentRaters::Zero) => weights += raters.weight,
            (None, AbsentRaters::Reweigh) => {}
        }
        groups.push(RatedBy {
            name: raters.name.clone(),
            weight: raters.weight,
            count: u32::try_from(given.len()).unwrap_or(u32::MAX),
            trimmed,
            mean,
        });
    }
    let raw = sum.checked_div(weights).ok_or(Stop::NoRating)?;
    let points = board.scheme.round(item, raw);
    let gap = apply::rated_gap(item, points);
    Ok(Applied { points, explain: Explain::Rating { groups, raw, points }, gap })
}

/// What each rater gave: one figure, or the sum of all aspects. A rater who left out an aspect has not rated.
fn given<'f>(
    ratings: impl Iterator<Item = &'f Rating>,
    raters: &Raters,
    rule: &Rated,
) -> Result<Vec<Decimal>, Stop> {
    let mut by: BTreeMap<&str, (usize, Decimal)> = BTreeMap::new();
    for rating in ratings {
        let own = by.entry(rating.by.as_str()).or_default();
        own.0 += 1;
        own.1 = own.1.checked_add(rating.points).ok_or(Stop::Overflow)?;
    }
    let wanted = rule.aspects.len().max(1);
    match by.iter().find(|(_, (count, _))| *count < wanted) {
        Some((name, _)) => Err(Stop::NoRater(format!("{}：{name}", raters.name.zh))),
        None => Ok(by.into_values().map(|(_, points)| points).collect()),
    }
}

/// Each part's own points ÷ its full points × its weight × the item's points. A part that is left out spreads its
/// weight over the others.
pub(super) fn mix(board: &Board<'_>, at: usize, item: &Item, parts: &[Item]) -> Result<Applied, Stop> {
    let mut mixed = Vec::with_capacity(parts.len());
    let (mut sum, mut kept) = (Decimal::ZERO, Decimal::ZERO);
    let mut gaps: Vec<(Gap, Decimal, Decimal)> = Vec::new();
    for part in parts {
        let applied = apply::item(board, at, part)?;
        let weight = part.weight.unwrap_or_default();
        let dropped =
            matches!(applied.explain, Explain::NotApplicable { rule: NotApplicable::DropAndRescale, .. });
        if !dropped {
            let share = applied.points.checked_div(part.points).and_then(|r| r.checked_mul(weight));
            sum = sum.checked_add(share.ok_or(Stop::Overflow)?).ok_or(Stop::Overflow)?;
            kept += weight;
            gaps.extend(
                applied
                    .gap
                    .map(|gap| (gap, applied.points, weight.checked_div(part.points).unwrap_or_default())),
            );
        }
        mixed.push(Mixed {
            item: part.id.clone(),
            name: part.name.clone(),
            weight,
            full: part.points,
            points: applied.points,
            dropped,
            explain: applied.explain,
        });
    }
    let share = sum.checked_div(kept).ok_or(Stop::NothingApplies)?;
    let points = board.scheme.round(item, share.checked_mul(item.points).ok_or(Stop::Overflow)?);
    // The part that brings most.
    let gap = gaps
        .into_iter()
        .filter_map(|(gap, points_now, each)| {
            let more =
                (gap.reach - points_now).checked_mul(each)?.checked_div(kept)?.checked_mul(item.points)?;
            let reach = board.scheme.round(item, points.checked_add(more)?);
            (reach > points).then_some(Gap { full: reach >= item.points, reach, ..gap })
        })
        .max_by_key(|gap| gap.reach);
    Ok(Applied { points, explain: Explain::Mix { parts: mixed, full: item.points, points }, gap })
}
