//! Scores over HTTP: what a leader waits for after a receipt was recognised, by the sums that are kept and by rules that
//! look at every receipt.

use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use rusqlite::Connection;
use serde_json::{Value, json};
use yinfeng_domain::assessment::scheme::DEFAULT;

use crate::generate::{self, DISTRICT, Id};
use crate::pages::hyphenated;
use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::Results;

/// A year in which the generated district was at work.
const YEAR: i64 = 2023;
/// More than any unit of the generated district has in a year: a receipt more is worth something to each.
const TARGET_FEN: i64 = 100_000_000_000_000;
/// Rules that keep every receipt: each is looked at with its project, proofs, partners and first report.
const RULES: &str = "\n[recognition]\nbase = [\"cash\", \"fixed\", \"appraised\"]\n\
    [[recognition.eligible]]\nid = \"once\"\nunless = \"same_as != ''\"\nsay = \"重复入库\"\n\
    [[recognition.factor]]\nwhere = \"industry = 'C'\"\ntimes = 1.1\nsay = \"制造业\"\n\
    [[recognition.factor]]\ntimes = 1\n[credit]\nmode = \"agreement\"\n";

pub fn run(data: &Path, login: &Login) -> Result<()> {
    let (units, project): (Vec<Id>, Id) = {
        let connection = Connection::open(generate::database(data))?;
        // A demo district counts by its own day in 2013.
        connection.execute("update org_district set demo = false", [])?;
        let mut all = connection.prepare(
            "select id from org_unit where district = ?1 and scored and valid_until is null order by path",
        )?;
        let units: Vec<Id> = all.query_map([DISTRICT], |row| row.get(0))?.collect::<Result<_, _>>()?;
        // Of the first unit, and one that money came for in the year.
        let project = connection.query_row(
            "select f.project_id from fund f where f.district = ?1 and f.unit_id = ?2 and f.state = 'recognised'
               and f.received_on between ?3 and ?4 limit 1",
            rusqlite::params![DISTRICT, units.first(), format!("{YEAR}-06-01"), format!("{YEAR}-11-30")],
            |row| row.get(0),
        )?;
        (units, project)
    };
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let mut asked = Asked { session: &session, writes: 0 };
    for unit in &units {
        asked.write("PUT", "/api/v1/targets", &target(*unit, "funds", TARGET_FEN))?;
        asked.write("PUT", "/api/v1/targets", &target(*unit, "talents", 3))?;
    }
    let mut results = Results::new(
        "Scores over HTTP",
        "`GET /api/v1/scores` for a year of 100,000 projects and 500,000 receipts, signed in as an office clerk, first by the \
         default scheme, which reads the sums that are kept, then by one with `[recognition]`, which takes every receipt of \
         the year through its rules. Each line is the first request after a write; asked again, scores are kept until the \
         next.",
    );
    for (what, rules) in [("by the sums that are kept", ""), ("by rules, receipt by receipt", RULES)] {
        asked.in_force(rules)?;
        let receipt = if rules.is_empty() {
            format!("C3511~{YEAR}-12-01")
        } else {
            // By rules a receipt counts as its project has it.
            format!("~{YEAR}-12-01~{}", hyphenated(project))
        };
        measure(&mut results, &mut asked, &units, (what, &receipt))?;
        if !rules.is_empty() {
            page_of_book(&mut results, &mut asked)?;
        }
    }
    circular(&mut results, &mut asked)?;
    let peak = server.memory("VmHWM")?;
    results.line("peak memory of the server", "≤ 500 MB", format!("{peak:.0} MiB"), peak <= 500.0);
    results.save("9-scores")
}

fn measure(
    results: &mut Results,
    asked: &mut Asked<'_>,
    units: &[Id],
    (what, receipt): (&str, &str),
) -> Result<()> {
    let day = format!("year={YEAR}&as_of={YEAR}-12-31");
    let league = format!("/api/v1/scores?{day}");
    let (took, answer) = asked.timed(&league)?;
    let scored: usize = answer["groups"]
        .as_array()
        .map_or(0, |groups| groups.iter().filter_map(|g| g["units"].as_array()).map(Vec::len).sum());
    anyhow::ensure!(scored == units.len(), "{scored} of {} units scored: {answer}", units.len());
    results.line(&format!("all units, {what}"), "≤ 5 s", format!("{took:.2} s, {scored} units"), took <= 5.0);
    let (again, _) = asked.timed(&league)?;
    let kept = again * 1_000.0;
    results.line(&format!("the same again, {what}"), "", format!("{kept:.1} ms"), true);
    let unit = hyphenated(*units.first().context("no unit is assessed")?);
    let card = format!("/api/v1/scores/{unit}?{day}");
    asked.timed(&card)?;
    let (took, _) = asked.timed(&card)?;
    let took = took * 1_000.0;
    results.line(&format!("the card of a unit, {what}"), "≤ 50 ms", format!("{took:.1} ms"), took <= 50.0);
    let supposed = format!("/api/v1/scores/what-if?{day}&if=receipt~{unit}~1000000000000~{receipt}");
    let (took, answer) = asked.timed(&supposed)?;
    anyhow::ensure!(answer["gains"] == 1, "a supposed receipt gains nothing: {}", answer["gains"]);
    results.line(&format!("what if, {what}"), "≤ 5 s", format!("{took:.2} s"), took <= 5.0);
    Ok(())
}

/// A page of the book of recognition, with the steps of each receipt.
fn page_of_book(results: &mut Results, asked: &mut Asked<'_>) -> Result<()> {
    let page = format!("/api/v1/book?year={YEAR}&as_of={YEAR}-12-31&limit=50");
    asked.timed(&page)?;
    let (took, answer) = asked.timed(&page)?;
    let rows = answer["items"].as_array().map_or(0, Vec::len);
    anyhow::ensure!(rows == 50, "a page of the book has {rows} rows: {answer}");
    let took = took * 1_000.0;
    results.line(
        "a page of the book, by rules, receipt by receipt",
        "≤ 50 ms",
        format!("{took:.1} ms"),
        took <= 50.0,
    );
    Ok(())
}

/// The circular of December with its league over twelve open months, by the sums that are kept.
fn circular(results: &mut Results, asked: &mut Asked<'_>) -> Result<()> {
    asked.in_force("")?;
    let path = format!("/api/v1/reports/circular?month={YEAR}-12");
    let (first, _) = asked.timed(&path)?;
    results.line(
        "the circular of December, twelve open months",
        "≤ 5 s",
        format!("{first:.2} s"),
        first <= 5.0,
    );
    let (again, _) = asked.timed(&path)?;
    results.line("the same again, circular", "≤ 1 s", format!("{again:.2} s"), again <= 1.0);
    Ok(())
}

fn target(unit: Id, measure: &str, value: i64) -> Value {
    json!({ "unit_id": hyphenated(unit), "measure": measure, "year": YEAR, "value": value,
            "decided_on": format!("{YEAR}-01-10"), "version": 0 })
}

/// A clerk who asks and writes.
struct Asked<'s> {
    session: &'s Session,
    writes: u64,
}

impl Asked<'_> {
    fn timed(&self, path: &str) -> Result<(f64, Value)> {
        let start = Instant::now();
        let answer = self.session.json(&self.session.get(path))?;
        Ok((start.elapsed().as_secs_f64(), answer))
    }

    fn write(&mut self, method: &str, path: &str, body: &Value) -> Result<Value> {
        self.writes += 1;
        let mut key = format!("bench-scores-{}", std::process::id());
        write!(key, "-{}", self.writes)?;
        self.session.json(&self.session.send(method, path, &key, body))
    }

    /// Keeps the default scheme with these rules for the year and puts it in force.
    fn in_force(&mut self, rules: &str) -> Result<()> {
        let id = format!("id = \"bench-{YEAR}-{}\"", self.writes);
        let text = DEFAULT.replacen("id = \"sanzhao-sanyin-2013\"", &id, 1).replacen(
            "\nyear = 2013",
            &format!("\nyear = {YEAR}"),
            1,
        ) + rules;
        let made = self.write("POST", "/api/v1/schemes", &json!({ "text": text }))?;
        let id = made["id"].as_str().context("the scheme has no id")?.to_owned();
        self.write("POST", &format!("/api/v1/schemes/{id}/in-force"), &Value::Null).map(drop)
    }
}
