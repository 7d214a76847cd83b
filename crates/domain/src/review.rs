//! 联合认定: several departments look at receipts, a meeting decides, the decisions are shown in public, and what nobody
//! objected to is final. Who may do what, and when, is here.

use jiff::{ToSpan, civil::Date};

use crate::project::codes;

codes! {
    /// How far a round is.
    State {
        /// 会审: departments are asked, the meeting is not held yet.
        Open = "open",
        /// 公示
        Noticed = "noticed",
        /// 定案
        Final = "final",
    }
}

codes! {
    /// What a meeting decides of a receipt.
    Verdict {
        Recognise = "recognise",
        Return = "return",
        Reject = "reject",
    }
}

/// So many receipts are one round: a meeting goes through them one by one.
pub const MOST: usize = 200;
/// The shortest and the longest public notice, in days.
pub const NOTICE: std::ops::RangeInclusive<i64> = 3..=60;

/// Whether the meeting may decide: every opinion is there, or their deadline is over.
pub fn may_meet(state: State, waiting: usize, due_on: Date, today: Date) -> Result<(), &'static str> {
    match state {
        State::Open if waiting > 0 && today <= due_on => Err("review.opinions_missing"),
        State::Open => Ok(()),
        State::Noticed | State::Final => Err("review.already_met"),
    }
}

/// Whether a unit may still object.
pub fn may_object(state: State, until: Option<Date>, today: Date) -> Result<(), &'static str> {
    match (state, until) {
        (State::Noticed, Some(until)) if today <= until => Ok(()),
        (State::Noticed, _) => Err("review.notice_over"),
        (State::Open, _) => Err("review.not_noticed"),
        (State::Final, _) => Err("review.is_final"),
    }
}

/// Whether the round may be closed: the notice is over, and every objection has its answer.
pub fn may_finish(
    state: State,
    until: Option<Date>,
    unanswered: usize,
    today: Date,
) -> Result<(), &'static str> {
    match (state, until) {
        (State::Open, _) => Err("review.not_noticed"),
        (State::Final, _) => Err("review.is_final"),
        (State::Noticed, Some(until)) if today <= until => Err("review.notice_runs"),
        (State::Noticed, _) if unanswered > 0 => Err("review.objections_open"),
        (State::Noticed, _) => Ok(()),
    }
}

/// The last day of a notice that begins on a day.
pub fn notice_until(from: Date, days: i64) -> Date {
    from.saturating_add((days - 1).days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_meeting_waits_for_opinions_until_their_deadline() {
        let due = date(2013, 9, 10);
        assert_eq!(may_meet(State::Open, 2, due, due), Err("review.opinions_missing"));
        assert_eq!(may_meet(State::Open, 2, due, date(2013, 9, 11)), Ok(()));
        assert_eq!(may_meet(State::Open, 0, due, date(2013, 9, 1)), Ok(()));
        assert_eq!(may_meet(State::Noticed, 0, due, due), Err("review.already_met"));
    }

    #[test]
    fn a_notice_lasts_its_last_day() {
        let until = notice_until(date(2013, 9, 11), 5);
        assert_eq!(until, date(2013, 9, 15));
        assert_eq!(may_object(State::Noticed, Some(until), until), Ok(()));
        assert_eq!(may_object(State::Noticed, Some(until), date(2013, 9, 16)), Err("review.notice_over"));
        assert_eq!(may_object(State::Open, None, until), Err("review.not_noticed"));
        assert_eq!(may_finish(State::Noticed, Some(until), 0, until), Err("review.notice_runs"));
        assert_eq!(
            may_finish(State::Noticed, Some(until), 1, date(2013, 9, 16)),
            Err("review.objections_open")
        );
        assert_eq!(may_finish(State::Noticed, Some(until), 0, date(2013, 9, 16)), Ok(()));
        assert_eq!(may_finish(State::Final, Some(until), 0, until), Err("review.is_final"));
    }
}
