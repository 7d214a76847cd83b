//! The demo's bundle: the real estate of Taipei in its two phases, each a project with its own amount, under one name.

use jiff::civil::date;
use yinfeng_domain::project::{Agreement, AmountUnit, Kind, Measure, PartyRole, Stage, Status, UnitRole};

use super::work::Loaded;
use crate::{
    floor::{Result, db::Tx, web::Who},
    project::{
        self, AmountDraft, CreditDraft, PartyDraft, ProjectDraft,
        parts::{self, Join},
    },
};

const NAME: &str = "两岸房地产开发";

/// Enters the bundle and puts both phases into it. The 8,600 万美元 that it plans count in no sum: the phases do.
pub fn bundle(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>]) -> Result<()> {
    let phases: Vec<&Loaded<'_>> = projects.iter().filter(|p| p.plan.name.starts_with(NAME)).collect();
    let Some(first) = phases.first() else { return Ok(()) };
    let of = project::get(tx, who, first.id)?;
    let signed = date(2013, 10, 29);
    let imported = project::Imported {
        id: tx.new_id(),
        draft: ProjectDraft {
            name: NAME.into(),
            kind: Kind::New,
            track: None,
            industry: of.row.industry.map(|i| i.code),
            structure: None,
            structure_reason: String::new(),
            high_technology: None,
            amounts: vec![AmountDraft {
                phase: 0,
                measure: Measure::Total,
                amount: "8600".into(),
                before: None,
                unit: AmountUnit::Wan,
                currency: yinfeng_domain::money::Currency::Usd,
                rate: None,
                rate_on: Some(signed),
                rate_source: None,
                source_text: None,
                source_unit: None,
            }],
            phases: Vec::new(),
            land_m2: None,
            place: of.place,
            content: "分两期建设，一期、二期各自签约、分别计数".into(),
            investors: of
                .row
                .investors
                .iter()
                .map(|o| PartyDraft { organisation_id: o.id, role: PartyRole::Investor, share_bp: None })
                .collect(),
            units: vec![CreditDraft { unit_id: first.lead, role: UnitRole::Lead, share_bp: 10_000 }],
            agreement: Agreement::Intent,
            contract_signed_on: None,
            introduced_on: None,
            progress: String::new(),
            next_step: String::new(),
            next_step_due_on: None,
            problem: String::new(),
            event_id: None,
            enlarges_id: None,
        },
        history: vec![(Stage::Lead, signed), (Stage::Negotiation, signed)],
        status: Status::Ongoing,
        entered_on: signed,
        batch: None,
        origin: None,
        claimed_fen: 0,
    };
    project::create_imported(tx, who, &imported)?;
    for phase in phases {
        let version = project::get(tx, who, phase.id)?.row.version;
        parts::join(tx, who, phase.id, &Join { parent_id: imported.id, version })?;
    }
    Ok(())
}
