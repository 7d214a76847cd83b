//! The board, the funnel and the rates of cohorts.

use std::path::Path;

use anyhow::Result;
use rusqlite::Connection;

use crate::generate::{self, DISTRICT, Id};
use crate::pages::{self, hyphenated};
use crate::session::Login;
use crate::table::Results;

const STAGES: [&str; 7] =
    ["lead", "negotiation", "signed", "registered", "construction", "completed", "production"];

pub fn run(data: &Path, login: &Login) -> Result<()> {
    let mut results = Results::new(
        "Boards",
        "8 connections without pauses, signed in as an office clerk. The board with the first 20 cards of each column, of \
         the whole district, of a track and of a unit in turn; the rates of the projects signed in a year with the funnel, \
         as of the day that is asked and as of a day years before, each time a year not asked for before, and the projects \
         that they were made of.",
    );
    let units: Vec<Id> = Connection::open(generate::database(data))?
        .prepare("select id from org_unit where district = ?1 and scored order by path")?
        .query_map([DISTRICT], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for (what, paths) in [
        ("board (kanban)", boards(&units)),
        ("one column of the board", columns(&units)),
        ("cohort rates of a year, as they stand, and the funnel", rates("", 2_000, false)),
        ("the projects of a rate, as it stands", rates("/projects", 2_000, false)),
        ("cohort rates of a year, as of a day long past", rates("", 2_000, true)),
        ("the projects of a rate, as of a day long past", rates("/projects", 2_000, true)),
    ] {
        let read = pages::measure(data, login, what, &paths)?;
        let p99 = read.sample.quantile(0.99);
        results.line(what, "p99 ≤ 50 ms", read.told(), p99 <= 50.0 && read.sample.failed() == 0);
    }
    results.save("5-boards")
}

fn boards(units: &[Id]) -> Vec<String> {
    let of_units = units.iter().map(|id| format!("/api/v1/board?unit={}", hyphenated(*id)));
    let others = ["", "?track=capital", "?track=talent"].into_iter().cycle();
    of_units.zip(others).flat_map(|(unit, other)| [unit, format!("/api/v1/board{other}")]).collect()
}

fn columns(units: &[Id]) -> Vec<String> {
    let all = units.iter().zip(STAGES.into_iter().cycle());
    all.flat_map(|(unit, stage)| {
        [
            format!("/api/v1/board/{stage}?limit=50"),
            format!("/api/v1/board/{stage}?limit=50&unit={}", hyphenated(*unit)),
        ]
    })
    .collect()
}

/// Another year each time: the server keeps answers until the next write.
fn rates(list: &str, count: u64, past: bool) -> Vec<String> {
    (0..count)
        .map(|n| {
            let (year, month, day) = (2006 + n % 10, 1 + n / 10 % 12, 1 + n / 120 % 28);
            let only = if list.is_empty() { "" } else { "&rate=funds&limit=50" };
            // The generated entries end before 2026.
            let as_of = if past { year + 3 } else { 2026 };
            format!(
                "/api/v1/cohort-rates{list}?from={year}-{month:02}-{day:02}&to={}-{month:02}-{day:02}\
                 &as_of={as_of}-{month:02}-{day:02}{only}",
                year + 1
            )
        })
        .collect()
}
