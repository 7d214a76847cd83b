//! A project on one page (项目一页纸), and what a dispatch meeting reads of it.

use jiff::civil::Date;

use super::document::{Align, Block, Cell, Column, Document, Run, Table};

/// What is in a project's way, or what is urged: a line of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub title: String,
    pub unit: String,
    pub due_on: Option<Date>,
    pub late: bool,
    /// `待答复`, `黄色预警`.
    pub standing: String,
}

/// What a project reported on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub on: Date,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    pub name: String,
    pub code: String,
    /// Names and values of the table at the top, in pairs from left to right.
    pub facts: Vec<(String, String)>,
    pub content: String,
    pub progress: String,
    pub next_step: String,
    pub next_due_on: Option<Date>,
    /// `封顶：计划2013年9月30日`.
    pub nodes: Vec<String>,
    pub problems: Vec<Line>,
    pub notes: Vec<Line>,
}

/// The longest text that still leaves the sheet one page.
const TEXT: usize = 220;

fn day(on: Date) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

pub(super) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { runs: vec![Run::Text(text.into())] }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.into() }
}

/// A text on one line, cut with an ellipsis where the page would overflow.
fn short(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    format!("{}…", line.chars().take(limit).collect::<String>())
}

/// `1.用地指标（区国土分局，时限2013年9月10日，超期，待答复）`.
pub(super) fn lines(all: &[Line]) -> String {
    let each = all.iter().enumerate().map(|(i, line)| {
        let due = line.due_on.map(|on| format!("，时限{}", day(on))).unwrap_or_default();
        let late = if line.late { "，超期" } else { "" };
        format!("{}.{}（{}{due}{late}，{}）", i + 1, short(&line.title, 60), line.unit, line.standing)
    });
    each.collect::<Vec<_>>().join("；") + "。"
}

/// Next step with its day; empty when none is named.
pub(super) fn next(sheet: &Sheet) -> String {
    let due = sheet.next_due_on.map(|on| format!("（{}前）", day(on))).unwrap_or_default();
    if sheet.next_step.is_empty() {
        String::new()
    } else {
        format!("{}{due}。", short(&sheet.next_step, TEXT).trim_end_matches('。'))
    }
}

fn facts(sheet: &Sheet) -> Table {
    let column = |share| Column { title: String::new(), align: Align::Left, share };
    let text = |text: &str| Cell::Text(text.to_owned());
    let row = |pair: &[(String, String)]| {
        let mut cells: Vec<Cell> = pair.iter().flat_map(|(name, value)| [text(name), text(value)]).collect();
        cells.resize(4, text(""));
        cells
    };
    Table {
        caption: String::new(),
        unit_note: String::new(),
        columns: vec![column(3), column(6), column(3), column(6)],
        rows: sheet.facts.chunks(2).map(row).collect(),
        total: None,
        notes: Vec::new(),
    }
}

/// The sheet: facts, content, how far it is, what is in its way.
pub fn one_page(sheet: &Sheet, as_of: Date) -> Document {
    let mut blocks = vec![
        Block::Title { text: sheet.name.clone() },
        Block::Number { text: format!("项目编号{}　截至{}", sheet.code, day(as_of)) },
        Block::Table(facts(sheet)),
    ];
    let mut section = |name: &str, text: String| {
        if !text.is_empty() {
            blocks.push(heading(1, name));
            blocks.push(paragraph(text));
        }
    };
    section("建设内容", short(&sheet.content, TEXT));
    section("当前进展", short(&sheet.progress, TEXT));
    section("下一步", next(sheet));
    section("建设节点", if sheet.nodes.is_empty() { String::new() } else { sheet.nodes.join("；") + "。" });
    let of = |all: &[Line]| if all.is_empty() { "无。".to_owned() } else { lines(all) };
    section("存在问题", of(&sheet.problems));
    section("督办事项", of(&sheet.notes));
    Document { blocks }
}

/// What a meeting goes through: the projects of a filter, since the last meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    pub district: String,
    pub office: String,
    /// `责任单位：经济开发区；阶段：开工`; empty for all.
    pub filter: String,
    pub since: Date,
    pub as_of: Date,
    pub projects: Vec<(Sheet, Vec<Report>)>,
}

fn overview(pack: &Pack) -> Table {
    let column = |title: &str, align, share| Column { title: title.into(), align, share };
    let count = |n: usize| Cell::Text(n.to_string());
    let row = |(i, (sheet, reports)): (usize, &(Sheet, Vec<Report>))| {
        let fact = |name: &str| {
            let found = sheet.facts.iter().find(|f| f.0 == name);
            Cell::Text(found.map(|f| f.1.clone()).unwrap_or_default())
        };
        let late = sheet.problems.iter().filter(|p| p.late).count();
        vec![
            count(i + 1),
            Cell::Text(sheet.name.clone()),
            fact("牵头单位"),
            fact("阶段"),
            Cell::Text(if reports.is_empty() { "无" } else { "有" }.into()),
            count(sheet.problems.len()),
            count(late),
            count(sheet.notes.len()),
        ]
    };
    Table {
        caption: "调度项目一览表".into(),
        unit_note: "单位：个".into(),
        columns: vec![
            column("序号", Align::Centre, 3),
            column("项目", Align::Left, 12),
            column("牵头单位", Align::Left, 8),
            column("阶段", Align::Left, 5),
            column("本期进展", Align::Centre, 4),
            column("未了结问题", Align::Right, 4),
            column("其中超期", Align::Right, 4),
            column("督办", Align::Right, 3),
        ],
        rows: pack.projects.iter().enumerate().map(row).collect(),
        total: None,
        notes: Vec::new(),
    }
}

/// 调度会材料: an overview, then each project with its line, its progress, its problems and its notes.
pub fn dispatch(pack: &Pack) -> Document {
    let sum = |count: fn(&Sheet) -> usize| pack.projects.iter().map(|(s, _)| count(s)).sum::<usize>();
    let moved = pack.projects.iter().filter(|(_, reports)| !reports.is_empty()).count();
    let opening = format!(
        "{}本次调度项目{}个，{}至{}有新进展的{moved}个；未了结问题{}个，其中超期{}个；未了结督办单{}件。",
        if pack.filter.is_empty() { String::new() } else { format!("范围：{}。", pack.filter) },
        pack.projects.len(),
        day(pack.since),
        day(pack.as_of),
        sum(|s| s.problems.len()),
        sum(|s| s.problems.iter().filter(|p| p.late).count()),
        sum(|s| s.notes.len()),
    );
    let mut blocks = vec![
        Block::Title { text: format!("{}重点招商项目调度会材料", pack.district) },
        paragraph(opening),
        heading(1, "项目一览"),
        Block::Table(overview(pack)),
        heading(1, "逐项情况"),
    ];
    for (sheet, reports) in &pack.projects {
        blocks.push(heading(2, &sheet.name));
        let told: Vec<String> =
            sheet.facts.iter().filter(|f| !f.1.is_empty()).map(|f| format!("{}：{}", f.0, f.1)).collect();
        blocks.push(paragraph(format!("{}。", told.join("；"))));
        let since = if reports.is_empty() {
            "本期没有报送新进展。".to_owned()
        } else {
            let each = reports.iter().map(|r| {
                let text = short(&r.text, TEXT);
                format!("{}，{}。", day(r.on), text.trim_end_matches('。'))
            });
            each.collect::<Vec<_>>().concat()
        };
        blocks.push(paragraph(format!("本期进展：{since}")));
        let step = next(sheet);
        if !step.is_empty() {
            blocks.push(paragraph(format!("下一步：{step}")));
        }
        for (name, all) in [("存在问题", &sheet.problems), ("督办事项", &sheet.notes)] {
            if !all.is_empty() {
                blocks.push(paragraph(format!("{name}：{}", lines(all))));
            }
        }
    }
    blocks.push(Block::Signature { office: pack.office.clone(), on: pack.as_of });
    Document { blocks }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "甲项目".into(),
            code: "379901-2013-0001".into(),
            facts: vec![("牵头单位".into(), "于河街道".into()), ("阶段".into(), "开工".into())],
            content: "建设\n厂房".into(),
            next_step: "办理施工许可。".into(),
            next_due_on: Some(date(2013, 9, 10)),
            problems: vec![Line {
                title: "用地指标".into(),
                unit: "区国土分局".into(),
                due_on: Some(date(2013, 8, 20)),
                late: true,
                standing: "待答复".into(),
            }],
            ..Sheet::default()
        }
    }

    fn said(document: &Document) -> Vec<String> {
        let texts = document.blocks.iter().filter_map(|b| match b {
            Block::Paragraph { runs } => Some(runs.iter().map(Run::as_str).collect::<String>()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn a_sheet_says_what_is_in_the_way_and_by_when() {
        let made = one_page(&sheet(), date(2013, 8, 31));
        let texts = said(&made);
        assert_eq!(texts[0], "建设 厂房");
        assert_eq!(texts[1], "办理施工许可（2013年9月10日前）。");
        assert_eq!(texts[2], "1.用地指标（区国土分局，时限2013年8月20日，超期，待答复）。");
        assert_eq!(texts[3], "无。");
        assert_eq!(short(&"长".repeat(300), 220).chars().count(), 221);
    }

    #[test]
    fn a_pack_counts_what_the_meeting_goes_through() {
        let report = Report { on: date(2013, 8, 23), text: "完成规划审批".into() };
        let pack = Pack {
            district: "凤栖区".into(),
            office: "区招商办公室".into(),
            filter: String::new(),
            since: date(2013, 8, 17),
            as_of: date(2013, 8, 31),
            projects: vec![
                (sheet(), vec![report]),
                (Sheet { name: "乙".into(), ..Sheet::default() }, vec![]),
            ],
        };
        let texts = said(&dispatch(&pack));
        assert!(texts[0].contains("项目2个") && texts[0].contains("有新进展的1个"), "{}", texts[0]);
        assert!(texts[0].contains("未了结问题1个，其中超期1个"));
        assert!(texts.iter().any(|t| t == "本期进展：2013年8月23日，完成规划审批。"));
        assert!(texts.iter().any(|t| t == "本期进展：本期没有报送新进展。"));
    }
}
