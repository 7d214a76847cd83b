//! Items (考核项目) and their rule kinds, with the parameters of each.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Bands, Name, Ties};
use crate::assessment::expr::{Cond, Expr};

/// What an item gives a unit to which it cannot be applied: no target was set, the office gave no rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// Left out; what is left is scaled to the full total.
    DropAndRescale,
    Zero,
    Full,
    /// The mean of what the item gives the other units of its group.
    Average,
}

/// How figures are cut to their decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    HalfUp,
    Down,
    Up,
}

/// One `[[item]]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    pub id: String,
    pub name: Name,
    /// Full points; of a bonus item the most it gives; 0 for deductions and gates.
    pub points: Decimal,
    /// Not part of the scheme's total.
    pub bonus: bool,
    pub group: Option<String>,
    /// Classes it is for; empty is all.
    pub only: Vec<String>,
    pub no_target: Option<NotApplicable>,
    pub zero_target: Option<NotApplicable>,
    /// Any other division by zero: a share of nothing, growth on nothing.
    pub den_zero: Option<NotApplicable>,
    /// Nobody delivered a measure that the item needs.
    pub no_measure: Option<NotApplicable>,
    pub no_rating: Option<NotApplicable>,
    /// Decimals to round to, where other than the scheme's.
    pub digits: Option<u32>,
    /// `round = false`: the item's points are not rounded.
    pub unrounded: bool,
    pub way: Option<Way>,
    /// Its part in a weighted group.
    pub weight: Option<Decimal>,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    Ratio(Ratio),
    /// Full points when the condition holds.
    Threshold {
        when: Cond,
        text: String,
        otherwise: Otherwise,
    },
    Tiers {
        on: Option<Expr>,
        tiers: Vec<Tier>,
        otherwise: Option<Decimal>,
        /// Bands take in their upper end instead of their lower one.
        upper: bool,
    },
    Steps(Box<Steps>),
    PerItem(PerItem),
    /// Progressive brackets, like a tax: each part of the figure at the rate of its bracket.
    Marginal {
        on: Expr,
        bands: Bands,
    },
    /// The value of a table's band.
    Lookup {
        on: Expr,
        table: String,
    },
    /// 功效系数: (x − min) ÷ (max − min) × (high − low) + low, in percent of the points.
    MinMax {
        on: Expr,
        low: Decimal,
        high: Decimal,
        all_equal: Decimal,
        /// The smallest figure is the best.
        least_best: bool,
    },
    Rank(RankPoints),
    /// A part of a whole × points.
    Share {
        part: Expr,
        whole: Expr,
    },
    /// Growth on an earlier year, then steps.
    Growth {
        measure: String,
        back: u16,
        steps: Box<Steps>,
    },
    /// Rated by the office, with a name and a reason.
    Manual,
    /// Rated by groups of others.
    Rating(Rated),
    /// A weighted sum of parts.
    Mix(Vec<Item>),
    /// The escape hatch: an expression that gives points.
    Formula {
        formula: Expr,
        text: String,
        min: Decimal,
    },
    Deduct(Deduction),
    Gate(Gate),
}

impl Item {
    /// The parts of a mix.
    pub fn parts(&self) -> &[Self] {
        match &self.kind {
            Kind::Mix(parts) => parts,
            _ => &[],
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ratio {
    pub num: Expr,
    pub den: Expr,
    /// The most points; over-completion counts up to here.
    pub cap: Decimal,
    /// The least points.
    pub floor: Decimal,
    pub zero_below: Option<Decimal>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    Zero,
    Points(Decimal),
    /// By proportion, never more than full points.
    Ratio(Expr),
}

/// One tier: a band of `on`, or a condition; the first that fits counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tier {
    pub from: Option<Decimal>,
    pub below: Option<Decimal>,
    pub when: Option<Cond>,
    pub points: Decimal,
    /// How the explanation calls the tier.
    pub say: Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepMode {
    /// Only full steps count (每满).
    Full,
    /// A begun step counts as one.
    Begun,
    Proportional,
}

/// Base points where the figure equals `at`, more or less for each step away from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steps {
    pub on: Expr,
    pub at: Decimal,
    pub per: Decimal,
    pub mode: StepMode,
    pub base: Decimal,
    pub up: Expr,
    pub down: Expr,
    pub max: Decimal,
    pub min: Decimal,
    /// Below this figure the item gives 0.
    pub zero_below: Option<Decimal>,
}

/// Points for each row (project, event), at most the item's points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PerItem {
    pub measure: String,
    pub tiers: Vec<Tier>,
    /// A project takes its best tier only (不重复加分), or all that fit.
    pub best_only: bool,
    /// Several rows of one project are one (每个项目只计一次).
    pub once: bool,
    /// A shared project counts whole for each unit, not by its share.
    pub whole: bool,
    /// 多超多得: the item's points are no limit.
    pub uncapped: bool,
    /// The field of a row by which tiers are chosen: `size` when left out.
    pub by: Option<String>,
    /// Which rows.
    pub filter: Option<Cond>,
}

/// Points by place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankPoints {
    pub on: Expr,
    /// By place; or evenly from the item's points down to `last`.
    pub list: Vec<Decimal>,
    pub last: Option<Decimal>,
    pub otherwise: Decimal,
    pub ties: Ties,
    pub least_best: bool,
}

/// Ratings by groups of people or units (评议).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rated {
    pub raters: Vec<Raters>,
    /// What is rated apart; empty when each rating is one figure.
    pub aspects: Vec<Aspect>,
    /// So many of the highest and of the lowest are left out before the mean.
    pub trim: u32,
    pub absent: AbsentRaters,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Raters {
    pub id: String,
    pub name: Name,
    /// Of 1.
    pub weight: Decimal,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Aspect {
    pub id: String,
    pub name: Name,
    pub points: Decimal,
}

/// A group of raters of whom nobody rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsentRaters {
    /// The item is not rated.
    Missing,
    /// The other groups' weights are scaled up.
    Reweigh,
    Zero,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deduction {
    pub count: Expr,
    pub each: Decimal,
    pub max: Option<Decimal>,
    /// The item it is taken from; `None` takes it from the total.
    pub from: Option<String>,
    /// What it is taken from never falls below.
    pub floor: Decimal,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gate {
    pub when: Cond,
    pub then: Then,
    pub say: Name,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    TotalZero,
    ItemZero(String),
    CapTotal(Decimal),
    /// The unit is assessed as one of this class (升档、降档).
    MoveClass(String),
    /// The verdict is so many grades better.
    Promote(u32),
    Demote(u32),
    /// No verdict better than this grade of the scheme's list (不得评优), from 0.
    BarOutcome(usize),
    /// Only said: 黄牌.
    Note,
}
