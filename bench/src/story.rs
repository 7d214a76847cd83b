//! The page of a project that has a long story, with what its next stage needs.

use std::path::Path;

use anyhow::Result;
use jiff::ToSpan;
use jiff::civil::date;
use rusqlite::{Connection, params};

use crate::generate::{self, DISTRICT, Id};
use crate::pages::{self, hyphenated};
use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::Results;

const PROJECTS: usize = 16;
const WEEKS: i64 = 1_000;
const RECEIPTS: i64 = 300;
const PROBLEMS: i64 = 40;
const STEPS: i64 = 10;

pub fn run(data: &Path, login: &Login) -> Result<()> {
    let projects = lengthen(&generate::database(data))?;
    let mut results = Results::new(
        "A long story",
        "Projects with 2,000 entries in their timeline: 1,000 weekly reports, 300 receipts as claimed and as recognised, \
         400 steps of 40 problems. 8 connections without pauses; the page of a project asks for the project (with what \
         its next stage needs) and for its timeline, 50 entries at a time; every page of the timeline is asked for.",
    );
    let records: Vec<String> =
        projects.iter().map(|id| format!("/api/v1/projects/{}", hyphenated(*id))).collect();
    let stories = all_pages(data, login, &records)?;
    for (what, paths) in
        [("the project, with what its next stage needs", &records), ("its timeline", &stories)]
    {
        let read = pages::measure(data, login, what, paths)?;
        let p99 = read.sample.quantile(0.99);
        results.line(what, "p99 ≤ 30 ms", read.told(), p99 <= 30.0 && read.sample.failed() == 0);
    }
    results.save("4-story")
}

/// The addresses of all pages of the timelines.
fn all_pages(data: &Path, login: &Login, records: &[String]) -> Result<Vec<String>> {
    let server = Server::start(data)?;
    let session = Session::open(&server.address, login)?;
    let mut all = Vec::new();
    for record in records {
        let mut path = format!("{record}/timeline?limit=50");
        let mut entries = 0;
        loop {
            let page = session.json(&session.get(&path))?;
            all.push(path);
            entries += page["items"].as_array().map_or(0, Vec::len);
            let Some(next) = page["next_cursor"].as_str() else { break };
            path = format!("{record}/timeline?limit=50&cursor={next}");
        }
        anyhow::ensure!(entries >= 2_000, "{record} has {entries} entries");
    }
    Ok(all)
}

/// Gives some projects a story.
fn lengthen(file: &Path) -> Result<Vec<Id>> {
    let mut connection = Connection::open(file)?;
    connection.execute_batch("pragma synchronous = off; pragma foreign_keys = off")?;
    let found: Vec<(Id, Id, Id)> = connection
        .prepare(
            "select p.id, p.lead_unit_id, (select f.id from fund f where f.district = p.district
               and f.project_id = p.id and f.state = 'recognised' limit 1) as receipt
             from project p where p.district = ?1 and p.stage = 'construction' and receipt is not null
             order by p.id limit ?2",
        )?
        .query_map(params![DISTRICT, PROJECTS as i64], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let write = connection.transaction()?;
    let mut no = 0_u64;
    let mut id = || {
        no += 1;
        uuid::Builder::from_unix_timestamp_millis(1_700_000_000_000 + no, &[7; 10]).into_uuid().into_bytes()
    };
    for (at, (project, unit, receipt)) in found.iter().enumerate() {
        for n in 0..WEEKS {
            let week = (date(2004, 1, 5) + (n * 7).days()).to_string();
            write.execute(
                "insert into progress (district, id, project_id, unit_id, week, no_change, happened, next_step, due_on,
                   problem, reported_on, reported_by, reported_at, version)
                 values (?1, ?2, ?3, ?4, ?5, false, '主体结构施工到三层，设备基础已验收', '封顶', null,
                   '', ?5, null, ?6, 1)",
                params![DISTRICT, id(), project, unit, week, n],
            )?;
        }
        for n in 0..RECEIPTS {
            let day = (date(2014, 1, 1) + (n * 9).days()).to_string();
            let columns = "kind, payer, payer_key, currency, minor, rate_e8, rate_on, rate_source, claimed_fen, state, \
                           recognised_fen, decided_by, decided_at, decision, corrects_id, note, source_text, source_unit, \
                           claimed_by, typed_by, claimed_at, updated_at, version, batch_id";
            write.execute(
                &format!(
                    "insert into fund (district, id, code, project_id, unit_id, slip_no, received_on, recognised_on, {columns})
                     select district, ?3, ?4, project_id, unit_id, '', ?5, ?5, {columns} from fund
                     where district = ?1 and id = ?2"
                ),
                params![DISTRICT, receipt, id(), format!("ST-{at}-{n}"), day],
            )?;
        }
        for n in 0..PROBLEMS {
            let problem = id();
            write.execute(
                "insert into problem values (?1, ?2, ?3, ?4, '用电容量不足', '', ?5, null, '2015-01-01', ?5, '2015-02-01',
                   'closed', '', null, null, '2015-03-01', 0, 0, 1)",
                params![DISTRICT, problem, format!("SP-{at}-{n}"), project, unit],
            )?;
            for step in 0..STEPS {
                let day = (date(2015, 1, 1) + (n * 50 + step).days()).to_string();
                write.execute(
                    "insert into problem_log values (?1, ?2, ?3, ?4, 'answer', '已与供电公司协调', ?5, null, 0)",
                    params![DISTRICT, problem, step + 1, project, day],
                )?;
            }
        }
    }
    write.commit()?;
    Ok(found.into_iter().map(|(project, ..)| project).collect())
}
