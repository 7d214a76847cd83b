//! 总述: the totals, how they stand against plan and calendar, and the system's own check of the forecast.

use rust_decimal::Decimal;

use super::{
    Context, Year,
    facts::{Signed, Track},
    line::{self, Line},
};
use crate::{
    money::ratio,
    period::{Pace, pace},
    report::{document::Block, figure::Figure},
};

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let totals = totals(context);
    [Some(totals), check(context), tracks(context)].into_iter().flatten().map(Line::paragraph).collect()
}

fn totals(context: &Context) -> Line {
    let facts = context.facts;
    let mut text = Line::new(format!("{}，全区引进并认定项目", line::months(facts.window)))
        .figure(Figure::count("project.introduced", facts.introduced.total, "个"))
        .text("，认定到位资金")
        .figure(Figure::yuan("fund.recognised", facts.money.total));
    if let Some((plan, done)) = completion(context) {
        text = text
            .text("，占全年指导性计划")
            .figure(Figure::yuan("target.plan", plan))
            .text("的")
            .figure(Figure::percent("fund.completion", done, context.judgement.completion_digits));
    }
    text = text.text("。");
    if let Some(signed) = &facts.signed {
        text = text.then(signed_line(context, signed));
    }
    if let Some(forecast) = &facts.forecast {
        text =
            text.text("各单位申报全年预计到位资金").figure(Figure::yuan("target.forecast", forecast.total));
        if let Some(share) = facts.plan_fen.and_then(|plan| ratio(forecast.total, plan)) {
            text = text.text("，占指导性计划的").figure(Figure::percent(
                "target.forecast_share",
                share,
                context.judgement.share_digits,
            ));
        }
        text = text.text("。");
    }
    text
}

fn signed_line(context: &Context, signed: &Signed) -> Line {
    let span = if signed.window == context.facts.window {
        String::new()
    } else {
        format!("{}，", line::months(signed.window))
    };
    let mut text = Line::new(format!("{span}新签内资合同项目")).figure(Figure::count(
        "project.signed",
        signed.count.total,
        "个",
    ));
    if signed.amount.total > 0 {
        text = text.text("，总投资").figure(Figure::yuan("project.signed.amount", signed.amount.total));
    }
    if signed.without_amount > 0 {
        text = text
            .text("（其中")
            .figure(Figure::count("project.signed.without_amount", signed.without_amount, "个"))
            .text("投资额尚未确定，未计入总投资）");
    }
    text.text("。")
}

/// The plan and done ÷ plan, when the window begins with the year.
fn completion(context: &Context) -> Option<(i64, Decimal)> {
    context.year?;
    let plan = context.facts.plan_fen?;
    Some((plan, ratio(context.facts.money.total, plan)?))
}

/// The system's own check sentence: where the year stands, and what the declared forecast asks of the rest.
fn check(context: &Context) -> Option<Line> {
    let (facts, judgement, year) = (context.facts, context.judgement, context.year?);
    let plan = facts.plan_fen?;
    let goal = facts.forecast.as_ref().map_or(plan, |forecast| forecast.total);
    let pace = pace(facts.money.total, plan, goal, year.on)?;
    let mut text = Line::new(format!("系统核算：截至{}完成", line::day(year.on)))
        .figure(Figure::percent("fund.completion", pace.done, judgement.completion_digits))
        .text("，时序进度")
        .figure(Figure::percent("period.elapsed", pace.elapsed, judgement.completion_digits))
        .text(if pace.lead_points.is_sign_negative() { "，落后" } else { "，超前" })
        .figure(Figure::points("fund.lead_points", pace.lead_points, judgement.completion_digits));
    if facts.forecast.is_some() {
        text = text.then(demand(&pace, year, judgement.rate_digits));
    }
    Some(text.text("。以上均为招商口径，非统计口径。"))
}

/// What the forecast asks of each month left, against what a month brought so far.
fn demand(pace: &Pace, year: Year, digits: u32) -> Line {
    let Some(needed) = pace.needed_rate else { return Line::default() };
    if needed <= Decimal::ZERO {
        return Line::new("；申报的全年预测已经达到");
    }
    let text = Line::new(format!("；预测要求后{}个月月均", year.left)).figure(Figure::monthly(
        "fund.needed_rate",
        needed,
        digits,
    ));
    match pace.run_rate {
        Some(so_far) if so_far > Decimal::ZERO => text
            .text(format!("，为前{}个月月均", year.gone))
            .figure(Figure::monthly("fund.run_rate", so_far, digits))
            .text("的")
            .figure(Figure::times("fund.rate_times", needed / so_far, 2)),
        _ => text,
    }
}

fn tracks(context: &Context) -> Option<Line> {
    let lines: Vec<_> = context.facts.tracks.iter().map(|track| track_line(context, track)).collect();
    (!lines.is_empty()).then(|| Line::new("三招三引方面，").then(Line::join(lines, "；")).text("。"))
}

fn track_line(context: &Context, track: &Track) -> Line {
    let key = |name: &str| format!("{name}:track={}", track.code);
    let text = Line::new(format!("{}认定项目", track.name)).figure(Figure::count(
        key("project.introduced"),
        track.introduced,
        "个",
    ));
    let Some(measure) = &track.measure else { return text };
    let amount = |name: &str, n: i64| match &measure.unit {
        Some(unit) => Figure::count(key(name), n, unit),
        None => Figure::yuan(key(name), n),
    };
    let text = match &measure.name {
        Some(name) => text.text(format!("，{name}")).figure(amount("track.done", measure.done)),
        None => text,
    };
    match (context.year, ratio(measure.done, measure.target)) {
        (Some(_), Some(done)) => text
            .text("，占年度目标")
            .figure(amount("track.target", measure.target))
            .text("的")
            .figure(Figure::percent(key("track.completion"), done, context.judgement.completion_digits)),
        _ => text,
    }
}
