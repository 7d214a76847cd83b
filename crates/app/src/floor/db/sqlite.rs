//! A connection of SQLite, and the thread that writes behind it.
//!
//! SQLite takes one statement at a time, and making the next one takes a third as long as running it. A long write that is
//! alone therefore has its rows written by a second thread while it goes on; whatever asks waits until that has caught up,
//! so that a write always sees what it wrote.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    sync::{Arc, OnceLock},
    thread::{self, JoinHandle},
};

use crossbeam_channel::{Sender, bounded};
use parking_lot::{ReentrantMutex, ReentrantMutexGuard};
use rusqlite::Connection;

use super::{DbError, Value, dialect};
use crate::floor::Result;

/// Statements are handed over by so many, some 20 ms of work: where threads wake each other more often, the system keeps both
/// on one core.
const PORTION: usize = 2_000;
/// So many portions wait at most.
const AHEAD: usize = 2;

pub(super) struct Sqlite {
    /// Of one thread at a time; a row may be asked about while the rows are walked, so the same thread may have it twice.
    connection: Arc<ReentrantMutex<Connection>>,
    /// `$1` is a name to SQLite, numbered by first appearance; `?1` is a number.
    texts: RefCell<HashMap<String, Arc<str>>>,
    behind: RefCell<Option<Behind>>,
}

/// The thread that writes behind.
struct Behind {
    steps: Sender<Step>,
    thread: JoinHandle<()>,
    /// The first statement that failed; none is run after it.
    failed: Arc<OnceLock<DbError>>,
    /// What is not handed over yet.
    portion: RefCell<Vec<Statement>>,
    /// Whether anything was handed over since it was last waited for.
    busy: Cell<bool>,
}

type Statement = (Arc<str>, Vec<Value>);

enum Step {
    Run(Vec<Statement>),
    Reached(Sender<()>),
}

impl Behind {
    fn start(connection: Arc<ReentrantMutex<Connection>>) -> Result<Self> {
        let (steps, received) = bounded(AHEAD);
        let failed: Arc<OnceLock<DbError>> = Arc::default();
        let told = failed.clone();
        let thread = thread::Builder::new().name("db-behind".into()).spawn(move || {
            for step in received {
                match step {
                    Step::Run(portion) if told.get().is_none() => {
                        let connection = connection.lock();
                        let failed = portion
                            .iter()
                            .find_map(|(text, params)| execute(&connection, text, text, params).err());
                        failed.map(|error| told.set(error));
                    }
                    Step::Run(_) => {}
                    Step::Reached(here) => drop(here.send(())),
                }
            }
        })?;
        Ok(Self { steps, thread, failed, portion: RefCell::default(), busy: Cell::new(false) })
    }

    fn put(&self, text: Arc<str>, params: &[Value]) -> Result<(), DbError> {
        self.is_well()?;
        let mut portion = self.portion.borrow_mut();
        portion.push((text, params.to_vec()));
        if portion.len() < PORTION {
            return Ok(());
        }
        self.hand_over(std::mem::replace(&mut *portion, Vec::with_capacity(PORTION)))
    }

    fn hand_over(&self, portion: Vec<Statement>) -> Result<(), DbError> {
        self.busy.set(true);
        self.steps.send(Step::Run(portion)).map_err(|_| gone())
    }

    fn wait(&self) -> Result<(), DbError> {
        let rest = self.portion.take();
        if !rest.is_empty() {
            self.hand_over(rest)?;
        }
        if self.busy.replace(false) {
            let (here, reached) = bounded(1);
            self.steps.send(Step::Reached(here)).map_err(|_| gone())?;
            reached.recv().map_err(|_| gone())?;
        }
        self.is_well()
    }

    fn is_well(&self) -> Result<(), DbError> {
        self.failed.get().map_or(Ok(()), |error| Err(error.clone()))
    }
}

fn gone() -> DbError {
    DbError::Other("the thread that writes behind has ended".into())
}

impl Sqlite {
    pub fn new(connection: Connection) -> Self {
        Self {
            connection: Arc::new(ReentrantMutex::new(connection)),
            texts: RefCell::default(),
            behind: RefCell::default(),
        }
    }

    /// The connection, with everything that was put.
    pub fn own(&self) -> Result<ReentrantMutexGuard<'_, Connection>, DbError> {
        if let Some(behind) = &*self.behind.borrow() {
            behind.wait()?;
        }
        Ok(self.connection.lock())
    }

    /// Runs a statement that answers nothing: at once, or behind.
    pub fn put(&self, sql: &str, params: &[Value]) -> Result<(), DbError> {
        let text = self.text(sql);
        match &*self.behind.borrow() {
            Some(behind) => behind.put(text, params),
            None => execute(&self.connection.lock(), sql, &text, params).map(drop),
        }
    }

    pub fn write_behind(&self) -> Result<()> {
        *self.behind.borrow_mut() = Some(Behind::start(self.connection.clone())?);
        Ok(())
    }

    pub fn catch_up(&self) -> Result<(), DbError> {
        let Some(behind) = self.behind.take() else { return Ok(()) };
        let outcome = behind.wait();
        drop(behind.steps);
        behind.thread.join().map_err(|_| gone())?;
        outcome
    }

    pub fn text(&self, sql: &str) -> Arc<str> {
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

/// `sql` is what an error names, `text` what is run.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    text: &str,
    params: &[Value],
) -> Result<usize, DbError> {
    connection
        .prepare_cached(text)
        .and_then(|mut statement| statement.execute(rusqlite::params_from_iter(params)))
        .map_err(|error| told(sql, error))
}

pub(super) fn told(sql: &str, error: rusqlite::Error) -> DbError {
    match DbError::from(error) {
        DbError::Other(why) => {
            DbError::Other(format!("{why} in {}", sql.chars().take(400).collect::<String>()))
        }
        known => known,
    }
}
