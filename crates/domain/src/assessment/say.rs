//! The sentences of findings and of what is missing, in zh-CN and English, written for a clerk.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::{
    finding::{Finding, Params},
    scheme::Name,
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
    let Some((_, zh, en)) = SENTENCES.iter().find(|(known, ..)| *known == code) else {
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
        "item" => ("考核项目", "item"),
        "group" => ("板块", "group"),
        "class" => ("单位分组", "class"),
        "scheme" => ("办法（[scheme]）", "scheme ([scheme])"),
        other => return other,
    };
    if lang == Lang::Zh { zh } else { en }
}

/// Code, Chinese, English.
const SENTENCES: &[(&str, &str, &str)] = &[
    ("scheme.not_toml", "这里不符合文件格式：{message}", "This is not valid TOML: {message}"),
    (
        "scheme.too_large",
        "文件有 {bytes} 字节，超过 1,000,000 字节的上限。",
        "The file has {bytes} bytes; at most 1,000,000 are read.",
    ),
    (
        "scheme.too_many",
        "“{key}”有 {count} 个，最多允许 {most} 个。",
        "There are {count} of \"{key}\"; at most {most} are allowed.",
    ),
    ("scheme.missing_section", "缺少“{section}”这一节。", "The section {section} is missing."),
    ("scheme.missing_key", "缺少“{key}”。", "\"{key}\" is missing."),
    (
        "scheme.unknown_key",
        "不认识“{key}”，请检查拼写或删除。",
        "\"{key}\" is not known here; check the spelling or delete it.",
    ),
    (
        "scheme.unknown_key_near",
        "不认识“{key}”，是不是想写“{near}”？",
        "\"{key}\" is not known here; did you mean \"{near}\"?",
    ),
    ("scheme.wrong_type", "“{key}”应当是{wanted}。", "\"{key}\" must be {wanted}."),
    (
        "scheme.blank_or_long",
        "“{key}”不能为空，也不能超过 500 个字。",
        "\"{key}\" must not be empty or longer than 500 characters.",
    ),
    (
        "scheme.bad_id",
        "代号“{id}”只能用文字、数字、下划线和连字符，最长 40 个字。",
        "The id \"{id}\" may only use letters, digits, _ and -, at most 40.",
    ),
    ("scheme.id_twice", "{section}代号“{id}”用了两次。", "The {section} id \"{id}\" is used twice."),
    (
        "scheme.not_positive",
        "“{key}”必须大于零，现在是 {value}。",
        "\"{key}\" must be above zero; it is {value}.",
    ),
    (
        "scheme.out_of_range",
        "“{key}”应当是 {low} 到 {high} 之间的整数。",
        "\"{key}\" must be a whole number from {low} to {high}.",
    ),
    (
        "scheme.unknown_word",
        "“{key}”不能写“{word}”，可以写：{words}。",
        "\"{key}\" cannot be \"{word}\"; it can be: {words}.",
    ),
    ("scheme.unknown_name", "没有名为“{name}”的{section}。", "There is no {section} called \"{name}\"."),
    (
        "scheme.bad_window",
        "考核期应写成 [\"2013-01-01\", \"2013-12-31\"]，且起始日不晚于截止日。",
        "The window must be written [\"2013-01-01\", \"2013-12-31\"], first day first.",
    ),
    (
        "scheme.weights",
        "各项分值之和是 {sum} 分，与总分 {total} 分不一致（单位分组：{class}）。",
        "The items add up to {sum} points, but the total is {total} (class: {class}).",
    ),
    (
        "scheme.group_weights",
        "板块“{name}”各项分值之和是 {sum} 分，与板块分值 {total} 分不一致。",
        "The items of group \"{name}\" add up to {sum} points, but the group has {total}.",
    ),
    ("scheme.empty_group", "板块“{name}”里没有任何考核项目。", "The group \"{name}\" has no item."),
    ("scheme.empty_list", "“{key}”是空的。", "\"{key}\" is empty."),
    (
        "scheme.cap_below_points",
        "封顶 {cap} 分低于应得的 {points} 分，永远得不到满分。",
        "The cap of {cap} is below the {points} points that can be earned.",
    ),
    (
        "scheme.floor_above_base",
        "保底 {min} 分高于基础分 {base} 分。",
        "The floor of {min} is above the base of {base}.",
    ),
    (
        "scheme.points_exceeded",
        "“{name}”最多能得 {best} 分，超过了本项分值 {points} 分。",
        "\"{name}\" can give {best} points, more than its {points}.",
    ),
    (
        "scheme.points_unreachable",
        "“{name}”分值 {points} 分，但按规则最多只能得 {best} 分。",
        "\"{name}\" is worth {points} points, but its rule gives at most {best}.",
    ),
    (
        "scheme.no_otherwise",
        "没有写明不符合任何一档时得几分（otherwise）。",
        "It is not said what counts when nothing fits (otherwise).",
    ),
    (
        "scheme.tier_needs_on",
        "分档写了 from 或 below，但没有写按什么分档（on）。",
        "The tier has from or below, but nothing says of which figure (on).",
    ),
    (
        "scheme.empty_band",
        "第 {tier} 档的上限不高于下限，没有数值会落入。",
        "Tier {tier} ends before it begins.",
    ),
    (
        "scheme.unreachable_tier",
        "第 {tier} 档永远轮不到：前面第 {other} 档已经包括了它。",
        "Tier {tier} is never reached: tier {other} above takes it all.",
    ),
    ("scheme.overlapping_tiers", "第 {tier} 档与第 {other} 档重叠。", "Tier {tier} overlaps tier {other}."),
    ("scheme.band_gap", "{from} 到 {to} 之间没有对应的值。", "There is no value between {from} and {to}."),
    ("scheme.band_without_value", "这一档没有写明系数（value）。", "This band has no value."),
    (
        "scheme.bad_factor",
        "折算系数 times 应当在 0 到 100 之间。",
        "The factor \"times\" must be between 0 and 100.",
    ),
    (
        "scheme.factor_without_rest",
        "折算系数表的最后一行必须对所有情况适用（不写 industry 和 kind）。",
        "The last row of the factor table must fit everything (no industry, no kind).",
    ),
    (
        "scheme.factor_unreachable",
        "折算系数表中，对所有情况适用的一行之后还有别的行，永远轮不到。",
        "Rows after the one that fits everything are never reached.",
    ),
    (
        "scheme.formula_and_source",
        "只有来源为 formula 的指标才能写算式，且必须写。",
        "Exactly the measures from \"formula\" have a formula.",
    ),
    (
        "scheme.cycle",
        "指标“{name}”绕了一圈又用到自己：{path}。",
        "The measure \"{name}\" is computed from itself: {path}.",
    ),
    ("scheme.unused_measure", "指标“{name}”没有任何项目用到。", "No item uses the measure \"{name}\"."),
    ("scheme.low_not_below_high", "最低系数 low 必须小于最高系数 high。", "low must be below high."),
    ("scheme.rank_list_rises", "名次越靠后得分不能越高。", "A later place must not give more points."),
    (
        "scheme.outcome_unreachable",
        "等次要从高到低写，这一档永远轮不到。",
        "Outcomes must fall; this one is never reached.",
    ),
    (
        "expr.too_long",
        "算式太长，最多 {word} 个字。",
        "The expression is too long; at most {word} characters.",
    ),
    ("expr.too_deep", "括号套得太多层。", "Too many brackets inside each other."),
    ("expr.ends_early", "算式没有写完。", "The expression ends too early."),
    ("expr.unexpected", "这里不应出现“{word}”。", "\"{word}\" is not expected here."),
    ("expr.number", "“{word}”不是能读懂的数。", "\"{word}\" is not a number that can be read."),
    ("expr.name_wanted", "这里应当写指标或分档表的代号。", "The id of a measure or table is expected here."),
    ("expr.unknown_function", "没有“{word}”这个函数。", "There is no function \"{word}\"."),
    ("expr.figure_wanted", "这里应当是一个数，而不是条件。", "A figure is expected here, not a condition."),
    (
        "expr.condition_wanted",
        "这里应当是一个条件（例如 completion(funds) >= 100%），而不是数。",
        "A condition is expected here (such as completion(funds) >= 100%), not a figure.",
    ),
    ("facts.unit_twice", "单位“{name}”出现了两次。", "The unit \"{name}\" is there twice."),
    (
        "facts.unknown_unit",
        "数据里的单位“{name}”不在考核名单上。",
        "The unit \"{name}\" of the data is not assessed.",
    ),
    (
        "facts.unknown_class",
        "单位“{name}”的分组“{other}”不在办法里。",
        "The class \"{other}\" of unit \"{name}\" is not in the scheme.",
    ),
    (
        "facts.unknown_measure",
        "办法里没有可以填报的指标“{name}”。",
        "The scheme has no measure \"{name}\" that can be entered.",
    ),
    (
        "facts.wrong_kind",
        "“{name}”的“{other}”：金额和个数弄混了。",
        "\"{other}\" of \"{name}\": money and number are mixed up.",
    ),
    (
        "facts.target_twice",
        "“{name}”的“{other}”有两个现行目标。",
        "\"{other}\" of \"{name}\" has two targets in force.",
    ),
    (
        "facts.value_twice",
        "“{name}”的“{other}”既有台账又有填报数，或填报了两次。",
        "\"{other}\" of \"{name}\" has two sources of figures.",
    ),
    ("facts.bad_share", "记录 {name} 的分成超过 100%。", "The share of row {name} is above 100%."),
    (
        "facts.unknown_rating",
        "没有需要评分的单位或项目“{name}”。",
        "There is no unit or item \"{name}\" to be rated.",
    ),
    (
        "facts.rating_out_of_range",
        "“{name}”的“{other}”评分超出该项分值。",
        "The rating of \"{other}\" for \"{name}\" is outside the item's points.",
    ),
    ("facts.rating_twice", "“{name}”的“{other}”评了两次分。", "\"{other}\" of \"{name}\" is rated twice."),
    ("score.no_measure", "“{name}”缺少指标“{other}”的数据。", "\"{name}\" has no figure for \"{other}\"."),
    (
        "score.no_target",
        "“{name}”没有“{other}”的目标，办法也没有写明此时如何计分（{item}）。",
        "\"{name}\" has no target for \"{other}\", and the scheme does not say what then ({item}).",
    ),
    (
        "score.zero_target",
        "“{name}”的“{other}”目标是零，无法计算完成率（{item}）。",
        "The target of \"{name}\" for \"{other}\" is zero: no ratio can be computed ({item}).",
    ),
    ("score.no_rating", "“{name}”的“{item}”还没有评分。", "\"{item}\" of \"{name}\" is not rated yet."),
    (
        "score.no_band",
        "“{name}”的“{item}”：分档表里没有对应的档（{other}）。",
        "\"{item}\" of \"{name}\": the table has no band for {other}.",
    ),
    ("score.division_by_zero", "“{name}”的“{item}”：除数为零。", "\"{item}\" of \"{name}\" divides by zero."),
    (
        "score.overflow",
        "“{name}”的“{item}”：数太大，无法计算。",
        "\"{item}\" of \"{name}\": the figures are too large.",
    ),
    ("score.nothing_applies", "“{name}”没有任何一项可以计分。", "No item can be applied to \"{name}\"."),
];

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
            include_str!("scheme/mod.rs"),
            include_str!("expr/read.rs"),
            include_str!("score/board.rs"),
            include_str!("score/missing.rs"),
        ]
        .concat();
        let quoted = sources.split('"');
        let named: std::collections::BTreeSet<&str> = quoted
            .filter(|s| ["scheme.", "expr.", "facts.", "score."].iter().any(|p| s.starts_with(p)))
            .filter(|s| s.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_'))
            .filter(|s| *s != "scheme.total")
            .collect();
        let said: std::collections::BTreeSet<&str> = SENTENCES.iter().map(|(code, ..)| *code).collect();
        assert_eq!(named, said);
    }

    #[test]
    fn sentences_take_their_parts() {
        let params = super::super::finding::params([("key", "points"), ("wanted", "number")]);
        assert!(sentence("scheme.wrong_type", &params, Lang::Zh).starts_with("“points”应当是一个数"));
        assert!(sentence("scheme.wrong_type", &params, Lang::En).starts_with("\"points\" must be a number"));
    }
}
