//! What a circular says before its tables.

use rust_decimal::Decimal;

use super::{Facts, LeadOrder, Unit, growth};
use crate::{
    money::ratio,
    report::{
        document::{Block, Run},
        figure::Figure,
    },
};

/// Behind by so many points a unit is named among the problems.
const FAR_BEHIND: i64 = -20;

pub(super) fn body(facts: &Facts) -> Vec<Block> {
    let heading = |text: &str| Block::Heading { level: 1, text: text.into() };
    let mut blocks = vec![
        Block::Title {
            text: format!("关于{}年{}招商引资工作情况的通报", facts.month.first().year(), span(facts)),
        },
        Block::Addressee { text: "各有关单位：".into() },
        heading("总体情况"),
        overall(facts),
        heading("分组完成情况"),
    ];
    blocks.extend(facts.groups().into_iter().filter_map(|group| of_group(facts, group)));
    blocks.push(heading("红黑榜"));
    blocks.push(red(facts));
    blocks.push(black(facts));
    blocks.push(heading("存在问题"));
    blocks.push(problems(facts));
    blocks
}

fn span(facts: &Facts) -> String {
    match facts.month.first().month() {
        1 => "1月".into(),
        12 => "全年".into(),
        last => format!("1至{last}月"),
    }
}

struct Line(Vec<Run>);

impl Line {
    fn new(text: impl Into<String>) -> Self {
        Self(vec![Run::Text(text.into())])
    }

    fn text(mut self, text: impl Into<String>) -> Self {
        self.0.push(Run::Text(text.into()));
        self
    }

    fn figure(mut self, figure: Figure) -> Self {
        self.0.push(Run::Figure(figure));
        self
    }

    fn block(self) -> Block {
        Block::Paragraph { runs: self.0 }
    }
}

fn overall(facts: &Facts) -> Block {
    let sum = |of: fn(&Unit) -> i64| facts.units.iter().map(of).fold(0_i64, i64::saturating_add);
    let (month, before) = (sum(|u| u.month_fen), sum(|u| u.before_fen));
    let mut line = Line::new(format!("{}，{}认定到位资金", span(facts), facts.district))
        .figure(Figure::yuan("fund.recognised", facts.total_fen))
        .text("，其中本月")
        .figure(Figure::yuan(format!("fund.recognised:month={}", facts.month), month));
    if let Some((plan, done)) = facts.plan_fen.and_then(|plan| Some((plan, ratio(facts.total_fen, plan)?))) {
        let lead = facts.lead(done);
        line = line
            .text("；完成年度计划")
            .figure(Figure::yuan("target.plan", plan))
            .text("的")
            .figure(Figure::percent("fund.completion", done, 2))
            .text(if lead.is_sign_negative() { "，落后序时进度" } else { "，快于序时进度" })
            .figure(Figure::points("fund.lead_points", lead, 2));
    }
    if let Some(growth) = growth(facts.total_fen, before) {
        let word = if growth.is_sign_negative() { "，同比下降" } else { "，同比增长" };
        line = line.text(format!("{word}{}", crate::money::percent(growth.abs(), 2)));
    }
    let signed = sum(|u| u.signed.all);
    line.text("。新签约项目")
        .figure(Figure::count("project.contracts", signed, "个"))
        .text(format!("，其中亿元以上{}个；已开工{}个。", sum(|u| u.signed.from_100m), sum(|u| u.started)))
        .block()
}

fn of_group(facts: &Facts, group: &str) -> Option<Block> {
    let ranked = facts.ranked(group);
    let with: Vec<&Unit> = ranked.iter().filter(|(_, rank)| rank.is_some()).map(|(unit, _)| *unit).collect();
    if with.is_empty() {
        return None;
    }
    let listed = facts.settings.listed.min(with.len());
    let mut line = Line::new(format!("{group}（{}个）：", with.len())).text("居前的是");
    for (at, unit) in with[..listed].iter().enumerate() {
        line = named(line, unit, at);
    }
    // Nobody is both among the first and among the last.
    let last = listed.min(with.len() - listed);
    if last > 0 {
        line = line.text("；居后的是");
        for (at, unit) in with[with.len() - last..].iter().enumerate() {
            line = named(line, unit, at);
        }
    }
    Some(line.text("。").block())
}

fn named(line: Line, unit: &Unit, at: usize) -> Line {
    let line = line.text(if at > 0 { "、" } else { "" }).text(unit.name.clone());
    match unit.completion() {
        Some(done) => line
            .text("（")
            .figure(Figure::percent(format!("fund.completion:unit={}", unit.id), done, 2))
            .text("）"),
        None => line,
    }
}

/// The first of each group that keep up with the calendar.
fn red(facts: &Facts) -> Block {
    listed(facts, "红榜：", "本期没有达到序时进度的单位。", false)
}

/// The last of each group that do not.
fn black(facts: &Facts) -> Block {
    listed(facts, "黑榜：", "本期没有落后序时进度的单位。", true)
}

fn listed(facts: &Facts, head: &str, none: &str, behind: bool) -> Block {
    let mut line = Line::new(head);
    let mut count = 0;
    for group in facts.groups() {
        let mut with: Vec<&Unit> = facts
            .ranked(group)
            .into_iter()
            .map(|(unit, _)| unit)
            .filter(|u| u.completion().is_some_and(|c| facts.lead(c).is_sign_negative() == behind))
            .collect();
        if behind {
            with.reverse();
        }
        for unit in with.into_iter().take(facts.settings.listed) {
            line = named(line, unit, count);
            count += 1;
        }
    }
    if count == 0 { line.text(none).block() } else { line.text("。").block() }
}

fn problems(facts: &Facts) -> Block {
    let names = |of: Vec<&Unit>| of.iter().map(|u| u.name.as_str()).collect::<Vec<_>>().join("、");
    let with = || facts.units.iter().filter(|u| u.target_fen.is_some());
    let still: Vec<&Unit> = with().filter(|u| u.month_fen == 0).collect();
    let far = with().filter(|u| u.completion().is_some_and(|c| facts.lead(c) < Decimal::from(FAR_BEHIND)));
    let far: Vec<&Unit> = far.collect();
    let late: Vec<&Unit> = facts.units.iter().filter(|u| u.work.late_forms > 0).collect();
    let red = facts.lights.iter().filter(|l| l.red).count();
    let mut said = Vec::new();
    if !far.is_empty() {
        said.push(format!("落后序时进度超过{}个百分点的有{}", -FAR_BEHIND, names(far)));
    }
    if !still.is_empty() {
        said.push(format!("本月没有到位资金的有{}", names(still)));
    }
    if !late.is_empty() {
        said.push(format!("月报迟报、漏报的有{}", names(late)));
    }
    if red > 0 {
        said.push(format!("亮红灯的项目{red}个"));
    }
    let how = match facts.settings.lead {
        LeadOrder::Exact => "超（欠）序时进度按未取舍的完成率与序时进度之差计算。",
        LeadOrder::Printed => "超（欠）序时进度按取两位小数的完成率与序时进度之差计算。",
    };
    let text =
        if said.is_empty() { "本期无突出问题。".into() } else { format!("{}。", said.join("；")) };
    Line::new(text).text(how).block()
}
