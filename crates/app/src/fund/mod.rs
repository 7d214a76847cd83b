//! 到位资金: the ledger of money in place, from claim to recognition.
//!
//! A unit claims a receipt with its proofs; a reviewer who neither claimed nor typed it recognises it, reduces it,
//! returns it or rejects it. What is recognised is credited to the units of the project by their shares, counts from
//! the day of recognition, and is never edited: a correction is a new entry with the difference.

mod claim;
mod draft;
mod duplicate;
pub mod evidence;
mod export;
mod get;
pub mod http;
mod import;
mod job;
mod list;
mod recognition;
mod rows;
mod store;
mod summary;
mod view;

pub use claim::{Step, add_evidence, create, edit, reindex, resubmit, withdraw};
pub use draft::{Draft, EvidenceDraft};
pub use export::workbook;
pub use get::{Subject, get, subject};
pub use import::{
    Arriving, RecognisedBefore, create_imported, recognise_as, remove_batch, touched_since_import,
};
pub use job::run_reclassify;
pub use list::{Filter, list};
pub use recognition::{
    CorrectBody, QueueFilter, RecogniseBody, correct, give_back, queue, recognise, reject,
};
pub use summary::{
    Difference, Group, Part, Slice, Spans, money, money_of, rebuild, reclassify, spans, total, verify,
    verify_credits,
};
pub use view::{Actions, FundPage, FundRef, FundRow, FundView, Sums};
