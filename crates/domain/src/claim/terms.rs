//! The table of how long a claim lasts and how disputes are settled, as a district has written it.

use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

/// The text of the table that a district starts with.
pub const STANDARD: &str = include_str!("../../claims/standard.toml");
/// Bytes a table may have.
const LARGEST: usize = 100_000;

/// A valid table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Terms {
    pub name: String,
    pub name_en: String,
    /// Days of protection from the report on.
    pub validity_days: i64,
    pub renewals: i64,
    pub renewal_days: i64,
    /// Days before the end from which on it may be renewed.
    pub renew_within_days: i64,
    /// Days before the end on which the unit is reminded, the earliest first.
    pub remind_days: Vec<i64>,
    pub idle_warn_days: i64,
    pub idle_release_days: i64,
    /// Open claims that one person may have reported.
    pub open_per_person: i64,
    /// 万元 of expected investment from which on it is also reported upward.
    pub upward_wan: i64,
    /// Working days to decide a dispute.
    pub decision_days: i64,
    pub appeal_days: i64,
}

/// One thing wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsFinding {
    /// `claim.terms_range`, …
    pub code: &'static str,
    /// From 1.
    pub line: usize,
    pub value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: Spanned<String>,
    name_en: Option<String>,
    validity_days: Spanned<i64>,
    renewals: Spanned<i64>,
    renewal_days: Spanned<i64>,
    renew_within_days: Spanned<i64>,
    remind_days: Spanned<Vec<i64>>,
    idle_warn_days: Spanned<i64>,
    idle_release_days: Spanned<i64>,
    open_per_person: Spanned<i64>,
    upward_wan: Spanned<i64>,
    decision_days: Spanned<i64>,
    appeal_days: Spanned<i64>,
}

static BUILT_IN: LazyLock<Terms> = LazyLock::new(|| {
    Terms::check(STANDARD).0.unwrap_or(Terms {
        name: String::new(),
        name_en: String::new(),
        validity_days: 90,
        renewals: 1,
        renewal_days: 90,
        renew_within_days: 30,
        remind_days: vec![14],
        idle_warn_days: 30,
        idle_release_days: 60,
        open_per_person: 20,
        upward_wan: 100_000,
        decision_days: 5,
        appeal_days: 10,
    })
});

impl Terms {
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a table and tells everything wrong with it; the table is there when nothing is.
    pub fn check(text: &str) -> (Option<Self>, Vec<TermsFinding>) {
        if text.len() > LARGEST {
            return (None, vec![found(text, 0, "claim.terms_too_large", "")]);
        }
        let raw: Raw = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let at = error.span().map_or(0, |s| s.start);
                return (None, vec![found(text, at, "claim.terms_syntax", error.message())]);
            }
        };
        let mut findings = faults(text, &raw);
        let mut remind_days = raw.remind_days.get_ref().clone();
        remind_days.sort_unstable_by(|a, b| b.cmp(a));
        let name = raw.name.into_inner().trim().to_owned();
        findings.truncate(50);
        let terms = Self {
            name_en: raw.name_en.unwrap_or_else(|| name.clone()),
            name,
            validity_days: raw.validity_days.into_inner(),
            renewals: raw.renewals.into_inner(),
            renewal_days: raw.renewal_days.into_inner(),
            renew_within_days: raw.renew_within_days.into_inner(),
            remind_days,
            idle_warn_days: raw.idle_warn_days.into_inner(),
            idle_release_days: raw.idle_release_days.into_inner(),
            open_per_person: raw.open_per_person.into_inner(),
            upward_wan: raw.upward_wan.into_inner(),
            decision_days: raw.decision_days.into_inner(),
            appeal_days: raw.appeal_days.into_inner(),
        };
        (findings.is_empty().then_some(terms), findings)
    }
}

fn faults(text: &str, raw: &Raw) -> Vec<TermsFinding> {
    let mut out = Vec::new();
    let length = raw.name.get_ref().trim().chars().count();
    if !(1..=60).contains(&length) {
        out.push(found(text, raw.name.span().start, "claim.terms_name", raw.name.get_ref()));
    }
    let days = 1..=3_660;
    for (value, range) in [
        (&raw.validity_days, days.clone()),
        (&raw.renewals, 0..=20),
        (&raw.renewal_days, days.clone()),
        (&raw.renew_within_days, days.clone()),
        (&raw.idle_warn_days, days.clone()),
        (&raw.idle_release_days, days.clone()),
        (&raw.open_per_person, 1..=10_000),
        (&raw.upward_wan, 1..=1_000_000_000),
        (&raw.decision_days, 1..=250),
        (&raw.appeal_days, days),
    ] {
        if !range.contains(value.get_ref()) {
            out.push(found(text, value.span().start, "claim.terms_range", &value.get_ref().to_string()));
        }
    }
    let reminders = raw.remind_days.get_ref();
    if reminders.is_empty() || reminders.len() > 10 || reminders.iter().any(|d| !(0..=366).contains(d)) {
        out.push(found(text, raw.remind_days.span().start, "claim.terms_remind", &format!("{reminders:?}")));
    }
    // A warning after the end warns nobody.
    if raw.idle_warn_days.get_ref() >= raw.idle_release_days.get_ref() {
        let value = raw.idle_warn_days.get_ref().to_string();
        out.push(found(text, raw.idle_warn_days.span().start, "claim.terms_warn_late", &value));
    }
    out
}

fn found(text: &str, at: usize, code: &'static str, value: &str) -> TermsFinding {
    let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
    TermsFinding { code, line, value: value.chars().take(80).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(&'static str, usize)> {
        Terms::check(text).1.into_iter().map(|f| (f.code, f.line)).collect()
    }

    #[test]
    fn the_standard_table_is_sound() {
        let (terms, findings) = Terms::check(STANDARD);
        assert_eq!(findings, []);
        assert_eq!(terms.unwrap().remind_days, [14, 7, 1]);
    }

    #[test]
    fn slips_are_told_by_line() {
        assert_eq!(
            codes(&STANDARD.replace("= 90", "= 0")),
            [("claim.terms_range", 8), ("claim.terms_range", 10)]
        );
        assert_eq!(
            codes(&STANDARD.replace("idle_warn_days = 30", "idle_warn_days = 60")),
            [("claim.terms_warn_late", 17)]
        );
        assert_eq!(codes(&STANDARD.replace("[14, 7, 1]", "[]")), [("claim.terms_remind", 14)]);
        assert_eq!(codes("name = \"甲\"\nvalid_days = 3"), [("claim.terms_syntax", 2)]);
        assert_eq!(codes(&"x".repeat(100_001)), [("claim.terms_too_large", 1)]);
        assert_eq!(codes("= ="), [("claim.terms_syntax", 1)]);
    }
}
