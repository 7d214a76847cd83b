//! What a question covers: a window, the day of reading, and how far the reader reaches.

use jiff::{ToSpan, civil::Date};
use yinfeng_domain::{authority::Reach, id::UnitId, period::Window};

use crate::floor::{
    Error, Fault, Result,
    db::{Hidden, Value},
};

/// A window of the ledger, as read on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub window: Window,
    pub as_of: Date,
}

impl Span {
    /// Both days included; the day of reading cannot be before the window ends.
    pub fn new(from: Date, to: Date, as_of: Date) -> Result<Self> {
        let Some(window) = Window::new(from, to) else {
            return Err(Error::invalid(Fault::at("to", "report.window")));
        };
        if as_of < to {
            return Err(Error::invalid(Fault::at("as_of", "report.as_of").with("to", to)));
        }
        Ok(Self { window, as_of })
    }

    /// The year so far: until `as_of`, or all of a year that was over by then.
    pub fn year(year: i16, as_of: Date) -> Result<Self> {
        let Some(all) = Window::year(year) else {
            return Err(Error::invalid(Fault::at("year", "report.year")));
        };
        let to = all.to.min(as_of).max(all.from);
        Self::new(all.from, to, as_of.max(to))
    }

    /// The year that the window ends in, as columns of targets keep it.
    pub fn target_year(self) -> i64 {
        i64::from(self.window.to.year())
    }

    /// The same days so many years before, as they are read today.
    #[must_use]
    pub fn back(self, years: i16) -> Self {
        let then = |day: Date| day.saturating_sub(i32::from(years).years());
        Self { window: Window { from: then(self.window.from), to: then(self.window.to) }, as_of: self.as_of }
    }

    /// Contracts are counted over the year until the day of reading, not over the window.
    pub fn signed(self) -> Window {
        let year = Window::year(self.window.to.year()).unwrap_or(self.window);
        Window { from: year.from, to: year.to.min(self.as_of) }
    }
}

/// A span for one reader.
#[derive(Debug, Clone)]
pub struct Scope {
    pub district: String,
    pub reach: Reach,
    pub span: Span,
    /// Projects of which this reader may know no more than the cover.
    pub veil: Hidden,
}

/// What narrows a figure down to a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    pub unit: Option<UnitId>,
    pub project: Option<uuid::Uuid>,
    pub track: Option<String>,
    pub structure: Option<String>,
    /// A class of the summary's structure: `real_estate`, …, `high_technology`, `lead`.
    pub class: Option<String>,
    pub section: Option<String>,
    /// `primary`, `secondary`, `tertiary`, `none` (三次产业, by the sections of GB/T 4754).
    pub sector: Option<String>,
    /// `domestic`, `hmt`, `abroad`: where the project's money is from.
    pub origin: Option<String>,
    pub stage: Option<String>,
    /// `2013-08`.
    pub month: Option<String>,
    /// A kind of unit.
    pub kind: Option<String>,
    pub on: Option<Date>,
    /// The same window so many years before (上年同期).
    pub back: Option<i16>,
}

/// SQL under construction, with what is bound to it.
pub(super) struct Sql {
    pub text: String,
    pub bound: Vec<Value>,
}

impl Sql {
    /// `$1` is the district.
    pub fn new(district: &str, text: impl Into<String>) -> Self {
        Self { text: text.into(), bound: vec![district.into()] }
    }

    /// Appends text; each `$?` takes the next of the values.
    #[must_use]
    pub fn and<const N: usize>(mut self, text: &str, values: [Value; N]) -> Self {
        let mut values = values.into_iter();
        let mut pieces = text.split("$?");
        self.text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.bound.extend(values.next());
            self.text.push('$');
            self.text.push_str(&self.bound.len().to_string());
            self.text.push_str(piece);
        }
        self
    }

    /// Appends the text only when there is a value.
    #[must_use]
    pub fn maybe(self, text: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.and(text, [value.into()]),
            None => self,
        }
    }

    /// Only units within reach; `path` is the column with the unit's path.
    #[must_use]
    pub fn within(self, reach: &Reach, path: &str) -> Self {
        match reach {
            Reach::District => self,
            Reach::Nothing => self.and(" and 1 = 0", []),
            Reach::Units(paths) => {
                let mut sql = self.and(" and (1 = 0", []);
                for unit in paths {
                    sql = sql.and(&format!(" or {path} like $? || '%'"), [unit.into()]);
                }
                sql.and(")", [])
            }
        }
    }
}
