//! The figures that people write into cells: `3亿`, `约5000`, `2000万美元`, `两亿三千万`, `400余亩`, `1,234.5`.

use rust_decimal::Decimal;

use crate::{money::Currency, text::narrow};

/// What a text says as a quantity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Quantity {
    /// Blank, `-`, `无`, `/` …
    Missing,
    One(Figure),
    /// `3-5亿`
    Range,
    /// `一期3000万，二期5600万`
    Several,
    Unreadable,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    /// Multiplied by the scales written behind it (万, 亿).
    pub value: Decimal,
    /// A scale was written: the value is in whole units, the column's scale does not apply.
    pub scaled: bool,
    pub currency: Option<Currency>,
    /// The unit behind it that is no currency: 亩, m2, %.
    pub unit: Option<&'static str>,
    /// 约, 余, 左右 …
    pub approximate: bool,
    /// Other words stand beside the figure.
    pub remark: bool,
}

const MISSING: [&str; 16] = [
    "-", "--", "---", "/", "//", "\\", "无", "暂无", "没有", "未定", "待定", "未知", "不详", "n/a", "N/A",
    "空",
];

const ABOUT_BEFORE: [&str; 18] = [
    "大约",
    "约合",
    "约",
    "将近",
    "接近",
    "近",
    "超过",
    "超",
    "逾",
    "不低于",
    "不少于",
    "至少",
    "预计",
    "≈",
    "~",
    ">=",
    "≥",
    ">",
];
const ABOUT_BEHIND: [&str; 8] = ["左右", "以上", "上下", "以内", "余", "多", "来", "+"];

/// Currencies as ledgers name them, longer names first.
pub(super) const CURRENCIES: [(&str, Currency); 33] = [
    ("人民币", Currency::Cny),
    ("RMB", Currency::Cny),
    ("CNY", Currency::Cny),
    ("¥", Currency::Cny),
    ("US$", Currency::Usd),
    ("USD", Currency::Usd),
    ("美元", Currency::Usd),
    ("美金", Currency::Usd),
    ("HK$", Currency::Hkd),
    ("HKD", Currency::Hkd),
    ("港元", Currency::Hkd),
    ("港币", Currency::Hkd),
    ("EUR", Currency::Eur),
    ("欧元", Currency::Eur),
    ("€", Currency::Eur),
    ("GBP", Currency::Gbp),
    ("英镑", Currency::Gbp),
    ("£", Currency::Gbp),
    ("JPY", Currency::Jpy),
    ("日元", Currency::Jpy),
    ("日圆", Currency::Jpy),
    ("新台币", Currency::Twd),
    ("台币", Currency::Twd),
    ("TWD", Currency::Twd),
    ("新加坡元", Currency::Sgd),
    ("新元", Currency::Sgd),
    ("SGD", Currency::Sgd),
    ("韩元", Currency::Krw),
    ("KRW", Currency::Krw),
    ("澳门元", Currency::Mop),
    ("$", Currency::Usd),
    ("元", Currency::Cny),
    ("圆", Currency::Cny),
];

/// Units of land and share, as narrowed text spells them.
pub(super) const OTHER_UNITS: [(&str, &str); 12] = [
    ("平方公里", "km2"),
    ("km2", "km2"),
    ("平方千米", "km2"),
    ("平方米", "m2"),
    ("平米", "m2"),
    ("m2", "m2"),
    ("M2", "m2"),
    ("公顷", "ha"),
    ("ha", "ha"),
    ("亩", "mu"),
    ("%", "%"),
    ("平方", "m2"),
];

pub(super) fn is_missing(text: &str) -> bool {
    text.is_empty() || MISSING.contains(&text)
}

/// Reads one quantity from a cell's text.
pub(crate) fn read(text: &str) -> Quantity {
    let text: String = narrow(text).chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    if is_missing(&text) {
        return Quantity::Missing;
    }
    // Plain numbers are most of a ledger.
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Ok(value) = Decimal::from_str_exact(&text)
    {
        return Quantity::One(Figure { value, ..Figure::NONE });
    }
    // Accountants write negative figures in brackets.
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'))
        && let Some((mut figure, "")) = figure(inner)
    {
        figure.value = -figure.value;
        return Quantity::One(figure);
    }
    let (skipped, Some((mut first, rest))) = first_figure(&text) else { return Quantity::Unreadable };
    first.remark |= skipped;
    if rest.is_empty() {
        return Quantity::One(first);
    }
    if let Some(second) = rest.strip_prefix(['-', '~', '至', '到'])
        && figure(second).is_some()
    {
        return Quantity::Range;
    }
    if let (_, Some(_)) = first_figure(rest) {
        return Quantity::Several;
    }
    first.remark = true;
    Quantity::One(first)
}

impl Figure {
    pub(super) const NONE: Self = Self {
        value: Decimal::ZERO,
        scaled: false,
        currency: None,
        unit: None,
        approximate: false,
        remark: false,
    };
}

/// The first figure in a text and what follows it; whether words were skipped before it.
fn first_figure(text: &str) -> (bool, Option<(Figure, &str)>) {
    for (at, _) in text.char_indices() {
        if let Some((figure, rest)) = figure(&text[at..]) {
            // Behind words, 一 in 一期 is no figure; a figure there has digits or a scale.
            let plain_word = at > 0 || starts_with_han_digit(&text[at..]);
            if plain_word
                && !figure.scaled
                && figure.currency.is_none()
                && figure.unit.is_none()
                && !rest.is_empty()
                && starts_with_han_digit(&text[at..])
            {
                continue;
            }
            return (at > 0, Some((figure, rest)));
        }
    }
    (true, None)
}

fn starts_with_han_digit(text: &str) -> bool {
    text.chars().next().is_some_and(|c| han_digit(c).is_some() || han_unit(c).is_some())
}

/// A figure at the very beginning of a text, and what follows it.
fn figure(text: &str) -> Option<(Figure, &str)> {
    let mut out = Figure::NONE;
    let mut rest = text;
    rest = about(rest, &ABOUT_BEFORE, &mut out);
    if let Some((currency, after)) = currency(rest) {
        out.currency = Some(currency);
        rest = after;
    }
    rest = about(rest, &ABOUT_BEFORE, &mut out);
    let negative = rest.starts_with('-');
    if negative {
        rest = &rest[1..];
    }
    // 3亿5000万 is a sum of falling parts.
    let mut smallest = None::<Decimal>;
    while let Some((number, after)) = number(rest) {
        let after = about(after, &ABOUT_BEHIND, &mut out);
        let (scale, after) = scale(after);
        if smallest.is_some_and(|s| scale >= s) {
            return None;
        }
        out.value = out.value.checked_add(number.checked_mul(scale)?)?;
        rest = about(after, &ABOUT_BEHIND, &mut out);
        if scale == Decimal::ONE {
            smallest = Some(Decimal::ONE);
            break;
        }
        out.scaled = true;
        smallest = Some(scale);
        rest = rest.strip_prefix(['零', '又']).unwrap_or(rest);
    }
    smallest?;
    if negative {
        out.value = -out.value;
    }
    if let Some((currency, after)) = currency(rest) {
        out.currency = Some(currency);
        rest = after;
    } else if let Some((unit, after)) = other_unit(rest) {
        out.unit = Some(unit);
        rest = after;
    }
    rest = about(rest, &ABOUT_BEHIND, &mut out);
    Some((out, rest))
}

fn about<'a>(mut text: &'a str, words: &[&str], out: &mut Figure) -> &'a str {
    while let Some(after) = words.iter().find_map(|w| text.strip_prefix(w)) {
        out.approximate = true;
        text = after;
    }
    text
}

pub(super) fn currency(text: &str) -> Option<(Currency, &str)> {
    CURRENCIES.iter().find_map(|(name, currency)| {
        // The byte before the end may be inside a character; `get` answers None there.
        let head = text.get(..name.len())?;
        head.eq_ignore_ascii_case(name).then(|| (*currency, &text[name.len()..]))
    })
}

pub(super) fn other_unit(text: &str) -> Option<(&'static str, &str)> {
    OTHER_UNITS.iter().find_map(|(name, unit)| Some((*unit, text.strip_prefix(name)?)))
}

/// 千, 万, 亿 and their products behind a number.
pub(super) fn scale(text: &str) -> (Decimal, &str) {
    let mut scale = 1_i64;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let factor = match c {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1_000,
            '万' | '萬' => 10_000,
            '亿' | '億' => 100_000_000,
            _ => break,
        };
        let Some(next) = scale.checked_mul(factor).filter(|s| *s <= 1_000_000_000_000) else { break };
        scale = next;
        rest = &rest[c.len_utf8()..];
    }
    (Decimal::from(scale), rest)
}

/// A number in digits (`1,234.50`) or Chinese numerals up to 9999 (`三千五百`, `一点五`).
fn number(text: &str) -> Option<(Decimal, &str)> {
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return arabic(text);
    }
    han(text)
}

fn arabic(text: &str) -> Option<(Decimal, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let written = text[..end].trim_end_matches(['.', ',']);
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    if fraction.contains([',', '.']) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut grouped = whole.contains(',');
    if grouped {
        if first.is_empty() || first.len() > 4 {
            return None;
        }
        // 1,234 counts by thousands, 1,2345 by myriads, as some write.
        let size = groups.clone().next().map_or(3, str::len);
        grouped = matches!(size, 3 | 4) && groups.all(|g| g.len() == size);
        if !grouped {
            return None;
        }
    }
    let digits: String = written.chars().filter(|c| *c != ',').collect();
    let value = Decimal::from_str_exact(&digits).ok()?;
    Some((value, &text[written.len()..]))
}

const fn han_digit(c: char) -> Option<i64> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '兩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

const fn han_unit(c: char) -> Option<i64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

fn han(text: &str) -> Option<(Decimal, &str)> {
    let mut total = 0_i64;
    let mut digit = None;
    let mut last_unit = 10_000;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if let Some(value) = han_digit(c) {
            if digit.is_some_and(|d| d != 0) {
                return None;
            }
            digit = Some(value);
        } else if let Some(unit) = han_unit(c) {
            if unit >= last_unit {
                break;
            }
            last_unit = unit;
            total += digit.take().unwrap_or(1) * unit;
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    if end == 0 {
        return None;
    }
    let mut value = Decimal::from(total + digit.unwrap_or(0));
    let mut rest = &text[end..];
    if let Some(after) = rest.strip_prefix('点') {
        let mut place = Decimal::ONE;
        rest = after;
        while let Some((c, digit)) = rest.chars().next().and_then(|c| Some((c, han_digit(c)?))) {
            place = place.checked_div(Decimal::TEN)?;
            value = value.checked_add(Decimal::from(digit).checked_mul(place)?)?;
            rest = &rest[c.len_utf8()..];
        }
    } else if let Some(after) = rest.strip_prefix('半') {
        value += Decimal::new(5, 1);
        rest = after;
    }
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<(String, bool, Option<Currency>, bool)> {
        match read(text) {
            Quantity::One(f) => Some((f.value.normalize().to_string(), f.scaled, f.currency, f.approximate)),
            _ => None,
        }
    }

    #[test]
    fn figures_as_people_write_them() {
        use Currency::{Cny, Hkd, Usd};
        for (text, value, scaled, currency, approximate) in [
            ("1234.5", "1234.5", false, None, false),
            ("１，２３４．５０", "1234.5", false, None, false),
            ("1,234,567", "1234567", false, None, false),
            ("3亿", "300000000", true, None, false),
            ("3.5 亿元", "350000000", true, Some(Cny), false),
            ("800万", "8000000", true, None, false),
            ("2000万美元", "20000000", true, Some(Usd), false),
            ("USD 2,000万", "20000000", true, Some(Usd), false),
            ("约5000", "5000", false, None, true),
            ("5000余", "5000", false, None, true),
            ("5000余万元", "50000000", true, Some(Cny), true),
            ("3亿元左右", "300000000", true, Some(Cny), true),
            ("两亿", "200000000", true, None, false),
            ("三千五百万元", "35000000", true, Some(Cny), false),
            ("一点五亿", "150000000", true, None, false),
            ("十亿", "1000000000", true, None, false),
            ("壹佰万元", "1000000", true, Some(Cny), false),
            ("5千万", "50000000", true, None, false),
            ("3亿5000万", "350000000", true, None, false),
            ("1亿零500万元", "105000000", true, Some(Cny), false),
            ("-12", "-12", false, None, false),
            ("(1,200)", "-1200", false, None, false),
            ("1.2亿港元", "120000000", true, Some(Hkd), false),
            ("人民币500元", "500", false, Some(Cny), false),
            ("5,000,000.00元", "5000000", false, Some(Cny), false),
            ("一", "1", false, None, false),
        ] {
            assert_eq!(one(text), Some((value.into(), scaled, currency, approximate)), "{text}");
        }
    }

    #[test]
    fn words_beside_a_figure_are_noticed() {
        for text in ["总投资3亿元", "3亿元（一期）", "5000（含土地）"] {
            assert!(
                matches!(read(text), Quantity::One(Figure { remark: true, .. })),
                "{text}: {:?}",
                read(text)
            );
        }
        assert!(matches!(read("400余亩"), Quantity::One(Figure { unit: Some("mu"), approximate: true, .. })));
    }

    #[test]
    fn what_is_no_figure() {
        for text in ["", " ", "-", "—", "/", "无", "N/A", "　"] {
            assert_eq!(read(text), Quantity::Missing, "{text}");
        }
        for text in ["3-5亿", "3亿~5亿", "3000～5000万元", "3至5亿"] {
            assert_eq!(read(text), Quantity::Range, "{text}");
        }
        for text in ["一期3000万美元，二期5600万美元", "3亿元,其中固投2亿元"] {
            assert_eq!(read(text), Quantity::Several, "{text}");
        }
        for text in ["见附件", "😀", "一期", "1.2.3", "1,23", "约", "99999999999999999999999999999999"]
        {
            assert!(
                !matches!(read(text), Quantity::One(Figure { remark: false, .. })),
                "{text}: {:?}",
                read(text)
            );
        }
    }
}
