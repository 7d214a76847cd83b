//! The demo's promises and support funds: what the notes say of the named projects, and what usually stands in an
//! investment agreement beside it.

use jiff::civil::{Date, date};
use yinfeng_domain::{
    authority::{Actor, Membership, Role},
    id::{AccountId, UnitId},
};

use super::work::Loaded;
use crate::{
    commitment::{
        self, CommitmentDraft, CommitmentStep,
        support::{self, ImportedSupport, Payout, SupportApproval, SupportDraft},
    },
    floor::{Result, clock::office_zone, db::Tx, web::Who},
};

/// Project, side, text, paper, who answers among the scored units, entered on, due on, measure, 万元, then how it
/// stands and what proves it.
type Promised = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    usize,
    Date,
    Date,
    &'static str,
    Option<i64>,
    &'static str,
    &'static str,
);

const PROMISES: [Promised; 8] = [
    (
        "一立航空涡喷发动机",
        "government",
        "安排扶持资金800万元，用于发动机试验设备购置",
        "投资合同第七条",
        20,
        date(2013, 6, 18),
        date(2013, 8, 20),
        "拨付到位",
        Some(800),
        "partly",
        "已拨付400万元，拨付凭证号 2013-0082",
    ),
    (
        "一立航空涡喷发动机",
        "investor",
        "首期到位注册资本金并开始设备订货",
        "投资合同第四条",
        6,
        date(2013, 6, 18),
        date(2013, 8, 31),
        "验资报告、订货合同",
        Some(2_000),
        "",
        "",
    ),
    (
        "一立航空涡喷发动机",
        "government",
        "提供研究所试验基地备选场地三处",
        "投资合同补充协议第二条",
        17,
        date(2013, 7, 5),
        date(2013, 10, 31),
        "现场踏勘记录",
        None,
        "",
        "",
    ),
    (
        "众新新能源汽车",
        "investor",
        "厂房竣工、设备安装完毕并投产",
        "投资合同第五条",
        0,
        date(2013, 3, 12),
        date(2013, 8, 31),
        "首张销售发票",
        None,
        "",
        "",
    ),
    (
        "众新新能源汽车",
        "government",
        "完成厂区外道路和供电接入",
        "投资合同第八条",
        21,
        date(2013, 3, 12),
        date(2013, 6, 30),
        "验收记录",
        None,
        "performed",
        "道路、10千伏供电均已验收并移交",
    ),
    (
        "慢城城市综合体",
        "investor",
        "报送规划设计方案",
        "框架协议第三条",
        1,
        date(2013, 4, 22),
        date(2013, 7, 31),
        "方案送审登记",
        None,
        "",
        "",
    ),
    (
        "萨伯特精密转动设备",
        "investor",
        "投产后年度实现销售收入1.3亿元",
        "合资合同第十一条",
        6,
        date(2013, 5, 20),
        date(2014, 12, 31),
        "年度纳税申报",
        Some(13_000),
        "",
        "",
    ),
    (
        "绿之源生态农业科技发展",
        "government",
        "组织2000亩土地流转，统一签订流转协议",
        "合作意向书第二条",
        0,
        date(2013, 8, 20),
        date(2013, 10, 15),
        "流转协议",
        None,
        "",
        "",
    ),
];

fn morning(day: Date) -> Result<jiff::Timestamp> {
    let at = day.at(9, 0, 0, 0).to_zoned(office_zone()).map_err(anyhow::Error::from)?;
    Ok(at.timestamp())
}

/// What was promised, and how it stands on the day of the figures.
pub fn promises(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>], units: &[UnitId]) -> Result<()> {
    for (name, side, text, source, owner, entered_on, due_on, measure, wan, state, proof) in PROMISES {
        let Some(project) = projects.iter().find(|p| p.plan.name == name) else { continue };
        let new = commitment::Imported {
            draft: CommitmentDraft {
                project_id: project.id,
                side: side.into(),
                text: text.into(),
                source: source.into(),
                owner_unit_id: units[owner],
                due_on,
                measure: measure.into(),
                amount_fen: wan.map(|wan| wan * 1_000_000),
            },
            entered_by: project.filler,
            entered_on,
            entered_at: morning(entered_on)?,
        };
        let id = commitment::create_imported(tx, who, &new)?;
        if !state.is_empty() {
            let done_fen = (state == "partly").then_some(400 * 1_000_000);
            let step = CommitmentStep { state: state.into(), text: proof.into(), done_fen, version: 1 };
            commitment::record(tx, who, id, &step)?;
        }
    }
    Ok(())
}

/// The support funds of the summary: 800万元 applied for, 400万元 in place; and one that waits for a decision. The
/// reviewer approves, the department that pays enters the payment.
pub fn supports(
    tx: &Tx<'_>,
    who: &Who,
    reviewer: (AccountId, &str),
    projects: &[Loaded<'_>],
    units: &[UnitId],
) -> Result<()> {
    let finance = units[20];
    let as_reviewer = Who {
        actor: Actor {
            district: who.district().to_owned(),
            account: reviewer.0,
            name: reviewer.1.into(),
            memberships: vec![Membership {
                role: Role::OfficeReviewer,
                unit: finance,
                unit_path: String::new(),
            }],
            system: false,
        },
        ..who.clone()
    };
    let apply = |name: &str, title: &str, basis: &str, wan: i64, on: Date| {
        let Some(project) = projects.iter().find(|p| p.plan.name == name) else { return Ok(None) };
        let new = ImportedSupport {
            draft: SupportDraft {
                project_id: project.id,
                title: title.into(),
                basis: basis.into(),
                unit_id: finance,
                applied_fen: wan * 1_000_000,
                applied_on: on,
            },
            applied_by: project.filler,
            applied_at: morning(on)?,
        };
        support::create_imported(tx, who, &new).map(Some)
    };
    let first =
        apply("一立航空涡喷发动机", "发动机试验设备购置扶持", "投资合同第七条", 800, date(2013, 7, 8))?;
    apply("众新新能源汽车", "新能源汽车生产线设备补助", "区先进制造业扶持办法", 120, date(2013, 8, 19))?;
    let Some(first) = first else { return Ok(()) };
    let approval = SupportApproval { approved_fen: 800 * 1_000_000, reason: String::new(), version: 1 };
    support::approve_on(tx, &as_reviewer, first, &approval, date(2013, 7, 22))?;
    let paid =
        Payout { fen: 400 * 1_000_000, paid_on: date(2013, 8, 2), slip_no: "2013-0082".into(), version: 2 };
    support::pay(tx, who, first, &paid).map(|_| ())
}
