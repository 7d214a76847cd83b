//! Migrations: one tree of portable SQL, run in order, each remembered with its checksum.

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::{Engine, Reader, Tx, dialect};
use crate::{
    floor::{Error, Result},
    params,
};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../migrations");

/// Brings the tables up to date: all or nothing. Two servers that start together migrate one after the other.
pub fn run(connection: &mut Reader) -> Result<()> {
    let lite = connection.engine() == Engine::Sqlite;
    // A table that others point at could not be made anew otherwise, and inside a transaction this has no effect.
    if lite {
        connection.batch("pragma foreign_keys = off")?;
    }
    let outcome = all_or_nothing(connection);
    if lite {
        connection.batch("pragma foreign_keys = on")?;
    }
    outcome
}

fn all_or_nothing(connection: &Reader) -> Result<()> {
    connection.batch(
        "create table if not exists floor_migration (
           name text not null primary key, checksum text not null, applied_at bigint not null)",
    )?;
    connection.batch(match connection.engine() {
        Engine::Sqlite => "begin immediate",
        Engine::Postgres => "begin",
    })?;
    // The nameless row is the lease: it stays locked until the commit.
    connection.batch(
        "insert into floor_migration (name, checksum, applied_at) values ('', '', 0)
         on conflict (name) do update set applied_at = floor_migration.applied_at + 1",
    )?;
    let outcome = apply(&Tx::new(connection)).and_then(|()| connection.batch("commit"));
    if outcome.is_err() {
        connection.batch("rollback")?;
    }
    outcome
}

fn apply(tx: &Tx<'_>) -> Result<()> {
    let applied =
        tx.query("select name, checksum from floor_migration where name <> '' order by name", &[], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })?;
    let mut files: Vec<_> =
        FILES.files().filter(|f| f.path().extension().is_some_and(|e| e == "sql")).collect();
    files.sort_by_key(|f| f.path());
    let known: Vec<String> = files.iter().map(|f| f.path().display().to_string()).collect();
    if let Some((newer, _)) = applied.iter().find(|(name, _)| !known.contains(name)) {
        return Err(Error::Internal(anyhow::anyhow!(
            "this database was last used by a newer Yinfeng (it has {newer}); start that version"
        )));
    }
    for (file, name) in files.iter().zip(&known) {
        let text = file.contents_utf8().unwrap_or_default();
        let checksum = hex::encode(Sha256::digest(text.as_bytes()));
        match applied.iter().find(|(applied, _)| applied == name) {
            Some((_, then)) if *then == checksum => {}
            Some(_) => {
                return Err(Error::Internal(anyhow::anyhow!(
                    "migration {name} was changed after it was applied"
                )));
            }
            None => {
                for statement in statements(text) {
                    tx.batch(statement)?;
                }
                tx.execute(
                    "insert into floor_migration (name, checksum, applied_at) values ($1, $2, $3)",
                    params![name, checksum, tx.now()],
                )?;
            }
        }
    }
    drop_folded_words(tx)?;
    for statement in dialect::search_tables(tx.engine()) {
        tx.batch(statement)?;
    }
    for table in dialect::keyed_tables(tx.engine()) {
        make_keyed(tx, table)?;
    }
    for (table, column) in dialect::bytewise_columns(tx.engine()) {
        compare_bytes(tx, table, column)?;
    }
    Ok(())
}

/// Once: words that SQLite took apart itself; the server writes them anew when it starts.
fn drop_folded_words(tx: &Tx<'_>) -> Result<()> {
    let folded = match tx.engine() {
        Engine::Sqlite => tx.value::<String>(
            "select name from sqlite_master where name = 'floor_search_text' and sql like '%unicode61%'",
            &[],
        )?,
        Engine::Postgres => None,
    };
    if folded.is_some() {
        tx.batch("drop table floor_search_text")?;
    }
    Ok(())
}

/// Once: the rows move to a table that is its own index. Only then it takes the name, for what points at a table that is
/// renamed goes on pointing at that one.
fn make_keyed(tx: &Tx<'_>, table: &str) -> Result<()> {
    let stored =
        "select type, sql from sqlite_master where tbl_name = $1 and sql is not null order by type desc";
    let made: Vec<(String, String)> =
        tx.query(stored, params![table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((_, create)) = made.iter().find(|(kind, _)| kind == "table") else {
        return Err(Error::Internal(anyhow::anyhow!("there is no table {table}")));
    };
    if create.to_lowercase().ends_with("without rowid") {
        return Ok(());
    }
    let (_, columns) = create.split_once('(').unwrap_or_default();
    tx.batch(&format!("create table {table}_keyed ({columns} without rowid"))?;
    tx.batch(&format!("insert into {table}_keyed select * from {table}"))?;
    tx.batch(&format!("drop table {table}"))?;
    tx.batch(&format!("alter table {table}_keyed rename to {table}"))?;
    for (_, index) in made.iter().filter(|(kind, _)| kind == "index") {
        tx.batch(index)?;
    }
    Ok(())
}

/// Its indexes are made anew, once.
fn compare_bytes(tx: &Tx<'_>, table: &str, column: &str) -> Result<()> {
    let known = format!(
        "select 1 from information_schema.columns where table_schema = current_schema() and table_name = '{table}'
           and column_name = '{column}' and collation_name = 'C'"
    );
    if tx.query(&known, &[], |_| Ok(()))?.is_empty() {
        tx.batch(&format!("alter table {table} alter column {column} type text collate \"C\""))?;
    }
    Ok(())
}

fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.split(";\n")
        .map(str::trim)
        .filter(|s| s.lines().any(|l| !l.trim().is_empty() && !l.trim().starts_with("--")))
}
