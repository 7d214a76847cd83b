//! What expressions see: the figures of one unit, the fields of one row.

use rust_decimal::Decimal;

use super::board::Board;
use crate::{
    assessment::{
        expr::{self, Aim, Env, Expr, Part, RowFold, Sort, Stop},
        facts::Row,
        number,
        scheme::Schedule,
    },
    period::Window,
};

/// One unit's figures.
pub(super) struct UnitEnv<'b, 'a> {
    pub(super) board: &'b Board<'a>,
    pub(super) at: usize,
}

impl<'a> Board<'a> {
    /// The figures of one unit, for expressions.
    pub(super) fn of(&self, at: usize) -> UnitEnv<'_, 'a> {
        UnitEnv { board: self, at }
    }

    /// The figures of an expression over the units that are compared, in rising order; each once.
    pub(super) fn compare(
        &self,
        on: &Expr,
        group: &str,
        of: impl Fn(usize) -> bool,
    ) -> std::rc::Rc<[Decimal]> {
        let key = (std::ptr::from_ref(on) as usize, group.to_owned());
        if let Some(known) = self.compared.borrow().get(&key) {
            return known.clone();
        }
        // Who has no figure is told when its own score is made.
        let mut all: Vec<Decimal> = (0..self.facts.units.len())
            .filter(|at| of(*at))
            .filter_map(|at| expr::eval(on, &self.of(at)).ok())
            .collect();
        all.sort_unstable();
        let all: std::rc::Rc<[Decimal]> = all.into();
        self.compared.borrow_mut().insert(key, all.clone());
        all
    }
}

impl Env for UnitEnv<'_, '_> {
    fn measure(&self, name: &str) -> Result<Decimal, Stop> {
        if let Some(measured) = self.board.measured[self.at].get(name) {
            return measured.clone();
        }
        let measure = self.board.scheme.measure(name);
        measure.and_then(|m| m.absent).ok_or_else(|| Stop::NoMeasure(name.to_owned()))
    }

    fn target(&self, name: &str) -> Result<Decimal, Stop> {
        self.board
            .target(self.at, name)
            .map(|(value, _)| value)
            .ok_or_else(|| Stop::NoTarget(name.to_owned()))
    }

    fn aim(&self, aim: &Aim) -> Result<Decimal, Stop> {
        self.board.aim(self.at, aim).ok_or_else(|| Stop::NoTarget(aim.measure.clone()))
    }

    fn table(&self, name: &str, value: Decimal) -> Result<Decimal, Stop> {
        let bands = self.board.scheme.table(name).map(|t| &t.bands);
        bands.and_then(|b| b.value(value)).ok_or_else(|| Stop::NoBand { table: name.to_owned(), value })
    }

    fn class_table(&self, name: &str) -> Result<Decimal, Stop> {
        let table = self.board.scheme.table(name);
        let value = table.and_then(|t| t.classes.get(self.board.class(self.at)));
        value.copied().ok_or_else(|| Stop::NoClass(name.to_owned()))
    }

    fn progress(&self, by_day: bool, window: Option<Window>) -> Decimal {
        let window = window.unwrap_or(self.board.scheme.window);
        let as_of = self.board.as_of;
        let (gone, all) = if by_day {
            let days = |from: jiff::civil::Date, to| from.until(to).map_or(0, |span| span.get_days());
            let all = days(window.from, window.to) + 1;
            ((days(window.from, as_of) + 1).clamp(0, all), all)
        } else {
            window.months(as_of)
        };
        Decimal::from(gone).checked_div(Decimal::from(all)).unwrap_or_default()
    }

    fn lag(&self, name: &str, back: u16) -> Result<Decimal, Stop> {
        let year = self.board.year_back(back);
        let found = self.board.history[self.at].iter().find(|((m, y), _)| *m == name && *y == year);
        let none = || Stop::NoHistory { measure: name.to_owned(), year };
        found.map(|(_, value)| *value).ok_or_else(none)
    }

    fn rows(&self, fold: &RowFold) -> Result<Decimal, Stop> {
        let none = || Stop::NoMeasure(fold.measure.clone());
        let measure = self.board.scheme.measure(&fold.measure).ok_or_else(none)?;
        let rows = self.board.ledger_rows(self.at, measure).ok_or_else(none)?;
        fold.of(rows.map(RowEnv))
    }

    fn standing(&self, on: &Expr, all: bool, own: Decimal) -> Result<(u32, Decimal, Decimal), Stop> {
        let class = self.board.class(self.at).to_owned();
        // A name that no class can have keeps "all" apart from a scheme without classes.
        let group = if all { "\n" } else { class.as_str() };
        let values = self.board.compare(on, group, |at| all || self.board.class(at) == class);
        let above = values.len() - values.partition_point(|v| *v <= own);
        let (min, max) = (values.first().copied().unwrap_or(own), values.last().copied().unwrap_or(own));
        Ok((u32::try_from(above).unwrap_or(u32::MAX - 1) + 1, min, max))
    }

    fn text(&self, name: &str) -> Result<&str, Stop> {
        if name == "class" { Ok(self.board.class(self.at)) } else { Err(Stop::NoField(name.to_owned())) }
    }
}

impl Board<'_> {
    /// A year of the calendar, or so many before the window's.
    pub(super) fn year_back(&self, back: u16) -> i16 {
        let back = i16::try_from(back).unwrap_or(i16::MAX);
        if back >= 1000 { back } else { self.scheme.window.to.year() - back }
    }
}

/// The part of the whole target that is due by then.
pub(super) fn due(schedule: &Schedule, part: Part, (gone, of): (i32, i32)) -> Option<Decimal> {
    let month = match part {
        Part::Now => gone,
        Part::Month(m) => i32::from(m),
        Part::Quarter(q) => i32::from(q) * 3,
    };
    if month > of || of <= 0 {
        return None;
    }
    let share = |n: i32, all: i32| Decimal::from(n).checked_div(Decimal::from(all));
    match schedule {
        Schedule::Linear => share(month, of),
        Schedule::Listed(list) => {
            // Within a quarter the target grows evenly from the last one's end to this one's.
            let steps = i32::try_from(list.len()).ok()?;
            let exact = share(month, of)?.checked_mul(Decimal::from(steps))?;
            let whole = usize::try_from(exact.floor()).ok()?;
            let before = if whole == 0 { Decimal::ZERO } else { list.get(whole - 1).copied()? };
            let Some(after) = list.get(whole) else { return Some(before) };
            Some(before + (*after - before) * exact.fract())
        }
    }
}

/// The fields of one row.
pub(super) struct RowEnv<'r>(pub(super) &'r Row);

impl Env for RowEnv<'_> {
    fn measure(&self, name: &str) -> Result<Decimal, Stop> {
        let row = self.0;
        match name {
            "amount" => Ok(Decimal::new(row.fen, 2)),
            "size" => Ok(Decimal::new(row.size_fen.unwrap_or(row.fen), 2)),
            "share" => Ok(Decimal::new(row.share_bp.into(), 4)),
            day if expr::sort(day) == Some(Sort::Day) => {
                let day_of = |text: &str| text.parse().ok().map(expr::day_number);
                self.tag(day).and_then(day_of).ok_or_else(|| Stop::NoField(day.to_owned()))
            }
            tag => self.tag(tag).and_then(number::parse).ok_or_else(|| Stop::NoField(tag.to_owned())),
        }
    }

    fn text(&self, name: &str) -> Result<&str, Stop> {
        let found = match name {
            "kind" => self.0.kind.as_deref(),
            "industry" => self.0.industry.as_deref(),
            tag => self.tag(tag),
        };
        found.ok_or_else(|| Stop::NoField(name.to_owned()))
    }

    fn weight(&self) -> Option<Decimal> {
        Some(Decimal::new(self.0.share_bp.into(), 4))
    }
}

impl RowEnv<'_> {
    fn tag(&self, name: &str) -> Option<&str> {
        self.0.tags.as_ref()?.get(name).map(String::as_str)
    }
}
