//! The tables of a circular as a workbook: figures as numbers, unrounded, shown as they are printed.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use yinfeng_domain::{
    money::YI_FEN,
    report::{
        document::{Align, Cell, Document, Table},
        figure::FigureValue,
    },
};

use super::tables;
use crate::floor::{Error, Result, workbook::undated};

pub fn workbook(document: &Document) -> Result<Vec<u8>> {
    file(document).map_err(|error: XlsxError| Error::Internal(error.into()))
}

fn file(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut book = undated()?;
    for (at, table) in tables(document).enumerate() {
        let page = book.add_worksheet();
        // A name has at most 31 characters and no brackets.
        let name: String = table.caption.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31).collect();
        page.set_name(if name.is_empty() { format!("{}", at + 1) } else { name })?;
        sheet(page, table)?;
    }
    book.save_to_buffer()
}

fn sheet(page: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    page.set_landscape();
    page.set_paper_size(9);
    page.set_print_fit_to_pages(1, 0);
    let last = table.columns.len().saturating_sub(1) as u16;
    let title = Format::new().set_bold().set_font_size(16.0).set_align(FormatAlign::Center);
    if last > 0 {
        page.merge_range(0, 0, 0, last, &table.caption, &title)?;
    } else {
        page.write_string_with_format(0, 0, &table.caption, &title)?;
    }
    page.write_string_with_format(1, last, &table.unit_note, &Format::new().set_align(FormatAlign::Right))?;
    let head = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_text_wrap();
    for (col, column) in (0..).zip(&table.columns) {
        page.set_column_width(col, f64::from(column.share).max(8.0))?;
        page.write_string_with_format(2, col, &column.title, &head)?;
    }
    page.set_freeze_panes(3, 0)?;
    page.set_repeat_rows(2, 2)?;
    let mut at = 3;
    for row in table.rows.iter().chain(&table.total) {
        for (col, (cell, column)) in (0..).zip(row.iter().zip(&table.columns)) {
            write(page, (at, col), cell, column.align)?;
        }
        at += 1;
    }
    for note in &table.notes {
        page.write_string(at, 0, note)?;
        at += 1;
    }
    Ok(())
}

/// A figure's number in the unit that is printed, and how it is shown.
fn number(cell: &Cell) -> Option<(Decimal, String)> {
    let zeros = |digits: usize| if digits == 0 { String::new() } else { format!(".{}", "0".repeat(digits)) };
    let shown = |text: &str| text.trim_end_matches('%').split_once('.').map_or(0, |(_, d)| d.len());
    match cell {
        Cell::Figure(figure) => {
            let digits = zeros(shown(&figure.text));
            Some(match &figure.value {
                FigureValue::Count(n) | FigureValue::Days(n) => (Decimal::from(*n), "0".into()),
                FigureValue::Fen(fen) => {
                    (Decimal::from(*fen) / Decimal::from(YI_FEN), format!("#,##0{digits}"))
                }
                FigureValue::Ratio(r) => (*r, format!("0{digits}%")),
                FigureValue::Points(p) => (*p, format!("+0{digits};-0{digits};0{digits}")),
                _ => return None,
            })
        }
        Cell::Text(text) => {
            let (bare, percent) = text.strip_suffix('%').map_or((text.as_str(), false), |t| (t, true));
            let value: Decimal = bare.parse().ok()?;
            let digits = zeros(shown(text));
            Some(if percent {
                (value / Decimal::ONE_HUNDRED, format!("0{digits}%"))
            } else {
                (value, format!("0{digits}"))
            })
        }
    }
}

fn write(page: &mut Worksheet, (row, col): (u32, u16), cell: &Cell, align: Align) -> Result<(), XlsxError> {
    let align = match align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    };
    let format = Format::new().set_border(FormatBorder::Thin).set_align(align);
    if let Some((value, shown)) = number(cell) {
        let nearest: f64 = value.to_string().parse().unwrap_or_default();
        page.write_number_with_format(row, col, nearest, &format.set_num_format(shown))?;
    } else {
        // What looks like a formula stays text when the sheet is saved in another form.
        let text = cell.as_str();
        let format = if text.starts_with(['=', '+', '-', '@']) { format.set_quote_prefix() } else { format };
        page.write_string_with_format(row, col, text, &format)?;
    }
    Ok(())
}
