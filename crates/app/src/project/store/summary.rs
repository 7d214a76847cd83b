//! The summary of projects, kept beside them.

use yinfeng_domain::{
    id::{ProjectId, UnitId},
    project::{Stage, Status, Structure, Track},
};

use crate::{
    floor::{
        Result,
        db::{Reader, Row, Tx, Value},
    },
    params,
    project::summary::{Counted, Difference},
};

/// A class that is summed: of a lead unit, or of the whole district.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    unit: Option<UnitId>,
    stage: &'static str,
    status: &'static str,
    track: &'static str,
    structure: &'static str,
    high_technology: bool,
}

impl Key {
    pub fn of(unit: Option<UnitId>, counted: &Counted) -> Self {
        Self {
            unit,
            stage: counted.stage.code(),
            status: counted.status.code(),
            track: counted.track.code(),
            structure: counted.structure.code(),
            high_technology: counted.high_technology,
        }
    }
}

/// The tables, with the columns that tell their rows apart.
const TABLES: [(&str, &str); 2] = [
    ("project_district_summary", "district, stage, status, track, structure, high_technology"),
    ("project_summary", "district, lead_unit_id, stage, status, track, structure, high_technology"),
];

pub fn add(tx: &Tx<'_>, district: &str, key: &Key, sum: (i64, i64, i64)) -> Result<()> {
    let (table, by) = TABLES[usize::from(key.unit.is_some())];
    let mut bound = vec![Value::from(district)];
    bound.extend(key.unit.map(Value::from));
    bound.extend([key.stage, key.status, key.track, key.structure].map(Value::from));
    bound.push(key.high_technology.into());
    bound.extend([sum.0, sum.1, sum.2].map(Value::from));
    let places: Vec<String> = (1..=bound.len()).map(|n| format!("${n}")).collect();
    tx.execute(
        &format!(
            "insert into {table} ({by}, projects, with_total, total_fen) values ({})
             on conflict ({by}) do update set projects = {table}.projects + excluded.projects,
               with_total = {table}.with_total + excluded.with_total,
               total_fen = {table}.total_fen + excluded.total_fen",
            places.join(", ")
        ),
        &bound,
    )?;
    Ok(())
}

/// What a summary should be, from the projects.
fn from_projects(by: &str) -> String {
    format!(
        "select {by}, count(*) as projects, count(total_fen) as with_total,
           cast(coalesce(sum(total_fen), 0) as bigint) as total_fen
         from project where district = $1 group by {by}"
    )
}

pub fn rebuild(tx: &Tx<'_>, district: &str) -> Result<()> {
    for (table, by) in TABLES {
        tx.execute(&format!("delete from {table} where district = $1"), params![district])?;
        tx.execute(
            &format!("insert into {table} ({by}, projects, with_total, total_fen) {}", from_projects(by)),
            params![district],
        )?;
    }
    Ok(())
}

pub fn differences(reader: &Reader, district: &str) -> Result<Vec<Difference>> {
    let mut all = Vec::new();
    for (table, by) in TABLES {
        let key: Vec<String> = by.split(", ").map(|column| format!("a.{column} = b.{column}")).collect();
        let key = key.join(" and ");
        let columns =
            "coalesce(a.stage, b.stage), coalesce(a.status, b.status), coalesce(a.structure, b.structure),
          coalesce(a.projects, 0), coalesce(a.with_total, 0), coalesce(a.total_fen, 0),
          coalesce(b.projects, 0), coalesce(b.with_total, 0), coalesce(b.total_fen, 0)";
        let counted = from_projects(by);
        // Two halves instead of a full join, which old SQLite does not have.
        let sql = format!(
            "with kept as (select * from {table} where district = $1 and projects <> 0), counted as ({counted})
             select {columns} from counted b left join kept a on {key}
             where a.projects is distinct from b.projects or a.with_total is distinct from b.with_total
               or a.total_fen is distinct from b.total_fen
             union all
             select {columns} from kept a left join counted b on {key} where b.projects is null"
        );
        all.extend(reader.query(&sql, params![district], |r| {
            let (stage, status, structure): (String, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
            Ok(Difference {
                key: format!("{stage}/{status}/{structure}"),
                kept: (r.get(3)?, r.get(4)?, r.get(5)?),
                counted: (r.get(6)?, r.get(7)?, r.get(8)?),
            })
        })?);
    }
    Ok(all)
}

/// Where one project counts.
pub fn counted(reader: &Reader, district: &str, id: ProjectId) -> Result<Option<Counted>> {
    reader.first(
        "select lead_unit_id, stage, status, track, structure, high_technology, total_fen
         from project where district = $1 and id = $2",
        params![district, id],
        row,
    )
}

fn row(r: &Row<'_>) -> Result<Counted> {
    let (stage, status, track, structure): (String, String, String, String) =
        (r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?);
    Ok(Counted {
        lead_unit: r.get::<UnitId>(0)?,
        stage: Stage::from_code(&stage).unwrap_or(Stage::Lead),
        status: Status::from_code(&status).unwrap_or(Status::Ongoing),
        track: Track::from_code(&track).unwrap_or(Track::Capital),
        structure: Structure::from_code(&structure).unwrap_or(Structure::Other),
        high_technology: r.get(5)?,
        total_fen: r.get(6)?,
    })
}
