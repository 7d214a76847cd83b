//! Looking at the rows of a batch one page at a time, and correcting them.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yinfeng_domain::{
    id::{BatchId, ProjectId},
    text::{Likeness, near_keys, similar},
};

use super::{
    at_version,
    choice::need_ready,
    context::Context,
    line::{Kind, Line},
    need_clerk, need_reader, phases,
    read::{again, key},
    store::{self, Decided, Stored},
    view::{self, MadeFund, RowResult, RowView, SimilarView},
};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Clause, Reader, Tx, page},
        say::word,
        web::Who,
    },
    project::{self, ProjectRef},
};

const DECISIONS: [&str; 3] = ["create", "update", "skip"];
/// Longest correction of a cell, in characters.
const LONGEST: usize = 4_000;
/// So many keys are asked for at once.
const KEYS: usize = 500;
/// So many alike are shown of a row.
const SHOWN: usize = 5;

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RowFilter {
    /// `all`, or `problem`: rows with an error or a warning.
    pub only: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// What to do with a row.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct RowBody {
    /// `create`, `update` or `skip`.
    pub decision: String,
    /// Of an update: the project that the row's money is claimed for.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub target_project_id: Option<ProjectId>,
    /// Texts to read instead, by field; those given before stay.
    #[serde(default)]
    pub edits: BTreeMap<String, String>,
    /// Of the batch.
    pub version: i64,
}

/// A row with what was decided about it.
pub(super) struct Effective {
    pub line: Line,
    pub decision: String,
    pub target: Option<ProjectId>,
}

/// A row as it stands: corrected as somebody corrected it, with their decision or the one that is proposed.
pub(super) fn effective(
    line: Line,
    decided: Option<&Decided>,
    batch: &Stored,
    context: Option<&Context>,
) -> Effective {
    let Some(decided) = decided else {
        let decision = if line.skip { "skip" } else { "create" };
        return Effective { line, decision: decision.into(), target: None };
    };
    let read = match (context, &batch.chosen) {
        (Some(context), Some(chosen)) if !decided.edits.is_empty() => {
            again(&line, &decided.edits, chosen, context)
        }
        _ => None,
    };
    Effective { line: read.unwrap_or(line), decision: decided.decision.clone(), target: decided.project }
}

/// What is needed to read corrected rows again, when there are any.
pub(super) fn context_for(
    reader: &Reader,
    who: &Who,
    decided: &HashMap<u32, Decided>,
) -> Result<Option<Context>> {
    let names: Vec<String> =
        decided.values().filter_map(|d| d.edits.get("project_name")).map(|name| key(name)).collect();
    if decided.values().all(|d| d.edits.is_empty()) {
        return Ok(None);
    }
    Context::load(reader, who, Some(&names)).map(Some)
}

/// Rows in the order of the sheet.
pub fn list(reader: &Reader, who: &Who, id: BatchId, filter: &RowFilter) -> Result<page::Page<RowView>> {
    need_reader(who)?;
    let batch = store::get(reader, who.district(), id)?;
    let problems = match filter.only.as_deref() {
        None | Some("" | "all") => false,
        Some("problem") => true,
        Some(_) => return Err(Error::invalid(Fault::at("only", "ledger.only"))),
    };
    let after = match &filter.cursor {
        None => 0,
        Some(text) => match page::decode(text, 1)?.as_slice() {
            [crate::floor::db::Value::Int(n)] => u32::try_from(*n).unwrap_or_default(),
            _ => return Err(Error::invalid(Fault::at("cursor", "floor.bad_cursor"))),
        },
    };
    let limit = page::limit(filter.limit) as usize;
    let mut found: Vec<Effective> = Vec::new();
    for block in batch.outcome.blocks.iter().filter(|b| b.last > after) {
        let decided = store::decided(reader, who.district(), id, (block.first, block.last))?;
        if problems && block.problems == 0 && decided.is_empty() {
            continue;
        }
        let context = context_for(reader, who, &decided)?;
        for line in store::lines(reader, who.district(), id, block.no)? {
            if line.n <= after {
                continue;
            }
            let row = effective(line.clone(), decided.get(&line.n), &batch, context.as_ref());
            if !problems || row.line.has_problem() {
                found.push(row);
            }
        }
        if found.len() > limit {
            break;
        }
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let last = if more { found.last() } else { None };
    let next_cursor = last.map(|row| page::encode(&[i64::from(row.line.n).into()]));
    let counts = &batch.outcome.counts;
    let all = counts.data + counts.subtotal + counts.note + counts.blank;
    Ok(page::Page {
        items: shown(reader, who, &batch, &found)?,
        next_cursor,
        total: if problems { counts.problem_rows } else { all },
        total_capped: false,
    })
}

fn shown(reader: &Reader, who: &Who, batch: &Stored, rows: &[Effective]) -> Result<Vec<RowView>> {
    let open = batch.state == "ready";
    let alike = if open { Alike::load(reader, who, rows)? } else { Alike::default() };
    let ids: Vec<ProjectId> = rows.iter().filter_map(|r| r.target).collect();
    let named = projects(reader, who, &ids)?;
    let mut funds = if open { HashMap::new() } else { made(reader, who, batch.id, &ids)? };
    let views = rows.iter().map(|row| {
        let project = row.target.and_then(|id| named.get(&id).cloned());
        let done = batch.state == "imported" && row.line.kind == Kind::Data && row.decision != "skip";
        RowView {
            row_no: row.line.n,
            kind: row.line.kind.code().to_owned(),
            cells: view::cells(who.lang, &row.line),
            draft: view::draft(&row.line),
            similar: alike.of(who, &row.line),
            decision: row.decision.clone(),
            result: done.then(|| RowResult {
                project: project.clone(),
                funds: row.target.and_then(|id| funds.remove(&id)).unwrap_or_default(),
            }),
            target: project.filter(|_| row.decision == "update"),
        }
    });
    Ok(views.collect())
}

fn projects(reader: &Reader, who: &Who, ids: &[ProjectId]) -> Result<HashMap<ProjectId, ProjectRef>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut clause = Clause::of_district("district", who.district());
    clause.among("id", ids.iter().copied());
    let rows = reader.query(
        &format!("select id, code, name from project where {}", clause.text()),
        clause.bound(),
        |row| Ok(ProjectRef { id: row.get(0)?, code: row.get(1)?, name: row.get(2)? }),
    )?;
    Ok(rows.into_iter().map(|p| (p.id, p)).collect())
}

fn made(
    reader: &Reader,
    who: &Who,
    batch: BatchId,
    ids: &[ProjectId],
) -> Result<HashMap<ProjectId, Vec<MadeFund>>> {
    let mut found: HashMap<ProjectId, Vec<MadeFund>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let mut clause = Clause::of_district("district", who.district());
    clause.and("batch_id = $?", batch);
    clause.among("project_id", ids.iter().copied());
    reader.each(
        &format!("select project_id, id, code from fund where {} order by code", clause.text()),
        clause.bound(),
        |row| {
            found.entry(row.get(0)?).or_default().push(MadeFund { id: row.get(1)?, code: row.get(2)? });
            Ok(true)
        },
    )?;
    Ok(found)
}

/// What is there already and may be the same, looked up for a whole page at once.
#[derive(Default)]
struct Alike {
    /// Under the names that everybody reads, and code-named ones that the reader needs to know under both.
    projects: Vec<Known>,
    organisations: Vec<Known>,
}

impl Alike {
    fn load(reader: &Reader, who: &Who, rows: &[Effective]) -> Result<Self> {
        let plans = rows.iter().filter_map(|r| r.line.plan.as_ref());
        let projects: Vec<String> = plans.clone().flat_map(|p| near_keys(&p.key)).collect();
        let investors: Vec<String> =
            plans.flat_map(|p| &p.investors).flat_map(|name| near_keys(&key(name))).collect();
        let mut known = named(reader, who, "project", "code", projects)?;
        let secrets = project::true_names(reader, who)?.into_iter();
        known.extend(secrets.map(|p| (p.id.0, Some(p.code), p.name.clone(), key(&p.name))));
        Ok(Self {
            projects: known,
            organisations: named(reader, who, "investor_organisation", "uscc", investors)?,
        })
    }

    fn of(&self, who: &Who, line: &Line) -> Vec<SimilarView> {
        let Some(plan) = &line.plan else { return Vec::new() };
        let mut out = alike(who, "project", &self.projects, std::slice::from_ref(&plan.key));
        let keys: Vec<String> = plan.investors.iter().map(|name| key(name)).collect();
        out.extend(alike(who, "organisation", &self.organisations, &keys));
        out
    }
}

/// Id, code, name and key of the name.
type Known = (Uuid, Option<String>, String, String);

fn alike(who: &Who, kind: &'static str, known: &[Known], keys: &[String]) -> Vec<SimilarView> {
    let mut found: Vec<(Likeness, &Known)> = Vec::new();
    for one in known {
        if let Some(likeness) = keys.iter().filter_map(|k| similar(k, &one.3)).min() {
            found.push((likeness, one));
        }
    }
    found.sort();
    found
        .into_iter()
        .take(SHOWN)
        .map(|(likeness, (id, code, name, _))| SimilarView {
            kind,
            id: *id,
            code: code.clone(),
            name: name.clone(),
            why_text: word(who.lang, why(likeness)),
        })
        .collect()
}

const fn why(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Exact => "investor.why_same_name",
        Likeness::SameSound => "investor.why_same_sound",
        Likeness::Swap => "investor.why_swap",
        Likeness::OneEdit => "investor.why_one_edit",
        Likeness::Containing => "investor.why_containing",
    }
}

fn named(reader: &Reader, who: &Who, table: &str, code: &str, mut keys: Vec<String>) -> Result<Vec<Known>> {
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|k| !k.is_empty());
    let mut out = Vec::new();
    for some in keys.chunks(KEYS) {
        let mut clause = Clause::of_district("district", who.district());
        clause.among("name_key", some.iter().cloned());
        out.extend(reader.query(
            &format!("select id, {code}, name, name_key from {table} where {} limit 500", clause.text()),
            clause.bound(),
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?);
    }
    out.sort();
    out.dedup();
    Ok(out)
}

/// Decides about a row, or has it read with other texts.
pub fn decide(tx: &Tx<'_>, who: &Who, id: BatchId, row: u32, body: &RowBody) -> Result<RowView> {
    need_clerk(who)?;
    let district = who.district();
    let mut batch = at_version(tx, who, id, body.version)?;
    need_ready(&batch)?;
    check(tx, who, body)?;
    let block = batch.outcome.blocks.iter().position(|b| (b.first..=b.last).contains(&row));
    let block = block.ok_or(Error::NotFound)?;
    let lines = store::lines(tx, district, id, batch.outcome.blocks[block].no)?;
    let line = lines.into_iter().find(|l| l.n == row && l.kind == Kind::Data).ok_or(Error::NotFound)?;
    let before = store::decided(tx, district, id, (row, row))?.remove(&row);
    let mut after = before.clone().unwrap_or_default();
    after.decision.clone_from(&body.decision);
    after.project = body.target_project_id.filter(|_| body.decision == "update");
    for (field, text) in &body.edits {
        if !line.cells.iter().any(|c| c.field.code() == field) {
            return Err(Error::invalid(Fault::at(format!("edits.{field}"), "ledger.no_such_field")));
        }
        after.edits.insert(field.clone(), text.clone());
    }
    let names: Vec<String> =
        before.iter().chain([&after]).filter_map(|d| d.edits.get("project_name")).map(|n| key(n)).collect();
    let names: Vec<String> = names.into_iter().chain(line.plan.iter().map(|p| p.key.clone())).collect();
    let context = Context::load(tx, who, Some(&names))?;
    let was = effective(line.clone(), before.as_ref(), &batch, Some(&context));
    let now = effective(line, Some(&after), &batch, Some(&context));
    recount(&mut batch, block, &was, &now);
    phases::decided(&mut batch.outcome.phases, row, now.decision != "create");
    store::decide(tx, district, id, row, &after)?;
    store::save(tx, district, id, "ready", &batch.outcome)?;
    let detail = json!({ "row": row, "decision": body.decision, "target": after.project, "edits": body.edits,
        "version": body.version + 1 });
    audit::record(tx, who, "ledger.decide", "ledger_batch", id.0, &detail)?;
    shown(tx, who, &batch, std::slice::from_ref(&now))?.pop().ok_or(Error::NotFound)
}

fn check(reader: &Reader, who: &Who, body: &RowBody) -> Result<()> {
    if !DECISIONS.contains(&body.decision.as_str()) {
        return Err(Error::invalid(Fault::at("decision", "ledger.decision")));
    }
    if body.edits.values().any(|text| text.chars().count() > LONGEST) {
        return Err(Error::invalid(Fault::at("edits", "floor.too_long").with("max", LONGEST)));
    }
    match (body.decision.as_str(), body.target_project_id) {
        ("update", None) => Err(Error::invalid(Fault::at("target_project_id", "ledger.target_missing"))),
        ("update", Some(target)) => match project::reference(reader, who, target) {
            Ok(_) => Ok(()),
            Err(Error::NotFound) => {
                Err(Error::invalid(Fault::at("target_project_id", "ledger.target_missing")))
            }
            Err(error) => Err(error),
        },
        _ => Ok(()),
    }
}

/// Counts what a change of a row changes.
fn recount(batch: &mut Stored, block: usize, was: &Effective, now: &Effective) {
    let counts = &mut batch.outcome.counts;
    for (row, sign) in [(was, -1), (now, 1)] {
        if row.decision == "skip" {
            counts.skip += sign;
        } else {
            counts.error += sign * row.line.errors();
            counts.warning += sign * row.line.warnings();
        }
        if row.line.has_problem() {
            counts.problem_rows += sign;
            batch.outcome.blocks[block].problems += sign;
        }
    }
}

/// Everything decided about a batch.
pub(super) fn all_decided(reader: &Reader, who: &Who, id: BatchId) -> Result<HashMap<u32, Decided>> {
    store::decided(reader, who.district(), id, (0, u32::MAX))
}
