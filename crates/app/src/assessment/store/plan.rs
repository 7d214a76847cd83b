//! Versions of targets and forecasts.

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::id::UnitId;

use crate::{
    assessment::Measure,
    floor::{
        Error, Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
};

/// Which of the two sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    Target,
    Forecast,
}

impl Sheet {
    const fn table(self) -> &'static str {
        match self {
            Self::Target => "assessment_target",
            Self::Forecast => "assessment_forecast",
        }
    }

    /// The column, and the field of requests, from which a version counts.
    pub const fn day(self) -> &'static str {
        match self {
            Self::Target => "decided_on",
            Self::Forecast => "declared_on",
        }
    }

    fn select(self) -> String {
        let (table, day) = (self.table(), self.day());
        let note = if self == Self::Target { "t.note" } else { "cast('' as text)" };
        format!(
            "select t.unit_id, u.name, u.short_name, u.kind, t.measure, t.year, t.version, t.value, t.{day}, {note},
               a.name, t.created_at
             from {table} t join org_unit u on u.district = t.district and u.id = t.unit_id
             left join identity_account a on a.district = t.district and a.id = t.created_by"
        )
    }
}

/// One version of one line of a sheet.
#[derive(Debug, Clone)]
pub struct Version {
    pub unit: UnitRef,
    pub measure: Measure,
    pub year: i64,
    pub version: i64,
    pub value: i64,
    pub on: Date,
    pub note: String,
    pub recorded_by: Option<String>,
    pub recorded_at: Timestamp,
}

fn read(row: &Row<'_>) -> Result<Version> {
    let measure: String = row.get(4)?;
    let measure = Measure::from_code(&measure)
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("{measure:?} is no measure")))?;
    Ok(Version {
        unit: UnitRef { id: row.get(0)?, name: row.get(1)?, short_name: row.get(2)?, kind: row.get(3)? },
        measure,
        year: row.get(5)?,
        version: row.get(6)?,
        value: row.get(7)?,
        on: row.get(8)?,
        note: row.get(9)?,
        recorded_by: row.get(10)?,
        recorded_at: row.get(11)?,
    })
}

const LISTED: &str = "order by u.sort_no, u.name, t.unit_id, t.measure, t.version desc";

/// All versions of a year, of the units below these paths when some are given, newest first within a line.
pub fn versions(
    reader: &Reader,
    sheet: Sheet,
    district: &str,
    year: i64,
    paths: Option<&[String]>,
) -> Result<Vec<Version>> {
    let mut clause = Clause::of_district("t.district", district);
    clause.and("t.year = $?", year);
    if let Some(paths) = paths {
        let below = clause.below("u.path", paths);
        clause.also(&below);
    }
    let sql = format!("{} where {} {LISTED}", sheet.select(), clause.text());
    reader.query(&sql, clause.bound(), read)
}

/// The versions of one line, newest first.
pub fn history(
    reader: &Reader,
    sheet: Sheet,
    district: &str,
    year: i64,
    (unit, measure): (UnitId, Measure),
) -> Result<Vec<Version>> {
    let sql = format!(
        "{} where t.district = $1 and t.year = $2 and t.unit_id = $3 and t.measure = $4 {LISTED}",
        sheet.select()
    );
    reader.query(&sql, params![district, year, unit, measure.code()], read)
}

/// Of each line (or of one) the version in force on a day.
pub fn in_force(
    reader: &Reader,
    sheet: Sheet,
    district: &str,
    year: i64,
    on: Date,
    line: Option<(UnitId, Measure)>,
) -> Result<Vec<Version>> {
    let (table, day) = (sheet.table(), sheet.day());
    let mut clause = Clause::of_district("t.district", district);
    clause.and("t.year = $?", year);
    clause.and(&format!("t.{day} <= $?"), on);
    if let Some((unit, measure)) = line {
        clause.and("t.unit_id = $?", unit);
        clause.and("t.measure = $?", measure.code());
    }
    let on = clause.bind(on);
    // Days never fall from one version to the next, so the latest version that has begun is the one in force.
    clause.also(&format!(
        "t.version = (select max(o.version) from {table} o where o.district = t.district
           and o.unit_id = t.unit_id and o.measure = t.measure and o.year = t.year and o.{day} <= {on})"
    ));
    let sql = format!("{} where {} {LISTED}", sheet.select(), clause.text());
    reader.query(&sql, clause.bound(), read)
}

pub fn insert(
    tx: &Tx<'_>,
    sheet: Sheet,
    who: &Who,
    (unit, measure, year): (UnitId, Measure, i64),
    version: i64,
    (value, on, note): (i64, Date, &str),
) -> Result<()> {
    let day = sheet.day();
    let (column, place) = if sheet == Sheet::Target { (", note", ", $10") } else { ("", "") };
    let sql = format!(
        "insert into {} (district, unit_id, measure, year, version, value, {day}, created_by, created_at{column})
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9{place})",
        sheet.table()
    );
    let mut values =
        params![who.district(), unit, measure.code(), year, version, value, on, who.account_id(), tx.now()]
            .to_vec();
    if sheet == Sheet::Target {
        values.push(note.into());
    }
    tx.execute(&sql, &values)?;
    Ok(())
}
