//! The days that the office has set: within which visits clash, after which an investor is quiet.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    interaction::{CLASH_DAYS, MOST_DAYS, QUIET_DAYS},
};

use crate::{
    floor::{
        Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    params,
};

/// A setting and what holds without it.
pub type Setting = (&'static str, i64);
pub const CLASH: Setting = ("interaction.clash_days", CLASH_DAYS);
pub const QUIET: Setting = ("interaction.quiet_days", QUIET_DAYS);

/// What the office has set for interactions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct InteractionRules {
    /// Days within which visits of two units to one firm are a clash.
    pub clash_days: i64,
    /// Days without anything after which an investor is quiet.
    pub quiet_days: i64,
}

pub fn rules(reader: &Reader, who: &Who) -> Result<InteractionRules> {
    who.reach(Class::Interaction, Act::Read)?;
    let district = who.district();
    Ok(InteractionRules {
        clash_days: days(reader, district, CLASH)?,
        quiet_days: days(reader, district, QUIET)?,
    })
}

/// Sets the days: the office.
pub fn set_rules(tx: &Tx<'_>, who: &Who, cmd: &InteractionRules) -> Result<InteractionRules> {
    who.need_district(Class::Interaction, Act::Write)?;
    let set = [("clash_days", CLASH.0, cmd.clash_days), ("quiet_days", QUIET.0, cmd.quiet_days)];
    let mut faults = Faults::default();
    for (field, _, days) in set {
        faults.need((1..=MOST_DAYS).contains(&days), || {
            Fault::at(field, "interaction.days").with("limit", MOST_DAYS)
        });
    }
    faults.into_result()?;
    for (_, key, days) in set {
        tx.execute(
            "insert into floor_setting (district, key, value, updated_at) values ($1, $2, $3, $4)
             on conflict (district, key) do update set value = excluded.value, updated_at = excluded.updated_at",
            params![who.district(), key, days.to_string(), tx.now()],
        )?;
    }
    audit::record(tx, who, "interaction.set_rules", "interaction", None, &json!(cmd))?;
    Ok(cmd.clone())
}

pub fn days(reader: &Reader, district: &str, (key, otherwise): Setting) -> Result<i64> {
    let set = reader.value::<String>(
        "select value from floor_setting where district = $1 and key = $2",
        params![district, key],
    )?;
    Ok(set.and_then(|days| days.parse().ok()).unwrap_or(otherwise))
}
