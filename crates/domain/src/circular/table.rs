//! Header, units, kinds of rows and figures of a published table.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    MOST_COLUMNS, MOST_ROWS, Relation, Role,
    correct::OfTable,
    figure::{self, Figure},
    role,
};
use crate::{
    ledger::{
        Cell, HeaderColumn, Page,
        layout::{build, note_above, year_in},
        money::MoneyUnit,
        row_kind::{is_column_numbers, total_label},
    },
    text::clean,
};

const TALLEST_HEADER: usize = 4;
/// Rows of the whole territory are totals without the word.
const WHOLE: [&str; 10] =
    ["全市", "全区", "全县", "全省", "全州", "全市合计", "全区合计", "总体", "合计数", "total"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    Data,
    /// Of a group.
    Subtotal,
    Total,
    /// 其中: a part of the row above, in no sum.
    Part,
    /// The units of the columns, and their numbers.
    Unit,
    Note,
    /// 一、街道: names the rows below it up to the next.
    Heading,
}

impl LineKind {
    pub const ALL: [Self; 7] =
        [Self::Data, Self::Subtotal, Self::Total, Self::Part, Self::Unit, Self::Note, Self::Heading];

    /// As it is written in corrections.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Subtotal => "subtotal",
            Self::Total => "total",
            Self::Part => "part",
            Self::Unit => "unit",
            Self::Note => "note",
            Self::Heading => "heading",
        }
    }

    /// Whether formulas across the row hold in it.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Data | Self::Subtotal | Self::Total | Self::Part)
    }
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// In the sheet, from 0.
    pub(super) place: usize,
    pub(super) header: String,
    pub(super) role: Role,
    /// Said by the reader: nothing else is tried.
    pub(super) fixed: bool,
    pub(super) money: Option<MoneyUnit>,
    /// A count: its figures are not rounded.
    pub(super) exact: bool,
    /// Whole 万元, or less: a rate is computed from them as they are printed, though sums may be off by rounding.
    pub(super) whole: bool,
    pub(super) percent: bool,
    pub(super) relation: Option<Relation>,
    /// 100 where rates are printed as percent, 1 where a workbook holds the bare ratio.
    pub(super) factor: Decimal,
}

impl Column {
    pub(super) fn unit_name(&self) -> String {
        match self.money {
            Some(unit) => unit.name(),
            None if self.percent => "%".into(),
            None => String::new(),
        }
    }

    /// Without the unit in brackets, for sentences.
    pub(super) fn short(&self) -> &str {
        let name = self.header.rsplit('/').next().unwrap_or(&self.header);
        let name = if matches!(name, "%" | "个" | "万元" | "亿元") { &self.header } else { name };
        name.split('(').next().filter(|n| !n.is_empty()).unwrap_or(name)
    }

    pub(super) fn group(&self) -> &str {
        self.header.rsplit_once('/').map_or("", |(group, _)| group)
    }

    pub(super) fn scale(&self) -> Decimal {
        self.money.map_or(Decimal::ONE, |m| m.scale.into())
    }

    /// Whether the two can be divided by each other.
    pub(super) fn like(&self, other: &Self) -> bool {
        self.money.map(|m| m.currency) == other.money.map(|m| m.currency)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Printing {
    pub text: String,
    pub figure: Figure,
}

#[derive(Debug, Clone)]
pub(super) struct Line {
    pub number: u32,
    pub kind: LineKind,
    pub cells: Vec<Printing>,
    /// The rows of one number are compared with each other; 0 without groups.
    pub group: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub title: String,
    pub months: Option<u8>,
    pub columns: Vec<Column>,
    pub lines: Vec<Line>,
}

impl Table {
    /// How many groups of rows there are.
    pub fn groups(&self) -> usize {
        let of: std::collections::BTreeSet<usize> =
            self.lines.iter().filter(|l| l.kind == LineKind::Data).map(|l| l.group).collect();
        of.len()
    }

    pub fn figure(&self, row: usize, column: usize) -> Option<figure::Printed> {
        self.lines[row].cells[column].figure.value()
    }
}

fn is_figure(cell: &Cell) -> bool {
    matches!(figure::read(cell, Decimal::ONE), Figure::Value(_))
}

fn is_year(cell: &Cell) -> bool {
    let text = clean(&cell.text());
    text.chars().count() <= 5 && year_in(&text).is_some()
}

fn filled(cells: &[Cell]) -> usize {
    cells.iter().filter(|c| !c.is_blank()).count()
}

/// 万元 | 个 | % …
fn is_units(cells: &[Cell]) -> bool {
    let unit = |text: &str| {
        MoneyUnit::parse(text).is_some()
            || matches!(text, "%" | "单位" | "计量单位" | "-")
            || role::counts(text)
    };
    let mut texts = cells.iter().filter(|c| !c.is_blank()).map(|c| clean(&c.text())).peekable();
    texts.peek().is_some() && texts.all(|t| unit(t.trim_matches(['(', ')'])))
}

fn is_data(cells: &[Cell]) -> bool {
    let figures = cells.iter().filter(|c| is_figure(c) && !is_year(c)).count();
    figures > 0 && filled(cells) >= 2 && !is_column_numbers(cells) && !is_units(cells)
}

fn is_head(cells: &[Cell]) -> bool {
    let note = |c: &Cell| {
        let text = clean(&c.text());
        ["单位:", "填报", "制表", "截至", "截止"].iter().any(|n| text.starts_with(n))
    };
    filled(cells) >= 2 && !cells.iter().any(note)
}

pub(super) fn read(page: &Page, said: OfTable<'_>) -> Option<Table> {
    let mut first = page.rows.iter().position(|(_, cells)| is_data(cells))?;
    let mut head: Vec<(u32, Vec<Cell>)> = Vec::new();
    let mut units: Option<&Vec<Cell>> = None;
    let mut heading = None;
    for (at, (number, cells)) in page.rows[..first].iter().enumerate().rev() {
        if is_units(cells) {
            units = Some(cells);
        } else if head.is_empty() && filled(cells) == 1 {
            // 一、街道, between the header and the first figures.
            heading = Some(at);
        } else if !is_column_numbers(cells) {
            if !is_head(cells) || head.len() == TALLEST_HEADER {
                break;
            }
            head.insert(0, (*number, cells.clone()));
        }
    }
    first = heading.unwrap_or(first);
    let mut layout = build(page, &head)?;
    note_above(page, &mut layout);
    let widest = page.rows[first..].iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    // The names of units often stand under an empty header.
    for place in 0..widest {
        if !layout.columns.iter().any(|c| c.column == place) {
            let blank =
                HeaderColumn { column: place, header: String::new(), hidden: false, unit: None, area: None };
            layout.columns.push(blank);
        }
    }
    layout.columns.sort_by_key(|c| c.column);
    layout.columns.truncate(MOST_COLUMNS);
    let unit_of = |place: usize| units.and_then(|cells| cells.get(place)).map(|c| clean(&c.text()));
    let mut columns: Vec<Column> = layout
        .columns
        .iter()
        .map(|c| {
            let below = unit_of(c.column).unwrap_or_default();
            let header = clean(&c.header.replace('\n', ""));
            let percent = below.contains('%') || header.contains('%');
            let fixed = said.role(c.column);
            Column {
                place: c.column,
                role: fixed.unwrap_or_else(|| Role::of(&header)),
                fixed: fixed.is_some(),
                money: c.unit.or_else(|| MoneyUnit::parse(&below)),
                exact: role::counts(&header) || role::counts(&below),
                whole: false,
                percent,
                relation: None,
                factor: Decimal::ONE_HUNDRED,
                header,
            }
        })
        .collect();
    let mut lines = lines(page, first, &mut columns, (layout.unit, said));
    groups(&columns, &mut lines);
    let months = [layout.title.as_str(), page.sheet.name.as_str()]
        .into_iter()
        .chain(columns.iter().map(|c| c.header.as_str()))
        .find_map(months_in);
    Some(Table { title: layout.title, months, columns, lines })
}

fn lines(
    page: &Page,
    first: usize,
    columns: &mut [Column],
    (noted, said): (Option<MoneyUnit>, OfTable<'_>),
) -> Vec<Line> {
    let body: Vec<_> = page.rows[first..].iter().take(MOST_ROWS).collect();
    let cell = |cells: &[Cell], place: usize| cells.get(place).cloned().unwrap_or_default();
    for column in columns.iter_mut() {
        let own: Vec<Cell> = body.iter().map(|(_, cells)| cell(cells, column.place)).collect();
        let figures: Vec<_> = own.iter().filter_map(|c| figure::read(c, Decimal::ONE).value()).collect();
        let written = own.iter().filter(|c| !c.is_blank()).count();
        if column.role.is_words() {
            continue;
        }
        if figures.is_empty() || (figures.len() * 2 < written && !column.fixed) {
            column.role = Role::Label;
            continue;
        }
        column.percent |= figures.iter().any(|f| f.percent);
        let rate = matches!(
            column.role,
            Role::Completion | Role::Share | Role::Growth | Role::Lead | Role::Time | Role::Rank
        );
        if rate || column.percent {
            column.money = None;
        } else if !column.exact {
            column.money = column.money.or(noted);
            // Whole figures without any unit of money are counts.
            let whole = figures.iter().all(|f| f.step >= Decimal::ONE);
            column.exact = column.money.is_none() && whole;
            column.whole = column.money.is_some_and(|m| m.scale <= 10_000) && whole;
        }
    }
    let mut lines: Vec<Line> = body
        .iter()
        .map(|(number, cells)| {
            let kind = said.row(*number).unwrap_or_else(|| kind(cells, columns));
            let read = |column: &Column| {
                let own = cell(cells, column.place);
                let figure = match column.role {
                    role if role.is_words() => Figure::Blank,
                    _ if !kind.counts() => Figure::Blank,
                    _ => figure::read(&own, column.scale()),
                };
                Printing { text: own.text().into_owned(), figure }
            };
            Line { number: *number, kind, cells: columns.iter().map(read).collect(), group: 0 }
        })
        .collect();
    even_steps(&mut lines, columns.len());
    lines
}

/// Which rows are compared with each other: by a column that names groups, or by headings among the rows.
fn groups(columns: &[Column], lines: &mut [Line]) {
    headings(lines);
    if let Some(column) = columns.iter().position(|c| c.role == Role::Group) {
        let mut known: Vec<String> = Vec::new();
        let mut now = 0;
        for line in lines.iter_mut().filter(|l| l.kind.counts()) {
            let name = clean(&line.cells[column].text);
            // A merged cell stands in its first row alone.
            if !name.is_empty() {
                now = known.iter().position(|k| *k == name).unwrap_or_else(|| {
                    known.push(name);
                    known.len() - 1
                }) + 1;
            }
            line.group = now;
        }
        return;
    }
    let mut now = 0;
    for line in lines.iter_mut() {
        now += usize::from(line.kind == LineKind::Heading);
        line.group = now;
    }
}

/// A single text with rows of figures below is a heading; a remark has none, or says that it is one.
fn headings(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let followed = lines.get(at + 1).is_some_and(|next| next.kind.counts());
        let text = lines[at].cells.iter().map(|c| clean(&c.text)).find(|t| !t.is_empty()).unwrap_or_default();
        let remark =
            ["注", "说明", "备注", "数据来源", "note"].iter().any(|w| text.to_lowercase().starts_with(w));
        let short = (1..=30).contains(&text.chars().count());
        if lines[at].kind == LineKind::Note && followed && short && !remark {
            lines[at].kind = LineKind::Heading;
        }
    }
}

/// Workbooks drop the zeros at the end: 12.6 stands for 12.60 where the others of its column have two decimals.
/// Columns with unrounded numbers keep each its own.
fn even_steps(lines: &mut [Line], columns: usize) {
    for column in 0..columns {
        let raw = |line: &Line| line.cells[column].figure.value().filter(|p| p.raw).map(|p| p.step);
        let Some(finest) = lines.iter().filter_map(raw).min() else { continue };
        if finest < Decimal::new(1, 4) {
            continue;
        }
        for line in lines.iter_mut() {
            if let Figure::Value(printed) = &mut line.cells[column].figure
                && printed.raw
            {
                printed.step = finest;
            }
        }
    }
}

fn kind(cells: &[Cell], columns: &[Column]) -> LineKind {
    if is_units(cells) || is_column_numbers(cells) {
        return LineKind::Unit;
    }
    if filled(cells) < 2 {
        return LineKind::Note;
    }
    let labels =
        cells.iter().enumerate().filter(|(_, c)| matches!(c, Cell::Text(_)) && !c.is_blank()).take(3);
    for (place, cell) in labels {
        let label = clean(&cell.text());
        if columns.iter().any(|c| c.place == place && !c.role.is_words()) {
            continue;
        }
        if WHOLE.contains(&label.to_lowercase().as_str()) {
            return LineKind::Total;
        }
        match total_label(&label) {
            Some((_, true)) => return LineKind::Part,
            Some((true, _)) => return LineKind::Total,
            Some((false, _)) => return LineKind::Subtotal,
            None => {}
        }
    }
    LineKind::Data
}

/// Months that are gone, as a title says: 1-10月, 前三季度, 上半年, 截至10月底.
fn months_in(text: &str) -> Option<u8> {
    let text = clean(text);
    for (word, months) in [
        ("前三季度", 9),
        ("上半年", 6),
        ("第一季度", 3),
        ("一季度", 3),
        ("二季度", 6),
        ("三季度", 9),
        ("四季度", 12),
    ] {
        if text.contains(word) {
            return Some(months);
        }
    }
    let before = text.split('月').next().filter(|b| b.len() < text.len())?;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let month: u8 = digits.chars().rev().collect::<String>().parse().ok()?;
    (1..=12).contains(&month).then_some(month)
}
