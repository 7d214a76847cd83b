//! Phases in names of projects: 两岸房地产开发一期, 冷链物流（二期）项目, 第3期工程. Offices keep a row for each phase of one
//! project, and one name for all of them.

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseName {
    /// What the phases have in common.
    pub stem: String,
    pub no: u32,
}

/// More phases than that are a number in a name.
const MOST: u32 = 30;
/// What may stand behind the phase without belonging to the name.
const AFTER: [&str; 5] = ["建设项目", "工程项目", "工程", "建设", "项目"];
const SEPARATORS: [char; 12] = ['-', '－', '—', '–', '_', '·', '、', '，', ',', ':', '：', ' '];

/// The phase that a name ends with, and the name without it.
pub fn of_name(name: &str) -> Option<PhaseName> {
    let mut rest = name.trim();
    loop {
        let shorter = AFTER.iter().find_map(|word| rest.strip_suffix(word)).map(str::trim_end);
        let Some(shorter) = shorter else { break };
        rest = shorter;
    }
    let bracketed = rest.strip_suffix(['）', ')', '】', ']']).map(str::trim_end);
    let mut inner = bracketed.unwrap_or(rest);
    if bracketed.is_some() {
        while let Some(shorter) = AFTER.iter().find_map(|word| inner.strip_suffix(word)).map(str::trim_end) {
            inner = shorter;
        }
    }
    let before = inner.strip_suffix('期')?.trim_end();
    let (stem, no) = number_at_end(before)?;
    let mut stem = stem.strip_suffix('第').unwrap_or(stem).trim_end();
    if bracketed.is_some() {
        stem = stem.strip_suffix(['（', '(', '【', '[']).unwrap_or(stem);
    }
    // 一、二期 are two at once.
    if stem.ends_with(['、', '和', '及', '至', '到', '~', '～']) {
        return None;
    }
    let stem = stem.trim_end_matches(SEPARATORS).trim();
    (stem.chars().count() >= 2).then(|| PhaseName { stem: stem.to_owned(), no })
}

/// The phase that a cell of its own names: 一期, 第二期, 3.
pub fn of_cell(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = AFTER.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).trim();
    let bare = text.strip_suffix('期').unwrap_or(text);
    let bare = bare.strip_prefix('第').unwrap_or(bare).trim();
    match number_at_end(bare)? {
        ("", no) => Some(no),
        _ => None,
    }
}

/// The number that a text ends with, and what is before it.
fn number_at_end(text: &str) -> Option<(&str, u32)> {
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| {
            c.is_ascii_digit() || wide(*c).is_some() || han(*c).is_some() || roman(*c).is_some()
        })
        .last()?
        .0;
    let (before, figure) = text.split_at(start);
    let no = number(figure)?;
    (1..=MOST).contains(&no).then_some((before, no))
}

fn number(figure: &str) -> Option<u32> {
    let chars: Vec<char> = figure.chars().collect();
    if let [one] = chars[..]
        && let Some(no) = roman(one)
    {
        return Some(no);
    }
    let digits: Option<String> = chars
        .iter()
        .map(|c| c.to_digit(10).or_else(|| wide(*c)).and_then(|d| char::from_digit(d, 10)))
        .collect();
    if let Some(digits) = digits {
        return digits.parse().ok();
    }
    match chars[..] {
        [one] => han(one),
        ['十', one] => han(one).filter(|n| *n < 10).map(|n| 10 + n),
        [ten, '十'] => han(ten).filter(|n| *n < 10).map(|n| n * 10),
        [ten, '十', one] => Some(han(ten).filter(|n| *n < 10)? * 10 + han(one).filter(|n| *n < 10)?),
        _ => None,
    }
}

fn wide(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32)
}

fn han(c: char) -> Option<u32> {
    "一二三四五六七八九十".chars().position(|one| one == c).and_then(|at| u32::try_from(at + 1).ok())
}

fn roman(c: char) -> Option<u32> {
    ('Ⅰ'..='Ⅻ').contains(&c).then(|| c as u32 - 'Ⅰ' as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_taken_off_names() {
        for (name, stem, no) in [
            ("两岸房地产开发一期", "两岸房地产开发", 1),
            ("两岸房地产开发二期项目", "两岸房地产开发", 2),
            ("冷链物流（二期）项目", "冷链物流", 2),
            ("冷链物流项目(三期工程)", "冷链物流项目", 3),
            ("智能阀门-第3期工程", "智能阀门", 3),
            ("智能阀门 Ⅱ期", "智能阀门", 2),
            ("智能阀门１２期", "智能阀门", 12),
            ("智能阀门二十一期建设项目", "智能阀门", 21),
        ] {
            assert_eq!(of_name(name), Some(PhaseName { stem: stem.into(), no }), "{name}");
        }
        for name in
            ["智能阀门", "一期", "长期", "智能阀门2013期", "冷链一、二期", "周期", "", "期", "二期厂房改造"]
        {
            assert_eq!(of_name(name), None, "{name}");
        }
        for (cell, no) in [
            ("一期", Some(1)),
            ("第二期", Some(2)),
            ("3", Some(3)),
            ("2期工程", Some(2)),
            ("首期", None),
            ("", None),
        ] {
            assert_eq!(of_cell(cell), no, "{cell}");
        }
    }
}
