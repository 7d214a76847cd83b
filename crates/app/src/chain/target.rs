//! Target firms (目标企业): whom a unit is to win for a link, by when, and with what outcome. One unit at a time is after
//! a firm, whatever the link.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    chain::{Outcome, overdue, step as step_of},
    id::{AccountId, ChainId, ChainLinkId, ChainTargetId, OrganisationId, ProjectId, UnitId},
    project::{LINE, NAME, one_line, planned, text_fits},
};

use super::{
    ChainRemoval, Names, link, may_keep, stale, store,
    view::{ChainTargetActions, ChainTargetRecord, ChainTargetRow, veil_targets},
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx, page::Page},
        web::{Action, Who},
    },
    investor, org, project,
};

/// A target as it is entered or given on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChainTargetDraft {
    #[schema(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    /// Who is to win it.
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    #[schema(value_type = String)]
    pub due_on: Date,
    /// Why this one.
    #[serde(default)]
    pub reason: String,
}

/// To another unit, or with another day.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChainTargetReassign {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    #[schema(value_type = String)]
    pub due_on: Date,
    pub reason: String,
    pub version: i64,
}

/// How far it is, with what there is to say.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ChainTargetStep)]
pub struct TargetStep {
    /// `to_contact`, `contacted`, `visiting`, `project`, `given_up`.
    #[schema(value_type = String)]
    pub outcome: Outcome,
    /// Asked when it is given up or goes back.
    #[serde(default)]
    pub text: String,
    /// What it has become.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub project_id: Option<ProjectId>,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TargetFilter {
    #[param(value_type = Option<Uuid>)]
    pub chain: Option<ChainId>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    /// Only those of the reader's own units.
    pub mine: Option<bool>,
    #[param(value_type = Vec<String>)]
    pub outcome: Vec<Outcome>,
    pub overdue: Option<bool>,
    /// `due_on` (the default) or `-due_on`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// One entry of the log.
pub struct Entry<'a> {
    pub act: &'a str,
    pub unit: UnitId,
    pub due_on: Date,
    pub text: &'a str,
    pub on: Date,
    pub by: Option<AccountId>,
    pub at: Timestamp,
}

fn done(mut row: ChainTargetRow, today: Date) -> ChainTargetRow {
    row.overdue = overdue(row.outcome, row.due_on, today);
    row
}

/// Targets on a link, those that are due first.
pub(super) fn of_link(
    reader: &Reader,
    who: &Who,
    names: &Names,
    id: ChainLinkId,
) -> Result<Vec<ChainTargetRow>> {
    let today = org::office_day(reader, who.district())?;
    let rows = store::target::of_link(reader, who.district(), id)?;
    let mut rows: Vec<ChainTargetRow> = rows.into_iter().map(|row| done(row, today)).collect();
    veil_targets(reader, who, names, &mut rows)?;
    Ok(rows)
}

/// Targets of all chains.
pub fn targets(reader: &Reader, who: &Who, filter: &TargetFilter) -> Result<Page<ChainTargetRow>> {
    who.need_district(Class::Chain, Act::Read)?;
    let today = org::office_day(reader, who.district())?;
    let mut page = store::target::list(reader, who, filter, today)?;
    page.items = page.items.into_iter().map(|row| done(row, today)).collect();
    veil_targets(reader, who, &Names::of(reader, who)?, &mut page.items)?;
    Ok(page)
}

fn may_step(who: &Who, row: &ChainTargetRow) -> Result<()> {
    // Who records for the unit what it has to do with investors, records this.
    let of_unit = who.actor.reach(Class::Interaction, Act::Write).covers(&row.unit_path);
    if of_unit || may_keep(who, &row.lead_path).is_ok() {
        Ok(())
    } else {
        Err(Error::refused(Fault::new("chain.target_not_yours")))
    }
}

fn may_reassign(who: &Who, row: &ChainTargetRow) -> Result<()> {
    may_keep(who, &row.lead_path)?;
    if row.outcome.is_open() { Ok(()) } else { Err(Error::refused(Fault::new("chain.target_over"))) }
}

/// One target with its log.
pub fn target(reader: &Reader, who: &Who, id: ChainTargetId) -> Result<ChainTargetRecord> {
    who.need_district(Class::Chain, Act::Read)?;
    let today = org::office_day(reader, who.district())?;
    let row = store::target::one(reader, who.district(), id)?.ok_or(Error::NotFound)?;
    let mut row = done(row, today);
    veil_targets(reader, who, &Names::of(reader, who)?, std::slice::from_mut(&mut row))?;
    let log = match &row.organisation {
        Some(_) => store::target::log(reader, who.district(), id)?,
        None => Vec::new(),
    };
    let actions = ChainTargetActions {
        reassign: Action::of(who.lang, may_reassign(who, &row)),
        step: Action::of(who.lang, may_step(who, &row)),
        take_back: Action::of(who.lang, may_take_back(who, &row)),
    };
    Ok(ChainTargetRecord { row, log, actions })
}

fn check_unit(reader: &Reader, who: &Who, unit: UnitId, faults: &mut Faults) -> Result<()> {
    let known = store::unit_path(reader, who.district(), unit)?.is_some();
    faults.need(known, || Fault::at("unit_id", "org.unit_unknown"));
    Ok(())
}

/// Makes the unit of the open targets of a firm the one that is after it, or nobody when none is open. Another unit has
/// it already: told by name, also when both began at the same instant.
pub(super) fn pursue(tx: &Tx<'_>, who: &Who, organisation: OrganisationId, field: &str) -> Result<()> {
    let district = who.district();
    store::target::end_pursuit(tx, district, organisation)?;
    for unit in store::target::pursuers(tx, district, organisation)? {
        if store::target::pursue(tx, district, organisation, unit)? == unit {
            continue;
        }
        let other = store::target::open_elsewhere(tx, district, organisation, unit)?;
        let (unit, link) = other.unwrap_or_default();
        let fault = Fault::at(field, "chain.target_elsewhere").with("unit", unit).with("link", link);
        return Err(Error::refused(fault));
    }
    Ok(())
}

/// Makes a firm a target of a link and gives it to a unit, which then knows it.
pub fn aim(tx: &Tx<'_>, who: &Who, id: ChainLinkId, draft: &ChainTargetDraft) -> Result<ChainTargetRecord> {
    may_keep(who, &link::found(tx, who, id)?.lead_path)?;
    let today = org::office_day(tx, who.district())?;
    let draft = ChainTargetDraft { reason: one_line(&draft.reason), ..draft.clone() };
    let mut faults = Faults::default();
    let organisation = draft.organisation_id;
    if Names::of(tx, who)?.known(tx, who, organisation)? {
        if let Some(unit) = store::target::on_link(tx, who.district(), id, organisation)? {
            faults.add(Fault::at("organisation_id", "chain.target_twice").with("unit", unit));
        } else if store::firm::on_link(tx, who.district(), id, organisation)? {
            faults.add(Fault::at("organisation_id", "chain.target_is_firm"));
        }
    } else {
        faults.add(Fault::at("organisation_id", "chain.organisation_unknown"));
    }
    check_unit(tx, who, draft.unit_id, &mut faults)?;
    faults
        .need(draft.due_on >= today && planned(draft.due_on, today), || Fault::at("due_on", "chain.due_on"));
    faults.need(text_fits(&draft.reason, LINE), || Fault::at("reason", "chain.too_long").with("limit", LINE));
    faults.into_result()?;
    insert(tx, who, id, &draft, (today, tx.now()))
}

/// A target as the demo brings it in: given on an earlier day.
pub fn aim_imported(
    tx: &Tx<'_>,
    who: &Who,
    id: ChainLinkId,
    draft: &ChainTargetDraft,
    (on, at): (Date, Timestamp),
) -> Result<ChainTargetRecord> {
    who.need_district(Class::Chain, Act::Write)?;
    insert(tx, who, id, draft, (on, at))
}

fn insert(
    tx: &Tx<'_>,
    who: &Who,
    link: ChainLinkId,
    draft: &ChainTargetDraft,
    (on, at): (Date, Timestamp),
) -> Result<ChainTargetRecord> {
    let id: ChainTargetId = tx.new_id();
    store::target::insert(tx, who, (link, id), draft)
        .map_err(|e| store::taken(e, ("organisation_id", "chain.target_now")))?;
    let entry = Entry {
        act: "assign",
        unit: draft.unit_id,
        due_on: draft.due_on,
        text: &draft.reason,
        on,
        by: who.account_id(),
        at,
    };
    store::target::append(tx, who.district(), id, &entry)?;
    pursue(tx, who, draft.organisation_id, "organisation_id")?;
    // Whoever is to win it has to be able to read it, and so has the unit in the lead, which keeps the chain.
    let lead = store::target::lead_unit(tx, who.district(), link)?.ok_or(Error::NotFound)?;
    let mut told = Vec::new();
    for unit in [draft.unit_id, lead] {
        if investor::make_known_anew(tx, who.district(), draft.organisation_id, unit)? {
            told.push(unit);
        }
    }
    store::target::set_told(tx, who.district(), id, &told)?;
    let detail = json!({ "version": 1, "link_id": link, "draft": draft });
    audit::record(tx, who, "chain.aim", "chain_target", id.0, &detail)?;
    target(tx, who, id)
}

fn at_version(tx: &Tx<'_>, who: &Who, id: ChainTargetId, version: i64) -> Result<ChainTargetRow> {
    let now = target(tx, who, id)?;
    may_step(who, &now.row)?;
    if now.row.version == version {
        return Ok(now.row);
    }
    Err(stale(tx, who, ("chain_target", id.0), version, &now))
}

/// Gives an open target to another unit, or another day, with the reason.
pub fn reassign(
    tx: &Tx<'_>,
    who: &Who,
    id: ChainTargetId,
    cmd: &ChainTargetReassign,
) -> Result<ChainTargetRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    may_reassign(who, &before)?;
    let today = org::office_day(tx, who.district())?;
    let reason = one_line(&cmd.reason);
    let mut faults = Faults::default();
    check_unit(tx, who, cmd.unit_id, &mut faults)?;
    let due = cmd.due_on == before.due_on || (cmd.due_on >= today && planned(cmd.due_on, today));
    faults.need(due, || Fault::at("due_on", "chain.due_on"));
    let same = cmd.unit_id == before.unit.id && cmd.due_on == before.due_on;
    faults.need(!same, || Fault::at("unit_id", "chain.reassign_same"));
    faults.need(!reason.is_empty(), || Fault::at("reason", "chain.reason_missing"));
    faults.need(text_fits(&reason, NAME), || Fault::at("reason", "chain.too_long").with("limit", NAME));
    faults.into_result()?;
    store::target::set_unit(tx, who.district(), id, (cmd.unit_id, cmd.due_on), tx.now())?;
    pursue(tx, who, before.organisation_id, "unit_id")?;
    investor::make_known(tx, who.district(), before.organisation_id, cmd.unit_id)?;
    let entry = Entry {
        act: "reassign",
        unit: cmd.unit_id,
        due_on: cmd.due_on,
        text: &reason,
        on: today,
        by: who.account_id(),
        at: tx.now(),
    };
    store::target::append(tx, who.district(), id, &entry)?;
    let detail = json!({ "version": cmd.version + 1, "changed": ["unit", "due_on"], "unit_id": cmd.unit_id,
        "due_on": cmd.due_on, "reason": reason });
    audit::record(tx, who, "chain.reassign", "chain_target", id.0, &detail)?;
    target(tx, who, id)
}

fn may_take_back(who: &Who, row: &ChainTargetRow) -> Result<()> {
    may_keep(who, &row.lead_path)?;
    if row.version == 1 { Ok(()) } else { Err(Error::refused(Fault::new("chain.target_begun"))) }
}

/// Takes back a target that nobody has done anything about yet, as if it had never been one.
pub fn take_back(tx: &Tx<'_>, who: &Who, id: ChainTargetId, cmd: &ChainRemoval) -> Result<()> {
    let now = target(tx, who, id)?;
    may_take_back(who, &now.row)?;
    if now.row.version != cmd.version {
        return Err(stale(tx, who, ("chain_target", id.0), cmd.version, &now));
    }
    let (district, organisation) = (who.district(), now.row.organisation_id);
    for unit in store::target::told(tx, district, id)? {
        investor::make_unknown(tx, district, organisation, unit)?;
    }
    store::target::delete(tx, district, id)?;
    pursue(tx, who, organisation, "id")?;
    let detail = json!({ "version": 2, "link_id": now.row.link_id, "organisation_id": organisation,
        "unit_id": now.row.unit.id });
    audit::record(tx, who, "chain.take_back", "chain_target", id.0, &detail)
}

/// Tells how far a target is: the unit that has it, or whoever keeps the chain.
pub fn step(tx: &Tx<'_>, who: &Who, id: ChainTargetId, cmd: &TargetStep) -> Result<ChainTargetRecord> {
    let before = at_version(tx, who, id, cmd.version)?;
    let today = org::office_day(tx, who.district())?;
    check_step(tx, who, &before, cmd)?;
    let project = cmd.project_id.filter(|_| cmd.outcome == Outcome::Project);
    let text = cmd.text.trim();
    told(tx, who, &before, (cmd.outcome, project, text), (today, tx.now()))?;
    target(tx, who, id)
}

fn check_step(tx: &Tx<'_>, who: &Who, before: &ChainTargetRow, cmd: &TargetStep) -> Result<()> {
    let asked =
        step_of(before.outcome, cmd.outcome).map_err(|code| Error::invalid(Fault::at("outcome", code)))?;
    let mut faults = Faults::default();
    let text = cmd.text.trim();
    faults.need(!asked.reason || !text.is_empty(), || Fault::at("text", "chain.reason_missing"));
    faults.need(text_fits(text, LINE), || Fault::at("text", "chain.too_long").with("limit", LINE));
    match cmd.project_id {
        Some(project) if asked.project => {
            let readable = project::reference(tx, who, project).is_ok();
            faults.need(readable, || Fault::at("project_id", "chain.project_unknown"));
        }
        None if asked.project => faults.add(Fault::at("project_id", "chain.project_missing")),
        _ => {}
    }
    faults.into_result()
}

fn told(
    tx: &Tx<'_>,
    who: &Who,
    before: &ChainTargetRow,
    (outcome, project, text): (Outcome, Option<ProjectId>, &str),
    (on, at): (Date, Timestamp),
) -> Result<()> {
    store::target::set_outcome(tx, who.district(), before.id, (outcome, project, text), (on, tx.now()))?;
    // What was over may have become somebody else's.
    pursue(tx, who, before.organisation_id, "outcome")?;
    let entry = Entry {
        act: outcome.code(),
        unit: before.unit.id,
        due_on: before.due_on,
        text,
        on,
        by: who.account_id(),
        at,
    };
    store::target::append(tx, who.district(), before.id, &entry)?;
    let detail = json!({ "version": before.version + 1, "changed": ["outcome"], "outcome": outcome,
        "project_id": project, "text": text });
    audit::record(tx, who, "chain.step", "chain_target", before.id.0, &detail)
}

/// A step as the demo brings it in: told on an earlier day.
pub fn step_imported(
    tx: &Tx<'_>,
    who: &Who,
    id: ChainTargetId,
    cmd: &TargetStep,
    (on, at): (Date, Timestamp),
) -> Result<()> {
    who.need_district(Class::Chain, Act::Write)?;
    let before = store::target::one(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    told(tx, who, &before, (cmd.outcome, cmd.project_id, &cmd.text), (on, at))
}
