//! Docking sessions (产业对接): events at which firms of a chain met investors, pair by pair. The event itself is the
//! activity room's; here is whose chain it served, and what came of whom.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class},
    chain::PairResult,
    id::{ChainId, ChainLinkId, ChainPairId, OrganisationId, UnitId},
    project::{LINE, one_line, planned, text_fits},
};

use super::{
    ChainRemoval, Names, get, lead_path, may_keep, stale, store,
    view::{ChainPairView, ChainSessionView, ChainView, veil_pairs},
};
use crate::{
    activity::{self, EventDraft, EventKind},
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx},
        web::Who,
    },
    org,
};

/// A session: an event that is there already, or a new one of the kind docking.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ChainSessionDraft)]
pub struct SessionDraft {
    /// The event that it was; the other fields are then left out.
    #[serde(default)]
    pub event_id: Option<Uuid>,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub held_on: Option<Date>,
    #[serde(default)]
    pub place: String,
    /// Who held it; the unit in the lead when left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub unit_id: Option<UnitId>,
}

/// Who met whom about which link, and what came of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ChainPairDraft)]
pub struct PairDraft {
    #[schema(value_type = Uuid)]
    pub link_id: ChainLinkId,
    /// The firm of the district.
    #[schema(value_type = Uuid)]
    pub firm_id: OrganisationId,
    #[schema(value_type = Uuid)]
    pub investor_id: OrganisationId,
    /// `interest`, `agreement`, `none`.
    #[schema(value_type = String)]
    pub result: PairResult,
    #[serde(default)]
    pub next_step: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

pub(super) fn of_chain(
    reader: &Reader,
    who: &Who,
    names: &Names,
    id: ChainId,
) -> Result<(Vec<ChainSessionView>, Vec<ChainPairView>)> {
    let mut pairs = store::session::pairs(reader, who.district(), store::session::Of::Chain(id))?;
    let mut sessions = store::session::of_chain(reader, who.district(), id)?;
    for session in &mut sessions {
        session.empty = pairs.iter().all(|pair| pair.event_id != session.event_id);
    }
    veil_pairs(reader, who, names, &mut pairs)?;
    Ok((sessions, pairs))
}

pub(super) fn of_link(
    reader: &Reader,
    who: &Who,
    names: &Names,
    id: ChainLinkId,
) -> Result<Vec<ChainPairView>> {
    let mut pairs = store::session::pairs(reader, who.district(), store::session::Of::Link(id))?;
    veil_pairs(reader, who, names, &mut pairs)?;
    Ok(pairs)
}

/// Puts a session on a chain that one keeps.
pub fn dock(tx: &Tx<'_>, who: &Who, id: ChainId, draft: &SessionDraft) -> Result<ChainView> {
    let path = lead_path(tx, who, id)?;
    may_keep(who, &path)?;
    let event = match draft.event_id {
        // The list of events is the office's; a unit puts on its own.
        Some(event) => match activity::get(tx, who, event) {
            Err(Error::NotFound) => {
                return Err(Error::invalid(Fault::at("event_id", "chain.event_unknown")));
            }
            found => found?.id,
        },
        None => hold(tx, who, id, draft)?,
    };
    if store::session::is_on(tx, who.district(), id, event)? {
        return Err(Error::invalid(Fault::at("event_id", "chain.session_twice")));
    }
    store::session::insert(tx, who, id, event)
        .map_err(|e| store::taken(e, ("event_id", "chain.session_twice")))?;
    let detail = json!({ "chain_id": id, "event_id": event });
    audit::record(tx, who, "chain.dock", "chain", id.0, &detail)?;
    get(tx, who, id)
}

fn hold(tx: &Tx<'_>, who: &Who, id: ChainId, draft: &SessionDraft) -> Result<Uuid> {
    let held_on = draft.held_on.ok_or_else(|| Error::invalid(Fault::at("held_on", "chain.missing")))?;
    let lead = store::lead_unit(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    let event = EventDraft {
        name: one_line(&draft.name),
        kind: EventKind::Docking,
        held_on,
        held_on_text: String::new(),
        place: one_line(&draft.place),
        guests: None,
        outcome: String::new(),
        unit_ids: vec![draft.unit_id.unwrap_or(lead)],
    };
    Ok(activity::enter(tx, who, &event)?.id)
}

/// Takes a session off a chain of which nothing is recorded; the event stays.
pub fn undock(tx: &Tx<'_>, who: &Who, id: ChainId, event: Uuid) -> Result<ChainView> {
    may_keep(who, &lead_path(tx, who, id)?)?;
    if !store::session::is_on(tx, who.district(), id, event)? {
        return Err(Error::NotFound);
    }
    let pairs = store::session::pairs(tx, who.district(), store::session::Of::Chain(id))?;
    if pairs.iter().any(|pair| pair.event_id == event) {
        return Err(Error::refused(Fault::new("chain.session_in_use")));
    }
    store::session::delete(tx, who.district(), id, event)?;
    let detail = json!({ "chain_id": id, "event_id": event });
    audit::record(tx, who, "chain.undock", "chain", id.0, &detail)?;
    get(tx, who, id)
}

fn tidied(draft: &PairDraft) -> PairDraft {
    let next_step = one_line(&draft.next_step);
    PairDraft { due_on: draft.due_on.filter(|_| !next_step.is_empty()), next_step, ..draft.clone() }
}

fn check(
    reader: &Reader,
    who: &Who,
    (chain, event): (ChainId, Uuid),
    draft: &PairDraft,
    before: Option<&ChainPairView>,
) -> Result<()> {
    let today = org::office_day(reader, who.district())?;
    let mut faults = Faults::default();
    let of = store::link::one(reader, who.district(), draft.link_id)?.map(|link| link.chain);
    faults.need(of == Some(chain), || Fault::at("link_id", "chain.link_elsewhere"));
    let names = Names::of(reader, who)?;
    let was = before.map(|b| (b.firm_id, b.investor_id));
    let kept = was.is_some_and(|(firm, _)| firm == draft.firm_id);
    // A firm that stands on the chain may be named by whoever keeps it.
    let known = kept
        || store::firm::on_chain(reader, who.district(), chain, draft.firm_id)?
        || names.known(reader, who, draft.firm_id)?;
    faults.need(known, || Fault::at("firm_id", "chain.organisation_unknown"));
    let kept = was.is_some_and(|(_, investor)| investor == draft.investor_id);
    let known = kept || names.known(reader, who, draft.investor_id)?;
    faults.need(known, || Fault::at("investor_id", "chain.organisation_unknown"));
    faults.need(draft.firm_id != draft.investor_id, || Fault::at("investor_id", "chain.pair_same"));
    let twice = store::session::pair_of(reader, who.district(), event, draft)?;
    faults.need(twice.is_none() || twice == before.map(|b| b.id), || {
        Fault::at("investor_id", "chain.pair_twice")
    });
    faults.need(text_fits(&draft.next_step, LINE), || {
        Fault::at("next_step", "chain.too_long").with("limit", LINE)
    });
    faults.need(draft.next_step.is_empty() || draft.due_on.is_some(), || {
        Fault::at("due_on", "chain.due_missing")
    });
    let held = store::session::held_on(reader, who.district(), event)?;
    let due = draft.due_on.is_none_or(|due| planned(due, today) && held.is_none_or(|held| due >= held));
    faults.need(due, || Fault::at("due_on", "chain.due_before_session"));
    faults.into_result()
}

/// Records a pair of a session.
pub fn add_pair(
    tx: &Tx<'_>,
    who: &Who,
    id: ChainId,
    event: Uuid,
    draft: &PairDraft,
) -> Result<ChainPairView> {
    may_keep(who, &lead_path(tx, who, id)?)?;
    if !store::session::is_on(tx, who.district(), id, event)? {
        return Err(Error::NotFound);
    }
    let draft = tidied(draft);
    check(tx, who, (id, event), &draft, None)?;
    let pair: ChainPairId = tx.new_id();
    store::session::insert_pair(tx, who, (id, event, pair), &draft)
        .map_err(|e| store::taken(e, ("investor_id", "chain.pair_twice")))?;
    let detail = json!({ "version": 1, "chain_id": id, "event_id": event, "draft": draft });
    audit::record(tx, who, "chain.add_pair", "chain_pair", pair.0, &detail)?;
    one(tx, who, pair)
}

fn one(reader: &Reader, who: &Who, id: ChainPairId) -> Result<ChainPairView> {
    let mut found = store::session::pairs(reader, who.district(), store::session::Of::Pair(id))?;
    veil_pairs(reader, who, &Names::of(reader, who)?, &mut found)?;
    found.pop().ok_or(Error::NotFound)
}

fn at_version(tx: &Tx<'_>, who: &Who, id: ChainPairId, version: i64) -> Result<ChainPairView> {
    who.need_district(Class::Chain, Act::Read)?;
    let now = one(tx, who, id)?;
    may_keep(who, &now.lead_path)?;
    if now.version == version {
        return Ok(now);
    }
    Err(stale(tx, who, ("chain_pair", id.0), version, &now))
}

fn as_draft(view: &ChainPairView) -> PairDraft {
    PairDraft {
        link_id: view.link_id,
        firm_id: view.firm_id,
        investor_id: view.investor_id,
        result: view.result,
        next_step: view.next_step.clone(),
        due_on: view.due_on,
        version: view.version,
    }
}

/// Changes what came of a pair.
pub fn change_pair(tx: &Tx<'_>, who: &Who, id: ChainPairId, draft: &PairDraft) -> Result<ChainPairView> {
    let before = at_version(tx, who, id, draft.version)?;
    let draft = tidied(draft);
    check(tx, who, (before.chain_id, before.event_id), &draft, Some(&before))?;
    store::session::update_pair(tx, who.district(), id, &draft)
        .map_err(|e| store::taken(e, ("investor_id", "chain.pair_twice")))?;
    let told = (&json!(as_draft(&before)), &json!(draft));
    change::record(tx, who, "chain.change_pair", "chain_pair", id.0, draft.version + 1, told)?;
    one(tx, who, id)
}

/// Takes away a pair that was entered by mistake.
pub fn remove_pair(tx: &Tx<'_>, who: &Who, id: ChainPairId, cmd: &ChainRemoval) -> Result<()> {
    let before = at_version(tx, who, id, cmd.version)?;
    store::session::delete_pair(tx, who.district(), id)?;
    let detail = json!({ "version": cmd.version + 1, "before": as_draft(&before) });
    audit::record(tx, who, "chain.remove_pair", "chain_pair", id.0, &detail)
}
