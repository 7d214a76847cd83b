//! A first look through an .xlsx archive: how large it really is, and what calamine does not tell: hidden rows and
//! columns, and how far the cells reach. Everything is inflated once and nothing of it kept.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Cursor, Read},
};

use yinfeng_domain::ledger::{Region, Sheet};
use zip::ZipArchive;

use crate::{
    Refusal, limit,
    tags::{Tags, position, unescape},
};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn damaged(error: impl ToString) -> Refusal {
    Refusal::Damaged { detail: error.to_string() }
}

/// The sheets of the workbook with what was found of them. Every XML file of the archive was inflated within the
/// limits when this returns.
pub(crate) fn scan(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheets = sheet_paths(&mut archive)?;
    if sheets.len() > limit::SHEETS {
        return Err(Refusal::TooManySheets { sheets: sheets.len() });
    }
    let mut by_path: HashMap<String, usize> = HashMap::new();
    let mut out = Vec::with_capacity(sheets.len());
    for (sheet, path) in sheets {
        by_path.insert(path.to_ascii_lowercase(), out.len());
        out.push(sheet);
    }
    let mut inflated = 0;
    let mut found = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(damaged)?;
        let path = entry.name().map_err(damaged)?.trim_start_matches('/').to_ascii_lowercase();
        if !matches!(path.rsplit_once('.'), Some((_, "xml" | "rels"))) {
            continue;
        }
        let packed = entry.compressed_size().max(1);
        let most = if path.ends_with("sharedstrings.xml") { limit::SHARED_STRINGS } else { limit::INFLATED };
        // Headers may lie; what comes out counts.
        let mut counted = Counted { from: BufReader::with_capacity(1 << 16, entry.take(most + 1)), count: 0 };
        let size = match by_path.get(&path) {
            Some(&at) => {
                found += 1;
                let info = &mut out[at];
                scan_sheet(&mut Tags::new(&mut counted), info, packed)?;
                counted.count
            }
            None => skim(&mut counted, packed)?,
        };
        inflated += size;
        if size > most || inflated > limit::INFLATED {
            return Err(Refusal::ZipBomb);
        }
    }
    if found < by_path.len() {
        return Err(damaged("a sheet is missing"));
    }
    Ok(out)
}

/// Counts what is read through it.
struct Counted<R> {
    from: R,
    count: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(buf)?;
        self.count += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.from.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.count += amount as u64;
        self.from.consume(amount);
    }
}

fn swells(count: u64, packed: u64) -> bool {
    count > limit::RATIO_FROM && count / packed > limit::RATIO
}

fn skim(from: &mut Counted<impl BufRead>, packed: u64) -> Result<u64, Refusal> {
    loop {
        let len = from.fill_buf().map_err(damaged)?.len();
        if len == 0 {
            return Ok(from.count);
        }
        from.consume(len);
        if swells(from.count, packed) {
            return Err(Refusal::ZipBomb);
        }
    }
}

/// Names, visibility and paths of the sheets of cells.
fn sheet_paths(archive: &mut Archive) -> Result<Vec<(Sheet, String)>, Refusal> {
    let mut targets = HashMap::new();
    for_tags(archive, "xl/_rels/workbook.xml.rels", |tag| {
        if tag.name() == b"Relationship"
            && let (Some(id), Some(target)) = (tag.raw("Id"), tag.raw("Target"))
            && tag.raw("Type").is_none_or(|t| t.ends_with("/worksheet"))
        {
            let target = unescape(target);
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id.to_owned(), path);
        }
    })?;
    let mut sheets = Vec::new();
    let mut since_1904 = false;
    for_tags(archive, "xl/workbook.xml", |tag| match tag.name() {
        b"workbookPr" => since_1904 = tag.is_on("date1904"),
        b"sheet" => {
            if let (Some(name), Some(id)) = (tag.raw("name"), tag.raw("id"))
                && let Some(path) = targets.get(id)
            {
                let hidden = matches!(tag.raw("state"), Some("hidden" | "veryHidden"));
                sheets.push((Sheet { name: unescape(name), hidden, ..Sheet::default() }, path.clone()));
            }
        }
        _ => {}
    })?;
    for (sheet, _) in &mut sheets {
        sheet.since_1904 = since_1904;
    }
    Ok(sheets)
}

fn for_tags(
    archive: &mut Archive,
    path: &str,
    mut each: impl FnMut(&crate::tags::Tag),
) -> Result<(), Refusal> {
    let entry = archive.by_name(path).map_err(damaged)?;
    let packed = entry.compressed_size().max(1);
    let mut counted = Counted { from: BufReader::new(entry.take(limit::RATIO_FROM)), count: 0 };
    let mut tags = Tags::new(&mut counted);
    while let Some(tag) = tags.next().map_err(damaged)? {
        each(&tag);
    }
    if swells(counted.count, packed) { Err(Refusal::ZipBomb) } else { Ok(()) }
}

fn scan_sheet<R: BufRead>(
    tags: &mut Tags<&mut Counted<R>>,
    sheet: &mut Sheet,
    packed: u64,
) -> Result<(), Refusal> {
    let (mut row, mut column, mut next_column) = (0, 0, 0);
    let (mut last_row, mut columns) = (0, 0);
    let mut seen = 0_u32;
    while let Some(tag) = tags.next().map_err(damaged)? {
        match tag.name() {
            b"c" => {
                (row, column) = tag.raw("r").and_then(position).unwrap_or((row, next_column));
                next_column = column + 1;
            }
            b"v" | b"is" | b"f" => {
                last_row = last_row.max(row);
                columns = columns.max(column + 1);
            }
            b"row" => {
                row = tag.number("r").unwrap_or(row + 1);
                next_column = 0;
                if tag.is_on("hidden") {
                    sheet.hidden_rows.push(row);
                }
            }
            b"col" if tag.is_on("hidden") => {
                if let (Some(from), Some(to)) = (tag.number("min"), tag.number("max")) {
                    let to = to.min(limit::COLUMNS as u32);
                    sheet.hidden_columns.extend((from..=to).filter_map(|c| (c as usize).checked_sub(1)));
                }
            }
            b"mergeCell" => {
                if let Some((first, last)) = tag.raw("ref").and_then(|r| r.split_once(':'))
                    && let (Some(first), Some(last)) = (position(first), position(last))
                {
                    sheet.merged.push(Region {
                        first_row: first.0,
                        first_column: first.1,
                        last_row: last.0,
                        last_column: last.1,
                    });
                }
            }
            _ => {}
        }
        seen += 1;
        if seen.is_multiple_of(1 << 16) && swells(tags.source().count, packed) {
            return Err(Refusal::ZipBomb);
        }
    }
    if swells(tags.source().count, packed) {
        return Err(Refusal::ZipBomb);
    }
    check_size(sheet, last_row, columns)?;
    sheet.hidden_rows.sort_unstable();
    sheet.hidden_columns.sort_unstable();
    sheet.hidden_columns.retain(|c| *c < columns);
    sheet.merged.retain(|r| {
        r.first_row <= r.last_row
            && r.first_row <= last_row
            && r.first_column <= r.last_column
            && r.first_column < columns
    });
    for region in &mut sheet.merged {
        region.last_column = region.last_column.min(columns.saturating_sub(1));
        region.last_row = region.last_row.min(last_row);
    }
    Ok(())
}

/// Notes the size of a sheet, or refuses it.
pub(crate) fn check_size(sheet: &mut Sheet, rows: u32, columns: usize) -> Result<(), Refusal> {
    if rows > limit::ROWS {
        return Err(Refusal::TooManyRows { sheet: sheet.name.clone(), rows, limit: limit::ROWS });
    }
    if columns > limit::COLUMNS {
        return Err(Refusal::TooManyColumns { sheet: sheet.name.clone(), columns, limit: limit::COLUMNS });
    }
    sheet.rows = rows;
    sheet.columns = columns;
    Ok(())
}
