//! The projects of organisations.

use std::collections::HashMap;

use yinfeng_domain::{
    authority::{Act, Class},
    id::OrganisationId,
    project::{PartyRole, Stage, Status},
};

use super::{
    reference,
    view::{code, within_reach},
};
use crate::{
    floor::{
        Result,
        db::{Clause, Reader},
        web::Who,
    },
    project::organisation::OrganisationProject,
};

pub fn projects(reader: &Reader, who: &Who, id: OrganisationId) -> Result<Vec<OrganisationProject>> {
    if who.reach(Class::Project, Act::Read).is_err() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("pp.district", who.district());
    clause.and("pp.organisation_id = $?", id);
    within_reach(&mut clause, who)?;
    reader.query(
        &format!(
            "select p.id, p.code, p.name, pp.role, p.stage, p.status, p.total_fen from project_party pp
             join project p on p.district = pp.district and p.id = pp.project_id
             where {} order by p.code desc limit 500",
            clause.text()
        ),
        clause.bound(),
        |r| {
            Ok(OrganisationProject {
                project: reference(r)?,
                role: code(r, 3, PartyRole::from_code)?,
                stage: code(r, 4, Stage::from_code)?,
                status: code(r, 5, Status::from_code)?,
                total_fen: r.get(6)?,
            })
        },
    )
}

/// Of each organisation how many projects, and their total investment; a project in which it has two roles counts
/// once.
pub fn sums(
    reader: &Reader,
    who: &Who,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, (i64, i64)>> {
    if ids.is_empty() || who.reach(Class::Project, Act::Read).is_err() {
        return Ok(HashMap::new());
    }
    let mut clause = Clause::of_district("pp.district", who.district());
    clause.among("pp.organisation_id", ids.iter().copied());
    within_reach(&mut clause, who)?;
    let found = reader.query(
        &format!(
            "select organisation_id, count(*), cast(coalesce(sum(total_fen), 0) as bigint) from (
               select distinct pp.organisation_id, p.id, p.total_fen from project_party pp
               join project p on p.district = pp.district and p.id = pp.project_id where {}) parts
             group by organisation_id",
            clause.text()
        ),
        clause.bound(),
        |r| Ok((r.get::<OrganisationId>(0)?, (r.get::<i64>(1)?, r.get::<i64>(2)?))),
    )?;
    Ok(found.into_iter().collect())
}
