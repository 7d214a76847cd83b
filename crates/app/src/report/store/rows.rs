//! The rows that a figure was made of, a page at a time.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::report::work_summary::LEAD_FROM_FEN;

use super::{
    totals::{contracts, funds, introductions},
    work::key_query,
};
use crate::{
    floor::{
        Result,
        db::{Reader, Row, Value, page},
    },
    project,
    report::scope::{Narrow, Scope, Sql},
};

/// What kind of rows stand behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Recognised receipts of the window.
    Funds,
    /// Projects whose introduction was recognised in the window.
    Introduced,
    /// Domestic projects with a formal contract of the year.
    Signed,
    /// Ongoing projects of a stage.
    Stage,
    /// Projects named in the summary.
    KeyProjects,
    /// Targets in force on the day of reading.
    Targets,
    /// Forecasts declared by the day of reading.
    Forecasts,
    /// Units of a kind.
    Units,
    Events,
    Trainings,
    /// Computed from other figures or from the calendar.
    None,
}

/// A row behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct TraceRow {
    /// `fund`, `project`, `target`, `forecast`, `unit`, `event`.
    pub kind: &'static str,
    pub id: Uuid,
    pub code: Option<String>,
    pub title: String,
    pub unit_name: Option<String>,
    #[schema(value_type = Option<String>)]
    pub date: Option<Date>,
    pub amount_fen: Option<i64>,
    pub amount_text: Option<String>,
    pub evidence_count: Option<i64>,
    pub recognised_by: Option<String>,
    #[schema(value_type = Option<String>)]
    pub recognised_on: Option<Date>,
    /// Where the workbench shows it.
    pub url: Option<String>,
}

/// Rows in the order of their date and id, the latest first.
pub fn rows(
    reader: &Reader,
    scope: &Scope,
    narrow: &Narrow,
    kind: RowKind,
    cursor: Option<&str>,
    limit: i64,
) -> Result<(Vec<TraceRow>, Option<String>, i64)> {
    let Some((name, sql, date, id)) = query(scope, narrow, kind) else { return Ok((Vec::new(), None, 0)) };
    let count =
        Sql { text: format!("select count(*) from ({}) counted", sql.text), bound: sql.bound.clone() };
    let total = reader.value(&count.text, &count.bound)?.unwrap_or(0);
    let sql = match cursor.map(|text| page::decode(text, 2)).transpose()? {
        Some(mut after) => {
            let (last_id, last_date) =
                (after.pop().unwrap_or(Value::Null), after.pop().unwrap_or(Value::Null));
            sql.and(&format!(" and ({date}, {id}) < ($?, $?)"), [last_date, last_id])
        }
        None => sql,
    };
    let sql = sql.and(&format!(" order by {date} desc, {id} desc limit $?"), [(limit + 1).into()]);
    let mut found = reader.query(&sql.text, &sql.bound, |row| read(name, row))?;
    let more = found.len() as i64 > limit;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|row| {
        let date = row.date.map_or_else(String::new, |on| on.to_string());
        page::encode(&[date.into(), row.id.into()])
    });
    Ok((found, next, total))
}

/// id, code, title, unit, date, fen, evidence, recognised by, recognised on.
fn read(name: &'static str, row: &Row<'_>) -> Result<TraceRow> {
    let id: Uuid = row.get(0)?;
    let fen: Option<i64> = row.get(5)?;
    let url = match name {
        "fund" => Some(format!("/funds/{id}")),
        "project" => Some(format!("/projects/{id}")),
        "unit" => Some(format!("/units/{id}")),
        _ => None,
    };
    Ok(TraceRow {
        kind: name,
        id,
        code: row.get(1)?,
        title: row.get(2)?,
        unit_name: row.get(3)?,
        date: row.get(4)?,
        amount_fen: fen,
        amount_text: None,
        evidence_count: row.get(6)?,
        recognised_by: row.get(7)?,
        recognised_on: row.get(8)?,
        url,
    })
}

const NAME: &str = "case when u.short_name = '' then u.name else u.short_name end";
const NO_TEXT: &str = "cast(null as text)";
const NO_NUMBER: &str = "cast(null as bigint)";

/// The kind of the rows, their query without order, and the columns that they are sorted by.
fn query(
    scope: &Scope,
    narrow: &Narrow,
    kind: RowKind,
) -> Option<(&'static str, Sql, &'static str, &'static str)> {
    Some(match kind {
        RowKind::Funds => {
            // Of a hidden project neither who paid nor what exactly.
            let hides = scope.veil.hides("p.id");
            let title = format!("case when {hides} then p.name else p.name || ' ' || f.payer end");
            let fen = format!("case when {hides} then {} else {{fen}} end", project::about_sql("{fen}"));
            let select = format!(
                "f.id, f.code, {title}, {NAME}, f.received_on, {fen},
                 (select count(*) from fund_evidence e where e.district = f.district and e.fund_id = f.id),
                 (select a.name from identity_account a where a.district = f.district and a.id = f.decided_by),
                 f.recognised_on"
            );
            ("fund", funds(scope, narrow, &select), "f.received_on", "f.id")
        }
        RowKind::Introduced => {
            let select = format!(
                "p.id, p.code, p.name, {NAME}, r.happened_on, {}, {NO_NUMBER},
                 (select a.name from identity_account a where a.district = r.district and a.id = r.decided_by),
                 r.recognised_on",
                total(scope)
            );
            let sql = classed(introductions(scope, narrow, &select), narrow);
            ("project", sql, "r.happened_on", "p.id")
        }
        RowKind::Signed => {
            let mut sql = contracts(scope, narrow, &of_project(scope, "p.contract_signed_on"));
            if narrow.kind.as_deref() == Some("without_amount") {
                sql = sql.and(" and p.total_fen is null", []);
            }
            ("project", sql, "p.contract_signed_on", "p.id")
        }
        RowKind::Stage => {
            let sql = Sql::new(
                &scope.district,
                format!(
                    "select {} from project p
                     join org_unit u on u.district = p.district and u.id = p.lead_unit_id
                     where p.district = $1 and p.status = 'ongoing'",
                    of_project(scope, "p.stage_since_on")
                ),
            )
            .maybe(" and p.stage = $?", narrow.stage.as_deref())
            .maybe(" and u.id = $?", narrow.unit)
            .within(&scope.reach, "u.path");
            ("project", sql, "p.stage_since_on", "p.id")
        }
        RowKind::KeyProjects => {
            let sql = key_query(scope, &of_project(scope, "p.stage_since_on"))
                .maybe(" and p.id = $?", narrow.project);
            let sql = if narrow.kind.as_deref() == Some("next") {
                sql.and(" and p.next_step <> ''", [])
            } else {
                sql
            };
            ("project", sql, "p.stage_since_on", "p.id")
        }
        RowKind::Targets => return Some(values(scope, narrow, "target", "assessment_target", "decided_on")),
        RowKind::Forecasts => {
            return Some(values(scope, narrow, "forecast", "assessment_forecast", "declared_on"));
        }
        RowKind::Units => {
            let sql = Sql::new(
                &scope.district,
                format!(
                    "select u.id, {NO_TEXT}, u.name, {NAME}, u.valid_from, {NO_NUMBER}, {NO_NUMBER}, {NO_TEXT}, {NO_TEXT}
                     from org_unit u where u.district = $1"
                ),
            )
            .maybe(" and u.kind = $?", narrow.kind.as_deref())
            .maybe(" and u.id = $?", narrow.unit)
            .within(&scope.reach, "u.path");
            let sql = if narrow.kind.is_none() && narrow.unit.is_none() {
                sql.and(" and u.scored", [])
            } else {
                sql
            };
            ("unit", sql, "u.valid_from", "u.id")
        }
        RowKind::Events | RowKind::Trainings => {
            let training = if kind == RowKind::Trainings { "=" } else { "<>" };
            let sql = Sql::new(
                &scope.district,
                format!(
                    "select e.id, {NO_TEXT}, e.name, {NO_TEXT}, e.held_on, {NO_NUMBER}, {NO_NUMBER}, {NO_TEXT}, {NO_TEXT}
                     from activity_event e where e.district = $1 and e.kind {training} 'training'"
                ),
            )
            .and(" and e.held_on between $? and $?", [scope.span.window.from.into(), scope.span.as_of.into()])
            .maybe(" and e.held_on = $?", narrow.on);
            ("event", sql, "e.held_on", "e.id")
        }
        RowKind::None => return None,
    })
}

/// The total investment, as far as this reader may know it.
fn total(scope: &Scope) -> String {
    let (hides, about) = (scope.veil.hides("p.id"), project::about_sql("p.total_fen"));
    format!("case when {hides} then {about} else p.total_fen end")
}

fn of_project(scope: &Scope, date: &str) -> String {
    format!("p.id, p.code, p.name, {NAME}, {date}, {}, {NO_NUMBER}, {NO_TEXT}, p.recognised_on", total(scope))
}

/// Only projects of a class of the structure.
fn classed(sql: Sql, narrow: &Narrow) -> Sql {
    match narrow.class.as_deref() {
        None => sql,
        Some("high_technology") => sql.and(" and p.high_technology", []),
        Some("lead") => sql.and(" and p.total_fen >= $?", [LEAD_FROM_FEN.into()]),
        Some(structure) => sql.and(" and p.structure = $?", [structure.into()]),
    }
}

fn values(
    scope: &Scope,
    narrow: &Narrow,
    name: &'static str,
    table: &str,
    day: &str,
) -> (&'static str, Sql, &'static str, &'static str) {
    let measure = match narrow.track.as_deref() {
        Some("talent") => "talents",
        Some("institute") => "institutes",
        Some("capital") => "projects",
        _ => "funds",
    };
    let money = if measure == "funds" { "t.value" } else { NO_NUMBER };
    let sql = Sql::new(
        &scope.district,
        format!(
            "select u.id, {NO_TEXT}, u.name || ' · ' || cast(t.year as text), {NAME}, t.{day}, {money}, {NO_NUMBER},
               (select a.name from identity_account a where a.district = t.district and a.id = t.created_by), t.{day}
             from {table} t join org_unit u on u.district = t.district and u.id = t.unit_id where t.district = $1"
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
    .maybe(" and u.id = $?", narrow.unit)
    .within(&scope.reach, "u.path");
    let sql = match narrow.kind.as_deref() {
        Some("plan") => sql.and(" and u.parent_id is null", []),
        Some("units") => sql.and(" and u.parent_id is not null", []),
        _ => sql,
    };
    (name, sql, if name == "target" { "t.decided_on" } else { "t.declared_on" }, "u.id")
}
