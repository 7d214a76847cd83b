//! 月度通报: where every unit stands, by the end of a month. Ratios come from unrounded amounts; how a lead on the
//! calendar is rounded is a setting of the office, for both ways are printed.

mod tables;
mod text;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::document::{Block, Document, Mismatch};
use crate::{money::ratio, period::Month};

pub use tables::league;

crate::project::codes! {
    /// How 超（欠）序时进度 is rounded.
    LeadOrder {
        /// The unrounded difference is rounded: completion − time, then two decimals.
        Exact = "exact",
        /// The printed figures are subtracted, so that a reader can do so too.
        Printed = "printed",
    }
}

/// What an office settles once for all its circulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub lead: LeadOrder,
    /// How many units a group's red and black lists name.
    pub listed: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lead: LeadOrder::Exact, listed: 3 }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    pub district: String,
    pub office: String,
    pub month: Month,
    pub as_of: Date,
    pub settings: Settings,
    /// Months gone and months of the year.
    pub months: (i32, i32),
    pub plan_fen: Option<i64>,
    /// Counted over the entries themselves, as the whole that the units' credits must add up to.
    pub total_fen: i64,
    /// Each group in the order of lists.
    pub units: Vec<Unit>,
    /// Money in place by sector (产业), and by where it comes from (来源).
    pub sectors: Vec<Part>,
    pub origins: Vec<Part>,
    pub events: Vec<Event>,
    pub lights: Vec<Lit>,
    /// The method that the scores are by, and the months that the league is told for.
    pub scheme: Option<String>,
    pub league: Vec<Month>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// For the keys of its figures.
    pub id: String,
    pub name: String,
    pub group: String,
    pub target_fen: Option<i64>,
    pub month_fen: i64,
    pub done_fen: i64,
    /// In the same months of the year before.
    pub before_fen: i64,
    pub signed: Signed,
    /// Of those signed this year, how many have begun to build.
    pub started: i64,
    pub work: Work,
    pub score: Option<Score>,
    /// Its place at the end of each month of the league.
    pub places: Vec<Option<u32>>,
}

/// Contracts of the year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub all: i64,
    /// Of 1亿, 5亿 and 10亿元 or more.
    pub from_100m: i64,
    pub from_500m: i64,
    pub from_1bn: i64,
    pub total_fen: i64,
}

/// What a unit did besides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    pub events: i64,
    pub reports: i64,
    /// Monthly forms that came late or are missing.
    pub late_forms: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub place: Option<u32>,
    pub of: u32,
    /// As it is printed.
    pub total: String,
    /// Of each group of items: name and points.
    pub parts: Vec<(String, String)>,
    pub outcome: String,
}

/// A part of the money in place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    /// What the rows are narrowed to: `sector=primary`.
    #[serde(default)]
    pub filter: String,
    pub month_fen: i64,
    pub done_fen: i64,
}

/// What came of an event: its projects that have a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub name: String,
    pub held_on: Date,
    pub signed: i64,
    pub contract_fen: i64,
    pub funds_fen: i64,
    pub started: i64,
    pub completed: i64,
}

/// A project whose light is not green.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lit {
    pub project: String,
    pub unit: String,
    pub stage: String,
    pub colour: String,
    pub red: bool,
}

impl Unit {
    /// Done ÷ target, unrounded.
    pub fn completion(&self) -> Option<Decimal> {
        self.target_fen.and_then(|target| ratio(self.done_fen, target))
    }

    /// Against the same months of the year before; nothing when there was nothing.
    pub fn growth(&self) -> Option<Decimal> {
        growth(self.done_fen, self.before_fen)
    }
}

fn growth(now: i64, before: i64) -> Option<Decimal> {
    ratio(now, before).filter(|_| before > 0).map(|r| r - Decimal::ONE)
}

impl Facts {
    /// Months gone ÷ months of the year, unrounded.
    pub fn elapsed(&self) -> Decimal {
        Decimal::from(self.months.0) / Decimal::from(self.months.1.max(1))
    }

    fn lead(&self, done: Decimal) -> Decimal {
        lead_points(done, self.elapsed(), self.settings.lead)
    }

    /// The groups in the order of their first unit.
    fn groups(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for unit in &self.units {
            if !names.contains(&unit.group.as_str()) {
                names.push(&unit.group);
            }
        }
        names
    }

    /// The units of a group by completion, those without a target last.
    fn ranked(&self, group: &str) -> Vec<(&Unit, Option<usize>)> {
        let mut units: Vec<&Unit> = self.units.iter().filter(|u| u.group == group).collect();
        units.sort_by_key(|u| std::cmp::Reverse(u.completion()));
        let rank = |of: &Unit| {
            let own = of.completion()?;
            Some(1 + units.iter().filter(|u| u.completion().is_some_and(|c| c > own)).count())
        };
        let ranks: Vec<Option<usize>> = units.iter().map(|u| rank(u)).collect();
        units.into_iter().zip(ranks).collect()
    }
}

/// 超（欠）序时进度 in percentage points with two decimals.
pub fn lead_points(done: Decimal, elapsed: Decimal, order: LeadOrder) -> Decimal {
    let cut = |x: Decimal| x.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let percent = |x: Decimal| x * Decimal::ONE_HUNDRED;
    match order {
        LeadOrder::Exact => cut(percent(done) - percent(elapsed)),
        LeadOrder::Printed => cut(percent(done)) - cut(percent(elapsed)),
    }
}

/// The circular; refused with every total that is not the sum of its parts.
pub fn compose(facts: &Facts) -> Result<Document, Vec<Mismatch>> {
    let tables = tables::all(facts);
    let mut wrong: Vec<Mismatch> = tables.iter().flat_map(super::document::Table::mismatches).collect();
    let credited = facts.units.iter().map(|u| u.done_fen).fold(0_i64, i64::saturating_add);
    if credited != facts.total_fen {
        wrong.push(Mismatch {
            figure: "fund.recognised".into(),
            by: "unit".into(),
            whole: facts.total_fen,
            parts: credited,
        });
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut blocks = text::body(facts);
    blocks.push(Block::Attachments { names: tables.iter().map(|t| t.caption.clone()).collect() });
    blocks.push(Block::Signature { office: facts.office.clone(), on: facts.as_of });
    blocks.extend(tables.into_iter().map(Block::Table));
    Ok(Document { blocks })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::money::YI_FEN;

    fn unit(name: &str, group: &str, target: Option<i64>, done: i64) -> Unit {
        Unit {
            id: format!("00000000-0000-0000-0000-0000000000{:02}", name.len()),
            name: name.into(),
            group: group.into(),
            target_fen: target,
            month_fen: done / 4,
            done_fen: done,
            before_fen: done / 2,
            signed: Signed { all: 2, from_100m: 1, total_fen: 3 * YI_FEN, ..Signed::default() },
            started: 1,
            work: Work { events: 1, reports: 4, late_forms: 0 },
            score: Some(Score {
                place: Some(1),
                of: 2,
                total: "88.20".into(),
                parts: vec![("招商引资".into(), "30.00".into())],
                outcome: "良好".into(),
            }),
            places: vec![Some(2), Some(1)],
        }
    }

    fn facts() -> Facts {
        let units = vec![
            unit("甲街道", "街道", Some(10 * YI_FEN), 8 * YI_FEN + 1),
            unit("乙街道", "街道", Some(10 * YI_FEN), 5 * YI_FEN + 40_000_000),
            unit("丙区", "开发区", Some(30 * YI_FEN), 20 * YI_FEN + 40_000_000),
            unit("丁局", "区直部门", None, 0),
        ];
        let total = units.iter().map(|u| u.done_fen).sum();
        Facts {
            district: "凤栖区".into(),
            office: "区招商办".into(),
            month: "2013-08".parse().expect("a month"),
            as_of: date(2013, 8, 31),
            settings: Settings::default(),
            months: (8, 12),
            plan_fen: Some(55 * YI_FEN),
            total_fen: total,
            units,
            sectors: vec![Part {
                name: "第二产业".into(),
                filter: "sector=secondary".into(),
                month_fen: total / 4,
                done_fen: total,
            }],
            origins: vec![Part {
                name: "国内".into(),
                filter: "origin=domestic".into(),
                month_fen: total / 4,
                done_fen: total,
            }],
            events: vec![Event {
                name: "春季集中签约".into(),
                held_on: date(2013, 4, 10),
                signed: 3,
                contract_fen: 12 * YI_FEN,
                funds_fen: 4 * YI_FEN,
                started: 2,
                completed: 0,
            }],
            lights: vec![Lit {
                project: "铜冶炼".into(),
                unit: "丙区".into(),
                stage: "在谈".into(),
                colour: "红灯".into(),
                red: true,
            }],
            scheme: Some("三招三引考核办法".into()),
            league: vec!["2013-07".parse().expect("a month"), "2013-08".parse().expect("a month")],
        }
    }

    #[test]
    fn both_orders_of_subtraction() {
        let d = |text: &str| text.parse::<Decimal>().expect("a number");
        let lead = |done, elapsed, order| lead_points(d(done), d(elapsed), order).to_string();
        // 2006: 125.642 % after 10 of 12 months.
        assert_eq!(lead("1.25642", "0.8333333333333333", LeadOrder::Exact), "42.31");
        assert_eq!(lead("1.25642", "0.8333333333333333", LeadOrder::Printed), "42.31");
        // 60.564 % − 66.667 %: −6.103, but 60.56 − 66.67.
        assert_eq!(lead("0.605648", "0.6666666666666667", LeadOrder::Exact), "-6.10");
        assert_eq!(lead("0.605648", "0.6666666666666667", LeadOrder::Printed), "-6.11");
    }

    #[test]
    fn a_circular_tells_the_year_by_groups_and_names_first_and_last() {
        let document = compose(&facts()).expect("totals hold");
        assert_eq!(document.title(), "关于2013年1至8月招商引资工作情况的通报");
        let body: String = document
            .blocks
            .iter()
            .filter_map(|b| match b {
                Block::Paragraph { runs } => {
                    Some(runs.iter().map(super::super::document::Run::as_str).collect::<String>())
                }
                _ => None,
            })
            .collect::<Vec<_>>()
            .join("\n");
        insta::assert_snapshot!(body);
        let tables: Vec<&super::super::document::Table> = document
            .blocks
            .iter()
            .filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None })
            .collect();
        let captions: Vec<&str> = tables.iter().map(|t| t.caption.as_str()).collect();
        insta::assert_debug_snapshot!(captions);
        let row = |table: &super::super::document::Table, at: usize| {
            table.rows[at].iter().map(super::super::document::Cell::as_str).collect::<Vec<_>>().join(" ")
        };
        // Unrounded: 8亿元 and one fen of 10亿元 are 80.00 %.
        assert_eq!(row(tables[0], 0), "街道 1 甲街道 10.00 2.00 8.00 80.00% +13.33 4.00 100.00%");
        assert_eq!(row(tables[0], 3), "区直部门 — 丁局 — 0.00 0.00 — — 0.00 —");
        assert!(tables.iter().any(|t| t.notes.iter().any(|n| n.contains("尾差"))), "{tables:?}");
    }

    #[test]
    fn a_total_that_is_not_its_parts_is_refused() {
        let mut wrong = facts();
        wrong.total_fen += 1;
        let found = compose(&wrong).expect_err("refused");
        assert_eq!((found.len(), found[0].by.as_str()), (1, "unit"));
    }
}
