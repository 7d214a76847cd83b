//! Links of chains.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;
use yinfeng_domain::{
    chain::{Strength, Tier},
    id::{ChainId, ChainLinkId},
};

use super::code;
use crate::{
    chain::link::{Kept, LinkDraft},
    floor::{
        Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    params,
};

const SELECT: &str =
    "select l.id, l.chain_id, u.path, l.parent_id, l.tier, l.name, l.sectors, l.sort_no, l.strength,
    l.reason, l.version,
    (select count(*) from chain_firm f where f.district = l.district and f.link_id = l.id),
    (select count(*) from chain_target t where t.district = l.district and t.link_id = l.id
       and t.outcome in ('to_contact', 'contacted', 'visiting')),
    (select count(*) from chain_target t where t.district = l.district and t.link_id = l.id), c.name
  from chain_link l join chain c on c.district = l.district and c.id = l.chain_id
  join org_unit u on u.district = c.district and u.id = c.lead_unit_id";

fn kept(r: &Row<'_>) -> Result<Kept> {
    let sectors: String = r.get(6)?;
    Ok(Kept {
        id: r.get(0)?,
        chain: r.get(1)?,
        lead_path: r.get(2)?,
        parent: r.get(3)?,
        tier: code(r, 4, Tier::from_code)?,
        name: r.get(5)?,
        sectors: serde_json::from_str(&sectors).map_err(anyhow::Error::from)?,
        sort_no: r.get(7)?,
        strength: code(r, 8, Strength::from_code)?,
        reason: r.get(9)?,
        version: r.get(10)?,
        firms: r.get(11)?,
        targets_open: r.get(12)?,
        targets: r.get(13)?,
    })
}

pub fn of_chain(reader: &Reader, district: &str, chain: ChainId) -> Result<Vec<Kept>> {
    reader.query(
        &format!("{SELECT} where l.district = $1 and l.chain_id = $2 order by l.sort_no, l.id"),
        params![district, chain],
        kept,
    )
}

pub fn one(reader: &Reader, district: &str, id: ChainLinkId) -> Result<Option<Kept>> {
    reader.first(&format!("{SELECT} where l.district = $1 and l.id = $2"), params![district, id], kept)
}

/// Links that are weak or missing, with the name of their chain, which holds on the day.
pub fn in_need(reader: &Reader, district: &str, today: Date) -> Result<Vec<(Kept, String)>> {
    let mut clause = Clause::of_district("l.district", district);
    clause.among("l.strength", Strength::ALL.iter().filter(|s| s.needs()).map(|s| s.code()));
    clause.and("c.valid_from <= $?", today);
    clause.and("(c.valid_until is null or c.valid_until >= $?)", today);
    reader.query(
        &format!("{SELECT} where {} order by l.sort_no, l.id limit 2000", clause.text()),
        clause.bound(),
        |r| Ok((kept(r)?, r.get(14)?)),
    )
}

pub fn has_parts_or_pairs(reader: &Reader, district: &str, id: ChainLinkId) -> Result<bool> {
    let found = reader.value::<Uuid>(
        "select id from chain_link where district = $1 and parent_id = $2
         union all select id from chain_pair where district = $1 and link_id = $2 limit 1",
        params![district, id],
    )?;
    Ok(found.is_some())
}

fn codes(draft: &LinkDraft) -> Result<String> {
    Ok(serde_json::to_string(&draft.sectors).map_err(anyhow::Error::from)?)
}

pub fn insert(tx: &Tx<'_>, who: &Who, (chain, id): (ChainId, ChainLinkId), draft: &LinkDraft) -> Result<()> {
    tx.execute(
        "insert into chain_link (district, id, chain_id, parent_id, tier, name, sectors, sort_no, strength, reason,
           created_by, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1)",
        params![
            who.district(),
            id,
            chain,
            draft.parent_id,
            draft.tier.code(),
            &draft.name,
            codes(draft)?,
            draft.sort_no,
            draft.strength.code(),
            &draft.reason,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn update(tx: &Tx<'_>, district: &str, id: ChainLinkId, draft: &LinkDraft, now: Timestamp) -> Result<()> {
    tx.execute(
        "update chain_link set parent_id = $3, tier = $4, name = $5, sectors = $6, sort_no = $7, strength = $8,
           reason = $9, updated_at = $10, version = version + 1 where district = $1 and id = $2",
        params![
            district,
            id,
            draft.parent_id,
            draft.tier.code(),
            &draft.name,
            codes(draft)?,
            draft.sort_no,
            draft.strength.code(),
            &draft.reason,
            now
        ],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: ChainLinkId) -> Result<()> {
    tx.execute("delete from chain_link where district = $1 and id = $2", params![district, id])?;
    Ok(())
}
