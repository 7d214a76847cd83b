//! The ways on of a unit that finds an investor occupied: to join, to be referred to, to contest, or to say that its
//! project is clearly another one. The unit that holds the claim answers the first two, the office the last; a contest
//! opens a dispute at once.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    claim::{AskState, ClaimState, Clock, Way},
    id::{AccountId, AskId, ClaimId, UnitId},
    project::{LINE, NAME, TEXT, one_line, text_fits},
};

use super::{
    ContactDraft, case, check_evidence, end, enter, free, put_evidence, rule, store,
    view::{AskActions, AskRow},
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    investor, org, project,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimAskDraft)]
pub struct AskDraft {
    /// For which unit.
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    /// `join`, `referral`, `contest`, `different`.
    pub way: String,
    /// The investor as the unit calls it.
    pub investor_name: String,
    /// What the unit brings, why it was first, or what makes the project another one.
    pub text: String,
    /// To join: the share of the credit that is asked for, in basis points. To be referred to: what the holder keeps.
    #[serde(default)]
    pub share_bp: Option<i64>,
    /// Needed to contest and for another project; what the unit has itself.
    #[serde(default)]
    pub evidence: Vec<ContactDraft>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimAnswer)]
pub struct Answer {
    pub accept: bool,
    #[serde(default)]
    pub text: String,
    /// Another share than was asked for.
    #[serde(default)]
    pub share_bp: Option<i64>,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimAskWithdrawal)]
pub struct AskWithdrawal {
    pub version: i64,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskHand {
    /// Theirs to answer.
    Answer,
    /// Their own questions.
    Mine,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AskFilter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<AskState>,
    #[param(value_type = Option<String>)]
    pub hand: Option<AskHand>,
    #[param(value_type = Option<Uuid>)]
    pub claim: Option<ClaimId>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

fn refused(code: &'static str) -> Error {
    Error::refused(Fault::new(code))
}

/// Asks for a way on. The claim need not be readable: that it exists was told by the check.
pub fn ask(tx: &Tx<'_>, who: &Who, claim: ClaimId, draft: &AskDraft) -> Result<AskRow> {
    let reach = who.reach(Class::Claim, Act::Write)?;
    let today = org::office_day(tx, who.district())?;
    store::hold(tx, who.district(), claim)?;
    let (held, _) = store::claim_ref(tx, who, claim, today)?.ok_or(Error::NotFound)?;
    let draft = AskDraft {
        text: draft.text.trim().to_owned(),
        investor_name: one_line(&draft.investor_name),
        ..draft.clone()
    };
    let way = Way::from_code(&draft.way).ok_or_else(|| Error::invalid(Fault::at("way", "claim.way")))?;
    let path = store::unit_path(tx, who.district(), draft.unit_id, today)?;
    let files = check_draft(tx, who, way, &draft, today)?;
    if !path.is_some_and(|path| reach.covers(&path)) {
        return Err(Error::invalid(Fault::at("unit_id", "claim.unit_not_yours")));
    }
    if held.state != ClaimState::Open {
        return Err(refused("claim.free_now"));
    }
    if held.unit.id == draft.unit_id || store::is_partner(tx, who.district(), claim, draft.unit_id)? {
        return Err(refused("claim.already_in"));
    }
    let id: AskId = tx.new_id();
    store::ask::insert(tx, who, id, claim, way, &draft, today).map_err(|error| match error {
        Error::Db(db) if db.is_unique("claim_ask", "unit_id") || db.is_unique("claim_ask", "waiting") => {
            refused("claim.asked_already")
        }
        other => other,
    })?;
    let detail = json!({ "version": 1, "claim_id": claim, "unit_id": draft.unit_id, "way": draft.way,
        "text": draft.text, "share_bp": draft.share_bp });
    audit::record(tx, who, "claim.ask", "claim_ask", id.0, &detail)?;
    let mut for_id = id.0;
    if way == Way::Contest {
        for_id = case::open(tx, who, claim, &draft, today)?.0;
        store::ask::settle(tx, who, id, &unanswered(AskState::Accepted, today))?;
    }
    for (evidence, file) in draft.evidence.iter().zip(&files) {
        put_evidence(tx, who, claim, Some(for_id), draft.unit_id, evidence, file)?;
    }
    one(tx, who, id)
}

fn check_draft(
    reader: &Reader,
    who: &Who,
    way: Way,
    draft: &AskDraft,
    today: Date,
) -> Result<Vec<store::File>> {
    let mut faults = Faults::default();
    faults.need(!draft.text.is_empty(), || Fault::at("text", "claim.ask_text_missing"));
    faults.need(text_fits(&draft.text, TEXT), || Fault::at("text", "claim.too_long").with("limit", TEXT));
    faults.need(!draft.investor_name.is_empty() && text_fits(&draft.investor_name, NAME), || {
        Fault::at("investor_name", "claim.investor_missing")
    });
    let shares = matches!(way, Way::Join | Way::Referral);
    let fits = match draft.share_bp {
        Some(share) => shares && share_fits(share),
        None => way != Way::Join,
    };
    faults.need(fits, || Fault::at("share_bp", "claim.share"));
    let proves = matches!(way, Way::Contest | Way::Different);
    faults.need(!proves || !draft.evidence.is_empty(), || Fault::at("evidence", "claim.evidence_missing"));
    faults
        .need(draft.evidence.len() <= 20, || Fault::at("evidence", "claim.too_many_files").with("limit", 20));
    let files = check_evidence(reader, who, &draft.evidence, today, &mut faults)?;
    faults.into_result()?;
    Ok(files)
}

/// Settled without an answer of the other side.
const fn unanswered(state: AskState, on: Date) -> store::ask::Outcome<'static> {
    store::ask::Outcome { state, by: None, answer: "", share_bp: None, on }
}

fn share_fits(share_bp: i64) -> bool {
    (1..=9_999).contains(&share_bp)
}

/// Whether this reader may answer: the unit that holds the claim, or a reviewer whether a project is another one.
fn may_answer(who: &Who, row: &AskRow) -> Result<()> {
    if row.state != AskState::Waiting {
        return Err(refused("claim.answered_already"));
    }
    let by_me = row.asked_by.as_ref().map(|p| p.id) == who.account_id() && !who.actor.system;
    if by_me {
        return Err(refused("claim.own_ask"));
    }
    let may = match row.way {
        Way::Different => who.actor.reach(Class::Claim, Act::Recognise) == Reach::District,
        _ => match who.actor.reach(Class::Claim, Act::Write) {
            Reach::District => who.actor.system,
            reach => reach.covers(&row.holder_path),
        },
    };
    match (may, row.way) {
        (true, _) => Ok(()),
        (false, Way::Different) => Err(refused("claim.not_reviewer")),
        (false, _) => Err(refused("claim.not_holder")),
    }
}

fn may_withdraw(who: &Who, row: &AskRow) -> Result<()> {
    if row.state != AskState::Waiting {
        return Err(refused("claim.answered_already"));
    }
    match who.actor.reach(Class::Claim, Act::Write) {
        Reach::Units(paths) if Reach::Units(paths.clone()).covers(&row.unit_path) => Ok(()),
        _ => Err(refused("claim.not_asker")),
    }
}

/// Answers; what is accepted is done at once.
pub fn answer(tx: &Tx<'_>, who: &Who, id: AskId, cmd: &Answer) -> Result<AskRow> {
    who.reach(Class::Claim, Act::Read)?;
    let found = one(tx, who, id)?;
    store::hold(tx, who.district(), found.claim.id)?;
    let before = at_version(tx, who, id, cmd.version)?;
    may_answer(who, &before)?;
    let text = one_line(&cmd.text);
    if !cmd.accept && text.is_empty() {
        return Err(Error::invalid(Fault::at("text", "claim.reason_missing")));
    }
    if !text_fits(&text, LINE) {
        return Err(Error::invalid(Fault::at("text", "claim.too_long").with("limit", LINE)));
    }
    let share = cmd.share_bp.or(before.share_bp);
    let wanted = matches!(before.way, Way::Join);
    if cmd.accept && (share.is_some_and(|s| !share_fits(s)) || (wanted && share.is_none())) {
        return Err(Error::invalid(Fault::at("share_bp", "claim.share")));
    }
    let today = org::office_day(tx, who.district())?;
    if cmd.accept {
        if before.claim.state != ClaimState::Open {
            return Err(refused("claim.over"));
        }
        match before.way {
            Way::Join => join(tx, who, &before, share.unwrap_or(1), today)?,
            Way::Referral => refer(tx, who, &before, share, today)?,
            Way::Different => start_other(tx, who, &before, today)?,
            // Never waits: it opened a dispute when it was asked.
            Way::Contest => {}
        }
    }
    let state = if cmd.accept { AskState::Accepted } else { AskState::Refused };
    let outcome =
        store::ask::Outcome { state, by: who.account_id(), answer: &text, share_bp: share, on: today };
    store::ask::settle(tx, who, id, &outcome)?;
    let detail = json!({ "version": before.version + 1, "changed": ["state"], "to": state, "text": text,
        "share_bp": share });
    audit::record(tx, who, "claim.answer", "claim_ask", id.0, &detail)?;
    one(tx, who, id)
}

/// Who has the claim that comes of an answer: whoever asked, not whoever answered.
fn asker(ask: &AskRow) -> Option<AccountId> {
    ask.asked_by.as_ref().map(|p| p.id)
}

/// The asking unit becomes a partner, of the project as well where there is one.
fn join(tx: &Tx<'_>, who: &Who, ask: &AskRow, share_bp: i64, today: Date) -> Result<()> {
    let claim = ask.claim.id;
    let given = store::partners(tx, who.district(), claim)?.iter().map(|p| p.share_bp).sum::<i64>();
    if given + share_bp >= 10_000 {
        return Err(Error::invalid(Fault::at("share_bp", "claim.share_left").with("given", given / 100)));
    }
    let held = store::subject_of(tx, who.district(), claim)?;
    store::add_partner(tx, who.district(), claim, ask.unit.id, share_bp, today)?;
    investor::make_known(tx, who.district(), held.organisation, ask.unit.id)?;
    if let Some(project) = held.project {
        project::credit::share_with(tx, who, project, ask.unit.id, share_bp)?;
    }
    store::append(tx, who, claim, "join", &ask.unit.name, today)
}

/// The investor goes to the asking unit; what the one before keeps of the credit is written down. A project that came
/// of it goes by a transfer, which both sides and the office sign.
fn refer(tx: &Tx<'_>, who: &Who, ask: &AskRow, keeps_bp: Option<i64>, today: Date) -> Result<()> {
    let held = store::subject_of(tx, who.district(), ask.claim.id)?;
    if held.project.is_some() {
        return Err(refused("claim.refer_by_transfer"));
    }
    let to = (ask.unit.id, asker(ask));
    pass(tx, who, &held, to, (ClaimState::Referred, &ask.unit.name), keeps_bp, today)?;
    Ok(())
}

/// Ends a claim and gives the investor to another unit, whose days begin today.
pub(super) fn pass(
    tx: &Tx<'_>,
    who: &Who,
    held: &store::Held,
    (to, by): (UnitId, Option<AccountId>),
    (state, text): (ClaimState, &str),
    keeps_bp: Option<i64>,
    today: Date,
) -> Result<ClaimId> {
    // What ended by itself in the meantime keeps the end it had.
    if held.state == ClaimState::Open {
        end(tx, who, held.id, state, today, text)?;
    }
    let terms = rule::in_force(tx, who.district())?;
    let new = store::New {
        organisation: held.organisation,
        subject: held.subject,
        slot: held.slot,
        content: &held.content,
        amount_fen: held.amount_fen,
        upward: held.upward,
        unit: to,
        clock: Clock::start(&terms, today),
        project: held.project,
    };
    let (id, code) = enter(tx, who, &new, &store::Reporter { id: by, at: tx.now(), on: today })?;
    // Whoever has the investor now is in charge of it, if the unit before was.
    let charge = investor::in_charge(tx, who, held.organisation)?;
    if charge.is_some_and(|charge| charge.unit.id == held.unit) {
        investor::pass_on(tx, who, held.organisation, (to, by), &code)?;
    }
    if let Some(keeps) = keeps_bp.filter(|bp| share_fits(*bp)) {
        store::add_partner(tx, who.district(), id, held.unit, keeps, today)?;
    }
    store::append(tx, who, id, "take_over", &held.code, today)?;
    let detail =
        json!({ "version": 1, "code": code, "from_claim": held.id, "unit_id": to, "keeps_bp": keeps_bp });
    audit::record(tx, who, "claim.take_over", "claim", id.0, &detail)?;
    Ok(id)
}

/// Clearly another project of the same investor: a claim of its own beside the first.
fn start_other(tx: &Tx<'_>, who: &Who, ask: &AskRow, today: Date) -> Result<()> {
    let held = store::subject_of(tx, who.district(), ask.claim.id)?;
    let terms = rule::in_force(tx, who.district())?;
    let slot = ask.id.0;
    free(tx, who, held.subject, slot, today)?;
    let new = store::New {
        organisation: held.organisation,
        subject: held.subject,
        slot,
        content: &ask.text,
        amount_fen: None,
        upward: false,
        unit: ask.unit.id,
        clock: Clock::start(&terms, today),
        project: None,
    };
    let (id, code) = enter(tx, who, &new, &store::Reporter { id: asker(ask), at: tx.now(), on: today })?;
    store::move_evidence(tx, who.district(), slot, id)?;
    store::append(tx, who, id, "report", "", today)?;
    let detail = json!({ "version": 1, "code": code, "beside": ask.claim.id, "unit_id": ask.unit.id,
        "content": ask.text });
    audit::record(tx, who, super::receipt::ACT, "claim", id.0, &detail)
}

/// Takes a question back.
pub fn withdraw_ask(tx: &Tx<'_>, who: &Who, id: AskId, cmd: &AskWithdrawal) -> Result<AskRow> {
    let before = at_version(tx, who, id, cmd.version)?;
    may_withdraw(who, &before)?;
    let today = org::office_day(tx, who.district())?;
    store::ask::settle(tx, who, id, &unanswered(AskState::Withdrawn, today))?;
    let detail = json!({ "version": before.version + 1, "changed": ["state"], "to": AskState::Withdrawn });
    audit::record(tx, who, "claim.withdraw_ask", "claim_ask", id.0, &detail)?;
    one(tx, who, id)
}

fn at_version(reader: &Reader, who: &Who, id: AskId, version: i64) -> Result<AskRow> {
    let now = one(reader, who, id)?;
    if now.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

/// One question: for the unit that asks, the one that is asked, and the office.
pub fn one(reader: &Reader, who: &Who, id: AskId) -> Result<AskRow> {
    let today = org::office_day(reader, who.district())?;
    let mut row = store::ask::get(reader, who, id, today)?.ok_or(Error::NotFound)?;
    row.actions = actions(who, &row);
    Ok(row)
}

fn actions(who: &Who, row: &AskRow) -> AskActions {
    AskActions {
        answer: Action::of(who.lang, may_answer(who, row)),
        withdraw: Action::of(who.lang, may_withdraw(who, row)),
    }
}

/// Questions that may be read, the newest first: one's own, and those about one's claims.
pub fn asks(reader: &Reader, who: &Who, filter: &AskFilter) -> Result<Page<AskRow>> {
    let today = org::office_day(reader, who.district())?;
    let mut page = store::ask::list(reader, who, filter, today)?;
    for row in &mut page.items {
        row.actions = actions(who, row);
    }
    Ok(page)
}
