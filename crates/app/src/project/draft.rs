//! A project as it is entered, and what is checked before it becomes one.

mod amounts;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    id::{OrganisationId, ProjectId, UnitId},
    money::Currency,
    project::{
        Agreement, AmountUnit, Kind, LINE, Measure, NAME, PartyRole, ShareFault, Structure, TEXT, Track,
        UnitRole, credit_shares, high_technology, investor_shares, joint_shares_fit, one_line, past, planned,
        structure, text_fits, whole,
    },
};

use super::store;
use crate::{
    dictionary::{self, IndustryRef},
    floor::{Fault, Faults, Result, db::Reader, web::Who},
    investor::{self, OrganisationRef},
};
pub(super) use amounts::Amount;
use amounts::amounts;

const MOST_PHASES: usize = 20;
const MOST_PARTIES: usize = 50;
const MOST_UNITS: usize = 50;
/// 100,000 km² in m²: larger than any district.
const MOST_LAND: i64 = 100_000_000_000;

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProjectDraft {
    pub name: String,
    #[schema(value_type = String)]
    pub kind: Kind,
    /// Follows from the kind when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub track: Option<Track>,
    /// GB/T 4754.
    #[serde(default)]
    pub industry: Option<String>,
    /// Follows from the industry when left out; another place needs a reason.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub structure: Option<Structure>,
    #[serde(default)]
    pub structure_reason: String,
    /// Follows from the industry when left out; otherwise needs a reason.
    #[serde(default)]
    pub high_technology: Option<bool>,
    #[serde(default)]
    pub amounts: Vec<AmountDraft>,
    #[serde(default)]
    pub phases: Vec<PhaseDraft>,
    #[serde(default)]
    pub land_m2: Option<i64>,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub content: String,
    #[serde(default)]
    pub investors: Vec<PartyDraft>,
    pub units: Vec<CreditDraft>,
    #[serde(default = "no_agreement")]
    #[schema(value_type = String)]
    pub agreement: Agreement,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub contract_signed_on: Option<Date>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub introduced_on: Option<Date>,
    #[serde(default)]
    pub progress: String,
    #[serde(default)]
    pub next_step: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub next_step_due_on: Option<Date>,
    #[serde(default)]
    pub problem: String,
    /// The event at which the project began; credited to one event only.
    #[serde(default)]
    pub event_id: Option<Uuid>,
    /// Of an increase: the project that it enlarges.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub enlarges_id: Option<ProjectId>,
}

const fn no_agreement() -> Agreement {
    Agreement::None
}

/// One amount of one phase; phase 0 is the whole project.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AmountDraft {
    #[serde(default)]
    pub phase: i64,
    #[schema(value_type = String)]
    pub measure: Measure,
    /// A decimal number as text: `1.3`. Of an increase with `before`, what there is after it.
    pub amount: String,
    /// Of an increase (增资扩产), what there was before, in the same unit and currency: only what was added counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[schema(value_type = String)]
    pub unit: AmountUnit,
    #[serde(default = "yuan")]
    #[schema(value_type = String)]
    pub currency: Currency,
    /// CNY per unit of the currency; the dictionary's rate of the day when left out.
    #[serde(default)]
    pub rate: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub rate_on: Option<Date>,
    #[serde(default)]
    pub rate_source: Option<String>,
    /// How a ledger wrote the amount and its unit, kept beside the number: `约5000`, `万元`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_unit: Option<String>,
}

const fn yuan() -> Currency {
    Currency::Cny
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PhaseDraft {
    pub no: i64,
    pub name: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub planned_from: Option<Date>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub planned_to: Option<Date>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub actual_from: Option<Date>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub actual_to: Option<Date>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PartyDraft {
    #[schema(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    #[serde(default = "an_investor")]
    #[schema(value_type = String)]
    pub role: PartyRole,
    /// Of the investment; null is not known.
    #[serde(default)]
    pub share_bp: Option<i64>,
}

const fn an_investor() -> PartyRole {
    PartyRole::Investor
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CreditDraft {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    #[schema(value_type = String)]
    pub role: UnitRole,
    /// Credit share in basis points; all of a project's sum to 10,000.
    pub share_bp: i64,
}

/// A draft that holds: every value tidied, derived and checked.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub draft: ProjectDraft,
    pub track: Track,
    pub structure: Structure,
    pub high_technology: bool,
    pub origin: String,
    pub lead: UnitId,
    pub amounts: Vec<Amount>,
    /// It has parts and counts by them.
    pub bundle: bool,
    pub found: Found,
}

/// What was looked up of the records that a draft points at, when it was entered by a person.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub organisations: Vec<OrganisationRef>,
    pub units: Vec<store::KnownUnit>,
    pub industry: Option<IndustryRef>,
}

impl Prepared {
    /// The amount that the project counts with: of the whole, or of its phases; nothing of a bundle.
    pub fn whole(&self, measure: Measure) -> Option<i64> {
        if self.bundle {
            return None;
        }
        let of = |phase: fn(i64) -> bool| {
            self.amounts.iter().filter(move |a| a.measure == measure && phase(a.phase)).map(|a| a.fen)
        };
        whole(of(|no| no == 0).next(), &of(|no| no > 0).collect::<Vec<_>>()).map(|w| w.fen)
    }

    pub fn industry(&self) -> Option<&str> {
        self.draft.industry.as_deref()
    }
}

/// How much of a draft is looked up: what a person sends is checked against the libraries, what an import has
/// resolved itself is not looked up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care<'a> {
    Entered,
    /// With the country of the first investor, if that is known too.
    Imported(Option<&'a str>),
}

/// Checks a draft whole, so that the reader learns of everything at once.
pub(super) fn prepare(reader: &Reader, who: &Who, draft: &ProjectDraft, care: Care<'_>) -> Result<Prepared> {
    let today = reader.today();
    let mut faults = Faults::default();
    let mut draft = tidied(draft);
    check_texts(&draft, &mut faults);
    check_dates(&draft, today, &mut faults);
    check_phases(&draft, today, &mut faults);
    let lead = check_units(&draft, &mut faults);
    check_parties(&draft, &mut faults);
    let (place, high) = place_in_structure(&mut draft, &mut faults);
    let amounts = amounts(reader, who, &draft, today, &mut faults)?;
    let (origin, found) = match care {
        Care::Entered => links(reader, who, &draft, &mut faults)?,
        Care::Imported(Some(country)) => (country.to_owned(), Found::default()),
        Care::Imported(None) => (imported_origin(reader, who, &draft)?, Found::default()),
    };
    faults.into_result()?;
    let track = draft.track.unwrap_or(Track::of(draft.kind));
    // `lead` is there, or there was a fault.
    let lead = lead.unwrap_or(UnitId(Uuid::nil()));
    Ok(Prepared {
        track,
        structure: place,
        high_technology: high,
        origin,
        lead,
        amounts,
        draft,
        bundle: false,
        found,
    })
}

fn tidied(draft: &ProjectDraft) -> ProjectDraft {
    let mut draft = draft.clone();
    for line in [&mut draft.name, &mut draft.place, &mut draft.next_step, &mut draft.structure_reason] {
        *line = one_line(line);
    }
    for text in [&mut draft.content, &mut draft.progress, &mut draft.problem] {
        *text = text.trim().to_owned();
    }
    let code = draft.industry.as_deref().map(|c| c.trim().to_ascii_uppercase());
    draft.industry = code.filter(|c| !c.is_empty());
    draft
}

fn check_texts(draft: &ProjectDraft, faults: &mut Faults) {
    faults.need(!draft.name.is_empty(), || Fault::at("name", "project.name_missing"));
    for (field, text, limit) in [
        ("name", &draft.name, NAME),
        ("place", &draft.place, LINE),
        ("next_step", &draft.next_step, LINE),
        ("structure_reason", &draft.structure_reason, LINE),
        ("content", &draft.content, TEXT),
        ("progress", &draft.progress, TEXT),
        ("problem", &draft.problem, TEXT),
    ] {
        faults.need(text_fits(text, limit), || Fault::at(field, "project.too_long").with("limit", limit));
    }
    let land = draft.land_m2.is_none_or(|m2| (0..=MOST_LAND).contains(&m2));
    faults.need(land, || Fault::at("land_m2", "project.land"));
}

fn check_dates(draft: &ProjectDraft, today: Date, faults: &mut Faults) {
    for (field, day) in
        [("contract_signed_on", draft.contract_signed_on), ("introduced_on", draft.introduced_on)]
    {
        faults.need(day.is_none_or(|d| past(d, today)), || Fault::at(field, "project.date_past"));
    }
    let due = draft.next_step_due_on.is_none_or(|d| planned(d, today));
    faults.need(due, || Fault::at("next_step_due_on", "project.date_planned"));
    // Only a formal contract has this date: a framework or an intent is not a signature.
    faults.need(draft.contract_signed_on.is_none() || draft.agreement == Agreement::Contract, || {
        Fault::at("contract_signed_on", "project.date_without_contract")
    });
}

fn check_phases(draft: &ProjectDraft, today: Date, faults: &mut Faults) {
    faults.need(draft.phases.len() <= MOST_PHASES, || {
        Fault::at("phases", "project.too_many").with("limit", MOST_PHASES)
    });
    for (at, phase) in draft.phases.iter().enumerate() {
        let field = |name: &str| format!("phases[{at}].{name}");
        let known = draft.phases[..at].iter().any(|p| p.no == phase.no);
        faults.need((1..=99).contains(&phase.no) && !known, || Fault::at(field("no"), "project.phase_no"));
        faults.need(text_fits(&phase.name, NAME), || {
            Fault::at(field("name"), "project.too_long").with("limit", NAME)
        });
        for (name, day) in [("planned_from", phase.planned_from), ("planned_to", phase.planned_to)] {
            faults.need(day.is_none_or(|d| planned(d, today)), || {
                Fault::at(field(name), "project.date_planned")
            });
        }
        for (name, day) in [("actual_from", phase.actual_from), ("actual_to", phase.actual_to)] {
            faults.need(day.is_none_or(|d| past(d, today)), || Fault::at(field(name), "project.date_past"));
        }
        for (name, from, to) in [
            ("planned_to", phase.planned_from, phase.planned_to),
            ("actual_to", phase.actual_from, phase.actual_to),
        ] {
            let ordered = from.zip(to).is_none_or(|(from, to)| from <= to);
            faults.need(ordered, || Fault::at(field(name), "project.dates_reversed"));
        }
    }
}

/// The lead unit, if there is exactly one.
fn check_units(draft: &ProjectDraft, faults: &mut Faults) -> Option<UnitId> {
    faults.need(draft.units.len() <= MOST_UNITS, || {
        Fault::at("units", "project.too_many").with("limit", MOST_UNITS)
    });
    for (at, unit) in draft.units.iter().enumerate() {
        let twice = draft.units[..at].iter().any(|u| u.unit_id == unit.unit_id);
        faults.need(!twice, || Fault::at(format!("units[{at}].unit_id"), "project.unit_twice"));
    }
    let leads: Vec<UnitId> =
        draft.units.iter().filter(|u| u.role == UnitRole::Lead).map(|u| u.unit_id).collect();
    faults.need(leads.len() == 1, || Fault::at("units", "project.one_lead").with("found", leads.len()));
    let shares: Vec<i64> = draft.units.iter().map(|u| u.share_bp).collect();
    if let Err(fault) = credit_shares(&shares) {
        faults.add(share_fault("units", fault, "project.credit_sum"));
    }
    leads.first().copied()
}

fn check_parties(draft: &ProjectDraft, faults: &mut Faults) {
    faults.need(draft.investors.len() <= MOST_PARTIES, || {
        Fault::at("investors", "project.too_many").with("limit", MOST_PARTIES)
    });
    for (at, party) in draft.investors.iter().enumerate() {
        let same = |p: &PartyDraft| p.organisation_id == party.organisation_id && p.role == party.role;
        let twice = draft.investors[..at].iter().any(same);
        faults.need(!twice, || Fault::at(format!("investors[{at}].organisation_id"), "project.party_twice"));
    }
    let shares: Vec<i64> = draft.investors.iter().map(|p| p.share_bp.unwrap_or(0)).collect();
    if let Err(fault) = investor_shares(&shares) {
        faults.add(share_fault("investors", fault, "project.investor_sum"));
    } else if draft.kind == Kind::JointVenture {
        let of = draft.investors.iter().filter(|p| p.role == PartyRole::Investor);
        let shares: Vec<Option<i64>> = of.map(|p| p.share_bp).collect();
        faults.need(joint_shares_fit(&shares), || {
            let sum: i64 = shares.iter().flatten().sum();
            Fault::at("investors", "project.joint_sum").with("sum", percent(sum))
        });
    }
}

fn share_fault(list: &str, fault: ShareFault, sum_code: &str) -> Fault {
    match fault {
        ShareFault::Row(at) => Fault::at(format!("{list}[{at}].share_bp"), "project.share"),
        ShareFault::Sum(bp) => Fault::at(list, sum_code).with("sum", percent(bp)),
    }
}

fn percent(bp: i64) -> rust_decimal::Decimal {
    rust_decimal::Decimal::new(bp, 2).normalize()
}

/// Structure and high technology as they follow from the industry, or as given with a reason.
fn place_in_structure(draft: &mut ProjectDraft, faults: &mut Faults) -> (Structure, bool) {
    let industry = draft.industry.as_deref().unwrap_or_default();
    let derived = (structure(industry), high_technology(industry));
    let given = (draft.structure.unwrap_or(derived.0), draft.high_technology.unwrap_or(derived.1));
    faults.need(given == derived || !draft.structure_reason.is_empty(), || {
        Fault::at("structure_reason", "project.structure_reason")
    });
    if given == derived {
        draft.structure_reason.clear();
    }
    given
}

/// The country of the investor that counts as the first: where a project comes from.
fn origin<'c>(draft: &ProjectDraft, country: impl Fn(OrganisationId) -> Option<&'c str>) -> String {
    let first = draft.investors.iter().find(|p| p.role == PartyRole::Investor);
    first.and_then(|p| country(p.organisation_id)).unwrap_or("CN").to_owned()
}

fn imported_origin(reader: &Reader, who: &Who, draft: &ProjectDraft) -> Result<String> {
    let ids: Vec<OrganisationId> = draft.investors.iter().map(|p| p.organisation_id).collect();
    let known = store::countries(reader, who.district(), &ids)?;
    Ok(origin(draft, |id| known.iter().find(|(k, _)| *k == id).map(|(_, country)| country.as_str())))
}

/// Whether what the draft points at exists and may be pointed at; where it comes from, and what was found.
fn links(reader: &Reader, who: &Who, draft: &ProjectDraft, faults: &mut Faults) -> Result<(String, Found)> {
    let ids: Vec<OrganisationId> = draft.investors.iter().map(|p| p.organisation_id).collect();
    let organisations = investor::visible(reader, who, &ids)?;
    let organisation = |id: OrganisationId| organisations.iter().find(|o| o.id == id);
    for (at, id) in ids.iter().enumerate() {
        faults.need(organisation(*id).is_some(), || {
            Fault::at(format!("investors[{at}].organisation_id"), "project.organisation_unknown")
        });
    }
    let ids: Vec<UnitId> = draft.units.iter().map(|u| u.unit_id).collect();
    let units = store::units_known(reader, who.district(), &ids)?;
    for (at, id) in ids.iter().enumerate() {
        faults.need(units.iter().any(|known| known.unit.id == *id), || {
            Fault::at(format!("units[{at}].unit_id"), "project.unit_unknown")
        });
    }
    let industry = match &draft.industry {
        Some(code) => dictionary::industry(reader, code)?,
        None => None,
    };
    faults.need(draft.industry.is_none() || industry.is_some(), || Fault::at("industry", "project.industry"));
    if let Some(id) = draft.enlarges_id {
        faults
            .need(draft.kind == Kind::Expansion, || Fault::at("enlarges_id", "project.enlarges_of_increase"));
        faults.need(store::view::reference(reader, who, id)?.is_some(), || {
            Fault::at("enlarges_id", "project.enlarges_unknown")
        });
    }
    if let Some(event) = draft.event_id {
        faults.need(store::event_known(reader, who.district(), event)?, || {
            Fault::at("event_id", "project.event_unknown")
        });
    }
    let origin = origin(draft, |id| organisation(id).map(|o| o.country.as_str()));
    let industry = industry.map(|i| IndustryRef { code: i.code, name: i.name });
    Ok((origin, Found { organisations, units, industry }))
}
