//! Who is in charge of an organisation (负责单位、专人): one unit at a time, with somebody of it by name where there is
//! one; who was before stays. From unit to unit it goes by a hand-over or a referral, which other rooms do through
//! [`pass_on`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{AccountId, ChargeId, OrganisationId, UnitId},
    investor::{ChargeHand, Place, may_take},
    project::{LINE, one_line, text_fits},
};

use super::{Joined, Moved, Relation, nothing_blocks, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Hidden, Reader, Tx},
        web::Who,
    },
    identity::PersonRef,
    org::{self, UnitRef},
};

/// Who is to be in charge.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = OrganisationChargeDraft)]
pub struct ChargeDraft {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    /// Somebody who works there; none: the unit, nobody by name.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub person_id: Option<AccountId>,
    #[serde(default)]
    pub why: String,
    /// The entry that this one replaces, as the page has it; none: nobody was in charge.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub now_id: Option<ChargeId>,
}

/// Who is in charge, where a list names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OrganisationChargeRef)]
pub struct ChargeRef {
    pub unit: UnitRef,
    pub person: Option<PersonRef>,
}

/// Who is or was in charge, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OrganisationCharge)]
pub struct ChargeView {
    #[schema(value_type = Uuid)]
    pub id: ChargeId,
    pub unit: UnitRef,
    pub person: Option<PersonRef>,
    #[schema(value_type = String)]
    pub from_on: Date,
    /// The day on which somebody else took over; none: in charge now.
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    /// Why it came to them: typed, or the code of the paper by which it did.
    pub why: String,
    pub set_by: Option<PersonRef>,
    #[serde(skip)]
    pub(super) unit_path: String,
}

/// Says who is in charge: of what is nobody's yet, or who of the unit it is.
pub fn take_charge(
    tx: &Tx<'_>,
    who: &Who,
    organisation: OrganisationId,
    draft: &ChargeDraft,
) -> Result<ChargeView> {
    who.reach(Class::Investor, Act::Write)?;
    super::get(tx, who, organisation, &Hidden::default())?;
    store::charge::hold(tx, who.district(), organisation)?;
    let now = store::charge::now(tx, who.district(), organisation)?;
    if now.as_ref().map(|n| n.id) != draft.now_id {
        let current = Box::new(json!(now));
        return Err(Error::Stale { current, changed: vec!["charge".into()] });
    }
    let why = one_line(&draft.why);
    let mut faults = Faults::default();
    faults.need(text_fits(&why, LINE), || Fault::at("why", "investor.too_long").with("limit", LINE));
    let path = org::running_path(tx, who.district(), draft.unit_id, org::office_day(tx, who.district())?)?;
    faults.need(path.is_some(), || Fault::at("unit_id", "investor.charge_unit"));
    if let (Some(person), Some(path)) = (draft.person_id, &path) {
        let works = org::works_at(tx, who.district(), person, path)?;
        faults.need(works, || Fault::at("person_id", "investor.charge_person"));
    }
    faults.into_result()?;
    may_set(who, now.as_ref(), draft.unit_id, path.as_deref().unwrap_or_default())?;
    pass_on(tx, who, organisation, (draft.unit_id, draft.person_id), &why)?;
    store::charge::now(tx, who.district(), organisation)?.ok_or(Error::NotFound)
}

fn may_set(who: &Who, now: Option<&ChargeView>, unit: UnitId, path: &str) -> Result<()> {
    let place = match now {
        None => Place::Nobody,
        Some(now) if now.unit.id == unit => Place::Same,
        Some(_) => Place::Other,
    };
    let reach = who.actor.reach(Class::Investor, Act::Write);
    let hand = ChargeHand { office: reach == Reach::District, own: reach.covers(path) };
    may_take(place, hand).map_err(|code| Error::refused(Fault::new(code)))
}

/// Whether this reader may say who is in charge now: for one of their own units, or for any.
pub(super) fn may_charge(who: &Who, now: Option<&ChargeView>) -> Result<()> {
    match (who.reach(Class::Investor, Act::Write)?, now) {
        (Reach::District, _) | (_, None) => Ok(()),
        (reach, Some(now)) if reach.covers(&now.unit_path) => Ok(()),
        _ => Err(Error::refused(Fault::new("investor.charge_not_yours"))),
    }
}

/// Puts a unit, and somebody of it, in charge from today on; whoever was before is in charge no more. The caller has
/// seen that it may be done.
pub fn pass_on(
    tx: &Tx<'_>,
    who: &Who,
    organisation: OrganisationId,
    (unit, person): (UnitId, Option<AccountId>),
    why: &str,
) -> Result<()> {
    let district = who.district();
    let today = org::office_day(tx, district)?;
    store::charge::hold(tx, district, organisation)?;
    let now = store::charge::now(tx, district, organisation)?;
    let same = |n: &ChargeView| n.unit.id == unit && n.person.as_ref().map(|p| p.id) == person;
    if now.as_ref().is_some_and(same) {
        return Ok(());
    }
    if let Some(now) = &now {
        store::charge::end(tx, district, now.id, today.max(now.from_on))?;
    }
    let id: ChargeId = tx.new_id();
    let new = store::charge::New { id, organisation, unit, person, from_on: today, why };
    store::charge::insert(tx, who, &new)?;
    store::know(tx, district, organisation, unit)?;
    let was = now.map(|n| json!({ "id": n.id, "unit_id": n.unit.id, "person_id": n.person.map(|p| p.id) }));
    let detail = json!({ "organisation_id": organisation, "unit_id": unit, "person_id": person, "was": was,
        "why": why });
    audit::record(tx, who, "investor.charge", "organisation_charge", id.0, &detail)
}

/// Who is in charge of an organisation now: the unit and the person.
pub fn in_charge(reader: &Reader, who: &Who, id: OrganisationId) -> Result<Option<ChargeRef>> {
    let now = store::charge::now(reader, who.district(), id)?;
    Ok(now.map(|now| ChargeRef { unit: now.unit, person: now.person }))
}

#[derive(Serialize, Deserialize)]
struct Row {
    id: ChargeId,
    /// Both records had somebody in charge: this entry was ended by the merge.
    ended: bool,
}

pub const IN_CHARGE: Relation = Relation {
    table: "investor_charge",
    column: "organisation_id",
    blocked: nothing_blocks,
    take: |tx, who, joined: &Joined| {
        let district = who.district();
        let goes = store::charge::now(tx, district, joined.from)?;
        let stays = store::charge::now(tx, district, joined.into)?;
        let ended = goes.filter(|_| stays.is_some());
        if let Some(goes) = &ended {
            let today = org::office_day(tx, district)?;
            store::charge::end(tx, district, goes.id, today.max(goes.from_on))?;
        }
        let ended = ended.map(|goes| goes.id);
        let moved = store::charge::set_organisation(tx, district, joined.from, joined.into)?;
        moved.into_iter().map(|id| Moved::of(&Row { id, ended: Some(id) == ended })).collect()
    },
    give_back: |tx, who, joined, moved| {
        let district = who.district();
        for row in moved {
            let Row { id, ended } = row.read()?;
            store::charge::move_one(tx, district, id, joined.into, joined.from)?;
            if ended && store::charge::now(tx, district, joined.from)?.is_none() {
                store::charge::reopen(tx, district, id)?;
            }
        }
        Ok(Vec::new())
    },
};
