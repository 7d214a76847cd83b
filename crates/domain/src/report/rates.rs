//! The rates of a cohort (五率): of the projects that signed a formal contract in a window, how many acted, registered,
//! landed, started, completed, produce, and how much money came. A terminated project stays in the denominator.

use rust_decimal::Decimal;

use crate::{
    money::{percent, ratio},
    project::codes,
};

codes! {
    /// What is asked of a cohort.
    Rate {
        /// 履约率: neither terminated nor without any sign of life.
        Performance = "performance",
        /// 注册率
        Registration = "registration",
        /// 落地率: registered, with a site.
        Landing = "landing",
        /// 开工率
        Start = "start",
        /// 竣工率
        Completion = "completion",
        /// 投产率
        Production = "production",
        /// 资金到位率: by amount, money recognised; by number, projects that have any.
        Funds = "funds",
    }
}

codes! {
    /// The amount by which a cohort is weighed.
    Basis {
        /// 合同额
        Contract = "contract",
        /// 总投资
        Total = "total",
    }
}

/// A number of projects, and the amount of those whose amount is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub projects: i64,
    pub fen: i64,
}

/// What a project of a cohort had come to by the day of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    pub registered: bool,
    pub landed: bool,
    pub started: bool,
    pub completed: bool,
    pub produces: bool,
    /// Terminated, and not taken up again.
    pub ended: bool,
}

impl Steps {
    /// Whether the project counts for a rate; `money` is the fen recognised of it by then.
    pub const fn counts_for(self, rate: Rate, money: i64) -> bool {
        match rate {
            Rate::Performance => !self.ended && (self.registered || money > 0),
            Rate::Registration => self.registered,
            Rate::Landing => self.landed,
            Rate::Start => self.started,
            Rate::Completion => self.completed,
            Rate::Production => self.produces,
            Rate::Funds => money > 0,
        }
    }
}

/// A cohort, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cohort {
    pub all: Tally,
    /// Projects whose amount is known: the others stand in no amount, above or below the line.
    pub with_amount: i64,
    pub performance: Tally,
    pub registration: Tally,
    pub landing: Tally,
    pub start: Tally,
    pub completion: Tally,
    pub production: Tally,
    /// Projects with recognised money, and the money of those whose amount is known.
    pub funds: Tally,
    pub terminated: i64,
}

impl Tally {
    const fn and(self, other: Self) -> Self {
        Self { projects: self.projects + other.projects, fen: self.fen + other.fen }
    }
}

impl Cohort {
    /// Two cohorts without a project in common, as one.
    #[must_use]
    pub const fn and(&self, other: &Self) -> Self {
        Self {
            all: self.all.and(other.all),
            with_amount: self.with_amount + other.with_amount,
            performance: self.performance.and(other.performance),
            registration: self.registration.and(other.registration),
            landing: self.landing.and(other.landing),
            start: self.start.and(other.start),
            completion: self.completion.and(other.completion),
            production: self.production.and(other.production),
            funds: self.funds.and(other.funds),
            terminated: self.terminated + other.terminated,
        }
    }

    /// Counts a project in: its amount, the money recognised of it (both in fen), and what it had come to. Money of a project
    /// without a known amount is in no amount, like the project itself.
    pub fn add(&mut self, amount: Option<i64>, money: i64, steps: Steps) {
        let fen = amount.unwrap_or(0);
        self.all = self.all.and(Tally { projects: 1, fen });
        self.with_amount += i64::from(amount.is_some());
        self.terminated += i64::from(steps.ended);
        for rate in Rate::ALL.iter().filter(|rate| steps.counts_for(**rate, money)) {
            let counted = if *rate == Rate::Funds { amount.map_or(0, |_| money) } else { fen };
            let tally = self.of_mut(*rate);
            *tally = tally.and(Tally { projects: 1, fen: counted });
        }
    }

    const fn of_mut(&mut self, rate: Rate) -> &mut Tally {
        match rate {
            Rate::Performance => &mut self.performance,
            Rate::Registration => &mut self.registration,
            Rate::Landing => &mut self.landing,
            Rate::Start => &mut self.start,
            Rate::Completion => &mut self.completion,
            Rate::Production => &mut self.production,
            Rate::Funds => &mut self.funds,
        }
    }

    pub const fn of(&self, rate: Rate) -> Tally {
        match rate {
            Rate::Performance => self.performance,
            Rate::Registration => self.registration,
            Rate::Landing => self.landing,
            Rate::Start => self.start,
            Rate::Completion => self.completion,
            Rate::Production => self.production,
            Rate::Funds => self.funds,
        }
    }

    /// Exact; none of an empty cohort.
    pub fn by_number(&self, rate: Rate) -> Option<Decimal> {
        ratio(self.of(rate).projects, self.all.projects)
    }

    /// From unrounded amounts; none where no amount is known.
    pub fn by_amount(&self, rate: Rate) -> Option<Decimal> {
        ratio(self.of(rate).fen, self.all.fen)
    }
}

/// `82.98%`, or a dash.
pub fn shown(rate: Option<Decimal>) -> String {
    rate.map_or_else(|| "—".to_owned(), |r| percent(r, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cohort(all: i64, part: i64) -> Cohort {
        Cohort {
            all: Tally { projects: all, fen: 612_909 },
            start: Tally { projects: part, fen: 0 },
            funds: Tally { projects: 0, fen: 279_449 },
            ..Cohort::default()
        }
    }

    #[test]
    fn the_rates_are_those_that_fairs_have_printed() {
        // 渭南西洽会 2010, 兰洽会 19届: recomputed from their counts.
        assert_eq!(shown(cohort(292, 198).by_number(Rate::Start)), "67.81%");
        assert_eq!(shown(cohort(1093, 907).by_number(Rate::Start)), "82.98%");
        assert_eq!(shown(cohort(1093, 401).by_number(Rate::Start)), "36.69%");
        // Rounded once, from the exact ratio: 99.658 %, which a printed circular had truncated to 99.65.
        assert_eq!(shown(cohort(292, 291).by_number(Rate::Start)), "99.66%");
        assert_eq!(shown(cohort(1093, 907).by_amount(Rate::Funds)), "45.59%");
    }

    #[test]
    fn nothing_is_no_percentage() {
        assert_eq!(shown(Cohort::default().by_number(Rate::Start)), "—");
        assert_eq!(shown(Cohort::default().by_amount(Rate::Funds)), "—");
    }
}
