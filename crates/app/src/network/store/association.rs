//! Associations as a list.

use std::collections::HashMap;

use jiff::civil::Date;
use yinfeng_domain::{id::OrganisationId, investor::AssociationKind};

use super::charge;
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Hidden, Reader, Value,
            page::{self, Page},
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
    let mut clause = conditions(reader, who, filter, hidden);
    let down = match filter.sort.as_deref().unwrap_or("name") {
        "name" => false,
        "-name" => true,
        _ => return Err(Error::invalid(Fault::at("sort", "floor.field_wrong").with("why", "sort"))),
    };
    let counted = format!(
        "select count(*) from (select 1 {FROM} where {} limit {}) counted",
        clause.text(),
        page::COUNT_CAP + 1
    );
    let total = reader.value::<i64>(&counted, clause.bound())?.unwrap_or(0);
    if let Some(cursor) = &filter.cursor {
        let mut at = page::decode(cursor, 2)?;
        let (id, key) = (at.pop().unwrap_or(Value::Null), at.pop().unwrap_or(Value::Null));
        let (key, id) = (clause.bind(key), clause.bind(id));
        clause.also(&format!("(o.sort_key, o.id) {} ({key}, {id})", if down { '<' } else { '>' }));
    }
    let (limit, direction) = (page::limit(filter.limit), if down { "desc" } else { "asc" });
    let mut rows = reader.query(
        &format!(
            "select o.id, o.name, o.country, a.kind, coalesce(a.note, ''), hu.id, hu.name, hu.short_name, hu.kind, ha.id,
               ha.name, o.sort_key {FROM} where {} order by o.sort_key {direction}, o.id {direction} limit {}",
            clause.text(),
            limit + 1
        ),
        clause.bound(),
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
    )?;
    let more = rows.len() as i64 > limit;
    rows.truncate(limit as usize);
    let last = if more { rows.last() } else { None };
    let next_cursor = last.map(|(row, key)| page::encode(&[key.clone().into(), row.organisation.id.into()]));
    let items = rows.into_iter().map(|(row, _)| row).collect();
    Ok(Page { items, next_cursor, total: total.min(page::COUNT_CAP), total_capped: total > page::COUNT_CAP })
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
