//! The opinion of a department: agree, with conditions, or against, with the clause it rests on.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    admission::State,
    authority::{Act, Class},
    id::{AdmissionId, UnitId},
    project::{TEXT, Verdict, planned, text_fits},
};

use super::{AdmissionRecord, Entry, OpinionView, at_version, get, store};
use crate::{
    floor::{Error, Fault, Faults, Result, audit, db::Tx, web::Who},
    org,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct OpinionDraft {
    /// Which of the opinions that were asked for.
    pub no: i64,
    /// `agree`, `conditional` or `against`.
    pub verdict: String,
    /// What is said, with the clause it rests on.
    #[serde(default)]
    pub text: String,
    /// Of a conditional opinion: what must be done,
    #[serde(default)]
    pub condition_text: String,
    /// which unit sees to it,
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub condition_unit_id: Option<UnitId>,
    /// and by when.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub condition_due_on: Option<Date>,
    pub version: i64,
}

/// Whether this reader may answer an opinion that was asked for: somebody of the unit that was asked, in time or late,
/// as long as the departments are asked. Whoever asked for the review does not answer it.
pub(super) fn may_answer(who: &Who, view: &AdmissionRecord, opinion: &OpinionView) -> Result<()> {
    let refuse = |code: &str| Err(Error::refused(Fault::new(code)));
    if view.row.state != State::Opinions || opinion.round != view.round {
        return refuse("admission.not_now");
    }
    if !who.actor.reach(Class::Admission, Act::Write).covers(&opinion.unit_path) {
        return refuse("admission.not_asked");
    }
    let me = who.account_id();
    if me.is_some() && view.requested_by.as_ref().map(|p| p.id) == me {
        return refuse("admission.own_review");
    }
    if opinion.verdict.is_some() { refuse("admission.answered") } else { Ok(()) }
}

/// Gives the opinion of a department.
pub fn answer(tx: &Tx<'_>, who: &Who, id: AdmissionId, cmd: &OpinionDraft) -> Result<AdmissionRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    let Some(opinion) = before.opinions.iter().find(|o| o.no == cmd.no) else {
        return Err(Error::invalid(Fault::at("no", "admission.opinion_unknown")));
    };
    may_answer(who, &before, opinion)?;
    let Some(verdict) = Verdict::from_code(&cmd.verdict) else {
        return Err(Error::invalid(Fault::at("verdict", "admission.verdict_unknown")));
    };
    let today = org::office_day(tx, who.district())?;
    let cmd = OpinionDraft {
        text: cmd.text.trim().to_owned(),
        condition_text: cmd.condition_text.trim().to_owned(),
        ..cmd.clone()
    };
    check(tx, who, &cmd, verdict, today)?;
    store::answer(tx, who, id, &cmd, verdict, today)?;
    let said = format!("{}：{}", opinion.unit.name, cmd.text);
    store::append(tx, who, id, before.row.project.id, &Entry { act: "opinion", text: &said, on: today })?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["opinions"], "code": before.row.code,
        "no": cmd.no, "subject": opinion.subject, "verdict": verdict, "text": cmd.text,
        "condition_text": cmd.condition_text, "condition_unit_id": cmd.condition_unit_id,
        "condition_due_on": cmd.condition_due_on });
    audit::record(tx, who, "admission.opinion", "admission", id.0, &detail)?;
    get(tx, who, id)
}

fn check(tx: &Tx<'_>, who: &Who, cmd: &OpinionDraft, verdict: Verdict, today: Date) -> Result<()> {
    let mut faults = Faults::default();
    // A plain yes needs no clause; a no and a condition do.
    faults.need(verdict == Verdict::Agree || !cmd.text.is_empty(), || {
        Fault::at("text", "admission.clause_missing")
    });
    for (field, text) in [("text", &cmd.text), ("condition_text", &cmd.condition_text)] {
        faults.need(text_fits(text, TEXT), || Fault::at(field, "admission.too_long").with("limit", TEXT));
    }
    let conditional = verdict == Verdict::Conditional;
    faults.need(conditional != cmd.condition_text.is_empty(), || {
        Fault::at(
            "condition_text",
            if conditional { "admission.condition_missing" } else { "admission.no_condition" },
        )
    });
    if conditional {
        let known = match cmd.condition_unit_id {
            Some(unit) => store::unit_path(tx, who.district(), unit)?.is_some(),
            None => false,
        };
        faults.need(known, || Fault::at("condition_unit_id", "admission.unit_unknown"));
        let fits = cmd.condition_due_on.is_some_and(|day| planned(day, today) && day >= today);
        faults.need(fits, || Fault::at("condition_due_on", "admission.due_on"));
    }
    faults.into_result()
}
