//! The SQL of a page by itself: run in this process on the same file, as the server's connections are set up.

use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

/// One statement of a page; its parameters are drawn anew for each run.
pub struct Query<'q> {
    pub sql: String,
    pub params: Box<dyn Fn(u64) -> Vec<Value> + 'q>,
}

/// CPU time of running all these statements and reading every value of every row, in microseconds, the mean of
/// `runs` after as many to warm up.
pub fn micros(file: &Path, queries: &[Query<'_>], runs: u64) -> Result<f64> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    for (name, value) in [("cache_size", -16_000_i64), ("mmap_size", 268_435_456), ("temp_store", 2)] {
        connection.pragma_update(None, name, value)?;
    }
    let mut statements = Vec::new();
    for query in queries {
        let statement = connection.prepare(&query.sql).with_context(|| query.sql.clone())?;
        statements.push((statement, query));
    }
    let mut once = |n: u64| -> Result<usize> {
        let mut bytes = 0;
        for (statement, query) in &mut statements {
            let columns = statement.column_count();
            let mut rows = statement.query(rusqlite::params_from_iter((query.params)(n)))?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    bytes += row.get_ref(column)?.as_bytes().map_or(1, <[u8]>::len);
                }
            }
        }
        Ok(bytes)
    };
    for n in 0..runs {
        std::hint::black_box(once(n)?);
    }
    let before = thread_cpu_nanos()?;
    for n in 0..runs {
        std::hint::black_box(once(n)?);
    }
    Ok((thread_cpu_nanos()? - before) as f64 / 1e3 / runs as f64)
}

/// CPU time of the calling thread.
fn thread_cpu_nanos() -> Result<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    text.split_whitespace().next().and_then(|it| it.parse().ok()).context("schedstat is empty")
}
