//! The investor library of 1,000,000 organisations: what is typed into the box, and "is this one already here?".

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use postgres::{Client, NoTls};
use rusqlite::Connection;
use yinfeng_domain::text::{name_key, sort_key};

use crate::generate::{
    self, DISTRICT,
    library::{self, Firm},
};
use crate::load::{self, encoded};
use crate::server::Server;
use crate::session::{Login, Session};
use crate::table::Results;

/// Names of each kind of slip in the labelled set.
const EACH: usize = 200;
/// The first instant of 2020 in microseconds; each record was saved a second after the one before.
const SAVED: i64 = 1_577_836_800_000_000;

const FIELDS: &str = "district, id, name, name_key, sort_key, uscc, kind, country, group_id, industry, address, introduction, \
                      created_unit_id, created_by, created_at, updated_at, version, batch_id";

/// Where the library is kept.
enum Place<'a> {
    Folder,
    Postgres(&'a str),
}

impl Place<'_> {
    fn environment(&self) -> Vec<(&'static str, &str)> {
        let quiet = ("YINFENG_LOG_FILTER", "warn");
        match self {
            Place::Folder => vec![quiet],
            Place::Postgres(url) => vec![quiet, ("YINFENG_DATABASE", *url)],
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Place::Folder => "SQLite",
            Place::Postgres(_) => "PostgreSQL",
        }
    }
}

/// Measures on SQLite in a folder beside `data`, and on PostgreSQL when there is an empty database to fill.
pub fn run(data: &Path, count: u64, postgres: Option<&str>) -> Result<()> {
    let mut results = Results::new(
        "The investor library",
        &format!(
            "{count} organisations with names as firms have them, one in fifty with a second name, one in twenty a sister of \
             another elsewhere. One connection, 200 queries of each kind in turn for 4 s. The labelled set has {EACH} names of \
             each of nine kinds of slip that clerks make, and {} names of firms that are not there; recall: for how many the firm \
             that is meant is among the ten offered; precision: how many of all names for which anything was offered have the right one \
             first. A sister firm offered first counts as wrong. The index is everything by which search finds, as the \
             database counts its pages; on PostgreSQL packed, as every night.",
            EACH * 2
        ),
    );
    let firms = library::firms(count);
    let folder = beside(data, "library");
    measure(&folder, &firms, &Place::Folder, &mut results)?;
    if let Some(url) = postgres {
        measure(&beside(data, "library-postgres"), &firms, &Place::Postgres(url), &mut results)?;
    }
    results.save("8-library")
}

fn beside(data: &Path, what: &str) -> PathBuf {
    let name = data.file_name().unwrap_or_default().to_string_lossy().into_owned();
    data.with_file_name(format!("{name}-{what}"))
}

fn measure(data: &Path, firms: &[Firm], place: &Place<'_>, results: &mut Results) -> Result<()> {
    ensure(data, firms, place)?;
    let login = Login::clerk(data)?;
    let server = Server::start_with(data, &place.environment())?;
    let session = Session::open(&server.address, &login)?;
    let on = place.name();
    for (kind, texts) in library::queries(firms) {
        let paths = texts.iter().map(|text| format!("/api/v1/search?q={}", encoded(text)));
        let sample = asked(&server, &session, paths)?;
        let p95 = sample.quantile(0.95);
        let told = format!("p50 {:.1} ms, p95 {p95:.1} ms, {} failed", sample.quantile(0.5), sample.failed());
        results.line(
            &format!("{on}: search, {kind}"),
            "p95 ≤ 10 ms",
            told,
            p95 <= 10.0 && sample.failed() == 0,
        );
    }
    let typed = library::typed(firms, EACH);
    let path = |text: &str| format!("/api/v1/organisations/check?name={}", encoded(text));
    let sample = asked(&server, &session, typed.iter().map(|t| path(&t.text)))?;
    let p95 = sample.quantile(0.95);
    let told = format!("p50 {:.1} ms, p95 {p95:.1} ms, {} failed", sample.quantile(0.5), sample.failed());
    results.line(
        &format!("{on}: likely duplicates of a name"),
        "p95 ≤ 20 ms",
        told,
        p95 <= 20.0 && sample.failed() == 0,
    );
    judged(&session, firms, &typed, path, on, results)?;
    let (index, beside) = index_size(data, place)?;
    results.line(&format!("{on}: index of the search"), "≤ 250 MB", format!("{index:.0} MB"), index <= 250.0);
    if beside > 0.0 {
        let what = format!("{on}: the words themselves, which that index asks to be kept with the rows");
        results.line(&what, "—", format!("{beside:.0} MB"), true);
    }
    Ok(())
}

fn asked(server: &Server, session: &Session, paths: impl Iterator<Item = String>) -> Result<load::Sample> {
    let requests: Vec<Vec<u8>> = paths.map(|path| session.get(&path)).collect();
    load::run(&server.address, 1, Duration::from_secs(4), move |_, n, request| {
        requests[n as usize % requests.len()].clone_into(request);
    })
}

/// Recall and precision of the labelled set.
fn judged(
    session: &Session,
    firms: &[Firm],
    typed: &[library::Typed],
    path: impl Fn(&str) -> String,
    on: &str,
    results: &mut Results,
) -> Result<()> {
    let mut by_slip: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut known, mut found, mut offered, mut right) = (0_usize, 0, 0, 0);
    for one in typed {
        let answer = session.json(&session.get(&path(&one.text)))?;
        let similar: Vec<&str> =
            answer["similar"].as_array().into_iter().flatten().filter_map(|s| s["name"].as_str()).collect();
        offered += usize::from(!similar.is_empty());
        let Some(meant) = one.meant.map(|at| firms[at].name.as_str()) else { continue };
        let hit = similar.contains(&meant);
        known += 1;
        found += usize::from(hit);
        right += usize::from(similar.first() == Some(&meant));
        let slip = by_slip.entry(one.slip).or_default();
        *slip = (slip.0 + usize::from(hit), slip.1 + 1);
    }
    let (recall, precision) = (found as f64 / known as f64, right as f64 / offered.max(1) as f64);
    let mut told = format!("{recall:.3}");
    for (slip, (found, of)) in by_slip {
        write!(told, "; {slip} {:.2}", found as f64 / of as f64)?;
    }
    results.line(&format!("{on}: recall of duplicates"), "≥ 0.95", told, recall >= 0.95);
    results.line(
        &format!("{on}: precision of duplicates"),
        "≥ 0.8",
        format!("{precision:.3}"),
        precision >= 0.8,
    );
    Ok(())
}

fn ensure(data: &Path, firms: &[Firm], place: &Place<'_>) -> Result<()> {
    let done = data.join(format!("bench-library-{}", firms.len()));
    if done.is_file() {
        return Ok(());
    }
    std::fs::create_dir_all(data)?;
    let start = Instant::now();
    match place {
        Place::Folder => {
            generate::yinfeng(&["demo", "--load-only", "--data"], data)?;
            into_sqlite(data, firms)?;
            println!("rows written after {:.1} s", start.elapsed().as_secs_f64());
            generate::yinfeng(&["rebuild", "--data"], data)?;
        }
        Place::Postgres(url) => {
            generate::yinfeng(&["demo", "--load-only", "--database", url, "--data"], data)?;
            into_postgres(url, firms)?;
            println!("rows written after {:.1} s", start.elapsed().as_secs_f64());
            generate::yinfeng(&["rebuild", "--database", url, "--data"], data)?;
            Client::connect(url, NoTls)?.batch_execute("vacuum analyze")?;
        }
    }
    println!("search rebuilt after {:.1} s", start.elapsed().as_secs_f64());
    std::fs::write(done, "")?;
    Ok(())
}

/// Ids of version 7 that ascend with the numbers, later than those of the demo: a library grows at its end.
fn id(n: usize) -> uuid::Uuid {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&(n as u64).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(2_000_000_000_000 + n as u64, &random).into_uuid()
}

fn into_sqlite(data: &Path, firms: &[Firm]) -> Result<()> {
    let mut connection = Connection::open(generate::database(data))?;
    connection
        .execute_batch("pragma synchronous = off; pragma cache_size = -400000; pragma foreign_keys = off")?;
    let write = connection.transaction()?;
    {
        let mut organisation = write.prepare(&format!(
            "insert into investor_organisation ({FIELDS}) values (?1, ?2, ?3, ?4, ?5, ?6, 'enterprise', 'CN', null, null, \
             '', '', null, null, ?7, ?7, 1, null)"
        ))?;
        let mut alias = write.prepare(
            "insert into investor_name (district, organisation_id, kind, name, name_key, until_on)
             values (?1, ?2, 'alias', ?3, ?4, null)",
        )?;
        for (n, firm) in firms.iter().enumerate() {
            let (id, saved) = (id(n).into_bytes(), SAVED + n as i64 * 1_000_000);
            let (key, sort) = (name_key(&firm.name), sort_key(&firm.name));
            organisation.execute(rusqlite::params![DISTRICT, id, firm.name, key, sort, firm.uscc, saved])?;
            if let Some(other) = &firm.alias {
                alias.execute(rusqlite::params![DISTRICT, id, other, name_key(other)])?;
            }
        }
    }
    write.commit()?;
    connection.execute_batch("analyze; pragma wal_checkpoint(truncate)")?;
    Ok(())
}

fn into_postgres(url: &str, firms: &[Firm]) -> Result<()> {
    let mut client = Client::connect(url, NoTls).context("the database of PostgreSQL does not answer")?;
    let mut write = client.transaction()?;
    let mut rows = write.copy_in(&format!("copy investor_organisation ({FIELDS}) from stdin"))?;
    for (n, firm) in firms.iter().enumerate() {
        let (saved, name) = (SAVED + n as i64 * 1_000_000, &firm.name);
        // A tab in a key is written as COPY wants it.
        let (key, sort) = (name_key(name), sort_key(name).replace('\t', "\\t"));
        writeln!(
            rows,
            "{DISTRICT}\t{}\t{name}\t{key}\t{sort}\t{}\tenterprise\tCN\t\\N\t\\N\t\t\t\\N\t\\N\t{saved}\t{saved}\t1\t\\N",
            id(n),
            firm.uscc
        )?;
    }
    rows.finish()?;
    let mut names = write.copy_in(
        "copy investor_name (district, organisation_id, kind, name, name_key, until_on) from stdin",
    )?;
    for (n, firm) in firms.iter().enumerate() {
        if let Some(other) = &firm.alias {
            writeln!(names, "{DISTRICT}\t{}\talias\t{other}\t{}\t\\N", id(n), name_key(other))?;
        }
    }
    names.finish()?;
    write.commit()?;
    Ok(())
}

/// The index, and what has to be kept beside it, in megabytes of a million bytes.
fn index_size(data: &Path, place: &Place<'_>) -> Result<(f64, f64)> {
    let (index, beside): (i64, i64) = match place {
        Place::Folder => Connection::open(generate::database(data))?.query_row(
            "select sum(pgsize) from dbstat where name like 'floor_search%' or name like 'sqlite_autoindex_floor_search%'",
            [],
            |row| Ok((row.get(0)?, 0)),
        )?,
        Place::Postgres(url) => {
            let sizes = Client::connect(url, NoTls)?
                .query_one("select pg_indexes_size('floor_search'), pg_table_size('floor_search')", &[])?;
            (sizes.get(0), sizes.get(1))
        }
    };
    Ok((index as f64 / 1e6, beside as f64 / 1e6))
}
