//! Projects that an investor may still join.

use yinfeng_domain::{id::OrganisationId, project::Stage};

use super::{
    reference,
    view::{code, unit, within_reach},
};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Result,
        db::{Clause, Reader},
        web::Who,
    },
    project::matching::Candidate,
};

/// So many of the latest changed are compared: more go on at once in no district.
const MOST: i64 = 2_000;

/// Projects before signing that go on and that the reader may read.
pub fn candidates(reader: &Reader, who: &Who, organisation: OrganisationId) -> Result<Vec<Candidate>> {
    let mut clause = Clause::of_district("p.district", who.district());
    let own = clause.bind(organisation);
    clause.among("p.stage", Stage::ALL.iter().filter(|s| !s.is_signed()).map(|s| s.code()));
    clause.also("p.status = 'ongoing' and p.left_on is null");
    within_reach(reader, &mut clause, who)?;
    reader.query(
        &format!(
            "select p.id, p.code, coalesce(x.name, p.name), i.code, i.name, p.stage, u.id, u.name, u.short_name, u.kind,
               p.total_fen, p.land_m2,
               exists (select 1 from project_party pp where pp.district = p.district and pp.project_id = p.id
                 and pp.role = 'investor'),
               exists (select 1 from project_party pp where pp.district = p.district and pp.project_id = p.id
                 and pp.organisation_id = {own})
             from project p join org_unit u on u.district = p.district and u.id = p.lead_unit_id
             left join project_secret x on x.district = p.district and x.project_id = p.id
             left join dictionary_industry i on i.code = p.industry
             where {} order by p.updated_at desc, p.id limit {MOST}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let industry = match (r.get::<Option<String>>(3)?, r.get::<Option<String>>(4)?) {
                (Some(code), Some(name)) => Some(IndustryRef { code, name }),
                _ => None,
            };
            let taken: bool = r.get(12)?;
            Ok(Candidate {
                project: reference(r)?,
                industry,
                stage: code(r, 5, Stage::from_code)?,
                lead_unit: unit(r, 6)?,
                total_fen: r.get(10)?,
                land_m2: r.get(11)?,
                open: !taken,
                own: r.get(13)?,
            })
        },
    )
}
