//! Expressions of a scheme as formulas of a sheet.
//!
//! A sheet computes with binary numbers: what is compared or cut to whole steps is first rounded to ten decimals, which
//! no figure of a district needs and which takes away what binary numbers are off by.

use std::cell::RefCell;

use rust_decimal::Decimal;

use super::{figures::Take, helper::Help, layout::Maker, literal};
use crate::assessment::{
    expr::{self, Aim, Cmp, Cond, Env, Expr, Func, Op, Standing},
    scheme::{Bands, Measure},
};

/// Formulas of one unit, and which figures they use.
pub(super) struct Ctx<'m, 'b, 's> {
    pub(super) of: &'m Maker<'b, 's>,
    pub(super) at: usize,
    pub(super) row: u32,
    pub(super) targets: RefCell<Vec<String>>,
    pub(super) measures: RefCell<Vec<String>>,
    /// Targets by which something is divided.
    pub(super) divisors: RefCell<Vec<String>>,
}

/// Rounded so that what binary numbers are off by is gone.
pub(super) fn snapped(text: &str) -> String {
    format!("ROUND({text},10)")
}

fn note(list: &RefCell<Vec<String>>, cell: &str) {
    let mut list = list.borrow_mut();
    if !list.iter().any(|known| known == cell) {
        list.push(cell.to_owned());
    }
}

impl<'m, 'b, 's> Ctx<'m, 'b, 's> {
    pub(super) fn new(of: &'m Maker<'b, 's>, at: usize, row: u32) -> Self {
        Self {
            of,
            at,
            row,
            targets: RefCell::default(),
            measures: RefCell::default(),
            divisors: RefCell::default(),
        }
    }

    fn measure(&self, name: &str) -> Option<String> {
        let cell = self.of.figure(Take::Measure(self.known(name)?), self.row);
        note(&self.measures, &cell);
        Some(cell)
    }

    fn known(&self, name: &str) -> Option<&'s Measure> {
        self.of.board.scheme.measure(name)
    }

    fn target(&self, name: &str) -> Option<String> {
        let cell = self.of.figure(Take::Target(self.known(name)?), self.row);
        note(&self.targets, &cell);
        Some(cell)
    }

    fn aim(&self, aim: &'s Aim) -> String {
        let cell = self.of.figure(Take::Aim(aim), self.row);
        note(&self.targets, &cell);
        cell
    }

    /// The formula of a figure; `None` when a sheet cannot compute it.
    pub(super) fn expr(&self, expr: &'s Expr) -> Option<String> {
        Some(match expr {
            Expr::Number(value) => literal(*value),
            Expr::Measure(name) => self.measure(name)?,
            Expr::Target(name) => self.target(name)?,
            Expr::TargetOf(aim) => self.aim(aim),
            Expr::Completion(name) => {
                let target = self.target(name)?;
                note(&self.divisors, &target);
                format!("({}/{target})", self.measure(name)?)
            }
            Expr::CompletionOf(aim) => {
                let target = self.aim(aim);
                note(&self.divisors, &target);
                format!("({}/{target})", self.measure(&aim.measure)?)
            }
            Expr::Elapsed => literal(self.of.board.of(self.at).progress(false, None)),
            Expr::Progress { by_day, window } => {
                literal(self.of.board.of(self.at).progress(*by_day, *window))
            }
            Expr::Lag(name, back) => {
                let cell = self.of.figure(Take::Lag(name, *back), self.row);
                note(&self.measures, &cell);
                cell
            }
            Expr::Rows(fold) => {
                let cell = self.of.figure(Take::Fold(fold), self.row);
                note(&self.measures, &cell);
                cell
            }
            Expr::OfClass(table) => self.of.figure(Take::OfClass(table), self.row),
            Expr::Standing { how, on, all } => self.standing(how, on, *all)?,
            Expr::Table(name, on) => {
                let bands = &self.of.board.scheme.table(name)?.bands;
                banded(bands, &snapped(&self.expr(on)?))
            }
            Expr::Neg(x) => format!("(-{})", self.expr(x)?),
            Expr::Bin(op, a, b) => {
                let sign = match op {
                    Op::Add => '+',
                    Op::Sub => '-',
                    Op::Mul => '*',
                    Op::Div => '/',
                };
                let (a, b) = (self.expr(a)?, self.expr(b)?);
                format!("({a}{sign}{b})")
            }
            Expr::Call(func, args) => {
                let args = args.iter().map(|x| self.expr(x)).collect::<Option<Vec<_>>>()?;
                called(*func, &args)?
            }
            Expr::If(cond, yes, no) => {
                format!("IF({},{},{})", self.cond(cond)?, self.expr(yes)?, self.expr(no)?)
            }
        })
    }

    fn standing(&self, how: &'s Standing, on: &'s Expr, all: bool) -> Option<String> {
        let class = self.of.board.class(self.at);
        let ranges = self.of.ranges(self.of.compared(on), |at| all || self.of.board.class(at) == class);
        let own = self.of.cell_of(on, self.row);
        Some(match how {
            Standing::Rank => format!("(1+{})", above(&ranges, &own, false)),
            Standing::MinMax { all_equal } => {
                let (least, most) =
                    (format!("MIN({})", ranges.join(",")), format!("MAX({})", ranges.join(",")));
                let otherwise = self.expr(all_equal)?;
                format!("IF({least}={most},{otherwise},({own}-{least})/({most}-{least}))")
            }
        })
    }

    /// The formula of a condition.
    pub(super) fn cond(&self, cond: &'s Cond) -> Option<String> {
        let side = |x: &'s Expr| {
            let text = self.expr(x)?;
            let plain = matches!(x, Expr::Number(_) | Expr::Measure(_) | Expr::Target(_));
            Some(if plain { text } else { snapped(&text) })
        };
        Some(match cond {
            Cond::Is(yes) => truth(*yes).to_owned(),
            Cond::Compare(cmp, a, b) => format!("({}{}{})", side(a)?, sign(*cmp), side(b)?),
            Cond::Between { x, low, high, with_low, with_high } => {
                let (x, low, high) = (side(x)?, side(low)?, side(high)?);
                let (from, to) = (if *with_low { ">=" } else { ">" }, if *with_high { "<=" } else { "<" });
                format!("AND({x}{from}{low},{x}{to}{high})")
            }
            Cond::In(x, list) => {
                let x = side(x)?;
                let each = list.iter().map(|one| Some(format!("{x}={}", side(one)?)));
                format!("OR({})", each.collect::<Option<Vec<_>>>()?.join(","))
            }
            // The class of a unit is no figure that somebody would change here.
            Cond::Text { .. } => truth(expr::truth(cond, &self.of.board.of(self.at)).ok()?).to_owned(),
            Cond::Not(c) => format!("NOT({})", self.cond(c)?),
            Cond::And(a, b) => format!("AND({},{})", self.cond(a)?, self.cond(b)?),
            Cond::Or(a, b) => format!("OR({},{})", self.cond(a)?, self.cond(b)?),
        })
    }
}

fn truth(yes: bool) -> &'static str {
    if yes { "TRUE" } else { "FALSE" }
}

const fn sign(cmp: Cmp) -> &'static str {
    match cmp {
        Cmp::Lt => "<",
        Cmp::Le => "<=",
        Cmp::Gt => ">",
        Cmp::Ge => ">=",
        Cmp::Eq => "=",
        Cmp::Ne => "<>",
    }
}

/// How many of the ranges are better than a cell; texts are passed over.
pub(super) fn above(ranges: &[String], own: &str, least_best: bool) -> String {
    let sign = if least_best { '<' } else { '>' };
    let each = ranges.iter().map(|r| format!("SUMPRODUCT(ISNUMBER({r})*({r}{sign}{own}))"));
    each.collect::<Vec<_>>().join("+")
}

/// The value of the first band that holds the figure.
pub(super) fn banded(bands: &Bands, x: &str) -> String {
    let mut out = String::from("NA()");
    for band in bands.0.iter().rev() {
        let inside = [
            band.from.map(|from| format!("{x}>={}", literal(from))),
            band.below.map(|below| format!("{x}<{}", literal(below))),
        ];
        let inside: Vec<String> = inside.into_iter().flatten().collect();
        out = if inside.is_empty() {
            literal(band.value)
        } else {
            format!("IF(AND({}),{},{out})", inside.join(","), literal(band.value))
        };
    }
    out
}

fn called(func: Func, args: &[String]) -> Option<String> {
    let first = args.first()?;
    let digits = args.get(1).map_or("0", String::as_str);
    let cut = |up: &str, down: &str| {
        let x = snapped(first);
        format!("IF({x}<0,{up}({x},{digits}),{down}({x},{digits}))")
    };
    Some(match func {
        Func::Min => format!("MIN({})", args.join(",")),
        Func::Max => format!("MAX({})", args.join(",")),
        Func::Abs => format!("ABS({first})"),
        Func::Clamp => format!("MIN(MAX({first},{}),{})", args.get(1)?, args.get(2)?),
        Func::Floor => cut("ROUNDUP", "ROUNDDOWN"),
        Func::Ceil => cut("ROUNDDOWN", "ROUNDUP"),
        Func::Round => format!("ROUND({},{digits})", snapped(first)),
        Func::Trunc => format!("ROUNDDOWN({},{digits})", snapped(first)),
    })
}

impl<'s> Maker<'_, 's> {
    /// The column in which the figures of an expression are compared.
    pub(super) fn compared(&self, on: &'s Expr) -> (bool, u16) {
        match on.as_measure().and_then(|name| self.board.scheme.measure(name)) {
            Some(measure) => (true, self.figure_col(Take::Measure(measure))),
            None => (false, self.help_col(Help::On(on))),
        }
    }

    pub(super) fn cell_of(&self, on: &'s Expr, row: u32) -> String {
        let (figures, col) = self.compared(on);
        self.at_sheet(figures, col, row)
    }

    /// The value of a figure, where it has one.
    pub(super) fn value(&self, on: &Expr, at: usize) -> Option<Decimal> {
        expr::eval(on, &self.board.of(at)).ok()
    }
}
