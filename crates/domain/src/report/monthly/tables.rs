//! The tables of a circular.

use rust_decimal::Decimal;

use super::{Facts, Part, Unit, growth};
use crate::{
    money::{self, percent, ratio},
    report::{
        document::{Align, Cell, Column, Table},
        figure::Figure,
    },
};

const DASH: &str = "—";

pub(super) fn all(facts: &Facts) -> Vec<Table> {
    let mut tables = vec![progress(facts), signed(facts), started(facts), work(facts)];
    tables.extend(parts(facts));
    tables.extend(events(facts));
    tables.extend(lights(facts));
    tables.extend(scores(facts));
    tables.extend(league(facts));
    for (no, table) in (1..).zip(&mut tables) {
        table.caption = format!("附表{no} {}", table.caption);
    }
    tables
}

fn columns(list: &[(&str, Align, u16)]) -> Vec<Column> {
    list.iter()
        .map(|(title, align, share)| Column { title: (*title).into(), align: *align, share: *share })
        .collect()
}

use Align::{Centre as C, Left as L, Right as R};

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn dash() -> Cell {
    text(DASH)
}

fn yi(key: String, fen: i64) -> Cell {
    Cell::Figure(Figure::yi(key, fen, 2).bare())
}

/// Without rows to open.
fn plain_yi(fen: i64) -> Cell {
    text(money::yi(fen, 2))
}

fn rate(part: i64, whole: i64) -> Cell {
    ratio(part, whole).filter(|_| whole > 0).map_or_else(dash, |r| text(percent(r, 2)))
}

/// Whether amounts rounded for printing no longer add up to their rounded sum.
fn has_tail(amounts: impl Iterator<Item = i64> + Clone) -> bool {
    let printed = |fen: i64| money::yi(fen, 2).parse::<Decimal>().unwrap_or_default();
    let sum = amounts.clone().fold(0_i64, i64::saturating_add);
    amounts.map(printed).sum::<Decimal>() != printed(sum)
}

fn tail(columns: &[Vec<i64>]) -> Option<String> {
    let any = columns.iter().any(|column| has_tail(column.iter().copied()));
    any.then(|| "因四舍五入，分项之和与合计可能有尾差；比率按未取舍的金额计算。".to_owned())
}

const OWN: &str = "数据为招商口径，非统计口径。";

/// (1) 指标完成情况表.
fn progress(facts: &Facts) -> Table {
    let mut rows = Vec::new();
    for group in facts.groups() {
        for (unit, rank) in facts.ranked(group) {
            let key = |name: &str| format!("{name}:unit={}", unit.id);
            let month = format!("fund.recognised:unit={},month={}", unit.id, facts.month);
            let done = unit.completion();
            rows.push(vec![
                text(group),
                rank.map_or_else(dash, |r| text(r.to_string())),
                text(&unit.name),
                unit.target_fen.map_or_else(dash, |t| yi(key("target.plan"), t)),
                yi(month, unit.month_fen),
                yi(key("fund.recognised"), unit.done_fen),
                done.map_or_else(dash, |d| Cell::Figure(Figure::percent(key("fund.completion"), d, 2))),
                done.map_or_else(dash, |d| {
                    Cell::Figure(Figure::signed_points(key("fund.lead_points"), facts.lead(d), 2))
                }),
                yi(format!("fund.recognised:unit={},back=1", unit.id), unit.before_fen),
                unit.growth().map_or_else(dash, |g| text(percent(g, 2))),
            ]);
        }
    }
    let sum = |of: fn(&Unit) -> i64| facts.units.iter().map(of).fold(0_i64, i64::saturating_add);
    let targets: i64 = facts.units.iter().filter_map(|u| u.target_fen).fold(0, i64::saturating_add);
    let (month, done, before) = (sum(|u| u.month_fen), sum(|u| u.done_fen), sum(|u| u.before_fen));
    let completion = ratio(done, targets);
    let total = vec![
        text("合计"),
        text(""),
        text(""),
        if targets > 0 { yi("target.units".into(), targets) } else { dash() },
        yi(format!("fund.recognised:month={}", facts.month), month),
        yi("fund.recognised".into(), done),
        completion.map_or_else(dash, |d| Cell::Figure(Figure::percent("fund.units_completion", d, 2))),
        completion.map_or_else(dash, |d| {
            Cell::Figure(Figure::signed_points("fund.units_lead_points", facts.lead(d), 2))
        }),
        yi("fund.recognised:back=1".into(), before),
        growth(done, before).map_or_else(dash, |g| text(percent(g, 2))),
    ];
    let mut notes = vec![OWN.to_owned(), format!("序时进度为{}。", percent(facts.elapsed(), 2))];
    if let Some(plan) = facts.plan_fen.filter(|plan| targets > 0 && *plan != targets) {
        notes.push(format!(
            "各单位年度计划之和为{}，全区指导性计划为{}，两者相差{}。",
            Figure::yuan("", targets).text,
            Figure::yuan("", plan).text,
            Figure::yuan("", plan.saturating_sub(targets).saturating_abs()).text
        ));
    }
    let column = |of: fn(&Unit) -> i64| facts.units.iter().map(of).collect::<Vec<_>>();
    notes.extend(tail(&[
        facts.units.iter().filter_map(|u| u.target_fen).collect(),
        column(|u| u.month_fen),
        column(|u| u.done_fen),
        column(|u| u.before_fen),
    ]));
    Table {
        caption: "各单位到位资金完成情况表".into(),
        unit_note: "单位：亿元、百分点".into(),
        columns: columns(&[
            ("分组", L, 10),
            ("位次", C, 6),
            ("单位", L, 16),
            ("年度计划", R, 10),
            ("本月到位", R, 10),
            ("累计到位", R, 10),
            ("完成率", R, 11),
            ("超欠序时", R, 10),
            ("上年同期", R, 10),
            ("同比", R, 11),
        ]),
        rows,
        total: Some(total),
        notes,
    }
}

/// A table over the units with something in it, in the order of lists.
fn by_unit(facts: &Facts, any: fn(&Unit) -> bool, row: impl Fn(&Unit) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    facts.units.iter().filter(|u| any(u)).map(row).collect()
}

/// (2) 新签约情况表.
fn signed(facts: &Facts) -> Table {
    let count = |n: i64| text(n.to_string());
    let rows = by_unit(
        facts,
        |u| u.signed.all > 0,
        |u| {
            vec![
                text(&u.group),
                text(&u.name),
                Cell::Figure(
                    Figure::count(format!("project.contracts:unit={}", u.id), u.signed.all, "个").bare(),
                ),
                count(u.signed.from_100m),
                count(u.signed.from_500m),
                count(u.signed.from_1bn),
                plain_yi(u.signed.total_fen),
            ]
        },
    );
    let sum = |of: fn(&Unit) -> i64| facts.units.iter().map(of).fold(0_i64, i64::saturating_add);
    let total = vec![
        text("合计"),
        text(""),
        Cell::Figure(Figure::count("project.contracts", sum(|u| u.signed.all), "个").bare()),
        count(sum(|u| u.signed.from_100m)),
        count(sum(|u| u.signed.from_500m)),
        count(sum(|u| u.signed.from_1bn)),
        plain_yi(sum(|u| u.signed.total_fen)),
    ];
    let mut notes = vec!["签约指正式合同，按牵头单位统计；总投资未定的项目不计金额。".to_owned()];
    notes.extend(tail(&[facts.units.iter().map(|u| u.signed.total_fen).collect()]));
    Table {
        caption: "本年新签约项目情况表".into(),
        unit_note: "单位：个、亿元".into(),
        columns: columns(&[
            ("分组", L, 12),
            ("单位", L, 20),
            ("签约项目", R, 12),
            ("亿元以上", R, 12),
            ("5亿元以上", R, 12),
            ("10亿元以上", R, 13),
            ("总投资", R, 14),
        ]),
        rows,
        total: Some(total),
        notes,
    }
}

/// (3) 签约开工率.
fn started(facts: &Facts) -> Table {
    let mut units: Vec<&Unit> = facts.units.iter().filter(|u| u.signed.all > 0).collect();
    units.sort_by_key(|u| std::cmp::Reverse(ratio(u.started, u.signed.all)));
    let row = |u: &&Unit| {
        vec![
            text(&u.group),
            text(&u.name),
            Cell::Figure(
                Figure::count(format!("project.contracts:unit={}", u.id), u.signed.all, "个").bare(),
            ),
            text(u.started.to_string()),
            rate(u.started, u.signed.all),
        ]
    };
    let sum = |of: fn(&Unit) -> i64| facts.units.iter().map(of).fold(0_i64, i64::saturating_add);
    let (all, begun) = (sum(|u| u.signed.all), sum(|u| u.started));
    Table {
        caption: "本年签约项目开工情况表".into(),
        unit_note: "单位：个".into(),
        columns: columns(&[
            ("分组", L, 16),
            ("单位", L, 26),
            ("签约", R, 16),
            ("开工", R, 16),
            ("开工率", R, 18),
        ]),
        rows: units.iter().map(row).collect(),
        total: Some(vec![
            text("合计"),
            text(""),
            Cell::Figure(Figure::count("project.contracts", all, "个").bare()),
            text(begun.to_string()),
            rate(begun, all),
        ]),
        notes: vec!["开工率＝本年签约项目中已开工的个数÷本年签约项目个数。".into()],
    }
}

/// (4) 活动与报送.
fn work(facts: &Facts) -> Table {
    let any = |u: &Unit| u.work.events + u.work.reports + u.work.late_forms > 0;
    let rows = by_unit(facts, any, |u| {
        vec![
            text(&u.group),
            text(&u.name),
            text(u.work.events.to_string()),
            text(u.work.reports.to_string()),
            text(u.work.late_forms.to_string()),
        ]
    });
    Table {
        caption: "招商活动与信息报送情况表".into(),
        unit_note: "单位：场、次".into(),
        columns: columns(&[
            ("分组", L, 16),
            ("单位", L, 26),
            ("本年举办活动", R, 20),
            ("本年报送周进展", R, 20),
            ("月报迟报漏报", R, 20),
        ]),
        rows,
        total: None,
        notes: Vec::new(),
    }
}

/// (5) 到位资金分产业、来源.
fn parts(facts: &Facts) -> Vec<Table> {
    let table = |caption: &str, head: &str, parts: &[Part]| {
        let sum = |of: fn(&Part) -> i64| parts.iter().map(of).fold(0_i64, i64::saturating_add);
        let (month, done) = (sum(|p| p.month_fen), sum(|p| p.done_fen));
        let row = |p: &Part| {
            let key = |more: &str| format!("fund.recognised:{}{more}", p.filter);
            let month = yi(key(&format!(",month={}", facts.month)), p.month_fen);
            vec![text(&p.name), month, yi(key(""), p.done_fen), rate(p.done_fen, done)]
        };
        let mut notes: Vec<String> =
            tail(&[parts.iter().map(|p| p.month_fen).collect(), parts.iter().map(|p| p.done_fen).collect()])
                .into_iter()
                .collect();
        notes.insert(0, OWN.to_owned());
        Table {
            caption: caption.into(),
            unit_note: "单位：亿元".into(),
            columns: columns(&[(head, L, 34), ("本月到位", R, 20), ("累计到位", R, 20), ("占比", R, 18)]),
            rows: parts.iter().map(row).collect(),
            total: Some(vec![
                text("合计"),
                yi(format!("fund.recognised:month={}", facts.month), month),
                yi("fund.recognised".into(), done),
                rate(done, done),
            ]),
            notes,
        }
    };
    let of = |caption, head, list: &[Part]| (!list.is_empty()).then(|| table(caption, head, list));
    [of("到位资金分产业情况表", "产业", &facts.sectors), of("到位资金分来源情况表", "来源", &facts.origins)]
        .into_iter()
        .flatten()
        .collect()
}

/// (6) 展会签约履约.
fn events(facts: &Facts) -> Option<Table> {
    let row = |e: &super::Event| {
        vec![
            text(&e.name),
            text(e.held_on.to_string()),
            text(e.signed.to_string()),
            plain_yi(e.contract_fen),
            plain_yi(e.funds_fen),
            rate(e.funds_fen, e.contract_fen),
            text(e.started.to_string()),
            text(e.completed.to_string()),
        ]
    };
    (!facts.events.is_empty()).then(|| Table {
        caption: "招商活动签约项目履约情况表".into(),
        unit_note: "单位：个、亿元".into(),
        columns: columns(&[
            ("活动", L, 28),
            ("日期", C, 13),
            ("签约", R, 8),
            ("合同额", R, 12),
            ("到位资金", R, 12),
            ("到位率", R, 11),
            ("开工", R, 8),
            ("建成", R, 8),
        ]),
        rows: facts.events.iter().map(row).collect(),
        total: None,
        notes: vec!["一个项目只计入最先产生它的活动。".into()],
    })
}

/// (7) 项目亮灯.
fn lights(facts: &Facts) -> Option<Table> {
    let row = |l: &super::Lit| vec![text(&l.project), text(&l.unit), text(&l.stage), text(&l.colour)];
    (!facts.lights.is_empty()).then(|| Table {
        caption: "重点项目亮灯情况表".into(),
        unit_note: String::new(),
        columns: columns(&[("项目", L, 44), ("责任单位", L, 24), ("阶段", C, 14), ("亮灯", C, 14)]),
        rows: facts.lights.iter().map(row).collect(),
        total: None,
        notes: Vec::new(),
    })
}

/// (8) 考核得分.
fn scores(facts: &Facts) -> Option<Table> {
    let scheme = facts.scheme.as_ref()?;
    let mut parts: Vec<&str> = Vec::new();
    for (name, _) in facts.units.iter().filter_map(|u| u.score.as_ref()).flat_map(|s| &s.parts) {
        if !parts.contains(&name.as_str()) {
            parts.push(name);
        }
    }
    let mut heads = vec![("分组", L, 12), ("位次", C, 8), ("单位", L, 20)];
    heads.extend(parts.iter().map(|name| (*name, R, 12)));
    heads.extend([("总分", R, 12), ("等次", C, 12)]);
    let mut rows = Vec::new();
    for group in facts.groups() {
        let mut units: Vec<(&Unit, &super::Score)> = facts
            .units
            .iter()
            .filter(|u| u.group == group)
            .filter_map(|u| Some((u, u.score.as_ref()?)))
            .collect();
        units.sort_by_key(|(_, score)| (score.place.is_none(), score.place));
        for (unit, score) in units {
            let mut row =
                vec![text(group), score.place.map_or_else(dash, |p| text(p.to_string())), text(&unit.name)];
            row.extend(parts.iter().map(|name| {
                let found = score.parts.iter().find(|(known, _)| known == name);
                found.map_or_else(dash, |(_, points)| text(points))
            }));
            row.extend([text(&score.total), text(&score.outcome)]);
            rows.push(row);
        }
    }
    (!rows.is_empty()).then(|| Table {
        caption: "考核得分情况表".into(),
        unit_note: "单位：分".into(),
        columns: columns(&heads),
        rows,
        total: None,
        notes: vec![format!("按《{scheme}》计算，各单位得分明细见成绩单。")],
    })
}

/// Places at the ends of the months.
pub fn league(facts: &Facts) -> Option<Table> {
    let mut heads: Vec<(String, Align, u16)> = vec![("分组".into(), L, 12), ("单位".into(), L, 22)];
    heads.extend(facts.league.iter().map(|m| (format!("{}月", m.first().month()), C, 8)));
    let place = |p: &Option<u32>| p.map_or_else(dash, |p| text(p.to_string()));
    let row = |u: &Unit| {
        let mut row = vec![text(&u.group), text(&u.name)];
        row.extend(u.places.iter().map(place));
        row
    };
    let rows: Vec<Vec<Cell>> =
        facts.units.iter().filter(|u| u.places.iter().any(Option::is_some)).map(row).collect();
    (facts.league.len() > 1 && !rows.is_empty()).then(|| Table {
        caption: "各单位位次变化表".into(),
        unit_note: "单位：位".into(),
        columns: heads.into_iter().map(|(title, align, share)| Column { title, align, share }).collect(),
        rows,
        total: None,
        notes: vec!["按各月末的考核得分在本组中的位次。".into()],
    })
}
