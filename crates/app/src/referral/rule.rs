//! How many days a unit has to answer.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    referral::{ANSWER_DAYS, MOST_DAYS},
};

use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    params,
};

const SETTING: &str = "referral.answer_days";

/// What the office has set for referrals.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReferralRules {
    /// Days that the receiving unit has to answer; after them an offer lapses.
    pub answer_days: i64,
}

pub fn rules(reader: &Reader, who: &Who) -> Result<ReferralRules> {
    who.reach(Class::Investor, Act::Read)?;
    Ok(ReferralRules { answer_days: days(reader, who.district())? })
}

/// Sets the days, for offers from now on: the office.
pub fn set_rules(tx: &Tx<'_>, who: &Who, cmd: &ReferralRules) -> Result<ReferralRules> {
    who.need_district(Class::Investor, Act::Write)?;
    if !(1..=MOST_DAYS).contains(&cmd.answer_days) {
        return Err(Error::invalid(Fault::at("answer_days", "referral.days").with("limit", MOST_DAYS)));
    }
    tx.execute(
        "insert into floor_setting (district, key, value, updated_at) values ($1, $2, $3, $4)
         on conflict (district, key) do update set value = excluded.value, updated_at = excluded.updated_at",
        params![who.district(), SETTING, cmd.answer_days.to_string(), tx.now()],
    )?;
    audit::record(tx, who, "referral.set_rules", "referral", None, &json!(cmd))?;
    Ok(cmd.clone())
}

pub(super) fn days(reader: &Reader, district: &str) -> Result<i64> {
    let set = reader.value::<String>(
        "select value from floor_setting where district = $1 and key = $2",
        params![district, SETTING],
    )?;
    Ok(set.and_then(|days| days.parse().ok()).unwrap_or(ANSWER_DAYS))
}
