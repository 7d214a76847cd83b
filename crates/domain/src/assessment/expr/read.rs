//! Text → figure or condition, with the place of the first thing that cannot be read.

use super::{
    Cmp, Cond, Expr, Op,
    words::{Word, words},
};
use crate::assessment::number;

/// Characters an expression may have.
pub const LONGEST: usize = 1_000;
/// Brackets, signs and nots inside each other.
const DEEPEST: u32 = 40;

/// Why a text is no expression: a code (`expr.…`), the byte offset in the text and the word that stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub code: &'static str,
    pub offset: usize,
    pub word: String,
}

/// A figure or a condition, as the text has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    Figure(Expr),
    Condition(Cond),
}

/// Reads a whole text.
pub fn read(text: &str) -> Result<Read, Unreadable> {
    if text.chars().count() > LONGEST {
        return Err(Unreadable { code: "expr.too_long", offset: 0, word: LONGEST.to_string() });
    }
    let mut reader = Reader { words: words(text)?, at: 0, depth: 0, end: text.len() };
    let read = reader.or()?;
    match reader.words.get(reader.at) {
        None => Ok(read),
        Some(word) => Err(Unreadable { code: "expr.unexpected", offset: word.0, word: word.1.clone() }),
    }
}

pub(super) struct Reader {
    words: Vec<Word>,
    pub(super) at: usize,
    depth: u32,
    end: usize,
}

impl Reader {
    pub(super) fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(|(_, word)| word.as_str())
    }

    pub(super) fn take(&mut self, wanted: &[&str]) -> Option<String> {
        let word = self.peek().filter(|word| wanted.contains(word))?.to_owned();
        self.at += 1;
        Some(word)
    }

    pub(super) fn offset(&self) -> usize {
        self.words.get(self.at).map_or(self.end, |(offset, _)| *offset)
    }

    /// Where a word or a text stands, at an offset or behind it.
    pub(super) fn offset_since(&self, from: usize, word: &str) -> usize {
        let is = |w: &str| w == word || w.strip_prefix('\'').is_some_and(|text| text.trim() == word);
        self.words.iter().find(|(at, w)| *at >= from && is(w)).map_or(from, |(at, _)| *at)
    }

    pub(super) fn refuse<T>(&self, code: &'static str) -> Result<T, Unreadable> {
        let word = self.peek().unwrap_or_default().to_owned();
        let code = if word.is_empty() { "expr.ends_early" } else { code };
        Err(Unreadable { code, offset: self.offset(), word })
    }

    pub(super) fn need(&mut self, wanted: &'static str) -> Result<(), Unreadable> {
        match self.take(&[wanted]) {
            Some(_) => Ok(()),
            None => self.refuse("expr.unexpected"),
        }
    }

    /// One level deeper, refused before the stack could be exhausted.
    pub(super) fn deeper<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        if self.depth >= DEEPEST {
            return self.refuse("expr.too_deep");
        }
        self.depth += 1;
        let out = inner(self);
        self.depth -= 1;
        out
    }

    pub(super) fn or(&mut self) -> Result<Read, Unreadable> {
        let mut left = self.and()?;
        while self.peek().is_some_and(|w| matches!(w, "or" | "或")) {
            let at = self.offset();
            self.at += 1;
            let right = self.and()?;
            left = Read::Condition(Cond::Or(Box::new(condition(left, at)?), Box::new(condition(right, at)?)));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Read, Unreadable> {
        let mut left = self.not()?;
        while self.peek().is_some_and(|w| matches!(w, "and" | "且")) {
            let at = self.offset();
            self.at += 1;
            let right = self.not()?;
            left =
                Read::Condition(Cond::And(Box::new(condition(left, at)?), Box::new(condition(right, at)?)));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Read, Unreadable> {
        let at = self.offset();
        if self.take(&["not", "非"]).is_some() {
            let inner = self.deeper(Self::not)?;
            return Ok(Read::Condition(Cond::Not(Box::new(condition(inner, at)?))));
        }
        self.compare()
    }

    fn compare(&mut self) -> Result<Read, Unreadable> {
        let left = self.sum()?;
        let at = self.offset();
        let negated = self.peek() == Some("not") && self.words.get(self.at + 1).is_some_and(|w| w.1 == "in");
        if negated {
            self.at += 1;
        }
        if self.take(&["in", "属于"]).is_some() {
            let within = self.within(left, at)?;
            let cond = if negated { Cond::Not(Box::new(within)) } else { within };
            return Ok(Read::Condition(cond));
        }
        let Some(word) = self.take(&["<", "<=", ">", ">=", "=", "==", "!="]) else { return Ok(left) };
        let cmp = match word.as_str() {
            "<" => Cmp::Lt,
            "<=" => Cmp::Le,
            ">" => Cmp::Gt,
            ">=" => Cmp::Ge,
            "!=" => Cmp::Ne,
            _ => Cmp::Eq,
        };
        if let Some(text) = self.text() {
            let field = field(left, at)?;
            return Ok(Read::Condition(Cond::Text { field, cmp, any: vec![text] }));
        }
        let right = self.sum()?;
        Ok(Read::Condition(Cond::Compare(cmp, figure(left, at)?, figure(right, at)?)))
    }

    /// `(1, 2)` or `('street', 'zone')` behind `in`.
    fn within(&mut self, left: Read, at: usize) -> Result<Cond, Unreadable> {
        self.need("(")?;
        let cond = if let Some(first) = self.text() {
            let mut any = vec![first];
            while self.take(&[","]).is_some() {
                match self.text() {
                    Some(text) => any.push(text),
                    None => return self.refuse("expr.text_wanted"),
                }
            }
            Cond::Text { field: field(left, at)?, cmp: Cmp::Eq, any }
        } else {
            let mut list = vec![self.figure()?];
            while self.take(&[","]).is_some() {
                list.push(self.figure()?);
            }
            Cond::In(figure(left, at)?, list)
        };
        self.need(")")?;
        Ok(cond)
    }

    /// A text in quotes.
    pub(super) fn text(&mut self) -> Option<String> {
        let text = self.peek()?.strip_prefix('\'')?.trim().to_owned();
        self.at += 1;
        Some(text)
    }

    /// Whether the words from here on are these.
    pub(super) fn next_are(&self, from: usize, word: &str) -> bool {
        self.words.get(self.at + from).is_some_and(|(_, w)| w == word)
    }

    fn sum(&mut self) -> Result<Read, Unreadable> {
        let mut left = self.product()?;
        loop {
            let at = self.offset();
            let Some(word) = self.take(&["+", "-"]) else { return Ok(left) };
            let op = if word == "+" { Op::Add } else { Op::Sub };
            let right = self.product()?;
            left = Read::Figure(Expr::Bin(op, Box::new(figure(left, at)?), Box::new(figure(right, at)?)));
        }
    }

    fn product(&mut self) -> Result<Read, Unreadable> {
        let mut left = self.sign()?;
        loop {
            let at = self.offset();
            let Some(word) = self.take(&["*", "/"]) else { return Ok(left) };
            let op = if word == "*" { Op::Mul } else { Op::Div };
            let right = self.sign()?;
            left = Read::Figure(Expr::Bin(op, Box::new(figure(left, at)?), Box::new(figure(right, at)?)));
        }
    }

    fn sign(&mut self) -> Result<Read, Unreadable> {
        let at = self.offset();
        if self.take(&["-"]).is_some() {
            let inner = self.deeper(Self::sign)?;
            return Ok(Read::Figure(Expr::Neg(Box::new(figure(inner, at)?))));
        }
        self.single()
    }

    fn single(&mut self) -> Result<Read, Unreadable> {
        if self.take(&["("]).is_some() {
            let inner = self.deeper(Self::or)?;
            self.need(")")?;
            return Ok(inner);
        }
        let Some(word) = self.peek().map(str::to_owned) else { return self.refuse("expr.ends_early") };
        let Some(first) = word.chars().next() else { return self.refuse("expr.unexpected") };
        if first.is_ascii_digit() {
            let Some(value) = number::parse(&word) else { return self.refuse("expr.number") };
            self.at += 1;
            return Ok(Read::Figure(Expr::Number(value)));
        }
        if !(first.is_alphabetic() || first == '_')
            || matches!(word.as_str(), "and" | "or" | "且" | "或" | "in" | "属于")
        {
            return self.refuse("expr.unexpected");
        }
        let at = self.at;
        self.at += 1;
        match word.as_str() {
            "true" | "是" => Ok(Read::Condition(Cond::Is(true))),
            "false" | "否" => Ok(Read::Condition(Cond::Is(false))),
            _ if self.take(&["("]).is_some() => self.deeper(|r| r.call(&word, at)),
            _ => Ok(Read::Figure(Expr::Measure(word))),
        }
    }

    pub(super) fn name(&mut self) -> Result<String, Unreadable> {
        match self.peek().filter(|w| w.starts_with(|c: char| c.is_alphabetic() || c == '_')) {
            Some(word) => {
                let word = word.to_owned();
                self.at += 1;
                Ok(word)
            }
            None => self.refuse("expr.name_wanted"),
        }
    }

    /// `n` figures with commas between.
    pub(super) fn figures(&mut self, n: usize) -> Result<Vec<Expr>, Unreadable> {
        let mut out = vec![self.figure()?];
        while out.len() < n {
            self.need(",")?;
            out.push(self.figure()?);
        }
        Ok(out)
    }
}

pub(super) fn figure(read: Read, offset: usize) -> Result<Expr, Unreadable> {
    match read {
        Read::Figure(expr) => Ok(expr),
        Read::Condition(_) => Err(Unreadable { code: "expr.figure_wanted", offset, word: String::new() }),
    }
}

/// The name whose text is compared.
fn field(read: Read, offset: usize) -> Result<String, Unreadable> {
    match read {
        Read::Figure(Expr::Measure(name)) => Ok(name),
        _ => Err(Unreadable { code: "expr.name_wanted", offset, word: String::new() }),
    }
}

pub(super) fn condition(read: Read, offset: usize) -> Result<Cond, Unreadable> {
    match read {
        Read::Condition(cond) => Ok(cond),
        Read::Figure(_) => Err(Unreadable { code: "expr.condition_wanted", offset, word: String::new() }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_with_its_place() {
        let refused = |text: &str| read(text).map_err(|e| (e.code, e.offset)).err();
        assert_eq!(refused("completion(funds) >= 100% 且 talents ≥ 3"), None);
        assert_eq!(refused("funds >="), Some(("expr.ends_early", 8)));
        assert_eq!(refused("funds 3"), Some(("expr.unexpected", 6)));
        assert_eq!(refused("1 + (2 >= 1)"), Some(("expr.figure_wanted", 2)));
        assert_eq!(refused("not funds"), Some(("expr.condition_wanted", 0)));
        assert_eq!(refused("sin(1)"), Some(("expr.unknown_function", 0)));
        assert_eq!(refused("class = 'street"), Some(("expr.ends_early", 15)));
        assert_eq!(refused("1 = 'street'"), Some(("expr.name_wanted", 2)));
        assert_eq!(refused("class in ('a', 1)"), Some(("expr.text_wanted", 15)));
        assert_eq!(refused("sum(amount of funds where kind)"), Some(("expr.condition_wanted", 26)));
        assert_eq!(refused("sum(amount of funds where target(x) > 1)"), Some(("expr.not_of_a_row", 26)));
        assert_eq!(refused("target(funds, mars)"), Some(("expr.unknown_word", 14)));
        assert_eq!(refused("progress(week)"), Some(("expr.unknown_word", 9)));
        assert_eq!(refused("funds; drop"), Some(("expr.unexpected", 5)));
        assert_eq!(refused("1.2.3"), Some(("expr.number", 0)));
        assert_eq!(refused(&"(".repeat(500)), Some(("expr.too_deep", 41)));
        assert_eq!(refused(&"-".repeat(500)), Some(("expr.too_deep", 41)));
        assert_eq!(refused(&"x".repeat(1001)), Some(("expr.too_long", 0)));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[a-z0-9 ()<>=!+*/,.%万亿或且非'-]{0,60}|\\PC{0,60}") {
            let _ = read(&text);
        }
    }
}
