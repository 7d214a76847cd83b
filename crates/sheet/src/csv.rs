//! Text with separators. The whole text is decoded at once: a character that straddles the edge of a buffer is
//! how other importers damage Chinese.

use std::ops::ControlFlow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};
use rust_decimal::Decimal;
use yinfeng_domain::ledger::{Cell, Sheet};

use crate::{Refusal, cells, xlsx_scan::check_size};

pub(crate) struct Text {
    text: String,
    separator: char,
}

pub(crate) fn open(bytes: &[u8], name: &str) -> Result<(Text, Sheet), Refusal> {
    let text = decode(bytes)?;
    let separator = separator_of(&text);
    let text = Text { text, separator };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut sheet = Sheet { name: stem.to_owned(), ..Sheet::default() };
    let (mut rows, mut columns) = (0, 0);
    text.rows(&mut |number, cells: &[Cell]| {
        rows = number;
        columns = columns.max(cells.len());
        ControlFlow::Continue(())
    });
    check_size(&mut sheet, rows, columns)?;
    Ok((text, sheet))
}

/// UTF-8 with or without its mark, UTF-16 with its mark, GB18030 (which contains GBK and GB2312).
fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let wide = match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((UTF_16BE, rest)),
        _ => None,
    };
    if let Some((encoding, rest)) = wide {
        let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
        return plain(text.map(std::borrow::Cow::into_owned), rest);
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let wrong = match std::str::from_utf8(bytes) {
        Ok(text) => return plain(Some(text.to_owned()), bytes),
        Err(error) => error.valid_up_to(),
    };
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => plain(Some(text.into_owned()), bytes),
        None => Err(Refusal::NotText { at: wrong }),
    }
}

/// Text holds no control characters but white space.
fn plain(text: Option<String>, bytes: &[u8]) -> Result<String, Refusal> {
    let text = text.ok_or(Refusal::NotText { at: bytes.len() })?;
    match text.find(|c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1a}' | '\u{c}')) {
        Some(at) => Err(Refusal::NotText { at }),
        None => Ok(text),
    }
}

/// The separator that occurs most often outside of quotes in the first lines.
fn separator_of(text: &str) -> char {
    let mut counts = [(',', 0_u32), ('\t', 0), (';', 0)];
    let mut quoted = false;
    let mut lines = 0;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => lines += 1,
            _ if !quoted => {
                if let Some(entry) = counts.iter_mut().find(|(s, _)| *s == c) {
                    entry.1 += 1;
                }
            }
            _ => {}
        }
        if lines >= 20 {
            break;
        }
    }
    // The earlier one wins a tie.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(',', |(s, _)| *s)
}

impl Text {
    pub(crate) fn rows(&self, each: &mut impl FnMut(u32, &[Cell]) -> ControlFlow<()>) {
        let mut row: Vec<Cell> = Vec::new();
        let mut number = 1;
        let mut rest = self.text.as_str();
        while !rest.is_empty() {
            let (field, ended, after) = self.field(rest);
            row.push(cell(&field));
            rest = after;
            if ended {
                let filled = cells::filled(&row);
                if !filled.is_empty() && each(number, filled).is_break() {
                    return;
                }
                row.clear();
                number += 1;
            }
        }
        let filled = cells::filled(&row);
        if !filled.is_empty() {
            let _ = each(number, filled);
        }
    }

    /// The first field of a text, whether it ends its row, and what follows.
    fn field<'a>(&self, text: &'a str) -> (std::borrow::Cow<'a, str>, bool, &'a str) {
        let Some(quoted) = text.strip_prefix('"') else {
            let end = text.find([self.separator, '\n', '\r']).unwrap_or(text.len());
            let (ended, after) = self.behind(&text[end..]);
            return (text[..end].into(), ended, after);
        };
        let mut value = String::new();
        let mut rest = quoted;
        loop {
            let Some(end) = rest.find('"') else {
                // Never closed: the rest of the text is the field.
                value.push_str(rest);
                return (value.into(), true, "");
            };
            value.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            match rest.strip_prefix('"') {
                Some(after) => {
                    value.push('"');
                    rest = after;
                }
                None => break,
            }
        }
        // Characters between the closing quote and the separator belong to the field.
        let end = rest.find([self.separator, '\n', '\r']).unwrap_or(rest.len());
        value.push_str(&rest[..end]);
        let (ended, after) = self.behind(&rest[end..]);
        (value.into(), ended, after)
    }

    fn behind<'a>(&self, text: &'a str) -> (bool, &'a str) {
        if let Some(after) = text.strip_prefix(self.separator) {
            return (false, after);
        }
        let after = text.strip_prefix("\r\n").or_else(|| text.strip_prefix(['\n', '\r'])).unwrap_or("");
        (true, after)
    }
}

/// Numbers that print as they are written are numbers; `0001` and account numbers stay texts.
fn cell(field: &str) -> Cell {
    let digits = field.len() <= 15 && field.bytes().any(|b| b.is_ascii_digit());
    if digits
        && field.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-')
        && let Ok(number) = Decimal::from_str_exact(field)
        && number.to_string() == field
    {
        return Cell::Number(number);
    }
    cells::text(field)
}
