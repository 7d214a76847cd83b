//! The projects of organisations.

use std::collections::HashMap;

use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{OrganisationId, ProjectId},
    project::{PartyRole, Stage, Status},
};

use super::{
    STATUS, reference,
    secret::veil,
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
    within_reach(reader, &mut clause, who)?;
    reader.query(
        &format!(
            "select p.id, p.code, coalesce(x.name, p.name), pp.role, p.stage, {STATUS}, p.total_fen from project_party pp
             join project p on p.district = pp.district and p.id = pp.project_id
             left join project_secret x on x.district = p.district and x.project_id = p.id
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
    within_reach(reader, &mut clause, who)?;
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

/// A signed project of the same investor.
pub struct SignedElsewhere {
    pub code: String,
    pub name: String,
    pub industry: String,
    pub unit: String,
    pub visible: bool,
}

/// Signed projects of the investors of a project, or of their groups, in the whole district; the newest first.
pub fn signed_of_same(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<SignedElsewhere>> {
    let mut clause = Clause::of_district("p.district", who.district());
    // Not even the unit: who signed what with whom is what the code name hides.
    veil(reader, who)?.keep(&mut clause, "p.id");
    let own = clause.bind(id);
    let visible = match who.reach(Class::Project, Act::Read)? {
        Reach::District => "1 = 1".to_owned(),
        Reach::Nothing => "1 = 0".to_owned(),
        Reach::Units(paths) => {
            let below = clause.below("path", &paths);
            format!(
                "p.id in (select pu.project_id from project_unit pu where pu.district = $1 and pu.unit_id in
                   (select id from org_unit where district = $1 and {below}))"
            )
        }
    };
    let after: Vec<String> = Stage::ALL
        .iter()
        .filter(|stage| stage.is_signed())
        .map(|stage| format!("'{}'", stage.code()))
        .collect();
    reader.query(
        &format!(
            "with mine as (select pp.organisation_id as id from project_party pp
               where pp.district = $1 and pp.project_id = {own} and pp.role = 'investor'),
             heads as (select id from mine union select o.group_id from investor_organisation o
               join mine on mine.id = o.id where o.district = $1 and o.group_id is not null),
             same as (select id from heads union select o.id from investor_organisation o
               join heads on heads.id = o.group_id where o.district = $1)
             select p.code, p.name, coalesce(p.industry, ''), u.name, case when {visible} then 1 else 0 end
             from project p join org_unit u on u.district = p.district and u.id = p.lead_unit_id
             where {} and p.id <> {own} and p.stage in ({})
               and p.id in (select pp.project_id from project_party pp
                 where pp.district = $1 and pp.role = 'investor' and pp.organisation_id in (select id from same))
             order by p.code desc limit 100",
            clause.text(),
            after.join(", ")
        ),
        clause.bound(),
        |r| {
            Ok(SignedElsewhere {
                code: r.get(0)?,
                name: r.get(1)?,
                industry: r.get(2)?,
                unit: r.get(3)?,
                visible: r.get::<i64>(4)? == 1,
            })
        },
    )
}
