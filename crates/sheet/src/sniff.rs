//! What a file is, by its content.

use std::io::Cursor;

use zip::ZipArchive;

use crate::{Kind, Refusal, limit};

/// The kind of a supported file; otherwise what it is instead.
pub(crate) fn sniff(bytes: &[u8], name: &str) -> Result<Kind, Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return sniff_zip(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return sniff_ole(bytes);
    }
    // BIFF2 to BIFF5 without a container: programs of the 1990s.
    if bytes.starts_with(&[0x09, 0x08])
        || bytes.starts_with(&[0x09, 0x04])
        || bytes.starts_with(&[0x09, 0x00, 0x04])
    {
        return Err(Refusal::WrongType { found: "other" });
    }
    if let Some(found) = magic(bytes) {
        return Err(Refusal::WrongType { found });
    }
    let head: Vec<u8> = bytes.iter().copied().filter(|b| *b != 0).take(2048).collect();
    let text =
        String::from_utf8_lossy(&head).trim_start_matches('\u{FEFF}').trim_start().to_ascii_lowercase();
    // Other systems export web pages and call them .xls.
    if text.starts_with("<html")
        || text.starts_with("<!doctype html")
        || text.starts_with("<table")
        || text.starts_with("<meta")
    {
        return Err(Refusal::WrongType { found: "html" });
    }
    if text.starts_with("<?xml") {
        return Err(Refusal::WrongType { found: if text.contains("<html") { "html" } else { "xml" } });
    }
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    match extension.as_str() {
        // Text that calls itself a workbook is a tab-separated export.
        "csv" | "txt" | "tsv" | "xls" | "xlsx" | "xlsm" | "et" => Ok(Kind::Csv),
        _ => Err(Refusal::WrongType { found: "text" }),
    }
}

fn magic(bytes: &[u8]) -> Option<&'static str> {
    let table: [(&[u8], &str); 10] = [
        (b"%PDF", "pdf"),
        (b"\x89PNG", "image"),
        (b"\xFF\xD8\xFF", "image"),
        (b"GIF8", "image"),
        (b"BM\x00", "image"),
        (b"RIFF", "other"),
        (b"Rar!", "zip"),
        (b"7z\xBC\xAF", "zip"),
        (b"\x1F\x8B", "zip"),
        (b"\x7FELF", "other"),
    ];
    table.iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, found)| *found)
}

fn sniff_zip(bytes: &[u8]) -> Result<Kind, Refusal> {
    let archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|e| Refusal::Damaged { detail: e.to_string() })?;
    if archive.len() > limit::ENTRIES {
        return Err(Refusal::TooManyEntries { entries: archive.len() });
    }
    let has = |name: &str| {
        archive.file_names().flatten().any(|n| n.trim_start_matches('/').eq_ignore_ascii_case(name))
    };
    let found = if has("xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    } else if has("xl/workbook.bin") {
        "xlsb"
    } else if has("word/document.xml") {
        "docx"
    } else if has("ppt/presentation.xml") {
        "pptx"
    } else if has("content.xml") {
        "ods"
    } else {
        "zip"
    };
    Err(Refusal::WrongType { found })
}

/// OLE containers name their streams in UTF-16.
fn sniff_ole(bytes: &[u8]) -> Result<Kind, Refusal> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if has("EncryptedPackage") {
        return Err(Refusal::PasswordProtected);
    }
    if has("Workbook\0") || has("Book\0") {
        return Ok(Kind::Xls);
    }
    Err(Refusal::WrongType { found: if has("WordDocument") { "doc" } else { "other" } })
}
