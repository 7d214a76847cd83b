//! 考核得分工作簿: scores as a workbook with live formulas. Whoever changes a figure or a target in it sees what that
//! does to every score; opened and recalculated as it is, it gives what was computed here.
//!
//! Figures (指标) come from the ledgers and are numbers; scores are formulas over them, with what was computed here as
//! their kept result. What a sheet cannot compute stands in it as a value, and the notes say so.

mod figures;
mod formula;
mod helper;
mod items;
mod layout;
mod row;

use rust_decimal::Decimal;

use super::{Missing, Scores, board::Board};
use crate::assessment::{facts::Facts, say::Lang, scheme::Scheme};

/// A workbook, to be written by whoever knows the format.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub name: String,
    /// Of the columns, in characters.
    pub widths: Vec<u16>,
    /// Rows and columns that stay when the rest is scrolled.
    pub frozen: (u32, u16),
    pub cells: Vec<Cell>,
}

/// A cell; row and column from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub row: u32,
    pub col: u16,
    pub style: Style,
    pub content: Content,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Title,
    Note,
    Head,
    Text,
    /// A number with so many decimals, thousands apart.
    Number(u32),
    /// The same, where a sheet cannot compute it.
    Fixed(u32),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Text(String),
    Number(Decimal),
    /// Without the sign of equality.
    Formula {
        text: String,
        result: Shown,
    },
}

/// What a formula gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    Number(Decimal),
    Text(String),
}

/// The row of the first unit; every sheet has a unit in the same row.
const FIRST: u32 = 5;
/// What stands where an item is left out.
const LEFT_OUT: &str = "—";

/// Scores with what they were made from, as a workbook. `scores` are what [`super::score`] gave for the same.
pub fn workbook(scheme: &Scheme, facts: &Facts, scores: &Scores, lang: Lang) -> Result<Book, Vec<Missing>> {
    let mut missing = Vec::new();
    let board = Board::new(scheme, facts, scores.as_of, &mut missing);
    if !missing.is_empty() {
        return Err(missing);
    }
    Ok(layout::book(&board, scores, lang))
}

/// `A`, `Z`, `AA` … of a column from 0.
fn letters(col: u16) -> String {
    let mut left = u32::from(col) + 1;
    let mut out = String::new();
    while left > 0 {
        let digit = (left - 1) % 26;
        out.insert(0, char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    out
}

/// A number as formulas write it.
fn literal(value: Decimal) -> String {
    let text = value.normalize().to_string();
    if value.is_sign_negative() && !value.is_zero() { format!("({text})") } else { text }
}

/// A text as formulas write it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (col, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letters(col), name);
        }
    }

    #[test]
    fn numbers_and_texts_are_written_for_formulas() {
        assert_eq!(literal(Decimal::new(500, 2)), "5");
        assert_eq!(literal(Decimal::new(-5, 1)), "(-0.5)");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
