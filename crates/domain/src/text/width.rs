//! Width, script and spaces.

use std::{borrow::Cow, sync::LazyLock};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

use super::is_han;

/// One character in the width and spelling in which texts are compared; `None` when it is invisible.
/// What NFKC would change and ledgers contain, and the punctuation that NFKC leaves apart (brackets, quotes,
/// dashes), because input methods mix them freely.
const fn narrow_char(c: char) -> Option<char> {
    Some(match c {
        // Full-width ASCII: ！ to ～.
        '【' | '〔' | '〖' | '［' => '(',
        '】' | '〕' | '〗' | '］' => ')',
        '\u{FF01}'..='\u{FF5E}' => match char::from_u32(c as u32 - 0xFEE0) {
            Some(ascii) => ascii,
            None => c,
        },
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{202A}'..='\u{202E}' => {
            return None;
        }
        '\t' | '\r' | '\u{3000}' | '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => ' ',
        '“' | '”' | '„' | '‟' | '″' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' | '‚' | '‛' | '′' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' => '-',
        '〜' | '∼' => '~',
        '￥' => '¥',
        '•' | '‧' | '・' | '･' | '∙' => '·',
        '。' | '｡' => '.',
        '╱' | '⁄' | '∕' => '/',
        _ => c,
    })
}

/// Full-width letters, digits and punctuation made half-width, invisible characters removed, unit squares
/// (㎡ ² ㎞) spelled out. Line breaks stay: they separate values in a cell.
pub fn narrow(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(['\t', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '㎡' => out.push_str("m2"),
            '²' => out.push('2'),
            '㎞' => out.push_str("km"),
            '№' => out.push_str("No"),
            '①'..='⑳' => out.push_str(&(c as u32 - '①' as u32 + 1).to_string()),
            _ => out.extend(narrow_char(c)),
        }
    }
    Cow::Owned(out)
}

/// [`narrow`], with white space collapsed to single blanks, none beside a Han character, none at the ends:
/// `项 目\n名称` is `项目名称`.
pub fn clean(text: &str) -> String {
    let text = narrow(text);
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() && !is_han(c) && !out.ends_with(is_han) {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    out
}

/// White space trimmed and collapsed, none between Han characters; width and punctuation stay as written. For
/// names that are kept.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() && !word.starts_with(is_han) && !out.ends_with(is_han) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

const FIRST_HAN: u32 = 0x3400;

/// The simplified character of each one from U+3400 to U+9FFF, character by character. The dictionaries of
/// phrases are for prose; a key only needs both spellings to meet. The dictionary itself is dropped after use.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let Ok(dictionary) = OpenCC::from_config(BuiltinConfig::T2s) else { return Vec::new() };
    ('\u{3400}'..='\u{9FFF}')
        .map(|from| {
            let converted = dictionary.convert(from.encode_utf8(&mut [0; 4]));
            let mut chars = converted.chars();
            match (chars.next(), chars.next()) {
                (Some(to), None) => u16::try_from(to as u32).unwrap_or(from as u16),
                _ => from as u16,
            }
        })
        .collect()
});

/// Simplified characters: `協力機械` is `协力机械`.
pub fn simplify(text: &str) -> String {
    text.chars().map(simple).collect()
}

pub(super) fn simple(c: char) -> char {
    if !('\u{3400}'..='\u{9FFF}').contains(&c) {
        return c;
    }
    SIMPLIFIED.get((c as u32 - FIRST_HAN) as usize).and_then(|&to| char::from_u32(u32::from(to))).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_width() {
        for (written, narrowed) in [
            ("投资金额（亿元）", "投资金额(亿元)"),
            ("投资金额(亿元)", "投资金额(亿元)"),
            ("“五谷”〔2013〕５号", "\"五谷\"(2013)5号"),
            ("１，２３４．５０", "1,234.50"),
            ("占地㎡", "占地m2"),
            ("甲\u{200b}乙\u{feff}", "甲乙"),
        ] {
            assert_eq!(narrow(written), narrowed);
        }
        assert!(matches!(narrow("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn spaces_vanish_between_characters_and_stay_between_words() {
        assert_eq!(clean(" 项 目\r\n名　称 "), "项目名称");
        assert_eq!(clean("Power  Source\u{3000}Co"), "Power Source Co");
        assert_eq!(clean("引进 IBM 项目"), "引进IBM项目");
        assert_eq!(clean(" \u{3000}\n"), "");
    }

    #[test]
    fn tidied_names_keep_their_punctuation() {
        assert_eq!(tidy(" 中联水泥（中国\n建材） "), "中联水泥（中国建材）");
        assert_eq!(tidy("Power\tSource  Co"), "Power Source Co");
    }

    #[test]
    fn both_scripts_meet() {
        assert_eq!(simplify("協力機械製造"), "协力机械制造");
        assert_eq!(simplify("臺灣電源科技😀"), "台湾电源科技😀");
    }
}
