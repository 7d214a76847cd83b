//! 成绩单: the card of one unit, 分从哪里来, as a paper.

use yinfeng_domain::{
    id::UnitId,
    period::Month,
    report::document::{Align, Block, Cell, Column, Document, Run, Table},
};

use super::span;
use crate::{
    assessment::{self, Asked, ScoreCard},
    floor::{Result, db::Reader, say::Lang, web::Who},
};

/// The card of a unit that one may see, by the end of a month.
pub fn card(reader: &Reader, who: &Who, place: &str, unit: UnitId, month: Option<Month>) -> Result<Document> {
    let (month, span) = span(reader, who, month)?;
    let to = span.window.to;
    let asked = Asked { year: Some(to.year().into()), as_of: Some(to), scheme: None };
    // Papers of the office are written in Chinese, whoever reads the page.
    let reading = Who { lang: Lang::Zh, ..who.clone() };
    let card = assessment::score_card(reader, &reading, place, unit, &asked)?;
    Ok(paper(&card, month))
}

fn column(title: &str, align: Align, share: u16) -> Column {
    Column { title: title.into(), align, share }
}

fn paper(card: &ScoreCard, month: Month) -> Document {
    let score = &card.score;
    let name = &score.unit.name;
    let first = month.first();
    let place = score
        .rank
        .map_or_else(String::new, |rank| format!("，在{}中列第{rank}位（共{}个）", card.group, score.of));
    let verdict = score.outcome.as_ref().map_or_else(String::new, |o| format!("，等次为{o}"));
    let text = format!(
        "截至{}，{name}考核总分{}分{place}{verdict}。{}。",
        card.as_of, score.total_text, score.total_line
    );
    let row = |item: &assessment::ItemView| {
        vec![
            Cell::Text(item.name.clone()),
            Cell::Text(item.max_text.clone().unwrap_or_default()),
            Cell::Text(item.points_text.clone()),
            Cell::Text(item.line.clone()),
            Cell::Text(item.missing_line.clone().or_else(|| item.no_step_line.clone()).unwrap_or_default()),
        ]
    };
    let items = Table {
        caption: "考核得分明细表".into(),
        unit_note: "单位：分".into(),
        columns: vec![
            column("指标", Align::Left, 18),
            column("满分", Align::Right, 10),
            column("得分", Align::Right, 10),
            column("计分过程", Align::Left, 40),
            column("差距", Align::Left, 22),
        ],
        rows: score.items.iter().map(row).collect(),
        total: None,
        notes: vec![format!("按《{}》第{}版计算。", card.scheme.name, card.scheme.version)],
    };
    let measure = |m: &assessment::MeasureView| {
        let dash = || "—".to_owned();
        vec![
            Cell::Text(m.name.clone()),
            Cell::Text(m.done_text.clone()),
            Cell::Text(m.target_text.clone().unwrap_or_else(dash)),
            Cell::Text(m.completion_text.clone().unwrap_or_else(dash)),
            Cell::Text(m.lead_points_text.clone().unwrap_or_else(dash)),
        ]
    };
    let measures = Table {
        caption: "指标完成情况表".into(),
        unit_note: String::new(),
        columns: vec![
            column("指标", Align::Left, 28),
            column("完成", Align::Right, 20),
            column("目标", Align::Right, 20),
            column("完成率", Align::Right, 16),
            column("超欠序时", Align::Right, 16),
        ],
        rows: card.measures.iter().map(measure).collect(),
        total: None,
        notes: vec![format!("序时进度为{}；完成数已按办法折算。", card.progress.elapsed_text)],
    };
    let mut blocks = vec![
        Block::Title { text: format!("{name}{}年{}月考核成绩单", first.year(), first.month()) },
        Block::Paragraph { runs: vec![Run::Text(text)] },
        Block::Table(items),
        Block::Table(measures),
    ];
    blocks.extend(behind(card).map(Block::Table));
    Document { blocks }
}

/// The rows behind the points.
fn behind(card: &ScoreCard) -> Option<Table> {
    let mut rows = Vec::new();
    for item in &card.score.items {
        for row in &item.rows {
            rows.push(vec![
                Cell::Text(item.name.clone()),
                Cell::Text(row.title.clone()),
                Cell::Text(row.date.map(|d| d.to_string()).unwrap_or_default()),
                Cell::Text(row.amount_text.clone().unwrap_or_default()),
            ]);
        }
    }
    let cut = card.score.items.iter().any(|i| i.rows_total.is_some_and(|all| all > i.rows.len() as i64));
    (!rows.is_empty()).then(|| Table {
        caption: "得分依据".into(),
        unit_note: String::new(),
        columns: vec![
            column("指标", Align::Left, 20),
            column("依据", Align::Left, 46),
            column("日期", Align::Centre, 15),
            column("计入金额", Align::Right, 19),
        ],
        rows,
        total: None,
        notes: cut.then(|| "每项只列最近的100条，其余见系统。".to_owned()).into_iter().collect(),
    })
}
