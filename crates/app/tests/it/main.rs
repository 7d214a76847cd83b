//! One test binary: the rooms over HTTP in-process, every test on SQLite and on PostgreSQL.

mod assets;
mod demo;
mod floor;
mod org;
mod search;
mod support;
mod tidy;
