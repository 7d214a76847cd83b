//! Signals as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    anomaly::{Rule, RuleCode},
    period::Month,
};

use super::{Known, state_text};
use crate::{
    floor::{say::Lang, web::Action},
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

/// A row behind a signal: a receipt, or a project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnomalyRow {
    /// None when the row is the project itself.
    pub fund_id: Option<Uuid>,
    pub code: String,
    pub project: ProjectRef,
    pub unit: UnitRef,
    /// Received, registered, signed or shown on this day.
    #[schema(value_type = String)]
    pub on: Date,
    pub amount_fen: i64,
    /// Of the receipt, or the status of the project.
    pub state: String,
    pub payer: String,
}

/// What somebody decided about a signal.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Decided {
    /// `clear` or `reopen`.
    pub act: String,
    pub reason: String,
    pub decided_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub decided_on: Date,
    #[schema(value_type = String)]
    pub decided_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnomalyView {
    #[schema(value_type = String)]
    pub rule: RuleCode,
    pub rule_name: String,
    /// What it is about; with the rule it names the signal.
    pub subject: String,
    /// Of the facts behind it.
    pub fingerprint: String,
    pub sentence: String,
    pub amount_fen: i64,
    /// `open`, `returned` (cleared before its facts changed) or `cleared`.
    pub state: String,
    pub state_text: String,
    /// Not more than twenty.
    pub rows: Vec<AnomalyRow>,
    pub rows_total: usize,
    /// The last decision.
    pub decided: Option<Decided>,
    pub clear: Action,
    pub reopen: Action,
}

/// A rule with how many signals it gave.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnomalyRuleView {
    #[schema(value_type = String)]
    pub code: RuleCode,
    pub name: String,
    pub reason: String,
    /// Open ones, those that were cleared before their facts changed among them.
    pub open: usize,
    pub cleared: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AnomalyList {
    #[schema(value_type = String)]
    pub from: Month,
    #[schema(value_type = String)]
    pub to: Month,
    /// Of the table of rules; 0 is the standard one.
    pub version: i64,
    pub rules: Vec<AnomalyRuleView>,
    pub items: Vec<AnomalyView>,
    pub next_cursor: Option<String>,
    pub total: i64,
    /// Whether the reader may change the rules.
    pub publish: Action,
}

/// A text in the reader's language.
pub(super) fn spoken(lang: Lang, zh: &str, en: &str) -> String {
    match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

pub(super) fn rule(rule: &Rule, known: &[Known<'_>], lang: Lang) -> AnomalyRuleView {
    let cleared = known.iter().filter(|k| k.cleared()).count();
    AnomalyRuleView {
        code: rule.check.code(),
        name: spoken(lang, &rule.name, &rule.name_en),
        reason: spoken(lang, &rule.reason, &rule.reason_en),
        open: known.len() - cleared,
        cleared,
    }
}

pub(super) fn signal(
    known: Known<'_>,
    rows: Vec<AnomalyRow>,
    (clear, reopen): (Action, Action),
    lang: Lang,
) -> AnomalyView {
    let state = known.state();
    AnomalyView {
        rule: known.found.rule,
        rule_name: spoken(lang, &known.rule.name, &known.rule.name_en),
        subject: known.found.subject,
        fingerprint: known.found.fingerprint,
        sentence: known.found.sentence,
        amount_fen: known.found.amount_fen,
        state: state.into(),
        state_text: state_text(lang, state),
        rows,
        rows_total: known.found.rows.len(),
        decided: known.decided,
        clear,
        reopen,
    }
}
