//! Firms of the district on a link.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{ChainFirmId, ChainLinkId, OrganisationId},
    project::{LINE, one_line, past, text_fits},
};

use super::{
    ChainRemoval, Names, link, may_keep, stale, store,
    view::{ChainFirmView, ChainLinkView},
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx},
        web::Who,
    },
    org,
};

/// A firm on a link, as it is entered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ChainFirmDraft)]
pub struct FirmDraft {
    #[schema(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    /// What it does there: 龙头, 配套, its products.
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub since_on: Option<Date>,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

/// A firm as it is kept.
pub struct Kept {
    pub link: ChainLinkId,
    pub draft: FirmDraft,
}

/// Firms of the district on a link, those that are there longest first.
pub(super) fn of_link(
    reader: &Reader,
    who: &Who,
    names: &Names,
    id: ChainLinkId,
) -> Result<Vec<ChainFirmView>> {
    let mut firms = store::firm::of_link(reader, who.district(), id)?;
    let ids: Vec<OrganisationId> =
        firms.iter().filter_map(|f| f.organisation.as_ref().map(|o| o.id)).collect();
    let seen = names.readable(reader, who, &ids)?;
    let hidden = store::hidden_among(reader, who.district(), &names.hidden, &ids)?;
    for firm in &mut firms {
        let of = firm.organisation.as_ref().map(|o| o.id);
        firm.readable = of.is_some_and(|id| seen.contains(&id));
        if of.is_some_and(|id| hidden.contains(&id)) {
            firm.organisation = None;
        }
    }
    Ok(firms)
}

fn check(
    reader: &Reader,
    who: &Who,
    link: ChainLinkId,
    draft: &FirmDraft,
    before: Option<&Kept>,
) -> Result<()> {
    let today = org::office_day(reader, who.district())?;
    let mut faults = Faults::default();
    let same = before.is_some_and(|b| b.draft.organisation_id == draft.organisation_id);
    let known = same || Names::of(reader, who)?.known(reader, who, draft.organisation_id)?;
    faults.need(known, || Fault::at("organisation_id", "chain.organisation_unknown"));
    if known && !same {
        let taken = store::firm::on_link(reader, who.district(), link, draft.organisation_id)?;
        faults.need(!taken, || Fault::at("organisation_id", "chain.firm_twice"));
        let is_target = store::target::on_link(reader, who.district(), link, draft.organisation_id)?;
        faults.need(is_target.is_none(), || Fault::at("organisation_id", "chain.firm_is_target"));
    }
    faults.need(text_fits(&draft.role, LINE), || Fault::at("role", "chain.too_long").with("limit", LINE));
    faults
        .need(draft.since_on.is_none_or(|day| past(day, today)), || Fault::at("since_on", "chain.since_on"));
    faults.into_result()
}

/// Names a firm on a link of a chain that one keeps.
pub fn add_firm(tx: &Tx<'_>, who: &Who, id: ChainLinkId, draft: &FirmDraft) -> Result<ChainLinkView> {
    may_keep(who, &link::found(tx, who, id)?.lead_path)?;
    let draft = FirmDraft { role: one_line(&draft.role), version: 1, ..draft.clone() };
    check(tx, who, id, &draft, None)?;
    let firm: ChainFirmId = tx.new_id();
    store::firm::insert(tx, who, (id, firm), &draft)
        .map_err(|e| store::taken(e, ("organisation_id", "chain.firm_twice")))?;
    let detail = json!({ "version": 1, "link_id": id, "draft": draft });
    audit::record(tx, who, "chain.add_firm", "chain_firm", firm.0, &detail)?;
    link::link(tx, who, id)
}

fn at_version(tx: &Tx<'_>, who: &Who, id: ChainFirmId, version: i64) -> Result<Kept> {
    let kept = store::firm::one(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    may_keep(who, &link::found(tx, who, kept.link)?.lead_path)?;
    if kept.draft.version == version {
        return Ok(kept);
    }
    Err(stale(tx, who, ("chain_firm", id.0), version, &kept.draft))
}

/// Changes what a firm does on a link, and since when.
pub fn change_firm(tx: &Tx<'_>, who: &Who, id: ChainFirmId, draft: &FirmDraft) -> Result<ChainLinkView> {
    let before = at_version(tx, who, id, draft.version)?;
    let draft = FirmDraft { role: one_line(&draft.role), ..draft.clone() };
    check(tx, who, before.link, &draft, Some(&before))?;
    store::firm::update(tx, who.district(), id, &draft, tx.now())
        .map_err(|e| store::taken(e, ("organisation_id", "chain.firm_twice")))?;
    let told = (&json!(before.draft), &json!(draft));
    change::record(tx, who, "chain.change_firm", "chain_firm", id.0, draft.version + 1, told)?;
    link::link(tx, who, before.link)
}

/// Takes a firm off a link.
pub fn remove_firm(tx: &Tx<'_>, who: &Who, id: ChainFirmId, cmd: &ChainRemoval) -> Result<ChainLinkView> {
    let before = at_version(tx, who, id, cmd.version)?;
    store::firm::delete(tx, who.district(), id)?;
    let detail = json!({ "version": cmd.version + 1, "before": before.draft });
    audit::record(tx, who, "chain.remove_firm", "chain_firm", id.0, &detail)?;
    link::link(tx, who, before.link)
}
