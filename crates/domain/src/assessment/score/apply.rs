//! One item applied to one unit.

use rust_decimal::Decimal;

use super::{
    board::Board,
    compare,
    explain::{Applied, Because, Explain, Figure, Gap, Limit, Need},
    mixed, rowwise,
    search::{self, Probe},
    stepped, substitute,
};
use crate::assessment::{
    expr::{self, Cmp, Cond, Env, Expr, Fold, Stop},
    number::round,
    scheme::{Item, Kind, Measure, Name, NotApplicable, Otherwise, Ratio, Scale, Tier},
};

impl Board<'_> {
    /// The group in which a unit is compared and ranked.
    pub(super) fn group(&self, at: usize) -> String {
        if self.scheme.rank.by_class { self.class(at).to_owned() } else { String::new() }
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
    /// The growth of a measure on an earlier figure.
    pub(super) fn growth(measure: &'s Measure, base: Decimal) -> Self {
        Self { measure, times: base, ratio: true }
    }
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
            Expr::CompletionOf(aim) => {
                let target = board.aim(at, aim)?;
                Some(Self { measure: board.scheme.measure(&aim.measure)?, times: target, ratio: true })
            }
            _ => None,
        }
    }

    pub(super) fn show(&self, value: Decimal) -> Figure {
        if self.ratio { Figure::percent(value) } else { Figure::of(self.measure, value) }
    }

    /// How much more of the measure moves the figure from `x` to `next`, rounded up so that it suffices.
    pub(super) fn gap(&self, x: Decimal, next: Decimal, reach: Decimal, full: bool) -> Option<Gap> {
        // A ratio such as 1/3 is not exact: what it is off by must not be rounded up to a whole one.
        let more = round(next.checked_sub(x)?.checked_mul(self.times)?, 9);
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
            also: Vec::new(),
            of: None,
            place: None,
            less: false,
        })
    }

    /// How much less of the measure moves the figure from `x` down to `next`.
    pub(super) fn less(&self, x: Decimal, next: Decimal, reach: Decimal, full: bool) -> Option<Gap> {
        Some(Gap { less: true, ..self.gap(next, x, reach, full)? })
    }
}

/// The next step of a rule that is no plain line of one measure, found by trying.
pub(super) fn tried(
    board: &Board<'_>,
    at: usize,
    item: &Item,
    points: Decimal,
    again: impl Fn(&search::Moved<'_, '_>) -> Option<Decimal>,
) -> Option<Gap> {
    Probe::new(board, at, &item.names())?.next(item, points, again)
}

/// What is missing for a condition to hold: every comparison of a measure that fails, where no other thing does.
pub(super) fn needs(board: &Board<'_>, at: usize, when: &Cond, reach: Decimal, full: bool) -> Option<Gap> {
    let mut failing = Vec::new();
    collect(board, at, when, &mut failing)?;
    let mut gaps: Vec<Gap> = Vec::new();
    for (lever, x, next) in failing {
        let gap = lever.gap(x, next, reach, full)?;
        match gaps.iter_mut().find(|known| known.measure == gap.measure) {
            Some(known) if known.more.value < gap.more.value => *known = gap,
            Some(_) => {}
            None => gaps.push(gap),
        }
    }
    let mut gaps = gaps.into_iter();
    let mut gap = gaps.next()?;
    gap.also = gaps.map(|g| Need { measure: g.measure, verb: g.verb, more: g.more }).collect();
    Some(gap)
}

type Failing<'s> = Vec<(Lever<'s>, Decimal, Decimal)>;

/// `None` when something fails that no measure alone can mend.
fn collect<'s>(board: &Board<'s>, at: usize, when: &Cond, out: &mut Failing<'s>) -> Option<()> {
    let env = board.of(at);
    if expr::truth(when, &env).ok()? {
        return Some(());
    }
    match when {
        Cond::And(a, b) => {
            collect(board, at, a, out)?;
            collect(board, at, b, out)
        }
        Cond::Compare(cmp @ (Cmp::Ge | Cmp::Gt), on, line) => {
            let lever = Lever::of(board, at, on)?;
            // Strictly more: the smallest step that is shown.
            let line = expr::eval(line, &env).ok()?;
            let next = if *cmp == Cmp::Ge { line } else { line.checked_add(Decimal::new(1, 9))? };
            out.push((lever, expr::eval(on, &env).ok()?, next));
            Some(())
        }
        _ => None,
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
pub(super) fn item(board: &Board<'_>, at: usize, item: &Item) -> Result<Applied, Stop> {
    let stop = match rule(board, at, item) {
        Ok(applied) => return Ok(applied),
        Err(stop) => stop,
    };
    let Some(rule) = substitute(item, &stop) else { return Err(stop) };
    let because = match stop {
        Stop::ZeroTarget(_) => Because::ZeroTarget,
        Stop::NoRating | Stop::NoRater(_) => Because::NoRating,
        Stop::NoMeasure(_) | Stop::NoHistory { .. } | Stop::NoRows(_) => Because::NoMeasure,
        Stop::DivisionByZero => Because::DenZero,
        Stop::ZeroBase(_) => Because::ZeroBase,
        _ => Because::NoTarget,
    };
    let points = if rule == NotApplicable::Full { item.points } else { Decimal::ZERO };
    Ok(Applied { points, explain: Explain::NotApplicable { rule, because, points }, gap: None })
}

fn rule(board: &Board<'_>, at: usize, item: &Item) -> Result<Applied, Stop> {
    let env = board.of(at);
    match &item.kind {
        Kind::Ratio(rule) => ratio(board, at, item, rule),
        Kind::Threshold { when, text, otherwise } => threshold(board, at, item, (when, text, otherwise)),
        Kind::Tiers { on, tiers, otherwise, upper } => {
            tiers_of((board, at, item), on.as_ref(), tiers, *otherwise, *upper)
        }
        Kind::Steps(rule) => {
            let lever = Lever::of(board, at, &rule.on);
            stepped::steps(board, at, item, rule, lever.as_ref())
        }
        Kind::Growth { measure, back, steps } => stepped::growth(board, at, item, (measure, *back), steps),
        Kind::PerItem(rule) => rowwise::per_item(board, at, item, rule),
        Kind::Marginal { on, bands } => rowwise::marginal(board, at, item, on, bands),
        Kind::Lookup { on, table } => {
            let x = expr::eval(on, &env)?;
            let points = board.scheme.round(item, env.table(table, x)?);
            let lever = Lever::of(board, at, on);
            let by_band = lever.and_then(|lever| {
                let bands = &board.scheme.table(table)?.bands.0;
                let better = bands.iter().filter(|b| b.value > points && b.from.is_some_and(|f| f > x));
                let next = better.min_by_key(|b| b.from)?;
                lever.gap(x, next.from?, next.value, next.value == item.points)
            });
            let again = |env: &search::Moved<'_, '_>| {
                Some(board.scheme.round(item, env.table(table, expr::eval(on, env).ok()?).ok()?))
            };
            let gap = by_band.or_else(|| tried(board, at, item, points, again));
            let explain = Explain::Lookup { figure: show(board, at, on, x), points };
            Ok(Applied { points, explain, gap })
        }
        Kind::MinMax { on, low, high, all_equal, least_best } => {
            compare::min_max((board, at, on), item, (*low, *high, *all_equal), *least_best)
        }
        Kind::Rank(rule) => compare::rank(board, at, item, rule),
        Kind::Share { part, whole } => share(board, at, item, part, whole),
        Kind::Manual => {
            let rating = board.ratings(at, &item.id).next().ok_or(Stop::NoRating)?;
            let points = board.scheme.round(item, rating.points);
            let explain = Explain::Manual { by: rating.by.clone(), note: rating.note.clone(), points };
            Ok(Applied { points, explain, gap: rated_gap(item, points) })
        }
        Kind::Rating(rule) => mixed::rating(board, at, item, rule),
        Kind::Mix(parts) => mixed::mix(board, at, item, parts),
        Kind::Formula { formula, text, min } => {
            let raw = board.scheme.round(item, expr::eval(formula, &env)?);
            let (points, held) = limit(raw, *min, item.points);
            let explain = Explain::Formula { text: text.clone(), raw, points, limit: held };
            let again = |env: &search::Moved<'_, '_>| {
                let raw = board.scheme.round(item, expr::eval(formula, env).ok()?);
                Some(limit(raw, *min, item.points).0)
            };
            let gap = tried(board, at, item, points, again);
            Ok(Applied { points, explain, gap })
        }
        Kind::Deduct(_) | Kind::Gate(_) => Err(Stop::NoRating), // not scored: see total.rs
    }
}

fn share(board: &Board<'_>, at: usize, item: &Item, part: &Expr, whole: &Expr) -> Result<Applied, Stop> {
    let env = board.of(at);
    let (part_of, whole_of) = (expr::eval(part, &env)?, expr::eval(whole, &env)?);
    if whole_of.is_zero() {
        return Err(Stop::DivisionByZero);
    }
    let ratio = part_of.checked_div(whole_of).ok_or(Stop::Overflow)?;
    let raw = board.scheme.round(item, ratio.checked_mul(item.points).ok_or(Stop::Overflow)?);
    let (points, held) = limit(raw, Decimal::ZERO, item.points);
    let again = |env: &search::Moved<'_, '_>| {
        let ratio = expr::eval(part, env).ok()?.checked_div(expr::eval(whole, env).ok()?)?;
        let raw = board.scheme.round(item, ratio.checked_mul(item.points)?);
        Some(limit(raw, Decimal::ZERO, item.points).0)
    };
    let gap = Probe::of_share(board, at, part, whole).and_then(|p| p.next(item, points, again));
    let (part, whole) = (show(board, at, part, part_of), show(board, at, whole, whole_of));
    let explain = Explain::Share { part, whole, ratio, full: item.points, raw, points, limit: held };
    Ok(Applied { points, explain, gap })
}

/// What people rated is moved by nothing but their ratings.
pub(super) fn rated_gap(item: &Item, points: Decimal) -> Option<Gap> {
    let missing = item.points.checked_sub(points).filter(|missing| *missing > Decimal::ZERO)?;
    let name = |zh: &str, en: &str| Name { zh: zh.into(), en: en.into() };
    let digits = 2.max(round(missing, 6).normalize().scale());
    Some(Gap {
        measure: String::new(),
        verb: name("评得", "from those who rate"),
        more: Figure { value: missing, unit: name("分", "points"), digits },
        reach: item.points,
        full: true,
        also: Vec::new(),
        of: None,
        place: None,
        less: false,
    })
}

pub(super) fn show(board: &Board<'_>, at: usize, on: &Expr, x: Decimal) -> Figure {
    if let Expr::Rows(fold) = on
        && let Some(measure) = board.scheme.measure(&fold.measure).filter(|m| !m.scale.is_money())
        && fold.fold == Fold::Count
    {
        return Figure::of(measure, x);
    }
    Lever::of(board, at, on).map_or_else(|| Figure::plain(x), |lever| lever.show(x))
}

fn ratio(board: &Board<'_>, at: usize, item: &Item, rule: &Ratio) -> Result<Applied, Stop> {
    let env = board.of(at);
    let den = expr::eval(&rule.den, &env)?;
    if den.is_zero() {
        return Err(match &rule.den {
            Expr::Target(name) | Expr::TargetOf(expr::Aim { measure: name, .. }) => {
                Stop::ZeroTarget(name.clone())
            }
            _ => Stop::DivisionByZero,
        });
    }
    let num = expr::eval(&rule.num, &env)?;
    let ratio = num.checked_div(den).ok_or(Stop::Overflow)?;
    let raw = board.scheme.round(item, ratio.checked_mul(item.points).ok_or(Stop::Overflow)?);
    let (points, held) = match rule.zero_below {
        Some(line) if ratio < line => (Decimal::ZERO, Some(Limit::Below(line))),
        _ => limit(raw, rule.floor, rule.cap),
    };
    let lever = Lever::of(board, at, &rule.num);
    let shown = |x: Decimal| lever.as_ref().map_or_else(|| Figure::plain(x), |l| l.show(x));
    let again = |env: &search::Moved<'_, '_>| {
        let ratio = expr::eval(&rule.num, env).ok()?.checked_div(expr::eval(&rule.den, env).ok()?)?;
        let raw = board.scheme.round(item, ratio.checked_mul(item.points)?);
        let counts = rule.zero_below.is_none_or(|line| ratio >= line);
        Some(if counts { limit(raw, rule.floor, rule.cap).0 } else { Decimal::ZERO })
    };
    let by_line = lever.as_ref().and_then(|lever| {
        let (reach, next) = if points < item.points {
            (item.points, den)
        } else {
            (rule.cap, den.checked_mul(rule.cap)?.checked_div(item.points)?)
        };
        lever.gap(num, next, reach, reach == item.points)
    });
    let gap = by_line.or_else(|| tried(board, at, item, points, again));
    let (done, target) = (shown(num), shown(den));
    let explain = Explain::Ratio { done, target, ratio, full: item.points, raw, points, limit: held };
    Ok(Applied { points, explain, gap })
}

fn threshold(
    board: &Board<'_>,
    at: usize,
    item: &Item,
    (when, text, otherwise): (&expr::Cond, &str, &Otherwise),
) -> Result<Applied, Stop> {
    let env = board.of(at);
    let met = expr::truth(when, &env)?;
    let points = match otherwise {
        _ if met => item.points,
        Otherwise::Zero => Decimal::ZERO,
        Otherwise::Points(points) => *points,
        Otherwise::Ratio(of) => {
            let part = expr::eval(of, &env)?.checked_mul(item.points).ok_or(Stop::Overflow)?;
            board.scheme.round(item, part).clamp(Decimal::ZERO, item.points)
        }
    };
    let again = |env: &search::Moved<'_, '_>| {
        expr::truth(when, env).ok().map(|met| if met { item.points } else { Decimal::ZERO })
    };
    let gap = if met {
        None
    } else {
        let all = needs(board, at, when, item.points, true);
        all.or_else(|| tried(board, at, item, Decimal::ZERO, again))
    };
    Ok(Applied { points, explain: Explain::Threshold { met, condition: text.to_owned(), points }, gap })
}

/// Whether a tier takes the figure in; `upper` says which end of its band belongs to it.
pub(super) fn fits(tier: &Tier, x: Option<Decimal>, upper: bool, env: &impl Env) -> Result<bool, Stop> {
    let inside = x.is_none_or(|x| {
        tier.from.is_none_or(|f| if upper { f < x } else { f <= x })
            && tier.below.is_none_or(|b| if upper { x <= b } else { x < b })
    });
    Ok(inside && tier.when.as_ref().map_or(Ok(true), |when| expr::truth(when, env))?)
}

fn tiers_of(
    (board, at, item): (&Board<'_>, usize, &Item),
    on: Option<&Expr>,
    tiers: &[Tier],
    otherwise: Option<Decimal>,
    upper: bool,
) -> Result<Applied, Stop> {
    let env = board.of(at);
    let x = on.map(|on| expr::eval(on, &env)).transpose()?;
    let mut hit = None;
    for tier in tiers {
        if fits(tier, x, upper, &env)? {
            hit = Some(tier);
            break;
        }
    }
    let points = hit.map(|t| t.points).or(otherwise).unwrap_or_default();
    let lever = on.and_then(|on| Lever::of(board, at, on));
    let better = || tiers.iter().filter(|t| t.points > points);
    let by_band = lever.as_ref().zip(x).and_then(|(lever, x)| {
        let next = better()
            .filter(|t| t.when.is_none() && t.from.is_some_and(|from| from >= x))
            .min_by_key(|t| t.from)?;
        let above = if upper { next.from?.checked_add(Decimal::new(1, 9))? } else { next.from? };
        lever.gap(x, above, next.points, next.points == item.points)
    });
    // The nearest of the better tiers whose conditions measures can mend.
    let by_condition = || {
        let bare = better().filter(|t| t.from.is_none() && t.below.is_none());
        let mut next: Vec<&Tier> = bare.collect();
        next.sort_by_key(|t| t.points);
        next.into_iter().find_map(|t| needs(board, at, t.when.as_ref()?, t.points, t.points == item.points))
    };
    let again = |env: &search::Moved<'_, '_>| {
        let x = on.map(|on| expr::eval(on, env)).transpose().ok()?;
        let hit = tiers.iter().find(|tier| fits(tier, x, upper, env).unwrap_or(false));
        Some(hit.map(|t| t.points).or(otherwise).unwrap_or_default())
    };
    let gap = by_band.or_else(by_condition).or_else(|| tried(board, at, item, points, again));
    let figure = x.map(|x| lever.as_ref().map_or_else(|| Figure::plain(x), |l| l.show(x)));
    let explain = Explain::Tier { figure, tier: hit.map(|t| t.say.clone()), points };
    Ok(Applied { points, explain, gap })
}
