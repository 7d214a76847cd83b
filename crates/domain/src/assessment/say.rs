//! The sentences of findings and of what is missing, in zh-CN and English, written for a clerk.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::{
    finding::{Finding, Params},
    scheme::Name,
    sentences,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    #[serde(rename = "zh-CN")]
    Zh,
    #[serde(rename = "en")]
    En,
}

impl Lang {
    pub fn of(self, name: &Name) -> &str {
        match self {
            Self::Zh => &name.zh,
            Self::En => &name.en,
        }
    }
}

impl Finding {
    /// `第 12 行：…`, with the place, for a screen without an editor.
    pub fn say(&self, lang: Lang) -> String {
        let mut out = match lang {
            Lang::Zh => format!("第 {} 行第 {} 列：", self.line, self.column),
            Lang::En => format!("Line {}, column {}: ", self.line, self.column),
        };
        let _ = write!(out, "{}", sentence(self.code, &self.params, lang)); // writing to a String cannot fail
        out
    }

    /// The sentence alone.
    pub fn sentence(&self, lang: Lang) -> String {
        sentence(self.code, &self.params, lang)
    }
}

/// The sentence of a code with its parts put in; an unknown code is said as it is.
pub(super) fn sentence(code: &str, params: &Params, lang: Lang) -> String {
    let Some((_, zh, en)) = sentences::of(code) else {
        return code.to_owned();
    };
    let mut out = (if lang == Lang::Zh { *zh } else { *en }).to_owned();
    for (key, value) in params {
        let said = match (*key, lang) {
            ("wanted" | "section", lang) => word(value, lang),
            _ => value,
        };
        out = out.replace(&format!("{{{key}}}"), said);
    }
    out
}

/// Names of kinds of values and sections.
fn word(value: &str, lang: Lang) -> &str {
    let (zh, en) = match value {
        "text" => ("一段文字（用双引号括起）", "a text in quotes"),
        "texts" => ("一段或几段文字", "texts in quotes"),
        "number" => {
            ("一个数，例如 20、0.5、\"10%\"、\"500万\"", "a number such as 20, 0.5, \"10%\", \"500万\"")
        }
        "numbers" => ("一列数，例如 [10, 8, 6]", "a list of numbers such as [10, 8, 6]"),
        "true_false" => ("true 或 false", "true or false"),
        "expression" => ("一个算式或条件（用双引号括起）", "an expression in quotes"),
        "table" => ("一组设置（花括号或一节）", "a table"),
        "tables" => ("若干组设置（[[…]]）", "a list of tables ([[…]])"),
        "measure" => ("指标", "measure"),
        "field" => ("可以比较的文字（这里只有 class）", "text to compare with (only class is here)"),
        "lookup_table" => ("系数表", "table of values"),
        "item" => ("考核项目", "item"),
        "group" => ("板块", "group"),
        "class" => ("单位分组", "class"),
        "scheme" => ("办法（[scheme]）", "scheme ([scheme])"),
        other => return other,
    };
    if lang == Lang::Zh { zh } else { en }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code that the sources name has its sentences, and every sentence its code.
    #[test]
    fn every_code_can_be_said() {
        let sources = [
            include_str!("scheme/fields.rs"),
            include_str!("scheme/sections.rs"),
            include_str!("scheme/check.rs"),
            include_str!("scheme/read_item.rs"),
            include_str!("scheme/read_more.rs"),
            include_str!("scheme/read_recognition.rs"),
            include_str!("scheme/read_step.rs"),
            include_str!("scheme/mod.rs"),
            include_str!("expr/read.rs"),
            include_str!("expr/call.rs"),
            include_str!("expr/words.rs"),
            include_str!("expr/sort.rs"),
            include_str!("credit/rule.rs"),
            include_str!("recognition/mod.rs"),
            include_str!("recognition/amount.rs"),
            include_str!("records/into_facts.rs"),
            include_str!("score/board.rs"),
            include_str!("score/missing.rs"),
        ]
        .concat();
        let quoted = sources.split('"');
        let named: std::collections::BTreeSet<&str> = quoted
            .filter(|s| {
                ["scheme.", "expr.", "facts.", "score.", "recognition."].iter().any(|p| s.starts_with(p))
            })
            .filter(|s| s.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_'))
            .filter(|s| *s != "scheme.total")
            .collect();
        let said: std::collections::BTreeSet<&str> = sentences::codes().collect();
        assert_eq!(named, said);
    }

    #[test]
    fn sentences_take_their_parts() {
        let params = super::super::finding::params([("key", "points"), ("wanted", "number")]);
        assert!(sentence("scheme.wrong_type", &params, Lang::Zh).starts_with("“points”应当是一个数"));
        assert!(sentence("scheme.wrong_type", &params, Lang::En).starts_with("\"points\" must be a number"));
    }
}
