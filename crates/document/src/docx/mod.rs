//! A `.docx` package, written part by part: the order of elements is the schema's, header rows repeat, and no
//! part holds a clock or a random number.

mod body;
mod parts;
mod styles;
mod table;

use std::io::{Cursor, Write};

use jiff::civil::Date;
use yinfeng_domain::report::document::{Block, Document};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use crate::layout::Options;

/// The file. An error means that memory for it ran out or a part passed the size that a zip can hold.
pub fn to_docx(document: &Document, options: &Options) -> ZipResult<Vec<u8>> {
    let (body, links) = body::document(document, options);
    let parts = [
        ("[Content_Types].xml", parts::content_types()),
        ("_rels/.rels", parts::package_relations()),
        ("docProps/core.xml", parts::core(document.title(), signed_on(document))),
        ("docProps/app.xml", parts::app()),
        ("word/document.xml", body),
        ("word/_rels/document.xml.rels", parts::document_relations(&links)),
        ("word/styles.xml", styles::styles(options)),
        ("word/settings.xml", parts::settings()),
        ("word/fontTable.xml", parts::font_table(&options.fonts)),
        ("word/footer1.xml", parts::footer(parts::Side::Odd, options)),
        ("word/footer2.xml", parts::footer(parts::Side::Even, options)),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The time of day must not get into the file: equal content, equal bytes.
    let file = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, content) in parts {
        zip.start_file(name, file)?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn signed_on(document: &Document) -> Option<Date> {
    document.blocks.iter().find_map(|block| match block {
        Block::Signature { on, .. } => Some(*on),
        _ => None,
    })
}
