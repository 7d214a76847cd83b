//! Start, memory at rest, and the weight of the first page.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::load;
use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::{self, Results};

pub fn run(data: &Path, login: &Login) -> Result<()> {
    let mut results = Results::new(
        "Start, rest, first page",
        "`yinfeng serve` on the generated district: from starting the process to the first 200 of `/healthz`, the \
         middle of 9; resident memory after signing in, opening dashboard and project list, and 5 s at rest; bytes of \
         everything the browser loads before the home page shows, as served with gzip.",
    );
    let mut starts = Vec::new();
    for _ in 0..9 {
        starts.push(Server::start(data)?.first_answer.as_secs_f64() * 1e3);
    }
    starts.sort_by(f64::total_cmp);
    let middle = starts[starts.len() / 2];
    results.line("start to first answer", "≤ 300 ms", format!("{middle:.0} ms"), middle <= 300.0);

    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    session.json(&session.get("/api/v1/dashboard?year=2020&as_of=2020-08-31"))?;
    session.json(&session.get("/api/v1/projects?limit=50"))?;
    std::thread::sleep(Duration::from_secs(5));
    let resident = server.memory("VmRSS")?;
    results.line("memory at rest", "≤ 60 MB", format!("{resident:.0} MB"), resident <= 60.0);

    let bytes = first_load(&server.address)?;
    let kilobytes = bytes as f64 / 1e3;
    results.line(
        "first load of the workbench",
        "≤ 500 kB gzip",
        format!("{kilobytes:.0} kB"),
        kilobytes <= 500.0,
    );
    results.save("7-start")
}

/// What is served for the page, its entry, the home page and everything they import.
fn first_load(address: &str) -> Result<u64> {
    let file = table::root().join("web/dist/.vite/manifest.json");
    let manifest: Value = serde_json::from_slice(
        &std::fs::read(&file).with_context(|| format!("{} is missing; run npm run build", file.display()))?,
    )?;
    let chunks = manifest.as_object().context("the manifest of Vite is no object")?;
    let mut files = BTreeSet::from(["/".to_owned()]);
    let mut left: Vec<&str> = chunks
        .iter()
        .filter(|(name, chunk)| chunk["isEntry"] == true || name.ends_with("HomePage.tsx"))
        .map(|(name, _)| name.as_str())
        .collect();
    while let Some(name) = left.pop() {
        let chunk = &chunks[name];
        let texts = |key: &str| chunk[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        let own = chunk["file"].as_str().into_iter();
        let mut is_new = false;
        for file in own.chain(texts("css")).chain(texts("assets")) {
            is_new |= files.insert(format!("/{file}"));
        }
        if is_new {
            left.extend(texts("imports"));
        }
    }
    let mut bytes = 0;
    for path in files {
        let response = load::once(address, &load::request("GET", &path, "accept-encoding: gzip\r\n", ""))?;
        bytes += response.body.len() as u64;
    }
    Ok(bytes)
}
