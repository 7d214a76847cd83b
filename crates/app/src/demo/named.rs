//! The projects that the summary of the year names (`demo/named-projects-2013.csv`), with what the notes say of them.

use jiff::civil::{Date, date};
use yinfeng_domain::money::Currency;

use super::plan::{Amount, Project};

/// m² in one 亩, rounded.
const fn mu(mu: i64) -> i64 {
    mu * 10_000 / 15
}

struct Named {
    name: &'static str,
    investors: &'static [(&'static str, &'static str)],
    industry: &'static str,
    total: Option<(&'static str, &'static str, Currency)>,
    unit: usize,
    team: Option<usize>,
    agreement: &'static str,
    signed_on: Option<Date>,
    entered_on: Date,
    recognised_on: Option<Date>,
    stage: (&'static str, Date),
    land_m2: Option<i64>,
    registered_wan: Option<i64>,
    progress: &'static str,
    next_step: &'static str,
}

const CNY: Currency = Currency::Cny;
const USD: Currency = Currency::Usd;

fn table() -> Vec<Named> {
    let none = || Named {
        name: "",
        investors: &[],
        industry: "",
        total: None,
        unit: 6,
        team: None,
        agreement: "none",
        signed_on: None,
        entered_on: date(2013, 3, 1),
        recognised_on: None,
        stage: ("negotiation", date(2013, 9, 1)),
        land_m2: None,
        registered_wan: None,
        progress: "",
        next_step: "",
    };
    vec![
        Named {
            name: "一立航空涡喷发动机",
            investors: &[("一立航空科技有限公司", "CN"), ("中科院工程热物理研究所", "CN")],
            industry: "C3744",
            total: Some(("1.3", "yi", CNY)),
            team: Some(6),
            agreement: "contract",
            signed_on: Some(date(2013, 6, 18)),
            recognised_on: Some(date(2013, 7, 5)),
            stage: ("signed", date(2013, 6, 18)),
            progress: "生产涡喷发动机零部件和靶机；申请扶持资金800万元，已到位400万元；研究所试验基地正在洽谈",
            next_step: "落实其余扶持资金，完成试验基地选址",
            ..none()
        },
        Named {
            name: "恒信住宅工业化",
            investors: &[("恒信住宅工业有限公司", "CN")],
            industry: "C3021",
            total: Some(("10", "yi", CNY)),
            unit: 6,
            team: Some(6),
            agreement: "contract",
            signed_on: Some(date(2013, 11, 9)),
            stage: ("signed", date(2013, 11, 9)),
            land_m2: Some(mu(400)),
            progress: "用地400余亩，11月9日正式签约",
            next_step: "办理公司注册和用地手续",
            ..none()
        },
        Named {
            name: "绿之源生态农业科技发展",
            investors: &[("福建商会绿之源农业有限公司", "CN")],
            industry: "A0141",
            total: Some(("1.87", "yi", CNY)),
            unit: 0,
            team: Some(4),
            agreement: "intent",
            stage: ("negotiation", date(2013, 8, 20)),
            land_m2: Some(mu(2000)),
            progress: "拟在于河街道流转土地2000亩，建设高效生态农业示范园，已达成意向",
            next_step: "签订土地流转协议",
            ..none()
        },
        Named {
            name: "总部经济区",
            investors: &[("北京经济开发区投资公司", "CN")],
            industry: "L7211",
            team: Some(7),
            stage: ("negotiation", date(2013, 9, 16)),
            progress: "拟在新城区旁建设总部经济区，投资额待定",
            next_step: "商定合作方式和规划范围",
            ..none()
        },
        Named {
            name: "富盈国际城",
            investors: &[("富盈置业集团有限公司", "CN")],
            industry: "K7010",
            total: Some(("60", "yi", CNY)),
            team: Some(1),
            stage: ("ready_to_sign", date(2013, 10, 28)),
            progress: "合作协议基本商定",
            next_step: "签订正式协议",
            ..none()
        },
        Named {
            name: "新能源",
            investors: &[("新能源集团有限公司", "CN")],
            industry: "D4416",
            total: Some(("25", "yi", CNY)),
            team: Some(6),
            agreement: "contract",
            signed_on: Some(date(2013, 9, 5)),
            stage: ("registered", date(2013, 10, 12)),
            registered_wan: Some(2000),
            progress: "9月初在两岸科技论坛签约，为市重点项目；项目公司已注册，考察备选地址10处",
            next_step: "确定选址，等待项目核准",
            ..none()
        },
        Named {
            name: "中联混凝土",
            investors: &[("中联水泥有限公司", "CN")],
            industry: "C3021",
            team: Some(6),
            stage: ("ready_to_sign", date(2013, 11, 4)),
            registered_wan: Some(4000),
            progress: "投资方为世界500强企业的核心企业，拟注册资本4000万元",
            next_step: "近期签约",
            ..none()
        },
        Named {
            name: "众新新能源汽车",
            investors: &[("众新新能源汽车有限公司", "CN")],
            industry: "C3612",
            total: Some(("1", "yi", CNY)),
            unit: 0,
            team: Some(6),
            agreement: "contract",
            signed_on: Some(date(2013, 3, 26)),
            entered_on: date(2013, 1, 10),
            recognised_on: Some(date(2013, 4, 12)),
            stage: ("construction", date(2013, 7, 1)),
            progress: "位于于河街道，厂房和设备安装进入收尾",
            next_step: "月底投产",
            ..none()
        },
        Named {
            name: "萨伯特精密转动设备",
            investors: &[("潍德机械有限公司", "CN"), ("百速私人有限公司", "SG")],
            industry: "C3453",
            team: Some(6),
            agreement: "contract",
            signed_on: Some(date(2013, 8, 27)),
            stage: ("registered", date(2013, 10, 21)),
            progress: "合资公司已注册，投产次年预计销售收入1.3亿元",
            next_step: "办理厂房租赁和设备进口",
            ..none()
        },
        Named {
            name: "慢城城市综合体",
            investors: &[("慢城置业有限公司", "CN")],
            industry: "K7010",
            unit: 2,
            team: Some(1),
            agreement: "contract",
            signed_on: Some(date(2013, 4, 20)),
            entered_on: date(2013, 1, 15),
            recognised_on: Some(date(2013, 5, 10)),
            stage: ("signed", date(2013, 4, 20)),
            progress: "4月参加全市集中签约",
            next_step: "确定规划方案和投资额",
            ..none()
        },
        Named {
            name: "铜冶炼",
            investors: &[("铜业集团有限公司", "CN")],
            industry: "C3211",
            total: Some(("13", "yi", CNY)),
            team: Some(6),
            agreement: "intent",
            stage: ("negotiation", date(2013, 7, 19)),
            progress: "7月签订意向书，拟落户工业园区",
            next_step: "开展环境影响论证",
            ..none()
        },
        Named {
            name: "两岸电源合作",
            investors: &[("巨力集团有限公司", "CN"), ("威电源能股份有限公司", "TW")],
            industry: "C3841",
            total: Some(("2000", "wan", USD)),
            team: Some(6),
            agreement: "intent",
            stage: ("negotiation", date(2013, 10, 29)),
            progress: "10月29日在台北签订意向书",
            next_step: "邀请投资方来区考察",
            ..none()
        },
        Named {
            name: "两岸房地产开发一期",
            investors: &[("台湾宏建建设股份有限公司", "TW")],
            industry: "K7010",
            total: Some(("3000", "wan", USD)),
            team: Some(1),
            agreement: "intent",
            stage: ("negotiation", date(2013, 10, 29)),
            progress: "10月29日在台北签订意向书",
            next_step: "商定一期用地",
            ..none()
        },
        Named {
            name: "两岸房地产开发二期",
            investors: &[("台湾宏建建设股份有限公司", "TW")],
            industry: "K7010",
            total: Some(("5600", "wan", USD)),
            team: Some(1),
            agreement: "intent",
            stage: ("negotiation", date(2013, 10, 29)),
            progress: "10月29日在台北签订意向书",
            next_step: "随一期进展商定",
            ..none()
        },
    ]
}

/// Whether the summary names this project.
pub fn is(project: &Project) -> bool {
    table().iter().any(|n| n.name == project.name)
}

pub fn projects() -> Vec<Project> {
    table().into_iter().map(project).collect()
}

fn project(n: Named) -> Project {
    let stages = path(&n);
    Project {
        name: n.name.into(),
        kind: if n.investors.len() > 1 { "joint_venture" } else { "new" },
        industry: Some(n.industry.into()),
        investors: n.investors.iter().map(|(name, country)| ((*name).to_owned(), *country)).collect(),
        total: n.total.map(|(figure, unit, currency)| Amount { figure: figure.into(), unit, currency }),
        registered: n.registered_wan.map(|wan| Amount {
            figure: wan.to_string(),
            unit: "wan",
            currency: CNY,
        }),
        units: vec![(n.unit, 10_000)],
        team: n.team,
        agreement: n.agreement,
        signed_on: n.signed_on,
        entered_on: stages[0].1,
        introduced_on: n.recognised_on.map(|r| n.signed_on.unwrap_or(r)),
        recognised_on: n.recognised_on,
        stages,
        land_m2: n.land_m2,
        content: format!("{}项目", n.name),
        progress: n.progress.into(),
        next_step: n.next_step.into(),
        problem: String::new(),
        funds: Vec::new(),
    }
}

/// The way to where it stands, stage by stage: talks end with the contract, what follows it falls between that day
/// and the last.
fn path(n: &Named) -> Vec<(&'static str, Date)> {
    const WAY: [&str; 8] = [
        "lead",
        "qualified",
        "negotiation",
        "ready_to_sign",
        "signed",
        "registered",
        "approvals",
        "construction",
    ];
    let (stage, since) = n.stage;
    let last = WAY.iter().position(|s| *s == stage).unwrap_or(0);
    let talks = n.signed_on.unwrap_or(since).min(since);
    let entered = n.entered_on.min(talks);
    WAY[..=last]
        .iter()
        .enumerate()
        .map(|(i, code)| {
            let on = match i {
                0 | 1 => entered,
                i if i == last => since,
                2..=4 => talks,
                _ => since,
            };
            (*code, on)
        })
        .collect()
}
