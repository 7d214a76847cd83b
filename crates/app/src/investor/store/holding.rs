//! Shares that organisations own of each other.

use std::collections::BTreeSet;

use jiff::civil::Date;
use yinfeng_domain::{
    id::{HoldingId, OrganisationId},
    investor::Holding,
};

use crate::{
    floor::{
        Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    investor::{HoldingDraft, HoldingView, OrganisationRef},
    params,
};

/// Organisations looked at for one chain of owners: nobody's group is larger.
const MOST: usize = 5_000;

const SELECT: &str =
    "select h.id, a.id, a.name, a.country, b.id, b.name, b.country, h.share_bp, h.from_on, h.until_on,
    h.source, h.version
  from investor_holding h
  join investor_organisation a on a.district = h.district and a.id = h.owner_id
  join investor_organisation b on b.district = h.district and b.id = h.owned_id";

fn view(r: &Row<'_>) -> Result<HoldingView> {
    let organisation = |at: usize| -> Result<OrganisationRef> {
        Ok(OrganisationRef { id: r.get(at)?, name: r.get(at + 1)?, country: r.get(at + 2)? })
    };
    Ok(HoldingView {
        id: r.get(0)?,
        owner: organisation(1)?,
        owned: organisation(4)?,
        share_bp: r.get(7)?,
        from_on: r.get(8)?,
        until_on: r.get(9)?,
        source: r.get(10)?,
        version: r.get(11)?,
    })
}

pub fn get(reader: &Reader, district: &str, id: HoldingId) -> Result<Option<HoldingView>> {
    reader.first(&format!("{SELECT} where h.district = $1 and h.id = $2"), params![district, id], view)
}

/// What is held of it and what it holds, the latest first.
pub fn of(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<HoldingView>> {
    reader.query(
        &format!(
            "{SELECT} where h.district = $1 and (h.owner_id = $2 or h.owned_id = $2)
             order by h.from_on desc, h.share_bp desc, h.id limit 500"
        ),
        params![district, id],
        view,
    )
}

/// All that is held of an organisation but for one entry.
pub fn of_owned(
    reader: &Reader,
    district: &str,
    id: OrganisationId,
    but: Option<HoldingId>,
) -> Result<Vec<Holding>> {
    let mut clause = Clause::of_district("district", district);
    clause.and("owned_id = $?", id);
    if let Some(but) = but {
        clause.and("id <> $?", but);
    }
    reader.query(
        &format!("select share_bp, from_on, until_on from investor_holding where {}", clause.text()),
        clause.bound(),
        |r| Ok(Holding { share_bp: r.get(0)?, from_on: r.get(1)?, until_on: r.get(2)? }),
    )
}

/// Whether one organisation owns another at any time, itself or through others.
pub fn owns(reader: &Reader, district: &str, owner: OrganisationId, owned: OrganisationId) -> Result<bool> {
    let mut seen = BTreeSet::from([owner]);
    let mut next = vec![owner];
    while !next.is_empty() && seen.len() < MOST {
        let mut clause = Clause::of_district("district", district);
        clause.among("owner_id", next.iter().copied());
        let sql = format!("select distinct owned_id from investor_holding where {}", clause.text());
        let found = reader.query(&sql, clause.bound(), |r| Ok(r.get::<OrganisationId>(0)?))?;
        if found.contains(&owned) {
            return Ok(true);
        }
        next = found.into_iter().filter(|id| seen.insert(*id)).collect();
    }
    Ok(false)
}

/// Who holds most of an organisation on a day.
pub fn greatest_owner(
    reader: &Reader,
    district: &str,
    id: OrganisationId,
    on: Date,
) -> Result<Option<OrganisationId>> {
    reader.value(
        "select owner_id from investor_holding where district = $1 and owned_id = $2 and from_on <= $3
           and (until_on is null or until_on >= $3)
         order by share_bp desc, from_on, id limit 1",
        params![district, id, on],
    )
}

/// What an organisation holds on a day, the greatest share first.
pub fn owned_by(
    reader: &Reader,
    district: &str,
    id: OrganisationId,
    on: Date,
) -> Result<Vec<(OrganisationId, i64)>> {
    reader.query(
        "select owned_id, share_bp from investor_holding where district = $1 and owner_id = $2 and from_on <= $3
           and (until_on is null or until_on >= $3)
         order by share_bp desc, from_on, id limit 200",
        params![district, id, on],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub fn put(tx: &Tx<'_>, who: &Who, id: HoldingId, draft: &HoldingDraft) -> Result<()> {
    tx.execute(
        "insert into investor_holding (district, id, owner_id, owned_id, share_bp, from_on, until_on, source,
           updated_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
         on conflict (district, id) do update set owner_id = excluded.owner_id, share_bp = excluded.share_bp,
           from_on = excluded.from_on, until_on = excluded.until_on, source = excluded.source,
           updated_by = excluded.updated_by, updated_at = excluded.updated_at,
           version = investor_holding.version + 1",
        params![
            who.district(),
            id,
            draft.owner_id,
            draft.owned_id,
            draft.share_bp,
            draft.from_on,
            draft.until_on,
            &draft.source,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: HoldingId) -> Result<()> {
    tx.execute("delete from investor_holding where district = $1 and id = $2", params![district, id])?;
    Ok(())
}

pub fn set_owner(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<HoldingId>> {
    tx.query(
        "update investor_holding set owner_id = $3, version = version + 1 where district = $1 and owner_id = $2
         returning id",
        params![district, from, into],
        |r| Ok(r.get(0)?),
    )
}

pub fn set_owned(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<HoldingId>> {
    tx.query(
        "update investor_holding set owned_id = $3, version = version + 1 where district = $1 and owned_id = $2
         returning id",
        params![district, from, into],
        |r| Ok(r.get(0)?),
    )
}

/// Makes one that is still of this owner one of another.
pub fn move_owner(
    tx: &Tx<'_>,
    district: &str,
    id: HoldingId,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<()> {
    tx.execute(
        "update investor_holding set owner_id = $4, version = version + 1
         where district = $1 and id = $2 and owner_id = $3",
        params![district, id, from, to],
    )?;
    Ok(())
}

pub fn move_owned(
    tx: &Tx<'_>,
    district: &str,
    id: HoldingId,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<()> {
    tx.execute(
        "update investor_holding set owned_id = $4, version = version + 1
         where district = $1 and id = $2 and owned_id = $3",
        params![district, id, from, to],
    )?;
    Ok(())
}
