//! The table of rules, as the office may change it: kept as the text its author wrote, every version.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    anomaly::{AnomalyTable, RuleCode, STANDARD},
    authority::{Act, Class},
};

use super::{need_reader, store, view::spoken};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::{Action, Who},
    },
    project::PersonRef,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AnomalyPublish {
    pub text: String,
    /// The version that was read; 0 for the standard table.
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnomalyRuleText {
    #[schema(value_type = String)]
    pub code: RuleCode,
    pub name: String,
    pub reason: String,
    /// Whether it is looked at.
    pub on: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnomalyTableView {
    pub version: i64,
    pub name: String,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub recorded_at: Option<Timestamp>,
    pub rules: Vec<AnomalyRuleText>,
    pub publish: Action,
}

/// The table in force and its version.
pub(super) fn in_force(reader: &Reader, district: &str) -> Result<(AnomalyTable, i64)> {
    let kept = store::newest_table(reader, district)?;
    let version = kept.as_ref().map_or(0, |k| k.version);
    let table = kept.and_then(|k| AnomalyTable::check(&k.text).0);
    Ok((table.unwrap_or_else(|| AnomalyTable::built_in().clone()), version))
}

pub fn table(reader: &Reader, who: &Who) -> Result<AnomalyTableView> {
    need_reader(who)?;
    let kept = store::newest_table(reader, who.district())?;
    let text = kept.as_ref().map_or(STANDARD, |k| &k.text);
    let table = AnomalyTable::check(text).0.unwrap_or_else(|| AnomalyTable::built_in().clone());
    let rules = table.rules.iter().map(|rule| AnomalyRuleText {
        code: rule.check.code(),
        name: spoken(who.lang, &rule.name, &rule.name_en),
        reason: spoken(who.lang, &rule.reason, &rule.reason_en),
        on: rule.on,
    });
    Ok(AnomalyTableView {
        version: kept.as_ref().map_or(0, |k| k.version),
        name: spoken(who.lang, &table.name, &table.name_en),
        text: text.to_owned(),
        recorded_at: kept.as_ref().map(|k| k.recorded_at),
        rules: rules.collect(),
        publish: Action::of(who.lang, may_publish(who)),
        recorded_by: kept.and_then(|k| k.recorded_by),
    })
}

pub(super) fn may_publish(who: &Who) -> Result<()> {
    who.need_district(Class::Fund, Act::Write).map_err(|_| Error::refused(Fault::new("anomaly.not_office")))
}

/// Puts a new version in force; what was cleared stays cleared while its facts stay.
pub fn publish(tx: &Tx<'_>, who: &Who, cmd: &AnomalyPublish) -> Result<AnomalyTableView> {
    need_reader(who)?;
    may_publish(who)?;
    let now = table(tx, who)?;
    if now.version != cmd.version {
        let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["text".into()] });
    }
    let (_, findings) = AnomalyTable::check(&cmd.text);
    if !findings.is_empty() {
        return Err(Error::Invalid(findings.iter().map(Fault::from).collect()));
    }
    store::insert_table(tx, who, now.version + 1, &cmd.text)?;
    let detail = json!({ "version": now.version + 1, "text": cmd.text });
    audit::record(tx, who, "anomaly.publish_table", "anomaly_table", None, &detail)?;
    table(tx, who)
}
