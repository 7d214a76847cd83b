//! 100,000 projects and 500,000 receipts, the same each time, written straight into the tables of a district
//! that `yinfeng demo` laid out. Summaries and search come from the program's own rebuild afterwards.

pub mod library;
mod names;
mod rows;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use rusqlite::Connection;

use crate::server;

/// The demo district.
pub const DISTRICT: &str = "379901";
/// Projects are spread evenly over these years; the demo district's own year lies among them.
pub const YEARS: std::ops::RangeInclusive<i64> = 2004..=2023;
/// As many scored units as a large district has: streets, zones, departments, teams.
const UNITS: usize = 60;

/// As SQLite stores ids.
pub type Id = [u8; 16];

/// How much to make.
#[derive(Clone, Copy)]
pub struct Size {
    pub projects: u64,
    pub receipts_each: u64,
}

/// Lay out a demo district in `data` and fill it, unless that was done before.
pub fn ensure(data: &Path, size: Size) -> Result<()> {
    let done = data.join(format!("bench-{}x{}", size.projects, size.receipts_each));
    if done.is_file() {
        return Ok(());
    }
    if data.exists() && data.read_dir()?.next().is_some() {
        bail!("{} holds other data; name an empty folder with --data", data.display());
    }
    std::fs::create_dir_all(data)?;
    let start = Instant::now();
    yinfeng(&["demo", "--load-only", "--data"], data)?;
    fill(&database(data), size)?;
    println!("rows written after {:.1} s", start.elapsed().as_secs_f64());
    yinfeng(&["rebuild", "--data"], data)?;
    println!("summaries and search rebuilt after {:.1} s", start.elapsed().as_secs_f64());
    std::fs::write(done, "")?;
    Ok(())
}

/// Do something with a copy of the data that is thrown away afterwards.
pub fn with_copy(data: &Path, work: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let parent = data.parent().unwrap_or(data);
    let copy = tempfile::Builder::new().prefix("bench-").tempdir_in(parent)?;
    for entry in std::fs::read_dir(data)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name()))?;
        }
    }
    work(copy.path())
}

/// A two-character name as the generated firms and projects have it.
pub fn brand(dice: &mut Dice) -> String {
    names::brand(dice)
}

/// The database file of a data folder.
pub fn database(data: &Path) -> std::path::PathBuf {
    data.join("yinfeng.db")
}

/// Runs the program with these arguments and the data folder behind them.
pub fn yinfeng(args: &[&str], data: &Path) -> Result<()> {
    let status = Command::new(server::binary()?).args(args).arg(data).status()?;
    if !status.success() {
        bail!("`yinfeng {}` failed ({status})", args.join(" "));
    }
    Ok(())
}

fn fill(file: &Path, size: Size) -> Result<()> {
    let mut connection =
        Connection::open(file).with_context(|| format!("{} cannot be opened", file.display()))?;
    // A crash here only means starting over with an empty folder.
    connection.execute_batch(
        "pragma synchronous = off; pragma cache_size = -400000; pragma temp_store = memory; pragma foreign_keys = off",
    )?;
    more_units(&connection)?;
    let units = unit_ids(&connection)?;
    let industries = industry_codes(&connection)?;
    let account: Id = connection
        .query_row(
            "select id from identity_account where district = ?1 order by login limit 1",
            [DISTRICT],
            |row| row.get(0),
        )
        .context("the demo district has no account")?;
    let transaction = connection.transaction()?;
    rows::write(&transaction, &rows::Ground { units, industries, account }, size)?;
    transaction.commit()?;
    connection.execute_batch("analyze; pragma wal_checkpoint(truncate)")?;
    Ok(())
}

/// Departments below the committee until there are [`UNITS`] scored units.
fn more_units(connection: &Connection) -> Result<()> {
    let (root, path): (Id, String) = connection
        .query_row(
            "select id, path from org_unit where district = ?1 order by length(path), path limit 1",
            [DISTRICT],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .context("the demo district has no units")?;
    for n in unit_ids(connection)?.len()..UNITS {
        let id =
            uuid::Builder::from_unix_timestamp_millis(0, &[0, 0, 0, 0, 0, 0, 0, 0, 1, n as u8]).into_uuid();
        connection.execute(
            "insert into org_unit (district, id, parent_id, path, kind, name, name_key, short_name, sort_no, scored,
               mission, valid_from, valid_until, created_at, updated_at, version)
             values (?1, ?2, ?3, ?4 || ?5 || '/', 'department', ?6, ?6, ?6, ?7, true, '', '2004-01-01', null, 0, 0, 1)",
            rusqlite::params![
                DISTRICT,
                id.into_bytes(),
                root,
                path,
                id.to_string(),
                format!("第{n}单位"),
                1_000 + n as i64
            ],
        )?;
    }
    Ok(())
}

fn unit_ids(connection: &Connection) -> Result<Vec<Id>> {
    let sql = "select id from org_unit where district = ?1 and scored order by path";
    let mut statement = connection.prepare(sql)?;
    let ids: Vec<Id> = statement.query_map([DISTRICT], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if ids.is_empty() {
        bail!("the demo district has no scored units");
    }
    Ok(ids)
}

fn industry_codes(connection: &Connection) -> Result<Vec<String>> {
    let mut statement =
        connection.prepare("select code from dictionary_industry where level = 3 order by code")?;
    let codes: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if codes.is_empty() {
        bail!("the dictionary of industries is empty");
    }
    Ok(codes)
}

/// SplitMix64: the same numbers on every machine.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to below `n`.
    pub const fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A district with one unit and one account, in the tables as migrated.
    fn district() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = database(folder.path());
        let connection = Connection::open(&file).expect("a new database");
        let mut steps: Vec<_> = std::fs::read_dir(crate::table::root().join("migrations"))
            .expect("migrations")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        steps.sort();
        for step in steps {
            let sql = std::fs::read_to_string(step).expect("a migration");
            connection.execute_batch(&sql).expect("portable SQL");
        }
        connection
            .execute_batch(
                "insert into org_district values ('379901', '凤栖区', '招商办', true, 0, 0, 1);
                 insert into org_unit values ('379901', x'00000000000000000000000000000001', null, '01', 'street',
                   '于河街道', '于河街道', '于河', 1, true, '', '2013-01-01', null, 0, 0, 1);
                 insert into identity_account values ('379901', x'00000000000000000000000000000002', 'clerk', '', '',
                   'zh-CN', 0, null, 0, false, null, 0, 0, 1);
                 insert into dictionary_industry values ('C361', 'C36', 3, '汽车整车制造')",
            )
            .expect("the ground");
        (folder, file)
    }

    fn facts(file: &Path) -> (i64, i64, i64, String, i64) {
        let connection = Connection::open(file).expect("the database");
        connection
            .query_row(
                "select (select count(*) from project), (select count(*) from fund), (select sum(claimed_fen) from fund),
                        (select group_concat(name) from project), (select count(*) from pragma_foreign_key_check)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
            )
            .expect("facts")
    }

    #[test]
    fn the_same_rows_each_time_and_no_broken_references() {
        let (_keep, one) = district();
        let (_keep_too, two) = district();
        let size = Size { projects: 30, receipts_each: 5 };
        fill(&one, size).expect("filled");
        fill(&two, size).expect("filled");
        let facts_of_one = facts(&one);
        assert_eq!((facts_of_one.0, facts_of_one.1, facts_of_one.4), (30, 150, 0));
        assert_eq!(facts_of_one, facts(&two));
    }
}
