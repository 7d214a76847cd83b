//! 下步打算: what each month left must bring, whom it is asked of, and which kinds of project.

use rust_decimal::Decimal;

use super::{
    Context, enumerated,
    facts::{ClassKind, Unit},
    line::{self, Line},
};
use crate::{
    money::ratio,
    period::pace,
    report::{document::Block, figure::Figure},
};

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let plans = [goal(context), laggards(context), key_projects(context), structure(context)];
    enumerated(plans.into_iter().flatten().collect())
}

/// The gap to the plan and what it asks of each month left.
fn goal(context: &Context) -> Option<Line> {
    let (facts, year) = (context.facts, context.year?);
    let plan = facts.plan_fen?;
    let gap = plan - facts.money.total;
    if gap <= 0 {
        let over = Figure::yuan("fund.over_plan", -gap);
        return Some(
            Line::new("巩固已完成的全年计划。到位资金已超出指导性计划")
                .figure(over)
                .text("，继续抓好在手项目资金到位。"),
        );
    }
    let text = Line::new("紧盯全年计划。距指导性计划还差").figure(Figure::yuan("fund.gap", gap));
    let pace = pace(facts.money.total, plan, plan, year.on)?;
    let Some(needed) = pace.needed_rate else {
        return Some(text.text("，须逐笔核实尚未认定的到位资金。"));
    };
    let text = text.text(format!("，后{}个月月均须到位", year.left)).figure(Figure::monthly(
        "fund.plan_rate",
        needed,
        context.judgement.rate_digits,
    ));
    Some(match pace.run_rate.filter(|so_far| *so_far > Decimal::ZERO) {
        Some(so_far) => text
            .text(format!("，为前{}个月月均的", year.gone))
            .figure(Figure::times("fund.plan_times", needed / so_far, 2))
            .text("，按月分解、按月调度。"),
        None => text.text("，按月分解、按月调度。"),
    })
}

/// The units that lack most, each with its completion and its gap to the plan of the year.
fn laggards(context: &Context) -> Option<Line> {
    let behind = context.behind();
    let digits = context.judgement.completion_digits;
    let clauses = behind.iter().take(context.judgement.named).map(|(unit, done)| {
        let key = |name: &str| format!("{name}:unit={}", unit.id);
        let gap = unit.target_fen.unwrap_or_default() - unit.money_fen;
        Line::new(format!("{}（完成", unit.name))
            .figure(Figure::percent(key("fund.completion"), *done, digits))
            .text("，差")
            .figure(Figure::yuan(key("fund.gap"), gap))
            .text("）")
    });
    let clauses = Line::join(clauses, "、");
    (!clauses.is_empty()).then(|| {
        Line::new("督促进度落后单位。重点调度").then(clauses).text("，逐单位排出到位资金的项目和时间。")
    })
}

fn key_projects(context: &Context) -> Option<Line> {
    let next = context.facts.key_projects.iter().filter(|project| project.next.is_some()).count();
    (next > 0).then(|| {
        let next = i64::try_from(next).unwrap_or(i64::MAX);
        Line::new("推进重点项目落地。对已明确下一步工作的")
            .figure(Figure::count("project.key_next", next, "个"))
            .text("重点项目逐一落实责任单位和完成时限，每月通报。")
    })
}

/// Only the kinds of project that the problem paragraph found lacking.
fn structure(context: &Context) -> Option<Line> {
    let structure = context.facts.structure.as_ref()?;
    let lacking: Vec<_> = structure
        .classes
        .iter()
        .filter(|class| class.kind != ClassKind::RealEstate && context.unbalanced(structure, class))
        .map(|class| class.kind.name_zh())
        .collect();
    (!lacking.is_empty()).then(|| {
        Line::new(format!(
            "优化项目结构。把{}项目作为招引重点，提高其在新签项目中的比重。",
            line::names(lacking.iter().copied(), lacking.len())
        ))
    })
}

impl Context<'_> {
    /// Units behind the calendar with done ÷ target; first those that lack most money against it, for a department
    /// with a small task and nothing done decides less than a zone that is a third behind.
    pub(super) fn behind(&self) -> Vec<(&Unit, Decimal)> {
        let Some(year) = self.year else { return Vec::new() };
        let mut behind: Vec<_> = self
            .facts
            .units
            .iter()
            .filter_map(|unit| Some((unit, ratio(unit.money_fen, unit.target_fen?)?)))
            .filter(|(_, done)| *done < year.elapsed())
            .collect();
        behind.sort_by_key(|(unit, done)| {
            (*done - year.elapsed()) * Decimal::from(unit.target_fen.unwrap_or_default())
        });
        behind
    }
}
