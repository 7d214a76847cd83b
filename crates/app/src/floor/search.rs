//! The search index: tokens made in Rust, written with the row they find.

use uuid::Uuid;

use super::{
    Result,
    db::{Engine, Reader, Tx},
};
use crate::params;

/// How many records are indexed in one transaction when the index is made anew.
pub const PORTION: i64 = 5_000;

/// Replaces what finds this record. Tokens are letters and digits of any script, no spaces.
pub fn index(tx: &Tx<'_>, district: &str, kind: &str, id: Uuid, tokens: &[String]) -> Result<()> {
    remove(tx, district, kind, id)?;
    add(tx, district, kind, id, tokens)
}

/// [`index`] of a record that is new.
pub fn add(tx: &Tx<'_>, district: &str, kind: &str, id: Uuid, tokens: &[String]) -> Result<()> {
    let body = tokens.join(" ");
    match tx.engine() {
        Engine::Sqlite => {
            let doc = tx.value::<i64>(
                "insert into floor_search (district, kind, id) values ($1, $2, $3) returning doc",
                params![district, kind, id],
            )?;
            tx.execute("insert into floor_search_text (rowid, body) values ($1, $2)", params![doc, body])?;
        }
        Engine::Postgres => {
            tx.execute(
                "insert into floor_search (district, kind, id, body)
                 values ($1, $2, $3, array_to_tsvector(string_to_array($4::text, ' ')))",
                params![district, kind, id, distinct(tokens)],
            )?;
        }
    }
    Ok(())
}

fn distinct(tokens: &[String]) -> String {
    let mut unique: Vec<&str> = tokens.iter().map(String::as_str).filter(|t| !t.is_empty()).collect();
    unique.sort_unstable();
    unique.dedup();
    unique.join(" ")
}

pub fn remove(tx: &Tx<'_>, district: &str, kind: &str, id: Uuid) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        tx.execute(
            "delete from floor_search where district = $1 and kind = $2 and id = $3",
            params![district, kind, id],
        )?;
        return Ok(());
    }
    let doc = tx.value::<i64>(
        "delete from floor_search where district = $1 and kind = $2 and id = $3 returning doc",
        params![district, kind, id],
    )?;
    if let Some(doc) = doc {
        tx.execute("delete from floor_search_text where rowid = $1", params![doc])?;
    }
    Ok(())
}

/// Ids of at most `limit` records of a kind that have all these tokens.
pub fn find(reader: &Reader, district: &str, kind: &str, tokens: &[String], limit: i64) -> Result<Vec<Uuid>> {
    if tokens.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, query) = matching(reader.engine(), tokens);
    reader.query(
        &format!("{sql} and district = $2 and kind = $3 limit $4"),
        params![query, district, kind, limit],
        |row| Ok(row.get(0)?),
    )
}

/// A sub-query for lists (`id in (…)`): the text, in which `$q` stands for the query, and the query itself. The
/// caller adds district and kind.
pub fn matching(engine: Engine, tokens: &[String]) -> (String, String) {
    let clean = tokens.iter().map(|t| t.replace(['"', '\''], "")).filter(|t| !t.is_empty());
    match engine {
        Engine::Sqlite => (
            // The table's name, not the column's: `detail='none'` keeps no columns. `cross join` keeps the order: SQLite
            // would otherwise walk all records of the district and look each up in the words.
            "select id from floor_search_text cross join floor_search
             where floor_search_text match $1 and doc = floor_search_text.rowid"
                .into(),
            clean.map(|t| format!("\"{t}\"")).collect::<Vec<_>>().join(" AND "),
        ),
        Engine::Postgres => (
            "select id from floor_search where body @@ $1::text::tsquery".into(),
            clean.map(|t| format!("'{t}'")).collect::<Vec<_>>().join(" & "),
        ),
    }
}
