//! A sentence under construction: text and figures in turn, and the words for spans of time.

use jiff::civil::Date;

use super::facts::{Event, Precision};
use crate::{
    period::Window,
    report::{
        document::{Block, Run},
        figure::Figure,
    },
};

#[derive(Debug, Default)]
pub(super) struct Line(Vec<Run>);

impl Line {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self::default().text(text)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        match self.0.last_mut() {
            Some(Run::Text(last)) => last.push_str(&text),
            _ if text.is_empty() => {}
            _ => self.0.push(Run::Text(text)),
        }
        self
    }

    #[must_use]
    pub(super) fn figure(mut self, figure: Figure) -> Self {
        self.0.push(Run::Figure(figure));
        self
    }

    #[must_use]
    pub(super) fn then(self, other: Self) -> Self {
        other.0.into_iter().fold(self, |line, run| match run {
            Run::Text(text) => line.text(text),
            Run::Figure(figure) => line.figure(figure),
        })
    }

    /// Joins lines with a mark between them.
    pub(super) fn join(lines: impl IntoIterator<Item = Self>, mark: &str) -> Self {
        lines.into_iter().fold(Self::default(), |joined, line| {
            if joined.is_empty() { line } else { joined.text(mark).then(line) }
        })
    }

    pub(super) fn paragraph(self) -> Block {
        Block::Paragraph { runs: self.0 }
    }
}

/// `1至8月` when the window is whole months of one year, `8月` for a single one, else both days.
pub(super) fn months(window: Window) -> String {
    let Window { from, to } = window;
    let whole = from.day() == 1 && to == to.last_of_month() && from.year() == to.year();
    match (whole, from.month(), to.month()) {
        (true, 1, 12) => "全年".to_owned(),
        (true, first, last) if first == last => format!("{first}月"),
        (true, first, last) => format!("{first}至{last}月"),
        _ if from.year() == to.year() => format!("{}至{}", day(from), day(to)),
        _ => format!("{}年{}至{}年{}", from.year(), day(from), to.year(), day(to)),
    }
}

/// `8月31日`.
pub(super) fn day(on: Date) -> String {
    format!("{}月{}日", on.month(), on.day())
}

/// `10月29日`, `7月下旬` or `4月`, with the year when it is not that of the summary.
pub(super) fn when(event: &Event, year: i16) -> String {
    if let Some(when) = &event.when {
        return when.clone();
    }
    let on = event.on;
    let date = match event.precision {
        Precision::Day => day(on),
        Precision::Month => format!("{}月", on.month()),
        Precision::TenDays => {
            let third = match on.day() {
                ..=10 => "上旬",
                11..=20 => "中旬",
                _ => "下旬",
            };
            format!("{}月{third}", on.month())
        }
    };
    if on.year() == year { date } else { format!("{}年{date}", on.year()) }
}

/// Names joined by 、, at most `named` of them and then 等.
pub(super) fn names<'a>(names: impl ExactSizeIterator<Item = &'a str>, named: usize) -> String {
    let more = names.len() > named;
    let list = names.take(named).collect::<Vec<_>>().join("、");
    if more { format!("{list}等") } else { list }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn spans_are_said_as_circulars_say_them() {
        let span = |from, to| months(Window::new(from, to).expect("in order"));
        assert_eq!(span(date(2013, 1, 1), date(2013, 8, 31)), "1至8月");
        assert_eq!(span(date(2013, 8, 1), date(2013, 8, 31)), "8月");
        assert_eq!(span(date(2013, 1, 1), date(2013, 12, 31)), "全年");
        assert_eq!(span(date(2013, 1, 1), date(2013, 8, 15)), "1月1日至8月15日");
        assert_eq!(span(date(2012, 12, 1), date(2013, 1, 31)), "2012年12月1日至2013年1月31日");
    }
}
