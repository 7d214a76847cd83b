//! Passing a project from one unit to another (流转): who offers, who accepts, who confirms, and how the credit of the
//! giving unit is divided from then on. The fact is counted once; what is divided is the units' credit.

use jiff::{ToSpan, civil::Date};

use crate::project::{FULL, codes};

codes! {
    /// What units are credited with, each divided by itself.
    CreditMeasure {
        /// 到位资金
        Funds = "funds",
        /// 引进项目
        Projects = "projects",
        /// 产值
        Output = "output",
        /// 税收
        Tax = "tax",
    }
}

codes! {
    /// How a measure is credited to the two units.
    CreditMode {
        /// 分割: parts of one whole.
        Split = "split",
        /// 双方全额: each counts the whole; totals of the district count it once.
        Double = "double",
    }
}

codes! {
    TransferState {
        /// Waits for the receiving unit.
        Offered = "offered",
        /// Waits for the office.
        Accepted = "accepted",
        /// The project is the receiving unit's.
        Confirmed = "confirmed",
        Declined = "declined",
        /// The office did not confirm.
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// Nobody answered in time.
        Expired = "expired",
    }
}

codes! {
    TransferStep {
        Accept = "accept",
        Decline = "decline",
        Withdraw = "withdraw",
        Confirm = "confirm",
        Refuse = "refuse",
    }
}

/// How one measure is to be credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub measure: CreditMeasure,
    pub mode: CreditMode,
    /// What the giving unit keeps of its own part, in basis points.
    pub keeps_bp: i64,
}

/// What somebody is to a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TransferHand {
    /// They fill in for the unit that offers, or for any of them.
    pub giver: bool,
    pub receiver: bool,
    /// They recognise for the whole district.
    pub office: bool,
    pub offered: bool,
    pub accepted: bool,
}

/// An offer that nobody answered lapses at the end of its last day.
pub fn standing(state: TransferState, expires_on: Date, today: Date) -> TransferState {
    if state == TransferState::Offered && expires_on < today { TransferState::Expired } else { state }
}

/// The state after a step, or the code of why not.
pub fn step(
    state: TransferState,
    step: TransferStep,
    hand: TransferHand,
) -> Result<TransferState, &'static str> {
    use TransferState as S;
    use TransferStep as T;
    match (step, state) {
        (_, S::Expired) => Err("transfer.expired"),
        (_, S::Confirmed | S::Declined | S::Refused | S::Withdrawn) => Err("transfer.over"),
        (T::Accept | T::Decline, S::Accepted) => Err("transfer.answered_already"),
        (T::Accept | T::Decline, S::Offered) if !hand.receiver => Err("transfer.not_receiver"),
        (T::Accept, S::Offered) if hand.offered => Err("transfer.own_offer"),
        (T::Accept, S::Offered) => Ok(S::Accepted),
        (T::Decline, S::Offered) => Ok(S::Declined),
        (T::Withdraw, _) if hand.giver => Ok(S::Withdrawn),
        (T::Withdraw, _) => Err("transfer.not_giver"),
        (T::Confirm | T::Refuse, S::Offered) => Err("transfer.not_accepted"),
        (T::Confirm | T::Refuse, S::Accepted) if !hand.office => Err("transfer.not_office"),
        (T::Confirm, S::Accepted) if hand.offered || hand.accepted => Err("transfer.own_offer"),
        (T::Confirm, S::Accepted) => Ok(S::Confirmed),
        (T::Refuse, S::Accepted) => Ok(S::Refused),
    }
}

/// What is wrong with terms: the code, and the place in the list.
pub fn term_faults(terms: &[Term]) -> Vec<(usize, &'static str)> {
    let mut out = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        // Sums of these are made of the units' credits: they have to stay parts of one whole.
        let summed = matches!(term.measure, CreditMeasure::Funds | CreditMeasure::Projects);
        if term.mode == CreditMode::Double && summed {
            out.push((at, "transfer.double_not_here"));
        }
        if !(0..=FULL).contains(&term.keeps_bp) {
            out.push((at, "transfer.keeps"));
        }
        if terms[..at].iter().any(|t| t.measure == term.measure) {
            out.push((at, "transfer.measure_twice"));
        }
    }
    out
}

/// Shares of the units after a transfer: the giving unit's part is divided, the others keep theirs. Parts of a whole
/// still sum to it; the receiving unit gets what rounding leaves.
pub fn divide<U: Copy + PartialEq>(shares: &[(U, i64)], giver: U, receiver: U, term: &Term) -> Vec<(U, i64)> {
    let part = shares.iter().find(|(unit, _)| *unit == giver).map_or(0, |(_, bp)| *bp);
    let (kept, given) = match term.mode {
        CreditMode::Double => (part, part),
        CreditMode::Split => {
            let kept = part * term.keeps_bp / FULL;
            (kept, part - kept)
        }
    };
    let mut out = with(shares.to_vec(), &[giver, receiver]);
    for (unit, bp) in &mut out {
        if *unit == giver {
            *bp = kept;
        } else if *unit == receiver {
            *bp = (*bp + given).min(FULL);
        }
    }
    out
}

/// Sets of shares from a day on, oldest first.
pub type Sets<U> = Vec<(Date, Vec<(U, i64)>)>;

/// What becomes of the sets of a measure: nothing before `from_on` changes, from then on the giving unit's part is
/// divided, and after the last day of the agreement all of it is the receiving unit's. Sets that an earlier agreement
/// has for later days are divided alike. Every set names every unit.
pub fn sets_after<U: Copy + PartialEq>(
    known: &Sets<U>,
    (giver, receiver): (U, U),
    term: &Term,
    from_on: Date,
    last_on: Option<Date>,
) -> Sets<U> {
    let after_end = last_on.and_then(|day| day.checked_add(1.days()).ok());
    let mut days: Vec<Date> = known.iter().map(|(day, _)| *day).chain([from_on]).chain(after_end).collect();
    days.sort_unstable();
    days.dedup();
    let all_given = Term { mode: CreditMode::Split, keeps_bp: 0, ..*term };
    let at = |day: Date| {
        let set = known.iter().rev().find(|(from, _)| *from <= day).map(|(_, set)| set.clone());
        let set = set.unwrap_or_default();
        if day < from_on {
            with(set, &[giver, receiver])
        } else if after_end.is_some_and(|end| day >= end) {
            divide(&set, giver, receiver, &all_given)
        } else {
            divide(&set, giver, receiver, term)
        }
    };
    days.into_iter().map(|day| (day, at(day))).collect()
}

/// The shares, with nothing for units that have none.
fn with<U: Copy + PartialEq>(mut shares: Vec<(U, i64)>, units: &[U]) -> Vec<(U, i64)> {
    for unit in units {
        if !shares.iter().any(|(known, _)| known == unit) {
            shares.push((*unit, 0));
        }
    }
    shares
}

/// The last day of an agreement of so many years; none when it has no end.
pub fn last_day(from_on: Date, years: Option<i64>) -> Option<Date> {
    from_on.checked_add(years?.years()).ok()?.checked_sub(1.days()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{TransferState as S, TransferStep as T, *};

    const GIVER: TransferHand =
        TransferHand { giver: true, receiver: false, office: false, offered: true, accepted: false };
    const RECEIVER: TransferHand =
        TransferHand { giver: false, receiver: true, office: false, offered: false, accepted: true };
    const OFFICE: TransferHand =
        TransferHand { giver: false, receiver: false, office: true, offered: false, accepted: false };

    fn split(keeps_bp: i64) -> Term {
        Term { measure: CreditMeasure::Funds, mode: CreditMode::Split, keeps_bp }
    }

    #[test]
    fn the_receiver_accepts_and_the_office_confirms() {
        assert_eq!(step(S::Offered, T::Accept, RECEIVER), Ok(S::Accepted));
        assert_eq!(step(S::Offered, T::Accept, GIVER), Err("transfer.not_receiver"));
        assert_eq!(step(S::Offered, T::Confirm, OFFICE), Err("transfer.not_accepted"));
        assert_eq!(step(S::Accepted, T::Confirm, OFFICE), Ok(S::Confirmed));
        assert_eq!(step(S::Accepted, T::Confirm, GIVER), Err("transfer.not_office"));
        assert_eq!(step(S::Accepted, T::Withdraw, GIVER), Ok(S::Withdrawn));
        assert_eq!(step(S::Offered, T::Withdraw, RECEIVER), Err("transfer.not_giver"));
        assert_eq!(step(S::Accepted, T::Accept, RECEIVER), Err("transfer.answered_already"));
    }

    #[test]
    fn nobody_confirms_what_they_offered_or_accepted() {
        let offered = TransferHand { offered: true, ..OFFICE };
        let accepted = TransferHand { accepted: true, ..OFFICE };
        assert_eq!(step(S::Accepted, T::Confirm, offered), Err("transfer.own_offer"));
        assert_eq!(step(S::Accepted, T::Confirm, accepted), Err("transfer.own_offer"));
        let both = TransferHand { receiver: true, ..GIVER };
        assert_eq!(step(S::Offered, T::Accept, both), Err("transfer.own_offer"));
    }

    #[test]
    fn what_is_over_stays_over() {
        for state in [S::Confirmed, S::Declined, S::Refused, S::Withdrawn, S::Expired] {
            for what in T::ALL {
                for hand in [GIVER, RECEIVER, OFFICE] {
                    assert!(step(state, *what, hand).is_err());
                }
            }
        }
        let (day, after) = (date(2013, 8, 20), date(2013, 8, 21));
        assert_eq!(standing(S::Offered, day, day), S::Offered);
        assert_eq!(standing(S::Offered, day, after), S::Expired);
        assert_eq!(standing(S::Accepted, day, after), S::Accepted);
    }

    #[test]
    fn the_givers_part_is_divided_and_the_whole_stays_whole() {
        for (before, keeps, after) in [
            (vec![('a', 10_000)], 3_000, vec![('a', 3_000), ('b', 7_000)]),
            (vec![('a', 10_000)], 0, vec![('a', 0), ('b', 10_000)]),
            (vec![('a', 3_333), ('c', 6_667)], 5_000, vec![('a', 1_666), ('c', 6_667), ('b', 1_667)]),
            (vec![('a', 6_000), ('b', 4_000)], 5_000, vec![('a', 3_000), ('b', 7_000)]),
        ] {
            let made = divide(&before, 'a', 'b', &split(keeps));
            assert_eq!(made, after);
            assert_eq!(made.iter().map(|(_, bp)| bp).sum::<i64>(), FULL);
        }
        let double = Term { measure: CreditMeasure::Tax, mode: CreditMode::Double, keeps_bp: 0 };
        assert_eq!(divide(&[('a', 10_000)], 'a', 'b', &double), [('a', 10_000), ('b', 10_000)]);
    }

    #[test]
    fn the_past_stays_and_an_agreement_ends() {
        let known = vec![(date(1978, 1, 1), vec![('a', 10_000)])];
        let (from, last) = (date(2013, 9, 1), date(2018, 8, 31));
        let first = sets_after(&known, ('a', 'b'), &split(3_000), from, Some(last));
        assert_eq!(
            first,
            [
                (date(1978, 1, 1), vec![('a', 10_000), ('b', 0)]),
                (from, vec![('a', 3_000), ('b', 7_000)]),
                (date(2018, 9, 1), vec![('a', 0), ('b', 10_000)]),
            ]
        );
        // Handed on while the first agreement runs: the first giver keeps what was agreed, until it ends.
        let again = date(2014, 9, 1);
        let second = sets_after(&first, ('b', 'c'), &split(5_000), again, None);
        assert_eq!(
            second[1..],
            [
                (from, vec![('a', 3_000), ('b', 7_000), ('c', 0)]),
                (again, vec![('a', 3_000), ('b', 3_500), ('c', 3_500)]),
                (date(2018, 9, 1), vec![('a', 0), ('b', 5_000), ('c', 5_000)]),
            ]
        );
    }

    #[test]
    fn terms_are_checked_and_agreements_end() {
        let double = Term { measure: CreditMeasure::Funds, mode: CreditMode::Double, keeps_bp: 0 };
        assert_eq!(term_faults(&[double]), [(0, "transfer.double_not_here")]);
        assert_eq!(term_faults(&[split(10_001)]), [(0, "transfer.keeps")]);
        assert_eq!(term_faults(&[split(1), split(2)]), [(1, "transfer.measure_twice")]);
        assert_eq!(last_day(date(2013, 9, 1), Some(5)), Some(date(2018, 8, 31)));
        assert_eq!(last_day(date(2013, 9, 1), None), None);
    }
}
