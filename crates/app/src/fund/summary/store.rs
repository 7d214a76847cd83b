//! The sums and the credits they are made of: one function adds, one rebuilds, one verifies.

use jiff::civil::Date;
use yinfeng_domain::{
    assessment::credit,
    id::{FundId, ProjectId, UnitId},
    transfer::CreditMeasure,
};

use crate::{
    floor::{
        Error, Result,
        db::{Reader, Tx},
    },
    params,
    project::credit::share_on,
};

/// A table of sums: of a month, or of a day.
struct Sums {
    table: &'static str,
    /// Its column of the time, and what an entry says of it.
    time: &'static str,
    of: &'static str,
}

const SUMS: [Sums; 2] = [
    Sums { table: "fund_summary", time: "month", of: "substr(f.recognised_on, 1, 7)" },
    Sums { table: "fund_day_summary", time: "day", of: "f.recognised_on" },
];

impl Sums {
    /// What every sum must be, straight from the entries: of those that `only` leaves.
    fn expected(&self, only: &str) -> String {
        let Self { time, of, .. } = self;
        format!(
            "select {of} as {time}, c.unit_id, p.track, p.structure, substr(coalesce(p.industry, ''), 1, 1) as section,
               cast(sum(case when c.unit_id = f.unit_id then 1 else 0 end) as bigint) as entries,
               cast(sum(c.fen) as bigint) as fen
             from fund f join fund_credit c on c.district = f.district and c.fund_id = f.id
             join project p on p.district = f.district and p.id = f.project_id
             where f.district = $1 and f.state = 'recognised'{only}
             group by {of}, c.unit_id, p.track, p.structure, substr(coalesce(p.industry, ''), 1, 1)"
        )
    }
}

/// Shares of a project among its units on a day, those without a share left out.
fn shares(reader: &Reader, district: &str, project: ProjectId, day: Date) -> Result<Vec<(UnitId, i64)>> {
    let mut shares = reader.query(
        &format!(
            "select pu.unit_id, {} from project_unit pu where pu.district = $1 and pu.project_id = $2",
            share_on(CreditMeasure::Funds, "$3")
        ),
        params![district, project, day],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    shares.retain(|(_, bp): &(UnitId, i64)| *bp > 0);
    shares.sort_by_key(|(unit, bp)| (-bp, *unit));
    Ok(shares)
}

fn split(fen: i64, shares: &[(UnitId, i64)]) -> Result<Vec<i64>> {
    let parts: Vec<u32> = shares.iter().map(|(_, bp)| u32::try_from(*bp).unwrap_or(0)).collect();
    credit::split(fen, &parts)
        .map_err(|unfit| Error::refused(crate::floor::Fault::new("fund.shares_not_whole").with("why", unfit)))
}

/// What is credited for an entry: to whom, with which share, how much.
pub(in crate::fund) struct CreditRow {
    pub unit: UnitId,
    pub share_bp: i64,
    pub fen: i64,
}

/// Credits of a new recognition: by the shares of the project that hold on its day.
pub(in crate::fund) fn new_credits(
    reader: &Reader,
    district: &str,
    project: ProjectId,
    on: Date,
    fen: i64,
) -> Result<Vec<CreditRow>> {
    let shares = shares(reader, district, project, on)?;
    let parts = split(fen, &shares)?;
    Ok(shares
        .into_iter()
        .zip(parts)
        .map(|((unit, share_bp), fen)| CreditRow { unit, share_bp, fen })
        .collect())
}

/// Credits of a correction: what the right total gives each unit by the shares of the entry that is corrected,
/// less what the entry and its corrections gave so far. Sums to the difference, to the fen.
pub(in crate::fund) fn correcting_credits(
    reader: &Reader,
    district: &str,
    original: FundId,
    correction: FundId,
    difference: i64,
) -> Result<Vec<CreditRow>> {
    let so_far = reader.query(
        "select c.unit_id, max(case when c.fund_id = $2 then c.share_bp else 0 end), cast(sum(c.fen) as bigint)
         from fund f join fund_credit c on c.district = f.district and c.fund_id = f.id
         where f.district = $1 and f.id <> $3 and f.state = 'recognised' and (f.id = $2 or f.corrects_id = $2)
         group by c.unit_id",
        params![district, original, correction],
        |row| Ok((row.get::<UnitId>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?)),
    )?;
    let mut shared: Vec<(UnitId, i64, i64)> = so_far.into_iter().filter(|(_, bp, _)| *bp > 0).collect();
    shared.sort_by_key(|(unit, bp, _)| (-bp, *unit));
    let total = shared.iter().map(|(_, _, fen)| fen).sum::<i64>() + difference;
    let shares: Vec<(UnitId, i64)> = shared.iter().map(|(unit, bp, _)| (*unit, *bp)).collect();
    let parts = split(total, &shares)?;
    Ok(shared
        .into_iter()
        .zip(parts)
        .map(|((unit, share_bp, before), right)| CreditRow { unit, share_bp, fen: right - before })
        .collect())
}

/// Writes the credits of an entry that has just been recognised, and adds them to the sums.
pub(in crate::fund) fn credit_entry(
    tx: &Tx<'_>,
    district: &str,
    id: FundId,
    claiming: UnitId,
    mut credits: Vec<CreditRow>,
) -> Result<()> {
    // The entry is counted with the unit that claimed it, also when that unit has no share.
    if !credits.iter().any(|c| c.unit == claiming) {
        credits.push(CreditRow { unit: claiming, share_bp: 0, fen: 0 });
    }
    for c in &credits {
        tx.execute(
            "insert into fund_credit (district, fund_id, unit_id, share_bp, fen, recognised_on)
             select $1, $2, $3, $4, $5, f.recognised_on from fund f where f.district = $1 and f.id = $2",
            params![district, id, c.unit, c.share_bp, c.fen],
        )?;
    }
    delta(tx, district, id, 1)
}

/// The one function that changes sums: adds (`sign` 1) or takes away (-1) all that one entry is credited with.
fn delta(tx: &Tx<'_>, district: &str, id: FundId, sign: i64) -> Result<()> {
    for sums in &SUMS {
        let Sums { table, time, .. } = sums;
        let expected = sums.expected(" and f.id = $2");
        tx.execute(
            &format!(
                "insert into {table} (district, {time}, unit_id, track, structure, section, entries, fen)
                 select $1, e.{time}, e.unit_id, e.track, e.structure, e.section, e.entries * $3, e.fen * $3
                 from ({expected}) e where true order by e.unit_id
                 on conflict (district, {time}, unit_id, track, structure, section) do update set
                   entries = {table}.entries + excluded.entries, fen = {table}.fen + excluded.fen"
            ),
            params![district, id, sign],
        )?;
    }
    Ok(())
}

/// Takes an entry out of the sums and its credits away: only for an import that is undone.
pub(in crate::fund) fn uncredit(tx: &Tx<'_>, district: &str, id: FundId) -> Result<()> {
    delta(tx, district, id, -1)?;
    tx.execute("delete from fund_credit where district = $1 and fund_id = $2", params![district, id])?;
    Ok(())
}

/// Sums made anew for the times and units that a project's money is in, after the project was put under another
/// track, structure or industry. Running it twice changes nothing.
pub fn reclassify(tx: &Tx<'_>, district: &str, project: ProjectId) -> Result<()> {
    for sums in &SUMS {
        let Sums { table, time, of } = sums;
        let touched = tx.query(
            &format!(
                "select distinct {of}, c.unit_id
                 from fund f join fund_credit c on c.district = f.district and c.fund_id = f.id
                 where f.district = $1 and f.project_id = $2 and f.state = 'recognised'"
            ),
            params![district, project],
            |row| Ok((row.get::<String>(0)?, row.get::<UnitId>(1)?)),
        )?;
        for (at, unit) in touched {
            tx.execute(
                &format!("delete from {table} where district = $1 and {time} = $2 and unit_id = $3"),
                params![district, &at, unit],
            )?;
            let only = format!(" and {of} = $2 and c.unit_id = $3");
            insert(tx, sums, &only, params![district, &at, unit])?;
        }
    }
    Ok(())
}

fn insert(tx: &Tx<'_>, sums: &Sums, only: &str, bound: &[crate::floor::db::Value]) -> Result<()> {
    let (Sums { table, time, .. }, expected) = (sums, sums.expected(only));
    tx.execute(
        &format!(
            "insert into {table} (district, {time}, unit_id, track, structure, section, entries, fen)
             select $1, e.{time}, e.unit_id, e.track, e.structure, e.section, e.entries, e.fen from ({expected}) e"
        ),
        bound,
    )?;
    Ok(())
}

/// Makes all sums of a district anew from the entries.
pub fn rebuild(tx: &Tx<'_>, district: &str) -> Result<()> {
    for sums in &SUMS {
        tx.execute(&format!("delete from {} where district = $1", sums.table), params![district])?;
        insert(tx, sums, "", params![district])?;
    }
    Ok(())
}

/// A sum that is not what the entries give.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The month, or the day.
    pub time: String,
    pub unit_id: uuid::Uuid,
    pub track: String,
    pub structure: String,
    pub section: String,
    pub kept_fen: i64,
    pub right_fen: i64,
    pub kept_entries: i64,
    pub right_entries: i64,
}

/// Sums that differ from their entries; empty when all is well.
pub fn verify(reader: &Reader, district: &str) -> Result<Vec<Difference>> {
    let mut all = Vec::new();
    for sums in &SUMS {
        all.extend(differences(reader, district, sums)?);
    }
    Ok(all)
}

fn differences(reader: &Reader, district: &str, sums: &Sums) -> Result<Vec<Difference>> {
    let (Sums { table, time, .. }, expected) = (sums, sums.expected(""));
    let key = format!("{time}, unit_id, track, structure, section");
    reader.query(
        &format!(
            "select {key}, cast(sum(kept_fen) as bigint), cast(sum(right_fen) as bigint),
               cast(sum(kept_entries) as bigint), cast(sum(right_entries) as bigint)
             from (
               select {key}, fen as kept_fen, 0 as right_fen, entries as kept_entries, 0 as right_entries
               from {table} where district = $1
               union all
               select {key}, 0, e.fen, 0, e.entries from ({expected}) e
             ) both_sides
             group by {key}
             having sum(kept_fen) <> sum(right_fen) or sum(kept_entries) <> sum(right_entries)
             order by {key}"
        ),
        params![district],
        |row| {
            Ok(Difference {
                time: row.get(0)?,
                unit_id: row.get(1)?,
                track: row.get(2)?,
                structure: row.get(3)?,
                section: row.get(4)?,
                kept_fen: row.get(5)?,
                right_fen: row.get(6)?,
                kept_entries: row.get(7)?,
                right_entries: row.get(8)?,
            })
        },
    )
}

/// Entries whose credits do not sum to what was recognised, or do not count from its day: codes.
pub fn verify_credits(reader: &Reader, district: &str) -> Result<Vec<String>> {
    reader.query(
        "select f.code from fund f left join fund_credit c on c.district = f.district and c.fund_id = f.id
         where f.district = $1 and f.state = 'recognised'
         group by f.code, f.recognised_fen having coalesce(sum(c.fen), 0) <> f.recognised_fen
           or sum(case when c.recognised_on = f.recognised_on then 0 else 1 end) > 0 order by f.code",
        params![district],
        |row| Ok(row.get(0)?),
    )
}
