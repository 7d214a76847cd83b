//! The sentence of each problem, in Chinese and English.

use super::problem::Problem;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    Zh,
    En,
}

/// Code, Chinese, English; `{name}` stands for a parameter.
const SENTENCES: [(&str, &str, &str); 52] = [
    (
        "ledger.amount_approximate",
        "“{text}”是约数，按所写数字导入。",
        "“{text}” is approximate; the figure is taken as written.",
    ),
    (
        "ledger.amount_astronomic",
        "金额{value}{unit}超过1万亿元，请核对单位。",
        "{value} {unit} is more than a trillion: check the unit.",
    ),
    (
        "ledger.amount_merged",
        "这个金额占用了合并的几行，只计入第一行。",
        "This amount is merged over several rows; it counts in the first one only.",
    ),
    (
        "ledger.amount_negative",
        "金额为负数：{value}。冲减请在到位资金中更正。",
        "The amount is negative: {value}. Enter a correction among the funds instead.",
    ),
    ("ledger.amount_range", "“{text}”是一个区间，不能作为金额。", "“{text}” is a range, not an amount."),
    (
        "ledger.amount_remark",
        "“{text}”中金额之外还有文字，请核对读出的数字。",
        "“{text}” holds words beside the amount: check the figure that was read.",
    ),
    (
        "ledger.amount_rounded",
        "{value}{unit}不足1分的部分已四舍五入为{rounded}元。",
        "{value} {unit} has a fraction of the smallest coin and was rounded to {rounded}.",
    ),
    (
        "ledger.amount_several",
        "“{text}”写有几个金额，请分期分行填写。",
        "“{text}” names several amounts: give each its own row.",
    ),
    ("ledger.amount_unreadable", "“{text}”读不出金额。", "No amount can be read from “{text}”."),
    (
        "ledger.area_astronomic",
        "面积{value}过大，请核对单位。",
        "The area {value} is too large: check the unit.",
    ),
    ("ledger.area_negative", "面积为负数：{value}。", "The area is negative: {value}."),
    (
        "ledger.area_unit_assumed",
        "没有写面积单位，按亩读取。",
        "No unit of area is given; it was read as mu (亩).",
    ),
    ("ledger.area_unreadable", "“{text}”读不出面积。", "No area can be read from “{text}”."),
    ("ledger.country_unknown", "“{text}”不是已知的国家或地区。", "“{text}” is no known country or region."),
    ("ledger.currency_unknown", "“{text}”不是已知的币种。", "“{text}” is no known currency."),
    ("ledger.day_in_future", "日期{day}晚于导入当天。", "The day {day} is later than the day of the import."),
    (
        "ledger.day_missing",
        "“{text}”没有写明日，按{day}读取。",
        "“{text}” names no day; it was read as {day}.",
    ),
    ("ledger.day_order", "“{text}”按月/日/年读为{day}。", "“{text}” was read as month/day/year: {day}."),
    ("ledger.day_out_of_range", "日期{day}不在合理范围内。", "The day {day} is out of any sensible range."),
    ("ledger.day_unreadable", "“{text}”读不出日期。", "No day can be read from “{text}”."),
    (
        "ledger.error_cell",
        "单元格是错误值{text}，请在表中改正。",
        "The cell holds the error {text}: correct it in the workbook.",
    ),
    (
        "ledger.fixed_exceeds_total",
        "固定资产投资大于总投资。",
        "Fixed assets investment is more than total investment.",
    ),
    (
        "ledger.formula_without_value",
        "单元格是公式，文件中没有保存计算结果。请用Excel打开并保存一次，再上传。",
        "The cell is a formula and the file holds no result. Open it in Excel, save it, and upload it again.",
    ),
    (
        "ledger.industry_guessed",
        "行业“{text}”按{code}读取，请确认。",
        "The industry “{text}” was read as {code}: confirm it.",
    ),
    (
        "ledger.industry_unknown",
        "“{text}”不在国民经济行业分类中。",
        "“{text}” is not in the industrial classification.",
    ),
    (
        "ledger.month_ambiguous",
        "“{text}”可能是1月，也可能是10月，按{day}读取。",
        "“{text}” may mean January or October; it was read as {day}.",
    ),
    ("ledger.month_exceeds_year", "本月到位大于本年累计。", "This month's money is more than this year's."),
    ("ledger.name_missing", "没有项目名称。", "The project has no name."),
    ("ledger.name_repeated", "与第{row}行项目名称相同。", "The project's name is the same as in row {row}."),
    (
        "ledger.name_too_long",
        "名称有{found}个字，最多{longest}个字。",
        "The name has {found} characters, {longest} are the most.",
    ),
    (
        "ledger.paid_in_exceeds_registered",
        "实缴资本大于注册资本。",
        "Paid-in capital is more than registered capital.",
    ),
    ("ledger.rate_unreadable", "“{text}”不是汇率。", "“{text}” is no exchange rate."),
    (
        "ledger.received_exceeds_contract",
        "到位资金大于合同额或总投资。",
        "More money was received than contracted or invested in total.",
    ),
    (
        "ledger.received_without_day",
        "有到位金额，没有到位日期。",
        "Money was received, but the day is missing.",
    ),
    ("ledger.row_hidden", "这一行在表中是隐藏的。", "The row is hidden in the workbook."),
    (
        "ledger.shares_count",
        "有{shares}个比例，却有{units}个单位。",
        "There are {shares} shares for {units} units.",
    ),
    (
        "ledger.shares_sum",
        "各单位比例合计{sum}%，应为100%。",
        "The shares of the units sum to {sum} %, not to 100 %.",
    ),
    ("ledger.shares_unreadable", "“{text}”读不出比例。", "No shares can be read from “{text}”."),
    (
        "ledger.stage_from_section",
        "阶段取自上方标题“{section}”。",
        "The stage was taken from the title above, “{section}”.",
    ),
    ("ledger.stage_unknown", "“{text}”不是已知的项目阶段。", "“{text}” is no known stage."),
    (
        "ledger.subtotal_differs",
        "“{column}”合计写的是{stated}{currency}，各行相加为{sum}{currency}。",
        "“{column}”: the total states {stated} {currency}, the rows sum to {sum} {currency}.",
    ),
    (
        "ledger.text_too_long",
        "文字太长，最多{longest}个字。",
        "The text is too long, {longest} characters are the most.",
    ),
    (
        "ledger.unit_in_cell",
        "单元格自带单位，与本列单位“{unit}”不同，按单元格所写读取。",
        "The cell names its own unit, not the column's “{unit}”; the cell's was taken.",
    ),
    (
        "ledger.unit_missing",
        "{value}没有单位，请为本列选择单位。",
        "{value} has no unit: choose one for the column.",
    ),
    ("ledger.word_guessed", "“{text}”读作{code}，请确认。", "“{text}” was read as {code}: confirm it."),
    ("ledger.word_unknown", "“{text}”不是已知的选项。", "“{text}” is no known choice."),
    (
        "ledger.year_exceeds_total",
        "本年累计大于自开工累计。",
        "This year's money is more than all money since the start.",
    ),
    (
        "ledger.year_missing",
        "“{text}”没有写年份，按{day}读取。",
        "“{text}” names no year; it was read as {day}.",
    ),
    (
        "uscc.character",
        "统一社会信用代码第{position}位“{found}”不是代码字符。",
        "Character {position} of the unified social credit code, “{found}”, does not occur in such codes.",
    ),
    (
        "uscc.check",
        "统一社会信用代码校验位是{found}，应为{expected}，可能有笔误。",
        "The check character of the unified social credit code is {found}, it should be {expected}: probably a slip.",
    ),
    (
        "uscc.inner",
        "统一社会信用代码中的组织机构代码校验不符，请核对。",
        "The organisation code inside the unified social credit code fails its own check: look at it.",
    ),
    (
        "uscc.length",
        "统一社会信用代码应为18位，这里有{found}位。",
        "A unified social credit code has 18 characters, this has {found}.",
    ),
];

/// The sentence of a problem; the code itself for one that has none.
pub fn say(problem: &Problem, lang: Lang) -> String {
    let Some((_, zh, en)) = SENTENCES.iter().find(|(code, ..)| *code == problem.code) else {
        return problem.code.to_string();
    };
    let mut sentence = (if lang == Lang::Zh { *zh } else { *en }).to_owned();
    for (name, value) in &problem.params {
        sentence = sentence.replace(&format!("{{{name}}}"), value);
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_sentence_and_both_languages_use_the_same_parameters() {
        let sources = [
            include_str!("area.rs"),
            include_str!("assemble.rs"),
            include_str!("day.rs"),
            include_str!("money.rs"),
            include_str!("parties.rs"),
            include_str!("reader.rs"),
            include_str!("reading.rs"),
            include_str!("subtotal.rs"),
            include_str!("word_cell.rs"),
            include_str!("../org_code.rs"),
        ];
        let mut used = Vec::new();
        for source in sources {
            for (at, _) in source.match_indices("\"ledger.").chain(source.match_indices("\"uscc.")) {
                used.extend(source[at + 1..].split('"').next());
            }
        }
        for code in &used {
            assert!(SENTENCES.iter().any(|(known, ..)| known == code), "{code} has no sentence");
        }
        for (code, zh, en) in SENTENCES {
            assert!(used.contains(&code), "nothing says {code}");
            let params = |text: &str| {
                let mut names: Vec<String> =
                    text.split('{').skip(1).filter_map(|p| p.split('}').next()).map(str::to_owned).collect();
                names.sort();
                names.dedup();
                names
            };
            assert_eq!(params(zh), params(en), "{code}");
        }
    }

    #[test]
    fn parameters_are_filled_in() {
        let problem = Problem::error("ledger.shares_sum").with("sum", 99);
        assert_eq!(say(&problem, Lang::Zh), "各单位比例合计99%，应为100%。");
        assert_eq!(say(&Problem::info("ledger.x"), Lang::En), "ledger.x");
    }
}
