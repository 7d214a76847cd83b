//! The work summary (工作小结) of a window, composed from facts: every number in it comes from a record, a
//! section without records is left out, and a problem is named only when its figure says so.

mod check;
mod facts;
mod line;
mod overview;
mod plans;
mod problems;
mod sections;
#[cfg(test)]
mod seed;
mod table;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use rust_decimal::Decimal;

pub use facts::*;
use line::Line;

use super::document::{Block, Document, Mismatch};
use crate::period::{Window, months_elapsed};

/// The facts, what counts as a problem, and where the year stands.
struct Context<'a> {
    facts: &'a Facts,
    judgement: &'a Judgement,
    /// `None` when the window does not begin with the year: a part of a year has no completion of a yearly plan.
    year: Option<Year>,
}

/// Where the year stands on the last day of the window.
#[derive(Clone, Copy)]
struct Year {
    on: Date,
    /// Whole months gone and left.
    gone: i8,
    left: i8,
}

impl Year {
    fn of(window: Window) -> Option<Self> {
        let Window { from, to } = window;
        let begins = from.day() == 1 && from.month() == 1 && from.year() == to.year();
        let gone = months_elapsed(to);
        begins.then_some(Self { on: to, gone, left: 12 - gone })
    }

    /// Time progress (时序进度), unrounded.
    fn elapsed(self) -> Decimal {
        Decimal::from(self.gone) / Decimal::from(12)
    }
}

/// Every total that its parts do not add up to, without composing anything: the attached table sums what the facts sum,
/// and is wrong only where they are.
pub fn mismatches(facts: &Facts, judgement: &Judgement) -> Vec<Mismatch> {
    let mut wrong = check::mismatches(facts);
    if !wrong.is_empty() {
        let attached = table::units(&Context { facts, judgement, year: Year::of(facts.window) });
        wrong.extend(attached.iter().flat_map(super::document::Table::mismatches));
    }
    wrong
}

/// The document, or every total that its parts do not add up to.
pub fn compose(facts: &Facts, judgement: &Judgement) -> Result<Document, Vec<Mismatch>> {
    let mut wrong = check::mismatches(facts);
    let context = Context { facts, judgement, year: Year::of(facts.window) };
    let attached = table::units(&context);
    wrong.extend(attached.iter().flat_map(super::document::Table::mismatches));
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut blocks = vec![Block::Title { text: title(facts) }];
    blocks.extend(overview::blocks(&context));
    chapter(&mut blocks, "主要工作开展情况", sections::blocks(&context));
    chapter(&mut blocks, "存在问题", problems::blocks(&context));
    chapter(&mut blocks, "下步打算", plans::blocks(&context));
    if let Some(table) = &attached {
        blocks.push(Block::Attachments { names: vec![table.caption.clone()] });
    }
    blocks.push(Block::Signature { office: facts.office.clone(), on: facts.as_of });
    blocks.extend(attached.map(Block::Table));
    Ok(Document { blocks })
}

fn title(facts: &Facts) -> String {
    let (from, to) = (facts.window.from, facts.window.to);
    let span = match line::months(facts.window) {
        whole if whole == "全年" => format!("{}年", to.year()),
        span if from.year() == to.year() => format!("{}年{span}", to.year()),
        span => span,
    };
    format!("{}{span}招商引资工作小结", facts.district)
}

fn chapter(blocks: &mut Vec<Block>, heading: &str, body: Vec<Block>) {
    if !body.is_empty() {
        blocks.push(Block::Heading { level: 1, text: heading.to_owned() });
        blocks.extend(body);
    }
}

/// 一是 …, 二是 …: one paragraph each.
fn enumerated(lines: Vec<Line>) -> Vec<Block> {
    (1..)
        .zip(lines)
        .map(|(n, line)| Line::new(format!("{}是", super::document::numeral(n))).then(line).paragraph())
        .collect()
}
