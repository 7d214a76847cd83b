//! The amount of a receipt as it is typed: a figure, the unit beside it, a currency, a rate.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    money::{Currency, Money, RATE_SCALE, YI_FEN},
    text::narrow,
};

/// 10⁶ 亿元: more is a slip of the unit, not a receipt.
pub const MAX_FEN: i64 = 1_000_000 * YI_FEN;

/// The unit that a figure is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountUnit {
    /// 元.
    One,
    /// 万.
    Wan,
    /// 亿.
    Yi,
}

impl AmountUnit {
    pub const fn code(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Wan => "wan",
            Self::Yi => "yi",
        }
    }

    pub const fn factor(self) -> i64 {
        match self {
            Self::One => 1,
            Self::Wan => 10_000,
            Self::Yi => 100_000_000,
        }
    }
}

fn read_decimal(text: &str) -> Option<Decimal> {
    let plain: String = narrow(text).chars().filter(|c| !matches!(c, ',' | ' ' | '，')).collect();
    let wellformed = !plain.is_empty()
        && plain.len() <= 40
        && plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    if wellformed { Decimal::from_str_exact(&plain).ok() } else { None }
}

/// An amount of money from its figure. Errors are codes: `fund.amount_unreadable`, `fund.amount_not_positive`,
/// `fund.amount_fraction` (a part of a fen), `fund.amount_too_large`.
pub fn read_amount(text: &str, unit: AmountUnit, currency: Currency) -> Result<Money, &'static str> {
    let figure = read_decimal(text).ok_or("fund.amount_unreadable")?;
    if figure <= Decimal::ZERO {
        return Err("fund.amount_not_positive");
    }
    let units = figure.checked_mul(Decimal::from(unit.factor())).ok_or("fund.amount_too_large")?;
    if units > Decimal::from(MAX_FEN / 100) {
        return Err("fund.amount_too_large");
    }
    Money::from_units(units, currency).ok_or("fund.amount_fraction")
}

/// A rate (CNY per unit of the currency) × 10⁸. Errors: `fund.rate_unreadable`.
pub fn read_rate(text: &str) -> Result<i64, &'static str> {
    let scaled = read_decimal(text)
        .filter(|rate| *rate > Decimal::ZERO && *rate < Decimal::from(10_000))
        .and_then(|rate| rate.checked_mul(Decimal::from(RATE_SCALE)))
        .filter(|scaled| scaled.fract().is_zero());
    scaled.and_then(|s| i64::try_from(s).ok()).ok_or("fund.rate_unreadable")
}

/// Whether money can have been received on this day: not tomorrow, and not before there was anything to attract
/// it to (1978). Errors: `fund.received_in_future`, `fund.received_too_early`.
pub fn received_on_fits(day: Date, today: Date) -> Result<(), &'static str> {
    if day > today {
        Err("fund.received_in_future")
    } else if day.year() < 1978 {
        Err("fund.received_too_early")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn figures_are_read_exactly_in_their_unit() {
        let read = |text, unit| read_amount(text, unit, Currency::Cny);
        assert_eq!(read("1,200.5", AmountUnit::Wan), Ok(Money::fen(1_200_500_000)));
        assert_eq!(read("１．３", AmountUnit::Yi), Ok(Money::fen(13_000_000_000)));
        assert_eq!(read("0.01", AmountUnit::One), Ok(Money::fen(1)));
        assert_eq!(read("0.001", AmountUnit::One), Err("fund.amount_fraction"));
        assert_eq!(read("1000000", AmountUnit::Yi), Ok(Money::fen(MAX_FEN)));
    }

    #[test]
    fn impossible_figures_are_refused() {
        let read = |text| read_amount(text, AmountUnit::Yi, Currency::Cny);
        assert_eq!(read("-5"), Err("fund.amount_not_positive"));
        assert_eq!(read("0"), Err("fund.amount_not_positive"));
        assert_eq!(read("99999999999999999999"), Err("fund.amount_too_large"));
        for text in ["", "约5000", "1e9", "--", "1.2.3", "💰"] {
            assert_eq!(read(text), Err("fund.amount_unreadable"), "{text}");
        }
        assert_eq!(read_amount("0.5", AmountUnit::One, Currency::Jpy), Err("fund.amount_fraction"));
    }

    #[test]
    fn more_than_a_million_yi_is_a_slip() {
        assert_eq!(read_amount("1000001", AmountUnit::Yi, Currency::Cny), Err("fund.amount_too_large"));
        assert_eq!(read_amount("1000000.01", AmountUnit::Yi, Currency::Cny), Err("fund.amount_too_large"));
    }

    #[test]
    fn rates_and_days() {
        assert_eq!(read_rate("6.1245"), Ok(612_450_000));
        assert_eq!(read_rate("0"), Err("fund.rate_unreadable"));
        assert_eq!(read_rate("6.1234567891"), Err("fund.rate_unreadable"));
        let today = date(2013, 9, 5);
        assert_eq!(received_on_fits(today, today), Ok(()));
        assert_eq!(received_on_fits(date(2113, 1, 1), today), Err("fund.received_in_future"));
        assert_eq!(received_on_fits(date(1977, 12, 31), today), Err("fund.received_too_early"));
    }
}
