//! Reading a table of lights from TOML: everything wrong is told with its line, in codes that become sentences.

use std::ops::{Range, RangeInclusive};

use toml::de::DeTable;

use super::{Bound, Colour, Input, LightTable, Rule, Shade, lit};
use crate::{
    project::Stage,
    table::{self, Codes, Finding, Value},
};

/// The text of the table that a district starts with, commented for the clerk who changes it.
pub const STANDARD: &str = include_str!("../../lights/standard.toml");

/// Bytes a table may have.
const LARGEST: usize = 100_000;
const MOST_RULES: usize = 200;
/// Characters of a name or a meaning.
const NAME: usize = 60;
const TOP: [&str; 5] = ["name", "name_en", "override_months", "colour", "rule"];
const COLOUR: [&str; 5] = ["code", "name", "name_en", "meaning", "meaning_en"];
const RULE: [&str; 6] = ["input", "stages", "at_least", "at_most", "colour", "basis"];

const CODES: Codes = Codes {
    too_large: "light.table_too_large",
    syntax: "light.table_syntax",
    key: "light.table_key",
    missing: "light.table_missing",
    unknown: "light.table_unknown",
};

struct Reader<'t>(table::Reader<'t>);

impl LightTable {
    /// Reads a table and tells everything wrong with it; the table is there when nothing is.
    pub fn check(text: &str) -> (Option<Self>, Vec<Finding>) {
        let mut reader = Reader(table::Reader::new(text, CODES));
        let table = reader.table();
        reader.0.end(table)
    }
}

impl Reader<'_> {
    fn table(&mut self) -> Option<LightTable> {
        let top = &self.0.parse(LARGEST)?;
        self.0.keys(top, &TOP);
        let name = self.name(top, "name", &(0..0));
        let name_en = self.text_of(top, "name_en", &name);
        let override_months = self.number(top, "override_months", 1..=12, 3);
        let colours = self.colours(top);
        let rules = self.rules(top, &colours);
        Some(LightTable { name, name_en, colours, rules, override_months })
    }

    fn name(&mut self, table: &DeTable<'_>, key: &'static str, at: &Range<usize>) -> String {
        let name = self.text_of(table, key, "");
        if name.is_empty() {
            self.0.missing(at, key);
        }
        name
    }

    fn text_of(&mut self, table: &DeTable<'_>, key: &'static str, otherwise: &str) -> String {
        let Some(value) = table.get(key) else { return otherwise.to_owned() };
        let text = value.get_ref().as_str().unwrap_or_default().trim();
        if text.chars().count() > NAME || value.get_ref().as_str().is_none() {
            self.0.say("light.table_text", &value.span(), [("key", key)]);
        }
        text.to_owned()
    }

    fn number(
        &mut self,
        table: &DeTable<'_>,
        key: &'static str,
        allowed: RangeInclusive<i64>,
        otherwise: i64,
    ) -> i64 {
        let Some(value) = table.get(key) else { return otherwise };
        table::whole(value).filter(|n| allowed.contains(n)).unwrap_or_else(|| {
            let (least, most) = (allowed.start().to_string(), allowed.end().to_string());
            self.0.say(
                "light.table_number",
                &value.span(),
                [("key", key), ("least", &least), ("most", &most)],
            );
            otherwise
        })
    }

    fn colours(&mut self, top: &DeTable<'_>) -> Vec<Shade> {
        let mut out: Vec<Shade> = Vec::new();
        for one in top.get("colour").and_then(|v| v.get_ref().as_array()).into_iter().flatten() {
            let Some(table) = self.0.section(one, "[[colour]]") else { continue };
            self.0.keys(table, &COLOUR);
            let colour = self.0.code(table, &one.span(), "code", Colour::from_code);
            let name = self.name(table, "name", &one.span());
            let meaning = self.name(table, "meaning", &one.span());
            let (name_en, meaning_en) =
                (self.text_of(table, "name_en", &name), self.text_of(table, "meaning_en", &meaning));
            let Some(colour) = colour else { continue };
            if out.iter().any(|s| s.colour == colour) {
                self.0.say("light.table_twice", &one.span(), [("value", colour.code())]);
            }
            out.push(Shade { colour, name, name_en, meaning, meaning_en });
        }
        if out.len() < 2 && self.0.sound() {
            self.0.say("light.table_colours", &(0..0), []);
        }
        out
    }

    fn rules(&mut self, top: &DeTable<'_>, colours: &[Shade]) -> Vec<Rule> {
        let list = top.get("rule").and_then(|v| v.get_ref().as_array());
        let Some(list) = list.filter(|l| !l.is_empty() && l.len() <= MOST_RULES) else {
            self.0.say("light.table_rules", &(0..0), [("most", &MOST_RULES.to_string())]);
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
        let table = self.0.section(one, "[[rule]]")?;
        self.0.keys(table, &RULE);
        let input = self.0.code(table, &whole, "input", Input::from_code);
        let colour = self.0.code(table, &whole, "colour", Colour::from_code);
        let stages = self.stages(table.get("stages"));
        let bound = self.bound(table, &whole);
        let basis = self.text_of(table, "basis", "");
        let (input, colour, stages, bound) = (input?, colour?, stages?, bound?);
        match colours.iter().position(|s| s.colour == colour) {
            None => self.0.say("light.table_colour_unlisted", &whole, [("value", colour.code())]),
            Some(0) => self.0.say("light.table_colour_first", &whole, [("value", colour.code())]),
            Some(_) => {}
        }
        Some(Rule { input, stages, bound, colour, basis })
    }

    fn stages(&mut self, value: Option<&Value<'_>>) -> Option<Vec<Stage>> {
        let Some(value) = value else {
            return Some(Stage::ALL.iter().copied().filter(|s| lit(*s)).collect());
        };
        let Some(list) = value.get_ref().as_array().filter(|list| !list.is_empty()) else {
            self.0.unknown(value, "stages");
            return None;
        };
        let read = |code: &str| Stage::from_code(code).filter(|s| lit(*s));
        list.iter().map(|one| self.0.known(one, "stages", read)).collect()
    }

    fn bound(&mut self, table: &DeTable<'_>, whole: &Range<usize>) -> Option<Bound> {
        let allowed = -10_000..=10_000;
        match (table.contains_key("at_least"), table.contains_key("at_most")) {
            (true, false) => Some(Bound::AtLeast(self.number(table, "at_least", allowed, 0))),
            (false, true) => Some(Bound::AtMost(self.number(table, "at_most", allowed, 0))),
            _ => {
                self.0.say("light.table_bound", whole, []);
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
                return self.0.say("light.table_twice", at, [("value", rule.input.code())]);
            }
            if heavy.colour != light.colour && wider(heavy.bound, light.bound) {
                let parts = [("heavy", heavy.colour.code()), ("light", light.colour.code())];
                return self.0.say("light.table_never", at, parts);
            }
        }
    }
}
