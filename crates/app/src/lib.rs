//! Yinfeng: everything that touches the world. `floor` is shared ground; every other module is a room, a slice of
//! the office's work with its tables, operations, pages and jobs.

pub mod activity;
pub mod admission;
pub mod anomaly;
pub mod assessment;
pub mod chain;
pub mod claim;
pub mod cli;
pub mod commitment;
pub mod contact;
pub mod demo;
pub mod dictionary;
pub mod floor;
pub mod fund;
pub mod identity;
pub mod interaction;
pub mod investor;
pub mod keeping;
pub mod ledger;
pub mod light;
pub mod merge;
pub mod milestone;
pub mod org;
pub mod problem;
pub mod progress;
pub mod project;
pub mod report;
pub mod review;
pub mod rooms;
pub mod shortlist;
pub mod siting;
pub mod sponsor;
pub mod supervision;
pub mod timeline;
pub mod transfer;
