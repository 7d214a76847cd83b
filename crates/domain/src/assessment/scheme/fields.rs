//! A table of the file, read key by key: wrong types, missing and unknown keys are told with their place.

use std::{collections::BTreeSet, ops::Range};

use rust_decimal::Decimal;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    super::{
        expr::{self, Cond, Expr, Names, Of},
        finding::{Findings, params},
        number,
    },
    Name,
};

/// One table being read. Every key that is asked for is known; [`Fields::finish`] tells the others.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    pub(super) path: String,
    pub(super) span: Range<usize>,
    known: BTreeSet<&'static str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, path: String, span: Range<usize>) -> Self {
        Self { table, path, span, known: BTreeSet::new() }
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.insert(key);
        self.table.get(key)
    }

    /// The place of a key's value, or of the table when the key is not there.
    pub(super) fn at(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// An error at a key.
    pub(super) fn error<const N: usize>(
        &self,
        found: &mut Findings<'_>,
        code: &'static str,
        key: &str,
        parts: [(&'static str, &str); N],
    ) {
        found.error(code, &self.at(key), &self.path_of(key), params(parts));
    }

    fn wrong(&self, found: &mut Findings<'_>, key: &'static str, wanted: &str) {
        self.error(found, "scheme.wrong_type", key, [("key", key), ("wanted", wanted)]);
    }

    fn missing(&self, found: &mut Findings<'_>, key: &'static str) {
        self.error(found, "scheme.missing_key", key, [("key", key)]);
    }

    /// A text that is not blank.
    pub(super) fn text(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        match value.get_ref().as_str().map(str::trim) {
            Some(text) if !text.is_empty() && text.chars().count() <= 500 => Some(text.to_owned()),
            Some(_) => {
                self.error(found, "scheme.blank_or_long", key, [("key", key)]);
                None
            }
            None => {
                self.wrong(found, key, "text");
                None
            }
        }
    }

    pub(super) fn need_text(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<String> {
        if !self.has(key) {
            self.known.insert(key);
            self.missing(found, key);
        }
        self.text(found, key)
    }

    /// An id: letters, digits, `_`, `-`; it is used in expressions and addresses.
    pub(super) fn id(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<String> {
        let id = self.need_text(found, key)?;
        let fits =
            id.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') && id.chars().count() <= 40;
        if !fits {
            self.error(found, "scheme.bad_id", key, [("id", &id)]);
        }
        fits.then_some(id)
    }

    /// `key` and `key_en`.
    pub(super) fn name(
        &mut self,
        found: &mut Findings<'_>,
        key: &'static str,
        key_en: &'static str,
    ) -> Option<Name> {
        let zh = self.text(found, key);
        let en = self.text(found, key_en);
        zh.map(|zh| Name { en: en.unwrap_or_else(|| zh.clone()), zh })
    }

    pub(super) fn need_name(&mut self, found: &mut Findings<'_>) -> Option<Name> {
        if !self.has("name") {
            self.missing(found, "name");
        }
        self.name(found, "name", "name_en")
    }

    /// A number, or a text like `"10%"`, `"500万"`.
    pub(super) fn number(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<Decimal> {
        let value = self.get(key)?;
        let read = decimal(value.get_ref());
        if read.is_none() {
            self.wrong(found, key, "number");
        }
        read
    }

    /// Points, or with `%` a part of the full points: `44`, `"110%"`.
    pub(super) fn points(
        &mut self,
        found: &mut Findings<'_>,
        key: &'static str,
        full: Decimal,
    ) -> Option<Decimal> {
        let value = self.number(found, key)?;
        let text = self.table.get(key).and_then(|v| v.get_ref().as_str());
        let part = text.is_some_and(|t| t.trim_end().ends_with(['%', '％']));
        let points = if part { value.checked_mul(full) } else { Some(value) };
        // A percentage of points is bounded as every other number is.
        let fits = points.filter(|p| number::parse(&p.to_string()).is_some() || !part);
        if fits.is_none() {
            self.wrong(found, key, "number");
        }
        fits
    }

    /// The number, where the key has one and no word.
    pub(super) fn plain_number(&mut self, key: &'static str) -> Option<Decimal> {
        let value = self.table.get(key).and_then(|v| decimal(v.get_ref()))?;
        self.known.insert(key);
        Some(value)
    }

    /// The key as it is written.
    pub(super) fn text_or_number(&self, key: &str) -> String {
        let value = self.table.get(key).map(Spanned::get_ref);
        value.map_or_else(String::new, |v| match v {
            DeValue::String(text) => text.trim().to_owned(),
            other => decimal(other).map(|d| d.to_string()).unwrap_or_default(),
        })
    }

    /// Several conditions, each with its text.
    pub(super) fn conditions(&mut self, found: &mut Findings<'_>, key: &'static str) -> Vec<(Cond, String)> {
        let texts = self.texts(found, key);
        let mut out = Vec::new();
        for text in texts {
            match expr::read(&text) {
                Ok(expr::Read::Condition(cond)) => out.push((cond, text)),
                Ok(expr::Read::Figure(_)) => self.error(found, "expr.condition_wanted", key, []),
                Err(bad) => self.error(found, bad.code, key, [("word", &bad.word)]),
            }
        }
        if out.is_empty() && !found.failed() {
            self.error(found, "scheme.empty_list", key, [("key", key)]);
        }
        out
    }

    /// A number above zero.
    pub(super) fn positive(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<Decimal> {
        let value = self.number(found, key)?;
        if value > Decimal::ZERO {
            return Some(value);
        }
        self.error(found, "scheme.not_positive", key, [("key", key), ("value", &value.to_string())]);
        None
    }

    pub(super) fn need_positive(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<Decimal> {
        if !self.has(key) {
            self.known.insert(key);
            self.missing(found, key);
        }
        self.positive(found, key)
    }

    /// A whole number in a range.
    pub(super) fn whole(
        &mut self,
        found: &mut Findings<'_>,
        key: &'static str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Option<u32> {
        let value = self.number(found, key)?;
        let whole = if value.fract().is_zero() { u32::try_from(value).ok() } else { None };
        if let Some(whole) = whole.filter(|w| range.contains(w)) {
            return Some(whole);
        }
        let (low, high) = (range.start().to_string(), range.end().to_string());
        self.error(found, "scheme.out_of_range", key, [("key", key), ("low", &low), ("high", &high)]);
        None
    }

    pub(super) fn yes(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let read = value.get_ref().as_bool();
        if read.is_none() {
            self.wrong(found, key, "true_false");
        }
        read
    }

    /// One of a list of words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        found: &mut Findings<'_>,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(found, key)?;
        let hit = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if hit.is_none() {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.error(
                found,
                "scheme.unknown_word",
                key,
                [("key", key), ("word", &text), ("words", &list.join(" / "))],
            );
        }
        hit
    }

    /// Texts; one text alone is a list of one.
    pub(super) fn texts(&mut self, found: &mut Findings<'_>, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let list: Option<Vec<String>> = match value.get_ref() {
            DeValue::String(one) => Some(vec![one.trim().to_owned()]),
            DeValue::Array(list) => {
                list.iter().map(|v| v.get_ref().as_str().map(|s| s.trim().to_owned())).collect()
            }
            _ => None,
        };
        match list {
            Some(list) if list.len() <= 200 && list.iter().all(|s| !s.is_empty()) => list,
            _ => {
                self.wrong(found, key, "texts");
                Vec::new()
            }
        }
    }

    pub(super) fn numbers(&mut self, found: &mut Findings<'_>, key: &'static str) -> Vec<Decimal> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let list =
            value.get_ref().as_array().and_then(|list| list.iter().map(|v| decimal(v.get_ref())).collect());
        list.unwrap_or_else(|| {
            self.wrong(found, key, "numbers");
            Vec::new()
        })
    }

    /// A figure of [`expr`]; a plain number is one too.
    pub(super) fn figure(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<Expr> {
        if let Some(value) = self.table.get(key).and_then(|v| decimal(v.get_ref())) {
            self.known.insert(key);
            return Some(Expr::Number(value));
        }
        match self.expression(found, key)? {
            expr::Read::Figure(figure) => Some(figure),
            expr::Read::Condition(_) => {
                self.error(found, "expr.figure_wanted", key, []);
                None
            }
        }
    }

    pub(super) fn condition(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<Cond> {
        match self.expression(found, key)? {
            expr::Read::Condition(cond) => Some(cond),
            expr::Read::Figure(_) => {
                self.error(found, "expr.condition_wanted", key, []);
                None
            }
        }
    }

    /// An error at a word of a condition.
    pub(super) fn error_at_word(
        &self,
        found: &mut Findings<'_>,
        code: &'static str,
        key: &'static str,
        word: &str,
    ) {
        found.error(code, &self.at_word(key, word), &self.path_of(key), params([("word", word)]));
    }

    fn at_word(&self, key: &str, word: &str) -> Range<usize> {
        let at = self.at(key);
        let text = self.table.get(key).and_then(|raw| raw.get_ref().as_str()).unwrap_or_default();
        let start = at.start + 1 + expr::offset_of(text, word); // the text begins behind its quote
        start..start
    }

    /// Warns of names that are hardly meant: misspelt fields, and texts without quotes.
    pub(super) fn warn_of_fields(&self, found: &mut Findings<'_>, key: &'static str, cond: &Cond, of: Of) {
        let mut warn = |code, word: &str, near: &str| {
            let said = params([("word", word), ("near", near)]);
            found.warning(code, &self.at_word(key, word), &self.path_of(key), said);
        };
        let bare = expr::without_quotes(cond);
        if let Some(word) = bare {
            warn("expr.quotes_wanted", word, "");
        }
        let mut names = Names::default();
        cond.names(&mut names);
        for name in names.texts.union(&names.measures).filter(|n| Some(n.as_str()) != bare) {
            let near = of.fields().map(|known| (distance(known, name), known)).min();
            if let Some((1 | 2, near)) = near.filter(|_| name.chars().count() > 3 && !name.ends_with("_on")) {
                warn("expr.field_near", name, near);
            }
        }
    }

    fn expression(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<expr::Read> {
        let raw = self.get(key)?;
        let text = raw.get_ref().as_str().or_else(|| {
            self.wrong(found, key, "expression");
            None
        })?;
        expr::read(text)
            .map_err(|bad| {
                let start = raw.span().start + 1 + bad.offset; // the text begins behind its quote
                found.error(bad.code, &(start..start), &self.path_of(key), params([("word", &bad.word)]));
            })
            .ok()
    }

    /// A table inside.
    pub(super) fn inner(&mut self, found: &mut Findings<'_>, key: &'static str) -> Option<Fields<'a>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(found, key, "table");
        }
        table.map(|table| Fields::new(table, self.path_of(key), value.span()))
    }

    /// Tables inside, as `[[key]]` or `key = [{…}]`; more than `most` are refused, not read.
    pub(super) fn list(
        &mut self,
        found: &mut Findings<'_>,
        key: &'static str,
        most: usize,
    ) -> Vec<Fields<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(found, key, "tables");
            return Vec::new();
        };
        if list.len() > most {
            let (n, most) = (list.len().to_string(), most.to_string());
            self.error(found, "scheme.too_many", key, [("key", key), ("count", &n), ("most", &most)]);
            return Vec::new();
        }
        let mut out = Vec::with_capacity(list.len());
        for (at, value) in list.iter().enumerate() {
            let path = format!("{}[{}]", self.path_of(key), at + 1);
            match value.get_ref().as_table() {
                Some(table) => out.push(Fields::new(table, path, value.span())),
                None => found.error(
                    "scheme.wrong_type",
                    &value.span(),
                    &path,
                    params([("key", key), ("wanted", "table")]),
                ),
            }
        }
        out
    }

    /// Tells the keys that nobody asked for, with the known one that is nearest in spelling.
    pub(super) fn finish(self, found: &mut Findings<'_>) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !self.known.contains(name) {
                let near = self.known.iter().map(|k| (distance(k, name), *k)).min().filter(|(d, _)| *d <= 2);
                let (code, near) = match near {
                    Some((_, near)) => ("scheme.unknown_key_near", near),
                    None => ("scheme.unknown_key", ""),
                };
                found.error(code, &key.span(), &self.path_of(name), params([("key", name), ("near", near)]));
            }
        }
    }
}

/// Integer, decimal or `"10%"`; read from the text, never through a binary fraction.
fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    match value {
        DeValue::Integer(n) if n.radix() == 10 => number::parse(n.as_str()),
        DeValue::Float(n) => number::parse(n.as_str()),
        DeValue::String(text) => number::parse(text),
        _ => None,
    }
}

/// Letters to change, add or drop between two short words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(40).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
