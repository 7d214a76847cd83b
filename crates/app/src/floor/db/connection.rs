//! A connection of either engine, for reading ([`Reader`]) and for writing ([`Tx`]).

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::HashMap,
    ops::Deref,
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use postgres::types::ToSql;
use uuid::Uuid;

use super::{Column, DbError, Engine, Place, Row, Value, dialect};
use crate::floor::{Result, clock, clock::Clock};

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

    pub(super) fn connect_writer(&self) -> Result<Reader> {
        let reader = self.connect()?;
        if let Link::Sqlite(lite) = &reader.link {
            let c = &lite.connection;
            // FULL: what is acknowledged has been synced, also at a power cut.
            for (name, value) in [("journal_mode", "wal"), ("synchronous", "full"), ("foreign_keys", "on")] {
                c.pragma_update(None, name, value).map_err(DbError::from)?;
            }
            // A page that many commits have written is copied into the file once.
            c.pragma_update(None, "wal_autocheckpoint", 10_000).map_err(DbError::from)?;
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
                Link::Sqlite(Sqlite { connection, texts: RefCell::default() })
            }
            Place::Postgres { url, schema } => {
                let mut config: postgres::Config = url.parse().map_err(DbError::from)?;
                config.application_name("yinfeng");
                let mut client = config.connect(postgres::NoTls).map_err(DbError::from)?;
                if schema != "public" {
                    let schema = dialect::quoted(schema);
                    client
                        .batch_execute(&format!(
                            "create schema if not exists {schema}; set search_path to {schema}"
                        ))
                        .map_err(DbError::from)?;
                }
                Link::Postgres(RefCell::new(Postgres { client, statements: HashMap::new() }))
            }
        };
        Ok(Reader { link, clock: self.clock.clone() })
    }
}

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

struct Sqlite {
    connection: rusqlite::Connection,
    /// `$1` is a name to SQLite, numbered by first appearance; `?1` is a number.
    texts: RefCell<HashMap<String, Arc<str>>>,
}

struct Postgres {
    client: postgres::Client,
    statements: HashMap<String, postgres::Statement>,
}

enum Link {
    Sqlite(Sqlite),
    Postgres(RefCell<Postgres>),
}

/// A connection that reads.
pub struct Reader {
    link: Link,
    clock: Arc<dyn Clock>,
}

impl Reader {
    pub const fn engine(&self) -> Engine {
        match &self.link {
            Link::Sqlite(_) => Engine::Sqlite,
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

    fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        match &self.link {
            Link::Sqlite(lite) => {
                let text = lite.text(sql);
                let mut statement = lite.connection.prepare_cached(&text).map_err(|e| told(sql, e))?;
                let n = statement.execute(rusqlite::params_from_iter(params)).map_err(|e| told(sql, e))?;
                Ok(n as u64)
            }
            Link::Postgres(link) => link.borrow_mut().execute(sql, params),
        }
    }

    /// Statements without parameters and answer: transaction control and DDL.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        match &self.link {
            Link::Sqlite(lite) => lite.connection.execute_batch(sql).map_err(|e| told(sql, e))?,
            Link::Postgres(link) => link.borrow_mut().client.batch_execute(sql).map_err(DbError::from)?,
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
            Link::Postgres(_) => self.batch(sql),
        }
    }

    /// Rows that this connection has written since it was opened; only SQLite counts them.
    pub(super) fn changes(&self) -> u64 {
        match &self.link {
            Link::Sqlite(lite) => lite.connection.total_changes(),
            Link::Postgres(_) => 0,
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

fn told(sql: &str, error: rusqlite::Error) -> DbError {
    match DbError::from(error) {
        DbError::Other(why) => {
            DbError::Other(format!("{why} in {}", sql.chars().take(400).collect::<String>()))
        }
        known => known,
    }
}

impl Sqlite {
    fn text(&self, sql: &str) -> Arc<str> {
        if let Some(text) = self.texts.borrow().get(sql) {
            return text.clone();
        }
        let text: Arc<str> = dialect::numbered(sql).into();
        let mut texts = self.texts.borrow_mut();
        if texts.len() > 2_000 {
            texts.clear();
        }
        texts.insert(sql.to_owned(), text.clone());
        text
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

/// A transaction: the only thing that can write.
pub struct Tx<'c> {
    reader: &'c Reader,
    now: Cell<Timestamp>,
    gathered: RefCell<Vec<Box<dyn AnyGathered>>>,
    has_gathered: Cell<bool>,
    late: RefCell<Vec<Late>>,
    shared: Rc<Shared>,
}

/// What writes that share a commit have in common.
#[derive(Default)]
struct Shared {
    gathered: RefCell<Vec<Box<dyn AnyGathered>>>,
    last_id: Cell<Uuid>,
}

/// What is written just before the commit, and its place among others.
pub(super) struct Late {
    place: i64,
    write: LateWrite,
}

type LateWrite = Box<dyn FnOnce(&Tx<'_>) -> Result<()>>;

/// So much waits for the commit at most: what waits takes memory.
const LATE: usize = 20_000;

/// What one operation gathers and writes once at its end: sums to which many of its rows add, the head of the trail.
/// Nothing may read the rows behind it before the end of the operation.
pub trait Gathered: Default + 'static {
    /// Whether it may even wait for the last of the writes that share a commit. A write that reads the rows behind it
    /// calls [`Tx::settle`] first.
    const SHARED: bool = false;

    fn write(self, tx: &Tx<'_>) -> Result<()>;
}

trait AnyGathered {
    fn any(&mut self) -> &mut dyn Any;
    fn write(self: Box<Self>, tx: &Tx<'_>) -> Result<()>;
}

impl<G: Gathered> AnyGathered for G {
    fn any(&mut self) -> &mut dyn Any {
        self
    }

    fn write(self: Box<Self>, tx: &Tx<'_>) -> Result<()> {
        Gathered::write(*self, tx)
    }
}

impl<'c> Tx<'c> {
    pub(super) fn new(reader: &'c Reader) -> Self {
        Self {
            reader,
            now: Cell::new(reader.now()),
            gathered: RefCell::default(),
            has_gathered: Cell::default(),
            late: RefCell::default(),
            shared: Rc::default(),
        }
    }

    /// Another write of the same commit.
    pub(super) fn sharing(&self) -> Self {
        Self { shared: Rc::clone(&self.shared), ..Self::new(self.reader) }
    }

    /// Takes what another write of the same commit has put off.
    pub(super) fn take_over(&self, other: &Tx<'_>) {
        self.late.borrow_mut().append(&mut other.late.borrow_mut());
    }

    pub(super) fn has_gathered(&self) -> bool {
        self.has_gathered.get()
    }

    /// Puts off what nothing reads before the commit, such as words of the search index: writes that share a commit
    /// do it together, after the last of them, and only if the operation succeeds. Done in the order of `place`, which
    /// may be what the table is in order by; of one place, in the order in which it was put off.
    pub fn before_commit(
        &self,
        place: i64,
        write: impl FnOnce(&Tx<'_>) -> Result<()> + 'static,
    ) -> Result<()> {
        self.late.borrow_mut().push(Late { place, write: Box::new(write) });
        if self.late.borrow().len() < LATE { Ok(()) } else { self.run_late(self.take_late()) }
    }

    /// Does what was put off.
    pub(super) fn run_late(&self, mut late: Vec<Late>) -> Result<()> {
        late.sort_by_key(|one| one.place);
        late.into_iter().try_for_each(|one| (one.write)(self))
    }

    pub(super) fn take_late(&self) -> Vec<Late> {
        std::mem::take(&mut *self.late.borrow_mut())
    }

    /// Adds to what is written at the end of the operation. The function must not gather itself.
    pub fn gather<G: Gathered, T>(&self, add: impl FnOnce(&mut G) -> T) -> T {
        self.has_gathered.set(true);
        let place = if G::SHARED { &self.shared.gathered } else { &self.gathered };
        let mut all = place.borrow_mut();
        for one in all.iter_mut() {
            if let Some(mine) = one.any().downcast_mut::<G>() {
                return add(mine);
            }
        }
        let mut new = G::default();
        let outcome = add(&mut new);
        all.push(Box::new(new));
        outcome
    }

    /// Writes what was gathered, also what that gathers in turn.
    pub fn settle(&self) -> Result<()> {
        self.settle_own()?;
        self.write_gathered(&self.shared.gathered)?;
        self.settle_own()
    }

    /// [`Tx::settle`] without what may wait for other writes.
    pub(super) fn settle_own(&self) -> Result<()> {
        self.write_gathered(&self.gathered)
    }

    fn write_gathered(&self, place: &RefCell<Vec<Box<dyn AnyGathered>>>) -> Result<()> {
        loop {
            let gathered = std::mem::take(&mut *place.borrow_mut());
            if gathered.is_empty() {
                return Ok(());
            }
            for one in gathered {
                one.write(self)?;
            }
        }
    }

    /// The instant of this write: one for all its rows.
    pub fn now(&self) -> Timestamp {
        self.now.get()
    }

    /// A new id at the instant of this write; each is above the last, so that indexes grow at their end.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        let id = clock::next_id(self.now(), self.shared.last_id.get());
        self.shared.last_id.set(id);
        id.into()
    }

    /// [`Tx::execute`] of a deletion after which nothing of the rows stays in the file: SQLite otherwise only forgets
    /// where they were. What the log still has of them goes with [`super::Db::empty_log`]; PostgreSQL drops dead rows
    /// when it vacuums.
    pub fn erase(&self, sql: &str, params: &[Value]) -> Result<u64> {
        let lite = self.engine() == Engine::Sqlite;
        if lite {
            self.reader.batch("pragma secure_delete = on")?;
        }
        let outcome = self.reader.execute(sql, params);
        if lite {
            self.reader.batch("pragma secure_delete = off")?;
        }
        outcome
    }

    /// Runs a statement and says how many rows it touched.
    pub fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        self.reader.execute(sql, params)
    }
}

impl Deref for Tx<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader
    }
}
