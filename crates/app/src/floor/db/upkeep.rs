//! What a database needs now and then beside reading and writing, each on a connection of its own.

use std::time::Duration;

use super::{DbError, Place, connection::postgres_client, dialect};
use crate::floor::Result;

/// Copies the log of a SQLite database into its file and empties it. Whether it could: a long read holds it up.
pub(super) fn empty_log(place: &Place) -> Result<bool> {
    let Place::Sqlite(path) = place else { return Ok(true) };
    let connection = rusqlite::Connection::open(path).map_err(DbError::from)?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(DbError::from)?;
    let busy: i64 = connection
        .query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))
        .map_err(DbError::from)?;
    Ok(busy == 0)
}

/// Copies the log of a SQLite database into its file as far as no read needs the old state; how many of its pages stand
/// in the file now.
pub(super) fn copy_log(place: &Place) -> Result<usize> {
    let Place::Sqlite(path) = place else { return Ok(0) };
    let connection = rusqlite::Connection::open(path).map_err(DbError::from)?;
    // Both files are synced: what is not in the log any more must be in the file.
    connection.pragma_update(None, "synchronous", "full").map_err(DbError::from)?;
    let copied: i64 = connection
        .query_row("pragma wal_checkpoint(passive)", [], |row| row.get(2))
        .map_err(DbError::from)?;
    Ok(usize::try_from(copied).unwrap_or_default())
}

/// Packs the indexes of a table on PostgreSQL that take up `least` bytes and have grown by a tenth since they were packed:
/// written row by row they lie loosely. Others read and write meanwhile. How many it packed.
pub(super) fn pack(place: &Place, table: &str, least: i64) -> Result<usize> {
    let Place::Postgres { url, schema } = place else { return Ok(0) };
    let mut client = postgres_client(url, schema)?;
    // Of several servers one packs: another would take its half-made index for one that was left behind.
    let mine = client
        .query_one("select pg_try_advisory_lock(hashtext(current_schema()), hashtext($1::text))", &[&table])
        .map_err(DbError::from)?;
    if !mine.get::<_, bool>(0) {
        return Ok(0);
    }
    let indexes = client
        .query(
            "select c.relname::text, i.indisvalid, pg_relation_size(c.oid), coalesce(obj_description(c.oid, 'pg_class'), '')
             from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = $1::text::regclass
             order by c.relname",
            &[&table],
        )
        .map_err(DbError::from)?;
    let mut packed = 0;
    for row in indexes {
        let (name, valid, bytes, comment): (String, bool, i64, String) =
            (row.get(0), row.get(1), row.get(2), row.get(3));
        let left_behind = !valid && ["_ccnew", "_ccold"].iter().any(|end| name.contains(end));
        let name = dialect::quoted(&name);
        let mut run = |sql: String| client.batch_execute(&sql).map_err(DbError::from);
        if left_behind {
            // By a packing that was cut off.
            run(format!("drop index concurrently if exists {name}"))?;
            continue;
        }
        let before = comment.strip_prefix(PACKED).and_then(|bytes| bytes.parse().ok()).unwrap_or(0_i64);
        if bytes < least || bytes <= before + before / 10 {
            continue;
        }
        run(format!("reindex index concurrently {name}"))?;
        let now: i64 = client
            .query_one("select pg_relation_size($1::text::regclass)", &[&name])
            .map_err(DbError::from)?
            .get(0);
        let noted = format!("comment on index {name} is '{PACKED}{now}'");
        client.batch_execute(&noted).map_err(DbError::from)?;
        packed += 1;
    }
    Ok(packed)
}

/// What the comment of an index says, before its bytes when it was last packed.
const PACKED: &str = "bytes when packed: ";
