//! Tables that an office writes (阶段条件, 亮灯, 联审, 首报首谈): TOML in, and everything wrong with it told with its line, in codes
//! that become sentences. Each table names its own codes; reading one is the same for all.

use std::{collections::BTreeMap, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What a reader tells; more than this nobody reads.
const TOLD: usize = 50;
/// Characters of a value that is named in a finding.
const NAMED: usize = 80;

/// One thing wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `project.gate_unknown`, `light.table_twice`, …
    pub code: &'static str,
    /// From 1.
    pub line: usize,
    pub params: BTreeMap<&'static str, String>,
}

/// The codes of what can be wrong with any table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Codes {
    pub too_large: &'static str,
    pub syntax: &'static str,
    /// A key that the table does not know.
    pub key: &'static str,
    pub missing: &'static str,
    /// A word that is none of the known codes.
    pub unknown: &'static str,
}

pub(crate) type Value<'a> = Spanned<DeValue<'a>>;

/// A text that is read, and what was found wrong with it so far.
pub(crate) struct Reader<'t> {
    text: &'t str,
    codes: Codes,
    found: Vec<Finding>,
}

impl<'t> Reader<'t> {
    pub(crate) const fn new(text: &'t str, codes: Codes) -> Self {
        Self { text, codes, found: Vec::new() }
    }

    pub(crate) fn say<const N: usize>(
        &mut self,
        code: &'static str,
        at: &Range<usize>,
        params: [(&'static str, &str); N],
    ) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let params = params.into_iter().map(|(k, v)| (k, v.chars().take(NAMED).collect())).collect();
        self.found.push(Finding { code, line, params });
    }

    pub(crate) fn sound(&self) -> bool {
        self.found.is_empty()
    }

    /// The table when nothing is wrong with it, and what is.
    pub(crate) fn end<T>(mut self, table: Option<T>) -> (Option<T>, Vec<Finding>) {
        self.found.truncate(TOLD);
        let sound = self.sound();
        (table.filter(|_| sound), self.found)
    }

    /// Whether the text is no longer than so many bytes.
    pub(crate) fn fits(&mut self, largest: usize) -> bool {
        let fits = self.text.len() <= largest;
        if !fits {
            self.say(self.codes.too_large, &(0..0), []);
        }
        fits
    }

    /// What is not TOML at all, or not of the right shape.
    pub(crate) fn broken(&mut self, error: &toml::de::Error) {
        let at = error.span().unwrap_or(0..0);
        self.say(self.codes.syntax, &at, [("why", error.message())]);
    }

    pub(crate) fn parse(&mut self, largest: usize) -> Option<DeTable<'t>> {
        if !self.fits(largest) {
            return None;
        }
        match DeTable::parse(self.text) {
            Ok(parsed) => Some(parsed.into_inner()),
            Err(error) => {
                self.broken(&error);
                None
            }
        }
    }

    /// One of the `[[…]]` of a table.
    pub(crate) fn section<'v, 'd>(
        &mut self,
        one: &'v Value<'d>,
        heading: &'static str,
    ) -> Option<&'v DeTable<'d>> {
        let table = one.get_ref().as_table();
        if table.is_none() {
            self.say(self.codes.syntax, &one.span(), [("why", heading)]);
        }
        table
    }

    pub(crate) fn keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table {
            if !known.contains(&key.get_ref().as_ref()) {
                self.say(self.codes.key, &key.span(), [("key", key.get_ref())]);
            }
        }
    }

    pub(crate) fn missing(&mut self, whole: &Range<usize>, key: &'static str) {
        self.say(self.codes.missing, whole, [("key", key)]);
    }

    /// A text that has to be one of the known codes.
    pub(crate) fn code<T>(
        &mut self,
        table: &DeTable<'_>,
        whole: &Range<usize>,
        key: &'static str,
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let Some(value) = table.get(key) else {
            self.missing(whole, key);
            return None;
        };
        self.known(value, key, read)
    }

    pub(crate) fn known<T>(
        &mut self,
        value: &Value<'_>,
        key: &'static str,
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = value.get_ref().as_str().unwrap_or_default();
        let found = read(text);
        if found.is_none() {
            self.unknown(value, key);
        }
        found
    }

    pub(crate) fn unknown(&mut self, value: &Value<'_>, key: &'static str) {
        let text = value.get_ref().as_str().unwrap_or_default();
        self.say(self.codes.unknown, &value.span(), [("key", key), ("value", text)]);
    }
}

/// A whole number, as it is written.
pub(crate) fn whole(value: &Value<'_>) -> Option<i64> {
    value.get_ref().as_integer().and_then(|n| n.as_str().parse().ok())
}
