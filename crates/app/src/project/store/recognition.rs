//! Claims and their recognition.

use jiff::civil::Date;
use yinfeng_domain::{
    id::{ProjectId, RecognitionId},
    project::{ClaimState, Event},
};

use super::{
    reference,
    view::{code, person, unit, within_reach},
};
use crate::{
    floor::{
        Result,
        db::{
            Clause, Reader, Row, Tx,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    params,
    project::{
        RecognitionActions, RecognitionView,
        recognition::{Decision, Filter, Imported},
    },
};

const FROM: &str = "select p.id, p.code, p.name, r.id, r.event, u.id, u.name, u.short_name, u.kind, r.happened_on,
    r.state, r.recognised_on, c.id, c.name, r.claimed_at, d.id, d.name, r.decided_at, r.reason, r.version, p.created_by,
    (select l.recorded_by from project_stage_log l where l.district = r.district and l.project_id = r.project_id
      and l.from_stage <> l.to_stage and l.to_stage = case r.event when 'signed' then 'signed'
        when 'started' then 'construction' when 'produced' then 'production' else '' end
      order by l.no desc limit 1)
  from project_recognition r
  join project p on p.district = r.district and p.id = r.project_id
  left join org_unit u on u.district = r.district and u.id = r.unit_id
  left join identity_account c on c.district = r.district and c.id = r.claimed_by
  left join identity_account d on d.district = r.district and d.id = r.decided_by";

fn row(r: &Row<'_>) -> Result<RecognitionView> {
    let none = || Action { ok: false, code: None, reason: None };
    Ok(RecognitionView {
        project: reference(r)?,
        id: r.get(3)?,
        event: code(r, 4, Event::from_code)?,
        unit: unit(r, 5)?,
        happened_on: r.get(9)?,
        state: code(r, 10, ClaimState::from_code)?,
        recognised_on: r.get(11)?,
        claimed_by: person(r, 12)?,
        claimed_at: r.get(14)?,
        decided_by: person(r, 15)?,
        decided_at: r.get(17)?,
        reason: r.get(18)?,
        version: r.get(19)?,
        project_by: r.get(20)?,
        moved_by: r.get(21)?,
        actions: RecognitionActions { recognise: none(), send_back: none(), reject: none() },
    })
}

pub fn of_project(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<RecognitionView>> {
    reader.query(
        &format!("{FROM} where r.district = $1 and r.project_id = $2 order by r.claimed_at, r.id"),
        params![district, id],
        row,
    )
}

pub fn one(reader: &Reader, who: &Who, id: RecognitionId) -> Result<Option<RecognitionView>> {
    let mut clause = Clause::of_district("r.district", who.district());
    clause.and("r.id = $?", id);
    within_reach(reader, &mut clause, who)?;
    reader.first(&format!("{FROM} where {}", clause.text()), clause.bound(), row)
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<RecognitionView>> {
    let mut clause = Clause::of_district("r.district", who.district());
    within_reach(reader, &mut clause, who)?;
    clause.among("r.state", filter.state.iter().map(|v| v.code()));
    clause.among("r.event", filter.event.iter().map(|v| v.code()));
    let listing = Listing {
        select: FROM,
        counted: "from project_recognition r join project p on p.district = r.district and p.id = r.project_id",
        column: "r.claimed_at",
        id: "r.id",
        sorted: Sorted::Number,
        down: false,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| [r.claimed_at.into(), r.id.into()])
}

pub fn insert(tx: &Tx<'_>, district: &str, id: RecognitionId, new: &Imported) -> Result<()> {
    let decided = new.recognised_on.is_some();
    let state = if decided { ClaimState::Recognised } else { ClaimState::Claimed };
    tx.execute(
        "insert into project_recognition (district, id, project_id, event, unit_id, happened_on, state,
           recognised_on, claimed_by, claimed_at, decided_by, decided_at, reason, version, batch_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', 1, $13)",
        params![
            district,
            id,
            new.project,
            new.event.code(),
            new.unit,
            new.happened_on,
            state.code(),
            new.recognised_on,
            new.claimed_by,
            new.claimed_at,
            new.decided_by,
            decided.then(|| tx.now()),
            new.batch
        ],
    )?;
    Ok(())
}

pub fn claim_again(tx: &Tx<'_>, who: &Who, id: RecognitionId, happened_on: Date) -> Result<()> {
    tx.execute(
        "update project_recognition set state = 'claimed', happened_on = $3, claimed_by = $4, claimed_at = $5,
           decided_by = null, decided_at = null, reason = '', version = version + 1
         where district = $1 and id = $2",
        params![who.district(), id, happened_on, who.account_id(), tx.now()],
    )?;
    Ok(())
}

/// Of two who decide at once, the second reads what the first decided.
pub fn hold(tx: &Tx<'_>, district: &str, id: RecognitionId) -> Result<()> {
    tx.execute(
        "update project_recognition set version = version where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn decide(tx: &Tx<'_>, who: &Who, id: RecognitionId, decision: &Decision) -> Result<()> {
    tx.execute(
        "update project_recognition set state = $3, recognised_on = $4, decided_by = $5, decided_at = $6,
           reason = $7, version = version + 1
         where district = $1 and id = $2",
        params![
            who.district(),
            id,
            decision.state.code(),
            decision.recognised_on,
            who.account_id(),
            tx.now(),
            &decision.reason
        ],
    )?;
    Ok(())
}
