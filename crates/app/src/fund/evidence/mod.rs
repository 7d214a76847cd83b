//! 凭证: files that prove a receipt. They are stored under their SHA-256, so that one proof used twice is seen, and
//! are read only through a record that one may read.

mod http;

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    fund::EvidenceKind,
    id::FundId,
};

use super::{draft::EvidenceDraft, store::within};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{Reader, Tx, Value},
        file::{self, Sha},
        web::Who,
    },
    params, project,
};

pub use http::router;

/// A stored file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileView {
    pub sha256: String,
    pub size: i64,
    pub media_type: String,
    pub name: String,
}

/// A SHA-256 as it is written in addresses.
pub fn sha(text: &str) -> Option<Sha> {
    let mut sha = [0; 32];
    hex::decode_to_slice(text.trim(), &mut sha).ok()?;
    Some(sha)
}

/// Attaches an uploaded file; `at` is where the request names it.
pub(super) fn add(tx: &Tx<'_>, who: &Who, id: FundId, proof: &EvidenceDraft, at: &str) -> Result<()> {
    let district = who.district();
    let kind = EvidenceKind::from_code(&proof.kind)
        .ok_or_else(|| Error::invalid(Fault::at(format!("{at}kind"), "fund.evidence_kind_unknown")))?;
    let name = proof.name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Error::invalid(Fault::at(format!("{at}name"), "floor.too_long").with("max", 200)));
    }
    let unknown = || Error::invalid(Fault::at(format!("{at}sha256"), "fund.no_file"));
    let sha = sha(&proof.sha256).ok_or_else(unknown)?;
    let (size, media_type): (i64, String) = tx
        .first(
            "select size, media_type from floor_file where district = $1 and sha256 = $2",
            params![district, &sha],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .ok_or_else(unknown)?;
    let (no, same): (i64, i64) = tx
        .first(
            "select coalesce(max(no), 0) + 1, cast(coalesce(sum(case when sha256 = $3 then 1 else 0 end), 0) as bigint)
             from fund_evidence where district = $1 and fund_id = $2",
            params![district, id, &sha],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .unwrap_or((1, 0));
    if same > 0 {
        return Err(Error::invalid(Fault::at(format!("{at}sha256"), "fund.file_twice")));
    }
    let (coarse, finer) = columns(kind);
    tx.execute(
        "insert into fund_evidence (district, fund_id, no, sha256, kind, finer, name, media_type, size, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![district, id, no, &sha, coarse, finer, name, media_type, size, who.account_id(), tx.now()],
    )?;
    Ok(())
}

/// What a proof is, as its row has it.
pub const KIND: &str = "coalesce(e.finer, e.kind)";

/// The table was made for seven kinds: those that came later stand beside `other`.
const fn columns(kind: EvidenceKind) -> (&'static str, Option<&'static str>) {
    match kind {
        EvidenceKind::BankSlip
        | EvidenceKind::CapitalVerification
        | EvidenceKind::Invoice
        | EvidenceKind::LandPayment
        | EvidenceKind::Contract
        | EvidenceKind::Photo
        | EvidenceKind::Other => (kind.code(), None),
        EvidenceKind::Settlement
        | EvidenceKind::CompanyLedger
        | EvidenceKind::EquipmentList
        | EvidenceKind::Appraisal
        | EvidenceKind::Customs
        | EvidenceKind::BuildingPermit => ("other", Some(kind.code())),
    }
}

/// Makes these the proofs of a claim, instead of those it had.
pub(super) fn replace(tx: &Tx<'_>, who: &Who, id: FundId, proofs: &[EvidenceDraft]) -> Result<()> {
    tx.execute(
        "delete from fund_evidence where district = $1 and fund_id = $2",
        params![who.district(), id],
    )?;
    for (i, proof) in proofs.iter().enumerate() {
        add(tx, who, id, proof, &format!("evidence[{i}]."))?;
    }
    Ok(())
}

/// A file that this reader may see: a receipt within reach refers to it, or the reader sent it.
pub fn readable(reader: &Reader, who: &Who, sha: &Sha) -> Result<FileView> {
    let reach = who.reach(Class::Fund, Act::Read)?;
    let (scope, bound) = within(&reach, "f.unit_id", 4);
    let known = project::veil(reader, who)?.shows("f.project_id");
    let mut values = vec![Value::from(who.district()), Value::from(sha), Value::from(who.account_id())];
    values.extend(bound);
    reader
        .first(
            &format!(
                "select s.size, s.media_type from floor_file s where s.district = $1 and s.sha256 = $2
                 and (s.created_by = $3 or exists (select 1 from fund_evidence e
                   join fund f on f.district = e.district and f.id = e.fund_id
                   where e.district = $1 and e.sha256 = $2 and {known}{scope}))"
            ),
            &values,
            |row| {
                Ok(FileView {
                    sha256: hex::encode(sha),
                    size: row.get(0)?,
                    media_type: row.get(1)?,
                    name: String::new(),
                })
            },
        )?
        .ok_or(Error::NotFound)
}

/// Notes an upload, so that a claim can refer to it.
pub fn note(tx: &Tx<'_>, who: &Who, file: &FileView) -> Result<()> {
    let sha = sha(&file.sha256).ok_or(Error::NotFound)?;
    file::note(tx, who, &sha, file.size, &file.media_type)
}
