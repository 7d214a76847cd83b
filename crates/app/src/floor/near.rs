//! Candidates for "is this the same name?", by lookups in indexes and never by comparing with every row.

use yinfeng_domain::text::{near_keys, nearly_tokens, query_tokens, sounding_tokens};

use super::{
    Result,
    db::{Clause, Reader},
    search,
};

/// So many of those that have the words are looked at, the latest first.
const LOOKED_AT: i64 = 400;

/// The conditions under which rows of a table (alias `t`, columns `id` and `name_key`) may be like this key: each a
/// copy of `base` and one more. A character less or two swapped, or contained as its beginning; alike but for one
/// character, or containing all of it; the same sound. When `base` leaves nobody out (`all`), the latest finds do.
pub fn conditions(
    reader: &Reader,
    base: &Clause,
    all: bool,
    t: &str,
    search_kind: search::Kind,
    key: &str,
) -> Result<Vec<Clause>> {
    let (id, column) = (format!("{t}.id"), format!("{t}.name_key"));
    let chars = key.chars().count();
    let mut edited = base.clone();
    edited.among(&column, slips(key));
    let mut out = vec![edited];
    let mut found = |groups: &[Vec<String>]| -> Result<()> {
        if groups.iter().all(Vec::is_empty) {
            return Ok(());
        }
        let (sql, words) = search::matching_any(reader.engine(), search_kind, groups);
        let mut clause = base.clone();
        let latest =
            if all { search::latest(reader, search_kind, &words, LOOKED_AT)? } else { String::new() };
        let words = clause.bind(words);
        let sql = sql.replace("$1", &words);
        clause.also(&format!("{id} in ({sql} and floor_search.district = $1{latest})"));
        out.push(clause);
        Ok(())
    };
    found(&nearly_tokens(key))?;
    found(&[sounding_tokens(key)])?;
    if chars == 3 {
        found(&[query_tokens(key)])?;
    }
    Ok(out)
}

/// Keys that an index is asked for: this one, a character less, two swapped, its beginnings.
pub fn slips(key: &str) -> Vec<String> {
    let chars: Vec<char> = key.chars().collect();
    let swapped = (1..chars.len()).map(|at| {
        let mut other = chars.clone();
        other.swap(at - 1, at);
        other.into_iter().collect()
    });
    let beginnings = (3..chars.len()).map(|end| chars[..end].iter().collect());
    // A name of hundreds of characters has no slips that anybody could name.
    near_keys(key).into_iter().chain(swapped).chain(beginnings).take(120).collect()
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
