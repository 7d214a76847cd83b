//! What scores are made of, read from the tables of all rooms below.

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    id::{FundId, ProjectId, UnitId},
    period::Window,
    transfer::CreditMeasure,
};

use crate::{
    floor::{Result, db::Reader},
    params,
    project::credit::share_on,
};

/// A unit, also one that has ended: results that it is credited with may count for the unit above it.
pub struct UnitRow {
    pub id: UnitId,
    pub path: String,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    /// Whether it is assessed on the day.
    pub scored: bool,
}

/// All units, in the order of lists.
pub fn units(reader: &Reader, district: &str, on: Date) -> Result<Vec<UnitRow>> {
    reader.query(
        "select id, path, kind, name, short_name,
           scored and valid_from <= $2 and (valid_until is null or valid_until >= $2)
         from org_unit where district = $1 order by sort_no, name, id",
        params![district, on],
        |row| {
            Ok(UnitRow {
                id: row.get(0)?,
                path: row.get(1)?,
                kind: row.get(2)?,
                name: row.get(3)?,
                short_name: row.get(4)?,
                scored: row.get(5)?,
            })
        },
    )
}

/// Recognised money that a unit is credited with.
pub struct Money {
    pub unit: UnitId,
    pub project: Option<ProjectId>,
    /// A code, or only its section when the money of a section is summed; empty when there is none.
    pub industry: String,
    pub kind: Option<String>,
    pub total_fen: Option<i64>,
    pub fen: i64,
}

/// Money by unit and project: for schemes that look at single projects, at their kinds or at classes of industry.
pub fn money_by_project(reader: &Reader, district: &str, window: Window) -> Result<Vec<Money>> {
    reader.query(
        "select g.unit_id, g.project_id, coalesce(p.industry, ''), p.kind, p.total_fen, g.fen
         from (
           select c.unit_id as unit_id, f.project_id as project_id, cast(sum(c.fen) as bigint) as fen
           from fund f join fund_credit c on c.district = f.district and c.fund_id = f.id
           where f.district = $1 and f.state = 'recognised' and f.recognised_on between $2 and $3
           group by c.unit_id, f.project_id
         ) g join project p on p.district = $1 and p.id = g.project_id",
        params![district, window.from, window.to],
        |row| {
            Ok(Money {
                unit: row.get(0)?,
                project: Some(row.get(1)?),
                industry: row.get(2)?,
                kind: Some(row.get(3)?),
                total_fen: row.get(4)?,
                fen: row.get(5)?,
            })
        },
    )
}

/// Money by unit and section of industry: whole months from the sums that are kept, the days after them by
/// day. The window begins with a month.
pub fn money_by_section(reader: &Reader, district: &str, window: Window) -> Result<Vec<Money>> {
    let month = |day: Date| format!("{:04}-{:02}", day.year(), day.month());
    let whole = window.to == window.to.last_of_month();
    // When the last month is not over, it is read by day.
    let before = if whole { window.to.tomorrow().unwrap_or(window.to) } else { window.to.first_of_month() };
    let days_from = if whole { window.to } else { before };
    let days = if whole { "1 = 0" } else { "1 = 1" };
    reader.query(
        &format!(
            "select unit_id, section, cast(sum(fen) as bigint) from (
               select s.unit_id as unit_id, s.section as section, s.fen as fen from fund_summary s
               where s.district = $1 and s.month >= $2 and s.month < $3
               union all
               select d.unit_id, d.section, d.fen from fund_day_summary d
               where {days} and d.district = $1 and d.day between $4 and $5
             ) both_parts group by unit_id, section"
        ),
        params![district, month(window.from), month(before), days_from, window.to],
        |row| {
            Ok(Money {
                unit: row.get(0)?,
                project: None,
                industry: row.get(1)?,
                kind: None,
                total_fen: None,
                fen: row.get(2)?,
            })
        },
    )
}

/// What a unit has of a receipt, or of a correction of it.
pub struct CreditedOf {
    pub unit: UnitId,
    pub fen: i64,
    pub recognised_on: Date,
    pub industry: Option<String>,
}

/// The recognised parts of a receipt and of its corrections.
pub fn credited_of(reader: &Reader, district: &str, fund: FundId) -> Result<Vec<CreditedOf>> {
    reader.query(
        "select c.unit_id, c.fen, f.recognised_on, p.industry
         from (select id from fund where district = $1 and id = $2
               union all select id from fund where district = $1 and corrects_id = $2) one
         join fund f on f.district = $1 and f.id = one.id
         join fund_credit c on c.district = $1 and c.fund_id = f.id
         join project p on p.district = $1 and p.id = f.project_id
         where f.state = 'recognised' order by f.id, c.unit_id",
        params![district, fund],
        |row| {
            Ok(CreditedOf {
                unit: row.get(0)?,
                fen: row.get(1)?,
                recognised_on: row.get(2)?,
                industry: row.get(3)?,
            })
        },
    )
}

/// Whether all industries of a section of GB/T 4754 have codes that begin with this.
pub fn covers_section(reader: &Reader, prefix: &str) -> Result<bool> {
    let section: String = prefix.chars().take(1).collect();
    let outside = reader.value::<i64>(
        "select cast(1 as bigint) from dictionary_industry
         where substr(code, 1, 1) = $1 and level > 1 and substr(code, 1, length($2)) <> $2 limit 1",
        params![&section, prefix],
    )?;
    let known = reader.value::<i64>(
        "select cast(1 as bigint) from dictionary_industry where substr(code, 1, length($1)) = $1 limit 1",
        params![prefix],
    )?;
    Ok(outside.is_none() && known.is_some())
}

/// A project that was recognised as introduced, with the part of it that a unit was credited with on that day.
pub struct Introduced {
    pub project: ProjectId,
    pub unit: UnitId,
    pub track: String,
    pub kind: String,
    pub industry: Option<String>,
    pub total_fen: Option<i64>,
    pub share_bp: i64,
}

pub fn introduced(reader: &Reader, district: &str, window: Window) -> Result<Vec<Introduced>> {
    let share = share_on(CreditMeasure::Projects, "r.recognised_on");
    reader.query(
        &format!(
            "select p.id, pu.unit_id, p.track, p.kind, p.industry, p.total_fen, {share}
             from project_recognition r
             join project p on p.district = r.district and p.id = r.project_id
             join project_unit pu on pu.district = r.district and pu.project_id = r.project_id
             where r.district = $1 and r.event = 'introduced' and r.state = 'recognised'
               and r.recognised_on between $2 and $3 and {share} > 0"
        ),
        params![district, window.from, window.to],
        |row| {
            Ok(Introduced {
                project: row.get(0)?,
                unit: row.get(1)?,
                track: row.get(2)?,
                kind: row.get(3)?,
                industry: row.get(4)?,
                total_fen: row.get(5)?,
                share_bp: row.get(6)?,
            })
        },
    )
}

/// The projects that were recognised as introduced in a window, and when.
pub fn introduced_on(reader: &Reader, district: &str, window: Window) -> Result<Vec<(ProjectId, Date)>> {
    reader.query(
        "select r.project_id, r.recognised_on from project_recognition r
         where r.district = $1 and r.event = 'introduced' and r.state = 'recognised'
           and r.recognised_on between $2 and $3 order by r.project_id",
        params![district, window.from, window.to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Events that units held: event, unit, kind.
pub fn events(reader: &Reader, district: &str, window: Window) -> Result<Vec<(Uuid, UnitId, String)>> {
    reader.query(
        "select e.id, eu.unit_id, e.kind from activity_event e
         join activity_event_unit eu on eu.district = e.district and eu.event_id = e.id
         where e.district = $1 and e.held_on between $2 and $3",
        params![district, window.from, window.to],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// What units did against first reports, as it was recorded: which, unit, kind.
pub fn breaches(reader: &Reader, district: &str, window: Window) -> Result<Vec<(Uuid, UnitId, String)>> {
    reader.query(
        "select id, unit_id, kind from claim_breach
         where district = $1 and state = 'recorded' and recorded_on between $2 and $3 order by recorded_on, id",
        params![district, window.from, window.to],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// What units and investors had to do with each other, once somebody told what came of it: interaction, unit, kind; each unit
/// that took part.
pub fn interactions(reader: &Reader, district: &str, window: Window) -> Result<Vec<(Uuid, UnitId, String)>> {
    reader.query(
        "select i.id, i.unit_id, i.kind from interaction i
         where i.district = $1 and i.held_on between $2 and $3 and i.summary <> ''
         union
         select i.id, iu.unit_id, i.kind from interaction i
         join interaction_unit iu on iu.district = i.district and iu.interaction_id = i.id
         where i.district = $1 and i.held_on between $2 and $3 and i.summary <> ''",
        params![district, window.from, window.to],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Projects that were entered, with the unit in the lead.
pub fn leads(reader: &Reader, district: &str, window: Window) -> Result<Vec<(Uuid, UnitId)>> {
    reader.query(
        "select id, lead_unit_id from project where district = $1 and entered_on between $2 and $3",
        params![district, window.from, window.to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// First reports of investors, with the unit that made them.
pub fn first_reports(reader: &Reader, district: &str, window: Window) -> Result<Vec<(Uuid, UnitId)>> {
    reader.query(
        "select id, unit_id from claim where district = $1 and reported_on between $2 and $3",
        params![district, window.from, window.to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A monthly form: whose, which month, when due, when it came.
pub struct Form {
    pub unit: UnitId,
    pub month: String,
    pub due_on: Date,
    pub submitted_on: Option<Date>,
}

/// The monthly forms that were due in a window.
pub fn forms(reader: &Reader, district: &str, window: Window) -> Result<Vec<Form>> {
    reader.query(
        "select unit_id, month, due_on, submitted_on from assessment_return
         where district = $1 and due_on between $2 and $3 order by unit_id, month",
        params![district, window.from, window.to],
        |row| {
            Ok(Form { unit: row.get(0)?, month: row.get(1)?, due_on: row.get(2)?, submitted_on: row.get(3)? })
        },
    )
}

/// Weekly reports by unit and whether they said "no change": how many.
pub fn reports(reader: &Reader, district: &str, window: Window) -> Result<Vec<(UnitId, bool, i64)>> {
    reader.query(
        "select unit_id, no_change, count(*) from progress
         where district = $1 and week between $2 and $3 group by unit_id, no_change",
        params![district, window.from, window.to],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
