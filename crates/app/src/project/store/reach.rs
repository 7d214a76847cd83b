//! When a project reached what cohorts are asked about, kept beside the project.

use jiff::civil::Date;
use yinfeng_domain::{
    id::ProjectId,
    project::{Kind, Logged, Reach, Stage, Status},
};

use super::view::code;
use crate::{
    floor::{
        Result,
        db::{Reader, Tx},
    },
    params,
};

/// The log as it holds.
fn log(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<Logged>> {
    reader.query(
        "select l.to_stage, l.to_status, l.holds_on from project_stage_log l
         where l.district = $1 and l.project_id = $2 order by l.no",
        params![district, id],
        |r| {
            Ok(Logged {
                stage: code(r, 0, Stage::from_code)?,
                status: code(r, 1, Status::from_code)?,
                on: r.get(2)?,
            })
        },
    )
}

/// What a project that comes with a history has reached.
pub fn of_history(kind: Kind, history: &[(Stage, Date)], status: Status) -> Reach {
    let last = history.len().saturating_sub(1);
    let status_at = |at| if at == last { status } else { Status::Ongoing };
    let log: Vec<Logged> = history
        .iter()
        .enumerate()
        .map(|(at, (stage, on))| Logged { stage: *stage, status: status_at(at), on: *on })
        .collect();
    Reach::of(kind, &log)
}

/// Derives the days anew, after the log or the kind has changed.
pub fn refresh(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    let kind =
        tx.first("select kind from project where district = $1 and id = $2", params![district, id], |r| {
            code(r, 0, Kind::from_code)
        })?;
    let Some(kind) = kind else { return Ok(()) };
    let reach = Reach::of(kind, &log(tx, district, id)?);
    tx.execute(
        "update project set registered_on = $3, landed_on = $4, started_on = $5, completed_on = $6,
           produced_on = $7, ended_on = $8 where district = $1 and id = $2",
        params![
            district,
            id,
            reach.registered_on,
            reach.landed_on,
            reach.started_on,
            reach.completed_on,
            reach.produced_on,
            reach.ended_on
        ],
    )?;
    Ok(())
}
