//! Claims that go to somebody else: within a unit whoever looks after it changes, to another unit the investor is
//! referred. Rooms further left decide that, and the caller has seen that it may be done.

use serde_json::json;
use yinfeng_domain::{
    claim::{ClaimState, standing},
    id::{AccountId, ClaimId, OrganisationId, ProjectId, UnitId},
};

use super::{ask::pass, store};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org::{self, UnitRef},
};

/// The open claim on an investor, or on its group.
#[derive(Debug, Clone)]
pub struct Open {
    pub id: ClaimId,
    pub code: String,
    pub unit: UnitRef,
    pub contested: bool,
    pub project: Option<ProjectId>,
}

/// Who holds an investor now; not what is held beside it as clearly another project.
pub fn open_on(reader: &Reader, who: &Who, organisation: OrganisationId) -> Result<Option<Open>> {
    let today = org::office_day(reader, who.district())?;
    let subject = store::subject(reader, who.district(), organisation)?;
    let found = store::holding(reader, who.district(), subject, super::COMMON)?;
    let Some(held) = found else { return Ok(None) };
    if standing(ClaimState::Open, &held.clock, held.contested, today) != ClaimState::Open {
        return Ok(None);
    }
    let claim = store::subject_of(reader, who.district(), held.id)?;
    let unit = store::unit_ref(reader, who.district(), claim.unit)?;
    Ok(Some(Open { id: held.id, code: held.code, unit, contested: held.contested, project: claim.project }))
}

/// Gives an open claim to somebody of its unit, or to another unit with somebody who looks after it there.
pub fn hand_on(
    tx: &Tx<'_>,
    who: &Who,
    id: ClaimId,
    (unit, person): (UnitId, Option<AccountId>),
    why: &str,
) -> Result<()> {
    store::hold(tx, who.district(), id)?;
    let held = store::subject_of(tx, who.district(), id)?;
    if held.unit != unit {
        return refer_open(tx, who, id, (unit, person), None).map(drop);
    }
    let today = org::office_day(tx, who.district())?;
    let version = store::set_keeper(tx, who.district(), id, person)?;
    store::append(tx, who, id, "hand_on", why, today)?;
    let detail = json!({ "version": version, "changed": ["keeper"], "keeper_id": person, "why": why });
    audit::record(tx, who, "claim.hand_on", "claim", id.0, &detail)
}

/// Refers an open claim to another unit; what the one before keeps of the credit is written down. A project that came
/// of it goes by a transfer, and while a dispute is open nothing goes.
pub fn refer_open(
    tx: &Tx<'_>,
    who: &Who,
    id: ClaimId,
    to: (UnitId, Option<AccountId>),
    keeps_bp: Option<i64>,
) -> Result<ClaimId> {
    store::hold(tx, who.district(), id)?;
    let held = store::subject_of(tx, who.district(), id)?;
    let contested = store::merge::one(tx, who.district(), id)?.contested;
    if held.project.is_some() {
        return Err(Error::refused(Fault::new("claim.refer_by_transfer")));
    }
    if contested {
        return Err(Error::refused(Fault::new("claim.refer_contested")));
    }
    let today = org::office_day(tx, who.district())?;
    let name = store::unit_ref(tx, who.district(), to.0)?.name;
    pass(tx, who, &held, to, (ClaimState::Referred, &name), keeps_bp, today)
}
