//! Recognised introductions and formal contracts by month, kept beside the projects.

use yinfeng_domain::{
    id::{ProjectId, UnitId},
    project::{Agreement, Measure},
    report::work_summary::LEAD_FROM_FEN,
};

use crate::{
    floor::{
        Result,
        db::{Reader, Tx},
    },
    params,
    project::{draft::Prepared, summary::Difference},
};

/// A class that is summed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    event: String,
    month: String,
    unit: UnitId,
    track: String,
    structure: String,
    section: String,
    high_technology: bool,
    lead: bool,
}

const BY: &str = "event, month, unit_id, track, structure, section, high_technology, lead";

/// Each introduction and each contract of a district, with what tells its sum apart; `only` narrows to some projects.
fn each(only: &str) -> String {
    let class = format!(
        "p.track as track, p.structure as structure, substr(coalesce(p.industry, ''), 1, 1) as section,
         p.high_technology as high_technology, coalesce(p.total_fen >= {LEAD_FROM_FEN}, false) as lead,
         p.total_fen as total_fen"
    );
    format!(
        "select 'introduced' as event, substr(r.recognised_on, 1, 7) as month, r.unit_id as unit_id, {class}
         from project p join project_recognition r on r.district = p.district and r.project_id = p.id
         where p.district = $1 and r.event = 'introduced' and r.state = 'recognised'
           and r.recognised_on is not null{only}
         union all
         select 'signed', substr(p.contract_signed_on, 1, 7), p.lead_unit_id, {class}
         from project p
         where p.district = $1 and p.contract_signed_on is not null and p.agreement = 'contract'
           and p.origin = 'CN'{only}"
    )
}

/// What one project adds to the sums as it is now: class and total.
pub fn of_project(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<(Key, Option<i64>)>> {
    reader.query(&each(" and p.id = $2"), params![district, id], |r| {
        let key = Key {
            event: r.get(0)?,
            month: r.get(1)?,
            unit: r.get(2)?,
            track: r.get(3)?,
            structure: r.get(4)?,
            section: r.get(5)?,
            high_technology: r.get(6)?,
            lead: r.get(7)?,
        };
        Ok((key, r.get(8)?))
    })
}

/// What the contract of a new project adds, as [`of_project`] would read it.
pub fn of_contract(new: &Prepared) -> Option<(Key, Option<i64>)> {
    let signed = new.draft.contract_signed_on?;
    let total = new.whole(Measure::Total);
    let counts = new.draft.agreement == Agreement::Contract && new.origin == "CN";
    counts.then(|| {
        let key = Key {
            event: "signed".into(),
            month: format!("{:04}-{:02}", signed.year(), signed.month()),
            unit: new.lead,
            track: new.track.code().into(),
            structure: new.structure.code().into(),
            section: new.industry().and_then(|code| code.get(..1)).unwrap_or_default().into(),
            high_technology: new.high_technology,
            lead: total.is_some_and(|fen| fen >= LEAD_FROM_FEN),
        };
        (key, total)
    })
}

pub fn add(tx: &Tx<'_>, district: &str, key: &Key, sum: (i64, i64, i64)) -> Result<()> {
    tx.execute(
        &format!(
            "insert into project_event_summary (district, {BY}, projects, with_total, total_fen)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (district, {BY}) do update set
               projects = project_event_summary.projects + excluded.projects,
               with_total = project_event_summary.with_total + excluded.with_total,
               total_fen = project_event_summary.total_fen + excluded.total_fen"
        ),
        params![
            district,
            &key.event,
            &key.month,
            key.unit,
            &key.track,
            &key.structure,
            &key.section,
            key.high_technology,
            key.lead,
            sum.0,
            sum.1,
            sum.2
        ],
    )?;
    Ok(())
}

/// What the sums should be.
fn counted() -> String {
    format!(
        "select {BY}, count(*) as projects, count(total_fen) as with_total,
           cast(coalesce(sum(total_fen), 0) as bigint) as total_fen
         from ({}) each_one group by {BY}",
        each("")
    )
}

pub fn rebuild(tx: &Tx<'_>, district: &str) -> Result<()> {
    tx.execute("delete from project_event_summary where district = $1", params![district])?;
    tx.execute(
        &format!(
            "insert into project_event_summary (district, {BY}, projects, with_total, total_fen)
             select $1, {BY}, projects, with_total, total_fen from ({}) c",
            counted()
        ),
        params![district],
    )?;
    Ok(())
}

pub fn differences(reader: &Reader, district: &str) -> Result<Vec<Difference>> {
    let sql = format!(
        "select event, month, section, cast(sum(a) as bigint), cast(sum(b) as bigint), cast(sum(c) as bigint),
           cast(sum(x) as bigint), cast(sum(y) as bigint), cast(sum(z) as bigint) from (
           select {BY}, projects as a, with_total as b, total_fen as c, 0 as x, 0 as y, 0 as z
           from project_event_summary where district = $1
           union all
           select {BY}, 0, 0, 0, projects, with_total, total_fen from ({}) c) both_sides
         group by {BY} having sum(a) <> sum(x) or sum(b) <> sum(y) or sum(c) <> sum(z) order by {BY}",
        counted()
    );
    reader.query(&sql, params![district], |r| {
        let (event, month, section): (String, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        Ok(Difference {
            key: format!("{event}/{month}/{section}"),
            kept: (r.get(3)?, r.get(4)?, r.get(5)?),
            counted: (r.get(6)?, r.get(7)?, r.get(8)?),
        })
    })
}
