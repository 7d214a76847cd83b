//! Cohorts of signed projects, counted and listed over one covering index.

use std::collections::HashMap;

use jiff::civil::Date;
use yinfeng_domain::{
    authority::Reach,
    id::{ProjectId, UnitId},
    report::rates::{Basis, Cohort, Rate},
};

use crate::{
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Value,
            page::{self, Page},
        },
    },
    org::UnitRef,
    project,
    report::rates::{CohortProject, CohortScope, Membership},
};

const fn amount(basis: Basis) -> &'static str {
    match basis {
        Basis::Contract => "p.contract_fen",
        Basis::Total => "p.total_fen",
    }
}

/// What makes a project count for a rate, `$2` being the day of reading and `money` what was recognised by then.
fn reached(rate: Rate, money: &str) -> String {
    let by = |column: &str| format!("coalesce(p.{column} <= $2, false)");
    match rate {
        Rate::Performance => {
            format!("(not {} and ({} or {money} > 0))", by("ended_on"), by("registered_on"))
        }
        Rate::Registration => by("registered_on"),
        Rate::Landing => by("landed_on"),
        Rate::Start => by("started_on"),
        Rate::Completion => by("completed_on"),
        Rate::Production => by("produced_on"),
        Rate::Funds => format!("({money} > 0)"),
    }
}

/// Where the projects of a cohort are read from, and their money as it was recognised by the day of reading.
struct Source {
    from: String,
    money: &'static str,
}

/// What is kept with a project is its money of today; what came after the day of reading is taken off, which is looked
/// up for the projects signed in the window (`$3` and `$4`, see [`clause`]) and only when anything came at all.
fn source(reader: &Reader, scope: &CohortScope) -> Result<Source> {
    let came = reader.value::<i64>(
        "select 1 from fund where district = $1 and recognised_on > $2 limit 1",
        crate::params![scope.district.as_str(), scope.as_of],
    )?;
    if came.is_none() {
        return Ok(Source { from: "project p".into(), money: "p.funds_recognised_fen" });
    }
    let from = "project p left join (
           select l.project_id as project_id, cast(sum(l.recognised_fen) as bigint) as fen
           from project w cross join fund l
           where w.district = $1 and w.contract_signed_on >= $3 and w.contract_signed_on <= $4
             and l.district = w.district and l.project_id = w.id and l.state = 'recognised' and l.recognised_on > $2
           group by l.project_id) f on f.project_id = p.id";
    Ok(Source { from: from.into(), money: "(p.funds_recognised_fen - coalesce(f.fen, 0))" })
}

fn clause(scope: &CohortScope) -> Clause {
    let mut clause = Clause::of_district("p.district", &scope.district);
    let as_of = clause.bind(scope.as_of);
    clause.also("p.agreement = 'contract'");
    // Duplicates are one project: what was merged counts where it was merged into.
    clause.also("p.status <> 'merged'");
    let from = clause.bind(scope.from);
    clause.also(&format!("p.contract_signed_on >= {from} and cast({as_of} as text) >= {from}"));
    // One bound and not two, or an index is walked to whichever comes first in the text.
    clause.and("p.contract_signed_on <= $?", scope.to.min(scope.as_of));
    if let Some(event) = scope.event {
        clause.and("p.event_id = $?", event);
    }
    if let Some(track) = scope.track {
        clause.and("p.track = $?", track.code());
    }
    if let Some(unit) = scope.unit {
        let place = clause.bind(unit);
        clause.also(&format!(
            "p.lead_unit_id in (select c.id from org_unit c join org_unit top on top.district = c.district
               and c.path like top.path || '%' where c.district = $1 and top.id = {place})"
        ));
    }
    match &scope.reach {
        Reach::District => {}
        Reach::Nothing => clause.also("1 = 0"),
        Reach::Units(paths) => {
            let below = clause.below("path", paths);
            clause.also(&format!(
                "p.lead_unit_id in (select id from org_unit where district = $1 and {below})"
            ));
        }
    }
    clause
}

/// By the unit in the lead, the largest cohort first. Every project has one, so that the units sum to the whole. Each project
/// is read once and counted here: thirty sums in SQL cost more than the reading.
pub fn by_unit(reader: &Reader, scope: &CohortScope) -> Result<Vec<(UnitRef, Cohort)>> {
    let (clause, Source { from, money }) = (clause(scope), source(reader, scope)?);
    let members: Vec<String> = Rate::ALL.iter().map(|rate| reached(*rate, money)).collect();
    let sql = format!(
        "select p.lead_unit_id, {}, {money}, coalesce(p.ended_on <= $2, false), {} from {from} where {}",
        amount(scope.basis),
        members.join(", "),
        clause.text()
    );
    let mut cohorts: HashMap<UnitId, Cohort> = HashMap::new();
    reader.each(&sql, clause.bound(), |r| {
        let mut reached = Vec::with_capacity(Rate::ALL.len());
        for (i, rate) in Rate::ALL.iter().enumerate() {
            if r.get(4 + i)? {
                reached.push(*rate);
            }
        }
        cohorts.entry(r.get(0)?).or_default().add(r.get(1)?, r.get(2)?, r.get(3)?, &reached);
        Ok(true)
    })?;
    let units = reader.query(
        "select id, name, short_name, kind from org_unit where district = $1",
        crate::params![scope.district.as_str()],
        |r| Ok(UnitRef { id: r.get(0)?, name: r.get(1)?, short_name: r.get(2)?, kind: r.get(3)? }),
    )?;
    let mut units: Vec<(UnitRef, Cohort)> =
        units.into_iter().filter_map(|unit| cohorts.remove(&unit.id).map(|cohort| (unit, cohort))).collect();
    units.sort_by(|a, b| b.1.all.projects.cmp(&a.1.all.projects).then_with(|| a.0.name.cmp(&b.0.name)));
    Ok(units)
}

/// The projects of a cohort, the latest signed first: all, those that count for a rate, or those that do not.
pub fn projects(
    reader: &Reader,
    scope: &CohortScope,
    only: Option<(Rate, bool)>,
    at: (Option<&str>, Option<i64>),
) -> Result<Page<CohortProject>> {
    let (mut clause, Source { from, money }) = (clause(scope), source(reader, scope)?);
    if let Some((rate, member)) = only {
        let is = reached(rate, money);
        clause.also(&if member { is } else { format!("not {is}") });
    }
    let counted = format!("select count(*) from {from} where {}", clause.text());
    let total = reader.value::<i64>(&counted, clause.bound())?.unwrap_or(0);
    if let Some(cursor) = at.0 {
        let mut place = page::decode(cursor, 2)?;
        let (id, day) = (place.pop().unwrap_or(Value::Null), place.pop().unwrap_or(Value::Null));
        let (day, id) = (clause.bind(day), clause.bind(id));
        clause.also(&format!("(p.contract_signed_on, p.id) < ({day}, {id})"));
    }
    let limit = page::limit(at.1);
    let hides = scope.veil.hides("p.id");
    let known = |fen: &str| format!("case when {hides} then {} else {fen} end", project::about_sql(fen));
    let members: Vec<String> = Rate::ALL.iter().map(|rate| reached(*rate, money)).collect();
    let sql = format!(
        "select p.id, p.code, p.name, u.id, u.name, u.short_name, u.kind, p.contract_signed_on, {}, {},
           coalesce(p.ended_on <= $2, false), p.stage, {}
         from {from} left join org_unit u on u.district = p.district and u.id = p.lead_unit_id
         where {} order by p.contract_signed_on desc, p.id desc limit {}",
        known(amount(scope.basis)),
        known(money),
        members.join(", "),
        clause.text(),
        limit + 1
    );
    let mut items = reader.query(&sql, clause.bound(), member)?;
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let last = if more { items.last() } else { None };
    let next_cursor = last.map(|p| page::encode(&[p.signed_on.into(), p.id.into()]));
    Ok(Page { items, next_cursor, total, total_capped: false })
}

fn member(r: &Row<'_>) -> Result<CohortProject> {
    let mut reached = Membership::default();
    for (i, rate) in Rate::ALL.iter().enumerate() {
        reached.set(*rate, r.get(12 + i)?);
    }
    let id: ProjectId = r.get(0)?;
    let unit: UnitId = r.get(3)?;
    let signed_on: Date = r.get(7)?;
    Ok(CohortProject {
        id,
        code: r.get(1)?,
        name: r.get(2)?,
        lead_unit: UnitRef { id: unit, name: r.get(4)?, short_name: r.get(5)?, kind: r.get(6)? },
        signed_on,
        amount_fen: r.get(8)?,
        funds_fen: r.get(9)?,
        terminated: r.get(10)?,
        stage: r.get(11)?,
        reached,
    })
}

/// Stage × projects ever there, of which the total is known, and Σ of the totals; duplicates left out.
pub fn stages(reader: &Reader, scope: &CohortScope) -> Result<Vec<(String, i64, i64)>> {
    let whole = scope.unit.is_none() && scope.reach == Reach::District;
    let table = if whole { "project_district_summary" } else { "project_summary" };
    let mut clause = Clause::of_district("s.district", &scope.district);
    clause.also("s.status <> 'merged'");
    if let Some(track) = scope.track {
        clause.and("s.track = $?", track.code());
    }
    if let Some(unit) = scope.unit {
        let place = clause.bind(unit);
        clause.also(&format!(
            "s.lead_unit_id in (select c.id from org_unit c join org_unit top on top.district = c.district
               and c.path like top.path || '%' where c.district = $1 and top.id = {place})"
        ));
    }
    if let Reach::Units(paths) = &scope.reach {
        let below = clause.below("path", paths);
        clause.also(&format!("s.lead_unit_id in (select id from org_unit where district = $1 and {below})"));
    }
    reader.query(
        &format!(
            "select s.stage, cast(sum(s.projects) as bigint), cast(sum(s.total_fen) as bigint)
             from {table} s where {} group by s.stage",
            clause.text()
        ),
        clause.bound(),
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )
}

pub fn event_name(reader: &Reader, district: &str, event: uuid::Uuid) -> Result<Option<String>> {
    reader.value(
        "select name from activity_event where district = $1 and id = $2",
        crate::params![district, event],
    )
}
