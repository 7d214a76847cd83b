//! Where in a title stands what somebody typed: for marking it, and for saying how well it fits.

use std::collections::HashSet;

use super::{
    clean, is_han,
    sound::{readings, syllables},
    width::simple,
};

/// A text character by character as it is compared: simplified, half-width, lower case. One for one, so that
/// positions stay.
fn plain(text: &str) -> Vec<char> {
    text.chars()
        .map(|c| {
            let narrow = match c {
                '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
                '\u{3000}' => ' ',
                c => c,
            };
            let simple = simple(narrow);
            simple.to_lowercase().next().unwrap_or(simple)
        })
        .collect()
}

/// The words of a query as they are compared with titles.
pub fn plain_words(query: &str) -> Vec<String> {
    query
        .split_whitespace()
        .map(|word| plain(&clean(word)).into_iter().collect::<String>())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Where the words of [`plain_words`] stand in a title, begin and end counted in characters, in order and apart:
/// as they are written, else by sound or initials (`zlsn`, `zhonglian`, `中联sn`). Empty when one of them does not
/// stand there.
pub fn marks(title: &str, words: &[String]) -> Vec<[usize; 2]> {
    let title = plain(title);
    let mut sounds = None;
    let mut found: Vec<[usize; 2]> = Vec::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let word: Vec<char> = word.chars().collect();
        let before = found.len();
        let written = title.windows(word.len()).enumerate().filter(|(_, w)| *w == word.as_slice());
        found.extend(written.map(|(from, _)| [from, from + word.len()]));
        if found.len() == before {
            let sounds = sounds.get_or_insert_with(|| readings(&title));
            let begins = |from: &usize| {
                word[0] == title[*from] || sounds[*from].is_some_and(|sound| sound.starts_with(word[0]))
            };
            let mut from = (0..title.len()).filter(begins);
            match from.find_map(|from| Some([from, sounded(&title, sounds, &word, from)?])) {
                Some(range) => found.push(range),
                None => return Vec::new(),
            }
        }
    }
    found.sort_unstable();
    // Overlapping finds become one.
    let mut merged: Vec<[usize; 2]> = Vec::new();
    for [from, to] in found {
        match merged.last_mut() {
            Some(last) if from <= last[1] => last[1] = last[1].max(to),
            _ => merged.push([from, to]),
        }
    }
    merged
}

/// Where a word ends that begins at a character of the title, each of whose characters it spells out, sounds,
/// or gives the initial of; the last one may be unfinished.
fn sounded(title: &[char], sounds: &[Option<&'static str>], word: &[char], from: usize) -> Option<usize> {
    let mut dead = HashSet::new();
    let mut open = vec![(0, from)];
    while let Some((typed, at)) = open.pop() {
        if typed == word.len() {
            return Some(at);
        }
        if at >= title.len() || !dead.insert((typed, at)) {
            continue;
        }
        let rest = &word[typed..];
        if rest[0] == title[at] {
            open.push((typed + 1, at + 1));
        } else if !title[at].is_alphanumeric() {
            // Brackets and blanks between what sounds are not typed.
            if typed > 0 {
                open.push((typed, at + 1));
            }
        } else if let Some(sound) = sounds[at] {
            let same = sound.chars().zip(rest).take_while(|(s, r)| s == *r).count();
            if same > 0 {
                open.push((typed + 1, at + 1));
            }
            // Tried first: what is sounded further.
            if same == sound.len() || same == rest.len() {
                open.push((typed + same, at + 1));
            }
        }
    }
    None
}

/// Between which values of [`super::sort_key`] the names lie that begin with this, or sound as if they did: from
/// the first, up to but without the second. None when nothing in it sounds.
pub fn sort_range(query: &str) -> Option<(String, String)> {
    let query: String = plain_words(query).concat();
    let sound = super::sort_key(&query);
    if sound.is_empty() {
        return None;
    }
    // Whole syllables end with a blank, Latin words run on.
    let latin = !query.contains(is_han) && syllables(&query).is_none();
    let sound = match syllables(&query) {
        Some(syllables) => syllables.join(" "),
        None => sound,
    };
    let end = if latin || ends_unfinished(&query) { '{' } else { '!' };
    Some((sound.clone(), format!("{sound}{end}")))
}

/// Between which codes (USCC) those lie that begin with this: from the first, up to but without the second. None for
/// what cannot be the beginning of a code: three to eighteen letters and digits, a digit among them.
pub fn code_range(query: &str) -> Option<(String, String)> {
    let code: String = plain_words(query).concat().to_ascii_uppercase();
    let is_code = (3..=18).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric())
        && code.bytes().any(|b| b.is_ascii_digit());
    is_code.then(|| (code.clone(), format!("{code}~")))
}

/// Whether the last letters may go on to a longer syllable.
fn ends_unfinished(query: &str) -> bool {
    query.ends_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::sort_key;

    #[test]
    fn what_was_typed_is_marked() {
        for (query, title, expected) in [
            ("中联", "潍坊中联水泥", vec![[2, 4]]),
            ("中聯", "潍坊中联水泥", vec![[2, 4]]),
            ("zlsn", "潍坊中联水泥", vec![[2, 6]]),
            ("zhonglian", "潍坊中联水泥", vec![[2, 4]]),
            ("zhonglianshu", "潍坊中联水泥", vec![[2, 5]]),
            ("中联sn", "潍坊中联水泥", vec![[2, 6]]),
            ("中联 水泥", "中联（潍坊）水泥", vec![[0, 2], [6, 8]]),
            ("ibmsj", "IBM数据中心", vec![[0, 5]]),
            ("ＩＢＭ", "ibm数据", vec![[0, 3]]),
            ("zlsn", "中联（潍坊）水泥", vec![]),
            ("恒信", "中联水泥", vec![]),
            ("😀", "中😀联", vec![[1, 2]]),
        ] {
            assert_eq!(marks(title, &plain_words(query)), expected, "{query} in {title}");
        }
    }

    #[test]
    fn a_beginning_lies_in_its_range() {
        let begins = |query: &str, name: &str| {
            let (from, to) = sort_range(query).unwrap();
            let key = sort_key(name);
            from <= key && key < to
        };
        for query in ["中", "中联", "zhong", "zhonglian", "zhonglianshu", "中联水泥"] {
            assert!(begins(query, "中联水泥"), "{query}");
        }
        assert!(begins("ib", "IBM数据中心"));
        assert!(!begins("中联", "众良水泥"));
        assert!(!begins("水泥", "中联水泥"));
        assert_eq!(sort_range("  "), None);
    }

    #[test]
    fn a_code_lies_in_the_range_of_its_beginning() {
        assert_eq!(code_range("9137 0700ma"), Some(("91370700MA".into(), "91370700MA~".into())));
        for not in ["91", "恒信", "zlsn", "91-37", "9137070000000000000000"] {
            assert_eq!(code_range(not), None, "{not}");
        }
    }

    proptest! {
        #[test]
        fn marks_lie_in_the_title(query in "\\PC{0,12}", title in "[中联水泥a-z（） 0-9😀]{0,20}") {
            for [from, to] in marks(&title, &plain_words(&query)) {
                prop_assert!(from < to && to <= title.chars().count());
            }
        }
    }
}
