//! Docking sessions and who met whom.

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    chain::PairResult,
    id::{ChainId, ChainLinkId, ChainPairId, OrganisationId},
};

use super::{code, organisation, unit};
use crate::{
    chain::{
        session::PairDraft,
        view::{ChainPairView, ChainSessionView},
    },
    floor::{
        Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    params,
};

/// Whose pairs.
#[derive(Clone, Copy)]
pub enum Of {
    Chain(ChainId),
    Link(ChainLinkId),
    Organisation(OrganisationId),
    Pair(ChainPairId),
}

pub fn of_chain(reader: &Reader, district: &str, id: ChainId) -> Result<Vec<ChainSessionView>> {
    let mut sessions = reader.query(
        "select e.id, e.name, e.held_on, e.place from chain_session s
         join activity_event e on e.district = s.district and e.id = s.event_id
         where s.district = $1 and s.chain_id = $2 order by e.held_on desc, e.id desc limit 200",
        params![district, id],
        |r| {
            Ok(ChainSessionView {
                event_id: r.get(0)?,
                name: r.get(1)?,
                held_on: r.get(2)?,
                place: r.get(3)?,
                units: Vec::new(),
                empty: false,
            })
        },
    )?;
    for session in &mut sessions {
        session.units = reader.query(
            "select u.id, u.name, u.short_name, u.kind from activity_event_unit e
             join org_unit u on u.district = e.district and u.id = e.unit_id
             where e.district = $1 and e.event_id = $2 order by u.sort_no, u.name",
            params![district, session.event_id],
            |r| unit(r, 0),
        )?;
    }
    Ok(sessions)
}

pub fn is_on(reader: &Reader, district: &str, id: ChainId, event: Uuid) -> Result<bool> {
    let found = reader.value::<Uuid>(
        "select event_id from chain_session where district = $1 and chain_id = $2 and event_id = $3",
        params![district, id, event],
    )?;
    Ok(found.is_some())
}

pub fn held_on(reader: &Reader, district: &str, event: Uuid) -> Result<Option<Date>> {
    reader
        .value("select held_on from activity_event where district = $1 and id = $2", params![district, event])
}

pub fn insert(tx: &Tx<'_>, who: &Who, id: ChainId, event: Uuid) -> Result<()> {
    tx.execute(
        "insert into chain_session (district, chain_id, event_id, created_by, created_at)
         values ($1, $2, $3, $4, $5)",
        params![who.district(), id, event, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: ChainId, event: Uuid) -> Result<()> {
    tx.execute(
        "delete from chain_session where district = $1 and chain_id = $2 and event_id = $3",
        params![district, id, event],
    )?;
    Ok(())
}

fn pair(r: &Row<'_>) -> Result<ChainPairView> {
    Ok(ChainPairView {
        id: r.get(0)?,
        chain_id: r.get(1)?,
        chain: r.get(2)?,
        event_id: r.get(3)?,
        event: r.get(4)?,
        held_on: r.get(5)?,
        link_id: r.get(6)?,
        link: r.get(7)?,
        firm_id: r.get(8)?,
        firm: organisation(r, 8)?,
        firm_readable: false,
        investor_id: r.get(11)?,
        investor: organisation(r, 11)?,
        result: code(r, 14, PairResult::from_code)?,
        next_step: r.get(15)?,
        due_on: r.get(16)?,
        version: r.get(17)?,
        lead_path: r.get(18)?,
    })
}

/// Pairs, those of the latest session first.
pub fn pairs(reader: &Reader, district: &str, of: Of) -> Result<Vec<ChainPairView>> {
    let mut clause = Clause::of_district("x.district", district);
    match of {
        Of::Chain(id) => clause.and("x.chain_id = $?", id),
        Of::Link(id) => clause.and("x.link_id = $?", id),
        Of::Organisation(id) => clause.and(
            "x.id in (select id from chain_pair where district = $1 and firm_id = $?
               union select id from chain_pair where district = $1 and investor_id = $?)",
            id,
        ),
        Of::Pair(id) => clause.and("x.id = $?", id),
    }
    reader.query(
        &format!(
            "select x.id, c.id, c.name, e.id, e.name, e.held_on, l.id, l.name, f.id, f.name, f.country, i.id, i.name,
               i.country, x.result, x.next_step, x.due_on, x.version, v.path
             from chain_pair x join chain c on c.district = x.district and c.id = x.chain_id
             join org_unit v on v.district = c.district and v.id = c.lead_unit_id
             join activity_event e on e.district = x.district and e.id = x.event_id
             join chain_link l on l.district = x.district and l.id = x.link_id
             join investor_organisation f on f.district = x.district and f.id = x.firm_id
             join investor_organisation i on i.district = x.district and i.id = x.investor_id
             where {} order by e.held_on desc, x.id limit 1000",
            clause.text()
        ),
        clause.bound(),
        pair,
    )
}

/// The pair of these two about this link at this session.
pub fn pair_of(
    reader: &Reader,
    district: &str,
    event: Uuid,
    draft: &PairDraft,
) -> Result<Option<ChainPairId>> {
    reader.value(
        "select id from chain_pair where district = $1 and event_id = $2 and link_id = $3 and firm_id = $4
           and investor_id = $5",
        params![district, event, draft.link_id, draft.firm_id, draft.investor_id],
    )
}

pub fn insert_pair(
    tx: &Tx<'_>,
    who: &Who,
    (chain, event, id): (ChainId, Uuid, ChainPairId),
    draft: &PairDraft,
) -> Result<()> {
    tx.execute(
        "insert into chain_pair (district, id, chain_id, event_id, link_id, firm_id, investor_id, result, next_step,
           due_on, created_by, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1)",
        params![
            who.district(),
            id,
            chain,
            event,
            draft.link_id,
            draft.firm_id,
            draft.investor_id,
            draft.result.code(),
            &draft.next_step,
            draft.due_on,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn update_pair(tx: &Tx<'_>, district: &str, id: ChainPairId, draft: &PairDraft) -> Result<()> {
    tx.execute(
        "update chain_pair set link_id = $3, firm_id = $4, investor_id = $5, result = $6, next_step = $7, due_on = $8,
           updated_at = $9, version = version + 1 where district = $1 and id = $2",
        params![
            district,
            id,
            draft.link_id,
            draft.firm_id,
            draft.investor_id,
            draft.result.code(),
            &draft.next_step,
            draft.due_on,
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn delete_pair(tx: &Tx<'_>, district: &str, id: ChainPairId) -> Result<()> {
    tx.execute("delete from chain_pair where district = $1 and id = $2", params![district, id])?;
    Ok(())
}
