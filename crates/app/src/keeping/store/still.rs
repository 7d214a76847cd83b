//! Projects that stand still: from the stages and the weekly reports, as the lights see them. A report of a week
//! counts from its Monday, "no change" does not count.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    keeping::Stay,
    project::{Grade, Stage},
};

use super::{code, grade_at};
use crate::{
    floor::{
        Result,
        db::{Clause, Reader},
        web::Who,
    },
    keeping::{Filter, after},
    org::UnitRef,
    params,
    project::{self, ProjectRef, ProjectRow},
};

/// A project with when it last moved, and the day until which it was extended.
pub struct Found {
    pub project: ProjectRef,
    pub lead_unit: UnitRef,
    pub stage: Stage,
    pub grade: Option<Grade>,
    pub total_fen: Option<i64>,
    pub since: Date,
    pub until: Option<Date>,
    pub version: i64,
}

const LAST_WEEK: &str = "(select g.week from progress g where g.district = p.district and g.project_id = p.id
    and g.no_change = false order by g.week desc limit 1)";
/// An extension holds while nothing has moved since.
const UNTIL: &str =
    "(select d.until_on from keeping_decision d where d.district = p.district and d.project_id = p.id
    and d.decision = 'extended' order by d.no desc limit 1)";

/// Taken up again, a project has moved.
const RESUMED: &str = "(select max(l.happened_on) from project_stage_log l where l.district = p.district
    and l.project_id = p.id and l.from_status <> l.to_status and l.to_status = 'ongoing' and l.no > 1)";

/// Since when a project has stood still, and until when that was extended.
pub fn still_since(
    reader: &Reader,
    district: &str,
    row: &ProjectRow,
    (stage_since, entered): (Date, Date),
) -> Result<(Date, Option<Date>)> {
    let found = reader.first(
        &format!("select {LAST_WEEK}, {RESUMED}, {UNTIL} from project p where p.district = $1 and p.id = $2"),
        params![district, row.id],
        |r| Ok((r.get::<Option<Date>>(0)?.max(r.get(1)?), r.get::<Option<Date>>(2)?)),
    )?;
    let (moved, until) = found.unwrap_or_default();
    Ok((stage_since.max(entered).max(moved.unwrap_or(entered)), until))
}

/// Every ongoing project of the stages that has stood still for long enough to be warned, the longest first, of those
/// that the reader may read.
pub fn still(reader: &Reader, who: &Who, filter: &Filter, stay: &Stay, today: Date) -> Result<Vec<Found>> {
    let mut clause = Clause::of_district("p.district", who.district());
    clause.also("p.status = 'ongoing'");
    if stay.stages.is_empty() {
        return Ok(Vec::new());
    }
    clause.among("p.stage", stay.stages.iter().map(|s| s.code()));
    let latest = clause.bind(after(today, -stay.warn_days));
    clause.also(&format!("p.stage_since_on <= {latest} and p.entered_on <= {latest}"));
    clause.also(&format!(
        "not exists (select 1 from progress g where g.district = p.district and g.project_id = p.id
           and g.no_change = false and g.week > {latest})"
    ));
    clause.among("p.grade", filter.grade.iter().map(|g| g.code()));
    within_reach(reader, &mut clause, who, filter)?;
    let mut found = reader.query(
        &format!(
            "select p.id, p.code, p.name, u.id, u.name, u.short_name, u.kind, p.stage, p.grade, p.total_fen,
               p.stage_since_on, p.entered_on, {LAST_WEEK}, {RESUMED}, {UNTIL}, p.version
             from project p left join org_unit u on u.district = p.district and u.id = p.lead_unit_id where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let (stage_since, entered): (Date, Date) = (r.get(10)?, r.get(11)?);
            let moved = r.get::<Option<Date>>(12)?.max(r.get(13)?);
            Ok(Found {
                project: ProjectRef { id: r.get(0)?, code: r.get(1)?, name: r.get(2)? },
                lead_unit: UnitRef { id: r.get(3)?, name: r.get(4)?, short_name: r.get(5)?, kind: r.get(6)? },
                stage: code(r, 7, Stage::from_code)?,
                grade: grade_at(r, 8)?,
                total_fen: r.get(9)?,
                since: stage_since.max(entered).max(moved.unwrap_or(entered)),
                until: r.get(14)?,
                version: r.get(15)?,
            })
        },
    )?;
    found.sort_by(|a, b| (a.since, &a.project.code).cmp(&(b.since, &b.project.code)));
    Ok(found)
}

fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who, filter: &Filter) -> Result<()> {
    project::veil(reader, who)?.keep(clause, "p.id");
    if let Reach::Units(paths) = who.reach(Class::Project, Act::Read)? {
        let below = clause.below("path", &paths);
        let units = format!("(select id from org_unit where district = $1 and {below})");
        if filter.own.unwrap_or(false) {
            clause.also(&format!("p.lead_unit_id in {units}"));
        } else {
            clause.also(&format!(
                "p.id in (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in {units})"
            ));
        }
    }
    if let Some(unit) = filter.unit {
        let unit = clause.bind(unit);
        clause.also(&format!(
            "p.lead_unit_id in (select c.id from org_unit c join org_unit top on top.district = c.district
               and c.path like top.path || '%' where c.district = $1 and top.id = {unit})"
        ));
    }
    Ok(())
}
