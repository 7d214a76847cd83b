//! A table: caption, unit note, a header row that repeats on every page, rows that do not split.

use yinfeng_domain::report::document::{Align, Cell, Table};

use super::body::{Links, paragraph, run};
use crate::layout::{BLOCK_WIDTH, note_lines};

pub(super) fn table(table: &Table, links: &mut Links) -> String {
    let widths = widths(table);
    let heads = table.columns.iter().zip(&widths);
    let heads = heads.map(|(column, width)| cell(*width, &paragraph("TableHead", "", &run(&column.title))));
    // A table of names and values has no heads.
    let headless = table.columns.iter().all(|column| column.title.is_empty());
    let heads =
        if headless { String::new() } else { row("<w:tblHeader/>", &heads.collect::<Vec<_>>().concat()) };
    let rows = table.rows.iter().chain(&table.total).map(|cells| {
        let cells = cells.iter().zip(table.columns.iter().zip(&widths));
        let cells = cells
            .map(|(content, (column, width))| cell(*width, &content_paragraph(content, column.align, links)));
        row("", &cells.collect::<Vec<_>>().concat())
    });
    let rows = rows.collect::<Vec<_>>().concat();
    let notes = note_lines(&table.notes).into_iter().map(|line| paragraph("TableNote", "", &run(&line)));
    let above = if table.caption.is_empty() && table.unit_note.is_empty() {
        String::new()
    } else {
        let unit = paragraph("TableUnit", "", &run(&table.unit_note));
        paragraph("TableTitle", "", &run(&table.caption)) + &unit
    };
    [
        above,
        format!("<w:tbl>{}{heads}{rows}</w:tbl>", properties(&widths)),
        notes.collect::<Vec<_>>().concat(),
    ]
    .concat()
}

fn properties(widths: &[u32]) -> String {
    let grid = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>"));
    let border =
        |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    format!(
        "<w:tblPr><w:tblW w:w=\"{BLOCK_WIDTH}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>\
         <w:tblBorders>{}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
         <w:tblCellMar><w:left w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{}</w:tblGrid>",
        ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat(),
        grid.collect::<Vec<_>>().concat()
    )
}

/// The shares of the columns as twips that fill the block.
fn widths(table: &Table) -> Vec<u32> {
    let shares: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum::<u32>().max(1);
    let mut widths: Vec<u32> =
        table.columns.iter().map(|column| BLOCK_WIDTH * u32::from(column.share) / shares).collect();
    let used: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += BLOCK_WIDTH - used;
    }
    widths
}

fn row(header: &str, cells: &str) -> String {
    format!(
        "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"454\" w:hRule=\"atLeast\"/>{header}</w:trPr>{cells}</w:tr>"
    )
}

fn cell(width: u32, paragraph: &str) -> String {
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{paragraph}</w:tc>"
    )
}

fn content_paragraph(content: &Cell, align: Align, links: &mut Links) -> String {
    let align = match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    };
    let runs = match content {
        Cell::Text(text) => run(text),
        Cell::Figure(figure) => links.figure(figure),
    };
    paragraph("TableText", &format!("<w:jc w:val=\"{align}\"/>"), &runs)
}
