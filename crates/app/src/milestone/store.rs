//! All SQL of the room `milestone`.

use yinfeng_domain::{
    id::{BatchId, ProjectId, UnitId},
    milestone::{Approval, Dates, Node, Standing},
};

use super::{ApprovalDraft, ApprovalView, MilestoneView};
use crate::{
    floor::{
        Result,
        db::{DbError, Reader, Row, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
};

fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

pub fn milestones(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<MilestoneView>> {
    reader.query(
        "select node, planned_on, actual_on, note, version from milestone where district = $1 and project_id = $2",
        params![district, id],
        |r| {
            Ok(MilestoneView {
                node: code(r, 0, Node::from_code)?,
                planned_on: r.get(1)?,
                actual_on: r.get(2)?,
                days_late: None,
                note: r.get(3)?,
                version: r.get(4)?,
            })
        },
    )
}

pub fn approvals(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<ApprovalView>> {
    reader.query(
        "select a.approval, a.due_on, a.standing, a.granted_on, a.number, a.version, u.id, u.name, u.short_name, u.kind
         from milestone_approval a left join org_unit u on u.district = a.district and u.id = a.unit_id
         where a.district = $1 and a.project_id = $2",
        params![district, id],
        |r| {
            let unit: Option<UnitId> = r.get(6)?;
            Ok(ApprovalView {
                approval: code(r, 0, Approval::from_code)?,
                due_on: r.get(1)?,
                standing: code(r, 2, Standing::from_code)?,
                granted_on: r.get(3)?,
                number: r.get(4)?,
                version: r.get(5)?,
                unit: match unit {
                    Some(id) => {
                        Some(UnitRef { id, name: r.get(7)?, short_name: r.get(8)?, kind: r.get(9)? })
                    }
                    None => None,
                },
                overdue: false,
            })
        },
    )
}

pub fn unit_known(reader: &Reader, district: &str, unit: UnitId) -> Result<bool> {
    let found: Option<UnitId> =
        reader.value("select id from org_unit where district = $1 and id = $2", params![district, unit])?;
    Ok(found.is_some())
}

pub fn save_node(tx: &Tx<'_>, who: &Who, id: ProjectId, node: Node, dates: &Dates<'_>) -> Result<()> {
    tx.execute(
        "insert into milestone (district, project_id, node, planned_on, actual_on, note, updated_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 1)
         on conflict (district, project_id, node) do update set planned_on = excluded.planned_on,
           actual_on = excluded.actual_on, note = excluded.note, updated_by = excluded.updated_by,
           updated_at = excluded.updated_at, version = milestone.version + 1",
        params![
            who.district(),
            id,
            node.code(),
            dates.planned_on,
            dates.actual_on,
            dates.note,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn save_approval(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    approval: Approval,
    draft: &ApprovalDraft,
) -> Result<()> {
    tx.execute(
        "insert into milestone_approval (district, project_id, approval, unit_id, due_on, standing, granted_on, number,
           updated_by, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
         on conflict (district, project_id, approval) do update set unit_id = excluded.unit_id,
           due_on = excluded.due_on, standing = excluded.standing, granted_on = excluded.granted_on,
           number = excluded.number, updated_by = excluded.updated_by, updated_at = excluded.updated_at,
           version = milestone_approval.version + 1",
        params![
            who.district(),
            id,
            approval.code(),
            draft.unit_id,
            draft.due_on,
            draft.standing.rule().code(),
            draft.granted_on,
            &draft.number,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and (exists
           (select 1 from milestone m where m.district = $1 and m.project_id = p.id) or exists
           (select 1 from milestone_approval a where a.district = $1 and a.project_id = p.id))
         order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
