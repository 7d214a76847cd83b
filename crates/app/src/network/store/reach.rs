//! Firms that may open a door.

use std::collections::HashMap;

use yinfeng_domain::id::OrganisationId;

use crate::floor::{
    Result,
    db::{Clause, Reader},
};

/// Of these organisations those that invest in a project, or are registered as introducers (`true`).
pub fn openers(
    reader: &Reader,
    district: &str,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, bool>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut clause = Clause::of_district("o.district", district);
    clause.among("o.id", ids.iter().copied());
    let rows = reader.query(
        &format!(
            "select o.id, case when i.organisation_id is null then 0 else 1 end from investor_organisation o
             left join investor_introducer i on i.district = o.district and i.organisation_id = o.id
             where {} and (i.organisation_id is not null or exists (select 1 from project_party pp
               where pp.district = o.district and pp.organisation_id = o.id and pp.role = 'investor'))",
            clause.text()
        ),
        clause.bound(),
        |r| Ok((r.get(0)?, r.get::<i64>(1)? == 1)),
    )?;
    Ok(rows.into_iter().collect())
}
