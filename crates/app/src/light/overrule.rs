//! Another colour than the rules give (人工调整): asked for by the unit in the lead or the office, with a reason and the
//! last month for which it is to hold; decided by somebody else of the office.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::ProjectId,
    light::Colour,
    period::Month,
    project::{LINE, one_line, text_fits},
};

use super::{current, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    project::{self, PersonRef, ProjectRef},
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct OverrideDraft {
    #[schema(value_type = String)]
    pub colour: Colour,
    /// The last month for which it holds.
    #[schema(value_type = String)]
    pub until_month: Month,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct OverrideDecision {
    #[serde(default)]
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct OverrideFilter {
    /// `proposed` (the default), `approved` or `rejected`.
    pub state: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverrideActions {
    pub approve: Action,
    pub reject: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverrideView {
    pub id: Uuid,
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub from_month: Month,
    #[schema(value_type = String)]
    pub until_month: Month,
    #[schema(value_type = String)]
    pub colour: Colour,
    pub reason: String,
    /// `proposed`, `approved` or `rejected`.
    pub state: String,
    /// Approved, and its last month is over.
    pub over: bool,
    pub proposed_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub proposed_at: Timestamp,
    pub decided_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub decided_at: Option<Timestamp>,
    pub decision: String,
    pub version: i64,
    pub actions: OverrideActions,
}

/// Whether this reader may ask for another colour of a project now.
pub(super) fn may_propose(reader: &Reader, who: &Who, id: ProjectId) -> Result<()> {
    project::writable(reader, who, id)?;
    let now = current(reader, who.district())?;
    let open = store::overrides(reader, who, Some(id), None)?;
    if open.iter().any(|o| o.state == "proposed" || (o.state == "approved" && o.until_month >= now)) {
        return Err(Error::refused(Fault::new("light.override_open")));
    }
    if store::light_of(reader, who.district(), id, now)?.is_none() {
        return Err(Error::refused(Fault::new("light.not_lit")));
    }
    Ok(())
}

pub fn propose(tx: &Tx<'_>, who: &Who, id: ProjectId, draft: &OverrideDraft) -> Result<OverrideView> {
    project::reference(tx, who, id)?;
    may_propose(tx, who, id)?;
    let now = current(tx, who.district())?;
    let table = store::table_for(tx, who.district(), now)?.table;
    let reason = one_line(&draft.reason);
    let last = now.plus(table.override_months - 1);
    let shown = store::light_of(tx, who.district(), id, now)?;
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "light.reason_missing"));
    faults.need(text_fits(&reason, LINE), || Fault::at("reason", "light.too_long").with("limit", LINE));
    let until = (now..=last).contains(&draft.until_month);
    faults
        .need(until, || Fault::at("until_month", "light.override_until").with("from", now).with("to", last));
    faults.need(table.shade(draft.colour).is_some(), || Fault::at("colour", "light.override_colour"));
    faults.need(shown != Some(draft.colour), || Fault::at("colour", "light.override_same"));
    faults.into_result()?;
    let made: Uuid = tx.new_id();
    let draft = OverrideDraft { reason, ..draft.clone() };
    store::insert_override(tx, who, made, id, now, &draft)?;
    let detail = json!({ "version": 1, "project_id": id, "colour": draft.colour, "until_month": draft.until_month,
        "reason": draft.reason });
    audit::record(tx, who, "light.propose", "light_override", made, &detail)?;
    one(tx, who, made)
}

/// The office decides, its clerks and its reviewers, but nobody on their own proposal.
fn may_decide(who: &Who, view: &OverrideView) -> Result<()> {
    let reaches = |act| who.actor.reach(Class::Project, act) == Reach::District;
    if !reaches(Act::Write) && !reaches(Act::Recognise) {
        return Err(Error::refused(Fault::new("light.override_not_office")));
    }
    if view.state != "proposed" {
        return Err(Error::refused(Fault::new("light.override_decided")));
    }
    let own = view.proposed_by.as_ref().map(|p| p.id);
    if own.is_some() && own == who.account_id() {
        return Err(Error::refused(Fault::new("light.own_override")));
    }
    Ok(())
}

/// It is shown from the month in which it was asked for to its last.
pub fn approve(tx: &Tx<'_>, who: &Who, id: Uuid, cmd: &OverrideDecision) -> Result<OverrideView> {
    let before = decide(tx, who, id, cmd, "approved")?;
    store::show_override(tx, who.district(), &before)?;
    one(tx, who, id)
}

pub fn reject(tx: &Tx<'_>, who: &Who, id: Uuid, cmd: &OverrideDecision) -> Result<OverrideView> {
    if cmd.reason.trim().is_empty() {
        one(tx, who, id)?;
        return Err(Error::invalid(Fault::at("reason", "light.reason_missing")));
    }
    decide(tx, who, id, cmd, "rejected")?;
    one(tx, who, id)
}

fn decide(tx: &Tx<'_>, who: &Who, id: Uuid, cmd: &OverrideDecision, to: &str) -> Result<OverrideView> {
    let before = one(tx, who, id)?;
    if before.version != cmd.version {
        let current = Box::new(serde_json::to_value(&before).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["state".into()] });
    }
    may_decide(who, &before)?;
    let reason = one_line(&cmd.reason);
    if !text_fits(&reason, LINE) {
        return Err(Error::invalid(Fault::at("reason", "light.too_long").with("limit", LINE)));
    }
    store::decide_override(tx, who, id, to, &reason)?;
    let detail = json!({ "version": before.version + 1, "project_id": before.project.id, "from": before.state,
        "to": to, "reason": reason });
    audit::record(tx, who, &format!("light.{to}"), "light_override", id, &detail)?;
    Ok(before)
}

fn told(reader: &Reader, who: &Who, mut view: OverrideView) -> Result<OverrideView> {
    view.over = view.state == "approved" && view.until_month < current(reader, who.district())?;
    let may = || Action::of(who.lang, may_decide(who, &view));
    view.actions = OverrideActions { approve: may(), reject: may() };
    Ok(view)
}

fn one(reader: &Reader, who: &Who, id: Uuid) -> Result<OverrideView> {
    let found = store::overrides(reader, who, None, Some(id))?.pop().ok_or(Error::NotFound)?;
    told(reader, who, found)
}

pub(super) fn of_project(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<OverrideView>> {
    store::overrides(reader, who, Some(id), None)?.into_iter().map(|v| told(reader, who, v)).collect()
}

/// What was asked for, what ends last first.
pub fn overrides(reader: &Reader, who: &Who, filter: &OverrideFilter) -> Result<Page<OverrideView>> {
    let state = filter.state.as_deref().unwrap_or("proposed");
    if !["proposed", "approved", "rejected"].contains(&state) {
        return Err(Error::invalid(Fault::at("state", "floor.field_wrong").with("why", state)));
    }
    let page = store::override_page(reader, who, state, filter)?;
    let items = page.items.into_iter().map(|v| told(reader, who, v)).collect::<Result<_>>()?;
    Ok(Page { items, ..page })
}
