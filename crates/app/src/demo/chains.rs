//! The demo's industry chains: building materials, machinery with the docking session of July, and cold-chain logistics;
//! firms of the district are those whose projects are signed.

use std::collections::HashMap;

use jiff::{
    Timestamp,
    civil::{Date, date},
};
use yinfeng_domain::{
    chain::{
        Outcome, PairResult,
        Strength::{self, Fair, Gap, Strong, Weak},
        Tier::{self, Downstream, Midstream, Upstream},
    },
    id::{ChainId, ChainLinkId, OrganisationId, ProjectId, UnitId},
    investor::{Horizon, IntentState},
    money::Currency,
};

use super::work::Loaded;
use crate::{
    activity,
    chain::{self, ChainDraft, ChainTargetDraft, FirmDraft, LinkDraft, PairDraft, SessionDraft, TargetStep},
    floor::{Error, Result, clock::office_zone, db::Tx, web::Who},
    investor::{self, IntentDraft, OrganisationDraft},
};

/// Code, name, leader, unit in the lead by its place among the scored, master, note.
type Chain = (&'static str, &'static str, &'static str, usize, Option<&'static str>, &'static str);

const CHAINS: [Chain; 3] = [
    (
        "JC",
        "新型建材产业链",
        "韩立本",
        6,
        Some("中联水泥有限公司"),
        "以水泥、商品混凝土为基础，重点补装配式构件、建筑玻璃与陶瓷",
    ),
    (
        "ZB",
        "机械装备产业链",
        "韩立本",
        11,
        None,
        "围绕整机引进铸锻件、电气控制等配套，与本地企业开展产业对接",
    ),
    ("LC", "农产品冷链物流产业链", "沈若谷", 0, None, "打通种植、加工、冷储、配送，减少产地损耗"),
];

/// Chain, tier, name, the link it is a part of, classes, judgement, why.
type Link =
    (usize, Tier, &'static str, Option<&'static str>, &'static [&'static str], Strength, &'static str);

const LINKS: [Link; 20] = [
    (0, Upstream, "石灰石与骨料", None, &["B101"], Weak, "有资源、无规模企业，仅有小型采石点"),
    (0, Upstream, "水泥熟料", None, &["C301"], Gap, "靠区外调入"),
    (0, Midstream, "混凝土与构件", None, &["C302"], Weak, "商品混凝土在谈，装配式构件尚未投产"),
    (0, Midstream, "新型墙材", None, &["C303"], Fair, "产品单一，以砌块为主"),
    (0, Midstream, "建筑玻璃与陶瓷", None, &["C304", "C307"], Gap, "全部外购"),
    (0, Downstream, "装配式建筑施工", None, &["E47"], Weak, "只有总包资质企业，缺装配施工队伍"),
    (0, Downstream, "建材商贸市场", None, &["F5299"], Fair, "市场已成型，面向周边三县"),
    (1, Upstream, "有色金属材料", None, &["C32"], Gap, "铜冶炼项目在谈"),
    (1, Upstream, "铸造与锻件", None, &["C339"], Gap, "整机企业均从外地采购"),
    (1, Midstream, "传动与精密件", None, &["C345"], Weak, "精密转动设备项目已注册，未投产"),
    (1, Midstream, "模具", None, &["C352"], Fair, "能满足本地一半需求"),
    (1, Midstream, "电气控制", None, &["C38"], Gap, "电源、控制器全部外购"),
    (1, Downstream, "机床", None, &["C342"], Fair, "有整机，缺数控系统"),
    (1, Downstream, "农业机械", None, &["C357"], Fair, "本地传统产业"),
    (1, Downstream, "汽车整车与零部件", None, &["C36"], Strong, "整车在建，零部件企业集聚"),
    (1, Downstream, "汽车零部件", Some("汽车整车与零部件"), &["C367"], Fair, "以底盘件为主，缺三电"),
    (2, Upstream, "种植基地", None, &["A01"], Fair, "示范园带动，户均规模小"),
    (2, Midstream, "食品加工", None, &["C13", "C14"], Weak, "初加工多，精深加工少"),
    (2, Midstream, "冷藏储运", None, &["G593"], Weak, "库容不足，旺季外租"),
    (2, Downstream, "配送与商贸", None, &["F521", "G592"], Fair, "门店多，统一配送少"),
];

/// Firms that the notes of the year name, and two that look for a place: name, class.
const FIRMS: [(&str, &str); 4] = [
    ("晋工机械有限公司", "C3511"),
    ("协力集团有限公司", "C3571"),
    ("海东冷链物流集团有限公司", "G5930"),
    ("北方粮油食品有限公司", "C1331"),
];

/// Of the firms above those at work here, on which link, as what, since when.
const PLACES: [(&str, &str, &str, Date); 4] = [
    ("晋工机械有限公司", "传动与精密件", "工程机械传动箱", date(2006, 4, 1)),
    ("晋工机械有限公司", "铸造与锻件", "自用铸件车间", date(2009, 9, 1)),
    ("协力集团有限公司", "农业机械", "拖拉机、收获机整机", date(2001, 3, 1)),
    ("协力集团有限公司", "汽车零部件", "底盘件", date(2010, 6, 1)),
];

/// Who wants what: investor, content, class, when, up to which amount in fen.
const WANTED: [(&str, &str, &str, Horizon, i64); 2] = [
    ("海东冷链物流集团有限公司", "区域冷链配送中心，库容三万吨", "G593", Horizon::Year, 30_000_000_000),
    ("北方粮油食品有限公司", "方便食品与预制菜加工基地", "C143", Horizon::ThreeYears, 20_000_000_000),
];

/// A target: investor, link, unit (a scored one, or a team), due, why, and the steps with their days.
struct Aim {
    investor: &'static str,
    link: &'static str,
    unit: Unit,
    due_on: Date,
    reason: &'static str,
    steps: &'static [(Outcome, Date, &'static str)],
    /// The project that it has become.
    project: &'static str,
}

#[derive(Clone, Copy)]
enum Unit {
    Scored(usize),
    Team(usize),
}

const AIMS: [Aim; 6] = [
    Aim {
        investor: "中国建材集团有限公司",
        link: "建筑玻璃与陶瓷",
        unit: Unit::Team(6),
        due_on: date(2013, 9, 20),
        reason: "世界500强，旗下有玻璃、陶瓷板块",
        steps: &[
            (Outcome::Contacted, date(2013, 6, 18), "通过中联水泥对接集团投资部"),
            (Outcome::Visiting, date(2013, 8, 14), "集团投资部来区考察，索要天然气价格"),
        ],
        project: "",
    },
    Aim {
        investor: "恒信住宅工业有限公司",
        link: "混凝土与构件",
        unit: Unit::Team(1),
        due_on: date(2013, 8, 31),
        reason: "住宅工业化构件，补中游",
        steps: &[
            (Outcome::Visiting, date(2013, 5, 22), "两次赴企业考察"),
            (Outcome::Project, date(2013, 7, 30), "已立项推进"),
        ],
        project: "恒信住宅工业化",
    },
    Aim {
        investor: "铜业集团有限公司",
        link: "有色金属材料",
        unit: Unit::Scored(6),
        due_on: date(2013, 8, 25),
        reason: "推介会上达成意向",
        steps: &[(Outcome::Contacted, date(2013, 7, 22), "寄送园区环评资料")],
        project: "",
    },
    Aim {
        investor: "威电源能股份有限公司",
        link: "电气控制",
        unit: Unit::Scored(29),
        due_on: date(2013, 10, 15),
        reason: "台资电源企业，可为整机配套",
        steps: &[],
        project: "",
    },
    Aim {
        investor: "北方粮油食品有限公司",
        link: "食品加工",
        unit: Unit::Scored(15),
        due_on: date(2013, 9, 30),
        reason: "精深加工，带动订单种植",
        steps: &[(Outcome::Contacted, date(2013, 8, 20), "电话联系，九月中旬可来访")],
        project: "",
    },
    Aim {
        investor: "百速私人有限公司",
        link: "机床",
        unit: Unit::Scored(11),
        due_on: date(2013, 7, 31),
        reason: "数控系统供应商",
        steps: &[
            (Outcome::Contacted, date(2013, 5, 9), ""),
            (Outcome::GivenUp, date(2013, 7, 24), "对方已定点苏州，两年内不再新设"),
        ],
        project: "",
    },
];

/// Pairs of the session: firm, investor, link, what came of it, what is next and by when.
type Met = (&'static str, &'static str, &'static str, PairResult, &'static str, Option<Date>);

const SESSION: &str = "机械装备制造业恳谈会";

const MET: [Met; 4] = [
    (
        "晋工机械有限公司",
        "潍德机械有限公司",
        "传动与精密件",
        PairResult::Agreement,
        "签订首批传动件试制协议",
        Some(date(2013, 9, 16)),
    ),
    (
        "协力集团有限公司",
        "众新新能源汽车有限公司",
        "汽车零部件",
        PairResult::Interest,
        "协力报送底盘件样品和报价",
        Some(date(2013, 9, 6)),
    ),
    (
        "协力集团有限公司",
        "百速私人有限公司",
        "农业机械",
        PairResult::Interest,
        "百速提供变速箱参数",
        Some(date(2013, 9, 25)),
    ),
    ("晋工机械有限公司", "一立航空科技有限公司", "铸造与锻件", PairResult::None, "", None),
];

/// Firms of signed projects that are named on one link at most.
const LOCAL: usize = 4;

struct Made {
    chains: Vec<ChainId>,
    links: HashMap<&'static str, ChainLinkId>,
    firms: HashMap<&'static str, OrganisationId>,
}

/// Enters them as the office's clerk; `known` are the organisations of the year by name.
pub fn chains(
    tx: &Tx<'_>,
    clerk: &Who,
    (scored, teams): (&[UnitId], &[UnitId]),
    loaded: &[Loaded<'_>],
    known: &HashMap<String, OrganisationId>,
) -> Result<()> {
    let mut made = Made { chains: Vec::new(), links: HashMap::new(), firms: firms(tx, clerk)? };
    let of = |made: &Made, name: &str| -> Result<OrganisationId> {
        made.firms.get(name).or_else(|| known.get(name)).copied().ok_or(Error::NotFound)
    };
    for (code, name, leader, lead, master, note) in CHAINS {
        let draft = ChainDraft {
            code: code.into(),
            name: name.into(),
            leader: leader.into(),
            lead_unit_id: scored[lead],
            master_id: master.map(|name| of(&made, name)).transpose()?,
            note: note.into(),
            valid_from: date(2013, 3, 1),
            valid_until: None,
            version: 0,
        };
        made.chains.push(chain::create(tx, clerk, &draft)?.row.id);
    }
    links(tx, clerk, &mut made)?;
    for (name, link, role, since_on) in PLACES {
        firm(tx, clerk, (made.links[link], of(&made, name)?), role, since_on)?;
    }
    local_firms(tx, clerk, &made, loaded, known)?;
    let unit = |unit: Unit| match unit {
        Unit::Scored(at) => scored[at],
        Unit::Team(at) => teams[at],
    };
    for aim in &AIMS {
        let project = loaded.iter().find(|l| l.plan.name == aim.project).map(|l| l.id);
        target(tx, clerk, (made.links[aim.link], of(&made, aim.investor)?, unit(aim.unit)), aim, project)?;
    }
    session(tx, clerk, &made, |name| of(&made, name))
}

fn firms(tx: &Tx<'_>, clerk: &Who) -> Result<HashMap<&'static str, OrganisationId>> {
    let mut out = HashMap::new();
    for (name, industry) in FIRMS {
        let draft =
            OrganisationDraft { industry: Some(industry.into()), ..OrganisationDraft::named(name, "CN") };
        out.insert(name, investor::create(tx, clerk, &draft)?.row.id);
    }
    for (name, content, sector, horizon, most) in WANTED {
        let draft = IntentDraft {
            content: content.into(),
            sectors: vec![sector.into()],
            regions: vec!["370000".into()],
            currency: Currency::Cny,
            min_minor: None,
            max_minor: Some(most),
            land_m2: None,
            horizon,
            state: IntentState::Open,
            source: "企业来函".into(),
            valid_until: date(2014, 6, 30),
            version: 0,
        };
        investor::intend(tx, clerk, out[name], None, &draft)?;
    }
    Ok(out)
}

fn links(tx: &Tx<'_>, clerk: &Who, made: &mut Made) -> Result<()> {
    for (no, (at, tier, name, parent, sectors, strength, reason)) in LINKS.into_iter().enumerate() {
        let draft = LinkDraft {
            name: name.into(),
            tier,
            parent_id: parent.and_then(|parent| made.links.get(parent).copied()),
            sectors: sectors.iter().map(|s| (*s).to_owned()).collect(),
            strength,
            reason: reason.into(),
            sort_no: no as i64,
            version: 0,
        };
        let link = chain::add_link(tx, clerk, made.chains[at], &draft)?;
        made.links.insert(name, link.link.id);
    }
    Ok(())
}

fn firm(
    tx: &Tx<'_>,
    clerk: &Who,
    (link, organisation_id): (ChainLinkId, OrganisationId),
    role: &str,
    since_on: Date,
) -> Result<()> {
    let draft = FirmDraft { organisation_id, role: role.into(), since_on: Some(since_on), version: 0 };
    chain::add_firm(tx, clerk, link, &draft).map(drop)
}

/// Investors of signed projects stand where their class belongs: on the part before the whole.
fn local_firms(
    tx: &Tx<'_>,
    clerk: &Who,
    made: &Made,
    loaded: &[Loaded<'_>],
    known: &HashMap<String, OrganisationId>,
) -> Result<()> {
    let mut taken: Vec<(ChainLinkId, OrganisationId)> = Vec::new();
    for l in loaded {
        let (Some(industry), Some(signed_on)) = (&l.plan.industry, l.plan.signed_on) else { continue };
        let Some((name, "CN")) = l.plan.investors.first().map(|(n, c)| (n, *c)) else { continue };
        let fits = |link: &&Link| link.4.iter().any(|class| industry.starts_with(class));
        let Some(link) = LINKS.iter().rev().find(fits).and_then(|link| made.links.get(link.2)) else {
            continue;
        };
        let Some(id) = known.get(name.as_str()) else { continue };
        let full = taken.iter().filter(|(on, _)| on == link).count() >= LOCAL;
        let is_aim = AIMS.iter().any(|aim| aim.investor == name.as_str());
        if full || is_aim || taken.contains(&(*link, *id)) || signed_on > date(2013, 8, 31) {
            continue;
        }
        firm(tx, clerk, (*link, *id), "项目企业", signed_on)?;
        taken.push((*link, *id));
    }
    Ok(())
}

fn target(
    tx: &Tx<'_>,
    clerk: &Who,
    (link, organisation_id, unit_id): (ChainLinkId, OrganisationId, UnitId),
    aim: &Aim,
    project: Option<ProjectId>,
) -> Result<()> {
    let draft = ChainTargetDraft { organisation_id, unit_id, due_on: aim.due_on, reason: aim.reason.into() };
    let on = date(2013, 4, 8);
    let made = chain::aim_imported(tx, clerk, link, &draft, (on, morning(on)?))?;
    for (outcome, on, text) in aim.steps {
        let project_id = project.filter(|_| *outcome == Outcome::Project);
        let step = TargetStep { outcome: *outcome, text: (*text).into(), project_id, version: 0 };
        chain::step_imported(tx, clerk, made.row.id, &step, (*on, morning(*on)?))?;
    }
    Ok(())
}

fn session(tx: &Tx<'_>, clerk: &Who, made: &Made, of: impl Fn(&str) -> Result<OrganisationId>) -> Result<()> {
    let events = activity::list(tx, clerk, None, None)?;
    let event = events.into_iter().find(|e| e.name == SESSION).ok_or(Error::NotFound)?.id;
    let machinery = made.chains[1];
    let held = SessionDraft {
        event_id: Some(event),
        name: String::new(),
        held_on: None,
        place: String::new(),
        unit_id: None,
    };
    chain::dock(tx, clerk, machinery, &held)?;
    for (firm, investor, link, result, next_step, due_on) in MET {
        let draft = PairDraft {
            link_id: made.links[link],
            firm_id: of(firm)?,
            investor_id: of(investor)?,
            result,
            next_step: next_step.into(),
            due_on,
            version: 0,
        };
        chain::add_pair(tx, clerk, machinery, event, &draft)?;
    }
    Ok(())
}

/// In the morning of a day at the office.
fn morning(day: Date) -> Result<Timestamp> {
    let morning = day.at(9, 30, 0, 0).to_zoned(office_zone()).map_err(anyhow::Error::from)?;
    Ok(morning.timestamp())
}
