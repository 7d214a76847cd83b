//! What the unit that holds a claim does with it: enters contacts, renews it, names its project, gives it up.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    claim::{ClaimState, may_keep, may_link, may_renew},
    id::{ClaimId, ProjectId},
    project::{LINE, one_line, text_fits},
};

use super::{ClaimRecord, ContactDraft, check_evidence, end, get, put_evidence, rule, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org, project,
};

/// A contact with the investor.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Contact {
    pub evidence: Vec<ContactDraft>,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimWithdrawal)]
pub struct Withdrawal {
    pub reason: String,
    pub version: i64,
}

/// The project that came of it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimLink)]
pub struct Link {
    #[schema(value_type = Uuid)]
    pub project_id: ProjectId,
    pub version: i64,
}

/// Whether this reader writes for the unit that holds a claim. The office sees, and does not act for a unit.
pub(super) fn is_holder(who: &Who, view: &ClaimRecord) -> bool {
    use yinfeng_domain::authority::Reach;
    match who.actor.reach(Class::Claim, Act::Write) {
        Reach::Units(paths) => Reach::Units(paths).covers(&view.unit_path),
        Reach::District => who.actor.system,
        Reach::Nothing => false,
    }
}

/// Whether both sides met since it was reported, or since it was last renewed.
pub(super) fn has_met(view: &ClaimRecord) -> bool {
    let since = view.renewed_on.unwrap_or(view.row.reported_on);
    view.evidence.iter().any(|e| e.proof.is_two_sided() && e.happened_on > since)
}

/// In a dispute nothing is taken off the table.
pub(super) fn may_withdraw(view: &ClaimRecord, holder: bool) -> Result<(), &'static str> {
    may_keep(view.row.state, holder)?;
    if view.row.contested { Err("claim.contested") } else { Ok(()) }
}

fn refused(code: &'static str) -> Error {
    Error::refused(Fault::new(code))
}

/// The claim as it stands, held against others until the transaction ends.
pub(super) fn held(tx: &Tx<'_>, who: &Who, id: ClaimId, version: i64) -> Result<ClaimRecord> {
    who.reach(Class::Claim, Act::Write)?;
    store::hold(tx, who.district(), id)?;
    let now = get(tx, who, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["state".into()] })
}

fn today(reader: &Reader, who: &Who) -> Result<Date> {
    org::office_day(reader, who.district())
}

/// Enters a contact: the days of idleness begin again.
pub fn contact(tx: &Tx<'_>, who: &Who, id: ClaimId, cmd: &Contact) -> Result<ClaimRecord> {
    let before = held(tx, who, id, cmd.version)?;
    may_keep(before.row.state, is_holder(who, &before)).map_err(refused)?;
    let today = today(tx, who)?;
    let mut faults = Faults::default();
    faults.need(!cmd.evidence.is_empty(), || Fault::at("evidence", "claim.evidence_missing"));
    faults.need(cmd.evidence.len() <= 20, || Fault::at("evidence", "claim.too_many_files").with("limit", 20));
    let files = check_evidence(tx, who, &cmd.evidence, today, &mut faults)?;
    faults.into_result()?;
    let terms = rule::in_force(tx, who.district())?;
    let mut clock = before.clock();
    for (draft, file) in cmd.evidence.iter().zip(&files) {
        put_evidence(tx, who, id, None, before.row.unit.id, draft, file)?;
        clock = clock.moved(&terms, draft.happened_on);
        store::append(tx, who, id, "contact", &draft.text, draft.happened_on)?;
    }
    store::set_clock(tx, who.district(), id, &clock)?;
    let evidence: Vec<_> = cmd
        .evidence
        .iter()
        .map(|e| json!({ "proof": e.proof, "happened_on": e.happened_on, "sha256": e.sha256 }))
        .collect();
    let detail = json!({ "version": before.row.version + 1, "changed": ["evidence"], "evidence": evidence });
    audit::record(tx, who, "claim.contact", "claim", id.0, &detail)?;
    get(tx, who, id)
}

/// Makes the protection longer.
pub fn renew(tx: &Tx<'_>, who: &Who, id: ClaimId, version: i64) -> Result<ClaimRecord> {
    let before = held(tx, who, id, version)?;
    let (today, terms) = (today(tx, who)?, rule::in_force(tx, who.district())?);
    let (holder, clock) = (is_holder(who, &before), before.clock());
    may_renew(before.row.state, holder, &clock, before.row.renewals, has_met(&before), &terms, today)
        .map_err(refused)?;
    let clock = clock.renewed(&terms);
    store::set_clock(tx, who.district(), id, &clock)?;
    store::note_renewal(tx, who.district(), id, today)?;
    store::append(tx, who, id, "renew", &clock.expires_on.to_string(), today)?;
    let detail = json!({ "version": before.row.version + 1, "changed": ["expires_on"],
        "from": before.row.expires_on, "to": clock.expires_on });
    audit::record(tx, who, "claim.renew", "claim", id.0, &detail)?;
    get(tx, who, id)
}

/// Gives the investor up.
pub fn withdraw(tx: &Tx<'_>, who: &Who, id: ClaimId, cmd: &Withdrawal) -> Result<ClaimRecord> {
    let before = held(tx, who, id, cmd.version)?;
    may_withdraw(&before, is_holder(who, &before)).map_err(refused)?;
    let reason = one_line(&cmd.reason);
    if reason.is_empty() {
        return Err(Error::invalid(Fault::at("reason", "claim.reason_missing")));
    }
    if !text_fits(&reason, LINE) {
        return Err(Error::invalid(Fault::at("reason", "claim.too_long").with("limit", LINE)));
    }
    end(tx, who, id, ClaimState::Withdrawn, today(tx, who)?, &reason)?;
    get(tx, who, id)
}

/// Names the project that came of it: of the same unit, and with the same investor.
pub fn link(tx: &Tx<'_>, who: &Who, id: ClaimId, cmd: &Link) -> Result<ClaimRecord> {
    let before = held(tx, who, id, cmd.version)?;
    may_link(before.row.state, is_holder(who, &before), before.row.project.is_some()).map_err(refused)?;
    let project = match project::writable(tx, who, cmd.project_id) {
        Ok(found) => found,
        Err(Error::NotFound) => return Err(Error::invalid(Fault::at("project_id", "claim.project_unknown"))),
        Err(other) => return Err(other),
    };
    if project.row.lead_unit.id != before.row.unit.id {
        return Err(Error::invalid(Fault::at("project_id", "claim.project_of_other")));
    }
    let subjects = project.organisation_ids().into_iter().map(|o| store::subject(tx, who.district(), o));
    if !subjects.collect::<Result<Vec<_>>>()?.contains(&before.subject) {
        return Err(Error::invalid(Fault::at("project_id", "claim.project_other_investor")));
    }
    store::set_project(tx, who.district(), id, cmd.project_id)?;
    store::append(tx, who, id, "link", &project.row.code, today(tx, who)?)?;
    let detail =
        json!({ "version": before.row.version + 1, "changed": ["project_id"], "to": cmd.project_id });
    audit::record(tx, who, "claim.link", "claim", id.0, &detail)?;
    get(tx, who, id)
}
