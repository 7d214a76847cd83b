//! What a scheme is applied to: units, ledgers, targets, ratings, as plain records.
//!
//! The shape tells "nothing happened" from "nobody looked": a ledger that is there was read whole, so a unit
//! without rows in it has 0; a ledger that is not there leaves its measures missing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    expr::{Level, Owner, Part},
    scheme::Source,
};
use crate::id::{ProjectId, UnitId};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    pub units: Vec<Unit>,
    /// The rows of each source, recognised and in the window, of all units.
    pub ledgers: BTreeMap<Source, Vec<Row>>,
    /// Figures without rows, of measures whose source has no ledger here.
    pub values: Vec<Value>,
    /// The targets in force on the day, one for each unit and measure.
    pub targets: Vec<Target>,
    pub ratings: Vec<Rating>,
    /// Figures of earlier years, for growth.
    pub history: Vec<Earlier>,
}

/// A unit that is assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    /// A `[[class]]` of the scheme; any text when the scheme has none.
    #[serde(default)]
    pub class: String,
    /// Soft targets (弹性考核): scored, but without a place unless the scheme says so.
    #[serde(default)]
    pub soft: bool,
}

/// One row of a ledger as far as it is credited to one unit: a receipt, a project, a talent, a late form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The row's id in its own table, for the trace.
    pub id: Uuid,
    pub unit: UnitId,
    /// The part credited to the unit, in fen (cents for dollars); 0 where nothing is paid.
    #[serde(default)]
    pub fen: i64,
    /// The size by which tiers and filters choose (a project's total investment), where it is not `fen`.
    #[serde(default)]
    pub size_fen: Option<i64>,
    /// The unit's share in basis points: two units that share a talent count half a talent each.
    #[serde(default = "whole")]
    pub share_bp: u32,
    /// GB/T 4754 code with its section letter: `C3511`, `K7010`.
    #[serde(default)]
    pub industry: Option<Box<str>>,
    /// The kind of the row in its ledger.
    #[serde(default)]
    pub kind: Option<Box<str>>,
    #[serde(default)]
    pub project: Option<ProjectId>,
    /// Further fields that conditions of the scheme name; none where it names none.
    #[serde(default)]
    pub tags: Option<Box<BTreeMap<String, String>>>,
}

/// How a return stands on a day: `on_time`, `late`, `missing`, or `due` while its day is not over.
pub fn punctuality(due_on: Date, submitted_on: Option<Date>, on: Date) -> &'static str {
    match submitted_on.filter(|day| *day <= on) {
        Some(day) if day > due_on => "late",
        Some(_) => "on_time",
        None if on > due_on => "missing",
        None => "due",
    }
}

const fn whole() -> u32 {
    super::credit::WHOLE_BP
}

/// An amount of money or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Fen, or cents for measures in dollars.
    Fen(i64),
    Number(Decimal),
}

impl Quantity {
    /// In 元 or ones; `None` when money was given for a count, or a number for money.
    pub(super) fn value(self, money: bool) -> Option<Decimal> {
        match self {
            Self::Fen(fen) => money.then(|| Decimal::new(fen, 2)),
            Self::Number(value) => (!money).then_some(value),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    pub measure: String,
    pub unit: UnitId,
    pub value: Quantity,
}

/// 指导性计划 of one unit for one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub measure: String,
    pub unit: UnitId,
    pub value: Quantity,
    /// Which issue of the target sheet it is from; printed with the score.
    #[serde(default)]
    pub version: u32,
    /// Who set it; `None` is the district's own sheet.
    #[serde(default)]
    pub owner: Option<Owner>,
    #[serde(default)]
    pub level: Option<Level>,
    /// Up to the end of a quarter or month; `None` is the whole window.
    #[serde(default)]
    pub part: Option<Part>,
}

/// A measure of a unit in an earlier year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    pub measure: String,
    pub unit: UnitId,
    pub year: i16,
    pub value: Quantity,
}

/// Points for an item that people rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    pub item: String,
    pub unit: UnitId,
    pub points: Decimal,
    /// Who rated.
    pub by: String,
    #[serde(default)]
    pub note: String,
    /// The group of raters, of a `rating` item.
    #[serde(default)]
    pub raters: Option<String>,
    /// What of the item, where it has aspects.
    #[serde(default)]
    pub aspect: Option<String>,
}
