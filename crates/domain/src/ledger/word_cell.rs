//! Cells that say a word of a list, a rate or a code.

use rust_decimal::Decimal;

use super::{problem::Problem, quantity, reader::LONGEST_NAME, reading::Value, words};
use crate::{
    money::{Currency, RATE_SCALE},
    org_code::{Uscc, UsccError},
    text::clean,
};

pub(super) fn check_name(name: &str, problems: &mut Vec<Problem>) {
    let found = name.chars().count();
    if found > LONGEST_NAME {
        problems
            .push(Problem::error("ledger.name_too_long").with("found", found).with("longest", LONGEST_NAME));
    }
}

pub(super) fn word(
    known: words::Known,
    unknown: &'static str,
    text: &str,
    problems: &mut Vec<Problem>,
) -> Value {
    match known {
        Some((code, true)) => Value::Code(code),
        Some((code, false)) => {
            problems.push(Problem::warning("ledger.word_guessed").with("text", text).with("code", code));
            Value::Code(code)
        }
        None => {
            problems.push(Problem::warning(unknown).with("text", text));
            Value::Missing
        }
    }
}

pub(super) fn currency_of(text: &str) -> Option<Currency> {
    match quantity::currency(text) {
        Some((_, "元")) => Some(Currency::Cny),
        Some((currency, "")) => Some(currency),
        _ => None,
    }
}

pub(super) fn rate(text: &str, problems: &mut Vec<Problem>) -> Value {
    let scaled = Decimal::from_str_exact(&clean(text))
        .ok()
        .filter(|r| !r.is_sign_negative() && *r < Decimal::from(10_000))
        .and_then(|r| r.checked_mul(Decimal::from(RATE_SCALE)))
        .and_then(|r| i64::try_from(r.round()).ok())
        .filter(|r| *r > 0);
    scaled.map_or_else(
        || {
            problems.push(Problem::warning("ledger.rate_unreadable").with("text", text));
            Value::Missing
        },
        Value::Rate,
    )
}

pub(super) fn uscc(text: &str, problems: &mut Vec<Problem>) -> Value {
    match Uscc::parse(text) {
        Ok(code) => {
            if code.check_inner().is_err() {
                problems.push(Problem::info("uscc.inner"));
            }
            Value::Uscc(code)
        }
        Err(error) => {
            let problem = Problem::warning(error.code()).with("text", text);
            problems.push(match error {
                UsccError::Length { found } => problem.with("found", found),
                UsccError::Character { position, found } => {
                    problem.with("position", position).with("found", found)
                }
                UsccError::Check { expected, found } => {
                    problem.with("expected", expected).with("found", found)
                }
            });
            Value::Missing
        }
    }
}
