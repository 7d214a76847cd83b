//! What a report has to say: the investor, and the files that prove the contact.

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    id::{ClaimId, OrganisationId, UnitId},
    org_code::Uscc,
    project::{LIMIT_FEN, LINE, NAME, TEXT, one_line, past, text_fits},
    text,
};

use super::{ClaimDraft, ContactDraft, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result,
        db::{Reader, Tx},
        file::Sha,
        web::Who,
    },
    investor::{self, OrganisationDraft},
};

/// Files of one claim.
const MOST: i64 = 200;

pub(super) fn tidied(draft: &ClaimDraft) -> ClaimDraft {
    let country = draft.country.trim().to_ascii_uppercase();
    ClaimDraft {
        investor_name: one_line(&draft.investor_name),
        uscc: draft.uscc.trim().to_owned(),
        country: if country.is_empty() { "CN".into() } else { country },
        content: draft.content.trim().to_owned(),
        ..draft.clone()
    }
}

pub(super) fn check_draft(
    reader: &Reader,
    who: &Who,
    draft: &ClaimDraft,
    today: Date,
) -> Result<Vec<store::File>> {
    let mut faults = Faults::default();
    faults.need(draft.organisation_id.is_some() || !draft.investor_name.is_empty(), || {
        Fault::at("investor_name", "claim.investor_missing")
    });
    faults.need(text_fits(&draft.investor_name, NAME), || {
        Fault::at("investor_name", "claim.too_long").with("limit", NAME)
    });
    faults.need(!draft.content.is_empty(), || Fault::at("content", "claim.content_missing"));
    faults
        .need(text_fits(&draft.content, TEXT), || Fault::at("content", "claim.too_long").with("limit", TEXT));
    faults.need(draft.amount_fen.is_none_or(|fen| (1..=LIMIT_FEN).contains(&fen)), || {
        Fault::at("amount_fen", "claim.amount")
    });
    faults.need(!draft.evidence.is_empty(), || Fault::at("evidence", "claim.evidence_missing"));
    faults
        .need(draft.evidence.len() <= 20, || Fault::at("evidence", "claim.too_many_files").with("limit", 20));
    let files = check_evidence(reader, who, &draft.evidence, today, &mut faults)?;
    faults.into_result()?;
    Ok(files)
}

/// The stored files of contacts, in their order; what is wrong with each goes to the faults.
pub(super) fn check_evidence(
    reader: &Reader,
    who: &Who,
    drafts: &[ContactDraft],
    today: Date,
    faults: &mut Faults,
) -> Result<Vec<store::File>> {
    let mut files = Vec::new();
    for (at, draft) in drafts.iter().take(20).enumerate() {
        let field = |name: &str| format!("evidence[{at}].{name}");
        faults.need(past(draft.happened_on, today), || Fault::at(field("happened_on"), "claim.happened_on"));
        faults.need(text_fits(&draft.text, LINE), || {
            Fault::at(field("text"), "claim.too_long").with("limit", LINE)
        });
        let name = one_line(&draft.name);
        faults
            .need(!name.is_empty() && text_fits(&name, NAME), || Fault::at(field("name"), "claim.file_name"));
        let stored = match sha(&draft.sha256) {
            Some(sha) => store::file(reader, who.district(), sha)?,
            None => None,
        };
        faults.need(stored.as_ref().is_some_and(|f| f.size > 0), || {
            Fault::at(field("sha256"), "claim.no_file")
        });
        faults.need(drafts[..at].iter().all(|d| d.sha256 != draft.sha256), || {
            Fault::at(field("sha256"), "claim.file_twice")
        });
        files.extend(stored);
    }
    Ok(files)
}

pub(super) fn sha(text: &str) -> Option<Sha> {
    let mut sha = [0; 32];
    hex::decode_to_slice(text.trim(), &mut sha).ok()?;
    Some(sha)
}

pub(super) fn put_evidence(
    tx: &Tx<'_>,
    who: &Who,
    claim: ClaimId,
    for_id: Option<Uuid>,
    unit: UnitId,
    draft: &ContactDraft,
    file: &store::File,
) -> Result<()> {
    if store::count_evidence(tx, who.district(), claim)? >= MOST {
        return Err(Error::invalid(Fault::at("evidence", "claim.too_many_files").with("limit", MOST)));
    }
    if store::has_file(tx, who.district(), claim, for_id, unit, &file.sha)? {
        return Err(Error::invalid(Fault::at("evidence[0].sha256", "claim.file_twice")));
    }
    store::insert_evidence(tx, who, claim, for_id, unit, draft, file)
}

/// The record of the investor: the one named, the one with the code or with the name, or a new one. What the unit
/// could not read before it reads from now on, because it negotiates with it.
pub(super) fn investor_of(tx: &Tx<'_>, who: &Who, draft: &ClaimDraft) -> Result<OrganisationId> {
    if let Some(id) = draft.organisation_id {
        return match investor::visible(tx, who, &[id])?.first() {
            Some(found) => Ok(found.id),
            None => Err(Error::invalid(Fault::at("organisation_id", "claim.investor_unknown"))),
        };
    }
    let uscc = if draft.uscc.is_empty() { None } else { Some(draft.uscc.as_str()) };
    let code = uscc.and_then(|text| Uscc::parse(text).ok());
    if let Some(code) = &code
        && let Some(id) = store::by_uscc(tx, who.district(), code.as_str())?
    {
        return Ok(id);
    }
    // A record of that name without a code, or with the one given, is the same firm; with another code it is another.
    if let Some((id, own)) = store::by_name(tx, who.district(), &text::name_key(&draft.investor_name))?
        && (code.is_none() || own.is_none())
    {
        return Ok(id);
    }
    let new = OrganisationDraft {
        uscc: uscc.map(str::to_owned),
        ..OrganisationDraft::named(&draft.investor_name, &draft.country)
    };
    let renamed = |fault: Fault| Fault {
        field: fault.field.map(|f| if f == "name" { "investor_name".into() } else { f }),
        ..fault
    };
    match investor::create(tx, who, &new) {
        Ok(made) => Ok(made.row.id),
        Err(Error::Invalid(faults)) => Err(Error::Invalid(faults.into_iter().map(renamed).collect())),
        Err(other) => Err(other),
    }
}
