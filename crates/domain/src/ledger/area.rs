//! Cells that say an area of land.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{
    grid::Cell,
    problem::{Problem, Severity},
    quantity::{self, Figure, Quantity},
};
use crate::text::clean;

/// 1,000 km², larger than a district.
const LARGEST_M2: i64 = 1_000_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaUnit {
    SquareMetre,
    Mu,
    Hectare,
    SquareKilometre,
}

impl AreaUnit {
    /// The unit that a header or note names.
    pub fn find(text: &str) -> Option<Self> {
        let text = clean(text);
        quantity::OTHER_UNITS.iter().filter(|(_, unit)| *unit != "%").find_map(|(name, unit)| {
            if name.is_ascii() {
                // "ha" inside a word is no unit; in brackets it is.
                text.contains(&format!("({name})")).then(|| Self::from_unit(unit)).flatten()
            } else {
                text.contains(name).then(|| Self::from_unit(unit)).flatten()
            }
        })
    }

    fn from_unit(unit: &str) -> Option<Self> {
        Some(match unit {
            "m2" => Self::SquareMetre,
            "mu" => Self::Mu,
            "ha" => Self::Hectare,
            "km2" => Self::SquareKilometre,
            _ => return None,
        })
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::SquareMetre => "平方米",
            Self::Mu => "亩",
            Self::Hectare => "公顷",
            Self::SquareKilometre => "平方公里",
        }
    }

    /// Square metres in one, as numerator and denominator: 1 亩 is 10000/15.
    fn factor(self) -> (Decimal, Decimal) {
        match self {
            Self::SquareMetre => (Decimal::ONE, Decimal::ONE),
            Self::Mu => (Decimal::from(10_000), Decimal::from(15)),
            Self::Hectare => (Decimal::from(10_000), Decimal::ONE),
            Self::SquareKilometre => (Decimal::from(1_000_000), Decimal::ONE),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct AreaReading {
    /// Whole square metres, half up.
    pub m2: Option<i64>,
    pub unit: Option<AreaUnit>,
    pub problems: Vec<Problem>,
}

/// Reads the area that a cell says. Without any unit it is taken for 亩, as offices mean it, and said so.
pub fn read_area(cell: &Cell, column: Option<AreaUnit>) -> AreaReading {
    let mut out = AreaReading::default();
    let unreadable = || Problem::warning("ledger.area_unreadable").with("text", cell.text());
    let figure = match cell {
        Cell::Empty => return out,
        Cell::Number(value) => Figure { value: *value, ..Figure::NONE },
        Cell::Text(text) => match quantity::read(text) {
            Quantity::Missing => return out,
            Quantity::One(figure) => figure,
            Quantity::Range | Quantity::Several | Quantity::Unreadable => {
                out.problems.push(unreadable());
                return out;
            }
        },
        other => {
            out.problems.push(super::reading::unusable(other, "ledger.area_unreadable", Severity::Warning));
            return out;
        }
    };
    if figure.value.is_zero() {
        return out;
    }
    if figure.currency.is_some() || figure.unit == Some("%") {
        out.problems.push(unreadable());
        return out;
    }
    let unit = figure.unit.and_then(AreaUnit::from_unit).or(column).unwrap_or_else(|| {
        out.problems.push(Problem::warning("ledger.area_unit_assumed"));
        AreaUnit::Mu
    });
    out.unit = Some(unit);
    let (numerator, denominator) = unit.factor();
    let m2 = figure.value.checked_mul(numerator).and_then(|v| v.checked_div(denominator));
    let whole = m2
        .map(|v| v.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
        .and_then(|v| i64::try_from(v).ok());
    match whole {
        Some(m2) if m2 < 0 => {
            out.problems.push(Problem::error("ledger.area_negative").with("value", figure.value));
        }
        Some(m2) if m2 <= LARGEST_M2 => out.m2 = Some(m2),
        _ => out.problems.push(Problem::error("ledger.area_astronomic").with("value", figure.value)),
    }
    if figure.approximate {
        out.problems.push(Problem::warning("ledger.amount_approximate").with("text", cell.text()));
    }
    if figure.remark {
        out.problems.push(Problem::warning("ledger.amount_remark").with("text", cell.text()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_by_table() {
        use AreaUnit::{Mu, SquareMetre};
        for (text, column, m2, problem) in [
            ("400余亩", None, Some(266_667), Some("ledger.amount_approximate")),
            ("15", Some(Mu), Some(10_000), None),
            ("1", Some(Mu), Some(667), None),
            ("2000亩", Some(SquareMetre), Some(1_333_333), None),
            ("1.5公顷", None, Some(15_000), None),
            ("3平方公里", Some(Mu), Some(3_000_000), None),
            ("1200㎡", Some(Mu), Some(1200), None),
            ("50", None, Some(33_333), Some("ledger.area_unit_assumed")),
            ("-", Some(Mu), None, None),
            ("-5", Some(Mu), None, Some("ledger.area_negative")),
            ("99999999999", Some(Mu), None, Some("ledger.area_astronomic")),
            ("5亿元", Some(Mu), None, Some("ledger.area_unreadable")),
            ("待选址", Some(Mu), None, Some("ledger.area_unreadable")),
        ] {
            let reading = read_area(&Cell::Text(text.into()), column);
            assert_eq!(reading.m2, m2, "{text}");
            assert_eq!(reading.problems.first().map(|p| p.code.as_ref()), problem, "{text}");
        }
        assert_eq!(AreaUnit::find("占地面积（亩）"), Some(Mu));
        assert_eq!(AreaUnit::find("用地(㎡)"), Some(SquareMetre));
        assert_eq!(AreaUnit::find("用地面积"), None);
    }
}
