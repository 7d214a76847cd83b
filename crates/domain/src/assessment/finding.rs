//! What is wrong with a scheme's text, or missing for a score: a code, a place, and the words to say it.

use std::{collections::BTreeMap, ops::Range};

use serde::Serialize;

/// Named parts of a sentence, as text that is already fit to print.
pub type Params = BTreeMap<&'static str, String>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scheme cannot be used.
    Error,
    /// The scheme can be used, but says something its author hardly meant.
    Warning,
}

/// One thing wrong with the text of a scheme, at a place that an editor can jump to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `scheme.unknown_key` …: the sentences are in [`super::say`].
    pub code: &'static str,
    pub severity: Severity,
    /// From 1.
    pub line: usize,
    /// From 1, in characters (not bytes): the column an editor shows.
    pub column: usize,
    /// Where in the file's structure: `item[2].points`.
    pub path: String,
    pub params: Params,
}

/// Parts of a sentence: `params([("name", "funds")])`.
pub fn params<const N: usize>(parts: [(&'static str, &str); N]) -> Params {
    parts.into_iter().map(|(key, value)| (key, short(value))).collect()
}

/// No more than a clerk can read: a name of 300 characters would bury the sentence.
fn short(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(80).collect();
    if chars.next().is_some() { head + "…" } else { head }
}

/// Line and column (both from 1, the column in characters) of a byte offset; past the end is the end.
pub fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or_else(|| {
        let mut at = offset.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        &text[..at]
    });
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Gathers findings while a text is read. Stops taking more than a person would read.
#[derive(Debug)]
pub(super) struct Findings<'t> {
    text: &'t str,
    list: Vec<Finding>,
}

impl<'t> Findings<'t> {
    const MOST: usize = 100;

    pub(super) fn new(text: &'t str) -> Self {
        Self { text, list: Vec::new() }
    }

    pub(super) fn error(&mut self, code: &'static str, span: &Range<usize>, path: &str, params: Params) {
        self.push(code, Severity::Error, span, path, params);
    }

    pub(super) fn warning(&mut self, code: &'static str, span: &Range<usize>, path: &str, params: Params) {
        self.push(code, Severity::Warning, span, path, params);
    }

    fn push(
        &mut self,
        code: &'static str,
        severity: Severity,
        span: &Range<usize>,
        path: &str,
        params: Params,
    ) {
        if self.list.len() < Self::MOST {
            let (line, column) = place(self.text, span.start);
            self.list.push(Finding { code, severity, line, column, path: path.to_owned(), params });
        }
    }

    /// Whether anything found so far is an error.
    pub(super) fn failed(&self) -> bool {
        self.list.iter().any(|f| f.severity == Severity::Error)
    }

    /// In the order of the text.
    pub(super) fn into_list(mut self) -> Vec<Finding> {
        self.list.sort_by_key(|f| (f.line, f.column));
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_as_editors_do() {
        let text = "a = 1\n名称 = \"x\"\n";
        assert_eq!(place(text, 0), (1, 1));
        assert_eq!(place(text, text.find('=').map_or(0, |_| text.rfind('=').unwrap_or(0))), (2, 4));
        assert_eq!(place(text, 7), (2, 1)); // inside 名
        assert_eq!(place(text, 10_000), (3, 1));
        assert_eq!(place("", 0), (1, 1));
    }

    #[test]
    fn a_very_long_name_is_shortened() {
        let said = params([("name", "项".repeat(300).as_str())]);
        assert_eq!(said["name"].chars().count(), 81);
    }
}
