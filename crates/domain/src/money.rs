//! Money: whole minor units of a currency, never a binary fraction.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// 1 亿元 in fen.
pub const YI_FEN: i64 = 10_000_000_000;
/// 1 万元 in fen.
pub const WAN_FEN: i64 = 1_000_000;
/// Rates are kept as CNY per one unit of the currency × 10⁸ (the central parity is published with up to
/// four digits per 100 units).
pub const RATE_SCALE: i64 = 100_000_000;

/// ISO 4217 currencies that offices meet. All have two minor digits here but JPY and KRW, which have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    Cny,
    Usd,
    Eur,
    Gbp,
    Jpy,
    Hkd,
    Mop,
    Twd,
    Sgd,
    Krw,
}

impl Currency {
    pub const ALL: [Self; 10] = [
        Self::Cny,
        Self::Usd,
        Self::Eur,
        Self::Gbp,
        Self::Jpy,
        Self::Hkd,
        Self::Mop,
        Self::Twd,
        Self::Sgd,
        Self::Krw,
    ];

    /// The ISO 4217 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
            Self::Jpy => "JPY",
            Self::Hkd => "HKD",
            Self::Mop => "MOP",
            Self::Twd => "TWD",
            Self::Sgd => "SGD",
            Self::Krw => "KRW",
        }
    }

    /// The name that ledgers write after an amount.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Cny => "元",
            Self::Usd => "美元",
            Self::Eur => "欧元",
            Self::Gbp => "英镑",
            Self::Jpy => "日元",
            Self::Hkd => "港元",
            Self::Mop => "澳门元",
            Self::Twd => "新台币",
            Self::Sgd => "新加坡元",
            Self::Krw => "韩元",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code().eq_ignore_ascii_case(code.trim()))
    }

    /// Minor units in one unit: 100 分 in 1 元.
    pub const fn minor_per_unit(self) -> i64 {
        match self {
            Self::Jpy | Self::Krw => 1,
            _ => 100,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Whole minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn fen(fen: i64) -> Self {
        Self { minor: fen, currency: Currency::Cny }
    }

    /// The amount in whole units of its currency (元, not 分), exact.
    pub fn units(self) -> Decimal {
        Decimal::from(self.minor) / Decimal::from(self.currency.minor_per_unit())
    }

    /// From an amount in units of the currency; `None` when it does not fit or has a fraction of a minor unit.
    pub fn from_units(units: Decimal, currency: Currency) -> Option<Self> {
        let minor = units.checked_mul(Decimal::from(currency.minor_per_unit()))?;
        if !minor.fract().is_zero() {
            return None;
        }
        Some(Self { minor: minor.try_into().ok()?, currency })
    }

    /// In fen at a rate of CNY per unit × [`RATE_SCALE`], rounded half up to the fen; `None` on overflow.
    pub fn to_fen(self, rate_e8: i64) -> Option<i64> {
        if self.currency == Currency::Cny {
            return Some(self.minor);
        }
        let numerator = (i128::from(self.minor) * i128::from(rate_e8)).checked_mul(100)?;
        let denominator = i128::from(self.currency.minor_per_unit()) * i128::from(RATE_SCALE);
        let half = if numerator < 0 { -denominator / 2 } else { denominator / 2 };
        i64::try_from((numerator + half) / denominator).ok()
    }
}

/// Fen as 亿元 with `digits` decimals, half up away from zero, trailing zeros kept: `72.10`.
pub fn yi(fen: i64, digits: u32) -> String {
    scaled(fen, YI_FEN, digits)
}

/// Fen as 万元 with `digits` decimals, half up away from zero, trailing zeros kept.
pub fn wan(fen: i64, digits: u32) -> String {
    scaled(fen, WAN_FEN, digits)
}

/// Fen as 亿元 without needless zeros, at most `digits` decimals: `72.1`, `80`.
pub fn yi_short(fen: i64, digits: u32) -> String {
    (Decimal::from(fen) / Decimal::from(YI_FEN))
        .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
        .to_string()
}

fn scaled(fen: i64, unit: i64, digits: u32) -> String {
    let value = (Decimal::from(fen) / Decimal::from(unit))
        .round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    format!("{value:.*}", digits as usize)
}

/// A ratio as percent with `digits` decimals, half up, trailing zeros kept: `82.30%`.
pub fn percent(ratio: Decimal, digits: u32) -> String {
    let value =
        (ratio * Decimal::ONE_HUNDRED).round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    format!("{value:.*}%", digits as usize)
}

/// `part / whole`, from unrounded amounts; `None` when the whole is zero.
pub fn ratio(part: i64, whole: i64) -> Option<Decimal> {
    (whole != 0).then(|| Decimal::from(part) / Decimal::from(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_print_as_the_office_prints_them() {
        assert_eq!(yi(721_000_000_000, 2), "72.10");
        assert_eq!(yi_short(721_000_000_000, 2), "72.1");
        assert_eq!(yi_short(800_000_000_000, 2), "80");
        assert_eq!(wan(1_005_000, 2), "1.01");
        assert_eq!(wan(-1_005_000, 2), "-1.01");
        assert_eq!(percent(ratio(721, 1190).unwrap_or_default(), 1), "60.6%");
        assert_eq!(ratio(1, 0), None);
    }

    #[test]
    fn conversion_rounds_half_up_to_the_fen() {
        let usd = Money { minor: 2_000_000_000, currency: Currency::Usd };
        assert_eq!(usd.to_fen(612_450_000), Some(12_249_000_000));
        let yen = Money { minor: 3, currency: Currency::Jpy };
        assert_eq!(yen.to_fen(6_150_000), Some(18)); // 0.1845 元
        assert_eq!(Money { minor: i64::MAX, currency: Currency::Usd }.to_fen(i64::MAX), None);
        let debit = Money { minor: -1, currency: Currency::Usd };
        assert_eq!(debit.to_fen(650_000_000), Some(-7)); // -6.5 fen
    }

    #[test]
    fn no_fraction_of_a_fen_is_money() {
        assert_eq!(Money::from_units(Decimal::new(1005, 3), Currency::Cny), None);
        assert_eq!(Money::from_units(Decimal::new(105, 1), Currency::Cny), Some(Money::fen(1050)));
        assert_eq!(Money::from_units(Decimal::MAX, Currency::Cny), None);
    }
}
