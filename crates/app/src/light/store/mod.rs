//! All SQL of the room `light`.

pub mod facts;
mod overrule;

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, BatchId, ProjectId},
    light::{Colour, LightTable, STANDARD},
    period::Month,
    project::Stage,
};

use super::{Filter, LightCell, LightNow, LightRow, compute::New};
use crate::{
    floor::{
        Result,
        db::{
            Clause, DbError, Reader, Row, Tx, Value,
            page::{self, Page},
        },
        web::Who,
    },
    org::UnitRef,
    params,
    project::{self, PersonRef, ProjectRef},
};

pub use overrule::{
    decide_override, insert_override, override_page, overrides, overrides_of_month, show_override, waiting,
};

/// Rows written by one statement.
const ROWS: usize = 500;

fn code<T>(r: &Row<'_>, at: usize, read: impl FnOnce(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

fn month_at(r: &Row<'_>, at: usize) -> Result<Month> {
    code(r, at, |text| text.parse().ok())
}

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

fn reference(r: &Row<'_>, at: usize) -> Result<ProjectRef> {
    Ok(ProjectRef { id: r.get(at)?, code: r.get(at + 1)?, name: r.get(at + 2)? })
}

/// A table of rules with where it comes from.
pub struct Kept {
    pub version: i64,
    pub text: String,
    pub table: LightTable,
    pub from_month: Option<Month>,
    pub recorded_by: Option<PersonRef>,
    pub recorded_at: Option<Timestamp>,
}

fn tables(reader: &Reader, mut clause: Clause, version: Option<i64>) -> Result<Kept> {
    if let Some(version) = version {
        clause.and("t.version = $?", version);
    }
    let found = reader.first(
        &format!(
            "select t.version, t.text, t.from_month, a.id, a.name, t.recorded_at from light_table t
             left join identity_account a on a.district = t.district and a.id = t.recorded_by
             where {} order by t.version desc limit 1",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let text: String = r.get(1)?;
            let table = LightTable::check(&text).0.unwrap_or_else(|| LightTable::built_in().clone());
            Ok(Kept {
                version: r.get(0)?,
                text,
                table,
                from_month: Some(month_at(r, 2)?),
                recorded_by: person(r, 3)?,
                recorded_at: r.get(5)?,
            })
        },
    )?;
    Ok(found.unwrap_or_else(|| Kept {
        version: 0,
        text: STANDARD.to_owned(),
        table: LightTable::built_in().clone(),
        from_month: None,
        recorded_by: None,
        recorded_at: None,
    }))
}

pub fn newest_table(reader: &Reader, district: &str) -> Result<Kept> {
    tables(reader, Clause::of_district("t.district", district), None)
}

/// The table that holds for a month.
pub fn table_for(reader: &Reader, district: &str, month: Month) -> Result<Kept> {
    let mut clause = Clause::of_district("t.district", district);
    clause.and("t.from_month <= $?", month.to_string());
    tables(reader, clause, None)
}

pub fn table_of(reader: &Reader, district: &str, version: i64) -> Result<Kept> {
    tables(reader, Clause::of_district("t.district", district), Some(version))
}

pub fn insert_table(tx: &Tx<'_>, who: &Who, version: i64, text: &str, from: Month) -> Result<()> {
    tx.execute(
        "insert into light_table (district, version, text, from_month, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![who.district(), version, text, from.to_string(), who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub struct Computed {
    pub table_version: i64,
    pub as_of: Date,
    pub computed_at: Timestamp,
    pub computed_by: Option<PersonRef>,
}

pub fn month(reader: &Reader, district: &str, month: Month) -> Result<Option<Computed>> {
    reader.first(
        "select m.table_version, m.as_of, m.computed_at, a.id, a.name from light_month m
         left join identity_account a on a.district = m.district and a.id = m.computed_by
         where m.district = $1 and m.month = $2",
        params![district, month.to_string()],
        |r| {
            Ok(Computed {
                table_version: r.get(0)?,
                as_of: r.get(1)?,
                computed_at: r.get(2)?,
                computed_by: person(r, 3)?,
            })
        },
    )
}

pub fn save_month(tx: &Tx<'_>, who: &Who, month: Month, version: i64, on: Date, projects: i64) -> Result<()> {
    tx.execute(
        "insert into light_month (district, month, table_version, as_of, projects, computed_by, computed_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (district, month) do update set table_version = excluded.table_version,
           as_of = excluded.as_of, projects = excluded.projects, computed_by = excluded.computed_by,
           computed_at = excluded.computed_at",
        params![who.district(), month.to_string(), version, on, projects, who.account_id(), tx.now()],
    )?;
    Ok(())
}

/// Many rows a statement: what a round trip costs is paid once for all of them.
pub fn save(tx: &Tx<'_>, district: &str, month: Month, rows: &[New]) -> Result<()> {
    let month = month.to_string();
    for some in rows.chunks(ROWS) {
        let mut bound: Vec<Value> = vec![district.into(), month.as_str().into(), tx.now().into()];
        let mut places = Vec::with_capacity(some.len());
        for row in some {
            let at = bound.len();
            let p = |n: usize| format!("${}", at + n);
            places.push(format!(
                "($1, {}, $2, {}, {}, {}, {}, {}, {}, {}, $3)",
                p(1),
                p(2),
                p(3),
                p(4),
                p(5),
                p(6),
                p(7),
                p(8)
            ));
            bound.extend([
                row.project.0.into(),
                row.code.as_str().into(),
                row.lead_unit.0.into(),
                row.inputs.stage.code().into(),
                row.inputs.text().into(),
                row.computed.code().into(),
                row.colour.code().into(),
                row.overridden.into(),
            ]);
        }
        tx.execute(
            &format!(
                "insert into light (district, project_id, month, project_code, lead_unit_id, stage, inputs, computed,
                   colour, override_id, computed_at) values {}
                 on conflict (district, project_id, month) do update set project_code = excluded.project_code,
                   lead_unit_id = excluded.lead_unit_id, stage = excluded.stage, inputs = excluded.inputs,
                   computed = excluded.computed, colour = excluded.colour, override_id = excluded.override_id,
                   computed_at = excluded.computed_at",
                places.join(", ")
            ),
            &bound,
        )?;
    }
    Ok(())
}

/// Lights of the month that this computation did not make again: their projects no longer go on.
pub fn sweep(tx: &Tx<'_>, district: &str, month: Month) -> Result<()> {
    tx.execute(
        "delete from light where district = $1 and month = $2 and computed_at <> $3",
        params![district, month.to_string(), tx.now()],
    )?;
    Ok(())
}

/// The lights of a month that this reader may see, of these units and stages.
fn of_month(reader: &Reader, who: &Who, month: Month, filter: &Filter) -> Result<Clause> {
    let mut clause = Clause::of_district("l.district", who.district());
    clause.and("l.month = $?", month.to_string());
    if let Some(unit) = filter.unit {
        let path = reader.value::<String>(
            "select path from org_unit where district = $1 and id = $2",
            params![who.district(), unit],
        )?;
        let below = clause.below("path", &path.into_iter().collect::<Vec<_>>());
        clause.also(&format!("l.lead_unit_id in (select id from org_unit where district = $1 and {below})"));
    }
    clause.among("l.stage", filter.stage.iter().map(|s| s.code()));
    within_reach(reader, &mut clause, who, "l.project_id")?;
    Ok(clause)
}

/// Only projects in which a unit within reach has a part.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who, column: &str) -> Result<()> {
    project::veil(reader, who)?.keep(clause, column);
    if let Reach::Units(paths) = who.reach(Class::Project, Act::Read)? {
        let below = clause.below("path", &paths);
        clause.also(&format!(
            "{column} in (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in
               (select id from org_unit where district = $1 and {below}))"
        ));
    }
    Ok(())
}

pub fn counts(reader: &Reader, who: &Who, month: Month, filter: &Filter) -> Result<Vec<(Colour, i64)>> {
    let clause = of_month(reader, who, month, filter)?;
    reader.query(
        &format!("select l.colour, count(*) from light l where {} group by l.colour", clause.text()),
        clause.bound(),
        |r| Ok((code(r, 0, Colour::from_code)?, r.get(1)?)),
    )
}

pub fn list(reader: &Reader, who: &Who, month: Month, filter: &Filter) -> Result<Page<LightRow>> {
    let mut clause = of_month(reader, who, month, filter)?;
    clause.among("l.colour", filter.colour.iter().map(|c| c.code()));
    let counted = format!(
        "select count(*) from (select 1 from light l where {} limit {}) counted",
        clause.text(),
        page::COUNT_CAP + 1
    );
    let total = reader.value::<i64>(&counted, clause.bound())?.unwrap_or(0);
    let (items, next_cursor) = rows(reader, clause, filter.cursor.as_deref(), page::limit(filter.limit))?;
    Ok(Page { items, next_cursor, total: total.min(page::COUNT_CAP), total_capped: total > page::COUNT_CAP })
}

/// So many rows of a month from the cursor on, without counting them.
pub fn portion(
    reader: &Reader,
    who: &Who,
    month: Month,
    filter: &Filter,
    limit: i64,
) -> Result<(Vec<LightRow>, Option<String>)> {
    let mut clause = of_month(reader, who, month, filter)?;
    clause.among("l.colour", filter.colour.iter().map(|c| c.code()));
    rows(reader, clause, filter.cursor.as_deref(), limit)
}

fn rows(
    reader: &Reader,
    mut clause: Clause,
    cursor: Option<&str>,
    limit: i64,
) -> Result<(Vec<LightRow>, Option<String>)> {
    if let Some(cursor) = cursor {
        let after = page::decode(cursor, 1)?.pop().unwrap_or(Value::Null);
        clause.and("l.project_code > $?", after);
    }
    let mut items = reader.query(
        &format!(
            "select p.id, p.code, p.name, l.stage, u.id, u.name, u.short_name, u.kind, l.colour from light l
             join project p on p.district = l.district and p.id = l.project_id
             left join org_unit u on u.district = l.district and u.id = l.lead_unit_id
             where {} order by l.project_code limit {}",
            clause.text(),
            limit + 1
        ),
        clause.bound(),
        |r| {
            Ok(LightRow {
                project: reference(r, 0)?,
                stage: code(r, 3, Stage::from_code)?,
                lead_unit: UnitRef { id: r.get(4)?, name: r.get(5)?, short_name: r.get(6)?, kind: r.get(7)? },
                colour: code(r, 8, Colour::from_code)?,
                cells: Vec::new(),
            })
        },
    )?;
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let last = if more { items.last() } else { None };
    let next_cursor = last.map(|r| page::encode(&[r.project.code.as_str().into()]));
    Ok((items, next_cursor))
}

/// The newest computed month up to this one, and the version of its table.
pub fn newest_month(reader: &Reader, district: &str, to: Month) -> Result<Option<(Month, i64)>> {
    reader.first(
        "select m.month, m.table_version from light_month m where m.district = $1 and m.month <= $2
         order by m.month desc limit 1",
        params![district, to.to_string()],
        |r| Ok((month_at(r, 0)?, r.get(1)?)),
    )
}

/// The lights of some projects in a month, of those within reach; the words are the table's.
pub fn of_projects(reader: &Reader, who: &Who, month: Month, ids: &[ProjectId]) -> Result<Vec<LightNow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("l.district", who.district());
    clause.among("l.project_id", ids.iter().copied());
    clause.and("l.month = $?", month.to_string());
    within_reach(reader, &mut clause, who, "l.project_id")?;
    reader.query(
        &format!(
            "select l.project_id, l.colour, l.override_id is not null from light l where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(LightNow {
                project_id: r.get(0)?,
                colour: code(r, 1, Colour::from_code)?,
                name: String::new(),
                meaning: String::new(),
                overridden: r.get(2)?,
            })
        },
    )
}

/// The lights of some projects, from one month to another, in order.
pub fn cells(
    reader: &Reader,
    district: &str,
    ids: &[ProjectId],
    from: Month,
    to: Month,
) -> Result<Vec<(ProjectId, LightCell)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("l.district", district);
    clause.among("l.project_id", ids.iter().copied());
    clause.and("l.month >= $?", from.to_string());
    clause.and("l.month <= $?", to.to_string());
    reader.query(
        &format!(
            "select l.project_id, l.month, l.colour, l.override_id is not null from light l
             where {} order by l.project_id, l.month",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let cell = LightCell {
                month: month_at(r, 1)?,
                colour: code(r, 2, Colour::from_code)?,
                overridden: r.get(3)?,
            };
            Ok((r.get(0)?, cell))
        },
    )
}

pub struct KeptLight {
    pub month: Month,
    pub stage: Stage,
    pub inputs: String,
    pub computed: Colour,
    pub colour: Colour,
    pub overridden: bool,
    pub table_version: i64,
    pub as_of: Date,
}

pub fn of_project(reader: &Reader, district: &str, id: ProjectId, from: Month) -> Result<Vec<KeptLight>> {
    reader.query(
        "select l.month, l.stage, l.inputs, l.computed, l.colour, l.override_id is not null, m.table_version, m.as_of
         from light l join light_month m on m.district = l.district and m.month = l.month
         where l.district = $1 and l.project_id = $2 and l.month >= $3 order by l.month desc",
        params![district, id, from.to_string()],
        |r| {
            Ok(KeptLight {
                month: month_at(r, 0)?,
                stage: code(r, 1, Stage::from_code)?,
                inputs: r.get(2)?,
                computed: code(r, 3, Colour::from_code)?,
                colour: code(r, 4, Colour::from_code)?,
                overridden: r.get(5)?,
                table_version: r.get(6)?,
                as_of: r.get(7)?,
            })
        },
    )
}

pub fn light_of(reader: &Reader, district: &str, id: ProjectId, month: Month) -> Result<Option<Colour>> {
    reader.first(
        "select colour from light where district = $1 and project_id = $2 and month = $3",
        params![district, id, month.to_string()],
        |r| code(r, 0, Colour::from_code),
    )
}

const OF_BATCH: &str = "(select p.id from project p where p.district = $1 and p.batch_id = $2)";

pub fn forget_batch(tx: &Tx<'_>, district: &str, batch: BatchId) -> Result<()> {
    tx.execute(
        &format!("delete from light where district = $1 and project_id in {OF_BATCH}"),
        params![district, batch],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and exists
           (select 1 from light_override o where o.district = $1 and o.project_id = p.id) order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
