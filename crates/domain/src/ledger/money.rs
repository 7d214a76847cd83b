//! Cells that say an amount of money.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{
    grid::Cell,
    problem::{Problem, Severity},
    quantity::{self, Figure, Quantity},
};
use crate::{
    money::{Currency, Money},
    text::{clean, narrow},
};

/// 10,000亿元, in whole units: no project of a district is larger, so a larger figure is a slip of units.
const ASTRONOMIC: i64 = 1_000_000_000_000;

/// The unit in which a column's bare numbers are: 万元 is `{ scale: 10_000, currency: CNY }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MoneyUnit {
    pub scale: i64,
    pub currency: Currency,
}

impl MoneyUnit {
    pub const YUAN: Self = Self { scale: 1, currency: Currency::Cny };
    pub const WAN: Self = Self { scale: 10_000, currency: Currency::Cny };
    pub const YI: Self = Self { scale: 100_000_000, currency: Currency::Cny };

    /// The unit as written: `万元`, `亿美元`.
    pub fn name(self) -> String {
        let scale = match self.scale {
            1 => "",
            1_000 => "千",
            10_000 => "万",
            1_000_000 => "百万",
            10_000_000 => "千万",
            100_000_000 => "亿",
            other => return format!("{other}{}", self.currency.name_zh()),
        };
        format!("{scale}{}", self.currency.name_zh())
    }

    /// A unit that is all of a text: `万元`, `亿元人民币`, `人民币万元`, `USD`, `亿`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = clean(text);
        let mut rest = text.as_str();
        let mut named = None;
        if let Some((currency, after)) = quantity::currency(rest) {
            named = Some(currency);
            rest = after;
        }
        let (scale, after) = quantity::scale(rest);
        rest = after;
        while let Some((currency, after)) = quantity::currency(rest) {
            // 亿元人民币 names one currency twice.
            if named.is_some_and(|n| n != currency) && currency != Currency::Cny {
                return None;
            }
            named = named.or(Some(currency));
            rest = after;
        }
        let scale = i64::try_from(scale).ok()?;
        let known = named.is_some() || matches!(scale, 10_000 | 100_000_000);
        (rest.is_empty() && known).then(|| Self { scale, currency: named.unwrap_or(Currency::Cny) })
    }

    /// The unit that a header or a note above the table names: `总投资（亿元）`, `单位：万元`, `计划投资万元`.
    pub fn find(text: &str) -> Option<Self> {
        let text = clean(text);
        let mut rest = text.as_str();
        while let Some(open) = rest.find('(') {
            let inside = &rest[open + 1..];
            let close = inside.find(')').unwrap_or(inside.len());
            if let Some(unit) = inside[..close].split([',', '、', ';', '/', ' ']).find_map(|part| {
                Self::parse(
                    part.trim_start_matches("金额").trim_start_matches("单位").trim_start_matches(':'),
                )
            }) {
                return Some(unit);
            }
            rest = &inside[close..];
        }
        if let Some(at) = text.find("单位:") {
            let noted = &text[at + "单位:".len()..];
            if let Some(unit) = noted.split([',', '、', ';', '/', ' ', '，']).find_map(Self::parse) {
                return Some(unit);
            }
        }
        // At the very end only with a scale: 单元 and 多元 are no units.
        text.char_indices()
            .filter_map(|(at, c)| {
                matches!(c, '万' | '亿' | '千' | '百').then(|| Self::parse(&text[at..])).flatten()
            })
            .find(|unit| unit.scale > 1)
    }
}

/// What bare numbers of a column are, and how strictly its cells are read.
#[derive(Debug, Clone, Copy)]
pub struct MoneyContext {
    pub unit: Option<MoneyUnit>,
    /// The currency that the row names in a column of its own.
    pub currency: Option<Currency>,
    /// Money received: what cannot be read stops the row, because the total would be wrong without a trace.
    pub strict: bool,
}

/// An amount read from a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MoneyReading {
    pub money: Option<Money>,
    pub unit: Option<MoneyUnit>,
    pub problems: Vec<Problem>,
}

/// Reads the amount that a cell says.
pub fn read_money(cell: &Cell, context: MoneyContext) -> MoneyReading {
    let mut out = MoneyReading::default();
    let unread = if context.strict { Severity::Error } else { Severity::Warning };
    let figure = match cell {
        Cell::Empty => return out,
        Cell::Number(value) => Figure { value: *value, ..Figure::NONE },
        Cell::Text(text) => match quantity::read(text) {
            Quantity::Missing => return out,
            Quantity::One(figure) => figure,
            Quantity::Range => {
                out.problems.push(Problem::new("ledger.amount_range", unread).with("text", narrow(text)));
                return out;
            }
            Quantity::Several => {
                out.problems.push(Problem::new("ledger.amount_several", unread).with("text", narrow(text)));
                return out;
            }
            Quantity::Unreadable => {
                out.problems
                    .push(Problem::new("ledger.amount_unreadable", unread).with("text", narrow(text)));
                return out;
            }
        },
        other => {
            out.problems.push(super::reading::unusable(other, "ledger.amount_unreadable", unread));
            return out;
        }
    };
    // 0 in a ledger says "not known" as "-" does.
    if figure.value.is_zero() {
        return out;
    }
    if figure.unit.is_some() {
        let text = cell.text();
        out.problems.push(Problem::new("ledger.amount_unreadable", unread).with("text", text));
        return out;
    }
    convert(&figure, context, &mut out);
    if figure.approximate {
        out.problems.push(Problem::warning("ledger.amount_approximate").with("text", cell.text()));
    }
    if figure.remark {
        out.problems.push(Problem::warning("ledger.amount_remark").with("text", cell.text()));
    }
    out
}

fn convert(figure: &Figure, context: MoneyContext, out: &mut MoneyReading) {
    let currency = figure.currency.or(context.currency).or(context.unit.map(|u| u.currency));
    let unit = if figure.scaled || figure.currency.is_some() {
        // The cell says its own unit.
        let written = MoneyUnit { scale: 1, currency: currency.unwrap_or(Currency::Cny) };
        if let Some(column) = context.unit
            && (figure.currency.is_some_and(|c| c != column.currency) || (!figure.scaled && column.scale > 1))
        {
            out.problems.push(Problem::warning("ledger.unit_in_cell").with("unit", column.name()));
        }
        written
    } else if let Some(column) = context.unit {
        MoneyUnit { scale: column.scale, currency: currency.unwrap_or(column.currency) }
    } else {
        out.problems.push(Problem::error("ledger.unit_missing").with("value", figure.value));
        return;
    };
    out.unit = Some(unit);
    let units = figure.value.checked_mul(Decimal::from(unit.scale));
    let Some(units) = units.filter(|u| u.abs() <= Decimal::from(ASTRONOMIC)) else {
        out.problems.push(
            Problem::error("ledger.amount_astronomic").with("value", figure.value).with("unit", unit.name()),
        );
        return;
    };
    if units.is_sign_negative() {
        out.problems.push(Problem::error("ledger.amount_negative").with("value", figure.value));
        return;
    }
    let digits = if unit.currency.minor_per_unit() == 1 { 0 } else { 2 };
    let rounded = units.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    if rounded != units {
        out.problems.push(
            Problem::info("ledger.amount_rounded")
                .with("value", figure.value)
                .with("unit", unit.name())
                .with("rounded", rounded),
        );
    }
    out.money = Money::from_units(rounded, unit.currency);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_headers_and_notes() {
        const WAN_USD: MoneyUnit = MoneyUnit { scale: 10_000, currency: Currency::Usd };
        for (text, unit) in [
            ("总投资（亿元）", Some(MoneyUnit::YI)),
            ("总投资(万元)", Some(MoneyUnit::WAN)),
            ("投资额\n(万美元)", Some(WAN_USD)),
            ("单位：万元", Some(MoneyUnit::WAN)),
            ("金额单位：人民币万元", Some(MoneyUnit::WAN)),
            ("（单位：亿元、亩）", Some(MoneyUnit::YI)),
            ("总投资亿元", Some(MoneyUnit::YI)),
            ("注册资本（亿元人民币）", Some(MoneyUnit::YI)),
            ("金额（元）", Some(MoneyUnit::YUAN)),
            ("合同外资（ＵＳＤ）", Some(MoneyUnit { scale: 1, currency: Currency::Usd })),
            ("百万元", Some(MoneyUnit { scale: 1_000_000, currency: Currency::Cny })),
            ("总投资", None),
            ("单元", None),
            ("责任单位", None),
            ("占地（亩）", None),
            ("“965”产业链", None),
        ] {
            assert_eq!(MoneyUnit::find(text), unit, "{text}");
        }
        assert_eq!(WAN_USD.name(), "万美元");
    }

    fn read(text: &str, unit: Option<MoneyUnit>) -> (Option<i64>, Option<Currency>, Vec<String>) {
        let reading =
            read_money(&Cell::Text(text.into()), MoneyContext { unit, currency: None, strict: true });
        (
            reading.money.map(|m| m.minor),
            reading.money.map(|m| m.currency),
            reading.problems.iter().map(|p| p.code.to_string()).collect(),
        )
    }

    #[test]
    fn amounts_by_table() {
        use Currency::{Cny, Usd};
        let wan = Some(MoneyUnit::WAN);
        let yi = Some(MoneyUnit::YI);
        for (text, unit, minor, currency, problems) in [
            ("1.87", yi, Some(18_700_000_000), Some(Cny), vec![]),
            ("3亿", wan, Some(30_000_000_000), Some(Cny), vec![]),
            ("800万", yi, Some(800_000_000), Some(Cny), vec![]),
            ("2000万美元", wan, Some(2_000_000_000), Some(Usd), vec!["ledger.unit_in_cell"]),
            ("约5000", wan, Some(5_000_000_000), Some(Cny), vec!["ledger.amount_approximate"]),
            ("5000余", wan, Some(5_000_000_000), Some(Cny), vec!["ledger.amount_approximate"]),
            ("-", wan, None, None, vec![]),
            ("", wan, None, None, vec![]),
            ("无", wan, None, None, vec![]),
            ("/", wan, None, None, vec![]),
            ("0", wan, None, None, vec![]),
            ("3-5亿", wan, None, None, vec!["ledger.amount_range"]),
            ("见附件", wan, None, None, vec!["ledger.amount_unreadable"]),
            ("400亩", wan, None, None, vec!["ledger.amount_unreadable"]),
            ("一期3000万美元，二期5600万美元", wan, None, None, vec!["ledger.amount_several"]),
            ("-100", wan, None, None, vec!["ledger.amount_negative"]),
            ("99999999999", wan, None, None, vec!["ledger.amount_astronomic"]),
            ("0.0000001", wan, Some(0), Some(Cny), vec!["ledger.amount_rounded"]),
            ("1.00000055", wan, Some(1_000_001), Some(Cny), vec!["ledger.amount_rounded"]),
            ("5000", None, None, None, vec!["ledger.unit_missing"]),
            ("5000万", None, Some(5_000_000_000), Some(Cny), vec![]),
            ("5000元", wan, Some(500_000), Some(Cny), vec!["ledger.unit_in_cell"]),
        ] {
            let problems: Vec<String> = problems.into_iter().map(String::from).collect();
            assert_eq!(read(text, unit), (minor, currency, problems), "{text}");
        }
    }

    #[test]
    fn cells_that_hold_no_amount() {
        let context = MoneyContext { unit: Some(MoneyUnit::WAN), currency: None, strict: false };
        for (cell, code) in [
            (Cell::Formula, "ledger.formula_without_value"),
            (Cell::Error("#REF!".into()), "ledger.error_cell"),
            (Cell::Bool(true), "ledger.amount_unreadable"),
        ] {
            let reading = read_money(&cell, context);
            assert_eq!((reading.money, reading.problems[0].code.as_ref()), (None, code));
        }
    }
}
