//! Lights (亮灯): how a project stands in a month, by a table of rules that a district may change. What the colours mean
//! differs from city to city, so that they are part of the table; `lights/standard.toml` is what a district starts with.

mod input;
mod read;

use std::sync::LazyLock;

use crate::project::{Stage, codes};

pub use input::{Inputs, Measured, inputs};
pub use read::STANDARD;

codes! {
    /// What a light looks like; what it means stands in the table.
    Colour {
        Green = "green",
        Blue = "blue",
        Yellow = "yellow",
        Orange = "orange",
        Red = "red",
        Black = "black",
    }
}

codes! {
    /// What a rule looks at.
    Input {
        /// 在本阶段的天数
        DaysInStage = "days_in_stage",
        /// 未见进展的天数
        DaysIdle = "days_idle",
        /// 超过计划开工月的月数
        StartMonthsLate = "start_months_late",
        /// 超过计划竣工月的月数
        CompletionMonthsLate = "completion_months_late",
        /// 到位资金落后时间进度的百分点
        MoneyPointsBehind = "money_points_behind",
        /// 逾期的建设节点
        NodesLate = "nodes_late",
        /// 逾期的审批手续
        ApprovalsLate = "approvals_late",
        /// 超期未答复的问题
        ProblemsOverdue = "problems_overdue",
    }
}

/// A colour with its meaning here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shade {
    pub colour: Colour,
    pub name: String,
    pub name_en: String,
    pub meaning: String,
    pub meaning_en: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub input: Input,
    pub stages: Vec<Stage>,
    pub bound: Bound,
    pub colour: Colour,
    /// The document or sentence it rests on; may be empty.
    pub basis: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    AtLeast(i64),
    AtMost(i64),
}

impl Bound {
    pub const fn holds(self, value: i64) -> bool {
        match self {
            Self::AtLeast(bound) => value >= bound,
            Self::AtMost(bound) => value <= bound,
        }
    }
}

/// A valid table. Only [`LightTable::check`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LightTable {
    pub name: String,
    pub name_en: String,
    /// From light to heavy; the first is shown when no rule is met.
    pub colours: Vec<Shade>,
    pub rules: Vec<Rule>,
    /// For how many months, the current one included, somebody may set another colour.
    pub override_months: i64,
}

/// What a rule says of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'t> {
    pub rule: &'t Rule,
    /// `None`: not known of this project, so that the rule says nothing.
    pub value: Option<i64>,
    pub met: bool,
}

static BUILT_IN: LazyLock<LightTable> = LazyLock::new(|| {
    LightTable::check(STANDARD).0.unwrap_or(LightTable {
        name: String::new(),
        name_en: String::new(),
        colours: Vec::new(),
        rules: Vec::new(),
        override_months: 1,
    })
});

/// Whether projects at this stage are lit at all: at capacity there is nothing left to be late with.
pub fn lit(stage: Stage) -> bool {
    stage != Stage::AtCapacity
}

impl LightTable {
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Where a colour stands, from light to heavy.
    fn weight(&self, colour: Colour) -> usize {
        self.colours.iter().position(|s| s.colour == colour).unwrap_or(0)
    }

    pub fn shade(&self, colour: Colour) -> Option<&Shade> {
        self.colours.iter().find(|s| s.colour == colour)
    }

    /// Every rule that applies at this stage, with what it found.
    pub fn lines<'t>(&'t self, inputs: &'t Inputs) -> impl Iterator<Item = Line<'t>> {
        self.rules.iter().filter(|r| r.stages.contains(&inputs.stage)).map(|rule| {
            let value = inputs.get(rule.input);
            Line { rule, value, met: value.is_some_and(|v| rule.bound.holds(v)) }
        })
    }

    /// The heaviest colour of the rules that are met.
    pub fn judge(&self, inputs: &Inputs) -> Colour {
        let met = self.lines(inputs).filter(|l| l.met).map(|l| l.rule.colour);
        let first = self.colours.first().map_or(Colour::Green, |s| s.colour);
        met.max_by_key(|c| self.weight(*c)).unwrap_or(first)
    }
}

#[cfg(test)]
mod tests;
