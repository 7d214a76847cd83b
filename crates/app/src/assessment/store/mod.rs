//! All SQL of the room `assessment`.

pub mod decision;
pub mod plan;
pub mod returned;
pub mod scheme;

use yinfeng_domain::id::UnitId;

use crate::{
    floor::{Result, db::Reader},
    params,
};

pub fn unit_exists(reader: &Reader, district: &str, unit: UnitId) -> Result<bool> {
    let found = reader
        .value::<i64>("select 1 from org_unit where district = $1 and id = $2", params![district, unit])?;
    Ok(found.is_some())
}
