//! Firms that may open a door.

use jiff::civil::Date;
use yinfeng_domain::{id::OrganisationId, investor::MemberRole};

use crate::{
    floor::{
        Result,
        db::{Clause, DbError, Hidden, Reader},
        web::Who,
    },
    investor::{self, MembershipView, OrganisationRef},
};

/// Other firms of an association today that the reader may read, with a project in the district or registered as
/// introducers (`true`), those first.
pub fn fellows(
    reader: &Reader,
    who: &Who,
    (association, but): (OrganisationId, OrganisationId),
    hidden: &Hidden,
    today: Date,
) -> Result<Vec<(MembershipView, bool)>> {
    let mut clause = Clause::of_district("m.district", who.district());
    clause.and("m.association_id = $?", association);
    clause.and("m.member_id <> $?", but);
    clause.and("m.from_on <= $? and (m.until_on is null or m.until_on >= $?)", today);
    hidden.keep(&mut clause, "m.member_id");
    investor::known_to(&mut clause, who, "m.member_id")?;
    let registered = "exists (select 1 from investor_introducer i where i.district = m.district
      and i.organisation_id = m.member_id)";
    clause.also(&format!(
        "({registered} or exists (select 1 from project_party pp where pp.district = m.district
           and pp.organisation_id = m.member_id and pp.role = 'investor'))"
    ));
    reader.query(
        &format!(
            "select m.id, a.id, a.name, a.country, b.id, b.name, b.country, m.role, m.from_on, m.until_on, m.source,
               m.version, case when {registered} then 1 else 0 end as registered
             from investor_member m
             join investor_organisation a on a.district = m.district and a.id = m.association_id
             join investor_organisation b on b.district = m.district and b.id = m.member_id
             where {} order by registered desc, case m.role when 'president' then 0 when 'secretary' then 1
               when 'vice_president' then 2 when 'director' then 3 else 4 end, b.sort_key, m.id limit 20",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let role: String = r.get(7)?;
            let unknown = || DbError::Other(format!("unknown code {role:?}"));
            let organisation = |at: usize| -> Result<OrganisationRef> {
                Ok(OrganisationRef { id: r.get(at)?, name: r.get(at + 1)?, country: r.get(at + 2)? })
            };
            let view = MembershipView {
                id: r.get(0)?,
                association: organisation(1)?,
                member: organisation(4)?,
                position: MemberRole::from_code(&role).ok_or_else(unknown)?,
                from_on: r.get(8)?,
                until_on: r.get(9)?,
                source: r.get(10)?,
                holds: true,
                version: r.get(11)?,
            };
            Ok((view, r.get::<i64>(12)? == 1))
        },
    )
}
