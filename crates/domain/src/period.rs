//! Windows of civil dates and time progress (序时进度).

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: Date,
    pub to: Date,
}

impl Window {
    /// `None` when the window ends before it begins.
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    pub fn year(year: i16) -> Option<Self> {
        Some(Self { from: Date::new(year, 1, 1).ok()?, to: Date::new(year, 12, 31).ok()? })
    }

    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whole months of the window that are gone on `day`, and its months: a shifted year (1 December to
    /// 30 November) counts from its own first month. Before the window none are gone, after it all.
    pub fn months(self, day: Date) -> (i32, i32) {
        let index = |d: Date| i32::from(d.year()) * 12 + i32::from(d.month());
        let all = index(self.to) - index(self.from) + 1;
        let last_day = i32::from(day == day.last_of_month());
        let gone = if day >= self.to { all } else { index(day) - index(self.from) + last_day };
        (gone.clamp(0, all), all)
    }
}

/// A civil month; `2013-08` in JSON, in the database and in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(Date);

/// A text that is not a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a month: {0}")]
pub struct NotAMonth(String);

impl Month {
    /// The month in which a day lies.
    pub fn of(day: Date) -> Self {
        Self(day.first_of_month())
    }

    pub const fn first(self) -> Date {
        self.0
    }

    pub fn last(self) -> Date {
        self.0.last_of_month()
    }

    /// So many months later; negative is earlier.
    #[must_use]
    pub fn plus(self, months: i64) -> Self {
        Self(self.0.saturating_add(months.clamp(-12_000, 12_000).months()))
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl std::str::FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let day = (text.len() == 7).then(|| format!("{text}-01").parse::<Date>().ok()).flatten();
        day.filter(|d| (1..=9_999).contains(&d.year()))
            .map(Self)
            .ok_or_else(|| NotAMonth(text.chars().take(20).collect()))
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

/// Time progress by whole months, as circulars count it: on 31 August 8 of 12 months are gone. A month counts
/// when its last day has been reached.
pub fn months_elapsed(day: Date) -> i8 {
    if day == day.last_of_month() { day.month() } else { day.month() - 1 }
}

/// How a measure stands against its plan and the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pace {
    /// done ÷ plan, unrounded.
    pub done: Decimal,
    /// months elapsed ÷ 12, unrounded.
    pub elapsed: Decimal,
    /// done − elapsed in percentage points, unrounded: negative is behind (欠进度).
    pub lead_points: Decimal,
    /// Done per elapsed month, in the unit of `done_amount`; `None` before the first month is over.
    pub run_rate: Option<Decimal>,
    /// What each remaining month must bring to reach the goal; `None` when the year is over.
    pub needed_rate: Option<Decimal>,
}

/// The pace of `done_amount` against `plan` on `day`, and the monthly rate needed to reach `goal` by the year's
/// end (the plan itself, or the units' declared forecast). `None` when the plan is zero: a ratio to nothing is
/// not 100 %.
pub fn pace(done_amount: i64, plan: i64, goal: i64, day: Date) -> Option<Pace> {
    pace_of(done_amount.into(), plan.into(), goal.into(), (months_elapsed(day).into(), 12))
}

/// [`pace`] of any figure (a count, an amount in 元) after `gone` of `all` months. `None` when the plan is zero or
/// a figure is too large to compute with.
pub fn pace_of(amount: Decimal, plan: Decimal, goal: Decimal, (gone, all): (i32, i32)) -> Option<Pace> {
    let done = amount.checked_div(plan)?;
    let elapsed = Decimal::from(gone).checked_div(Decimal::from(all))?;
    let left = all - gone;
    let needed = goal.checked_sub(amount)?;
    Some(Pace {
        done,
        elapsed,
        lead_points: done.checked_sub(elapsed)?.checked_mul(Decimal::ONE_HUNDRED)?,
        run_rate: (gone > 0).then(|| amount / Decimal::from(gone)),
        needed_rate: (left > 0).then(|| needed / Decimal::from(left)),
    })
}

/// Whether a form that is due on a day counts as late on another.
pub fn is_late(due_on: Date, submitted_on: Option<Date>, on: Date) -> bool {
    match submitted_on.filter(|day| *day <= on) {
        Some(day) => day > due_on,
        None => on > due_on,
    }
}

/// The first day of a month written `2013-08`.
pub fn month_start(month: &str) -> Option<Date> {
    (month.len() == 7).then(|| format!("{month}-01").parse().ok())?
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::money::{YI_FEN, percent, yi};

    #[test]
    fn the_year_2013_is_6_1_points_behind_and_the_forecast_needs_twice_the_pace() {
        let done = 72 * YI_FEN + YI_FEN / 10;
        let pace = pace(done, 119 * YI_FEN + YI_FEN / 20, 150 * YI_FEN, date(2013, 8, 31)).expect("a plan");
        assert_eq!(percent(pace.done, 1), "60.6%");
        assert_eq!(percent(pace.elapsed, 1), "66.7%");
        assert_eq!(format!("{:.1}", pace.lead_points), "-6.1");
        let (needed, so_far) = (pace.needed_rate.expect("months left"), pace.run_rate.expect("months gone"));
        assert_eq!(format!("{:.2}", needed / so_far), "2.16");
        assert_eq!(yi(needed.round().try_into().expect("fits"), 1), "19.5");
        assert_eq!(yi(so_far.round().try_into().expect("fits"), 1), "9.0");
    }

    #[test]
    fn a_month_is_read_and_counted_on() {
        let august: Month = "2013-08".parse().expect("a month");
        assert_eq!((august.first(), august.last()), (date(2013, 8, 1), date(2013, 8, 31)));
        assert_eq!(august.plus(-8).to_string(), "2012-12");
        assert_eq!(Month::of(date(2012, 2, 29)).plus(12).last(), date(2013, 2, 28));
        assert!(august.plus(i64::MAX) > august);
        for wrong in ["", "2013", "2013-8", "2013-13", "2013-08-01", "-013-08", "2013/08", "二〇一三"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_shifted_year_counts_its_own_months() {
        let year = Window::new(date(2007, 12, 1), date(2008, 11, 30)).expect("a window");
        assert_eq!(year.months(date(2007, 11, 30)), (0, 12));
        assert_eq!(year.months(date(2007, 12, 31)), (1, 12));
        assert_eq!(year.months(date(2008, 2, 28)), (2, 12));
        assert_eq!(year.months(date(2008, 11, 30)), (12, 12));
        assert_eq!(year.months(date(2013, 1, 1)), (12, 12));
        assert!(pace_of(Decimal::MAX, Decimal::new(1, 28), Decimal::ONE, (1, 12)).is_none());
    }

    #[test]
    fn a_month_counts_when_its_last_day_is_reached() {
        assert_eq!(months_elapsed(date(2013, 8, 30)), 7);
        assert_eq!(months_elapsed(date(2013, 8, 31)), 8);
        assert_eq!(months_elapsed(date(2012, 2, 29)), 2);
        assert_eq!(months_elapsed(date(2013, 1, 5)), 0);
        assert!(pace(1, 0, 1, date(2013, 8, 31)).is_none());
    }

    #[test]
    fn a_form_is_late_when_its_day_is_over() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let due = day("2013-09-05");
        assert!(!is_late(due, None, due));
        assert!(is_late(due, None, day("2013-09-06")));
        assert!(!is_late(due, Some(due), day("2013-12-31")));
        assert!(is_late(due, Some(day("2013-09-06")), day("2013-12-31")));
        // What had not come yet on the day that is asked about was missing on it.
        assert!(is_late(due, Some(day("2013-10-01")), day("2013-09-30")));
        assert_eq!(month_start("2013-08"), Some(day("2013-08-01")));
        assert_eq!(
            (month_start("2013-13"), month_start("201308"), month_start("2013-8")),
            (None, None, None)
        );
    }
}
