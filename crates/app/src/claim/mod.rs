//! First report, first negotiation (首报首谈): a unit reports an investor with proof of contact and negotiates with it
//! alone for a time. A rival learns who holds it and until when, nothing else, and has four ways on ([`ask`]); a
//! dispute is decided by the office and may be appealed against once ([`case`]). The row of the audit in which a
//! report was written is its receipt ([`receipt`]).

mod ask;
mod breach;
mod case;
mod check;
mod draft;
mod hand;
pub mod http;
mod keep;
mod merge;
mod receipt;
mod rule;
mod store;
mod view;

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class},
    claim::{ClaimState, Clock, Proof, Terms, ended_on, may_keep, may_link, may_renew, reminder, standing},
    id::{AccountId, ClaimId, OrganisationId, ProjectId, UnitId},
    money::WAN_FEN,
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        clock::office_zone,
        db::{Reader, Tx, page::Page},
        file::Sha,
        web::{Action, Who},
    },
    investor, org,
};

pub use ask::{Answer, AskDraft, AskFilter, AskWithdrawal, answer, ask, asks, one as one_ask, withdraw_ask};
pub use breach::{
    BreachDraft, BreachFilter, BreachRow, BreachWithdrawal, breaches, record_breach, take_back,
};
pub use case::{
    Appeal, CaseEvidence, CaseFilter, Conclusion, Decision, add_evidence, appeal, case, cases, conclude,
    decide,
};
pub use check::check;
use draft::{check_draft, check_evidence, investor_of, put_evidence, sha, tidied};
pub use hand::{Open, hand_on, open_on, refer_open};
pub use keep::{Contact, Link, Withdrawal, contact, link, renew, withdraw};
pub use merge::{RELATIONS, follow};
pub use receipt::{ClaimReceipt, receipt};
pub use rule::{TermsPublish, TermsView, publish, table};
pub use view::{
    AskRow, CaseRecord, CaseRow, ClaimActions, ClaimCheck, ClaimEvidence, ClaimRecord, ClaimRow, Occupied,
};

/// The slot of a claim that is not of a clearly different project.
const COMMON: Uuid = Uuid::nil();

/// A contact with the investor, proved by a file that was uploaded before.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ContactDraft {
    #[schema(value_type = String)]
    pub proof: Proof,
    #[schema(value_type = String)]
    pub happened_on: Date,
    /// What was talked about.
    #[serde(default)]
    pub text: String,
    pub sha256: String,
    pub name: String,
}

/// A first report. The investor by its record, or by name and code when the reporter knows no record.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ClaimDraft {
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub organisation_id: Option<OrganisationId>,
    #[serde(default)]
    pub investor_name: String,
    #[serde(default)]
    pub uscc: String,
    /// ISO 3166-1; CN when left out.
    #[serde(default)]
    pub country: String,
    /// What is planned.
    pub content: String,
    /// Expected investment.
    #[serde(default)]
    pub amount_fen: Option<i64>,
    /// For which unit.
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub evidence: Vec<ContactDraft>,
}

/// What waits for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimHand {
    /// Open claims of the reader's units.
    Ours,
    /// Of those, what ends soon or is idle.
    Ending,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    #[param(value_type = Vec<String>)]
    pub state: Vec<ClaimState>,
    #[param(value_type = Option<String>)]
    pub hand: Option<ClaimHand>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Option<Uuid>)]
    pub organisation: Option<OrganisationId>,
    #[param(value_type = Option<Uuid>)]
    pub project: Option<ProjectId>,
    /// A part of the code, or words of the investor's name.
    pub q: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// Reports an investor. Whoever was first has it: a second report, also in the same instant, is told by whom and until
/// when it is occupied.
pub fn report(tx: &Tx<'_>, who: &Who, draft: &ClaimDraft) -> Result<ClaimRecord> {
    let reach = who.reach(Class::Claim, Act::Write)?;
    let today = org::office_day(tx, who.district())?;
    let draft = tidied(draft);
    let unit = store::unit_path(tx, who.district(), draft.unit_id, today)?;
    let files = check_draft(tx, who, &draft, today)?;
    if !unit.is_some_and(|path| reach.covers(&path)) {
        return Err(Error::invalid(Fault::at("unit_id", "claim.unit_not_yours")));
    }
    let terms = rule::in_force(tx, who.district())?;
    let open = store::open_of_reporter(tx, who, today)?;
    if open >= terms.open_per_person {
        return Err(Error::refused(Fault::new("claim.too_many_open").with("limit", terms.open_per_person)));
    }
    let organisation = investor_of(tx, who, &draft)?;
    let subject = store::subject(tx, who.district(), organisation)?;
    free(tx, who, subject, COMMON, today)?;
    let by = store::Reporter { id: who.account_id(), at: tx.now(), on: today };
    let (id, code, clock) = start(tx, who, &draft, &files, (organisation, subject), &by)?;
    let detail = json!({ "version": 1, "code": code, "organisation_id": organisation,
        "organisation": store::name_of(tx, who.district(), organisation)?, "unit_id": draft.unit_id,
        "content": draft.content, "amount_fen": draft.amount_fen, "expires_on": clock.expires_on,
        "evidence": draft.evidence.iter().map(|e| json!({ "proof": e.proof, "happened_on": e.happened_on,
            "sha256": e.sha256 })).collect::<Vec<_>>() });
    audit::record(tx, who, receipt::ACT, "claim", id.0, &detail)?;
    get(tx, who, id)
}

/// The claim of a report with its proofs.
fn start(
    tx: &Tx<'_>,
    who: &Who,
    draft: &ClaimDraft,
    files: &[store::File],
    (organisation, subject): (OrganisationId, OrganisationId),
    by: &store::Reporter,
) -> Result<(ClaimId, String, Clock)> {
    let terms = rule::in_force(tx, who.district())?;
    let new = store::New {
        organisation,
        subject,
        slot: COMMON,
        content: &draft.content,
        amount_fen: draft.amount_fen,
        upward: upward(&terms, draft.amount_fen),
        unit: draft.unit_id,
        clock: Clock::start(&terms, by.on),
        project: None,
    };
    let (id, code) = enter(tx, who, &new, by)?;
    for (evidence, file) in draft.evidence.iter().zip(files) {
        put_evidence(tx, who, id, None, draft.unit_id, evidence, file)?;
    }
    store::append_by(tx, who.district(), id, "report", "", by)?;
    Ok((id, code, new.clock))
}

/// A report of an earlier day.
#[derive(Debug, Clone)]
pub struct Imported {
    pub draft: ClaimDraft,
    pub reported_by: Option<AccountId>,
    pub reported_at: Timestamp,
    /// Contacts since then, the earliest first.
    pub contacts: Vec<ContactDraft>,
}

/// Enters a report that was made before: its time is not that of the server, and so it has no receipt.
pub fn create_imported(tx: &Tx<'_>, who: &Who, new: &Imported) -> Result<ClaimId> {
    who.need_district(Class::Claim, Act::Recognise)?;
    let on = new.reported_at.to_zoned(office_zone()).date();
    let draft = tidied(&new.draft);
    let files = check_draft(tx, who, &draft, on)?;
    let organisation = investor_of(tx, who, &draft)?;
    let subject = store::subject(tx, who.district(), organisation)?;
    free(tx, who, subject, COMMON, on)?;
    let by = store::Reporter { id: new.reported_by, at: new.reported_at, on };
    let (id, code, mut clock) = start(tx, who, &draft, &files, (organisation, subject), &by)?;
    let terms = rule::in_force(tx, who.district())?;
    let mut faults = Faults::default();
    let later = check_evidence(tx, who, &new.contacts, org::office_day(tx, who.district())?, &mut faults)?;
    faults.into_result()?;
    for (contact, file) in new.contacts.iter().zip(&later) {
        put_evidence(tx, who, id, None, draft.unit_id, contact, file)?;
        clock = clock.moved(&terms, contact.happened_on);
        let by = store::Reporter { on: contact.happened_on, ..by };
        store::append_by(tx, who.district(), id, "contact", &contact.text, &by)?;
    }
    store::set_clock(tx, who.district(), id, &clock)?;
    let detail = json!({ "version": 1, "code": code, "organisation_id": organisation,
        "unit_id": draft.unit_id, "reported_at": new.reported_at });
    audit::record(tx, who, "claim.import", "claim", id.0, &detail)?;
    Ok(id)
}

/// Writes the row of a new claim and lets its unit know the investor.
fn enter(tx: &Tx<'_>, who: &Who, new: &store::New<'_>, by: &store::Reporter) -> Result<(ClaimId, String)> {
    let id: ClaimId = tx.new_id();
    let code = store::next_code(tx, who.district(), store::Series::Claim, by.on.year())?;
    store::insert(tx, who, id, &code, new, by).map_err(|error| match error {
        // Another report of the same instant was first: on PostgreSQL the index says so, not the look before.
        Error::Db(db) if db.is_unique("claim", "slot") => Error::refused(Fault::new("claim.occupied_now")),
        other => other,
    })?;
    investor::make_known(tx, who.district(), new.organisation, new.unit)?;
    Ok((id, code))
}

/// Whether nobody holds this; what ended by itself is brought to its end first.
fn free(tx: &Tx<'_>, who: &Who, subject: OrganisationId, slot: Uuid, today: Date) -> Result<()> {
    let Some(held) = store::holding(tx, who.district(), subject, slot)? else { return Ok(()) };
    let state = standing(ClaimState::Open, &held.clock, held.contested, today);
    if state == ClaimState::Open {
        let fault = Fault::new("claim.occupied")
            .with("unit", &held.unit_name)
            .with("until", held.clock.expires_on)
            .with("code", &held.code);
        return Err(Error::refused(fault));
    }
    end(tx, who, held.id, state, ended_on(&held.clock), "")
}

/// Brings a claim to its end; what others asked of it is void.
fn end(tx: &Tx<'_>, who: &Who, id: ClaimId, state: ClaimState, on: Date, text: &str) -> Result<()> {
    store::end(tx, who.district(), id, state, on)?;
    store::ask::void(tx, who.district(), id)?;
    store::append(tx, who, id, state.code(), text, on)?;
    let detail = json!({ "changed": ["state"], "to": state, "on": on, "text": text });
    audit::record(tx, who, "claim.end", "claim", id.0, &detail)
}

/// Ends what has ended by itself, or by the contract of its project: called by the clock of the server, a portion at
/// a time. How many were ended.
pub fn sweep(tx: &Tx<'_>, who: &Who) -> Result<usize> {
    let today = org::office_day(tx, who.district())?;
    let over = store::ended(tx, who.district(), today)?;
    for (id, clock, contested) in &over {
        let state = standing(ClaimState::Open, clock, *contested, today);
        end(tx, who, *id, state, ended_on(clock), "")?;
    }
    let signed = store::signed(tx, who.district())?;
    for (id, on) in &signed {
        end(tx, who, *id, ClaimState::Fulfilled, *on, "")?;
    }
    Ok(over.len() + signed.len() + remind(tx, who, today)?)
}

/// Reminds units of what ends soon, once for each of the days that the table names: the log of a claim tells that they
/// were. How many were reminded.
fn remind(tx: &Tx<'_>, who: &Who, today: Date) -> Result<usize> {
    let mut levels = rule::in_force(tx, who.district())?.remind_days;
    // The nearest first: whoever has had that one is spared the earlier ones.
    levels.sort_unstable();
    let mut reminded = 0;
    for level in levels {
        for (id, until) in store::to_remind(tx, who.district(), today, level)? {
            store::note_reminder(tx, who.district(), id, level, until)?;
            store::append(tx, who, id, "remind", &until.to_string(), today)?;
            let detail = json!({ "days": level, "until": until });
            audit::record(tx, who, "claim.remind", "claim", id.0, &detail)?;
            reminded += 1;
        }
    }
    Ok(reminded)
}

fn upward(terms: &Terms, amount_fen: Option<i64>) -> bool {
    amount_fen.is_some_and(|fen| fen >= terms.upward_wan.saturating_mul(WAN_FEN))
}

/// One claim of one's own, or of the district for the office and leaders.
pub fn get(reader: &Reader, who: &Who, id: ClaimId) -> Result<ClaimRecord> {
    let today = org::office_day(reader, who.district())?;
    let mut view = store::get(reader, who, id)?.ok_or(Error::NotFound)?;
    let terms = rule::in_force(reader, who.district())?;
    settle(&mut view.row, (view.warn_on, view.release_on), today, &terms.remind_days);
    view.has_receipt = receipt::exists(reader, who, id)?;
    view.partners = store::partners(reader, who.district(), id)?;
    view.evidence = store::evidence(reader, who.district(), id, None)?;
    view.log = store::log(reader, who.district(), id)?;
    let of_claim = AskFilter { claim: Some(id), ..AskFilter::default() };
    view.asks = ask::asks(reader, who, &of_claim)?.items;
    let of_claim = CaseFilter { claim: Some(id), ..CaseFilter::default() };
    view.cases = case::cases(reader, who, &of_claim)?.items;
    view.breaches = breach::of_claim(reader, who, id)?;
    let (state, holder) = (view.row.state, keep::is_holder(who, &view));
    let action = |check: Result<(), &'static str>| {
        Action::of(who.lang, check.map_err(|code| Error::refused(Fault::new(code))))
    };
    view.actions = ClaimActions {
        contact: action(may_keep(state, holder)),
        renew: action(may_renew(
            state,
            holder,
            &view.clock(),
            view.row.renewals,
            keep::has_met(&view),
            &terms,
            today,
        )),
        withdraw: action(keep::may_withdraw(&view, holder)),
        link: action(may_link(state, holder, view.row.project.is_some())),
        breach: Action::of(who.lang, breach::may_record(who)),
    };
    Ok(view)
}

/// What a claim has become by today.
fn settle(row: &mut ClaimRow, (warn_on, release_on): (Date, Date), today: Date, remind_days: &[i64]) {
    let clock = Clock { expires_on: row.expires_on, warn_on, release_on };
    row.state = standing(row.state, &clock, row.contested, today);
    let open = row.state == ClaimState::Open;
    row.idle = open && !row.contested && clock.is_idle(today);
    let last = if row.contested { row.expires_on } else { ended_on(&clock) };
    row.days_left = open.then(|| today.until(last).map_or(0, |span| i64::from(span.get_days()).max(0)));
    row.reminder = row.days_left.filter(|_| !row.contested).and_then(|left| reminder(remind_days, left));
}

/// Claims that may be read, the newest first.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<ClaimRow>> {
    let today = org::office_day(reader, who.district())?;
    let terms = rule::in_force(reader, who.district())?;
    store::list(reader, who, filter, today, &terms.remind_days)
}

/// Hash and record of a file, for whoever may read the claim, or the dispute it was handed in for: a side of a
/// dispute reads only its own.
pub fn evidence_content(reader: &Reader, who: &Who, id: Uuid) -> Result<(Sha, ClaimEvidence)> {
    let (claim, dispute, found) = store::one_evidence(reader, who.district(), id)?.ok_or(Error::NotFound)?;
    let readable = match dispute {
        None => get(reader, who, claim)?.evidence.iter().any(|e| e.id == id),
        Some(dispute) => case::case(reader, who, dispute)?.evidence.iter().any(|e| e.id == id),
    };
    if !readable {
        return Err(Error::NotFound);
    }
    Ok((sha(&found.sha256).ok_or(Error::NotFound)?, found))
}
