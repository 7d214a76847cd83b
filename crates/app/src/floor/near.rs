//! Candidates for "is this the same name?", by lookups in indexes and never by comparing with every row.

use yinfeng_domain::text::{near_keys, query_tokens, sound_key};

use super::{
    db::{Clause, Reader},
    search,
};

/// The conditions under which rows of a table (alias `t`, columns `id` and `name_key`) may be like this key: each a
/// copy of `base` and one more. A character less or two swapped; one half alike (so that a slip is in the other);
/// the same sound; containing all of it, or contained as its beginning.
pub fn conditions(
    reader: &Reader,
    base: &Clause,
    t: &str,
    search_kind: search::Kind,
    key: &str,
) -> Vec<Clause> {
    let (id, column) = (format!("{t}.id"), format!("{t}.name_key"));
    let chars: Vec<char> = key.chars().collect();
    let swapped = (1..chars.len()).map(|at| {
        let mut other = chars.clone();
        other.swap(at - 1, at);
        other.into_iter().collect()
    });
    let beginnings = (3..chars.len()).map(|end| chars[..end].iter().collect());
    let keys: Vec<String> = near_keys(key).into_iter().chain(swapped).chain(beginnings).collect();
    let mut edited = base.clone();
    // A name of hundreds of characters has no slips that anybody could name.
    edited.among(&column, keys.into_iter().take(120));
    let mut out = vec![edited];
    let half = chars.len().div_ceil(2);
    let word = |chars: &[char]| chars.iter().collect::<String>();
    let sound: String = sound_key(key).chars().take(12).collect();
    for words in [word(&chars[..half]), word(&chars[chars.len() - half..]), sound] {
        if words.chars().count() > 1 {
            let mut clause = base.clone();
            found_by(reader, &mut clause, &id, search_kind, &words);
            out.push(clause);
        }
    }
    out
}

/// `and <id> in (…)`: found by all the words of a query; nothing is found by a query without words.
pub fn found_by(reader: &Reader, clause: &mut Clause, id: &str, search_kind: search::Kind, query: &str) {
    let condition = finds(reader, clause, id, search_kind, query);
    clause.also(&condition);
}

/// The condition alone, for an `or`.
pub fn finds(
    reader: &Reader,
    clause: &mut Clause,
    id: &str,
    search_kind: search::Kind,
    query: &str,
) -> String {
    let tokens = query_tokens(query);
    if tokens.is_empty() {
        return "1 = 0".into();
    }
    let (sql, words) = search::matching(reader.engine(), search_kind, &tokens);
    let words = clause.bind(words);
    // The words are the only parameter of that text.
    let sql = sql.replace("$1", &words);
    format!("{id} in ({sql} and floor_search.district = $1)")
}
