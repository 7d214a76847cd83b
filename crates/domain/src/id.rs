//! A typed id per table: an id of a project cannot be handed to a function that wants a fund.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0}")]
pub struct NotAnId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid { id.0 }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(s: &str) -> Result<Self, NotAnId> {
                Uuid::parse_str(s).map(Self).map_err(|_| NotAnId(s.chars().take(60).collect()))
            }
        }
    )+};
}

ids! {
    /// A person who can log in.
    AccountId,
    /// 单位: committee, office, street, zone, department, team, squad.
    UnitId,
    /// Who is in charge of an organisation from a day on (负责单位、专人).
    ChargeId,
    /// What somebody holds, given to others (交接).
    HandoverId,
    /// An investor offered to another unit (转介).
    ReferralId,
    /// 投资主体: a firm, institute or person that may invest.
    OrganisationId,
    /// 项目.
    ProjectId,
    /// One entry of the ledger of money in place (到位资金).
    FundId,
    /// One upload of a ledger.
    BatchId,
    /// A scheme of assessment (考核办法).
    SchemeId,
    /// A recognition of something a project did (introduced, signed, started, in production).
    RecognitionId,
    /// What a unit says of a project and a week (周进展).
    ProgressId,
    /// One entry of the problem ledger (问题清单).
    ProblemId,
    /// What the government or an investor promised (承诺事项).
    CommitmentId,
    /// An application for support funds (扶持资金).
    SupportId,
    /// One of the three lists (三张清单).
    ShortlistId,
    /// A note of supervision (督办单).
    SupervisionId,
    /// What a leader has instructed (领导批示).
    InstructionId,
    /// A project offered to another unit (流转).
    TransferId,
    /// A site compared for a project (选址比选).
    SitingId,
    /// A review of a project (联审).
    AdmissionId,
    /// The first report of an investor (首报首谈).
    ClaimId,
    /// What a unit asks that finds an investor occupied.
    AskId,
    /// A dispute about a claim.
    CaseId,
    /// What a unit did against a claim of another one.
    BreachId,
    /// Two records of one organisation made one.
    MergeId,
    /// A share that one organisation owns of another.
    HoldingId,
    /// What an organisation counts as.
    TagId,
    /// What an organisation wants to invest in.
    IntentId,
    /// A person at an organisation (联系人).
    ContactId,
    /// A visit, call, meeting or letter (往来).
    InteractionId,
    /// Receipts that are recognised together (认定批次).
    RoundId,
    /// A period of assessment that was closed (考核期关账).
    ClosingId,
    /// What somebody decided about a signal (异常情形).
    AnomalyDecisionId,
    /// An industry chain (产业链).
    ChainId,
    /// A link of a chain (环节).
    ChainLinkId,
    /// A firm of the district on a link.
    ChainFirmId,
    /// A firm that is to be won for a link (目标企业).
    ChainTargetId,
    /// A firm and an investor that met about a link.
    ChainPairId,
    /// That an organisation belongs to an association.
    MemberId,
    /// That a person belongs to an association.
    TieId,
}
