//! An organisation beyond its record: who owns it and whom it owns, what it counts as, what it wants, and whether it
//! is registered as one that introduces others.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::OrganisationId,
    investor::OrganisationKind,
    project::{EARLIEST, planned},
};

use super::{
    AssociationView, ChargeView, HoldingView, IntentView, IntroducerView, MembershipView, OrganisationRef,
    TagView, association, charge, intent, introducer, may_edit, store, tag,
};
use crate::{
    floor::{
        Error, Fault, Faults, Result,
        db::{Hidden, Reader},
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

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationProfile {
    /// Who owns it, and whom it owns; the latest first. Only organisations that the reader may read.
    pub owners: Vec<HoldingView>,
    pub owned: Vec<HoldingView>,
    /// From the greatest owner of its greatest owner … down, as of today; empty when nobody owns anybody.
    pub tree: Vec<OwnershipNode>,
    pub tags: Vec<TagView>,
    pub intents: Vec<IntentView>,
    /// The associations to which it belongs or belonged, the present first.
    pub memberships: Vec<MembershipView>,
    /// What it gathers its members by, if it is an association and somebody said it.
    pub association: Option<AssociationView>,
    pub is_association: bool,
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
        memberships: association::memberships(reader, who, id)?,
        association: association::about(reader, who, id)?,
        is_association: organisation.row.kind == OrganisationKind::Association,
        introducer: introducer::registration(reader, who, id)?,
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
