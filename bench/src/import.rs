//! A ledger of 100,000 rows and 30 columns, from the upload to the commit.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};

use crate::generate::Dice;
use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::Results;

const ROWS: u32 = 100_000;
/// The columns that the server maps; the rest of the thirty are notes an office keeps beside them.
const HEADERS: [&str; 12] = [
    "序号",
    "项目名称",
    "投资方",
    "建设内容",
    "总投资（万元）",
    "行业",
    "责任单位",
    "签约时间",
    "项目进展",
    "到位资金（万元）",
    "到账日期",
    "备注",
];

pub fn run(data: &Path, login: &Login) -> Result<()> {
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let units = session.json(&session.get("/api/v1/units"))?;
    let units: Vec<&str> = units["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|unit| unit["scored"] == true)
        .filter_map(|unit| unit["name"].as_str())
        .collect();
    let file = workbook(&units)?;
    println!("a workbook of {} MB", file.len() / 1_000_000);

    let run = std::process::id();
    let start = Instant::now();
    let upload = session.upload("/api/v1/ledger/batches", &format!("bench-upload-{run}"), "台账.xlsx", &file);
    let batch = session.json(&upload)?;
    let path = format!("/api/v1/ledger/batches/{}", batch["id"].as_str().unwrap_or_default());
    let batch = wait(&session, &path, &["ready", "failed"])?;
    let read = start.elapsed();
    println!("read after {:.1} s: {}", read.as_secs_f64(), batch["counts"]);
    if batch["state"] != "ready" {
        bail!("the workbook was not read: {batch}");
    }
    let start = Instant::now();
    let body = json!({"version": batch["version"]});
    session.json(&session.send("POST", &format!("{path}/import"), &format!("bench-import-{run}"), &body))?;
    let batch = wait(&session, &path, &["imported", "ready", "failed"])?;
    let import = start.elapsed();
    if batch["state"] != "imported" {
        bail!("the import ended as {batch}");
    }
    let rate = f64::from(ROWS) / import.as_secs_f64();
    let mut results = Results::new(
        "Import",
        "A workbook of 100,000 rows × 30 columns, imported beside 100,000 existing projects: likely duplicates are \
         looked up for each row, the import is one transaction. Time from `POST …/import` to the state `imported`.",
    );
    results.line(
        "rows per second to commit",
        "≥ 5,000",
        format!(
            "{rate:.0}/s ({:.1} s; upload and reading before it {:.1} s)",
            import.as_secs_f64(),
            read.as_secs_f64()
        ),
        rate >= 5_000.0,
    );
    let peak = server.memory("VmHWM")?;
    results.line("peak memory", "≤ 600 MB", format!("{peak:.0} MB"), peak <= 600.0);
    results.save("3-import")
}

fn wait(session: &Session, path: &str, states: &[&str]) -> Result<Value> {
    let start = Instant::now();
    loop {
        let batch = session.json(&session.get(path))?;
        if states.iter().any(|state| batch["state"] == *state) {
            return Ok(batch);
        }
        if start.elapsed() > Duration::from_mins(10) {
            bail!("nothing ended within 10 minutes: {batch}");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn workbook(units: &[&str]) -> Result<Vec<u8>> {
    let mut dice = Dice::new(100_000);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    for column in 0..30_u16 {
        let header =
            HEADERS.get(usize::from(column)).map_or_else(|| format!("说明{column}"), |it| (*it).to_owned());
        sheet.write(0, column, header)?;
    }
    for row in 1..=ROWS {
        let day = format!("2024-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28));
        sheet.write(row, 0, row)?;
        sheet.write(row, 1, format!("导入测试{row:06}号智能装备生产线项目"))?;
        sheet.write(row, 2, format!("测试投资{:05}有限公司", dice.below(30_000)))?;
        sheet.write(row, 3, "新建厂房2万平方米，购置设备120台套")?;
        sheet.write(row, 4, dice.below(500_000) as f64 / 10.0)?;
        sheet.write(row, 5, "C36")?;
        sheet.write(row, 6, *dice.pick(units))?;
        sheet.write(row, 7, &day)?;
        sheet.write(row, 8, "已开工")?;
        sheet.write(row, 9, dice.below(50_000) as f64 / 10.0)?;
        sheet.write(row, 10, &day)?;
        for column in 11..30_u16 {
            sheet.write(row, column, format!("说明{}", dice.below(1_000)))?;
        }
    }
    Ok(book.save_to_buffer()?)
}
