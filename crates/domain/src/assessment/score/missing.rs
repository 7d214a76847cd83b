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
}

impl Missing {
    /// About a thing with a name.
    pub(super) fn named(code: &'static str, name: &str) -> Self {
        Self { code, params: params([("name", name)]) }
    }

    /// And about another.
    pub(super) fn about(mut self, other: &str) -> Self {
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
            Stop::Overflow => ("score.overflow", String::new()),
            Stop::NothingApplies => ("score.nothing_applies", String::new()),
        };
        let item = item.map_or("", |i| &i.name.zh);
        Self { code, params: params([("name", &unit.name), ("item", item), ("other", &what)]) }
    }

    /// The sentence.
    pub fn say(&self, lang: Lang) -> String {
        say::sentence(self.code, &self.params, lang)
    }
}
