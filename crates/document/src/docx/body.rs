//! The text of the document.

use jiff::civil::Date;
use yinfeng_domain::report::{
    document::{Block, Document, Run},
    figure::Figure,
};

use super::{
    parts::{DECLARATION, EVEN_FOOTER, ODD_FOOTER, R, W, link_id},
    table,
};
use crate::{
    layout::{
        BOTTOM, CHARACTER, FOOTER, LEFT, NARROW, Options, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP,
        attachment_lines, date_zh, trace_address,
    },
    xml::escape,
};

/// Addresses that the text links to, each once.
pub(super) struct Links<'a> {
    base: Option<&'a str>,
    addresses: Vec<String>,
}

impl Links<'_> {
    /// The runs of a figure: a link that looks like the text around it, so that the printed page stays clean.
    pub(super) fn figure(&mut self, figure: &Figure) -> String {
        let text = run(&figure.text);
        let Some(base) = self.base.filter(|_| !figure.key.is_empty()) else { return text };
        let address = trace_address(base, &figure.key);
        let n = self.addresses.iter().position(|known| *known == address).unwrap_or_else(|| {
            self.addresses.push(address);
            self.addresses.len() - 1
        });
        format!("<w:hyperlink r:id=\"{}\" w:history=\"1\">{text}</w:hyperlink>", link_id(n))
    }
}

/// `word/document.xml` and the addresses of its links.
pub(super) fn document(document: &Document, options: &Options) -> (String, Vec<String>) {
    let mut links = Links { base: options.trace.as_deref(), addresses: Vec::new() };
    let mut signed = false;
    let tables_after =
        |i: usize| document.blocks[i..].iter().filter(|block| matches!(block, Block::Table(_))).count();
    let mut attachment = 0;
    let mut body = String::new();
    for (i, (number, block)) in document.numbered().into_iter().enumerate() {
        match block {
            Block::Title { text } => {
                body.push_str(&paragraph("Title", "", &run(text)));
                body.push_str(&paragraph("Flush", "", ""));
            }
            Block::Number { text } => {
                body.push_str(&paragraph("Flush", "<w:jc w:val=\"center\"/>", &run(text)));
                body.push_str(&paragraph("Flush", "", ""));
            }
            Block::Addressee { text } => body.push_str(&paragraph("Flush", "", &run(text))),
            Block::Heading { level, text } => {
                let style = format!("Heading{}", (*level).clamp(1, 4));
                body.push_str(&paragraph(&style, "", &run(&format!("{number}{text}"))));
            }
            Block::Paragraph { runs } => body.push_str(&paragraph("Body", "", &inline(runs, &mut links))),
            Block::Attachments { names } => body.push_str(&attachments(names)),
            Block::Signature { office, on } => {
                signed = true;
                body.push_str(&signature(office, *on));
            }
            Block::Table(table) => {
                if signed {
                    attachment += 1;
                    let only = attachment == 1 && tables_after(i) == 1;
                    let mark = if only { "附件".to_owned() } else { format!("附件{attachment}") };
                    body.push_str(&paragraph("AttachmentMark", "", &run(&mark)));
                }
                body.push_str(&table::table(table, &mut links));
            }
        }
    }
    let xml = format!(
        "{DECLARATION}<w:document xmlns:w=\"{W}\" xmlns:r=\"{R}\"><w:body>{body}{}</w:body></w:document>",
        section(options)
    );
    (xml, links.addresses)
}

/// A paragraph with properties beyond its style; `extra` is in schema order after `pStyle`.
pub(super) fn paragraph(style: &str, extra: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{extra}</w:pPr>{runs}</w:p>")
}

pub(super) fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

fn inline(runs: &[Run], links: &mut Links) -> String {
    runs.iter()
        .map(|piece| match piece {
            Run::Text(text) => run(text),
            Run::Figure(figure) => links.figure(figure),
        })
        .collect()
}

/// One empty line below the body; names after the first stand under the first name.
fn attachments(names: &[String]) -> String {
    let mut xml = paragraph("Flush", "", "");
    for (i, line) in attachment_lines(names).iter().enumerate() {
        let (left, hanging) = if i == 0 { (CHARACTER * 5, CHARACTER * 3) } else { (CHARACTER * 5, 0) };
        let indent = format!("<w:ind w:left=\"{left}\" w:hanging=\"{hanging}\"/>");
        xml.push_str(&paragraph("Flush", &indent, &run(line)));
    }
    xml
}

/// Office and date below two empty lines: the date four characters in from the right, the office centred on it.
fn signature(office: &str, on: Date) -> String {
    let date = date_zh(on);
    let width = |text: &str| -> i64 {
        text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<i64>() * i64::from(CHARACTER) / 2
    };
    let date_in = i64::from(CHARACTER) * 4;
    let office_in = (date_in + (width(&date) - width(office)) / 2).max(0);
    let right = |indent: i64, keep: &str, text: &str| {
        let extra = format!("{keep}<w:ind w:right=\"{indent}\"/><w:jc w:val=\"right\"/>");
        paragraph("Flush", &extra, &run(text))
    };
    let empty = paragraph("Flush", "<w:keepNext/>", "");
    format!("{empty}{empty}{}{}", right(office_in, "<w:keepNext/>", office), right(date_in, "", &date))
}

fn section(options: &Options) -> String {
    let (top, bottom, footer) =
        if options.one_page { (NARROW, NARROW, NARROW / 2) } else { (TOP, BOTTOM, FOOTER) };
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"{ODD_FOOTER}\"/>\
         <w:footerReference w:type=\"even\" r:id=\"{EVEN_FOOTER}\"/>\
         <w:pgSz w:w=\"{PAGE_WIDTH}\" w:h=\"{PAGE_HEIGHT}\"/>\
         <w:pgMar w:top=\"{top}\" w:right=\"{RIGHT}\" w:bottom=\"{bottom}\" w:left=\"{LEFT}\" w:header=\"851\" w:footer=\"{footer}\" w:gutter=\"0\"/>\
         <w:pgNumType w:start=\"1\"/><w:cols w:space=\"425\"/><w:docGrid w:type=\"lines\" w:linePitch=\"{}\"/></w:sectPr>",
        options.line_pitch
    )
}
