//! Shared ground: knows no room and no word of the domain but who acts.

pub mod audit;
pub mod change;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod file;
pub mod job;
pub mod near;
pub mod say;
pub mod seal;
pub mod search;
pub mod web;
pub mod workbook;

use std::sync::Arc;

pub use error::{Error, Fault, Faults, Result};

/// What every handler and every job has at hand.
pub struct App {
    pub config: config::Config,
    pub db: db::Db,
    pub files: file::Files,
    pub keys: seal::Keys,
    pub clock: Arc<dyn clock::Clock>,
    pub metrics: Option<metrics_exporter_prometheus::PrometheusHandle>,
}

pub type AppState = Arc<App>;
