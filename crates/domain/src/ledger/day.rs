//! Cells that say a day.

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;

use super::{
    grid::Cell,
    problem::{Problem, Severity},
    quantity::is_missing,
};
use crate::text::narrow;

/// What is known beside the cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct DayContext {
    /// The year of the ledger, for days written without one.
    pub year: Option<i16>,
    /// The day of the import: later days are questioned.
    pub as_of: Option<Date>,
    pub since_1904: bool,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct DayReading {
    pub day: Option<Date>,
    pub problems: Vec<Problem>,
}

/// A day with what had to be assumed.
struct Found {
    day: Date,
    assumed: Option<&'static str>,
}

/// Reads the day that a cell says.
pub fn read_day(cell: &Cell, context: DayContext) -> DayReading {
    let mut out = DayReading::default();
    let found = match cell {
        Cell::Empty => return out,
        Cell::Date(day) => Some(Found { day: *day, assumed: None }),
        Cell::Number(number) => numeric(*number, context),
        Cell::Text(text) => {
            let text: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
            if is_missing(&text) || text == "0" {
                return out;
            }
            written(&text, context)
        }
        other => {
            out.problems.push(super::reading::unusable(other, "ledger.day_unreadable", Severity::Warning));
            return out;
        }
    };
    let Some(found) = found else {
        out.problems.push(Problem::warning("ledger.day_unreadable").with("text", cell.text()));
        return out;
    };
    if let Some(code) = found.assumed {
        out.problems.push(Problem::warning(code).with("text", cell.text()).with("day", found.day));
    }
    let last_year = context.as_of.map_or(2100, |day| day.year().saturating_add(1));
    if !(1949..=last_year).contains(&found.day.year()) {
        out.problems.push(Problem::error("ledger.day_out_of_range").with("day", found.day));
        return out;
    }
    if context.as_of.is_some_and(|as_of| found.day > as_of) {
        out.problems.push(Problem::warning("ledger.day_in_future").with("day", found.day));
    }
    out.day = Some(found.day);
    out
}

/// A serial number of Excel, 20130901, or 2013.9.
fn numeric(number: Decimal, context: DayContext) -> Option<Found> {
    let number = number.normalize();
    let whole = i64::try_from(number.trunc()).ok()?;
    if !number.fract().is_zero() && (1900..2200).contains(&whole) {
        // 2013.9; in a cell that is a number 2013.10 has become 2013.1, so January may be October.
        let decimals = number.fract().mantissa();
        let (month, assumed) = match (number.scale(), decimals) {
            (1, 1) => (1, "ledger.month_ambiguous"),
            (1 | 2, month @ 2..=12) => (month as i8, "ledger.day_missing"),
            _ => return None,
        };
        return Date::new(whole as i16, month, 1).ok().map(|day| Found { day, assumed: Some(assumed) });
    }
    if (19_000_000..22_000_000).contains(&whole) {
        return date(whole / 10_000, whole / 100 % 100, whole % 100).map(|day| Found { day, assumed: None });
    }
    if (190_001..219_913).contains(&whole) && (1..=12).contains(&(whole % 100)) {
        return date(whole / 100, whole % 100, 1)
            .map(|day| Found { day, assumed: Some("ledger.day_missing") });
    }
    if (1949..2150).contains(&whole) {
        return date(whole, 1, 1).map(|day| Found { day, assumed: Some("ledger.day_missing") });
    }
    from_serial(whole, context.since_1904).map(|day| Found { day, assumed: None })
}

/// The day of a serial number of Excel; `None` outside of 1927 to 2173, where numbers are rarely days.
/// 1900 system: Excel holds 1900 for a leap year, so days from March 1900 on count from 30 December 1899.
pub fn from_serial(days: i64, since_1904: bool) -> Option<Date> {
    if !(10_000..100_000).contains(&days) {
        return None;
    }
    let start = if since_1904 { Date::new(1904, 1, 1) } else { Date::new(1899, 12, 30) };
    start.ok()?.checked_add(days.days()).ok()
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Digits and the words between them.
fn written(text: &str, context: DayContext) -> Option<Found> {
    // A time of day behind the day is dropped.
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let text = match text.find(':') {
        // The hour begins behind a day of two digits: 2013-09-0100:00:00 once blanks are gone.
        Some(colon) => text.get(..colon.checked_sub(2)?)?,
        None => text,
    };
    if text.bytes().all(|b| b.is_ascii_digit()) {
        let number = Decimal::from(text.parse::<i64>().ok()?);
        return numeric(number, context);
    }
    let mut numbers = Vec::new();
    let mut rest = text;
    let mut suffix = "";
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let separator = &rest[..start];
        let allowed = if numbers.is_empty() {
            separator.is_empty()
        } else {
            matches!(separator, "-" | "/" | "." | "年" | "月")
        };
        if !allowed {
            return None;
        }
        let digits = &rest[start..];
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        if end > 4 {
            return None;
        }
        numbers.push(digits[..end].parse::<i64>().ok()?);
        rest = &digits[end..];
        suffix = rest;
    }
    let month_word = text.contains('月');
    match (numbers.as_slice(), suffix.trim_end_matches("左右")) {
        (&[year, month, day], "" | "日" | "号") if year >= 100 || (year < 50 && day <= 31) => {
            let year = if year < 100 { year + 2000 } else { year };
            date(year, month, day).map(|day| Found { day, assumed: None })
        }
        // 9/1/2013 as other locales write it: only when it cannot be read as anything else.
        (&[month, day, year], "") if year >= 1900 && text.contains('/') => {
            date(year, month, day).map(|day| Found { day, assumed: Some("ledger.day_order") })
        }
        (&[year, month], suffix) if year >= 1900 => within_month(year, month, suffix, "ledger.day_missing"),
        (&[month, day], "" | "日" | "号") => {
            let year = i64::from(context.year?);
            date(year, month, day).map(|day| Found { day, assumed: Some("ledger.year_missing") })
        }
        (&[month], suffix) if month_word => {
            within_month(i64::from(context.year?), month, suffix, "ledger.year_missing")
        }
        (&[year], "年") => date(year, 1, 1).map(|day| Found { day, assumed: Some("ledger.day_missing") }),
        (&[year], "年底" | "年末") => {
            date(year, 12, 31).map(|day| Found { day, assumed: Some("ledger.day_missing") })
        }
        _ => None,
    }
}

fn within_month(year: i64, month: i64, suffix: &str, assumed: &'static str) -> Option<Found> {
    let first = date(year, month, 1)?;
    let part = suffix.trim_start_matches('月').trim_start_matches('份');
    let day = match part {
        "" | "初" | "上旬" => first,
        "中" | "中旬" => date(year, month, 15)?,
        "下旬" => date(year, month, 21)?,
        "底" | "末" => first.last_of_month(),
        _ => return None,
    };
    Some(Found { day, assumed: Some(assumed) })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    fn context() -> DayContext {
        DayContext { year: Some(2013), as_of: Some(day(2013, 11, 15)), since_1904: false }
    }

    #[test]
    fn days_as_people_write_them() {
        for (text, expected, problem) in [
            ("2013-09-01", Some(day(2013, 9, 1)), None),
            ("2013/9/1", Some(day(2013, 9, 1)), None),
            ("2013.9.1", Some(day(2013, 9, 1)), None),
            ("2013年9月1日", Some(day(2013, 9, 1)), None),
            ("２０１３年９月１日", Some(day(2013, 9, 1)), None),
            ("2013-09-01 00:00:00", Some(day(2013, 9, 1)), None),
            ("2013-09-01T08:30:00", Some(day(2013, 9, 1)), None),
            ("20130901", Some(day(2013, 9, 1)), None),
            ("13.9.1", Some(day(2013, 9, 1)), None),
            ("41518", Some(day(2013, 9, 1)), None),
            ("2013.9", Some(day(2013, 9, 1)), Some("ledger.day_missing")),
            ("2013年9月", Some(day(2013, 9, 1)), Some("ledger.day_missing")),
            ("2013年9月份", Some(day(2013, 9, 1)), Some("ledger.day_missing")),
            ("2013年9月底", Some(day(2013, 9, 30)), Some("ledger.day_missing")),
            ("2013", Some(day(2013, 1, 1)), Some("ledger.day_missing")),
            ("9月底", Some(day(2013, 9, 30)), Some("ledger.year_missing")),
            ("9月1日", Some(day(2013, 9, 1)), Some("ledger.year_missing")),
            ("9.1", Some(day(2013, 9, 1)), Some("ledger.year_missing")),
            ("9/1/2013", Some(day(2013, 9, 1)), Some("ledger.day_order")),
            ("2013-12-01", Some(day(2013, 12, 1)), Some("ledger.day_in_future")),
            ("2113-09-01", None, Some("ledger.day_out_of_range")),
            ("1013-09-01", None, Some("ledger.day_out_of_range")),
            ("2013-02-30", None, Some("ledger.day_unreadable")),
            ("尽快", None, Some("ledger.day_unreadable")),
            ("近期9月", None, Some("ledger.day_unreadable")),
            (":", None, Some("ledger.day_unreadable")),
            ("-", None, None),
            ("", None, None),
        ] {
            let reading = read_day(&Cell::Text(text.into()), context());
            assert_eq!(reading.day, expected, "{text}");
            assert_eq!(reading.problems.first().map(|p| p.code.as_ref()), problem, "{text}");
        }
    }

    #[test]
    fn numbers_are_serials_or_spelled_days() {
        for (number, since_1904, expected, problem) in [
            ("41518", false, Some(day(2013, 9, 1)), None),
            ("40056", true, Some(day(2013, 9, 1)), None),
            ("41518.75", false, Some(day(2013, 9, 1)), None),
            ("20130901", false, Some(day(2013, 9, 1)), None),
            ("2013.9", false, Some(day(2013, 9, 1)), Some("ledger.day_missing")),
            ("2013.1", false, Some(day(2013, 1, 1)), Some("ledger.month_ambiguous")),
            ("2013.11", false, Some(day(2013, 11, 1)), Some("ledger.day_missing")),
            ("201309", false, Some(day(2013, 9, 1)), Some("ledger.day_missing")),
            ("77777", false, None, Some("ledger.day_out_of_range")),
            ("5", false, None, Some("ledger.day_unreadable")),
        ] {
            let number = Decimal::from_str_exact(number).expect("a number");
            let reading = read_day(&Cell::Number(number), DayContext { since_1904, ..context() });
            assert_eq!(reading.day, expected, "{number}");
            assert_eq!(reading.problems.first().map(|p| p.code.as_ref()), problem, "{number}");
        }
    }

    #[test]
    fn without_a_year_of_the_ledger_none_is_invented() {
        let reading = read_day(&Cell::Text("9月底".into()), DayContext::default());
        assert_eq!((reading.day, reading.problems[0].code.as_ref()), (None, "ledger.day_unreadable"));
    }
}
