//! The value of a figure or condition for one unit.

use rust_decimal::Decimal;

use super::{Cmp, Cond, Expr, Func, Op};
use crate::assessment::number;

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
    /// The result is larger than any amount of a district.
    Overflow,
    /// Every item of the unit is left out: there is nothing to scale up.
    NothingApplies,
}

/// Where an expression finds its figures.
pub trait Env {
    fn measure(&self, name: &str) -> Result<Decimal, Stop>;
    fn target(&self, name: &str) -> Result<Decimal, Stop>;
    /// The band's value for the figure.
    fn table(&self, name: &str, value: Decimal) -> Result<Decimal, Stop>;
    /// Months gone ÷ months of the window.
    fn elapsed(&self) -> Decimal;

    /// Done ÷ target, unrounded.
    fn completion(&self, name: &str) -> Result<Decimal, Stop> {
        let target = self.target(name)?;
        if target.is_zero() {
            return Err(Stop::ZeroTarget(name.to_owned()));
        }
        self.measure(name)?.checked_div(target).ok_or(Stop::Overflow)
    }
}

/// The figure's value.
pub fn eval(expr: &Expr, env: &impl Env) -> Result<Decimal, Stop> {
    match expr {
        Expr::Number(value) => Ok(*value),
        Expr::Measure(name) => env.measure(name),
        Expr::Target(name) => env.target(name),
        Expr::Completion(name) => env.completion(name),
        Expr::Elapsed => Ok(env.elapsed()),
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
        (Func::Floor, _) => first.floor(),
        (Func::Ceil, _) => first.ceil(),
        (Func::Round, [x, digits]) => {
            number::round(*x, digits.trunc().try_into().unwrap_or(0).min(Decimal::MAX_SCALE))
        }
        (Func::Clamp, [x, low, high]) => (*x).max(*low).min(*high),
        (Func::Round | Func::Clamp, _) => first,
    }
}

/// Whether the condition holds.
pub fn truth(cond: &Cond, env: &impl Env) -> Result<bool, Stop> {
    match cond {
        Cond::Is(yes) => Ok(*yes),
        Cond::Compare(cmp, a, b) => {
            let (a, b) = (eval(a, env)?, eval(b, env)?);
            Ok(match cmp {
                Cmp::Lt => a < b,
                Cmp::Le => a <= b,
                Cmp::Gt => a > b,
                Cmp::Ge => a >= b,
                Cmp::Eq => a == b,
                Cmp::Ne => a != b,
            })
        }
        Cond::Between(x, low, high) => {
            let x = eval(x, env)?;
            Ok(eval(low, env)? <= x && x <= eval(high, env)?)
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
        fn elapsed(&self) -> Decimal {
            Decimal::new(5, 1)
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
        assert_eq!(value("talents + 1"), Err(Stop::NoMeasure("talents".into())));
        assert_eq!(value("completion(none)"), Err(Stop::ZeroTarget("none".into())));
        assert_eq!(value("target(talents)"), Err(Stop::NoTarget("talents".into())));
        assert_eq!(value("1 / (2 - 2)"), Err(Stop::DivisionByZero));
        let big = "9999亿 * 9999亿 * 9999亿 * 9999亿";
        assert_eq!(value(big), Err(Stop::Overflow));
    }
}
