//! The life of a receipt: claimed → recognised, or returned and claimed again, or rejected, or withdrawn.

use jiff::civil::Date;

use super::{EvidenceKind, Kind, Refusal, missing_evidence};
use crate::id::AccountId;

/// Where a receipt stands, with what that state knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Waits for a reviewer.
    Claimed,
    /// Waits for the claimant, who was told why.
    Returned {
        reason: String,
    },
    Recognised(Recognised),
    Rejected {
        reason: String,
    },
    Withdrawn {
        reason: String,
    },
}

/// What was recognised: it counts from `on`, whenever the money came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Negative in a correction that takes back.
    pub fen: i64,
    pub on: Date,
    /// Why less than was claimed; empty when in full.
    pub reason: String,
}

impl State {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Returned { .. } => "returned",
            Self::Recognised(_) => "recognised",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    const fn refusal(&self) -> Refusal {
        match self {
            Self::Claimed => Refusal::NotReturned,
            Self::Returned { .. } => Refusal::WithClaimant,
            Self::Recognised(_) => Refusal::AlreadyRecognised,
            Self::Rejected { .. } => Refusal::AlreadyRejected,
            Self::Withdrawn { .. } => Refusal::Withdrawn,
        }
    }
}

/// A receipt as far as its rules need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: Kind,
    /// What is claimed; in a correction the signed difference.
    pub claimed_fen: i64,
    pub received_on: Date,
    /// Whether it corrects another entry.
    pub corrects: bool,
    /// Everybody who ever claimed or typed it: none of them decides on it.
    pub hands: Vec<AccountId>,
    pub evidence: Vec<EvidenceKind>,
    pub state: State,
}

/// What a reviewer wants to recognise.
#[derive(Debug, Clone)]
pub struct Recognise<'a> {
    /// All that was claimed when none is given.
    pub fen: Option<i64>,
    pub on: Date,
    pub reason: &'a str,
    pub today: Date,
    /// Whether proofs must be there; not for entries taken over from a ledger that was closed before.
    pub with_evidence: bool,
}

fn reason(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::ReasonMissing) } else { Ok(text.to_owned()) }
}

impl Entry {
    /// Whether this reviewer may decide on it now, whatever the decision.
    pub fn may_be_decided(&self, by: Option<AccountId>) -> Result<(), Refusal> {
        if self.state != State::Claimed {
            return Err(self.state.refusal());
        }
        match by {
            Some(reviewer) if self.hands.contains(&reviewer) => Err(Refusal::OwnEntry),
            _ => Ok(()),
        }
    }

    /// Whether the proofs that its kind needs are there.
    pub fn has_evidence(&self) -> Result<(), Refusal> {
        let groups = missing_evidence(self.kind, &self.evidence);
        if self.corrects || groups.is_empty() { Ok(()) } else { Err(Refusal::EvidenceMissing { groups }) }
    }

    /// Recognises it in full or, with a reason, in part.
    pub fn recognise(self, by: Option<AccountId>, ask: &Recognise<'_>) -> Result<Self, Refusal> {
        self.may_be_decided(by)?;
        if ask.with_evidence {
            self.has_evidence()?;
        }
        let fen = ask.fen.unwrap_or(self.claimed_fen);
        if self.corrects && fen != self.claimed_fen {
            return Err(Refusal::CorrectionIsWhole);
        }
        if !self.corrects && fen <= 0 {
            return Err(Refusal::NothingRecognised);
        }
        if fen > self.claimed_fen {
            return Err(Refusal::OverClaimed { claimed_fen: self.claimed_fen });
        }
        if ask.on > ask.today {
            return Err(Refusal::RecognisedInFuture);
        }
        if ask.on < self.received_on {
            return Err(Refusal::RecognisedBeforeReceived { received_on: self.received_on });
        }
        let why = if fen < self.claimed_fen { reason(ask.reason)? } else { ask.reason.trim().to_owned() };
        Ok(Self { state: State::Recognised(Recognised { fen, on: ask.on, reason: why }), ..self })
    }

    /// Gives it back to the claimant for more. A correction is decided as it is: who asked for it can ask anew.
    pub fn give_back(self, by: Option<AccountId>, why: &str) -> Result<Self, Refusal> {
        self.may_be_decided(by)?;
        if self.corrects {
            return Err(Refusal::CorrectionIsWhole);
        }
        let reason = reason(why)?;
        Ok(Self { state: State::Returned { reason }, ..self })
    }

    /// Says no for good.
    pub fn reject(self, by: Option<AccountId>, why: &str) -> Result<Self, Refusal> {
        self.may_be_decided(by)?;
        let reason = reason(why)?;
        Ok(Self { state: State::Rejected { reason }, ..self })
    }

    /// Whether the claiming side may still change it.
    pub fn may_be_edited(&self) -> Result<(), Refusal> {
        match self.state {
            State::Claimed | State::Returned { .. } if self.corrects => Err(Refusal::CorrectionIsWhole),
            State::Claimed | State::Returned { .. } => Ok(()),
            _ => Err(self.state.refusal()),
        }
    }

    /// Puts what was returned before the reviewer again.
    pub fn resubmit(self) -> Result<Self, Refusal> {
        match self.state {
            State::Returned { .. } => Ok(Self { state: State::Claimed, ..self }),
            _ => Err(self.state.refusal()),
        }
    }

    /// Takes the claim back.
    pub fn withdraw(self, why: &str) -> Result<Self, Refusal> {
        match self.state {
            State::Claimed | State::Returned { .. } => {
                Ok(Self { state: State::Withdrawn { reason: reason(why)? }, ..self })
            }
            _ => Err(self.state.refusal()),
        }
    }

    /// Whether a correction of it can be asked for; `open` when another one is waiting.
    pub fn may_be_corrected(&self, open: bool) -> Result<(), Refusal> {
        if self.corrects {
            return Err(Refusal::CorrectTheOriginal);
        }
        if !matches!(self.state, State::Recognised(_)) {
            return Err(Refusal::NotRecognised);
        }
        if open { Err(Refusal::CorrectionOpen) } else { Ok(()) }
    }

    /// The signed difference that a new entry must carry so that this one and its corrections sum to the right
    /// total; `so_far` is that sum now.
    pub fn correct(&self, right_fen: i64, so_far: i64, open: bool, why: &str) -> Result<i64, Refusal> {
        self.may_be_corrected(open)?;
        if right_fen < 0 {
            return Err(Refusal::NegativeTotal);
        }
        if right_fen > self.claimed_fen {
            return Err(Refusal::OverClaimed { claimed_fen: self.claimed_fen });
        }
        reason(why)?;
        let difference = right_fen - so_far;
        if difference == 0 { Err(Refusal::NoDifference) } else { Ok(difference) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const CLAIMANT: AccountId = AccountId(Uuid::from_u128(1));
    const REVIEWER: AccountId = AccountId(Uuid::from_u128(2));

    fn entry() -> Entry {
        Entry {
            kind: Kind::Cash,
            claimed_fen: 1_000,
            received_on: date(2013, 3, 1),
            corrects: false,
            hands: vec![CLAIMANT],
            evidence: vec![EvidenceKind::BankSlip],
            state: State::Claimed,
        }
    }

    fn ask(fen: Option<i64>, reason: &str) -> Recognise<'_> {
        Recognise { fen, on: date(2013, 4, 1), reason, today: date(2013, 4, 2), with_evidence: true }
    }

    #[test]
    fn nobody_decides_on_what_they_claimed_or_typed() {
        let refused = Err(Refusal::OwnEntry);
        assert_eq!(entry().recognise(Some(CLAIMANT), &ask(None, "")), refused);
        assert_eq!(entry().give_back(Some(CLAIMANT), "x"), refused);
        assert_eq!(entry().reject(Some(CLAIMANT), "x"), refused);
    }

    #[test]
    fn less_needs_a_reason_and_more_is_refused() {
        let by = Some(REVIEWER);
        let full = entry().recognise(by, &ask(None, "")).expect("in full");
        assert!(matches!(full.state, State::Recognised(Recognised { fen: 1_000, .. })));
        assert_eq!(entry().recognise(by, &ask(Some(999), " ")), Err(Refusal::ReasonMissing));
        assert!(entry().recognise(by, &ask(Some(999), "无票")).is_ok());
        assert_eq!(
            entry().recognise(by, &ask(Some(1_001), "x")),
            Err(Refusal::OverClaimed { claimed_fen: 1_000 })
        );
        assert_eq!(entry().recognise(by, &ask(Some(0), "x")), Err(Refusal::NothingRecognised));
    }

    #[test]
    fn what_has_no_proof_is_not_recognised() {
        let bare = Entry { evidence: vec![EvidenceKind::Photo], ..entry() };
        assert!(matches!(
            bare.clone().recognise(Some(REVIEWER), &ask(None, "")),
            Err(Refusal::EvidenceMissing { .. })
        ));
        let taken_over = Recognise { with_evidence: false, ..ask(None, "") };
        assert!(bare.recognise(Some(REVIEWER), &taken_over).is_ok());
    }

    #[test]
    fn recognition_is_not_before_the_money_and_not_tomorrow() {
        let early = Recognise { on: date(2013, 2, 28), ..ask(None, "") };
        assert!(matches!(
            entry().recognise(Some(REVIEWER), &early),
            Err(Refusal::RecognisedBeforeReceived { .. })
        ));
        let late = Recognise { on: date(2013, 4, 3), ..ask(None, "") };
        assert_eq!(entry().recognise(Some(REVIEWER), &late), Err(Refusal::RecognisedInFuture));
    }

    #[test]
    fn a_returned_claim_comes_back_and_a_settled_one_stays() {
        let returned = entry().give_back(Some(REVIEWER), "缺进账单").expect("returned");
        assert_eq!(returned.clone().recognise(Some(REVIEWER), &ask(None, "")), Err(Refusal::WithClaimant));
        let again = returned.resubmit().expect("claimed again");
        assert_eq!(again.clone().resubmit(), Err(Refusal::NotReturned));
        let rejected = again.reject(Some(REVIEWER), "重复").expect("rejected");
        assert_eq!(rejected.may_be_edited(), Err(Refusal::AlreadyRejected));
        assert_eq!(rejected.withdraw("x"), Err(Refusal::AlreadyRejected));
        assert!(entry().withdraw("误报").is_ok());
    }

    #[test]
    fn a_correction_carries_the_difference_and_is_taken_whole() {
        let done = entry().recognise(Some(REVIEWER), &ask(None, "")).expect("recognised");
        assert_eq!(done.correct(400, 1_000, false, "多报"), Ok(-600));
        assert_eq!(done.correct(1_000, 400, false, "补证"), Ok(600));
        assert_eq!(done.correct(400, 400, false, "x"), Err(Refusal::NoDifference));
        assert_eq!(done.correct(400, 1_000, true, "x"), Err(Refusal::CorrectionOpen));
        assert_eq!(done.correct(-1, 1_000, false, "x"), Err(Refusal::NegativeTotal));
        assert_eq!(entry().correct(1, 0, false, "x"), Err(Refusal::NotRecognised));
        let correction = Entry { corrects: true, claimed_fen: -600, evidence: vec![], ..entry() };
        assert_eq!(
            correction.clone().recognise(Some(REVIEWER), &ask(Some(-500), "x")),
            Err(Refusal::CorrectionIsWhole)
        );
        let taken = correction.recognise(Some(REVIEWER), &ask(None, "")).expect("taken back");
        assert_eq!(taken.may_be_corrected(false), Err(Refusal::CorrectTheOriginal));
    }

    proptest! {
        #[test]
        fn corrections_always_sum_to_the_last_right_total(
            claimed in 1i64..1_000_000,
            rights in prop::collection::vec(0i64..1_000_000, 1..8),
        ) {
            let done = Entry { claimed_fen: claimed, ..entry() }
                .recognise(Some(REVIEWER), &ask(None, ""))
                .expect("recognised");
            let mut sum = claimed;
            for right in rights.into_iter().map(|r| r % (claimed + 1)) {
                match done.correct(right, sum, false, "x") {
                    Ok(difference) => sum += difference,
                    Err(refusal) => prop_assert_eq!(refusal, Refusal::NoDifference),
                }
                prop_assert_eq!(sum, right);
            }
        }
    }
}
