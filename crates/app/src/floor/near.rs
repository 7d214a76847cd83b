//! Candidates for "is this the same name?", by lookups in indexes and never by comparing with every row.

use yinfeng_domain::text::{near_keys, query_tokens};

use super::{
    db::{Clause, Reader},
    search,
};

/// The conditions under which rows of a table (alias `t`, columns `id` and `name_key`) may be like this key: each a
/// copy of `base` and one more. One edit or swap away; beginning alike; containing all of it.
pub fn conditions(reader: &Reader, base: &Clause, t: &str, search_kind: &str, key: &str) -> Vec<Clause> {
    let column = format!("{t}.name_key");
    let mut edited = base.clone();
    edited.among(&column, near_keys(key));
    let mut beginning = base.clone();
    let start: String = key.chars().take(2).collect();
    beginning.and(&format!("{column} >= $?"), start.as_str());
    beginning.and(&format!("{column} < $?"), format!("{start}\u{10FFFF}"));
    let mut containing = base.clone();
    found_by(reader, &mut containing, &format!("{t}.id"), search_kind, key);
    vec![edited, beginning, containing]
}

/// `and <id> in (…)`: found by all the words of a query; nothing is found by a query without words.
pub fn found_by(reader: &Reader, clause: &mut Clause, id: &str, search_kind: &str, query: &str) {
    let condition = finds(reader, clause, id, search_kind, query);
    clause.also(&condition);
}

/// The condition alone, for an `or`.
pub fn finds(reader: &Reader, clause: &mut Clause, id: &str, search_kind: &str, query: &str) -> String {
    let tokens = query_tokens(query);
    if tokens.is_empty() {
        return "1 = 0".into();
    }
    let (sql, words) = search::matching(reader.engine(), &tokens);
    let (words, kind) = (clause.bind(words), clause.bind(search_kind));
    // The words are the only parameter of that text.
    let sql = sql.replace("$1", &words);
    format!("{id} in ({sql} and floor_search.district = $1 and floor_search.kind = {kind})")
}
