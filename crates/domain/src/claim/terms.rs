//! The table of how long a claim lasts and how disputes are settled, as a district has written it.

use std::{ops::RangeInclusive, sync::LazyLock};

use toml::de::DeTable;

use crate::table::{self, Codes, Finding, Value};

/// The text of the table that a district starts with.
pub const STANDARD: &str = include_str!("../../claims/standard.toml");
/// Bytes a table may have.
const LARGEST: usize = 100_000;
/// Characters of its name.
const NAME: usize = 60;
const DAYS: RangeInclusive<i64> = 1..=3_660;
const REMIND_DAYS: RangeInclusive<i64> = 0..=366;
const KEYS: [&str; 13] = [
    "name",
    "name_en",
    "validity_days",
    "renewals",
    "renewal_days",
    "renew_within_days",
    "remind_days",
    "idle_warn_days",
    "idle_release_days",
    "open_per_person",
    "upward_wan",
    "decision_days",
    "appeal_days",
];
const CODES: Codes = Codes {
    too_large: "claim.terms_too_large",
    syntax: "claim.terms_syntax",
    key: "claim.terms_key",
    missing: "claim.terms_missing",
    // The table has no words to choose from.
    unknown: "claim.terms_key",
};

/// A valid table. Only [`Terms::check`] makes one.
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
    pub fn check(text: &str) -> (Option<Self>, Vec<Finding>) {
        let mut reader = Reader(table::Reader::new(text, CODES));
        let terms = reader.terms();
        reader.0.end(terms)
    }
}

struct Reader<'t>(table::Reader<'t>);

impl Reader<'_> {
    fn terms(&mut self) -> Option<Terms> {
        let top = &self.0.parse(LARGEST)?;
        self.0.keys(top, &KEYS);
        let text = |key: &str| top.get(key).and_then(|v| v.get_ref().as_str()).map(str::trim);
        let name = text("name").unwrap_or_default();
        if name.is_empty() || name.chars().count() > NAME {
            let at = top.get("name").map_or(0..0, Value::span);
            self.0.say("claim.terms_name", &at, []);
        }
        let validity_days = self.number(top, "validity_days", DAYS);
        let renewals = self.number(top, "renewals", 0..=20);
        let renewal_days = self.number(top, "renewal_days", DAYS);
        let renew_within_days = self.number(top, "renew_within_days", DAYS);
        let remind_days = self.reminders(top);
        let idle_warn_days = self.number(top, "idle_warn_days", DAYS);
        let idle_release_days = self.number(top, "idle_release_days", DAYS);
        let open_per_person = self.number(top, "open_per_person", 1..=10_000);
        let upward_wan = self.number(top, "upward_wan", 1..=1_000_000_000);
        let decision_days = self.number(top, "decision_days", 1..=250);
        let appeal_days = self.number(top, "appeal_days", DAYS);
        // A warning after the end warns nobody.
        if let (Some(warn), Some(release)) = (idle_warn_days, idle_release_days)
            && warn >= release
        {
            let at = top.get("idle_warn_days").map_or(0..0, Value::span);
            self.0.say("claim.terms_warn_late", &at, [("value", &warn.to_string())]);
        }
        Some(Terms {
            name: name.to_owned(),
            name_en: text("name_en").unwrap_or(name).to_owned(),
            validity_days: validity_days?,
            renewals: renewals?,
            renewal_days: renewal_days?,
            renew_within_days: renew_within_days?,
            remind_days: remind_days?,
            idle_warn_days: idle_warn_days?,
            idle_release_days: idle_release_days?,
            open_per_person: open_per_person?,
            upward_wan: upward_wan?,
            decision_days: decision_days?,
            appeal_days: appeal_days?,
        })
    }

    fn number(&mut self, top: &DeTable<'_>, key: &'static str, allowed: RangeInclusive<i64>) -> Option<i64> {
        let Some(value) = top.get(key) else {
            self.0.missing(&(0..0), key);
            return None;
        };
        let number = table::whole(value).filter(|n| allowed.contains(n));
        if number.is_none() {
            let (least, most) = (allowed.start().to_string(), allowed.end().to_string());
            self.0.say(
                "claim.terms_range",
                &value.span(),
                [("key", key), ("least", &least), ("most", &most)],
            );
        }
        number
    }

    /// The earliest reminder first.
    fn reminders(&mut self, top: &DeTable<'_>) -> Option<Vec<i64>> {
        let Some(value) = top.get("remind_days") else {
            self.0.missing(&(0..0), "remind_days");
            return None;
        };
        let list = value.get_ref().as_array().filter(|l| (1..=10).contains(&l.len()));
        let days = |one: &Value<'_>| table::whole(one).filter(|n| REMIND_DAYS.contains(n));
        let read = list.and_then(|l| l.iter().map(days).collect::<Option<Vec<i64>>>());
        let Some(mut read) = read else {
            self.0.say("claim.terms_remind", &value.span(), []);
            return None;
        };
        read.sort_unstable_by(|a, b| b.cmp(a));
        Some(read)
    }
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
        let unknown = codes(&STANDARD.replace("validity_days", "valid_days"));
        assert_eq!(unknown, [("claim.terms_key", 8), ("claim.terms_missing", 1)]);
        assert_eq!(codes(&STANDARD.replace("renewals = 1", "renewals = \"一\"")), [("claim.terms_range", 9)]);
        assert_eq!(codes(&"x".repeat(100_001)), [("claim.terms_too_large", 1)]);
        assert_eq!(codes("= ="), [("claim.terms_syntax", 1)]);
    }
}
