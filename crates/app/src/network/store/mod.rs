//! What the network is read from.

pub mod association;
pub mod introducer;
pub mod reach;

use std::collections::BTreeSet;

use jiff::civil::Date;
use yinfeng_domain::id::{AccountId, OrganisationId, UnitId};

use crate::{
    floor::{
        Result,
        db::{Clause, Hidden, Reader, Row},
        web::Who,
    },
    investor::ChargeRef,
    org::UnitRef,
    params,
    project::PersonRef,
};

/// Unit and person in charge from a column on.
pub fn charge(r: &Row<'_>, at: usize) -> Result<Option<ChargeRef>> {
    let Some(id) = r.get::<Option<UnitId>>(at)? else { return Ok(None) };
    let unit = UnitRef { id, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? };
    let person = match r.get::<Option<AccountId>>(at + 4)? {
        Some(id) => Some(PersonRef { id, name: r.get(at + 5)? }),
        None => None,
    };
    Ok(Some(ChargeRef { unit, person }))
}

/// Whether an organisation is known only from projects that are hidden from the reader.
pub fn is_hidden(reader: &Reader, who: &Who, id: OrganisationId, hidden: &Hidden) -> Result<bool> {
    let mut clause = Clause::of_district("o.district", who.district());
    clause.and("o.id = $?", id);
    clause.also(&hidden.hides("o.id"));
    let sql = format!("select 1 from investor_organisation o where {}", clause.text());
    Ok(reader.value::<i64>(&sql, clause.bound())?.is_some())
}

/// An organisation, those of its group, and those that own it or that it owns today.
pub fn related(
    reader: &Reader,
    district: &str,
    id: OrganisationId,
    today: Date,
) -> Result<BTreeSet<OrganisationId>> {
    let rows = reader.query(
        "with head as (select coalesce(group_id, id) as id from investor_organisation where district = $1 and id = $2)
         select o.id from investor_organisation o join head on head.id = o.group_id where o.district = $1
         union select id from head
         union select owner_id from investor_holding where district = $1 and owned_id = $2 and from_on <= $3
           and (until_on is null or until_on >= $3)
         union select owned_id from investor_holding where district = $1 and owner_id = $2 and from_on <= $3
           and (until_on is null or until_on >= $3)",
        params![district, id, today],
        |r| Ok(r.get::<OrganisationId>(0)?),
    )?;
    Ok(rows.into_iter().chain([id]).collect())
}
