//! The summary of projects, kept beside them.

use yinfeng_domain::{
    id::{ProjectId, UnitId},
    project::{Stage, Status, Structure, Track},
};

use crate::{
    floor::{
        Result,
        db::{Reader, Row, Tx},
    },
    params,
    project::summary::{Counted, Difference},
};

pub fn add(tx: &Tx<'_>, district: &str, counted: &Counted, sign: i64) -> Result<()> {
    tx.execute(
        "insert into project_summary (district, lead_unit_id, year, stage, status, track, structure, section,
           high_technology, projects, with_total, total_fen)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (district, lead_unit_id, year, stage, status, track, structure, section, high_technology)
         do update set projects = project_summary.projects + excluded.projects,
           with_total = project_summary.with_total + excluded.with_total,
           total_fen = project_summary.total_fen + excluded.total_fen",
        params![
            district,
            counted.lead_unit,
            i64::from(counted.year),
            counted.stage.code(),
            counted.status.code(),
            counted.track.code(),
            counted.structure.code(),
            &counted.section,
            counted.high_technology,
            sign,
            sign * i64::from(counted.total_fen.is_some()),
            sign * counted.total_fen.unwrap_or(0)
        ],
    )?;
    Ok(())
}

/// What the summary should be, from the projects. The year of entry is the beginning of its date.
const COUNTED: &str = "select district, lead_unit_id, cast(substr(entered_on, 1, 4) as bigint) as year, stage, status,
  track, structure, coalesce(substr(industry, 1, 1), '') as section, high_technology,
  count(*) as projects, count(total_fen) as with_total, cast(coalesce(sum(total_fen), 0) as bigint) as total_fen
  from project where district = $1
  group by district, lead_unit_id, substr(entered_on, 1, 4), stage, status, track, structure,
    coalesce(substr(industry, 1, 1), ''), high_technology";

pub fn rebuild(tx: &Tx<'_>, district: &str) -> Result<()> {
    tx.execute("delete from project_summary where district = $1", params![district])?;
    tx.execute(
        &format!(
            "insert into project_summary (district, lead_unit_id, year, stage, status, track, structure, section,
               high_technology, projects, with_total, total_fen) {COUNTED}"
        ),
        params![district],
    )?;
    Ok(())
}

pub fn differences(reader: &Reader, district: &str) -> Result<Vec<Difference>> {
    let key =
        "a.lead_unit_id = b.lead_unit_id and a.year = b.year and a.stage = b.stage and a.status = b.status
      and a.track = b.track and a.structure = b.structure and a.section = b.section
      and a.high_technology = b.high_technology";
    let columns = "coalesce(a.stage, b.stage), coalesce(a.status, b.status), coalesce(a.section, b.section),
      coalesce(a.projects, 0), coalesce(a.with_total, 0), coalesce(a.total_fen, 0),
      coalesce(b.projects, 0), coalesce(b.with_total, 0), coalesce(b.total_fen, 0)";
    // Two halves instead of a full join, which old SQLite does not have.
    let sql = format!(
        "with kept as (select * from project_summary where district = $1 and projects <> 0), counted as ({COUNTED})
         select {columns} from counted b left join kept a on {key}
         where a.projects is distinct from b.projects or a.with_total is distinct from b.with_total
           or a.total_fen is distinct from b.total_fen
         union all
         select {columns} from kept a left join counted b on {key} where b.projects is null"
    );
    reader.query(&sql, params![district], |r| {
        let (stage, status, section): (String, String, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
        Ok(Difference {
            key: format!("{stage}/{status}/{section}"),
            kept: (r.get(3)?, r.get(4)?, r.get(5)?),
            counted: (r.get(6)?, r.get(7)?, r.get(8)?),
        })
    })
}

/// Where one project counts.
pub fn counted(reader: &Reader, district: &str, id: ProjectId) -> Result<Option<Counted>> {
    reader.first(
        "select lead_unit_id, cast(substr(entered_on, 1, 4) as bigint), stage, status, track, structure,
           coalesce(substr(industry, 1, 1), ''), high_technology, total_fen
         from project where district = $1 and id = $2",
        params![district, id],
        row,
    )
}

fn row(r: &Row<'_>) -> Result<Counted> {
    let (stage, status, track, structure): (String, String, String, String) =
        (r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?);
    Ok(Counted {
        lead_unit: r.get::<UnitId>(0)?,
        year: i16::try_from(r.get::<i64>(1)?).unwrap_or_default(),
        stage: Stage::from_code(&stage).unwrap_or(Stage::Lead),
        status: Status::from_code(&status).unwrap_or(Status::Ongoing),
        track: Track::from_code(&track).unwrap_or(Track::Capital),
        structure: Structure::from_code(&structure).unwrap_or(Structure::Other),
        section: r.get(6)?,
        high_technology: r.get(7)?,
        total_fen: r.get(8)?,
    })
}
