//! The words and rules of attracting investment (招商引资).
//!
//! Pure: no I/O, no SQL, no HTTP, no clock, no randomness, no binary floating point. Everything here
//! can be run again with the same arguments and gives the same answer.

#[cfg(test)]
extern crate self as yinfeng_domain;

pub mod admission;
pub mod anomaly;
pub mod assessment;
pub mod authority;
pub mod chain;
pub mod circular;
pub mod claim;
pub mod commitment;
pub mod contact;
pub mod fund;
pub mod handover;
pub mod id;
pub mod interaction;
pub mod investor;
pub mod keeping;
pub mod ledger;
pub mod light;
pub mod matching;
pub mod merge;
pub mod milestone;
pub mod money;
pub mod org_code;
pub mod period;
pub mod problem;
pub mod progress;
pub mod project;
pub mod referral;
pub mod report;
pub mod review;
pub mod shortlist;
pub mod siting;
pub mod supervision;
pub mod table;
pub mod text;
pub mod transfer;
