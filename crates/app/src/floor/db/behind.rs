//! A write of very many rows on two threads: one makes the statements, the writer of SQLite runs them behind it. What is
//! asked is answered when all before it has run, so the order is that of one thread.
//!
//! Statements go over in large portions: memory that one thread takes and the other gives back, and threads that wake
//! each other, would cost more than is won.

use std::{cell::RefCell, sync::Arc, thread};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use rusqlite::types::ValueRef;

use super::{
    DbError, Reader, Row, Value,
    sqlite::{Sqlite, Texts, numbered},
};
use crate::floor::{Error, Result, clock::Clock};

/// Statements that go over at once, and how many portions may wait.
const PORTION: usize = 1_000;
const AHEAD: usize = 3;
/// Rows of an answer that come back at once.
const ROWS: usize = 500;

type Rows = Vec<Vec<Value>>;

struct Statement {
    text: Arc<str>,
    params: Vec<Value>,
}

enum Work {
    Run(Vec<Statement>),
    Count(Statement, Sender<u64>),
    Ask(Statement, Sender<Rows>),
}

/// The end that makes statements.
pub(super) struct Behind {
    texts: Texts,
    made: RefCell<Vec<Statement>>,
    work: Sender<Work>,
}

impl Behind {
    fn statement(&self, sql: &str, params: &[Value]) -> Statement {
        Statement { text: numbered(&self.texts, sql), params: params.to_vec() }
    }

    /// Has a statement run some time before the next question.
    pub(super) fn put(&self, sql: &str, params: &[Value]) -> Result<()> {
        self.made.borrow_mut().push(self.statement(sql, params));
        if self.made.borrow().len() < PORTION { Ok(()) } else { self.hand_over() }
    }

    pub(super) fn hand_over(&self) -> Result<()> {
        let made = std::mem::take(&mut *self.made.borrow_mut());
        self.send(Work::Run(made))
    }

    fn send(&self, work: Work) -> Result<()> {
        self.work.send(work).map_err(|_| super::gone())
    }

    pub(super) fn execute(&self, sql: &str, params: &[Value]) -> Result<u64> {
        self.hand_over()?;
        let (reply, count) = bounded(1);
        self.send(Work::Count(self.statement(sql, params), reply))?;
        count.recv().map_err(|_| super::gone())
    }

    pub(super) fn each(
        &self,
        sql: &str,
        params: &[Value],
        mut take: impl FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        self.hand_over()?;
        // Without a bound: what takes a row may ask in turn, and is answered behind this.
        let (reply, rows) = unbounded();
        self.send(Work::Ask(self.statement(sql, params), reply))?;
        // A question that failed is not answered; why stands with the writer.
        let mut is_whole = false;
        for portion in rows {
            is_whole = portion.is_empty();
            for row in portion {
                if !take(&Row::Kept(&row))? {
                    return Ok(());
                }
            }
        }
        if is_whole { Ok(()) } else { Err(super::gone()) }
    }
}

/// Runs what `make` writes, on this thread, while `make` runs on another one.
pub(super) fn run<F>(lite: &Sqlite, clock: Arc<dyn Clock>, make: F) -> Result<()>
where
    F: FnOnce(&Reader) -> Result<()> + Send,
{
    let (work, made) = bounded(AHEAD);
    thread::scope(|scope| {
        let maker = thread::Builder::new().name("db-ahead".into()).spawn_scoped(scope, move || {
            let behind = Behind { texts: RefCell::default(), made: RefCell::default(), work };
            let reader = Reader::ahead(behind, clock);
            make(&reader).and_then(|()| reader.hand_over())
        })?;
        let ran = serve(lite, &made);
        // A statement that failed is why whatever came after it did.
        drop(made);
        let outcome = maker.join().map_err(|_| Error::Internal(anyhow::anyhow!("a write came to no end")))?;
        ran.map_err(Error::from).and(outcome)
    })
}

fn serve(lite: &Sqlite, made: &Receiver<Work>) -> Result<(), DbError> {
    for work in made {
        match work {
            Work::Run(statements) => {
                for statement in &statements {
                    lite.execute_numbered(&statement.text, &statement.params)?;
                }
            }
            Work::Count(statement, reply) => {
                let count = lite.execute_numbered(&statement.text, &statement.params)?;
                let _ = reply.send(count as u64);
            }
            Work::Ask(statement, reply) => tell(lite, &statement, &reply)?,
        }
    }
    Ok(())
}

/// Row by row until nobody listens any more; an empty portion says that these were all.
fn tell(lite: &Sqlite, asked: &Statement, reply: &Sender<Rows>) -> Result<(), DbError> {
    let mut statement = lite.connection.prepare_cached(&asked.text)?;
    let columns = statement.column_count();
    let mut rows = statement.query(rusqlite::params_from_iter(&asked.params))?;
    let mut portion = Vec::new();
    while let Some(row) = rows.next()? {
        portion.push((0..columns).map(|at| kept(row.get_ref(at)?)).collect::<Result<_, DbError>>()?);
        if portion.len() == ROWS && reply.send(std::mem::take(&mut portion)).is_err() {
            return Ok(());
        }
    }
    if !portion.is_empty() && reply.send(portion).is_err() {
        return Ok(());
    }
    let _ = reply.send(Vec::new());
    Ok(())
}

fn kept(value: ValueRef<'_>) -> Result<Value, DbError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(DbError::Other("a number with a point where none is kept".into())),
    })
}
