//! 关账: closing a period of assessment. What its result was made from is frozen under a hash: the text of the scheme,
//! the facts gathered from the ledgers, the targets in force, the rates. From then on nothing is recognised, decided or
//! targeted for a day of the period: what is corrected later counts in the period after, and the old result can be
//! printed again to the same bytes. Opening a period again takes two people.

mod frozen;
pub mod http;
mod view;

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        Scheme, Scores,
        closing::{Closing, OBJECTION_DAYS, may_close},
    },
    authority::{Act, Class, Reach},
    id::{ClosingId, UnitId},
    period::month_start,
};

use super::{
    need_year,
    score::{Asked, scores},
    spoken,
    store::{
        closing::{self as store, Closed},
        frozen as kept,
    },
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org,
};

pub use frozen::{Frozen, PARTS, paper};
pub use view::{ClosingList, ClosingObjection, ClosingView, list, view};

/// Which month to close.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseMonth {
    /// The year of the scheme.
    pub year: i64,
    /// `2013-08`: closed up to its last day.
    pub month: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosingStep {
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosingPublish {
    pub version: i64,
    /// The last day on which objections are taken.
    #[schema(value_type = String)]
    pub objections_until: Date,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosingReopen {
    pub version: i64,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenDecision {
    pub version: i64,
    /// False: it stays closed.
    pub approve: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreObjection {
    /// The unit that objects.
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    /// The item of the scheme, where it is about one.
    #[serde(default)]
    pub item: String,
    pub text: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreObjectionAnswer {
    pub upheld: bool,
    pub text: String,
    pub minutes_no: String,
}

const TEXT: usize = 500;

fn fits(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.trim().chars().count())
}

fn refused(code: &str) -> Error {
    Error::refused(Fault::new(code))
}

/// Refuses a day that a closed period holds.
pub(super) fn need_open(reader: &Reader, district: &str, field: &str, on: Date) -> Result<()> {
    match org::closed_until(reader, district)? {
        Some(until) if on <= until => {
            Err(Error::invalid(Fault::at(field, "assessment.period_closed").with("until", until)))
        }
        _ => Ok(()),
    }
}

/// The places of a period that is closed, by its last day; none for one that is not.
pub fn closed_places(reader: &Reader, district: &str, as_of: Date) -> Result<Option<HashMap<UnitId, u32>>> {
    let Some(closed) = store::of_day(reader, district, as_of)? else { return Ok(None) };
    let kept = kept::places(reader, district, closed.id)?;
    if !kept.is_empty() {
        return Ok(Some(kept.into_iter().filter_map(|(unit, place)| Some((unit, place?))).collect()));
    }
    let made = again(reader, district, &closed)?;
    Ok(Some(made.scores.units.iter().filter_map(|u| Some((u.unit, u.place?))).collect()))
}

/// The result of a period that is closed, made again from what was frozen, by its last day.
pub fn closed_result(reader: &Reader, district: &str, as_of: Date) -> Result<Option<(Scheme, Scores)>> {
    let Some(closed) = store::of_day(reader, district, as_of)? else { return Ok(None) };
    let made = again(reader, district, &closed)?;
    Ok(Some((made.scheme, made.scores)))
}

fn again(reader: &Reader, district: &str, closed: &Closed) -> Result<frozen::Made> {
    Ok(frozen::again(reader, district, closed.id, (&closed.snapshot_sha, &closed.paper_sha))?.0)
}

/// Closes a month: freezes what its result is made from.
pub fn close(tx: &Tx<'_>, who: &Who, cmd: &CloseMonth) -> Result<ClosingView> {
    who.need_district(Class::Target, Act::Write)?;
    need_year(cmd.year)?;
    let district = who.district();
    let Some(first) = month_start(&cmd.month) else {
        return Err(Error::invalid(Fault::at("month", "assessment.month")));
    };
    let as_of = first.last_of_month();
    let today = org::office_day(tx, district)?;
    let before = org::closed_until(tx, district)?;
    may_close(as_of, before, today).map_err(|code| {
        let fault = Fault::at("month", code);
        Error::invalid(match before {
            Some(until) => fault.with("until", until),
            None => fault,
        })
    })?;
    let asked = Asked { year: Some(cmd.year), as_of: Some(as_of), scheme: None };
    let Some(scored) = scores(tx, district, &asked)? else {
        return Err(Error::refused(Fault::at("year", "assessment.no_scheme").with("year", cmd.year)));
    };
    let window = scored.scheme.window;
    if as_of < window.from || as_of > window.to.last_of_month() {
        let fault = Fault::at("month", "assessment.outside_year");
        return Err(Error::invalid(fault.with("from", window.from).with("to", window.to)));
    }
    if let Err(missing) = &scored.outcome {
        let why: Vec<String> = missing.iter().take(10).map(|m| m.say(spoken(who.lang))).collect();
        return Err(Error::refused(Fault::new("assessment.incomplete").with("why", why.join(" "))));
    }
    let frozen = frozen::freeze(tx, who, &scored, &cmd.month, (before, today))?;
    let id: ClosingId = tx.new_id();
    let no = store::insert(tx, who, id, (cmd.year, &cmd.month), (&scored.brief, as_of, today), &frozen)?;
    org::set_closed_until(tx, who, Some(as_of))?;
    let detail = json!({ "year": cmd.year, "month": cmd.month, "no": no, "snapshot_sha": frozen.snapshot_sha,
        "paper_sha": frozen.paper_sha, "scheme": scored.brief.code, "scheme_version": scored.brief.version });
    audit::record(tx, who, "assessment.close_period", "assessment_closing", id.0, &detail)?;
    view(tx, who, id)
}

/// The closing with what its rules look at, when the reader may see it.
fn held(reader: &Reader, who: &Who, id: ClosingId, version: Option<i64>) -> Result<(Closed, Closing)> {
    let closed = view::seen(reader, who, id)?;
    if version.is_some_and(|version| version != closed.version) {
        let current = serde_json::to_value(view(reader, who, id)?).map_err(anyhow::Error::from)?;
        return Err(Error::Stale { current: Box::new(current), changed: vec!["state".into()] });
    }
    let facts = view::facts(reader, who.district(), &closed)?;
    Ok((closed, facts))
}

fn step(tx: &Tx<'_>, who: &Who, id: ClosingId, act: &str, detail: &serde_json::Value) -> Result<ClosingView> {
    audit::record(tx, who, act, "assessment_closing", id.0, detail)?;
    view(tx, who, id)
}

/// Shows the result to every unit and takes objections until a day.
pub fn publish(tx: &Tx<'_>, who: &Who, id: ClosingId, cmd: &ClosingPublish) -> Result<ClosingView> {
    who.need_district(Class::Target, Act::Write)?;
    let (closed, facts) = held(tx, who, id, Some(cmd.version))?;
    facts.may_publish().map_err(refused)?;
    let today = org::office_day(tx, who.district())?;
    let first = today.saturating_add(jiff::Span::new().days(OBJECTION_DAYS - 1));
    let last = today.saturating_add(jiff::Span::new().days(90));
    if !(first..=last).contains(&cmd.objections_until) {
        let fault = Fault::at("objections_until", "assessment.objections_until");
        return Err(Error::invalid(fault.with("first", first).with("last", last)));
    }
    store::publish(tx, who, &closed, today, cmd.objections_until)?;
    step(tx, who, id, "assessment.publish", &json!(cmd))
}

/// A unit says what is wrong with a published result.
pub fn object(tx: &Tx<'_>, who: &Who, id: ClosingId, draft: &ScoreObjection) -> Result<ClosingView> {
    let (closed, facts) = held(tx, who, id, None)?;
    let path = store::unit_path(tx, who.district(), draft.unit_id)?.ok_or(Error::NotFound)?;
    if !view::speaks(who).covers(&path) {
        return Err(Error::NotFound);
    }
    facts.may_object(org::office_day(tx, who.district())?).map_err(refused)?;
    let mut faults = Faults::default();
    faults.need(fits(&draft.text, TEXT), || Fault::at("text", "assessment.objection_text"));
    let item = draft.item.trim();
    let known = item.is_empty() || frozen::scheme(tx, who.district(), closed.id)?.item(item).is_some();
    faults.need(known, || Fault::at("item", "assessment.objection_item").with("item", item));
    faults.into_result()?;
    let today = org::office_day(tx, who.district())?;
    let new: Uuid = tx.new_id();
    store::insert_objection(tx, who, (id, new), draft, today)?;
    step(tx, who, id, "assessment.object", &json!(draft))
}

/// Decides on an objection; nobody decides on their own.
pub fn answer(
    tx: &Tx<'_>,
    who: &Who,
    id: ClosingId,
    objection: Uuid,
    draft: &ScoreObjectionAnswer,
) -> Result<ClosingView> {
    who.need_district(Class::Target, Act::Write)?;
    held(tx, who, id, None)?;
    let (raised_by, answered) =
        store::objection(tx, who.district(), id, objection)?.ok_or(Error::NotFound)?;
    if answered {
        return Err(refused("assessment.objection_answered"));
    }
    if raised_by.is_some() && raised_by == who.account_id() {
        return Err(refused("assessment.own_objection"));
    }
    let mut faults = Faults::default();
    faults.need(fits(&draft.text, TEXT), || Fault::at("text", "assessment.objection_text"));
    faults.need(fits(&draft.minutes_no, 60), || Fault::at("minutes_no", "assessment.minutes_no"));
    faults.into_result()?;
    let today = org::office_day(tx, who.district())?;
    store::save_answer(tx, who, objection, draft, today)?;
    step(tx, who, id, "assessment.answer_objection", &json!({ "objection": objection, "answer": draft }))
}

/// Nothing stands against the result: it is final.
pub fn make_final(tx: &Tx<'_>, who: &Who, id: ClosingId, cmd: &ClosingStep) -> Result<ClosingView> {
    who.need_district(Class::Target, Act::Write)?;
    let (closed, facts) = held(tx, who, id, Some(cmd.version))?;
    let today = org::office_day(tx, who.district())?;
    facts.may_be_final(today).map_err(refused)?;
    store::make_final(tx, who, &closed, today)?;
    step(tx, who, id, "assessment.make_final", &json!(cmd))
}

/// Asks that the last closed period be opened again.
pub fn ask_to_reopen(tx: &Tx<'_>, who: &Who, id: ClosingId, cmd: &ClosingReopen) -> Result<ClosingView> {
    who.need_district(Class::Target, Act::Write)?;
    let (closed, facts) = held(tx, who, id, Some(cmd.version))?;
    facts.may_ask_to_reopen().map_err(refused)?;
    if !fits(&cmd.reason, TEXT) {
        return Err(Error::invalid(Fault::at("reason", "assessment.reason")));
    }
    let today = org::office_day(tx, who.district())?;
    store::ask_to_reopen(tx, who, &closed, cmd.reason.trim(), today)?;
    step(tx, who, id, "assessment.ask_to_reopen", &json!(cmd))
}

/// Whether somebody may have the second word on opening a period again: the office's clerks and reviewers.
pub(super) fn second(who: &Who) -> bool {
    who.actor.reach(Class::Target, Act::Write) == Reach::District
        || who.actor.reach(Class::Fund, Act::Recognise) == Reach::District
}

/// The second person agrees, and the period before becomes the last closed one; or does not.
pub fn decide_reopening(tx: &Tx<'_>, who: &Who, id: ClosingId, cmd: &ReopenDecision) -> Result<ClosingView> {
    if !second(who) {
        return Err(Error::NotFound);
    }
    let (closed, facts) = held(tx, who, id, Some(cmd.version))?;
    let own = closed.reopen_asked_by.is_some() && closed.reopen_asked_by == who.account_id();
    // Who asked may take it back alone.
    facts.may_reopen(own && cmd.approve).map_err(refused)?;
    let today = org::office_day(tx, who.district())?;
    store::decide_reopening(tx, who, &closed, cmd.approve, today)?;
    if cmd.approve {
        let before = store::closed_before(tx, who.district(), closed.as_of)?;
        org::set_closed_until(tx, who, before)?;
    }
    let act = if cmd.approve { "assessment.reopen" } else { "assessment.keep_closed" };
    step(tx, who, id, act, &json!(cmd))
}
