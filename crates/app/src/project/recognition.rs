//! What the office recognises about a project: introduced, signed, started, in production. The unit claims it with the
//! date on which it happened; the office recognises it with a date of its own. Who claimed or entered it never decides.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::IntoParams;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{AccountId, BatchId, ProjectId, RecognitionId, UnitId},
    project::{ClaimState, Event, LINE, Stage, Status, one_line, past, text_fits},
};

use super::{ProjectView, RecognitionActions, RecognitionView, get, may_edit, store, summary};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    org,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Claim {
    #[schema(value_type = String)]
    pub event: Event,
    #[schema(value_type = String)]
    pub happened_on: Date,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Recognise {
    /// Today when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub recognised_on: Option<Date>,
    pub version: i64,
}

/// Returning for more, or rejecting: always with a reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Refuse {
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<ClaimState>,
    #[param(value_type = Vec<String>)]
    pub event: Vec<Event>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// A recognition as the demo or an import brings it in, decided or not.
#[derive(Debug, Clone)]
pub struct Imported {
    pub project: ProjectId,
    pub event: Event,
    pub unit: UnitId,
    pub happened_on: Date,
    pub recognised_on: Option<Date>,
    pub claimed_by: Option<AccountId>,
    pub claimed_at: Timestamp,
    pub decided_by: Option<AccountId>,
    pub batch: Option<BatchId>,
}

/// How a claim was decided.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Decision {
    pub state: ClaimState,
    pub recognised_on: Option<Date>,
    pub reason: String,
}

/// The stage that an event supposes.
const fn supposes(event: Event) -> Stage {
    match event {
        Event::Introduced => Stage::Lead,
        Event::Signed => Stage::Signed,
        Event::Started => Stage::Construction,
        Event::Produced => Stage::Production,
    }
}

pub(super) fn may_claim(view: &ProjectView) -> Result<()> {
    super::parts::may_count(view)?;
    if matches!(view.row.status, Status::Lost | Status::Merged) {
        return Err(Error::refused(Fault::new("project.not_ongoing")));
    }
    if view.row.investors.is_empty() {
        return Err(Error::refused(Fault::new("project.missing_investors")));
    }
    Ok(())
}

/// Claims that something happened; a claim that was returned is claimed anew.
pub fn claim(tx: &Tx<'_>, who: &Who, project: ProjectId, cmd: &Claim) -> Result<RecognitionView> {
    let view = get(tx, who, project)?;
    may_edit(who, &view.lead_path)?;
    may_claim(&view)?;
    if view.row.stage < supposes(cmd.event) {
        return Err(Error::refused(Fault::at("event", "project.event_too_early")));
    }
    if !past(cmd.happened_on, tx.today()) {
        return Err(Error::invalid(Fault::at("happened_on", "project.date_past")));
    }
    let open = view.recognitions.iter().find(|r| r.event == cmd.event && r.state != ClaimState::Rejected);
    let id = match open {
        None => {
            let imported = Imported {
                project,
                event: cmd.event,
                unit: view.row.lead_unit.id,
                happened_on: cmd.happened_on,
                recognised_on: None,
                claimed_by: who.account_id(),
                claimed_at: tx.now(),
                decided_by: None,
                batch: None,
            };
            let id = tx.new_id();
            store::recognition::insert(tx, who.district(), id, &imported)?;
            id
        }
        Some(again) if again.state == ClaimState::Returned => {
            store::recognition::claim_again(tx, who, again.id, cmd.happened_on)?;
            again.id
        }
        Some(_) => return Err(Error::refused(Fault::at("event", "project.claimed_already"))),
    };
    let detail = json!({ "recognition": id, "event": cmd.event, "happened_on": cmd.happened_on });
    audit::record(tx, who, "project.claim_recognition", "project", project.0, &detail)?;
    one(tx, who, id)
}

/// Brings in a recognition with its history; the project gets its date when it is decided.
pub fn create_imported(tx: &Tx<'_>, who: &Who, imported: &Imported) -> Result<RecognitionId> {
    who.need_district(Class::Project, Act::Write)?;
    if imported.claimed_by.is_some() && imported.claimed_by == imported.decided_by {
        return Err(Error::refused(Fault::new("project.own_claim")));
    }
    let id = tx.new_id();
    let counts = imported.event == Event::Introduced && imported.recognised_on.is_some();
    if counts {
        summary::count_events(tx, who.district(), imported.project, -1)?;
    }
    store::recognition::insert(tx, who.district(), id, imported)?;
    if counts {
        summary::count_events(tx, who.district(), imported.project, 1)?;
    }
    if let (Event::Introduced, Some(day)) = (imported.event, imported.recognised_on) {
        store::set_recognised_imported(tx, who.district(), imported.project, day)?;
    }
    let detail = json!({ "recognition": id, "event": imported.event, "happened_on": imported.happened_on,
        "recognised_on": imported.recognised_on, "batch": imported.batch });
    audit::record(tx, who, "project.import_recognition", "project", imported.project.0, &detail)?;
    Ok(id)
}

/// Recognises a claim. A project that is recognised as introduced carries the date from then on.
pub fn recognise(tx: &Tx<'_>, who: &Who, id: RecognitionId, cmd: &Recognise) -> Result<RecognitionView> {
    let before = for_deciding(tx, who, id, cmd.version)?;
    let on = cmd.recognised_on.unwrap_or_else(|| tx.today());
    if !past(on, tx.today()) || on < before.happened_on {
        return Err(Error::invalid(Fault::at("recognised_on", "project.recognised_on")));
    }
    if let Some(until) = org::closed_until(tx, who.district())?.filter(|until| on <= *until) {
        return Err(Error::invalid(Fault::at("recognised_on", "project.period_closed").with("until", until)));
    }
    let decision = Decision { state: ClaimState::Recognised, recognised_on: Some(on), reason: String::new() };
    decide(tx, who, &before, "project.recognise", &decision)
}

/// Returns a claim for more.
pub fn send_back(tx: &Tx<'_>, who: &Who, id: RecognitionId, cmd: &Refuse) -> Result<RecognitionView> {
    refuse(tx, who, id, cmd, ClaimState::Returned, "project.return_claim")
}

/// Rejects a claim.
pub fn reject(tx: &Tx<'_>, who: &Who, id: RecognitionId, cmd: &Refuse) -> Result<RecognitionView> {
    refuse(tx, who, id, cmd, ClaimState::Rejected, "project.reject_claim")
}

fn refuse(
    tx: &Tx<'_>,
    who: &Who,
    id: RecognitionId,
    cmd: &Refuse,
    state: ClaimState,
    act: &str,
) -> Result<RecognitionView> {
    let before = for_deciding(tx, who, id, cmd.version)?;
    let reason = one_line(&cmd.reason);
    if reason.is_empty() {
        return Err(Error::invalid(Fault::at("reason", "project.reason_missing")));
    }
    if !text_fits(&reason, LINE) {
        return Err(Error::invalid(Fault::at("reason", "project.too_long").with("limit", LINE)));
    }
    decide(tx, who, &before, act, &Decision { state, recognised_on: None, reason })
}

fn decide(
    tx: &Tx<'_>,
    who: &Who,
    before: &RecognitionView,
    act: &str,
    decision: &Decision,
) -> Result<RecognitionView> {
    summary::count_events(tx, who.district(), before.project.id, -1)?;
    store::recognition::decide(tx, who, before.id, decision)?;
    summary::count_events(tx, who.district(), before.project.id, 1)?;
    if let (Event::Introduced, Some(day)) = (before.event, decision.recognised_on) {
        store::set_recognised(tx, who.district(), before.project.id, day)?;
    }
    let mut detail = json!({ "recognition": before.id, "event": before.event, "decision": decision });
    if decision.recognised_on.is_some() && before.event == Event::Introduced {
        let version = store::version(tx, who.district(), before.project.id)?;
        detail["version"] = version.into();
        detail["changed"] = json!(["recognised_on"]);
    }
    audit::record(tx, who, act, "project", before.project.id.0, &detail)?;
    one(tx, who, before.id)
}

fn for_deciding(tx: &Tx<'_>, who: &Who, id: RecognitionId, version: i64) -> Result<RecognitionView> {
    store::recognition::hold(tx, who.district(), id)?;
    let now = one(tx, who, id)?;
    may_decide(who, &now)?;
    if now.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// Who reviews, and did not claim or enter it themselves; and it waits for a decision.
fn may_decide(who: &Who, recognition: &RecognitionView) -> Result<()> {
    if who.reach(Class::Project, Act::Recognise).is_err() {
        return Err(Error::refused(Fault::new("project.not_reviewer")));
    }
    let me = who.account_id();
    let own = recognition.claimed_by.as_ref().map(|p| p.id) == me
        || recognition.project_by == me
        || recognition.moved_by == me;
    if me.is_some() && own {
        return Err(Error::refused(Fault::new("project.own_claim")));
    }
    if recognition.state != ClaimState::Claimed {
        return Err(Error::refused(Fault::new("project.already_decided")));
    }
    Ok(())
}

pub(super) fn actions(who: &Who, recognition: &RecognitionView) -> RecognitionActions {
    let may = Action::of(who.lang, may_decide(who, recognition));
    RecognitionActions { recognise: may.clone(), send_back: may.clone(), reject: may }
}

/// One recognition, if its project may be read.
pub fn one(reader: &Reader, who: &Who, id: RecognitionId) -> Result<RecognitionView> {
    let mut found = store::recognition::one(reader, who, id)?.ok_or(Error::NotFound)?;
    found.actions = actions(who, &found);
    Ok(found)
}

/// Recognitions of the projects that may be read, the oldest claim first.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<RecognitionView>> {
    let mut page = store::recognition::list(reader, who, filter)?;
    for item in &mut page.items {
        item.actions = actions(who, item);
    }
    Ok(page)
}
