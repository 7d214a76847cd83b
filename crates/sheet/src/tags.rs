//! The tags of an XML stream, one at a time, without keeping what stands between them.

use std::io::{BufRead, Read};

/// Longest tag that is looked at; those that matter are short.
const LONGEST_TAG: u64 = 64 * 1024;

pub(crate) struct Tags<R> {
    from: R,
    tag: Vec<u8>,
}

impl<R: BufRead> Tags<R> {
    pub(crate) fn new(from: R) -> Self {
        Self { from, tag: Vec::new() }
    }

    pub(crate) const fn source(&self) -> &R {
        &self.from
    }

    /// The next tag without its angle brackets.
    pub(crate) fn next(&mut self) -> std::io::Result<Option<Tag<'_>>> {
        if self.from.skip_until(b'<')? == 0 {
            return Ok(None);
        }
        self.tag.clear();
        (&mut self.from).take(LONGEST_TAG).read_until(b'>', &mut self.tag)?;
        if self.tag.last() == Some(&b'>') {
            self.tag.pop();
        }
        Ok((!self.tag.is_empty()).then_some(Tag(&self.tag)))
    }
}

pub(crate) struct Tag<'a>(&'a [u8]);

impl Tag<'_> {
    /// The name without its namespace prefix; empty for closing tags and declarations.
    pub(crate) fn name(&self) -> &[u8] {
        let end = self.0.iter().position(|b| b.is_ascii_whitespace() || *b == b'/').unwrap_or(self.0.len());
        let name = &self.0[..end];
        name.iter().position(|b| *b == b':').map_or(name, |colon| &name[colon + 1..])
    }

    /// The value of an attribute, without resolving entities.
    pub(crate) fn raw(&self, attribute: &str) -> Option<&str> {
        let mut rest = self.0;
        loop {
            let at = rest
                .windows(attribute.len() + 1)
                .position(|w| w.ends_with(b"=") && w.starts_with(attribute.as_bytes()))?;
            let alone = at > 0 && (rest[at - 1].is_ascii_whitespace() || rest[at - 1] == b':');
            let value = &rest[at + attribute.len() + 1..];
            let quote = *value.first()?;
            if alone && matches!(quote, b'"' | b'\'') {
                let end = value[1..].iter().position(|b| *b == quote)?;
                return std::str::from_utf8(&value[1..=end]).ok();
            }
            rest = value;
        }
    }

    pub(crate) fn number(&self, attribute: &str) -> Option<u32> {
        self.raw(attribute)?.parse().ok()
    }

    pub(crate) fn is_on(&self, attribute: &str) -> bool {
        matches!(self.raw(attribute), Some("1" | "true"))
    }
}

/// Resolves the entities of an attribute's value.
pub(crate) fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find(';') else { break };
        let entity = &rest[1..end];
        let resolved = match entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => entity.strip_prefix('#').and_then(|n| {
                let code =
                    n.strip_prefix('x').map_or_else(|| n.parse().ok(), |h| u32::from_str_radix(h, 16).ok());
                char::from_u32(code?)
            }),
        };
        match resolved {
            Some(c) => out.push(c),
            None => out.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

/// `AB12` as (row from 1, column from 0).
pub(crate) fn position(reference: &str) -> Option<(u32, usize)> {
    let reference = reference.trim_start_matches('$');
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column =
        reference[..letters].bytes().fold(0, |n, b| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    let row = reference[letters..].trim_start_matches('$').parse().ok().filter(|r| *r > 0)?;
    Some((row, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_attributes() {
        let xml = br#"<?xml version="1.0"?><x:sheets><x:sheet name="A&amp;B &#21488;" r:id='rId1' state="hidden"/></x:sheets>"#;
        let mut tags = Tags::new(&xml[..]);
        let mut names = Vec::new();
        while let Some(tag) = tags.next().expect("reads") {
            names.push(String::from_utf8_lossy(tag.name()).into_owned());
            if tag.name() == b"sheet" {
                assert_eq!(tag.raw("name").map(unescape), Some("A&B 台".into()));
                assert_eq!(tag.raw("id"), Some("rId1"));
                assert_eq!(tag.raw("ame"), None);
            }
        }
        assert_eq!(names, ["?xml", "sheets", "sheet", ""]);
    }

    #[test]
    fn positions() {
        assert_eq!(position("A1"), Some((1, 0)));
        assert_eq!(position("$AB$12"), Some((12, 27)));
        for wrong in ["", "1", "A", "A0", "ABCD1", "A-1"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }
}
