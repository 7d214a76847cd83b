//! Steps away from a point: 每超 10% 加 0.5 分.

use rust_decimal::Decimal;

use super::{
    apply::{Lever, limit, tried},
    board::Board,
    explain::{Applied, Explain, Figure, Limit},
    search::Moved,
};
use crate::assessment::{
    expr::{self, Env, Stop},
    scheme::{Item, StepMode, Steps},
};

/// How many steps a distance makes.
fn count(distance: Decimal, per: Decimal, mode: StepMode) -> Result<Decimal, Stop> {
    let exact = distance.checked_div(per).ok_or(Stop::Overflow)?;
    Ok(match mode {
        StepMode::Full => exact.floor(),
        StepMode::Begun => exact.ceil(),
        StepMode::Proportional => exact,
    })
}

/// Growth on an earlier year, with the figures behind it.
pub(super) fn growth(
    board: &Board<'_>,
    at: usize,
    item: &Item,
    (name, back): (&str, u16),
    rule: &Steps,
) -> Result<Applied, Stop> {
    let env = board.of(at);
    let (now, base) = (env.measure(name)?, env.lag(name, back)?);
    if base.is_zero() {
        return Err(Stop::ZeroBase(name.to_owned()));
    }
    let measure = board.scheme.measure(name).ok_or_else(|| Stop::NoMeasure(name.to_owned()))?;
    let applied = steps(board, at, item, rule, Some(&Lever::growth(measure, base)))?;
    let explain = Explain::Growth {
        now: Figure::of(measure, now),
        base: Figure::of(measure, base),
        year: board.year_back(back),
        steps: Box::new(applied.explain),
    };
    Ok(Applied { explain, ..applied })
}

pub(super) fn steps(
    board: &Board<'_>,
    at: usize,
    item: &Item,
    rule: &Steps,
    lever: Option<&Lever<'_>>,
) -> Result<Applied, Stop> {
    let env = board.of(at);
    let x = expr::eval(&rule.on, &env)?;
    let up = x >= rule.at;
    let distance = x.checked_sub(rule.at).ok_or(Stop::Overflow)?.abs();
    let steps = count(distance, rule.per, rule.mode)?;
    let each = expr::eval(if up { &rule.up } else { &rule.down }, &env)?;
    let change = steps.checked_mul(each).ok_or(Stop::Overflow)?;
    let raw = if up { rule.base.checked_add(change) } else { rule.base.checked_sub(change) };
    let raw = board.scheme.round(item, raw.ok_or(Stop::Overflow)?);
    let (points, held) = match rule.zero_below {
        Some(line) if x < line => (Decimal::ZERO, Some(Limit::Below(line))),
        _ => limit(raw, rule.min, rule.max),
    };
    let show = |value: Decimal| lever.map_or_else(|| Figure::plain(value), |l| l.show(value));
    let again = |env: &Moved<'_, '_>| {
        let x = expr::eval(&rule.on, env).ok()?;
        if rule.zero_below.is_some_and(|line| x < line) {
            return Some(Decimal::ZERO);
        }
        let up = x >= rule.at;
        let steps = count(x.checked_sub(rule.at)?.abs(), rule.per, rule.mode).ok()?;
        let change = steps.checked_mul(expr::eval(if up { &rule.up } else { &rule.down }, env).ok()?)?;
        let raw = if up { rule.base.checked_add(change) } else { rule.base.checked_sub(change) };
        Some(limit(board.scheme.round(item, raw?), rule.min, rule.max).0)
    };
    let by_step = lever.and_then(|lever| {
        // The next figure that earns more: the line, then the base, then the next step up to the most.
        let next = match rule.zero_below {
            Some(line) if x < line => line,
            _ if x < rule.at => rule.at,
            _ if points < rule.max && !each.is_zero() => {
                let done = distance.checked_div(rule.per)?.floor();
                rule.at.checked_add(done.checked_add(Decimal::ONE)?.checked_mul(rule.per)?)?
            }
            _ => return None,
        };
        let reach = if next < rule.at {
            let below = count(rule.at.checked_sub(next)?, rule.per, rule.mode).ok()?;
            rule.base.checked_sub(below.checked_mul(expr::eval(&rule.down, &env).ok()?)?)?
        } else {
            let above = count(next.checked_sub(rule.at)?, rule.per, rule.mode).ok()?;
            rule.base.checked_add(above.checked_mul(expr::eval(&rule.up, &env).ok()?)?)?
        };
        let (reach, _) = limit(board.scheme.round(item, reach), rule.min, rule.max);
        (reach > points).then(|| lever.gap(x, next, reach, reach == item.points))?
    });
    let gap = by_step.or_else(|| tried(board, at, item, points, again));
    let explain = Explain::Steps {
        figure: show(x),
        at: show(rule.at),
        per: show(rule.per),
        steps,
        up,
        each,
        base: rule.base,
        raw,
        points,
        limit: held,
    };
    Ok(Applied { points, explain, gap })
}
