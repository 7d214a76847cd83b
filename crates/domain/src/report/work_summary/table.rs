//! The attached table: every unit against its target, ranked by completion.

use rust_decimal::Decimal;

use super::{Context, facts::Unit};
use crate::{
    money::{self, ratio},
    report::{
        document::{Align, Cell, Column, Table},
        figure::Figure,
    },
};

/// `None` when no unit is assessed.
pub(super) fn units(context: &Context) -> Option<Table> {
    let mut ranked: Vec<(&Unit, Option<Decimal>)> = context
        .facts
        .units
        .iter()
        .map(|unit| {
            (unit, context.year.and(unit.target_fen).and_then(|target| ratio(unit.money_fen, target)))
        })
        .collect();
    if ranked.is_empty() {
        return None;
    }
    ranked.sort_by_key(|(_, done)| std::cmp::Reverse(*done));
    let rows = ranked.iter().map(|(unit, done)| row(context, unit, *done, rank(&ranked, *done))).collect();
    Some(Table {
        caption: "各单位招商引资完成情况表".to_owned(),
        unit_note: "单位：亿元、个、百分点".to_owned(),
        columns: columns(),
        rows,
        total: Some(total(context)),
        notes: notes(context),
    })
}

fn columns() -> Vec<Column> {
    let column = |title: &str, align, share| Column { title: title.to_owned(), align, share };
    vec![
        column("位次", Align::Centre, 8),
        column("单位", Align::Left, 27),
        column("年度计划", Align::Right, 16),
        column("到位资金", Align::Right, 16),
        column("完成率", Align::Right, 14),
        column("比时序进度", Align::Right, 18),
        column("引进项目", Align::Right, 16),
    ]
}

/// 1 + the number of units that completed more; equal completions share a rank.
fn rank(ranked: &[(&Unit, Option<Decimal>)], done: Option<Decimal>) -> Option<usize> {
    done.map(|done| 1 + ranked.iter().filter(|(_, other)| other.is_some_and(|other| other > done)).count())
}

fn row(context: &Context, unit: &Unit, done: Option<Decimal>, rank: Option<usize>) -> Vec<Cell> {
    let key = |name: &str| format!("{name}:unit={}", unit.id);
    vec![
        Cell::Text(rank.map_or_else(dash, |rank| rank.to_string())),
        Cell::Text(unit.name.clone()),
        unit.target_fen.map_or_else(empty, |target| amount(key("target.plan"), target)),
        amount(key("fund.recognised"), unit.money_fen),
        percent(context, key("fund.completion"), done),
        lead(context, key("fund.lead_points"), done),
        Cell::Figure(Figure::count(key("project.introduced"), unit.introduced, "个").bare()),
    ]
}

fn total(context: &Context) -> Vec<Cell> {
    let facts = context.facts;
    let targets = targets(&facts.units);
    let done = context.year.and(targets).and_then(|targets| ratio(facts.money.total, targets));
    vec![
        Cell::Text(String::new()),
        Cell::Text("合计".to_owned()),
        targets.map_or_else(empty, |targets| amount("target.units".to_owned(), targets)),
        amount("fund.recognised".to_owned(), facts.money.total),
        percent(context, "fund.units_completion".to_owned(), done),
        lead(context, "fund.units_lead_points".to_owned(), done),
        Cell::Figure(Figure::count("project.introduced", facts.introduced.total, "个").bare()),
    ]
}

fn targets(units: &[Unit]) -> Option<i64> {
    units
        .iter()
        .any(|unit| unit.target_fen.is_some())
        .then(|| units.iter().filter_map(|unit| unit.target_fen).sum())
}

/// What a reader who adds up the printed numbers must know.
fn notes(context: &Context) -> Vec<String> {
    let facts = context.facts;
    let mut notes = vec!["数据为招商口径，非统计口径。".to_owned()];
    if let (Some(plan), Some(targets)) = (facts.plan_fen, targets(&facts.units))
        && plan != targets
    {
        notes.push(format!(
            "各单位年度计划之和为{}，全区指导性计划为{}，两者相差{}。",
            Figure::yuan("", targets).text,
            Figure::yuan("", plan).text,
            Figure::yuan("", (plan - targets).abs()).text
        ));
    }
    let money: Vec<i64> = facts.units.iter().map(|unit| unit.money_fen).collect();
    let plans: Vec<i64> = facts.units.iter().filter_map(|unit| unit.target_fen).collect();
    if has_tail(&money) || has_tail(&plans) {
        notes.push("因四舍五入，分项之和与合计可能有尾差。".to_owned());
    }
    notes
}

/// Whether amounts rounded for printing no longer add up to their rounded sum.
fn has_tail(amounts: &[i64]) -> bool {
    let printed = |fen: i64| money::yi(fen, 2).parse::<Decimal>().unwrap_or_default();
    amounts.iter().map(|fen| printed(*fen)).sum::<Decimal>() != printed(amounts.iter().sum())
}

fn amount(key: String, fen: i64) -> Cell {
    Cell::Figure(Figure::yi(key, fen, 2).bare())
}

fn percent(context: &Context, key: String, done: Option<Decimal>) -> Cell {
    done.map_or_else(empty, |done| {
        Cell::Figure(Figure::percent(key, done, context.judgement.completion_digits))
    })
}

/// Lead or lag in points, signed: the column has no words to say which.
fn lead(context: &Context, key: String, done: Option<Decimal>) -> Cell {
    match (done, context.year) {
        (Some(done), Some(year)) => {
            let points = (done - year.elapsed()) * Decimal::ONE_HUNDRED;
            Cell::Figure(Figure::signed_points(key, points, context.judgement.completion_digits))
        }
        _ => empty(),
    }
}

fn dash() -> String {
    "—".to_owned()
}

fn empty() -> Cell {
    Cell::Text(dash())
}
