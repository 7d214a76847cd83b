//! 考核办法: a method of assessment as one versioned TOML file, read into values that are valid by existing.
//!
//! Sections: `[scheme]`, `[[class]]`, `[[measure]]`, `[[factor]]`, `[[table]]`, `[recognition]`, `[credit]`,
//! `[[group]]`, `[[item]]`, `[rank]`, `[[outcome]]`. Fixed rule kinds with named parameters (a clerk picks the kind); conditions and derived
//! figures are texts of [`super::expr`]. `schemes/sanzhao-sanyin-2013.toml` shows every section with comments.

mod bands;
mod built_in;
mod check;
mod fields;
#[cfg(test)]
mod findings_test;
mod item;
mod kind_name;
mod read_item;
mod read_more;
mod read_recognition;
mod read_step;
mod sections;

pub use bands::{Band, Bands};
pub use built_in::{BUILT_IN, DEFAULT};
pub use item::{
    AbsentRaters, Aspect, Deduction, Gate, Item, Kind, NotApplicable, Otherwise, PerItem, RankPoints, Rated,
    Raters, Ratio, StepMode, Steps, Then, Tier, Way,
};
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{
    credit::CreditRule,
    expr::{Cond, Expr, Names},
    finding::{Finding, Findings, Severity},
    number,
    recognition::Recognition,
};
use crate::period::Window;

/// Bytes a scheme's text may have: the longest real one read had 46 items.
const LARGEST_TEXT: usize = 1_000_000;

/// A text in the two languages of the product; `en` falls back to `zh`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Name {
    pub zh: String,
    pub en: String,
}

/// A valid scheme. Only [`Scheme::parse`] makes one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Scheme {
    pub id: String,
    pub name: Name,
    pub version: u32,
    pub window: Window,
    /// What the items that are no bonus add up to, for every class.
    pub total: Decimal,
    /// The most that all bonus items give together; `None` when only each item's own limit holds.
    pub bonus_max: Option<Decimal>,
    /// Decimals an item's points are rounded to (half up), before they are added.
    pub digits: u32,
    pub way: Way,
    pub classes: Vec<Class>,
    pub measures: Vec<Measure>,
    pub factors: Vec<Factor>,
    pub tables: Vec<Table>,
    pub groups: Vec<Group>,
    pub items: Vec<Item>,
    pub rank: Rank,
    pub outcomes: Vec<Outcome>,
    /// Which receipts count, and with how much (认定).
    pub recognition: Option<Recognition>,
    /// How what counts is divided among units.
    pub credit: Option<CreditRule>,
}

impl Scheme {
    /// Reads and checks a text. Warnings alone do not refuse it; see [`Scheme::check`].
    pub fn parse(text: &str) -> Result<Self, Vec<Finding>> {
        let (scheme, findings) = Self::check(text);
        scheme.ok_or(findings)
    }

    /// Reads a text and tells everything found in it, warnings too. The scheme is there when no finding is an
    /// error.
    pub fn check(text: &str) -> (Option<Self>, Vec<Finding>) {
        let mut findings = Findings::new(text);
        let scheme = if text.len() > LARGEST_TEXT {
            let size = text.len().to_string();
            findings.error("scheme.too_large", &(0..0), "", super::finding::params([("bytes", &size)]));
            None
        } else {
            sections::read(text, &mut findings)
        };
        let list = findings.into_list();
        let sound = list.iter().all(|f| f.severity != Severity::Error);
        (scheme.filter(|_| sound), list)
    }

    /// An item's points, to its decimals.
    pub fn round(&self, item: &Item, points: Decimal) -> Decimal {
        if item.unrounded {
            return points;
        }
        let digits = item.digits.unwrap_or(self.digits);
        match item.way.unwrap_or(self.way) {
            Way::HalfUp => number::round(points, digits),
            Way::Down => points.round_dp_with_strategy(digits, RoundingStrategy::ToZero),
            Way::Up => points.round_dp_with_strategy(digits, RoundingStrategy::AwayFromZero),
        }
    }

    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|m| m.id == id)
    }

    /// The earlier years that it looks at, as `lag` and growth write them: years back, or a year of the calendar.
    pub fn years_back(&self) -> BTreeSet<u16> {
        let mut names = Names::default();
        self.items.iter().for_each(|i| i.collect_names(&mut names));
        self.measures.iter().flat_map(|m| m.formula.iter().chain(&m.most)).for_each(|f| f.names(&mut names));
        names.years
    }

    /// A measure that is typed in.
    pub fn entered(&self, id: &str) -> Option<&Measure> {
        self.measure(id).filter(|m| m.source == Source::Entered)
    }

    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.id == id)
    }

    /// What a rating is for, written `item`, `item/raters` or `item/raters/aspect`: the item, the group of raters, the
    /// aspect, and the most points.
    pub fn rating_place<'s>(&'s self, text: &'s str) -> Option<RatingPlace<'s>> {
        let mut words = text.split('/');
        let item = self.rated(words.next()?)?;
        let (raters, aspect) = (words.next(), words.next());
        if words.next().is_some() {
            return None;
        }
        let Kind::Rating(rule) = &item.kind else {
            return raters.is_none().then_some(RatingPlace { item, raters, aspect, most: item.points });
        };
        let known = rule.raters.iter().any(|r| Some(r.id.as_str()) == raters);
        let most = match aspect {
            None if rule.aspects.is_empty() => item.points,
            None => return None,
            Some(id) => rule.aspects.iter().find(|a| a.id == id)?.points,
        };
        known.then_some(RatingPlace { item, raters, aspect, most })
    }

    /// The names that conditions on rows use, besides the fields that every row has.
    pub fn row_fields(&self) -> BTreeSet<String> {
        let mut all = self.asked_of_rows();
        let own = ["kind", "industry", "amount", "size", "share", "class"];
        all.retain(|name| !own.contains(&name.as_str()));
        all
    }

    /// Whether it compares or adds up what projects are worth.
    pub fn asks_sizes(&self) -> bool {
        let sizes = ["size", "total", "fixed", "registered", "contract", "intensity"];
        let of_projects = |m: &Measure| !matches!(m.source, Source::Funds | Source::Activities);
        self.measures.iter().any(|m| m.filter.at_least.is_some() || (of_projects(m) && m.scale.is_money()))
            || self.asked_of_rows().iter().any(|name| sizes.contains(&name.as_str()))
    }

    fn asked_of_rows(&self) -> BTreeSet<String> {
        let mut names = Names::default();
        self.items.iter().for_each(|i| i.row_names(&mut names));
        for measure in &self.measures {
            measure.formula.iter().chain(&measure.most).for_each(|f| f.row_names(&mut names));
            measure.filter.when.iter().for_each(|c| c.names(&mut names));
        }
        let mut all = names.texts;
        all.append(&mut names.measures);
        all
    }

    /// An item, or a part of a mix, that people rate.
    pub fn rated(&self, id: &str) -> Option<&Item> {
        self.items
            .iter()
            .flat_map(|i| std::iter::once(i).chain(i.parts()))
            .find(|i| i.id == id && matches!(i.kind, Kind::Manual | Kind::Rating(_)))
    }

    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|t| t.id == id)
    }
}

/// See [`Scheme::rating_place`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatingPlace<'s> {
    pub item: &'s Item,
    pub raters: Option<&'s str>,
    pub aspect: Option<&'s str>,
    pub most: Decimal,
}

/// 分组: units that are compared with each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Class {
    pub id: String,
    pub name: Name,
    /// The kinds of units that belong to it besides the kind of the same name, where units come from a tree of units.
    pub kinds: Vec<String>,
}

impl Class {
    /// Whether units of a kind belong to it.
    pub fn takes(&self, kind: &str) -> bool {
        self.id == kind || self.kinds.iter().any(|k| k == kind)
    }
}

/// Where the figures of a measure come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Recognised receipts, credited to units.
    Funds,
    /// Recognised projects of the capital track, by total investment.
    Projects,
    /// Recognised talents (招才引智).
    Talents,
    /// Recognised institutes (招院引所).
    Institutes,
    /// Visits, trips, events, leads.
    Activities,
    /// Monthly forms that came late or not at all.
    Forms,
    /// Confirmed cases of faked results.
    Fraud,
    /// What units did against first reports of others, as the office recorded it: kind `approach`, `better_terms`,
    /// `relocation`.
    Breaches,
    /// Monthly returns that were due: kind `on_time`, `late`, `missing`.
    Returns,
    /// Weekly reports of progress that were made: kind `reported`, `no_change`.
    Progress,
    /// Typed in by the office.
    Entered,
    /// Computed from other measures.
    Formula,
}

impl Source {
    pub(super) const ALL: [(&'static str, Self); 12] = [
        ("funds", Self::Funds),
        ("projects", Self::Projects),
        ("talents", Self::Talents),
        ("institutes", Self::Institutes),
        ("activities", Self::Activities),
        ("forms", Self::Forms),
        ("fraud", Self::Fraud),
        ("breaches", Self::Breaches),
        ("returns", Self::Returns),
        ("progress", Self::Progress),
        ("entered", Self::Entered),
        ("formula", Self::Formula),
    ];
}

/// What a measure is counted in. Money is held in 元 (USD in dollars) and shown in this unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    Yuan,
    Wan,
    Yi,
    WanUsd,
    Percent,
    /// 个, 人, 家, 次 …
    Count(String),
}

impl Scale {
    /// How many 元 (or dollars, or ones) make one of it.
    pub fn size(&self) -> Decimal {
        match self {
            Self::Wan | Self::WanUsd => Decimal::from(10_000),
            Self::Yi => Decimal::from(100_000_000),
            Self::Percent => Decimal::new(1, 2),
            Self::Yuan | Self::Count(_) => Decimal::ONE,
        }
    }

    pub fn is_money(&self) -> bool {
        matches!(self, Self::Yuan | Self::Wan | Self::Yi | Self::WanUsd)
    }

    /// Decimals that circulars show.
    pub fn digits(&self) -> u32 {
        if matches!(self, Self::Count(_)) { 0 } else { 2 }
    }

    pub fn zh(&self) -> &str {
        match self {
            Self::Yuan => "元",
            Self::Wan => "万元",
            Self::Yi => "亿元",
            Self::WanUsd => "万美元",
            Self::Percent => "%",
            Self::Count(word) => word,
        }
    }

    /// A counted word has no English: `5 institutes` is said by the measure's name.
    pub fn en(&self) -> &str {
        match self {
            Self::Yuan => "yuan",
            Self::Wan => "×10,000 yuan",
            Self::Yi => "×100m yuan",
            Self::WanUsd => "×10,000 USD",
            Self::Percent => "%",
            Self::Count(_) => "",
        }
    }
}

/// One measured thing (指标).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    pub id: String,
    pub name: Name,
    pub scale: Scale,
    /// What a unit does to raise it: 到位, 引进 (for "再到位 1,500万元 可得满分").
    pub verb: Name,
    pub source: Source,
    /// The stated value of a unit for which nothing was delivered; `None` makes that an error.
    pub absent: Option<Decimal>,
    /// Whether the rows are multiplied by the factor table.
    pub factor: bool,
    pub filter: Filter,
    /// Of a measure from [`Source::Formula`].
    pub formula: Option<Expr>,
    /// The most a unit is counted with: `target(funds) * 2`.
    pub most: Option<Expr>,
    pub schedule: Schedule,
    /// Shown with the scores though no item uses it: a reward, a sum beside.
    pub show: bool,
}

/// How a year's target is spread over the window (时序目标).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// Each month the same.
    #[default]
    Linear,
    /// The part due at the end of each quarter or month of the window, rising to 1.
    Listed(Vec<Decimal>),
}

/// Which rows of its source a measure takes; an empty list takes all.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Filter {
    pub kinds: Vec<String>,
    /// Prefixes of industry codes: `C`, `K70`.
    pub industries: Vec<String>,
    /// Rows of at least this size, in 元.
    pub at_least: Option<Decimal>,
    /// Any other condition on the fields of a row.
    pub when: Option<Cond>,
}

impl Filter {
    /// Whether every row gets through.
    pub const fn is_open(&self) -> bool {
        self.kinds.is_empty() && self.industries.is_empty() && self.at_least.is_none() && self.when.is_none()
    }
}

/// One row of the factor table: the first that fits a ledger row is taken; the last fits all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Factor {
    pub industries: Vec<String>,
    pub kinds: Vec<String>,
    pub times: Decimal,
    pub say: Name,
}

/// A figure's band → a value (分档表).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    pub id: String,
    pub bands: Bands,
    /// Instead of bands: a value for each class of units.
    pub classes: BTreeMap<String, Decimal>,
}

/// What a group makes of its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupMode {
    Sum,
    /// Each item's part of its own full points × its weight × the group's points.
    Weighted,
    /// Only so many of the best.
    Best(u32),
}

/// Items that belong together, with what they may give together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    pub id: String,
    pub name: Name,
    /// The sum of its items' points, bonus items apart.
    pub points: Decimal,
    /// The most the group gives, bonus items included.
    pub max: Option<Decimal>,
    pub mode: GroupMode,
}

/// Equal totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// 1, 1, 3.
    Skip,
    /// 1, 1, 2.
    Dense,
    /// Of points by place: equal figures share the mean of the places they take up.
    Average,
    /// Of points by place: equal figures all take the last of the places they take up (2, 2).
    Next,
}

/// How units are ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rank {
    /// Each class for itself, or all together.
    pub by_class: bool,
    pub ties: Ties,
    /// Equal totals are told apart by this measure first, when named.
    pub then: Option<String>,
    /// Whether units with soft targets (弹性考核) take places.
    pub soft: bool,
}

/// A verdict from a total upwards: 优秀, 良好 …; the first that fits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    pub at_least: Decimal,
    pub say: Name,
}
