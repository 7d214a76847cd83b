//! Sums and counts of recognised money and projects.

use yinfeng_domain::{authority::Reach, id::UnitId, report::work_summary::LEAD_FROM_FEN};

use crate::{
    floor::{
        Result,
        db::{Reader, Value},
    },
    fund,
    report::scope::{Narrow, Scope, Sql},
};

/// Recognised money of the window. The district counts entries; a unit counts what it was credited.
pub(super) fn funds(scope: &Scope, narrow: &Narrow, select: &str) -> Sql {
    let window = scope.span.window;
    let whole = scope.reach == Reach::District && narrow.unit.is_none();
    let sql = if whole {
        Sql::new(
            &scope.district,
            format!(
                "select {} from fund f
                 join project p on p.district = f.district and p.id = f.project_id
                 join org_unit u on u.district = f.district and u.id = f.unit_id
                 where f.district = $1",
                select.replace("{fen}", "f.recognised_fen")
            ),
        )
    } else {
        Sql::new(
            &scope.district,
            format!(
                "select {} from fund f
                 join fund_credit c on c.district = f.district and c.fund_id = f.id
                 join project p on p.district = f.district and p.id = f.project_id
                 join org_unit u on u.district = c.district and u.id = c.unit_id
                 where f.district = $1",
                select.replace("{fen}", "c.fen")
            ),
        )
    };
    sql.and(
        " and f.state = 'recognised' and f.recognised_on between $? and $?",
        [window.from.into(), window.to.into()],
    )
    .maybe(" and u.id = $?", narrow.unit)
    .maybe(" and p.track = $?", narrow.track.as_deref())
    .maybe(" and p.structure = $?", narrow.structure.as_deref())
    .maybe(" and substr(f.recognised_on, 1, 7) = $?", narrow.month.as_deref())
    .maybe(" and f.project_id = $?", narrow.project)
    .and(of_sector(narrow.sector.as_deref()), [])
    .and(of_origin(narrow.origin.as_deref()), [])
    .within(&scope.reach, "u.path")
}

fn of_sector(sector: Option<&str>) -> &'static str {
    match sector {
        None => "",
        Some("primary") => " and substr(p.industry, 1, 1) = 'A'",
        Some("secondary") => " and substr(p.industry, 1, 1) in ('B', 'C', 'D', 'E')",
        Some("none") => " and coalesce(p.industry, '') = ''",
        Some(_) => " and substr(p.industry, 1, 1) > 'E'",
    }
}

fn of_origin(origin: Option<&str>) -> &'static str {
    match origin {
        None => "",
        Some("domestic") => " and p.origin = 'CN'",
        Some("hmt") => " and p.origin in ('HK', 'MO', 'TW')",
        Some(_) => " and p.origin not in ('CN', 'HK', 'MO', 'TW')",
    }
}

/// Fen.
pub fn money_total(reader: &Reader, scope: &Scope, narrow: &Narrow) -> Result<i64> {
    let plain = scope.reach == Reach::District && *narrow == Narrow::default();
    let sql = if plain {
        // Without joins: the parts are counted over other tables, so that a lost row shows as a difference.
        let window = scope.span.window;
        Sql::new(
            &scope.district,
            "select cast(coalesce(sum(recognised_fen), 0) as bigint) from fund where district = $1",
        )
        .and(
            " and state = 'recognised' and recognised_on between $? and $?",
            [window.from.into(), window.to.into()],
        )
    } else {
        funds(scope, narrow, "cast(coalesce(sum({fen}), 0) as bigint)")
    };
    Ok(reader.value(&sql.text, &sql.bound)?.unwrap_or(0))
}

/// What units were credited of the money of the window.
pub struct Credited {
    pub unit: UnitId,
    /// `2013-08`, by the day of recognition.
    pub month: String,
    pub track: String,
    /// An entry shared by several units counts once, with the unit that claimed it.
    pub entries: i64,
    pub fen: i64,
}

/// Credits of the window, from the sums that are kept with the entries: of whole months, read in the order of their key so
/// that nothing is sorted, and of the days at its ends. A unit, month and track may come more than once.
pub fn credited(reader: &Reader, scope: &Scope) -> Result<Vec<Credited>> {
    let spans = fund::spans(scope.span.window);
    let of = |table: &str, time: &str, month: &str, from: Value, to: Value| {
        Sql::new(
            &scope.district,
            format!(
                "select m.unit_id, {month}, m.track, cast(sum(m.entries) as bigint), cast(sum(m.fen) as bigint)
                 from {table} m{} where m.district = $1",
                unit_of(scope, "m.unit_id")
            ),
        )
        .and(&format!(" and m.{time} between $? and $?"), [from, to])
        .within(&scope.reach, "u.path")
        .and(&format!(" group by {month}, m.unit_id, m.track"), [])
    };
    let months =
        spans.months.map(|(first, last)| of("fund_summary", "month", "m.month", first.into(), last.into()));
    let days = spans
        .days
        .iter()
        .map(|days| of("fund_day_summary", "day", "substr(m.day, 1, 7)", days.from.into(), days.to.into()));
    let mut all = Vec::new();
    for sql in months.into_iter().chain(days) {
        all.extend(reader.query(&sql.text, &sql.bound, |row| {
            Ok(Credited {
                unit: row.get(0)?,
                month: row.get(1)?,
                track: row.get(2)?,
                entries: row.get(3)?,
                fen: row.get(4)?,
            })
        })?);
    }
    Ok(all)
}

/// Joins the unit of a row when only units within reach are wanted.
fn unit_of(scope: &Scope, column: &str) -> String {
    if scope.reach == Reach::District {
        String::new()
    } else {
        format!(" join org_unit u on u.district = $1 and u.id = {column}")
    }
}

/// Recognised introductions of the window, cut in every way that a report needs.
pub struct Introduced {
    pub unit: UnitId,
    pub track: String,
    pub structure: String,
    pub high_technology: bool,
    /// Total investment at or above the line of lead projects.
    pub lead: bool,
    /// The letter of the GB/T 4754 section; empty when the class is not known.
    pub section: String,
    pub projects: i64,
    pub total_fen: i64,
}

pub(super) fn introductions(scope: &Scope, narrow: &Narrow, select: &str) -> Sql {
    let window = scope.span.window;
    Sql::new(
        &scope.district,
        format!(
            "select {select} from project_recognition r
             join project p on p.district = r.district and p.id = r.project_id
             join org_unit u on u.district = r.district and u.id = r.unit_id
             where r.district = $1"
        ),
    )
    .and(
        " and r.event = 'introduced' and r.state = 'recognised' and r.recognised_on between $? and $?",
        [window.from.into(), window.to.into()],
    )
    .maybe(" and u.id = $?", narrow.unit)
    .maybe(" and p.track = $?", narrow.track.as_deref())
    .maybe(" and p.structure = $?", narrow.structure.as_deref())
    .maybe(" and substr(r.recognised_on, 1, 7) = $?", narrow.month.as_deref())
    .maybe(" and substr(coalesce(p.industry, ''), 1, 1) = $?", narrow.section.as_deref())
    .within(&scope.reach, "u.path")
}

/// Whole months from the sums that are kept with the projects, the days at the ends of the window from the
/// recognitions. A class may come more than once.
pub fn introduced(reader: &Reader, scope: &Scope) -> Result<Vec<Introduced>> {
    let spans = fund::spans(scope.span.window);
    let months = spans.months.map(|(first, last)| {
        Sql::new(
            &scope.district,
            format!(
                "select m.unit_id, m.track, m.structure, m.high_technology, m.lead, m.section, m.projects, m.total_fen
                 from project_event_summary m{} where m.district = $1 and m.event = 'introduced' and m.projects <> 0",
                unit_of(scope, "m.unit_id")
            ),
        )
        .and(" and m.month between $? and $?", [first.into(), last.into()])
        .within(&scope.reach, "u.path")
    });
    let days = spans.days.iter().map(|days| {
        Sql::new(
            &scope.district,
            format!(
                "select r.unit_id, p.track, p.structure, p.high_technology,
                   coalesce(p.total_fen >= {LEAD_FROM_FEN}, false), substr(coalesce(p.industry, ''), 1, 1),
                   cast(1 as bigint), coalesce(p.total_fen, 0)
                 from project_recognition r join project p on p.district = r.district and p.id = r.project_id{}
                 where r.district = $1 and r.event = 'introduced' and r.state = 'recognised'",
                unit_of(scope, "r.unit_id")
            ),
        )
        .and(" and r.recognised_on between $? and $?", [days.from.into(), days.to.into()])
        .within(&scope.reach, "u.path")
    });
    let mut all = Vec::new();
    for sql in months.into_iter().chain(days) {
        all.extend(reader.query(&sql.text, &sql.bound, |row| {
            Ok(Introduced {
                unit: row.get(0)?,
                track: row.get(1)?,
                structure: row.get(2)?,
                high_technology: row.get(3)?,
                lead: row.get(4)?,
                section: row.get(5)?,
                projects: row.get(6)?,
                total_fen: row.get(7)?,
            })
        })?);
    }
    Ok(all)
}

/// Only units within reach, of rows `m` with a unit.
fn of_units(sql: Sql, scope: &Scope) -> Sql {
    if scope.reach == Reach::District {
        return sql;
    }
    sql.and(" join org_unit u on u.district = $1 and u.id = m.unit_id where true", [])
        .within(&scope.reach, "u.path")
}

/// Counted without joins in the district, as the whole to compare the parts to.
pub fn introduced_count(reader: &Reader, scope: &Scope) -> Result<i64> {
    let sql = if scope.reach == Reach::District {
        let window = scope.span.window;
        Sql::new(&scope.district, "select count(*) from project_recognition where district = $1").and(
            " and event = 'introduced' and state = 'recognised' and recognised_on between $? and $?",
            [window.from.into(), window.to.into()],
        )
    } else {
        introductions(scope, &Narrow::default(), "count(*)")
    };
    Ok(reader.value(&sql.text, &sql.bound)?.unwrap_or(0))
}

/// Projects with a formal contract of the year: domestic ones, unless all are asked for.
pub(super) fn contracts(scope: &Scope, narrow: &Narrow, select: &str) -> Sql {
    let window = scope.span.signed();
    let origin = if narrow.kind.as_deref() == Some("any_origin") { "" } else { " and p.origin = 'CN'" };
    Sql::new(
        &scope.district,
        format!(
            "select {select} from project p
             join org_unit u on u.district = p.district and u.id = p.lead_unit_id where p.district = $1"
        ),
    )
    .and(
        &format!(" and p.contract_signed_on between $? and $? and p.agreement = 'contract'{origin}"),
        [window.from.into(), window.to.into()],
    )
    .maybe(" and u.id = $?", narrow.unit)
    .within(&scope.reach, "u.path")
}

/// Count, how many without an amount, and Σ of the known totals in fen.
pub fn signed(reader: &Reader, scope: &Scope) -> Result<(i64, i64, i64)> {
    let spans = fund::spans(scope.span.signed());
    let mut sql = Sql::new(
        &scope.district,
        "select cast(coalesce(sum(m.projects), 0) as bigint),
           cast(coalesce(sum(m.projects - m.with_total), 0) as bigint),
           cast(coalesce(sum(m.total_fen), 0) as bigint) from (
           select s.unit_id as unit_id, s.projects as projects, s.with_total as with_total,
             s.total_fen as total_fen
           from project_event_summary s where s.district = $1 and s.event = 'signed'",
    );
    let (first, last) = spans.months.unwrap_or_default();
    sql = sql.and(" and s.month between $? and $?", [first.into(), last.into()]);
    for days in spans.days {
        sql = sql.and(
            " union all
             select p.lead_unit_id, 1, case when p.total_fen is null then 0 else 1 end, coalesce(p.total_fen, 0)
             from project p where p.district = $1 and p.contract_signed_on between $? and $?
               and p.agreement = 'contract' and p.origin = 'CN'",
            [days.from.into(), days.to.into()],
        );
    }
    let sql = of_units(sql.and(") m", []), scope);
    let counted = reader.first(&sql.text, &sql.bound, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(counted.unwrap_or_default())
}

/// Projects of a stage that go on, whatever the year.
pub struct StageCount {
    pub stage: String,
    pub projects: i64,
    pub total_fen: i64,
}

/// From the summary that is kept with the projects.
pub fn stages(reader: &Reader, scope: &Scope) -> Result<Vec<StageCount>> {
    let sums = "s.stage, cast(sum(s.projects) as bigint), cast(sum(s.total_fen) as bigint)";
    let sql = if scope.reach == Reach::District {
        format!("select {sums} from project_district_summary s where s.district = $1")
    } else {
        format!(
            "select {sums} from project_summary s
             join org_unit u on u.district = s.district and u.id = s.lead_unit_id where s.district = $1"
        )
    };
    let sql = Sql::new(&scope.district, sql)
        .and(" and s.status = 'ongoing'", [])
        .within(&scope.reach, "u.path")
        .and(" group by s.stage having sum(s.projects) <> 0", []);
    reader.query(&sql.text, &sql.bound, |row| {
        Ok(StageCount { stage: row.get(0)?, projects: row.get(1)?, total_fen: row.get(2)? })
    })
}
