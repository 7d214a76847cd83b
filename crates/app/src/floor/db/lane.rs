//! The threads: readers, the one writer of SQLite with its group commit, the writers of PostgreSQL with retries.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use super::{
    DbError, Reader, Tx,
    connection::Connector,
    log::{Log, Pages},
    synced::Synced,
};
use crate::floor::{Error, Fault, Result};

/// How many writes share one commit at most.
const GROUP: usize = 256;
/// And for how long it takes in others: about as long as a sync takes, so that while one commit is synced and answered the
/// next is made. Of those who write at once it would otherwise take in all, and the writer wait for them.
const OPEN: Duration = Duration::from_micros(3_500);
/// How many requests may wait for a lane before new ones are told to come back.
const QUEUE: usize = 4096;
const TRIES: u32 = 6;
/// A connection that has nothing to do for so long gives its memory back.
const REST: Duration = Duration::from_secs(2);

type ReadJob = Box<dyn FnOnce(&Reader) -> bool + Send>;

pub(super) struct Lane {
    reads: Option<Sender<ReadJob>>,
    writes: Option<Sender<Box<dyn WriteJob>>>,
}

/// A write that can be run, run again, and answered once.
trait WriteJob: Send {
    fn run(&mut self, tx: &Tx<'_>) -> Result<()>;
    fn answer(self: Box<Self>, outcome: Result<()>);
    fn company(&self) -> Company;
}

/// With what a write shares its transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Company {
    Others,
    /// Nothing. A savepoint around very many rows keeps the first state of every page, and SQLite walks over all of it
    /// after each statement.
    None,
    /// Nothing, and its statements are run behind it.
    NoneBehind,
}

struct Write<F, T> {
    f: F,
    company: Company,
    done: Option<T>,
    answer: oneshot::Sender<Result<T>>,
}

impl<F, T> WriteJob for Write<F, T>
where
    F: FnMut(&Tx<'_>) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, tx: &Tx<'_>) -> Result<()> {
        self.done = None;
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.f)(tx)));
        self.done = Some(outcome.unwrap_or_else(|panic| Err(panicked(&*panic)))?);
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<()>) {
        let Self { done, answer, .. } = *self;
        let outcome = outcome.and_then(|()| {
            done.ok_or_else(|| Error::Internal(anyhow::anyhow!("a write ended without a result")))
        });
        // The caller may have gone away; what was written stays written.
        let _ = answer.send(outcome);
    }

    fn company(&self) -> Company {
        self.company
    }
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Error {
    let what = panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    Error::Internal(anyhow::anyhow!("panic in the database thread: {what}"))
}

fn busy() -> Error {
    Error::Unavailable(Box::new(Fault::new("floor.busy")))
}

impl Lane {
    pub(super) fn readers(name: &str, connector: &Connector, count: usize) -> Result<Self> {
        let (send, receive) = bounded::<ReadJob>(QUEUE);
        for i in 0..count {
            let reader = connector.connect_reader()?;
            let (connector, receive) = (connector.clone(), receive.clone());
            thread::Builder::new()
                .name(format!("db-{name}-{i}"))
                .spawn(move || read_loop(reader, &connector, &receive))?;
        }
        Ok(Self { reads: Some(send), writes: None })
    }

    pub(super) fn sqlite_writer(writer: Reader, synced: Synced, mut log: Log) -> Result<Self> {
        let (send, receive) = bounded(QUEUE);
        thread::Builder::new()
            .name("db-write".into())
            .spawn(move || group_loop(&writer, &synced, &receive, || log.look(&writer)))?;
        Ok(Self { reads: None, writes: Some(send) })
    }

    pub(super) fn postgres_writers(connector: &Connector, first: Reader, count: usize) -> Result<Self> {
        let (send, receive) = bounded(QUEUE);
        let mut first = Some(first);
        for i in 0..count {
            let writer = match first.take() {
                Some(writer) => writer,
                None => connector.connect_writer(&Pages::default())?,
            };
            let (connector, receive) = (connector.clone(), receive.clone());
            thread::Builder::new()
                .name(format!("db-write-{i}"))
                .spawn(move || retry_loop(writer, &connector, &receive))?;
        }
        Ok(Self { reads: None, writes: Some(send) })
    }

    pub(super) fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Reader) -> Result<T> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T>>> {
        let (send, receive) = oneshot::channel();
        let job: ReadJob = Box::new(move |reader| {
            let outcome = catch_unwind(AssertUnwindSafe(|| f(reader))).unwrap_or_else(|p| Err(panicked(&*p)));
            let lost = matches!(&outcome, Err(Error::Db(DbError::Retry(_))));
            let _ = send.send(outcome);
            lost
        });
        put(self.reads.as_ref(), job)?;
        Ok(receive)
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        f: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T>>> {
        self.put_write(f, Company::Others)
    }

    pub(super) fn write_alone<T: Send + 'static>(
        &self,
        f: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T>>> {
        self.put_write(f, Company::None)
    }

    pub(super) fn write_behind<T: Send + 'static>(
        &self,
        f: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T>>> {
        self.put_write(f, Company::NoneBehind)
    }

    fn put_write<T: Send + 'static>(
        &self,
        f: impl FnMut(&Tx<'_>) -> Result<T> + Send + 'static,
        company: Company,
    ) -> Result<oneshot::Receiver<Result<T>>> {
        let (answer, receive) = oneshot::channel();
        let job: Box<dyn WriteJob> = Box::new(Write { f, company, done: None, answer });
        put(self.writes.as_ref(), job)?;
        Ok(receive)
    }
}

fn put<J>(lane: Option<&Sender<J>>, job: J) -> Result<()> {
    match lane.map(|lane| lane.try_send(job)) {
        Some(Ok(())) => Ok(()),
        Some(Err(TrySendError::Full(_))) => Err(busy()),
        Some(Err(TrySendError::Disconnected(_))) | None => Err(super::gone()),
    }
}

/// The next job; memory is given back when none comes for [`REST`].
fn next<J>(connection: &Reader, jobs: &Receiver<J>) -> Option<J> {
    match jobs.recv_timeout(REST) {
        Ok(job) => Some(job),
        Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => {
            connection.rest();
            jobs.recv().ok()
        }
    }
}

fn read_loop(mut reader: Reader, connector: &Connector, jobs: &Receiver<ReadJob>) {
    while let Some(job) = next(&reader, jobs) {
        // One state of the database for all that the job reads; costs a microsecond on SQLite.
        let begun = reader.step(super::dialect::begin_read(reader.engine())).is_ok();
        let lost = job(&reader);
        if begun {
            let _ = reader.step("commit");
        }
        if lost || !begun || reader.is_closed() {
            if let Ok(fresh) = connector.connect_reader() {
                reader = fresh;
            } else {
                thread::sleep(Duration::from_millis(200));
            }
        }
    }
}

/// Those who wrote are answered when their commit lasts; meanwhile the next is made. `after` is called between two.
fn group_loop(writer: &Reader, synced: &Synced, jobs: &Receiver<Box<dyn WriteJob>>, mut after: impl FnMut()) {
    let mut held = None;
    while let Some(first) = held.take().or_else(|| next(writer, jobs)) {
        let mut group = vec![first];
        let begun = Instant::now();
        if synced.is_lost() {
            answer(synced, group, vec![Err(not_synced())]);
            continue;
        }
        // Whoever comes while others are being written shares their commit.
        let more = |group: &mut Vec<Box<dyn WriteJob>>| {
            if group.len() == GROUP || held.is_some() || begun.elapsed() > OPEN {
                return;
            }
            match jobs.try_recv() {
                Ok(job) if job.company() != Company::Others => held = Some(job),
                Ok(job) => group.push(job),
                Err(_) => {}
            }
        };
        let outcomes = match group[0].company() {
            Company::Others => commit_group(writer, &mut group, more),
            Company::None | Company::NoneBehind => commit_one(writer, &mut *group[0]),
        };
        match outcomes {
            Ok(outcomes) => answer(synced, group, outcomes),
            // The whole group fell, perhaps through one of them: each gets a commit of its own.
            Err(error) if group.len() > 1 => {
                tracing::warn!(%error, writes = group.len(), "a group of writes fell; each is tried alone");
                let alone = |job: &mut Box<dyn WriteJob>| {
                    commit_one(writer, &mut **job)
                        .map_or_else(|error| Err(unavailable(&error)), |mut one| one.pop().unwrap_or(Ok(())))
                };
                let outcomes = group.iter_mut().map(alone).collect();
                answer(synced, group, outcomes);
            }
            Err(error) => {
                let outcomes = group.iter().map(|_| Err(unavailable(&error))).collect();
                answer(synced, group, outcomes);
            }
        }
        after();
    }
}

fn not_synced() -> Error {
    Error::Unavailable(Box::new(Fault::new("floor.not_synced")))
}

fn answer(synced: &Synced, group: Vec<Box<dyn WriteJob>>, outcomes: Vec<Result<()>>) {
    synced.answer(Box::new(move |lasts| {
        for (job, outcome) in group.into_iter().zip(outcomes) {
            job.answer(if lasts { outcome } else { Err(not_synced()) });
        }
    }));
}

/// An error that every write of a group hears; nothing of theirs was kept.
fn unavailable(error: &Error) -> Error {
    match error {
        Error::Db(DbError::DiskFull) => Error::Unavailable(Box::new(Fault::new("floor.disk_full"))),
        Error::Db(db) => Error::Db(db.clone()),
        other => Error::Internal(anyhow::anyhow!("{other}")),
    }
}

/// Commits several writes at once, those too that `more` brings meanwhile. `Err` when the transaction as a whole was
/// lost.
fn commit_group(
    writer: &Reader,
    group: &mut Vec<Box<dyn WriteJob>>,
    more: impl FnMut(&mut Vec<Box<dyn WriteJob>>),
) -> Result<Vec<Result<()>>> {
    match commit_together(writer, group, more)? {
        Some(outcomes) => Ok(outcomes),
        None => commit_apart(writer, group),
    }
}

/// Without savepoints, for which SQLite would keep the first state of every page that each of them touches. A write that
/// was refused before it wrote anything needs none; when one is refused later, nothing is kept (`None`) and all are
/// run anew by [`commit_apart`].
fn commit_together(
    writer: &Reader,
    group: &mut Vec<Box<dyn WriteJob>>,
    mut more: impl FnMut(&mut Vec<Box<dyn WriteJob>>),
) -> Result<Option<Vec<Result<()>>>> {
    writer.step("begin immediate")?;
    let whole = Tx::new(writer);
    let mut outcomes = Vec::with_capacity(group.len());
    while let Some(job) = group.get_mut(outcomes.len()) {
        let before = writer.changes();
        let tx = whole.sharing();
        let outcome = job.run(&tx).and_then(|()| tx.settle_own());
        if writer.lost_transaction() {
            return Err(outcome.err().unwrap_or(Error::Db(DbError::DiskFull)));
        }
        if outcome.is_err() && (tx.has_gathered() || writer.changes() != before) {
            let _ = writer.batch("rollback");
            return Ok((group.len() == 1).then(|| vec![outcome]));
        }
        if outcome.is_ok() {
            whole.take_over(&tx);
        }
        outcomes.push(outcome);
        more(group);
    }
    let written = whole.settle().and_then(|()| whole.run_late(whole.take_late()));
    if let Err(error) = written.and_then(|()| writer.step("commit")) {
        let _ = writer.batch("rollback");
        return Err(error);
    }
    Ok(Some(outcomes))
}

/// Each in a savepoint, so that one that is refused takes nothing of the others with it.
fn commit_apart(writer: &Reader, group: &mut [Box<dyn WriteJob>]) -> Result<Vec<Result<()>>> {
    writer.batch("begin immediate")?;
    let mut outcomes = Vec::with_capacity(group.len());
    let mut late = Vec::new();
    for job in group.iter_mut() {
        let step = writer.step("savepoint one").and_then(|()| {
            let tx = Tx::new(writer);
            let outcome = job.run(&tx).and_then(|()| tx.settle());
            if writer.lost_transaction() {
                return Err(outcome.err().unwrap_or(Error::Db(DbError::DiskFull)));
            }
            if outcome.is_err() {
                writer.step("rollback to one")?;
            } else {
                late.append(&mut tx.take_late());
            }
            writer.step("release one")?;
            Ok(outcome)
        });
        match step {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => {
                let _ = writer.batch("rollback");
                return Err(error);
            }
        }
    }
    let tx = Tx::new(writer);
    let written = tx.run_late(late);
    if let Err(error) = written.and_then(|()| writer.batch("commit")) {
        let _ = writer.batch("rollback");
        return Err(error);
    }
    Ok(outcomes)
}

fn commit_one(writer: &Reader, job: &mut dyn WriteJob) -> Result<Vec<Result<()>>> {
    writer.batch("begin immediate")?;
    let behind = job.company() == Company::NoneBehind;
    let mut make = |reader: &Reader| {
        let tx = Tx::new(reader);
        job.run(&tx).and_then(|()| tx.settle()).and_then(|()| tx.run_late(tx.take_late()))
    };
    let outcome = if behind { writer.behind(make) } else { make(writer) };
    let lost = writer.lost_transaction();
    let outcome = match outcome {
        Ok(()) => writer.batch("commit").map(Ok),
        Err(error) if lost => return Err(error),
        refused => Ok(refused),
    };
    if !matches!(outcome, Ok(Ok(()))) {
        let _ = writer.batch("rollback");
    }
    outcome.map(|outcome| vec![outcome])
}

fn retry_loop(mut writer: Reader, connector: &Connector, jobs: &Receiver<Box<dyn WriteJob>>) {
    while let Ok(mut job) = jobs.recv() {
        let mut tries = 0;
        let outcome = loop {
            tries += 1;
            let outcome = run_once(&writer, &mut *job);
            let again = matches!(&outcome, Err(error) if error.is_retryable()) && tries < TRIES;
            if writer.is_closed() {
                match connector.connect_writer(&Pages::default()) {
                    Ok(fresh) => writer = fresh,
                    Err(error) if !again => break Err(error),
                    Err(_) => {}
                }
            }
            if !again {
                break outcome;
            }
            thread::sleep(Duration::from_millis(5 << tries.min(8)));
        };
        job.answer(outcome);
    }
}

fn run_once(writer: &Reader, job: &mut dyn WriteJob) -> Result<()> {
    writer.batch("begin")?;
    let tx = Tx::new(writer);
    let outcome = job
        .run(&tx)
        .and_then(|()| tx.settle())
        .and_then(|()| tx.run_late(tx.take_late()))
        .and_then(|()| writer.batch("commit"));
    if outcome.is_err() {
        let _ = writer.batch("rollback");
    }
    outcome
}
