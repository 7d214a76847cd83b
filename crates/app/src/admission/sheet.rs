//! The due-diligence sheet of a project (尽职调查表): what was looked into and what came of it. A risk is signed by a
//! reviewer who did not enter it; until then the project is not made ready to sign.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    admission::{Check, Finding, sheet_complete},
    authority::{Act, Class, Reach},
    id::ProjectId,
    project::{Asked, LINE, Stage, one_line, text_fits, too_fast},
};

use super::store;
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::{Action, Who},
    },
    org,
    project::{self, PersonRef, ProjectView},
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CheckDraft {
    /// `clear`, `risk` or `not_applicable`.
    pub finding: String,
    /// What was found, and where it was looked up.
    pub text: String,
    /// 0 for what was not answered yet.
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct RiskSignature {
    /// Why the project goes on all the same.
    pub text: String,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckView {
    #[schema(value_type = String)]
    pub item: Check,
    #[schema(value_type = Option<String>)]
    pub finding: Option<Finding>,
    pub text: String,
    pub answered_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
    pub signed_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub signed_on: Option<Date>,
    pub signed_text: String,
    pub version: i64,
    pub sign: Action,
}

/// A contract that would be signed very fast for its size, and who signed for that.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SpeedView {
    /// Signed today it would come within 30 days of the lead, and be of more than 10亿元.
    pub alarm: bool,
    pub signed_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub signed_on: Option<Date>,
    pub text: String,
    pub sign: Action,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SecondSignature {
    pub text: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DueDiligenceView {
    pub speed: SpeedView,
    pub checks: Vec<CheckView>,
    /// Everything was looked into, and every risk is signed.
    pub complete: bool,
    pub edit: Action,
}

/// The sheet of a project that may be read.
pub fn of_project(reader: &Reader, who: &Who, id: ProjectId) -> Result<DueDiligenceView> {
    who.reach(Class::Admission, Act::Read)?;
    let found = project::get(reader, who, id)?;
    let mut checks = store::checks(reader, who.district(), id)?;
    for item in Check::ALL {
        if !checks.iter().any(|c| c.item == *item) {
            checks.push(CheckView {
                item: *item,
                finding: None,
                text: String::new(),
                answered_by: None,
                answered_on: None,
                signed_by: None,
                signed_on: None,
                signed_text: String::new(),
                version: 0,
                sign: Action { ok: false, code: None, reason: None },
            });
        }
    }
    checks.sort_by_key(|c| c.item);
    for check in &mut checks {
        check.sign = Action::of(who.lang, may_sign(who, check));
    }
    let speed = speed(reader, who, &found)?;
    Ok(DueDiligenceView { speed, complete: complete(&checks), checks, edit: found.actions.edit })
}

fn speed(reader: &Reader, who: &Who, found: &ProjectView) -> Result<SpeedView> {
    let today = org::office_day(reader, who.district())?;
    let before_signing = found.row.stage < Stage::Signed;
    let alarm = before_signing && too_fast(found.entered_on, today, found.row.total_fen.unwrap_or(0));
    let mut view = store::signature(reader, who.district(), found.row.id)?.unwrap_or(SpeedView {
        alarm,
        signed_by: None,
        signed_on: None,
        text: String::new(),
        sign: Action { ok: false, code: None, reason: None },
    });
    view.alarm = alarm;
    view.sign = Action::of(who.lang, may_sign_second(reader, who, found, &view));
    Ok(view)
}

/// A second reviewer: neither who entered the project nor who concluded its review.
fn may_sign_second(reader: &Reader, who: &Who, found: &ProjectView, view: &SpeedView) -> Result<()> {
    let refuse = |code: &str| Err(Error::refused(Fault::new(code)));
    if !view.alarm || view.signed_on.is_some() {
        return refuse("admission.nothing_to_sign");
    }
    if who.actor.reach(Class::Admission, Act::Recognise) != Reach::District {
        return refuse("admission.not_reviewer");
    }
    let me = who.account_id();
    let first = store::concluded_by(reader, who.district(), found.row.id)?;
    if me.is_some() && (me == found.created_by || me == first) {
        return refuse("admission.second_is_another");
    }
    Ok(())
}

/// Signs for a contract that comes very fast for its size.
pub fn sign_second(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &SecondSignature) -> Result<DueDiligenceView> {
    who.reach(Class::Admission, Act::Read)?;
    let found = project::get(tx, who, id)?;
    let now = speed(tx, who, &found)?;
    may_sign_second(tx, who, &found, &now)?;
    let text = one_line(&cmd.text);
    let mut faults = Faults::default();
    faults.need(!text.is_empty(), || Fault::at("text", "admission.reason_missing"));
    faults.need(text_fits(&text, LINE), || Fault::at("text", "admission.too_long").with("limit", LINE));
    faults.into_result()?;
    let today = org::office_day(tx, who.district())?;
    store::insert_signature(tx, who, id, &text, today)?;
    project::set_standing(tx, who, id, Asked::SecondSignature, true)?;
    audit::record(tx, who, "admission.second_signature", "project", id.0, &json!({ "text": text }))?;
    of_project(tx, who, id)
}

fn complete(checks: &[CheckView]) -> bool {
    let answers: Vec<_> =
        checks.iter().filter_map(|c| Some((c.item, c.finding?, c.signed_on.is_some()))).collect();
    sheet_complete(&answers)
}

/// Answers one thing to look into. A new answer has to be signed anew.
pub fn answer(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    item: &str,
    cmd: &CheckDraft,
) -> Result<DueDiligenceView> {
    who.reach(Class::Admission, Act::Write)?;
    project::writable(tx, who, id)?;
    let item = Check::from_code(item).ok_or(Error::NotFound)?;
    at_version(tx, who, id, item, cmd.version)?;
    let finding = Finding::from_code(&cmd.finding);
    let text = one_line(&cmd.text);
    let mut faults = Faults::default();
    faults.need(finding.is_some(), || Fault::at("finding", "admission.finding_unknown"));
    faults.need(!text.is_empty(), || Fault::at("text", "admission.found_missing"));
    faults.need(text_fits(&text, LINE), || Fault::at("text", "admission.too_long").with("limit", LINE));
    faults.into_result()?;
    let Some(finding) = finding else { return Err(Error::NotFound) };
    let today = org::office_day(tx, who.district())?;
    store::save_check(tx, who, id, item, (finding, &text), today)?;
    let detail = json!({ "item": item, "finding": finding, "text": text, "version": cmd.version + 1 });
    changed(tx, who, id, "admission.answer_check", &detail)
}

/// Signs a risk: a reviewer who did not enter it, with the reason why the project goes on.
pub fn sign(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    item: &str,
    cmd: &RiskSignature,
) -> Result<DueDiligenceView> {
    who.reach(Class::Admission, Act::Read)?;
    project::reference(tx, who, id)?;
    let item = Check::from_code(item).ok_or(Error::NotFound)?;
    let check = at_version(tx, who, id, item, cmd.version)?.ok_or(Error::NotFound)?;
    may_sign(who, &check)?;
    let text = one_line(&cmd.text);
    let mut faults = Faults::default();
    faults.need(!text.is_empty(), || Fault::at("text", "admission.reason_missing"));
    faults.need(text_fits(&text, LINE), || Fault::at("text", "admission.too_long").with("limit", LINE));
    faults.into_result()?;
    let today = org::office_day(tx, who.district())?;
    store::sign_check(tx, who, id, item, &text, today)?;
    let detail = json!({ "item": item, "text": text, "version": cmd.version + 1 });
    changed(tx, who, id, "admission.sign_risk", &detail)
}

fn may_sign(who: &Who, check: &CheckView) -> Result<()> {
    let refuse = |code: &str| Err(Error::refused(Fault::new(code)));
    if check.finding != Some(Finding::Risk) || check.signed_on.is_some() {
        return refuse("admission.nothing_to_sign");
    }
    if who.actor.reach(Class::Admission, Act::Recognise) != Reach::District {
        return refuse("admission.not_reviewer");
    }
    let me = who.account_id();
    if me.is_some() && check.answered_by.as_ref().map(|p| p.id) == me {
        return refuse("admission.own_answer");
    }
    Ok(())
}

fn at_version(tx: &Tx<'_>, who: &Who, id: ProjectId, item: Check, version: i64) -> Result<Option<CheckView>> {
    let now = store::checks(tx, who.district(), id)?.into_iter().find(|c| c.item == item);
    if now.as_ref().map_or(0, |c| c.version) == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["finding".into()] })
}

/// The project knows how its sheet stands: the gate asks for it.
fn changed(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    act: &str,
    detail: &serde_json::Value,
) -> Result<DueDiligenceView> {
    audit::record(tx, who, act, "project", id.0, detail)?;
    let view = of_project(tx, who, id)?;
    project::set_standing(tx, who, id, Asked::DueDiligence, view.complete)?;
    Ok(view)
}
