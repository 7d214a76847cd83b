//! Data, total, note or nothing: what kind of row this is.

use super::{field::Field, grid::Cell, mapping::ColumnChoice, row::RowKind};
use crate::text::{clean, is_han};

pub(super) struct Kind {
    pub is: RowKind,
    /// 合计 and 总计 count everything, 小计 its group.
    pub grand: bool,
    /// 其中 …: a part of a total.
    pub part: bool,
    /// A title that holds for the rows below.
    pub section: Option<String>,
}

const GRAND: [&str; 6] = ["合计", "总计", "共计", "总合计", "全区合计", "累计"];
const NOTES: [&str; 16] = [
    "注:",
    "注1",
    "备注:",
    "说明:",
    "填报人",
    "填报单位:",
    "填表人",
    "审核人",
    "制表",
    "制表人",
    "单位负责人",
    "负责人:",
    "联系人:",
    "联系电话:",
    "附:",
    "填报日期",
];

pub(super) fn row_kind(cells: &[Cell], columns: &[ColumnChoice]) -> Kind {
    let plain = |kind| Kind { is: kind, grand: false, part: false, section: None };
    let mut filled = cells.iter().enumerate().filter(|(_, c)| !c.is_blank());
    let Some((first, first_cell)) = filled.next() else { return plain(RowKind::Blank) };
    let more = filled.clone().count();
    let labels = || {
        cells.iter().filter(|c| matches!(c, Cell::Text(_)) && !c.is_blank()).take(3).map(|c| clean(&c.text()))
    };
    let field = |column: usize| columns.iter().find(|c| c.column == column).and_then(|c| c.field);
    // Rows of data begin with a number and a name; looking at the labels of every row would cost the most.
    for label in labels() {
        let kind = total_label(&label);
        if let Some((grand, part)) = kind {
            let section = (!part && label.chars().count() > 4).then(|| label.clone());
            return Kind { is: RowKind::Subtotal, grand, part, section };
        }
    }
    let label = clean(&first_cell.text());
    if NOTES.iter().any(|note| label.starts_with(note)) {
        return plain(RowKind::Note);
    }
    if more == 0 {
        // A lone text is a section title or a note, unless it stands where names stand.
        let is_name = field(first) == Some(Field::ProjectName) && !opens_section(&label);
        if is_name {
            return plain(RowKind::Data);
        }
        let section = opens_section(&label).then_some(label);
        return Kind { is: RowKind::Note, grand: false, part: false, section };
    }
    if is_column_numbers(cells) {
        return plain(RowKind::Note);
    }
    if heads_group(first, &label, cells, columns) {
        let name = cells.iter().skip(first + 1).find(|c| matches!(c, Cell::Text(_)) && !c.is_blank());
        let section = name.map_or_else(|| label.clone(), |n| format!("{label}、{}", clean(&n.text())));
        let any_money = columns.iter().any(|c| {
            c.field.is_some_and(Field::is_money) && cells.get(c.column).is_some_and(|cell| !cell.is_blank())
        });
        let kind = if any_money { RowKind::Subtotal } else { RowKind::Note };
        return Kind { is: kind, grand: false, part: false, section: Some(section) };
    }
    plain(RowKind::Data)
}

/// Whether a label names a total: `(grand, part)`.
pub(crate) fn total_label(label: &str) -> Option<(bool, bool)> {
    // Long texts are no labels; most cells end here.
    if label.len() > 60 || !label.contains('计') && !label.starts_with("其中") {
        return None;
    }
    let core = label.trim_end_matches(|c: char| !is_han(c));
    let core = core.split(['(', ':']).next().unwrap_or(core);
    if label.starts_with("其中") && label.chars().count() <= 12 {
        return Some((false, true));
    }
    if GRAND.contains(&core) {
        return Some((true, false));
    }
    // 于河街道小计, 一、工业项目合计; 小计 alone.
    if core.ends_with("小计") {
        return Some((false, false));
    }
    (core.ends_with("合计") || core.ends_with("总计")).then_some((false, false))
}

/// 一、 (一) 第一部分
fn opens_section(label: &str) -> bool {
    let mut chars = label.chars().filter(|c| !matches!(c, '(' | '第')).skip_while(|c| is_ordinal(*c));
    let opens = label.trim_start_matches(['(', '第']).starts_with(is_ordinal);
    opens && chars.next().is_some_and(|c| matches!(c, '、' | ')' | '.' | ',' | '，' | '部' | '类'))
}

const fn is_ordinal(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Under the header of statistical tables stand the numbers of the columns: 甲 乙 1 2 3.
pub(crate) fn is_column_numbers(cells: &[Cell]) -> bool {
    let mut expected = 1_u32;
    let mut count = 0;
    for cell in cells.iter().filter(|c| !c.is_blank()) {
        let text = clean(&cell.text());
        if matches!(text.as_str(), "甲" | "乙" | "丙" | "丁" | "戊") {
            count += 1;
            continue;
        }
        if text.parse() != Ok(expected) {
            return false;
        }
        expected += 1;
        count += 1;
    }
    count >= 3 && expected > 2
}

/// A Chinese numeral where rows are numbered, and nobody invests in the row: 一 | 工业项目 | | 30亿.
fn heads_group(first: usize, label: &str, cells: &[Cell], columns: &[ColumnChoice]) -> bool {
    let numeral = label.trim_matches(['、', '(', ')', '.']);
    if numeral.is_empty() || !numeral.chars().all(is_ordinal) {
        return false;
    }
    let field_at = |column| columns.iter().find(|c| c.column == column).and_then(|c| c.field);
    if field_at(first).is_some_and(|f| f != Field::Number) {
        return false;
    }
    columns
        .iter()
        .filter(|c| matches!(c.field, Some(Field::Investor | Field::Units | Field::Stage | Field::SignedOn)))
        .all(|c| cells.get(c.column).is_none_or(Cell::is_blank))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(texts: &[&str]) -> (RowKind, bool, Option<String>) {
        let columns = [(0, Field::Number), (1, Field::ProjectName), (2, Field::Investor), (3, Field::Total)]
            .map(|(column, field)| ColumnChoice {
                column,
                header: String::new(),
                field: Some(field),
                unit: None,
                area: None,
            });
        let cells: Vec<Cell> = texts
            .iter()
            .map(|t| match t.parse::<i64>() {
                Ok(n) => Cell::Number(n.into()),
                Err(_) if t.is_empty() => Cell::Empty,
                Err(_) => Cell::Text((*t).to_owned()),
            })
            .collect();
        let found = row_kind(&cells, &columns);
        (found.is, found.grand, found.section)
    }

    #[test]
    fn kinds_by_table() {
        use RowKind::{Blank, Data, Note, Subtotal};
        for (texts, expected) in [
            (vec!["1", "恒信住宅工业化", "恒信", "10"], (Data, false, None)),
            (vec!["", "", "", ""], (Blank, false, None)),
            (vec!["合 计", "", "", "80"], (Subtotal, true, None)),
            (vec!["", "总计：", "", "80"], (Subtotal, true, None)),
            (vec!["", "小计", "", "80"], (Subtotal, false, None)),
            (vec!["于河街道小计", "", "", "80"], (Subtotal, false, Some("于河街道小计".into()))),
            (vec!["", "其中：工业", "", "80"], (Subtotal, false, None)),
            (vec!["一、已签约项目", "", "", ""], (Note, false, Some("一、已签约项目".into()))),
            (vec!["（二）在谈项目"], (Note, false, Some("(二)在谈项目".into()))),
            (vec!["一", "工业项目", "", "30"], (Subtotal, false, Some("一、工业项目".into()))),
            (vec!["一", "工业项目", "恒信", "30"], (Data, false, None)),
            (vec!["注：本表按月报送", "", "", ""], (Note, false, None)),
            (vec!["填报人：张三", "", "审核人：李四", ""], (Note, false, None)),
            (vec!["甲", "乙", "1", "2"], (Note, false, None)),
            (vec!["1", "2", "3", "4"], (Note, false, None)),
            (vec!["", "总部经济区", "", ""], (Data, false, None)),
            (vec!["", "合计科技产业园", "恒信", "3"], (Data, false, None)),
            (vec!["", "设计中心", "恒信", "3"], (Data, false, None)),
        ] {
            assert_eq!(kind(&texts), expected, "{texts:?}");
        }
    }
}
