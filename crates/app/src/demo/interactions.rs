//! The demo's interactions: what units and investors had to do with each other in the weeks before the day on which the
//! demo's year stands still, and what is planned.

use jiff::civil::{Date, date};
use yinfeng_domain::{id::UnitId, interaction::Kind};

use super::contacts::Entered;
use crate::{
    floor::{Result, db::Tx, seal::Keys, web::Who},
    interaction::{self, InteractionDraft},
};

/// Day, kind, place, subject, what came of it, next step and by when.
type Told = (Date, Kind, &'static str, &'static str, &'static str, &'static str, Option<Date>);

const TOLD: [Told; 14] = [
    (
        date(2013, 8, 6),
        Kind::VisitOut,
        "企业总部",
        "拜访企业总部，介绍园区条件",
        "对方关心蒸汽价格和用工，愿意八月下旬来区考察",
        "报送蒸汽、用水价格",
        Some(date(2013, 8, 12)),
    ),
    (
        date(2013, 8, 22),
        Kind::VisitIn,
        "政务中心第二会议室",
        "接待企业考察团",
        "实地看了两处地块，倾向北侧地块，要求明确用地指标来源",
        "与国土部门核定用地指标",
        Some(date(2013, 9, 3)),
    ),
    (
        date(2013, 8, 27),
        Kind::Call,
        "",
        "电话沟通选址进度",
        "对方董事会九月中旬开会，需在会前收到书面条件",
        "寄送书面合作条件",
        Some(date(2013, 9, 6)),
    ),
    (
        date(2013, 8, 29),
        Kind::Meeting,
        "企业会议室",
        "第二轮商务会谈",
        "投资强度和税收约定基本谈定，厂房交付时间仍有分歧",
        "提出厂房分期交付方案",
        Some(date(2013, 9, 5)),
    ),
    (date(2013, 8, 30), Kind::VisitOut, "企业生产基地", "考察企业生产基地", "", "", None),
    (date(2013, 9, 9), Kind::VisitOut, "企业总部", "回访，商谈合同文本", "", "", None),
    (
        date(2013, 7, 18),
        Kind::Letter,
        "",
        "寄送投资环境说明",
        "对方回函表示有意，愿安排投资总监对接",
        "",
        None,
    ),
    (
        date(2013, 8, 15),
        Kind::VisitIn,
        "经济开发区管委会",
        "接待企业选址小组",
        "对标准厂房层高有要求，希望先租后买",
        "提供标准厂房图纸",
        Some(date(2013, 8, 20)),
    ),
    (
        date(2013, 8, 23),
        Kind::Meeting,
        "区招商办会议室",
        "与企业、环保部门三方会谈",
        "环评等级明确，企业承诺九月上旬提交材料",
        "跟进环评材料提交",
        Some(date(2013, 9, 10)),
    ),
    (date(2013, 8, 28), Kind::Call, "", "电话了解资金安排", "首期资本金已到账，二期待银团审批", "", None),
    (date(2013, 9, 4), Kind::VisitIn, "经济开发区", "企业董事长来访", "", "", None),
    (
        date(2013, 6, 20),
        Kind::VisitOut,
        "企业总部",
        "首次登门拜访",
        "双方互相介绍情况，企业暂无扩产计划",
        "",
        None,
    ),
    (
        date(2013, 8, 26),
        Kind::VisitOut,
        "企业办事处",
        "拜访企业北方办事处",
        "企业正在比较三个城市，十月前定",
        "补充物流成本对比",
        Some(date(2013, 9, 2)),
    ),
    (date(2013, 8, 31), Kind::Call, "", "确认来访人员和行程", "九月四日来访，六人，住一晚", "", None),
];

/// One for each contact in turn; another unit plans a visit to the first firm in the same days.
pub fn interactions(
    tx: &Tx<'_>,
    keys: &Keys,
    office: &Who,
    entered: &[Entered],
    other: UnitId,
) -> Result<()> {
    for (at, told) in entered.iter().cycle().zip(TOLD) {
        interaction::create(tx, &at.who, keys, &draft(at, told))?;
    }
    let Some(first) = entered.first() else { return Ok(()) };
    let clash = InteractionDraft {
        unit_id: Some(other),
        contacts: Vec::new(),
        projects: Vec::new(),
        our_side: Vec::new(),
        ..draft(first, (date(2013, 9, 2), Kind::VisitOut, "企业总部", "随省团拜访企业总部", "", "", None))
    };
    interaction::create(tx, office, keys, &clash).map(drop)
}

fn draft(at: &Entered, told: Told) -> InteractionDraft {
    let (held_on, kind, place, subject, summary, next_step, next_due_on) = told;
    InteractionDraft {
        organisation_id: at.organisation,
        unit_id: Some(at.unit),
        kind,
        held_on,
        place: place.into(),
        subject: subject.into(),
        our_side: vec![at.who.actor.name.clone()],
        units: Vec::new(),
        contacts: vec![at.contact],
        projects: vec![at.project],
        summary: summary.into(),
        next_step: next_step.into(),
        next_owner_id: None,
        next_due_on,
    }
}
