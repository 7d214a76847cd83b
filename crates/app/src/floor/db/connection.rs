//! A connection of either engine, for reading ([`Reader`]) and for writing ([`Tx`]).

use std::{
    cell::RefCell,
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use jiff::Timestamp;
use postgres::types::ToSql;
use rusqlite::hooks::Wal;

use super::{
    Column, DbError, Engine, Place, Row, Value,
    behind::{self, Behind},
    dialect,
    log::Pages,
    sqlite::{Sqlite, told},
};
use crate::floor::{Result, clock::Clock};

/// Bytes of a page of SQLite. A row of ours has dozens of entries in indexes: larger pages than the usual 4,096 are split and
/// looked for less often, by which a large import gains a sixth and single writes lose nothing that could be measured.
const PAGE: i64 = 8_192;

/// Makes connections to one database.
#[derive(Clone)]
pub(super) struct Connector {
    place: Place,
    pub(super) clock: Arc<dyn Clock>,
}

impl Connector {
    pub(super) fn new(place: Place, clock: Arc<dyn Clock>) -> Self {
        Self { place, clock }
    }

    pub(super) fn connect_reader(&self) -> Result<Reader> {
        let reader = self.connect()?;
        if let Link::Sqlite(lite) = &reader.link {
            lite.connection.pragma_update(None, "query_only", true).map_err(DbError::from)?;
        }
        Ok(reader)
    }

    /// `pages` is told how many pages stand in the log, at each commit; SQLite itself does not copy it any more.
    pub(super) fn connect_writer(&self, pages: &Pages) -> Result<Reader> {
        let mut reader = self.connect()?;
        if let Link::Sqlite(lite) = &mut reader.link {
            let c = &mut lite.connection;
            // Of a file that is only now made; any other keeps its own.
            c.pragma_update(None, "page_size", PAGE).map_err(DbError::from)?;
            // FULL: what is acknowledged has been synced, also at a power cut. So has what the writer's lane acknowledges,
            // which syncs beside its commits.
            for (name, value) in [("journal_mode", "wal"), ("synchronous", "full"), ("foreign_keys", "on")] {
                c.pragma_update(None, name, value).map_err(DbError::from)?;
            }
            // The log of a large import does not stay that large.
            c.pragma_update(None, "journal_size_limit", 256 << 20).map_err(DbError::from)?;
            let pages = Pages::clone(pages);
            c.wal_hook(Some(move |_: &mut Wal, now: i32| {
                pages.store(usize::try_from(now).unwrap_or_default(), Ordering::Relaxed);
                Ok(())
            }))
            .map_err(DbError::from)?;
            // A large import touches more pages than fit a reader's cache; it gives them back when it rests.
            c.pragma_update(None, "cache_size", -96_000_i64).map_err(DbError::from)?;
        }
        Ok(reader)
    }

    fn connect(&self) -> Result<Reader> {
        let link = match &self.place {
            Place::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).map_err(DbError::from)?;
                connection.busy_timeout(Duration::from_secs(10)).map_err(DbError::from)?;
                connection.set_prepared_statement_cache_capacity(256);
                // Once a database has been analysed, SQLite would otherwise plan a statement anew for each value that
                // is bound to it: of a page's time most.
                connection
                    .set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
                    .map_err(DbError::from)?;
                for (name, value) in
                    // The file is read through the cache of the system, which all connections share: mapped, it
                    // would count as our memory, once per connection.
                    // What a connection keeps of it for itself it gives back when it rests.
                    [("cache_size", -32_000_i64), ("mmap_size", 0), ("temp_store", 2)]
                {
                    connection.pragma_update(None, name, value).map_err(DbError::from)?;
                }
                Link::Sqlite(Sqlite::new(connection))
            }
            Place::Postgres { url, schema } => {
                let client = postgres_client(url, schema)?;
                Link::Postgres(Box::new(RefCell::new(Postgres { client, statements: HashMap::new() })))
            }
        };
        Ok(Reader { link, clock: self.clock.clone() })
    }
}

pub(super) fn postgres_client(url: &str, schema: &str) -> Result<postgres::Client> {
    let mut config: postgres::Config = url.parse().map_err(DbError::from)?;
    config.application_name("yinfeng");
    let mut client = config.connect(postgres::NoTls).map_err(DbError::from)?;
    if schema != "public" {
        let schema = dialect::quoted(schema);
        client
            .batch_execute(&format!("create schema if not exists {schema}; set search_path to {schema}"))
            .map_err(DbError::from)?;
    }
    Ok(client)
}

struct Postgres {
    client: postgres::Client,
    statements: HashMap<String, postgres::Statement>,
}

enum Link {
    Sqlite(Sqlite),
    Postgres(Box<RefCell<Postgres>>),
    /// SQLite on another thread.
    Behind(Behind),
}

/// A connection that reads.
pub struct Reader {
    link: Link,
    clock: Arc<dyn Clock>,
}

impl Reader {
    pub const fn engine(&self) -> Engine {
        match &self.link {
            Link::Sqlite(_) | Link::Behind(_) => Engine::Sqlite,
            Link::Postgres(_) => Engine::Postgres,
        }
    }

    /// The instant, by the server's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The civil date at the office.
    pub fn today(&self) -> jiff::civil::Date {
        self.clock.today()
    }

    /// Every row of the answer.
    pub fn query<T>(
        &self,
        sql: &str,
        params: &[Value],
        mut map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each(sql, params, |row| {
            all.push(map(row)?);
            Ok(true)
        })?;
        Ok(all)
    }

    /// Row by row, until the function says `false`.
    pub fn each(
        &self,
        sql: &str,
        params: &[Value],
        mut take: impl FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        match &self.link {
            Link::Sqlite(lite) => {
                let text = lite.text(sql);
                let mut statement = lite.connection.prepare_cached(&text).map_err(|e| told(sql, e))?;
                let mut rows =
                    statement.query(rusqlite::params_from_iter(params)).map_err(|e| told(sql, e))?;
                // With `log_filter = "yinfeng::sql=trace"`: what a page asks, as it can be run by hand.
                if tracing::enabled!(target: "yinfeng::sql", tracing::Level::TRACE) {
                    let sql = rows.as_ref().and_then(rusqlite::Statement::expanded_sql);
                    tracing::trace!(target: "yinfeng::sql", sql);
                }
                while let Some(row) = rows.next().map_err(|e| told(sql, e))? {
                    if !take(&Row::Sqlite(row))? {
                        break;
                    }
                }
                Ok(())
            }
            Link::Postgres(link) => {
                let rows = link.borrow_mut().query(sql, params)?;
                for row in &rows {
                    if !take(&Row::Postgres(row))? {
                        break;
                    }
                }
                Ok(())
            }
            Link::Behind(behind) => behind.each(sql, params, take),
        }
    }

    /// The first row, if there is one.
    pub fn first<T>(
        &self,
        sql: &str,
        params: &[Value],
        mut map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, params, |row| {
            found = Some(map(row)?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// The first column of the first row, if there is one.
    pub fn value<T: Column>(&self, sql: &str, params: &[Value]) -> Result<Option<T>> {
        self.first(sql, params, |row| Ok(row.get(0)?))
    }

    pub(super) fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        match &self.link {
            Link::Sqlite(lite) => Ok(lite.execute(sql, params)? as u64),
            Link::Postgres(link) => link.borrow_mut().execute(sql, params),
            Link::Behind(behind) => behind.execute(sql, params),
        }
    }

    pub(super) fn put(&self, sql: &str, params: &[Value]) -> Result<()> {
        match &self.link {
            Link::Behind(behind) => behind.put(sql, params),
            _ => self.execute(sql, params).map(|_| ()),
        }
    }

    /// The end of a [`Behind`] that makes statements.
    pub(super) fn ahead(behind: Behind, clock: Arc<dyn Clock>) -> Self {
        Self { link: Link::Behind(behind), clock }
    }

    /// After the last statement.
    pub(super) fn hand_over(&self) -> Result<()> {
        match &self.link {
            Link::Behind(behind) => behind.hand_over(),
            _ => Ok(()),
        }
    }

    /// Does this with a connection whose statements this one runs behind it.
    pub(super) fn behind(&self, make: impl FnOnce(&Self) -> Result<()> + Send) -> Result<()> {
        match &self.link {
            Link::Sqlite(lite) => behind::run(lite, self.clock.clone(), make),
            _ => make(self),
        }
    }

    /// Statements without parameters and answer: transaction control and DDL.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        match &self.link {
            Link::Sqlite(lite) => lite.connection.execute_batch(sql).map_err(|e| told(sql, e))?,
            Link::Postgres(link) => link.borrow_mut().client.batch_execute(sql).map_err(DbError::from)?,
            Link::Behind(behind) => behind.execute(sql, &[]).map(|_| ())?,
        }
        Ok(())
    }

    /// [`Reader::batch`] of one statement that is run often.
    pub(super) fn step(&self, sql: &str) -> Result<()> {
        match &self.link {
            Link::Sqlite(lite) => {
                lite.connection
                    .prepare_cached(sql)
                    .and_then(|mut s| s.execute([]))
                    .map_err(|e| told(sql, e))?;
                Ok(())
            }
            Link::Postgres(_) | Link::Behind(_) => self.batch(sql),
        }
    }

    /// Rows that this connection has written since it was opened; only SQLite counts them.
    pub(super) fn changes(&self) -> u64 {
        match &self.link {
            Link::Sqlite(lite) => lite.connection.total_changes(),
            Link::Postgres(_) | Link::Behind(_) => 0,
        }
    }

    /// Whether SQLite has already given up the transaction by itself, as it does when the disk is full.
    pub(super) fn lost_transaction(&self) -> bool {
        matches!(&self.link, Link::Sqlite(lite) if lite.connection.is_autocommit())
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(&self.link, Link::Postgres(link) if link.borrow().client.is_closed())
    }

    /// Gives back what was kept in memory of pages that nobody asks for now.
    pub(super) fn rest(&self) {
        if let Link::Sqlite(lite) = &self.link {
            let _ = lite.connection.execute_batch("pragma shrink_memory");
        }
    }

    /// A consistent copy of the SQLite database into a file, while others go on writing.
    pub fn copy_to(&self, path: &std::path::Path) -> Result<()> {
        if let Link::Sqlite(lite) = &self.link {
            lite.connection
                .backup("main", path, None::<fn(rusqlite::backup::Progress)>)
                .map_err(DbError::from)?;
        }
        Ok(())
    }
}

impl Postgres {
    fn statement(&mut self, sql: &str) -> Result<postgres::Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|e| match DbError::from(e) {
            DbError::Other(why) => {
                DbError::Other(format!("{why} in {}", sql.chars().take(400).collect::<String>()))
            }
            known => known,
        })?;
        if self.statements.len() > 1_000 {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<postgres::Row>> {
        let statement = self.statement(sql)?;
        let bound: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as _).collect();
        Ok(self.client.query(&statement, &bound).map_err(DbError::from)?)
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let bound: Vec<&(dyn ToSql + Sync)> = params.iter().map(|p| p as _).collect();
        Ok(self.client.execute(&statement, &bound).map_err(DbError::from)?)
    }
}
