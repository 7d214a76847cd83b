//! A project entered just now, made of what was entered: what reading it back would cost is half of a create.

use yinfeng_domain::{
    authority::{Act, Class, Reach},
    project::{Measure, UnitRole},
};

use super::{
    AmountView, PartyView, PersonRef, PhaseView, ProjectActions, ProjectRow, ProjectView, StageLogView,
    UnitShareView,
    draft::{Amount, Prepared},
    entry::Entry,
    store,
};
use crate::floor::{Error, Result, clock, db::Tx, web::Who};

/// What is read of a project entered just now; nothing when more would have to be looked up for it.
pub(super) fn as_made(tx: &Tx<'_>, who: &Who, entry: &Entry<'_>, code: &str) -> Result<Option<ProjectView>> {
    let (prepared, draft) = (entry.prepared, &entry.prepared.draft);
    let [(stage, since)] = entry.history else { return Ok(None) };
    let reads_all = who.reach(Class::Project, Act::Read)? == Reach::District;
    if !reads_all || draft.enlarges_id.is_some() {
        return Ok(None);
    }
    let found = &prepared.found;
    let lead = found.units.iter().find(|known| known.unit.id == prepared.lead).ok_or(Error::NotFound)?;
    let parties = parties(prepared);
    let at = clock::as_kept(tx.now());
    let row = ProjectRow {
        id: entry.id,
        code: code.to_owned(),
        name: draft.name.clone(),
        kind: draft.kind,
        track: prepared.track,
        industry: found.industry.clone(),
        structure: prepared.structure,
        high_technology: prepared.high_technology,
        origin: prepared.origin.clone(),
        stage: *stage,
        status: entry.status,
        agreement: draft.agreement,
        contract_signed_on: draft.contract_signed_on,
        introduced_on: draft.introduced_on,
        recognised_on: None,
        lead_unit: lead.unit.clone(),
        investors: store::view::investors(&parties),
        total_fen: prepared.whole(Measure::Total),
        contract_fen: prepared.whole(Measure::Contract),
        funds_recognised_fen: 0,
        funds_claimed_fen: entry.claimed_fen,
        next_step: draft.next_step.clone(),
        next_step_due_on: draft.next_step_due_on,
        updated_at: at,
        version: 1,
        parts: 0,
        parent: None,
        code_name: None,
        grade: None,
        left_on: None,
        idle_since_on: Some(entry.entered_on.max(*since)),
    };
    Ok(Some(ProjectView {
        row,
        structure_reason: draft.structure_reason.clone(),
        amounts: amounts(prepared),
        phases: phases(prepared),
        wholes: Vec::new(),
        children: Vec::new(),
        held: None,
        enlarges: None,
        enlarged: Vec::new(),
        warnings: Vec::new(),
        parties,
        units: units(prepared),
        fixed_assets_fen: prepared.whole(Measure::FixedAssets),
        contract_foreign_fen: prepared.whole(Measure::ContractForeign),
        registered_fen: prepared.whole(Measure::Registered),
        paid_in_fen: prepared.whole(Measure::PaidIn),
        land_m2: draft.land_m2,
        place: draft.place.clone(),
        content: draft.content.clone(),
        progress: draft.progress.clone(),
        problem: draft.problem.clone(),
        event_id: draft.event_id,
        entered_on: entry.entered_on,
        stage_since_on: *since,
        stage_log: vec![StageLogView {
            no: 1,
            from_stage: String::new(),
            to_stage: stage.code().to_owned(),
            from_status: String::new(),
            to_status: entry.status.code().to_owned(),
            happened_on: *since,
            holds_on: *since,
            reason: String::new(),
            recorded_by: who.account_id().map(|id| PersonRef { id, name: who.actor.name.clone() }),
            recorded_at: at,
            corrections: Vec::new(),
        }],
        recognitions: Vec::new(),
        next_stages: Vec::new(),
        missing: Vec::new(),
        holes: Vec::new(),
        documents: Vec::new(),
        endings: Vec::new(),
        actions: ProjectActions::default(),
        lead_path: lead.path.clone(),
        created_by: who.account_id(),
        standings: Vec::new(),
    }))
}

/// In the order in which they are read: by phase and measure.
fn amounts(prepared: &Prepared) -> Vec<AmountView> {
    let mut sorted: Vec<&Amount> = prepared.amounts.iter().collect();
    sorted.sort_by_key(|a| (a.phase, a.measure.code()));
    let view = |a: &Amount| AmountView {
        phase: a.phase,
        measure: a.measure,
        currency: a.money.currency.code().to_owned(),
        minor: a.money.minor,
        before_minor: a.before_minor,
        rate_e8: a.rate_e8,
        rate_on: a.rate_on,
        rate_source: a.rate_source.clone(),
        fen: a.fen,
        source_text: a.source_text.clone(),
        source_unit: a.source_unit.clone(),
    };
    sorted.into_iter().map(view).collect()
}

fn phases(prepared: &Prepared) -> Vec<PhaseView> {
    let mut views: Vec<PhaseView> = prepared
        .draft
        .phases
        .iter()
        .map(|p| PhaseView {
            no: p.no,
            name: p.name.clone(),
            planned_from: p.planned_from,
            planned_to: p.planned_to,
            actual_from: p.actual_from,
            actual_to: p.actual_to,
        })
        .collect();
    views.sort_by_key(|p| p.no);
    views
}

fn parties(prepared: &Prepared) -> Vec<PartyView> {
    let known = &prepared.found.organisations;
    let of = |id| known.iter().find(|o| o.id == id).cloned();
    let view = |p: &super::PartyDraft| {
        of(p.organisation_id).map(|organisation| PartyView {
            organisation,
            role: p.role,
            share_bp: p.share_bp,
        })
    };
    prepared.draft.investors.iter().filter_map(view).collect()
}

/// The unit in the lead first, then by share.
fn units(prepared: &Prepared) -> Vec<UnitShareView> {
    let mut shares: Vec<_> = prepared
        .draft
        .units
        .iter()
        .filter_map(|share| Some((share, prepared.found.units.iter().find(|k| k.unit.id == share.unit_id)?)))
        .collect();
    shares.sort_by_key(|(share, known)| {
        (share.role != UnitRole::Lead, -share.share_bp, known.sort_no, known.unit.id)
    });
    let view = |(share, known): (&super::CreditDraft, &store::KnownUnit)| UnitShareView {
        unit: known.unit.clone(),
        role: share.role,
        share_bp: share.share_bp,
    };
    shares.into_iter().map(view).collect()
}
