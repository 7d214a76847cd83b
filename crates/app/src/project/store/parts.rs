//! Bundles, their parts, and increases.

use yinfeng_domain::{
    authority::{Act, Class},
    id::ProjectId,
    project::{Measure, Stage, Status},
};

use super::{
    STATUS,
    view::{code, unit, within_reach},
};
use crate::{
    floor::{
        Result,
        db::{Clause, Reader, Tx},
        web::Who,
    },
    params,
    project::{PartView, ProjectRef},
};

/// At most so many are shown on the page of a project.
const SHOWN: i64 = 200;

pub fn set_parent(tx: &Tx<'_>, district: &str, id: ProjectId, parent: Option<ProjectId>) -> Result<()> {
    tx.execute(
        "update project set parent_id = $3, updated_at = $4, version = version + 1 where district = $1 and id = $2",
        params![district, id, parent, tx.now()],
    )?;
    Ok(())
}

pub fn add_parts(tx: &Tx<'_>, district: &str, id: ProjectId, more: i64) -> Result<()> {
    tx.execute(
        "update project set parts = coalesce(parts, 0) + $3, updated_at = $4, version = version + 1
         where district = $1 and id = $2",
        params![district, id, more, tx.now()],
    )?;
    Ok(())
}

/// Parts and their bundle that one import brings: nobody has seen them yet, so they stay at their first version.
pub fn bring_in(tx: &Tx<'_>, district: &str, bundle: ProjectId, parts: &[ProjectId]) -> Result<()> {
    for id in parts {
        tx.execute(
            "update project set parent_id = $3 where district = $1 and id = $2",
            params![district, *id, bundle],
        )?;
    }
    tx.execute(
        "update project set parts = coalesce(parts, 0) + $3 where district = $1 and id = $2",
        params![district, bundle, parts.len() as i64],
    )?;
    Ok(())
}

/// The amounts by which a project is listed and summed: as given for the whole, or else the sum of its phases; none
/// of a bundle.
pub fn set_amounts(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    let columns = Measure::ALL.iter().map(|measure| {
        format!(
            "{measure}_fen = (select case when project.parts > 0 then null else coalesce(
               max(case when a.phase = 0 then a.fen end),
               cast(sum(case when a.phase > 0 then a.fen end) as bigint)) end from project_amount a
               where a.district = project.district and a.project_id = project.id and a.measure = '{measure}')"
        )
    });
    tx.execute(
        &format!(
            "update project set {} where district = $1 and id = $2",
            columns.collect::<Vec<_>>().join(", ")
        ),
        params![district, id],
    )?;
    tx.execute(
        "update project_unit set sort_total_fen = (select coalesce(p.total_fen, -1) from project p
           where p.district = project_unit.district and p.id = project_unit.project_id)
         where district = $1 and project_id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn children(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<PartView>> {
    parts(reader, who, "p.parent_id", id)
}

pub fn enlarged(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<PartView>> {
    parts(reader, who, "p.enlarges_id", id)
}

fn parts(reader: &Reader, who: &Who, column: &str, id: ProjectId) -> Result<Vec<PartView>> {
    who.reach(Class::Project, Act::Read)?;
    let mut clause = Clause::of_district("p.district", who.district());
    clause.and(&format!("{column} = $?"), id);
    within_reach(reader, &mut clause, who)?;
    reader.query(
        &format!(
            "select p.id, p.code, coalesce(x.name, p.name), p.stage, {STATUS}, u.id, u.name, u.short_name, u.kind, p.total_fen,
               p.contract_fen, p.funds_recognised_fen
             from project p left join org_unit u on u.district = p.district and u.id = p.lead_unit_id
             left join project_secret x on x.district = p.district and x.project_id = p.id
             where {} order by p.code limit {SHOWN}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(PartView {
                project: ProjectRef { id: r.get(0)?, code: r.get(1)?, name: r.get(2)? },
                stage: code(r, 3, Stage::from_code)?,
                status: code(r, 4, Status::from_code)?,
                lead_unit: unit(r, 5)?,
                total_fen: r.get(9)?,
                contract_fen: r.get(10)?,
                funds_recognised_fen: r.get(11)?,
            })
        },
    )
}

/// The amounts of a whole project after all that enlarged it so far: measure, currency, minor units. Of an increase
/// that is enlarged again, what there was and what was added.
pub fn amounts_of(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<(Measure, String, i64)>> {
    reader.query(
        "select measure, currency, minor + coalesce(before_minor, 0) from project_amount
         where district = $1 and project_id = $2 and phase = 0",
        params![district, id],
        |r| Ok((code(r, 0, Measure::from_code)?, r.get(1)?, r.get(2)?)),
    )
}

/// Code and name of projects of a batch that others have made parts of, or that others enlarge: they stand in the way
/// of its undoing.
pub fn of_batch(
    reader: &Reader,
    district: &str,
    batch: yinfeng_domain::id::BatchId,
) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and exists
           (select 1 from project o where o.district = $1 and (o.parent_id = p.id or o.enlarges_id = p.id)
              and (o.batch_id is null or o.batch_id <> $2)) order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
