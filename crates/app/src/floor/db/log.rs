//! The log of SQLite: what was committed stands there first, and is copied into the file by a thread of its own, so that
//! no write waits for it. Commits are on disk either way: the log is synced with each.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::{Place, Reader, upkeep};
use crate::floor::Result;

/// From so many pages on it is copied. A page that many commits have written is copied once, so later is cheaper; all
/// that was not copied is read through after a crash.
const LONG: usize = 20_000;
/// So many pages may be left for the writer to copy itself: while it does, none come to it, and only a log that was copied
/// whole is begun anew.
const REST: usize = 1_500;
/// How often the thread goes after what came meanwhile.
const ROUNDS: usize = 6;

/// How many pages stand in the log, told at each commit.
pub(super) type Pages = Arc<AtomicUsize>;

/// The log as its writer sees it.
pub(super) struct Log {
    pages: Pages,
    ask: Sender<()>,
    copied: Receiver<()>,
    is_asked: bool,
    due: usize,
}

impl Log {
    /// Of the database at `place`, whose writer tells `pages`.
    pub(super) fn of(place: Place, pages: Pages) -> Result<Self> {
        let (ask, asked) = bounded::<()>(1);
        let (done, copied) = bounded(1);
        let told = Arc::clone(&pages);
        thread::Builder::new().name("db-log".into()).spawn(move || {
            for () in asked {
                if let Err(error) = copy(&place, &told) {
                    tracing::warn!(%error, "the log of the database was not copied; it is tried again");
                }
                if done.send(()).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { pages, ask, copied, is_asked: false, due: LONG })
    }

    /// After a commit, when its writes are answered.
    pub(super) fn look(&mut self, writer: &Reader) {
        let pages = self.pages.load(Ordering::Relaxed);
        if self.is_asked {
            if self.copied.try_recv().is_ok() {
                self.is_asked = false;
                let _ = writer.batch("pragma wal_checkpoint(passive)");
                // Where a long read holds the log up, it is not asked for at each commit.
                self.due = pages + LONG;
            }
            return;
        }
        if pages < LONG {
            self.due = LONG;
        } else if pages >= self.due {
            self.is_asked = self.ask.try_send(()).is_ok();
        }
    }
}

fn copy(place: &Place, pages: &Pages) -> Result<()> {
    let mut before = 0;
    for _ in 0..ROUNDS {
        let copied = upkeep::copy_log(place)?;
        if copied <= before || pages.load(Ordering::Relaxed).saturating_sub(copied) < REST {
            break;
        }
        before = copied;
    }
    Ok(())
}
