//! From the bytes of a workbook to rows that can be looked at, corrected and imported. Knows no database.

use std::{
    collections::{BTreeMap, HashSet},
    io::{Read as _, Write as _},
    ops::ControlFlow,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    id::UnitId,
    ledger::{
        Choice, Draft, Field, Layout, Page, Problem, Reader, Row, detect, layout, mapping::Because, suggest,
    },
    project::Track,
    text::name_key,
};
use yinfeng_sheet::{Refusal, Workbook};

use super::{
    context::Context,
    line::{Kind, Line},
    phases::{Collector, Phases},
    plan::{Otherwise, Plan},
};
use crate::floor::Result;

/// Rows of a block.
const BLOCK: usize = 500;
/// Rows from the top in which a header is looked for.
const HEAD: usize = 40;

/// A sheet of the workbook, as a person chooses among them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SheetView {
    pub name: String,
    pub rows: u32,
    pub columns: usize,
    pub hidden: bool,
    /// First and last row of the header that was found; empty when none was.
    pub header_rows: Vec<u32>,
    /// How much of the header was understood.
    pub score: i32,
}

/// How the sheet is read: what the rules need, and what holds where the sheet says nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Chosen {
    pub sheet_name: String,
    pub choice: Choice,
    #[serde(default)]
    pub unit: Option<UnitId>,
    #[serde(default)]
    pub track: Option<Track>,
    /// Columns whose field was remembered from an earlier import.
    #[serde(default)]
    pub remembered: Vec<usize>,
    /// Columns that the file hides.
    #[serde(default)]
    pub hidden: Vec<usize>,
}

impl Chosen {
    pub fn otherwise(&self) -> Otherwise {
        Otherwise { unit: self.unit, year: self.choice.defaults.year, track: self.track }
    }
}

/// What a person asks for: everything suggested, the header of a sheet, or the fields of columns as well.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    Suggested,
    Header {
        sheet: String,
        first: u32,
        last: u32,
        year: Option<i16>,
        unit: Option<UnitId>,
        track: Option<Track>,
    },
    All(Box<Chosen>),
}

/// How many rows of which kind, and what is wrong with those that would be imported.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct LedgerCounts {
    pub data: i64,
    pub subtotal: i64,
    pub note: i64,
    pub blank: i64,
    pub error: i64,
    pub warning: i64,
    /// Data rows that are proposed to be left out, or that a person left out.
    #[serde(default)]
    pub skip: i64,
    /// Data rows with an error or a warning.
    #[serde(default)]
    pub problem_rows: i64,
}

/// Where rows are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Block {
    pub no: i64,
    pub first: u32,
    pub last: u32,
    /// How many of its rows have a problem.
    pub problems: i64,
    pub rows: i64,
}

/// Everything that was read.
pub(super) struct Reading {
    pub sheets: Vec<SheetView>,
    pub chosen: Option<Chosen>,
    pub counts: LedgerCounts,
    /// With their packed rows.
    pub blocks: Vec<(Block, Vec<u8>)>,
    pub phases: Vec<Phases>,
}

/// Reads a workbook. `step` is called now and then with how many rows of how many were read.
pub(super) fn read(
    bytes: Vec<u8>,
    name: &str,
    wanted: Wanted,
    remembered: &BTreeMap<String, String>,
    imported_before: bool,
    context: &Context,
    mut step: impl FnMut(i64, i64),
) -> Result<Reading, Refusal> {
    let mut book = yinfeng_sheet::open(bytes, name)?;
    let heads = heads(&mut book)?;
    let sheets = heads.iter().map(|(page, found)| sheet_view(page, found.as_ref())).collect();
    let Some(chosen) = choose(&heads, wanted, remembered, context) else {
        return Ok(Reading {
            sheets,
            chosen: None,
            counts: LedgerCounts::default(),
            blocks: Vec::new(),
            phases: Vec::new(),
        });
    };
    let sheet = book.sheets()[chosen.choice.sheet].clone();
    let total = i64::from(sheet.rows);
    let mut reader = Reader::new(&sheet, &chosen.choice, &context.industries);
    let mut packer = Packer { imported_before, chosen: &chosen, context, ..Packer::new(&chosen, context) };
    book.rows(chosen.choice.sheet, |number, cells| {
        if let Some(row) = reader.row(number, cells) {
            packer.take(row);
        }
        if number % 1_000 == 0 {
            step(i64::from(number), total);
        }
        ControlFlow::Continue(())
    })?;
    // A total above its rows differs only once the last row is read: told at the last rows that are still open.
    for (number, problem) in reader.finish() {
        packer.blame(number, problem);
    }
    packer.close();
    let phases = packer.phases.finish(context);
    let (counts, blocks) = (packer.counts, packer.blocks);
    Ok(Reading { sheets, counts, blocks, phases, chosen: Some(chosen) })
}

fn heads(book: &mut Workbook) -> Result<Vec<(Page, Option<Layout>)>, Refusal> {
    (0..book.sheets().len())
        .map(|at| {
            let page = book.head(at, HEAD)?;
            let found = detect(&page);
            Ok((page, found))
        })
        .collect()
}

fn sheet_view(page: &Page, found: Option<&Layout>) -> SheetView {
    SheetView {
        name: page.sheet.name.clone(),
        rows: page.sheet.rows,
        columns: page.sheet.columns,
        hidden: page.sheet.hidden,
        header_rows: found.map(|l| vec![l.header_first, l.header_last]).unwrap_or_default(),
        score: found.map_or(0, |l| l.score),
    }
}

fn choose(
    heads: &[(Page, Option<Layout>)],
    wanted: Wanted,
    remembered: &BTreeMap<String, String>,
    context: &Context,
) -> Option<Chosen> {
    let suggested = |at: usize, layout: &Layout| {
        let suggestions = suggest(layout, remembered);
        Chosen {
            sheet_name: heads[at].0.sheet.name.clone(),
            choice: Choice::suggested(at, layout, &suggestions, Some(context.today)),
            unit: None,
            track: None,
            remembered: suggestions
                .iter()
                .filter(|s| s.because == Because::Remembered && s.field.is_some())
                .map(|s| s.column)
                .collect(),
            hidden: suggestions.iter().filter(|s| s.hidden).map(|s| s.column).collect(),
        }
    };
    match wanted {
        Wanted::All(chosen) => heads.get(chosen.choice.sheet).map(|_| *chosen),
        Wanted::Header { sheet, first, last, year, unit, track } => {
            let at = heads.iter().position(|(page, _)| page.sheet.name == sheet)?;
            let layout = layout::layout_at(&heads[at].0, first, last)?;
            let mut chosen = suggested(at, &layout);
            chosen.choice.defaults.year = year.or(chosen.choice.defaults.year);
            Some(Chosen { unit, track, ..chosen })
        }
        Wanted::Suggested => {
            // A sheet that the file hides is read only when no other is a ledger.
            let best = heads
                .iter()
                .enumerate()
                .filter_map(|(at, (page, found))| Some((at, page.sheet.hidden, found.as_ref()?)))
                .max_by_key(|(at, hidden, layout)| (!hidden, layout.score, std::cmp::Reverse(*at)))?;
            Some(suggested(best.0, best.2))
        }
    }
}

/// Puts rows into blocks and counts them.
struct Packer<'a> {
    chosen: &'a Chosen,
    context: &'a Context,
    imported_before: bool,
    seen: HashSet<(String, Uuid)>,
    phases: Collector,
    open: Vec<Line>,
    counts: LedgerCounts,
    blocks: Vec<(Block, Vec<u8>)>,
}

impl<'a> Packer<'a> {
    fn new(chosen: &'a Chosen, context: &'a Context) -> Self {
        Self {
            chosen,
            context,
            imported_before: false,
            seen: HashSet::new(),
            phases: Collector::default(),
            open: Vec::new(),
            counts: LedgerCounts::default(),
            blocks: Vec::new(),
        }
    }

    fn take(&mut self, row: Row) {
        let mut line = line(row, self.chosen, self.context);
        if let Some(plan) = &line.plan
            && let Some(lead) = plan.lead()
        {
            let repeated = !plan.key.is_empty() && !self.seen.insert((plan.seen_as(), lead.0));
            if self.imported_before && !line.skip {
                line.skip = true;
                line.blame(Problem::warning("ledger.file_imported_before"));
            } else if repeated && !line.skip {
                line.skip = true;
                line.blame(Problem::warning("ledger.row_repeated"));
            }
        }
        if let Some(plan) = line.plan.as_ref().filter(|_| !line.skip) {
            self.phases.take(line.n, plan);
        }
        self.count(&line);
        self.open.push(line);
        if self.open.len() == BLOCK {
            self.close();
        }
    }

    fn count(&mut self, line: &Line) {
        let slot = match line.kind {
            Kind::Data => &mut self.counts.data,
            Kind::Subtotal => &mut self.counts.subtotal,
            Kind::Note => &mut self.counts.note,
            Kind::Blank => &mut self.counts.blank,
        };
        *slot += 1;
        if line.has_problem() {
            self.counts.problem_rows += 1;
        }
        if line.skip {
            self.counts.skip += 1;
        } else {
            self.counts.error += line.errors();
            self.counts.warning += line.warnings();
        }
    }

    fn blame(&mut self, number: u32, problem: Problem) {
        if let Some(line) = self.open.iter_mut().find(|l| l.n == number) {
            self.counts.warning += 1;
            line.blame(problem);
        }
    }

    fn close(&mut self) {
        let (Some(first), Some(last)) = (self.open.first(), self.open.last()) else { return };
        let block = Block {
            no: self.blocks.len() as i64,
            first: first.n,
            last: last.n,
            problems: self.open.iter().filter(|l| l.has_problem()).count() as i64,
            rows: self.open.len() as i64,
        };
        self.blocks.push((block, pack(&self.open)));
        self.open.clear();
    }
}

/// A row with what would be imported of it.
pub(super) fn line(mut row: Row, chosen: &Chosen, context: &Context) -> Line {
    let draft: Option<Box<Draft>> = row.draft.take();
    let mut line = Line::of(row);
    let Some(draft) = draft else { return line };
    let mut problems = Vec::new();
    let plan = Plan::of(&draft, chosen.otherwise(), context, &mut problems);
    for problem in problems {
        line.blame(problem);
    }
    if let Some((_, _, code)) = plan.lead().and_then(|lead| context.project(&plan.key, lead)) {
        line.skip = true;
        line.blame(Problem::warning("ledger.exists_already").with("code", code));
    }
    line.plan = Some(plan);
    line
}

/// Reads one row again with other texts in its cells.
pub(super) fn again(
    before: &Line,
    edits: &BTreeMap<String, String>,
    chosen: &Chosen,
    context: &Context,
) -> Option<Line> {
    use yinfeng_domain::ledger::{Cell, Sheet};
    let width = before.cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
    let mut cells = vec![Cell::Empty; width];
    let mut edited: HashSet<&str> = HashSet::new();
    for cell in &before.cells {
        let code = cell.field.code();
        // Of several columns joined into one field the first takes the text.
        let text = match edits.get(code) {
            Some(text) if edited.insert(code) => text.as_str(),
            Some(_) => "",
            None => cell.text.as_str(),
        };
        cells[cell.column] = typed(text, cell.field);
    }
    let choice = Choice { header_first: 0, header_last: 0, skip_hidden: false, ..chosen.choice.clone() };
    let sheet = Sheet::default();
    let row = Reader::new(&sheet, &choice, &context.industries).row(1, &cells)?;
    let mut again = line(Row { number: before.n, ..row }, chosen, context);
    // What the row's neighbours say of it still holds.
    for cell in &before.cells {
        for problem in &cell.problems {
            if matches!(problem.code.as_ref(), "ledger.row_repeated" | "ledger.file_imported_before") {
                let same = before.plan.as_ref().map(|p| &p.key) == again.plan.as_ref().map(|p| &p.key);
                if same || problem.code == "ledger.file_imported_before" {
                    again.skip = true;
                    again.blame(problem.clone());
                }
            }
        }
    }
    Some(again)
}

/// A text as the cell it would be in a workbook: figures are figures, but not where digits are a name.
fn typed(text: &str, field: Field) -> yinfeng_domain::ledger::Cell {
    use yinfeng_domain::ledger::Cell;
    if (field.is_money() || field == Field::Land)
        && let Ok(number) = text.trim().parse::<rust_decimal::Decimal>()
    {
        return Cell::Number(number);
    }
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        return Cell::Date(day);
    }
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// Rows as they lie in the database.
pub(super) fn pack(lines: &[Line]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    // Neither can fail: the rows are plain data, and the writer is memory.
    if let Ok(json) = serde_json::to_vec(lines) {
        let _ = out.write_all(&json);
    }
    out.finish().unwrap_or_default()
}

pub(super) fn unpack(body: &[u8]) -> Result<Vec<Line>> {
    let mut json = Vec::new();
    GzDecoder::new(body).read_to_end(&mut json)?;
    Ok(serde_json::from_slice(&json).map_err(anyhow::Error::from)?)
}

/// The key by which a name is compared.
pub(super) fn key(name: &str) -> String {
    name_key(name)
}
