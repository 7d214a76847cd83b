//! What is missing to the next step where the rule is no plain line of one measure: tried with more of the measure, in
//! the smallest step that is shown, until the points rise. Exact decimals; nothing is said where more of it would not
//! only raise the points, or where several measures or single rows are behind them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{
    apply::Lever,
    board::{Board, in_order},
    explain::Gap,
    figures::UnitEnv,
};
use crate::{
    assessment::{
        expr::{self, Aim, Env, Expr, Names, RowFold, Stop},
        scheme::{Item, Measure, Scale},
    },
    period::Window,
};

/// Steps are doubled up to here: 10¹³ steps of 100 元 are more than there is.
const FARTHEST: u64 = 1 << 44;

/// One unit with more of a measure.
pub(super) struct Probe<'b, 'a> {
    board: &'b Board<'a>,
    at: usize,
    /// Moved together; the first is said.
    levers: Vec<&'a Measure>,
    /// What is computed from them, each after those it uses.
    computed: Vec<&'a Measure>,
    step: Decimal,
}

impl<'b, 'a> Probe<'b, 'a> {
    /// For a rule that uses these names. `None` when it is not one measure that moves it.
    pub(super) fn new(board: &'b Board<'a>, at: usize, names: &Names) -> Option<Self> {
        let all = behind(board, names)?;
        let mut plain = all.iter().filter_map(|id| board.scheme.measure(id)).filter(|m| m.formula.is_none());
        let (one, other) = (plain.next()?, plain.next());
        if other.is_some() {
            return None;
        }
        Some(Self::moving(board, at, vec![one], &all))
    }

    /// For a part of a whole: whatever counts for the part counts for the whole that takes in all of its source.
    pub(super) fn of_share(board: &'b Board<'a>, at: usize, part: &Expr, whole: &Expr) -> Option<Self> {
        let mut names = Names::default();
        part.names(&mut names);
        whole.names(&mut names);
        let measure = |on: &Expr| {
            on.as_measure().and_then(|id| board.scheme.measure(id)).filter(|m| m.formula.is_none())
        };
        let Some((part, whole)) = measure(part).zip(measure(whole)) else {
            return Self::new(board, at, &names);
        };
        let all = behind(board, &names)?;
        let levers = if part.source == whole.source { vec![part, whole] } else { vec![part] };
        let whole_takes_all = whole.filter == crate::assessment::scheme::Filter::default();
        (part.source != whole.source || whole_takes_all).then(|| Self::moving(board, at, levers, &all))
    }

    fn moving(board: &'b Board<'a>, at: usize, levers: Vec<&'a Measure>, all: &BTreeSet<String>) -> Self {
        let step = match levers.first().map(|m| &m.scale) {
            Some(Scale::Count(_)) | None => Decimal::ONE,
            Some(scale) => scale.size() / Decimal::from(10_u32.pow(scale.digits())),
        };
        let computed = in_order(board.scheme).into_iter().filter(|m| all.contains(&m.id)).collect();
        Self { board, at, levers, computed, step }
    }

    /// The unit's figures with so many steps more.
    pub(super) fn env(&self, steps: u64) -> Option<Moved<'b, 'a>> {
        let more = self.step.checked_mul(Decimal::from(steps))?;
        let mut env = Moved { unit: self.board.of(self.at), moved: BTreeMap::new() };
        for lever in &self.levers {
            let value = env.unit.measure(&lever.id).ok()?.checked_add(more)?;
            env.moved.insert(&lever.id, value);
        }
        for measure in &self.computed {
            let value = match &measure.formula {
                Some(formula) => expr::eval(formula, &env).ok()?,
                None => env.measure(&measure.id).ok()?,
            };
            let held = match &measure.most {
                Some(most) => value.min(expr::eval(most, &env).ok()?),
                None => value,
            };
            env.moved.insert(&measure.id, held);
        }
        Some(env)
    }

    /// The least number of steps after which a value passes; `None` when it never does, or falls on the way.
    pub(super) fn least(
        &self,
        value: &impl Fn(&Moved<'_, '_>) -> Option<Decimal>,
        passes: &impl Fn(Decimal) -> bool,
    ) -> Option<u64> {
        let of = |steps: u64| value(&self.env(steps)?);
        let (mut low, mut high) = (0, 1);
        let mut at_low = of(0)?;
        let mut at_high = of(1)?;
        while !passes(at_high) {
            if at_high < at_low || high >= FARTHEST {
                return None;
            }
            (low, at_low) = (high, at_high);
            high *= 2;
            at_high = of(high)?;
        }
        if at_high < at_low {
            return None;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            let at_middle = of(middle)?;
            // A rule that falls in between is no stair that one could climb.
            if at_middle < at_low || at_middle > at_high {
                return None;
            }
            if passes(at_middle) {
                (high, at_high) = (middle, at_middle);
            } else {
                (low, at_low) = (middle, at_middle);
            }
        }
        Some(high)
    }

    /// So many steps more of the measure, as it is said.
    pub(super) fn gap(&self, steps: u64, reach: Decimal, full: bool) -> Option<Gap> {
        let measure = self.levers.first()?;
        let lever = Lever::of(self.board, self.at, &Expr::Measure(measure.id.clone()))?;
        lever.gap(Decimal::ZERO, self.step.checked_mul(Decimal::from(steps))?, reach, full)
    }

    /// The next step of points, when it is one that shows; where they rise evenly, the full points.
    pub(super) fn next(
        &self,
        item: &Item,
        now: Decimal,
        points: impl Fn(&Moved<'_, '_>) -> Option<Decimal>,
    ) -> Option<Gap> {
        if now >= item.points {
            return None;
        }
        let first = self.least(&points, &|p| p > now)?;
        let reach = points(&self.env(first)?)?;
        let shows = (reach - now).checked_mul(Decimal::ONE_HUNDRED)? >= item.points;
        if shows || matches!(self.levers.first()?.scale, Scale::Count(_)) {
            return self.gap(first, reach, reach >= item.points);
        }
        let full = self.least(&points, &|p| p >= item.points)?;
        self.gap(full, item.points, true)
    }
}

/// Every measure behind names, through formulas; `None` when single rows are looked at, or units compared.
fn behind(board: &Board<'_>, names: &Names) -> Option<BTreeSet<String>> {
    let mut open = vec![names.clone()];
    let mut seen = BTreeSet::new();
    while let Some(names) = open.pop() {
        if names.compares || !names.rows.is_empty() {
            return None;
        }
        for id in names.measures {
            let measure = board.scheme.measure(&id)?;
            if seen.insert(id) {
                let mut inner = Names::default();
                measure.formula.iter().chain(&measure.most).for_each(|f| f.names(&mut inner));
                open.push(inner);
            }
        }
    }
    Some(seen)
}

/// The figures of a unit, some of them moved.
pub(super) struct Moved<'b, 'a> {
    unit: UnitEnv<'b, 'a>,
    moved: BTreeMap<&'a str, Decimal>,
}

impl Env for Moved<'_, '_> {
    fn measure(&self, name: &str) -> Result<Decimal, Stop> {
        self.moved.get(name).copied().map_or_else(|| self.unit.measure(name), Ok)
    }

    fn target(&self, name: &str) -> Result<Decimal, Stop> {
        self.unit.target(name)
    }

    fn aim(&self, aim: &Aim) -> Result<Decimal, Stop> {
        self.unit.aim(aim)
    }

    fn table(&self, name: &str, value: Decimal) -> Result<Decimal, Stop> {
        self.unit.table(name, value)
    }

    fn class_table(&self, name: &str) -> Result<Decimal, Stop> {
        self.unit.class_table(name)
    }

    fn progress(&self, by_day: bool, window: Option<Window>) -> Decimal {
        self.unit.progress(by_day, window)
    }

    fn lag(&self, name: &str, back: u16) -> Result<Decimal, Stop> {
        self.unit.lag(name, back)
    }

    fn rows(&self, fold: &RowFold) -> Result<Decimal, Stop> {
        self.unit.rows(fold)
    }

    fn text(&self, name: &str) -> Result<&str, Stop> {
        self.unit.text(name)
    }
}
