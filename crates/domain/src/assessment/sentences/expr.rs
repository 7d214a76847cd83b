//! What is said of expressions and of the fields in them.

use super::Sentence;

pub(super) const SENTENCES: &[Sentence] = &[
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
    (
        "expr.text_wanted",
        "这里应当是单引号里的文字，例如 'street'。",
        "A text in single quotes is expected here, such as 'street'.",
    ),
    (
        "expr.day_wanted",
        "这里应当是日期，例如 '2013-06-30'，且起始日不晚于截止日。",
        "A day is expected here, such as '2013-06-30', first day first.",
    ),
    (
        "expr.years_wanted",
        "这里应当写往前几年（1、2…）或年份（2010）。",
        "A number of years (1, 2 …) or a year (2010) is expected here.",
    ),
    (
        "expr.day_with_number",
        "“{word}”是日期，只能与日期比较，或加减天数（例如 on <= signed_on + 90）。",
        "\"{word}\" is a day: it can be compared with days, or moved by a number of days (on <= signed_on + 90).",
    ),
    (
        "expr.day_form",
        "“{word}”不是日期，应写成 '2013-06-30' 的形式。",
        "\"{word}\" is no day; write it like '2013-06-30'.",
    ),
    (
        "expr.day_field",
        "“{word}”是日期，不能求和或分档。",
        "\"{word}\" is a day: it cannot be added up or put in tiers.",
    ),
    (
        "expr.text_field",
        "“{word}”是文字，要与单引号里的文字比较（例如 {word} = '…'），不能当作数。",
        "\"{word}\" is a text: compare it with a text in single quotes ({word} = '…'); it is no number.",
    ),
    (
        "expr.number_field",
        "“{word}”是数，要与数比较，不能加引号。",
        "\"{word}\" is a number: compare it with a number without quotes.",
    ),
    (
        "expr.text_order",
        "“{word}”是文字，没有大小先后，请用 = 或 in 列出（例如 {word} in ('…', '…')）。",
        "\"{word}\" is a text and has no order: list what is meant with = or in ({word} in ('…', '…')).",
    ),
    (
        "expr.field_of_unit",
        "“{word}”是单位的分组，不是每条记录的字段。",
        "\"{word}\" is of the unit, not a field of each row.",
    ),
    (
        "expr.field_of_receipt",
        "“{word}”只能在认定规则（[recognition]）里用。",
        "\"{word}\" can only be used in [recognition].",
    ),
    (
        "expr.field_of_row",
        "“{word}”不能在认定规则（[recognition]）里用；项目的金额写 total、fixed、registered 或 contract。",
        "\"{word}\" cannot be used in [recognition]; amounts of the project are total, fixed, registered, contract.",
    ),
    (
        "expr.quotes_wanted",
        "“{word}”被当作另一个字段；如果是文字，请加单引号：'{word}'。",
        "\"{word}\" is read as another field; a text needs single quotes: '{word}'.",
    ),
    (
        "expr.field_near",
        "“{word}”不是已知的字段，只能由数据另行提供；是不是想写“{near}”？",
        "\"{word}\" is no known field and has to come with the facts; did you mean \"{near}\"?",
    ),
    ("expr.unknown_word", "这里不认识“{word}”。", "\"{word}\" is not known here."),
    (
        "expr.not_of_a_row",
        "这里的条件只能用每条记录自己的字段和数，不能用指标、目标或函数 target、rank 等。",
        "This condition may only use fields of the row and numbers, no measures, targets or functions of units.",
    ),
];
