//! Explanations: how each point came about, as figures that a page can lay out and as a line in official style.

use rust_decimal::Decimal;
use serde::Serialize;

use super::board::Board;
use crate::assessment::{
    number::{grouped, round},
    say::Lang,
    scheme::{Gate, Item, Measure, Name, NotApplicable, Scale, Then},
};

/// A figure as it is shown: `1,234.50万元`. `value` is unrounded, in the shown unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    pub value: Decimal,
    pub unit: Name,
    pub digits: u32,
}

impl Figure {
    /// A measure's value (元 or ones) in the measure's own unit.
    pub fn of(measure: &Measure, value: Decimal) -> Self {
        let shown = value.checked_div(measure.scale.size()).unwrap_or(value);
        let digits = match measure.scale {
            Scale::Count(_) if !shown.fract().is_zero() => 2, // half a talent
            _ => measure.scale.digits(),
        };
        let unit = Name { zh: measure.scale.zh().to_owned(), en: measure.scale.en().to_owned() };
        Self { value: shown, unit, digits }
    }

    /// A ratio as percent.
    pub fn percent(ratio: Decimal) -> Self {
        let value = ratio.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(ratio);
        Self { value, unit: Name { zh: "%".into(), en: "%".into() }, digits: 2 }
    }

    pub fn plain(value: Decimal) -> Self {
        let digits = round(value, 4).normalize().scale();
        Self { value, unit: Name { zh: String::new(), en: String::new() }, digits }
    }

    pub fn say(&self, lang: Lang) -> String {
        let number = grouped(self.value, self.digits);
        match lang.of(&self.unit) {
            "" => number,
            unit if lang == Lang::En && unit != "%" => format!("{number} {unit}"),
            unit => format!("{number}{unit}"),
        }
    }
}

/// What an item gives a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    pub points: Decimal,
    pub explain: Explain,
    pub gap: Option<Gap>,
}

/// What held the points back from what the rule alone gave.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The rule gave more.
    Most(Decimal),
    /// The rule gave less.
    Least(Decimal),
    /// The figure is below the line from which the item counts.
    Below(Decimal),
}

/// Rows of one tier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    pub say: Name,
    /// Shared projects count by the unit's share.
    pub count: Decimal,
    pub each: Decimal,
}

/// Points taken from an item or from the total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Taken {
    pub item: String,
    pub name: Name,
    pub count: Decimal,
    pub each: Decimal,
    pub most: Option<Decimal>,
    /// What was taken, at least 0.
    pub points: Decimal,
    /// The measures whose rows are behind it.
    pub measures: Vec<String>,
}

/// How an item's points came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Explain {
    Ratio {
        done: Figure,
        target: Figure,
        ratio: Decimal,
        full: Decimal,
        raw: Decimal,
        points: Decimal,
        limit: Option<Limit>,
    },
    Threshold {
        met: bool,
        condition: String,
        points: Decimal,
    },
    Tier {
        figure: Option<Figure>,
        tier: Option<Name>,
        points: Decimal,
    },
    Steps {
        figure: Figure,
        at: Figure,
        per: Figure,
        steps: Decimal,
        up: bool,
        each: Decimal,
        base: Decimal,
        raw: Decimal,
        points: Decimal,
        limit: Option<Limit>,
    },
    /// A part of a whole.
    Share {
        part: Figure,
        whole: Figure,
        ratio: Decimal,
        full: Decimal,
        raw: Decimal,
        points: Decimal,
        limit: Option<Limit>,
    },
    /// Growth on an earlier year: the figures, then the steps.
    Growth {
        now: Figure,
        base: Figure,
        year: i16,
        steps: Box<Explain>,
    },
    /// Each part of the figure at the rate of its bracket.
    Marginal {
        figure: Figure,
        brackets: Vec<Bracket>,
        raw: Decimal,
        points: Decimal,
        limit: Option<Limit>,
    },
    Rating {
        groups: Vec<RatedBy>,
        raw: Decimal,
        points: Decimal,
    },
    Mix {
        parts: Vec<Mixed>,
        full: Decimal,
        points: Decimal,
    },
    Formula {
        text: String,
        raw: Decimal,
        points: Decimal,
        limit: Option<Limit>,
    },
    PerItem {
        lines: Vec<Counted>,
        raw: Decimal,
        points: Decimal,
        limit: Option<Limit>,
    },
    Lookup {
        figure: Figure,
        points: Decimal,
    },
    MinMax {
        figure: Figure,
        min: Figure,
        max: Figure,
        low: Decimal,
        high: Decimal,
        coefficient: Decimal,
        full: Decimal,
        points: Decimal,
    },
    Rank {
        figure: Figure,
        place: u32,
        of: u32,
        /// Of the group.
        best: Figure,
        worst: Figure,
        points: Decimal,
    },
    Manual {
        by: String,
        note: String,
        points: Decimal,
    },
    NotApplicable {
        rule: NotApplicable,
        because: Because,
        points: Decimal,
    },
}

/// Why an item could not be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    NoTarget,
    ZeroTarget,
    NoRating,
    NoMeasure,
    DenZero,
    /// The earlier year of a growth.
    ZeroBase,
}

/// What is missing to the full points or the next tier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    pub measure: String,
    pub verb: Name,
    pub more: Figure,
    /// The points that it brings the item to.
    pub reach: Decimal,
    pub full: bool,
    /// What is missing besides, where several are.
    pub also: Vec<Need>,
    /// The tier whose rows these are, where single rows count.
    pub of: Option<Name>,
    /// The place that it brings the unit to.
    pub place: Option<u32>,
    /// Where the least is best: so much less, not more.
    pub less: bool,
}

/// A further thing that is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Need {
    pub measure: String,
    pub verb: Name,
    pub more: Figure,
}

/// The part of a figure within one bracket.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bracket {
    pub part: Figure,
    pub rate: Decimal,
    pub points: Decimal,
}

/// What a group of raters gave.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatedBy {
    pub name: Name,
    /// Of the scheme, before any scaling up.
    pub weight: Decimal,
    /// How many rated, and how many of them were left out as highest and lowest.
    pub count: u32,
    pub trimmed: u32,
    /// `None` when nobody of them rated.
    pub mean: Option<Decimal>,
}

/// A part of a mix.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mixed {
    pub item: String,
    pub name: Name,
    pub weight: Decimal,
    pub full: Decimal,
    pub points: Decimal,
    /// Left out: its weight is spread over the others.
    pub dropped: bool,
    pub explain: Explain,
}

/// A gate whose condition holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GateHit {
    pub item: String,
    pub say: Name,
    pub then: Then,
    pub measures: Vec<String>,
}

impl GateHit {
    pub(super) fn of(board: &Board<'_>, item: &Item, gate: &Gate) -> Self {
        let (say, then) = (gate.say.clone(), gate.then.clone());
        Self { item: item.id.clone(), say, then, measures: board.behind(item) }
    }
}
