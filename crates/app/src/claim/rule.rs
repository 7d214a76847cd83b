//! The table of how long claims last, as the district has written it: every version is kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    claim::{STANDARD, Terms},
};

use super::store;
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        say::Lang,
        web::{Action, Who},
    },
    project::PersonRef,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct TermsPublish {
    pub text: String,
    /// The version that was read; 0 for the standard table.
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TermsView {
    pub version: i64,
    pub name: String,
    pub text: String,
    pub validity_days: i64,
    pub renewals: i64,
    pub renewal_days: i64,
    pub renew_within_days: i64,
    pub remind_days: Vec<i64>,
    pub idle_warn_days: i64,
    pub idle_release_days: i64,
    pub open_per_person: i64,
    /// 万元.
    pub upward_wan: i64,
    pub decision_days: i64,
    pub appeal_days: i64,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub recorded_at: Option<Timestamp>,
    pub publish: Action,
}

/// The table that holds in a district.
pub(super) fn in_force(reader: &Reader, district: &str) -> Result<Terms> {
    let kept = store::rules(reader, district)?;
    Ok(kept.and_then(|k| Terms::check(&k.text).0).unwrap_or_else(|| Terms::built_in().clone()))
}

/// The table in force, for everybody who reads claims.
pub fn table(reader: &Reader, who: &Who) -> Result<TermsView> {
    who.reach(Class::Claim, Act::Read)?;
    let kept = store::rules(reader, who.district())?;
    let text = kept.as_ref().map_or(STANDARD, |k| &k.text);
    let terms = Terms::check(text).0.unwrap_or_else(|| Terms::built_in().clone());
    Ok(TermsView {
        version: kept.as_ref().map_or(0, |k| k.version),
        name: match who.lang {
            Lang::Zh => terms.name,
            Lang::En => terms.name_en,
        },
        text: text.to_owned(),
        validity_days: terms.validity_days,
        renewals: terms.renewals,
        renewal_days: terms.renewal_days,
        renew_within_days: terms.renew_within_days,
        remind_days: terms.remind_days,
        idle_warn_days: terms.idle_warn_days,
        idle_release_days: terms.idle_release_days,
        open_per_person: terms.open_per_person,
        upward_wan: terms.upward_wan,
        decision_days: terms.decision_days,
        appeal_days: terms.appeal_days,
        recorded_at: kept.as_ref().map(|k| k.recorded_at),
        publish: Action::of(who.lang, may_publish(who)),
        recorded_by: kept.and_then(|k| k.recorded_by),
    })
}

fn may_publish(who: &Who) -> Result<()> {
    who.need_district(Class::Claim, Act::Write).map_err(|_| Error::refused(Fault::new("claim.not_office")))
}

/// Puts a new version of the table in force: for what is reported, renewed and decided from now on.
pub fn publish(tx: &Tx<'_>, who: &Who, cmd: &TermsPublish) -> Result<TermsView> {
    who.reach(Class::Claim, Act::Read)?;
    may_publish(who)?;
    let now = table(tx, who)?;
    if now.version != cmd.version {
        let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["text".into()] });
    }
    let (_, findings) = Terms::check(&cmd.text);
    if !findings.is_empty() {
        return Err(Error::Invalid(findings.iter().map(Fault::from).collect()));
    }
    store::insert_rules(tx, who, now.version + 1, &cmd.text)?;
    let detail = json!({ "version": now.version + 1, "text": cmd.text });
    audit::record(tx, who, "claim.publish_rules", "claim_rule", None, &detail)?;
    table(tx, who)
}
