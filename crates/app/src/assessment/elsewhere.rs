//! What a scheme may ask of the facts of the command line and this system cannot answer: told with the other findings,
//! for a condition on something that nobody records never holds.

use std::collections::BTreeSet;

use yinfeng_domain::{
    assessment::{
        Scheme, Severity,
        expr::{Cond, Names, Of},
        finding::place,
        recognition::Recognition,
        scheme::{Kind, Source},
    },
    fund::EvidenceKind,
};

use super::FindingView;
use crate::floor::{
    Fault,
    say::{Lang, say_fault},
};

/// Fields of rows and receipts that are kept here besides those that every engine knows.
const OURS: [&str; 7] = [
    "structure",
    "high_technology",
    "top500",
    "invested_ratio",
    "investor_kind",
    "local_partner",
    "fits_industry",
];
/// Fields that every row has.
const OF_ROWS: [&str; 5] = ["kind", "industry", "amount", "size", "share"];

pub fn findings(scheme: &Scheme, text: &str, lang: Lang) -> Vec<FindingView> {
    let mut out = proofs(scheme, text, lang);
    out.extend(fields(scheme, text, lang));
    out.extend(rows_without_fields(scheme, text, lang));
    out
}

fn warning(
    (text, word): (&str, &str),
    path: String,
    code: &'static str,
    params: &[(&str, &str)],
    lang: Lang,
) -> FindingView {
    let (line, column) = place(text, text.find(word).unwrap_or_default());
    let fault = params.iter().fold(Fault::new(code), |fault, (key, value)| fault.with(key, value));
    let message = say_fault(lang, &fault);
    FindingView { severity: Severity::Warning, line, column, code, path, message }
}

/// Proofs that cannot be attached to a receipt here.
fn proofs(scheme: &Scheme, text: &str, lang: Lang) -> Vec<FindingView> {
    let rules = scheme.recognition.iter().flat_map(|r| &r.evidence);
    let words = rules.flat_map(|rule| rule.of.iter().map(move |word| (rule, word)));
    let known = EvidenceKind::ALL.map(EvidenceKind::code).join(", ");
    words
        .filter(|(_, word)| EvidenceKind::from_code(word).is_none())
        .map(|(rule, word)| {
            let path = format!("recognition.evidence.{}", rule.id);
            let said = [("word", word.as_str()), ("rule", &rule.id), ("known", &known)];
            warning((text, &format!("\"{word}\"")), path, "assessment.proof_elsewhere", &said, lang)
        })
        .collect()
}

/// Fields that no project or receipt has here.
fn fields(scheme: &Scheme, text: &str, lang: Lang) -> Vec<FindingView> {
    let mut asked = scheme.row_fields();
    asked.extend(scheme.recognition.iter().flat_map(Recognition::fields));
    let known: BTreeSet<&str> = Of::Row.fields().chain(Of::Receipt.fields()).chain(OURS).collect();
    asked
        .iter()
        .filter(|name| !known.contains(name.as_str()))
        .map(|name| {
            warning((text, name), name.clone(), "assessment.field_elsewhere", &[("name", name)], lang)
        })
        .collect()
}

/// Conditions on rows that carry no such fields: activities.
fn rows_without_fields(scheme: &Scheme, text: &str, lang: Lang) -> Vec<FindingView> {
    let mut out = Vec::new();
    for measure in scheme.measures.iter().filter(|m| m.source == Source::Activities) {
        let each = scheme.items.iter().filter_map(|item| match &item.kind {
            Kind::PerItem(rule) if rule.measure == measure.id => Some(rule),
            _ => None,
        });
        let each =
            each.flat_map(|rule| rule.filter.iter().chain(rule.tiers.iter().filter_map(|t| t.when.as_ref())));
        let conditions = measure.filter.when.iter().chain(each);
        if let Some(name) = further(conditions) {
            let said = [("measure", measure.id.as_str()), ("name", &name)];
            let (path, code) = (format!("measure.{}", measure.id), "assessment.activities_without_fields");
            out.push(warning((text, &name), path, code, &said, lang));
        }
    }
    out
}

/// The first field that not every row has.
fn further<'c>(conditions: impl Iterator<Item = &'c Cond>) -> Option<String> {
    let mut names = Names::default();
    conditions.for_each(|cond| cond.names(&mut names));
    names.texts.into_iter().chain(names.measures).find(|name| !OF_ROWS.contains(&name.as_str()))
}
