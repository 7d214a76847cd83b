//! Audited, durable creates over HTTP from 64 clients.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::Results;
use crate::{
    generate,
    load::{self, NUMBER, Template, WORKER},
    rows,
};

pub fn run(data: &Path, login: &Login) -> Result<()> {
    let mut results = Results::new(
        "Audited create",
        "`POST` from 64 connections for 15 s, each with its own idempotency key, audit row and search tokens (a project \
         with its sums, units, amounts and stage too); an answer means that SQLite's log was synced behind the row. \
         Client and server share the two cores. What exists is counted afterwards.",
    );
    for what in [&PROJECT, &ORGANISATION] {
        // A copy for each: the rows of the floor are taken out and written again, which leaves its trace in the words.
        generate::with_copy(data, |data| created(data, login, what, &mut results))?;
    }
    hello(&Server::start(data)?, &mut results)?;
    results.save("2-create")
}

fn created(data: &Path, login: &Login, what: &What, results: &mut Results) -> Result<()> {
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let units = session.json(&session.get("/api/v1/units"))?;
    let unit = units["items"]
        .as_array()
        .and_then(|items| items.iter().find(|unit| unit["scored"] == true))
        .map(|unit| unit["id"].clone())
        .unwrap_or_default();
    let before = rows::Before::of(&generate::database(data), what.tables, what.kind)?;
    one(&Place { data, server: &server, session: &session }, results, what, &(what.draft)(&unit))?;
    let floor = rows::again(&generate::database(data), &before, what.names)?;
    results.line(
        &format!(
            "floor of `POST {}`: its rows and words written again by SQLite alone, 64 to a commit",
            what.path
        ),
        "—",
        format!("{:.0}/s, {:.0} µs CPU each", floor.per_second, floor.cpu_micros),
        true,
    );
    Ok(())
}

fn project(unit: &Value) -> Value {
    let run = std::process::id();
    json!({
        "name": format!("负载测试{run}第{WORKER}组{NUMBER}号新材料生产线项目"),
        "kind": "new", "track": "capital", "industry": "C361",
        "amounts": [{"measure": "total", "amount": "1.3", "unit": "yi"}],
        "place": "于河街道", "content": "年产5万吨新材料",
        "units": [{"unit_id": unit, "role": "lead", "share_bp": 10_000}],
    })
}

fn organisation(_: &Value) -> Value {
    let run = std::process::id();
    json!({"name": format!("负载测试{run}第{WORKER}组{NUMBER}号有限公司"), "kind": "enterprise", "country": "CN"})
}

/// What is created, and how its rows are found again.
struct What {
    path: &'static str,
    tables: &'static [&'static str],
    kind: &'static str,
    names: &'static str,
    /// What is sent, for a unit in the lead.
    draft: fn(&Value) -> Value,
}

const PROJECT: What = What {
    path: "/api/v1/projects",
    tables: &["project", "project_amount", "project_unit", "project_stage_log"],
    kind: "project",
    names: "select name || ' ' || code from project where rowid > ?1 order by rowid",
    draft: project,
};
const ORGANISATION: What = What {
    path: "/api/v1/organisations",
    tables: &["investor_organisation"],
    kind: "organisation",
    names: "select name from investor_organisation where rowid > ?1 order by rowid",
    draft: organisation,
};

/// What a request costs that does nothing.
fn hello(server: &Server, results: &mut Results) -> Result<()> {
    let request = load::request("GET", "/healthz", "", "");
    let cpu = server.cpu()?;
    let sample = load::run(&server.address, 64, Duration::from_secs(5), move |_, _, buffer| {
        request.clone_into(buffer);
    })?;
    let counted = sample.elapsed.as_secs_f64() / (sample.elapsed.as_secs_f64() + 0.5);
    let cpu = server.cpu()?.since(cpu).as_secs_f64() * 1e6 * counted / sample.requests() as f64;
    results.line(
        "floor of any request: `GET /healthz` on the same 64 connections",
        "—",
        format!("{:.0}/s, {cpu:.0} µs server CPU each", sample.per_second()),
        true,
    );
    Ok(())
}

struct Place<'p> {
    data: &'p Path,
    server: &'p Server,
    session: &'p Session,
}

/// Creates as many rows of a table as 15 s allow.
fn one(place: &Place<'_>, results: &mut Results, what: &What, draft: &Value) -> Result<()> {
    let Place { data, server, session } = place;
    let (table, path) = (what.tables[0], what.path);
    let connection = rusqlite::Connection::open(generate::database(data))?;
    let count = |table: &str| -> Result<i64> {
        Ok(connection.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?)
    };
    let (rows, entries) = (count(table)?, count("floor_audit")?);
    // Keys ascend with time, as those of the workbench do.
    let key = format!("bench-{}-{table}-{NUMBER}-{WORKER}", std::process::id());
    let template = Template::new(session.send("POST", path, &key, draft));
    let mut first = Vec::new();
    template.fill(9_999, 0, &mut first);
    session.json(&first)?;
    let cpu = server.cpu()?;
    let sample = load::run(&server.address, 64, Duration::from_secs(15), move |worker, n, request| {
        template.fill(worker, n, request);
    })?;
    let cpu = server.cpu()?.since(cpu);
    let (made, traced) = (count(table)? - rows, count("floor_audit")? - entries);
    if made != traced || made < sample.requests() as i64 {
        bail!("{} creates were acknowledged, {made} rows and {traced} audit rows exist", sample.requests());
    }
    results.line(
        &format!("`POST {path}`, creates per second"),
        "≥ 5,000",
        format!(
            "{:.0}/s, p50 {:.1} ms, p99 {:.1} ms, {:.0} µs server CPU each",
            sample.per_second(),
            sample.quantile(0.5),
            sample.quantile(0.99),
            cpu.as_secs_f64() * 1e6 / made as f64
        ),
        sample.per_second() >= 5_000.0,
    );
    results.line(
        &format!("`POST {path}`, failed requests"),
        "0",
        sample.failed().to_string(),
        sample.failed() == 0,
    );
    Ok(())
}
