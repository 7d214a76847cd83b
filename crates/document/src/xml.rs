//! Text that is safe inside XML and HTML.

/// Escapes markup and drops what XML 1.0 cannot hold (control characters pasted from old ledgers).
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' => safe.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_is_text_and_control_characters_are_gone() {
        assert_eq!(
            super::escape("<b>\u{0}甲 & \"乙\"\u{b}</b>"),
            "&lt;b&gt;甲 &amp; &quot;乙&quot;&lt;/b&gt;"
        );
    }
}
