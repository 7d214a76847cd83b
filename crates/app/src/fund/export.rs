//! The list as a workbook.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use yinfeng_domain::{
    authority::{Act, Class},
    money,
};

use super::{list::Filter, rows, view::FundRow};
use crate::floor::{
    Error, Result,
    db::Reader,
    say::{Lang, word},
    web::Who,
};

const COLUMNS: [(&str, f64); 15] = [
    ("code", 20.0),
    ("project_code", 18.0),
    ("project", 36.0),
    ("unit", 16.0),
    ("kind", 10.0),
    ("payer", 30.0),
    ("slip_no", 20.0),
    ("received_on", 12.0),
    ("currency", 8.0),
    ("amount", 16.0),
    ("claimed_wan", 16.0),
    ("state", 10.0),
    ("recognised_wan", 16.0),
    ("recognised_on", 12.0),
    ("corrects", 20.0),
];

fn failed(error: XlsxError) -> Error {
    Error::Internal(error.into())
}

/// All that the filter finds, within the reader's right to take data away, as an .xlsx file.
pub fn workbook(reader: &Reader, who: &Who, filter: &Filter) -> Result<Vec<u8>> {
    let reach = who.reach(Class::Fund, Act::Export)?;
    let w = filter.conditions(reader, who, &reach)?;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_low_memory().map_err(failed)?;
    head(sheet, who.lang).map_err(failed)?;
    let quoted = Format::new().set_quote_prefix();
    let mut line = 0;
    let sql = format!("{}{} order by f.received_on, f.id", rows::select(), w.text);
    reader.each(&sql, &w.bound, |row| {
        line += 1;
        write(sheet, line, &rows::row(row)?, who.lang, &quoted).map_err(failed)?;
        Ok(true)
    })?;
    book.save_to_buffer().map_err(failed)
}

fn head(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (i, (column, width)) in COLUMNS.iter().enumerate() {
        sheet.set_column_width(i as u16, *width)?;
        sheet.write_string_with_format(0, i as u16, word(lang, &format!("fund.column_{column}")), &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// 万元 as a number: a cell knows no decimals but binary ones, and 15 digits hold every amount of the ledger.
fn wan(fen: i64) -> f64 {
    money::wan(fen, 6).parse().unwrap_or_default()
}

fn write(
    sheet: &mut Worksheet,
    line: u32,
    row: &FundRow,
    lang: Lang,
    quoted: &Format,
) -> Result<(), XlsxError> {
    // Text stays text when a spreadsheet is edited or saved in another form: what looks like a formula is quoted.
    let mut text = |at: u16, value: &str| -> Result<(), XlsxError> {
        if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            sheet.write_string_with_format(line, at, value, quoted)?;
        } else if !value.is_empty() {
            sheet.write_string(line, at, value)?;
        }
        Ok(())
    };
    text(0, &row.code)?;
    text(1, &row.project.code)?;
    text(2, &row.project.name)?;
    text(3, &row.unit.name)?;
    text(4, &word(lang, &format!("fund.kind_{}", row.kind)))?;
    text(5, &row.payer)?;
    text(6, &row.slip_no)?;
    text(7, &row.received_on.to_string())?;
    text(8, &row.currency)?;
    text(11, &word(lang, &format!("fund.state_{}", row.state)))?;
    text(13, &row.recognised_on.map(|d| d.to_string()).unwrap_or_default())?;
    text(14, row.corrects.as_ref().map_or("", |c| c.code.as_str()))?;
    let currency = money::Currency::from_code(&row.currency).unwrap_or(money::Currency::Cny);
    let amount = money::Money { minor: row.minor, currency }.units();
    sheet.write_number(line, 9, amount.to_string().parse::<f64>().unwrap_or_default())?;
    sheet.write_number(line, 10, wan(row.claimed_fen))?;
    if let Some(fen) = row.recognised_fen {
        sheet.write_number(line, 12, wan(fen))?;
    }
    Ok(())
}
