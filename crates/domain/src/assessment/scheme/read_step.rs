//! Steps (每超 10% 加 0.5 分) and growth on an earlier year.

use rust_decimal::Decimal;

use super::{Kind, StepMode, Steps, fields::Fields, read_item::need_figure};
use crate::assessment::{expr::Expr, finding::Findings};

pub(super) fn steps(
    points: Decimal,
    bonus: bool,
    f: &mut Fields<'_>,
    found: &mut Findings<'_>,
) -> Option<Steps> {
    let on = match f.text(found, "measure") {
        Some(m) => Some(Expr::Completion(m)),
        None => need_figure(f, found, "on"),
    };
    away(on?, points, bonus, Decimal::ONE, f, found)
}

/// The steps away from a figure.
fn away(
    on: Expr,
    points: Decimal,
    bonus: bool,
    usual_at: Decimal,
    f: &mut Fields<'_>,
    found: &mut Findings<'_>,
) -> Option<Steps> {
    let modes =
        [("full", StepMode::Full), ("begun", StepMode::Begun), ("proportional", StepMode::Proportional)];
    let mode = f.need_text(found, "mode").and_then(|_| f.choice(found, "mode", &modes));
    let at = f.number(found, "at").unwrap_or(usual_at);
    let per = f.need_positive(found, "per");
    let base = f.points(found, "base", points).unwrap_or(if bonus { Decimal::ZERO } else { points });
    let zero = Expr::Number(Decimal::ZERO);
    let up = f.figure(found, "up").unwrap_or_else(|| zero.clone());
    let down = f.figure(found, "down").unwrap_or(zero);
    let max = match f.points(found, "cap_up", points) {
        Some(most) => base.checked_add(most).unwrap_or(most),
        None => f.points(found, "max", points).unwrap_or(points),
    };
    let min = match f.points(found, "floor_down", points) {
        Some(most) => base.checked_sub(most).unwrap_or(Decimal::ZERO),
        None => f.points(found, "min", points).unwrap_or(Decimal::ZERO),
    };
    if max < base || max < points {
        let (cap, points) = (max.to_string(), base.max(points).to_string());
        f.error(found, "scheme.cap_below_points", "max", [("cap", &cap), ("points", &points)]);
    }
    if min > base {
        let (min, base) = (min.to_string(), base.to_string());
        f.error(found, "scheme.floor_above_base", "min", [("min", &min), ("base", &base)]);
    }
    let zero_below = f.number(found, if f.has("floor_below") { "floor_below" } else { "zero_below" });
    Some(Steps { on, at, per: per?, mode: mode?, base, up, down, max, min, zero_below })
}

/// The figure is the growth itself: 0.08 for 8 %.
pub(super) fn growth(
    points: Decimal,
    bonus: bool,
    f: &mut Fields<'_>,
    found: &mut Findings<'_>,
) -> Option<Kind> {
    let measure = f.need_text(found, "measure");
    let back = match (f.has("base_year"), f.has("back")) {
        (true, _) => f.whole(found, "base_year", 1990..=2100),
        (_, true) => f.whole(found, "back", 1..=20),
        _ => Some(1),
    };
    let (measure, back) = (measure?, u16::try_from(back?).ok()?);
    let rise = Expr::Bin(
        crate::assessment::expr::Op::Div,
        Box::new(Expr::Measure(measure.clone())),
        Box::new(Expr::Lag(measure.clone(), back)),
    );
    let one = Box::new(Expr::Number(Decimal::ONE));
    let on = Expr::Bin(crate::assessment::expr::Op::Sub, Box::new(rise), one);
    let steps = away(on, points, bonus, Decimal::ZERO, f, found)?;
    Some(Kind::Growth { measure, back, steps: Box::new(steps) })
}
