//! Facts in the size of the demo district's year, for the tests of this crate and of the document crate.

use jiff::civil::{Date, date};
use uuid::Uuid;
use yinfeng_domain::{
    id::{ProjectId, UnitId},
    money::{Currency, Money, YI_FEN},
    period::Window,
    report::work_summary::*,
};

const HUNDREDTH: i64 = YI_FEN / 100;

pub fn facts() -> Facts {
    let window = Window { from: date(2013, 1, 1), to: date(2013, 8, 31) };
    let units = units();
    let money: Vec<i64> = units.iter().map(|unit| unit.money_fen).collect();
    let months = [512, 633, 905, 871, 930, 1_088, 1_102, 1_169].map(|n| n * HUNDREDTH).to_vec();
    Facts {
        district: "凤栖区".into(),
        committee: Some("区招商工作委员会".into()),
        office: "凤栖区招商办公室".into(),
        window,
        as_of: date(2013, 11, 15),
        introduced: Whole::of(199).cut("unit", units.iter().map(|unit| unit.introduced).collect()),
        money: Whole::of(7_210 * HUNDREDTH).cut("unit", money).cut("month", months),
        plan_fen: Some(11_905 * HUNDREDTH),
        forecast: Some(Whole::of(150 * YI_FEN).cut("unit", vec![90 * YI_FEN, 60 * YI_FEN])),
        signed: Some(Signed {
            window,
            count: Whole::of(38),
            amount: Whole::of(80 * YI_FEN),
            without_amount: 2,
        }),
        unit_kinds: vec![
            ("街道".into(), 4),
            ("开发区".into(), 2),
            ("管理区".into(), 1),
            ("区直部门".into(), 3),
        ],
        teams: teams(),
        trainings: Some(Trainings { courses: 3, attendances: 142 }),
        tracks: tracks(),
        events: events(),
        squads: vec![
            Squad {
                name: "第一小分队".into(),
                leader: Some("甲".into()),
                mission: Some("长三角的装备制造".into()),
                trips: 9,
                firms_visited: 41,
                leads: 12,
            },
            Squad {
                name: "第二小分队".into(),
                leader: Some("乙".into()),
                mission: None,
                trips: 7,
                firms_visited: 30,
                leads: 8,
            },
        ],
        key_projects: key_projects(),
        structure: Some(structure()),
        units,
        quiet: vec![Quiet { id: unit_id(9), name: "城西管理区".into(), days: Some(47) }],
    }
}

fn unit_id(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn units() -> Vec<Unit> {
    [
        ("经济开发区", 2_500, 1_690, 40),
        ("于河街道", 1_500, 1_033, 26),
        ("滨湖街道", 1_300, 870, 22),
        ("东关街道", 1_100, 640, 20),
        ("望山街道", 1_000, 566, 18),
        ("高新技术开发区", 2_205, 1_341, 38),
        ("区商务局", 800, 470, 14),
        ("区农业局", 700, 360, 12),
        ("城西管理区", 500, 0, 3),
        ("区文广局", 300, 240, 6),
    ]
    .into_iter()
    .zip(1..)
    .map(|((name, target, money, introduced), n)| Unit {
        id: unit_id(n),
        name: name.into(),
        introduced,
        target_fen: Some(target * HUNDREDTH),
        money_fen: money * HUNDREDTH,
    })
    .collect()
}

fn teams() -> Vec<Team> {
    let names =
        ["文化创意", "城市开发", "现代物流", "商贸经济", "都市农业", "会展经济", "城市工业", "金融总部"];
    names
        .into_iter()
        .zip(101..)
        .map(|(name, n)| Team {
            id: unit_id(n),
            name: name.into(),
            leader: Some(format!("区领导{n}")),
            heads: 3,
            staff: if name == "会展经济" { 2 } else { 5 },
            leads: 20,
            signed: if name == "都市农业" { 1 } else { 5 },
            days_to_sign: Some(i64::try_from(n).unwrap_or_default()),
        })
        .collect()
}

fn tracks() -> Vec<Track> {
    let track = |code: &str, name: &str, introduced, measure| Track {
        code: code.into(),
        name: name.into(),
        introduced,
        measure,
    };
    let measure = |name: &str, unit: &str, done, target| {
        Some(Measure { name: Some(name.into()), unit: Some(unit.into()), done, target })
    };
    vec![
        track("capital", "招商引资", 171, None),
        track("talent", "招才引智", 19, measure("引进高层次人才", "人", 52, 120)),
        track("institute", "招院引所", 9, measure("引进院所平台", "家", 9, 12)),
    ]
}

fn events() -> Vec<Event> {
    let event = |on: Date, precision, name: &str, outcomes: &[&str]| Event {
        on,
        precision,
        when: None,
        name: name.into(),
        place: None,
        guests: None,
        outcomes: outcomes.iter().map(|&outcome| outcome.into()).collect(),
    };
    vec![
        event(date(2013, 7, 20), Precision::Month, "招商推介会", &["签订铜冶炼项目投资意向"]),
        event(
            date(2013, 4, 20),
            Precision::Month,
            "第30届国际风筝会重点项目推介招商会",
            &["慢城城市综合体项目参加全市集中签约"],
        ),
        Event {
            place: Some("台北".into()),
            guests: Some(120),
            ..event(date(2013, 10, 29), Precision::Day, "城两岸共建恳谈会", &["达成3个合作意向"])
        },
    ]
}

fn key_projects() -> Vec<KeyProject> {
    let project = |n, name: &str, investor: &str, total: Option<Money>, stage: &str| KeyProject {
        id: ProjectId(Uuid::from_u128(n)),
        name: name.into(),
        investors: vec![investor.into()],
        total,
        land_m2: None,
        stage: stage.into(),
        progress: None,
        next: None,
    };
    vec![
        KeyProject {
            progress: Some("院所试验基地正在洽谈".into()),
            next: Some("办理用地手续".into()),
            ..project(1, "一立航空涡喷发动机", "一立航空", Some(Money::fen(130 * HUNDREDTH)), "已签约")
        },
        KeyProject {
            land_m2: Some(266_667),
            ..project(2, "恒信住宅工业化", "恒信住工", Some(Money::fen(10 * YI_FEN)), "已签约")
        },
        project(3, "总部经济区", "北京经济开发区投资公司", None, "正在洽谈"),
        project(
            4,
            "两岸电源合作",
            "巨力集团",
            Some(Money { minor: 2_000_000_000, currency: Currency::Usd }),
            "已签意向",
        ),
    ]
}

fn structure() -> Structure {
    let class = |kind, count, amount| Class { kind, count, amount_fen: amount * YI_FEN };
    Structure {
        count: 199,
        amount_fen: 420 * YI_FEN,
        classes: vec![
            class(ClassKind::RealEstate, 52, 231),
            class(ClassKind::ModernManufacturing, 45, 84),
            class(ClassKind::EmergingServices, 47, 63),
            class(ClassKind::HighTechnology, 14, 21),
            class(ClassKind::Lead, 8, 190),
        ],
        lead_from_fen: LEAD_FROM_FEN,
    }
}
