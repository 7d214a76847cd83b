//! The list of the projects of a few units: read in the order of an index, so that it costs the same however many
//! projects the units have.

use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{ProjectId, UnitId},
};

use super::{
    list::{Filter, Key, Order, by_keys, conditions, paths, seen},
    secret::{is_cleared, veil},
};
use crate::{
    floor::{
        Result,
        db::{
            Clause, Reader, Value,
            page::{self, COUNT_CAP, Page},
        },
        web::Who,
    },
    project::ProjectRow,
};

/// Of more units than this the projects are dense enough to be met on a walk through all.
const FEW: usize = 16;

/// The units that a list is cut down to: those asked for, or those within reach, with those below them. Nothing when
/// it is not cut down, or when both ways cut, or when they are many.
pub fn few_units(reader: &Reader, who: &Who, filter: &Filter) -> Result<Option<Vec<UnitId>>> {
    let paths = match who.reach(Class::Project, Act::Read)? {
        Reach::Units(_) if is_cleared(reader, who)? => return Ok(None),
        Reach::Units(paths) if filter.unit.is_empty() => paths,
        Reach::District if !filter.unit.is_empty() => paths(reader, who.district(), &filter.unit)?,
        _ => return Ok(None),
    };
    let mut clause = Clause::of_district("district", who.district());
    let below = clause.below("path", &paths);
    clause.also(&below);
    let units: Vec<UnitId> = reader.query(
        &format!("select id from org_unit where {} order by path limit {}", clause.text(), FEW + 1),
        clause.bound(),
        |r| Ok(r.get(0)?),
    )?;
    Ok((units.len() <= FEW).then_some(units))
}

/// The column beside the unit that a list is sorted by, if there is one.
pub fn column(order: &Order) -> Option<&'static str> {
    match order.expression.as_str() {
        "coalesce(p.total_fen, -1)" => Some("pu.sort_total_fen"),
        "p.updated_at" => Some("pu.sort_updated_at"),
        _ => None,
    }
}

/// A page of the projects of these units, sorted by `column`.
pub fn list(
    reader: &Reader,
    who: &Who,
    filter: &Filter,
    units: &[UnitId],
    (column, down): (&str, bool),
) -> Result<Page<ProjectRow>> {
    let limit = page::limit(filter.limit) as usize;
    let clause = conditions(filter, reader, who)?;
    let after = match &filter.cursor {
        Some(cursor) => Some(seen(page::decode(cursor, 2)?)?),
        None => None,
    };
    // The first of each unit, and of these the first: a project that several of them share is met several times.
    let mut keys: Vec<Key> = Vec::new();
    for unit in units {
        keys.extend(first_of_unit(reader, &clause, *unit, column, down, after.as_ref(), limit + 1)?);
    }
    keys.sort_unstable();
    keys.dedup();
    if down {
        keys.reverse();
    }
    let more = keys.len() > limit;
    keys.truncate(limit);
    let last = if more { keys.last() } else { None };
    let next_cursor = last.map(|(number, _, id)| page::encode(&[(*number).into(), (*id).into()]));
    let (total, total_capped) = total(reader, who, filter, &clause, units)?;
    Ok(Page {
        items: by_keys(reader, &clause, &veil(reader, who)?, &keys)?,
        next_cursor,
        total,
        total_capped,
    })
}

fn first_of_unit(
    reader: &Reader,
    clause: &Clause,
    unit: UnitId,
    column: &str,
    down: bool,
    after: Option<&Key>,
    limit: usize,
) -> Result<Vec<Key>> {
    let (direction, compare) = if down { ("desc", "<") } else { ("asc", ">") };
    let mut clause = clause.clone();
    clause.and("pu.unit_id = $?", unit);
    if let Some((number, _, id)) = after {
        let (number, id) = (clause.bind(*number), clause.bind(*id));
        clause.also(&format!("({column}, pu.project_id) {compare} ({number}, {id})"));
    }
    // `cross join` keeps the order of the walk on SQLite.
    reader.query(
        &format!(
            "select {column}, pu.project_id from project_unit pu
             cross join project p where pu.district = $1 and p.id = pu.project_id and {}
             order by {column} {direction}, pu.project_id {direction} limit {limit}",
            clause.text()
        ),
        clause.bound(),
        |r| Ok((r.get(0)?, String::new(), r.get::<ProjectId>(1)?)),
    )
}

/// How many there are: those that the units lead from the summary, when it can tell, and those in which they have
/// another part one by one.
fn total(
    reader: &Reader,
    who: &Who,
    filter: &Filter,
    clause: &Clause,
    units: &[UnitId],
) -> Result<(i64, bool)> {
    if units.is_empty() {
        return Ok((0, false));
    }
    let among = |clause: &mut Clause, column: &str| clause.among(column, units.iter().copied());
    if !filter.only_classes() {
        let mut all = clause.clone();
        among(&mut all, "pu.unit_id");
        return counted(reader, &all);
    }
    let mut led = Clause::of_district("s.district", who.district());
    filter.classes(&mut led, "s");
    among(&mut led, "s.lead_unit_id");
    let sql = format!(
        "select cast(coalesce(sum(s.projects), 0) as bigint) from project_summary s where {}",
        led.text()
    );
    let led = reader.value::<i64>(&sql, led.bound())?.unwrap_or(0);
    if let [unit] = units {
        let mut parts = Clause::of_district("s.district", who.district());
        filter.classes(&mut parts, "s");
        parts.and("s.unit_id = $?", *unit);
        let sql = format!(
            "select cast(coalesce(sum(s.projects), 0) as bigint) from project_part_summary s where {}",
            parts.text()
        );
        return Ok((led + reader.value::<i64>(&sql, parts.bound())?.unwrap_or(0), false));
    }
    // Several of them may have a part in one project, which counts once.
    let mut other = clause.clone();
    among(&mut other, "pu.unit_id");
    let places: Vec<String> = units.iter().map(|unit| other.bind(Value::from(*unit))).collect();
    other.also(&format!("p.lead_unit_id not in ({})", places.join(", ")));
    let (other, capped) = counted(reader, &other)?;
    Ok((led + other, capped))
}

fn counted(reader: &Reader, clause: &Clause) -> Result<(i64, bool)> {
    let sql = format!(
        "select count(*) from (select distinct pu.project_id from project_unit pu
           cross join project p where pu.district = $1 and p.id = pu.project_id and {} limit {}) counted",
        clause.text(),
        COUNT_CAP + 1
    );
    let found = reader.value::<i64>(&sql, clause.bound())?.unwrap_or(0);
    Ok((found.min(COUNT_CAP), found > COUNT_CAP))
}
