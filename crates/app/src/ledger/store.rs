//! The tables of imports.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yinfeng_domain::{
    id::{BatchId, ProjectId},
    ledger::ColumnChoice,
};

use super::{
    line::Line,
    phases::Phases,
    read::{Block, Chosen, LedgerCounts, Reading, SheetView, unpack},
};
use crate::{
    floor::{
        Error, Result,
        db::{Reader, Row, Tx},
        file::Sha,
        web::Who,
    },
    params,
};

/// What became of a batch, beside its columns.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Outcome {
    pub sheets: Vec<SheetView>,
    pub counts: LedgerCounts,
    pub blocks: Vec<Block>,
    /// Why it was not read or imported.
    #[serde(default)]
    pub failure: Option<Failure>,
    /// How many of what an import made.
    #[serde(default)]
    pub made: BTreeMap<String, i64>,
    /// An earlier import of the same file.
    #[serde(default)]
    pub before: Option<Before>,
    /// Rows that are phases of one project.
    #[serde(default)]
    pub phases: Vec<Phases>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Failure {
    pub code: String,
    pub params: BTreeMap<String, String>,
    #[serde(default)]
    pub row: Option<u64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Before {
    pub id: BatchId,
    pub at: Timestamp,
}

/// A batch as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub id: BatchId,
    pub file_name: String,
    pub sha: Vec<u8>,
    pub state: String,
    pub chosen: Option<Chosen>,
    pub outcome: Outcome,
    pub created_by: Option<(Uuid, String)>,
    pub created_at: Timestamp,
    pub version: i64,
}

const COLUMNS: &str = "b.id, b.file_name, b.sha256, b.state, b.choice, b.result, b.created_by, a.name,
    b.created_at, b.version";
const JOINED: &str =
    "ledger_batch b left join identity_account a on a.district = b.district and a.id = b.created_by";

fn stored(row: &Row<'_>) -> Result<Stored> {
    let (choice, result): (String, String) = (row.get(4)?, row.get(5)?);
    let by: Option<Uuid> = row.get(6)?;
    let name: Option<String> = row.get(7)?;
    Ok(Stored {
        id: row.get(0)?,
        file_name: row.get(1)?,
        sha: row.get(2)?,
        state: row.get(3)?,
        chosen: serde_json::from_str(&choice).map_err(anyhow::Error::from)?,
        outcome: serde_json::from_str(&result).map_err(anyhow::Error::from)?,
        created_by: by.map(|id| (id, name.unwrap_or_default())),
        created_at: row.get(8)?,
        version: row.get(9)?,
    })
}

pub fn get(reader: &Reader, district: &str, id: BatchId) -> Result<Stored> {
    let sql = format!("select {COLUMNS} from {JOINED} where b.district = $1 and b.id = $2");
    reader.first(&sql, params![district, id], stored)?.ok_or(Error::NotFound)
}

/// The newest batches, newest first.
pub fn list(reader: &Reader, district: &str, limit: i64) -> Result<Vec<Stored>> {
    let sql = format!(
        "select {COLUMNS} from {JOINED} where b.district = $1 order by b.created_at desc, b.id desc limit $2"
    );
    reader.query(&sql, params![district, limit], stored)
}

/// The last import of the same content that still stands.
pub fn imported_before(reader: &Reader, district: &str, sha: &[u8]) -> Result<Option<Before>> {
    reader.first(
        "select id, updated_at from ledger_batch where district = $1 and sha256 = $2 and state = 'imported'
         order by created_at desc limit 1",
        params![district, sha],
        |row| Ok(Before { id: row.get(0)?, at: row.get(1)? }),
    )
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::from)?)
}

pub fn insert(tx: &Tx<'_>, who: &Who, id: BatchId, file_name: &str, sha: &Sha) -> Result<()> {
    tx.execute(
        "insert into ledger_batch (district, id, file_name, sha256, state, choice, result, rows_total, rows_ready,
           rows_problem, created_by, created_at, updated_at, version)
         values ($1, $2, $3, $4, 'reading', 'null', $5, 0, 0, 0, $6, $7, $7, 1)",
        params![who.district(), id, file_name, sha, json(&Outcome::default())?, who.account_id(), tx.now()],
    )?;
    Ok(())
}

/// Replaces what was read.
pub fn save_reading(
    tx: &Tx<'_>,
    district: &str,
    id: BatchId,
    reading: &Reading,
    before: Option<Before>,
) -> Result<()> {
    for table in ["ledger_row", "ledger_block"] {
        tx.execute(
            &format!("delete from {table} where district = $1 and batch_id = $2"),
            params![district, id],
        )?;
    }
    for (block, body) in &reading.blocks {
        tx.execute(
            "insert into ledger_block (district, batch_id, no, first_row, rows, body) values ($1, $2, $3, $4, $5, $6)",
            params![district, id, block.no, i64::from(block.first), block.rows, body],
        )?;
    }
    let outcome = Outcome {
        sheets: reading.sheets.clone(),
        counts: reading.counts.clone(),
        blocks: reading.blocks.iter().map(|(block, _)| block.clone()).collect(),
        before,
        phases: reading.phases.clone(),
        ..Outcome::default()
    };
    tx.execute(
        "update ledger_batch set choice = $3 where district = $1 and id = $2",
        params![district, id, json(&reading.chosen)?],
    )?;
    save(tx, district, id, "ready", &outcome)
}

/// Sets the state and what is told with it; a new version.
pub fn save(tx: &Tx<'_>, district: &str, id: BatchId, state: &str, outcome: &Outcome) -> Result<()> {
    let counts = &outcome.counts;
    tx.execute(
        "update ledger_batch set state = $3, result = $4, rows_total = $5, rows_ready = $6, rows_problem = $7,
           updated_at = $8, version = version + 1 where district = $1 and id = $2",
        params![
            district,
            id,
            state,
            json(outcome)?,
            counts.data,
            counts.data - counts.problem_rows,
            counts.problem_rows,
            tx.now()
        ],
    )?;
    Ok(())
}

/// Takes the batch for importing, and whether it still waited for it: of two that try, one does it.
pub fn take(tx: &Tx<'_>, district: &str, id: BatchId) -> Result<bool> {
    let touched = tx.execute(
        "update ledger_batch set updated_at = $3 where district = $1 and id = $2 and state = 'importing'",
        params![district, id, tx.now()],
    )?;
    Ok(touched == 1)
}

/// The rows of a block as they are packed.
pub fn body(reader: &Reader, district: &str, id: BatchId, block: i64) -> Result<Option<Vec<u8>>> {
    reader.value(
        "select body from ledger_block where district = $1 and batch_id = $2 and no = $3",
        params![district, id, block],
    )
}

pub fn lines(reader: &Reader, district: &str, id: BatchId, block: i64) -> Result<Vec<Line>> {
    body(reader, district, id, block)?.map_or_else(|| Ok(Vec::new()), |body| unpack(&body))
}

/// What a clerk decided about a row, and what became of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Decided {
    pub decision: String,
    pub project: Option<ProjectId>,
    pub edits: BTreeMap<String, String>,
}

pub fn decided(
    reader: &Reader,
    district: &str,
    id: BatchId,
    (first, last): (u32, u32),
) -> Result<HashMap<u32, Decided>> {
    let rows = reader.query(
        "select row_no, decision, project_id, edits from ledger_row
         where district = $1 and batch_id = $2 and row_no between $3 and $4",
        params![district, id, i64::from(first), i64::from(last)],
        |row| {
            let edits: String = row.get(3)?;
            let edits = serde_json::from_str(&edits).map_err(anyhow::Error::from)?;
            let no = u32::try_from(row.get::<i64>(0)?).unwrap_or_default();
            Ok((no, Decided { decision: row.get(1)?, project: row.get(2)?, edits }))
        },
    )?;
    Ok(rows.into_iter().collect())
}

pub fn decide(tx: &Tx<'_>, district: &str, id: BatchId, row: u32, decided: &Decided) -> Result<()> {
    tx.put(
        "insert into ledger_row (district, batch_id, row_no, decision, project_id, organisation_id, edits)
         values ($1, $2, $3, $4, $5, null, $6)
         on conflict (district, batch_id, row_no)
         do update set decision = excluded.decision, project_id = excluded.project_id, edits = excluded.edits",
        params![district, id, i64::from(row), &decided.decision, decided.project, json(&decided.edits)?],
    )
}

/// What earlier imports decided about headers: header key → field, empty for a column left out.
pub fn remembered(reader: &Reader, district: &str) -> Result<BTreeMap<String, String>> {
    let rows = reader.query(
        "select header_key, field from ledger_mapping where district = $1",
        params![district],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

pub fn remember(tx: &Tx<'_>, district: &str, chosen: &Chosen) -> Result<()> {
    for (key, field) in chosen.choice.to_remember() {
        let unit = chosen
            .choice
            .columns
            .iter()
            .find(|c: &&ColumnChoice| yinfeng_domain::ledger::header_key(&c.header) == key)
            .and_then(|c| c.unit)
            .map(yinfeng_domain::ledger::money::MoneyUnit::name)
            .unwrap_or_default();
        tx.execute(
            "insert into ledger_mapping (district, header_key, field, unit_text, updated_at)
             values ($1, $2, $3, $4, $5)
             on conflict (district, header_key)
             do update set field = excluded.field, unit_text = excluded.unit_text, updated_at = excluded.updated_at",
            params![district, key, field, unit, tx.now()],
        )?;
    }
    Ok(())
}

/// Leaves a batch to be read by a job as chosen.
pub fn read_later(
    tx: &Tx<'_>,
    district: &str,
    id: BatchId,
    chosen: Option<&Chosen>,
    outcome: &Outcome,
) -> Result<()> {
    tx.execute(
        "update ledger_batch set choice = $3 where district = $1 and id = $2",
        params![district, id, json(&chosen)?],
    )?;
    save(tx, district, id, "reading", outcome)
}

/// The projects that rows made are gone.
pub fn forget_results(tx: &Tx<'_>, district: &str, id: BatchId) -> Result<()> {
    tx.execute(
        "update ledger_row set project_id = null where district = $1 and batch_id = $2",
        params![district, id],
    )?;
    Ok(())
}
