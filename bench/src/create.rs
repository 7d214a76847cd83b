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
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let connection = rusqlite::Connection::open(generate::database(data))?;
    let count = |table: &str| -> Result<i64> {
        Ok(connection.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?)
    };
    let units = session.json(&session.get("/api/v1/units"))?;
    let unit = units["items"]
        .as_array()
        .and_then(|items| items.iter().find(|unit| unit["scored"] == true))
        .map(|unit| unit["id"].clone())
        .unwrap_or_default();
    let (projects, entries) = (count("project")?, count("floor_audit")?);
    let run = std::process::id();
    let writer = session.clone();
    let make = move |worker: usize, n: u64| {
        let draft = json!({
            "name": format!("负载测试{run}第{worker}组{n}号新材料生产线项目"),
            "kind": "new", "track": "capital", "industry": "C361",
            "amounts": [{"measure": "total", "amount": "1.3", "unit": "yi"}],
            "place": "于河街道", "content": "年产5万吨新材料",
            "units": [{"unit_id": unit, "role": "lead", "share_bp": 10_000}],
        });
        writer.send("POST", "/api/v1/projects", &format!("bench-{run}-{worker}-{n}"), &draft)
    };
    let first = session.json(&make(9_999, 0))?;
    println!("first created: {}", first["code"]);
    let cpu = server.cpu()?;
    let sample = load::run(&server.address, 64, Duration::from_secs(15), make)?;
    let cpu = server.cpu()?.since(cpu);

    let (made, traced) = (count("project")? - projects, count("floor_audit")? - entries);
    if made != traced || made < sample.requests() as i64 {
        bail!(
            "{} creates were acknowledged, {made} projects and {traced} audit rows exist",
            sample.requests()
        );
    }
    let mut results = Results::new(
        "Audited create",
        "`POST /api/v1/projects` from 64 connections for 15 s, each with its own idempotency key, audit row, search \
         tokens and summary, SQLite with `synchronous=FULL`: an answer means it is on disk. Projects and audit rows \
         are counted afterwards.",
    );
    results.line(
        "creates per second",
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
    results.line("failed requests", "0", sample.failed().to_string(), sample.failed() == 0);
    results.save("2-create")
}
