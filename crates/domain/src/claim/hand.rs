//! Who may do what with a claim and with a dispute about it, or the code of why not.

use jiff::{ToSpan, civil::Date};

use super::{CaseState, ClaimState, Clock, Terms};

/// What somebody is to a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capacity of its own")]
pub struct CaseHand {
    /// They decide for the whole district.
    pub reviewer: bool,
    /// They reported the claim, opened the case or handed in evidence.
    pub involved: bool,
    /// They took the first decision.
    pub decided: bool,
    /// They write for the unit that lost.
    pub loser: bool,
}

/// Contacts, withdrawal: what the unit that holds an open claim does with it. `holder`: they write for that unit.
pub fn may_keep(state: ClaimState, holder: bool) -> Result<(), &'static str> {
    match state {
        ClaimState::Open if holder => Ok(()),
        ClaimState::Open => Err("claim.not_holder"),
        _ => Err("claim.over"),
    }
}

/// A claim is renewed so often, towards its end, and only when both sides met since it began or was renewed.
pub fn may_renew(
    state: ClaimState,
    holder: bool,
    clock: &Clock,
    renewals: i64,
    met: bool,
    terms: &Terms,
    today: Date,
) -> Result<(), &'static str> {
    may_keep(state, holder)?;
    if renewals >= terms.renewals {
        return Err("claim.renewed_already");
    }
    if today < clock.expires_on.saturating_sub(terms.renew_within_days.days()) {
        return Err("claim.renew_too_early");
    }
    if met { Ok(()) } else { Err("claim.renew_without_meeting") }
}

/// A project is named once.
pub fn may_link(state: ClaimState, holder: bool, linked: bool) -> Result<(), &'static str> {
    may_keep(state, holder)?;
    if linked { Err("claim.linked_already") } else { Ok(()) }
}

pub fn may_decide(state: CaseState, hand: CaseHand) -> Result<(), &'static str> {
    match state {
        CaseState::Open if !hand.reviewer => Err("claim.not_reviewer"),
        CaseState::Open if hand.involved => Err("claim.own_case"),
        CaseState::Open => Ok(()),
        _ => Err("claim.decided_already"),
    }
}

/// Once, by the side that lost, in time.
pub fn may_appeal(state: CaseState, hand: CaseHand) -> Result<(), &'static str> {
    match state {
        CaseState::Decided if hand.loser => Ok(()),
        CaseState::Decided => Err("claim.not_loser"),
        CaseState::Open => Err("claim.not_decided"),
        CaseState::Appealed => Err("claim.appealed_already"),
        CaseState::Final => Err("claim.case_final"),
    }
}

/// What the committee decided is entered by somebody else than who decided first.
pub fn may_conclude(state: CaseState, hand: CaseHand) -> Result<(), &'static str> {
    match state {
        CaseState::Appealed if !hand.reviewer => Err("claim.not_reviewer"),
        CaseState::Appealed if hand.decided || hand.involved => Err("claim.own_case"),
        CaseState::Appealed => Ok(()),
        CaseState::Final => Err("claim.case_final"),
        CaseState::Open | CaseState::Decided => Err("claim.not_appealed"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const HOLDER: bool = true;
    const OTHER: bool = false;

    #[test]
    fn only_the_holder_keeps_a_claim_and_renews_it_by_meeting() {
        let terms = Terms::built_in();
        let clock = Clock::start(terms, date(2013, 8, 1));
        assert_eq!(may_keep(ClaimState::Open, OTHER), Err("claim.not_holder"));
        assert_eq!(may_keep(ClaimState::Lapsed, HOLDER), Err("claim.over"));
        let renew = |holder, renewals, met, day| {
            may_renew(ClaimState::Open, holder, &clock, renewals, met, terms, day)
        };
        assert_eq!(renew(HOLDER, 0, true, date(2013, 9, 29)), Err("claim.renew_too_early"));
        assert_eq!(renew(HOLDER, 0, true, date(2013, 9, 30)), Ok(()));
        assert_eq!(renew(HOLDER, 0, false, date(2013, 9, 30)), Err("claim.renew_without_meeting"));
        assert_eq!(renew(HOLDER, 1, true, date(2013, 9, 30)), Err("claim.renewed_already"));
        assert_eq!(renew(OTHER, 0, true, date(2013, 9, 30)), Err("claim.not_holder"));
        assert_eq!(may_link(ClaimState::Open, HOLDER, true), Err("claim.linked_already"));
    }

    #[test]
    fn nobody_decides_in_a_case_of_their_own_and_an_appeal_is_heard_by_others() {
        let reviewer = CaseHand { reviewer: true, ..CaseHand::default() };
        let loser = CaseHand { loser: true, ..CaseHand::default() };
        assert_eq!(may_decide(CaseState::Open, reviewer), Ok(()));
        assert_eq!(may_decide(CaseState::Open, loser), Err("claim.not_reviewer"));
        assert_eq!(
            may_decide(CaseState::Open, CaseHand { involved: true, ..reviewer }),
            Err("claim.own_case")
        );
        assert_eq!(may_decide(CaseState::Decided, reviewer), Err("claim.decided_already"));
        assert_eq!(may_appeal(CaseState::Decided, loser), Ok(()));
        assert_eq!(may_appeal(CaseState::Decided, reviewer), Err("claim.not_loser"));
        assert_eq!(may_appeal(CaseState::Appealed, loser), Err("claim.appealed_already"));
        assert_eq!(may_conclude(CaseState::Appealed, reviewer), Ok(()));
        assert_eq!(
            may_conclude(CaseState::Appealed, CaseHand { decided: true, ..reviewer }),
            Err("claim.own_case")
        );
        for hand in [reviewer, loser] {
            assert!(may_decide(CaseState::Final, hand).is_err());
            assert!(may_appeal(CaseState::Final, hand).is_err());
            assert!(may_conclude(CaseState::Final, hand).is_err());
        }
    }
}
