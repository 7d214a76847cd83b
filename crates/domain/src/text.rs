//! Chinese text as ledgers and people write it: one width, one script, keys to compare, sort and search by.
//!
//! Nothing here decides that two names are the same firm: it finds candidates, a person decides.

mod common;
mod like;
mod mark;
mod name;
mod search;
mod sound;
mod width;

pub use like::{Likeness, near_keys, similar};
pub use mark::{code_range, marks, plain_words, sort_range};
pub use name::{is_chinese_place, name_key};
pub use search::{nearly_tokens, query_tokens, search_tokens, sounding_tokens};
pub use sound::{sort_key, sound_key};
pub use width::{clean, narrow, simplify, tidy};

/// Whether a character is a Han ideograph (with the extensions that names use).
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇' | '\u{20000}'..='\u{323AF}' | '\u{F900}'..='\u{FAFF}')
}
