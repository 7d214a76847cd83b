//! Cohorts of signed projects, counted and listed over one covering index.

use std::collections::HashMap;

use jiff::civil::Date;
use yinfeng_domain::{
    authority::Reach,
    id::{ProjectId, UnitId},
    project::about,
    report::rates::{Basis, Cohort, Rate, Steps},
};

use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Reader, Row, Value,
            page::{self, Page},
        },
    },
    org::UnitRef,
    report::rates::{CohortProject, CohortScope, Membership},
};

const fn amount(basis: Basis) -> &'static str {
    match basis {
        Basis::Contract => "p.contract_fen",
        Basis::Total => "p.total_fen",
    }
}

/// A project of a cohort, as of the day of reading.
struct Member {
    id: ProjectId,
    unit: UnitId,
    signed_on: Date,
    amount: Option<i64>,
    /// Recognised by the day of reading.
    money: i64,
    steps: Steps,
}

impl Member {
    fn read(r: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: r.get(0)?,
            unit: r.get(1)?,
            signed_on: r.get(2)?,
            amount: r.get(3)?,
            money: r.get(4)?,
            steps: Steps {
                registered: r.get(5)?,
                landed: r.get(6)?,
                started: r.get(7)?,
                completed: r.get(8)?,
                produces: r.get(9)?,
                ended: r.get(10)?,
            },
        })
    }

    const fn counts_for(&self, rate: Rate) -> bool {
        self.steps.counts_for(rate, self.money)
    }
}

/// Every project of the cohort, the latest signed first. What is kept with a project is its money of today; what came
/// after the day of reading stands beside it, a row for each, and is taken off here: sums in SQL cost twice the reading.
fn walk(reader: &Reader, scope: &CohortScope, mut take: impl FnMut(Member)) -> Result<()> {
    let clause = clause(scope);
    let came = reader.value::<i64>(
        "select 1 from fund where district = $1 and recognised_on > $2 limit 1",
        crate::params![scope.district.as_str(), scope.as_of],
    )?;
    let (fen, later) = match came {
        None => ("cast(null as bigint)", ""),
        Some(_) => (
            "l.recognised_fen",
            "left join fund l on l.district = p.district and l.project_id = p.id and l.recognised_on > $2
               and l.state = 'recognised'",
        ),
    };
    let by = |day: &str| format!("coalesce(p.{day} <= $2, false)");
    let steps =
        ["registered_on", "landed_on", "started_on", "completed_on", "produced_on", "ended_on"].map(by);
    let sql = format!(
        "select p.id, p.lead_unit_id, p.contract_signed_on, {}, p.funds_recognised_fen, {}, {fen}
         from project p {later} where {} order by p.contract_signed_on desc, p.id desc",
        amount(scope.basis),
        steps.join(", "),
        clause.text()
    );
    let mut open: Option<Member> = None;
    reader.each(&sql, clause.bound(), |r| {
        let later = r.get::<Option<i64>>(11)?.unwrap_or(0);
        let id: ProjectId = r.get(0)?;
        match &mut open {
            Some(member) if member.id == id => member.money -= later,
            _ => {
                let mut next = Member::read(r)?;
                next.money -= later;
                if let Some(whole) = open.replace(next) {
                    take(whole);
                }
            }
        }
        Ok(true)
    })?;
    if let Some(last) = open {
        take(last);
    }
    Ok(())
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

/// By the unit in the lead, the largest cohort first. Every project has one, so that the units sum to the whole.
pub fn by_unit(reader: &Reader, scope: &CohortScope) -> Result<Vec<(UnitRef, Cohort)>> {
    let mut cohorts: HashMap<UnitId, Cohort> = HashMap::new();
    walk(reader, scope, |member| {
        let cohort = cohorts.entry(member.unit).or_default();
        cohort.add(member.amount, member.money, member.steps);
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

/// The projects of a cohort, the latest signed first: all, those that count for a rate, or those that do not. One walk
/// counts them and finds those of the page, of which alone names are read.
pub fn projects(
    reader: &Reader,
    scope: &CohortScope,
    only: Option<(Rate, bool)>,
    at: (Option<&str>, Option<i64>),
) -> Result<Page<CohortProject>> {
    let after = at.0.map(place).transpose()?;
    let limit = page::limit(at.1) as usize;
    let (mut total, mut found) = (0, Vec::new());
    walk(reader, scope, |member| {
        if only.is_some_and(|(rate, is)| member.counts_for(rate) != is) {
            return;
        }
        total += 1;
        if found.len() <= limit && after.is_none_or(|last| (member.signed_on, member.id) < last) {
            found.push(member);
        }
    })?;
    let more = found.len() > limit;
    found.truncate(limit);
    let last = if more { found.last() } else { None };
    let next_cursor = last.map(|p| page::encode(&[p.signed_on.into(), p.id.into()]));
    Ok(Page { items: named(reader, scope, found)?, next_cursor, total, total_capped: false })
}

/// Where a page ended.
fn place(cursor: &str) -> Result<(Date, ProjectId)> {
    let mut parts = page::decode(cursor, 2)?;
    let (id, day) = (parts.pop().unwrap_or(Value::Null), parts.pop().unwrap_or(Value::Null));
    let bad = || Error::invalid(Fault::at("cursor", "floor.bad_cursor"));
    let (Value::Text(day), Value::Id(id)) = (day, id) else { return Err(bad()) };
    Ok((day.parse().map_err(|_| bad())?, ProjectId(id)))
}

/// The same projects, with what a reader may know of each.
fn named(reader: &Reader, scope: &CohortScope, page: Vec<Member>) -> Result<Vec<CohortProject>> {
    if page.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("p.district", &scope.district);
    clause.among("p.id", page.iter().map(|member| member.id));
    let sql = format!(
        "select p.id, p.code, p.name, p.stage, u.id, u.name, u.short_name, u.kind, {}
         from project p left join org_unit u on u.district = p.district and u.id = p.lead_unit_id where {}",
        scope.veil.hides("p.id"),
        clause.text()
    );
    let mut names = HashMap::new();
    reader.each(&sql, clause.bound(), |r| {
        let unit = UnitRef { id: r.get(4)?, name: r.get(5)?, short_name: r.get(6)?, kind: r.get(7)? };
        let known: (String, String, String, UnitRef, bool) =
            (r.get(1)?, r.get(2)?, r.get(3)?, unit, r.get(8)?);
        names.insert(r.get::<ProjectId>(0)?, known);
        Ok(true)
    })?;
    let item = |member: Member| {
        let (code, name, stage, lead_unit, is_hidden) = names.remove(&member.id)?;
        let known = |fen| if is_hidden { about(fen) } else { fen };
        Some(CohortProject {
            id: member.id,
            code,
            name,
            lead_unit,
            signed_on: member.signed_on,
            amount_fen: member.amount.map(known),
            funds_fen: known(member.money),
            terminated: member.steps.ended,
            stage,
            reached: Membership::of(|rate| member.counts_for(rate)),
        })
    };
    Ok(page.into_iter().filter_map(item).collect())
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
