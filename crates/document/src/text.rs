//! Plain text: for golden files, for screen readers and for pasting into a mail.

use yinfeng_domain::report::document::{Block, Cell, Document, Run, Table};

use crate::layout::{attachment_lines, date_zh, note_lines};

/// One line per block or table row; cells are separated by tabs.
pub fn to_text(document: &Document) -> String {
    let mut lines = Vec::new();
    for (number, block) in document.numbered() {
        match block {
            Block::Title { text }
            | Block::Heading { text, .. }
            | Block::Number { text }
            | Block::Addressee { text } => {
                lines.push(format!("{number}{text}"));
            }
            Block::Paragraph { runs } => lines.push(runs.iter().map(Run::as_str).collect()),
            Block::Attachments { names } => lines.extend(attachment_lines(names)),
            Block::Signature { office, on } => lines.extend([office.clone(), date_zh(*on)]),
            Block::Table(table) => table_lines(table, &mut lines),
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn table_lines(table: &Table, lines: &mut Vec<String>) {
    if !(table.caption.is_empty() && table.unit_note.is_empty()) {
        lines.push(table.caption.clone());
        lines.push(table.unit_note.clone());
    }
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        lines.push(table.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>().join("\t"));
    }
    for row in table.rows.iter().chain(&table.total) {
        lines.push(row.iter().map(Cell::as_str).collect::<Vec<_>>().join("\t"));
    }
    lines.extend(note_lines(&table.notes));
}
