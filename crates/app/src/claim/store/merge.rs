//! Claims whose organisation becomes another one.

use uuid::Uuid;
use yinfeng_domain::{
    claim::{ClaimState, Clock},
    id::{ClaimId, OrganisationId, UnitId},
};

use super::{clock, code};
use crate::{
    claim::merge::Of,
    floor::{
        Error, Result,
        db::{Reader, Row, Tx},
    },
    investor::Joined,
    params,
};

/// A claim that two records becoming one may touch.
pub struct Touched {
    pub id: ClaimId,
    pub code: String,
    pub of: Of,
    pub slot: Uuid,
    pub state: ClaimState,
    pub clock: Clock,
    pub contested: bool,
    pub unit_name: String,
}

const TOUCHED: &str =
    "select c.id, c.code, c.organisation_id, c.subject_id, c.slot, c.state, c.expires_on, c.warn_on,
    c.release_on, c.contested, u.name
  from claim c join org_unit u on u.district = c.district and u.id = c.unit_id";

fn touched(r: &Row<'_>) -> Result<Touched> {
    Ok(Touched {
        id: r.get(0)?,
        code: r.get(1)?,
        of: Of { organisation: r.get(2)?, subject: r.get(3)? },
        slot: r.get(4)?,
        state: code(r, 5, ClaimState::from_code)?,
        clock: clock(r, 6)?,
        contested: r.get(9)?,
        unit_name: r.get(10)?,
    })
}

/// All claims on the record that goes or on its group, and the open ones on the record that stays and on what it will
/// occupy.
pub fn touching(reader: &Reader, district: &str, joined: &Joined) -> Result<Vec<Touched>> {
    reader.query(
        &format!(
            "{TOUCHED} where c.district = $1 and (c.organisation_id = $2 or c.subject_id = $2
               or c.state = 'open' and (c.organisation_id = $3 or c.subject_id in ($3, $4)))
             order by c.reported_at, c.id"
        ),
        params![district, joined.from, joined.into, joined.head],
        touched,
    )
}

/// All claims on one organisation.
pub fn of_organisation(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<Touched>> {
    reader.query(
        &format!("{TOUCHED} where c.district = $1 and c.organisation_id = $2 order by c.reported_at, c.id"),
        params![district, id],
        touched,
    )
}

pub fn one(reader: &Reader, district: &str, id: ClaimId) -> Result<Touched> {
    let found = reader.first(
        &format!("{TOUCHED} where c.district = $1 and c.id = $2"),
        params![district, id],
        touched,
    )?;
    found.ok_or(Error::NotFound)
}

/// Makes it a claim on this organisation: its version now.
pub fn set(tx: &Tx<'_>, district: &str, id: ClaimId, of: Of) -> Result<i64> {
    let version = tx.value::<i64>(
        "update claim set organisation_id = $3, subject_id = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2 returning version",
        params![district, id, of.organisation, of.subject, tx.now()],
    )?;
    version.ok_or(Error::NotFound)
}

/// The units that have claims on an organisation.
pub fn units_of(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<UnitId>> {
    reader.query(
        "select distinct unit_id from claim where district = $1 and organisation_id = $2",
        params![district, id],
        |r| Ok(r.get(0)?),
    )
}
