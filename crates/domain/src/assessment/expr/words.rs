//! The words of an expression: numbers, names, signs, and texts in single quotes.

use super::Unreadable;

/// Byte offset and word.
pub(super) type Word = (usize, String);

pub(super) fn words(text: &str) -> Result<Vec<Word>, Unreadable> {
    let mut words: Vec<Word> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut word = String::from(c);
        if c.is_ascii_digit() {
            while let Some((_, d)) = chars.next_if(|(_, d)| d.is_ascii_digit() || matches!(d, '.' | '_')) {
                word.push(d);
            }
            if let Some((_, unit)) = chars.next_if(|(_, d)| matches!(d, '%' | '％' | '万' | '亿')) {
                word.push(unit);
            }
        } else if c.is_alphabetic() || c == '_' {
            while let Some((_, d)) = chars.next_if(|(_, d)| d.is_alphanumeric() || *d == '_') {
                word.push(d);
            }
        } else if let Some(close) = closing(c) {
            // A text keeps one quote in front, so that it is no name.
            word = String::from('\'');
            loop {
                match chars.next() {
                    Some((_, d)) if d == close => break,
                    Some((_, d)) => word.push(d),
                    None => return Err(Unreadable { code: "expr.ends_early", offset: text.len(), word }),
                }
            }
        } else if matches!(c, '<' | '>' | '=' | '!') {
            if let Some((_, d)) = chars.next_if(|(_, d)| *d == '=') {
                word.push(d);
            }
        } else {
            word = match c {
                '+' | '-' | '*' | '/' | '(' | ')' | ',' => word,
                '×' => "*".into(),
                '÷' => "/".into(),
                '（' => "(".into(),
                '）' => ")".into(),
                '，' => ",".into(),
                '≥' => ">=".into(),
                '≤' => "<=".into(),
                '≠' => "!=".into(),
                _ => return Err(Unreadable { code: "expr.unexpected", offset: at, word }),
            };
        }
        words.push((at, word));
    }
    Ok(words)
}

/// Where a word or a text in quotes stands for the first time; 0 when it does not.
pub fn offset_of(text: &str, word: &str) -> usize {
    let all = words(text).unwrap_or_default();
    let is = |(_, w): &&Word| w == word || w.strip_prefix('\'').is_some_and(|text| text.trim() == word);
    all.iter().find(is).map_or(0, |(at, _)| *at)
}

fn closing(open: char) -> Option<char> {
    match open {
        '\'' => Some('\''),
        '‘' => Some('’'),
        '“' => Some('”'),
        _ => None,
    }
}
