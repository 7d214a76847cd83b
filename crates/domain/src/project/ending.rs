//! 流失、终止: why a project was given up, who won it, and what was learnt.

use super::codes;

codes! {
    /// Why it was given up.
    LossReason {
        /// 用地
        Land = "land",
        /// 成本、价格
        Price = "price",
        /// 政策
        Policy = "policy",
        /// 市场
        Market = "market",
        /// 资金
        Funding = "funding",
        /// 竞争地区
        Competitor = "competitor",
        /// 配套、要素
        Facilities = "facilities",
        /// 审批、准入
        Approval = "approval",
        /// 投资方自身变化
        Investor = "investor",
        /// 失去联系
        Contact = "contact",
        /// 其他
        Other = "other",
        /// Given up before reasons were asked for; nobody enters it.
        Unknown = "unknown",
    }
}

/// What is missing or wrong of an ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndingFault {
    Reason,
    /// Who won it from us has a name.
    Winner,
    Lesson,
}

/// Whether what is said of an ending is enough: a reason of the table, who won it when it went to somebody else, and
/// what was learnt.
pub fn ending_faults(
    reason: Option<LossReason>,
    winner: (Option<&str>, &str),
    lesson: &str,
) -> Vec<EndingFault> {
    let mut out = Vec::new();
    match reason {
        None | Some(LossReason::Unknown) => out.push(EndingFault::Reason),
        Some(LossReason::Competitor) if winner.0.is_none() && winner.1.is_empty() => {
            out.push(EndingFault::Winner);
        }
        Some(_) => {}
    }
    if lesson.is_empty() {
        out.push(EndingFault::Lesson);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_says_why_to_whom_and_what_was_learnt() {
        use EndingFault as F;
        use LossReason as R;
        for (reason, area, winner, lesson, faults) in [
            (Some(R::Land), None, "", "早备地", vec![]),
            (None, None, "", "早备地", vec![F::Reason]),
            (Some(R::Unknown), None, "", "x", vec![F::Reason]),
            (Some(R::Other), None, "", "", vec![F::Lesson]),
            (Some(R::Competitor), None, "", "x", vec![F::Winner]),
            (Some(R::Competitor), Some("370100"), "", "x", vec![]),
            (Some(R::Competitor), None, "邻省某市", "x", vec![]),
        ] {
            assert_eq!(ending_faults(reason, (area, winner), lesson), faults, "{reason:?}");
        }
    }
}
