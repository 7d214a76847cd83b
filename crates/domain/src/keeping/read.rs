//! Reading a table of keeping from TOML: everything wrong is told with its line, in codes that become sentences.

use std::ops::{Range, RangeInclusive};

use toml::{Spanned, de::DeTable};

use super::{Criteria, GradeRule, KeepingTable, Stay};
use crate::{
    project::{Grade, Stage, Structure},
    table::{self, Codes, Finding, whole},
};

/// The text of the table that a district starts with, commented for the clerk who changes it.
pub const STANDARD: &str = include_str!("../../keeping/standard.toml");

/// Bytes a table may have.
const LARGEST: usize = 100_000;
/// Characters of a name or a meaning.
const NAME: usize = 100;
/// 10 万亿元 in 万元: more is a slip.
const MOST_WAN: i64 = 1_000_000_000;
/// Ten years.
const MOST_DAYS: i64 = 3_650;
const TOP: [&str; 4] = ["name", "name_en", "grade", "stay"];
const GRADE: [&str; 10] = [
    "code",
    "name",
    "name_en",
    "meaning",
    "meaning_en",
    "total_wan",
    "from_stage",
    "structures",
    "high_technology",
    "any",
];
const STAY: [&str; 5] = ["stages", "warn_days", "due_days", "leave_days", "extend_days"];

const CODES: Codes = Codes {
    too_large: "keeping.table_too_large",
    syntax: "keeping.table_syntax",
    key: "keeping.table_key",
    missing: "keeping.table_missing",
    unknown: "keeping.table_unknown",
};

struct Reader<'t>(table::Reader<'t>);

impl KeepingTable {
    /// Reads a table and tells everything wrong with it; the table is there when nothing is.
    pub fn check(text: &str) -> (Option<Self>, Vec<Finding>) {
        let mut reader = Reader(table::Reader::new(text, CODES));
        let table = reader.table();
        reader.0.end(table)
    }
}

impl Reader<'_> {
    fn table(&mut self) -> Option<KeepingTable> {
        let top = self.0.parse(LARGEST)?;
        self.0.keys(&top, &TOP);
        let name = self.name(&top, "name", &(0..0));
        let name_en = text_of(&top, "name_en").unwrap_or_else(|| name.clone());
        let grades = self.grades(&top);
        let stay = self.stay(&top);
        Some(KeepingTable { name, name_en, grades, stay: stay? })
    }

    fn grades(&mut self, top: &DeTable<'_>) -> Vec<GradeRule> {
        let list = top.get("grade").and_then(|v| v.get_ref().as_array());
        let mut rules: Vec<GradeRule> = Vec::new();
        for one in list.into_iter().flatten().take(Grade::ALL.len() + 1) {
            let Some(table) = one.get_ref().as_table() else { continue };
            let at = one.span();
            self.0.keys(table, &GRADE);
            let name = self.name(table, "name", &at);
            let meaning = text_of(table, "meaning").unwrap_or_default();
            let criteria = Criteria {
                total_fen: self
                    .number(table, "total_wan", 0..=MOST_WAN, false)
                    .map(|wan| wan * crate::money::WAN_FEN),
                from_stage: table
                    .get("from_stage")
                    .and_then(|v| self.0.known(v, "from_stage", Stage::from_code)),
                structures: self.codes(table, "structures", Structure::from_code),
                high_technology: self.flag(table, "high_technology"),
                any: self.flag(table, "any"),
            };
            let Some(grade) = self.0.code(table, &at, "code", Grade::from_code) else { continue };
            rules.push(GradeRule {
                grade,
                name_en: text_of(table, "name_en").unwrap_or_else(|| name.clone()),
                meaning_en: text_of(table, "meaning_en").unwrap_or_else(|| meaning.clone()),
                name,
                meaning,
                criteria,
            });
        }
        let at = top.get("grade").map_or(0..0, |v| {
            v.get_ref().as_array().and_then(|list| list.first()).map_or(v.span(), Spanned::span)
        });
        if !rules.iter().map(|r| r.grade).eq(Grade::ALL.iter().copied()) {
            self.0.say("keeping.table_grades", &at, []);
        } else if rules.last().is_some_and(|last| !last.criteria.is_open()) {
            // Every project gets a grade.
            self.0.say("keeping.table_last", &at, []);
        }
        rules
    }

    fn stay(&mut self, top: &DeTable<'_>) -> Option<Stay> {
        let Some((value, table)) = top.get("stay").and_then(|v| Some((v, v.get_ref().as_table()?))) else {
            self.0.say("keeping.table_stay", &(0..0), []);
            return None;
        };
        self.0.keys(table, &STAY);
        let stages = self.codes(table, "stages", Stage::from_code);
        let warn_days = self.number(table, "warn_days", 1..=MOST_DAYS, true);
        let due_days = self.number(table, "due_days", 1..=MOST_DAYS, true);
        let leave_days = self.number(table, "leave_days", 1..=MOST_DAYS, true);
        let extend_days = self.number(table, "extend_days", 1..=MOST_DAYS, true);
        let stay = Stay {
            stages,
            warn_days: warn_days?,
            due_days: due_days?,
            leave_days: leave_days?,
            extend_days: extend_days?,
        };
        if !(stay.warn_days <= stay.due_days && stay.due_days <= stay.leave_days) {
            self.0.say("keeping.table_order", &value.span(), []);
        }
        Some(stay)
    }

    fn name(&mut self, table: &DeTable<'_>, key: &str, at: &Range<usize>) -> String {
        let name = text_of(table, key).unwrap_or_default();
        if name.is_empty() || name.chars().count() > NAME {
            self.0.say("keeping.table_name", at, []);
        }
        name
    }

    fn number(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        range: RangeInclusive<i64>,
        needed: bool,
    ) -> Option<i64> {
        let value = table.get(key);
        let at = value.map_or(0..0, Spanned::span);
        let number = value.and_then(whole);
        let fits = number.filter(|n| range.contains(n));
        if fits.is_none() && (needed || value.is_some()) {
            let (least, most) = (range.start().to_string(), range.end().to_string());
            self.0.say("keeping.table_number", &at, [("key", key), ("least", &least), ("most", &most)]);
        }
        fits
    }

    fn flag(&mut self, table: &DeTable<'_>, key: &'static str) -> bool {
        let Some(value) = table.get(key) else { return false };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.0.say("keeping.table_flag", &value.span(), [("key", key)]);
        }
        flag.unwrap_or(false)
    }

    fn codes<T>(&mut self, table: &DeTable<'_>, key: &'static str, read: fn(&str) -> Option<T>) -> Vec<T> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.0.unknown(value, key);
            return Vec::new();
        };
        list.into_iter().filter_map(|one| self.0.known(one, key, read)).collect()
    }
}

fn text_of(table: &DeTable<'_>, key: &str) -> Option<String> {
    let text = table.get(key)?.get_ref().as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
