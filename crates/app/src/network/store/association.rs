//! Associations as a list.

use std::collections::HashMap;

use jiff::civil::Date;
use yinfeng_domain::{id::OrganisationId, investor::AssociationKind};

use super::charge;
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Hidden, Reader,
            page::{Listing, Page, Sorted},
        },
        near,
        web::Who,
    },
    investor::{self, OrganisationRef},
    network::{AssociationFilter, AssociationRow},
};

const FROM: &str = "from investor_organisation o
  left join investor_association a on a.district = o.district and a.organisation_id = o.id
  left join investor_charge h on h.district = o.district and h.organisation_id = o.id and h.until_on is null
  left join org_unit hu on hu.district = h.district and hu.id = h.unit_id
  left join identity_account ha on ha.district = h.district and ha.id = h.account_id";

fn conditions(reader: &Reader, who: &Who, filter: &AssociationFilter, hidden: &Hidden) -> Clause {
    let mut clause = Clause::of_district("o.district", who.district());
    clause.also("o.kind = 'association'");
    hidden.keep(&mut clause, "o.id");
    clause.among("a.kind", filter.gathers.iter().map(|kind| kind.code()));
    if let Some(unit) = filter.unit {
        clause.and("h.unit_id = $?", unit);
    }
    if let Some(q) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let found = near::finds(reader, &mut clause, "o.id", investor::SEARCH_KIND, q);
        clause.also(&found);
    }
    clause
}

pub fn list(
    reader: &Reader,
    who: &Who,
    filter: &AssociationFilter,
    hidden: &Hidden,
) -> Result<Page<AssociationRow>> {
    let clause = conditions(reader, who, filter, hidden);
    let down = match filter.sort.as_deref().unwrap_or("name") {
        "name" => false,
        "-name" => true,
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let listing = Listing {
        select: &format!(
            "select o.id, o.name, o.country, a.kind, coalesce(a.note, ''), hu.id, hu.name, hu.short_name, hu.kind, ha.id,
               ha.name, o.sort_key {FROM}"
        ),
        counted: FROM,
        column: "o.sort_key",
        id: "o.id",
        sorted: Sorted::Text,
        down,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    let page = listing.page(
        reader,
        clause,
        place,
        |r| {
            let row = AssociationRow {
                organisation: OrganisationRef { id: r.get(0)?, name: r.get(1)?, country: r.get(2)? },
                gathers: r.get::<Option<String>>(3)?.as_deref().and_then(AssociationKind::from_code),
                note: r.get(4)?,
                charge: charge(r, 5)?,
                members_count: 0,
                people_count: 0,
            };
            Ok((row, r.get::<String>(11)?))
        },
        |(row, key)| [key.clone().into(), row.organisation.id.into()],
    )?;
    Ok(page.map(|(row, _)| row))
}

/// Of each of these associations how many organisations belong to it on a day, of those the reader may read.
pub fn members(
    reader: &Reader,
    who: &Who,
    ids: &[OrganisationId],
    hidden: &Hidden,
    today: Date,
) -> Result<HashMap<OrganisationId, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut clause = Clause::of_district("m.district", who.district());
    clause.among("m.association_id", ids.iter().copied());
    clause.and("m.from_on <= $? and (m.until_on is null or m.until_on >= $?)", today);
    hidden.keep(&mut clause, "m.member_id");
    investor::known_to(&mut clause, who, "m.member_id")?;
    let sql = format!(
        "select m.association_id, count(distinct m.member_id) from investor_member m where {} group by m.association_id",
        clause.text()
    );
    let found = reader.query(&sql, clause.bound(), |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(found.into_iter().collect())
}
