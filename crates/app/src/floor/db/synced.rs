//! Commits of SQLite and the sync that makes them last: the log is synced by a thread of its own while the writer goes on with
//! the next commit, and nobody is answered before the sync of theirs. `synchronous = full` does the same inside the
//! commit, where the writer waits for the disk.

use std::{
    fs::File,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::{Place, Reader};
use crate::floor::Result;

/// What is done when it is known whether a commit lasts.
pub(super) type Answer = Box<dyn FnOnce(bool) + Send>;

/// So many commits may wait for a sync; then the writer does too.
const AHEAD: usize = 2;

pub(super) struct Synced {
    commits: Sender<Answer>,
    lost: Arc<AtomicBool>,
}

impl Synced {
    /// Of the database at `place`, all of whose commits by `writer` are given to this from now on.
    pub(super) fn of(place: &Place, writer: &Reader) -> Result<Self> {
        // The log is synced before it is copied, and the file before the log is begun anew: that stays.
        writer.batch("pragma synchronous = normal")?;
        let log = match place {
            Place::Sqlite(path) => {
                let mut log = path.clone().into_os_string();
                log.push("-wal");
                PathBuf::from(log)
            }
            Place::Postgres { .. } => PathBuf::new(),
        };
        let (commits, made) = bounded::<Answer>(AHEAD);
        let lost = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&lost);
        thread::Builder::new().name("db-sync".into()).spawn(move || run(&log, &made, &told))?;
        Ok(Self { commits, lost })
    }

    /// After a commit.
    pub(super) fn answer(&self, answer: Answer) {
        // The thread ends after this end of the channel.
        let _ = self.commits.send(answer);
    }

    /// Whether a sync failed: what was written since the last one may be gone after a power cut, though it is read now.
    /// Nothing more is written then.
    pub(super) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }
}

fn run(log: &std::path::Path, made: &Receiver<Answer>, lost: &AtomicBool) {
    for first in made {
        // One sync for all that were committed before it.
        let answers: Vec<Answer> = std::iter::once(first).chain(made.try_iter()).collect();
        if !lost.load(Ordering::Relaxed)
            && let Err(error) = File::open(log).and_then(|log| log.sync_data())
        {
            tracing::error!(%error, "the log of the database could not be synced; nothing is written until a restart");
            lost.store(true, Ordering::Relaxed);
        }
        let lasts = !lost.load(Ordering::Relaxed);
        for answer in answers {
            answer(lasts);
        }
    }
}
