//! Pinyin: how names sound, for sorting and for finding them by typing letters.

use std::{collections::BTreeSet, sync::LazyLock};

use pinyin::ToPinyin;

use super::{clean, is_han, width::simple};

/// Words of two characters whose reading differs from the most frequent one of their characters.
const fn word(first: char, second: char) -> Option<[&'static str; 2]> {
    Some(match (first, second) {
        ('重', '庆') => ["chong", "qing"],
        ('重', '组') => ["chong", "zu"],
        ('银', '行') => ["yin", "hang"],
        ('行', '业') => ["hang", "ye"],
        ('厦', '门') => ["xia", "men"],
        ('会', '计') => ["kuai", "ji"],
        ('乐', '清') => ["yue", "qing"],
        ('音', '乐') => ["yin", "yue"],
        ('六', '安') => ["lu", "an"],
        ('蚌', '埠') => ["beng", "bu"],
        ('番', '禺') => ["pan", "yu"],
        ('校', '长') => ["xiao", "zhang"],
        ('成', '长') => ["cheng", "zhang"],
        ('增', '长') => ["zeng", "zhang"],
        ('调', '研') => ["diao", "yan"],
        ('调', '度') => ["diao", "du"],
        ('西', '藏') => ["xi", "zang"],
        ('储', '藏') => ["chu", "cang"],
        ('冷', '藏') => ["leng", "cang"],
        _ => return None,
    })
}

/// The reading of one simplified character, tones dropped, ü written v as keyboards do.
fn reading(c: char) -> Option<&'static str> {
    Some(match c {
        // In names of places and firms these are read so, whatever the dictionary puts first.
        '长' => "chang",
        '都' => "du",
        '曾' => "zeng",
        _ => match c.to_pinyin()?.plain() {
            "lü" => "lv",
            "nü" => "nv",
            "lüe" => "lve",
            "nüe" => "nve",
            plain => plain,
        },
    })
}

/// The reading of each character of simplified text; `None` for what has none.
pub(super) fn readings(text: &[char]) -> Vec<Option<&'static str>> {
    let mut out: Vec<_> = text.iter().map(|&c| if is_han(c) { reading(c) } else { None }).collect();
    for (at, pair) in text.windows(2).enumerate() {
        if let Some([first, second]) = word(pair[0], pair[1]) {
            out[at] = Some(first);
            out[at + 1] = Some(second);
        }
    }
    out
}

/// Every syllable that a Han character may have.
static SYLLABLES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    ('\u{4E00}'..='\u{9FFF}')
        .filter_map(reading)
        .filter(|s| s.contains(['a', 'e', 'i', 'o', 'u', 'v']) && s.is_ascii())
        .collect()
});

pub(super) fn is_syllable(letters: &str) -> bool {
    SYLLABLES.contains(letters)
}

/// Whether a longer syllable begins with these letters.
pub(super) fn begins_longer_syllable(letters: &str) -> bool {
    SYLLABLES.range(letters..).find(|s| **s != letters).is_some_and(|s| s.starts_with(letters))
}

/// Splits lower-case letters into syllables, the last of which may be unfinished (`hengx` is `heng`, `x`);
/// `None` when they are no pinyin of at least one whole syllable. Longest syllables first, stepping back where that leads nowhere.
pub(super) fn syllables(letters: &str) -> Option<Vec<&str>> {
    fn split<'a>(rest: &'a str, taken: &mut Vec<&'a str>, steps: &mut u32) -> bool {
        if rest.is_empty() {
            return true;
        }
        *steps += 1;
        if *steps > 500 {
            return false;
        }
        for len in (1..=rest.len().min(6)).rev() {
            let head = &rest[..len];
            if is_syllable(head) {
                taken.push(head);
                if split(&rest[len..], taken, steps) {
                    return true;
                }
                taken.pop();
            }
        }
        if !taken.is_empty() && rest.len() < 6 && begins_longer_syllable(rest) {
            taken.push(rest);
            return true;
        }
        false
    }
    let mut taken = Vec::new();
    let ok = letters.bytes().all(|b| b.is_ascii_lowercase()) && split(letters, &mut taken, &mut 0);
    (ok && !taken.is_empty()).then_some(taken)
}

/// A key that sorts Chinese by pinyin when compared bytewise: syllables without tones. Engines' own collations differ;
/// this does not. Names that sound alike have the same key: whoever sorts by it sorts by the id behind it.
pub fn sort_key(text: &str) -> String {
    sounded(&clean(text), true)
}

/// How a text sounds, without separators: equal for names that differ by homophones only.
pub fn sound_key(text: &str) -> String {
    sounded(text, false)
}

fn sounded(text: &str, spaced: bool) -> String {
    let chars: Vec<char> = text.chars().map(simple).collect();
    let mut key = String::with_capacity(chars.len() * 5);
    for (c, sound) in chars.iter().zip(readings(&chars)) {
        match sound {
            Some(sound) => {
                if spaced && !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
                key.push_str(sound);
                if spaced {
                    key.push(' ');
                }
            }
            None => key.extend(c.to_lowercase()),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_sorts_by_sound() {
        let mut names = ["重庆路", "中联混凝土", "阿里", "恒信", "恒信住工", "衡欣", "Alpha", "绿之源"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["阿里", "Alpha", "重庆路", "恒信", "衡欣", "恒信住工", "绿之源", "中联混凝土"]);
        assert_eq!(sort_key("重庆IBM"), "chong qing ibm");
    }

    #[test]
    fn letters_split_into_syllables() {
        for (letters, expected) in [
            ("hengxin", Some(vec!["heng", "xin"])),
            ("hengx", Some(vec!["heng", "x"])),
            ("xian", Some(vec!["xian"])),
            ("fangan", Some(vec!["fang", "an"])),
            ("lvzhiyuan", Some(vec!["lv", "zhi", "yuan"])),
            ("hxzg", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(syllables(letters), expected, "{letters}");
        }
    }
}
