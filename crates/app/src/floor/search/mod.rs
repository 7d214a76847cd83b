//! The search index: tokens made in Rust, written in the transaction of the row they find, at its end.

mod words;

use std::collections::BTreeMap;

use uuid::Uuid;
use yinfeng_domain::text;

use super::{
    Result,
    db::{Engine, Gathered, Reader, Tx},
};
use crate::params;

/// The table whose indexes find.
pub const TABLE: &str = "floor_search";

/// How many records are indexed in one transaction when the index is made anew.
pub const PORTION: i64 = 5_000;

/// A kind of record that is found. On SQLite each has its own range of numbers and its own letter before every word, so
/// that looking for projects does not walk over the organisations that have the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub name: &'static str,
    no: i64,
}

/// So many records a kind may have.
const RANGE: i64 = 1 << 32;
/// The range of kind 0. Below it lie the numbers of older layouts.
const FIRST_RANGE: i64 = 1 << 10;

impl Kind {
    /// Every kind has a name and a number of its own, from 1; neither ever changes.
    pub const fn new(name: &'static str, no: i64) -> Self {
        assert!(no > 0 && no < 26, "each kind has a letter");
        Self { name, no }
    }

    /// The first and last number of its records.
    const fn range(self) -> (i64, i64) {
        let first = (FIRST_RANGE + self.no) * RANGE;
        (first, first + RANGE - 1)
    }

    /// What its words begin with.
    const fn letter(self) -> char {
        (b'a' + self.no as u8) as char
    }
}

/// Whether there are records without their words, or with words of before they began with the letter of their kind: they
/// have to be written anew.
pub fn is_outdated(reader: &Reader) -> Result<bool> {
    let old = match reader.engine() {
        Engine::Sqlite => reader.value::<i64>(
            "select 1 where exists (select 1 from floor_search where doc < $1)
               or (exists (select 1 from floor_search) and not exists (select 1 from floor_search_text_docsize))",
            params![FIRST_RANGE * RANGE],
        )?,
        Engine::Postgres => None,
    };
    Ok(old.is_some())
}

/// Forgets all words of the district; on SQLite, where taking out words one by one leaves a trace of each, those of
/// all districts. The caller writes them anew.
pub fn clear(tx: &Tx<'_>, district: &str) -> Result<()> {
    match tx.engine() {
        Engine::Sqlite => {
            tx.execute("delete from floor_search", params![])?;
            tx.execute("insert into floor_search_text (floor_search_text) values ('delete-all')", params![])?;
        }
        Engine::Postgres => {
            tx.execute("delete from floor_search where district = $1", params![district])?;
        }
    }
    Ok(())
}

/// Replaces what finds this record by the tokens of these texts.
pub fn index(tx: &Tx<'_>, district: &str, kind: Kind, id: Uuid, texts: &[&str]) -> Result<()> {
    remove(tx, district, kind, id)?;
    add(tx, district, kind, id, texts)
}

/// [`index`] of a record that is new.
pub fn add(tx: &Tx<'_>, district: &str, kind: Kind, id: Uuid, texts: &[&str]) -> Result<()> {
    match tx.engine() {
        Engine::Sqlite => {
            let doc = next_doc(tx, kind)?;
            tx.put(
                "insert into floor_search (doc, district, kind, id) values ($1, $2, $3, $4)",
                params![doc, district, kind.name, id],
            )?;
            let body = words::of(kind.letter(), texts);
            // FTS5 writes out what it has gathered at every savepoint, and whenever a number is not above the last.
            tx.before_commit(doc, move |tx| {
                tx.put(
                    "insert into floor_search_text (rowid, body) values ($1, $2)",
                    params![doc, body.take()?],
                )?;
                Ok(())
            })?;
        }
        Engine::Postgres => {
            tx.execute(
                "insert into floor_search (district, kind, id, body)
                 values ($1, $2, $3, array_to_tsvector(string_to_array($4::text, ' ')))",
                params![district, kind.name, id, distinct(&tokens(texts))],
            )?;
        }
    }
    Ok(())
}

/// Letters and digits of any script, no spaces.
fn tokens<T: AsRef<str>>(texts: &[T]) -> Vec<String> {
    texts.iter().flat_map(|text| text::search_tokens(text.as_ref())).collect()
}

/// The last number of each kind that was given: looked up once, nothing of it is to be written.
#[derive(Default)]
struct Docs(BTreeMap<i64, i64>);

impl Gathered for Docs {
    const SHARED: bool = true;

    fn write(self, _: &Tx<'_>) -> Result<()> {
        Ok(())
    }
}

fn next_doc(tx: &Tx<'_>, kind: Kind) -> Result<i64> {
    let given = tx.gather(|docs: &mut Docs| {
        docs.0.get_mut(&kind.no).map(|doc| {
            *doc += 1;
            *doc
        })
    });
    if let Some(doc) = given {
        return Ok(doc);
    }
    let (first, last) = kind.range();
    // By order, not `max`, which would walk over all numbers of the kind; and not `returning`, for which SQLite
    // makes ready to take back the statement alone: in a long transaction that costs more each time.
    let latest = tx.value::<i64>(
        "select doc from floor_search where doc between $1 and $2 order by doc desc limit 1",
        params![first, last],
    )?;
    let doc = latest.unwrap_or(first) + 1;
    tx.gather(|docs: &mut Docs| docs.0.insert(kind.no, doc));
    Ok(doc)
}

fn distinct(tokens: &[String]) -> String {
    let mut unique: Vec<&str> = tokens.iter().map(String::as_str).filter(|t| !t.is_empty()).collect();
    unique.sort_unstable();
    unique.dedup();
    unique.join(" ")
}

pub fn remove(tx: &Tx<'_>, district: &str, kind: Kind, id: Uuid) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        // The kind as text and not as a parameter: each has an index of its own.
        tx.execute(
            &format!("delete from floor_search where district = $1 and kind = '{}' and id = $2", kind.name),
            params![district, id],
        )?;
        return Ok(());
    }
    let doc = tx.value::<i64>(
        "delete from floor_search where district = $1 and kind = $2 and id = $3 returning doc",
        params![district, kind.name, id],
    )?;
    if let Some(doc) = doc {
        tx.before_commit(doc, move |tx| {
            tx.execute("delete from floor_search_text where rowid = $1", params![doc])?;
            Ok(())
        })?;
    }
    Ok(())
}

/// A sub-query for lists (`id in (…)`): the text, in which `$1` stands for the query, and the query itself. The caller
/// adds the district.
pub fn matching(engine: Engine, kind: Kind, tokens: &[String]) -> (String, String) {
    matching_any(engine, kind, &[tokens])
}

/// [`matching`] of records that have all words of at least one of these groups.
pub fn matching_any<G: AsRef<[String]>>(engine: Engine, kind: Kind, groups: &[G]) -> (String, String) {
    let (quote, and, or) = match engine {
        Engine::Sqlite => ('"', " AND ", " OR "),
        Engine::Postgres => ('\'', " & ", " | "),
    };
    let letter = match engine {
        Engine::Sqlite => kind.letter().to_string(),
        Engine::Postgres => String::new(),
    };
    let group = |tokens: &[String]| {
        let clean = tokens.iter().map(|t| t.replace(['"', '\'', '\\'], "")).filter(|t| !t.is_empty());
        clean.map(|t| format!("{quote}{letter}{t}{quote}")).collect::<Vec<_>>().join(and)
    };
    let words: Vec<String> = groups.iter().map(|g| group(g.as_ref())).filter(|g| !g.is_empty()).collect();
    let words = words.iter().map(|g| format!("({g})")).collect::<Vec<_>>().join(or);
    match engine {
        Engine::Sqlite => (
            // The table's name, not the column's: `detail='none'` keeps no columns. `cross join` keeps the order:
            // SQLite would otherwise walk all records of the district and look each up in the words.
            "select id from floor_search_text cross join floor_search
             where floor_search_text match $1 and doc = floor_search_text.rowid"
                .into(),
            words,
        ),
        Engine::Postgres => (
            format!("select id from floor_search where kind = '{}' and body @@ $1::text::tsquery", kind.name),
            words,
        ),
    }
}

/// From so many records on that have a word, PostgreSQL is sooner done walking back from the latest than gathering all
/// of them: gathering costs as long a record as walking does, and of a million a walk for 200 then passes 14,000.
const COMMON: i64 = 14_000;

/// Behind [`matching`] (its second half is `words`) and the district: so many of those that have the words, the latest
/// first where that costs nothing.
pub fn latest(reader: &Reader, kind: Kind, words: &str, limit: i64) -> Result<String> {
    let order = match reader.engine() {
        Engine::Sqlite => "order by floor_search_text.rowid desc",
        // Of several words the planner knows only how common each is by itself; a walk for those that never stand
        // together would not end.
        Engine::Postgres if !words.contains(" & ") && is_common(reader, kind, words)? => "order by id desc",
        Engine::Postgres => "",
    };
    Ok(format!(" {order} limit {limit}"))
}

/// Whether [`COMMON`] records have this, by what PostgreSQL knows of how often each word stands in the table.
fn is_common(reader: &Reader, kind: Kind, words: &str) -> Result<bool> {
    let (sql, _) = matching(Engine::Postgres, kind, &[]);
    // `Bitmap Heap Scan on floor_search  (cost=273.03..61727.02 rows=27510 width=16)`
    let plan = reader.value::<String>(&format!("explain {sql}"), params![words])?.unwrap_or_default();
    let rows = plan.split_once(" rows=").and_then(|(_, rest)| rest.split(' ').next()?.parse::<i64>().ok());
    Ok(rows.is_some_and(|rows| rows >= COMMON))
}
