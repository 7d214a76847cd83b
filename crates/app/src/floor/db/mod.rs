//! The database: a few threads that each own a connection, and channels to them.
//!
//! `read` answers pages, `report` what takes longer (so that an export never blocks a page), `write` is the only
//! way to write. Operations are synchronous functions over a [`Reader`] or a [`Tx`]; closures may be run again.

mod behind;
mod clause;
mod connection;
pub mod dialect;
mod error;
mod hidden;
mod lane;
mod log;
pub mod migrate;
pub mod page;
mod row;
mod sqlite;
mod synced;
mod tx;
mod upkeep;
mod value;

use std::{path::PathBuf, sync::Arc};

pub use clause::Clause;
pub use connection::Reader;
pub use error::DbError;
pub use hidden::Hidden;
pub use row::Row;
pub use tx::{Gathered, Tx};
pub use value::{Column, Value};

use super::{Error, Fault, Result, clock::Clock};
use connection::Connector;
use lane::Lane;
use log::{Log, Pages};
use synced::Synced;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where the database is.
#[derive(Debug, Clone)]
pub enum Place {
    Sqlite(PathBuf),
    /// A connection string of PostgreSQL, and the schema to work in.
    Postgres {
        url: String,
        schema: String,
    },
}

#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    place: Place,
    read: Lane,
    report: Lane,
    write: Lane,
}

impl Db {
    /// Opens the database, creating the file when there is none, and brings its tables up to date.
    pub fn open(place: &Place, clock: Arc<dyn Clock>, readers: usize) -> Result<Self> {
        let connector = Connector::new(place.clone(), clock);
        let pages = Pages::default();
        let mut writer = connector.connect_writer(&pages)?;
        migrate::run(&mut writer)?;
        let engine = writer.engine();
        let writers = match engine {
            Engine::Sqlite => {
                let synced = Synced::of(place, &writer)?;
                Lane::sqlite_writer(writer, synced, Log::of(place.clone(), pages)?)?
            }
            Engine::Postgres => Lane::postgres_writers(&connector, writer, 4)?,
        };
        Ok(Self {
            inner: Arc::new(Inner {
                engine,
                place: place.clone(),
                read: Lane::readers("read", &connector, readers.max(1))?,
                report: Lane::readers("report", &connector, 2)?,
                write: writers,
            }),
        })
    }

    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    pub fn place(&self) -> &Place {
        &self.inner.place
    }

    /// Reads for a page.
    pub async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Reader) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.read.read(f)?.await.map_err(|_| gone())?
    }

    /// Reads that may take longer, over one unchanging state of the database.
    pub async fn report<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Reader) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.report.read(f)?.await.map_err(|_| gone())?
    }

    /// Writes, all or nothing; when this returns `Ok`, it is on disk. The closure may be run more than once.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.write.write(f)?.await.map_err(|_| gone())?
    }

    /// [`Db::write`] of very many rows, for writes that ask little on the way: on SQLite it shares its commit with no other
    /// write, and one thread makes its statements while another runs them. [`Tx::put`] does not wait for that.
    pub async fn write_behind<T: Send + 'static>(
        &self,
        f: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.write.write_behind(f)?.await.map_err(|_| gone())?
    }

    /// Takes what was deleted out of the log of SQLite as well. Whether it could: a long read may hold it up; the next
    /// time takes it along.
    pub async fn empty_log(&self) -> Result<bool> {
        let place = self.inner.place.clone();
        tokio::task::spawn_blocking(move || upkeep::empty_log(&place)).await.map_err(anyhow::Error::from)?
    }

    /// Packs the indexes of a table that are `least` bytes and lie loosely; those of SQLite never do. How many. Takes a minute
    /// for a million records; nobody waits for it.
    pub fn pack(&self, table: &str, least: i64) -> Result<usize> {
        upkeep::pack(&self.inner.place, table, least)
    }

    /// [`Db::write`] for the command line, outside the async runtime.
    pub fn write_now<T: Send + 'static>(
        &self,
        f: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.write.write_alone(f)?.blocking_recv().map_err(|_| gone())?
    }

    /// [`Db::report`] for the command line, outside the async runtime.
    pub fn read_now<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Reader) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner.report.read(f)?.blocking_recv().map_err(|_| gone())?
    }
}

fn gone() -> Error {
    Error::Unavailable(Box::new(Fault::new("floor.stopping")))
}
