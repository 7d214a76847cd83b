//! What one cell says.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    field::Field,
    grid::Cell,
    parties::UnitShare,
    problem::{Problem, Severity},
};
use crate::{money::Money, org_code::Uscc};

/// A value read from a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Nothing there, or a sign for nothing, or nothing that could be read.
    Missing,
    Text(String),
    Names(Vec<String>),
    Units(Vec<UnitShare>),
    /// In percent.
    Shares(Vec<Decimal>),
    Money(Money),
    Day(Date),
    /// Whole square metres.
    Area(i64),
    /// A word of a closed list by its code: stage, agreement, track, kind, country, currency …
    Code(&'static str),
    /// GB/T 4754 code.
    Industry(String),
    Uscc(Uscc),
    /// CNY per unit × [`crate::money::RATE_SCALE`].
    Rate(i64),
}

/// A cell with its reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// From 0.
    pub column: usize,
    pub field: Field,
    /// As in the file.
    pub text: String,
    pub value: Value,
    /// The unit in which the figure was read: `万元`, `亩`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// Nothing had to be assumed.
    pub certain: bool,
}

impl Reading {
    pub(super) fn new(
        column: usize,
        field: Field,
        cell: &Cell,
        value: Value,
        problems: Vec<Problem>,
    ) -> Self {
        let certain = problems.iter().all(|p| p.severity == Severity::Info);
        Self { column, field, text: cell.text().into_owned(), value, unit: None, problems, certain }
    }
}

/// The problem of a cell whose kind holds no value: a formula without a cached value, an error value, or
/// something that does not belong there.
pub(super) fn unusable(cell: &Cell, otherwise: &'static str, severity: Severity) -> Problem {
    match cell {
        Cell::Formula => Problem::new("ledger.formula_without_value", severity),
        Cell::Error(text) => Problem::new("ledger.error_cell", severity).with("text", text),
        other => Problem::new(otherwise, severity).with("text", other.text()),
    }
}
