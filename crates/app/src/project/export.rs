//! The list as a workbook: the columns that were asked for, row by row, so that 100,000 projects need little memory.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::json;
use yinfeng_domain::authority::{Act, Class, Reach};

use super::{Filter, ProjectRow, store};
use crate::floor::{
    Error, Fault, Result,
    db::Reader,
    say::{Lang, word},
    web::Who,
    workbook::{MOST_ROWS, broken, head, write_wan},
};

pub(super) const PORTION: i64 = 1_000;

/// What stands in a cell.
enum Cell {
    Text(String),
    /// Fen, shown in 万元.
    Wan(Option<i64>),
}

struct Column {
    name: &'static str,
    width: u16,
    cell: fn(&ProjectRow, Lang) -> Cell,
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn named(lang: Lang, group: &str, code: &str) -> Cell {
    Cell::Text(word(lang, &format!("project.{group}_{code}")))
}

/// Every column by its name; the header is `project.column_<name>`.
const COLUMNS: [Column; 26] = [
    Column { name: "code", width: 18, cell: |p, _| text(p.code.as_str()) },
    Column { name: "name", width: 36, cell: |p, _| text(p.name.as_str()) },
    Column { name: "parent", width: 30, cell: |p, l| text(bound(p, l)) },
    Column {
        name: "code_name",
        width: 16,
        cell: |p, _| text(p.code_name.as_ref().map_or("", |c| c.alias.as_str())),
    },
    Column {
        name: "grade",
        width: 6,
        cell: |p, l| p.grade.map_or_else(|| text(""), |g| named(l, "grade", g.code())),
    },
    Column { name: "kind", width: 10, cell: |p, l| named(l, "kind", p.kind.code()) },
    Column { name: "track", width: 10, cell: |p, l| named(l, "track", p.track.code()) },
    Column {
        name: "investors",
        width: 32,
        cell: |p, _| text(p.investors.iter().map(|o| o.name.as_str()).collect::<Vec<_>>().join("；")),
    },
    Column { name: "origin", width: 8, cell: |p, l| text(country(p, l)) },
    Column {
        name: "industry",
        width: 24,
        cell: |p, _| text(p.industry.as_ref().map(|i| format!("{} {}", i.code, i.name)).unwrap_or_default()),
    },
    Column { name: "structure", width: 12, cell: |p, l| named(l, "structure", p.structure.code()) },
    Column {
        name: "high_technology",
        width: 8,
        cell: |p, l| named(l, "yes", if p.high_technology { "yes" } else { "no" }),
    },
    Column { name: "stage", width: 10, cell: |p, l| named(l, "stage", p.stage.code()) },
    Column { name: "status", width: 10, cell: |p, l| named(l, "status", p.status.code()) },
    Column { name: "agreement", width: 10, cell: |p, l| named(l, "agreement", p.agreement.code()) },
    Column { name: "contract_signed_on", width: 12, cell: |p, _| date(p.contract_signed_on) },
    Column { name: "introduced_on", width: 12, cell: |p, _| date(p.introduced_on) },
    Column { name: "recognised_on", width: 12, cell: |p, _| date(p.recognised_on) },
    Column { name: "lead_unit", width: 18, cell: |p, _| text(p.lead_unit.name.as_str()) },
    Column { name: "total_fen", width: 14, cell: |p, _| Cell::Wan(p.total_fen) },
    Column { name: "contract_fen", width: 14, cell: |p, _| Cell::Wan(p.contract_fen) },
    Column { name: "funds_claimed_fen", width: 14, cell: |p, _| Cell::Wan(Some(p.funds_claimed_fen)) },
    Column { name: "funds_recognised_fen", width: 14, cell: |p, _| Cell::Wan(Some(p.funds_recognised_fen)) },
    Column { name: "next_step", width: 30, cell: |p, _| text(p.next_step.as_str()) },
    Column { name: "next_step_due_on", width: 12, cell: |p, _| date(p.next_step_due_on) },
    Column { name: "idle_since_on", width: 12, cell: |p, _| date(p.idle_since_on) },
];

/// The bundle that it is a part of, or that it is one.
fn bound(p: &ProjectRow, lang: Lang) -> String {
    match &p.parent {
        Some(parent) => format!("{} {}", parent.code, parent.name),
        None if p.parts > 0 => word(lang, "project.bundle"),
        None => String::new(),
    }
}

fn date(day: Option<jiff::civil::Date>) -> Cell {
    text(day.map(|d| d.to_string()).unwrap_or_default())
}

fn country(p: &ProjectRow, lang: Lang) -> String {
    let known = crate::dictionary::country(&p.origin);
    known.map_or(p.origin.as_str(), |c| if lang == Lang::Zh { c.name_zh } else { c.name_en }).to_owned()
}

/// The columns by their names, in the order asked for; all when nothing is asked.
fn chosen(asked: Option<&str>) -> Result<Vec<&'static Column>> {
    let Some(asked) = asked.filter(|a| !a.trim().is_empty()) else { return Ok(COLUMNS.iter().collect()) };
    asked
        .split(',')
        .map(|name| {
            COLUMNS.iter().find(|c| c.name == name.trim()).ok_or_else(|| {
                Error::invalid(Fault::at("columns", "project.column").with("name", name.trim()))
            })
        })
        .collect()
}

/// The projects that the filter finds, as .xlsx. Texts are written as texts, whatever they begin with: a name such as
/// `=1+1` is never a formula.
pub fn workbook(reader: &Reader, who: &Who, filter: &Filter) -> Result<Vec<u8>> {
    let exports = who.reach(Class::Project, Act::Export)?;
    let reads = who.reach(Class::Project, Act::Read)?;
    // Who may export less than they read exports nothing more than that.
    if matches!(exports, Reach::Units(_)) && reads == Reach::District {
        return Err(Error::NotFound);
    }
    let columns = chosen(filter.columns.as_deref())?;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(broken)?;
    sheet.set_name(word(who.lang, "project.sheet")).map_err(broken)?;
    let words = columns.iter().map(|c| (c.width, word(who.lang, &format!("project.column_{}", c.name))));
    head(sheet, words).map_err(broken)?;
    let wan = Format::new().set_num_format("#,##0.00");
    let mut filter = Filter { limit: None, ..filter.clone() };
    let mut at = 1_u32;
    loop {
        let (rows, next) = store::list::portion(reader, who, &filter, PORTION)?;
        for row in &rows {
            if at > MOST_ROWS {
                break;
            }
            write_row(sheet, at, row, &columns, &wan, who.lang).map_err(broken)?;
            at += 1;
        }
        match next {
            Some(cursor) if at <= MOST_ROWS => filter.cursor = Some(cursor),
            _ => break,
        }
    }
    book.save_to_buffer().map_err(broken)
}

/// What the trail says of an export.
pub fn told(filter: &Filter) -> serde_json::Value {
    // Not what was looked for: it may be the name behind a code name.
    let searched = filter.q.as_deref().is_some_and(|q| !q.trim().is_empty());
    json!({ "searched": searched, "columns": filter.columns, "sort": filter.sort })
}

fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    row: &ProjectRow,
    columns: &[&Column],
    wan: &Format,
    lang: Lang,
) -> Result<(), XlsxError> {
    for (column_at, column) in (0_u16..).zip(columns) {
        match (column.cell)(row, lang) {
            Cell::Text(value) => {
                sheet.write_string(at, column_at, value)?;
            }
            Cell::Wan(Some(fen)) => {
                write_wan(sheet, (at, column_at), fen, wan)?;
            }
            Cell::Wan(None) => {}
        }
    }
    Ok(())
}
