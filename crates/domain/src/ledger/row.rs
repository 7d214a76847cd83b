//! What one row says.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    parties::UnitShare,
    problem::{Problem, Severity},
    reading::Reading,
};
use crate::{money::Money, org_code::Uscc};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Data,
    /// 合计, 小计, 其中 …: checked against the rows, never imported.
    Subtotal,
    /// Notes, signatures, section titles, column numbers.
    Note,
    Blank,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// As in the sheet, from 1.
    pub number: u32,
    pub kind: RowKind,
    /// Hidden in the file.
    pub hidden: bool,
    /// The section title above it: 一、已签约项目.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The mapped columns, in the order of the sheet.
    pub readings: Vec<Reading>,
    /// Problems of the row as a whole.
    pub problems: Vec<Problem>,
    /// Only of data rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Box<Draft>>,
}

impl Row {
    /// All problems, those of cells with their column.
    pub fn all_problems(&self) -> impl Iterator<Item = (Option<usize>, &Problem)> {
        self.problems
            .iter()
            .map(|p| (None, p))
            .chain(self.readings.iter().flat_map(|r| r.problems.iter().map(move |p| (Some(r.column), p))))
    }

    /// A data row without an error.
    pub fn importable(&self) -> bool {
        self.kind == RowKind::Data && self.all_problems().all(|(_, p)| p.severity != Severity::Error)
    }
}

/// An amount with the text and unit it was read from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AmountDraft {
    /// total, fixed_assets, contract, contract_foreign, registered, paid_in.
    pub measure: &'static str,
    pub money: Money,
    pub text: String,
    pub unit: String,
}

/// What the row says of money that came in. One of several figures of different windows may be given; which of
/// them becomes a receipt is for the import to say.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Receipts {
    /// A single receipt (到位资金), usually with a day.
    pub single: Option<AmountDraft>,
    pub month: Option<AmountDraft>,
    pub year: Option<AmountDraft>,
    pub total: Option<AmountDraft>,
    pub received_on: Option<Date>,
    pub payer: String,
    pub slip: String,
    /// cash, capital, equipment, construction, land, other.
    pub kind: Option<&'static str>,
    /// CNY per unit × [`crate::money::RATE_SCALE`].
    pub rate_e8: Option<i64>,
}

impl Receipts {
    pub const fn is_empty(&self) -> bool {
        self.single.is_none() && self.month.is_none() && self.year.is_none() && self.total.is_none()
    }
}

/// A project as a row describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Draft {
    /// A code that the office gave earlier.
    pub code: String,
    pub name: String,
    /// [`crate::text::name_key`] of the name.
    pub name_key: String,
    pub alias: String,
    pub investors: Vec<String>,
    /// ISO 3166.
    pub country: Option<&'static str>,
    pub uscc: Option<Uscc>,
    pub company: String,
    pub track: Option<&'static str>,
    pub kind: Option<&'static str>,
    /// 工业, 房地产 … as written.
    pub category: String,
    /// GB/T 4754 code.
    pub industry: Option<String>,
    pub units: Vec<UnitShare>,
    pub landing_unit: String,
    pub place: String,
    pub content: String,
    pub amounts: Vec<AmountDraft>,
    pub receipts: Receipts,
    pub introduced_on: Option<Date>,
    pub signed_on: Option<Date>,
    pub registered_on: Option<Date>,
    pub started_on: Option<Date>,
    pub produced_on: Option<Date>,
    /// intent, framework, contract.
    pub agreement: Option<&'static str>,
    pub stage: Option<&'static str>,
    pub land_m2: Option<i64>,
    pub phase: String,
    pub event: String,
    pub progress: String,
    pub next_step: String,
    pub problem: String,
    pub leader: String,
    pub contact: String,
    pub remark: String,
}

impl Draft {
    pub fn amount(&self, measure: &str) -> Option<&AmountDraft> {
        self.amounts.iter().find(|a| a.measure == measure)
    }
}
