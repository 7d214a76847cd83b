//! What was promised (承诺事项), by the government and by the investor, and what became of it; and support funds
//! (扶持资金), of which never more is approved than was applied for, nor more paid than was approved.

use jiff::civil::Date;

use crate::project::codes;

codes! {
    /// Who promised.
    Side {
        Government = "government",
        Investor = "investor",
    }
}

codes! {
    /// What became of a promise.
    State {
        /// Not yet performed.
        Due = "due",
        /// Performed in part.
        Partly = "partly",
        Performed = "performed",
        /// 未履行: the office says that it was not kept.
        Broken = "broken",
        /// 豁免: the office lets it go.
        Waived = "waived",
    }
}

/// What somebody is to a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hand {
    /// They fill in for the unit that answers for it, or for the unit in the lead of the project.
    pub unit: bool,
    /// They keep the ledger of the whole district.
    pub office: bool,
    /// They entered it.
    pub entered: bool,
}

impl State {
    /// Whether anything is still waited for.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Due | Self::Partly)
    }
}

/// Whether a promise may be said to stand so, or the code of why not. Units say what was performed; that a promise
/// was broken, is let go, or is open again after all, is the office's word, and nobody lets go what they entered.
#[expect(clippy::match_same_arms, reason = "the table is read from top to bottom")]
pub fn may_become(from: State, to: State, hand: Hand) -> Result<(), &'static str> {
    if !hand.unit && !hand.office {
        return Err("commitment.not_owner");
    }
    match (from, to) {
        (State::Performed | State::Waived, State::Due) | (State::Due | State::Partly, State::Broken)
            if !hand.office =>
        {
            Err("commitment.not_office")
        }
        (State::Performed | State::Waived, State::Due)
        | (State::Due | State::Partly, State::Broken)
        | (State::Due | State::Partly | State::Broken, State::Partly | State::Performed) => Ok(()),
        (State::Due | State::Partly | State::Broken, State::Waived) if !hand.office => {
            Err("commitment.not_office")
        }
        (State::Due | State::Partly | State::Broken, State::Waived) if hand.entered => {
            Err("commitment.own_entry")
        }
        (State::Due | State::Partly | State::Broken, State::Waived) => Ok(()),
        (State::Performed | State::Waived, _) => Err("commitment.over"),
        (_, State::Due | State::Broken) => Err("commitment.same_state"),
    }
}

/// Whether what was performed of an amount fits the state: all of it when performed, a part of it when partly.
pub fn done_fits(to: State, amount_fen: Option<i64>, done_fen: Option<i64>) -> Result<(), &'static str> {
    match (amount_fen, done_fen) {
        (None, Some(_)) => Err("commitment.no_amount"),
        (Some(_), Some(done)) if done <= 0 => Err("commitment.amount_positive"),
        (Some(amount), Some(done)) if to == State::Partly && done >= amount => {
            Err("commitment.partly_is_less")
        }
        _ => Ok(()),
    }
}

/// Whether the day is over and something is still waited for.
pub fn overdue(state: State, due_on: Date, today: Date) -> bool {
    state.is_open() && due_on < today
}

codes! {
    /// How an application for support funds stands.
    SupportState {
        Applied = "applied",
        Approved = "approved",
        Refused = "refused",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What can be done with an application.
    SupportStep {
        Approve = "approve",
        Refuse = "refuse",
        Withdraw = "withdraw",
        Pay = "pay",
        /// A payout that was entered wrongly is taken back by an entry of its own.
        Reverse = "reverse",
    }
}

/// What somebody is to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capacity of its own")]
pub struct SupportHand {
    /// They may write to the project.
    pub applicant: bool,
    /// They may decide on applications.
    pub reviewer: bool,
    /// They fill in for the unit that pays, or keep the ledger of the district.
    pub payer: bool,
    /// The application is theirs.
    pub applied: bool,
    /// The decision is theirs.
    pub decided: bool,
}

/// Whether a step may be taken, or the code of why not. Nobody decides on their own application, and nobody pays
/// what they approved.
#[expect(clippy::match_same_arms, reason = "the table is read from top to bottom")]
pub fn support_step(state: SupportState, step: SupportStep, hand: SupportHand) -> Result<(), &'static str> {
    use SupportState::{Applied, Approved, Refused, Withdrawn};
    match (step, state) {
        (SupportStep::Approve | SupportStep::Refuse, Applied) if !hand.reviewer => {
            Err("commitment.not_reviewer")
        }
        (SupportStep::Approve | SupportStep::Refuse, Applied) if hand.applied => {
            Err("commitment.own_application")
        }
        (SupportStep::Withdraw, Applied) if !hand.applicant => Err("commitment.not_applicant"),
        (SupportStep::Approve | SupportStep::Refuse | SupportStep::Withdraw, Applied) => Ok(()),
        (SupportStep::Pay | SupportStep::Reverse, Approved) if !hand.payer => Err("commitment.not_payer"),
        (SupportStep::Pay | SupportStep::Reverse, Approved) if hand.decided => Err("commitment.own_approval"),
        (SupportStep::Pay | SupportStep::Reverse, Approved) => Ok(()),
        (SupportStep::Pay | SupportStep::Reverse, Applied) => Err("commitment.not_approved"),
        (_, Approved) => Err("commitment.decided"),
        (_, Refused | Withdrawn) => Err("commitment.support_over"),
    }
}

/// Whether so much may be approved; less than was applied for needs a reason.
pub fn approve(
    applied_fen: i64,
    approved_fen: i64,
    reason: &str,
) -> Result<(), (&'static str, &'static str)> {
    if approved_fen <= 0 {
        Err(("approved_fen", "commitment.amount_positive"))
    } else if approved_fen > applied_fen {
        Err(("approved_fen", "commitment.over_applied"))
    } else if approved_fen < applied_fen && reason.is_empty() {
        Err(("reason", "commitment.less_reason"))
    } else {
        Ok(())
    }
}

/// What is paid in all after a payout.
pub fn pay(approved_fen: i64, paid_fen: i64, fen: i64) -> Result<i64, &'static str> {
    if fen <= 0 {
        return Err("commitment.amount_positive");
    }
    let paid = paid_fen.checked_add(fen).filter(|paid| *paid <= approved_fen);
    paid.ok_or("commitment.over_approved")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const UNIT: Hand = Hand { unit: true, office: false, entered: false };
    const OFFICE: Hand = Hand { unit: false, office: true, entered: false };

    #[test]
    fn units_perform_and_the_office_judges() {
        let rows = [
            (State::Due, State::Performed, UNIT, Ok(())),
            (State::Due, State::Partly, UNIT, Ok(())),
            (State::Partly, State::Partly, UNIT, Ok(())),
            (State::Broken, State::Performed, UNIT, Ok(())),
            (State::Due, State::Performed, Hand::default(), Err("commitment.not_owner")),
            (State::Due, State::Broken, UNIT, Err("commitment.not_office")),
            (State::Due, State::Broken, OFFICE, Ok(())),
            (State::Due, State::Waived, UNIT, Err("commitment.not_office")),
            (State::Due, State::Waived, OFFICE, Ok(())),
            (State::Due, State::Waived, Hand { entered: true, ..OFFICE }, Err("commitment.own_entry")),
            (State::Performed, State::Broken, OFFICE, Err("commitment.over")),
            (State::Performed, State::Due, OFFICE, Ok(())),
            (State::Performed, State::Due, UNIT, Err("commitment.not_office")),
            (State::Waived, State::Performed, UNIT, Err("commitment.over")),
            (State::Due, State::Due, OFFICE, Err("commitment.same_state")),
            (State::Broken, State::Broken, OFFICE, Err("commitment.same_state")),
        ];
        for (from, to, hand, said) in rows {
            assert_eq!(may_become(from, to, hand), said, "{from} → {to}");
        }
    }

    #[test]
    fn a_part_is_less_than_the_whole() {
        assert_eq!(done_fits(State::Partly, Some(100), Some(40)), Ok(()));
        assert_eq!(done_fits(State::Partly, Some(100), Some(100)), Err("commitment.partly_is_less"));
        assert_eq!(done_fits(State::Performed, Some(100), Some(120)), Ok(()));
        assert_eq!(done_fits(State::Performed, None, Some(1)), Err("commitment.no_amount"));
        assert_eq!(done_fits(State::Performed, Some(1), Some(0)), Err("commitment.amount_positive"));
        assert_eq!(done_fits(State::Performed, None, None), Ok(()));
    }

    #[test]
    fn only_what_is_open_is_late() {
        let (due, today) = (date(2013, 8, 20), date(2013, 8, 31));
        assert!(overdue(State::Due, due, today) && overdue(State::Partly, due, today));
        assert!(!overdue(State::Due, today, today));
        for state in [State::Performed, State::Broken, State::Waived] {
            assert!(!overdue(state, due, today));
        }
    }

    #[test]
    fn paid_is_never_more_than_approved_nor_approved_more_than_applied() {
        assert_eq!(approve(800, 800, ""), Ok(()));
        assert_eq!(approve(800, 801, "x"), Err(("approved_fen", "commitment.over_applied")));
        assert_eq!(approve(800, 600, ""), Err(("reason", "commitment.less_reason")));
        assert_eq!(approve(800, 600, "x"), Ok(()));
        assert_eq!(approve(800, 0, "x"), Err(("approved_fen", "commitment.amount_positive")));
        assert_eq!(pay(800, 400, 400), Ok(800));
        assert_eq!(pay(800, 400, 401), Err("commitment.over_approved"));
        assert_eq!(pay(800, 400, i64::MAX), Err("commitment.over_approved"));
        assert_eq!(pay(800, 0, -1), Err("commitment.amount_positive"));
    }

    #[test]
    fn nobody_decides_on_their_own_or_pays_what_they_approved() {
        let all =
            SupportHand { applicant: true, reviewer: true, payer: true, applied: false, decided: false };
        let (step, state) = (SupportStep::Approve, SupportState::Applied);
        assert_eq!(support_step(state, step, all), Ok(()));
        let own = SupportHand { applied: true, ..all };
        assert_eq!(support_step(state, step, own), Err("commitment.own_application"));
        let decided = SupportHand { decided: true, ..all };
        assert_eq!(
            support_step(SupportState::Approved, SupportStep::Pay, decided),
            Err("commitment.own_approval")
        );
        assert_eq!(support_step(state, SupportStep::Pay, all), Err("commitment.not_approved"));
        assert_eq!(
            support_step(SupportState::Approved, SupportStep::Withdraw, all),
            Err("commitment.decided")
        );
        for over in [SupportState::Refused, SupportState::Withdrawn] {
            for step in SupportStep::ALL {
                assert_eq!(support_step(over, *step, all), Err("commitment.support_over"));
            }
        }
    }
}
