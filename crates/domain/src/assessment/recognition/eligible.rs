//! Whether a receipt may count: rules of eligibility and of evidence.

use serde::Serialize;

use super::{
    Base, Recognition, Severity,
    field::{Days, Entry, holds},
};
use crate::assessment::{
    expr::{Stop, truth},
    scheme::Name,
};

/// Why a receipt does not count, or not without a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The rule's id.
    pub rule: String,
    pub severity: Severity,
    pub say: Name,
    /// A field that the rule asks for and nobody recorded.
    pub not_recorded: Option<String>,
}

/// Every rule that is not met. One that cannot be answered asks for a decision, whatever its own severity: what is
/// not recorded is no reason to refuse.
pub(super) fn reasons(rules: &Recognition, entry: &Entry<'_>) -> Vec<Reason> {
    let days = Days::of(entry);
    let mut out = Vec::new();
    for rule in &rules.eligible {
        let (severity, not_recorded) = match truth(&rule.need, &days) {
            Ok(true) => continue,
            Ok(false) => (rule.severity, None),
            Err(Stop::NoField(field)) => (Severity::Decide, Some(field)),
            Err(_) => (Severity::Decide, None),
        };
        out.push(Reason { rule: rule.id.clone(), severity, say: rule.say.clone(), not_recorded });
    }
    out
}

/// The receipt states an amount of a kind that the scheme does not count.
pub(super) fn other_base(rules: &Recognition, stated: Base) -> Reason {
    let join = |pick: fn(&Name) -> String, word: &str| {
        rules.base.iter().map(|b| pick(&b.say())).collect::<Vec<_>>().join(word)
    };
    let say = Name {
        zh: format!("只计{}，{}不计入", join(|n| n.zh.clone(), "、"), stated.say().zh),
        en: format!("only {} counts, not {}", join(|n| n.en.clone(), ", "), stated.say().en),
    };
    Reason { rule: "base".into(), severity: Severity::Reject, say, not_recorded: None }
}

/// The amount that the evidence proves, where the rule names one. Of the rules that fit the receipt the first that is
/// satisfied counts (验资报告 else 注册资本 else 统计数); when none is, a reason is added.
pub(super) fn evidence(rules: &Recognition, entry: &Entry<'_>, reasons: &mut Vec<Reason>) -> Option<Base> {
    if rules.evidence.is_empty() {
        return None;
    }
    let receipt = entry.receipt;
    let mut fitting = rules.evidence.iter().filter(|rule| {
        (rule.kinds.is_empty() || rule.kinds.contains(&receipt.kind)) && holds(rule.when.as_ref(), entry)
    });
    let mut wanted: Vec<&Name> = Vec::new();
    let proved = fitting.find(|rule| {
        let there = rule.of.iter().filter(|paper| receipt.evidence.contains(paper)).count();
        let stated = rule.take.is_none_or(|take| receipt.amounts.contains_key(&take));
        wanted.push(&rule.say);
        there >= rule.least && stated
    });
    if let Some(rule) = proved {
        return rule.take;
    }
    let join =
        |pick: fn(&Name) -> &str, word: &str| wanted.iter().map(|n| pick(n)).collect::<Vec<_>>().join(word);
    let say = if wanted.is_empty() {
        Name {
            zh: "没有适用于此类资金的凭证规定".into(), en: "no rule of evidence fits this kind".into()
        }
    } else {
        Name {
            zh: format!("缺少有效凭证：{}", join(|n| &n.zh, "；或者")),
            en: format!("sufficient evidence is missing: {}", join(|n| &n.en, "; or ")),
        }
    };
    let severity = if wanted.is_empty() { Severity::Decide } else { rules.no_evidence };
    reasons.push(Reason { rule: "evidence".into(), severity, say, not_recorded: None });
    None
}
