//! The board: counts by stage, and the cards of a column by key.

use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::UnitId,
    project::{Grade, Kind, Stage, Status, Track},
};

use super::{
    secret::veil,
    view::{about, code, code_name, unit, within_sight},
};
use crate::{
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Value,
            page::{decode, encode},
        },
        web::{Action, Who},
    },
    project::board::{BoardCard, BoardFilter},
};

/// How many, of how many the total is known, and the totals in fen.
pub type Counts = (i64, i64, i64);

/// The lead units at or below those that are asked for, by name: of one unit an index gives the cards in their order.
fn leads(reader: &Reader, clause: &mut Clause, who: &Who, filter: &BoardFilter, column: &str) -> Result<()> {
    if filter.unit.is_empty() {
        return Ok(());
    }
    let paths = super::list::paths(reader, who.district(), &filter.unit)?;
    let mut below = Clause::of_district("district", who.district());
    let at_or_below = below.below("path", &paths);
    below.also(&at_or_below);
    let units: Vec<UnitId> =
        reader.query(&format!("select id from org_unit where {}", below.text()), below.bound(), |r| {
            Ok(r.get(0)?)
        })?;
    if units.is_empty() {
        clause.also("1 = 0");
    }
    clause.among(column, units);
    Ok(())
}

/// Only of these grades; a cover does not tell its own.
fn graded(reader: &Reader, clause: &mut Clause, who: &Who, filter: &BoardFilter) -> Result<()> {
    if !filter.grade.is_empty() {
        clause.among("p.grade", filter.grade.iter().map(|g| g.code()));
        veil(reader, who)?.keep(clause, "p.id");
    }
    Ok(())
}

pub fn counts(reader: &Reader, who: &Who, filter: &BoardFilter) -> Result<Vec<(Stage, Counts)>> {
    // The summaries count the whole, or by the unit in the lead; who reads only some units has few projects, and they are
    // counted. Nor do they tell grades.
    let summed = who.reach(Class::Project, Act::Read)? == Reach::District && filter.grade.is_empty();
    let sums = "cast(sum(p.projects) as bigint), cast(sum(p.with_total) as bigint), cast(sum(p.total_fen) as bigint)";
    let (table, sums) = match (summed, filter.unit.is_empty()) {
        (true, true) => ("project_district_summary p", sums),
        (true, false) => ("project_summary p", sums),
        _ => ("project p", "count(*), count(p.total_fen), cast(coalesce(sum(p.total_fen), 0) as bigint)"),
    };
    let mut clause = Clause::of_district("p.district", who.district());
    clause.and("p.status = $?", Status::Ongoing.code());
    clause.among("p.track", filter.track.iter().map(|t| t.code()));
    leads(reader, &mut clause, who, filter, "p.lead_unit_id")?;
    if !summed {
        graded(reader, &mut clause, who, filter)?;
        within_sight(reader, &mut clause, who)?;
    }
    reader.query(
        &format!("select p.stage, {sums} from {table} where {} group by p.stage", clause.text()),
        clause.bound(),
        |r| Ok((code(r, 0, Stage::from_code)?, (r.get(1)?, r.get(2)?, r.get(3)?))),
    )
}

pub fn cards(
    reader: &Reader,
    who: &Who,
    stage: Stage,
    filter: &BoardFilter,
    limit: i64,
) -> Result<(Vec<BoardCard>, Option<String>)> {
    let mut clause = Clause::of_district("p.district", who.district());
    clause.and("p.stage = $?", stage.code());
    clause.and("p.status = $?", Status::Ongoing.code());
    clause.among("p.track", filter.track.iter().map(|t| t.code()));
    graded(reader, &mut clause, who, filter)?;
    leads(reader, &mut clause, who, filter, "p.lead_unit_id")?;
    within_sight(reader, &mut clause, who)?;
    if let Some(cursor) = &filter.cursor {
        let mut at = decode(cursor, 2)?;
        let (id, since) = (at.pop().unwrap_or(Value::Null), at.pop().unwrap_or(Value::Null));
        let (since, id) = (clause.bind(since), clause.bind(id));
        clause.also(&format!("(p.stage_since_on, p.id) > ({since}, {id})"));
    }
    let veil = veil(reader, who)?;
    let hides = veil.hides("p.id");
    let shown = |column: &str, cover: &str| format!("case when {hides} then {cover} else {column} end");
    let (name, total) =
        (shown("coalesce(x.name, p.name)", "p.name"), shown("p.total_fen", &about("p.total_fen")));
    let (next, due) = (shown("p.next_step", "''"), shown("p.next_step_due_on", "cast(null as text)"));
    let grade = shown("p.grade", "cast(null as text)");
    // First which cards, for which an index tells enough; then what they show.
    let mut found = reader.query(
        &format!(
            "select p.id, p.code, {name}, p.kind, p.track, p.stage, u.id, u.name, u.short_name, u.kind, {total},
               p.stage_since_on, {next}, {due}, p.version, u.path, x.alias, x.description, {hides}, {grade}
             from (select p.id as id from project p where {} order by p.stage_since_on, p.id limit {}) k
             join project p on p.district = $1 and p.id = k.id
             left join org_unit u on u.district = p.district and u.id = p.lead_unit_id
             left join project_secret x on x.district = p.district and x.project_id = p.id
             order by p.stage_since_on, p.id",
            clause.text(),
            limit + 1
        ),
        clause.bound(),
        card,
    )?;
    let more = found.len() as i64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let last = if more { found.last() } else { None };
    let next = last.map(|c| encode(&[c.stage_since_on.into(), c.id.into()]));
    Ok((found, next))
}

fn card(r: &Row<'_>) -> Result<BoardCard> {
    Ok(BoardCard {
        id: r.get(0)?,
        code: r.get(1)?,
        name: r.get(2)?,
        kind: code(r, 3, Kind::from_code)?,
        track: code(r, 4, Track::from_code)?,
        stage: code(r, 5, Stage::from_code)?,
        lead_unit: unit(r, 6)?,
        total_fen: r.get(10)?,
        stage_since_on: r.get(11)?,
        days_in_stage: 0,
        next_step: r.get(12)?,
        next_step_due_on: r.get(13)?,
        version: r.get(14)?,
        next_stages: Vec::new(),
        advance: Action { ok: false, code: None, reason: None },
        lead_path: r.get(15)?,
        code_name: code_name(r, 16)?,
        grade: r.get::<Option<String>>(19)?.as_deref().and_then(Grade::from_code),
    })
}
