//! Firms on links.

use jiff::Timestamp;
use uuid::Uuid;
use yinfeng_domain::{
    chain::Strength,
    id::{ChainFirmId, ChainId, ChainLinkId, OrganisationId},
};

use super::{code, organisation};
use crate::{
    chain::{
        firm::{FirmDraft, Kept},
        of_organisation::ChainPlace,
        view::ChainFirmView,
    },
    floor::{
        Result,
        db::{Reader, Tx},
        web::Who,
    },
    params,
};

pub fn of_link(reader: &Reader, district: &str, id: ChainLinkId) -> Result<Vec<ChainFirmView>> {
    reader.query(
        "select f.id, o.id, o.name, o.country, f.role, f.since_on, f.version from chain_firm f
         join investor_organisation o on o.district = f.district and o.id = f.organisation_id
         where f.district = $1 and f.link_id = $2 order by coalesce(f.since_on, '9999'), f.id",
        params![district, id],
        |r| {
            Ok(ChainFirmView {
                id: r.get(0)?,
                organisation: organisation(r, 1)?,
                readable: false,
                role: r.get(4)?,
                since_on: r.get(5)?,
                version: r.get(6)?,
            })
        },
    )
}

pub fn one(reader: &Reader, district: &str, id: ChainFirmId) -> Result<Option<Kept>> {
    reader.first(
        "select link_id, organisation_id, role, since_on, version from chain_firm where district = $1 and id = $2",
        params![district, id],
        |r| {
            let draft = FirmDraft {
                organisation_id: r.get(1)?,
                role: r.get(2)?,
                since_on: r.get(3)?,
                version: r.get(4)?,
            };
            Ok(Kept { link: r.get(0)?, draft })
        },
    )
}

pub fn on_link(reader: &Reader, district: &str, link: ChainLinkId, id: OrganisationId) -> Result<bool> {
    let found = reader.value::<Uuid>(
        "select id from chain_firm where district = $1 and link_id = $2 and organisation_id = $3",
        params![district, link, id],
    )?;
    Ok(found.is_some())
}

pub fn on_chain(reader: &Reader, district: &str, chain: ChainId, id: OrganisationId) -> Result<bool> {
    let found = reader.value::<Uuid>(
        "select f.id from chain_firm f join chain_link l on l.district = f.district and l.id = f.link_id
         where f.district = $1 and f.organisation_id = $3 and l.chain_id = $2 limit 1",
        params![district, chain, id],
    )?;
    Ok(found.is_some())
}

/// The links on which an organisation is at work.
pub fn places(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<ChainPlace>> {
    reader.query(
        "select c.id, c.name, l.id, l.name, l.strength, f.role from chain_firm f
         join chain_link l on l.district = f.district and l.id = f.link_id
         join chain c on c.district = l.district and c.id = l.chain_id
         where f.district = $1 and f.organisation_id = $2 order by c.code, l.sort_no, l.id",
        params![district, id],
        |r| {
            Ok(ChainPlace {
                chain_id: r.get(0)?,
                chain: r.get(1)?,
                link_id: r.get(2)?,
                link: r.get(3)?,
                strength: code(r, 4, Strength::from_code)?,
                role: r.get(5)?,
            })
        },
    )
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    (link, id): (ChainLinkId, ChainFirmId),
    draft: &FirmDraft,
) -> Result<()> {
    tx.execute(
        "insert into chain_firm (district, id, link_id, organisation_id, role, since_on, created_by, created_at,
           updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, 1)",
        params![
            who.district(),
            id,
            link,
            draft.organisation_id,
            &draft.role,
            draft.since_on,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn update(tx: &Tx<'_>, district: &str, id: ChainFirmId, draft: &FirmDraft, now: Timestamp) -> Result<()> {
    tx.execute(
        "update chain_firm set organisation_id = $3, role = $4, since_on = $5, updated_at = $6, version = version + 1
         where district = $1 and id = $2",
        params![district, id, draft.organisation_id, &draft.role, draft.since_on, now],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: ChainFirmId) -> Result<()> {
    tx.execute("delete from chain_firm where district = $1 and id = $2", params![district, id])?;
    Ok(())
}
