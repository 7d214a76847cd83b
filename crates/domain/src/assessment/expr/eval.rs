//! The value of a figure or condition for one unit.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Aim, Cmp, Cond, Expr, Func, Op, RowFold, Standing};
use crate::{assessment::number, period::Window};

/// Why a figure has no value. Never replaced by 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// Nobody delivered the measure.
    NoMeasure(String),
    /// No target was set (未下达): the item's rule for that decides.
    NoTarget(String),
    /// The target is zero: a ratio to nothing is not 100 %.
    ZeroTarget(String),
    /// The office has not rated the item.
    NoRating,
    /// No band of the table holds the figure.
    NoBand {
        table: String,
        value: Decimal,
    },
    DivisionByZero,
    /// The earlier window's figure was not delivered.
    NoHistory {
        measure: String,
        year: i16,
    },
    /// The earlier figure is zero: no growth can be computed.
    ZeroBase(String),
    /// The average, largest or smallest of no row.
    NoRows(String),
    /// The table has no value for the unit's class.
    NoClass(String),
    /// A field of a row or record that is not there.
    NoField(String),
    /// A group of raters has not rated.
    NoRater(String),
    /// Nobody else of the group to take the average of.
    NoPeers,
    /// The result is larger than any amount of a district.
    Overflow,
    /// Every item of the unit is left out: there is nothing to scale up.
    NothingApplies,
}

/// Where an expression finds its figures. What an environment does not have is said, never 0.
pub trait Env {
    fn measure(&self, name: &str) -> Result<Decimal, Stop>;

    fn target(&self, name: &str) -> Result<Decimal, Stop> {
        Err(Stop::NoTarget(name.to_owned()))
    }

    /// One target among several.
    fn aim(&self, aim: &Aim) -> Result<Decimal, Stop> {
        Err(Stop::NoTarget(aim.measure.clone()))
    }

    /// The band's value for the figure.
    fn table(&self, name: &str, value: Decimal) -> Result<Decimal, Stop> {
        Err(Stop::NoBand { table: name.to_owned(), value })
    }

    /// The table's value for the unit's class.
    fn class_table(&self, name: &str) -> Result<Decimal, Stop> {
        Err(Stop::NoClass(name.to_owned()))
    }

    /// Gone ÷ all, by months or days, of a window or the scheme's.
    fn progress(&self, _by_day: bool, _window: Option<Window>) -> Decimal {
        Decimal::ZERO
    }

    /// The measure so many years before, or in a year.
    fn lag(&self, name: &str, _back: u16) -> Result<Decimal, Stop> {
        Err(Stop::NoMeasure(name.to_owned()))
    }

    fn rows(&self, fold: &RowFold) -> Result<Decimal, Stop> {
        Err(Stop::NoMeasure(fold.measure.clone()))
    }

    /// The unit's place (from 1), the least and the largest figure among the units it is compared with.
    fn standing(&self, on: &Expr, _all: bool, own: Decimal) -> Result<(u32, Decimal, Decimal), Stop> {
        let _ = on;
        Ok((1, own, own))
    }

    /// The text of a name: `class`, or a field of a row.
    fn text(&self, name: &str) -> Result<&str, Stop> {
        Err(Stop::NoField(name.to_owned()))
    }

    /// What a row counts for.
    fn weight(&self) -> Option<Decimal> {
        None
    }

    /// Done ÷ target, unrounded.
    fn completion(&self, name: &str) -> Result<Decimal, Stop> {
        part(|| self.measure(name), self.target(name)?, name)
    }
}

/// The target is looked at first: without one an item may be left out, whatever was done.
fn part(done: impl FnOnce() -> Result<Decimal, Stop>, target: Decimal, name: &str) -> Result<Decimal, Stop> {
    if target.is_zero() {
        return Err(Stop::ZeroTarget(name.to_owned()));
    }
    done()?.checked_div(target).ok_or(Stop::Overflow)
}

/// The figure's value.
pub fn eval(expr: &Expr, env: &impl Env) -> Result<Decimal, Stop> {
    match expr {
        Expr::Number(value) => Ok(*value),
        Expr::Measure(name) => env.measure(name),
        Expr::Target(name) => env.target(name),
        Expr::Completion(name) => env.completion(name),
        Expr::TargetOf(aim) => env.aim(aim),
        Expr::CompletionOf(aim) => part(|| env.measure(&aim.measure), env.aim(aim)?, &aim.measure),
        Expr::Elapsed => Ok(env.progress(false, None)),
        Expr::Progress { by_day, window } => Ok(env.progress(*by_day, *window)),
        Expr::Lag(name, back) => env.lag(name, *back),
        Expr::Rows(fold) => env.rows(fold),
        Expr::Standing { how, on, all } => {
            let own = eval(on, env)?;
            let (place, min, max) = env.standing(on, *all, own)?;
            match how {
                Standing::Rank => Ok(place.into()),
                Standing::MinMax { all_equal } if min == max => eval(all_equal, env),
                Standing::MinMax { .. } => {
                    let (above, span) = (own.checked_sub(min), max.checked_sub(min));
                    above.zip(span).and_then(|(a, s)| a.checked_div(s)).ok_or(Stop::Overflow)
                }
            }
        }
        Expr::OfClass(name) => env.class_table(name),
        Expr::Table(name, on) => env.table(name, eval(on, env)?),
        Expr::Neg(x) => Ok(-eval(x, env)?),
        Expr::Bin(op, a, b) => {
            let (a, b) = (eval(a, env)?, eval(b, env)?);
            match op {
                Op::Add => a.checked_add(b),
                Op::Sub => a.checked_sub(b),
                Op::Mul => a.checked_mul(b),
                Op::Div if b.is_zero() => return Err(Stop::DivisionByZero),
                Op::Div => a.checked_div(b),
            }
            .ok_or(Stop::Overflow)
        }
        Expr::Call(func, args) => {
            let args = args.iter().map(|x| eval(x, env)).collect::<Result<Vec<_>, _>>()?;
            Ok(call(*func, &args))
        }
        Expr::If(cond, yes, no) => eval(if truth(cond, env)? { yes } else { no }, env),
    }
}

/// The number of arguments was checked when the text was read.
fn call(func: Func, args: &[Decimal]) -> Decimal {
    let first = args.first().copied().unwrap_or_default();
    match (func, args) {
        (Func::Min, _) => args.iter().copied().fold(first, Decimal::min),
        (Func::Max, _) => args.iter().copied().fold(first, Decimal::max),
        (Func::Abs, _) => first.abs(),
        (Func::Clamp, [x, low, high]) => (*x).max(*low).min(*high),
        (Func::Clamp, _) => first,
        (Func::Floor | Func::Ceil | Func::Round | Func::Trunc, _) => {
            let digits = args.get(1).and_then(|d| u32::try_from(d.trunc()).ok()).unwrap_or(0);
            let digits = digits.min(Decimal::MAX_SCALE);
            match func {
                Func::Floor => first.round_dp_with_strategy(digits, RoundingStrategy::ToNegativeInfinity),
                Func::Ceil => first.round_dp_with_strategy(digits, RoundingStrategy::ToPositiveInfinity),
                Func::Trunc => first.round_dp_with_strategy(digits, RoundingStrategy::ToZero),
                _ => number::round(first, digits),
            }
        }
    }
}

impl Cmp {
    const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Lt => order.is_lt(),
            Self::Le => order.is_le(),
            Self::Gt => order.is_gt(),
            Self::Ge => order.is_ge(),
            Self::Eq => order.is_eq(),
            Self::Ne => order.is_ne(),
        }
    }
}

/// Whether the condition holds.
pub fn truth(cond: &Cond, env: &impl Env) -> Result<bool, Stop> {
    match cond {
        Cond::Is(yes) => Ok(*yes),
        Cond::Compare(cmp, a, b) => Ok(cmp.holds(eval(a, env)?.cmp(&eval(b, env)?))),
        Cond::Between { x, low, high, with_low, with_high } => {
            let (x, low, high) = (eval(x, env)?, eval(low, env)?, eval(high, env)?);
            Ok((low < x || *with_low && low == x) && (x < high || *with_high && x == high))
        }
        Cond::In(x, list) => {
            let x = eval(x, env)?;
            for one in list {
                if eval(one, env)? == x {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Cond::Text { field, cmp, any } => {
            let text = env.text(field)?;
            // Codes of industries are nested: `C` is all of manufacturing.
            if field == "industry" && matches!(cmp, Cmp::Eq | Cmp::Ne) {
                let within = any.iter().any(|code| text.starts_with(code.as_str()));
                return Ok(within == (*cmp == Cmp::Eq));
            }
            Ok(any.iter().any(|one| cmp.holds(text.cmp(one.as_str()))))
        }
        Cond::Not(c) => Ok(!truth(c, env)?),
        Cond::And(a, b) => Ok(truth(a, env)? && truth(b, env)?),
        Cond::Or(a, b) => Ok(truth(a, env)? || truth(b, env)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::expr::{read, read::Read};

    struct One;
    impl Env for One {
        fn measure(&self, name: &str) -> Result<Decimal, Stop> {
            if name == "funds" { Ok(Decimal::from(5_500_000)) } else { Err(Stop::NoMeasure(name.into())) }
        }
        fn target(&self, name: &str) -> Result<Decimal, Stop> {
            match name {
                "funds" => Ok(Decimal::from(5_000_000)),
                "none" => Ok(Decimal::ZERO),
                _ => Err(Stop::NoTarget(name.into())),
            }
        }
        fn table(&self, name: &str, value: Decimal) -> Result<Decimal, Stop> {
            Err(Stop::NoBand { table: name.into(), value })
        }
        fn progress(&self, by_day: bool, _: Option<Window>) -> Decimal {
            Decimal::new(if by_day { 25 } else { 50 }, 2)
        }
        fn text(&self, name: &str) -> Result<&str, Stop> {
            if name == "class" { Ok("street") } else { Err(Stop::NoField(name.into())) }
        }
    }

    fn value(text: &str) -> Result<Decimal, Stop> {
        match read(text) {
            Ok(Read::Figure(expr)) => eval(&expr, &One),
            Ok(Read::Condition(cond)) => truth(&cond, &One).map(|yes| Decimal::from(u8::from(yes))),
            Err(e) => panic!("{e:?}"),
        }
    }

    #[test]
    fn figures_are_exact_and_failures_are_answers() {
        let is = |text: &str, want: &str| {
            assert_eq!(value(text).map(|d| d.normalize().to_string()), Ok(want.into()), "{text}");
        };
        is("completion(funds) - 100%", "0.1");
        is("(completion(funds) - 1) / 10%", "1");
        is("2 + 3 * -4", "-10");
        is(
            "round(2.345, 2) + clamp(7, 0, 5) + floor(1.9) + ceil(1.1) + abs(-1) + min(4, 2, 3) + max(1, 2)",
            "15.35",
        );
        is("if(funds >= 550万 and not elapsed() > 60%, 1, 2)", "1");
        is("between(3, 3, 4) 且 (1 = 2 或 1 != 2)", "1");
        is("round(1.5, -3) + round(1.25, 99)", "3.25");
        is("trunc(-1.29, 1) + floor(-1.21, 1) + ceil(1.21, 1)", "-1.2");
        is("funds in (1, 550万) and 3 not in (1, 2)", "1");
        is("class in ('zone', 'street') and class != 'zone' and not (class = ‘zone’)", "1");
        is("between(3, 3, 4, low)", "1");
        is("between(3, 3, 4, high)", "0");
        is("progress(day) + progress(month, '2013-01-01', '2013-06-30')", "0.75");
        is("pct(1, 4) + share(1, 4)", "25.25");
        is("rank(funds) + minmax(funds, 7, all)", "8");
        assert_eq!(value("kind = 'x'"), Err(Stop::NoField("kind".into())));
        assert_eq!(value("lag(funds, 2010)"), Err(Stop::NoMeasure("funds".into())));
        assert_eq!(value("talents + 1"), Err(Stop::NoMeasure("talents".into())));
        assert_eq!(value("completion(none)"), Err(Stop::ZeroTarget("none".into())));
        assert_eq!(value("target(talents)"), Err(Stop::NoTarget("talents".into())));
        assert_eq!(value("1 / (2 - 2)"), Err(Stop::DivisionByZero));
        let big = "9999亿 * 9999亿 * 9999亿 * 9999亿";
        assert_eq!(value(big), Err(Stop::Overflow));
    }
}
