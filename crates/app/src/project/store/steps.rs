//! The steps of a project through stages and states, and where it stands after them.

use jiff::civil::Date;
use yinfeng_domain::{
    id::ProjectId,
    project::{Stage, Status},
};

use super::{reach, touch_units};
use crate::{
    floor::{Result, db::Tx, web::Who},
    params,
    project::ProjectView,
};

/// One step in the life of a project.
struct Step<'a> {
    no: i64,
    from: (&'a str, &'a str),
    to: (Stage, Status),
    happened_on: Date,
    reason: &'a str,
}

fn insert_step(tx: &Tx<'_>, who: &Who, id: ProjectId, step: &Step<'_>) -> Result<()> {
    tx.put(
        "insert into project_stage_log (district, project_id, no, from_stage, to_stage, from_status, to_status,
           happened_on, holds_on, reason, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11)",
        params![
            who.district(),
            id,
            step.no,
            step.from.0,
            step.to.0.code(),
            step.from.1,
            step.to.1.code(),
            step.happened_on,
            step.reason,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

/// The stages a project went through before it came here. The first comes from nowhere.
pub fn insert_history(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    history: &[(Stage, Date)],
    status: Status,
) -> Result<()> {
    let mut from = ("", "");
    for (at, (stage, day)) in history.iter().enumerate() {
        let last = at + 1 == history.len();
        let to = (*stage, if last { status } else { Status::Ongoing });
        insert_step(tx, who, id, &Step { no: at as i64 + 1, from, to, happened_on: *day, reason: "" })?;
        from = (to.0.code(), to.1.code());
    }
    Ok(())
}

pub fn append_log(
    tx: &Tx<'_>,
    who: &Who,
    before: &ProjectView,
    to: (Stage, Status),
    happened_on: Date,
    reason: &str,
) -> Result<()> {
    let no = before.stage_log.iter().map(|l| l.no).max().unwrap_or(0) + 1;
    let from = (before.row.stage.code(), before.row.status.code());
    insert_step(tx, who, before.row.id, &Step { no, from, to, happened_on, reason })?;
    reach::refresh(tx, who.district(), before.row.id)
}

pub fn set_stage(tx: &Tx<'_>, district: &str, id: ProjectId, stage: Stage, since: Date) -> Result<()> {
    tx.execute(
        "update project set stage = $3, stage_since_on = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, stage.code(), since, tx.now()],
    )?;
    touch_units(tx, district, id)
}

/// A status as it is read from `project p`: the column knows those that there were when it was made, and a project
/// that left the library is on hold there, with the day it left.
pub const STATUS: &str = "case when p.left_on is null then p.status else 'left' end";

pub fn set_status(tx: &Tx<'_>, district: &str, id: ProjectId, status: Status, on: Date) -> Result<()> {
    let (kept, left_on) = match status {
        Status::Left => (Status::OnHold, Some(on)),
        status => (status, None),
    };
    tx.execute(
        "update project set status = $3, left_on = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, kept.code(), left_on, tx.now()],
    )?;
    touch_units(tx, district, id)
}
