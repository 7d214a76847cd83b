//! Parties of projects whose organisation becomes another one.

use yinfeng_domain::{
    id::{OrganisationId, ProjectId, UnitId},
    project::PartyRole,
};

use super::view::code as read_code;
use crate::{
    floor::{
        Error, Result,
        db::{Reader, Tx},
    },
    params,
    project::merge::Part,
};

/// A row of the parties.
type Key = (ProjectId, OrganisationId, PartyRole);

/// In which projects an organisation has which part.
pub fn parties(
    reader: &Reader,
    district: &str,
    id: OrganisationId,
) -> Result<Vec<(ProjectId, PartyRole, Part)>> {
    reader.query(
        "select project_id, role, no, share_bp from project_party where district = $1 and organisation_id = $2
         order by project_id, no",
        params![district, id],
        |r| {
            let part = Part { no: r.get(2)?, share_bp: r.get(3)? };
            Ok((r.get(0)?, read_code(r, 1, PartyRole::from_code)?, part))
        },
    )
}

pub fn part(reader: &Reader, district: &str, (project, id, role): Key) -> Result<Option<Part>> {
    reader.first(
        "select no, share_bp from project_party
         where district = $1 and project_id = $2 and organisation_id = $3 and role = $4",
        params![district, project, id, role.code()],
        |r| Ok(Part { no: r.get(0)?, share_bp: r.get(1)? }),
    )
}

pub fn hand_over(tx: &Tx<'_>, district: &str, (project, id, role): Key, to: OrganisationId) -> Result<()> {
    tx.execute(
        "update project_party set organisation_id = $5
         where district = $1 and project_id = $2 and organisation_id = $3 and role = $4",
        params![district, project, id, role.code(), to],
    )?;
    Ok(())
}

pub fn set_part(tx: &Tx<'_>, district: &str, (project, id, role): Key, part: Part) -> Result<()> {
    tx.execute(
        "update project_party set no = $5, share_bp = $6
         where district = $1 and project_id = $2 and organisation_id = $3 and role = $4",
        params![district, project, id, role.code(), part.no, part.share_bp],
    )?;
    Ok(())
}

pub fn add_part(tx: &Tx<'_>, district: &str, (project, id, role): Key, part: Part) -> Result<()> {
    tx.execute(
        "insert into project_party (district, project_id, organisation_id, role, no, share_bp)
         values ($1, $2, $3, $4, $5, $6)",
        params![district, project, id, role.code(), part.no, part.share_bp],
    )?;
    Ok(())
}

pub fn drop_part(tx: &Tx<'_>, district: &str, (project, id, role): Key) -> Result<()> {
    tx.execute(
        "delete from project_party where district = $1 and project_id = $2 and organisation_id = $3 and role = $4",
        params![district, project, id, role.code()],
    )?;
    Ok(())
}

pub fn first_investor(reader: &Reader, district: &str, project: ProjectId) -> Result<Option<OrganisationId>> {
    reader.value(
        "select organisation_id from project_party where district = $1 and project_id = $2 and role = 'investor'
         order by no limit 1",
        params![district, project],
    )
}

pub fn origin(reader: &Reader, district: &str, project: ProjectId) -> Result<String> {
    let origin = reader.value::<String>(
        "select origin from project where district = $1 and id = $2",
        params![district, project],
    )?;
    origin.ok_or(Error::NotFound)
}

pub fn set_origin(tx: &Tx<'_>, district: &str, project: ProjectId, origin: &str) -> Result<()> {
    tx.execute(
        "update project set origin = $3 where district = $1 and id = $2",
        params![district, project, origin],
    )?;
    Ok(())
}

/// Makes it a new version: which.
pub fn touch(tx: &Tx<'_>, district: &str, project: ProjectId) -> Result<i64> {
    let version = tx.value::<i64>(
        "update project set updated_at = $3, version = version + 1 where district = $1 and id = $2 returning version",
        params![district, project, tx.now()],
    )?;
    version.ok_or(Error::NotFound)
}

pub fn code(reader: &Reader, district: &str, project: ProjectId) -> Result<String> {
    let code = reader.value::<String>(
        "select code from project where district = $1 and id = $2",
        params![district, project],
    )?;
    Ok(code.unwrap_or_default())
}

/// The units that know an organisation by their projects: of a code-named one only those that lead or take part.
pub fn units_of(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<UnitId>> {
    reader.query(
        "select distinct pu.unit_id from project_party pp
         join project_unit pu on pu.district = pp.district and pu.project_id = pp.project_id
         left join project_secret x on x.district = pp.district and x.project_id = pp.project_id
         where pp.district = $1 and pp.organisation_id = $2
           and (x.project_id is null or pu.role in ('lead', 'partner'))",
        params![district, id],
        |r| Ok(r.get(0)?),
    )
}
