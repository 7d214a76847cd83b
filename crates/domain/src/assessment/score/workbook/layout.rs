//! Where everything stands: the sheets, their columns, the units in the same row of each.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
};

use rust_decimal::Decimal;

use super::{
    Book, Cell, Content, FIRST, LEFT_OUT, Sheet, Shown, Style, figures::Take, helper::Help, letters,
};
use crate::assessment::{
    say::Lang,
    scheme::{Group, Item, Kind, NotApplicable, Scheme, Then},
    score::{ItemScore, Scores, board::Board},
};

/// What is made of a board; columns come to be as formulas ask for them.
pub(super) struct Maker<'b, 's> {
    pub(super) board: &'b Board<'s>,
    pub(super) lang: Lang,
    pub(super) scores: &'b Scores,
    /// The unit of each row, as the board counts them.
    pub(super) rows: Vec<usize>,
    pub(super) columns: Columns,
    figures: RefCell<Asked<Take<'s>>>,
    pub(super) helps: RefCell<Asked<Help<'s>>>,
    /// What stands as a value, with the reason.
    fixed: RefCell<BTreeMap<String, String>>,
}

/// Columns in the order in which they were asked for, found by what tells them apart.
pub(super) struct Asked<T> {
    by_key: HashMap<String, u16>,
    pub(super) all: Vec<T>,
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self { by_key: HashMap::new(), all: Vec::new() }
    }
}

impl<T> Asked<T> {
    fn col(&mut self, key: String, one: T) -> u16 {
        *self.by_key.entry(key).or_insert_with(|| {
            self.all.push(one);
            BEFORE + self.all.len() as u16 - 1
        })
    }
}

/// The columns of the sheet of scores.
pub(super) struct Columns {
    pub(super) items: HashMap<String, u16>,
    pub(super) groups: HashMap<String, u16>,
    pub(super) base: u16,
    pub(super) rescaled: Option<u16>,
    pub(super) bonus: u16,
    pub(super) taken: u16,
    pub(super) total: u16,
    pub(super) outcome: u16,
}

impl Columns {
    fn of(scheme: &Scheme) -> Self {
        let mut next = CLASS + 1;
        let mut take = || {
            next += 1;
            next - 1
        };
        let scored = scheme.items.iter().filter(|i| i.scores());
        let items =
            scored.chain(scheme.items.iter().filter(|i| told(i))).map(|i| (i.id.clone(), take())).collect();
        let groups = scheme.groups.iter().map(|g| (g.id.clone(), take())).collect();
        let base = take();
        let drops = |i: &Item| {
            [i.no_target, i.zero_target, i.den_zero, i.no_measure, i.no_rating]
                .contains(&Some(NotApplicable::DropAndRescale))
        };
        let rescaled = scheme.items.iter().any(|i| !i.bonus && drops(i)).then(&mut take);
        Self { items, groups, base, rescaled, bonus: take(), taken: take(), total: take(), outcome: take() }
    }
}

pub(super) const PLACE: u16 = 0;
pub(super) const UNIT: u16 = 1;
pub(super) const CLASS: u16 = 2;
/// Names stand in the first two columns of the other sheets.
pub(super) const BEFORE: u16 = 2;

pub(super) fn book(board: &Board<'_>, scores: &Scores, lang: Lang) -> Book {
    let by_id: HashMap<_, usize> = board.facts.units.iter().enumerate().map(|(at, u)| (u.id, at)).collect();
    let rows = scores.units.iter().filter_map(|u| by_id.get(&u.unit).copied()).collect();
    let maker = Maker {
        board,
        lang,
        scores,
        rows,
        columns: Columns::of(board.scheme),
        figures: RefCell::default(),
        helps: RefCell::default(),
        fixed: RefCell::default(),
    };
    let scored = maker.scores_sheet();
    let helped = maker.helper_sheet();
    let figured = maker.figures_sheet();
    let mut sheets = vec![scored, figured];
    sheets.extend(helped);
    sheets.push(maker.notes());
    Book { sheets }
}

pub(super) fn text(row: u32, col: u16, style: Style, text: impl Into<String>) -> Cell {
    Cell { row, col, style, content: Content::Text(text.into()) }
}

/// The style of a number by how it came to be.
pub(super) fn styled(content: &Content, digits: u32) -> Style {
    if matches!(content, Content::Number(_)) { Style::Fixed(digits) } else { Style::Number(digits) }
}

impl<'s> Maker<'_, 's> {
    pub(super) fn zh(&self) -> bool {
        self.lang == Lang::Zh
    }

    pub(super) fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.zh() { zh } else { en }
    }

    pub(super) fn sheet_name(&self, figures: bool) -> &'static str {
        if figures { self.word("指标", "Figures") } else { self.word("计算", "Steps") }
    }

    pub(super) fn at_sheet(&self, figures: bool, col: u16, row: u32) -> String {
        format!("'{}'!${}{}", self.sheet_name(figures), letters(col), row + 1)
    }

    pub(super) fn figure_col(&self, take: Take<'s>) -> u16 {
        self.figures.borrow_mut().col(take.key(), take)
    }

    pub(super) fn help_col(&self, help: Help<'s>) -> u16 {
        self.helps.borrow_mut().col(help.key(), help)
    }

    pub(super) fn figure(&self, take: Take<'s>, row: u32) -> String {
        self.at_sheet(true, self.figure_col(take), row)
    }

    pub(super) fn help(&self, help: Help<'s>, row: u32) -> String {
        self.at_sheet(false, self.help_col(help), row)
    }

    /// The parts of a column in which the units stand that are wanted.
    pub(super) fn ranges(&self, (figures, col): (bool, u16), wanted: impl Fn(usize) -> bool) -> Vec<String> {
        let column = letters(col);
        let sheet = self.sheet_name(figures);
        self.spans(wanted)
            .into_iter()
            .map(|(from, to)| format!("'{sheet}'!${column}${}:${column}${}", from + 1, to + 1))
            .collect()
    }

    pub(super) fn spans(&self, wanted: impl Fn(usize) -> bool) -> Vec<(u32, u32)> {
        let mut out: Vec<(u32, u32)> = Vec::new();
        for (row, _) in (FIRST..).zip(&self.rows).filter(|(_, at)| wanted(**at)) {
            match out.last_mut() {
                Some(last) if last.1 + 1 == row => last.1 = row,
                _ => out.push((row, row)),
            }
        }
        out
    }

    /// A value where a sheet cannot compute one.
    pub(super) fn fixed(&self, what: &str, value: Decimal) -> Content {
        let why = self
            .word("表格无法用公式计算，按值写入", "no formula of a sheet computes it; written as a value");
        self.fixed.borrow_mut().insert(what.to_owned(), why.to_owned());
        Content::Number(value)
    }

    pub(super) fn live(&self, what: &str, text: Option<String>, value: Decimal) -> Content {
        match text {
            Some(text) => Content::Formula { text, result: Shown::Number(value) },
            None => self.fixed(what, value),
        }
    }

    pub(super) fn head(&self, title: &str) -> Vec<Cell> {
        let scheme = self.board.scheme;
        let name = self.lang.of(&scheme.name);
        let as_of = self.scores.as_of;
        let sub = if self.zh() {
            format!("第 {} 版；统计至 {as_of}", scheme.version)
        } else {
            format!("Version {}; up to {as_of}", scheme.version)
        };
        vec![text(0, 0, Style::Title, format!("{name} · {title}")), text(1, 0, Style::Note, sub)]
    }

    /// Names of the units in the first two columns.
    pub(super) fn names(&self, cells: &mut Vec<Cell>) {
        cells.push(text(3, 0, Style::Head, self.word("单位", "Unit")));
        cells.push(text(3, 1, Style::Head, self.word("分组", "Group")));
        for (row, unit) in (FIRST..).zip(&self.scores.units) {
            cells.push(text(row, 0, Style::Text, &unit.name));
            cells.push(text(row, 1, Style::Text, self.class_name(&unit.class)));
        }
    }

    pub(super) fn class_name(&self, id: &str) -> String {
        let class = self.board.scheme.classes.iter().find(|c| c.id == id);
        class.map_or_else(|| id.to_owned(), |c| self.lang.of(&c.name).to_owned())
    }

    fn figures_sheet(&self) -> Sheet {
        let mut cells = self.head(self.sheet_name(true));
        let hint = self.word(
            "底色数字可以改动：改后得分随之重算。金额以元计，完成数已按折算系数折算。",
            "Shaded numbers may be changed: the scores follow. Money is in yuan; what was done is after factors.",
        );
        cells.push(text(2, 0, Style::Note, hint));
        self.names(&mut cells);
        // A column may ask for another one.
        let mut at = 0;
        loop {
            let Some(take) = self.figures.borrow().all.get(at).copied() else { break };
            let col = BEFORE + at as u16;
            cells.push(text(3, col, Style::Head, take.head(self)));
            for (row, unit) in (FIRST..).zip(&self.rows) {
                if let Some(content) = take.content(self, *unit, row) {
                    let style = styled(&content, take.digits(self));
                    cells.push(Cell { row, col, style, content });
                }
            }
            at += 1;
        }
        let mut widths = vec![18, 14];
        widths.resize(usize::from(BEFORE) + at, 18);
        Sheet { name: self.sheet_name(true).into(), widths, frozen: (FIRST, BEFORE), cells }
    }

    /// The cells of the items of a unit.
    pub(super) fn item_cells(&self, at: usize, row: u32, wanted: impl Fn(&Item) -> bool) -> Vec<String> {
        let class = self.board.class(at);
        let items = self.board.scheme.items.iter().filter(|i| i.scores() && i.is_for(class) && wanted(i));
        items.map(|i| self.item_cell(i, row)).collect()
    }

    pub(super) fn item_cell(&self, item: &Item, row: u32) -> String {
        let col = self.columns.items.get(&item.id).copied().unwrap_or_default();
        format!("'{}'!${}{}", self.word("得分", "Scores"), letters(col), row + 1)
    }

    fn scores_sheet(&self) -> Sheet {
        let (scheme, columns) = (self.board.scheme, &self.columns);
        let mut cells = self.head(self.word("得分", "Scores"));
        let mut head = |col: u16, name: &str, full: Option<Decimal>| {
            cells.push(text(3, col, Style::Head, name));
            if let Some(full) = full {
                let content = Content::Number(full);
                cells.push(Cell { row: 4, col, style: Style::Number(scheme.digits), content });
            }
        };
        head(PLACE, self.word("名次", "Place"), None);
        head(UNIT, self.word("单位", "Unit"), None);
        head(CLASS, self.word("分组", "Group"), None);
        for item in scheme.items.iter().filter(|i| i.scores()) {
            head(columns.items[&item.id], self.lang.of(&item.name), Some(item.points));
        }
        for item in scheme.items.iter().filter(|i| told(i)) {
            head(columns.items[&item.id], self.lang.of(&item.name), None);
        }
        for group in &scheme.groups {
            head(columns.groups[&group.id], self.lang.of(&group.name), Some(group.points));
        }
        head(columns.base, self.word("基本分", "Base"), None);
        if let Some(col) = columns.rescaled {
            head(col, self.word("折算后", "Rescaled"), None);
        }
        head(columns.bonus, self.word("加分", "Bonus"), scheme.bonus_max);
        head(columns.taken, self.word("扣分", "Deducted"), None);
        head(columns.total, self.word("总分", "Total"), Some(scheme.total));
        head(columns.outcome, self.word("等次", "Outcome"), None);
        cells.push(text(4, UNIT, Style::Note, self.word("满分", "Full points")));
        for (row, (at, unit)) in (FIRST..).zip(self.rows.iter().zip(&self.scores.units)) {
            self.unit_row(&mut cells, columns, (*at, row), unit);
        }
        let mut widths = vec![6, 18, 14];
        widths.resize(usize::from(columns.outcome) + 1, 12);
        Sheet { name: self.word("得分", "Scores").into(), widths, frozen: (FIRST, CLASS), cells }
    }

    fn notes(&self) -> Sheet {
        let scheme = self.board.scheme;
        let mut lines = vec![
            self.word(
                "“得分”各数为公式，改动“指标”中有底色的数即重新计算；有底色的数来自台账、目标和评分。",
                "The scores are formulas: they follow when a shaded number among the figures is changed. Shaded numbers come from ledgers, targets and ratings.",
            )
            .to_owned(),
            if self.zh() {
                format!("每项得分保留 {} 位小数，按办法的规定取舍；比值、占比不取舍。", scheme.digits)
            } else {
                format!("Points are cut to {} decimals as the scheme says; ratios and shares are not.", scheme.digits)
            },
            self.word(
                "表格用二进制小数计算：比较大小和按档取整之前，先四舍五入到 10 位小数，结果与系统一致。",
                "A sheet computes with binary fractions: before figures are compared or cut to steps they are rounded to ten decimals, which gives what the system gives.",
            )
            .to_owned(),
            if self.zh() {
                format!("“{LEFT_OUT}”表示这一项对该单位不适用，其余各项折算。")
            } else {
                format!("“{LEFT_OUT}” marks an item that does not apply to a unit; the others are scaled up.")
            },
        ];
        let fixed = self.fixed.borrow();
        if fixed.is_empty() {
            lines
                .push(self.word("全部得分都由公式计算。", "All scores are computed by formulas.").to_owned());
        }
        lines.extend(fixed.iter().map(|(what, why)| format!("{what}: {why}")));
        let mut cells = self.head(self.word("说明", "Notes"));
        cells.extend((3..).zip(lines).map(|(row, line)| text(row, 0, Style::Text, line)));
        Sheet { name: self.word("说明", "Notes").into(), widths: vec![110], frozen: (0, 0), cells }
    }
}

pub(super) fn left_out(item: &ItemScore) -> bool {
    item.not_applicable == Some(NotApplicable::DropAndRescale)
}

/// Deductions, and gates that say something of a unit besides its class.
pub(super) fn told(item: &Item) -> bool {
    match &item.kind {
        Kind::Deduct(_) => true,
        Kind::Gate(gate) => !matches!(gate.then, Then::MoveClass(_)),
        _ => false,
    }
}

pub(super) fn most(group: &Group) -> Decimal {
    group.max.unwrap_or(Decimal::MAX)
}

pub(super) fn sum_of(cells: &[String]) -> String {
    if cells.is_empty() { "0".into() } else { format!("SUM({})", cells.join(",")) }
}
