//! One test binary: the rooms over HTTP in-process, every test on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking; clippy allows it in test functions only")]

mod activity;
mod admission;
mod assessment;
mod assets;
mod commitment;
mod demo;
mod dictionary;
mod floor;
mod fund;
mod gate;
mod investor;
mod ledger;
mod light;
mod milestone;
mod org;
mod parts;
mod problem;
mod process;
mod progress;
mod project;
mod rates;
mod rebuild;
mod report;
mod scores;
mod search;
mod shortlist;
mod siting;
mod sponsor;
mod story;
mod strangers;
mod supervision;
mod support;
mod tidy;
mod timeline;
mod transfer;
