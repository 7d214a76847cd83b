//! By which table projects are reviewed: which departments are asked, within how many working days, and whether a
//! meeting decides, by kind and amount. `admission/standard.toml` is the table that a district starts with.

use std::{
    ops::{Range, RangeInclusive},
    sync::LazyLock,
};

use toml::de::{DeTable, DeValue};

use crate::{
    money::WAN_FEN,
    project::{Kind, Stage, Subject},
    table::{self, Codes, Finding, Value},
};

/// The text of the table that a district starts with.
pub const STANDARD: &str = include_str!("../../admission/standard.toml");

/// Bytes a table may have, and lines of it.
const LARGEST: usize = 100_000;
const MOST: usize = 200;
/// Characters of a name.
const NAME: usize = 60;
/// 10 万亿元 in 万元: more is a slip.
const MOST_WAN: i64 = 1_000_000_000;
const TOP: [&str; 3] = ["name", "name_en", "review"];
const KEYS: [&str; 7] = ["name", "name_en", "kinds", "from_wan", "opinions", "days", "meeting"];
const CODES: Codes = Codes {
    too_large: "admission.rule_too_large",
    syntax: "admission.rule_syntax",
    key: "admission.rule_key",
    missing: "admission.rule_missing",
    unknown: "admission.rule_unknown",
};

/// One line of the table: which review projects of these kinds go through from this amount on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub name_en: String,
    pub kinds: Vec<Kind>,
    pub from_fen: i64,
    pub opinions: Vec<Subject>,
    /// Working days for an answer.
    pub days: i64,
    pub meeting: bool,
}

/// A valid table. Only [`Rules::check`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    pub name: String,
    pub name_en: String,
    pub rules: Vec<Rule>,
}

static BUILT_IN: LazyLock<Rules> = LazyLock::new(|| {
    Rules::check(STANDARD).0.unwrap_or(Rules {
        name: String::new(),
        name_en: String::new(),
        rules: Vec::new(),
    })
});

impl Rules {
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a table and tells everything wrong with it; the table is there when nothing is.
    pub fn check(text: &str) -> (Option<Self>, Vec<Finding>) {
        let mut reader = Reader(table::Reader::new(text, CODES));
        let rules = reader.table();
        reader.0.end(rules)
    }

    /// The review of a project: of those for its kind the one with the highest amount that it reaches.
    pub fn of(&self, kind: Kind, total_fen: Option<i64>) -> Option<&Rule> {
        let total = total_fen.unwrap_or(0);
        let fits = self.rules.iter().filter(|r| r.kinds.contains(&kind) && total >= r.from_fen);
        fits.max_by_key(|r| r.from_fen)
    }
}

struct Reader<'t>(table::Reader<'t>);

impl Reader<'_> {
    fn table(&mut self) -> Option<Rules> {
        let top = &self.0.parse(LARGEST)?;
        self.0.keys(top, &TOP);
        let (name, name_en) = self.names(top, &(0..0));
        let list = top.get("review").and_then(|v| v.get_ref().as_array());
        let Some(list) = list.filter(|l| !l.is_empty() && l.len() <= MOST) else {
            self.0.say("admission.rule_empty", &(0..0), []);
            return None;
        };
        let rules: Vec<Rule> = list.iter().filter_map(|one| self.rule(one)).collect();
        for kind in Kind::ALL {
            // Every project must find its review, however small it is.
            if rules.len() == list.len() && !rules.iter().any(|r| r.from_fen == 0 && r.kinds.contains(kind)) {
                self.0.say("admission.rule_gap", &(0..0), [("value", kind.code())]);
            }
        }
        Some(Rules { name, name_en, rules })
    }

    fn rule(&mut self, one: &Value<'_>) -> Option<Rule> {
        let whole = one.span();
        let table = self.0.section(one, "[[review]]")?;
        self.0.keys(table, &KEYS);
        let (name, name_en) = self.names(table, &whole);
        let kinds = self.kinds(table, &whole);
        let from = self.number(table, &whole, "from_wan", 0..=MOST_WAN, "admission.rule_amount");
        let opinions = self.opinions(table, &whole);
        let days = self.number(table, &whole, "days", 1..=60, "admission.rule_days");
        let meeting = self.meeting(table, &whole);
        Some(Rule {
            name,
            name_en,
            kinds: kinds?,
            from_fen: from? * WAN_FEN,
            opinions: opinions?,
            days: days?,
            meeting: meeting?,
        })
    }

    /// In Chinese, and in English where the office wrote it.
    fn names(&mut self, table: &DeTable<'_>, whole: &Range<usize>) -> (String, String) {
        let text = |key: &str| table.get(key).and_then(|v| v.get_ref().as_str()).map(str::trim);
        let name = text("name").unwrap_or_default();
        if name.is_empty() || name.chars().count() > NAME {
            let at = table.get("name").map_or(whole.clone(), Value::span);
            self.0.say("admission.rule_name", &at, []);
        }
        (name.to_owned(), text("name_en").unwrap_or(name).to_owned())
    }

    fn number(
        &mut self,
        table: &DeTable<'_>,
        whole: &Range<usize>,
        key: &'static str,
        allowed: RangeInclusive<i64>,
        code: &'static str,
    ) -> Option<i64> {
        let Some(value) = table.get(key) else {
            self.0.missing(whole, key);
            return None;
        };
        let number = table::whole(value).filter(|n| allowed.contains(n));
        if number.is_none() {
            self.0.say(code, &value.span(), []);
        }
        number
    }

    fn meeting(&mut self, table: &DeTable<'_>, whole: &Range<usize>) -> Option<bool> {
        let Some(value) = table.get("meeting") else {
            self.0.missing(whole, "meeting");
            return None;
        };
        let said = value.get_ref().as_bool();
        if said.is_none() {
            self.0.unknown(value, "meeting");
        }
        said
    }

    fn kinds(&mut self, table: &DeTable<'_>, whole: &Range<usize>) -> Option<Vec<Kind>> {
        let Some(value) = table.get("kinds") else {
            self.0.missing(whole, "kinds");
            return None;
        };
        let builds = |k: &Kind| k.goes_through(Stage::Construction);
        let all = Kind::ALL.iter().copied();
        match value.get_ref() {
            DeValue::String(word) if word == "all" => Some(all.collect()),
            DeValue::String(word) if word == "building" => Some(all.filter(builds).collect()),
            DeValue::String(word) if word == "services" => Some(all.filter(|k| !builds(k)).collect()),
            DeValue::Array(list) => {
                list.iter().map(|one| self.0.known(one, "kinds", Kind::from_code)).collect()
            }
            _ => {
                self.0.unknown(value, "kinds");
                None
            }
        }
    }

    fn opinions(&mut self, table: &DeTable<'_>, whole: &Range<usize>) -> Option<Vec<Subject>> {
        let list = table.get("opinions").and_then(|v| v.get_ref().as_array());
        let Some(list) = list.filter(|l| !l.is_empty()) else {
            self.0.say("admission.rule_no_opinion", whole, []);
            return None;
        };
        let mut out: Vec<Subject> = Vec::new();
        for one in list {
            let subject = self.0.known(one, "opinions", Subject::from_code)?;
            if out.contains(&subject) {
                self.0.say("admission.rule_twice", &one.span(), [("value", subject.code())]);
            }
            out.push(subject);
        }
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::YI_FEN;

    #[test]
    fn the_standard_table_is_sound_and_finds_a_review_for_every_project() {
        let (rules, findings) = Rules::check(STANDARD);
        assert_eq!(findings, []);
        let rules = rules.unwrap();
        for kind in Kind::ALL {
            let small = rules.of(*kind, None).unwrap();
            let large = rules.of(*kind, Some(20 * YI_FEN)).unwrap();
            assert!(small.opinions.len() < large.opinions.len() && !small.meeting && large.meeting, "{kind}");
        }
        let middle = rules.of(Kind::New, Some(5_000 * WAN_FEN)).unwrap();
        assert!(middle.meeting && middle.opinions.contains(&Subject::Safety));
        assert!(!rules.of(Kind::New, Some(5_000 * WAN_FEN - 1)).unwrap().meeting);
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told_with_its_line() {
        let said = |text: &str| -> Vec<(&'static str, usize)> {
            Rules::check(text).1.iter().map(|f| (f.code, f.line)).collect()
        };
        let one = |line: &str| {
            format!(
                "name = \"x\"\n[[review]]\nname = \"a\"\nkinds = \"all\"\nfrom_wan = 0\nmeeting = true\n{line}\n"
            )
        };
        assert_eq!(said(&one("opinions = [\"land\"]\ndays = 5")), []);
        assert_eq!(said("name = "), [("admission.rule_syntax", 1)]);
        assert_eq!(said(&one("opinions = [\"land\"]\ndays = 0")), [("admission.rule_days", 8)]);
        assert_eq!(said(&one("opinions = [\"weather\"]\ndays = 5"))[0], ("admission.rule_unknown", 7));
        assert_eq!(said(&one("opinions = [\"land\", \"land\"]\ndays = 5")), [("admission.rule_twice", 7)]);
        assert_eq!(said(&one("opinions = []\ndays = 5"))[0].0, "admission.rule_no_opinion");
        assert_eq!(said(&one("opinions = [\"land\"]\ndays = 5\ncolour = 1")), [("admission.rule_key", 9)]);
        assert_eq!(said(&one("opinions = [\"land\"]")), [("admission.rule_missing", 2)]);
        assert_eq!(said(&one("opinions = [\"land\"]\ndays = \"five\"")), [("admission.rule_days", 8)]);
        let gap = one("opinions = [\"land\"]\ndays = 5").replace("\"all\"", "\"building\"");
        assert!(said(&gap).iter().all(|f| f.0 == "admission.rule_gap"));
        assert!(!said(&gap).is_empty());
    }
}
