//! .xls (BIFF8 and BIFF5 in an OLE container). Such sheets have 65,536 rows at most and are read as a whole, after
//! their sizes were checked.

use std::{io::Cursor, ops::ControlFlow};

use calamine::{Data, Range, Reader as _, SheetType, SheetVisible, Xls, XlsError};
use yinfeng_domain::ledger::{Cell, Region, Sheet};

use crate::{
    Refusal, cells,
    cfb::{u16_at, u32_at, workbook_stream},
    guarded, limit,
    xlsx_scan::check_size,
};

pub(crate) struct Book {
    sheets: Vec<(Range<Data>, Range<String>)>,
}

/// What a look through the records tells of one sheet.
#[derive(Default)]
struct Look {
    rows: u32,
    columns: u32,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<usize>,
}

fn damaged(detail: impl ToString) -> Refusal {
    Refusal::Damaged { detail: detail.to_string() }
}

fn refusal(error: XlsError) -> Refusal {
    match error {
        XlsError::Password => Refusal::PasswordProtected,
        other => damaged(other),
    }
}

pub(crate) fn open(bytes: Vec<u8>) -> Result<(Book, Vec<Sheet>), Refusal> {
    let stream = workbook_stream(&bytes).ok_or_else(|| damaged("container"))?;
    let looks = look(&stream)?;
    let area: u64 = looks.iter().map(|l| u64::from(l.rows) * u64::from(l.columns)).sum();
    if area > limit::XLS_AREA {
        let widest = looks.iter().map(|l| l.columns as usize).max().unwrap_or(0);
        return Err(Refusal::TooManyColumns { sheet: String::new(), columns: widest, limit: limit::COLUMNS });
    }
    drop(stream);
    let mut book = guarded("workbook", || Xls::new(Cursor::new(bytes)).map_err(refusal))?;
    let since_1904 = book.has_1904_epoch();
    let known: Vec<_> = book.sheets_metadata().to_vec();
    let mut ranges = Vec::new();
    let mut sheets = Vec::new();
    for (index, meta) in known.iter().enumerate() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let values = guarded("sheet", || book.worksheet_range(&meta.name).map_err(refusal))?;
        let formulas = guarded("sheet", || book.worksheet_formula(&meta.name).map_err(refusal))?;
        let look = looks.get(index);
        let mut sheet = Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            merged: book
                .merge_cells_by_sheet_name(&meta.name)
                .unwrap_or_default()
                .iter()
                .filter_map(region)
                .collect(),
            hidden_columns: look.map(|l| l.hidden_columns.clone()).unwrap_or_default(),
            hidden_rows: look.map(|l| l.hidden_rows.clone()).unwrap_or_default(),
            since_1904,
            ..Sheet::default()
        };
        let (rows, columns) = match (values.end(), formulas.end()) {
            (Some(a), Some(b)) => (a.0.max(b.0) + 1, a.1.max(b.1) + 1),
            (Some(end), None) | (None, Some(end)) => (end.0 + 1, end.1 + 1),
            (None, None) => (0, 0),
        };
        check_size(&mut sheet, rows, columns as usize)?;
        ranges.push((values, formulas));
        sheets.push(sheet);
    }
    Ok((Book { sheets: ranges }, sheets))
}

fn region(of: &calamine::Dimensions) -> Option<Region> {
    (of.start.0 <= of.end.0 && of.start.1 <= of.end.1).then_some(Region {
        first_row: of.start.0 + 1,
        last_row: of.end.0 + 1,
        first_column: of.start.1 as usize,
        last_column: of.end.1 as usize,
    })
}

/// Walks the records of the stream: cell positions and declared sizes of each sheet, hidden rows and columns.
fn look(stream: &[u8]) -> Result<Vec<Look>, Refusal> {
    let mut starts = Vec::new();
    for record in (Records { stream, at: 0 }) {
        match record.kind {
            0x0085 => starts.push(u32_at(record.data, 0).ok_or_else(|| damaged("sheet record"))? as usize),
            0x002F => return Err(Refusal::PasswordProtected),
            0x000A => break,
            _ => {}
        }
    }
    if starts.len() > limit::SHEETS {
        return Err(Refusal::TooManySheets { sheets: starts.len() });
    }
    Ok(starts.into_iter().map(|at| look_at(stream, at)).collect())
}

fn look_at(stream: &[u8], at: usize) -> Look {
    let mut look = Look::default();
    let mut depth = 0_u32;
    for record in (Records { stream, at }) {
        let (kind, data) = (record.kind, record.data);
        match kind {
            0x0809 => depth += 1,
            0x000A => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            // Number, label, rstring, bool, rk, label of the table, formula, several rk.
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 | 0x00BD => {
                if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
                    let last = if kind == 0x00BD { u16_at(data, data.len().saturating_sub(2)) } else { None };
                    look.rows = look.rows.max(u32::from(row) + 1);
                    look.columns = look.columns.max(u32::from(last.unwrap_or(column).max(column)) + 1);
                }
            }
            // Dimensions: first and last row and column, as declared.
            0x0200 => {
                if let (Some(rows), Some(columns)) = (u32_at(data, 4), u16_at(data, 10)) {
                    look.rows = look.rows.max(rows);
                    look.columns = look.columns.max(u32::from(columns));
                }
            }
            0x0208 => {
                if let (Some(row), Some(flags)) = (u16_at(data, 0), u16_at(data, 12))
                    && flags & 0x20 != 0
                {
                    look.hidden_rows.push(u32::from(row) + 1);
                }
            }
            0x007D => {
                if let (Some(from), Some(to), Some(flags)) =
                    (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8))
                    && flags & 1 != 0
                {
                    look.hidden_columns.extend((from..=to.min(255)).map(usize::from));
                }
            }
            _ => {}
        }
    }
    look.hidden_rows.sort_unstable();
    look.hidden_columns.sort_unstable();
    look
}

struct Record<'a> {
    kind: u16,
    data: &'a [u8],
}

struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;
    fn next(&mut self) -> Option<Record<'a>> {
        let kind = u16_at(self.stream, self.at)?;
        let len = usize::from(u16_at(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + len)?;
        self.at += 4 + len;
        Some(Record { kind, data })
    }
}

impl Book {
    pub(crate) fn rows(
        &self,
        index: usize,
        sheet: &Sheet,
        each: &mut impl FnMut(u32, &[Cell]) -> ControlFlow<()>,
    ) {
        let Some((values, formulas)) = self.sheets.get(index) else { return };
        let mut row = Vec::with_capacity(sheet.columns);
        for number in 0..sheet.rows {
            row.clear();
            for column in 0..sheet.columns as u32 {
                let value = values.get_value((number, column)).unwrap_or(&Data::Empty);
                let formula = formulas.get_value((number, column)).is_some_and(|f| !f.is_empty());
                row.push(match value {
                    Data::Empty if formula => Cell::Formula,
                    value => cell(value, sheet.since_1904),
                });
            }
            let filled = cells::filled(&row);
            if !filled.is_empty() && each(number + 1, filled).is_break() {
                return;
            }
        }
    }
}

fn cell(value: &Data, since_1904: bool) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(value) => Cell::Number((*value).into()),
        Data::Float(value) => cells::number(*value),
        Data::String(text) => cells::text(text),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(value) if value.is_datetime() => cells::date(value.as_f64(), since_1904),
        Data::DateTime(value) => cells::number(value.as_f64()),
        Data::DateTimeIso(text) => cells::iso_date(text),
        Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}
