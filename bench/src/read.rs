//! The reading pages at 8 connections, and what their bare SQL costs.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use rusqlite::Connection;

use crate::bare;
use crate::generate::{self, DISTRICT, Dice};
use crate::load::encoded;
use crate::pages::{self, hyphenated};
use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::Results;

/// A page, and what is asked n-th.
struct Page<'p> {
    what: &'static str,
    path: Box<dyn Fn(u64) -> String + 'p>,
}

/// What the pages are asked about, drawn from the data.
struct Subjects {
    projects: Vec<[u8; 16]>,
    units: Vec<[u8; 16]>,
    words: Vec<String>,
}

const DASHBOARD: &str = "dashboard, asked again before anything is written";

pub fn run(data: &Path, login: &Login) -> Result<()> {
    let file = generate::database(data);
    let subjects = subjects(&Connection::open(&file)?)?;
    let mut results = Results::new(
        "Reading",
        "Release server on SQLite, 8 keep-alive connections without pauses for 8 s, signed in as an office clerk; \
         another record, filter or word each time. Server CPU is what the server's process used for a request; bare is \
         the CPU of the statements that the server sent for the same page (without those that find out who asks), run and \
         read row by row in one process. The file is read through once before, so that the system has it in memory.",
    );
    std::io::copy(&mut std::fs::File::open(&file)?, &mut std::io::sink())?;
    for page in pages(&subjects) {
        // Spread over all that is asked: the first forty dashboards would be of the first months of a year.
        let asked: Vec<String> = (0..40).map(|n| (page.path)(n * 49)).collect();
        let bare = bare::micros(&file, &bare::statements(data, login, &asked)?)?;
        let asked: Vec<String> = (0..2_000).map(|n| (page.path)(n)).collect();
        let read = pages::measure(data, login, page.what, &asked)?;
        if page.what == DASHBOARD {
            // Answered without its SQL, which therefore is no measure of it.
            let held = read.sample.quantile(0.99) <= 25.0 && read.sample.failed() == 0;
            results.line(page.what, "p99 ≤ 25 ms", read.told(), held);
            continue;
        }
        let (p99, times) = (read.sample.quantile(0.99), read.cpu_micros / bare);
        results.line(
            page.what,
            "p99 ≤ 25 ms, CPU ≤ 3 × bare",
            format!("{}, bare {bare:.0} µs: {times:.1} ×", read.told()),
            p99 <= 25.0 && times <= 3.0 && read.sample.failed() == 0,
        );
    }
    summary(data, login, &mut results)?;
    results.save("1-read")
}

/// The work summary: the middle of five.
fn summary(data: &Path, login: &Login, results: &mut Results) -> Result<()> {
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let mut times = Vec::new();
    for n in 0..5 {
        let body = serde_json::json!({"from": "2020-01-01", "to": "2020-08-31", "as_of": "2020-08-31"});
        let request = session.send(
            "POST",
            "/api/v1/reports/work-summary/preview",
            &format!("bench-summary-{n}"),
            &body,
        );
        let start = Instant::now();
        session.json(&request)?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    results.line("work summary of eight months", "≤ 1 s", format!("{:.2} s", times[2]), times[2] <= 1.0);
    Ok(())
}

fn subjects(connection: &Connection) -> Result<Subjects> {
    let ids = |sql: &str| -> Result<Vec<[u8; 16]>> {
        Ok(connection.prepare(sql)?.query_map([DISTRICT], |row| row.get(0))?.collect::<Result<_, _>>()?)
    };
    let projects =
        ids("select id from project where district = ?1 order by updated_at limit 2000 offset 20000")?;
    let units = ids("select id from org_unit where district = ?1 and scored order by path")?;
    let mut dice = Dice::new(8);
    let words = (0..200).map(|_| generate::brand(&mut dice)).collect();
    Ok(Subjects { projects, units, words })
}

fn pages(subjects: &Subjects) -> Vec<Page<'_>> {
    let id = |n: u64| subjects.projects[n as usize % subjects.projects.len()];
    let unit = |n: u64| subjects.units[n as usize % subjects.units.len()];
    let word = |n: u64| subjects.words[n as usize % subjects.words.len()].clone();
    vec![
        Page {
            what: "list of 50 projects, filter and sort",
            path: Box::new(move |n| {
                format!(
                    "/api/v1/projects?limit=50&unit={}&track=capital&sort=-total_fen",
                    hyphenated(unit(n))
                )
            }),
        },
        Page {
            what: "one project",
            path: Box::new(move |n| format!("/api/v1/projects/{}", hyphenated(id(n)))),
        },
        Page {
            what: "search of two characters",
            path: Box::new(move |n| format!("/api/v1/search?q={}", encoded(&word(n)))),
        },
        Page { what: DASHBOARD, path: Box::new(|_| "/api/v1/dashboard".to_owned()) },
        Page {
            what: "dashboard of a year, as of a day not asked for before",
            // Another day each time: the server keeps answers until the next write.
            path: Box::new(|n| {
                let (year, month, day) = (2014 + n % 10, 1 + n / 10 % 12, 1 + n / 120 % 28);
                format!("/api/v1/dashboard?year={year}&as_of={year}-{month:02}-{day:02}")
            }),
        },
    ]
}
