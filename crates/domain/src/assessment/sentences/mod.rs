//! The sentences themselves.

mod expr;

/// Code, Chinese, English.
type Sentence = (&'static str, &'static str, &'static str);

/// The sentence of a code.
pub(super) fn of(code: &str) -> Option<&'static Sentence> {
    SENTENCES.iter().chain(expr::SENTENCES).find(|(known, ..)| *known == code)
}

/// Every code that has a sentence.
#[cfg(test)]
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    SENTENCES.iter().chain(expr::SENTENCES).map(|(code, ..)| *code)
}

const SENTENCES: &[Sentence] = &[
    ("scheme.not_toml", "这里不符合文件格式：{message}", "This is not valid TOML: {message}"),
    (
        "scheme.wide_sign",
        "这里用了中文符号“{sign}”，引号、等号、逗号和括号要用英文半角的。",
        "\"{sign}\" is a sign of the Chinese keyboard; quotes, =, commas and brackets must be the plain ones.",
    ),
    (
        "scheme.filter_without_rows",
        "填报或计算得出的指标没有逐条记录，不能写筛选条件（filter）。",
        "A measure that is entered or computed has no rows to filter.",
    ),
    (
        "scheme.filter_never",
        "这类记录只有种类（kind），按别的条件筛选将一条也不剩。",
        "Rows of this source have only a kind: no row would pass this filter.",
    ),
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
    ("facts.unit_twice", "单位“{name}”出现了两次。", "The unit \"{name}\" is there twice."),
    (
        "facts.unknown_unit",
        "数据里的单位“{name}”不在考核名单上。",
        "The unit \"{name}\" of the data is not assessed.",
    ),
    (
        "facts.no_project_rate",
        "项目“{name}”的金额不是人民币，缺少汇率（rates），无法与其他项目比较大小。",
        "The amounts of the project \"{name}\" are not in yuan, and rates has none for them.",
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
    (
        "scheme.weights_not_one",
        "各权重之和应当是 1（100%），现在是 {sum}。",
        "The weights must add up to 1 (100%); they add up to {sum}.",
    ),
    (
        "scheme.group_weights_not_one",
        "板块“{name}”按权重合成，各项权重（weight）之和应当是 1，现在是 {sum}。",
        "The group \"{name}\" is weighted: the weights of its items must add up to 1, not {sum}.",
    ),
    (
        "scheme.group_best",
        "板块“{name}”取最好的几项，这几项最多 {sum} 分，与板块分值 {total} 分不一致。",
        "The best items of group \"{name}\" give {sum} points, but the group has {total}.",
    ),
    (
        "scheme.aspects",
        "各评分方面的分值之和是 {sum} 分，与本项分值 {total} 分不一致。",
        "The aspects add up to {sum} points, but the item has {total}.",
    ),
    (
        "scheme.raters_twice",
        "评分组或评分方面的代号用了两次。",
        "The id of a group of raters or of an aspect is used twice.",
    ),
    ("scheme.roles_twice", "分成角色的代号用了两次。", "The id of a role is used twice."),
    (
        "scheme.inclusive_needs_bands",
        "写明上限计入本档（inclusive = \"below\"）时，每一档都要有 from、below 或条件。",
        "With inclusive = \"below\" every tier needs from, below or a condition.",
    ),
    (
        "scheme.bad_schedule",
        "时序目标应写成 4 个（季度）或 12 个（月）累计比例，从小到大，最后一个是 100%。",
        "A schedule has 4 (quarters) or 12 (months) cumulative parts that rise to 100%.",
    ),
    (
        "scheme.class_without_value",
        "系数表“{name}”没有给单位分组“{other}”写明系数。",
        "The table \"{name}\" has no value for the class \"{other}\".",
    ),
    (
        "scheme.size_without_value",
        "系数表“{name}”没有覆盖所有数值（从 {from} 起，上不封口），遇到表外的目标将无法计分。",
        "The table \"{name}\" does not cover every figure (from {from}, open above): a target outside it cannot be scored.",
    ),
    (
        "scheme.no_outcomes",
        "“{name}”要升降等次，但办法没有那么多等次（outcome）。",
        "\"{name}\" moves the verdict, but the scheme does not have so many verdicts (outcome).",
    ),
    (
        "scheme.evidence_least",
        "要求至少 {least} 种凭证，但只列出了 {count} 种。",
        "At least {least} papers are asked for, but only {count} are listed.",
    ),
    (
        "scheme.cap_of_or_most",
        "封顶要么按项目的一个金额（of），要么按一个数（most），两者写一个。",
        "A cap has either \"of\" (an amount of the project) or \"most\" (a number).",
    ),
    (
        "facts.unknown_raters",
        "“{name}”的“{other}”：评分组或评分方面不在办法里。",
        "\"{other}\" of \"{name}\": the raters or the aspect are not in the scheme.",
    ),
    ("facts.no_id", "第 {name} 条没有写明代号（id）。", "Entry {name} has no id."),
    ("facts.id_twice", "代号“{name}”用了两次。", "The id \"{name}\" is used twice."),
    (
        "facts.bad_part",
        "“{name}”不是季度或月份，应写 q1–q4 或 m1–m12。",
        "\"{name}\" is no quarter or month; write q1–q4 or m1–m12.",
    ),
    (
        "facts.money_too_large",
        "“{name}”的金额太大，或不到一分。",
        "The amount of \"{name}\" is too large or finer than a fen.",
    ),
    (
        "facts.unknown_track",
        "“{name}”应当是 capital、talent 或 institute。",
        "\"{name}\" must be capital, talent or institute.",
    ),
    (
        "facts.unknown_state",
        "“{name}”应当是 reported 或 no_change。",
        "\"{name}\" must be reported or no_change.",
    ),
    (
        "facts.unknown_receipt",
        "认定决定里的到位记录“{name}”不存在。",
        "The decision is about a receipt \"{name}\" that is not there.",
    ),
    (
        "facts.no_minutes",
        "到位记录“{name}”的认定决定没有写明会议纪要编号（minutes_no）。",
        "The decision about receipt \"{name}\" has no number of its minutes (minutes_no).",
    ),
    (
        "facts.no_reason",
        "到位记录“{name}”的认定决定没有写明理由（reason）。",
        "The decision about receipt \"{name}\" has no reason.",
    ),
    (
        "facts.decision_amount",
        "到位记录“{name}”的认定决定写的金额应大于零。",
        "The amount decided for receipt \"{name}\" must be above zero.",
    ),
    (
        "score.no_history",
        "“{name}”缺少以前年度的数据：{other}（{item}）。",
        "\"{name}\" has no figure of an earlier year: {other} ({item}).",
    ),
    (
        "score.zero_base",
        "“{name}”的“{other}”基期数为零，无法计算增长（{item}）。",
        "\"{other}\" of \"{name}\" was zero in the base year: no growth can be computed ({item}).",
    ),
    (
        "score.no_rows",
        "“{name}”的“{item}”：没有符合条件的“{other}”记录，无法取平均、最大或最小。",
        "\"{item}\" of \"{name}\": no row of \"{other}\" fits, so there is no average, largest or smallest.",
    ),
    (
        "score.no_class",
        "“{name}”的“{item}”：系数表“{other}”没有这个单位分组的系数。",
        "\"{item}\" of \"{name}\": the table \"{other}\" has no value for its class.",
    ),
    (
        "score.no_field",
        "“{name}”的“{item}”：没有“{other}”这个字段。",
        "\"{item}\" of \"{name}\": there is no field \"{other}\".",
    ),
    (
        "score.no_rater",
        "“{name}”的“{item}”：“{other}”还没有评分或没有评完。",
        "\"{item}\" of \"{name}\": {other} has not rated, or not all aspects.",
    ),
    (
        "score.no_peers",
        "“{name}”的“{item}”应取本组平均分，但本组没有别的单位有得分。",
        "\"{item}\" of \"{name}\" takes the mean of its group, but no other unit of the group has points.",
    ),
    (
        "recognition.no_rate",
        "到位记录“{name}”缺少汇率：{other}。",
        "The receipt \"{name}\" has no rate: {other}.",
    ),
    (
        "recognition.unknown_project",
        "到位记录“{name}”所属项目“{other}”不存在。",
        "The project \"{other}\" of receipt \"{name}\" is not there.",
    ),
    (
        "recognition.no_base",
        "到位记录“{name}”没有办法所要求的金额。",
        "The receipt \"{name}\" does not state any amount that the scheme counts.",
    ),
    (
        "recognition.overflow",
        "到位记录“{name}”的金额太大，无法计算。",
        "The amount of receipt \"{name}\" is too large.",
    ),
    (
        "recognition.decision_amount",
        "“{name}”的认定决定没有写明金额。",
        "The decision {name} does not state its amount.",
    ),
    ("recognition.no_unit", "“{name}”没有写明是哪个单位的。", "\"{name}\" has no unit."),
    (
        "recognition.no_credit_rule",
        "“{name}”有几个单位，但办法没有写明如何分成（[credit]），单位间也没有约定比例。",
        "\"{name}\" has several units, but the scheme does not say how to divide ([credit]), and no shares were agreed.",
    ),
    (
        "recognition.shares_not_whole",
        "“{name}”各单位约定的比例之和不是 100%。",
        "The agreed shares of \"{name}\" do not add up to 100%.",
    ),
    (
        "recognition.unknown_role",
        "“{name}”的分成角色不在办法里。",
        "A role of \"{name}\" is not in the scheme.",
    ),
];
