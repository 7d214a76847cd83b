//! The matrix as a workbook: a row a project, a column a month, in the colours of the page.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use serde_json::json;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    light::{Colour, LightTable},
    period::Month,
};

use super::{Filter, LightRow, SHOWN, add_cells, asked_month, store, view};
use crate::floor::{
    Error, Result,
    db::Reader,
    say::{Lang, word},
    web::Who,
};

const PORTION: i64 = 1_000;
/// What a sheet holds, less the header.
const MOST_ROWS: u32 = 1_048_575;
/// Code, project, unit, stage: the columns before the months.
const HEADS: [(&str, u16); 4] = [("code", 18), ("project", 36), ("unit", 18), ("stage", 10)];

fn broken(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(io) => io.into(),
        other => Error::Internal(other.into()),
    }
}

/// The projects that the filter finds with their lights of twelve months, as .xlsx.
pub fn workbook(reader: &Reader, who: &Who, filter: &Filter) -> Result<Vec<u8>> {
    let exports = who.reach(Class::Project, Act::Export)?;
    let reads = who.reach(Class::Project, Act::Read)?;
    // Who may export less than they read exports nothing more than that.
    if matches!(exports, Reach::Units(_)) && reads == Reach::District {
        return Err(Error::NotFound);
    }
    let month = asked_month(reader, who, filter.month)?;
    let table = match store::month(reader, who.district(), month)? {
        Some(kept) => store::table_of(reader, who.district(), kept.table_version)?.table,
        None => store::table_for(reader, who.district(), month)?.table,
    };
    let months: Vec<Month> = (0..SHOWN).rev().map(|back| month.plus(-back)).collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(broken)?;
    sheet.set_name(word(who.lang, "light.sheet")).map_err(broken)?;
    head(sheet, &months, who.lang).map_err(broken)?;
    let inks = Inks::of(&table, who.lang);
    let mut filter = Filter { month: Some(month), ..filter.clone() };
    let mut at = 1_u32;
    loop {
        let (mut rows, next) = store::portion(reader, who, month, &filter, PORTION)?;
        add_cells(reader, who, month, &mut rows)?;
        for row in rows.iter().take((MOST_ROWS + 1 - at) as usize) {
            write_row(sheet, at, row, &months, &inks).map_err(broken)?;
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
    json!({ "month": filter.month, "unit": filter.unit, "stage": filter.stage, "colour": filter.colour })
}

/// Word and look of each colour; the word tells it where colours are not printed.
struct Inks {
    lang: Lang,
    of: Vec<(Colour, String, Format)>,
}

impl Inks {
    fn of(table: &LightTable, lang: Lang) -> Self {
        let ink = |colour: &Colour| {
            let (paper, ink) = match colour {
                Colour::Green => (0x00E3_F3E8, 0x001B_6B39),
                Colour::Blue => (0x00E3_ECFA, 0x001D_4F9C),
                Colour::Yellow => (0x00FB_F0C9, 0x0075_5200),
                Colour::Orange => (0x00FB_E3CE, 0x008A_3F00),
                Colour::Red => (0x00FB_DEDC, 0x00A3_1F1A),
                Colour::Black => (0x0033_3333, 0x00FF_FFFF),
            };
            let look = Format::new()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(paper))
                .set_font_color(Color::RGB(ink));
            (*colour, view::name(table, lang, *colour), look)
        };
        Self { lang, of: Colour::ALL.iter().map(ink).collect() }
    }
}

fn head(sheet: &mut Worksheet, months: &[Month], lang: Lang) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_border_bottom(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00F0_F2F5));
    let mut at = 0_u16;
    for (name, width) in HEADS {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, word(lang, &format!("light.column_{name}")), &bold)?;
        at += 1;
    }
    for month in months {
        sheet.set_column_width(at, 10)?;
        sheet.write_string_with_format(0, at, month.to_string(), &bold)?;
        at += 1;
    }
    sheet.set_freeze_panes(1, 2)?;
    Ok(())
}

/// Names are written as texts, whatever they begin with.
fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    row: &LightRow,
    months: &[Month],
    inks: &Inks,
) -> Result<(), XlsxError> {
    sheet.write_string(at, 0, row.project.code.as_str())?;
    sheet.write_string(at, 1, row.project.name.as_str())?;
    sheet.write_string(at, 2, row.lead_unit.name.as_str())?;
    sheet.write_string(at, 3, word(inks.lang, &format!("project.stage_{}", row.stage.code())))?;
    for (column, month) in (HEADS.len() as u16..).zip(months) {
        let Some(cell) = row.cells.iter().find(|c| c.month == *month) else { continue };
        let Some((_, name, look)) = inks.of.iter().find(|(c, ..)| *c == cell.colour) else { continue };
        let said = if cell.overridden {
            format!("{name}{}", word(inks.lang, "light.by_hand"))
        } else {
            name.clone()
        };
        sheet.write_string_with_format(at, column, said, look)?;
    }
    Ok(())
}
