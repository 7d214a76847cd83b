//! Admission of a project (联审): 预审 → 评审 → 决策. Which departments are asked, and whether a meeting decides, is a
//! table by kind and amount that a district may change; who may do what is here. Nobody concludes a review that
//! they asked for, and no department's word is given by the unit that wants the project.

mod rules;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::project::codes;

pub use rules::{Rule, Rules, STANDARD};

codes! {
    /// How far a review is.
    State {
        /// 预审: the office looks whether the papers are complete.
        Precheck = "precheck",
        /// 评审: departments are asked.
        Opinions = "opinions",
        /// 决策: the meeting was held.
        Meeting = "meeting",
        Passed = "passed",
        /// 补充: more papers are wanted.
        Supplement = "supplement",
        /// 缓议
        Deferred = "deferred",
        Rejected = "rejected",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What can be done with a review.
    Step {
        Ask = "ask",
        Meet = "meet",
        Conclude = "conclude",
        Withdraw = "withdraw",
    }
}

impl State {
    /// Whether a project has no second review beside one that stands so.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Precheck | Self::Opinions | Self::Meeting | Self::Supplement | Self::Deferred)
    }

    /// Whether a meeting or a reviewer may conclude so.
    pub const fn is_conclusion(self) -> bool {
        matches!(self, Self::Passed | Self::Supplement | Self::Deferred | Self::Rejected)
    }
}

/// What somebody is to a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capacity of its own")]
pub struct Hand {
    /// They may write to the project.
    pub applicant: bool,
    /// They keep the reviews of the whole district.
    pub office: bool,
    /// They may conclude.
    pub reviewer: bool,
    /// They asked for the review, or asked the departments, or gave an opinion.
    pub involved: bool,
}

/// What the opinions of a review come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Not answered, and the deadline is not over.
    pub waiting: usize,
    /// Not answered, though the deadline is over.
    pub silent: usize,
}

/// Whether a step may be taken, or the code of why not. A department that lets its deadline pass does not hold up the
/// meeting, but a review without a meeting waits for every opinion.
#[expect(clippy::match_same_arms, reason = "the table is read from top to bottom")]
pub fn step(state: State, step: Step, meeting: bool, asked: Asked, hand: Hand) -> Result<(), &'static str> {
    match step {
        Step::Ask => match state {
            State::Precheck | State::Supplement | State::Deferred if hand.office => Ok(()),
            State::Precheck | State::Supplement | State::Deferred => Err("admission.not_office"),
            _ => Err("admission.not_now"),
        },
        Step::Meet => match state {
            State::Opinions if !hand.office => Err("admission.not_office"),
            State::Opinions if asked.waiting > 0 => Err("admission.opinions_missing"),
            State::Opinions => Ok(()),
            _ => Err("admission.not_now"),
        },
        Step::Conclude => match state {
            State::Meeting | State::Opinions if !hand.reviewer => Err("admission.not_reviewer"),
            State::Meeting | State::Opinions if hand.involved => Err("admission.own_review"),
            State::Meeting => Ok(()),
            State::Opinions if meeting => Err("admission.meeting_missing"),
            State::Opinions if asked.waiting + asked.silent > 0 => Err("admission.opinions_missing"),
            State::Opinions => Ok(()),
            _ => Err("admission.not_now"),
        },
        Step::Withdraw => match state {
            State::Precheck | State::Opinions | State::Supplement | State::Deferred => {
                if hand.applicant || hand.office { Ok(()) } else { Err("admission.not_applicant") }
            }
            _ => Err("admission.not_now"),
        },
    }
}

/// The day by which a department is to answer: so many working days on. Saturdays and Sundays do not count; the moved
/// holidays of a year are not known here.
pub fn deadline(from: Date, days: i64) -> Date {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        day = day.saturating_add(1.days());
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    day
}

codes! {
    /// What is looked into before a contract is signed (尽职调查).
    Check {
        /// 实际控制人
        Controller = "controller",
        /// 实缴资本
        PaidIn = "paid_in",
        /// 失信、被执行
        Dishonesty = "dishonesty",
        /// 股权穿透
        Ownership = "ownership",
        /// 同类项目他地落地
        Elsewhere = "elsewhere",
        /// 假央企、假国企
        FalseState = "false_state",
    }
}

codes! {
    /// What came of it.
    Finding {
        Clear = "clear",
        /// Has to be signed by a reviewer before the contract may be made ready.
        Risk = "risk",
        NotApplicable = "not_applicable",
    }
}

/// Whether the sheet is complete: everything was looked into, and every risk is signed.
pub fn sheet_complete(answers: &[(Check, Finding, bool)]) -> bool {
    Check::ALL.iter().all(|check| {
        answers.iter().any(|(c, finding, signed)| c == check && (*finding != Finding::Risk || *signed))
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const OFFICE: Hand = Hand { applicant: false, office: true, reviewer: false, involved: false };
    const REVIEWER: Hand = Hand { applicant: false, office: false, reviewer: true, involved: false };
    const UNIT: Hand = Hand { applicant: true, office: false, reviewer: false, involved: true };
    const ALL_IN: Asked = Asked { waiting: 0, silent: 0 };

    #[test]
    fn a_review_goes_from_the_office_over_departments_to_a_reviewer() {
        let one = Asked { waiting: 1, silent: 0 };
        let silent = Asked { waiting: 0, silent: 1 };
        let rows = [
            (State::Precheck, Step::Ask, true, ALL_IN, OFFICE, Ok(())),
            (State::Precheck, Step::Ask, true, ALL_IN, UNIT, Err("admission.not_office")),
            (State::Opinions, Step::Ask, true, one, OFFICE, Err("admission.not_now")),
            (State::Opinions, Step::Meet, true, one, OFFICE, Err("admission.opinions_missing")),
            (State::Opinions, Step::Meet, true, silent, OFFICE, Ok(())),
            (State::Opinions, Step::Conclude, true, ALL_IN, REVIEWER, Err("admission.meeting_missing")),
            (State::Opinions, Step::Conclude, false, ALL_IN, REVIEWER, Ok(())),
            (State::Opinions, Step::Conclude, false, silent, REVIEWER, Err("admission.opinions_missing")),
            (State::Meeting, Step::Conclude, true, silent, REVIEWER, Ok(())),
            (State::Meeting, Step::Conclude, true, ALL_IN, OFFICE, Err("admission.not_reviewer")),
            (
                State::Meeting,
                Step::Conclude,
                true,
                ALL_IN,
                Hand { involved: true, ..REVIEWER },
                Err("admission.own_review"),
            ),
            (State::Supplement, Step::Ask, true, ALL_IN, OFFICE, Ok(())),
            (State::Opinions, Step::Withdraw, true, one, UNIT, Ok(())),
            (State::Meeting, Step::Withdraw, true, one, UNIT, Err("admission.not_now")),
            (State::Opinions, Step::Withdraw, true, one, REVIEWER, Err("admission.not_applicant")),
        ];
        for (state, what, meeting, asked, hand, said) in rows {
            assert_eq!(step(state, what, meeting, asked, hand), said, "{state} {what}");
        }
        for over in [State::Passed, State::Rejected, State::Withdrawn] {
            for what in Step::ALL {
                assert_eq!(
                    step(over, *what, true, ALL_IN, OFFICE),
                    Err("admission.not_now"),
                    "{over} {what}"
                );
            }
        }
    }

    #[test]
    fn a_deadline_counts_working_days() {
        // 2013-11-15 is a Friday.
        assert_eq!(deadline(date(2013, 11, 15), 1), date(2013, 11, 18));
        assert_eq!(deadline(date(2013, 11, 15), 10), date(2013, 11, 29));
        assert_eq!(deadline(date(2013, 11, 16), 5), date(2013, 11, 22));
    }

    #[test]
    fn a_sheet_is_complete_when_all_was_looked_into_and_every_risk_is_signed() {
        let clear: Vec<_> = Check::ALL.iter().map(|c| (*c, Finding::Clear, false)).collect();
        assert!(sheet_complete(&clear));
        assert!(!sheet_complete(&clear[1..]));
        let mut risk = clear.clone();
        risk[2].1 = Finding::Risk;
        assert!(!sheet_complete(&risk));
        risk[2].2 = true;
        assert!(sheet_complete(&risk));
    }
}
