//! The figures of the units, one column each: what was done, what was to be done, what was rated.

use rust_decimal::Decimal;

use super::{Content, Shown, formula::Ctx, layout::Maker};
use crate::assessment::{
    expr::{Aim, Env, Part, RowFold},
    scheme::{Item, Kind, Measure, PerItem, Rated},
    score::{explain::Explain, figures::due, mixed, rowwise::tier_counts},
};

/// A column of figures.
#[derive(Clone, Copy)]
pub(super) enum Take<'s> {
    Measure(&'s Measure),
    Target(&'s Measure),
    Aim(&'s Aim),
    Lag(&'s str, u16),
    Manual(&'s Item),
    Raters(&'s Item, &'s Rated, usize),
    Tier(&'s Item, &'s PerItem, usize),
    Fold(&'s RowFold),
    OfClass(&'s str),
}

impl<'s> Take<'s> {
    /// What tells columns apart.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Measure(m) => format!("measure {}", m.id),
            Self::Target(m) => format!("target {}", m.id),
            Self::Aim(aim) => format!("aim {aim:?}"),
            Self::Lag(name, back) => format!("lag {name} {back}"),
            Self::Manual(item) => format!("manual {}", item.id),
            Self::Raters(item, _, at) => format!("raters {} {at}", item.id),
            Self::Tier(item, _, at) => format!("tier {} {at}", item.id),
            Self::Fold(fold) => format!("fold {fold:?}"),
            Self::OfClass(table) => format!("class {table}"),
        }
    }

    pub(super) fn head(&self, of: &Maker<'_, '_>) -> String {
        let name = |id: &str| {
            of.board.scheme.measure(id).map_or_else(|| id.to_owned(), |m| of.lang.of(&m.name).to_owned())
        };
        let unit = |m: &Measure| match (m.scale.is_money(), of.zh()) {
            (true, true) if m.scale.zh() == "万美元" => "（美元）".to_owned(),
            (true, true) => "（元）".to_owned(),
            (true, false) if m.scale.zh() == "万美元" => " (USD)".to_owned(),
            (true, false) => " (CNY)".to_owned(),
            (false, true) if m.scale.zh() == "%" => String::new(),
            (false, true) => format!("（{}）", m.scale.zh()),
            (false, false) => String::new(),
        };
        match self {
            Self::Measure(m) => format!("{}{}", of.lang.of(&m.name), unit(m)),
            Self::Target(m) => format!("{}{}", of.word("目标：", "Target: "), of.lang.of(&m.name)) + &unit(m),
            Self::Aim(aim) => {
                let which = [
                    aim.owner.map(|o| format!("{o:?}")),
                    aim.level.map(|l| format!("{l:?}")),
                    aim.part.map(|p| match p {
                        Part::Now => of.word("时序", "to date").to_owned(),
                        Part::Quarter(q) => {
                            of.word("第", "quarter ").to_owned() + &q.to_string() + of.word("季度", "")
                        }
                        Part::Month(m) => {
                            of.word("前", "month ").to_owned() + &m.to_string() + of.word("个月", "")
                        }
                    }),
                ];
                let which: Vec<String> = which.into_iter().flatten().collect();
                format!("{}{} {}", of.word("目标：", "Target: "), name(&aim.measure), which.join(" "))
            }
            Self::Lag(id, back) => format!("{} {}", name(id), of.board.year_back(*back)),
            Self::Manual(item) => format!("{}{}", of.word("评分：", "Rating: "), of.lang.of(&item.name)),
            Self::Raters(item, rule, at) => {
                let raters = rule.raters.get(*at).map_or("", |r| of.lang.of(&r.name));
                format!("{}{} {raters}", of.word("评分：", "Rating: "), of.lang.of(&item.name))
            }
            Self::Tier(item, rule, at) => {
                let say = rule.tiers.get(*at).map_or("", |t| of.lang.of(&t.say));
                format!("{} {say}{}", of.lang.of(&item.name), of.word("（个）", ""))
            }
            Self::Fold(fold) => format!("{} {:?}", name(&fold.measure), fold.fold),
            Self::OfClass(table) => (*table).to_owned(),
        }
    }

    pub(super) fn digits(&self, of: &Maker<'_, '_>) -> u32 {
        match self {
            Self::Measure(m) | Self::Target(m) if m.scale.is_money() => 2,
            Self::Aim(aim) if of.board.scheme.measure(&aim.measure).is_some_and(|m| m.scale.is_money()) => 2,
            Self::Measure(_) | Self::Target(_) | Self::Aim(_) | Self::Tier(..) => 0,
            _ => 2,
        }
    }

    /// What stands in the column for a unit; nothing where there is no figure.
    pub(super) fn content(&self, of: &Maker<'_, 's>, at: usize, row: u32) -> Option<Content> {
        let env = of.board.of(at);
        let number = |value: Option<Decimal>| value.map(Content::Number);
        match self {
            Self::Measure(m) => {
                let value = env.measure(&m.id).ok()?;
                let Some(formula) = &m.formula else { return Some(Content::Number(value)) };
                let ctx = Ctx::new(of, at, row);
                let live = ctx.expr(formula).and_then(|text| match &m.most {
                    None => Some(text),
                    Some(most) => Some(format!("MIN({text},{})", ctx.expr(most)?)),
                });
                Some(match live {
                    Some(text) => Content::Formula { text, result: Shown::Number(value) },
                    None => of.fixed(of.lang.of(&m.name), value),
                })
            }
            Self::Target(m) => number(of.board.target(at, &m.id).map(|(value, _)| value)),
            Self::Aim(aim) => {
                let value = of.board.aim(at, aim)?;
                Some(of.by_schedule(aim, at, row, value).unwrap_or(Content::Number(value)))
            }
            Self::Lag(name, back) => number(env.lag(name, *back).ok()),
            Self::Manual(item) => number(of.board.ratings(at, &item.id).next().map(|r| r.points)),
            Self::Raters(item, rule, which) => {
                let rated = mixed::rating(of.board, at, item, rule).ok()?;
                let Explain::Rating { groups, .. } = rated.explain else { return None };
                number(groups.get(*which)?.mean)
            }
            Self::Tier(_, rule, which) => number(tier_counts(of.board, at, rule).ok()?.get(*which).copied()),
            Self::Fold(fold) => number(env.rows(fold).ok()),
            Self::OfClass(table) => number(env.class_table(table).ok()),
        }
    }
}

impl<'s> Maker<'_, 's> {
    /// A target for a part of the window as the whole target by the measure's schedule, where it was not set by itself.
    fn by_schedule(&self, aim: &'s Aim, at: usize, row: u32, value: Decimal) -> Option<Content> {
        let part = aim.part.filter(|_| aim.owner.is_none() && aim.level.is_none())?;
        let measure = self.board.scheme.measure(&aim.measure)?;
        let (whole, _) = self.board.target(at, &aim.measure)?;
        let share = due(&measure.schedule, part, self.board.months)?;
        if whole.checked_mul(share)? != value {
            return None;
        }
        let text = format!("{}*{}", self.figure(Take::Target(measure), row), super::literal(share));
        Some(Content::Formula { text, result: Shown::Number(value) })
    }

    /// Items whose points come from ratings.
    pub(super) fn rated(item: &'s Item) -> bool {
        matches!(item.kind, Kind::Manual | Kind::Rating(_))
    }
}
