//! Milestones of construction (建设节点) and the checklist of approvals (审批手续): planned against actual.

use jiff::civil::Date;

use crate::project::{LINE, codes, past, planned, text_fits};

codes! {
    /// A node of construction, in the order in which they are built.
    Node {
        /// 拆迁
        Demolition = "demolition",
        /// 打桩
        Piling = "piling",
        /// 开挖
        Excavation = "excavation",
        /// 正负零
        GroundFloor = "ground_floor",
        /// 封顶
        ToppingOut = "topping_out",
        /// 竣工
        Completion = "completion",
        /// 设备安装
        Equipment = "equipment",
        /// 部分投产
        PartialProduction = "partial_production",
        /// 全部投产
        FullProduction = "full_production",
    }
}

codes! {
    /// A formality before building.
    Approval {
        /// 备案
        Filing = "filing",
        /// 用地
        Land = "land",
        /// 规划
        Planning = "planning",
        /// 环评
        Environment = "environment",
        /// 能评
        Energy = "energy",
        /// 施工许可
        Construction = "construction",
    }
}

codes! {
    /// How far an approval is.
    Standing {
        Open = "open",
        Submitted = "submitted",
        Granted = "granted",
        NotNeeded = "not_needed",
    }
}

/// Planned and actual day of a node, and a line about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates<'a> {
    pub planned_on: Option<Date>,
    pub actual_on: Option<Date>,
    pub note: &'a str,
}

/// Whether one node cannot be reached before the other: equipment may come while the house is still being built.
const fn ordered(before: Node, after: Node) -> bool {
    !matches!(before, Node::Equipment) && !matches!(after, Node::Equipment) && (before as u8) < (after as u8)
}

/// What is wrong with the dates of a node, as field and code; `reached` are the actual days of the others.
pub fn faults(
    node: Node,
    dates: &Dates<'_>,
    reached: &[(Node, Date)],
    today: Date,
) -> Vec<(&'static str, &'static str)> {
    let mut out = Vec::new();
    if dates.planned_on.is_some_and(|day| !planned(day, today)) {
        out.push(("planned_on", "milestone.planned_on"));
    }
    if let Some(day) = dates.actual_on {
        let early = reached.iter().any(|(other, on)| ordered(*other, node) && day < *on);
        let late = reached.iter().any(|(other, on)| ordered(node, *other) && day > *on);
        if !past(day, today) {
            out.push(("actual_on", "milestone.actual_on"));
        } else if early || late {
            out.push(("actual_on", "milestone.order"));
        }
    }
    if !text_fits(dates.note, LINE) {
        out.push(("note", "milestone.too_long"));
    }
    out
}

/// Days behind the plan: of what is reached, when it was; of what is not, until today. Negative is ahead; nothing
/// without a plan, and nothing for what is not due yet.
pub fn days_late(planned_on: Option<Date>, actual_on: Option<Date>, today: Date) -> Option<i64> {
    let planned = planned_on?;
    let until = match actual_on {
        Some(day) => day,
        None if planned < today => today,
        None => return None,
    };
    planned.until(until).ok().map(|span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2013, 8, 31);

    fn actual(day: Date) -> Dates<'static> {
        Dates { planned_on: None, actual_on: Some(day), note: "" }
    }

    #[test]
    fn nodes_are_reached_in_the_order_of_building() {
        let reached = [(Node::Piling, date(2013, 3, 1)), (Node::ToppingOut, date(2013, 7, 1))];
        let at = |node, day| faults(node, &actual(day), &reached, TODAY);
        assert_eq!(at(Node::Excavation, date(2013, 4, 1)), []);
        assert_eq!(at(Node::Excavation, date(2013, 2, 1)), [("actual_on", "milestone.order")]);
        assert_eq!(at(Node::Excavation, date(2013, 7, 2)), [("actual_on", "milestone.order")]);
        assert_eq!(at(Node::Equipment, date(2013, 2, 1)), []);
        assert_eq!(at(Node::Completion, date(2013, 9, 1)), [("actual_on", "milestone.actual_on")]);
    }

    #[test]
    fn lateness_counts_days_against_the_plan() {
        let plan = Some(date(2013, 8, 1));
        assert_eq!(days_late(plan, Some(date(2013, 8, 11)), TODAY), Some(10));
        assert_eq!(days_late(plan, Some(date(2013, 7, 30)), TODAY), Some(-2));
        assert_eq!(days_late(plan, None, TODAY), Some(30));
        assert_eq!(days_late(Some(date(2013, 9, 1)), None, TODAY), None);
        assert_eq!(days_late(None, Some(TODAY), TODAY), None);
    }
}
