//! What has to be delivered before units can be scored.

use serde::Serialize;

use crate::assessment::{
    expr::Stop,
    facts::Unit,
    finding::{Params, params},
    number::plain,
    say::{self, Lang},
    scheme::{Item, Scheme},
};

/// One thing that is missing or does not fit: a code (`score.…`, `facts.…`) and its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Missing {
    pub code: &'static str,
    pub params: Params,
    /// Where in the facts: `targets[3].unit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl Missing {
    /// About a thing with a name.
    pub fn named(code: &'static str, name: &str) -> Self {
        Self { code, params: params([("name", name)]), path: None }
    }

    /// At a place of the facts.
    pub(in crate::assessment) fn at(mut self, path: String) -> Self {
        self.path = Some(path);
        self
    }

    /// And about another.
    pub(in crate::assessment) fn about(mut self, other: &str) -> Self {
        self.params.extend(params([("other", other)]));
        self
    }

    pub(super) fn of(stop: &Stop, scheme: &Scheme, unit: &Unit, item: Option<&Item>) -> Self {
        let measure = |id: &String| scheme.measure(id).map_or_else(|| id.clone(), |m| m.name.zh.clone());
        let (code, what) = match stop {
            Stop::NoMeasure(id) => ("score.no_measure", measure(id)),
            Stop::NoTarget(id) => ("score.no_target", measure(id)),
            Stop::ZeroTarget(id) => ("score.zero_target", measure(id)),
            Stop::NoRating => ("score.no_rating", String::new()),
            Stop::NoBand { table, value } => ("score.no_band", format!("{table}: {}", plain(*value))),
            Stop::DivisionByZero => ("score.division_by_zero", String::new()),
            Stop::NoHistory { measure: id, year } => {
                ("score.no_history", format!("{}（{year}）", measure(id)))
            }
            Stop::ZeroBase(id) => ("score.zero_base", measure(id)),
            Stop::NoRows(id) => ("score.no_rows", measure(id)),
            Stop::NoClass(table) => ("score.no_class", table.clone()),
            Stop::NoField(field) => ("score.no_field", field.clone()),
            Stop::NoRater(raters) => ("score.no_rater", raters.clone()),
            Stop::NoPeers => ("score.no_peers", String::new()),
            Stop::Overflow => ("score.overflow", String::new()),
            Stop::NothingApplies => ("score.nothing_applies", String::new()),
        };
        let item = item.map_or("", |i| &i.name.zh);
        Self { code, params: params([("name", &unit.name), ("item", item), ("other", &what)]), path: None }
    }

    /// The sentence.
    pub fn say(&self, lang: Lang) -> String {
        let said = say::sentence(self.code, &self.params, lang);
        match (&self.path, lang) {
            (None, _) => said,
            (Some(path), Lang::Zh) => format!("{path}：{said}"),
            (Some(path), Lang::En) => format!("{path}: {said}"),
        }
    }
}
