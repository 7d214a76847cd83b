//! Steps between figures and scores: what units are compared by, parts of mixes, what groups make of their items.

use rust_decimal::Decimal;

use super::{
    Cell, Content, FIRST, LEFT_OUT, Sheet, Shown, Style,
    formula::Ctx,
    layout::{BEFORE, Maker, left_out, most, styled, sum_of, text},
    literal,
};
use crate::assessment::{
    expr::{Expr, Names},
    scheme::{Group, GroupMode, Item, NotApplicable},
    score::{UnitScore, apply, explain::Explain, groups},
};

/// A column of the helper sheet.
#[derive(Clone, Copy)]
pub(super) enum Help<'s> {
    /// A figure by which units are compared.
    On(&'s Expr),
    /// A part of a mix.
    Part(&'s Item),
    /// An item before deductions from it.
    Earned(&'s Item),
    /// Of a group: items that are no bonus, within the group's limit.
    Own(&'s Group),
    /// Of a group: bonus items, within what the limit leaves.
    More(&'s Group),
}

impl Help<'_> {
    pub(super) fn key(&self) -> String {
        match self {
            Self::On(expr) => format!("on {expr:?}"),
            Self::Part(item) => format!("part {}", item.id),
            Self::Earned(item) => format!("earned {}", item.id),
            Self::Own(group) => format!("own {}", group.id),
            Self::More(group) => format!("more {}", group.id),
        }
    }
}

impl<'s> Maker<'_, 's> {
    pub(super) fn helper_sheet(&self) -> Option<Sheet> {
        if self.helps.borrow().all.is_empty() {
            return None;
        }
        let mut cells = self.head(self.sheet_name(false));
        self.names(&mut cells);
        let mut at = 0;
        loop {
            let Some(help) = self.helps.borrow().all.get(at).copied() else { break };
            let col = BEFORE + at as u16;
            cells.push(text(3, col, Style::Head, self.help_head(help)));
            for (row, (unit, score)) in (FIRST..).zip(self.rows.iter().zip(&self.scores.units)) {
                if let Some(content) = self.help_content(help, *unit, row, score) {
                    let style = styled(&content, 4);
                    cells.push(Cell { row, col, style, content });
                }
            }
            at += 1;
        }
        let mut widths = vec![18, 14];
        widths.resize(usize::from(BEFORE) + at, 18);
        Some(Sheet { name: self.sheet_name(false).into(), widths, frozen: (FIRST, BEFORE), cells })
    }

    fn help_head(&self, help: Help<'s>) -> String {
        match help {
            Help::On(expr) => {
                let mut names = Names::default();
                expr.names(&mut names);
                let name =
                    |id: &String| self.board.scheme.measure(id).map(|m| self.lang.of(&m.name).to_owned());
                let names: Vec<String> = names.measures.iter().filter_map(name).collect();
                format!("{} {}", self.word("比较数", "Compared:"), names.join("、"))
            }
            Help::Part(item) => self.lang.of(&item.name).to_owned(),
            Help::Earned(item) => {
                format!("{}{}", self.lang.of(&item.name), self.word("（扣减前）", " (before deductions)"))
            }
            Help::Own(group) => format!("{}{}", self.lang.of(&group.name), self.word("（基本）", " (base)")),
            Help::More(group) => {
                format!("{}{}", self.lang.of(&group.name), self.word("（加分）", " (bonus)"))
            }
        }
    }

    fn help_content(&self, help: Help<'s>, at: usize, row: u32, score: &UnitScore) -> Option<Content> {
        let ctx = Ctx::new(self, at, row);
        Some(match help {
            Help::On(expr) => {
                let value = self.value(expr, at)?;
                self.live(&self.help_head(help), ctx.expr(expr), value)
            }
            Help::Part(item) => {
                let applied = apply::item(self.board, at, item).ok()?;
                let out = matches!(
                    applied.explain,
                    Explain::NotApplicable { rule: NotApplicable::DropAndRescale, .. }
                );
                self.points(item, ctx.item(item), applied.points, out)
            }
            Help::Earned(item) => {
                let own = score.items.iter().find(|i| i.item == item.id)?;
                self.points(item, ctx.item(item), own.earned, left_out(own))
            }
            Help::Own(group) => {
                let value = groups::own(self.board.scheme, group, &score.items).min(most(group));
                self.live(self.lang.of(&group.name), self.own(group, at, row), value)
            }
            Help::More(group) => {
                let own = groups::own(self.board.scheme, group, &score.items).min(most(group));
                let bonus = score.items.iter().filter(|i| i.bonus && i.group.as_ref() == Some(&group.id));
                let value = bonus.map(|i| i.points).sum::<Decimal>().min(most(group).saturating_sub(own));
                let cells = self.item_cells(at, row, |i| i.bonus && i.group.as_ref() == Some(&group.id));
                let sum = sum_of(&cells);
                let own = self.help(Help::Own(group), row);
                let text = match group.max {
                    Some(max) => format!("MIN({sum},{}-{own})", literal(max)),
                    None => sum,
                };
                self.live(self.lang.of(&group.name), Some(text), value)
            }
        })
    }

    pub(super) fn points(&self, item: &Item, text: Option<String>, value: Decimal, out: bool) -> Content {
        match text {
            Some(text) if out => Content::Formula { text, result: Shown::Text(LEFT_OUT.into()) },
            None if out => Content::Text(LEFT_OUT.into()),
            text => self.live(self.lang.of(&item.name), text, value),
        }
    }

    fn own(&self, group: &'s Group, at: usize, row: u32) -> Option<String> {
        let scheme = self.board.scheme;
        let inside = |i: &Item| !i.bonus && i.scores() && i.group.as_ref() == Some(&group.id);
        let own = match group.mode {
            GroupMode::Sum => sum_of(&self.item_cells(at, row, inside)),
            GroupMode::Weighted => {
                let class = self.board.class(at);
                let part = |i: &'s Item| {
                    let cell = self.item_cell(i, row);
                    let weight = literal(i.weight.unwrap_or_default());
                    format!(
                        "IF(ISNUMBER({cell}),{cell}/{}*{weight}*{},0)",
                        literal(i.points),
                        literal(group.points)
                    )
                };
                let parts: Vec<String> =
                    scheme.items.iter().filter(|i| inside(i) && i.is_for(class)).map(part).collect();
                let sum = if parts.is_empty() { "0".into() } else { parts.join("+") };
                format!("ROUND(ROUND({sum},10),{})", scheme.digits)
            }
            GroupMode::Best(_) => return None,
        };
        Some(match group.max {
            Some(max) => format!("MIN({own},{})", literal(max)),
            None => own,
        })
    }
}
