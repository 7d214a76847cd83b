//! Versions of targets and forecasts.

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, civil::Date};

use crate::{
    assessment::{
        Measure,
        plan::{Line, TargetLevel, TargetOwner},
    },
    floor::{
        Error, Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
};

/// Which of the sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// The district's own targets.
    Target,
    /// Those of others, and those with a level.
    Other,
    Forecast,
}

impl Sheet {
    pub fn of(owner: TargetOwner, level: TargetLevel) -> Self {
        if owner == TargetOwner::District && level == TargetLevel::Plain { Self::Target } else { Self::Other }
    }

    const fn table(self) -> &'static str {
        match self {
            Self::Target => "assessment_target",
            Self::Other => "assessment_target_other",
            Self::Forecast => "assessment_forecast",
        }
    }

    /// The column, and the field of requests, from which a version counts.
    pub const fn day(self) -> &'static str {
        match self {
            Self::Target | Self::Other => "decided_on",
            Self::Forecast => "declared_on",
        }
    }

    fn select(self) -> String {
        let (table, day) = (self.table(), self.day());
        let empty = "cast('' as text)";
        let note = if self == Self::Forecast { empty } else { "t.note" };
        let (owner, level) = if self == Self::Other { ("t.owner", "t.level") } else { (empty, empty) };
        format!(
            "select t.unit_id, u.name, u.short_name, u.kind, t.measure, t.year, t.version, t.value, t.{day}, {note},
               a.name, t.created_at, {owner}, {level}
             from {table} t join org_unit u on u.district = t.district and u.id = t.unit_id
             left join identity_account a on a.district = t.district and a.id = t.created_by"
        )
    }

    /// Only the versions of one line.
    fn narrow(self, clause: &mut Clause, (unit, measure, owner, level): Line) {
        clause.and("t.unit_id = $?", unit);
        clause.and("t.measure = $?", measure.code());
        if self == Self::Other {
            clause.and("t.owner = $?", owner.code());
            clause.and("t.level = $?", level.code());
        }
    }
}

/// One version of one line of a sheet.
#[derive(Debug, Clone)]
pub struct Version {
    pub unit: UnitRef,
    pub measure: Measure,
    pub owner: TargetOwner,
    pub level: TargetLevel,
    pub year: i64,
    pub version: i64,
    pub value: i64,
    pub parts: BTreeMap<String, i64>,
    pub on: Date,
    pub note: String,
    pub recorded_by: Option<String>,
    pub recorded_at: Timestamp,
}

fn measure(code: &str) -> Result<Measure> {
    Measure::from_code(code).ok_or_else(|| Error::Internal(anyhow::anyhow!("{code:?} is no measure")))
}

fn owner(code: &str) -> TargetOwner {
    TargetOwner::ALL.into_iter().find(|o| o.code() == code).unwrap_or_default()
}

fn level(code: &str) -> TargetLevel {
    TargetLevel::ALL.into_iter().find(|l| l.code() == code).unwrap_or_default()
}

fn read(row: &Row<'_>) -> Result<Version> {
    Ok(Version {
        unit: UnitRef { id: row.get(0)?, name: row.get(1)?, short_name: row.get(2)?, kind: row.get(3)? },
        measure: measure(&row.get::<String>(4)?)?,
        owner: owner(&row.get::<String>(12)?),
        level: level(&row.get::<String>(13)?),
        year: row.get(5)?,
        version: row.get(6)?,
        value: row.get(7)?,
        parts: BTreeMap::new(),
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
pub fn history(reader: &Reader, sheet: Sheet, district: &str, year: i64, line: Line) -> Result<Vec<Version>> {
    let mut clause = Clause::of_district("t.district", district);
    clause.and("t.year = $?", year);
    sheet.narrow(&mut clause, line);
    let sql = format!("{} where {} {LISTED}", sheet.select(), clause.text());
    reader.query(&sql, clause.bound(), read)
}

/// Of each line (or of one) the version in force on a day.
pub fn in_force(
    reader: &Reader,
    sheet: Sheet,
    district: &str,
    year: i64,
    on: Date,
    line: Option<Line>,
) -> Result<Vec<Version>> {
    let (table, day) = (sheet.table(), sheet.day());
    let mut clause = Clause::of_district("t.district", district);
    clause.and("t.year = $?", year);
    clause.and(&format!("t.{day} <= $?"), on);
    if let Some(line) = line {
        sheet.narrow(&mut clause, line);
    }
    let on = clause.bind(on);
    let same = if sheet == Sheet::Other { " and o.owner = t.owner and o.level = t.level" } else { "" };
    // Days never fall from one version to the next, so the latest version that has begun is the one in force.
    clause.also(&format!(
        "t.version = (select max(o.version) from {table} o where o.district = t.district
           and o.unit_id = t.unit_id and o.measure = t.measure and o.year = t.year{same} and o.{day} <= {on})"
    ));
    let sql = format!("{} where {} {LISTED}", sheet.select(), clause.text());
    reader.query(&sql, clause.bound(), read)
}

pub fn insert(
    tx: &Tx<'_>,
    sheet: Sheet,
    who: &Who,
    ((unit, measure, owner, level), year): (Line, i64),
    version: i64,
    (value, on, note): (i64, Date, &str),
) -> Result<()> {
    let day = sheet.day();
    let (column, place) = match sheet {
        Sheet::Forecast => ("", ""),
        Sheet::Target => (", note", ", $10"),
        Sheet::Other => (", note, owner, level", ", $10, $11, $12"),
    };
    let sql = format!(
        "insert into {} (district, unit_id, measure, year, version, value, {day}, created_by, created_at{column})
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9{place})",
        sheet.table()
    );
    let mut values =
        params![who.district(), unit, measure.code(), year, version, value, on, who.account_id(), tx.now()]
            .to_vec();
    if sheet != Sheet::Forecast {
        values.push(note.into());
    }
    if sheet == Sheet::Other {
        values.extend([owner.code().into(), level.code().into()]);
    }
    tx.execute(&sql, &values)?;
    Ok(())
}

/// What a version asks for up to the end of a part.
pub fn insert_part(
    tx: &Tx<'_>,
    district: &str,
    ((unit, measure, owner, level), year): (Line, i64),
    version: i64,
    (part, value): (&str, i64),
) -> Result<()> {
    tx.execute(
        "insert into assessment_target_part (district, unit_id, measure, year, owner, level, version, part, value)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![district, unit, measure.code(), year, owner.code(), level.code(), version, part, value],
    )?;
    Ok(())
}

/// Puts the parts of a year beside their versions.
pub fn fill_parts(reader: &Reader, district: &str, year: i64, versions: &mut [Version]) -> Result<()> {
    let mut parts: HashMap<(Line, i64), BTreeMap<String, i64>> = HashMap::new();
    let all = reader.query(
        "select unit_id, measure, owner, level, version, part, value from assessment_target_part
         where district = $1 and year = $2",
        params![district, year],
        |row| {
            let line = (
                row.get(0)?,
                measure(&row.get::<String>(1)?)?,
                owner(&row.get::<String>(2)?),
                level(&row.get::<String>(3)?),
            );
            Ok(((line, row.get::<i64>(4)?), row.get::<String>(5)?, row.get::<i64>(6)?))
        },
    )?;
    for (key, part, value) in all {
        parts.entry(key).or_default().insert(part, value);
    }
    for version in versions {
        let line = (version.unit.id, version.measure, version.owner, version.level);
        version.parts = parts.remove(&(line, version.version)).unwrap_or_default();
    }
    Ok(())
}
