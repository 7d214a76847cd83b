//! A printed figure that knows which records it was made of.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::money::{self, Currency, Money, WAN_FEN, YI_FEN};

/// The exact value behind a printed figure, unrounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum FigureValue {
    /// Things or people.
    Count(i64),
    /// Money in fen.
    Fen(i64),
    /// Money in a foreign currency, as the contract states it.
    Money(Money),
    /// Part ÷ whole.
    Ratio(Decimal),
    /// Percentage points (百分点), never the same as percent.
    Points(Decimal),
    /// How many times one figure is another (倍).
    Times(Decimal),
    /// Fen a month, a quotient and so rarely whole.
    FenPerMonth(Decimal),
    /// Whole square metres, printed as 亩.
    SquareMetres(i64),
    Days(i64),
}

impl FigureValue {
    /// Values that may be added up in a column: counts and fen.
    pub fn addable(&self) -> Option<i64> {
        match self {
            Self::Count(n) | Self::Fen(n) => Some(*n),
            _ => None,
        }
    }
}

/// A figure as it stands in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Stable name of what was counted, with its filters: `fund.recognised`, `fund.recognised:unit=…`.
    /// Made of letters, digits and `._:=,-` only, so that it needs no quoting in an address.
    pub key: String,
    pub value: FigureValue,
    /// 亿元, 个, %, … as printed after the number.
    pub unit: String,
    /// Exactly what is printed, unit included unless the column's header carries it.
    pub text: String,
}

/// Joins a figure's name and its filters: `key("fund.recognised", &[("unit", id)])`.
pub fn key(name: &str, filters: &[(&str, &str)]) -> String {
    let mut key = name.to_owned();
    for (i, (field, value)) in filters.iter().enumerate() {
        key.push(if i == 0 { ':' } else { ',' });
        key.push_str(field);
        key.push('=');
        key.push_str(value);
    }
    key
}

impl Figure {
    fn new(key: impl Into<String>, value: FigureValue, number: String, unit: &str) -> Self {
        Self { key: key.into(), value, unit: unit.to_owned(), text: format!("{number}{unit}") }
    }

    /// `199个`.
    pub fn count(key: impl Into<String>, n: i64, unit: &str) -> Self {
        Self::new(key, FigureValue::Count(n), n.to_string(), unit)
    }

    /// In 亿元 with at most two decimals and no needless zeros: `72.1亿元`; below 1 亿元 in 万元.
    pub fn yuan(key: impl Into<String>, fen: i64) -> Self {
        if fen != 0 && fen.abs() < YI_FEN {
            Self::new(key, FigureValue::Fen(fen), short(fen, WAN_FEN), "万元")
        } else {
            Self::new(key, FigureValue::Fen(fen), money::yi_short(fen, 2), "亿元")
        }
    }

    /// In 亿元 with `digits` decimals kept, for columns: `72.10亿元`.
    pub fn yi(key: impl Into<String>, fen: i64, digits: u32) -> Self {
        Self::new(key, FigureValue::Fen(fen), money::yi(fen, digits), "亿元")
    }

    /// In the currency of the contract: `2000万美元`, `3.5亿欧元`; CNY as [`Figure::yuan`].
    pub fn money(key: impl Into<String>, amount: Money) -> Self {
        if amount.currency == Currency::Cny {
            return Self::yuan(key, amount.minor);
        }
        let per = amount.currency.minor_per_unit();
        let (scale, word) =
            if amount.minor.abs() >= per * 100_000_000 { (100_000_000, "亿") } else { (10_000, "万") };
        let number = short(amount.minor, per * scale);
        let unit = format!("{word}{}", amount.currency.name_zh());
        Self::new(key, FigureValue::Money(amount), number, &unit)
    }

    /// `60.6%`.
    pub fn percent(key: impl Into<String>, ratio: Decimal, digits: u32) -> Self {
        let text = money::percent(ratio, digits);
        Self { key: key.into(), value: FigureValue::Ratio(ratio), unit: "%".to_owned(), text }
    }

    /// `6.1个百分点`, of the magnitude: whether it is ahead or behind is said in words.
    pub fn points(key: impl Into<String>, points: Decimal, digits: u32) -> Self {
        let number = fixed(points.abs(), digits);
        Self::new(key, FigureValue::Points(points), number, "个百分点")
    }

    /// `+6.1`, `-6.1`: for a column, where no word says whether it is ahead or behind.
    pub fn signed_points(key: impl Into<String>, points: Decimal, digits: u32) -> Self {
        let number = fixed(points, digits);
        let sign = if number.starts_with('-') { "" } else { "+" };
        Self {
            key: key.into(),
            value: FigureValue::Points(points),
            unit: "个百分点".to_owned(),
            text: format!("{sign}{number}"),
        }
    }

    /// `2.16倍`.
    pub fn times(key: impl Into<String>, times: Decimal, digits: u32) -> Self {
        Self::new(key, FigureValue::Times(times), fixed(times, digits), "倍")
    }

    /// `19.5亿元`, an amount a month.
    pub fn monthly(key: impl Into<String>, fen: Decimal, digits: u32) -> Self {
        let number = fixed(fen / Decimal::from(YI_FEN), digits);
        Self::new(key, FigureValue::FenPerMonth(fen), number, "亿元")
    }

    /// Square metres as 亩 (1 亩 = 10000/15 m²), to the whole 亩: `400亩`.
    pub fn land(key: impl Into<String>, square_metres: i64) -> Self {
        let mu = Decimal::from(square_metres) * Decimal::from(15) / Decimal::from(10_000);
        Self::new(key, FigureValue::SquareMetres(square_metres), fixed(mu, 0), "亩")
    }

    /// `45天`.
    pub fn days(key: impl Into<String>, days: i64) -> Self {
        Self::new(key, FigureValue::Days(days), days.to_string(), "天")
    }

    /// The same figure without its unit, for a cell whose column header names the unit. Percent keeps its sign.
    #[must_use]
    pub fn bare(mut self) -> Self {
        if self.unit != "%"
            && let Some(number) = self.text.strip_suffix(self.unit.as_str())
        {
            self.text = number.to_owned();
        }
        self
    }
}

fn fixed(value: Decimal, digits: u32) -> String {
    let value = value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    // A small negative rounds to a zero that must not print as -0.0.
    let value = if value.is_zero() { Decimal::ZERO } else { value };
    format!("{value:.*}", digits as usize)
}

fn short(minor: i64, unit: i64) -> String {
    (Decimal::from(minor) / Decimal::from(unit))
        .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_print_as_the_office_writes_them() {
        assert_eq!(Figure::yuan("a", 721_000_000_000).text, "72.1亿元");
        assert_eq!(Figure::yuan("a", 400_000_000).text, "400万元");
        assert_eq!(Figure::yuan("a", 0).text, "0亿元");
        assert_eq!(Figure::yi("a", 721_000_000_000, 2).bare().text, "72.10");
        let usd = Money { minor: 5_600_000_000, currency: Currency::Usd };
        assert_eq!(Figure::money("a", usd).text, "5600万美元");
        let yen = Money { minor: 300_000_000, currency: Currency::Jpy };
        assert_eq!(Figure::money("a", yen).text, "3亿日元");
        assert_eq!(Figure::land("a", 266_667).text, "400亩");
        assert_eq!(Figure::points("a", Decimal::new(-6104, 3), 1).text, "6.1个百分点");
        assert_eq!(Figure::percent("a", Decimal::new(1259974, 6), 0).bare().text, "126%");
    }

    #[test]
    fn a_key_carries_its_filters_in_order() {
        assert_eq!(key("fund.recognised", &[]), "fund.recognised");
        assert_eq!(key("f", &[("unit", "u1"), ("month", "2013-08")]), "f:unit=u1,month=2013-08");
    }
}
