//! Items (考核项目) and their rule kinds, with the parameters of each.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Name, Ties};
use crate::assessment::expr::{Cond, Expr};

/// What an item gives a unit to which it cannot be applied: no target was set, the office gave no rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// Left out; what is left is scaled to the full total.
    DropAndRescale,
    Zero,
    Full,
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
    /// Decimals to round to, where other than the scheme's.
    pub digits: Option<u32>,
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
    },
    Steps(Box<Steps>),
    PerItem(PerItem),
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
    },
    Rank(RankPoints),
    /// Rated by the office, with a name and a reason.
    Manual,
    Deduct(Deduction),
    Gate(Gate),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ratio {
    pub num: Expr,
    pub den: Expr,
    /// The most points; over-completion counts up to here.
    pub cap: Decimal,
    pub zero_below: Option<Decimal>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    Zero,
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
}

/// Points by place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankPoints {
    pub on: Expr,
    pub list: Vec<Decimal>,
    pub otherwise: Decimal,
    pub ties: Ties,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deduction {
    pub count: Expr,
    pub each: Decimal,
    pub max: Option<Decimal>,
    /// The item it is taken from; `None` takes it from the total.
    pub from: Option<String>,
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
    /// Only said: 黄牌.
    Note,
}
