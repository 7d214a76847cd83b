//! The result of a closed period as an official document (考核结果). Made from what was frozen and nothing else, so that
//! it comes out the same whenever it is printed.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    number::grouped,
    scheme::Scheme,
    score::{Scores, UnitScore},
};
use crate::{
    money,
    report::document::{Align, Block, Cell, Column, Document, Run, Table},
};

/// What beside the scores is printed; frozen with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub district: String,
    pub office: String,
    /// `2013-08`.
    pub month: String,
    pub as_of: Date,
    pub closed_on: Date,
    /// The highest version among the targets in force, and their number.
    pub target_version: i64,
    pub targets: usize,
    /// What of earlier, closed periods was corrected in this one.
    pub adjustments: Vec<Adjustment>,
    /// Of a scheme with rules of recognition: recognised once for the district, and credited to units.
    pub book: Option<(i64, i64)>,
}

/// A recognised entry of a closed period that was corrected in this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// The entry that was corrected.
    pub code: String,
    pub project: String,
    pub unit: String,
    /// The difference, in fen.
    pub fen: i64,
    pub recognised_on: Date,
    pub reason: String,
}

fn day(on: Date) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

fn paragraph(text: String) -> Block {
    Block::Paragraph { runs: vec![Run::Text(text)] }
}

/// From the beginning of the window: `2013年1至8月`, or the quarter, the half or the year that ends then.
pub fn period(from: Date, as_of: Date) -> String {
    let year = as_of.year();
    if (from.year(), from.month()) != (year, 1) {
        return format!("{}年{}月至{year}年{}月", from.year(), from.month(), as_of.month());
    }
    match as_of.month() {
        3 => format!("{year}年第一季度"),
        6 => format!("{year}年上半年"),
        9 => format!("{year}年前三季度"),
        12 => format!("{year}年度"),
        month => format!("{year}年1至{month}月"),
    }
}

/// The paper; `sha` names what it was made from.
pub fn document(about: &About, scheme: &Scheme, scores: &Scores, sha: &str) -> Document {
    let mut blocks = vec![
        Block::Title {
            text: format!("{}{}招商引资考核结果", about.district, period(scheme.window.from, about.as_of)),
        },
        paragraph(format!(
            "根据《{}》（第{}版）和{}年指导性计划（{}项，最新为第{}版），以截至{}认定的台账为准计算，结果如下。",
            scheme.name.zh,
            scheme.version,
            scheme.window.to.year(),
            about.targets,
            about.target_version,
            day(about.as_of)
        )),
    ];
    if let Some((once, credited)) = about.book {
        blocks.push(paragraph(format!(
            "到位资金全区认定{}万元（每笔只计一次），计入各单位考核合计{}万元。",
            money::wan(once, 2),
            money::wan(credited, 2)
        )));
    }
    let heading = |text: String| Block::Heading { level: 1, text };
    for (name, units) in classes(scheme, scores) {
        blocks.push(heading(if name.is_empty() { "考核得分".into() } else { name.clone() }));
        blocks.push(Block::Table(table(&units)));
    }
    if !about.adjustments.is_empty() {
        blocks.push(heading("以前期间更正".into()));
        blocks.push(paragraph("下列更正涉及已关账的期间，计入本期，以前公布的结果不变。".into()));
        blocks.push(Block::Table(adjusted(&about.adjustments)));
    }
    blocks.push(paragraph(format!("数据快照：{sha}")));
    blocks.push(Block::Signature { office: about.office.clone(), on: about.closed_on });
    Document { blocks }
}

/// Units that are compared with each other, in the order of the scores.
fn classes<'s>(scheme: &Scheme, scores: &'s Scores) -> Vec<(String, Vec<&'s UnitScore>)> {
    let mut out: Vec<(String, String, Vec<&UnitScore>)> = Vec::new();
    for unit in &scores.units {
        let code = if scheme.rank.by_class { unit.class.as_str() } else { "" };
        if let Some((_, _, units)) = out.iter_mut().find(|(known, ..)| known == code) {
            units.push(unit);
            continue;
        }
        let name = scheme.classes.iter().find(|c| c.id == code).map_or(code, |c| c.name.zh.as_str());
        out.push((code.to_owned(), name.to_owned(), vec![unit]));
    }
    out.into_iter().map(|(_, name, units)| (name, units)).collect()
}

/// Points taken from the total.
pub fn taken(unit: &UnitScore) -> Decimal {
    unit.total.taken.iter().map(|t| t.points).sum()
}

fn table(units: &[&UnitScore]) -> Table {
    let column = |title: &str, align, share| Column { title: title.into(), align, share };
    let text = |text: String| Cell::Text(text);
    let row = |u: &&UnitScore| {
        vec![
            text(u.place.map_or_else(|| "—".into(), |p| p.to_string())),
            text(u.name.clone()),
            text(grouped(u.total.rescale.as_ref().map_or(u.total.base, |r| r.points), 2)),
            text(grouped(u.total.bonus, 2)),
            text(grouped(taken(u), 2)),
            text(grouped(u.total.points, 2)),
            text(u.outcome.as_ref().map(|o| o.zh.clone()).unwrap_or_default()),
        ]
    };
    Table {
        caption: String::new(),
        unit_note: "单位：分".into(),
        columns: vec![
            column("位次", Align::Centre, 2),
            column("单位", Align::Left, 6),
            column("基本分", Align::Right, 3),
            column("加分", Align::Right, 3),
            column("扣分", Align::Right, 3),
            column("总分", Align::Right, 3),
            column("等次", Align::Centre, 3),
        ],
        rows: units.iter().map(row).collect(),
        total: None,
        notes: Vec::new(),
    }
}

fn adjusted(list: &[Adjustment]) -> Table {
    let column = |title: &str, align, share| Column { title: title.into(), align, share };
    let text = |text: &str| Cell::Text(text.to_owned());
    let row = |a: &Adjustment| {
        vec![
            text(&a.code),
            text(&a.project),
            text(&a.unit),
            Cell::Text(money::wan(a.fen, 2)),
            Cell::Text(a.recognised_on.to_string()),
            text(&a.reason),
        ]
    };
    Table {
        caption: String::new(),
        unit_note: "单位：万元".into(),
        columns: vec![
            column("到位资金编号", Align::Left, 4),
            column("项目", Align::Left, 5),
            column("单位", Align::Left, 4),
            column("更正金额", Align::Right, 3),
            column("认定日期", Align::Left, 3),
            column("理由", Align::Left, 4),
        ],
        rows: list.iter().map(row).collect(),
        total: None,
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::period;

    #[test]
    fn the_end_of_a_quarter_has_its_own_name() {
        let (january, december) = (date(2013, 1, 1), date(2012, 12, 1));
        assert_eq!(period(january, date(2013, 8, 31)), "2013年1至8月");
        assert_eq!(period(january, date(2013, 3, 31)), "2013年第一季度");
        assert_eq!(period(january, date(2013, 6, 30)), "2013年上半年");
        assert_eq!(period(january, date(2013, 12, 31)), "2013年度");
        assert_eq!(period(december, date(2013, 8, 31)), "2012年12月至2013年8月");
    }
}
