//! Correcting the date of a stage: an entry of its own with the old date, the new one and the reason. The log stays as
//! it was written; the last correction holds.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::ProjectId,
    project::{ClaimState, DateFault, Event, LINE, Stage, correct_date, one_line, text_fits},
};

use super::{PersonRef, ProjectView, StageLogView, for_writing, get, store, summary};
use crate::floor::{Error, Fault, Result, change, db::Tx, web::Who};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct StageCorrection {
    /// The entry of the log.
    pub log_no: i64,
    #[schema(value_type = String)]
    pub new_on: Date,
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CorrectionView {
    pub no: i64,
    pub log_no: i64,
    #[schema(value_type = String)]
    pub old_on: Date,
    #[schema(value_type = String)]
    pub new_on: Date,
    pub reason: String,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub recorded_at: Timestamp,
}

/// Corrects the date of one entry of the log.
pub fn correct(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &StageCorrection) -> Result<ProjectView> {
    let before = for_writing(tx, who, id, cmd.version)?;
    let step = before.stage_log.iter().position(|l| l.no == cmd.log_no);
    let dates: Vec<Date> = before.stage_log.iter().map(|l| l.holds_on).collect();
    correct_date(&dates, step.unwrap_or(usize::MAX), cmd.new_on, tx.today()).map_err(refusal)?;
    let entry = &before.stage_log[step.unwrap_or_default()];
    may_correct(who, &before, entry)?;
    let reason = one_line(&cmd.reason);
    if reason.is_empty() {
        return Err(Error::invalid(Fault::at("reason", "project.reason_missing")));
    }
    if !text_fits(&reason, LINE) {
        return Err(Error::invalid(Fault::at("reason", "project.too_long").with("limit", LINE)));
    }
    let no = before.stage_log.iter().map(|l| l.corrections.len() as i64).sum::<i64>() + 1;
    store::gate::insert_correction(tx, who, id, (no, cmd.log_no), (entry.holds_on, cmd.new_on), &reason)?;
    let entered = before.stage_log.iter().rfind(|l| l.from_stage != l.to_stage);
    let since = if entered.is_some_and(|l| l.no == entry.no) { cmd.new_on } else { before.stage_since_on };
    // The contract is signed on the day of that stage; the two never say different things.
    let signs = entry.to_stage == Stage::Signed.code() && entry.from_stage != entry.to_stage;
    let signed = if signs && before.row.contract_signed_on.is_some() {
        Some(cmd.new_on)
    } else {
        before.row.contract_signed_on
    };
    // A signed project counts in the month of its contract.
    summary::count_events(tx, who.district(), id, -1)?;
    store::gate::set_dates(tx, who.district(), id, since, signed)?;
    summary::count_events(tx, who.district(), id, 1)?;
    let after = get(tx, who, id)?;
    let told = |view: &ProjectView, on: Date| {
        let mut told = view.told();
        told["stage_date"] = serde_json::json!({ "log_no": cmd.log_no, "stage": entry.to_stage, "on": on,
            "reason": reason });
        told
    };
    let pair = (&told(&before, entry.holds_on), &told(&after, cmd.new_on));
    change::record(tx, who, "project.correct_date", "project", id.0, after.row.version, pair)?;
    Ok(after)
}

fn refusal(fault: DateFault) -> Error {
    let at = |code: &str| Fault::at("new_on", code);
    Error::invalid(match fault {
        DateFault::NoStep => Fault::at("log_no", "project.no_step"),
        DateFault::Same => at("project.date_same"),
        DateFault::Range => at("project.date_past"),
        DateFault::BeforePrevious(on) => at("project.date_before_previous").with("on", on),
        DateFault::AfterNext(on) => at("project.date_after_next").with("on", on),
    })
}

/// A date that waits for recognition is not moved under the reviewer's eyes; one that was recognised, only by the office.
fn may_correct(who: &Who, view: &ProjectView, entry: &StageLogView) -> Result<()> {
    let event = match Stage::from_code(&entry.to_stage) {
        Some(Stage::Signed) => Event::Signed,
        Some(Stage::Construction) => Event::Started,
        Some(Stage::Production) => Event::Produced,
        _ => return Ok(()),
    };
    let is = |state| view.recognitions.iter().any(|r| r.event == event && r.state == state);
    if is(ClaimState::Claimed) {
        return Err(Error::refused(Fault::at("log_no", "project.date_claimed")));
    }
    if is(ClaimState::Recognised) && who.need_district(Class::Project, Act::Write).is_err() {
        return Err(Error::refused(Fault::at("log_no", "project.date_recognised")));
    }
    Ok(())
}
