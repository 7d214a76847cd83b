//! What every ledger's workbook has in common: its head, amounts in 万元, text that stays text.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{
    Error, Fault, Result,
    say::{Lang, word},
};

/// What a sheet holds, less the header.
pub const MOST_ROWS: u32 = 1_048_575;

/// A workbook that does not say when it was made: of the same figures the same bytes.
pub fn undated() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // As the entries of the archive itself.
    let day = ExcelDateTime::from_ymd(1980, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    Ok(book)
}

pub fn broken(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(io) => io.into(),
        other => Error::Internal(other.into()),
    }
}

/// The header: width and words of every column.
pub fn head(
    sheet: &mut Worksheet,
    columns: impl IntoIterator<Item = (u16, String)>,
) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_border_bottom(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00F0_F2F5))
        .set_text_wrap();
    for (at, (width, words)) in (0_u16..).zip(columns) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, words, &bold)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    Ok(())
}

/// Fen as 万元. A workbook has binary numbers only; fen / 10⁶ up to 10¹² is told apart to the fen.
pub fn write_wan(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    fen: i64,
    wan: &Format,
) -> Result<(), XlsxError> {
    let value = rust_decimal::Decimal::new(fen, 6).to_f64().unwrap_or_default();
    sheet.write_number_with_format(row, column, value, wan).map(drop)
}

/// What stands in a cell.
pub enum Cell {
    Text(String),
    Count(i64),
    /// Fen, shown in 万元.
    Wan(Option<i64>),
}

/// A column of a ledger of `T`, by its name on the wire.
pub struct Column<T> {
    pub name: &'static str,
    pub width: u16,
    pub cell: fn(&T, Lang) -> Cell,
}

/// The columns by their names, in the order asked for; all when nothing is asked.
pub fn chosen<'c, T>(all: &'c [Column<T>], asked: Option<&str>) -> Result<Vec<&'c Column<T>>> {
    let Some(asked) = asked.filter(|a| !a.trim().is_empty()) else { return Ok(all.iter().collect()) };
    let by_name = |name: &str| {
        let unknown = || Error::invalid(Fault::at("columns", "project.column").with("name", name.trim()));
        all.iter().find(|c| c.name == name.trim()).ok_or_else(unknown)
    };
    asked.split(',').map(by_name).collect()
}

/// Rows as .xlsx: the header of a column is `<room>.column_<name>`. Texts are written as texts, whatever they begin with.
pub fn book<T>(
    lang: Lang,
    (room, title): (&str, &str),
    columns: &[&Column<T>],
    rows: &[T],
) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(broken)?;
    sheet.set_name(word(lang, &format!("{room}.{title}"))).map_err(broken)?;
    head(sheet, columns.iter().map(|c| (c.width, word(lang, &format!("{room}.column_{}", c.name)))))
        .map_err(broken)?;
    let wan = Format::new().set_num_format("#,##0.00");
    for (line, row) in (1..=MOST_ROWS).zip(rows) {
        for (at, column) in (0_u16..).zip(columns) {
            match (column.cell)(row, lang) {
                Cell::Text(text) => sheet.write_string(line, at, text).map(drop),
                Cell::Count(count) => {
                    sheet.write_number(line, at, u32::try_from(count).unwrap_or(u32::MAX)).map(drop)
                }
                Cell::Wan(Some(fen)) => write_wan(sheet, (line, at), fen, &wan),
                Cell::Wan(None) => Ok(()),
            }
            .map_err(broken)?;
        }
    }
    book.save_to_buffer().map_err(broken)
}
