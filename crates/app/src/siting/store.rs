//! All SQL of the room `siting`.

use yinfeng_domain::{
    id::{AccountId, BatchId, ProjectId, SitingId},
    siting::SiteStanding,
};

use super::{SiteDecision, SiteDraft, SiteView};
use crate::{
    floor::{
        Result,
        db::{DbError, Reader, Row, Tx},
        web::Who,
    },
    params,
    project::PersonRef,
};

fn view(r: &Row<'_>) -> Result<SiteView> {
    let standing: String = r.get(9)?;
    let by: Option<AccountId> = r.get(13)?;
    Ok(SiteView {
        id: r.get(0)?,
        no: r.get(1)?,
        name: r.get(2)?,
        place: r.get(3)?,
        area_m2: r.get(4)?,
        area_mu: None,
        price_fen: r.get(5)?,
        utilities: r.get(6)?,
        pro: r.get(7)?,
        con: r.get(8)?,
        standing: SiteStanding::from_code(&standing)
            .ok_or_else(|| DbError::Other(format!("unknown standing {standing:?}")))?,
        decision: r.get(10)?,
        decided_on: r.get(11)?,
        version: r.get(12)?,
        decided_by: match by {
            Some(id) => Some(PersonRef { id, name: r.get(14)? }),
            None => None,
        },
    })
}

/// The sites of a project in their order.
pub fn all(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<SiteView>> {
    reader.query(
        "select s.id, s.no, s.name, s.place, s.area_m2, s.price_fen, s.utilities, s.pro, s.con, s.standing,
           s.decision, s.decided_on, s.version, a.id, a.name from siting s
         left join identity_account a on a.district = s.district and a.id = s.decided_by
         where s.district = $1 and s.project_id = $2 order by s.no",
        params![district, id],
        view,
    )
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    project: ProjectId,
    (id, no): (SitingId, i64),
    draft: &SiteDraft,
) -> Result<()> {
    tx.execute(
        "insert into siting (district, id, project_id, no, name, place, area_m2, price_fen, utilities, pro, con,
           standing, decision, updated_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'candidate', '', $12, $13, 1)",
        params![
            who.district(),
            id,
            project,
            no,
            &draft.name,
            &draft.place,
            draft.area_m2,
            draft.price_fen,
            &draft.utilities,
            &draft.pro,
            &draft.con,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn update(tx: &Tx<'_>, who: &Who, id: SitingId, draft: &SiteDraft) -> Result<()> {
    tx.execute(
        "update siting set name = $3, place = $4, area_m2 = $5, price_fen = $6, utilities = $7, pro = $8, con = $9,
           updated_by = $10, updated_at = $11, version = version + 1 where district = $1 and id = $2",
        params![
            who.district(),
            id,
            &draft.name,
            &draft.place,
            draft.area_m2,
            draft.price_fen,
            &draft.utilities,
            &draft.pro,
            &draft.con,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn decide(tx: &Tx<'_>, who: &Who, id: SitingId, decision: &SiteDecision) -> Result<()> {
    tx.execute(
        "update siting set standing = $3, decision = $4, decided_on = $5, decided_by = $6, updated_by = $6,
           updated_at = $7, version = version + 1 where district = $1 and id = $2",
        params![
            who.district(),
            id,
            decision.standing.code(),
            &decision.reason,
            decision.decided_on,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p where p.district = $1 and p.batch_id = $2 and exists
           (select 1 from siting s where s.district = $1 and s.project_id = p.id) order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
