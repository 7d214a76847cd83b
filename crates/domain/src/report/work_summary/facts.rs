//! What a work summary is written from. Every number here was counted from records by the caller; sentences
//! are made from it and from nothing else.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ProjectId, UnitId},
    money::{Money, YI_FEN},
    period::Window,
};

/// A total beside its parts, once for every way it was cut. The parts of each cut must add up to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Whole {
    pub total: i64,
    pub cuts: Vec<Cut>,
}

/// One way of cutting a whole: `unit`, `month`, `track`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    pub by: String,
    pub parts: Vec<i64>,
}

impl Whole {
    /// A total without parts to compare it to.
    pub fn of(total: i64) -> Self {
        Self { total, cuts: Vec::new() }
    }

    /// Adds a cut.
    #[must_use]
    pub fn cut(mut self, by: &str, parts: Vec<i64>) -> Self {
        self.cuts.push(Cut { by: by.to_owned(), parts });
        self
    }
}

/// Everything that the summary states. Lists may be empty: their section is then left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// `凤栖区`.
    pub district: String,
    /// `区招商工作委员会`, when the district has one.
    pub committee: Option<String>,
    /// The office that signs: `区招商办公室`.
    pub office: String,
    pub window: Window,
    /// The day on which the ledger was read; also the date of the signature.
    pub as_of: Date,
    /// Recognised projects, by the day of recognition in the window. Count.
    pub introduced: Whole,
    /// Recognised money in place in the window. Fen.
    pub money: Whole,
    /// Guidance plan (指导性计划) of the year. Fen.
    pub plan_fen: Option<i64>,
    /// What the units declare they will reach in the year. Fen.
    pub forecast: Option<Whole>,
    pub signed: Option<Signed>,
    /// Kinds of units with their number: (`街道`, 5).
    pub unit_kinds: Vec<(String, i64)>,
    pub teams: Vec<Team>,
    pub trainings: Option<Trainings>,
    pub tracks: Vec<Track>,
    pub events: Vec<Event>,
    pub squads: Vec<Squad>,
    pub key_projects: Vec<KeyProject>,
    pub structure: Option<Structure>,
    /// One row per assessed unit.
    pub units: Vec<Unit>,
    /// Units that have been quiet for [`Judgement::quiet_days`] or longer.
    pub quiet: Vec<Quiet>,
}

/// Domestic projects whose formal contract was signed in `window`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    pub window: Window,
    pub count: Whole,
    /// Σ of the total investment of those whose amount is known. Fen.
    pub amount: Whole,
    /// How many have no amount yet.
    pub without_amount: i64,
}

/// A professional team (专业招商队伍).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: UnitId,
    pub name: String,
    /// The district leader in charge.
    pub leader: Option<String>,
    /// Heads of departments in it.
    pub heads: i64,
    /// Professional staff.
    pub staff: i64,
    /// Leads taken up in the window, and how many of them reached a contract.
    pub leads: i64,
    pub signed: i64,
    /// Median days from lead to contract of those signed.
    pub days_to_sign: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trainings {
    pub courses: i64,
    pub attendances: i64,
}

/// One of the three tracks (三招三引).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// `capital`, `talent`, `institute`: part of the trace keys.
    pub code: String,
    /// `招商引资`.
    pub name: String,
    /// Recognised projects of the track in the window.
    pub introduced: i64,
    /// The measure by which the track is assessed, with its target of the year.
    pub measure: Option<Measure>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// `引进高层次人才`; `None` when the measure counts the track's recognised projects themselves.
    pub name: Option<String>,
    /// `人`, `家`; `None` when the amounts are fen.
    pub unit: Option<String>,
    pub done: i64,
    pub target: i64,
}

/// How exactly the day of an event is known or worth saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Day,
    /// 上旬, 中旬, 下旬.
    TenDays,
    Month,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub on: Date,
    pub precision: Precision,
    /// The time in the office's own words (`7月下旬`), when the record has them.
    pub when: Option<String>,
    pub name: String,
    pub place: Option<String>,
    pub guests: Option<i64>,
    /// What came of it, a clause each, without full stop.
    pub outcomes: Vec<String>,
}

/// A squad (小分队) and what it did in the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Squad {
    pub name: String,
    pub leader: Option<String>,
    /// Where it goes or what it looks for, without full stop.
    pub mission: Option<String>,
    pub trips: i64,
    pub firms_visited: i64,
    pub leads: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyProject {
    pub id: ProjectId,
    pub name: String,
    pub investors: Vec<String>,
    pub total: Option<Money>,
    pub land_m2: Option<i64>,
    /// The stage in words: `已签约`.
    pub stage: String,
    /// What has happened, without full stop.
    pub progress: Option<String>,
    /// The next step, without full stop.
    pub next: Option<String>,
}

/// What the projects are made of. The classes overlap (a high-technology project may be modern
/// manufacturing), so they do not add up to the whole, but none may exceed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Structure {
    /// All projects that were classified, and Σ of their total investment in fen.
    pub count: i64,
    pub amount_fen: i64,
    pub classes: Vec<Class>,
    /// From which total investment a project counts as a lead project (龙头项目). Fen.
    pub lead_from_fen: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    pub kind: ClassKind,
    pub count: i64,
    pub amount_fen: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassKind {
    RealEstate,
    ModernManufacturing,
    EmergingServices,
    HighTechnology,
    Lead,
}

impl ClassKind {
    /// Part of the trace keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RealEstate => "real_estate",
            Self::ModernManufacturing => "modern_manufacturing",
            Self::EmergingServices => "emerging_services",
            Self::HighTechnology => "high_technology",
            Self::Lead => "lead",
        }
    }

    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::RealEstate => "房地产",
            Self::ModernManufacturing => "现代制造业",
            Self::EmergingServices => "新兴服务业",
            Self::HighTechnology => "高新技术",
            Self::Lead => "龙头",
        }
    }
}

/// A unit's row in the attached table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    /// Projects introduced, recognised in the window.
    pub introduced: i64,
    /// Target of the year; `None` when none was set.
    pub target_fen: Option<i64>,
    /// Recognised money in place in the window.
    pub money_fen: i64,
}

/// A unit that has been quiet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    pub id: UnitId,
    pub name: String,
    /// Days since its last entry of any kind until the last day of the window; `None` when it has none at all.
    pub days: Option<i64>,
}

/// From where on a share or a silence is called a problem: parameters of the office, not law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Real estate at or above this share, by count or by amount, is too much.
    pub real_estate_high: Decimal,
    /// Below these shares, by count and by amount, is too little.
    pub manufacturing_low: Decimal,
    pub services_low: Decimal,
    pub technology_low: Decimal,
    pub lead_low: Decimal,
    /// Days without an entry after which a unit is called quiet.
    pub quiet_days: i64,
    /// A team with fewer professional staff is called weak in strength.
    pub staff_few: i64,
    /// Decimals of completion and time progress.
    pub completion_digits: u32,
    /// Decimals of shares, and of the forecast as share of the plan.
    pub share_digits: u32,
    /// Decimals of monthly amounts in 亿元.
    pub rate_digits: u32,
    /// How many laggards are named.
    pub named: usize,
}

impl Default for Judgement {
    fn default() -> Self {
        let percent = |n| Decimal::new(n, 2);
        Self {
            real_estate_high: percent(30),
            manufacturing_low: percent(40),
            services_low: percent(20),
            technology_low: percent(20),
            lead_low: percent(10),
            quiet_days: 30,
            staff_few: 3,
            completion_digits: 1,
            share_digits: 0,
            rate_digits: 1,
            named: 3,
        }
    }
}

/// Total investment from which a project is a lead project, unless the office sets another: 10亿元.
pub const LEAD_FROM_FEN: i64 = 10 * YI_FEN;
