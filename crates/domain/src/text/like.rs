//! Names that are nearly the same.

use super::sound_key;

/// How two comparison keys are alike, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same key.
    Exact,
    /// Different characters that sound the same: what a pinyin keyboard gets wrong.
    SameSound,
    /// Two neighbouring characters swapped.
    Swap,
    /// One character more, less or different.
    OneEdit,
    /// One name contains the other.
    Containing,
}

/// Shorter keys have too many neighbours by chance.
const SHORTEST_EDITED: usize = 4;
const SHORTEST_CONTAINED: usize = 3;

/// How alike two keys of [`super::name_key`] are; `None` when they are not. 一期 and 二期, 1号 and 2号 are
/// different things, whatever their distance.
pub fn similar(a_key: &str, b_key: &str) -> Option<Likeness> {
    if a_key.is_empty() || b_key.is_empty() {
        return None;
    }
    if a_key == b_key {
        return Some(Likeness::Exact);
    }
    let (a, b): (Vec<char>, Vec<char>) = (a_key.chars().collect(), b_key.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if long.len() - short.len() <= 1
        && let Some(found) = edited(short, long)
    {
        return found;
    }
    if short.len() == long.len() && short.len() >= 2 && sound_key(a_key) == sound_key(b_key) {
        return (!differ_in_number(short, long)).then_some(Likeness::SameSound);
    }
    let (short_key, long_key) = if a.len() <= b.len() { (a_key, b_key) } else { (b_key, a_key) };
    (short.len() >= SHORTEST_CONTAINED && long_key.contains(short_key)).then_some(Likeness::Containing)
}

/// `Some(None)`: one edit apart, but not alike. `None`: further apart.
#[expect(clippy::option_option, reason = "not alike and not near are different answers")]
fn edited(short: &[char], long: &[char]) -> Option<Option<Likeness>> {
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail = short[head..].iter().rev().zip(long[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (left, right) = (&short[head..short.len() - tail], &long[head..long.len() - tail]);
    let likeness = match (left, right) {
        ([], [_]) => Likeness::OneEdit,
        ([x], [y]) => {
            if same_sound(*x, *y) {
                Likeness::SameSound
            } else {
                Likeness::OneEdit
            }
        }
        ([x1, x2], [y1, y2]) if x1 == y2 && x2 == y1 => Likeness::Swap,
        _ => return None,
    };
    if left.iter().chain(right).any(|&c| counts(c)) {
        return Some(None);
    }
    if likeness == Likeness::SameSound {
        return Some((long.len() >= 2).then_some(likeness));
    }
    if long.len() < SHORTEST_EDITED {
        // Too short for an edit; may still contain the other.
        return if left.is_empty() && short.len() >= SHORTEST_CONTAINED { None } else { Some(None) };
    }
    Some(Some(likeness))
}

fn same_sound(x: char, y: char) -> bool {
    let (x, y) = (sound_key(x.encode_utf8(&mut [0; 4])), sound_key(y.encode_utf8(&mut [0; 4])));
    x == y
}

/// Characters that number things.
const fn counts(c: char) -> bool {
    matches!(
        c,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '甲'
            | '乙'
            | '丙'
            | '丁'
            | '东'
            | '南'
            | '西'
            | '北'
    ) || c.is_ascii_digit()
}

fn differ_in_number(a: &[char], b: &[char]) -> bool {
    a.iter().zip(b).any(|(x, y)| x != y && (counts(*x) || counts(*y)))
}

/// Keys under which a key is filed so that any other key one edit or one swap away shares one of them
/// (symmetric deletion): the key and the key without each of its characters, and how it sounds. Looking up
/// candidates is then a lookup, not a comparison with every name. Longer keys than 40 characters are filed
/// under themselves and their sound only.
pub fn near_keys(key: &str) -> Vec<String> {
    let mut keys = vec![key.to_owned()];
    let count = key.chars().count();
    if (SHORTEST_EDITED - 1..=40).contains(&count) {
        for (at, c) in key.char_indices() {
            keys.push(format!("{}{}", &key[..at], &key[at + c.len_utf8()..]));
        }
    }
    let sound = sound_key(key);
    if sound != key {
        keys.push(sound);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_by_table() {
        use Likeness::{Containing, Exact, OneEdit, SameSound, Swap};
        for (a, b, expected) in [
            ("恒信住工", "恒信住工", Some(Exact)),
            ("恒信住工", "恒新住工", Some(SameSound)),
            ("恒信", "恒新", Some(SameSound)),
            ("恒信住宅工业化", "衡欣住宅工业化", Some(SameSound)),
            ("恒信住工", "恒信工住", Some(Swap)),
            ("恒信住工", "恒信往工", Some(OneEdit)),
            ("恒信住工业", "恒信住工", Some(OneEdit)),
            ("恒信住工", "信恒住工产业园", None),
            ("恒信住工", "恒信住工产业园", Some(Containing)),
            ("富盈国际城一期", "富盈国际城二期", None),
            ("3号厂房项", "4号厂房项", None),
            ("富盈", "富力", None),
            ("恒信", "恒信住工", None),
            ("", "", None),
        ] {
            assert_eq!(similar(a, b), expected, "{a} {b}");
            assert_eq!(similar(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn near_names_are_filed_together() {
        let filed = |a: &str, b: &str| near_keys(a).iter().any(|k| near_keys(b).contains(k));
        for b in ["恒信工住", "恒信往工", "恒信住", "恒信住工业", "衡欣住工", "恒信住工"]
        {
            assert!(filed("恒信住工", b), "{b}");
        }
        assert!(!filed("恒信住工", "富盈国际"));
    }
}
