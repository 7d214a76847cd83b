//! Units, their people, their targets, and when they last did something.

use jiff::civil::Date;
use yinfeng_domain::id::UnitId;

use crate::{
    floor::{Error, Result, db::Reader},
    org::UnitRef,
    params,
    report::scope::{Scope, Sql},
};

pub struct District {
    pub name: String,
    pub office_name: String,
}

pub fn district(reader: &Reader, district: &str) -> Result<District> {
    reader
        .first("select name, office_name from org_district where district = $1", params![district], |row| {
            Ok(District { name: row.get(0)?, office_name: row.get(1)? })
        })?
        .ok_or(Error::NotFound)
}

pub struct UnitRecord {
    pub id: UnitId,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    pub mission: String,
    pub scored: bool,
    pub is_root: bool,
}

impl UnitRecord {
    pub fn reference(&self) -> UnitRef {
        UnitRef {
            id: self.id,
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            kind: self.kind.clone(),
        }
    }

    /// What tables and sentences call it.
    pub fn called(&self) -> String {
        if self.short_name.is_empty() { self.name.clone() } else { self.short_name.clone() }
    }
}

/// Units within reach that exist on the day of reading.
pub fn units(reader: &Reader, scope: &Scope) -> Result<Vec<UnitRecord>> {
    let as_of = scope.span.as_of;
    let sql = Sql::new(
        &scope.district,
        "select u.id, u.kind, u.name, u.short_name, u.mission, u.scored, u.parent_id is null
         from org_unit u where u.district = $1",
    )
    .and(
        " and u.valid_from <= $? and (u.valid_until is null or u.valid_until >= $?)",
        [as_of.into(), as_of.into()],
    )
    .within(&scope.reach, "u.path")
    .and(" order by u.sort_no, u.path", []);
    reader.query(&sql.text, &sql.bound, |row| {
        Ok(UnitRecord {
            id: row.get(0)?,
            kind: row.get(1)?,
            name: row.get(2)?,
            short_name: row.get(3)?,
            mission: row.get(4)?,
            scored: row.get(5)?,
            is_root: row.get(6)?,
        })
    })
}

pub struct Member {
    pub unit: UnitId,
    pub name: String,
    pub position: String,
}

/// Members of teams and squads on the day of reading.
pub fn members(reader: &Reader, scope: &Scope) -> Result<Vec<Member>> {
    let as_of = scope.span.as_of;
    let sql = Sql::new(
        &scope.district,
        "select m.unit_id, m.name, m.position from org_member m
         join org_unit u on u.district = m.district and u.id = m.unit_id
         where m.district = $1 and u.kind in ('team', 'squad')",
    )
    .and(
        " and m.valid_from <= $? and (m.valid_until is null or m.valid_until >= $?)",
        [as_of.into(), as_of.into()],
    )
    .within(&scope.reach, "u.path")
    .and(" order by m.valid_from, m.id", []);
    reader.query(&sql.text, &sql.bound, |row| {
        Ok(Member { unit: row.get(0)?, name: row.get(1)?, position: row.get(2)? })
    })
}

/// A project that a team or squad took up in the window.
pub struct TeamProject {
    pub unit: UnitId,
    pub entered_on: Date,
    /// By the day of reading.
    pub signed_on: Option<Date>,
}

pub fn team_projects(reader: &Reader, scope: &Scope) -> Result<Vec<TeamProject>> {
    let span = scope.span;
    let sql = Sql::new(
        &scope.district,
        "select pu.unit_id, p.entered_on, p.contract_signed_on from project_unit pu
         join project p on p.district = pu.district and p.id = pu.project_id
         join org_unit u on u.district = pu.district and u.id = pu.unit_id
         where pu.district = $1 and u.kind in ('team', 'squad')",
    )
    .and(" and p.entered_on between $? and $?", [span.window.from.into(), span.window.to.into()])
    .within(&scope.reach, "u.path");
    reader.query(&sql.text, &sql.bound, |row| {
        let signed_on: Option<Date> = row.get(2)?;
        Ok(TeamProject {
            unit: row.get(0)?,
            entered_on: row.get(1)?,
            signed_on: signed_on.filter(|on| *on <= span.as_of),
        })
    })
}

/// Targets in force on the day of reading: unit, whether it is the root, value.
pub fn targets(reader: &Reader, scope: &Scope, measure: &str) -> Result<Vec<(UnitId, bool, i64)>> {
    in_force(reader, scope, measure, "assessment_target", "decided_on")
}

/// Forecasts that the units had declared by the day of reading.
pub fn forecasts(reader: &Reader, scope: &Scope, measure: &str) -> Result<Vec<(UnitId, bool, i64)>> {
    in_force(reader, scope, measure, "assessment_forecast", "declared_on")
}

fn in_force(
    reader: &Reader,
    scope: &Scope,
    measure: &str,
    table: &str,
    day: &str,
) -> Result<Vec<(UnitId, bool, i64)>> {
    let sql = Sql::new(
        &scope.district,
        format!(
            "select t.unit_id, u.parent_id is null, t.value from {table} t
             join org_unit u on u.district = t.district and u.id = t.unit_id where t.district = $1"
        ),
    )
    .and(" and t.measure = $? and t.year = $?", [measure.into(), scope.span.target_year().into()])
    .and(
        &format!(
            " and t.version = (select max(v.version) from {table} v where v.district = t.district
                and v.unit_id = t.unit_id and v.measure = t.measure and v.year = t.year and v.{day} <= $?)"
        ),
        [scope.span.as_of.into()],
    )
    .within(&scope.reach, "u.path")
    .and(" order by u.sort_no, u.path", []);
    reader.query(&sql.text, &sql.bound, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// What a unit did last, and when.
pub struct Work {
    pub unit: UnitId,
    pub on: Date,
}

/// The last day, not after the window, on which a unit received money, entered a project or moved one: of a unit that
/// received money after `quiet` only that day, for whoever did so has not been quiet.
pub fn last_entries(reader: &Reader, scope: &Scope, quiet: Date) -> Result<Vec<Work>> {
    let to = scope.span.window.to;
    let mut all = reader.query(
        "select u.id, (select max(f.received_on) from fund f where f.district = u.district and f.unit_id = u.id
           and f.received_on <= $2) from org_unit u where u.district = $1",
        params![&scope.district, to],
        |row| Ok((row.get::<UnitId>(0)?, row.get::<Option<Date>>(1)?)),
    )?;
    for (unit, last) in &mut all {
        if last.is_none_or(|on| on <= quiet) {
            *last = (*last).max(last_move(reader, &scope.district, *unit, to)?);
        }
    }
    Ok(all.into_iter().filter_map(|(unit, on)| Some(Work { unit, on: on? })).collect())
}

/// The last day on which a project that a unit leads was entered or moved.
fn last_move(reader: &Reader, district: &str, unit: UnitId, to: Date) -> Result<Option<Date>> {
    let entered_or_moved = reader.first(
        "select max(case when p.entered_on <= $3 then p.entered_on end),
           max(case when p.stage_since_on <= $3 then p.stage_since_on end)
         from project p where p.district = $1 and p.lead_unit_id = $2",
        params![district, unit, to],
        |row| Ok(row.get::<Option<Date>>(0)?.max(row.get::<Option<Date>>(1)?)),
    )?;
    // Only projects that moved again after the window have an earlier move to look for; the log is read of them alone.
    let moved_before = reader.first(
        "select max(l.holds_on) from project p cross join project_stage_log l
         where p.district = $1 and p.lead_unit_id = $2 and p.stage_since_on > $3
           and l.district = p.district and l.project_id = p.id and l.holds_on <= $3",
        params![district, unit, to],
        |row| Ok(row.get::<Option<Date>>(0)?),
    )?;
    Ok(entered_or_moved.flatten().max(moved_before.flatten()))
}
