//! 存在问题: each named only when its figure crosses the line that the office has drawn, with the figure in it.

use rust_decimal::Decimal;

use super::{
    Context, enumerated,
    facts::{Class, ClassKind, Structure, Team, Track},
    line::{self, Line},
};
use crate::{
    money::ratio,
    report::{document::Block, figure::Figure},
};

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let problems = [units(context), structure(context), tracks(context), teams(context)];
    enumerated(problems.into_iter().flatten().collect())
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Units that are quiet, that have brought nothing, or that are behind the calendar.
fn units(context: &Context) -> Option<Line> {
    let (facts, named) = (context.facts, context.judgement.named);
    let mut clauses = Vec::new();
    if !facts.quiet.is_empty() {
        let names = line::names(facts.quiet.iter().map(|unit| unit.name.as_str()), named);
        clauses.push(
            Line::new("连续")
                .figure(Figure::days("unit.quiet_days", context.judgement.quiet_days))
                .text("以上没有新增工作记录的单位有")
                .figure(Figure::count("unit.quiet", count(facts.quiet.len()), "个"))
                .text(format!("（{names}）")),
        );
    }
    let empty: Vec<_> =
        facts.units.iter().filter(|unit| unit.money_fen == 0).map(|unit| unit.name.as_str()).collect();
    if !empty.is_empty() {
        clauses.push(
            Line::new("尚无认定到位资金的单位有")
                .figure(Figure::count("unit.without_money", count(empty.len()), "个"))
                .text(format!("（{}）", line::names(empty.iter().copied(), named))),
        );
    }
    let behind = context.behind().len();
    let assessed = facts.units.iter().filter(|unit| unit.target_fen.is_some_and(|target| target > 0)).count();
    if behind > 0 {
        let mut clause = Line::new("到位资金落后时序进度的单位有").figure(Figure::count(
            "unit.behind",
            count(behind),
            "个",
        ));
        if let Some(share) = ratio(count(behind), count(assessed)) {
            clause = clause.text("，占有计划任务单位的").figure(Figure::percent(
                "unit.behind_share",
                share,
                context.judgement.share_digits,
            ));
        }
        clauses.push(clause);
    }
    (!clauses.is_empty()).then(|| {
        Line::new(format!("部分单位工作不够主动。截至{}，", line::day(facts.window.to)))
            .then(Line::join(clauses, "；"))
            .text("。")
    })
}

/// Shares of the structure that are too high or too low.
fn structure(context: &Context) -> Option<Line> {
    let structure = context.facts.structure.as_ref()?;
    let clauses: Vec<_> = structure
        .classes
        .iter()
        .filter(|class| context.unbalanced(structure, class))
        .map(|class| {
            let verdict = match class.kind {
                ClassKind::RealEstate => "，比重偏高",
                ClassKind::ModernManufacturing | ClassKind::EmergingServices => "，比重偏低",
                ClassKind::HighTechnology | ClassKind::Lead => "，数量偏少",
            };
            shares(structure, class, context.judgement.completion_digits).text(verdict)
        })
        .collect();
    (!clauses.is_empty()).then(|| Line::new("项目结构不够合理。").then(Line::join(clauses, "；")).text("。"))
}

fn shares(structure: &Structure, class: &Class, digits: u32) -> Line {
    let key = |name: &str| format!("{name}:class={}", class.kind.code());
    let name = match class.kind {
        ClassKind::Lead => {
            let from = Figure::yuan("project.lead_from", structure.lead_from_fen).text;
            format!("总投资{from}以上的龙头项目")
        }
        kind => format!("{}项目", kind.name_zh()),
    };
    let mut text = Line::new(name).figure(Figure::count(key("project.structure"), class.count, "个"));
    if class.count == 0 {
        return text;
    }
    if let Some(share) = ratio(class.count, structure.count) {
        let figure = Figure::percent(key("project.structure.share"), share, digits);
        text = text.text("，占项目总数的").figure(figure);
    }
    if let Some(share) = ratio(class.amount_fen, structure.amount_fen) {
        let figure = Figure::percent(key("project.structure.amount_share"), share, digits);
        text = text.text("、投资总额的").figure(figure);
    }
    text
}

/// Tracks whose own measure is behind the calendar.
fn tracks(context: &Context) -> Option<Line> {
    let elapsed = context.year?.elapsed();
    let behind: Vec<(&Track, Decimal)> = context
        .facts
        .tracks
        .iter()
        .filter_map(|track| {
            let measure = track.measure.as_ref()?;
            Some((track, ratio(measure.done, measure.target)?))
        })
        .filter(|(_, done)| *done < elapsed)
        .collect();
    if behind.is_empty() {
        return None;
    }
    let names = line::names(behind.iter().map(|(track, _)| track.name.as_str()), behind.len());
    let digits = context.judgement.completion_digits;
    let clauses = behind.iter().map(|(track, done)| {
        let key = |name: &str| format!("{name}:track={}", track.code);
        Line::new(format!("{}完成年度目标的", track.name))
            .figure(Figure::percent(key("track.completion"), *done, digits))
            .text("，落后时序进度")
            .figure(Figure::points(
                key("track.lead_points"),
                (*done - elapsed) * Decimal::ONE_HUNDRED,
                digits,
            ))
    });
    Some(Line::new(format!("{names}成效不够明显。")).then(Line::join(clauses, "；")).text("。"))
}

/// Teams with few staff, or that turn fewer than half as many leads into contracts as all teams together do.
fn teams(context: &Context) -> Option<Line> {
    let (teams, judgement) = (&context.facts.teams, context.judgement);
    let few: Vec<&Team> = teams.iter().filter(|team| team.staff < judgement.staff_few).collect();
    let (leads, signed): (i64, i64) =
        teams.iter().fold((0, 0), |(leads, signed), team| (leads + team.leads, signed + team.signed));
    let average = ratio(signed, leads);
    let slow: Vec<&Team> = teams
        .iter()
        .filter(|team| {
            let own = ratio(team.signed, team.leads);
            own.zip(average).is_some_and(|(own, average)| own * Decimal::TWO < average)
        })
        .collect();
    let mut clauses = Vec::new();
    if !few.is_empty() {
        clauses.push(
            Line::new("专业人员不足")
                .text(format!("{}名的队伍有", judgement.staff_few))
                .figure(Figure::count("team.few_staff", count(few.len()), "支"))
                .text(format!(
                    "（{}）",
                    line::names(few.iter().map(|team| team.name.as_str()), judgement.named)
                )),
        );
    }
    if let (false, Some(average)) = (slow.is_empty(), average) {
        clauses.push(
            Line::new("各队伍线索转化为合同的平均比例为")
                .figure(Figure::percent("team.conversion", average, judgement.completion_digits))
                .text("，低于平均一半的有")
                .figure(Figure::count("team.slow", count(slow.len()), "支"))
                .text(format!(
                    "（{}）",
                    line::names(slow.iter().map(|team| team.name.as_str()), judgement.named)
                )),
        );
    }
    if clauses.is_empty() {
        return None;
    }
    if let Some((team, days)) =
        teams.iter().filter_map(|team| Some((team, team.days_to_sign?))).max_by_key(|t| t.1)
    {
        let key = format!("team.days_to_sign:unit={}", team.id);
        clauses.push(
            Line::new(format!("从线索到签约用时最长的是{}队伍，中位数", team.name))
                .figure(Figure::days(key, days)),
        );
    }
    Some(Line::new("专业队伍力量和效率有待加强。").then(Line::join(clauses, "；")).text("。"))
}

impl Context<'_> {
    /// Whether a class's share is on the wrong side of its line. Too little means little by count and by
    /// amount; too much means much by either.
    pub(super) fn unbalanced(&self, structure: &Structure, class: &Class) -> bool {
        let by_count = ratio(class.count, structure.count);
        let by_amount = ratio(class.amount_fen, structure.amount_fen);
        let low =
            |line| by_count.is_some_and(|share| share < line) && by_amount.is_none_or(|share| share < line);
        let judgement = self.judgement;
        match class.kind {
            ClassKind::RealEstate => {
                [by_count, by_amount].into_iter().flatten().any(|share| share >= judgement.real_estate_high)
            }
            ClassKind::ModernManufacturing => low(judgement.manufacturing_low),
            ClassKind::EmergingServices => low(judgement.services_low),
            ClassKind::HighTechnology => low(judgement.technology_low),
            ClassKind::Lead => low(judgement.lead_low),
        }
    }
}
