//! 联合认定: receipts that several departments look at together. A reviewer opens a round, the departments say what they
//! think of each receipt, a meeting decides on all of them at once, the decisions are shown to everybody for some days,
//! and what nobody objected to, or what was answered, is final.
//!
//! Deciding goes through the operations of the room `fund`: nobody decides on what they claimed or typed, here neither.

pub mod http;
mod store;
mod view;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{FundId, RoundId, UnitId},
    review::{MOST, NOTICE, State, Verdict, may_finish, may_meet, may_object, notice_until},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::Who,
    },
    fund::{self, CorrectBody, RecogniseBody, Step},
    org,
};

use store::Round;
pub use view::{DepartmentView, ObjectionView, OpinionGiven, RoundItem, RoundRow, RoundView};

/// Receipts that are to be decided together.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundDraft {
    pub name: String,
    #[schema(value_type = Vec<Uuid>)]
    pub funds: Vec<FundId>,
    /// Whose opinions are asked for; none for a meeting of the office alone.
    #[schema(value_type = Vec<Uuid>)]
    pub departments: Vec<UnitId>,
    #[schema(value_type = String)]
    pub opinions_due_on: Date,
}

/// What a department thinks of a receipt.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewOpinion {
    #[schema(value_type = Uuid)]
    pub fund_id: FundId,
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub agrees: bool,
    /// Why not; may be empty when it agrees.
    #[serde(default)]
    pub text: String,
}

/// What the meeting decided of one receipt.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingItem {
    #[schema(value_type = Uuid)]
    pub fund_id: FundId,
    #[schema(value_type = String)]
    pub verdict: Verdict,
    /// In full when it is not given; less needs a reason.
    #[serde(default)]
    pub recognised_fen: Option<i64>,
    #[serde(default)]
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub version: i64,
    pub minutes_no: String,
    #[schema(value_type = String)]
    pub met_on: Date,
    /// For how many days the decisions are shown, from today on.
    pub notice_days: i64,
    /// One for each receipt of the round that still waits.
    pub items: Vec<MeetingItem>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectionDraft {
    #[schema(value_type = Uuid)]
    pub fund_id: FundId,
    /// The unit that objects.
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub text: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectionAnswer {
    pub upheld: bool,
    pub text: String,
    /// What the receipt should count for, when the objection is upheld and the amount is wrong: a correction is asked
    /// for, and waits for a reviewer who did not ask.
    #[serde(default)]
    pub right_fen: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundStep {
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RoundFilter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<State>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

const NAME: usize = 60;
const TEXT: usize = 500;

fn fits(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.trim().chars().count())
}

fn refused(code: &str) -> Error {
    Error::refused(Fault::new(code))
}

/// Rounds are the reviewers' of the whole district.
fn need_reviewer(who: &Who) -> Result<()> {
    if who.actor.reach(Class::Fund, Act::Recognise) == Reach::District {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Opens a round of claims that wait for a decision.
pub fn open(tx: &Tx<'_>, who: &Who, draft: &RoundDraft) -> Result<RoundView> {
    need_reviewer(who)?;
    let today = org::office_day(tx, who.district())?;
    let mut faults = Faults::default();
    faults.need(fits(&draft.name, NAME), || Fault::at("name", "review.name").with("max", NAME));
    faults.need((1..=MOST).contains(&draft.funds.len()), || {
        Fault::at("funds", "review.how_many").with("max", MOST)
    });
    faults.need(draft.departments.len() <= 20, || Fault::at("departments", "review.departments"));
    faults.need(draft.departments.is_empty() || draft.opinions_due_on >= today, || {
        Fault::at("opinions_due_on", "review.due_on")
    });
    faults.into_result()?;
    for unit in &draft.departments {
        if !store::unit_exists(tx, who.district(), *unit)? {
            return Err(Error::invalid(Fault::at("departments", "review.unit_unknown")));
        }
    }
    let mut codes = Vec::new();
    for (at, id) in draft.funds.iter().enumerate() {
        let fund = fund::subject(tx, who, Act::Recognise, *id)?;
        let fault = |code: &str| Fault::at(format!("funds[{at}]"), code).with("code", &fund.code);
        if fund.state != "claimed" {
            return Err(Error::invalid(fault("review.not_waiting")));
        }
        if draft.funds[..at].contains(id) || store::in_open_round(tx, who.district(), *id)? {
            return Err(Error::invalid(fault("review.in_a_round")));
        }
        codes.push(fund.code);
    }
    let id: RoundId = tx.new_id();
    let code = store::next_code(tx, who.district(), today.year())?;
    store::insert(tx, who, (id, &code), draft, today)?;
    let detail =
        json!({ "code": code, "name": draft.name.trim(), "funds": codes, "departments": draft.departments });
    audit::record(tx, who, "review.open", "review_round", id.0, &detail)?;
    get(tx, who, id)
}

/// A department says what it thinks of a receipt; saying it again before the meeting replaces it.
pub fn opine(tx: &Tx<'_>, who: &Who, id: RoundId, draft: &ReviewOpinion) -> Result<RoundView> {
    let round = seen(tx, who, id)?;
    if !view::speaks_for(tx, who, id)?.contains(&draft.unit_id) {
        return Err(Error::NotFound);
    }
    if round.state != State::Open {
        return Err(refused("review.already_met"));
    }
    if !store::has_item(tx, who.district(), id, draft.fund_id)? {
        return Err(Error::invalid(Fault::at("fund_id", "review.not_in_round")));
    }
    let said = draft.text.trim().chars().count();
    if said > TEXT || (!draft.agrees && said == 0) {
        return Err(Error::invalid(Fault::at("text", "review.text").with("max", TEXT)));
    }
    let today = org::office_day(tx, who.district())?;
    store::put_opinion(tx, who, id, draft, today)?;
    audit::record(tx, who, "review.opine", "review_round", id.0, &json!(draft))?;
    get(tx, who, id)
}

/// The meeting decides on every receipt of the round; what it decided is shown from today on.
pub fn meet(tx: &Tx<'_>, who: &Who, id: RoundId, meeting: &Meeting) -> Result<RoundView> {
    need_reviewer(who)?;
    let round = seen(tx, who, id)?;
    fresh(tx, who, &round, meeting.version)?;
    let today = org::office_day(tx, who.district())?;
    let waiting = store::waiting_opinions(tx, who.district(), id)?;
    may_meet(round.state, waiting, round.opinions_due_on, today).map_err(refused)?;
    let mut faults = Faults::default();
    faults.need(fits(&meeting.minutes_no, NAME), || Fault::at("minutes_no", "review.minutes_no"));
    faults.need((round.opened_on..=today).contains(&meeting.met_on), || {
        Fault::at("met_on", "review.met_on").with("from", round.opened_on).with("to", today)
    });
    faults.need(NOTICE.contains(&meeting.notice_days), || {
        let fault = Fault::at("notice_days", "review.notice_days");
        fault.with("min", NOTICE.start()).with("max", NOTICE.end())
    });
    // What was decided at the desk meanwhile is decided.
    let mut waiting = Vec::new();
    for fund in store::items(tx, who.district(), id)? {
        if fund::subject(tx, who, Act::Recognise, fund)?.state == "claimed" {
            waiting.push(fund);
        }
    }
    let every = waiting.iter().all(|fund| meeting.items.iter().filter(|i| i.fund_id == *fund).count() == 1);
    faults.need(every && waiting.len() == meeting.items.len(), || Fault::at("items", "review.every_item"));
    faults.into_result()?;
    for (at, item) in meeting.items.iter().enumerate() {
        decide(tx, who, item, today).map_err(|error| at_item(error, at))?;
        store::save_item(tx, who.district(), id, item)?;
    }
    let until = notice_until(today, meeting.notice_days);
    if !store::save_meeting(tx, who, &round, meeting, (today, until))? {
        return Err(stale(tx, who, &round)?);
    }
    let detail = json!({ "code": round.code, "meeting": meeting, "notice_until": until });
    audit::record(tx, who, "review.meet", "review_round", id.0, &detail)?;
    get(tx, who, id)
}

fn decide(tx: &Tx<'_>, who: &Who, item: &MeetingItem, today: Date) -> Result<()> {
    let row = fund::get(tx, who, item.fund_id)?.row;
    let version = row.version;
    match item.verdict {
        Verdict::Recognise => {
            let body = RecogniseBody {
                version,
                recognised_fen: item.recognised_fen,
                // Where the demo's year stands still, money may have come after its day.
                recognised_on: Some(today.max(row.received_on)),
                reason: item.reason.clone(),
            };
            fund::recognise(tx, who, item.fund_id, &body)
        }
        Verdict::Return => {
            fund::give_back(tx, who, item.fund_id, &Step { version, reason: item.reason.clone() })
        }
        Verdict::Reject => {
            fund::reject(tx, who, item.fund_id, &Step { version, reason: item.reason.clone() })
        }
    }
    .map(drop)
}

/// What is wrong with one receipt of a meeting, with its place in the request.
fn at_item(error: Error, at: usize) -> Error {
    let placed = |mut fault: Fault| {
        let field = fault.field.take().unwrap_or_default();
        fault.field = Some(format!("items[{at}].{field}").trim_end_matches('.').to_owned());
        fault
    };
    match error {
        Error::Invalid(faults) => Error::Invalid(faults.into_iter().map(placed).collect()),
        Error::Refused(fault) => Error::invalid(placed(*fault)),
        other => other,
    }
}

/// A unit says what is wrong with a decision while it is shown.
pub fn object(tx: &Tx<'_>, who: &Who, id: RoundId, draft: &ObjectionDraft) -> Result<RoundView> {
    let round = seen(tx, who, id)?;
    let path = store::unit_path(tx, who.district(), draft.unit_id)?.ok_or(Error::NotFound)?;
    if !who.actor.reach(Class::Fund, Act::Write).covers(&path) {
        return Err(Error::NotFound);
    }
    let today = org::office_day(tx, who.district())?;
    may_object(round.state, round.notice_until, today).map_err(refused)?;
    if !store::has_item(tx, who.district(), id, draft.fund_id)? {
        return Err(Error::invalid(Fault::at("fund_id", "review.not_in_round")));
    }
    if !fits(&draft.text, TEXT) {
        return Err(Error::invalid(Fault::at("text", "review.text").with("max", TEXT)));
    }
    let new: Uuid = tx.new_id();
    store::insert_objection(tx, who, (id, new), draft, today)?;
    audit::record(tx, who, "review.object", "review_round", id.0, &json!(draft))?;
    get(tx, who, id)
}

/// Answers an objection; nobody answers their own. Upheld with another amount, a correction is asked for.
pub fn answer(
    tx: &Tx<'_>,
    who: &Who,
    id: RoundId,
    objection: Uuid,
    draft: &ObjectionAnswer,
) -> Result<RoundView> {
    need_reviewer(who)?;
    seen(tx, who, id)?;
    let raised = store::objection(tx, who.district(), id, objection)?.ok_or(Error::NotFound)?;
    if raised.answered {
        return Err(refused("review.answered"));
    }
    if raised.raised_by.is_some() && raised.raised_by == who.account_id() {
        return Err(refused("review.own_objection"));
    }
    let mut faults = Faults::default();
    faults.need(fits(&draft.text, TEXT), || Fault::at("text", "review.text").with("max", TEXT));
    faults.need(draft.upheld || draft.right_fen.is_none(), || Fault::at("right_fen", "review.not_upheld"));
    faults.into_result()?;
    if let Some(right) = draft.right_fen {
        let version = fund::get(tx, who, raised.fund_id)?.row.version;
        let body = CorrectBody { version, recognised_fen: right, reason: draft.text.clone() };
        fund::correct(tx, who, raised.fund_id, &body).map_err(|error| match error {
            Error::Invalid(faults) => {
                let named = |mut fault: Fault| {
                    fault.field = Some("right_fen".into());
                    fault
                };
                Error::Invalid(faults.into_iter().map(named).collect())
            }
            other => other,
        })?;
    }
    let today = org::office_day(tx, who.district())?;
    store::save_answer(tx, who, objection, draft, today)?;
    audit::record(
        tx,
        who,
        "review.answer",
        "review_round",
        id.0,
        &json!({ "objection": objection, "answer": draft }),
    )?;
    get(tx, who, id)
}

/// Closes a round when its notice is over and every objection has its answer.
pub fn finish(tx: &Tx<'_>, who: &Who, id: RoundId, step: &RoundStep) -> Result<RoundView> {
    need_reviewer(who)?;
    let round = seen(tx, who, id)?;
    fresh(tx, who, &round, step.version)?;
    let today = org::office_day(tx, who.district())?;
    let open = store::unanswered(tx, who.district(), id)?;
    may_finish(round.state, round.notice_until, open, today).map_err(refused)?;
    if !store::save_final(tx, who.district(), &round, today)? {
        return Err(stale(tx, who, &round)?);
    }
    audit::record(tx, who, "review.finish", "review_round", id.0, &json!({ "code": round.code }))?;
    get(tx, who, id)
}

/// The round, when the reader may see any of it.
fn seen(reader: &Reader, who: &Who, id: RoundId) -> Result<Round> {
    let round = store::round(reader, who.district(), id)?.ok_or(Error::NotFound)?;
    if view::sees(reader, who, &round)?.nothing() { Err(Error::NotFound) } else { Ok(round) }
}

fn fresh(reader: &Reader, who: &Who, round: &Round, version: i64) -> Result<()> {
    if round.version == version { Ok(()) } else { Err(stale(reader, who, round)?) }
}

fn stale(reader: &Reader, who: &Who, round: &Round) -> Result<Error> {
    let current = serde_json::to_value(get(reader, who, round.id)?).map_err(anyhow::Error::from)?;
    Ok(Error::Stale { current: Box::new(current), changed: vec!["state".into()] })
}

/// A round with what the reader may see of it.
pub fn get(reader: &Reader, who: &Who, id: RoundId) -> Result<RoundView> {
    let round = seen(reader, who, id)?;
    view::view(reader, who, round)
}

/// The rounds that one may see, the latest first.
pub fn list(reader: &Reader, who: &Who, filter: &RoundFilter) -> Result<Page<RoundRow>> {
    let scope = view::scope(who)?;
    store::list(reader, who, filter, &scope)
}
