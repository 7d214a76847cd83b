//! Items in which units are compared: places and efficacy coefficients.

use rust_decimal::Decimal;

use super::{
    apply::{Lever, show},
    board::Board,
    explain::{Applied, Explain},
    search::Probe,
};
use crate::assessment::{
    expr::{self, Expr, Stop},
    scheme::{Item, RankPoints, Ties},
};

/// The figures of the units of the group that the item is for, in rising order.
fn peers(board: &Board<'_>, at: usize, item: &Item, on: &Expr) -> std::rc::Rc<[Decimal]> {
    let group = board.group(at);
    board.compare(on, &group, |other| item.is_for(board.class(other)) && board.group(other) == group)
}

/// How many are better, and how many are equal (the unit too).
fn around(values: &[Decimal], x: Decimal, least_best: bool) -> (usize, usize) {
    let (below, upto) = (values.partition_point(|v| *v < x), values.partition_point(|v| *v <= x));
    let better = if least_best { below } else { values.len() - upto };
    (better, upto - below)
}

/// The place of a figure among rising ones, from 0, and the points of it by the rule for equal ones.
fn placed(
    values: &[Decimal],
    x: Decimal,
    rule: &RankPoints,
    points_at: impl Fn(usize) -> Option<Decimal>,
) -> (usize, Option<Decimal>) {
    let (better, equal) = around(values, x, rule.least_best);
    let equal = equal.max(1);
    match rule.ties {
        Ties::Skip => (better, points_at(better)),
        Ties::Next => (better + equal - 1, points_at(better + equal - 1)),
        Ties::Dense => {
            let mut above: Vec<Decimal> =
                values.iter().copied().filter(|v| if rule.least_best { *v < x } else { *v > x }).collect();
            above.dedup();
            (above.len(), points_at(above.len()))
        }
        Ties::Average => {
            let sum: Option<Decimal> = (better..better + equal).map(points_at).sum();
            (better, sum.and_then(|sum| sum.checked_div(Decimal::from(equal))))
        }
    }
}

pub(super) fn rank(board: &Board<'_>, at: usize, item: &Item, rule: &RankPoints) -> Result<Applied, Stop> {
    let x = expr::eval(&rule.on, &board.of(at))?;
    let values = peers(board, at, item, &rule.on);
    let (better, _) = around(&values, x, rule.least_best);
    let points_at = |place: usize| -> Option<Decimal> {
        match rule.last {
            Some(last) => {
                let steps = values.len().saturating_sub(1).max(1);
                let fall = (item.points - last).checked_mul(Decimal::from(place))?;
                item.points.checked_sub(fall.checked_div(Decimal::from(steps))?)
            }
            None => Some(rule.list.get(place).copied().unwrap_or(rule.otherwise)),
        }
    };
    let (place, raw) = placed(&values, x, rule, points_at);
    let points = board.scheme.round(item, raw.ok_or(Stop::Overflow)?);
    let gap = (better > 0).then_some(()).and_then(|()| {
        let next = if rule.least_best {
            values[values.partition_point(|v| *v < x) - 1]
        } else {
            values[values.partition_point(|v| *v <= x)]
        };
        // As it would stand beside those it catches up with.
        let mut then = values.to_vec();
        then.remove(then.partition_point(|v| *v < x));
        then.insert(then.partition_point(|v| *v < next), next);
        let (ahead, raw) = placed(&then, next, rule, points_at);
        let reach = board.scheme.round(item, raw?);
        let full = reach == item.points;
        let mut gap = if let Some(lever) = Lever::of(board, at, &rule.on) {
            if rule.least_best {
                lever.less(x, next, reach, full)?
            } else {
                lever.gap(x, next, reach, full)?
            }
        } else if rule.least_best {
            return None;
        } else {
            let mut names = expr::Names::default();
            rule.on.names(&mut names);
            let probe = Probe::new(board, at, &names)?;
            let steps = probe.least(&|env| expr::eval(&rule.on, env).ok(), &|value| value >= next)?;
            probe.gap(steps, reach, full)?
        };
        gap.place = u32::try_from(ahead).ok()?.checked_add(1);
        (reach > points).then_some(gap)
    });
    let (first, last) = (values.first().copied().unwrap_or(x), values.last().copied().unwrap_or(x));
    let (best, worst) = if rule.least_best { (first, last) } else { (last, first) };
    let explain = Explain::Rank {
        figure: show(board, at, &rule.on, x),
        place: u32::try_from(place).unwrap_or(u32::MAX - 1) + 1,
        of: u32::try_from(values.len()).unwrap_or(u32::MAX),
        best: show(board, at, &rule.on, best),
        worst: show(board, at, &rule.on, worst),
        points,
    };
    Ok(Applied { points, explain, gap })
}

pub(super) fn min_max(
    (board, at, on): (&Board<'_>, usize, &Expr),
    item: &Item,
    (low, high, all_equal): (Decimal, Decimal, Decimal),
    least_best: bool,
) -> Result<Applied, Stop> {
    let x = expr::eval(on, &board.of(at))?;
    let values = peers(board, at, item, on);
    let (first, last) = (values.first().copied().unwrap_or(x), values.last().copied().unwrap_or(x));
    // Where the smallest is the best, the scale is turned around.
    let (min, max) = if least_best { (last, first) } else { (first, last) };
    let coefficient = if min == max {
        all_equal
    } else {
        let (above, span) = (x.checked_sub(min), max.checked_sub(min));
        let part = above.zip(span).and_then(|(above, span)| above.checked_div(span));
        part.and_then(|part| part.checked_mul(high - low)).ok_or(Stop::Overflow)? + low
    };
    let points = coefficient.checked_mul(item.points).ok_or(Stop::Overflow)? / Decimal::ONE_HUNDRED;
    let points = board.scheme.round(item, points);
    let gap = (x != max).then_some(()).and_then(|()| {
        let reach = board.scheme.round(item, high.checked_mul(item.points)? / Decimal::ONE_HUNDRED);
        let full = reach == item.points;
        match Lever::of(board, at, on) {
            Some(lever) if least_best => lever.less(x, max, reach, full),
            Some(lever) => lever.gap(x, max, reach, full),
            None if least_best => None,
            None => {
                let mut names = expr::Names::default();
                on.names(&mut names);
                let probe = Probe::new(board, at, &names)?;
                let steps = probe.least(&|env| expr::eval(on, env).ok(), &|value| value >= max)?;
                probe.gap(steps, reach, full)
            }
        }
    });
    let [figure, min, max] = [x, min, max].map(|v| show(board, at, on, v));
    let explain = Explain::MinMax { figure, min, max, low, high, coefficient, full: item.points, points };
    Ok(Applied { points, explain, gap })
}
