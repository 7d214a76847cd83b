//! The dates of stages: entered once, and put right only by a correction that keeps the old one.

use jiff::civil::Date;

use super::past;

/// Why a date cannot become another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// There is no such step.
    NoStep,
    /// It is the date already.
    Same,
    /// Not between 1978 and today.
    Range,
    /// Before the step that came before it, on this day.
    BeforePrevious(Date),
    /// After the step that followed, on this day.
    AfterNext(Date),
}

/// Whether the date of one step (from 0) may become `to`, with the dates that now hold, in the order of the steps.
pub fn correct_date(dates: &[Date], step: usize, to: Date, today: Date) -> Result<(), DateFault> {
    let now = *dates.get(step).ok_or(DateFault::NoStep)?;
    if now == to {
        return Err(DateFault::Same);
    }
    if !past(to, today) {
        return Err(DateFault::Range);
    }
    match step.checked_sub(1).and_then(|at| dates.get(at)) {
        Some(before) if to < *before => return Err(DateFault::BeforePrevious(*before)),
        _ => {}
    }
    match dates.get(step + 1) {
        Some(after) if to > *after => Err(DateFault::AfterNext(*after)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_date_stays_between_its_neighbours() {
        let dates = [date(2013, 3, 1), date(2013, 4, 1), date(2013, 6, 1)];
        let today = date(2013, 11, 15);
        let to = |step, to| correct_date(&dates, step, to, today);
        assert_eq!(to(1, date(2013, 3, 1)), Ok(()));
        assert_eq!(to(1, date(2013, 2, 28)), Err(DateFault::BeforePrevious(dates[0])));
        assert_eq!(to(1, date(2013, 6, 2)), Err(DateFault::AfterNext(dates[2])));
        assert_eq!(to(2, date(2013, 11, 15)), Ok(()));
        assert_eq!(to(2, date(2013, 11, 16)), Err(DateFault::Range));
        assert_eq!(to(0, date(1977, 1, 1)), Err(DateFault::Range));
        assert_eq!(to(1, dates[1]), Err(DateFault::Same));
        assert_eq!(to(3, date(2013, 7, 1)), Err(DateFault::NoStep));
    }
}
