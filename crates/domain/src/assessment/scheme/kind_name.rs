//! How the rule kinds are called.

use super::{Kind, Name};

impl Kind {
    /// For a page: 按完成比例, ratio.
    pub fn name(&self) -> Name {
        let (zh, en) = match self {
            Self::Ratio(_) => ("按完成比例", "by completion"),
            Self::Threshold { .. } => ("达标得分", "all or nothing"),
            Self::Tiers { .. } => ("分档得分", "by tier"),
            Self::Steps(_) => ("按档增减", "stepped"),
            Self::PerItem(_) => ("逐个计分", "per project or event"),
            Self::Marginal { .. } => ("分段累进", "progressive brackets"),
            Self::Lookup { .. } => ("查表得分", "by table"),
            Self::MinMax { .. } => ("功效系数", "efficacy coefficient"),
            Self::Rank(_) => ("按名次", "by place"),
            Self::Share { .. } => ("按占比", "by share"),
            Self::Growth { .. } => ("按增长", "by growth"),
            Self::Manual => ("招商办评定", "rated by the office"),
            Self::Rating(_) => ("多方评议", "rated by groups"),
            Self::Mix(_) => ("多项合成", "mix"),
            Self::Formula { .. } => ("按算式", "by formula"),
            Self::Deduct(_) => ("扣分", "deduction"),
            Self::Gate(_) => ("一票否决或升降", "veto or promotion"),
        };
        Name { zh: zh.into(), en: en.into() }
    }
}
