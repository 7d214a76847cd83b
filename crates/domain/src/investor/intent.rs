//! What an organisation wants to invest in, and who may introduce it.

use jiff::civil::Date;

use crate::project::codes;

codes! {
    /// When it wants to decide.
    Horizon {
        /// 一年内
        Year = "year",
        /// 三年内
        ThreeYears = "three_years",
        /// 三年以后
        Later = "later",
    }
}

codes! {
    IntentState {
        Open = "open",
        /// 已过期: nobody has confirmed it in time. Never kept, it comes by the day.
        Expired = "expired",
        /// 已落地
        Landed = "landed",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// Who brings investors.
    IntroducerKind {
        /// 引荐人
        Introducer = "introducer",
        /// 招商大使
        Ambassador = "ambassador",
        /// 委托招商机构
        Agency = "agency",
    }
}

/// How an intent stands on a day: one that is not confirmed in time is not to be relied on.
pub fn intent_standing(state: IntentState, valid_until: Date, today: Date) -> IntentState {
    if state == IntentState::Open && valid_until < today { IntentState::Expired } else { state }
}
