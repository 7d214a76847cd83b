//! Keys by which names of firms and projects are compared.

use std::{collections::HashSet, sync::LazyLock};

use super::{clean, is_han, width::simple};

/// Legal forms at the end of a name, longest first. 分公司 and 厂 stay: they tell firms apart.
const LEGAL_FORMS: [&str; 26] = [
    "集团股份有限公司",
    "集团有限责任公司",
    "股份有限责任公司",
    "集团有限公司",
    "股份有限公司",
    "有限责任公司",
    "有限合伙企业",
    "股份公司",
    "有限公司",
    "集团公司",
    "合伙企业",
    "集团总公司",
    "总公司",
    "公司",
    "集团",
    "coltd",
    "companylimited",
    "corporation",
    "limited",
    "company",
    "gmbh",
    "corp",
    "inc",
    "llc",
    "ltd",
    "项目",
];

/// Remarks in brackets that say nothing about who is meant.
const REMARKS: [&str; 16] = [
    "客商",
    "集团",
    "中国",
    "筹",
    "筹建",
    "拟",
    "拟定",
    "暂定",
    "暂定名",
    "普通合伙",
    "有限合伙",
    "特殊普通合伙",
    "控股",
    "外资",
    "台资",
    "新建",
];

/// What follows a place in names that are nothing without it: 北京经济开发区 is not 潍坊经济开发区.
const NOTHING_WITHOUT_PLACE: [&str; 22] = [
    "经济", "开发", "高新", "国际", "投资", "城市", "城建", "建设", "交通", "市政", "水务", "国有", "产业",
    "科技", "工业", "农业", "商会", "大学", "学院", "银行", "医院", "人民",
];

/// Provinces by short name (GB/T 2260) and the suffixes with which they are written in full.
const PROVINCES: &str = "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 \
    广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾";
const PROVINCE_SUFFIXES: [&str; 8] =
    ["壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "地区", "省", "市"];
/// Prefecture-level cities, areas and leagues (GB/T 2260) without their suffix.
const CITIES: &str = include_str!("cities.txt");

static PLACES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| PROVINCES.split_whitespace().chain(CITIES.split_whitespace()).collect());

/// A key by which spellings of one name meet: one width, one script, lower case, no spaces, quotes or brackets,
/// no legal form at the end, no province or city in front (unless little would be left). For finding
/// candidates and comparing them, never for identity: legal forms do tell firms apart.
///
/// `潍坊恒信住工股份有限公司`, `恒信住工（集团）` and `恆信住工` all give `恒信住工`.
pub fn name_key(name: &str) -> String {
    let cleaned: String = clean(name).chars().map(simple).flat_map(char::to_lowercase).collect();
    let mut key = without_remarks(&cleaned);
    key.retain(char::is_alphanumeric);
    if key.is_empty() {
        // A name of punctuation or emoji alone still compares with itself.
        return cleaned;
    }
    let core = without_place(without_legal_form(&key));
    if core.len() == key.len() { key } else { core.to_owned() }
}

/// Drops brackets that hold a place or a remark, and a long remark in brackets at the end; keeps what other
/// brackets hold.
fn without_remarks(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(open) = rest.find('(') {
        let (before, inside) = rest.split_at(open);
        out.push_str(before);
        let inside = &inside[1..];
        let Some(close) = inside.find(')') else {
            // An unclosed bracket is a typing slip, not a remark.
            rest = inside;
            continue;
        };
        let (held, after) = (inside[..close].trim(), &inside[close + 1..]);
        let remark = REMARKS.contains(&held)
            || place_of(held).is_some_and(|(_, left)| left.is_empty())
            || (after.is_empty() && !out.is_empty() && held.chars().count() > 6);
        if !remark {
            out.push_str(held);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn without_legal_form(key: &str) -> &str {
    let mut core = key;
    while let Some(shorter) = LEGAL_FORMS.iter().find_map(|form| core.strip_suffix(form)) {
        // "集团公司" alone is a name too.
        if shorter.chars().count() < 2 {
            break;
        }
        core = shorter;
    }
    core
}

/// Whether these characters are a legal form of four characters or more.
pub(super) fn is_long_form(chars: &[char]) -> bool {
    chars.len() >= 4 && LEGAL_FORMS.contains(&chars.iter().collect::<String>().as_str())
}

/// Whether these characters are the short name of a province or city.
pub(super) fn is_place(chars: &[char]) -> bool {
    PLACES.contains(chars.iter().collect::<String>().as_str())
}

/// Without the legal form when it is one of four characters or more and leaves a name to look for.
pub(super) fn without_long_form(chars: &[char]) -> &[char] {
    let ends = |form: &&str| {
        let form: Vec<char> = form.chars().collect();
        (form.len() >= 4 && form.iter().copied().all(is_han) && chars.ends_with(&form)).then_some(form.len())
    };
    let taken = LEGAL_FORMS.iter().find_map(ends).unwrap_or(0);
    if chars.len() >= taken + 3 { &chars[..chars.len() - taken] } else { chars }
}

/// A place in front and what follows it, with whether it was written in full (山东省, not 山东).
fn place_of(name: &str) -> Option<(bool, &str)> {
    for (taken, (at, c)) in name.char_indices().enumerate() {
        let end = at + c.len_utf8();
        if taken >= 1 && PLACES.contains(&name[..end]) {
            let after = &name[end..];
            let left = PROVINCE_SUFFIXES.iter().find_map(|suffix| after.strip_prefix(suffix));
            return Some((left.is_some(), left.unwrap_or(after)));
        }
        if taken >= 3 {
            break;
        }
    }
    None
}

/// Whether a text begins with a province or prefecture-level city of China.
pub fn is_chinese_place(text: &str) -> bool {
    place_of(text).is_some()
}

fn without_place(key: &str) -> &str {
    let mut core = key;
    while let Some((full, mut left)) = place_of(core) {
        if full {
            left = without_county(left);
        }
        // With 上海电气 or 青岛啤酒 the place is the name.
        let least = if full { 2 } else { 3 };
        if left.chars().count() < least || NOTHING_WITHOUT_PLACE.iter().any(|word| left.starts_with(word)) {
            break;
        }
        core = left;
    }
    core
}

/// Behind 潍坊市 also 潍城区 and 昌乐县 go.
fn without_county(name: &str) -> &str {
    for (taken, (at, c)) in name.char_indices().enumerate().take(4) {
        if taken >= 2 && matches!(c, '区' | '县') {
            let left = &name[at + c.len_utf8()..];
            let is_name = name[..at].chars().all(is_han)
                && !["开发", "高新", "工业", "新城", "商务", "保税"].iter().any(|g| name.starts_with(g));
            return if is_name && left.chars().count() >= 2 { left } else { name };
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (name, key) in [
            ("潍坊恒信住工股份有限公司", "恒信住工"),
            ("恒信住工（集团）", "恒信住工"),
            ("恆信住工", "恒信住工"),
            ("山东省潍坊市潍城区恒信住工有限责任公司", "恒信住工"),
            ("恒信住工（潍坊）有限公司", "恒信住工"),
            ("“恒信”住工 公司", "恒信住工"),
            ("富盈（客商）", "富盈"),
            ("中联水泥（中国建材集团核心企业，世界500强）", "中联水泥"),
            ("ＩＢＭ　Co., Ltd.", "ibm"),
            ("恒信住宅工业化项目", "恒信住宅工业化"),
            ("甲乙(丙", "甲乙丙"),
            ("集团公司", "集团公司"),
            ("😀", "😀"),
            ("", ""),
        ] {
            assert_eq!(name_key(name), key, "{name}");
        }
    }

    #[test]
    fn the_place_stays_where_it_is_the_name() {
        for (name, key) in [
            ("上海电气集团股份有限公司", "上海电气"),
            ("青岛啤酒股份有限公司", "青岛啤酒"),
            ("北京经济开发区投资公司", "北京经济开发区投资"),
            ("福建商会（客商）", "福建商会"),
            ("慢城城市综合体", "慢城城市综合体"),
            ("富盈国际城一期", "富盈国际城一期"),
            ("上海", "上海"),
        ] {
            assert_eq!(name_key(name), key, "{name}");
        }
    }
}
