//! A project (重点招商项目): its kind and track, the stages it goes through, what a stage needs, where it stands in
//! the structure of projects, its amounts and the shares of the units.

mod amount;
mod code;
mod dates;
mod ending;
mod gate;
mod limit;
mod reach;
mod secret;
mod share;
mod signing;
mod stage;
mod structure;
mod whole;

pub use amount::{AmountError, AmountUnit, LIMIT_FEN, Measure, parse_amount, parse_rate};
pub use code::{NotACode, ProjectCode};
pub use dates::{DateFault, correct_date};
pub use ending::{EndingFault, LossReason, ending_faults};
pub use gate::{
    Asked, Document, Facts, Field, Gates, Item, Need, STANDARD, Standing, Subject, Supplier, Verdict,
};
pub use limit::{EARLIEST, LINE, NAME, TEXT, one_line, past, planned, text_fits};
pub use reach::{Logged, Reach};
pub use secret::{ABOUT_FEN, about, tells};
pub use share::{FULL, ShareFault, credit_shares, investor_shares, split};
pub use signing::{alike, too_fast};
pub use stage::{Stage, Status, TRANSITIONS, may_leave, next_stages, status_may_become};
pub use structure::{Structure, high_technology, section, structure};
pub use whole::{Held, Kin, SumRule, Whole, held, increment, joint_shares_fit, may_join, whole};

/// An enum of codes: the same word in JSON, in the database and in a ledger's choice list.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.code()) }
        }
    };
}
pub(crate) use codes;

codes! {
    /// 项目类型.
    Kind {
        /// 新建
        New = "new",
        /// 增资扩产
        Expansion = "expansion",
        /// 技改
        Renovation = "renovation",
        /// 并购
        Merger = "merger",
        /// 合资
        JointVenture = "joint_venture",
        /// 迁建
        Relocation = "relocation",
        /// 总部
        Headquarters = "headquarters",
        /// 平台
        Platform = "platform",
        /// 人才
        Talent = "talent",
        /// 院所
        Institute = "institute",
    }
}

codes! {
    /// 三招三引: 招商引资, 招才引智, 招院引所.
    Track {
        Capital = "capital",
        Talent = "talent",
        Institute = "institute",
    }
}

codes! {
    /// What has been agreed in writing. Only the contract (正式合同) makes a project signed.
    Agreement {
        None = "none",
        /// 意向书
        Intent = "intent",
        /// 框架协议
        Framework = "framework",
        /// 正式合同
        Contract = "contract",
    }
}

codes! {
    /// What an organisation is to a project.
    PartyRole {
        Investor = "investor",
        ProjectCompany = "project_company",
        Partner = "partner",
        /// 引荐人
        Introducer = "introducer",
    }
}

codes! {
    /// What a unit is to a project.
    UnitRole {
        /// 牵头
        Lead = "lead",
        /// 协办
        Partner = "partner",
        /// 落地
        Landing = "landing",
        /// 信息
        Information = "information",
    }
}

codes! {
    /// What the office recognises about a project, with a date of its own.
    Event {
        /// 引进
        Introduced = "introduced",
        /// 签约
        Signed = "signed",
        /// 开工
        Started = "started",
        /// 投产
        Produced = "produced",
    }
}

codes! {
    /// 分级: how much a project is worth pursuing, from the highest.
    Grade {
        A = "a",
        B = "b",
        C = "c",
    }
}

codes! {
    /// State of a claim: 申报, 退回, 认定, 不予认定.
    ClaimState {
        Claimed = "claimed",
        Returned = "returned",
        Recognised = "recognised",
        Rejected = "rejected",
    }
}

impl Track {
    /// The track that a kind of project belongs to unless said otherwise.
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Talent => Self::Talent,
            Kind::Institute => Self::Institute,
            _ => Self::Capital,
        }
    }
}
