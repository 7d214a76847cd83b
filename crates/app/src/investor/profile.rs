//! An organisation beyond its record: who owns it and whom it owns, what it counts as, what it wants, and whether it
//! is registered as one that introduces others.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::OrganisationId,
    investor::IntroducerKind,
    project::{EARLIEST, LINE, planned, text_fits},
};

use super::{
    ChargeView, HoldingView, IntentView, Joined, Moved, OrganisationRef, Relation, TagView, charge, intent,
    may_edit, store, tag,
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, change,
        db::{Hidden, Reader, Tx},
        web::{Action, Who},
    },
    org,
};

/// Levels of a tree that are shown, upward and downward.
const LEVELS: usize = 8;
/// Organisations of one tree that are shown.
const SHOWN: usize = 200;

/// A place in the tree of owners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnershipNode {
    pub organisation: OrganisationRef,
    /// 0 at the top.
    pub depth: usize,
    /// What the one above it holds today; none at the top.
    pub share_bp: Option<i64>,
}

/// Registered as an introducer, an ambassador or an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IntroducerView {
    #[schema(value_type = String)]
    pub role: IntroducerKind,
    /// By the office's day: nobody is registered for a day that is over.
    #[schema(value_type = String)]
    pub registered_on: Date,
    pub terms: String,
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct IntroducerDraft {
    /// `introducer`, `ambassador`, `agency`.
    #[serde(rename = "introducer_kind")]
    pub role: String,
    /// What was agreed: for what, and how it is rewarded.
    pub terms: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    /// Confirmed that no public servant and nobody of the investor itself is behind it.
    pub independent: bool,
    /// 0 when it is not registered yet.
    #[serde(default)]
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationProfile {
    /// Who owns it, and whom it owns; the latest first. Only organisations that the reader may read.
    pub owners: Vec<HoldingView>,
    pub owned: Vec<HoldingView>,
    /// From the greatest owner of its greatest owner … down, as of today; empty when nobody owns anybody.
    pub tree: Vec<OwnershipNode>,
    pub tags: Vec<TagView>,
    pub intents: Vec<IntentView>,
    pub introducer: Option<IntroducerView>,
    /// Who is in charge of it, and who was; the one of now first.
    pub charges: Vec<ChargeView>,
    /// Whether the reader may say who is in charge.
    pub take_charge: Action,
    /// Whether the reader may change owners and tags.
    pub edit: Action,
    /// Whether the reader may register it as an introducer.
    pub register: Action,
}

/// What is shown beside the record of an organisation.
pub fn profile(
    reader: &Reader,
    who: &Who,
    id: OrganisationId,
    hidden: &Hidden,
) -> Result<OrganisationProfile> {
    let organisation = super::get(reader, who, id, hidden)?;
    let holdings = store::holding::of(reader, who.district(), id)?;
    let others: Vec<OrganisationId> = holdings.iter().flat_map(|h| [h.owner.id, h.owned.id]).collect();
    let seen: BTreeSet<OrganisationId> =
        store::visible(reader, who, &others, hidden)?.into_iter().map(|o| o.id).collect();
    let shown = holdings.into_iter().filter(|h| seen.contains(&h.owner.id) && seen.contains(&h.owned.id));
    let charges = store::charge::of(reader, who.district(), id)?;
    let (owners, owned) = shown.partition(|h| h.owned.id == id);
    Ok(OrganisationProfile {
        owners,
        owned,
        tree: tree(reader, who, id, hidden)?,
        tags: tag::of(reader, who, id)?,
        intents: intent::of(reader, who, id)?,
        introducer: store::intent::introducer(reader, who.district(), id)?,
        take_charge: Action::of(
            who.lang,
            charge::may_charge(who, charges.first().filter(|c| c.until_on.is_none())),
        ),
        charges,
        edit: Action::of(who.lang, may_edit(who, &organisation)),
        register: Action::of(
            who.lang,
            super::may_merge(who).map_err(|_| Error::refused(Fault::new("investor.introducer_by_office"))),
        ),
    })
}

/// The tree of owners as of today.
fn tree(reader: &Reader, who: &Who, id: OrganisationId, hidden: &Hidden) -> Result<Vec<OwnershipNode>> {
    let (district, today) = (who.district(), org::office_day(reader, who.district())?);
    let visible = |id: OrganisationId| -> Result<Option<OrganisationRef>> {
        Ok(store::visible(reader, who, &[id], hidden)?.pop())
    };
    let mut top = id;
    for _ in 0..LEVELS {
        match store::holding::greatest_owner(reader, district, top, today)? {
            Some(owner) if visible(owner)?.is_some() => top = owner,
            _ => break,
        }
    }
    let mut out = Vec::new();
    // The next to be shown last.
    let mut waiting = vec![(top, 0, None)];
    while let Some((at, depth, share_bp)) = waiting.pop() {
        let Some(organisation) = visible(at)? else { continue };
        out.push(OwnershipNode { organisation, depth, share_bp });
        if out.len() >= SHOWN {
            break;
        }
        if depth < LEVELS {
            let below = store::holding::owned_by(reader, district, at, today)?;
            waiting.extend(below.into_iter().rev().map(|(owned, bp)| (owned, depth + 1, Some(bp))));
        }
    }
    Ok(if out.len() > 1 { out } else { Vec::new() })
}

pub(super) fn check_days(from_on: Date, until_on: Option<Date>, today: Date, faults: &mut Faults) {
    faults
        .need(from_on >= EARLIEST && planned(from_on, today), || Fault::at("from_on", "investor.day_early"));
    faults
        .need(until_on.is_none_or(|until| until >= from_on), || Fault::at("until_on", "investor.day_order"));
}

/// Registers an organisation as one that introduces investors, from today on, or changes the terms.
pub fn register(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    draft: &IntroducerDraft,
) -> Result<IntroducerView> {
    who.need_district(Class::Investor, Act::Write)?;
    super::get(tx, who, id, &Hidden::default())?;
    let before = store::intent::introducer(tx, who.district(), id)?;
    let version = before.as_ref().map_or(0, |b| b.version);
    if version != draft.version {
        let current = before.map_or_else(|| json!({}), |b| json!(b));
        return Err(Error::Stale { current: Box::new(current), changed: vec!["terms".into()] });
    }
    let today = org::office_day(tx, who.district())?;
    let role = IntroducerKind::from_code(&draft.role);
    let terms = draft.terms.trim();
    let mut faults = Faults::default();
    faults.need(role.is_some(), || Fault::at("introducer_kind", "investor.introducer_kind"));
    faults.need(!terms.is_empty() && text_fits(terms, LINE), || {
        Fault::at("terms", "investor.introducer_terms").with("limit", LINE)
    });
    faults.need(draft.independent, || Fault::at("independent", "investor.introducer_independent"));
    faults.need(draft.valid_until.is_none_or(|until| until >= today && planned(until, today)), || {
        Fault::at("valid_until", "investor.introducer_until")
    });
    faults.into_result()?;
    let role = role.ok_or(Error::NotFound)?;
    let registered_on = before.as_ref().map_or(today, |b| b.registered_on);
    store::intent::register(tx, who, id, (role, registered_on, terms, draft.valid_until))?;
    let after = store::intent::introducer(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    let was = before.map_or_else(|| json!({}), |b| json!(b));
    let told = (&was, &json!(after));
    change::record(
        tx,
        who,
        "investor.register_introducer",
        "organisation_introducer",
        id.0,
        after.version,
        told,
    )?;
    Ok(after)
}

/// Whether an organisation was registered as an introducer on a day.
pub fn introduced_rightly(reader: &Reader, district: &str, id: OrganisationId, on: Date) -> Result<bool> {
    let found = store::intent::introducer(reader, district, id)?;
    Ok(found.is_some_and(|i| i.registered_on <= on && i.valid_until.is_none_or(|until| until >= on)))
}

pub const INTRODUCES: Relation = Relation {
    table: "investor_introducer",
    column: "organisation_id",
    blocked: |reader, who, joined: &Joined| {
        let both = |id| store::intent::introducer(reader, who.district(), id);
        let twice = both(joined.from)?.is_some() && both(joined.into)?.is_some();
        Ok(if twice { vec![Fault::new("investor.merge_introducers")] } else { Vec::new() })
    },
    take: |tx, who, joined| {
        let moved = store::intent::move_introducer(tx, who.district(), joined.from, joined.into)?;
        Ok(if moved { vec![Moved::of(&joined.from)?] } else { Vec::new() })
    },
    give_back: |tx, who, joined, moved| {
        if !moved.is_empty() {
            store::intent::move_introducer(tx, who.district(), joined.into, joined.from)?;
        }
        Ok(Vec::new())
    },
};
