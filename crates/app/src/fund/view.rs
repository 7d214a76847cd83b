//! What the room answers.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    floor::{db::page::Page, web::Action},
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

/// A receipt as it is named beside other records.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FundRef {
    pub id: Uuid,
    pub code: String,
}

pub type Actions = BTreeMap<&'static str, Action>;

/// A receipt in a list. Amounts ending in `_fen` are CNY fen; `minor` is in minor units of `currency`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FundRow {
    pub id: Uuid,
    pub code: String,
    pub project: ProjectRef,
    /// The unit that claims.
    pub unit: UnitRef,
    /// `cash`, `capital`, `equipment`, `construction`, `land`, `other`.
    pub kind: String,
    pub payer: String,
    pub slip_no: String,
    /// When the money came.
    #[schema(value_type = String)]
    pub received_on: Date,
    pub currency: String,
    pub minor: i64,
    /// In a correction the signed difference.
    pub claimed_fen: i64,
    /// `claimed`, `returned`, `recognised`, `rejected`, `withdrawn`.
    pub state: String,
    pub recognised_fen: Option<i64>,
    /// When it began to count.
    #[schema(value_type = Option<String>)]
    pub recognised_on: Option<Date>,
    pub evidence_count: i64,
    /// How many kinds of double use were found: the file, the slip, the payment.
    pub warnings_count: i64,
    /// The entry that this one corrects.
    pub corrects: Option<FundRef>,
    pub claimed_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub claimed_at: Timestamp,
    pub version: i64,
}

/// Sums over all that the filter finds.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct Sums {
    pub claimed_fen: i64,
    pub recognised_fen: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FundPage {
    #[serde(flatten)]
    pub page: Page<FundRow>,
    /// None when the filter finds more than 2,000 receipts.
    pub sums: Option<Sums>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidenceView {
    pub no: i64,
    pub sha256: String,
    /// `bank_slip`, `capital_verification`, `invoice`, `land_payment`, `contract`, `photo`, `settlement`, `company_ledger`,
    /// `equipment_list`, `appraisal`, `customs`, `building_permit`, `other`.
    pub kind: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub url: String,
    #[schema(value_type = String)]
    pub added_at: Timestamp,
}

/// The part of what was recognised that one unit is credited with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Credit {
    pub unit: UnitRef,
    pub share_bp: i64,
    pub fen: i64,
}

/// The other use of the same file, slip or payment. Of a receipt that the reader may not see only `code` and
/// `unit` are told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Duplicate {
    /// `file`, `slip` or `payment`.
    pub why: String,
    pub why_text: String,
    pub fund: DuplicateFund,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DuplicateFund {
    pub id: Option<Uuid>,
    pub code: String,
    pub unit: UnitRef,
    pub project: Option<ProjectRef>,
    pub state: Option<String>,
    #[schema(value_type = Option<String>)]
    pub received_on: Option<Date>,
    pub claimed_fen: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LogEntry {
    #[schema(value_type = String)]
    pub at: Timestamp,
    pub by: String,
    pub act: String,
    pub reason: String,
}

/// A receipt with everything that a reviewer needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct FundView {
    #[serde(flatten)]
    pub row: FundRow,
    /// CNY per unit of the currency × 10⁸.
    pub rate_e8: i64,
    #[schema(value_type = String)]
    pub rate_on: Date,
    pub rate_source: String,
    pub note: String,
    /// The amount as it was typed, and the unit beside it.
    pub source_text: String,
    pub source_unit: String,
    pub typed_by: Option<PersonRef>,
    pub decided_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub decided_at: Option<Timestamp>,
    /// The reason of the last decision.
    pub decision: String,
    /// What was recognised together with the corrections that were.
    pub recognised_total_fen: i64,
    pub evidence: Vec<EvidenceView>,
    /// Which proofs are still missing, as a sentence.
    pub evidence_missing: Option<String>,
    pub credits: Vec<Credit>,
    pub duplicates: Vec<Duplicate>,
    pub log: Vec<LogEntry>,
    pub corrections: Vec<FundRow>,
    /// `recognise`, `reduce`, `return`, `reject`, `correct`, `edit`, `resubmit`, `withdraw`.
    #[schema(value_type = BTreeMap<String, Action>)]
    pub actions: Actions,
}
