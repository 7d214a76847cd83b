//! The floor of a create: the very rows that the server wrote, taken out and written again by SQLite alone.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use yinfeng_domain::text::search_tokens;

use crate::bare::thread_cpu_nanos;

/// As many creates share a commit as there are clients.
const GROUP: usize = 64;
const MOST: usize = 20_000;

/// The search index, in which each kind of record has its own range of numbers.
const SEARCH: &str = "floor_search";

/// The last row of each table that a create writes, parents first, and the kind as which the search index knows it.
pub struct Before {
    tables: Vec<(&'static str, Value)>,
    kind: &'static str,
}

impl Before {
    pub fn of(file: &Path, tables: &[&'static str], kind: &'static str) -> Result<Self> {
        let connection = Connection::open(file)?;
        let last = |table: &&'static str| -> Result<(&'static str, Value)> {
            let (only, number) = (only(table, kind), number(table));
            let sql = format!("select coalesce(max({number}), 0) from {table} where true{only}");
            Ok((*table, connection.query_row(&sql, [], |row| row.get(0))?))
        };
        let mut all = vec!["floor_audit", "floor_idempotency", SEARCH];
        all.splice(0..0, tables.iter().copied());
        Ok(Self { tables: all.iter().map(last).collect::<Result<_>>()?, kind })
    }
}

/// What ascends with each row: ids do, and number the tables that have no other number.
fn number(table: &str) -> &'static str {
    match table {
        "project_amount" | "project_stage_log" | "project_unit" => "project_id",
        _ => "rowid",
    }
}

fn only(table: &str, kind: &str) -> String {
    if table == SEARCH { format!(" and kind = '{kind}'") } else { String::new() }
}

struct Table {
    insert: String,
    rows: Vec<Vec<Value>>,
}

pub struct Floor {
    pub per_second: f64,
    pub cpu_micros: f64,
}

/// Takes out what was written since, and writes it again with the words of `names` (a query for the text by which each
/// record is found, in the order in which they were made).
pub fn again(file: &Path, before: &Before, names: &str) -> Result<Floor> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    for (name, value) in [("synchronous", "full"), ("foreign_keys", "off"), ("cache_size", "-96000")] {
        connection.pragma_update(None, name, value)?;
    }
    let letter = if before.kind == "project" { "b" } else { "c" };
    let words: Vec<String> = connection
        .prepare(names)?
        .query_map([&before.tables[0].1], |row| row.get::<_, String>(0))?
        // Each behind the letter of its kind, as the program writes them.
        .map(|name| Ok(search_tokens(&name?).iter().flat_map(|token| [letter, token, " "]).collect()))
        .collect::<Result<_>>()?;
    anyhow::ensure!(!words.is_empty(), "nothing was created");
    let records = words.len().min(MOST);
    let tables: Vec<Table> = before
        .tables
        .iter()
        .map(|(table, last)| taken(&connection, table, last, before.kind))
        .collect::<Result<_>>()?;
    let search = before.tables.iter().find(|(table, _)| *table == SEARCH).context("no search index")?;
    let Value::Integer(search) = search.1 else { anyhow::bail!("the search index has no numbers") };
    connection.execute_batch("pragma wal_checkpoint(truncate); pragma foreign_keys = on")?;
    let (start, cpu) = (Instant::now(), thread_cpu_nanos()?);
    for from in (0..records).step_by(GROUP) {
        let to = (from + GROUP).min(records);
        let write = connection.transaction()?;
        for table in &tables {
            // Some tables have several rows of a record.
            let part = |n: usize| table.rows.len() * n / words.len();
            let mut insert = write.prepare_cached(&table.insert)?;
            for row in &table.rows[part(from)..part(to)] {
                insert.execute(params_from_iter(row))?;
            }
        }
        let mut insert =
            write.prepare_cached("insert into floor_search_text (rowid, body) values (?1, ?2)")?;
        for (at, body) in words[from..to].iter().enumerate() {
            insert.execute((search + (from + at) as i64 + 1, body))?;
        }
        drop(insert);
        write.commit()?;
    }
    let cpu = (thread_cpu_nanos()? - cpu) as f64 / 1e3 / records as f64;
    Ok(Floor { per_second: records as f64 / start.elapsed().as_secs_f64(), cpu_micros: cpu })
}

/// Takes the rows after `last` out of a table.
fn taken(connection: &Connection, table: &str, last: &Value, kind: &str) -> Result<Table> {
    let (only, number) = (only(table, kind), number(table));
    let mut all =
        connection.prepare(&format!("select * from {table} where {number} > ?1{only} order by {number}"))?;
    let names: Vec<String> = all.column_names().map(str::to_owned).collect();
    let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
    let insert = format!("insert into {table} ({}) values ({})", names.join(", "), marks.join(", "));
    let rows: Vec<Vec<Value>> = all
        .query_map([last], |row| (0..names.len()).map(|at| row.get(at)).collect())?
        .collect::<Result<_, _>>()?;
    if table == SEARCH {
        let words = format!("select doc from {SEARCH} where doc > ?1{only}");
        connection.execute(&format!("delete from floor_search_text where rowid in ({words})"), [last])?;
    }
    connection.execute(&format!("delete from {table} where {number} > ?1{only}"), [last])?;
    Ok(Table { insert, rows })
}
