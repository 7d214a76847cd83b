//! What is held, and the hand-over of it.

use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    handover::{HandoverState, HeldKind},
    id::{AccountId, HandoverId, OrganisationId, UnitId},
    project::{LINE, one_line, text_fits},
};

use super::{HandoverHeld, HandoverHeldList, HandoverRecord, get, only, store, waiting};
use crate::{
    contact,
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        seal::Keys,
        web::{Action, Who},
    },
    org, project,
};

/// Lines of one hand-over.
pub(super) const MOST: usize = 1_000;

/// Whose things: a person's, a unit's, a person's in a unit; of one organisation, or of all.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct HandoverGiver {
    #[param(value_type = Option<Uuid>)]
    pub person: Option<AccountId>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Option<Uuid>)]
    pub organisation: Option<OrganisationId>,
}

/// Who gets one thing.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct HandoverLineDraft {
    /// `charge`, `contact`, `claim`, `next_step`.
    #[serde(rename = "held")]
    pub kind: String,
    pub id: Uuid,
    #[schema(value_type = Uuid)]
    pub to_unit_id: UnitId,
    /// Needed for all but an investor, of which a unit may be in charge with nobody by name.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub to_person_id: Option<AccountId>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct HandoverDraft {
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub person_id: Option<AccountId>,
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub unit_id: Option<UnitId>,
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub organisation_id: Option<OrganisationId>,
    /// Why: leaves, moves, gives up an investor.
    pub why: String,
    pub lines: Vec<HandoverLineDraft>,
}

impl HandoverDraft {
    const fn giver(&self) -> HandoverGiver {
        HandoverGiver { person: self.person_id, unit: self.unit_id, organisation: self.organisation_id }
    }
}

fn named(giver: HandoverGiver) -> Result<()> {
    if giver.person.is_none() && giver.unit.is_none() {
        return Err(Error::invalid(Fault::at("person", "handover.whose")));
    }
    Ok(())
}

/// What a person or a unit holds, of that which the reader may know.
pub fn held(reader: &Reader, who: &Who, keys: &Keys, giver: HandoverGiver) -> Result<HandoverHeldList> {
    let reach = who.reach(Class::Investor, Act::Read)?;
    named(giver)?;
    let (mut items, more) = all_held(reader, who, giver)?;
    items.retain(|item| sees(who, &reach, item));
    let contacts: Vec<_> =
        items.iter().filter(|i| i.kind == HeldKind::Contact).map(|i| i.id.into()).collect();
    let names = contact::names(reader, who, keys, &contacts)?;
    for item in &mut items {
        if let Some(found) = names.iter().find(|name| item.kind == HeldKind::Contact && name.id.0 == item.id)
        {
            item.label.clone_from(&found.name);
        }
        item.waiting = waiting(reader, who, item.kind, item.id)?;
    }
    let refused = || Error::refused(Fault::new("handover.not_yours"));
    let mine = items.iter().all(|item| gives(who, item));
    let open = Action::of(who.lang, if mine { Ok(()) } else { Err(refused()) });
    Ok(HandoverHeldList { items, more, open })
}

fn all_held(reader: &Reader, who: &Who, giver: HandoverGiver) -> Result<(Vec<HandoverHeld>, bool)> {
    let hidden = project::hidden_organisations(reader, who)?;
    let mut items = store::held::of(reader, who.district(), giver, &hidden)?;
    items.retain(|item| only(giver.organisation, item.organisation.as_ref()));
    let more = items.len() > MOST;
    items.truncate(MOST);
    Ok((items, more))
}

fn is_own(who: &Who, item: &HandoverHeld) -> bool {
    who.account_id().is_some() && item.person.as_ref().map(|p| p.id) == who.account_id()
}

fn sees(who: &Who, reach: &Reach, item: &HandoverHeld) -> bool {
    reach.covers(&item.unit_path) || is_own(who, item)
}

/// Whether the reader may give this away: their own, their unit's, or any as the office.
fn gives(who: &Who, item: &HandoverHeld) -> bool {
    who.actor.reach(Class::Investor, Act::Write).covers(&item.unit_path) || is_own(who, item)
}

/// Opens a hand-over: every line waits for the unit that is to receive it.
pub fn open(tx: &Tx<'_>, who: &Who, keys: &Keys, draft: &HandoverDraft) -> Result<HandoverRecord> {
    who.reach(Class::Investor, Act::Write)?;
    let id = enter(tx, who, draft, who.account_id())?;
    get(tx, who, keys, id)
}

/// Brings a hand-over in as somebody opened it.
pub fn create_imported(
    tx: &Tx<'_>,
    who: &Who,
    draft: &HandoverDraft,
    opened_by: Option<AccountId>,
) -> Result<HandoverId> {
    who.need_district(Class::Investor, Act::Write)?;
    enter(tx, who, draft, opened_by)
}

fn enter(tx: &Tx<'_>, who: &Who, draft: &HandoverDraft, opened_by: Option<AccountId>) -> Result<HandoverId> {
    let giver = draft.giver();
    named(giver)?;
    let why = one_line(&draft.why);
    let mut faults = Faults::default();
    faults.need(!why.is_empty(), || Fault::at("why", "handover.why_missing"));
    faults.need(text_fits(&why, LINE), || Fault::at("why", "handover.too_long").with("limit", LINE));
    faults.need(!draft.lines.is_empty(), || Fault::at("lines", "handover.nothing"));
    faults.need(draft.lines.len() <= MOST, || Fault::at("lines", "handover.too_many").with("limit", MOST));
    faults.into_result()?;
    let lines = checked(tx, who, giver, &draft.lines)?;
    let id: HandoverId = tx.new_id();
    let today = org::office_day(tx, who.district())?;
    let code = store::next_code(tx, who.district(), today.year())?;
    let new = store::New { id, code: &code, giver, why: &why, opened_by, on: today };
    store::insert(tx, who.district(), &new)?;
    for (no, (item, to)) in (1..).zip(&lines) {
        store::insert_line(tx, who.district(), id, no, item, to).map_err(|error| match error {
            // Another hand-over of the same instant has it.
            Error::Db(db)
                if db.is_unique("handover_line", "waiting")
                    || db.is_unique("handover_line", "subject_id") =>
            {
                Error::refused(Fault::new("handover.waits").with("code", "…"))
            }
            other => other,
        })?;
    }
    let told: Vec<_> = lines
        .iter()
        .map(|(item, to)| json!({ "kind": item.kind, "id": item.id, "to_unit_id": to.0, "to_person_id": to.1 }))
        .collect();
    let detail = json!({ "version": 1, "code": code, "person_id": giver.person, "unit_id": giver.unit,
        "organisation_id": giver.organisation, "why": why, "state": HandoverState::Waiting, "lines": told });
    audit::record(tx, who, "handover.open", "handover", id.0, &detail)?;
    Ok(id)
}

type To = (UnitId, Option<AccountId>);

/// Every line with what it gives, checked as a whole.
fn checked(
    reader: &Reader,
    who: &Who,
    giver: HandoverGiver,
    lines: &[HandoverLineDraft],
) -> Result<Vec<(HandoverHeld, To)>> {
    let today = org::office_day(reader, who.district())?;
    let (held, _) = all_held(reader, who, giver)?;
    let mut faults = Faults::default();
    let mut out: Vec<(HandoverHeld, To)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let field = |name: &str| format!("lines[{at}].{name}");
        let kind = HeldKind::from_code(&line.kind);
        let found = held.iter().find(|item| Some(item.kind) == kind && item.id == line.id);
        let Some(item) = found.filter(|item| gives(who, item)) else {
            faults.add(Fault::at(field("id"), "handover.not_held"));
            continue;
        };
        if out.iter().any(|(other, _)| other.kind == item.kind && other.id == item.id) {
            faults.add(Fault::at(field("id"), "handover.twice"));
        }
        if let Some(code) = waiting(reader, who, item.kind, item.id)? {
            faults.add(Fault::at(field("id"), "handover.waits").with("code", code));
        }
        let path = org::running_path(reader, who.district(), line.to_unit_id, today)?;
        faults.need(path.is_some(), || Fault::at(field("to_unit_id"), "handover.unit_unknown"));
        faults.need(!item.within_unit || line.to_unit_id == item.unit.id, || {
            Fault::at(field("to_unit_id"), "handover.by_transfer").with("code", &item.label)
        });
        let same = line.to_unit_id == item.unit.id && line.to_person_id == item.person.as_ref().map(|p| p.id);
        faults.need(!same, || Fault::at(field("to_person_id"), "handover.to_itself"));
        match (line.to_person_id, path) {
            (Some(person), Some(path)) => {
                let works = org::works_at(reader, who.district(), person, &path)?;
                faults.need(works, || Fault::at(field("to_person_id"), "handover.person_unknown"));
            }
            (None, _) if item.kind.needs_person() => {
                faults.add(Fault::at(field("to_person_id"), "handover.person_missing"));
            }
            _ => {}
        }
        out.push((item.clone(), (line.to_unit_id, line.to_person_id)));
    }
    faults.into_result()?;
    Ok(out)
}
