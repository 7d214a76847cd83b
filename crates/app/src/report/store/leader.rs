//! The projects of leaders, with what is open of them.

use jiff::civil::Date;

use crate::{
    floor::{
        Result,
        db::{Clause, Reader},
        web::Who,
    },
    org::UnitRef,
    params, project,
    report::leaders::{LeaderCase, LeaderRow, PackFilter},
};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{ProjectId, UnitId},
};

/// Only projects of a unit within reach.
fn within_reach(reader: &Reader, clause: &mut Clause, who: &Who) -> Result<()> {
    project::veil(reader, who)?.keep(clause, "p.id");
    if let Reach::Units(paths) = who.reach(Class::Project, Act::Read)? {
        let below = clause.below("path", &paths);
        clause.also(&format!(
            "p.id in (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in
               (select id from org_unit where district = $1 and {below}))"
        ));
    }
    Ok(())
}

const OPEN_PROBLEMS: &str =
    "(select count(*) from problem b where b.district = p.district and b.project_id = p.id
  and b.state in ('open', 'answered'))";
const OPEN_NOTES: &str =
    "(select count(*) from supervision n where n.district = p.district and n.project_id = p.id
  and n.state in ('open', 'answered'))";

fn late_problems(today: &str) -> String {
    format!(
        "(select count(*) from problem b where b.district = p.district and b.project_id = p.id
           and b.state = 'open' and b.due_on < {today})"
    )
}

pub fn leaders(reader: &Reader, who: &Who, today: Date) -> Result<Vec<LeaderRow>> {
    let mut clause = Clause::of_district("s.district", who.district());
    clause.also("s.leader <> ''");
    within_reach(reader, &mut clause, who)?;
    let day = clause.bind(today);
    let late = late_problems(&day);
    let sql = format!(
        "select s.leader, count(*), cast(sum(case when p.status = 'ongoing' then 1 else 0 end) as bigint),
           cast(coalesce(sum(p.total_fen), 0) as bigint), cast(sum({OPEN_PROBLEMS}) as bigint),
           cast(sum({late}) as bigint), cast(sum({OPEN_NOTES}) as bigint)
         from sponsor s join project p on p.district = s.district and p.id = s.project_id
         where {} group by s.leader order by 2 desc, 1",
        clause.text()
    );
    reader.query(&sql, clause.bound(), |r| {
        Ok(LeaderRow {
            leader: r.get(0)?,
            projects: r.get(1)?,
            ongoing: r.get(2)?,
            total_fen: r.get(3)?,
            open_problems: r.get(4)?,
            late_problems: r.get(5)?,
            open_notes: r.get(6)?,
        })
    })
}

pub fn cases(reader: &Reader, who: &Who, leader: &str, today: Date) -> Result<Vec<LeaderCase>> {
    let mut clause = Clause::of_district("s.district", who.district());
    clause.and("s.leader = $?", leader);
    within_reach(reader, &mut clause, who)?;
    let day = clause.bind(today);
    let late = late_problems(&day);
    let sql = format!(
        "select p.id, p.code, p.name, u.id, u.name, u.short_name, u.kind, p.stage, p.status, p.stage_since_on,
           p.total_fen, p.progress, p.next_step, p.next_step_due_on, s.since_on, {OPEN_PROBLEMS}, {late},
           {OPEN_NOTES}
         from sponsor s join project p on p.district = s.district and p.id = s.project_id
         left join org_unit u on u.district = p.district and u.id = p.lead_unit_id
         where {} order by p.status <> 'ongoing', p.stage_since_on, p.id limit 500",
        clause.text()
    );
    reader.query(&sql, clause.bound(), |r| {
        Ok(LeaderCase {
            id: r.get(0)?,
            code: r.get(1)?,
            name: r.get(2)?,
            lead_unit: UnitRef {
                id: r.get::<UnitId>(3)?,
                name: r.get(4)?,
                short_name: r.get(5)?,
                kind: r.get(6)?,
            },
            stage: r.get(7)?,
            status: r.get(8)?,
            stage_since_on: r.get(9)?,
            total_fen: r.get(10)?,
            progress: r.get(11)?,
            next_step: r.get(12)?,
            next_step_due_on: r.get(13)?,
            since_on: r.get(14)?,
            open_problems: r.get(15)?,
            late_problems: r.get(16)?,
            open_notes: r.get(17)?,
        })
    })
}

/// The projects that a meeting goes through, the longest at their stage first; one more than asked for when there are.
pub fn of_pack(reader: &Reader, who: &Who, filter: &PackFilter, limit: usize) -> Result<Vec<ProjectId>> {
    let mut clause = Clause::of_district("p.district", who.district());
    clause.also("p.status = 'ongoing'");
    // A pack is handed round: code-named projects are not in it, whoever made it.
    clause.also(
        "not exists (select 1 from project_secret x where x.district = p.district and x.project_id = p.id)",
    );
    clause.among("p.stage", filter.stage.iter().map(|s| s.code()));
    if let Some(unit) = filter.unit {
        let place = clause.bind(unit);
        clause.also(&format!(
            "p.lead_unit_id in (select c.id from org_unit c join org_unit top on top.district = c.district
               and c.path like top.path || '%' where c.district = $1 and top.id = {place})"
        ));
    }
    if let Some(leader) = filter.leader.as_deref().map(str::trim).filter(|l| !l.is_empty()) {
        let place = clause.bind(leader);
        clause.also(&format!(
            "p.id in (select s.project_id from sponsor s where s.district = $1 and s.leader = {place})"
        ));
    }
    if filter.attention.unwrap_or(false) {
        clause.also(
            "(p.id in (select b.project_id from problem b where b.district = $1 and b.state in ('open', 'answered'))
              or p.id in (select n.project_id from supervision n where n.district = $1
                and n.state in ('open', 'answered') and n.project_id is not null))",
        );
    }
    within_reach(reader, &mut clause, who)?;
    let sql = format!(
        "select p.id from project p where {} order by p.stage_since_on, p.id limit {}",
        clause.text(),
        limit + 1
    );
    reader.query(&sql, clause.bound(), |r| Ok(r.get(0)?))
}

/// What a project reported since a day, oldest first; "no change" is no progress.
pub fn reports(
    reader: &Reader,
    district: &str,
    id: ProjectId,
    since: Date,
) -> Result<Vec<yinfeng_domain::report::sheet::Report>> {
    reader.query(
        "select reported_on, happened from progress where district = $1 and project_id = $2 and reported_on >= $3
           and not no_change and happened <> '' order by reported_on, id limit 12",
        params![district, id, since],
        |r| Ok(yinfeng_domain::report::sheet::Report { on: r.get(0)?, text: r.get(1)? }),
    )
}

pub fn unit_name(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select name from org_unit where district = $1 and id = $2", params![district, unit])
}
