//! Amounts as offices write them, each under its own name, exact to the fen.

use rust_decimal::Decimal;

use super::codes;
use crate::{
    money::{Currency, Money, RATE_SCALE, YI_FEN},
    text::narrow,
};

codes! {
    /// Which amount is meant; a project never has just "an amount".
    Measure {
        /// 总投资
        Total = "total",
        /// 固定资产投资
        FixedAssets = "fixed_assets",
        /// 合同(协议)额
        Contract = "contract",
        /// 合同外资
        ContractForeign = "contract_foreign",
        /// 注册资本
        Registered = "registered",
        /// 实缴资本
        PaidIn = "paid_in",
    }
}

codes! {
    /// The unit that an amount is written in.
    AmountUnit {
        /// 亿
        Yi = "yi",
        /// 万
        Wan = "wan",
        /// 元 (or one unit of the currency)
        One = "one",
    }
}

/// 10⁶ 亿元: nothing that a district attracts is larger.
pub const LIMIT_FEN: i64 = 1_000_000 * YI_FEN;

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    #[error("not a number")]
    NotANumber,
    #[error("an amount cannot be negative")]
    Negative,
    #[error("more than 1,000,000 亿")]
    TooLarge,
    #[error("has a fraction of the smallest unit of its currency")]
    TooFine,
}

impl AmountError {
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "amount_not_a_number",
            Self::Negative => "amount_negative",
            Self::TooLarge => "amount_too_large",
            Self::TooFine => "amount_too_fine",
        }
    }
}

impl AmountUnit {
    pub const fn factor(self) -> i64 {
        match self {
            Self::Yi => 100_000_000,
            Self::Wan => 10_000,
            Self::One => 1,
        }
    }
}

/// A plain decimal number: digits, one point, a sign, thousands separators; no exponent.
fn number(text: &str) -> Result<Decimal, AmountError> {
    let text: String = narrow(text).chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}' | '，')).collect();
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    if text.is_empty() || !plain {
        return Err(AmountError::NotANumber);
    }
    // A row of forty digits is a number, only no amount.
    if text.bytes().filter(u8::is_ascii_digit).count() > 26 {
        return Err(AmountError::TooLarge);
    }
    Decimal::from_str_exact(&text).map_err(|_| AmountError::NotANumber)
}

/// `1.3` with unit yi in CNY: 13,000,000,000 fen. Full-width digits and thousands separators are read. Gives minor
/// units of the currency.
pub fn parse_amount(text: &str, unit: AmountUnit, currency: Currency) -> Result<i64, AmountError> {
    let value = number(text)?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(AmountError::Negative);
    }
    let units = value.checked_mul(Decimal::from(unit.factor())).ok_or(AmountError::TooLarge)?;
    if units > Decimal::from(LIMIT_FEN / 100) {
        return Err(AmountError::TooLarge);
    }
    Money::from_units(units, currency).map(|m| m.minor).ok_or(AmountError::TooFine)
}

/// A rate of CNY per unit of a currency, `6.1245`, as the ledger keeps it: × 10⁸, positive, at most 10,000.
pub fn parse_rate(text: &str) -> Option<i64> {
    let scaled = number(text).ok()?.checked_mul(Decimal::from(RATE_SCALE))?;
    let rate: i64 = (scaled.fract().is_zero()).then(|| scaled.try_into().ok()).flatten()?;
    (1..=10_000 * RATE_SCALE).contains(&rate).then_some(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_by_table() {
        use AmountError::{Negative, NotANumber, TooFine, TooLarge};
        use AmountUnit::{One, Wan, Yi};
        use Currency::{Cny, Jpy, Usd};
        for (text, unit, currency, expected) in [
            ("1.3", Yi, Cny, Ok(13_000_000_000)),
            ("０．０１", Yi, Cny, Ok(100_000_000)),
            ("1,200.5", Wan, Cny, Ok(1_200_500_000)),
            ("3000", Wan, Usd, Ok(3_000_000_000)),
            ("3000", Wan, Jpy, Ok(30_000_000)),
            ("0", Yi, Cny, Ok(0)),
            ("-0", One, Cny, Ok(0)),
            ("0.001", One, Cny, Err(TooFine)),
            ("-1", Wan, Cny, Err(Negative)),
            ("1000000", Yi, Cny, Ok(LIMIT_FEN)),
            ("1000000.00000001", Yi, Cny, Err(TooLarge)),
            ("99999999999999999999999999", Yi, Cny, Err(TooLarge)),
            ("9999999999999999999999999999999999999999", One, Cny, Err(TooLarge)),
            ("1e9", Yi, Cny, Err(NotANumber)),
            ("约5000", Wan, Cny, Err(NotANumber)),
            ("", Wan, Cny, Err(NotANumber)),
            ("--1", Wan, Cny, Err(NotANumber)),
        ] {
            assert_eq!(parse_amount(text, unit, currency), expected, "{text}");
        }
    }

    #[test]
    fn rates_are_exact_and_positive() {
        assert_eq!(parse_rate("6.1245"), Some(612_450_000));
        assert_eq!(parse_rate("0.0615"), Some(6_150_000));
        for wrong in ["0", "-6.1", "six", "10000.1", "6.123456789"] {
            assert_eq!(parse_rate(wrong), None, "{wrong}");
        }
    }
}
