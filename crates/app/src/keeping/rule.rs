//! The table of keeping, as the office may change it: kept as the text its author wrote, every version.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    keeping::{KeepingTable, STANDARD},
    project::{Grade, Stage, Structure},
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
pub struct KeepingPublish {
    pub text: String,
    /// The version that was read; 0 for the standard table.
    pub version: i64,
}

/// A grade with what it asks for; null and empty is nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GradeRuleView {
    #[schema(value_type = String)]
    pub grade: Grade,
    pub name: String,
    pub meaning: String,
    pub total_fen: Option<i64>,
    #[schema(value_type = Option<String>)]
    pub from_stage: Option<Stage>,
    #[schema(value_type = Vec<String>)]
    pub structures: Vec<Structure>,
    pub high_technology: bool,
    /// One of them is enough.
    pub any: bool,
}

/// How long a project may stand still, in days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StayView {
    #[schema(value_type = Vec<String>)]
    pub stages: Vec<Stage>,
    pub warn_days: i64,
    pub due_days: i64,
    pub leave_days: i64,
    pub extend_days: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeepingTableView {
    pub version: i64,
    pub name: String,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub recorded_at: Option<Timestamp>,
    pub grades: Vec<GradeRuleView>,
    pub stay: StayView,
    pub publish: Action,
}

/// A text in the reader's language.
fn spoken(lang: Lang, zh: &str, en: &str) -> String {
    match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

/// The table by which projects are kept, and its version.
pub(super) fn in_force(reader: &Reader, district: &str) -> Result<(KeepingTable, i64)> {
    let kept = store::newest_table(reader, district)?;
    let version = kept.as_ref().map_or(0, |k| k.version);
    let table = kept.and_then(|k| KeepingTable::check(&k.text).0);
    Ok((table.unwrap_or_else(|| KeepingTable::built_in().clone()), version))
}

/// What a grade means.
pub(super) fn meaning(table: &KeepingTable, grade: Grade, lang: Lang) -> String {
    let rule = table.grades.iter().find(|rule| rule.grade == grade);
    rule.map_or_else(String::new, |r| spoken(lang, &r.meaning, &r.meaning_en))
}

/// The table in force, for anybody who reads projects.
pub fn table(reader: &Reader, who: &Who) -> Result<KeepingTableView> {
    who.reach(Class::Project, Act::Read)?;
    let kept = store::newest_table(reader, who.district())?;
    let text = kept.as_ref().map_or(STANDARD, |k| &k.text);
    let table = KeepingTable::check(text).0.unwrap_or_else(|| KeepingTable::built_in().clone());
    let grades = table.grades.iter().map(|rule| GradeRuleView {
        grade: rule.grade,
        name: spoken(who.lang, &rule.name, &rule.name_en),
        meaning: spoken(who.lang, &rule.meaning, &rule.meaning_en),
        total_fen: rule.criteria.total_fen,
        from_stage: rule.criteria.from_stage,
        structures: rule.criteria.structures.clone(),
        high_technology: rule.criteria.high_technology,
        any: rule.criteria.any,
    });
    Ok(KeepingTableView {
        version: kept.as_ref().map_or(0, |k| k.version),
        name: spoken(who.lang, &table.name, &table.name_en),
        text: text.to_owned(),
        recorded_at: kept.as_ref().map(|k| k.recorded_at),
        grades: grades.collect(),
        stay: StayView {
            stages: table.stay.stages.clone(),
            warn_days: table.stay.warn_days,
            due_days: table.stay.due_days,
            leave_days: table.stay.leave_days,
            extend_days: table.stay.extend_days,
        },
        publish: Action::of(who.lang, may_publish(who)),
        recorded_by: kept.and_then(|k| k.recorded_by),
    })
}

fn may_publish(who: &Who) -> Result<()> {
    who.need_district(Class::Project, Act::Write)
        .map_err(|_| Error::refused(Fault::new("keeping.not_office")))
}

/// Puts a new version in force; grades that were given stay, with the version that they were given by.
pub fn publish(tx: &Tx<'_>, who: &Who, cmd: &KeepingPublish) -> Result<KeepingTableView> {
    who.reach(Class::Project, Act::Read)?;
    may_publish(who)?;
    let now = table(tx, who)?;
    if now.version != cmd.version {
        let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["text".into()] });
    }
    let (_, findings) = KeepingTable::check(&cmd.text);
    if !findings.is_empty() {
        return Err(Error::Invalid(findings.iter().map(Fault::from).collect()));
    }
    store::insert_table(tx, who, now.version + 1, &cmd.text)?;
    let detail = json!({ "version": now.version + 1, "text": cmd.text });
    audit::record(tx, who, "keeping.publish_table", "keeping_table", None, &detail)?;
    table(tx, who)
}
