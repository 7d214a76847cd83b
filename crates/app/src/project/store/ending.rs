//! Endings: written with the move that ends a project, read for its page and for the analysis of losses.

use jiff::civil::Date;
use yinfeng_domain::{
    id::ProjectId,
    project::{LossReason, Stage, Status},
};

use super::{
    secret::veil,
    view::{code, code_name, pair, person, unit, within_sight},
};
use crate::{
    dictionary::AreaRef,
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{Listing, Page, Sorted},
        },
        web::Who,
    },
    params,
    project::{
        EndingView, ProjectRef, ProjectView, SetStatus,
        ending::Ending,
        loss::{LossFilter, LossGroup, LossRow},
    },
};

pub(in crate::project) fn insert(
    tx: &Tx<'_>,
    who: &Who,
    before: &ProjectView,
    no: i64,
    ending: &Ending,
    cmd: &SetStatus,
) -> Result<()> {
    let row = &before.row;
    tx.execute(
        "insert into project_ending (district, project_id, no, status, reason, winner_area, winner, lesson, stage,
           total_fen, lead_unit_id, ended_on, recorded_by, recorded_at, reopened_on, reopened_reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, null, '')",
        params![
            who.district(),
            row.id,
            no,
            cmd.to_status.code(),
            ending.reason.code(),
            ending.winner_area.as_deref(),
            &ending.winner,
            &ending.lesson,
            row.stage.code(),
            row.total_fen,
            row.lead_unit.id,
            cmd.happened_on,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

/// Of a project that was brought in as it had ended: nobody says why.
pub fn insert_unknown(tx: &Tx<'_>, who: &Who, id: ProjectId, no: i64, on: Date) -> Result<()> {
    tx.execute(
        "insert into project_ending (district, project_id, no, status, reason, winner_area, winner, lesson, stage,
           total_fen, lead_unit_id, ended_on, recorded_by, recorded_at, reopened_on, reopened_reason)
         select p.district, p.id, $3, p.status, $4, null, '', '', p.stage, p.total_fen, p.lead_unit_id, $5, $6, $7,
           null, '' from project p where p.district = $1 and p.id = $2",
        params![who.district(), id, no, LossReason::Unknown.code(), on, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn reopen(tx: &Tx<'_>, district: &str, id: ProjectId, on: Date, reason: &str) -> Result<()> {
    tx.execute(
        "update project_ending set reopened_on = $3, reopened_reason = $4
         where district = $1 and project_id = $2 and reopened_on is null",
        params![district, id, on, reason],
    )?;
    Ok(())
}

const COLUMNS: &str =
    "e.no, e.status, e.reason, g.code, g.name, e.winner, e.lesson, e.stage, e.total_fen, e.ended_on,
  a.id, a.name, e.recorded_at, e.reopened_on, e.reopened_reason";
const WIDTH: usize = 15;
const JOINS: &str = "left join dictionary_area g on g.code = e.winner_area
  left join identity_account a on a.district = e.district and a.id = e.recorded_by";

fn ending(r: &Row<'_>) -> Result<EndingView> {
    Ok(EndingView {
        no: r.get(0)?,
        status: code(r, 1, Status::from_code)?,
        reason: code(r, 2, LossReason::from_code)?,
        winner_area: pair(r, 3)?.map(|(code, name)| AreaRef { code, name }),
        winner: r.get(5)?,
        lesson: r.get(6)?,
        stage: code(r, 7, Stage::from_code)?,
        total_fen: r.get(8)?,
        ended_on: r.get(9)?,
        recorded_by: person(r, 10)?,
        recorded_at: r.get(12)?,
        reopened_on: r.get(13)?,
        reopened_reason: r.get(14)?,
    })
}

pub fn of_project(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<EndingView>> {
    reader.query(
        &format!(
            "select {COLUMNS} from project_ending e {JOINS} where e.district = $1 and e.project_id = $2
             order by e.no desc"
        ),
        params![district, id],
        ending,
    )
}

/// Endings that hold, of projects whose record may be read, of the window.
fn found(reader: &Reader, who: &Who, filter: &LossFilter, (from, to): (Date, Date)) -> Result<Clause> {
    let mut clause = Clause::of_district("e.district", who.district());
    clause.also("e.reopened_on is null");
    clause.and("e.ended_on >= $?", from);
    clause.and("e.ended_on <= $?", to);
    within_sight(reader, &mut clause, who)?;
    veil(reader, who)?.keep(&mut clause, "e.project_id");
    clause.among("e.status", filter.status.iter().map(|s| s.code()));
    clause.among("e.reason", filter.reason.iter().map(|r| r.code()));
    clause.among("e.stage", filter.stage.iter().map(|s| s.code()));
    clause.among("p.track", filter.track.iter().map(|t| t.code()));
    if let Some(winner) = &filter.winner {
        clause.and(&format!("{WINNER} = $?"), winner.as_str());
    }
    if !filter.unit.is_empty() {
        let paths = super::list::paths(reader, who.district(), &filter.unit)?;
        let below = clause.below("path", &paths);
        clause.also(&format!("e.lead_unit_id in (select id from org_unit where district = $1 and {below})"));
    }
    Ok(clause)
}

const FROM: &str = "from project_ending e join project p on p.district = e.district and p.id = e.project_id";
/// Who won: the code of the area, or else the words; empty where nobody did.
const WINNER: &str = "coalesce(e.winner_area, e.winner)";

/// Number, how many with a known total, and the totals, by one of the columns.
pub fn groups(
    reader: &Reader,
    who: &Who,
    filter: &LossFilter,
    window: (Date, Date),
    by: &str,
) -> Result<Vec<LossGroup>> {
    let clause = found(reader, who, filter, window)?;
    let (key, name) = match by {
        "winner" => (WINNER, "coalesce(g.name, e.winner)"),
        "stage" => ("e.stage", "''"),
        _ => ("e.reason", "''"),
    };
    reader.query(
        &format!(
            "select {key}, {name}, count(*), count(e.total_fen), cast(coalesce(sum(e.total_fen), 0) as bigint) {FROM}
             left join dictionary_area g on g.code = e.winner_area where {} group by 1, 2 order by 3 desc, 1",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(LossGroup {
                code: r.get(0)?,
                name: r.get(1)?,
                projects: r.get(2)?,
                with_total: r.get(3)?,
                total_fen: r.get(4)?,
            })
        },
    )
}

pub fn rows(reader: &Reader, who: &Who, filter: &LossFilter, window: (Date, Date)) -> Result<Page<LossRow>> {
    let clause = found(reader, who, filter, window)?;
    let listing = Listing {
        select: &format!(
            "select {COLUMNS}, p.id, p.code, coalesce(x.name, p.name), u.id, u.name, u.short_name, u.kind, x.alias,
               x.description, 1 = 0, coalesce(l.reason, '')
             {FROM} {JOINS} join org_unit u on u.district = e.district and u.id = e.lead_unit_id
             left join project_secret x on x.district = p.district and x.project_id = p.id
             left join project_stage_log l on l.district = e.district and l.project_id = e.project_id and l.no = e.no"
        ),
        counted: FROM,
        column: "e.ended_on",
        id: "e.project_id",
        sorted: Sorted::Text,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(
        reader,
        clause,
        place,
        |r| {
            let at = WIDTH;
            Ok(LossRow {
                ending: ending(r)?,
                project: ProjectRef { id: r.get(at)?, code: r.get(at + 1)?, name: r.get(at + 2)? },
                lead_unit: unit(r, at + 3)?,
                code_name: code_name(r, at + 7)?,
                detail: r.get(at + 10)?,
            })
        },
        |row| [row.ending.ended_on.into(), row.project.id.into()],
    )
}
