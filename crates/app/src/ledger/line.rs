//! A row of a ledger as it was read, the way it is kept until it is imported.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yinfeng_domain::{
    ledger::{self, Field, Problem, RowKind, Severity, Value},
    money::{Currency, Money},
};

use super::plan::Plan;

/// What the row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Data,
    Subtotal,
    Note,
    Blank,
}

impl From<RowKind> for Kind {
    fn from(kind: RowKind) -> Self {
        match kind {
            RowKind::Data => Self::Data,
            RowKind::Subtotal => Self::Subtotal,
            RowKind::Note => Self::Note,
            RowKind::Blank => Self::Blank,
        }
    }
}

impl Kind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Subtotal => "subtotal",
            Self::Note => "note",
            Self::Blank => "blank",
        }
    }
}

/// A row as it was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Line {
    /// As in the sheet, from 1.
    pub n: u32,
    pub kind: Kind,
    pub cells: Vec<Cell>,
    /// What is imported of it; only of data rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// Proposed to be left out: it is there already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skip: bool,
}

/// A mapped cell with its reading.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Cell {
    pub column: usize,
    pub field: Field,
    pub text: String,
    pub value: Said,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// What was read from a cell, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    Nothing,
    Text(String),
    /// A code; its word depends on the reader's language.
    Code(String),
}

impl Line {
    /// Cells and problems of a row; problems of the row as a whole are shown at the cell that can mend them.
    pub fn of(row: ledger::Row) -> Self {
        let cells = row.readings.into_iter().map(|r| Cell {
            column: r.column,
            field: r.field,
            value: said(&r.value, &r.text),
            text: r.text,
            problems: r.problems,
        });
        let mut line =
            Self { n: row.number, kind: row.kind.into(), cells: cells.collect(), plan: None, skip: false };
        for problem in row.problems {
            line.blame(problem);
        }
        line
    }

    /// Puts a problem of the row at the cell it speaks of.
    pub fn blame(&mut self, problem: Problem) {
        let field = field_of(&problem);
        let at = self.cells.iter().position(|c| c.field == field).unwrap_or(0);
        match self.cells.get_mut(at) {
            Some(cell) => cell.problems.push(problem),
            // A note without a mapped cell: nothing is imported of it.
            None => self.cells.push(Cell {
                column: 0,
                field,
                text: String::new(),
                value: Said::Nothing,
                problems: vec![problem],
            }),
        }
    }

    fn count(&self, severity: Severity) -> i64 {
        self.cells.iter().flat_map(|c| &c.problems).filter(|p| p.severity == severity).count() as i64
    }

    pub fn errors(&self) -> i64 {
        self.count(Severity::Error)
    }

    pub fn warnings(&self) -> i64 {
        self.count(Severity::Warning)
    }

    pub fn has_problem(&self) -> bool {
        self.errors() + self.warnings() > 0
    }
}

/// The field whose cell shows a problem of the whole row.
fn field_of(problem: &Problem) -> Field {
    let code = problem.code.strip_prefix("ledger.").unwrap_or(&problem.code);
    match code {
        "unit_missing" | "unit_unknown" | "unit_twice" | "shares_sum" | "shares_count" => Field::Units,
        "month_exceeds_year" => Field::MoneyMonth,
        "year_exceeds_total" => Field::MoneyTotal,
        "signed_without_contract" | "signed_in_future" => Field::SignedOn,
        "introduced_in_future" => Field::IntroducedOn,
        "received_in_future" | "received_day_assumed" => Field::ReceivedOn,
        "stage_from_section" => Field::Stage,
        _ => Field::ProjectName,
    }
}

fn said(value: &Value, text: &str) -> Said {
    match value {
        Value::Missing => Said::Nothing,
        Value::Text(text) | Value::Industry(text) => Said::Text(text.clone()),
        Value::Names(names) => Said::Text(names.join("、")),
        Value::Units(units) => Said::Text(
            units
                .iter()
                .map(|u| match u.percent {
                    Some(percent) => format!("{} {}%", u.name, percent.normalize()),
                    None => u.name.clone(),
                })
                .collect::<Vec<_>>()
                .join("、"),
        ),
        Value::Shares(shares) => {
            Said::Text(shares.iter().map(|s| format!("{}%", s.normalize())).collect::<Vec<_>>().join("、"))
        }
        Value::Money(money) => Said::Text(money_text(*money)),
        Value::Day(day) => Said::Text(day.to_string()),
        Value::Area(m2) => Said::Text(format!("{m2} m²")),
        Value::Code(code) => Said::Code((*code).to_owned()),
        Value::Uscc(_) => Said::Text(text.trim().to_owned()),
        Value::Rate(e8) => Said::Text(Decimal::new(*e8, 8).normalize().to_string()),
    }
}

/// An amount as people say it: `1.3亿元`, `5000万元`, `300万美元`. Exact.
pub(super) fn money_text(money: Money) -> String {
    let units = money.units();
    let name = if money.currency == Currency::Cny { "元" } else { money.currency.name_zh() };
    for (scale, word) in [(100_000_000_i64, "亿"), (10_000, "万")] {
        if units.abs() >= Decimal::from(scale) {
            return format!("{}{word}{name}", (units / Decimal::from(scale)).normalize());
        }
    }
    format!("{}{name}", units.normalize())
}
