//! Reading a table of anomaly rules from TOML: everything wrong is told with its line, in codes that become sentences.

use std::ops::{Range, RangeInclusive};

use toml::{Spanned, de::DeTable};

use super::{AnomalyTable, Check, Rule, RuleCode};
use crate::table::{self, Codes, Finding, whole};

/// The text of the table that a district starts with, commented for the clerk who changes it.
pub const STANDARD: &str = include_str!("../../anomaly/standard.toml");

/// Bytes a table may have.
const LARGEST: usize = 100_000;
/// Characters of a name, of a reason, of a company or word; and how many of those.
const NAME: usize = 100;
const REASON: usize = 500;
const NAMES: usize = 500;
const DAYS: RangeInclusive<i64> = 1..=3_650;
const MONTHS: RangeInclusive<i64> = 1..=120;
const PERCENT: RangeInclusive<i64> = 1..=100;
/// 10 万亿元 in 万元: more is a slip.
const WAN: RangeInclusive<i64> = 1..=1_000_000_000;
const COUNT: RangeInclusive<i64> = 2..=10_000;

const CODES: Codes = Codes {
    too_large: "anomaly.table_too_large",
    syntax: "anomaly.table_syntax",
    key: "anomaly.table_key",
    missing: "anomaly.table_missing",
    unknown: "anomaly.table_unknown",
};

/// The parameters of a rule, by name.
const fn parameters(code: RuleCode) -> &'static [&'static str] {
    match code {
        RuleCode::ReusedProof | RuleCode::ReusedSlip => &[],
        RuleCode::RoundTrip | RuleCode::TakenBack => &["within_days", "least_percent"],
        RuleCode::PlatformPayer => &["names", "words"],
        RuleCode::PeriodEndBurst => &["last_days", "least_percent", "least_wan", "least_entries"],
        RuleCode::RoundAmounts => &["step_wan", "least_entries"],
        RuleCode::SharedPayer => &["least_projects"],
        RuleCode::OverContract => &["over_percent"],
        RuleCode::PaidInZero | RuleCode::CeremonyOnly => &["months"],
        RuleCode::LittleMoney => &["contract_wan", "months", "least_percent"],
    }
}

struct Reader<'t>(table::Reader<'t>);

impl AnomalyTable {
    /// Reads a table and tells everything wrong with it; the table is there when nothing is.
    pub fn check(text: &str) -> (Option<Self>, Vec<Finding>) {
        let mut reader = Reader(table::Reader::new(text, CODES));
        let table = reader.table();
        reader.0.end(table)
    }
}

impl Reader<'_> {
    fn table(&mut self) -> Option<AnomalyTable> {
        let top = self.0.parse(LARGEST)?;
        self.0.keys(&top, &["name", "name_en", "rule"]);
        let name = self.text(&top, "name", &(0..0), "anomaly.table_name", NAME);
        let name_en = text_of(&top, "name_en").unwrap_or_else(|| name.clone());
        let list = top.get("rule").and_then(|v| v.get_ref().as_array());
        let mut rules: Vec<Rule> = Vec::new();
        for one in list.into_iter().flatten() {
            let Some(table) = self.0.section(one, "[[rule]]") else { continue };
            let Some(rule) = self.rule(table, &one.span()) else { continue };
            if rules.iter().any(|r| r.check.code() == rule.check.code()) {
                self.0.say("anomaly.table_twice", &one.span(), [("code", rule.check.code().code())]);
            } else {
                rules.push(rule);
            }
        }
        Some(AnomalyTable { name, name_en, rules })
    }

    fn rule(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Option<Rule> {
        let code = self.0.code(table, at, "code", RuleCode::from_code)?;
        let mut known = vec!["code", "name", "name_en", "reason", "reason_en", "on"];
        known.extend(parameters(code));
        self.0.keys(table, &known);
        let name = self.text(table, "name", at, "anomaly.table_name", NAME);
        let reason = self.text(table, "reason", at, "anomaly.table_reason", REASON);
        let on = self.flag(table, "on");
        let check = self.check(code, table, at);
        Some(Rule {
            name_en: text_of(table, "name_en").unwrap_or_else(|| name.clone()),
            reason_en: text_of(table, "reason_en").unwrap_or_else(|| reason.clone()),
            name,
            reason,
            on,
            check: check?,
        })
    }

    fn check(&mut self, code: RuleCode, table: &DeTable<'_>, at: &Range<usize>) -> Option<Check> {
        // All numbers are read before the first that is wrong ends it, so that all of them are told.
        let mut number = |key, range| self.number(table, key, range, at);
        Some(match code {
            RuleCode::ReusedProof => Check::ReusedProof,
            RuleCode::ReusedSlip => Check::ReusedSlip,
            RuleCode::RoundTrip => {
                let (days, percent) = (number("within_days", DAYS), number("least_percent", PERCENT));
                Check::RoundTrip { within_days: days?, least_percent: percent? }
            }
            RuleCode::TakenBack => {
                let (days, percent) = (number("within_days", DAYS), number("least_percent", PERCENT));
                Check::TakenBack { within_days: days?, least_percent: percent? }
            }
            RuleCode::PlatformPayer => {
                Check::PlatformPayer { names: self.list(table, "names"), words: self.list(table, "words") }
            }
            RuleCode::PeriodEndBurst => {
                let (days, percent) = (number("last_days", 1..=15), number("least_percent", PERCENT));
                let (wan, entries) = (number("least_wan", WAN), number("least_entries", 1..=10_000));
                Check::PeriodEndBurst {
                    last_days: days?,
                    least_percent: percent?,
                    least_wan: wan?,
                    least_entries: entries?,
                }
            }
            RuleCode::RoundAmounts => {
                let (step, entries) = (number("step_wan", WAN), number("least_entries", 1..=10_000));
                Check::RoundAmounts { step_wan: step?, least_entries: entries? }
            }
            RuleCode::SharedPayer => Check::SharedPayer { least_projects: number("least_projects", COUNT)? },
            RuleCode::OverContract => {
                Check::OverContract { over_percent: number("over_percent", 0..=1_000)? }
            }
            RuleCode::PaidInZero => Check::PaidInZero { months: number("months", MONTHS)? },
            RuleCode::CeremonyOnly => Check::CeremonyOnly { months: number("months", MONTHS)? },
            RuleCode::LittleMoney => {
                let (wan, months) = (number("contract_wan", WAN), number("months", MONTHS));
                let percent = number("least_percent", PERCENT);
                Check::LittleMoney { contract_wan: wan?, months: months?, least_percent: percent? }
            }
        })
    }

    fn text(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        at: &Range<usize>,
        code: &'static str,
        most: usize,
    ) -> String {
        let text = text_of(table, key).unwrap_or_default();
        if text.is_empty() || text.chars().count() > most {
            self.0.say(code, at, []);
        }
        text
    }

    fn number(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        range: RangeInclusive<i64>,
        rule: &Range<usize>,
    ) -> Option<i64> {
        let value = table.get(key);
        let at = value.map_or_else(|| rule.clone(), Spanned::span);
        let fits = value.and_then(whole).filter(|n| range.contains(n));
        if fits.is_none() {
            let (least, most) = (range.start().to_string(), range.end().to_string());
            self.0.say("anomaly.table_number", &at, [("key", key), ("least", &least), ("most", &most)]);
        }
        fits
    }

    /// `true` when it is left out.
    fn flag(&mut self, table: &DeTable<'_>, key: &'static str) -> bool {
        let Some(value) = table.get(key) else { return true };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.0.say("anomaly.table_flag", &value.span(), [("key", key)]);
        }
        flag.unwrap_or(true)
    }

    fn list(&mut self, table: &DeTable<'_>, key: &'static str) -> Vec<String> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let texts = value.get_ref().as_array().map(|list| {
            list.into_iter()
                .map(|one| one.get_ref().as_str().unwrap_or_default().trim().to_owned())
                .collect::<Vec<_>>()
        });
        let fits = |text: &String| !text.is_empty() && text.chars().count() <= NAME;
        match texts {
            Some(texts) if texts.len() <= NAMES && texts.iter().all(fits) => texts,
            _ => {
                self.0.say("anomaly.table_names", &value.span(), [("key", key)]);
                Vec::new()
            }
        }
    }
}

fn text_of(table: &DeTable<'_>, key: &str) -> Option<String> {
    let text = table.get(key)?.get_ref().as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
