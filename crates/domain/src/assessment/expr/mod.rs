//! The small language of conditions and derived figures: `completion(funds) >= 100% and talents >= 3`.
//!
//! Decimals only, no loops, no names but measures and tables, at most [`LONGEST`] characters: every expression
//! ends, and every way it can fail ([`Stop`]) is an answer, never a panic.

mod eval;
mod read;

use std::collections::BTreeSet;

pub use eval::{Env, Stop, eval, truth};
pub use read::{LONGEST, Read, Unreadable, read};
use rust_decimal::Decimal;
use serde::Serialize;

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
    Floor,
    Ceil,
    /// `round(x, digits)`, half up.
    Round,
    /// `clamp(x, low, high)`.
    Clamp,
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
    /// `elapsed()`: months gone ÷ months of the window (序时进度).
    Elapsed,
    /// `table(rates, target(funds))`: the value of the band that the figure falls into.
    Table(String, Box<Expr>),
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
    /// `between(x, low, high)`, both included.
    Between(Expr, Expr, Expr),
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
            Self::Number(_) | Self::Elapsed => {}
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
            Self::Between(x, a, b) => {
                x.names(out);
                a.names(out);
                b.names(out);
            }
            Self::Not(c) => c.names(out),
            Self::And(a, b) | Self::Or(a, b) => {
                a.names(out);
                b.names(out);
            }
        }
    }
}
