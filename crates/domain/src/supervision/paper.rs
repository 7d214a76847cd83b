//! A note as an official document (督办通知单), with the slip on which the unit answers.

use jiff::civil::Date;

use crate::report::document::{Align, Block, Cell, Column, Document, Run, Table};

/// What a leader said, where a note hands it on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    pub code: String,
    pub leader: String,
    pub on: Date,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotePaper {
    pub district: String,
    pub office: String,
    pub code: String,
    pub level: String,
    pub praise: bool,
    pub unit: String,
    pub title: String,
    pub content: String,
    /// Name and code.
    pub project: Option<(String, String)>,
    pub problem: Option<String>,
    pub instruction: Option<Quoted>,
    pub issued_on: Date,
    pub due_on: Date,
    pub answer: String,
}

fn day(on: Date) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { runs: vec![Run::Text(text.into())] }
}

/// Ends a sentence that its author left open.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '！', '？', '；', '.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}。")
    }
}

/// The note: what it is about, what is asked and by when, and the slip for the answer.
pub fn document(paper: &NotePaper) -> Document {
    let name = if paper.praise { "招商引资工作表扬单" } else { "招商引资工作督办通知单" };
    let mut blocks = vec![
        Block::Title { text: format!("{}{name}", paper.district) },
        Block::Number { text: paper.code.clone() },
        Block::Addressee { text: format!("{}：", paper.unit) },
    ];
    if let Some(quoted) = &paper.instruction {
        let said = format!("{}同志{}批示（{}）：", quoted.leader, day(quoted.on), quoted.code);
        blocks.push(paragraph(format!("{said}“{}”", quoted.text.trim())));
    }
    let heading = |text: &str| Block::Heading { level: 1, text: text.into() };
    blocks.push(heading(if paper.praise { "表扬事项" } else { "督办事项" }));
    blocks.push(paragraph(sentence(&paper.title)));
    if let Some((name, code)) = &paper.project {
        blocks.push(paragraph(format!("涉及项目：{name}（项目编号{code}）。")));
    }
    if let Some(problem) = &paper.problem {
        blocks.push(paragraph(sentence(&format!("问题清单所列问题：{problem}"))));
    }
    if !paper.praise {
        blocks.push(heading("办理要求"));
    }
    blocks.extend(paper.content.lines().filter(|l| !l.trim().is_empty()).map(|l| paragraph(sentence(l))));
    if !paper.praise {
        blocks.push(paragraph(format!(
            "本单督办等级为{}。请于{}前将办理情况书面报{}，由签发单位核实后销号；逾期未办结的，提升督办等级。",
            paper.level,
            day(paper.due_on),
            paper.office
        )));
    }
    blocks.push(Block::Signature { office: paper.office.clone(), on: paper.issued_on });
    if !paper.praise {
        blocks.push(Block::Table(slip(paper)));
    }
    Document { blocks }
}

fn slip(paper: &NotePaper) -> Table {
    let column = |title: &str, share| Column { title: title.into(), align: Align::Left, share };
    let row = |name: &str, value: String| vec![Cell::Text(name.into()), Cell::Text(value)];
    Table {
        caption: "督办事项办理回执".into(),
        unit_note: String::new(),
        columns: vec![column("项目", 1), column("内容", 4)],
        rows: vec![
            row("编号", paper.code.clone()),
            row("督办事项", paper.title.clone()),
            row("责任单位", paper.unit.clone()),
            row("督办等级", paper.level.clone()),
            row("办理时限", day(paper.due_on)),
            row("办理情况", paper.answer.clone()),
            row("经办人", String::new()),
            row("单位负责人", String::new()),
        ],
        total: None,
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_note_says_what_by_when_and_to_whom() {
        let paper = NotePaper {
            district: "凤栖区".into(),
            office: "区招商办公室".into(),
            code: "督办〔2013〕1号".into(),
            level: "蓝色提醒".into(),
            praise: false,
            unit: "区财政局".into(),
            title: "扶持资金尚未到位".into(),
            content: "请明确拨付时间".into(),
            project: Some(("甲项目".into(), "379901-2013-0001".into())),
            problem: None,
            instruction: None,
            issued_on: date(2013, 8, 26),
            due_on: date(2013, 9, 10),
            answer: String::new(),
        };
        let said = |document: &Document| -> String {
            let texts = document.blocks.iter().filter_map(|b| match b {
                Block::Paragraph { runs } => Some(runs.iter().map(Run::as_str).collect::<String>()),
                Block::Number { text } | Block::Addressee { text } => Some(text.clone()),
                _ => None,
            });
            texts.collect::<Vec<_>>().join("\n")
        };
        let made = document(&paper);
        assert_eq!(made.title(), "凤栖区招商引资工作督办通知单");
        let text = said(&made);
        assert!(text.starts_with("督办〔2013〕1号\n区财政局：\n扶持资金尚未到位。\n涉及项目：甲项目"));
        assert!(text.contains("请于2013年9月10日前"));
        assert!(matches!(made.blocks.last(), Some(Block::Table(_))));

        let praised = document(&NotePaper { praise: true, ..paper });
        assert!(!said(&praised).contains("请于") && !matches!(praised.blocks.last(), Some(Block::Table(_))));
    }
}
