//! 关账: a period is closed with everything that its result was made from, published, open to objections until a day, and
//! final. What is corrected later counts in the period after. Who may do what, and when, is here.

use jiff::civil::Date;

use crate::project::codes;

codes! {
    /// How far a closing is.
    State {
        /// 已关账
        Closed = "closed",
        /// 公示
        Published = "published",
        /// 定案
        Final = "final",
        /// 已重新开启
        Reopened = "reopened",
    }
}

/// The fewest days for which objections are taken.
pub const OBJECTION_DAYS: i64 = 3;

/// A closing as far as its rules need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    pub state: State,
    /// Whether no later period is closed.
    pub latest: bool,
    pub objections_until: Option<Date>,
    pub unanswered: usize,
    pub upheld: usize,
    /// Somebody asked to open it again.
    pub reopen_asked: bool,
}

/// Whether a month may be closed: it is over, and comes after the last one that was.
pub fn may_close(last_day: Date, closed_until: Option<Date>, today: Date) -> Result<(), &'static str> {
    if last_day > today {
        Err("assessment.month_runs")
    } else if closed_until.is_some_and(|until| last_day <= until) {
        Err("assessment.already_closed")
    } else {
        Ok(())
    }
}

impl Closing {
    pub const fn may_publish(&self) -> Result<(), &'static str> {
        match self.state {
            State::Closed if self.reopen_asked => Err("assessment.reopen_waits"),
            State::Closed => Ok(()),
            State::Published => Err("assessment.already_published"),
            State::Final => Err("assessment.is_final"),
            State::Reopened => Err("assessment.is_reopened"),
        }
    }

    pub fn may_object(&self, today: Date) -> Result<(), &'static str> {
        match (self.state, self.objections_until) {
            (State::Published, Some(until)) if today <= until => Ok(()),
            (State::Published, _) => Err("assessment.objections_over"),
            (State::Closed, _) => Err("assessment.not_published"),
            (State::Final, _) => Err("assessment.is_final"),
            (State::Reopened, _) => Err("assessment.is_reopened"),
        }
    }

    /// A result against which an objection was upheld is wrong: it is opened again, not final.
    pub fn may_be_final(&self, today: Date) -> Result<(), &'static str> {
        match (self.state, self.objections_until) {
            (State::Closed, _) => Err("assessment.not_published"),
            (State::Final, _) => Err("assessment.is_final"),
            (State::Reopened, _) => Err("assessment.is_reopened"),
            (State::Published, Some(until)) if today <= until => Err("assessment.objections_run"),
            (State::Published, _) if self.unanswered > 0 => Err("assessment.objections_open"),
            (State::Published, _) if self.upheld > 0 => Err("assessment.objection_upheld"),
            (State::Published, _) if self.reopen_asked => Err("assessment.reopen_waits"),
            (State::Published, _) => Ok(()),
        }
    }

    /// Periods are opened again from the last one backwards, or their sums would overlap.
    pub const fn may_ask_to_reopen(&self) -> Result<(), &'static str> {
        match self.state {
            State::Final => Err("assessment.is_final"),
            State::Reopened => Err("assessment.is_reopened"),
            _ if !self.latest => Err("assessment.later_closed"),
            _ if self.reopen_asked => Err("assessment.reopen_asked"),
            State::Closed | State::Published => Ok(()),
        }
    }

    /// `own`: who decides is who asked.
    pub const fn may_reopen(&self, own: bool) -> Result<(), &'static str> {
        if !self.reopen_asked || matches!(self.state, State::Final | State::Reopened) {
            Err("assessment.reopen_not_asked")
        } else if own {
            Err("assessment.own_reopening")
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn closing(state: State) -> Closing {
        Closing {
            state,
            latest: true,
            objections_until: Some(date(2013, 9, 20)),
            unanswered: 0,
            upheld: 0,
            reopen_asked: false,
        }
    }

    #[test]
    fn months_are_closed_when_they_are_over_one_after_the_other() {
        let august = date(2013, 8, 31);
        assert_eq!(may_close(august, None, date(2013, 8, 30)), Err("assessment.month_runs"));
        assert_eq!(may_close(august, Some(date(2013, 7, 31)), august), Ok(()));
        assert_eq!(may_close(august, Some(august), date(2013, 9, 2)), Err("assessment.already_closed"));
    }

    #[test]
    fn a_result_is_final_when_nothing_stands_against_it() {
        let (on, after) = (date(2013, 9, 20), date(2013, 9, 21));
        let shown = closing(State::Published);
        assert_eq!(shown.may_object(on), Ok(()));
        assert_eq!(shown.may_object(after), Err("assessment.objections_over"));
        assert_eq!(shown.may_be_final(on), Err("assessment.objections_run"));
        assert_eq!(shown.may_be_final(after), Ok(()));
        let open = Closing { unanswered: 1, ..shown };
        assert_eq!(open.may_be_final(after), Err("assessment.objections_open"));
        let upheld = Closing { upheld: 1, ..shown };
        assert_eq!(upheld.may_be_final(after), Err("assessment.objection_upheld"));
        assert_eq!(closing(State::Closed).may_publish(), Ok(()));
        assert_eq!(closing(State::Final).may_publish(), Err("assessment.is_final"));
    }

    #[test]
    fn opening_again_takes_two_and_goes_backwards() {
        let shown = closing(State::Published);
        assert_eq!(shown.may_reopen(false), Err("assessment.reopen_not_asked"));
        assert_eq!(shown.may_ask_to_reopen(), Ok(()));
        assert_eq!(Closing { latest: false, ..shown }.may_ask_to_reopen(), Err("assessment.later_closed"));
        let asked = Closing { reopen_asked: true, ..shown };
        assert_eq!(asked.may_reopen(true), Err("assessment.own_reopening"));
        assert_eq!(asked.may_reopen(false), Ok(()));
        assert_eq!(closing(State::Final).may_ask_to_reopen(), Err("assessment.is_final"));
    }
}
