//! Values of files, as cells.

use jiff::civil::Date;
use rust_decimal::Decimal;
use yinfeng_domain::ledger::{Cell, day::from_serial};

/// A binary number as the decimal that Excel shows: 15 significant digits, so that 0.1 + 0.2 is 0.3.
pub(crate) fn number(value: f64) -> Cell {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return Cell::Number(Decimal::from(value as i64));
    }
    let shown = format!("{value:.14e}");
    match Decimal::from_scientific(&shown) {
        Ok(decimal) => Cell::Number(decimal.normalize()),
        // Infinite, or with an exponent that no amount has.
        Err(_) => Cell::Error(format!("{value:e}")),
    }
}

/// A number that the file formats as a date.
pub(crate) fn date(serial: f64, since_1904: bool) -> Cell {
    let days = serial.floor();
    if !(0.0..1e6).contains(&days) {
        return number(serial);
    }
    from_serial(days as i64, since_1904).map_or_else(|| number(serial), Cell::Date)
}

/// A date written as ISO 8601.
pub(crate) fn iso_date(text: &str) -> Cell {
    let day = text.get(..10).and_then(|day| day.parse::<Date>().ok());
    day.map_or_else(|| Cell::Text(text.to_owned()), Cell::Date)
}

/// A text; nothing when it is empty.
pub(crate) fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// Drops empty cells at the end of a row.
pub(crate) fn filled(cells: &[Cell]) -> &[Cell] {
    let end = cells.iter().rposition(|c| *c != Cell::Empty).map_or(0, |at| at + 1);
    &cells[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_excel_shows() {
        for (value, shown) in [
            (0.1 + 0.2, "0.3"),
            (1.87, "1.87"),
            (1234567.89, "1234567.89"),
            (-5.0, "-5"),
            (1e20, "100000000000000000000"),
            (1e-9, "0.000000001"),
            (2_f64.powi(53), "9007199254740990"),
        ] {
            assert_eq!(number(value).text(), shown);
        }
        assert!(matches!(number(1e300), Cell::Error(_)));
        assert!(matches!(number(f64::NAN), Cell::Error(_)));
        assert_eq!(date(41518.75, false).text(), "2013-09-01");
        assert_eq!(date(40056.0, true).text(), "2013-09-01");
        assert_eq!(date(0.5, false).text(), "0.5");
    }
}
