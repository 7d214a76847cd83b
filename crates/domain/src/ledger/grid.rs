//! What a workbook is to the rules: sheets of cells, whatever file they came from.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// The number as the file shows it, at most 15 significant digits.
    Number(Decimal),
    Bool(bool),
    /// A number that the file formats as a date; the time of day is dropped.
    Date(Date),
    /// A formula whose value the file does not hold.
    Formula,
    /// An error value such as `#REF!`.
    Error(String),
}

impl Cell {
    /// The cell as text, as kept beside the value read from it.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Bool(true) => Cow::Borrowed("是"),
            Self::Bool(false) => Cow::Borrowed("否"),
            Self::Date(day) => Cow::Owned(day.to_string()),
            Self::Formula => Cow::Borrowed("="),
        }
    }

    /// Whether there is nothing in it but white space.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}'),
            _ => false,
        }
    }
}

/// Merged cells. Rows count from 1 as in the sheet, columns from 0; both ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Region {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: usize,
    pub last_column: usize,
}

/// What is known of a sheet without reading its cells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sheet {
    pub name: String,
    /// Hidden in the file.
    pub hidden: bool,
    /// The last row (from 1) and the number of columns that may hold something.
    pub rows: u32,
    pub columns: usize,
    pub merged: Vec<Region>,
    /// In rising order, counted from 0.
    pub hidden_columns: Vec<usize>,
    /// In rising order, counted from 1.
    pub hidden_rows: Vec<u32>,
    /// Serial dates count from 1904 (old Mac workbooks), not from 1900.
    pub since_1904: bool,
}

/// A sheet with some or all of its rows: `(number as in the sheet, cells)`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    pub sheet: Sheet,
    pub rows: Vec<(u32, Vec<Cell>)>,
}

/// A column as Excel names it: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.reverse();
    String::from_utf8_lossy(&letters).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
