//! The small language of conditions and derived figures: `completion(funds) >= 100% and talents >= 3`.
//!
//! Decimals only, no loops, no names but measures and tables, at most [`LONGEST`] characters: every expression
//! ends, and every way it can fail ([`Stop`]) is an answer, never a panic.

mod call;
mod eval;
mod read;
mod rows;
mod sort;
mod words;

use std::collections::BTreeSet;

pub use eval::{Env, Stop, eval, truth};
pub use read::{LONGEST, Read, Unreadable, read};
pub use rows::{Fold, RowFold, of_a_row};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
pub use sort::{Misuse, Of, Sort, day_number, misuse, not_a_number, sort, without_quotes};
pub use words::offset_of;

use crate::period::Window;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Add,
    Sub,
    Mul,
    Div,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cmp {
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Func {
    Min,
    Max,
    Abs,
    /// `floor(x)`, `floor(x, digits)`: towards less.
    Floor,
    /// Towards more.
    Ceil,
    /// Half up, away from zero.
    Round,
    /// Towards zero.
    Trunc,
    /// `clamp(x, low, high)`.
    Clamp,
}

/// Who set a target (下达单位). A sheet without this word is the district's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    Province,
    City,
    County,
    /// What the unit set itself.
    Unit,
}

/// 确保目标 and 力争目标.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 确保: is to be reached.
    Must,
    /// 力争: is hoped for.
    Strive,
}

/// The part of the window for which a target is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Up to the end of a quarter of the window, from 1.
    Quarter(u8),
    /// Up to the end of a month of the window, from 1.
    Month(u8),
    /// Up to the day of the score (时序目标).
    Now,
}

/// One target among several of a measure: `target(funds, city, q2)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aim {
    pub measure: String,
    pub owner: Option<Owner>,
    pub level: Option<Level>,
    pub part: Option<Part>,
}

/// How a unit stands among the units that it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its place, from 1, the largest figure first.
    Rank,
    /// (x − min) ÷ (max − min), from 0 to 1; the stated value when all are equal.
    MinMax { all_equal: Box<Expr> },
}

/// A figure. Money is in 元, whatever unit it is shown in; `80%` is 0.8.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    Number(Decimal),
    /// `funds`: what the unit has done.
    Measure(String),
    /// `target(funds)`: its target in force.
    Target(String),
    /// `completion(funds)`: done ÷ target, unrounded.
    Completion(String),
    /// `target(funds, city, now)`.
    TargetOf(Aim),
    /// `completion(funds, now)`: done ÷ that target, unrounded.
    CompletionOf(Aim),
    /// `elapsed()`: months gone ÷ months of the window (序时进度).
    Elapsed,
    /// `progress(day)`, `progress(month, '2013-03-01', '2013-06-30')`: gone ÷ all, of the scheme's window or another.
    Progress {
        by_day: bool,
        window: Option<Window>,
    },
    /// `lag(funds)`: the measure in the window one year before; `lag(funds, 2)` two; `lag(funds, 2010)` in a year.
    Lag(String, u16),
    /// `sum(amount of funds where kind = 'cash')`.
    Rows(Box<RowFold>),
    /// `rank(funds)`, `minmax(funds, 1)`; among its class, or `all`.
    Standing {
        how: Standing,
        on: Box<Expr>,
        all: bool,
    },
    /// `table(rates, target(funds))`: the value of the band that the figure falls into.
    Table(String, Box<Expr>),
    /// `table(rates, class)`: the value for the unit's class.
    OfClass(String),
    Neg(Box<Expr>),
    Bin(Op, Box<Expr>, Box<Expr>),
    Call(Func, Vec<Expr>),
    /// `if(condition, then, else)`.
    If(Box<Cond>, Box<Expr>, Box<Expr>),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cond {
    Is(bool),
    Compare(Cmp, Expr, Expr),
    /// `between(x, low, high)`: `low`, `high` or `none` behind them says which ends are included; both without it.
    Between {
        x: Expr,
        low: Expr,
        high: Expr,
        with_low: bool,
        with_high: bool,
    },
    /// `x in (1, 2)`.
    In(Expr, Vec<Expr>),
    /// `class in ('street', 'zone')`, `kind = 'cash'`, `on >= '2013-06-30'`: any of the texts.
    Text {
        field: String,
        cmp: Cmp,
        any: Vec<String>,
    },
    Not(Box<Cond>),
    And(Box<Cond>, Box<Cond>),
    Or(Box<Cond>, Box<Cond>),
}

/// The names that a figure or condition uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub measures: BTreeSet<String>,
    /// Measures whose target is asked for.
    pub targets: BTreeSet<String>,
    pub tables: BTreeSet<String>,
    /// Tables whose value for the unit's class is asked for.
    pub class_tables: BTreeSet<String>,
    /// Measures of earlier years.
    pub lags: BTreeSet<String>,
    pub years: BTreeSet<u16>,
    /// Measures whose rows are looked at one by one.
    pub rows: BTreeSet<String>,
    /// Names that texts are compared with.
    pub texts: BTreeSet<String>,
    /// Whether units are compared with each other.
    pub compares: bool,
}

impl Expr {
    /// The measure, when the figure is nothing but one: its unit can be printed.
    pub fn as_measure(&self) -> Option<&str> {
        match self {
            Self::Measure(name) => Some(name),
            _ => None,
        }
    }

    pub fn names(&self, out: &mut Names) {
        match self {
            Self::Number(_) | Self::Elapsed | Self::Progress { .. } => {}
            Self::TargetOf(aim) => {
                out.targets.insert(aim.measure.clone());
            }
            Self::CompletionOf(aim) => {
                out.measures.insert(aim.measure.clone());
                out.targets.insert(aim.measure.clone());
            }
            Self::Lag(name, back) => {
                out.lags.insert(name.clone());
                out.years.insert(*back);
            }
            Self::OfClass(name) => {
                out.class_tables.insert(name.clone());
            }
            Self::Rows(fold) => {
                out.measures.insert(fold.measure.clone());
                out.rows.insert(fold.measure.clone());
            }
            Self::Standing { how, on, .. } => {
                out.compares = true;
                on.names(out);
                if let Standing::MinMax { all_equal } = how {
                    all_equal.names(out);
                }
            }
            Self::Measure(name) => {
                out.measures.insert(name.clone());
            }
            Self::Target(name) => {
                out.targets.insert(name.clone());
            }
            Self::Completion(name) => {
                out.measures.insert(name.clone());
                out.targets.insert(name.clone());
            }
            Self::Table(name, on) => {
                out.tables.insert(name.clone());
                on.names(out);
            }
            Self::Neg(x) => x.names(out),
            Self::Bin(_, a, b) => {
                a.names(out);
                b.names(out);
            }
            Self::Call(_, args) => args.iter().for_each(|x| x.names(out)),
            Self::If(c, a, b) => {
                c.names(out);
                a.names(out);
                b.names(out);
            }
        }
    }
}

impl Cond {
    pub fn names(&self, out: &mut Names) {
        match self {
            Self::Is(_) => {}
            Self::Compare(_, a, b) => {
                a.names(out);
                b.names(out);
            }
            Self::Between { x, low, high, .. } => [x, low, high].into_iter().for_each(|e| e.names(out)),
            Self::In(x, list) => std::iter::once(x).chain(list).for_each(|e| e.names(out)),
            Self::Text { field, .. } => {
                out.texts.insert(field.clone());
            }
            Self::Not(c) => c.names(out),
            Self::And(a, b) | Self::Or(a, b) => {
                a.names(out);
                b.names(out);
            }
        }
    }
}

impl Expr {
    /// The names that conditions on single rows use within this expression.
    pub fn row_names(&self, out: &mut Names) {
        match self {
            Self::Rows(fold) => {
                out.texts.insert(fold.field.clone());
                fold.filter.iter().for_each(|cond| cond.names(out));
            }
            Self::Table(_, x) | Self::Neg(x) | Self::Standing { on: x, .. } => x.row_names(out),
            Self::Bin(_, a, b) => {
                a.row_names(out);
                b.row_names(out);
            }
            Self::Call(_, args) => args.iter().for_each(|x| x.row_names(out)),
            Self::If(c, a, b) => {
                c.row_names(out);
                a.row_names(out);
                b.row_names(out);
            }
            _ => {}
        }
    }
}

impl Cond {
    pub fn row_names(&self, out: &mut Names) {
        match self {
            Self::Is(_) | Self::Text { .. } => {}
            Self::Compare(_, a, b) => [a, b].into_iter().for_each(|x| x.row_names(out)),
            Self::Between { x, low, high, .. } => [x, low, high].into_iter().for_each(|x| x.row_names(out)),
            Self::In(x, list) => std::iter::once(x).chain(list).for_each(|x| x.row_names(out)),
            Self::Not(c) => c.row_names(out),
            Self::And(a, b) | Self::Or(a, b) => [a, b].into_iter().for_each(|c| c.row_names(out)),
        }
    }
}
