//! What the district and an investor have to do with each other (往来): when it is planned, waits for its record, or is
//! told; when two units get into each other's way; when an investor has not been heard of.

use jiff::{ToSpan, civil::Date};

use crate::project::codes;

codes! {
    Kind {
        /// 外出拜访
        VisitOut = "visit_out",
        /// 来访接待
        VisitIn = "visit_in",
        /// 电话、网络联络
        Call = "call",
        /// 会谈
        Meeting = "meeting",
        /// 函件
        Letter = "letter",
    }
}

codes! {
    /// How far it is.
    Standing {
        Planned = "planned",
        /// The day is over, and nobody said what came of it.
        Untold = "untold",
        Told = "told",
    }
}

/// Days within which visits of two units to one firm are a clash, unless the office says otherwise.
pub const CLASH_DAYS: i64 = 14;
/// Days without anything after which an investor is quiet, unless the office says otherwise.
pub const QUIET_DAYS: i64 = 60;
/// Days that an office may set at most.
pub const MOST_DAYS: i64 = 730;
/// Days ahead that may be planned at most.
pub const AHEAD_DAYS: i64 = 366;

impl Kind {
    /// Whether somebody travels: what an investor is bothered by when two units do it.
    pub const fn is_visit(self) -> bool {
        matches!(self, Self::VisitOut | Self::VisitIn)
    }
}

pub fn standing(held_on: Date, summary: &str, today: Date) -> Standing {
    match (held_on > today, summary.trim().is_empty()) {
        (true, _) => Standing::Planned,
        (false, true) => Standing::Untold,
        (false, false) => Standing::Told,
    }
}

/// First and last day on which a visit of another unit is a clash with one on this day.
pub fn clash_range(held_on: Date, days: i64) -> (Date, Date) {
    (
        held_on.checked_sub(days.days()).unwrap_or(Date::MIN),
        held_on.checked_add(days.days()).unwrap_or(Date::MAX),
    )
}

/// An investor last heard of before this day is quiet.
pub fn quiet_before(today: Date, days: i64) -> Date {
    today.checked_sub(days.days()).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_that_is_over_waits_for_its_record() {
        let today = date(2013, 11, 15);
        assert_eq!(standing(date(2013, 11, 16), "", today), Standing::Planned);
        assert_eq!(standing(date(2013, 11, 16), "事先拟定", today), Standing::Planned);
        assert_eq!(standing(today, " \n", today), Standing::Untold);
        assert_eq!(standing(today, "商谈选址", today), Standing::Told);
    }

    #[test]
    fn visits_clash_within_days_of_each_other_and_calls_never() {
        assert_eq!(clash_range(date(2013, 11, 15), 14), (date(2013, 11, 1), date(2013, 11, 29)));
        assert!(Kind::VisitOut.is_visit() && Kind::VisitIn.is_visit());
        assert!(!Kind::Call.is_visit() && !Kind::Meeting.is_visit() && !Kind::Letter.is_visit());
        assert_eq!(quiet_before(date(2013, 11, 15), 60), date(2013, 9, 16));
    }
}
