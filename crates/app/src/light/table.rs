//! The table of rules, as the office may change it: kept as the text its author wrote, every version, with the month
//! from which it holds.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    light::{Bound, Colour, LightTable, Rule},
    period::Month,
    project::Stage,
    table::Finding,
};

use super::{LightColour, current, not_office, store, view};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        say::{Lang, say_fault, word},
        web::{Action, Who},
    },
    project::PersonRef,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct LightTableText {
    pub text: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct LightTablePublish {
    pub text: String,
    /// From which month it holds: the current one or a later one; the current one when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub from_month: Option<Month>,
    /// The version that was read; 0 for the standard table.
    pub version: i64,
}

/// One thing wrong with a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightTableFinding {
    /// From 1.
    pub line: usize,
    pub code: &'static str,
    pub message: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightTableCheck {
    pub ok: bool,
    pub findings: Vec<LightTableFinding>,
}

/// One line of the table, said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightRuleView {
    pub input_text: String,
    pub rule: String,
    /// Empty: all.
    #[schema(value_type = Vec<String>)]
    pub stages: Vec<Stage>,
    #[schema(value_type = String)]
    pub colour: Colour,
    pub basis: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightTableActions {
    pub publish: Action,
}

/// The newest table. Version 0 is the standard one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LightTableView {
    pub version: i64,
    pub name: String,
    pub text: String,
    #[schema(value_type = Option<String>)]
    pub from_month: Option<Month>,
    pub recorded_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub recorded_at: Option<Timestamp>,
    pub colours: Vec<LightColour>,
    pub rules: Vec<LightRuleView>,
    pub override_months: i64,
    pub actions: LightTableActions,
}

/// The newest table, for anybody who reads projects.
pub fn table(reader: &Reader, who: &Who) -> Result<LightTableView> {
    who.reach(Class::Project, Act::Read)?;
    let kept = store::newest_table(reader, who.district())?;
    let rule = |rule: &Rule| LightRuleView {
        input_text: word(who.lang, &format!("light.input_{}", rule.input)),
        rule: rule_text(who.lang, rule),
        stages: if rule.stages.len() + 1 == Stage::ALL.len() { Vec::new() } else { rule.stages.clone() },
        colour: rule.colour,
        basis: rule.basis.clone(),
    };
    let table = &kept.table;
    Ok(LightTableView {
        version: kept.version,
        name: if who.lang == Lang::Zh { table.name.clone() } else { table.name_en.clone() },
        colours: view::colours(table, who.lang),
        rules: table.rules.iter().map(rule).collect(),
        override_months: table.override_months,
        actions: LightTableActions { publish: Action::of(who.lang, may_publish(who)) },
        text: kept.text,
        from_month: kept.from_month,
        recorded_by: kept.recorded_by,
        recorded_at: kept.recorded_at,
    })
}

/// "90 days or more without progress".
pub(super) fn rule_text(lang: Lang, rule: &Rule) -> String {
    let (code, bound) = match rule.bound {
        Bound::AtLeast(n) => ("light.at_least", n),
        Bound::AtMost(n) => ("light.at_most", n),
    };
    let value = say_fault(lang, &Fault::new(format!("light.value_{}", rule.input)).with("n", bound));
    let input = word(lang, &format!("light.input_{}", rule.input));
    say_fault(lang, &Fault::new(code).with("input", input).with("value", value))
}

fn may_publish(who: &Who) -> Result<()> {
    who.need_district(Class::Project, Act::Write).map_err(|_| not_office("light.table_not_office"))
}

/// Reads a table and says what is wrong with it; nothing is kept.
pub fn check_table(who: &Who, cmd: &LightTableText) -> Result<LightTableCheck> {
    who.reach(Class::Project, Act::Read)?;
    let (_, findings) = LightTable::check(&cmd.text);
    let view = |f: &Finding| LightTableFinding {
        line: f.line,
        code: f.code,
        message: say_fault(who.lang, &Fault::from(f)),
    };
    Ok(LightTableCheck { ok: findings.is_empty(), findings: findings.iter().map(view).collect() })
}

/// Puts a new version in force from a month on; earlier months keep what they were lit by.
pub fn publish(tx: &Tx<'_>, who: &Who, cmd: &LightTablePublish) -> Result<LightTableView> {
    who.reach(Class::Project, Act::Read)?;
    may_publish(who)?;
    let now = table(tx, who)?;
    if now.version != cmd.version {
        let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["text".into()] });
    }
    let this = current(tx, who.district())?;
    let from = cmd.from_month.unwrap_or(this);
    if from < this || from > this.plus(12) {
        return Err(Error::invalid(Fault::at("from_month", "light.table_from").with("month", this)));
    }
    let (_, findings) = LightTable::check(&cmd.text);
    if !findings.is_empty() {
        return Err(Error::Invalid(findings.iter().map(Fault::from).collect()));
    }
    store::insert_table(tx, who, now.version + 1, &cmd.text, from)?;
    let detail = json!({ "version": now.version + 1, "from_month": from, "text": cmd.text });
    audit::record(tx, who, "light.publish_table", "light_table", None, &detail)?;
    table(tx, who)
}
