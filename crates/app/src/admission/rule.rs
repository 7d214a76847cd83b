//! The table by which projects are reviewed, as the district has written it: every version is kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    admission::{Rules, STANDARD},
    authority::{Act, Class},
    project::{Kind, Subject},
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
pub struct RulePublish {
    pub text: String,
    /// The version that was read; 0 for the standard table.
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleView {
    pub name: String,
    #[schema(value_type = Vec<String>)]
    pub kinds: Vec<Kind>,
    pub from_fen: i64,
    #[schema(value_type = Vec<String>)]
    pub opinions: Vec<Subject>,
    pub days: i64,
    pub meeting: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RulesView {
    pub version: i64,
    pub name: String,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub recorded_at: Option<Timestamp>,
    pub rules: Vec<RuleView>,
    pub publish: Action,
}

/// The table by which the projects of a district are reviewed.
pub(super) fn in_force(reader: &Reader, district: &str) -> Result<Rules> {
    let kept = store::rules(reader, district)?;
    Ok(kept.and_then(|k| Rules::check(&k.text).0).unwrap_or_else(|| Rules::built_in().clone()))
}

/// How a reader calls a line of the table; reviews keep the name that held when they were asked for.
pub(super) fn names(reader: &Reader, who: &Who) -> Result<impl Fn(&str) -> String> {
    let english = who.lang == Lang::En;
    let rules = if english { in_force(reader, who.district())?.rules } else { Vec::new() };
    Ok(move |name: &str| {
        rules.iter().find(|r| r.name == name).map_or_else(|| name.to_owned(), |r| r.name_en.clone())
    })
}

/// The table in force, for anybody who reads reviews.
pub fn table(reader: &Reader, who: &Who) -> Result<RulesView> {
    who.reach(Class::Admission, Act::Read)?;
    let kept = store::rules(reader, who.district())?;
    let text = kept.as_ref().map_or(STANDARD, |k| &k.text);
    let rules = Rules::check(text).0.unwrap_or_else(|| Rules::built_in().clone());
    let said = |zh: &str, en: &str| match who.lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    };
    Ok(RulesView {
        version: kept.as_ref().map_or(0, |k| k.version),
        name: said(&rules.name, &rules.name_en),
        text: text.to_owned(),
        recorded_at: kept.as_ref().map(|k| k.recorded_at),
        rules: rules
            .rules
            .iter()
            .map(|r| RuleView {
                name: said(&r.name, &r.name_en),
                kinds: r.kinds.clone(),
                from_fen: r.from_fen,
                opinions: r.opinions.clone(),
                days: r.days,
                meeting: r.meeting,
            })
            .collect(),
        publish: Action::of(who.lang, may_publish(who)),
        recorded_by: kept.and_then(|k| k.recorded_by),
    })
}

fn may_publish(who: &Who) -> Result<()> {
    who.need_district(Class::Admission, Act::Write)
        .map_err(|_| Error::refused(Fault::new("admission.not_office")))
}

/// Puts a new version of the table in force; reviews that were asked for keep the line they go by.
pub fn publish(tx: &Tx<'_>, who: &Who, cmd: &RulePublish) -> Result<RulesView> {
    who.reach(Class::Admission, Act::Read)?;
    may_publish(who)?;
    let now = table(tx, who)?;
    if now.version != cmd.version {
        let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["text".into()] });
    }
    let (_, findings) = Rules::check(&cmd.text);
    if !findings.is_empty() {
        return Err(Error::Invalid(findings.iter().map(Fault::from).collect()));
    }
    store::insert_rules(tx, who, now.version + 1, &cmd.text)?;
    let detail = json!({ "version": now.version + 1, "text": cmd.text });
    audit::record(tx, who, "admission.publish_rules", "admission_rule", None, &detail)?;
    table(tx, who)
}
