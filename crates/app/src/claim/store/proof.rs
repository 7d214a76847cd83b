//! Files that prove contacts with an investor.

use uuid::Uuid;
use yinfeng_domain::{
    claim::Proof,
    id::{CaseId, ClaimId, UnitId},
};

use super::{code, person, unit};
use crate::{
    claim::{ContactDraft, view::ClaimEvidence},
    floor::{
        Result,
        db::{Reader, Row, Tx},
        file::Sha,
        web::Who,
    },
    params,
};

/// A stored file.
pub struct File {
    pub sha: Sha,
    pub size: i64,
    pub media_type: String,
}

pub fn file(reader: &Reader, district: &str, sha: Sha) -> Result<Option<File>> {
    reader.first(
        "select size, media_type from floor_file where district = $1 and sha256 = $2",
        params![district, &sha],
        |r| Ok(File { sha, size: r.get(0)?, media_type: r.get(1)? }),
    )
}

pub fn count_evidence(reader: &Reader, district: &str, id: ClaimId) -> Result<i64> {
    let count = reader.value::<i64>(
        "select count(*) from claim_evidence where district = $1 and claim_id = $2",
        params![district, id],
    )?;
    Ok(count.unwrap_or(0))
}

/// Whether a side has handed this file in before.
pub fn has_file(
    reader: &Reader,
    district: &str,
    id: ClaimId,
    for_id: Option<Uuid>,
    unit: UnitId,
    sha: &Sha,
) -> Result<bool> {
    let found: Option<Uuid> = reader.value(
        "select id from claim_evidence where district = $1 and claim_id = $2 and unit_id = $3 and sha256 = $4
           and for_id is not distinct from $5",
        params![district, id, unit, sha, for_id],
    )?;
    Ok(found.is_some())
}

pub fn insert_evidence(
    tx: &Tx<'_>,
    who: &Who,
    id: ClaimId,
    for_id: Option<Uuid>,
    unit: UnitId,
    draft: &ContactDraft,
    file: &File,
) -> Result<()> {
    tx.execute(
        "insert into claim_evidence (district, id, claim_id, for_id, unit_id, proof, happened_on, text, sha256, name,
           media_type, size, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        params![
            who.district(),
            tx.new_id::<Uuid>(),
            id,
            for_id,
            unit,
            draft.proof.code(),
            draft.happened_on,
            draft.text.trim(),
            &file.sha,
            draft.name.trim(),
            &file.media_type,
            file.size,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

/// What was handed in with a question belongs to the claim that came of it.
pub fn move_evidence(tx: &Tx<'_>, district: &str, for_id: Uuid, to: ClaimId) -> Result<()> {
    tx.execute(
        "update claim_evidence set claim_id = $3, for_id = null where district = $1 and for_id = $2",
        params![district, for_id, to],
    )?;
    Ok(())
}

const EVIDENCE: &str =
    "select e.id, u.id, u.name, u.short_name, u.kind, e.proof, e.happened_on, e.text, e.sha256,
  e.name, e.media_type, e.size, a.id, a.name, e.added_at from claim_evidence e
  join org_unit u on u.district = e.district and u.id = e.unit_id
  left join identity_account a on a.district = e.district and a.id = e.added_by";

fn evidence_row(r: &Row<'_>) -> Result<ClaimEvidence> {
    let sha: Vec<u8> = r.get(8)?;
    Ok(ClaimEvidence {
        id: r.get(0)?,
        unit: unit(r, 1)?,
        proof: code(r, 5, Proof::from_code)?,
        happened_on: r.get(6)?,
        text: r.get(7)?,
        sha256: hex::encode(sha),
        name: r.get(9)?,
        media_type: r.get(10)?,
        size: r.get(11)?,
        added_by: person(r, 12)?,
        added_at: r.get(14)?,
    })
}

/// The contacts of the unit that holds a claim; of a dispute, also what was handed in for it.
pub fn evidence(
    reader: &Reader,
    district: &str,
    id: ClaimId,
    dispute: Option<Uuid>,
) -> Result<Vec<ClaimEvidence>> {
    reader.query(
        &format!(
            "{EVIDENCE} where e.district = $1 and e.claim_id = $2 and (e.for_id is null or e.for_id = $3)
             order by e.happened_on desc, e.id desc"
        ),
        params![district, id, dispute],
        evidence_row,
    )
}

/// One file with the claim and the dispute it belongs to.
pub fn one_evidence(
    reader: &Reader,
    district: &str,
    id: Uuid,
) -> Result<Option<(ClaimId, Option<CaseId>, ClaimEvidence)>> {
    let found = reader.first(
        &format!("{EVIDENCE} where e.district = $1 and e.id = $2"),
        params![district, id],
        evidence_row,
    )?;
    let Some(evidence) = found else { return Ok(None) };
    let place = reader.first(
        "select claim_id, for_id from claim_evidence where district = $1 and id = $2",
        params![district, id],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    Ok(place.map(|(claim, for_id)| (claim, for_id, evidence)))
}
