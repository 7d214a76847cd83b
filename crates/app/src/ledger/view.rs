//! Batches and rows as they are shown.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    id::{BatchId, FundId, UnitId},
    ledger::{ColumnChoice, Field, Problem, Severity, area::AreaUnit, column_letters, money::MoneyUnit, say},
};

use super::{
    line::{Cell, Line, Said, money_text},
    phases::Phases,
    read::{Chosen, LedgerCounts, SheetView},
    store::Stored,
};
use crate::{
    dictionary,
    floor::{
        Error, say as words,
        say::Lang,
        web::{Action, Who},
    },
    project::{PersonRef, ProjectRef},
};

/// How far the work on a batch is, in rows. It is not in the database: an import is one transaction.
static PROGRESS: LazyLock<Mutex<BTreeMap<BatchId, (i64, i64)>>> = LazyLock::new(Mutex::default);

/// Notes how far a batch is.
pub(super) fn step(id: BatchId, done: i64, total: i64) {
    PROGRESS.lock().unwrap_or_else(PoisonError::into_inner).insert(id, (done, total));
}

/// The work on a batch has ended.
pub(super) fn ended(id: BatchId) {
    PROGRESS.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BatchProgress {
    pub done: i64,
    pub total: i64,
}

/// What a column means.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MappedView {
    /// From 0.
    pub column: usize,
    pub header: String,
    /// See `GET /api/v1/ledger/fields`; none leaves the column out.
    pub field: Option<String>,
    /// The unit of bare figures: `万元`, `亩`.
    pub unit_text: Option<String>,
    /// So decided at an earlier import.
    pub remembered: bool,
    /// Hidden in the file.
    pub hidden: bool,
}

/// What holds where the sheet says nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DefaultsView {
    #[schema(value_type = Option<Uuid>)]
    pub unit_id: Option<UnitId>,
    pub year: Option<i16>,
    pub track: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChoiceView {
    pub sheet: String,
    pub header_from: u32,
    pub header_to: u32,
    pub mapping: Vec<MappedView>,
    pub defaults: DefaultsView,
}

/// An earlier import of the same file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportedBefore {
    #[schema(value_type = Uuid)]
    pub id: BatchId,
    #[schema(value_type = String)]
    pub at: Timestamp,
}

/// An upload on its way in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BatchView {
    #[schema(value_type = Uuid)]
    pub id: BatchId,
    pub file_name: String,
    pub sha256: String,
    /// `reading`, `ready`, `importing`, `imported`, `undone`, `failed`.
    pub state: String,
    pub sheets: Vec<SheetView>,
    /// None when no header was found: choose one.
    pub choice: Option<ChoiceView>,
    pub counts: LedgerCounts,
    pub version: i64,
    pub created_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    pub progress: Option<BatchProgress>,
    /// Why it was not read or imported.
    pub message: Option<String>,
    /// What an import made, by kind.
    pub result: Option<BTreeMap<String, i64>>,
    /// The same file was imported before.
    pub imported_before: Option<ImportedBefore>,
    /// Rows that are phases of one project, offered as parts of a bundle.
    pub phases: Vec<PhasesView>,
}

/// Rows that are phases of one project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhasesView {
    pub no: u32,
    /// The name of the bundle.
    pub name: String,
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    /// The row of the whole; without one the bundle is made.
    pub head_row: Option<u32>,
    pub rows: Vec<PhaseRow>,
    /// Whether they are brought in as parts of the bundle.
    pub as_parts: bool,
    /// Whether they can be.
    pub join: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhaseRow {
    pub row_no: u32,
    pub phase: u32,
}

fn phases(who: &Who, group: Phases) -> PhasesView {
    let may = group.why_not().map_or(Ok(()), |fault| Err(Error::refused(fault)));
    PhasesView {
        no: group.no,
        name: group.name,
        unit_id: group.unit,
        head_row: group.head,
        rows: group.rows.into_iter().map(|(row_no, phase)| PhaseRow { row_no, phase }).collect(),
        as_parts: group.as_parts,
        join: Action::of(who.lang, may),
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BatchLine {
    #[schema(value_type = Uuid)]
    pub id: BatchId,
    pub file_name: String,
    pub state: String,
    pub counts: LedgerCounts,
    pub created_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub created_at: Timestamp,
}

fn person(by: Option<(Uuid, String)>) -> Option<PersonRef> {
    by.map(|(id, name)| PersonRef { id: id.into(), name })
}

pub(super) fn line(batch: Stored) -> BatchLine {
    BatchLine {
        id: batch.id,
        file_name: batch.file_name,
        state: batch.state,
        counts: batch.outcome.counts,
        created_by: person(batch.created_by),
        created_at: batch.created_at,
    }
}

pub(super) fn batch(who: &Who, batch: Stored) -> BatchView {
    let working = matches!(batch.state.as_str(), "reading" | "importing");
    let known = PROGRESS.lock().unwrap_or_else(PoisonError::into_inner).get(&batch.id).copied();
    let total = batch.outcome.counts.data;
    let (done, total) = known.filter(|_| working).unwrap_or((0, total));
    let outcome = batch.outcome;
    BatchView {
        id: batch.id,
        file_name: batch.file_name,
        sha256: hex::encode(&batch.sha),
        sheets: outcome.sheets,
        choice: batch.chosen.as_ref().map(choice),
        counts: outcome.counts,
        version: batch.version,
        created_by: person(batch.created_by),
        created_at: batch.created_at,
        progress: working.then_some(BatchProgress { done, total }),
        message: outcome.failure.map(|failure| {
            let said = words::say(who.lang, &failure.code, &failure.params);
            match failure.row {
                Some(row) => {
                    let at = BTreeMap::from([("row".to_owned(), row.to_string()), ("why".to_owned(), said)]);
                    words::say(who.lang, "ledger.at_row", &at)
                }
                None => said,
            }
        }),
        result: (batch.state == "imported").then_some(outcome.made),
        phases: outcome.phases.into_iter().map(|group| phases(who, group)).collect(),
        imported_before: outcome.before.map(|b| ImportedBefore { id: b.id, at: b.at }),
        state: batch.state,
    }
}

fn choice(chosen: &Chosen) -> ChoiceView {
    let mapped = |c: &ColumnChoice| MappedView {
        column: c.column,
        header: c.header.clone(),
        field: c.field.map(|f| f.code().to_owned()),
        unit_text: c.unit.map(MoneyUnit::name).or_else(|| c.area.map(|a| a.name().to_owned())),
        remembered: chosen.remembered.contains(&c.column),
        hidden: chosen.hidden.contains(&c.column),
    };
    ChoiceView {
        sheet: chosen.sheet_name.clone(),
        header_from: chosen.choice.header_first,
        header_to: chosen.choice.header_last,
        mapping: chosen.choice.columns.iter().map(mapped).collect(),
        defaults: DefaultsView {
            unit_id: chosen.unit,
            year: chosen.choice.defaults.year,
            track: chosen.track.map(|t| t.code().to_owned()),
        },
    }
}

/// Something wrong with a cell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemView {
    pub code: String,
    /// `error`: the row is not imported; `warning`: it is, somebody should look.
    pub severity: &'static str,
    pub message: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CellView {
    /// From 0.
    pub column: usize,
    /// `F12`.
    pub address: String,
    /// As in the file, or as it was corrected.
    pub text: String,
    /// What was read; none when nothing was.
    pub value_text: Option<String>,
    pub problems: Vec<ProblemView>,
}

/// What is there already and may be the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarView {
    /// `project` or `organisation`.
    pub kind: &'static str,
    pub id: Uuid,
    pub code: Option<String>,
    pub name: String,
    pub why_text: String,
}

/// A receipt that an import made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MadeFund {
    #[schema(value_type = Uuid)]
    pub id: FundId,
    pub code: String,
}

/// What became of a row.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowResult {
    pub project: Option<ProjectRef>,
    pub funds: Vec<MadeFund>,
}

/// What would be imported of a row, in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DraftView {
    pub name: String,
    pub investors: Vec<String>,
    #[schema(value_type = Vec<Uuid>)]
    pub unit_ids: Vec<UnitId>,
    pub stage: Option<String>,
    pub amounts: Vec<String>,
    /// The receipt that would be claimed: amount and day.
    pub receipt: Option<String>,
}

/// A row as it was read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowView {
    pub row_no: u32,
    /// `data`, `subtotal`, `note`, `blank`.
    pub kind: String,
    pub cells: Vec<CellView>,
    pub draft: Option<DraftView>,
    pub similar: Vec<SimilarView>,
    /// `create`, `update`, `skip`.
    pub decision: String,
    pub target: Option<ProjectRef>,
    pub result: Option<RowResult>,
}

fn message(lang: Lang, problem: &Problem) -> String {
    let (in_domain, zh) =
        (say::say(problem, if lang == Lang::Zh { say::Lang::Zh } else { say::Lang::En }), problem);
    if in_domain != problem.code {
        return in_domain;
    }
    let params: BTreeMap<String, String> =
        zh.params.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
    words::say(lang, &problem.code, &params)
}

fn value_text(lang: Lang, cell: &Cell) -> Option<String> {
    match &cell.value {
        Said::Nothing => None,
        Said::Text(text) => Some(text.clone()),
        Said::Code(code) => Some(match cell.field {
            Field::InvestorCountry => dictionary::country(code).map_or_else(
                || code.clone(),
                |c| if lang == Lang::Zh { c.name_zh.to_owned() } else { c.name_en.to_owned() },
            ),
            Field::Currency => code.clone(),
            field => {
                let room = if field == Field::FundKind { "ledger.fund_kind" } else { "project" };
                let key = match field {
                    Field::FundKind => format!("{room}_{code}"),
                    other => format!("{room}.{}_{code}", other.code()),
                };
                let said = words::word(lang, &key);
                if said == key { cell.text.clone() } else { said }
            }
        }),
    }
}

/// The cells and the draft of a row.
pub(super) fn cells(lang: Lang, line: &Line) -> Vec<CellView> {
    line.cells
        .iter()
        .map(|cell| CellView {
            column: cell.column,
            address: format!("{}{}", column_letters(cell.column), line.n),
            text: cell.text.clone(),
            value_text: value_text(lang, cell),
            problems: cell
                .problems
                .iter()
                .map(|problem| ProblemView {
                    code: problem.code.to_string(),
                    severity: if problem.severity == Severity::Error { "error" } else { "warning" },
                    message: message(lang, problem),
                })
                .collect(),
        })
        .collect()
}

pub(super) fn draft(line: &Line) -> Option<DraftView> {
    let plan = line.plan.as_ref()?;
    Some(DraftView {
        name: plan.name.clone(),
        investors: plan.investors.clone(),
        unit_ids: plan.units.iter().map(|(id, _)| *id).collect(),
        stage: plan.history.last().map(|(stage, _)| stage.code().to_owned()),
        amounts: plan.amounts.iter().map(|a| format!("{} {}", a.measure, money_text(a.money))).collect(),
        receipt: plan.receipt.as_ref().map(|r| format!("{} {}", money_text(r.amount.money), r.on)),
    })
}

/// A target of a column.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldView {
    pub key: &'static str,
    pub name: &'static str,
    /// Units that a column of it may be in.
    pub units: Vec<String>,
}

/// What a column may mean, in the order in which a person chooses.
pub(super) fn fields(lang: Lang) -> Vec<FieldView> {
    let areas = [AreaUnit::Mu, AreaUnit::SquareMetre, AreaUnit::Hectare, AreaUnit::SquareKilometre];
    let money = ["万元", "亿元", "元", "千元", "万美元", "亿美元", "万港元", "万欧元"];
    Field::ALL
        .iter()
        .map(|field| FieldView {
            key: field.code(),
            name: if lang == Lang::Zh { field.name_zh() } else { field.name_en() },
            units: if field.is_money() {
                money.iter().map(|m| (*m).to_owned()).collect()
            } else if *field == Field::Land {
                areas.iter().map(|a| a.name().to_owned()).collect()
            } else {
                Vec::new()
            },
        })
        .collect()
}
