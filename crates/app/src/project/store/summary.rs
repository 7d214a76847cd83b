//! The summary of projects, kept beside them.

use yinfeng_domain::{
    id::{ProjectId, UnitId},
    project::{Stage, Status, Structure, Track},
};

use super::STATUS;
use crate::{
    floor::{
        Result,
        db::{Reader, Row, Tx, Value},
    },
    params,
    project::summary::{Counted, Difference, Of},
};

/// A class that is summed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    of: Of,
    stage: &'static str,
    status: &'static str,
    track: &'static str,
    structure: &'static str,
    high_technology: bool,
}

impl Key {
    pub fn of(of: Of, counted: &Counted) -> Self {
        Self {
            of,
            stage: counted.stage.code(),
            status: counted.status.code(),
            track: counted.track.code(),
            structure: counted.structure.code(),
            high_technology: counted.high_technology,
        }
    }
}

/// A table of sums: its name, the columns that tell its rows apart, and whether it sums amounts too.
struct Table {
    name: &'static str,
    by: &'static str,
    amounts: bool,
    /// Where the columns come from; what they are called there.
    from: &'static str,
}

/// Projects with the status under which they count.
const COUNTED: &str = "(select p.district, p.lead_unit_id, p.stage,
    case when p.left_on is null then p.status else 'left' end as status, p.track, p.structure, p.high_technology,
    p.total_fen from project p where p.district = $1) parts";

const TABLES: [Table; 3] = [
    Table {
        name: "project_district_summary",
        by: "stage, status, track, structure, high_technology",
        amounts: true,
        from: COUNTED,
    },
    Table {
        name: "project_summary",
        by: "lead_unit_id, stage, status, track, structure, high_technology",
        amounts: true,
        from: COUNTED,
    },
    Table {
        name: "project_part_summary",
        by: "unit_id, stage, status, track, structure, high_technology",
        amounts: false,
        from: "(select p.district, u.unit_id, p.stage,
             case when p.left_on is null then p.status else 'left' end as status, p.track, p.structure, p.high_technology
           from project_unit u join project p on p.district = u.district and p.id = u.project_id
           where u.district = $1 and u.unit_id <> p.lead_unit_id) parts",
    },
];

impl Table {
    const fn sums(&self) -> &'static [&'static str] {
        if self.amounts { &["projects", "with_total", "total_fen"] } else { &["projects"] }
    }

    /// What the sums should be, from the projects.
    fn counted(&self) -> String {
        let Self { by, from, .. } = self;
        let amounts = if self.amounts {
            ", count(total_fen) as with_total, cast(coalesce(sum(total_fen), 0) as bigint) as total_fen"
        } else {
            ""
        };
        format!(
            "select district, {by}, count(*) as projects{amounts} from {from} where district = $1
             group by district, {by}"
        )
    }
}

pub fn add(tx: &Tx<'_>, district: &str, key: &Key, sum: (i64, i64, i64)) -> Result<()> {
    let (table, unit) = match key.of {
        Of::District => (&TABLES[0], None),
        Of::Lead(unit) => (&TABLES[1], Some(unit)),
        Of::Partner(unit) => (&TABLES[2], Some(unit)),
    };
    let Table { name, by, .. } = table;
    let mut bound = vec![Value::from(district)];
    bound.extend(unit.map(Value::from));
    bound.extend([key.stage, key.status, key.track, key.structure].map(Value::from));
    bound.push(key.high_technology.into());
    bound.extend([sum.0, sum.1, sum.2].into_iter().take(table.sums().len()).map(Value::from));
    let places: Vec<String> = (1..=bound.len()).map(|n| format!("${n}")).collect();
    let more: Vec<String> =
        table.sums().iter().map(|sum| format!("{sum} = {name}.{sum} + excluded.{sum}")).collect();
    tx.execute(
        &format!(
            "insert into {name} (district, {by}, {}) values ({}) on conflict (district, {by}) do update set {}",
            table.sums().join(", "),
            places.join(", "),
            more.join(", ")
        ),
        &bound,
    )?;
    Ok(())
}

pub fn rebuild(tx: &Tx<'_>, district: &str) -> Result<()> {
    for table in &TABLES {
        let (name, by, sums) = (table.name, table.by, table.sums().join(", "));
        tx.execute(&format!("delete from {name} where district = $1"), params![district])?;
        tx.execute(
            &format!("insert into {name} (district, {by}, {sums}) {}", table.counted()),
            params![district],
        )?;
    }
    Ok(())
}

pub fn differences(reader: &Reader, district: &str) -> Result<Vec<Difference>> {
    let mut all = Vec::new();
    for table in &TABLES {
        let (name, counted) = (table.name, table.counted());
        let key: Vec<String> =
            table.by.split(", ").map(|column| format!("a.{column} = b.{column}")).collect();
        let key = key.join(" and ");
        let of = |side: &str| {
            let sums = ["projects", "with_total", "total_fen"];
            let sums = sums.map(|sum| {
                if table.sums().contains(&sum) { format!("coalesce({side}.{sum}, 0)") } else { "0".into() }
            });
            sums.join(", ")
        };
        let columns = format!(
            "coalesce(a.stage, b.stage), coalesce(a.status, b.status), coalesce(a.structure, b.structure), {}, {}",
            of("a"),
            of("b")
        );
        let differs: Vec<String> =
            table.sums().iter().map(|sum| format!("a.{sum} is distinct from b.{sum}")).collect();
        // Two halves instead of a full join, which old SQLite does not have.
        let sql = format!(
            "with kept as (select * from {name} where district = $1 and projects <> 0), counted as ({counted})
             select {columns} from counted b left join kept a on {key} where {}
             union all
             select {columns} from kept a left join counted b on {key} where b.projects is null",
            differs.join(" or ")
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
    let found = reader.first(
        &format!(
            "select p.lead_unit_id, p.stage, {STATUS}, p.track, p.structure, p.high_technology, p.total_fen
             from project p where p.district = $1 and p.id = $2"
        ),
        params![district, id],
        row,
    )?;
    let Some(mut counted) = found else { return Ok(None) };
    counted.other_units = reader.query(
        "select unit_id from project_unit where district = $1 and project_id = $2 and unit_id <> $3",
        params![district, id, counted.lead_unit],
        |r| Ok(r.get(0)?),
    )?;
    Ok(Some(counted))
}

fn row(r: &Row<'_>) -> Result<Counted> {
    let (stage, status, track, structure): (String, String, String, String) =
        (r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?);
    Ok(Counted {
        lead_unit: r.get::<UnitId>(0)?,
        other_units: Vec::new(),
        stage: Stage::from_code(&stage).unwrap_or(Stage::Lead),
        status: Status::from_code(&status).unwrap_or(Status::Ongoing),
        track: Track::from_code(&track).unwrap_or(Track::Capital),
        structure: Structure::from_code(&structure).unwrap_or(Structure::Other),
        high_technology: r.get(5)?,
        total_fen: r.get(6)?,
    })
}
