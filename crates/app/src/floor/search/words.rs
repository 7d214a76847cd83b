//! The words of records that are being written, made on a thread of their own while the one thread that writes goes on:
//! they are not needed before the commit. Handed over by the portion, for waking the thread costs as much as the words
//! of a record.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
    sync::LazyLock,
};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::tokens;
use crate::floor::Result;

/// Records to a portion.
const PORTION: usize = 32;

/// What a record is found by, and the letter before its words.
type Texts = (char, Vec<String>);

/// What was handed over together.
struct Portion {
    made: Receiver<Vec<String>>,
    words: OnceCell<Vec<String>>,
}

/// A portion that is not full yet.
struct Open {
    texts: Vec<Texts>,
    answer: Sender<Vec<String>>,
    portion: Rc<Portion>,
}

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
}

/// The words of one record, parted by spaces, when they are made.
pub struct Words {
    portion: Rc<Portion>,
    at: usize,
}

/// Has the words of a record made, each behind this letter.
pub fn of(letter: char, texts: &[&str]) -> Words {
    OPEN.with_borrow_mut(|slot| {
        let open = slot.get_or_insert_with(|| {
            let (answer, made) = bounded(1);
            let portion = Rc::new(Portion { made, words: OnceCell::new() });
            Open { texts: Vec::with_capacity(PORTION), answer, portion }
        });
        open.texts.push((letter, texts.iter().map(|text| (*text).to_owned()).collect()));
        let words = Words { portion: Rc::clone(&open.portion), at: open.texts.len() - 1 };
        if open.texts.len() == PORTION {
            hand_over(slot);
        }
        words
    })
}

impl Words {
    /// Waits for them.
    pub fn take(&self) -> Result<&str> {
        if self.portion.words.get().is_none() {
            OPEN.with_borrow_mut(hand_over);
            let made = self.portion.made.recv().map_err(anyhow::Error::from)?;
            let _ = self.portion.words.set(made);
        }
        let words = self.portion.words.get().and_then(|words| words.get(self.at));
        Ok(words.ok_or_else(|| anyhow::anyhow!("a record has no words"))?)
    }
}

fn made((letter, texts): &Texts) -> String {
    let mut out = String::new();
    for token in tokens(texts) {
        out.push(*letter);
        out.push_str(&token);
        out.push(' ');
    }
    out
}

fn hand_over(slot: &mut Option<Open>) {
    type Wanted = (Vec<Texts>, Sender<Vec<String>>);
    static WANTED: LazyLock<Sender<Wanted>> = LazyLock::new(|| {
        let (send, receive) = unbounded::<Wanted>();
        let work = move || {
            for (portion, answer) in receive {
                // Who gave up the write no longer waits for it.
                let _ = answer.send(portion.iter().map(made).collect());
            }
        };
        if let Err(error) = std::thread::Builder::new().name("words".into()).spawn(work) {
            tracing::error!(%error, "no thread for the words of the search index");
        }
        send
    });
    if let Some(open) = slot.take() {
        // Without the thread the sender is dropped with the message, and whoever waits is told.
        let _ = WANTED.send((open.texts, open.answer));
    }
}
