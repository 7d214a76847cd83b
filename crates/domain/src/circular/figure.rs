//! A printed figure: its value, and how finely it is printed.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Mark;
use crate::{
    ledger::{
        Cell,
        quantity::{self, Quantity},
    },
    text::narrow,
};

/// Decimals of a raw number of a workbook beyond these are the noise of binary division.
const FINEST: u32 = 8;

/// A figure as printed, in the unit of its column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Printed {
    pub value: Decimal,
    /// The worth of its last decimal.
    pub step: Decimal,
    /// A percent sign stands behind it.
    pub percent: bool,
    /// A raw number of a workbook: how many decimals it shows is not known.
    pub raw: bool,
}

/// What a figure is worth: exactly as far as the printed parts say, and between which bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Worth {
    pub exact: Decimal,
    pub low: Decimal,
    pub high: Decimal,
}

impl Worth {
    pub const fn sure(exact: Decimal) -> Self {
        Self { exact, low: exact, high: exact }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Figure {
    Blank,
    /// Something stands there that is no exact figure.
    Unread,
    Value(Printed),
}

impl Figure {
    pub const fn value(self) -> Option<Printed> {
        match self {
            Self::Value(printed) => Some(printed),
            _ => None,
        }
    }
}

impl Printed {
    /// Compared with what it should be.
    pub fn against(self, worth: Worth) -> Mark {
        let at = |value, way| to_step(value, self.step, way);
        if at(worth.exact, RoundingStrategy::MidpointAwayFromZero) == Some(self.value) {
            return Mark::Right;
        }
        if at(worth.exact, RoundingStrategy::ToZero) == Some(self.value) {
            return Mark::Truncated;
        }
        let low = at(worth.low, RoundingStrategy::MidpointAwayFromZero);
        let high = at(worth.high, RoundingStrategy::MidpointAwayFromZero);
        match (low, high) {
            (Some(low), Some(high)) if low <= self.value && self.value <= high => Mark::Rounding,
            _ => Mark::Wrong,
        }
    }

    /// Another value, printed the same way.
    pub fn like(self, value: Decimal) -> String {
        let rounded = to_step(value, self.step, RoundingStrategy::MidpointAwayFromZero).unwrap_or(value);
        let decimals = self.step.normalize().scale();
        let text = crate::assessment::number::grouped(rounded, decimals);
        if self.percent { format!("{text}%") } else { text }
    }

    /// What it may stand for: everything that rounds to it, or itself when it is a count.
    pub fn worth(self, exact: bool) -> Worth {
        if exact {
            return Worth::sure(self.value);
        }
        let half = self.step / Decimal::TWO;
        Worth { exact: self.value, low: self.value - half, high: self.value + half }
    }
}

fn to_step(value: Decimal, step: Decimal, way: RoundingStrategy) -> Option<Decimal> {
    let steps = value.checked_div(step)?;
    steps.round_dp_with_strategy(0, way).checked_mul(step)
}

/// The worth of the last of so many decimals.
fn last_of(decimals: u32) -> Decimal {
    Decimal::new(1, decimals.min(FINEST))
}

const UP: [&str; 10] = ["增长", "上升", "超", "快", "领先", "+", "↑", "▲", "△", "高"];
const DOWN: [&str; 12] = ["下降", "减少", "欠", "慢", "滞后", "落后", "差", "负", "↓", "▼", "▽", "低"];

/// Reads a cell in a column whose bare figures count `scale` units.
pub(super) fn read(cell: &Cell, scale: Decimal) -> Figure {
    match cell {
        Cell::Empty => Figure::Blank,
        Cell::Number(value) => {
            let rounded = value.round_dp(FINEST);
            Figure::Value(Printed { value: rounded, step: last_of(value.scale()), percent: false, raw: true })
        }
        Cell::Text(text) => read_text(text, scale),
        Cell::Bool(_) | Cell::Date(_) | Cell::Formula | Cell::Error(_) => Figure::Unread,
    }
}

fn read_text(text: &str, scale: Decimal) -> Figure {
    let text: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
    let mut rest = text.trim_start_matches('第').trim_end_matches(['名', '位']);
    for points in ["个百分点", "百分点"] {
        if let Some(before) = rest.strip_suffix(points) {
            rest = before;
        }
    }
    let mut negative = false;
    if let Some(after) = UP.iter().find_map(|w| rest.strip_prefix(w)) {
        rest = after;
    } else if let Some(after) = DOWN.iter().find_map(|w| rest.strip_prefix(w)) {
        rest = after;
        negative = true;
    }
    let figure = match quantity::read(rest) {
        Quantity::Missing => return Figure::Blank,
        Quantity::One(figure) if !figure.remark && !figure.approximate => figure,
        _ => return Figure::Unread,
    };
    let digits: String = rest.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let decimals = digits.split_once('.').map_or(0, |(_, part)| part.len() as u32);
    let written = digits.parse::<Decimal>().ok().filter(|d| !d.is_zero());
    // 3.5亿 in a column of 万元 is 35000, to the nearest 1000.
    let (mut value, mut step) = (figure.value, last_of(decimals));
    if figure.scaled {
        let own = written.and_then(|w| figure.value.abs().checked_div(w)).unwrap_or(Decimal::ONE);
        let Some(in_column) = value.checked_div(scale) else { return Figure::Unread };
        value = in_column;
        step = (step * own).checked_div(scale).unwrap_or(step);
    }
    if negative {
        value = -value;
    }
    Figure::Value(Printed { value, step, percent: figure.unit == Some("%"), raw: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_circulars_print_them() {
        for (text, value, step) in [
            ("68.9%", "68.9", "0.1"),
            ("12.60", "12.60", "0.01"),
            ("欠2.31个百分点", "-2.31", "0.01"),
            ("+42.31", "42.31", "0.01"),
            ("下降3.2%", "-3.2", "0.1"),
            ("第3名", "3", "1"),
            ("3.5亿", "35000", "1000"),
            ("1,234.5", "1234.5", "0.1"),
        ] {
            let Figure::Value(printed) = read(&Cell::Text(text.into()), Decimal::from(10_000)) else {
                panic!("{text} is not read")
            };
            assert_eq!(
                (printed.value, printed.step),
                (value.parse().unwrap(), step.parse().unwrap()),
                "{text}"
            );
        }
        for text in ["约5000", "见附件", "3-5"] {
            assert_eq!(read(&Cell::Text(text.into()), Decimal::ONE), Figure::Unread, "{text}");
        }
        assert_eq!(read(&Cell::Text("—".into()), Decimal::ONE), Figure::Blank);
    }

    #[test]
    fn cut_off_is_told_from_wrong() {
        let printed = |text: &str| read(&Cell::Text(text.into()), Decimal::ONE).value().unwrap();
        let exact = Worth::sure("99.6575".parse().unwrap());
        assert_eq!(printed("99.66").against(exact), Mark::Right);
        assert_eq!(printed("99.65").against(exact), Mark::Truncated);
        assert_eq!(printed("99.67").against(exact), Mark::Wrong);
        assert_eq!(printed("-0.005").against(Worth::sure("-0.0050".parse().unwrap())), Mark::Right);
        assert_eq!(printed("0.13%").like("0.125".parse().unwrap()), "0.13%");
    }
}
