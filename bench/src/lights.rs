//! The lights of all projects for a month.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use rusqlite::Connection;
use serde_json::json;

use crate::generate;
use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::Results;

pub fn run(data: &Path, login: &Login) -> Result<()> {
    // A demo district counts by its own day in 2013, when most of these projects were not there yet.
    Connection::open(generate::database(data))?.execute("update org_district set demo = false", [])?;
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let mut results = Results::new(
        "Lights",
        "`POST /api/v1/lights/month` on 100,000 projects: the light of each that goes on, computed from its stage, dates, \
         progress and money by the table of rules, and written with its inputs; first a month that has none, then the \
         same month again.",
    );
    for (n, what) in ["lights of a month", "the same month again"].into_iter().enumerate() {
        let body = json!({"month": "2023-12"});
        let key = format!("bench-lights-{}-{n}", std::process::id());
        let start = Instant::now();
        let month = session.json(&session.send("POST", "/api/v1/lights/month", &key, &body))?;
        let took = start.elapsed().as_secs_f64();
        let lit: i64 = month["colours"]
            .as_array()
            .map_or(0, |colours| colours.iter().filter_map(|colour| colour["projects"].as_i64()).sum());
        results.line(what, "≤ 10 s", format!("{took:.1} s, {lit} projects lit"), took <= 10.0);
    }
    results.save("6-lights")
}
