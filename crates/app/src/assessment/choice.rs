//! What the office may decide by a scheme: points of rated items, figures and targets that no ledger has, confirmed fraud.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::assessment::{
    Scheme, number,
    scheme::{Item, Kind, Measure as SchemeMeasure, Scale, Source},
};

use super::{Measure, decision::FRAUD, scheme::spoken, score::measure_for};
use crate::floor::say::{Lang, word};

/// One thing that may be decided of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionChoice {
    /// The `item` of the decision.
    pub code: String,
    pub name: String,
    /// `rating`, `figure`, `target` or `fraud`.
    pub kind: &'static str,
    /// The unit of the figure: 分, 万元, 个; empty for fraud.
    pub unit: String,
    /// The most points of a rating.
    pub most_text: Option<String>,
}

/// All that may be decided by a scheme, in its order.
pub fn choices(scheme: &Scheme, lang: Lang) -> Vec<DecisionChoice> {
    let words = spoken(lang);
    let mut out = Vec::new();
    for item in scheme.items.iter().flat_map(|i| std::iter::once(i).chain(i.parts())) {
        ratings(item, lang, &mut out);
    }
    let unit = |scale: &Scale| match lang {
        Lang::Zh => scale.zh().to_owned(),
        Lang::En => scale.en().to_owned(),
    };
    for measure in scheme.measures.iter().filter(|m| m.source == Source::Entered) {
        out.push(DecisionChoice {
            code: measure.id.clone(),
            name: words.of(&measure.name).to_owned(),
            kind: "figure",
            unit: unit(&measure.scale),
            most_text: None,
        });
    }
    let asked = targets(scheme);
    for measure in scheme.measures.iter().filter(|m| asked.contains(&m.id)) {
        let code = format!("target({})", measure.id);
        if target_of(scheme, &code).is_some() {
            let name = words.of(&measure.name).to_owned();
            let unit = unit(&measure.scale);
            out.push(DecisionChoice { code, name, kind: "target", unit, most_text: None });
        }
    }
    if scheme.measures.iter().any(|m| m.source == Source::Fraud) {
        let name = word(lang, "assessment.choice_fraud");
        let unit = String::new();
        out.push(DecisionChoice { code: FRAUD.to_owned(), name, kind: "fraud", unit, most_text: None });
    }
    out
}

fn ratings(item: &Item, lang: Lang, out: &mut Vec<DecisionChoice>) {
    let words = spoken(lang);
    let unit = word(lang, "assessment.choice_points");
    let mut push = |code: String, names: &[&str], most| {
        let name = names.join(" · ");
        let most_text = Some(number::plain(most));
        out.push(DecisionChoice { code, name, kind: "rating", unit: unit.clone(), most_text });
    };
    let own = words.of(&item.name);
    match &item.kind {
        Kind::Manual => push(item.id.clone(), &[own], item.points),
        Kind::Rating(rule) => {
            for raters in &rule.raters {
                let (code, name) = (format!("{}/{}", item.id, raters.id), words.of(&raters.name));
                if rule.aspects.is_empty() {
                    push(code.clone(), &[own, name], item.points);
                }
                for aspect in &rule.aspects {
                    push(
                        format!("{code}/{}", aspect.id),
                        &[own, name, words.of(&aspect.name)],
                        aspect.points,
                    );
                }
            }
        }
        _ => {}
    }
}

/// The measures whose targets a scheme asks for.
fn targets(scheme: &Scheme) -> std::collections::BTreeSet<String> {
    let mut names = yinfeng_domain::assessment::expr::Names::default();
    scheme.measures.iter().flat_map(|m| m.formula.iter().chain(&m.most)).for_each(|f| f.names(&mut names));
    let mut all = names.targets;
    scheme.items.iter().for_each(|i| all.append(&mut i.names().targets));
    all
}

/// Whether a scheme asks for any target.
pub fn asks_targets(scheme: &Scheme) -> bool {
    !targets(scheme).is_empty()
}

/// The measure that `target(…)` names, where the sheet of targets does not have it.
pub fn target_of<'s>(scheme: &'s Scheme, item: &str) -> Option<&'s SchemeMeasure> {
    let id = item.strip_prefix("target(")?.strip_suffix(')')?;
    let of_sheet = |m: &Measure| measure_for(scheme, *m).is_some_and(|of| of.id == id);
    scheme.measure(id).filter(|_| !Measure::ALL.iter().any(of_sheet))
}
