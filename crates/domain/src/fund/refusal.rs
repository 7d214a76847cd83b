//! Why a step of a receipt is refused.

use jiff::civil::Date;

use super::EvidenceKind;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("who claimed or typed an entry cannot decide on it")]
    OwnEntry,
    #[error("already recognised")]
    AlreadyRecognised,
    #[error("already rejected")]
    AlreadyRejected,
    #[error("withdrawn by the claimant")]
    Withdrawn,
    #[error("returned: it is with the claimant")]
    WithClaimant,
    #[error("not returned: it is with the reviewer")]
    NotReturned,
    #[error("a reason is needed")]
    ReasonMissing,
    #[error("recognised more than the {claimed_fen} fen claimed")]
    OverClaimed { claimed_fen: i64 },
    #[error("nothing to recognise: reject it instead")]
    NothingRecognised,
    #[error("recognised before it was received on {received_on}")]
    RecognisedBeforeReceived { received_on: Date },
    #[error("recognised in the future")]
    RecognisedInFuture,
    #[error("evidence missing")]
    EvidenceMissing { groups: Vec<&'static [EvidenceKind]> },
    #[error("only what is recognised can be corrected")]
    NotRecognised,
    #[error("a correction cannot itself be corrected: correct the entry that it names")]
    CorrectTheOriginal,
    #[error("another correction of this entry is waiting")]
    CorrectionOpen,
    #[error("the total is already right")]
    NoDifference,
    #[error("the right total is negative")]
    NegativeTotal,
    #[error("a correction is recognised whole or rejected")]
    CorrectionIsWhole,
}

impl Refusal {
    /// Stable, with a sentence in both languages.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OwnEntry => "fund.own_entry",
            Self::AlreadyRecognised => "fund.already_recognised",
            Self::AlreadyRejected => "fund.already_rejected",
            Self::Withdrawn => "fund.already_withdrawn",
            Self::WithClaimant => "fund.with_claimant",
            Self::NotReturned => "fund.not_returned",
            Self::ReasonMissing => "fund.reason_missing",
            Self::OverClaimed { .. } => "fund.over_claimed",
            Self::NothingRecognised => "fund.nothing_recognised",
            Self::RecognisedBeforeReceived { .. } => "fund.recognised_before_received",
            Self::RecognisedInFuture => "fund.recognised_in_future",
            Self::EvidenceMissing { .. } => "fund.evidence_missing",
            Self::NotRecognised => "fund.not_recognised",
            Self::CorrectTheOriginal => "fund.correct_the_original",
            Self::CorrectionOpen => "fund.correction_open",
            Self::NoDifference => "fund.no_difference",
            Self::NegativeTotal => "fund.negative_total",
            Self::CorrectionIsWhole => "fund.correction_is_whole",
        }
    }

    /// The field of the request that is wrong; none when the entry itself is not in the state for this step.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::ReasonMissing => Some("reason"),
            Self::OverClaimed { .. }
            | Self::NothingRecognised
            | Self::NoDifference
            | Self::NegativeTotal
            | Self::CorrectionIsWhole => Some("recognised_fen"),
            Self::RecognisedBeforeReceived { .. } | Self::RecognisedInFuture => Some("recognised_on"),
            _ => None,
        }
    }
}
