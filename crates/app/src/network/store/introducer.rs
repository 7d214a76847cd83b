//! Introducers as a list, and what is known of the projects that they brought.

use std::collections::BTreeMap;

use jiff::civil::Date;
use yinfeng_domain::{id::ProjectId, project::PartyRole};

use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, DbError, Hidden, Reader, Row,
            page::{Listing, Page, Sorted},
        },
        near,
        web::Who,
    },
    investor::{self, OrganisationRef},
    network::IntroducerFilter,
    org::UnitRef,
};

const FROM: &str = "from investor_introducer i
  join investor_organisation o on o.district = i.district and o.id = i.organisation_id";

fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

/// Who is registered, of those that the reader may read.
pub fn list(
    reader: &Reader,
    who: &Who,
    filter: &IntroducerFilter,
    (hidden, today): (&Hidden, Date),
) -> Result<Page<OrganisationRef>> {
    let mut clause = Clause::of_district("i.district", who.district());
    hidden.keep(&mut clause, "o.id");
    investor::known_to(&mut clause, who, "o.id")?;
    clause.among("i.kind", filter.introducer_kind.iter().map(|kind| kind.code()));
    match filter.in_force {
        None => {}
        Some(true) => clause.and("(i.valid_until is null or i.valid_until >= $?)", today),
        Some(false) => clause.and("i.valid_until < $?", today),
    }
    if let Some(q) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let found = near::finds(reader, &mut clause, "o.id", investor::SEARCH_KIND, q);
        clause.also(&found);
    }
    let (column, down) = match filter.sort.as_deref().unwrap_or("-registered_on") {
        "-registered_on" => ("i.registered_on", true),
        "registered_on" => ("i.registered_on", false),
        "name" => ("o.sort_key", false),
        "-name" => ("o.sort_key", true),
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let listing = Listing {
        select: &format!("select o.id, o.name, o.country, {column} {FROM}"),
        counted: FROM,
        column,
        id: "i.organisation_id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    let page = listing.page(
        reader,
        clause,
        place,
        |r| {
            let organisation = OrganisationRef { id: r.get(0)?, name: r.get(1)?, country: r.get(2)? };
            Ok((organisation, r.get::<String>(3)?))
        },
        |(row, key)| [key.clone().into(), row.id.into()],
    )?;
    Ok(page.map(|(row, _)| row))
}

/// What is known of an introduced project beside its stage.
pub struct Facts {
    pub entered_on: Date,
    pub signed_on: Option<Date>,
    pub contract_fen: Option<i64>,
    pub recognised_fen: i64,
    pub parts: i64,
    pub lead_unit: UnitRef,
}

/// Of projects that the reader may read.
pub fn facts(reader: &Reader, district: &str, ids: &[ProjectId]) -> Result<BTreeMap<ProjectId, Facts>> {
    let mut clause = Clause::of_district("p.district", district);
    clause.among("p.id", ids.iter().copied());
    let found = reader.query(
        &format!(
            "select p.id, p.entered_on, p.contract_signed_on, p.contract_fen, p.funds_recognised_fen, coalesce(p.parts, 0),
               u.id, u.name, u.short_name, u.kind
             from project p join org_unit u on u.district = p.district and u.id = p.lead_unit_id where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let lead_unit = UnitRef { id: r.get(6)?, name: r.get(7)?, short_name: r.get(8)?, kind: r.get(9)? };
            let facts = Facts {
                entered_on: r.get(1)?,
                signed_on: r.get(2)?,
                contract_fen: r.get(3)?,
                recognised_fen: r.get(4)?,
                parts: r.get(5)?,
                lead_unit,
            };
            Ok((r.get::<ProjectId>(0)?, facts))
        },
    )?;
    Ok(found.into_iter().collect())
}

/// A part of a bundle.
pub struct Part {
    pub bundle: ProjectId,
    pub id: ProjectId,
    pub contract_fen: Option<i64>,
    pub recognised_fen: i64,
}

pub fn parts(reader: &Reader, district: &str, bundles: &[ProjectId]) -> Result<Vec<Part>> {
    if bundles.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("district", district);
    clause.among("parent_id", bundles.iter().copied());
    reader.query(
        &format!(
            "select parent_id, id, contract_fen, funds_recognised_fen from project where {} order by code limit 1000",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(Part {
                bundle: r.get(0)?,
                id: r.get(1)?,
                contract_fen: r.get(2)?,
                recognised_fen: r.get(3)?,
            })
        },
    )
}

/// Who has which part in these projects.
pub fn parties(
    reader: &Reader,
    district: &str,
    ids: &[ProjectId],
) -> Result<Vec<(ProjectId, PartyRole, OrganisationRef)>> {
    let mut clause = Clause::of_district("pp.district", district);
    clause.among("pp.project_id", ids.iter().copied());
    clause.also("pp.role in ('investor', 'introducer')");
    reader.query(
        &format!(
            "select pp.project_id, pp.role, o.id, o.name, o.country from project_party pp
             join investor_organisation o on o.district = pp.district and o.id = pp.organisation_id
             where {} order by pp.project_id, pp.no",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let organisation = OrganisationRef { id: r.get(2)?, name: r.get(3)?, country: r.get(4)? };
            Ok((r.get(0)?, code(r, 1, PartyRole::from_code)?, organisation))
        },
    )
}
