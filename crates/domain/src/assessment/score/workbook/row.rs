//! The row of a unit among the scores.

use rust_decimal::Decimal;

use super::{
    Cell, Content, LEFT_OUT, Shown,
    figures::Take,
    formula::Ctx,
    helper::Help,
    layout::{CLASS, Columns, Maker, PLACE, UNIT, left_out, styled, sum_of},
    letters, literal, quoted,
};
use crate::assessment::{
    scheme::{Deduction, Gate, Group, GroupMode, Item, Kind, Then, Ties},
    score::UnitScore,
};

impl<'s> Maker<'_, 's> {
    pub(super) fn unit_row(
        &self,
        cells: &mut Vec<Cell>,
        columns: &Columns,
        (at, row): (usize, u32),
        unit: &UnitScore,
    ) {
        let scheme = self.board.scheme;
        let digits = scheme.digits;
        let cell = |col: u16| format!("${}{}", letters(col), row + 1);
        let mut put = |col: u16, content: Content, digits: u32| {
            cells.push(Cell { row, col, style: styled(&content, digits), content });
        };
        put(UNIT, Content::Text(unit.name.clone()), 0);
        put(CLASS, Content::Text(self.class_name(&unit.class)), 0);
        for item in scheme.items.iter().filter(|i| i.is_for(&unit.class)) {
            let Some(col) = columns.items.get(&item.id).copied() else { continue };
            let content = match &item.kind {
                Kind::Deduct(rule) => self.deducted(columns, (at, row), (item, rule), unit),
                Kind::Gate(gate) => Some(self.gated((at, row), gate, unit, item)),
                _ => self.scored(columns, (at, row), item, unit),
            };
            if let Some(content) = content {
                put(col, content, item.digits.unwrap_or(digits));
            }
        }
        for (group, score) in scheme.groups.iter().zip(&unit.total.groups) {
            let (own, more) = (self.help(Help::Own(group), row), self.help(Help::More(group), row));
            let text = format!("ROUND({own}+{more},10)");
            put(columns.groups[&group.id], self.live("", Some(text), score.points), digits);
        }
        let t = &unit.total;
        let sum = |bonus: bool| {
            let mut parts = self.item_cells(at, row, |i| i.bonus == bonus && i.group.is_none());
            let of = |g: &'s Group| if bonus { Help::More(g) } else { Help::Own(g) };
            parts.extend(scheme.groups.iter().map(|g| self.help(of(g), row)));
            format!("ROUND({},10)", sum_of(&parts))
        };
        put(columns.base, self.live("", Some(sum(false)), t.base), digits);
        let mut base = cell(columns.base);
        if let Some(col) = columns.rescaled {
            let value = t.rescale.as_ref().map_or(t.base, |r| r.points);
            let text = self.rescaled(at, row, &base);
            put(col, self.live(self.word("折算后", "Rescaled"), text, value), digits);
            base = cell(col);
        }
        let bonus = match scheme.bonus_max {
            Some(max) => format!("MIN({},{})", sum(true), literal(max)),
            None => sum(true),
        };
        put(columns.bonus, self.live("", Some(bonus), t.bonus), digits);
        let from_total: Vec<String> = scheme
            .items
            .iter()
            .filter(|i| i.is_for(&unit.class) && matches!(&i.kind, Kind::Deduct(d) if d.from.is_none()))
            .filter_map(|i| columns.items.get(&i.id).map(|col| cell(*col)))
            .collect();
        let taken = t.taken.iter().fold(Decimal::ZERO, |sum, one| sum.saturating_add(one.points));
        put(columns.taken, self.live("", Some(format!("ROUND({},10)", sum_of(&from_total))), taken), digits);
        let before = format!("ROUND({base}+{},10)", cell(columns.bonus));
        let floor = literal(t.floor);
        let mut total = format!("ROUND(MAX({before}-{},MIN({floor},{before}),0),10)", cell(columns.taken));
        for item in scheme.items.iter().filter(|i| i.is_for(&unit.class)) {
            let Kind::Gate(gate) = &item.kind else { continue };
            let Some(col) = columns.items.get(&item.id) else { continue };
            let holds = format!("{}={}", cell(*col), quoted(self.yes()));
            match gate.then {
                Then::TotalZero => total = format!("IF({holds},0,{total})"),
                Then::CapTotal(most) => total = format!("IF({holds},MIN({total},{}),{total})", literal(most)),
                _ => {}
            }
        }
        put(columns.total, self.live("", Some(total), t.points), digits);
        put(PLACE, self.place(columns, at, row, unit), 0);
        put(columns.outcome, self.verdict(&cell(columns.total), unit), 0);
    }

    fn yes(&self) -> &'static str {
        self.word("是", "yes")
    }

    /// Points of an item, after deductions and vetoes of it.
    fn scored(
        &self,
        columns: &Columns,
        (at, row): (usize, u32),
        item: &'s Item,
        unit: &UnitScore,
    ) -> Option<Content> {
        let scheme = self.board.scheme;
        let own = unit.items.iter().find(|i| i.item == item.id)?;
        let cell = |id: &String| columns.items.get(id).map(|col| format!("${}{}", letters(*col), row + 1));
        let mine = |i: &&Item| i.is_for(&unit.class);
        let deductions = scheme
            .items
            .iter()
            .filter(mine)
            .filter(|i| matches!(&i.kind, Kind::Deduct(d) if d.from.as_ref() == Some(&item.id)));
        let deductions: Vec<String> = deductions.filter_map(|i| cell(&i.id)).collect();
        let vetoes = scheme.items.iter().filter(mine).filter(
            |i| matches!(&i.kind, Kind::Gate(g) if matches!(&g.then, Then::ItemZero(id) if *id == item.id)),
        );
        let vetoes: Vec<String> = vetoes.filter_map(|i| cell(&i.id)).collect();
        if deductions.is_empty() && vetoes.is_empty() {
            let text = Ctx::new(self, at, row).item(item);
            return Some(self.points(item, text, own.points, left_out(own)));
        }
        let earned = self.help(Help::Earned(item), row);
        let mut text = earned.clone();
        if !deductions.is_empty() {
            text = format!("ROUND({earned}-{},10)", deductions.join("-"));
        }
        for veto in vetoes {
            text = format!("IF({veto}={},0,{text})", quoted(self.yes()));
        }
        let text = format!("IF(ISNUMBER({earned}),{text},{earned})");
        Some(self.points(item, Some(text), own.points, left_out(own)))
    }

    /// What a deduction takes.
    fn deducted(
        &self,
        columns: &Columns,
        (at, row): (usize, u32),
        (item, rule): (&'s Item, &'s Deduction),
        unit: &UnitScore,
    ) -> Option<Content> {
        let taken = unit.items.iter().flat_map(|i| &i.taken).chain(&unit.total.taken);
        let value = taken.into_iter().find(|t| t.item == item.id)?.points;
        let ctx = Ctx::new(self, at, row);
        let raw = ctx.expr(&rule.count).map(|count| {
            let count = format!("MAX({count},0)");
            let mut text = ctx.rounded(item, &format!("{count}*{}", literal(rule.each)));
            let targets = ctx.targets.borrow();
            if item.no_target.is_some() && !targets.is_empty() {
                text = format!("IF(COUNT({})<{},0,{text})", targets.join(","), targets.len());
            }
            let divisors = ctx.divisors.borrow();
            if item.zero_target.is_some() && !divisors.is_empty() {
                let zero: Vec<String> = divisors.iter().map(|cell| format!("{cell}=0")).collect();
                text = format!("IF(OR({}),0,{text})", zero.join(","));
            }
            rule.max.map_or(text.clone(), |max| format!("MIN({text},{})", literal(max)))
        });
        let text = match &rule.from {
            None => raw,
            Some(from) => self
                .left_above(columns, row, (item, rule), from, unit)
                .zip(raw)
                .map(|(left, raw)| format!("MIN({raw},MAX({left}-{},0))", literal(rule.floor))),
        };
        Some(self.live(self.lang.of(&item.name), text, value))
    }

    /// What is left of an item when earlier deductions have taken theirs.
    fn left_above(
        &self,
        columns: &Columns,
        row: u32,
        (item, _): (&'s Item, &Deduction),
        from: &str,
        unit: &UnitScore,
    ) -> Option<String> {
        let scheme = self.board.scheme;
        let hit = scheme.item(from)?;
        let mut left = format!("N({})", self.help(Help::Earned(hit), row));
        for other in scheme.items.iter().take_while(|i| i.id != item.id).filter(|i| i.is_for(&unit.class)) {
            if matches!(&other.kind, Kind::Deduct(d) if d.from.as_deref() == Some(from)) {
                let col = columns.items.get(&other.id)?;
                left = format!("{left}-${}{}", letters(*col), row + 1);
            }
        }
        Some(format!("ROUND({left},10)"))
    }

    /// Whether a gate holds, in a word.
    fn gated(&self, (at, row): (usize, u32), gate: &'s Gate, unit: &UnitScore, item: &Item) -> Content {
        let holds = unit.total.gates.iter().any(|g| g.item == item.id);
        let word = if holds { self.yes() } else { self.word("否", "no") };
        let Some(cond) = Ctx::new(self, at, row).cond(&gate.when) else {
            self.fixed(self.lang.of(&item.name), Decimal::ZERO);
            return Content::Text(word.into());
        };
        Content::Formula {
            text: format!("IF({cond},{},{})", quoted(self.yes()), quoted(self.word("否", "no"))),
            result: Shown::Text(word.into()),
        }
    }

    /// The base, scaled up when items are left out.
    fn rescaled(&self, at: usize, row: u32, base: &str) -> Option<String> {
        let scheme = self.board.scheme;
        let class = self.board.class(at);
        let (mut kept, mut count) = (Vec::new(), 0);
        let mut cells = Vec::new();
        for item in scheme.items.iter().filter(|i| !i.bonus && i.scores() && i.is_for(class)) {
            let group = scheme.groups.iter().find(|g| item.group.as_ref() == Some(&g.id));
            let cell = self.item_cell(item, row);
            let full = literal(item.points);
            let worth = match group.map(|g| (g, g.mode)) {
                None | Some((_, GroupMode::Sum)) => full,
                Some((g, GroupMode::Weighted)) => {
                    format!("{}*{}", literal(item.weight.unwrap_or_default()), literal(g.points))
                }
                Some((_, GroupMode::Best(_))) => return None,
            };
            kept.push(format!("IF(ISNUMBER({cell}),{worth},0)"));
            cells.push(cell);
            count += 1;
        }
        let scaled = format!("{base}*{}/({})", literal(scheme.total), kept.join("+"));
        Some(format!(
            "IF(COUNT({})={count},{base},ROUND(ROUND({scaled},10),{}))",
            cells.join(","),
            scheme.digits
        ))
    }

    fn place(&self, columns: &Columns, at: usize, row: u32, unit: &UnitScore) -> Content {
        let Some(place) = unit.place else { return Content::Text(LEFT_OUT.into()) };
        let scheme = self.board.scheme;
        let value = Decimal::from(place);
        if scheme.rank.ties == Ties::Dense {
            return self.fixed(self.word("名次（并列不空位）", "Places without gaps"), value);
        }
        let group = self.board.group(at);
        let takes = |other: usize| scheme.rank.soft || !self.board.facts.units[other].soft;
        let spans = self.spans(|other| takes(other) && self.board.group(other) == group);
        let total = letters(columns.total);
        let own = format!("${total}{}", row + 1);
        let then = scheme.rank.then.as_ref().and_then(|id| scheme.measure(id));
        let mut parts = Vec::new();
        for (from, to) in spans {
            let range = format!("${total}${}:${total}${}", from + 1, to + 1);
            parts.push(format!("SUMPRODUCT(--({range}>{own}))"));
            if let Some(measure) = then {
                let column = (true, self.figure_col(Take::Measure(measure)));
                let sheet = self.sheet_name(true);
                let col = letters(column.1);
                let figures = format!("'{sheet}'!${col}${}:${col}${}", from + 1, to + 1);
                let mine = self.at_sheet(true, column.1, row);
                parts.push(format!("SUMPRODUCT(({range}={own})*({figures}>{mine}))"));
            }
        }
        let text = format!("1+{}", parts.join("+"));
        Content::Formula { text, result: Shown::Number(value) }
    }

    fn verdict(&self, total: &str, unit: &UnitScore) -> Content {
        let scheme = self.board.scheme;
        let word = unit.outcome.as_ref().map(|name| self.lang.of(name).to_owned()).unwrap_or_default();
        let moved = |i: &Item| {
            matches!(
                &i.kind,
                Kind::Gate(Gate { then: Then::Promote(_) | Then::Demote(_) | Then::BarOutcome(_), .. })
            )
        };
        if scheme.outcomes.is_empty() {
            return Content::Text(word);
        }
        if scheme.items.iter().any(moved) {
            self.fixed(self.word("等次（有升降档规则）", "Outcomes moved by gates"), Decimal::ZERO);
            return Content::Text(word);
        }
        let mut text = quoted("");
        for outcome in scheme.outcomes.iter().rev() {
            text = format!(
                "IF({total}>={},{},{text})",
                literal(outcome.at_least),
                quoted(self.lang.of(&outcome.say))
            );
        }
        Content::Formula { text, result: Shown::Text(word) }
    }
}
