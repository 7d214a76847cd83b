//! .xlsx, cell after cell.

use std::{io::Cursor, ops::ControlFlow};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use yinfeng_domain::ledger::{Cell, Sheet};

use crate::{Refusal, cells, guarded, limit, xlsx_scan};

pub(crate) struct Book(Xlsx<Cursor<Vec<u8>>>);

pub(crate) fn open(bytes: Vec<u8>) -> Result<(Book, Vec<Sheet>), Refusal> {
    let sheets = xlsx_scan::scan(&bytes)?;
    let book = guarded("workbook", || Xlsx::new(Cursor::new(bytes)).map_err(refusal))?;
    Ok((Book(book), sheets))
}

fn refusal(error: XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::PasswordProtected,
        other => Refusal::Damaged { detail: other.to_string() },
    }
}

impl Book {
    pub(crate) fn rows(
        &mut self,
        sheet: &Sheet,
        each: &mut impl FnMut(u32, &[Cell]) -> ControlFlow<()>,
    ) -> Result<(), Refusal> {
        let book = &mut self.0;
        let mut reader = guarded("sheet", || book.worksheet_cells_reader(&sheet.name).map_err(refusal))?;
        let mut row: Vec<Cell> = Vec::with_capacity(sheet.columns);
        let mut current = 0;
        // Only calamine is guarded: what `each` does is the caller's own.
        while let Some(record) =
            guarded("cell", || reader.next_cell_with_formula_metadata().map_err(refusal))?
        {
            let (number, column) = (record.pos.0.saturating_add(1), record.pos.1 as usize);
            if number != current {
                let done = cells::filled(&row);
                if !done.is_empty() && each(current, done).is_break() {
                    return Ok(());
                }
                row.clear();
                if number < current {
                    return Err(Refusal::Damaged { detail: "rows are out of order".into() });
                }
                current = number;
            }
            let cell = match record.value {
                DataRef::Empty if record.formula.is_some() => Cell::Formula,
                value => cell(value, sheet.since_1904),
            };
            // Styled empty cells may lie anywhere to the right.
            if cell == Cell::Empty || column >= limit::COLUMNS {
                continue;
            }
            if row.len() <= column {
                row.resize(column + 1, Cell::Empty);
            }
            row[column] = cell;
        }
        let done = cells::filled(&row);
        if !done.is_empty() {
            let _ = each(current, done);
        }
        Ok(())
    }
}

fn cell(value: DataRef<'_>, since_1904: bool) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(value) => Cell::Number(value.into()),
        DataRef::Float(value) => cells::number(value),
        DataRef::String(text) if text.is_empty() => Cell::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text),
        DataRef::SharedString(text) => cells::text(text),
        DataRef::Bool(value) => Cell::Bool(value),
        DataRef::DateTime(value) if value.is_datetime() => cells::date(value.as_f64(), since_1904),
        DataRef::DateTime(value) => cells::number(value.as_f64()),
        DataRef::DateTimeIso(text) => cells::iso_date(&text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}
