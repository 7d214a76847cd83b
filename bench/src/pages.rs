//! A page asked for without pause on 8 connections.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::load::{self, Sample};
use crate::server::Server;
use crate::session::{Login, Session};

const CONNECTIONS: usize = 8;
const TIME: Duration = Duration::from_secs(8);

pub struct Measured {
    pub sample: Sample,
    /// What the server's process used for one request.
    pub cpu_micros: f64,
}

impl Measured {
    pub fn told(&self) -> String {
        format!(
            "p50 {:.1} ms, p99 {:.1} ms, {:.0}/s, {} failed; server CPU {:.0} µs",
            self.sample.quantile(0.5),
            self.sample.quantile(0.99),
            self.sample.per_second(),
            self.sample.failed(),
            self.cpu_micros,
        )
    }
}

/// Asks a new server for these addresses in turn.
pub fn measure(data: &Path, login: &Login, what: &str, paths: &[String]) -> Result<Measured> {
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let first = &paths[1 % paths.len()];
    let answer = session.json(&session.get(first))?;
    if answer["items"].as_array().is_some_and(Vec::is_empty) {
        bail!("{what} found nothing at {first}");
    }
    let requests: Vec<Vec<u8>> = paths.iter().map(|path| session.get(path)).collect();
    let before = server.cpu()?;
    let sample = load::run(&server.address, CONNECTIONS, TIME, move |worker, n, request| {
        requests[(worker as u64 * 250 + n) as usize % requests.len()].clone_into(request);
    })?;
    // What was answered in the half second before counting began has cost CPU too.
    let counted = sample.elapsed.as_secs_f64() / (sample.elapsed.as_secs_f64() + 0.5);
    let cpu_micros = server.cpu()?.since(before).as_secs_f64() * 1e6 * counted / sample.requests() as f64;
    Ok(Measured { sample, cpu_micros })
}

pub fn hyphenated(id: [u8; 16]) -> String {
    uuid::Uuid::from_bytes(id).hyphenated().to_string()
}
