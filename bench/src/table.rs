//! Results: one JSON file per measurement in `bench/results/`, and `docs/performance.md` made from them.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// One line of the table.
#[derive(Serialize, Deserialize)]
pub struct Line {
    pub what: String,
    /// What the bound asks, as a sentence part: `p99 ≤ 25 ms`.
    pub bound: String,
    pub measured: String,
    pub holds: bool,
}

/// One measurement with its lines.
#[derive(Serialize, Deserialize)]
pub struct Results {
    pub title: String,
    /// `YYYY-MM-DD`
    pub date: String,
    pub machine: String,
    pub method: String,
    pub lines: Vec<Line>,
}

impl Results {
    pub fn new(title: &str, method: &str) -> Self {
        Self {
            title: title.to_owned(),
            date: today(),
            machine: machine(),
            method: method.to_owned(),
            lines: Vec::new(),
        }
    }

    pub fn line(&mut self, what: &str, bound: &str, measured: String, holds: bool) {
        println!("{} {what}: {measured} (bound: {bound})", if holds { "✓" } else { "✗" });
        self.lines.push(Line { what: what.to_owned(), bound: bound.to_owned(), measured, holds });
    }

    /// Keep under this name and write the document anew.
    pub fn save(&self, name: &str) -> Result<()> {
        let folder = root().join("bench/results");
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(self)?)?;
        write_document()
    }
}

/// `docs/performance.md`: everything measured so far, in the order of the names.
pub fn write_document() -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("bench/results"))
        .context("nothing was measured yet")?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    files.sort();
    let mut text = String::from(include_str!("performance.head.md"));
    for file in files {
        let results: Results = serde_json::from_slice(&fs::read(file)?)?;
        write!(text, "\n## {}\n\n{}\n\n", results.title, results.method)?;
        write!(text, "Measured {} on {}.\n\n", results.date, results.machine)?;
        text += "| what | bound | measured | |\n|---|---|---|---|\n";
        for line in &results.lines {
            let mark = match (line.bound.as_str(), line.holds) {
                // A floor has no bound: it tells what no program can go below here.
                ("—", _) => "",
                (_, true) => "holds",
                (_, false) => "**misses**",
            };
            writeln!(text, "| {} | {} | {} | {mark} |", line.what, line.bound, line.measured)?;
        }
    }
    let docs = root().join("docs");
    fs::create_dir_all(&docs)?;
    fs::write(docs.join("performance.md"), text)?;
    Ok(())
}

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

#[expect(clippy::disallowed_methods, reason = "a measurement is dated by the machine it ran on")]
fn today() -> String {
    jiff::Zoned::now().date().to_string()
}

fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let field = |text: &str, name: &str| {
        text.lines()
            .find(|line| line.starts_with(name))
            .and_then(|line| line.split_once([':', '=']))
            .map(|(_, value)| value.trim().trim_matches('"').to_owned())
            .unwrap_or_default()
    };
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let kib: u64 = field(&read("/proc/meminfo"), "MemTotal")
        .split(' ')
        .next()
        .and_then(|it| it.parse().ok())
        .unwrap_or(0);
    format!(
        "{cores} cores of {}, {} GiB memory, {}",
        field(&cpu, "model name"),
        kib.div_ceil(1024 * 1024),
        field(&read("/etc/os-release"), "PRETTY_NAME"),
    )
}
