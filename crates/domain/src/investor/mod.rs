//! An organisation that may invest (投资主体).

mod charge;
mod holding;
mod intent;
mod network;
mod tag;

use crate::project::codes;

pub use charge::{ChargeHand, Place, may_take};
pub use holding::{Holding, most_held};
pub use intent::{Horizon, IntentState, IntroducerKind, intent_standing};
pub use network::{
    AssociationKind, Introduction, MemberRole, Registration, Reward, Way, introduction, reward_of,
};
pub use tag::{STANDARD_TAGS, TagKind};

codes! {
    OrganisationKind {
        /// 企业
        Enterprise = "enterprise",
        /// 院所
        Institute = "institute",
        /// 商协会
        Association = "association",
        /// 个人
        Person = "person",
        /// 政府机构
        Government = "government",
    }
}
