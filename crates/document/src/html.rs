//! A semantic HTML fragment in which every figure is a link to its trace. Looks are the page's business.

use yinfeng_domain::report::{
    document::{Align, Block, Cell, Document, Run, Table},
    figure::Figure,
};

use crate::{
    layout::{Options, attachment_lines, date_zh, note_lines, trace_address},
    xml::escape,
};

/// `<article class="document">…</article>`; all text is escaped. A figure is
/// `<a class="figure" data-figure="key" href="…">72.1亿元</a>`.
pub fn to_html(document: &Document, options: &Options) -> String {
    let mut html = String::from("<article class=\"document\" lang=\"zh-CN\">\n");
    for (number, block) in document.numbered() {
        match block {
            Block::Title { text } => push(&mut html, "h1", "", &escape(text)),
            Block::Number { text } => push(&mut html, "p", "number", &escape(text)),
            Block::Addressee { text } => push(&mut html, "p", "addressee", &escape(text)),
            Block::Heading { level, text } => {
                let tag = ["h2", "h3", "h4", "h5"][usize::from((*level).clamp(1, 4)) - 1];
                push(&mut html, tag, "", &format!("{number}{}", escape(text)));
            }
            Block::Paragraph { runs } => {
                let body: String = runs.iter().map(|run| inline(run, options)).collect();
                push(&mut html, "p", "", &body);
            }
            Block::Attachments { names } => {
                for line in attachment_lines(names) {
                    push(&mut html, "p", "attachments", &escape(&line));
                }
            }
            Block::Signature { office, on } => {
                let body = format!("{}<br><time datetime=\"{on}\">{}</time>", escape(office), date_zh(*on));
                push(&mut html, "p", "signature", &body);
            }
            Block::Table(table) => push_table(&mut html, table, options),
        }
    }
    html.push_str("</article>\n");
    html
}

fn push(html: &mut String, tag: &str, class: &str, body: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    for piece in ["<", tag, &class, ">", body, "</", tag, ">\n"] {
        html.push_str(piece);
    }
}

fn inline(run: &Run, options: &Options) -> String {
    match run {
        Run::Text(text) => escape(text),
        Run::Figure(figure) => link(figure, options),
    }
}

fn link(figure: &Figure, options: &Options) -> String {
    let address = trace_address(options.trace.as_deref().unwrap_or("#trace="), &figure.key);
    format!(
        "<a class=\"figure\" data-figure=\"{}\" href=\"{}\">{}</a>",
        escape(&figure.key),
        escape(&address),
        escape(&figure.text)
    )
}

fn push_table(html: &mut String, table: &Table, options: &Options) {
    let caption = format!("{} <small>{}</small>", escape(&table.caption), escape(&table.unit_note));
    let heads = table.columns.iter().map(|column| {
        format!("<th scope=\"col\" class=\"{}\">{}</th>", align(column.align), escape(&column.title))
    });
    let heads = heads.collect::<Vec<_>>().concat();
    html.push_str("<div class=\"table\" tabindex=\"0\"><table>\n");
    // A table of names and values has neither caption nor heads.
    if !(table.caption.is_empty() && table.unit_note.is_empty()) {
        push(html, "caption", "", &caption);
    }
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        push(html, "thead", "", &format!("<tr>{heads}</tr>"));
    }
    let rows = table.rows.iter().map(|row| row_html(table, row, options));
    push(html, "tbody", "", &rows.collect::<Vec<_>>().concat());
    if let Some(total) = &table.total {
        push(html, "tfoot", "", &row_html(table, total, options));
    }
    html.push_str("</table></div>\n");
    for line in note_lines(&table.notes) {
        push(html, "p", "note", &escape(&line));
    }
}

fn row_html(table: &Table, row: &[Cell], options: &Options) -> String {
    let cells = row.iter().zip(&table.columns).map(|(cell, column)| {
        let body = match cell {
            Cell::Text(text) => escape(text),
            Cell::Figure(figure) => link(figure, options),
        };
        format!("<td class=\"{}\">{body}</td>", align(column.align))
    });
    format!("<tr>{}</tr>\n", cells.collect::<Vec<_>>().concat())
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "centre",
        Align::Right => "num",
    }
}
