//! Sums and counts of recognised money and projects.

use yinfeng_domain::{authority::Reach, id::UnitId};

use crate::{
    floor::{Result, db::Reader},
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
    .within(&scope.reach, "u.path")
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

/// Credits by unit, in fen.
pub fn money_by_unit(reader: &Reader, scope: &Scope) -> Result<Vec<(UnitId, i64)>> {
    let sql = credits(scope, "u.id, cast(sum({fen}) as bigint)").and(" group by u.id", []);
    reader.query(&sql.text, &sql.bound, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Credits of the window; whole months from the sums that are kept with the entries, other windows from the
/// entries. `{fen}`, `{entries}`, `{month}`, `{track}` stand for the columns.
fn credits(scope: &Scope, select: &str) -> Sql {
    let window = scope.span.window;
    let columns = |names: [(&str, &str); 4]| {
        names.iter().fold(select.to_owned(), |text, (name, column)| text.replace(name, column))
    };
    if scope.span.is_whole_months() {
        let select = columns([
            ("{fen}", "s.fen"),
            ("{entries}", "s.entries"),
            ("{month}", "s.month"),
            ("{track}", "s.track"),
        ]);
        let month = |day: jiff::civil::Date| day.to_string().chars().take(7).collect::<String>();
        return Sql::new(
            &scope.district,
            format!(
                "select {select} from fund_summary s
                 join org_unit u on u.district = s.district and u.id = s.unit_id where s.district = $1"
            ),
        )
        .and(" and s.month between $? and $?", [month(window.from).into(), month(window.to).into()])
        .within(&scope.reach, "u.path");
    }
    let select = columns([
        ("{fen}", "c.fen"),
        // An entry shared by several units counts once, with the unit that claimed it.
        ("{entries}", "case when c.unit_id = f.unit_id then 1 else 0 end"),
        ("{month}", "substr(f.recognised_on, 1, 7)"),
        ("{track}", "p.track"),
    ]);
    Sql::new(
        &scope.district,
        format!(
            "select {select} from fund f
             join fund_credit c on c.district = f.district and c.fund_id = f.id
             join project p on p.district = f.district and p.id = f.project_id
             join org_unit u on u.district = c.district and u.id = c.unit_id
             where f.district = $1 and f.state = 'recognised'"
        ),
    )
    .and(" and f.recognised_on between $? and $?", [window.from.into(), window.to.into()])
    .within(&scope.reach, "u.path")
}

/// A month's or a track's money.
pub struct MoneyBy {
    pub code: String,
    pub entries: i64,
    pub fen: i64,
}

fn money_by(reader: &Reader, scope: &Scope, column: &str) -> Result<Vec<MoneyBy>> {
    let select = format!("{column}, cast(sum({{entries}}) as bigint), cast(sum({{fen}}) as bigint)");
    let sql = credits(scope, &select).and(" group by 1 order by 1", []);
    reader.query(&sql.text, &sql.bound, |row| {
        Ok(MoneyBy { code: row.get(0)?, entries: row.get(1)?, fen: row.get(2)? })
    })
}

/// `2013-08`, by the day of recognition.
pub fn money_by_month(reader: &Reader, scope: &Scope) -> Result<Vec<MoneyBy>> {
    money_by(reader, scope, "{month}")
}

pub fn money_by_track(reader: &Reader, scope: &Scope) -> Result<Vec<MoneyBy>> {
    money_by(reader, scope, "{track}")
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

pub fn introduced(reader: &Reader, scope: &Scope, lead_from_fen: i64) -> Result<Vec<Introduced>> {
    let select = format!(
        "r.unit_id, p.track, p.structure, p.high_technology, coalesce(p.total_fen >= {lead_from_fen}, false),
         substr(coalesce(p.industry, ''), 1, 1), count(*), cast(coalesce(sum(p.total_fen), 0) as bigint)"
    );
    let sql = introductions(scope, &Narrow::default(), &select).and(" group by 1, 2, 3, 4, 5, 6", []);
    reader.query(&sql.text, &sql.bound, |row| {
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
    })
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

/// Domestic projects with a formal contract of the year.
pub(super) fn contracts(scope: &Scope, narrow: &Narrow, select: &str) -> Sql {
    let window = scope.span.signed();
    Sql::new(
        &scope.district,
        format!(
            "select {select} from project p
             join org_unit u on u.district = p.district and u.id = p.lead_unit_id where p.district = $1"
        ),
    )
    .and(
        " and p.contract_signed_on between $? and $? and p.agreement = 'contract' and p.origin = 'CN'",
        [window.from.into(), window.to.into()],
    )
    .maybe(" and u.id = $?", narrow.unit)
    .within(&scope.reach, "u.path")
}

/// Count, how many without an amount, and Σ of the known totals in fen: by lead unit.
pub fn signed(reader: &Reader, scope: &Scope) -> Result<Vec<(i64, i64, i64)>> {
    let sql = contracts(
        scope,
        &Narrow::default(),
        "p.lead_unit_id, count(*), count(*) - count(p.total_fen), cast(coalesce(sum(p.total_fen), 0) as bigint)",
    )
    .and(" group by 1", []);
    reader.query(&sql.text, &sql.bound, |row| Ok((row.get(1)?, row.get(2)?, row.get(3)?)))
}

/// Projects of a stage that go on, whatever the year.
pub struct StageCount {
    pub stage: String,
    pub projects: i64,
    pub total_fen: i64,
}

/// From the summary that is kept with the projects.
pub fn stages(reader: &Reader, scope: &Scope) -> Result<Vec<StageCount>> {
    let sql = Sql::new(
        &scope.district,
        "select s.stage, cast(sum(s.projects) as bigint), cast(sum(s.total_fen) as bigint) from project_summary s
         join org_unit u on u.district = s.district and u.id = s.lead_unit_id
         where s.district = $1 and s.status = 'ongoing'",
    )
    .within(&scope.reach, "u.path")
    .and(" group by s.stage", []);
    reader.query(&sql.text, &sql.bound, |row| {
        Ok(StageCount { stage: row.get(0)?, projects: row.get(1)?, total_fen: row.get(2)? })
    })
}
