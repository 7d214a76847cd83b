//! A document as blocks, before any layout.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::figure::Figure;

/// A whole that does not equal the sum of its parts: the document is not printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{figure}: {whole} is not the sum of its parts by {by}, {parts}")]
pub struct Mismatch {
    /// The key of the figure.
    pub figure: String,
    /// The way the whole was cut: `unit`, `month`, `track`, `table`, …
    pub by: String,
    pub whole: i64,
    /// Σ of the parts, in the unit of the whole.
    pub parts: i64,
}

impl Mismatch {
    /// For the clerk, in Chinese.
    pub fn zh(&self) -> String {
        format!(
            "“{}”合计为{}，按{}分项相加为{}，相差{}，未生成文稿。请先核对这一项的台账记录。",
            self.figure,
            self.whole,
            self.by_zh(),
            self.parts,
            self.difference()
        )
    }

    /// For the clerk, in English.
    pub fn en(&self) -> String {
        format!(
            "The total of “{}” is {} but its parts by {} add up to {}, a difference of {}. \
             Nothing was printed: check the ledger rows of this figure first.",
            self.figure,
            self.whole,
            self.by,
            self.parts,
            self.difference()
        )
    }

    fn difference(&self) -> i128 {
        (i128::from(self.whole) - i128::from(self.parts)).abs()
    }

    fn by_zh(&self) -> &str {
        match self.by.as_str() {
            "unit" => "单位",
            "month" => "月份",
            "track" => "三招三引类别",
            "table" => "表内各行",
            "share" => "所占部分",
            other => other,
        }
    }
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    Text(String),
    Figure(Figure),
}

impl Run {
    /// What is printed.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Figure(figure) => &figure.text,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    Centre,
    Right,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub title: String,
    pub align: Align,
    /// Width relative to the other columns.
    pub share: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    Text(String),
    Figure(Figure),
}

impl Cell {
    /// What is printed.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Figure(figure) => &figure.text,
        }
    }

    fn addable(&self) -> Option<(&str, i64)> {
        match self {
            Self::Text(_) => None,
            Self::Figure(figure) => figure.value.addable().map(|value| (figure.key.as_str(), value)),
        }
    }
}

/// A table with its caption, the note of units above it at the right, and an optional total row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub caption: String,
    /// `单位：个、亿元`.
    pub unit_note: String,
    pub columns: Vec<Column>,
    /// Every row has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    pub total: Option<Vec<Cell>>,
    /// Lines below the table.
    pub notes: Vec<String>,
}

impl Table {
    /// Columns of counts or money whose total is not the sum of the rows.
    pub fn mismatches(&self) -> Vec<Mismatch> {
        let Some(total) = &self.total else { return Vec::new() };
        total
            .iter()
            .enumerate()
            .filter_map(|(column, cell)| {
                let (figure, whole) = cell.addable()?;
                let parts: i128 = self
                    .rows
                    .iter()
                    .filter_map(|row| row.get(column)?.addable())
                    .map(|(_, value)| i128::from(value))
                    .sum();
                (parts != i128::from(whole)).then(|| Mismatch {
                    figure: figure.to_owned(),
                    by: "table".to_owned(),
                    whole,
                    parts: i64::try_from(parts).unwrap_or(i64::MAX),
                })
            })
            .collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Title {
        text: String,
    },
    /// 发文字号: the number of the document, centred below its title.
    Number {
        text: String,
    },
    /// 主送机关: to whom it goes, flush left.
    Addressee {
        text: String,
    },
    /// Levels 1-4, numbered 一、 / （一） / 1. / （1）.
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        runs: Vec<Run>,
    },
    /// 附件说明: the names of what is attached, below the body.
    Attachments {
        names: Vec<String>,
    },
    Signature {
        office: String,
        on: Date,
    },
    Table(Table),
}

/// A document: blocks from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    pub blocks: Vec<Block>,
}

impl Document {
    /// The title; empty when the document has none.
    pub fn title(&self) -> &str {
        self.blocks
            .iter()
            .find_map(|block| match block {
                Block::Title { text } => Some(text.as_str()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Every figure in reading order, table cells included.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut figures = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Paragraph { runs } => figures.extend(runs.iter().filter_map(|run| match run {
                    Run::Figure(figure) => Some(figure),
                    Run::Text(_) => None,
                })),
                Block::Table(table) => {
                    figures.extend(table.rows.iter().chain(&table.total).flatten().filter_map(|cell| {
                        match cell {
                            Cell::Figure(figure) => Some(figure),
                            Cell::Text(_) => None,
                        }
                    }));
                }
                _ => {}
            }
        }
        figures
    }

    /// The blocks, each heading with its number: `一、`, `（二）`, `3.`, `（4）`. A heading starts the levels
    /// below it anew.
    pub fn numbered(&self) -> Vec<(String, &Block)> {
        let mut counters = [0_u32; 4];
        self.blocks
            .iter()
            .map(|block| {
                let Block::Heading { level, .. } = block else { return (String::new(), block) };
                let level = usize::from((*level).clamp(1, 4));
                counters[level - 1] += 1;
                counters[level..].fill(0);
                (number(level, counters[level - 1]), block)
            })
            .collect()
    }
}

fn number(level: usize, n: u32) -> String {
    match level {
        1 => format!("{}、", numeral(n)),
        2 => format!("（{}）", numeral(n)),
        3 => format!("{n}."),
        _ => format!("（{n}）"),
    }
}

/// 1-99 as 一 … 九十九; larger numbers stay Arabic.
pub fn numeral(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (n / 10, n % 10);
    match (tens, ones) {
        (0, 0) => "零".to_owned(),
        (0, o) => DIGITS[o as usize].to_owned(),
        (1, o) => format!("十{}", DIGITS[o as usize]),
        (t, o) if t < 10 => format!("{}十{}", DIGITS[t as usize], DIGITS[o as usize]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_and_levels_restart_below_their_heading() {
        let words: Vec<_> = [1, 9, 10, 11, 20, 35, 100].into_iter().map(numeral).collect();
        assert_eq!(words, ["一", "九", "十", "十一", "二十", "三十五", "100"]);
        let heading = |level| Block::Heading { level, text: String::new() };
        let document = Document { blocks: [1, 2, 2, 3, 1, 2, 4].map(heading).to_vec() };
        let numbers: Vec<_> = document.numbered().into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, ["一、", "（一）", "（二）", "1.", "二、", "（一）", "（1）"]);
    }

    #[test]
    fn a_total_row_is_the_sum_of_its_rows() {
        let row = |n| vec![Cell::Text("x".into()), Cell::Figure(Figure::count("k", n, "个"))];
        let column = |title: &str| Column { title: title.into(), align: Align::Left, share: 1 };
        let mut table = Table {
            caption: String::new(),
            unit_note: String::new(),
            columns: vec![column("a"), column("b")],
            rows: vec![row(2), row(3)],
            total: Some(row(5)),
            notes: Vec::new(),
        };
        assert!(table.mismatches().is_empty());
        table.total = Some(row(6));
        let found = table.mismatches();
        assert_eq!((found[0].whole, found[0].parts), (6, 5));
        assert!(found[0].zh().contains("相差1") && found[0].en().contains("difference of 1"));
    }
}
