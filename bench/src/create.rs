//! Audited, durable creates over HTTP from 64 clients.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use serde_json::json;

use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::Results;
use crate::{generate, load};

pub fn run(data: &Path, login: &Login) -> Result<()> {
    let mut results = Results::new(
        "Audited create",
        "`POST` from 64 connections for 15 s, each with its own idempotency key, audit row and search tokens (a project \
         with its sums, units, amounts and stage too), SQLite with `synchronous=FULL`: an answer means it is on disk. \
         Client and server share the two cores. What exists is counted afterwards.",
    );
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let units = session.json(&session.get("/api/v1/units"))?;
    let unit = units["items"]
        .as_array()
        .and_then(|items| items.iter().find(|unit| unit["scored"] == true))
        .map(|unit| unit["id"].clone())
        .unwrap_or_default();
    let run = std::process::id();
    let project = move |worker: usize, n: u64| {
        json!({
            "name": format!("负载测试{run}第{worker}组{n}号新材料生产线项目"),
            "kind": "new", "track": "capital", "industry": "C361",
            "amounts": [{"measure": "total", "amount": "1.3", "unit": "yi"}],
            "place": "于河街道", "content": "年产5万吨新材料",
            "units": [{"unit_id": unit, "role": "lead", "share_bp": 10_000}],
        })
    };
    let organisation = move |worker: usize, n: u64| json!({ "name": format!("负载测试{run}第{worker}组{n}号有限公司"), "kind": "enterprise", "country": "CN" });
    let place = Place { data, server: &server, session: &session };
    one(&place, &mut results, "project", "/api/v1/projects", project)?;
    one(&place, &mut results, "investor_organisation", "/api/v1/organisations", organisation)?;
    results.save("2-create")
}

struct Place<'p> {
    data: &'p Path,
    server: &'p Server,
    session: &'p Session,
}

/// Creates as many rows of a table as 15 s allow.
fn one(
    place: &Place<'_>,
    results: &mut Results,
    table: &str,
    path: &'static str,
    draft: impl Fn(usize, u64) -> serde_json::Value + 'static,
) -> Result<()> {
    let Place { data, server, session } = place;
    let connection = rusqlite::Connection::open(generate::database(data))?;
    let count = |table: &str| -> Result<i64> {
        Ok(connection.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?)
    };
    let (rows, entries) = (count(table)?, count("floor_audit")?);
    let (run, writer, kind) = (std::process::id(), (*session).clone(), table.to_owned());
    let make = move |worker: usize, n: u64| {
        let key = format!("bench-{run}-{kind}-{worker}-{n}");
        writer.send("POST", path, &key, &draft(worker, n))
    };
    session.json(&make(9_999, 0))?;
    let cpu = server.cpu()?;
    let sample = load::run(&server.address, 64, Duration::from_secs(15), make)?;
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
