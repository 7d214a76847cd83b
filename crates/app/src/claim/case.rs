//! A dispute about a claim: both sides hand in what they have, the office decides within so many working days, and the
//! side that lost may appeal once; what the committee then says is entered by somebody else. The decision moves the
//! investor, and the credit of a project that came of it.

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    admission::deadline,
    authority::{Act, Class, Reach},
    claim::{
        CaseHand, CaseState, ClaimState, Ground, Shown, case_standing, may_appeal, may_conclude, may_decide,
        standing, weigh,
    },
    id::{AccountId, CaseId, ClaimId, UnitId},
    project::{LINE, TEXT, one_line, text_fits},
    transfer::{CreditMeasure, CreditMode, Term},
};

use super::{
    AskDraft, ContactDraft,
    ask::pass,
    check_evidence, put_evidence, rule, store,
    view::{CaseActions, CaseRecord, CaseRow, ClaimEvidence, WeighedView},
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        clock::office_zone,
        db::{Reader, Tx, page::Page},
        say::word,
        web::{Action, Who},
    },
    org, project,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimCaseEvidence)]
pub struct CaseEvidence {
    pub evidence: Vec<ContactDraft>,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimDecision)]
pub struct Decision {
    /// Whether the unit that holds the investor keeps it.
    pub for_holder: bool,
    /// `choice`, `contact`, `report`, `service`.
    pub ground: String,
    pub text: String,
    /// What the side that loses the investor keeps of the credit, in basis points.
    #[serde(default)]
    pub keeps_bp: i64,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimAppeal)]
pub struct Appeal {
    pub text: String,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimConclusion)]
pub struct Conclusion {
    /// Whether the first decision stands.
    pub upheld: bool,
    pub minutes_no: String,
    pub text: String,
    pub version: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseTurn {
    /// Waits for a decision or a conclusion of the reader.
    Decide,
    /// Of the reader's units.
    Ours,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CaseFilter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<CaseState>,
    #[param(value_type = Option<String>)]
    pub hand: Option<CaseTurn>,
    #[param(value_type = Option<Uuid>)]
    pub claim: Option<ClaimId>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

fn refused(code: &'static str) -> Error {
    Error::refused(Fault::new(code))
}

/// Opens a dispute; the claim's clock stands still until it is decided.
pub(super) fn open(tx: &Tx<'_>, who: &Who, claim: ClaimId, draft: &AskDraft, today: Date) -> Result<CaseId> {
    let terms = rule::in_force(tx, who.district())?;
    if store::case::running(tx, who.district(), claim)? {
        return Err(refused("claim.contested_already"));
    }
    let id: CaseId = tx.new_id();
    let code = store::next_code(tx, who.district(), store::Series::Case, today.year())?;
    let due_on = deadline(today, terms.decision_days);
    store::case::insert(tx, who, id, &code, claim, draft, (today, due_on)).map_err(|error| match error {
        Error::Db(db) if db.is_unique("claim_case", "claim_id") || db.is_unique("claim_case", "running") => {
            refused("claim.contested_already")
        }
        other => other,
    })?;
    store::set_contested(tx, who.district(), claim, true)?;
    store::append(tx, who, claim, "contest", &code, today)?;
    let detail = json!({ "version": 1, "code": code, "claim_id": claim, "unit_id": draft.unit_id,
        "reason": draft.text, "due_on": due_on });
    audit::record(tx, who, "claim.contest", "claim_case", id.0, &detail)?;
    Ok(id)
}

/// What somebody is to a dispute.
fn hand(who: &Who, view: &CaseRecord) -> CaseHand {
    let me = who.account_id();
    let mine = |by: &Option<project::PersonRef>| me.is_some() && by.as_ref().map(|p| p.id) == me;
    CaseHand {
        reviewer: who.actor.reach(Class::Claim, Act::Recognise) == Reach::District,
        involved: mine(&view.opened_by) || view.evidence.iter().any(|e| mine(&e.added_by)),
        decided: mine(&view.decided_by),
        loser: view.for_holder.is_some_and(|for_holder| {
            writes_for(who, if for_holder { &view.unit_path } else { &view.holder_path })
        }),
    }
}

/// Whether they write for a unit: the office does not.
fn writes_for(who: &Who, path: &str) -> bool {
    match who.actor.reach(Class::Claim, Act::Write) {
        Reach::District => who.actor.system,
        reach => reach.covers(path),
    }
}

/// The side for which somebody speaks.
fn side(who: &Who, view: &CaseRecord) -> Option<UnitId> {
    if writes_for(who, &view.unit_path) {
        Some(view.row.unit.id)
    } else if writes_for(who, &view.holder_path) {
        Some(view.holder)
    } else {
        None
    }
}

fn at_version(tx: &Tx<'_>, who: &Who, id: CaseId, version: i64) -> Result<CaseRecord> {
    store::case::hold(tx, who.district(), id)?;
    let now = case(tx, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

fn may_add(who: &Who, view: &CaseRecord) -> Result<()> {
    match view.row.state {
        CaseState::Open | CaseState::Appealed => {}
        CaseState::Decided | CaseState::Final => return Err(refused("claim.case_closed")),
    }
    side(who, view).map(|_| ()).ok_or_else(|| refused("claim.not_party"))
}

/// Hands in evidence for one's side.
pub fn add_evidence(tx: &Tx<'_>, who: &Who, id: CaseId, cmd: &CaseEvidence) -> Result<CaseRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may_add(who, &before)?;
    let unit = side(who, &before).ok_or(Error::NotFound)?;
    let today = org::office_day(tx, who.district())?;
    let mut faults = Faults::default();
    faults.need(!cmd.evidence.is_empty(), || Fault::at("evidence", "claim.evidence_missing"));
    faults.need(cmd.evidence.len() <= 20, || Fault::at("evidence", "claim.too_many_files").with("limit", 20));
    let files = check_evidence(tx, who, &cmd.evidence, today, &mut faults)?;
    faults.into_result()?;
    for (draft, file) in cmd.evidence.iter().zip(&files) {
        put_evidence(tx, who, before.row.claim.id, Some(id.0), unit, draft, file)?;
    }
    store::case::touch(tx, who.district(), id)?;
    let files: Vec<_> =
        cmd.evidence.iter().map(|e| json!({ "proof": e.proof, "sha256": e.sha256 })).collect();
    let detail = json!({ "version": before.row.version + 1, "changed": ["evidence"], "unit_id": unit,
        "evidence": files });
    audit::record(tx, who, "claim.case_evidence", "claim_case", id.0, &detail)?;
    case(tx, who, id)
}

fn said(field: &str, text: &str, limit: usize) -> Result<String> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(Error::invalid(Fault::at(field, "claim.reason_missing")));
    }
    if !text_fits(&text, limit) {
        return Err(Error::invalid(Fault::at(field, "claim.too_long").with("limit", limit)));
    }
    Ok(text)
}

/// Decides: the investor stays or goes, and the clock runs on.
pub fn decide(tx: &Tx<'_>, who: &Who, id: CaseId, cmd: &Decision) -> Result<CaseRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may_decide(before.row.state, hand(who, &before)).map_err(refused)?;
    let text = said("text", &cmd.text, TEXT)?;
    if !(0..=9_999).contains(&cmd.keeps_bp) || (cmd.for_holder && cmd.keeps_bp != 0) {
        return Err(Error::invalid(Fault::at("keeps_bp", "claim.keeps")));
    }
    let ground = Ground::from_code(&cmd.ground);
    let ground = ground.ok_or_else(|| Error::invalid(Fault::at("ground", "claim.ground")))?;
    let today = org::office_day(tx, who.district())?;
    let terms = rule::in_force(tx, who.district())?;
    let claim = before.row.claim.id;
    let won = if cmd.for_holder {
        keeps(tx, who, claim, before.row.opened_on, today)?;
        None
    } else {
        let to = (before.row.unit.id, opener(&before));
        Some(give(tx, who, claim, to, cmd.keeps_bp, &before.row.code, today)?)
    };
    let appeal_due_on = today.saturating_add(terms.appeal_days.days());
    let outcome = store::case::Outcome { cmd, ground, text: &text, today, appeal_due_on, won };
    store::case::decide(tx, who, id, &outcome)?;
    store::append(tx, who, claim, "decide", &before.row.code, today)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["state"], "for_holder": cmd.for_holder,
        "ground": ground, "text": text, "keeps_bp": cmd.keeps_bp, "won_claim": won });
    audit::record(tx, who, "claim.decide", "claim_case", id.0, &detail)?;
    case(tx, who, id)
}

/// The holder keeps it: the days of the dispute are given back.
fn keeps(tx: &Tx<'_>, who: &Who, claim: ClaimId, since: Date, today: Date) -> Result<()> {
    let held = store::subject_of(tx, who.district(), claim)?;
    let days = since.until(today).map_or(0, |span| span.get_days()).max(0).days();
    let clock = yinfeng_domain::claim::Clock {
        expires_on: held.clock.expires_on.saturating_add(days),
        warn_on: held.clock.warn_on.saturating_add(days),
        release_on: held.clock.release_on.saturating_add(days),
    };
    store::set_contested(tx, who.district(), claim, false)?;
    store::set_clock(tx, who.district(), claim, &clock)
}

/// The investor goes to another unit, and with it the lead of a project that came of it; the one that loses keeps so
/// much of the credit.
fn give(
    tx: &Tx<'_>,
    who: &Who,
    claim: ClaimId,
    to: (UnitId, Option<AccountId>),
    keeps_bp: i64,
    code: &str,
    today: Date,
) -> Result<ClaimId> {
    let held = store::subject_of(tx, who.district(), claim)?;
    let new = pass(tx, who, &held, to, (ClaimState::Overruled, code), Some(keeps_bp), today)?;
    if let Some(project) = held.project {
        let terms =
            CreditMeasure::ALL.iter().map(|m| Term { measure: *m, mode: CreditMode::Split, keeps_bp });
        let from_on = project::credit::next_day(tx, who)?;
        let cmd =
            project::credit::HandOver { project, to: to.0, terms: terms.collect(), years: None, from_on };
        project::credit::hand_over(tx, who, &cmd)?;
    }
    Ok(new)
}

/// Appeals, once.
pub fn appeal(tx: &Tx<'_>, who: &Who, id: CaseId, cmd: &Appeal) -> Result<CaseRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may_appeal(before.row.state, hand(who, &before)).map_err(refused)?;
    let text = said("text", &cmd.text, TEXT)?;
    let today = org::office_day(tx, who.district())?;
    store::case::appeal(tx, who, id, &text, today)?;
    store::set_contested(tx, who.district(), current(&before), true)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["state"], "text": text });
    audit::record(tx, who, "claim.appeal", "claim_case", id.0, &detail)?;
    case(tx, who, id)
}

fn opener(view: &CaseRecord) -> Option<AccountId> {
    view.opened_by.as_ref().map(|p| p.id)
}

/// The claim that holds the investor by the first decision.
fn current(view: &CaseRecord) -> ClaimId {
    view.won_claim.unwrap_or(view.row.claim.id)
}

/// Enters what the committee says of an appeal: the first decision stands, or the other side has the investor.
pub fn conclude(tx: &Tx<'_>, who: &Who, id: CaseId, cmd: &Conclusion) -> Result<CaseRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may_conclude(before.row.state, hand(who, &before)).map_err(refused)?;
    let text = said("text", &cmd.text, TEXT)?;
    let minutes = said("minutes_no", &one_line(&cmd.minutes_no), LINE)?;
    let today = org::office_day(tx, who.district())?;
    let (claim, since) = (current(&before), before.appealed_on.unwrap_or(today));
    let won = if cmd.upheld {
        keeps(tx, who, claim, since, today)?;
        before.won_claim
    } else {
        no_third(tx, who, claim, today)?;
        let to = if before.for_holder == Some(true) {
            (before.row.unit.id, opener(&before))
        } else {
            (before.holder, store::reporter_of(tx, who.district(), before.row.claim.id)?)
        };
        Some(give(tx, who, claim, to, 0, &before.row.code, today)?)
    };
    store::case::conclude(tx, who, id, cmd, (&minutes, &text), won, today)?;
    store::append(tx, who, claim, "conclude", &before.row.code, today)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["state"], "upheld": cmd.upheld,
        "minutes_no": minutes, "text": text, "won_claim": won });
    audit::record(tx, who, "claim.conclude", "claim_case", id.0, &detail)?;
    case(tx, who, id)
}

/// The claim in dispute may have ended while the appeal waited, and somebody else have reported the investor in good
/// faith: a conclusion between two does not take it from a third, who is named.
fn no_third(tx: &Tx<'_>, who: &Who, claim: ClaimId, today: Date) -> Result<()> {
    let held = store::subject_of(tx, who.district(), claim)?;
    match store::holding(tx, who.district(), held.subject, held.slot)? {
        Some(other)
            if other.id != claim
                && standing(ClaimState::Open, &other.clock, other.contested, today) == ClaimState::Open =>
        {
            let fault = Fault::at("upheld", "claim.third_holds")
                .with("unit", &other.unit_name)
                .with("code", &other.code)
                .with("until", other.clock.expires_on);
            Err(Error::refused(fault))
        }
        // One of a third that is over is brought to its end.
        Some(other) if other.id != claim => super::free(tx, who, held.subject, held.slot, today),
        _ => Ok(()),
    }
}

/// One dispute: for its two sides and for the office.
pub fn case(reader: &Reader, who: &Who, id: CaseId) -> Result<CaseRecord> {
    let today = org::office_day(reader, who.district())?;
    let mut view = store::case::get(reader, who, id, today)?.ok_or(Error::NotFound)?;
    settle(&mut view.row, view.appeal_due_on, today);
    let all = store::evidence(reader, who.district(), view.row.claim.id, Some(id.0))?;
    view.evidence.clone_from(&all);
    // Whether somebody had a part in it is asked of all the evidence, before one side's is hidden from the other.
    let hand = hand(who, &view);
    let action = |check: Result<(), &'static str>| {
        Action::of(who.lang, check.map_err(|c| Error::refused(Fault::new(c))))
    };
    view.actions = CaseActions {
        add_evidence: Action::of(who.lang, may_add(who, &view)),
        decide: action(may_decide(view.row.state, hand)),
        appeal: action(may_appeal(view.row.state, hand)),
        conclude: action(may_conclude(view.row.state, hand)),
    };
    if who.actor.reach(Class::Claim, Act::Read) == Reach::District {
        view.weighed = weighed(reader, who, &view, &all)?;
    } else {
        let own = side(who, &view);
        view.evidence.retain(|e| Some(e.unit.id) == own);
    }
    Ok(view)
}

pub(super) fn settle(row: &mut CaseRow, appeal_due_on: Option<Date>, today: Date) {
    row.state = case_standing(row.state, appeal_due_on, today);
    row.overdue = row.state == CaseState::Open && row.due_on < today;
}

/// What both sides can show, ground by ground.
fn weighed(reader: &Reader, who: &Who, view: &CaseRecord, all: &[ClaimEvidence]) -> Result<Vec<WeighedView>> {
    use yinfeng_domain::claim::Proof;
    let shown = |unit: UnitId| -> Result<Shown> {
        let of = || all.iter().filter(move |e| e.unit.id == unit);
        Ok(Shown {
            chosen_on: of().filter(|e| e.proof == Proof::Choice).map(|e| e.happened_on).max(),
            met_on: of().filter(|e| e.proof.is_two_sided()).map(|e| e.happened_on).min(),
            reported_at: store::first_report(reader, who.district(), view.row.claim.id, unit)?,
            contacts: of().count(),
        })
    };
    let (holder, other) = (shown(view.holder)?, shown(view.row.unit.id)?);
    let text = |shown: &Shown, ground: Ground| match ground {
        Ground::Choice => day(who, shown.chosen_on),
        Ground::Contact => day(who, shown.met_on),
        Ground::Report => shown.reported_at.map_or_else(
            || word(who.lang, "claim.none"),
            |at| at.to_zoned(office_zone()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        ),
        Ground::Service => shown.contacts.to_string(),
    };
    let units = (&view.row.claim.unit, &view.row.unit);
    Ok(weigh(&holder, &other)
        .into_iter()
        .map(|w| WeighedView {
            ground: w.ground,
            holder: text(&holder, w.ground),
            other: text(&other, w.ground),
            favours: w.for_holder.map(|it| if it { units.0.clone() } else { units.1.clone() }),
        })
        .collect())
}

fn day(who: &Who, day: Option<Date>) -> String {
    day.map_or_else(|| word(who.lang, "claim.none"), |day| day.to_string())
}

/// Disputes that may be read, the newest first.
pub fn cases(reader: &Reader, who: &Who, filter: &CaseFilter) -> Result<Page<CaseRow>> {
    let today = org::office_day(reader, who.district())?;
    store::case::list(reader, who, filter, today)
}
