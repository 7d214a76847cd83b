//! The list of organisations as a workbook, with who is in charge of each and the sums of its projects.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::json;
use yinfeng_domain::authority::{Act, Class, Reach};

use super::{
    export::PORTION,
    organisation::{OrganisationWithSums, with_sums},
    store,
};
use crate::{
    dictionary,
    floor::{
        Error, Result,
        clock::office_zone,
        db::Reader,
        say::{Lang, word},
        web::Who,
        workbook::{self, Cell, Column, MOST_ROWS, broken, head, write_wan},
    },
    investor,
};

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

/// Every column by its name; the header is `investor.column_<name>`.
const COLUMNS: [Column<OrganisationWithSums>; 12] = [
    Column { name: "name", width: 36, cell: |o, _| text(o.row.name.as_str()) },
    Column { name: "uscc", width: 22, cell: |o, _| text(o.row.uscc.clone().unwrap_or_default()) },
    Column {
        name: "kind",
        width: 10,
        cell: |o, l| text(word(l, &format!("investor.kind_{}", o.row.kind.code()))),
    },
    Column { name: "country", width: 12, cell: |o, l| text(country(&o.row.country, l)) },
    Column {
        name: "industry",
        width: 24,
        cell: |o, _| {
            text(o.row.industry.as_ref().map(|i| format!("{} {}", i.code, i.name)).unwrap_or_default())
        },
    },
    Column {
        name: "group",
        width: 30,
        cell: |o, _| text(o.row.group.as_ref().map(|g| g.name.clone()).unwrap_or_default()),
    },
    Column {
        name: "tags",
        width: 24,
        cell: |o, l| text(o.tags.join(if l == Lang::Zh { "、" } else { ", " })),
    },
    Column {
        name: "charge_unit",
        width: 18,
        cell: |o, _| text(o.row.charge.as_ref().map(|c| c.unit.name.clone()).unwrap_or_default()),
    },
    Column {
        name: "charge_person",
        width: 12,
        cell: |o, _| {
            let person = o.row.charge.as_ref().and_then(|c| c.person.as_ref());
            text(person.map(|p| p.name.clone()).unwrap_or_default())
        },
    },
    Column { name: "projects_count", width: 8, cell: |o, _| Cell::Count(o.projects_count) },
    Column { name: "total_fen", width: 18, cell: |o, _| Cell::Wan(Some(o.total_fen)) },
    Column {
        name: "updated_at",
        width: 12,
        cell: |o, _| text(o.row.updated_at.to_zoned(office_zone()).date().to_string()),
    },
];

fn country(code: &str, lang: Lang) -> String {
    let known = dictionary::country(code);
    known.map_or(code, |c| if lang == Lang::Zh { c.name_zh } else { c.name_en }).to_owned()
}

/// The organisations that the filter finds, as .xlsx. Texts are written as texts, whatever they begin with.
pub fn workbook(reader: &Reader, who: &Who, filter: &investor::Filter) -> Result<Vec<u8>> {
    let exports = who.reach(Class::Investor, Act::Export)?;
    // Who may export less than they read exports nothing more than that.
    if matches!(exports, Reach::Units(_)) && who.reach(Class::Investor, Act::Read)? == Reach::District {
        return Err(Error::NotFound);
    }
    let columns = workbook::chosen(&COLUMNS, filter.columns.as_deref())?;
    let hidden = store::secret::hidden_organisations(reader, who)?;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(broken)?;
    sheet.set_name(word(who.lang, "investor.sheet")).map_err(broken)?;
    let words = columns.iter().map(|c| (c.width, word(who.lang, &format!("investor.column_{}", c.name))));
    head(sheet, words).map_err(broken)?;
    let wan = Format::new().set_num_format("#,##0.00");
    let mut filter = investor::Filter { limit: None, ..filter.clone() };
    let mut at = 1_u32;
    loop {
        let (rows, next) = investor::portion(reader, who, &filter, &hidden, PORTION)?;
        for row in with_sums(reader, who, rows)? {
            if at > MOST_ROWS {
                break;
            }
            write_row(sheet, at, &row, &columns, &wan, who.lang).map_err(broken)?;
            at += 1;
        }
        match next {
            Some(cursor) if at <= MOST_ROWS => filter.cursor = Some(cursor),
            _ => break,
        }
    }
    book.save_to_buffer().map_err(broken)
}

fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    row: &OrganisationWithSums,
    columns: &[&Column<OrganisationWithSums>],
    wan: &Format,
    lang: Lang,
) -> Result<(), XlsxError> {
    for (column_at, column) in (0_u16..).zip(columns) {
        match (column.cell)(row, lang) {
            Cell::Text(value) => sheet.write_string(at, column_at, value).map(drop)?,
            Cell::Count(count) => {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                sheet.write_number(at, column_at, count).map(drop)?;
            }
            Cell::Wan(Some(fen)) => write_wan(sheet, (at, column_at), fen, wan)?,
            Cell::Wan(None) => {}
        }
    }
    Ok(())
}

/// What the trail says of an export.
pub fn told(filter: &investor::Filter) -> serde_json::Value {
    // Not what was looked for: it may be the name behind a code name.
    let searched = filter.q.as_deref().is_some_and(|q| !q.trim().is_empty());
    json!({ "searched": searched, "sort": filter.sort, "tag": filter.tag, "country": filter.country,
        "columns": filter.columns })
}
