//! The SQL of a page by itself: run in this process on the same file, as the server's connections are set up.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags};

use crate::server::Server;
use crate::session::{Login, Session};

/// What every request asks to know who it comes from; not part of the page, which may join these tables.
const WHO: [&str; 3] = ["from identity_session", "from identity_account", "from org_role"];

/// The statements that the server answers these paths with, with their values, path by path.
pub fn statements(data: &Path, login: &Login, paths: &[String]) -> Result<Vec<Vec<String>>> {
    let server =
        Server::start_with(data, &[("YINFENG_LOG", "json"), ("YINFENG_LOG_FILTER", "yinfeng::sql=trace")])?;
    let session = Session::open(&server.address, login)?;
    let mut all = Vec::new();
    for path in paths {
        std::thread::sleep(Duration::from_millis(5));
        let before = fs::metadata(server.log())?.len() as usize;
        session.json(&session.get(path))?;
        std::thread::sleep(Duration::from_millis(5));
        let log = fs::read(server.log())?;
        let of_page: Vec<String> = String::from_utf8_lossy(&log[before..])
            .lines()
            .filter_map(|line| {
                let line: serde_json::Value = serde_json::from_str(line).ok()?;
                line["fields"]["sql"].as_str().map(str::to_owned)
            })
            .filter(|sql| !WHO.iter().any(|table| sql.contains(table)))
            .collect();
        if of_page.is_empty() {
            bail!("{path} was answered without a query");
        }
        all.push(of_page);
    }
    Ok(all)
}

/// CPU time of running a page's statements and reading every value of every row, in microseconds: the mean over
/// all pages, prepared beforehand, after one round to warm up.
pub fn micros(file: &Path, pages: &[Vec<String>]) -> Result<f64> {
    const ROUNDS: usize = 20;
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    for (name, value) in [("cache_size", -32_000_i64), ("mmap_size", 0), ("temp_store", 2)] {
        connection.pragma_update(None, name, value)?;
    }
    let mut statements = Vec::new();
    for sql in pages.iter().flatten() {
        statements.push(connection.prepare(sql).with_context(|| sql.clone())?);
    }
    let mut once = || -> Result<usize> {
        let mut bytes = 0;
        for statement in &mut statements {
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    bytes += row.get_ref(column)?.as_bytes().map_or(1, <[u8]>::len);
                }
            }
        }
        Ok(bytes)
    };
    std::hint::black_box(once()?);
    let before = thread_cpu_nanos()?;
    for _ in 0..ROUNDS {
        std::hint::black_box(once()?);
    }
    Ok((thread_cpu_nanos()? - before) as f64 / 1e3 / (ROUNDS * pages.len()) as f64)
}

/// CPU time of the calling thread.
pub fn thread_cpu_nanos() -> Result<u64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    text.split_whitespace().next().and_then(|it| it.parse().ok()).context("schedstat is empty")
}
