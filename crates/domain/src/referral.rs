//! Referral (转介): a unit offers an investor to a better placed one, which takes it or not; what the giving unit keeps
//! of the credit is agreed before there is a project.

use jiff::civil::Date;

use crate::project::codes;

/// Days to answer unless the office has set others. Of the calendar: an investor does not wait for holidays.
pub const ANSWER_DAYS: i64 = 10;
/// Days that an office may set at most.
pub const MOST_DAYS: i64 = 90;

codes! {
    ReferralState {
        /// Waits for the receiving unit.
        Offered = "offered",
        Accepted = "accepted",
        Declined = "declined",
        Withdrawn = "withdrawn",
        /// Nobody answered in time.
        Expired = "expired",
    }
}

codes! {
    ReferralStep {
        Accept = "accept",
        Decline = "decline",
        Withdraw = "withdraw",
    }
}

/// What somebody is to a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReferralHand {
    /// They fill in for the unit that offers, or for any of them.
    pub giver: bool,
    pub receiver: bool,
    /// They offered it themselves.
    pub offered: bool,
}

/// An offer that nobody answered lapses at the end of its last day.
pub fn standing(state: ReferralState, expires_on: Date, today: Date) -> ReferralState {
    if state == ReferralState::Offered && expires_on < today { ReferralState::Expired } else { state }
}

/// The state after a step, or the code of why not.
pub const fn step(
    state: ReferralState,
    step: ReferralStep,
    hand: ReferralHand,
) -> Result<ReferralState, &'static str> {
    use ReferralState as S;
    use ReferralStep as T;
    match (step, state) {
        (_, S::Expired) => Err("referral.expired"),
        (_, S::Accepted | S::Declined | S::Withdrawn) => Err("referral.over"),
        (T::Withdraw, S::Offered) if hand.giver => Ok(S::Withdrawn),
        (T::Withdraw, S::Offered) => Err("referral.not_giver"),
        (T::Accept | T::Decline, S::Offered) if !hand.receiver => Err("referral.not_receiver"),
        (T::Accept, S::Offered) if hand.offered => Err("referral.own_offer"),
        (T::Accept, S::Offered) => Ok(S::Accepted),
        (T::Decline, S::Offered) => Ok(S::Declined),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{ReferralState as S, ReferralStep as T, *};

    #[test]
    fn the_other_unit_answers_and_the_giver_takes_back() {
        let giver = ReferralHand { giver: true, receiver: false, offered: true };
        let receiver = ReferralHand { giver: false, receiver: true, offered: false };
        assert_eq!(step(S::Offered, T::Accept, receiver), Ok(S::Accepted));
        assert_eq!(step(S::Offered, T::Decline, receiver), Ok(S::Declined));
        assert_eq!(step(S::Offered, T::Withdraw, receiver), Err("referral.not_giver"));
        assert_eq!(step(S::Offered, T::Withdraw, giver), Ok(S::Withdrawn));
        assert_eq!(step(S::Offered, T::Accept, giver), Err("referral.not_receiver"));
        let both = ReferralHand { receiver: true, ..giver };
        assert_eq!(step(S::Offered, T::Accept, both), Err("referral.own_offer"));
        for state in [S::Accepted, S::Declined, S::Withdrawn, S::Expired] {
            for what in T::ALL {
                assert!(step(state, *what, both).is_err() && step(state, *what, receiver).is_err());
            }
        }
    }

    #[test]
    fn it_lapses_after_its_last_day() {
        let last = date(2013, 9, 10);
        assert_eq!(standing(S::Offered, last, last), S::Offered);
        assert_eq!(standing(S::Offered, last, date(2013, 9, 11)), S::Expired);
        assert_eq!(standing(S::Accepted, last, date(2013, 9, 11)), S::Accepted);
    }
}
