//! Supervision (督办): the office issues a note to a unit, the unit answers, the office closes it; while the unit is
//! late the note is raised to the next level. Whoever answered never closes.

mod level;
mod paper;

use jiff::civil::Date;

pub use level::{Colour, Level, LevelFault, Levels, Tone};
pub use paper::{NotePaper, Quoted, document};

use crate::project::codes;

codes! {
    /// How far a note is.
    State {
        /// Waits for the unit.
        Open = "open",
        /// Answered; waits for the office.
        Answered = "answered",
        /// 销号.
        Closed = "closed",
        /// Taken back by the office before it was answered.
        Cancelled = "cancelled",
    }
}

codes! {
    /// What can be done with a note.
    Step {
        Answer = "answer",
        /// The answer is not enough: back to the unit.
        SendBack = "send_back",
        Close = "close",
        /// To the next level, because the unit is late.
        Escalate = "escalate",
        /// 约谈: a talk with whoever answers for the unit.
        Interview = "interview",
        Cancel = "cancel",
    }
}

/// What somebody is to a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hand {
    /// They fill in for the unit that it is addressed to.
    pub addressee: bool,
    /// They issue notes for the district.
    pub issuer: bool,
    /// The answer is theirs.
    pub answered: bool,
}

/// The state after a step, or the code of why not.
pub fn step(state: State, step: Step, hand: Hand) -> Result<State, &'static str> {
    match (step, state) {
        (_, State::Closed | State::Cancelled) => Err("supervision.over"),
        (Step::Answer, State::Open) if hand.addressee || hand.issuer => Ok(State::Answered),
        (Step::Answer, State::Open) => Err("supervision.not_addressee"),
        _ if step != Step::Answer && !hand.issuer => Err("supervision.not_issuer"),
        (Step::SendBack | Step::Close, State::Answered) if hand.answered => Err("supervision.own_answer"),
        (Step::SendBack, State::Answered) | (Step::Escalate, State::Open) => Ok(State::Open),
        (Step::Close, State::Answered) => Ok(State::Closed),
        (Step::SendBack | Step::Close, State::Open) => Err("supervision.not_answered"),
        (Step::Interview, _) => Ok(state),
        (Step::Cancel, State::Open) => Ok(State::Cancelled),
        (Step::Answer | Step::Escalate | Step::Cancel, State::Answered) => {
            Err("supervision.answered_already")
        }
    }
}

/// Whether the unit is late: an answer that waits for the office is not.
pub fn overdue(state: State, due_on: Date, today: Date) -> bool {
    state == State::Open && due_on < today
}

/// `督办〔2013〕1号`: the year in full, no leading zero (GB/T 9704).
pub fn serial(word: &str, year: i16, number: i64) -> String {
    format!("{word}〔{year}〕{number}号")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const UNIT: Hand = Hand { addressee: true, issuer: false, answered: false };
    const OFFICE: Hand = Hand { addressee: false, issuer: true, answered: false };

    #[test]
    fn the_unit_answers_and_the_office_closes() {
        assert_eq!(step(State::Open, Step::Answer, UNIT), Ok(State::Answered));
        assert_eq!(step(State::Open, Step::Answer, Hand::default()), Err("supervision.not_addressee"));
        for what in [Step::SendBack, Step::Close, Step::Interview] {
            assert_eq!(step(State::Answered, what, UNIT), Err("supervision.not_issuer"));
        }
        assert_eq!(step(State::Answered, Step::Close, OFFICE), Ok(State::Closed));
        let own = Hand { answered: true, ..OFFICE };
        assert_eq!(step(State::Answered, Step::Close, own), Err("supervision.own_answer"));
        assert_eq!(step(State::Open, Step::Close, OFFICE), Err("supervision.not_answered"));
        assert_eq!(step(State::Answered, Step::SendBack, OFFICE), Ok(State::Open));
        assert_eq!(step(State::Answered, Step::Escalate, OFFICE), Err("supervision.answered_already"));
        assert_eq!(step(State::Answered, Step::Interview, OFFICE), Ok(State::Answered));
    }

    #[test]
    fn what_is_over_stays_over() {
        for state in [State::Closed, State::Cancelled] {
            for what in Step::ALL {
                for hand in [UNIT, OFFICE, Hand::default()] {
                    assert_eq!(step(state, *what, hand), Err("supervision.over"));
                }
            }
        }
    }

    #[test]
    fn numbers_are_written_as_documents_write_them() {
        assert_eq!(serial("督办", 2013, 1), "督办〔2013〕1号");
        assert!(overdue(State::Open, date(2013, 8, 30), date(2013, 8, 31)));
        assert!(!overdue(State::Open, date(2013, 8, 31), date(2013, 8, 31)));
        assert!(!overdue(State::Answered, date(2013, 8, 1), date(2013, 8, 31)));
    }
}
