//! Reading a table of lights from TOML: everything wrong is told with its line, in codes that become sentences.

use std::{collections::BTreeMap, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Bound, Colour, Input, LightTable, Rule, Shade, lit};
use crate::project::Stage;

/// The text of the table that a district starts with, commented for the clerk who changes it.
pub const STANDARD: &str = include_str!("../../lights/standard.toml");

/// Bytes a table may have.
const LARGEST: usize = 100_000;
const MOST_RULES: usize = 200;
const TOLD: usize = 50;
/// Characters of a name or a meaning.
const NAME: usize = 60;
const TOP: [&str; 5] = ["name", "name_en", "override_months", "colour", "rule"];
const COLOUR: [&str; 5] = ["code", "name", "name_en", "meaning", "meaning_en"];
const RULE: [&str; 6] = ["input", "stages", "at_least", "at_most", "colour", "basis"];

/// One thing wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LightFinding {
    /// `light.table_unknown`, …
    pub code: &'static str,
    /// From 1.
    pub line: usize,
    pub params: BTreeMap<&'static str, String>,
}

struct Reader<'t> {
    text: &'t str,
    found: Vec<LightFinding>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl LightTable {
    /// Reads a table and tells everything wrong with it; the table is there when nothing is.
    pub fn check(text: &str) -> (Option<Self>, Vec<LightFinding>) {
        let mut reader = Reader { text, found: Vec::new() };
        let table = reader.table();
        reader.found.truncate(TOLD);
        let sound = reader.found.is_empty();
        (table.filter(|_| sound), reader.found)
    }
}

impl Reader<'_> {
    fn say<const N: usize>(
        &mut self,
        code: &'static str,
        at: &Range<usize>,
        params: [(&'static str, &str); N],
    ) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let params = params.into_iter().map(|(k, v)| (k, v.chars().take(80).collect())).collect();
        self.found.push(LightFinding { code, line, params });
    }

    fn table(&mut self) -> Option<LightTable> {
        if self.text.len() > LARGEST {
            self.say("light.table_too_large", &(0..0), []);
            return None;
        }
        let text = self.text;
        let parsed = match DeTable::parse(text) {
            Ok(parsed) => parsed,
            Err(error) => {
                let at = error.span().unwrap_or(0..0);
                self.say("light.table_syntax", &at, [("why", error.message())]);
                return None;
            }
        };
        let top = parsed.get_ref();
        self.keys(top, &TOP);
        let name = self.name(top, "name", &(0..0));
        let name_en = self.text_of(top, "name_en", &name);
        let override_months = self.number(top, "override_months", 1..=12, 3);
        let colours = self.colours(top);
        let rules = self.rules(top, &colours);
        Some(LightTable { name, name_en, colours, rules, override_months })
    }

    fn keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table {
            if !known.contains(&key.get_ref().as_ref()) {
                self.say("light.table_key", &key.span(), [("key", key.get_ref())]);
            }
        }
    }

    fn name(&mut self, table: &DeTable<'_>, key: &'static str, at: &Range<usize>) -> String {
        let name = self.text_of(table, key, "");
        if name.is_empty() {
            self.say("light.table_missing", at, [("key", key)]);
        }
        name
    }

    fn text_of(&mut self, table: &DeTable<'_>, key: &'static str, otherwise: &str) -> String {
        let Some(value) = table.get(key) else { return otherwise.to_owned() };
        let text = value.get_ref().as_str().unwrap_or_default().trim();
        if text.chars().count() > NAME || value.get_ref().as_str().is_none() {
            self.say("light.table_text", &value.span(), [("key", key)]);
        }
        text.to_owned()
    }

    fn number(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        allowed: std::ops::RangeInclusive<i64>,
        otherwise: i64,
    ) -> i64 {
        let Some(value) = table.get(key) else { return otherwise };
        let number = value.get_ref().as_integer().and_then(|n| n.as_str().parse::<i64>().ok());
        number.filter(|n| allowed.contains(n)).unwrap_or_else(|| {
            let (least, most) = (allowed.start().to_string(), allowed.end().to_string());
            self.say("light.table_number", &value.span(), [("key", key), ("least", &least), ("most", &most)]);
            otherwise
        })
    }

    /// A text that has to be one of the known codes.
    fn code<T>(
        &mut self,
        table: &DeTable<'_>,
        whole: &Range<usize>,
        key: &'static str,
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let Some(value) = table.get(key) else {
            self.say("light.table_missing", whole, [("key", key)]);
            return None;
        };
        self.known(value, key, read)
    }

    fn known<T>(&mut self, value: &Value<'_>, key: &'static str, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = value.get_ref().as_str().unwrap_or_default();
        let found = read(text);
        if found.is_none() {
            self.say("light.table_unknown", &value.span(), [("key", key), ("value", text)]);
        }
        found
    }

    fn colours(&mut self, top: &DeTable<'_>) -> Vec<Shade> {
        let mut out: Vec<Shade> = Vec::new();
        for one in top.get("colour").and_then(|v| v.get_ref().as_array()).into_iter().flatten() {
            let Some(table) = one.get_ref().as_table() else {
                self.say("light.table_syntax", &one.span(), [("why", "[[colour]]")]);
                continue;
            };
            self.keys(table, &COLOUR);
            let colour = self.code(table, &one.span(), "code", Colour::from_code);
            let name = self.name(table, "name", &one.span());
            let meaning = self.name(table, "meaning", &one.span());
            let (name_en, meaning_en) =
                (self.text_of(table, "name_en", &name), self.text_of(table, "meaning_en", &meaning));
            let Some(colour) = colour else { continue };
            if out.iter().any(|s| s.colour == colour) {
                self.say("light.table_twice", &one.span(), [("value", colour.code())]);
            }
            out.push(Shade { colour, name, name_en, meaning, meaning_en });
        }
        if out.len() < 2 && self.found.is_empty() {
            self.say("light.table_colours", &(0..0), []);
        }
        out
    }

    fn rules(&mut self, top: &DeTable<'_>, colours: &[Shade]) -> Vec<Rule> {
        let list = top.get("rule").and_then(|v| v.get_ref().as_array());
        let Some(list) = list.filter(|l| !l.is_empty() && l.len() <= MOST_RULES) else {
            self.say("light.table_rules", &(0..0), [("most", &MOST_RULES.to_string())]);
            return Vec::new();
        };
        let mut out: Vec<Rule> = Vec::new();
        for one in list {
            if let Some(rule) = self.rule(one, colours) {
                self.against(&out, &rule, colours, &one.span());
                out.push(rule);
            }
        }
        out
    }

    fn rule(&mut self, one: &Value<'_>, colours: &[Shade]) -> Option<Rule> {
        let whole = one.span();
        let Some(table) = one.get_ref().as_table() else {
            self.say("light.table_syntax", &whole, [("why", "[[rule]]")]);
            return None;
        };
        self.keys(table, &RULE);
        let input = self.code(table, &whole, "input", Input::from_code);
        let colour = self.code(table, &whole, "colour", Colour::from_code);
        let stages = self.stages(table.get("stages"));
        let bound = self.bound(table, &whole);
        let basis = self.text_of(table, "basis", "");
        let (input, colour, stages, bound) = (input?, colour?, stages?, bound?);
        match colours.iter().position(|s| s.colour == colour) {
            None => self.say("light.table_colour_unlisted", &whole, [("value", colour.code())]),
            Some(0) => self.say("light.table_colour_first", &whole, [("value", colour.code())]),
            Some(_) => {}
        }
        Some(Rule { input, stages, bound, colour, basis })
    }

    fn stages(&mut self, value: Option<&Value<'_>>) -> Option<Vec<Stage>> {
        let Some(value) = value else {
            return Some(Stage::ALL.iter().copied().filter(|s| lit(*s)).collect());
        };
        let Some(list) = value.get_ref().as_array().filter(|list| !list.is_empty()) else {
            self.say("light.table_unknown", &value.span(), [("key", "stages"), ("value", "")]);
            return None;
        };
        let read = |code: &str| Stage::from_code(code).filter(|s| lit(*s));
        list.iter().map(|one| self.known(one, "stages", read)).collect()
    }

    fn bound(&mut self, table: &DeTable<'_>, whole: &Range<usize>) -> Option<Bound> {
        let allowed = -10_000..=10_000;
        match (table.contains_key("at_least"), table.contains_key("at_most")) {
            (true, false) => Some(Bound::AtLeast(self.number(table, "at_least", allowed, 0))),
            (false, true) => Some(Bound::AtMost(self.number(table, "at_most", allowed, 0))),
            _ => {
                self.say("light.table_bound", whole, []);
                None
            }
        }
    }

    /// A rule that another one leaves nothing to say.
    fn against(&mut self, before: &[Rule], rule: &Rule, colours: &[Shade], at: &Range<usize>) {
        let weight = |c: Colour| colours.iter().position(|s| s.colour == c);
        let wider = |a: Bound, b: Bound| match (a, b) {
            (Bound::AtLeast(a), Bound::AtLeast(b)) => a <= b,
            (Bound::AtMost(a), Bound::AtMost(b)) => a >= b,
            _ => false,
        };
        for other in before {
            if other.input != rule.input || !other.stages.iter().any(|s| rule.stages.contains(s)) {
                continue;
            }
            let (heavy, light) =
                if weight(rule.colour) > weight(other.colour) { (rule, other) } else { (other, rule) };
            if other.colour == rule.colour && wider(other.bound, rule.bound) | wider(rule.bound, other.bound)
            {
                return self.say("light.table_twice", at, [("value", rule.input.code())]);
            }
            if heavy.colour != light.colour && wider(heavy.bound, light.bound) {
                let parts = [("heavy", heavy.colour.code()), ("light", light.colour.code())];
                return self.say("light.table_never", at, parts);
            }
        }
    }
}
