//! Where the table begins: title rows, header rows, the unit noted above.

use serde::Serialize;

use super::{
    area::AreaUnit,
    field::Field,
    grid::{Cell, Page, Region},
    mapping::{Match, match_header},
    money::MoneyUnit,
};
use crate::text::clean;

/// How many rows from the top are looked at.
pub const HEAD_ROWS: usize = 40;
const TALLEST_HEADER: usize = 3;

/// A column under the header.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeaderColumn {
    /// From 0.
    pub column: usize,
    /// The header's parts from top to bottom, joined: `投资方/名称`.
    pub header: String,
    pub hidden: bool,
    /// What the header itself says of the unit.
    pub unit: Option<MoneyUnit>,
    pub area: Option<AreaUnit>,
}

/// How a sheet is laid out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layout {
    /// Rows of the header, as in the sheet, both included.
    pub header_first: u32,
    pub header_last: u32,
    pub columns: Vec<HeaderColumn>,
    /// The title above the table.
    pub title: String,
    /// The unit noted above the table (单位：万元).
    pub unit: Option<MoneyUnit>,
    /// The year that the title or the sheet's name gives.
    pub year: Option<i16>,
    /// How much of the header was understood; to choose among sheets.
    pub score: i32,
}

/// Finds the header in the first rows of a sheet; `None` when no rows look like the header of a project ledger.
/// `page.rows` needs to hold the first [`HEAD_ROWS`] rows only.
pub fn detect(page: &Page) -> Option<Layout> {
    let head = &page.rows[..page.rows.len().min(HEAD_ROWS)];
    let mut best: Option<Layout> = None;
    for top in 0..head.len() {
        for height in 1..=TALLEST_HEADER.min(head.len() - top) {
            let rows = &head[top..top + height];
            // Header rows are neighbours.
            if rows.windows(2).any(|pair| pair[1].0 != pair[0].0 + 1) || !opens_header(&rows[0].1) {
                break;
            }
            if let Some(layout) = layout_of(page, rows)
                && best.as_ref().is_none_or(|b| layout.score > b.score)
            {
                best = Some(layout);
            }
        }
    }
    let mut layout = best?;
    note_above(page, &mut layout);
    Some(layout)
}

/// The layout when a person names the header rows.
pub fn layout_at(page: &Page, first: u32, last: u32) -> Option<Layout> {
    let rows: Vec<_> =
        page.rows.iter().filter(|(number, _)| (first..=last).contains(number)).cloned().collect();
    let mut layout = build(page, &rows)?;
    note_above(page, &mut layout);
    Some(layout)
}

/// A title is one cell; a header has several.
fn opens_header(cells: &[Cell]) -> bool {
    cells.iter().filter(|c| matches!(c, Cell::Text(_)) && !c.is_blank()).count() >= 2
}

fn layout_of(page: &Page, rows: &[(u32, Vec<Cell>)]) -> Option<Layout> {
    let layout = build(page, rows)?;
    let mut fields: Vec<Field> = Vec::new();
    let mut score = 0;
    for column in &layout.columns {
        match match_header(&column.header) {
            Match::Certain(field) if !fields.contains(&field) => {
                fields.push(field);
                score += 4;
            }
            Match::Likely(field) if !fields.contains(&field) => {
                fields.push(field);
                score += 1;
            }
            _ => {}
        }
    }
    let named = fields.contains(&Field::ProjectName) || fields.contains(&Field::Investor);
    // Headers are words: figures and days belong to data.
    let figures = rows
        .iter()
        .flat_map(|(_, cells)| cells)
        .filter(|c| matches!(c, Cell::Number(_) | Cell::Date(_)))
        .count();
    score -= 6 * figures as i32 + rows.len() as i32 - 1;
    (named && fields.len() >= 2 && score > 0).then_some(Layout { score, ..layout })
}

pub(crate) fn build(page: &Page, rows: &[(u32, Vec<Cell>)]) -> Option<Layout> {
    let (first, last) = (rows.first()?.0, rows.last()?.0);
    let width = rows.iter().map(|(_, cells)| cells.len()).max()?;
    let mut columns = Vec::with_capacity(width);
    for column in 0..width {
        let mut parts: Vec<String> = Vec::new();
        for (at, (number, cells)) in rows.iter().enumerate() {
            let own = cells.get(column).map(text_of).unwrap_or_default();
            let part = if own.is_empty() {
                merged_text(page, rows, *number, column)
                    .or_else(|| spread_text(page, rows, at, column))
                    .unwrap_or_default()
            } else {
                own
            };
            if !part.is_empty() && parts.last() != Some(&part) {
                parts.push(part);
            }
        }
        let header = parts.join("/");
        if header.is_empty() {
            continue;
        }
        columns.push(HeaderColumn {
            column,
            hidden: page.sheet.hidden_columns.binary_search(&column).is_ok(),
            unit: parts.iter().rev().find_map(|part| MoneyUnit::find(part)),
            area: parts.iter().rev().find_map(|part| AreaUnit::find(part)),
            header,
        });
    }
    Some(Layout {
        header_first: first,
        header_last: last,
        columns,
        title: String::new(),
        unit: None,
        year: None,
        score: 0,
    })
}

fn text_of(cell: &Cell) -> String {
    clean(&cell.text())
}

fn region_at(page: &Page, row: u32, column: usize) -> Option<&Region> {
    page.sheet.merged.iter().find(|r| {
        (r.first_row..=r.last_row).contains(&row) && (r.first_column..=r.last_column).contains(&column)
    })
}

/// The text of the merged cell that covers this one.
fn merged_text(page: &Page, rows: &[(u32, Vec<Cell>)], row: u32, column: usize) -> Option<String> {
    let region = region_at(page, row, column)?;
    let (_, cells) = rows.iter().find(|(number, _)| *number == region.first_row)?;
    Some(text_of(cells.get(region.first_column)?))
}

/// Files without merged regions (.csv) write a group's title above its first column only: it stands for the
/// columns to the right that have a second line of their own.
fn spread_text(page: &Page, rows: &[(u32, Vec<Cell>)], at: usize, column: usize) -> Option<String> {
    let lower = rows.get(at + 1)?;
    if !page.sheet.merged.is_empty() || lower.1.get(column).is_none_or(Cell::is_blank) {
        return None;
    }
    let (_, cells) = &rows[at];
    let from = (0..column).rev().find(|&c| cells.get(c).is_some_and(|cell| !cell.is_blank()))?;
    let group_has_second_lines = (from..column).all(|c| lower.1.get(c).is_some_and(|cell| !cell.is_blank()));
    group_has_second_lines.then(|| text_of(&cells[from]))
}

pub(crate) fn note_above(page: &Page, layout: &mut Layout) {
    let above = page.rows.iter().take_while(|(number, _)| *number < layout.header_first);
    for (_, cells) in above {
        for text in cells.iter().map(text_of).filter(|t| !t.is_empty()) {
            if layout.title.is_empty() {
                layout.title.clone_from(&text);
            }
            layout.unit = layout.unit.or_else(|| MoneyUnit::find(&text));
            layout.year = layout.year.or_else(|| year_in(&text));
        }
    }
    layout.year = layout.year.or_else(|| year_in(&clean(&page.sheet.name)));
}

/// A year between 1990 and 2099 that a text names.
pub fn year_in(text: &str) -> Option<i16> {
    let bytes = text.as_bytes();
    bytes.windows(4).enumerate().find_map(|(at, window)| {
        let alone = !at.checked_sub(1).is_some_and(|i| bytes[i].is_ascii_digit())
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
        let year: i16 = std::str::from_utf8(window).ok()?.parse().ok()?;
        (alone && (1990..2100).contains(&year)).then_some(year)
    })
}
