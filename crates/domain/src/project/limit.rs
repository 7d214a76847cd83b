//! What a field can hold.

use jiff::{ToSpan, civil::Date};

/// Characters of a name.
pub const NAME: usize = 200;
/// Characters of a line (place, next step, reason).
pub const LINE: usize = 500;
/// Characters of a text (content, progress, problem).
pub const TEXT: usize = 20_000;
/// Attracting investment begins with reform and opening up; an earlier date is a slip.
pub const EARLIEST: Date = jiff::civil::date(1978, 1, 1);
const YEARS_AHEAD: i64 = 50;

/// Whether a text has at most so many characters. Characters, not bytes: Chinese and emoji are as welcome as Latin.
pub fn text_fits(text: &str, limit: usize) -> bool {
    text.len() <= limit || text.chars().nth(limit).is_none()
}

/// One line as people type it: no line breaks or control characters, single blanks. Brackets and widths stay as they
/// are, for names are written as on the licence.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether a date may be that of something that happened.
pub fn past(day: Date, today: Date) -> bool {
    (EARLIEST..=today).contains(&day)
}

/// Whether a date may be that of something that happened or is planned.
pub fn planned(day: Date, today: Date) -> bool {
    let latest = today.checked_add(YEARS_AHEAD.years()).unwrap_or(Date::MAX);
    (EARLIEST..=latest).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_and_texts_have_bounds() {
        let today = date(2013, 11, 15);
        assert!(past(today, today) && past(EARLIEST, today));
        assert!(!past(date(2013, 11, 16), today) && !past(date(1977, 12, 31), today));
        assert!(planned(date(2063, 11, 15), today) && !planned(date(2113, 1, 1), today));
        assert!(text_fits(&"项".repeat(NAME), NAME) && !text_fits(&"项".repeat(NAME + 1), NAME));
        assert!(text_fits("🚀", 1));
        assert_eq!(one_line("  一立航空\u{0}\n（集团） 公司 "), "一立航空 （集团） 公司");
    }
}
