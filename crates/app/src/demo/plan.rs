//! The year as a plan: what was introduced, signed, paid and recognised, made by rule from a fixed seed, so that
//! every figure of the district's work summary comes out of records. Pure; what loads it is beside it.

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use yinfeng_domain::money::{Currency, YI_FEN};

use super::{named, words};

/// 万元 in fen.
const WAN: i64 = 1_000_000;
/// Projects whose introduction is recognised from January to August.
pub const INTRODUCED: usize = 199;
/// Money recognised from January to August: 72.1亿元.
pub const MONEY_FEN: i64 = 72 * YI_FEN + YI_FEN / 10;
/// Domestic projects whose formal contract was signed in the year, and their total investment: 80亿元.
pub const SIGNED: usize = 38;
pub const SIGNED_FEN: i64 = 80 * YI_FEN;
/// What the units declare for the whole year.
pub const FORECAST_FEN: i64 = 150 * YI_FEN;

/// An amount as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    pub figure: String,
    /// `yi` or `wan` of the currency.
    pub unit: &'static str,
    pub currency: Currency,
}

#[derive(Debug, Clone)]
pub struct Project {
    pub name: String,
    /// Kind as the project room codes it.
    pub kind: &'static str,
    pub industry: Option<String>,
    pub investors: Vec<(String, &'static str)>,
    pub total: Option<Amount>,
    pub registered: Option<Amount>,
    /// Index into the scored units; credit shares sum to 10,000.
    pub units: Vec<(usize, i64)>,
    /// Index into the teams.
    pub team: Option<usize>,
    pub agreement: &'static str,
    pub signed_on: Option<Date>,
    pub entered_on: Date,
    pub introduced_on: Option<Date>,
    /// When the introduction was recognised; none while it is only claimed.
    pub recognised_on: Option<Date>,
    /// Stage and since when; the last is where it stands.
    pub stages: Vec<(&'static str, Date)>,
    pub land_m2: Option<i64>,
    pub content: String,
    pub progress: String,
    pub next_step: String,
    pub problem: String,
    pub funds: Vec<Fund>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Recognised(Date),
    Claimed,
    Returned,
    Rejected,
}

#[derive(Debug, Clone)]
pub struct Fund {
    pub kind: &'static str,
    pub slip_no: String,
    pub received_on: Date,
    pub fen: i64,
    pub state: State,
    /// Who paid, when it was not the investor.
    pub payer: Option<&'static str>,
}

/// A small linear generator: the same year every time, on every machine.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    /// An index, each as likely as its weight.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let total: u32 = weights.clone().sum();
        let mut left = self.below(total as usize) as u32;
        for (i, weight) in weights.enumerate() {
            if left < weight {
                return i;
            }
            left -= weight;
        }
        0
    }

    /// A day from `from` to `to`.
    pub(super) fn day(&mut self, from: Date, to: Date) -> Date {
        let span = from.until(to).map_or(0, |s| s.get_days());
        from.saturating_add(i64::from(self.below(span.max(0) as usize + 1) as i32).days())
    }
}

/// How a synthetic project stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// At home, contract in the year.
    Signed,
    /// Contract late in the year before, money in this one.
    Continuing,
    /// From abroad, contract in the year.
    Foreign,
    Talking,
}

/// Every project of the year, the named ones first.
pub fn projects() -> Vec<Project> {
    let mut dice = Dice::new(2013);
    let mut all = named::projects();
    let named_recognised = all.iter().filter(|p| in_span(p.recognised_on)).count();
    let signed = all.iter().filter(|p| counts_as_signed(p)).count();
    for i in 0..INTRODUCED - named_recognised {
        let fate = match i {
            i if i < SIGNED - signed => Fate::Signed,
            i if i < SIGNED - signed + 62 => Fate::Continuing,
            i if i < SIGNED - signed + 62 + 14 => Fate::Foreign,
            _ => Fate::Talking,
        };
        all.push(synthetic(&mut dice, i, fate));
    }
    for i in 0..9 {
        all.push(late(&mut dice, 400 + i));
    }
    for (i, name) in words::TALENTS.iter().enumerate() {
        make_other(&mut all[125 + i * 3], "talent", name);
    }
    for (i, name) in words::INSTITUTES.iter().enumerate() {
        make_other(&mut all[160 + i * 4], "institute", name);
    }
    name_apart(&mut all);
    settle_signed(&mut all);
    pay(&mut dice, &mut all);
    all
}

fn name_apart(all: &mut [Project]) {
    let mut taken = std::collections::HashSet::new();
    for p in all {
        let plain = p.name.clone();
        for suffix in ["（东区）", "（西区）", "（南区）", "（北区）"] {
            if taken.insert(p.name.clone()) {
                break;
            }
            p.name = format!("{plain}{suffix}");
        }
    }
}

fn in_span(day: Option<Date>) -> bool {
    day.is_some_and(|d| date(2013, 1, 1) <= d && d <= date(2013, 8, 31))
}

/// Domestic, formal contract, signed in the year up to the day the summary is written.
pub fn counts_as_signed(p: &Project) -> bool {
    p.agreement == "contract"
        && p.investors.first().is_some_and(|(_, country)| *country == "CN")
        && p.signed_on.is_some_and(|d| d.year() == 2013 && d <= date(2013, 11, 15))
}

/// Talents and institutes go through the same library with measures of their own; they bring people, not money.
fn make_other(p: &mut Project, kind: &'static str, name: &str) {
    p.kind = kind;
    p.name = format!("{name}项目");
    p.industry = Some("M7320".into());
    p.total = Some(Amount { figure: "300".into(), unit: "wan", currency: Currency::Cny });
    p.content = if kind == "talent" {
        "引进高层次人才及团队，提供办公场地和启动资金".into()
    } else {
        "共建研发与成果转化平台".into()
    };
}

fn synthetic(dice: &mut Dice, i: usize, fate: Fate) -> Project {
    let brand = words::BRANDS[i % words::BRANDS.len()];
    let (product, industry, usual, _) = words::PRODUCTS[dice.weighted(words::PRODUCTS.iter().map(|p| p.3))];
    let country = match fate {
        Fate::Signed | Fate::Continuing => "CN",
        Fate::Foreign => words::ORIGINS[1 + dice.weighted(words::ORIGINS[1..].iter().map(|o| o.1))].0,
        Fate::Talking => words::ORIGINS[dice.weighted(words::ORIGINS.iter().map(|o| o.1))].0,
    };
    // Around the usual size, in steps of 100万元.
    let total_wan = (usual * (60 + dice.below(90) as i64) / 100 / 100).max(3) * 100;
    let recognised_on = dice.day(date(2013, 1, 8), date(2013, 8, 31));
    let introduced_on = recognised_on.saturating_sub((5 + dice.below(25) as i64).days());
    let entered_on = introduced_on.saturating_sub((20 + dice.below(70) as i64).days());
    let signed_on = match fate {
        Fate::Signed | Fate::Foreign => {
            Some(dice.day(introduced_on.max(date(2013, 1, 6)), recognised_on.max(date(2013, 1, 8))))
        }
        Fate::Continuing => Some(dice.day(date(2012, 9, 1), date(2012, 12, 28))),
        Fate::Talking => None,
    };
    let entered_on = signed_on
        .map_or(entered_on, |s| entered_on.min(s.saturating_sub((30 + dice.below(60) as i64).days())));
    let unit = dice.weighted(words::SCORED.iter().map(|u| u.3));
    let units = match dice.below(9) {
        0 => share_with(dice, unit),
        _ => vec![(unit, 10_000)],
    };
    let section = &industry[..1];
    let place = words::SCORED[unit].1;
    Project {
        name: format!("{brand}{product}"),
        kind: if fate == Fate::Continuing && dice.below(5) == 0 { "expansion" } else { "new" },
        industry: Some(industry.into()),
        investors: vec![(investor(brand, product, country, i), country)],
        total: Some(Amount { figure: total_wan.to_string(), unit: "wan", currency: Currency::Cny }),
        registered: None,
        units,
        team: words::TEAMS.iter().position(|(_, sections)| sections.contains(section)),
        agreement: match fate {
            Fate::Talking if dice.below(3) == 0 => "intent",
            Fate::Talking if dice.below(4) == 0 => "framework",
            Fate::Talking => "none",
            _ => "contract",
        },
        signed_on,
        entered_on,
        introduced_on: Some(introduced_on),
        recognised_on: Some(recognised_on),
        stages: stages(dice, fate, entered_on, signed_on, introduced_on, industry),
        land_m2: (total_wan > 5_000).then(|| (10 + dice.below(90) as i64) * 667),
        content: format!("拟在{place}建设{product}，总投资约{total_wan}万元"),
        progress: String::new(),
        next_step: String::new(),
        problem: String::new(),
        funds: Vec::new(),
    }
}

fn investor(brand: &str, product: &str, country: &str, i: usize) -> String {
    let kind = match i % 4 {
        0 => "投资有限公司",
        1 => "实业集团有限公司",
        2 => "发展有限公司",
        _ => "股份有限公司",
    };
    let field: String = product.chars().take(2).collect();
    match country {
        "CN" => format!("{brand}{field}{kind}"),
        "HK" => format!("{brand}（香港）{kind}"),
        "TW" => format!("{brand}（台湾）{kind}"),
        "KR" => format!("韩国{brand}株式会社"),
        "JP" => format!("日本{brand}株式会社"),
        "US" => format!("美国{brand}公司"),
        "DE" => format!("德国{brand}有限公司"),
        _ => format!("{brand}国际私人有限公司"),
    }
}

fn share_with(dice: &mut Dice, unit: usize) -> Vec<(usize, i64)> {
    let other = dice.weighted(words::SCORED.iter().map(|u| u.3));
    if other == unit { vec![(unit, 10_000)] } else { vec![(unit, 7_000), (other, 3_000)] }
}

/// Introduced after August, and only claimed: they wait at the review desk.
fn late(dice: &mut Dice, i: usize) -> Project {
    let mut p = synthetic(dice, i, Fate::Talking);
    p.introduced_on = Some(dice.day(date(2013, 9, 5), date(2013, 11, 8)));
    p.entered_on = dice.day(date(2013, 7, 1), date(2013, 8, 30));
    p.recognised_on = None;
    p.name = format!("{}二期", p.name);
    p.stages = vec![("lead", p.entered_on), ("negotiation", p.introduced_on.unwrap_or(p.entered_on))];
    p
}

fn stages(
    dice: &mut Dice,
    fate: Fate,
    entered: Date,
    signed: Option<Date>,
    introduced: Date,
    industry: &str,
) -> Vec<(&'static str, Date)> {
    let end = date(2013, 8, 31);
    let mut out = vec![("lead", entered), ("qualified", (entered.saturating_add(4.days())).min(end))];
    let talks = entered.saturating_add((8 + dice.below(12) as i64).days()).min(end);
    out.push(("negotiation", talks));
    let Some(signed) = signed else {
        if dice.below(3) == 0 {
            out.push(("review", introduced.max(talks)));
        }
        return out;
    };
    // A project of services has no site to build on.
    let builds = !["J", "I", "M", "L", "F5212"].iter().any(|s| industry.starts_with(s));
    out.push(("ready_to_sign", signed.max(talks)));
    out.push(("signed", signed.max(talks)));
    let path: &[&str] = if builds {
        &["registered", "approvals", "construction", "completed", "production"]
    } else {
        &["registered", "production"]
    };
    let steps = if fate == Fate::Continuing { 1 + dice.below(path.len()) } else { dice.below(3) };
    let mut on = signed.max(talks);
    for stage in path.iter().take(steps) {
        on = on.saturating_add((20 + dice.below(50) as i64).days());
        if on > end {
            break;
        }
        out.push((stage, on));
    }
    out
}

/// The synthetic contracts take what the named ones leave of the 80亿元.
fn settle_signed(all: &mut [Project]) {
    let fixed: i64 = all.iter().filter(|p| counts_as_signed(p) && named::is(p)).filter_map(fen).sum();
    let open: Vec<usize> =
        (0..all.len()).filter(|&i| counts_as_signed(&all[i]) && !named::is(&all[i])).collect();
    let wanted = (SIGNED_FEN - fixed) / WAN;
    let now: i64 = open.iter().filter_map(|&i| fen(&all[i])).sum::<i64>() / WAN;
    let mut given = 0;
    for (k, &i) in open.iter().enumerate() {
        let old = fen(&all[i]).unwrap_or_default() / WAN;
        let new = if k + 1 == open.len() { wanted - given } else { (old * wanted / now / 100).max(1) * 100 };
        given += new;
        set_total(&mut all[i], new);
    }
}

fn set_total(p: &mut Project, wan: i64) {
    let place = words::SCORED[p.units[0].0].1;
    p.total = Some(Amount { figure: wan.to_string(), unit: "wan", currency: Currency::Cny });
    p.content = format!("拟在{place}建设，总投资约{wan}万元");
}

/// The total investment in fen, when it is in CNY and known.
pub fn fen(p: &Project) -> Option<i64> {
    let total = p.total.as_ref().filter(|t| t.currency == Currency::Cny)?;
    let value: rust_decimal::Decimal = total.figure.parse().ok()?;
    let unit = if total.unit == "yi" { YI_FEN } else { WAN };
    (value * rust_decimal::Decimal::from(unit)).try_into().ok()
}

/// The money: in proportion to the investments that have a contract, in steps of a 万元, to exactly 72.1亿元 by
/// August; some more after that, of which part still waits.
fn pay(dice: &mut Dice, all: &mut [Project]) {
    let august = date(2013, 8, 31);
    let payers: Vec<usize> = (0..all.len())
        .filter(|&i| all[i].signed_on.is_some_and(|s| s < date(2013, 8, 1)) && fen(&all[i]).is_some())
        .collect();
    let weight: i64 = payers.iter().filter_map(|&i| fen(&all[i])).sum::<i64>() / WAN;
    let wanted = MONEY_FEN / WAN;
    let mut given = 0;
    let mut slip = 0;
    for (k, &i) in payers.iter().enumerate() {
        let own = fen(&all[i]).unwrap_or_default() / WAN;
        let share = if k + 1 == payers.len() { wanted - given } else { own * wanted / weight };
        given += share;
        let from = all[i].signed_on.unwrap_or(august).max(date(2013, 1, 3));
        let times = (1 + share / 3_000).clamp(1, 6);
        let mut left = share;
        for t in 0..times {
            let part = if t + 1 == times { left } else { (share / times).max(1) };
            left -= part;
            if part <= 0 {
                continue;
            }
            slip += 1;
            let received_on = dice.day(from, august.saturating_sub(6.days()).max(from));
            let recognised = dice.day(
                received_on.saturating_add(2.days()).min(august),
                august.min(received_on.saturating_add(24.days())),
            );
            all[i].funds.push(fund(dice, slip, received_on, part, State::Recognised(recognised)));
        }
    }
    after_august(dice, all, &payers, slip);
    paid_by_others(all, &payers);
}

/// Money that makes the office ask: one group pays for several projects, a local platform for one.
fn paid_by_others(all: &mut [Project], payers: &[usize]) {
    let groups = [
        ("凤鸣控股集团有限公司", [3, 11, 19].as_slice()),
        ("海岱产业集团有限公司", &[5, 13, 21]),
        ("凤栖区城市建设投资有限公司", &[8]),
    ];
    for (name, places) in groups {
        for place in places {
            let funds = &mut all[payers[place % payers.len()]].funds;
            if let Some(first) = funds.iter_mut().find(|f| matches!(f.state, State::Recognised(_))) {
                first.payer = Some(name);
            }
        }
    }
}

fn fund(dice: &mut Dice, slip: usize, received_on: Date, wan: i64, state: State) -> Fund {
    let kind = ["cash", "cash", "cash", "capital", "equipment", "construction", "land"][dice.below(7)];
    Fund {
        kind,
        slip_no: format!("{}{:05}", received_on.strftime("%Y%m"), slip),
        received_on,
        fen: wan * WAN,
        state,
        payer: None,
    }
}

fn after_august(dice: &mut Dice, all: &mut [Project], payers: &[usize], mut slip: usize) {
    for k in 0..64 {
        let i = payers[(k * 7) % payers.len()];
        let own = fen(&all[i]).unwrap_or_default() / WAN;
        slip += 1;
        let (from, to, state) = match k {
            // Waiting at the desk.
            0..14 => (date(2013, 10, 20), date(2013, 11, 12), State::Claimed),
            14..16 => (date(2013, 10, 8), date(2013, 10, 25), State::Returned),
            16 => (date(2013, 9, 10), date(2013, 9, 20), State::Rejected),
            _ => {
                let on = dice.day(date(2013, 9, 6), date(2013, 11, 8));
                (on.saturating_sub(12.days()).max(date(2013, 9, 1)), on, State::Recognised(on))
            }
        };
        let received_on = dice.day(from, to);
        let entry = fund(dice, slip, received_on, (own / 25).max(20), state);
        all[i].funds.push(entry);
    }
    // The same slip handed in again: the desk shows where it was used before.
    let used = all[payers[0]].funds.first().map(|f| f.slip_no.clone());
    if let (Some(slip_no), Some(entry)) =
        (used, all[payers[7]].funds.iter_mut().find(|f| f.state == State::Claimed))
    {
        entry.slip_no = slip_no;
    }
}
