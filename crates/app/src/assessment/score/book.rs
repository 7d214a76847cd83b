//! The workbook of scores as an .xlsx file.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};
use yinfeng_domain::{
    assessment::score::{Book, Cell, Content, Sheet, Shown, Style, workbook},
    authority::{Act, Class},
};

use super::{Asked, kept, spoken};
use crate::floor::{Error, Fault, Result, db::Reader, web::Who, workbook::undated};

/// The scores that are asked for, with live formulas; `None` when nothing can be scored.
pub fn score_book(reader: &Reader, who: &Who, place: &str, asked: &Asked) -> Result<Vec<u8>> {
    who.need_district(Class::Figure, Act::Export)?;
    let scored = kept::until_written(reader, place, who.district(), asked)?;
    let Some(scored) = scored else {
        return Err(Error::refused(Fault::new("assessment.no_scores")));
    };
    let refused = |missing: &[yinfeng_domain::assessment::Missing]| {
        let why = missing.iter().map(|m| m.say(spoken(who.lang))).take(20).collect::<Vec<_>>().join("；");
        Error::refused(Fault::new("assessment.book_missing").with("why", why))
    };
    let scores = scored.outcome.as_ref().map_err(|missing| refused(missing))?;
    let book = workbook(&scored.scheme, &scored.gathered.facts, scores, spoken(who.lang))
        .map_err(|missing| refused(&missing))?;
    render(&book, true)
}

/// Writes a workbook. Without kept results it shows nothing until it is recalculated.
pub fn render(book: &Book, with_results: bool) -> Result<Vec<u8>> {
    file(book, with_results).map_err(|error| Error::Internal(error.into()))
}

fn file(book: &Book, with_results: bool) -> Result<Vec<u8>, XlsxError> {
    let mut out = undated()?;
    for sheet in &book.sheets {
        let page = out.add_worksheet();
        page.set_name(&sheet.name)?;
        page.set_landscape();
        page.set_paper_size(9); // A4
        page.set_print_fit_to_pages(1, 0);
        for (col, width) in sheet.widths.iter().enumerate() {
            page.set_column_width(col as u16, f64::from(*width))?;
        }
        if sheet.frozen != (0, 0) {
            page.set_freeze_panes(sheet.frozen.0, sheet.frozen.1)?;
            page.set_repeat_rows(3, sheet.frozen.0.saturating_sub(1).max(3))?;
        }
        cells(page, sheet, with_results)?;
    }
    out.save_to_buffer()
}

fn cells(page: &mut Worksheet, sheet: &Sheet, with_results: bool) -> Result<(), XlsxError> {
    let mut formats = std::collections::HashMap::new();
    for cell in &sheet.cells {
        let format = formats.entry(key(cell.style)).or_insert_with(|| format(cell.style));
        write(page, cell, format, with_results)?;
    }
    Ok(())
}

/// What tells styles apart.
const fn key(style: Style) -> (u8, u32) {
    match style {
        Style::Title => (0, 0),
        Style::Note => (1, 0),
        Style::Head => (2, 0),
        Style::Text => (3, 0),
        Style::Number(digits) => (4, digits),
        Style::Fixed(digits) => (5, digits),
    }
}

fn format(style: Style) -> Format {
    let number = |digits: u32| match digits {
        0 => "#,##0.##".to_owned(),
        n => format!("#,##0.{}", "0".repeat(n.min(10) as usize)),
    };
    match style {
        Style::Title => Format::new().set_bold().set_font_size(14.0),
        Style::Note => Format::new().set_font_color(Color::RGB(0x55_64_6b)),
        Style::Head => Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin),
        Style::Text => Format::new(),
        Style::Number(digits) => Format::new().set_num_format(number(digits)),
        Style::Fixed(digits) => {
            Format::new().set_num_format(number(digits)).set_background_color(Color::RGB(0xfb_f0_dd))
        }
    }
}

fn write(page: &mut Worksheet, cell: &Cell, format: &Format, with_results: bool) -> Result<(), XlsxError> {
    let (row, col) = (cell.row, cell.col);
    match &cell.content {
        Content::Text(text) => {
            page.write_string_with_format(row, col, text, format)?;
        }
        // A cell knows no decimals but binary ones: the nearest of them, which prints as the decimal again.
        Content::Number(value) => {
            page.write_number_with_format(row, col, nearest(*value), format)?;
        }
        Content::Formula { text, result } => {
            let mut formula = Formula::new(format!("={text}"));
            if with_results {
                formula = formula.set_result(match result {
                    Shown::Number(value) => nearest(*value).to_string(),
                    Shown::Text(text) => text.clone(),
                });
            }
            page.write_formula_with_format(row, col, formula, format)?;
        }
    }
    Ok(())
}

fn nearest(value: rust_decimal::Decimal) -> f64 {
    value.to_string().parse().unwrap_or_default()
}
