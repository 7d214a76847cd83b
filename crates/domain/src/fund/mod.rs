//! 到位资金: one receipt of money, or of equipment, works or land that counts as money, from claim to recognition.

mod amount;
mod entry;
mod evidence;
mod refusal;

pub use amount::{AmountUnit, MAX_FEN, read_amount, read_rate, received_on_fits};
pub use entry::{Entry, Recognise, Recognised, State};
pub use evidence::{EvidenceKind, missing_evidence, needed_evidence};
pub use refusal::Refusal;
use serde::{Deserialize, Serialize};

/// What kind of receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 到账资金.
    Cash,
    /// 实缴注册资本.
    Capital,
    /// 设备投入.
    Equipment,
    /// 土建投入.
    Construction,
    /// 土地款.
    Land,
    Other,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Cash, Self::Capital, Self::Equipment, Self::Construction, Self::Land, Self::Other];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Capital => "capital",
            Self::Equipment => "equipment",
            Self::Construction => "construction",
            Self::Land => "land",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}
