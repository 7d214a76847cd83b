//! Introducers: who is registered, and what each brought, counted once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{OrganisationId, ProjectId},
    investor::{IntroducerKind, Introduction, introduction, reward_of},
    project::{PartyRole, Stage, Status},
};

use super::store::{self, introducer::Facts};
use crate::{
    floor::{
        Error, Result,
        db::{Hidden, Reader, page::Page},
        web::Who,
    },
    investor::{self, IntroducerView, OrganisationRef},
    org::{self, UnitRef},
    project::{self, ProjectRef},
};

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct IntroducerFilter {
    pub q: Option<String>,
    #[param(value_type = Vec<String>)]
    pub introducer_kind: Vec<IntroducerKind>,
    /// Whether the registration holds today.
    pub in_force: Option<bool>,
    /// `-registered_on` (the default), `registered_on`, `name` or `-name`.
    pub sort: Option<String>,
    /// For the workbook: names of columns with commas between.
    pub columns: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// What was brought, of the projects that the reader may read, each counted once; bundles by their parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct IntroducerSums {
    pub projects: i64,
    /// Those introduced by somebody who was registered before.
    pub in_time: i64,
    pub signed: i64,
    /// Contract amounts of those that are signed.
    pub contract_fen: i64,
    pub recognised_fen: i64,
    /// What the agreement gives for them as of now.
    pub reward_fen: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntroducerRow {
    #[serde(flatten)]
    pub organisation: OrganisationRef,
    pub registration: IntroducerView,
    /// It holds today.
    pub in_force: bool,
    pub sums: IntroducerSums,
}

/// A project that was introduced.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntroducedProject {
    #[serde(flatten)]
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub stage: Stage,
    #[schema(value_type = String)]
    pub status: Status,
    pub lead_unit: UnitRef,
    pub investors: Vec<OrganisationRef>,
    /// Others who introduced it too: the money is the same.
    pub others: Vec<OrganisationRef>,
    #[schema(value_type = String)]
    pub entered_on: Date,
    #[schema(value_type = Option<String>)]
    pub signed_on: Option<Date>,
    /// Of a signed project; of a bundle the sum of its parts that are not listed themselves.
    pub contract_fen: Option<i64>,
    pub recognised_fen: i64,
    #[schema(value_type = String)]
    pub introduction: Introduction,
    pub reward_fen: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntroducerRecord {
    pub organisation: OrganisationRef,
    /// None when a ledger names it as an introducer and nobody registered it.
    pub registration: Option<IntroducerView>,
    pub in_force: bool,
    pub projects: Vec<IntroducedProject>,
    pub sums: IntroducerSums,
}

/// Who is registered, with what each brought.
pub fn introducers(reader: &Reader, who: &Who, filter: &IntroducerFilter) -> Result<Page<IntroducerRow>> {
    who.reach(Class::Investor, Act::Read)?;
    let hidden = project::hidden_organisations(reader, who)?;
    let today = org::office_day(reader, who.district())?;
    let page = store::introducer::list(reader, who, filter, (&hidden, today))?;
    let mut items = Vec::new();
    for organisation in page.items {
        let Some(registration) = investor::registration(reader, who, organisation.id)? else { continue };
        let projects = brought(reader, who, &hidden, (organisation.id, Some(&registration)))?;
        let (in_force, sums) = (holds(&registration, today), sums(&projects));
        items.push(IntroducerRow { organisation, registration, in_force, sums });
    }
    Ok(Page { items, next_cursor: page.next_cursor, total: page.total, total_capped: page.total_capped })
}

/// One introducer with what it brought.
pub fn introducer(reader: &Reader, who: &Who, id: OrganisationId) -> Result<IntroducerRecord> {
    let hidden = project::hidden_organisations(reader, who)?;
    let organisation = investor::get(reader, who, id, &hidden)?;
    let registration = investor::registration(reader, who, id)?;
    let projects = brought(reader, who, &hidden, (id, registration.as_ref()))?;
    if registration.is_none() && projects.is_empty() {
        return Err(Error::NotFound);
    }
    let today = org::office_day(reader, who.district())?;
    let row = organisation.row;
    Ok(IntroducerRecord {
        organisation: OrganisationRef { id: row.id, name: row.name, country: row.country },
        in_force: registration.as_ref().is_some_and(|r| holds(r, today)),
        registration,
        sums: sums(&projects),
        projects,
    })
}

fn holds(registration: &IntroducerView, today: Date) -> bool {
    registration.valid_until.is_none_or(|until| until >= today)
}

fn sums(projects: &[IntroducedProject]) -> IntroducerSums {
    let mut out = IntroducerSums { projects: projects.len() as i64, ..IntroducerSums::default() };
    for project in projects {
        out.in_time += i64::from(project.introduction == Introduction::InTime);
        out.signed += i64::from(project.stage.is_signed());
        out.contract_fen = out.contract_fen.saturating_add(project.contract_fen.unwrap_or(0));
        out.recognised_fen = out.recognised_fen.saturating_add(project.recognised_fen);
        out.reward_fen = out.reward_fen.saturating_add(project.reward_fen);
    }
    out
}

/// The projects that an organisation introduced, of those the reader may read, the latest first.
fn brought(
    reader: &Reader,
    who: &Who,
    hidden: &Hidden,
    (id, registration): (OrganisationId, Option<&IntroducerView>),
) -> Result<Vec<IntroducedProject>> {
    let of = project::of_organisation(reader, who, id)?;
    let of: Vec<_> = of.into_iter().filter(|p| p.role == PartyRole::Introducer).collect();
    let ids: Vec<ProjectId> = of.iter().map(|p| p.project.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let today = org::office_day(reader, who.district())?;
    let mut facts = store::introducer::facts(reader, who.district(), &ids)?;
    count_bundles(reader, who, &mut facts)?;
    let parties = store::introducer::parties(reader, who.district(), &ids)?;
    let related = store::related(reader, who.district(), id, today)?;
    let named = parties.iter().map(|(_, _, organisation)| organisation.id).collect::<Vec<_>>();
    let seen: BTreeSet<OrganisationId> =
        investor::visible_but(reader, who, &named, hidden)?.into_iter().map(|o| o.id).collect();
    let of_role = |project: ProjectId, role: PartyRole| {
        let rows = parties.iter().filter(move |(of, as_what, _)| *of == project && *as_what == role);
        rows.map(|(_, _, organisation)| organisation.clone())
    };
    let mut out = Vec::new();
    for one in of {
        let Some(facts) = facts.remove(&one.project.id) else { continue };
        // Also those whose names the reader may not know.
        let own = of_role(one.project.id, PartyRole::Investor).any(|o| related.contains(&o.id));
        let standing = introduction(registration.map(IntroducerView::registration), facts.entered_on, own);
        let rule = registration.and_then(IntroducerView::reward);
        out.push(IntroducedProject {
            investors: of_role(one.project.id, PartyRole::Investor)
                .filter(|o| seen.contains(&o.id))
                .collect(),
            others: of_role(one.project.id, PartyRole::Introducer)
                .filter(|o| o.id != id && seen.contains(&o.id))
                .collect(),
            project: one.project,
            contract_fen: facts.contract_fen.filter(|_| one.stage.is_signed()),
            stage: one.stage,
            status: one.status,
            lead_unit: facts.lead_unit,
            entered_on: facts.entered_on,
            signed_on: facts.signed_on,
            recognised_fen: facts.recognised_fen,
            introduction: standing,
            reward_fen: reward_of(rule, standing, facts.recognised_fen),
        });
    }
    Ok(out)
}

/// A bundle counts by its parts: by those that the reader may read and that are not listed beside it.
fn count_bundles(reader: &Reader, who: &Who, facts: &mut BTreeMap<ProjectId, Facts>) -> Result<()> {
    let bundles: Vec<ProjectId> = facts.iter().filter(|(_, f)| f.parts > 0).map(|(id, _)| *id).collect();
    for part in store::introducer::parts(reader, who.district(), &bundles)? {
        let readable = match project::reference(reader, who, part.id) {
            Ok(_) => true,
            Err(Error::NotFound) => false,
            Err(error) => return Err(error),
        };
        if facts.contains_key(&part.id) || !readable {
            continue;
        }
        if let Some(whole) = facts.get_mut(&part.bundle) {
            whole.recognised_fen = whole.recognised_fen.saturating_add(part.recognised_fen);
            if let Some(fen) = part.contract_fen {
                whole.contract_fen = Some(whole.contract_fen.unwrap_or(0).saturating_add(fen));
            }
        }
    }
    Ok(())
}
