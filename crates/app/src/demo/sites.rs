//! The demo's sites: the ten that the new-energy project looked at (备选地址10处), and those among which a plant was
//! chosen; and the nodes and approvals of projects that build.

use jiff::civil::{Date, date};
use yinfeng_domain::{id::UnitId, siting::SiteStanding};

use super::work::Loaded;
use crate::{
    floor::{Result, db::Tx, web::Who},
    milestone::{self, ApprovalDraft, ApprovalStanding, MilestoneDraft},
    siting::{self, SiteDecision, SiteDraft},
};

/// Name, place, mu, 万元 for a mu, utilities, for, against, and the decision if there is one.
type Site = (
    &'static str,
    &'static str,
    i64,
    i64,
    &'static str,
    &'static str,
    &'static str,
    Option<(SiteStanding, &'static str, Date)>,
);

use SiteStanding::{Candidate, Chosen, Rejected};

const NEW_ENERGY: [Site; 10] = [
    (
        "开发区北一地块",
        "经济开发区创业路北",
        520,
        17,
        "七通一平，110千伏变电站1公里",
        "净地，可一次供足",
        "",
        None,
    ),
    ("开发区东三地块", "经济开发区东环路东", 430, 16, "五通一平，天然气未到", "地价较低", "缺天然气", None),
    (
        "低碳产业园二期",
        "开发区低碳产业园内",
        300,
        18,
        "七通一平，园区集中供热",
        "与园区产业方向一致",
        "面积偏小，二期需另选地",
        None,
    ),
    (
        "创新园南地块",
        "创新科技产业园南区",
        260,
        20,
        "七通一平",
        "临近科研机构，人才公寓配套",
        "地价高、面积小",
        None,
    ),
    (
        "望海街道旧厂区",
        "望海街道工业路",
        180,
        22,
        "现有厂房和配套可用",
        "厂房可改造，投产快",
        "需处理旧厂债权",
        None,
    ),
    (
        "滨湖北地块",
        "滨湖管理区环湖路北",
        600,
        12,
        "三通一平",
        "面积大，可留发展用地",
        "距高速出口12公里",
        None,
    ),
    (
        "于河西地块",
        "于河街道西外环",
        400,
        13,
        "三通一平",
        "地价低，村级支持",
        "占用基本农田80亩",
        Some((Rejected, "占用基本农田，规划不予调整", date(2013, 10, 25))),
    ),
    (
        "凤山东地块",
        "凤山街道东山路",
        350,
        14,
        "通路通电",
        "紧邻铁路货场",
        "位于水源保护区二级范围",
        Some((Rejected, "环保部门不同意在水源保护区内建设", date(2013, 10, 25))),
    ),
    (
        "清河地块",
        "清河街道河滨路",
        150,
        19,
        "七通一平",
        "净地",
        "面积不足",
        Some((Rejected, "面积不足，投资方不考虑", date(2013, 10, 18))),
    ),
    (
        "凤鸣山南麓地块",
        "凤鸣山管理区南侧",
        480,
        11,
        "通路",
        "地价最低",
        "坡度大，平整费用高",
        Some((Rejected, "场地平整费用超过地价差额", date(2013, 10, 18))),
    ),
];

const CARS: [Site; 2] = [
    (
        "于河工业园标准厂房",
        "于河街道工业园",
        60,
        15,
        "七通一平，厂房现成",
        "厂房现成，当年可投产",
        "",
        Some((Chosen, "厂房现成，投资方要求当年投产", date(2013, 4, 8))),
    ),
    (
        "开发区南地块",
        "经济开发区南环路",
        120,
        17,
        "七通一平",
        "可建整车生产线",
        "新建厂房工期14个月",
        Some((Rejected, "工期不能满足当年投产", date(2013, 4, 8))),
    ),
];

/// Rounded to whole square metres.
const fn square_metres(mu: i64) -> i64 {
    (mu * 2_000 + 1) / 3
}

pub fn sites(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>]) -> Result<()> {
    for (name, sites) in [("新能源", &NEW_ENERGY[..]), ("众新新能源汽车", &CARS[..])] {
        let Some(project) = projects.iter().find(|p| p.plan.name == name) else { continue };
        for (at, (name, place, mu, price, utilities, pro, con, decided)) in sites.iter().enumerate() {
            let draft = SiteDraft {
                name: (*name).into(),
                place: (*place).into(),
                area_m2: Some(square_metres(*mu)),
                price_fen: Some(price * 1_000_000),
                utilities: (*utilities).into(),
                pro: (*pro).into(),
                con: (*con).into(),
                version: 0,
            };
            let made = siting::add(tx, who, project.id, &draft)?;
            if let Some((standing, reason, decided_on)) = *decided
                && standing != Candidate
            {
                let decision = SiteDecision { standing, reason: reason.into(), decided_on, version: 1 };
                siting::decide(tx, who, project.id, made.items[at].id, &decision)?;
            }
        }
    }
    Ok(())
}

/// Project, node, planned and actual day.
const NODES: [(&str, &str, Date, Option<Date>); 11] = [
    ("众新新能源汽车", "demolition", date(2013, 4, 20), Some(date(2013, 4, 18))),
    ("众新新能源汽车", "piling", date(2013, 6, 20), Some(date(2013, 7, 1))),
    ("众新新能源汽车", "ground_floor", date(2013, 7, 20), Some(date(2013, 7, 26))),
    ("众新新能源汽车", "topping_out", date(2013, 8, 15), Some(date(2013, 8, 15))),
    ("众新新能源汽车", "completion", date(2013, 8, 25), None),
    ("众新新能源汽车", "equipment", date(2013, 9, 10), None),
    ("众新新能源汽车", "full_production", date(2013, 10, 31), None),
    ("一立航空涡喷发动机", "piling", date(2013, 10, 10), None),
    ("一立航空涡喷发动机", "topping_out", date(2014, 3, 20), None),
    ("一立航空涡喷发动机", "completion", date(2014, 6, 30), None),
    ("一立航空涡喷发动机", "full_production", date(2014, 9, 30), None),
];

/// Project, approval, owner among the scored units, due, granted on, number.
type Formality = (&'static str, &'static str, usize, Date, Option<Date>, &'static str);

const APPROVALS: [Formality; 9] = [
    ("众新新能源汽车", "filing", 10, date(2013, 4, 15), Some(date(2013, 4, 12)), "凤发改备〔2013〕21号"),
    ("众新新能源汽车", "land", 17, date(2013, 5, 10), Some(date(2013, 5, 8)), "凤国土租〔2013〕6号"),
    ("众新新能源汽车", "environment", 19, date(2013, 5, 31), Some(date(2013, 6, 6)), "凤环审〔2013〕17号"),
    ("众新新能源汽车", "construction", 16, date(2013, 6, 20), Some(date(2013, 6, 28)), "凤建施〔2013〕33号"),
    ("众新新能源汽车", "energy", 10, date(2013, 8, 20), None, ""),
    ("一立航空涡喷发动机", "filing", 10, date(2013, 7, 31), Some(date(2013, 7, 26)), "凤发改备〔2013〕39号"),
    ("一立航空涡喷发动机", "land", 17, date(2013, 9, 30), None, ""),
    ("一立航空涡喷发动机", "planning", 18, date(2013, 9, 30), None, ""),
    ("一立航空涡喷发动机", "environment", 19, date(2013, 8, 25), None, ""),
];

pub fn milestones(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>], units: &[UnitId]) -> Result<()> {
    let of = |name: &str| projects.iter().find(|p| p.plan.name == name).map(|p| p.id);
    for (name, node, planned_on, actual_on) in NODES {
        let Some(id) = of(name) else { continue };
        let draft =
            MilestoneDraft { planned_on: Some(planned_on), actual_on, note: String::new(), version: 0 };
        milestone::set_node(tx, who, id, node, &draft)?;
    }
    for (name, approval, owner, due_on, granted_on, number) in APPROVALS {
        let Some(id) = of(name) else { continue };
        let standing =
            if granted_on.is_some() { ApprovalStanding::Granted } else { ApprovalStanding::Submitted };
        let draft = ApprovalDraft {
            unit_id: Some(units[owner]),
            due_on: Some(due_on),
            standing,
            granted_on,
            number: number.into(),
            version: 0,
        };
        milestone::set_approval(tx, who, id, approval, &draft)?;
    }
    Ok(())
}
