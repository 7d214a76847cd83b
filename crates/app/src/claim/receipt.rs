//! The receipt of a first report: the row of the audit in which it was written, with the hash before it and its own.
//! Whoever has it can prove when a unit reported, without access to the system: nobody can change a row without
//! breaking the chain (`yinfeng audit verify --receipt`).

use askama::Template;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::id::ClaimId;

use super::get;
use crate::floor::{
    Error, Result,
    audit::{self, Receipt},
    clock::office_zone,
    db::Reader,
    say::{Lang, word},
    web::Who,
};

/// The act that a receipt is of.
pub(super) const ACT: &str = "claim.report";

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimReceipt {
    pub code: String,
    pub unit: String,
    pub investor: String,
    pub content: String,
    #[schema(value_type = String)]
    pub reported_at: Timestamp,
    pub reported_by: String,
    /// What is proved: keep it as a file.
    pub receipt: Receipt,
}

/// Whether a claim has one.
pub(super) fn exists(reader: &Reader, who: &Who, id: ClaimId) -> Result<bool> {
    Ok(audit::receipt(reader, who.district(), ACT, "claim", id.0)?.is_some())
}

/// The receipt of a claim that may be read. A claim that came by a decision or a referral has none: nobody was first
/// by it.
pub fn receipt(reader: &Reader, who: &Who, id: ClaimId) -> Result<ClaimReceipt> {
    let claim = get(reader, who, id)?;
    let receipt = audit::receipt(reader, who.district(), ACT, "claim", id.0)?.ok_or(Error::NotFound)?;
    Ok(ClaimReceipt {
        code: claim.row.code,
        unit: claim.row.unit.name,
        investor: claim.row.organisation.name,
        content: claim.row.content,
        reported_at: claim.row.reported_at,
        reported_by: receipt.actor_name.clone(),
        receipt,
    })
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Page<'a> {
    lang: &'a str,
    title: String,
    rows: Vec<(String, String)>,
    chain_title: String,
    chain: Vec<(String, String)>,
    how: String,
    district: String,
    print: String,
}

/// The receipt as a page to print.
pub(super) fn page(lang: Lang, district: &str, found: &ClaimReceipt) -> Result<String> {
    let say = |code: &str| word(lang, &format!("claim.receipt_{code}"));
    let at = found.reported_at.to_zoned(office_zone());
    let page = Page {
        lang: lang.code(),
        title: say("title"),
        rows: vec![
            (say("code"), found.code.clone()),
            (say("unit"), found.unit.clone()),
            (say("investor"), found.investor.clone()),
            (say("content"), found.content.clone()),
            (say("reported_at"), at.strftime("%Y-%m-%d %H:%M:%S").to_string()),
            (say("reported_by"), found.reported_by.clone()),
        ],
        chain_title: say("chain"),
        chain: vec![
            (say("seq"), found.receipt.seq.to_string()),
            (say("before"), found.receipt.before.clone()),
            (say("hash"), found.receipt.hash.clone()),
        ],
        how: say("how"),
        district: district.to_owned(),
        print: say("print"),
    };
    page.render().map_err(|e| Error::Internal(e.into()))
}
