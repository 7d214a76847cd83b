//! The problem ledger (问题清单): who raises, who answers, who confirms. A problem is closed by whoever raised it, or
//! by the office, and never by whoever answered it.

use jiff::civil::Date;

use crate::project::codes;

codes! {
    /// How far a problem is.
    State {
        /// Waits for the unit that owns it.
        Open = "open",
        /// Answered; waits for the raiser to confirm.
        Answered = "answered",
        /// 销号: the raiser has confirmed that it is solved.
        Closed = "closed",
        /// Taken back by the raiser before it was answered.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What can be done with a problem.
    Step {
        Answer = "answer",
        /// The answer does not solve it: back to the owner.
        SendBack = "send_back",
        Close = "close",
        Withdraw = "withdraw",
        /// To another unit, or with another due date.
        Assign = "assign",
    }
}

/// What somebody is to a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hand {
    /// They raised it, or fill in for the unit that did.
    pub raiser: bool,
    /// They fill in for the unit that is to solve it.
    pub owner: bool,
    /// They keep the ledger of the whole district.
    pub office: bool,
    /// The answer is theirs.
    pub answered: bool,
}

/// The state after a step, or the code of why not.
pub fn step(state: State, step: Step, hand: Hand) -> Result<State, &'static str> {
    let decides = hand.raiser || hand.office;
    match (step, state) {
        (Step::Answer, State::Open) if hand.owner || hand.office => Ok(State::Answered),
        (Step::Answer, State::Open) => Err("problem.not_owner"),
        (Step::SendBack | Step::Close, State::Answered) if !decides => Err("problem.not_raiser"),
        (Step::SendBack | Step::Close, State::Answered) if hand.answered => Err("problem.own_answer"),
        (Step::SendBack, State::Answered) => Ok(State::Open),
        (Step::Close, State::Answered) => Ok(State::Closed),
        (Step::Withdraw, State::Open) if decides => Ok(State::Withdrawn),
        (Step::Withdraw, State::Open) => Err("problem.not_raiser"),
        (Step::Assign, State::Open) if hand.office => Ok(State::Open),
        (Step::Assign, State::Open) => Err("problem.not_office"),
        (_, State::Closed | State::Withdrawn) => Err("problem.over"),
        (Step::Answer | Step::Withdraw | Step::Assign, State::Answered) => Err("problem.answered_already"),
        (Step::SendBack | Step::Close, State::Open) => Err("problem.not_answered"),
    }
}

/// Whether the owner is late: an answer that waits for confirmation is not.
pub fn overdue(state: State, due_on: Date, today: Date) -> bool {
    state == State::Open && due_on < today
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const RAISER: Hand = Hand { raiser: true, owner: false, office: false, answered: false };
    const OWNER: Hand = Hand { raiser: false, owner: true, office: false, answered: false };
    const OFFICE: Hand = Hand { raiser: false, owner: false, office: true, answered: false };

    #[test]
    fn the_owner_answers_and_the_raiser_closes() {
        assert_eq!(step(State::Open, Step::Answer, OWNER), Ok(State::Answered));
        assert_eq!(step(State::Open, Step::Answer, RAISER), Err("problem.not_owner"));
        assert_eq!(step(State::Answered, Step::Close, RAISER), Ok(State::Closed));
        assert_eq!(step(State::Answered, Step::Close, OWNER), Err("problem.not_raiser"));
        assert_eq!(step(State::Answered, Step::SendBack, RAISER), Ok(State::Open));
        assert_eq!(step(State::Open, Step::Close, RAISER), Err("problem.not_answered"));
        assert_eq!(step(State::Open, Step::Withdraw, RAISER), Ok(State::Withdrawn));
    }

    #[test]
    fn whoever_answered_does_not_close_even_in_the_office() {
        let answered = Hand { answered: true, ..OFFICE };
        assert_eq!(step(State::Open, Step::Answer, OFFICE), Ok(State::Answered));
        assert_eq!(step(State::Answered, Step::Close, answered), Err("problem.own_answer"));
        assert_eq!(step(State::Answered, Step::Close, OFFICE), Ok(State::Closed));
    }

    #[test]
    fn what_is_over_stays_over() {
        for state in [State::Closed, State::Withdrawn] {
            for what in Step::ALL {
                for hand in [RAISER, OWNER, OFFICE] {
                    assert_eq!(step(state, *what, hand), Err("problem.over"));
                }
            }
        }
    }

    #[test]
    fn only_an_unanswered_problem_is_late() {
        let (due, today) = (date(2013, 8, 20), date(2013, 8, 31));
        assert!(overdue(State::Open, due, today));
        assert!(!overdue(State::Answered, due, today) && !overdue(State::Open, today, today));
    }
}
