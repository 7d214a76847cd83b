//! One item applied to one unit.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    board::Board,
    explain::{Applied, Because, Counted, Explain, Figure, Gap, Limit},
    stepped, substitute,
};
use crate::assessment::{
    expr::{self, Env, Expr, Stop},
    number::round,
    scheme::{Item, Kind, Measure, NotApplicable, Otherwise, PerItem, RankPoints, Ratio, Scale, Tier, Ties},
};

/// The figures of the units that an item compares: by item and group.
pub(super) struct Peers(BTreeMap<(String, String), Vec<Decimal>>);

impl Peers {
    pub(super) fn new(board: &Board<'_>) -> Self {
        let mut peers: BTreeMap<_, Vec<Decimal>> = BTreeMap::new();
        for item in &board.scheme.items {
            let (Kind::MinMax { on, .. } | Kind::Rank(RankPoints { on, .. })) = &item.kind else { continue };
            for (at, unit) in board.facts.units.iter().enumerate().filter(|(_, u)| item.is_for(&u.class)) {
                // Who has no figure is told when its own score is made.
                if let Ok(value) = expr::eval(on, &board.of(at)) {
                    peers.entry((item.id.clone(), board.group(&unit.class))).or_default().push(value);
                }
            }
        }
        Self(peers)
    }

    fn of(&self, board: &Board<'_>, at: usize, item: &Item) -> &[Decimal] {
        let key = (item.id.clone(), board.group(&board.facts.units[at].class));
        self.0.get(&key).map_or(&[], Vec::as_slice)
    }
}

impl Board<'_> {
    /// The group in which a unit is compared and ranked.
    pub(super) fn group(&self, class: &str) -> String {
        if self.scheme.rank.by_class { class.to_owned() } else { String::new() }
    }
}

/// A figure that one measure moves: the measure itself, or its completion.
pub(super) struct Lever<'s> {
    measure: &'s Measure,
    /// What the figure is multiplied by to give the measure.
    times: Decimal,
    ratio: bool,
}

impl<'s> Lever<'s> {
    pub(super) fn of(board: &Board<'s>, at: usize, on: &Expr) -> Option<Self> {
        match on {
            Expr::Measure(name) => {
                Some(Self { measure: board.scheme.measure(name)?, times: Decimal::ONE, ratio: false })
            }
            Expr::Completion(name) => {
                let (target, _) = board.target(at, name)?;
                Some(Self { measure: board.scheme.measure(name)?, times: target, ratio: true })
            }
            _ => None,
        }
    }

    pub(super) fn show(&self, value: Decimal) -> Figure {
        if self.ratio { Figure::percent(value) } else { Figure::of(self.measure, value) }
    }

    /// How much more of the measure moves the figure from `x` to `next`, rounded up so that it suffices.
    pub(super) fn gap(&self, x: Decimal, next: Decimal, reach: Decimal, full: bool) -> Option<Gap> {
        let more = next.checked_sub(x)?.checked_mul(self.times)?;
        if more <= Decimal::ZERO || self.measure.formula.is_some() {
            return None;
        }
        let mut figure = Figure::of(self.measure, more);
        // A share may count for half a project, but nobody can bring in half of one.
        if matches!(self.measure.scale, Scale::Count(_)) {
            figure.digits = 0;
        }
        let scale = Decimal::from(10_u32.pow(figure.digits));
        figure.value = figure.value.checked_mul(scale)?.ceil() / scale;
        Some(Gap {
            measure: self.measure.id.clone(),
            verb: self.measure.verb.clone(),
            more: figure,
            reach,
            full,
        })
    }
}

/// Points held between the least and the most.
pub(super) fn limit(raw: Decimal, least: Decimal, most: Decimal) -> (Decimal, Option<Limit>) {
    if raw > most {
        (most, Some(Limit::Most(most)))
    } else if raw < least {
        (least, Some(Limit::Least(least)))
    } else {
        (raw, None)
    }
}

/// The item's points for the unit, or its stated substitute where it cannot be applied.
pub(super) fn item(board: &Board<'_>, peers: &Peers, at: usize, item: &Item) -> Result<Applied, Stop> {
    let stop = match rule(board, peers, at, item) {
        Ok(applied) => return Ok(applied),
        Err(stop) => stop,
    };
    let Some(rule) = substitute(item, &stop) else { return Err(stop) };
    let because = match stop {
        Stop::ZeroTarget(_) => Because::ZeroTarget,
        Stop::NoRating => Because::NoRating,
        _ => Because::NoTarget,
    };
    let points = if rule == NotApplicable::Full { item.points } else { Decimal::ZERO };
    Ok(Applied { points, explain: Explain::NotApplicable { rule, because, points }, gap: None })
}

fn rule(board: &Board<'_>, peers: &Peers, at: usize, item: &Item) -> Result<Applied, Stop> {
    let digits = item.digits.unwrap_or(board.scheme.digits);
    let env = board.of(at);
    match &item.kind {
        Kind::Ratio(rule) => ratio(board, at, item, rule, digits),
        Kind::Threshold { when, text, otherwise } => {
            threshold(board, at, item, (when, text, otherwise), digits)
        }
        Kind::Tiers { on, tiers, otherwise } => tiers_of(board, at, item, on.as_ref(), tiers, *otherwise),
        Kind::Steps(rule) => stepped::steps(board, at, item, rule, digits),
        Kind::PerItem(rule) => per_item(board, at, item, rule, digits),
        Kind::Lookup { on, table } => {
            let x = expr::eval(on, &env)?;
            let points = round(env.table(table, x)?, digits);
            Ok(Applied {
                points,
                explain: Explain::Lookup { figure: show(board, at, on, x), points },
                gap: None,
            })
        }
        Kind::MinMax { on, low, high, all_equal } => {
            let x = expr::eval(on, &env)?;
            min_max((board, at, on), item, x, peers.of(board, at, item), (*low, *high, *all_equal), digits)
        }
        Kind::Rank(rule) => {
            let x = expr::eval(&rule.on, &env)?;
            let values = peers.of(board, at, item);
            let place = place(values, x, rule.ties);
            let points = rule.list.get(place as usize - 1).copied().unwrap_or(rule.otherwise);
            let figure = show(board, at, &rule.on, x);
            let explain = Explain::Rank { figure, place, of: values.len() as u32, points };
            Ok(Applied { points, explain, gap: None })
        }
        Kind::Manual => {
            let rating = board.rating(at, &item.id).ok_or(Stop::NoRating)?;
            let points = round(rating.points, digits);
            let explain = Explain::Manual { by: rating.by.clone(), note: rating.note.clone(), points };
            Ok(Applied { points, explain, gap: None })
        }
        Kind::Deduct(_) | Kind::Gate(_) => Err(Stop::NoRating), // not scored: see total.rs
    }
}

fn show(board: &Board<'_>, at: usize, on: &Expr, x: Decimal) -> Figure {
    Lever::of(board, at, on).map_or_else(|| Figure::plain(x), |lever| lever.show(x))
}

/// The place (from 1) of a value among all, the largest first.
pub(super) fn place<T: Ord>(values: &[T], x: T, ties: Ties) -> u32 {
    let above = values.iter().filter(|v| **v > x);
    let above = match ties {
        Ties::Skip => above.count(),
        Ties::Dense => above.collect::<BTreeSet<_>>().len(),
    };
    above as u32 + 1
}

fn ratio(board: &Board<'_>, at: usize, item: &Item, rule: &Ratio, digits: u32) -> Result<Applied, Stop> {
    let env = board.of(at);
    let den = expr::eval(&rule.den, &env)?;
    if den.is_zero() {
        return Err(match &rule.den {
            Expr::Target(name) => Stop::ZeroTarget(name.clone()),
            _ => Stop::DivisionByZero,
        });
    }
    let num = expr::eval(&rule.num, &env)?;
    let ratio = num.checked_div(den).ok_or(Stop::Overflow)?;
    let raw = round(ratio.checked_mul(item.points).ok_or(Stop::Overflow)?, digits);
    let (points, held) = match rule.zero_below {
        Some(line) if ratio < line => (Decimal::ZERO, Some(Limit::Below(line))),
        _ => limit(raw, Decimal::ZERO, rule.cap),
    };
    let lever = Lever::of(board, at, &rule.num);
    let shown = |x: Decimal| lever.as_ref().map_or_else(|| Figure::plain(x), |l| l.show(x));
    let gap = lever.as_ref().and_then(|lever| {
        let (reach, next) = if points < item.points {
            (item.points, den)
        } else {
            (rule.cap, den.checked_mul(rule.cap)?.checked_div(item.points)?)
        };
        lever.gap(num, next, reach, reach == item.points)
    });
    let (done, target) = (shown(num), shown(den));
    let explain = Explain::Ratio { done, target, ratio, full: item.points, raw, points, limit: held };
    Ok(Applied { points, explain, gap })
}

fn threshold(
    board: &Board<'_>,
    at: usize,
    item: &Item,
    (when, text, otherwise): (&expr::Cond, &str, &Otherwise),
    digits: u32,
) -> Result<Applied, Stop> {
    let env = board.of(at);
    let met = expr::truth(when, &env)?;
    let points = match otherwise {
        _ if met => item.points,
        Otherwise::Zero => Decimal::ZERO,
        Otherwise::Ratio(of) => {
            let part = expr::eval(of, &env)?.checked_mul(item.points).ok_or(Stop::Overflow)?;
            round(part, digits).clamp(Decimal::ZERO, item.points)
        }
    };
    Ok(Applied { points, explain: Explain::Threshold { met, condition: text.to_owned(), points }, gap: None })
}

fn fits(tier: &Tier, x: Option<Decimal>, env: &impl Env) -> Result<bool, Stop> {
    let inside = x.is_none_or(|x| tier.from.is_none_or(|f| f <= x) && tier.below.is_none_or(|b| x < b));
    Ok(inside && tier.when.as_ref().map_or(Ok(true), |when| expr::truth(when, env))?)
}

fn tiers_of(
    board: &Board<'_>,
    at: usize,
    item: &Item,
    on: Option<&Expr>,
    tiers: &[Tier],
    otherwise: Option<Decimal>,
) -> Result<Applied, Stop> {
    let env = board.of(at);
    let x = on.map(|on| expr::eval(on, &env)).transpose()?;
    let mut hit = None;
    for tier in tiers {
        if fits(tier, x, &env)? {
            hit = Some(tier);
            break;
        }
    }
    let points = hit.map(|t| t.points).or(otherwise).unwrap_or_default();
    let lever = on.and_then(|on| Lever::of(board, at, on));
    let gap = lever.as_ref().zip(x).and_then(|(lever, x)| {
        let better = tiers.iter().filter(|t| t.when.is_none() && t.points > points);
        let next = better.filter(|t| t.from.is_some_and(|from| from > x)).min_by_key(|t| t.from)?;
        lever.gap(x, next.from?, next.points, next.points == item.points)
    });
    let figure = x.map(|x| lever.as_ref().map_or_else(|| Figure::plain(x), |l| l.show(x)));
    let explain = Explain::Tier { figure, tier: hit.map(|t| t.say.clone()), points };
    Ok(Applied { points, explain, gap })
}

fn per_item(board: &Board<'_>, at: usize, item: &Item, rule: &PerItem, digits: u32) -> Result<Applied, Stop> {
    let measure = board.scheme.measure(&rule.measure);
    let rows = measure.and_then(|m| board.ledger_rows(at, m));
    let rows = rows.ok_or_else(|| Stop::NoMeasure(rule.measure.clone()))?;
    // A project counts once, by its largest row: parts of one project are no further projects.
    let mut once: BTreeMap<uuid::Uuid, (Decimal, Decimal)> = BTreeMap::new();
    for row in rows {
        let figures =
            (Decimal::new(row.size_fen.unwrap_or(row.fen), 2), Decimal::new(row.share_bp.into(), 4));
        let known = once.entry(row.project.map_or(row.id, |p| p.0)).or_insert(figures);
        *known = (*known).max(figures);
    }
    let env = board.of(at);
    let mut counts = vec![Decimal::ZERO; rule.tiers.len()];
    for (size, share) in once.into_values() {
        for (tier, count) in rule.tiers.iter().zip(&mut counts) {
            if fits(tier, Some(size), &env)? {
                *count += share;
                if rule.best_only {
                    break;
                }
            }
        }
    }
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
    let raw = round(raw, digits);
    let (points, held) = limit(raw, Decimal::ZERO, item.points);
    Ok(Applied { points, explain: Explain::PerItem { lines, raw, points, limit: held }, gap: None })
}

fn min_max(
    (board, at, on): (&Board<'_>, usize, &Expr),
    item: &Item,
    x: Decimal,
    values: &[Decimal],
    (low, high, all_equal): (Decimal, Decimal, Decimal),
    digits: u32,
) -> Result<Applied, Stop> {
    let min = values.iter().copied().min().unwrap_or(x);
    let max = values.iter().copied().max().unwrap_or(x);
    let coefficient = if min == max {
        all_equal
    } else {
        let (above, span) = (x.checked_sub(min), max.checked_sub(min));
        let part = above.zip(span).and_then(|(above, span)| above.checked_div(span));
        part.and_then(|part| part.checked_mul(high - low)).ok_or(Stop::Overflow)? + low
    };
    let points = coefficient.checked_mul(item.points).ok_or(Stop::Overflow)? / Decimal::ONE_HUNDRED;
    let points = round(points, digits);
    let [figure, min, max] = [x, min, max].map(|v| show(board, at, on, v));
    let explain = Explain::MinMax { figure, min, max, low, high, coefficient, full: item.points, points };
    Ok(Applied { points, explain, gap: None })
}
