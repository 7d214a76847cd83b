//! Tokens for finding names: made here, written with the row, so that finding is transactional and the same on
//! both engines.
//!
//! A token is letters and digits only; its first letter names its kind:
//! - Han characters stand for themselves: pairs (`恒信`) and, for queries of one character, single ones;
//! - `i`: initials of the sounds, one to three in a row (`ihx`); Latin letters are their own initials;
//! - `p`: sounds: the first two letters of a syllable, the syllable, the syllable with the first two letters of the next (`phengxi`);
//! - `d`: beginnings of digit runs (`d2013`), `u`: beginnings of long mixed codes such as a USCC.
//!
//! All tokens of a query must be present. What a person has typed so far always finds what they are typing.

use super::{
    clean,
    common::common_pairs,
    is_han,
    name::{is_long_form, is_place, without_long_form},
    sound::{begins_longer_syllable, readings, syllables},
    width::{narrow, simple},
};

/// Letters of a Latin word that are indexed and asked for.
const WORD_LETTERS: usize = 12;
/// Digits of a run that are indexed and asked for.
const RUN_DIGITS: usize = 18;
/// From this length a run of letters and digits is a code (USCC, slip number), not words.
const CODE_LENGTH: usize = 8;

/// A stretch of text of one kind.
enum Part {
    Han(Vec<char>),
    Letters(String),
    Digits(String),
    Code(String),
}

/// Tokens on their way to be sorted and told apart. Nearly all are shorter than 16 bytes: as numbers they sort
/// without touching the heap, which halves the time of an import.
#[derive(Default)]
struct Tokens {
    short: Vec<u128>,
    long: Vec<String>,
}

impl Tokens {
    fn push(&mut self, pieces: &[&str]) {
        let mut packed = [0; 16];
        let mut at = 0;
        for piece in pieces {
            let Some(slot) = packed.get_mut(at..at + piece.len()) else {
                self.long.push(pieces.concat());
                return;
            };
            slot.copy_from_slice(piece.as_bytes());
            at += piece.len();
        }
        self.short.push(u128::from_be_bytes(packed));
    }

    fn finish(mut self) -> Vec<String> {
        self.short.sort_unstable();
        self.short.dedup();
        let mut out: Vec<String> = self
            .short
            .into_iter()
            .map(|packed| {
                let bytes = packed.to_be_bytes();
                let len = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
                String::from_utf8_lossy(&bytes[..len]).into_owned()
            })
            .collect();
        self.long.sort_unstable();
        self.long.dedup();
        out.append(&mut self.long);
        out
    }
}

/// The tokens to index a text under, without duplicates.
pub fn search_tokens(text: &str) -> Vec<String> {
    let mut out = Tokens { short: Vec::with_capacity(text.len() * 3), long: Vec::new() };
    // Initials run on across Latin letters: IBM数据中心 answers to "ibmsj".
    let mut initials = String::new();
    for part in parts(&clean(text)) {
        match part {
            Part::Han(chars) => index_han(&chars, &mut initials, &mut out),
            Part::Letters(word) => {
                index_letters(&word, &mut out);
                initials.push_str(&word[..word.len().min(WORD_LETTERS)]);
            }
            Part::Digits(run) => index_digits(&run, &mut out),
            Part::Code(code) => {
                for end in CODE_LENGTH..=code.len().min(RUN_DIGITS) {
                    out.push(&["u", &code[..end]]);
                }
                for piece in pieces(&code) {
                    match piece {
                        Part::Digits(run) => index_digits(&run, &mut out),
                        Part::Letters(word) => index_letters(&word, &mut out),
                        Part::Han(_) | Part::Code(_) => {}
                    }
                }
            }
        }
    }
    for len in 1..=3 {
        // Initials are ASCII, so every byte is a character.
        for end in len..=initials.len() {
            out.push(&["i", &initials[end - len..end]]);
        }
    }
    out.finish()
}

/// The tokens that a text must have all of to be found by this query; empty when there is nothing to look for.
pub fn query_tokens(query: &str) -> Vec<String> {
    let mut out = Tokens::default();
    // Blanks separate what is looked for, even between Han characters.
    let parts = parts(&narrow(query));
    let alone = parts.len() == 1;
    for part in parts {
        match part {
            // Of 恒信（潍坊）有限公司 the last part tells nothing.
            Part::Han(chars) if !alone && is_long_form(&chars) => {}
            Part::Han(chars) if chars.len() == 1 => push_han(&chars, &mut out),
            Part::Han(chars) => asked_pairs(&chars).into_iter().for_each(|pair| push_han(pair, &mut out)),
            Part::Letters(word) => ask_letters(&word[..word.len().min(WORD_LETTERS)], &mut out),
            Part::Digits(run) => out.push(&["d", &run[..run.len().min(RUN_DIGITS)]]),
            Part::Code(code) => out.push(&["u", &code[..code.len().min(RUN_DIGITS)]]),
        }
    }
    out.finish()
}

/// The pairs of characters that a name must have. A whole name, to its legal form, is known without that form and
/// without what thousands of firms have, as long as enough is left.
fn asked_pairs(chars: &[char]) -> Vec<&[char]> {
    let named = without_long_form(chars);
    let pairs: Vec<&[char]> = named.windows(2).collect();
    let is_rare = |(pair, is_common): &(&&[char], bool)| !is_common && !is_place(pair);
    let rare: Vec<&[char]> =
        pairs.iter().zip(common_pairs(named)).filter(is_rare).map(|(pair, _)| *pair).collect();
    if named.len() < chars.len() && rare.len() > TELLING { rare } else { pairs }
}

/// What a name has of which this key of [`super::name_key`] is a slip: for each character, the words of what stands
/// before and behind it. A name that has one character else, more or less there, or the whole key in it, has all words
/// of one of these groups. Of words that thousands of names have only as many as are needed to tell it apart. Empty for
/// keys in which a slip leaves too little.
pub fn nearly_tokens(key: &str) -> Vec<Vec<String>> {
    let chars: Vec<char> = key.chars().map(simple).collect();
    if !(4..=40).contains(&chars.len()) {
        return Vec::new();
    }
    let mut groups: Vec<Vec<String>> = (0..chars.len())
        .map(|at| telling(&[&chars[..at], &chars[at + 1..]]))
        .filter(|group| !group.is_empty())
        .collect();
    groups.sort_unstable();
    groups.dedup();
    // What has all words of a larger group has those of a smaller one.
    let all = groups.clone();
    groups.retain(|group| !all.iter().any(|other| other != group && other.iter().all(|t| group.contains(t))));
    groups
}

/// So many words tell a name apart well enough.
const TELLING: usize = 2;

/// The words of these parts of a name by which it is found: the rare ones; where those are few, lone characters too, and
/// of the common ones as many as are wanting.
fn telling(parts: &[&[char]]) -> Vec<String> {
    let (mut out, mut common) = (Vec::new(), Vec::new());
    for part in parts {
        for (pair, is_common) in part.windows(2).zip(common_pairs(part)) {
            if pair.iter().copied().all(is_han) {
                (if is_common { &mut common } else { &mut out }).push(pair.iter().collect::<String>());
            }
        }
    }
    let wanting = TELLING.saturating_sub(out.len());
    if wanting > 0 {
        let lone = parts.iter().filter(|part| part.len() == 1 && is_han(part[0]));
        out.extend(common.into_iter().take(wanting));
        if out.len() == TELLING {
            out.extend(lone.map(|part| part[0].to_string()));
        }
    }
    if out.len() < TELLING {
        // Latin letters, digits and lone characters.
        out = parts.iter().flat_map(|part| query_tokens(&part.iter().collect::<String>())).collect();
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The words of how a key sounds, whichever characters it is written with; empty unless all of it sounds. The sounds of
/// common words are left out where others tell enough.
pub fn sounding_tokens(key: &str) -> Vec<String> {
    let chars: Vec<char> = key.chars().map(simple).take(40).collect();
    let sounds = readings(&chars);
    let (mut rare, mut common) = (Tokens::default(), Tokens::default());
    let mut told = 0;
    for (sound, is_common) in sounds.windows(2).zip(common_pairs(&chars)) {
        let [Some(first), Some(second)] = sound else { return Vec::new() };
        told += usize::from(!is_common);
        (if is_common { &mut common } else { &mut rare }).push(&["p", first, first_two(second)]);
    }
    let mut out = rare.finish();
    if told < TELLING {
        out.append(&mut common.finish());
    }
    out
}

fn push_han(chars: &[char], out: &mut Tokens) {
    match chars {
        [one] => out.push(&[one.encode_utf8(&mut [0; 4])]),
        [one, two] => out.push(&[one.encode_utf8(&mut [0; 4]), two.encode_utf8(&mut [0; 4])]),
        _ => {}
    }
}

fn index_han(chars: &[char], initials: &mut String, out: &mut Tokens) {
    chars.chunks(1).chain(chars.windows(2)).for_each(|token| push_han(token, out));
    let sounds = readings(chars);
    initials.extend(sounds.iter().flatten().filter_map(|s| s.chars().next()));
    for (at, sound) in sounds.iter().enumerate() {
        let Some(sound) = sound else { continue };
        out.push(&["p", first_two(sound)]);
        out.push(&["p", sound]);
        if let Some(Some(next)) = sounds.get(at + 1) {
            out.push(&["p", sound, first_two(next)]);
        }
    }
}

/// Whatever a query for any beginning of the word asks for.
fn index_letters(word: &str, out: &mut Tokens) {
    for end in 1..=word.len().min(WORD_LETTERS) {
        ask_letters(&word[..end], out);
    }
}

fn index_digits(run: &str, out: &mut Tokens) {
    for end in 1..=run.len().min(RUN_DIGITS) {
        out.push(&["d", &run[..end]]);
    }
}

/// Letters that make syllables are a sound, others are initials.
fn ask_letters(letters: &str, out: &mut Tokens) {
    let Some(sounds) = syllables(letters) else {
        let longest = letters.len().min(3);
        for end in longest..=letters.len() {
            out.push(&["i", &letters[end - longest..end]]);
        }
        return;
    };
    for pair in sounds.windows(2) {
        match first_two(pair[1]) {
            // A lone consonant may begin any syllable.
            next if next.len() == 1 && begins_longer_syllable(next) => {
                out.push(&["p", pair[0]]);
                out.push(&["i", &pair[0][..1], next]);
            }
            next => out.push(&["p", pair[0], next]),
        }
    }
    if let [only] = sounds[..] {
        let whole = if begins_longer_syllable(only) { first_two(only) } else { only };
        out.push(&[if whole.len() == 1 { "i" } else { "p" }, whole]);
    }
}

fn first_two(syllable: &str) -> &str {
    &syllable[..syllable.len().min(2)]
}

fn parts(text: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut han = Vec::new();
    let mut latin = String::new();
    for c in text.chars().map(simple) {
        let is_latin = c.is_ascii_alphanumeric();
        if !latin.is_empty() && !is_latin {
            out.extend(latin_parts(&std::mem::take(&mut latin)));
        }
        if is_han(c) {
            han.push(c);
            continue;
        }
        if !han.is_empty() {
            out.push(Part::Han(std::mem::take(&mut han)));
        }
        if is_latin {
            latin.push(c.to_ascii_lowercase());
        }
    }
    if !han.is_empty() {
        out.push(Part::Han(han));
    }
    out.extend(latin_parts(&latin));
    out
}

fn latin_parts(run: &str) -> Vec<Part> {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    if run.len() >= CODE_LENGTH && digits > 0 && digits < run.len() {
        return vec![Part::Code(run.to_owned())];
    }
    pieces(run)
}

fn pieces(run: &str) -> Vec<Part> {
    run.as_bytes()
        .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit())
        .map(|chunk| {
            let piece = String::from_utf8_lossy(chunk).into_owned();
            if chunk[0].is_ascii_digit() { Part::Digits(piece) } else { Part::Letters(piece) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finds(query: &str, text: &str) -> bool {
        let (asked, has) = (query_tokens(query), search_tokens(text));
        !asked.is_empty() && asked.iter().all(|token| has.contains(token))
    }

    #[test]
    fn of_a_whole_name_only_what_tells_it_apart_is_asked_for() {
        for (query, expected) in [
            ("潍坊恒晟瑞新材料有限公司", vec!["坊恒", "恒晟", "晟瑞", "瑞新"]),
            // Too little would be left.
            ("恒晟科技有限公司", vec!["恒晟", "晟科", "科技"]),
            ("恒信（潍坊）有限公司", vec!["恒信", "潍坊"]),
            // Typed to narrow down, not as the end of a name.
            ("恒晟瑞 集团", vec!["恒晟", "晟瑞", "集团"]),
            ("有限公司", vec!["有限", "限公", "公司"]),
        ] {
            let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            expected.sort_unstable();
            assert_eq!(query_tokens(query), expected, "{query}");
        }
    }

    #[test]
    fn what_people_type_finds_what_they_mean() {
        for (query, text) in [
            ("恒信", "潍坊恒信住宅工业化"),
            ("住", "恒信住宅工业化"),
            ("恒信 工业化", "恒信住宅工业化"),
            ("恆信", "恒信住宅工业化"),
            ("hxzz", "恒信住宅工业化"),
            ("hx", "恒信住宅工业化"),
            ("h", "恒信住宅工业化"),
            ("hengxin", "恒信住宅工业化"),
            ("hengx", "恒信住宅工业化"),
            ("hengxi", "恒信住宅工业化"),
            ("heng", "恒信住宅工业化"),
            ("hen", "恒信住宅工业化"),
            ("chongqing", "重庆路银行大厦"),
            ("lvzhiyuan", "绿之源生态农业"),
            ("ibm", "IBM数据中心"),
            ("ib", "IBM数据中心"),
            ("ibmsj", "IBM数据中心"),
            ("haier", "Haier工业园"),
            ("hai", "Haier工业园"),
            ("379901-2013-0001", "379901-2013-0001"),
            ("0001", "379901-2013-0001"),
            ("2013", "379901-2013-0001"),
            ("9133", "91330100799655058B"),
            ("91330100799655058b", "91330100799655058B"),
            ("91350100M000", "91350100M000100Y43"),
            ("５Ｇ", "5G产业园"),
        ] {
            assert!(finds(query, text), "{query} in {text}: {:?}", query_tokens(query));
        }
    }

    #[test]
    fn a_slip_leaves_words_that_find_the_name() {
        let near = |key: &str, name: &str| {
            let has = search_tokens(name);
            nearly_tokens(key).iter().any(|group| group.iter().all(|token| has.contains(token)))
        };
        for key in ["恒信往工", "永信住工", "恒信住", "恒信住宅工", "恒信住工"] {
            assert_eq!(near(key, "潍坊恒信住工有限公司"), key.chars().count() > 3, "{key}");
        }
        assert!(!near("恒信机械", "潍坊恒信住工有限公司"));
        // What every firm of a trade has finds none of them by itself.
        for (key, trade) in [("成德新材料", "新材料"), ("诚中电子科技", "电子科技")] {
            let groups = nearly_tokens(key);
            assert!(groups.iter().all(|group| !group.iter().all(|word| trade.contains(word))), "{groups:?}");
        }
        let has = search_tokens("潍坊恒信住工有限公司");
        assert!(sounding_tokens("横新住公").iter().all(|token| has.contains(token)));
        assert!(sounding_tokens("恒A").is_empty());
    }

    #[test]
    fn and_nothing_else() {
        for (query, text) in [
            ("恒工", "恒信住宅工业化"),
            ("hengbao", "恒信住宅工业化"),
            ("hxgy", "恒信住宅工业化"),
            ("ibn", "IBM数据中心"),
            ("0002", "379901-2013-0001"),
            ("。，", "恒信"),
        ] {
            assert!(!finds(query, text), "{query} in {text}");
        }
    }

    proptest! {
        #[test]
        fn any_beginning_of_a_name_finds_it(text in "[恒信住宅重庆银行绿源a-z0-9]{1,16}", cut in 1usize..16) {
            let beginning: String = text.chars().take(cut).collect();
            // A run cut inside a code may be asked for in pieces, which are indexed too.
            prop_assert!(finds(&beginning, &text), "{beginning} in {text}");
        }

        #[test]
        fn tokens_are_plain(text in "\\PC{0,40}") {
            for token in search_tokens(&text).into_iter().chain(query_tokens(&text)) {
                prop_assert!(!token.is_empty() && token.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || is_han(c)), "{token}");
            }
        }
    }
}
