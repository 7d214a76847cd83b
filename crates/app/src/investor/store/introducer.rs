//! Who is registered as an introducer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use yinfeng_domain::{
    id::{AccountId, OrganisationId},
    investor::IntroducerKind,
};

use crate::{
    floor::{
        Result,
        db::{DbError, Reader, Tx},
        web::Who,
    },
    identity::PersonRef,
    investor::{IntroducerDraft, IntroducerView},
    params,
};

pub fn of(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<IntroducerView>> {
    reader.first(
        "select i.kind, i.registered_on, i.terms, i.valid_until, coalesce(i.agreement, ''), i.reward_bp, i.reward_cap_fen,
           i.checked_on, i.version, a.id, a.name
         from investor_introducer i
         left join identity_account a on a.district = i.district and a.id = i.registered_by
         where i.district = $1 and i.organisation_id = $2",
        params![district, id],
        |r| {
            let kind: String = r.get(0)?;
            let unknown = || DbError::Other(format!("unknown code {kind:?}"));
            Ok(IntroducerView {
                role: IntroducerKind::from_code(&kind).ok_or_else(unknown)?,
                registered_on: r.get(1)?,
                terms: r.get(2)?,
                valid_until: r.get(3)?,
                agreement: r.get(4)?,
                reward_bp: r.get(5)?,
                reward_cap_fen: r.get(6)?,
                checked_on: r.get(7)?,
                checked_by: match r.get::<Option<AccountId>>(9)? {
                    Some(id) => Some(PersonRef { id, name: r.get(10)? }),
                    None => None,
                },
                version: r.get(8)?,
            })
        },
    )
}

pub fn register(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    draft: &IntroducerDraft,
    (kind, registered_on, today): (IntroducerKind, Date, Date),
) -> Result<()> {
    tx.execute(
        "insert into investor_introducer (district, organisation_id, kind, registered_on, terms, valid_until, agreement,
           reward_bp, reward_cap_fen, checked_on, registered_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)
         on conflict (district, organisation_id) do update set kind = excluded.kind, terms = excluded.terms,
           valid_until = excluded.valid_until, agreement = excluded.agreement, reward_bp = excluded.reward_bp,
           reward_cap_fen = excluded.reward_cap_fen, checked_on = excluded.checked_on,
           registered_by = excluded.registered_by, updated_at = excluded.updated_at,
           version = investor_introducer.version + 1",
        params![
            who.district(),
            id,
            kind.code(),
            registered_on,
            &draft.terms,
            draft.valid_until,
            &draft.agreement,
            draft.reward_bp,
            draft.reward_cap_fen,
            today,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn move_one(tx: &Tx<'_>, district: &str, from: OrganisationId, to: OrganisationId) -> Result<()> {
    tx.execute(
        "update investor_introducer set organisation_id = $3 where district = $1 and organisation_id = $2",
        params![district, from, to],
    )?;
    Ok(())
}

/// A registration as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    kind: String,
    pub registered_on: Date,
    terms: String,
    valid_until: Option<Date>,
    agreement: Option<String>,
    reward_bp: Option<i64>,
    reward_cap_fen: Option<i64>,
    checked_on: Option<Date>,
    registered_by: Option<AccountId>,
    version: i64,
}

pub fn kept(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<Kept>> {
    reader.first(
        "select kind, registered_on, terms, valid_until, agreement, reward_bp, reward_cap_fen, checked_on, registered_by,
           version from investor_introducer where district = $1 and organisation_id = $2",
        params![district, id],
        |r| {
            Ok(Kept {
                kind: r.get(0)?,
                registered_on: r.get(1)?,
                terms: r.get(2)?,
                valid_until: r.get(3)?,
                agreement: r.get(4)?,
                reward_bp: r.get(5)?,
                reward_cap_fen: r.get(6)?,
                checked_on: r.get(7)?,
                registered_by: r.get(8)?,
                version: r.get(9)?,
            })
        },
    )
}

pub fn remove(tx: &Tx<'_>, district: &str, id: OrganisationId) -> Result<()> {
    tx.execute(
        "delete from investor_introducer where district = $1 and organisation_id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn put_back(tx: &Tx<'_>, district: &str, id: OrganisationId, kept: &Kept) -> Result<()> {
    tx.execute(
        "insert into investor_introducer (district, organisation_id, kind, registered_on, terms, valid_until, agreement,
           reward_bp, reward_cap_fen, checked_on, registered_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            district,
            id,
            &kept.kind,
            kept.registered_on,
            &kept.terms,
            kept.valid_until,
            kept.agreement.as_deref(),
            kept.reward_bp,
            kept.reward_cap_fen,
            kept.checked_on,
            kept.registered_by,
            tx.now(),
            kept.version + 1
        ],
    )?;
    Ok(())
}

pub fn set_since(tx: &Tx<'_>, district: &str, id: OrganisationId, since: Date) -> Result<()> {
    tx.execute(
        "update investor_introducer set registered_on = $3, updated_at = $4, version = version + 1
         where district = $1 and organisation_id = $2",
        params![district, id, since, tx.now()],
    )?;
    Ok(())
}
