//! Functions: `target(funds, city)`, `sum(amount of funds where kind = 'cash')`, `round(x, 2)`.

use jiff::civil::Date;

use super::{
    Aim, Cond, Expr, Func, Level, Owner, Part, Read, Standing, Unreadable,
    read::{Reader, condition, figure},
    rows::{Fold, RowFold, of_a_row},
    sort::{Misuse, Of, misuse, not_a_number},
};
use crate::period::Window;

impl Reader {
    /// What stands between the brackets of a function, and the closing one.
    pub(super) fn call(&mut self, name: &str, at: usize) -> Result<Read, Unreadable> {
        let read = match name {
            "target" => Read::Figure(self.aim()?.map_or_else(Expr::Target, Expr::TargetOf)),
            "completion" => Read::Figure(self.aim()?.map_or_else(Expr::Completion, Expr::CompletionOf)),
            "elapsed" => Read::Figure(Expr::Elapsed),
            "progress" => Read::Figure(self.progress()?),
            "lag" => Read::Figure(self.lag()?),
            "table" | "points" => Read::Figure(self.table()?),
            "share" | "pct" => {
                let [a, b] = self.exactly()?;
                let share = Expr::Bin(super::Op::Div, Box::new(a), Box::new(b));
                Read::Figure(if name == "share" {
                    share
                } else {
                    Expr::Bin(super::Op::Mul, Box::new(share), Box::new(Expr::Number(100.into())))
                })
            }
            "if" => {
                let here = self.offset();
                let cond = condition(self.or()?, here)?;
                self.need(",")?;
                let yes = self.figure()?;
                self.need(",")?;
                Read::Figure(Expr::If(Box::new(cond), Box::new(yes), Box::new(self.figure()?)))
            }
            "between" => Read::Condition(self.between()?),
            "rank" => {
                let on = Box::new(self.figure()?);
                Read::Figure(Expr::Standing { how: Standing::Rank, on, all: self.among()? })
            }
            "minmax" => {
                let [on, all_equal] = self.exactly()?;
                let how = Standing::MinMax { all_equal: Box::new(all_equal) };
                Read::Figure(Expr::Standing { how, on: Box::new(on), all: self.among()? })
            }
            "min" | "max" | "sum" | "avg" if self.next_are(1, "of") => {
                let fold = match name {
                    "min" => Fold::Min,
                    "max" => Fold::Max,
                    "sum" => Fold::Sum,
                    _ => Fold::Avg,
                };
                let offset = self.offset();
                let field = self.name()?;
                if let Some(Misuse { code, word }) = not_a_number(&field, Of::Row) {
                    return Err(Unreadable { code, offset, word });
                }
                self.need("of")?;
                Read::Figure(self.rows(fold, field)?)
            }
            "count" => Read::Figure(self.rows(Fold::Count, String::new())?),
            "min" | "max" => {
                let mut args = vec![self.figure()?];
                while self.take(&[","]).is_some() {
                    args.push(self.figure()?);
                }
                Read::Figure(Expr::Call(if name == "min" { Func::Min } else { Func::Max }, args))
            }
            "abs" => Read::Figure(Expr::Call(Func::Abs, self.figures(1)?)),
            "floor" | "ceil" | "round" | "trunc" => {
                let mut args = self.figures(1)?;
                if self.take(&[","]).is_some() {
                    args.push(self.figure()?);
                }
                let func = match name {
                    "floor" => Func::Floor,
                    "ceil" => Func::Ceil,
                    "round" => Func::Round,
                    _ => Func::Trunc,
                };
                Read::Figure(Expr::Call(func, args))
            }
            "clamp" => Read::Figure(Expr::Call(Func::Clamp, self.figures(3)?)),
            _ => {
                self.at = at;
                return self.refuse("expr.unknown_function");
            }
        };
        self.need(")")?;
        Ok(read)
    }

    fn exactly<const N: usize>(&mut self) -> Result<[Expr; N], Unreadable> {
        match self.figures(N)?.try_into() {
            Ok(args) => Ok(args),
            Err(_) => self.refuse("expr.unexpected"),
        }
    }

    /// `funds`, or `funds, city, must, q2` in whatever order: the bare name, or the chosen target.
    fn aim(&mut self) -> Result<Result<Aim, String>, Unreadable> {
        let measure = self.name()?;
        let mut aim = Aim { measure: measure.clone(), owner: None, level: None, part: None };
        while self.take(&[","]).is_some() {
            let offset = self.offset();
            let word = self.name()?;
            let number =
                |word: &str, most: u8| word[1..].parse::<u8>().ok().filter(|n| (1..=most).contains(n));
            match word.as_str() {
                "province" => aim.owner = Some(Owner::Province),
                "city" => aim.owner = Some(Owner::City),
                "county" => aim.owner = Some(Owner::County),
                "unit" => aim.owner = Some(Owner::Unit),
                "must" => aim.level = Some(Level::Must),
                "strive" => aim.level = Some(Level::Strive),
                "now" => aim.part = Some(Part::Now),
                q if q.starts_with('q') && number(q, 4).is_some() => {
                    aim.part = number(q, 4).map(Part::Quarter);
                }
                m if m.starts_with('m') && number(m, 24).is_some() => {
                    aim.part = number(m, 24).map(Part::Month);
                }
                _ => return Err(Unreadable { code: "expr.unknown_word", offset, word }),
            }
        }
        let bare = aim.owner.is_none() && aim.level.is_none() && aim.part.is_none();
        Ok(if bare { Err(measure) } else { Ok(aim) })
    }

    /// `month`, `day`, and the window when it is another than the scheme's.
    fn progress(&mut self) -> Result<Expr, Unreadable> {
        let offset = self.offset();
        let by_day = match self.name()?.as_str() {
            "day" => true,
            "month" => false,
            other => return Err(Unreadable { code: "expr.unknown_word", offset, word: other.to_owned() }),
        };
        let window = if self.take(&[","]).is_some() {
            let from = self.day()?;
            self.need(",")?;
            let here = self.offset();
            let to = self.day()?;
            let bad = || Unreadable { code: "expr.day_wanted", offset: here, word: to.to_string() };
            Some(Window::new(from, to).ok_or_else(bad)?)
        } else {
            None
        };
        Ok(Expr::Progress { by_day, window })
    }

    fn day(&mut self) -> Result<Date, Unreadable> {
        let offset = self.offset();
        let word = self.text().unwrap_or_default();
        word.parse().map_err(|_| Unreadable { code: "expr.day_wanted", offset, word })
    }

    fn lag(&mut self) -> Result<Expr, Unreadable> {
        let name = self.name()?;
        if self.take(&[","]).is_none() {
            return Ok(Expr::Lag(name, 1));
        }
        let offset = self.offset();
        match self.figure()? {
            Expr::Number(n) if n.fract().is_zero() && n >= 1.into() && n <= 2100.into() => {
                Ok(Expr::Lag(name, n.try_into().unwrap_or(1)))
            }
            _ => Err(Unreadable { code: "expr.years_wanted", offset, word: String::new() }),
        }
    }

    fn table(&mut self) -> Result<Expr, Unreadable> {
        let table = self.name()?;
        self.need(",")?;
        if self.take(&["class"]).is_some() {
            return Ok(Expr::OfClass(table));
        }
        Ok(Expr::Table(table, Box::new(self.figure()?)))
    }

    fn between(&mut self) -> Result<Cond, Unreadable> {
        let [x, low, high] = self.exactly()?;
        let ends =
            if self.take(&[","]).is_some() { self.take(&["low", "high", "both", "none"]) } else { None };
        let ends = ends.as_deref().unwrap_or("both");
        let (with_low, with_high) = (matches!(ends, "both" | "low"), matches!(ends, "both" | "high"));
        Ok(Cond::Between { x, low, high, with_low, with_high })
    }

    /// `, all` behind a figure compares with all units, else with those of the class.
    fn among(&mut self) -> Result<bool, Unreadable> {
        if self.take(&[","]).is_none() {
            return Ok(false);
        }
        match self.take(&["all", "class"]) {
            Some(word) => Ok(word == "all"),
            None => self.refuse("expr.unknown_word"),
        }
    }

    /// `funds where kind = 'cash'`.
    fn rows(&mut self, fold: Fold, field: String) -> Result<Expr, Unreadable> {
        let measure = self.name()?;
        let filter = if self.take(&["where"]).is_some() {
            let offset = self.offset();
            let cond = condition(self.or()?, offset)?;
            if !of_a_row(&cond) {
                return Err(Unreadable { code: "expr.not_of_a_row", offset, word: String::new() });
            }
            if let Some(Misuse { code, word }) = misuse(&cond, Of::Row) {
                let offset = self.offset_since(offset, &word);
                return Err(Unreadable { code, offset, word });
            }
            Some(cond)
        } else {
            None
        };
        Ok(Expr::Rows(Box::new(RowFold { fold, field, measure, filter })))
    }

    /// One figure.
    pub(super) fn figure(&mut self) -> Result<Expr, Unreadable> {
        let at = self.offset();
        figure(self.or()?, at)
    }
}
