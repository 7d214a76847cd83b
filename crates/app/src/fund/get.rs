//! One receipt with all that belongs to it, and what may be done with it.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    fund::{EvidenceKind, Refusal},
    id::{AccountId, FundId, ProjectId, UnitId},
    money,
};

use super::{
    duplicate,
    evidence::KIND,
    rows,
    store::{self, Stored},
    view::{Actions, Credit, EvidenceView, FundView, LogEntry},
};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::Reader,
        say::{Lang, say_fault, word},
        web::{Action, Who},
    },
    org::UnitRef,
    params,
    project::PersonRef,
};

/// The receipt, if the reader may see it.
pub fn get(reader: &Reader, who: &Who, id: FundId) -> Result<FundView> {
    let fund = store::fund_for(reader, who, Act::Read, id)?;
    view(reader, who, &fund)
}

/// What a refusal says to this reader.
pub(super) fn fault(lang: Lang, refusal: &Refusal) -> Fault {
    let fault = match refusal.field() {
        Some(field) => Fault::at(field, refusal.code()),
        None => Fault::new(refusal.code()),
    };
    match refusal {
        Refusal::OverClaimed { claimed_fen } => fault.with("claimed", money::wan(*claimed_fen, 2)),
        Refusal::RecognisedBeforeReceived { received_on } => fault.with("received", received_on),
        Refusal::EvidenceMissing { groups } => fault.with("kinds", groups_text(lang, groups)),
        _ => fault,
    }
}

/// A refusal as the error of an operation: a wrong field is invalid, a wrong moment is refused.
pub(super) fn refuse(who: &Who, refusal: &Refusal) -> Error {
    let fault = fault(who.lang, refusal);
    if fault.field.is_some() { Error::invalid(fault) } else { Error::refused(fault) }
}

fn groups_text(lang: Lang, groups: &[&[EvidenceKind]]) -> String {
    let (or, and) = match lang {
        Lang::Zh => ("或", "；"),
        Lang::En => (" or ", "; "),
    };
    let group = |kinds: &&[EvidenceKind]| {
        let names: Vec<String> =
            kinds.iter().map(|k| word(lang, &format!("fund.evidence_{}", k.code()))).collect();
        names.join(or)
    };
    groups.iter().map(group).collect::<Vec<_>>().join(and)
}

pub(super) fn view(reader: &Reader, who: &Who, fund: &Stored) -> Result<FundView> {
    let district = who.district();
    let row = rows::one(reader, district, fund.id)?.ok_or(Error::NotFound)?;
    let missing = match fund.entry.has_evidence() {
        Err(refusal) => Some(say_fault(who.lang, &fault(who.lang, &refusal))),
        Ok(()) => None,
    };
    Ok(FundView {
        recognised_total_fen: store::recognised_total(reader, district, fund.id)?,
        rate_e8: fund.rate_e8,
        rate_on: fund.rate_on,
        rate_source: fund.rate_source.clone(),
        note: fund.note.clone(),
        source_text: fund.source_text.clone(),
        source_unit: fund.source_unit.clone(),
        typed_by: person(reader, district, fund.typed_by)?,
        decided_by: person(reader, district, fund.decided_by)?,
        decided_at: fund.decided_at,
        decision: fund.decision.clone(),
        evidence: evidence(reader, district, fund.id)?,
        evidence_missing: missing,
        credits: credits(reader, district, fund.id)?,
        duplicates: duplicate::of(reader, who, fund.id)?,
        log: log(reader, district, fund.id)?,
        corrections: rows::corrections(reader, district, fund.id)?,
        actions: actions(reader, who, fund)?,
        row,
    })
}

fn person(reader: &Reader, district: &str, id: Option<AccountId>) -> Result<Option<PersonRef>> {
    let Some(id) = id else { return Ok(None) };
    reader.first(
        "select id, name from identity_account where district = $1 and id = $2",
        params![district, id],
        |row| Ok(PersonRef { id: row.get(0)?, name: row.get(1)? }),
    )
}

fn evidence(reader: &Reader, district: &str, id: FundId) -> Result<Vec<EvidenceView>> {
    reader.query(
        &format!(
            "select e.no, e.sha256, {KIND}, e.name, e.media_type, e.size, e.added_at from fund_evidence e
             where e.district = $1 and e.fund_id = $2 order by e.no"
        ),
        params![district, id],
        |row| {
            let sha256 = row.get::<Vec<u8>>(1).map(hex::encode)?;
            let name: String = row.get(3)?;
            Ok(EvidenceView {
                no: row.get(0)?,
                url: format!("/api/v1/files/{sha256}?name={}", crate::floor::web::percent(&name)),
                sha256,
                kind: row.get(2)?,
                name,
                media_type: row.get(4)?,
                size: row.get(5)?,
                added_at: row.get(6)?,
            })
        },
    )
}

fn credits(reader: &Reader, district: &str, id: FundId) -> Result<Vec<Credit>> {
    reader.query(
        "select u.id, u.name, u.short_name, u.kind, c.share_bp, c.fen from fund_credit c
         join org_unit u on u.district = c.district and u.id = c.unit_id
         where c.district = $1 and c.fund_id = $2 and c.share_bp > 0 order by c.share_bp desc, u.sort_no, u.id",
        params![district, id],
        |row| {
            Ok(Credit {
                unit: UnitRef {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    short_name: row.get(2)?,
                    kind: row.get(3)?,
                },
                share_bp: row.get(4)?,
                fen: row.get(5)?,
            })
        },
    )
}

fn log(reader: &Reader, district: &str, id: FundId) -> Result<Vec<LogEntry>> {
    let mut trail = audit::of_subject(reader, district, "fund", id.0, 100)?;
    trail.reverse();
    Ok(trail
        .into_iter()
        .map(|row| LogEntry {
            at: row.at,
            by: row.actor_name,
            act: row.act,
            reason: row.detail.get("reason").and_then(|r| r.as_str()).unwrap_or_default().to_owned(),
        })
        .collect())
}

fn rule(who: &Who, allowed: bool, outcome: Result<(), Refusal>) -> Action {
    if !allowed {
        return Action::of::<()>(who.lang, Err(Error::refused(Fault::new("fund.no_right"))));
    }
    Action::of(who.lang, outcome.map_err(|refusal| refuse(who, &refusal)))
}

/// What this reader may do with it now; the same rules that the operations follow.
fn actions(reader: &Reader, who: &Who, fund: &Stored) -> Result<Actions> {
    let district = who.district();
    let path = reader
        .value::<String>(
            "select path from org_unit where district = $1 and id = $2",
            params![district, fund.unit_id],
        )?
        .unwrap_or_default();
    let writes = who.actor.reach(Class::Fund, Act::Write).covers(&path);
    let decides = who.actor.reach(Class::Fund, Act::Recognise).covers(&path);
    let corrects = decides || who.actor.reach(Class::Fund, Act::Write) == Reach::District;
    let entry = &fund.entry;
    let decide = entry.may_be_decided(who.account_id());
    let recognise = decide.clone().and_then(|()| entry.has_evidence());
    let partly = if entry.corrects { Err(Refusal::CorrectionIsWhole) } else { Ok(()) };
    let open = store::has_open_correction(reader, district, fund.id)?;
    Ok(Actions::from([
        ("recognise", rule(who, decides, recognise.clone())),
        ("reduce", rule(who, decides, recognise.and(partly.clone()))),
        ("return", rule(who, decides, decide.clone().and(partly))),
        ("reject", rule(who, decides, decide)),
        ("correct", rule(who, corrects, entry.may_be_corrected(open))),
        ("edit", rule(who, writes, entry.may_be_edited())),
        ("resubmit", rule(who, writes, entry.clone().resubmit().map(drop))),
        (
            "withdraw",
            rule(who, writes || (entry.corrects && corrects), entry.clone().withdraw("-").map(drop)),
        ),
    ]))
}

/// A receipt as other rooms judge it.
#[derive(Debug, Clone)]
pub struct Subject {
    pub id: FundId,
    pub code: String,
    pub project_id: ProjectId,
    /// The unit that claims.
    pub unit_id: UnitId,
    pub received_on: Date,
    pub claimed_fen: i64,
    /// `claimed`, `returned`, `recognised`, `rejected`, `withdrawn`.
    pub state: &'static str,
    pub corrects: bool,
    /// Whether the reader claimed or typed it, and so decides nothing of it.
    pub own: bool,
}

/// The receipt, if this reader has this right over it.
pub fn subject(reader: &Reader, who: &Who, act: Act, id: FundId) -> Result<Subject> {
    let fund = store::fund_for(reader, who, act, id)?;
    let own = who.account_id().is_some_and(|me| fund.entry.hands.contains(&me));
    Ok(Subject {
        id,
        code: fund.code,
        project_id: fund.project_id,
        unit_id: fund.unit_id,
        received_on: fund.entry.received_on,
        claimed_fen: fund.entry.claimed_fen,
        state: fund.entry.state.code(),
        corrects: fund.entry.corrects,
        own,
    })
}
