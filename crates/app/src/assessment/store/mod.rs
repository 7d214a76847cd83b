//! All SQL of the room `assessment`.

pub mod book;
pub mod card;
pub mod closing;
pub mod decision;
pub mod facts;
pub mod frozen;
pub mod plan;
pub mod returned;
pub mod ruling;
pub mod scheme;
pub mod soft;

use yinfeng_domain::id::UnitId;

use crate::{
    floor::{Result, db::Reader},
    params,
};

pub fn unit_exists(reader: &Reader, district: &str, unit: UnitId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select cast(1 as bigint) from org_unit where district = $1 and id = $2",
        params![district, unit],
    )?;
    Ok(found.is_some())
}
