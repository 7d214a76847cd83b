//! How long contacts are kept, and under which key.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    contact::{MONTHS, MOST_MONTHS},
    id::ContactId,
};

use super::store;
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        seal::Keys,
        web::Who,
    },
    params,
};

const SETTING: &str = "contact.retention_months";
/// Contacts that are sealed anew in one transaction.
const PORTION: i64 = 1_000;

/// What the office has set for contacts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ContactRules {
    /// Months that somebody is kept for at most, counted from the day of entry or of the last decision to keep.
    pub retention_months: i64,
}

pub fn rules(reader: &Reader, who: &Who) -> Result<ContactRules> {
    who.reach(Class::Contact, Act::Read)?;
    Ok(ContactRules { retention_months: months(reader, who.district())? })
}

/// Sets how long contacts are kept: the office.
pub fn set_rules(tx: &Tx<'_>, who: &Who, cmd: &ContactRules) -> Result<ContactRules> {
    who.need_district(Class::Contact, Act::Write)?;
    let fits = (1..=MOST_MONTHS).contains(&cmd.retention_months);
    if !fits {
        return Err(Error::invalid(
            Fault::at("retention_months", "contact.months").with("limit", MOST_MONTHS),
        ));
    }
    tx.execute(
        "insert into floor_setting (district, key, value, updated_at) values ($1, $2, $3, $4)
         on conflict (district, key) do update set value = excluded.value, updated_at = excluded.updated_at",
        params![who.district(), SETTING, cmd.retention_months.to_string(), tx.now()],
    )?;
    audit::record(
        tx,
        who,
        "contact.set_rules",
        "contact",
        None,
        &json!({ "retention_months": cmd.retention_months }),
    )?;
    Ok(cmd.clone())
}

pub fn months(reader: &Reader, district: &str) -> Result<i64> {
    let set = reader.value::<String>(
        "select value from floor_setting where district = $1 and key = $2",
        params![district, SETTING],
    )?;
    Ok(set.and_then(|months| months.parse().ok()).unwrap_or(MONTHS))
}

/// Seals contacts after this id by the key that seals now; where to go on, or nothing when all are done.
pub fn reseal(tx: &Tx<'_>, who: &Who, keys: &Keys, after: ContactId) -> Result<Option<ContactId>> {
    let (next, count) = store::reseal(tx, keys, who.district(), after, PORTION)?;
    if count > 0 {
        let key = keys.ids().pop();
        audit::record(tx, who, "contact.reseal", "contact", None, &json!({ "values": count, "key": key }))?;
    }
    Ok(next)
}
