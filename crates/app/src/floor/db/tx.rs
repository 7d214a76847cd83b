//! A transaction, and what waits for its end.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    ops::Deref,
    rc::Rc,
};

use jiff::Timestamp;
use uuid::Uuid;

use super::{Engine, Reader, Value};
use crate::floor::{Result, clock};

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

    /// Runs a statement of which nobody asks how many rows it touched, at the latest before the next question.
    pub fn put(&self, sql: &str, params: &[Value]) -> Result<()> {
        self.reader.put(sql, params)
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
