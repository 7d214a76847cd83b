//! Reading a table of gates from TOML: everything wrong is told with its line, in codes that become sentences.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Document, Field, Gates, Item, Need, Subject, Supplier};
use crate::{
    project::{Kind, Stage},
    table::{self, Codes, Finding, Value, whole},
};

/// The text of the table that a district starts with, commented for the clerk who changes it.
pub const STANDARD: &str = include_str!("../../../gates/standard.toml");

/// Bytes a table may have.
const LARGEST: usize = 200_000;
/// Lines a table may have.
const MOST: usize = 500;
const KEYS: [&str; 8] = ["stage", "kinds", "field", "documents", "at_least", "opinion", "from", "over_wan"];
/// 10 万亿元 in 万元: more is a slip.
const MOST_WAN: i64 = 1_000_000_000;

const CODES: Codes = Codes {
    too_large: "project.gate_too_large",
    syntax: "project.gate_syntax",
    key: "project.gate_key",
    missing: "project.gate_missing",
    unknown: "project.gate_unknown",
};

struct Reader<'t>(table::Reader<'t>);

impl Gates {
    /// Reads a table and tells everything wrong with it; the table is there when nothing is.
    pub fn check(text: &str) -> (Option<Self>, Vec<Finding>) {
        let mut reader = Reader(table::Reader::new(text, CODES));
        let gates = reader.table();
        reader.0.end(gates)
    }
}

impl Reader<'_> {
    fn table(&mut self) -> Option<Gates> {
        let top = self.0.parse(LARGEST)?;
        self.0.keys(&top, &["name", "name_en", "need"]);
        let name = top.get("name").and_then(|v| v.get_ref().as_str()).unwrap_or_default().trim().to_owned();
        if name.is_empty() || name.chars().count() > 60 {
            self.0.say("project.gate_name", &(0..0), []);
        }
        let name_en =
            top.get("name_en").and_then(|v| v.get_ref().as_str()).map_or(&*name, str::trim).to_owned();
        let Some(list) = top.get("need").and_then(|v| v.get_ref().as_array()) else {
            self.0.say("project.gate_empty", &(0..0), []);
            return None;
        };
        if list.len() > MOST {
            self.0.say("project.gate_too_large", &(0..0), []);
            return None;
        }
        let mut needs: Vec<Need> = Vec::new();
        for one in list {
            if let Some(need) = self.need(one) {
                self.against(&needs, &need, &one.span());
                needs.push(need);
            }
        }
        needs.sort_by_key(|n| n.stage);
        Some(Gates { name, name_en, needs })
    }

    fn need(&mut self, one: &Value<'_>) -> Option<Need> {
        let table = self.0.section(one, "[[need]]")?;
        self.0.keys(table, &KEYS);
        let stage = self.0.code(table, &one.span(), "stage", Stage::from_code);
        let from = self.0.code(table, &one.span(), "from", Supplier::from_code);
        let kinds = self.kinds(table.get("kinds"), stage);
        let item = self.item(table, &one.span());
        let over_fen = self.over(table.get("over_wan"));
        Some(Need { stage: stage?, kinds: kinds?, item: item?, from: from?, over_fen: over_fen? })
    }

    /// An amount in 万元 that the total investment has to exceed.
    fn over(&mut self, value: Option<&Value<'_>>) -> Option<i64> {
        let Some(value) = value else { return Some(0) };
        let fits = whole(value).filter(|n| (0..=MOST_WAN).contains(n));
        if fits.is_none() {
            self.0.say("project.gate_over", &value.span(), []);
        }
        fits.map(|wan| wan * crate::money::WAN_FEN)
    }

    fn kinds(&mut self, value: Option<&Value<'_>>, stage: Option<Stage>) -> Option<Vec<Kind>> {
        let builds = |k: &Kind| k.goes_through(Stage::Construction);
        let goes = |k: &Kind| stage.is_none_or(|s| k.goes_through(s));
        let Some(value) = value else {
            return Some(Kind::ALL.iter().copied().filter(goes).collect());
        };
        let mut kinds: Vec<Kind> = match value.get_ref() {
            DeValue::String(word) if word == "building" => Kind::ALL.iter().copied().filter(builds).collect(),
            DeValue::String(word) if word == "services" => {
                Kind::ALL.iter().copied().filter(|k| !builds(k)).collect()
            }
            DeValue::Array(list) if !list.is_empty() => {
                list.iter().map(|one| self.0.known(one, "kinds", Kind::from_code)).collect::<Option<_>>()?
            }
            _ => {
                self.0.unknown(value, "kinds");
                return None;
            }
        };
        kinds.sort_unstable();
        kinds.dedup();
        if let (Some(stage), Some(kind)) = (stage, kinds.iter().find(|k| !goes(k))) {
            let parts = [("stage", stage.code()), ("kind", kind.code())];
            self.0.say("project.gate_kind_skips", &value.span(), parts);
        }
        Some(kinds)
    }

    fn item(&mut self, table: &DeTable<'_>, whole: &Range<usize>) -> Option<Item> {
        let parts = (table.get("field"), table.get("documents"), table.get("opinion"));
        if let Some(at) = table.get("at_least").filter(|_| parts.1.is_none()) {
            self.0.say("project.gate_at_least", &at.span(), [("most", "0")]);
        }
        match parts {
            (Some(field), None, None) => Some(Item::Field(self.0.known(field, "field", Field::from_code)?)),
            (None, Some(list), None) => self.documents(list, table.get("at_least")),
            (None, None, Some(on)) => Some(Item::Opinion(self.0.known(on, "opinion", Subject::from_code)?)),
            _ => {
                self.0.say("project.gate_one_item", whole, []);
                None
            }
        }
    }

    fn documents(&mut self, value: &Value<'_>, at_least: Option<&Value<'_>>) -> Option<Item> {
        let Some(list) = value.get_ref().as_array().filter(|list| !list.is_empty()) else {
            self.0.unknown(value, "documents");
            return None;
        };
        let mut of: Vec<Document> = Vec::new();
        for one in list {
            let document = self.0.known(one, "documents", Document::from_code)?;
            if of.contains(&document) {
                self.0.say("project.gate_twice", &one.span(), [("value", document.code())]);
            }
            of.push(document);
        }
        let Some(value) = at_least else { return Some(Item::Documents { of, at_least: 1 }) };
        let number = whole(value).and_then(|n| usize::try_from(n).ok());
        if let Some(at_least) = number.filter(|n| (1..=of.len()).contains(n)) {
            return Some(Item::Documents { of, at_least });
        }
        self.0.say("project.gate_at_least", &value.span(), [("most", &of.len().to_string())]);
        None
    }

    /// What makes no sense beside the lines before it, or for its stage.
    fn against(&mut self, before: &[Need], need: &Need, at: &Range<usize>) {
        if need.stage == Stage::Lead {
            self.0.say("project.gate_lead", at, []);
        }
        let same = |n: &Need| {
            n.stage == need.stage && n.item == need.item && n.kinds.iter().any(|k| need.kinds.contains(k))
        };
        if before.iter().any(same) {
            self.0.say("project.gate_twice", at, [("value", need.stage.code())]);
        }
    }
}
