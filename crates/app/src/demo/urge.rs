//! The demo's supervision: what a leader instructed, and the notes by which the office urges units that are late.

use jiff::civil::{Date, date};
use yinfeng_domain::{
    id::{AccountId, UnitId},
    shortlist::ListKind,
};

use super::{words, work::Loaded};
use crate::{
    floor::{Result, clock::office_zone, db::Tx, web::Who},
    shortlist::{self, ShortlistAddition, ShortlistDraft, ShortlistFreezing},
    sponsor,
    supervision::{
        self, Imported, ImportedInstruction, InstructionDraft, SupervisionDraft, SupervisionEscalation,
        SupervisionStep,
    },
};

/// Project, what it is about, what is asked, the unit among the scored, issued on, due on, answer, whether it is over.
type Note = (&'static str, &'static str, &'static str, usize, Date, Date, &'static str, bool);

const NOTES: [Note; 4] = [
    (
        "慢城城市综合体",
        "规划方案长期未定，投资额无法确定",
        "请会同投资方确定规划方案，明确总投资和分期安排。",
        18,
        date(2013, 7, 8),
        date(2013, 7, 23),
        "",
        false,
    ),
    (
        "一立航空涡喷发动机",
        "扶持资金400万元超期未拨付",
        "请明确剩余400万元扶持资金的拨付时间。",
        20,
        date(2013, 8, 26),
        date(2013, 9, 10),
        "",
        false,
    ),
    (
        "众新新能源汽车",
        "厂房竣工联合查验超期",
        "请牵头组织联合查验，确保项目月底投产。",
        16,
        date(2013, 8, 19),
        date(2013, 8, 29),
        "资料已齐，联合查验定于9月3日进行。",
        false,
    ),
    (
        "铜冶炼",
        "环境影响论证未按时开展",
        "请尽快明确环境准入条件。",
        19,
        date(2013, 8, 12),
        date(2013, 8, 27),
        "已出具环境准入要求。",
        true,
    ),
];

struct Instructed {
    leader: usize,
    on: Date,
    title: &'static str,
    text: &'static str,
    project: Option<&'static str>,
    units: &'static [usize],
    due_on: Date,
}

const INSTRUCTED: [Instructed; 2] = [
    Instructed {
        leader: 0,
        on: date(2013, 8, 16),
        title: "一立航空涡喷发动机项目要素保障",
        text: "项目带动性强，请财政、国土两部门主动上门，逐项解决，月底前报结果。",
        project: Some("一立航空涡喷发动机"),
        units: &[17, 20],
        due_on: date(2013, 8, 30),
    },
    Instructed {
        leader: 2,
        on: date(2013, 8, 22),
        title: "加快绿之源生态农业科技发展项目土地流转",
        text: "请农业部门牵头，一个月内完成土地流转协议签订。",
        project: Some("绿之源生态农业科技发展"),
        units: &[15],
        due_on: date(2013, 9, 22),
    },
];

/// Issues the notes as they were issued; what became of them happens on the day of the figures.
pub fn notes(
    tx: &Tx<'_>,
    who: &Who,
    projects: &[Loaded<'_>],
    units: &[UnitId],
    clerk: AccountId,
) -> Result<()> {
    let of = |name: &str| projects.iter().find(|p| p.plan.name == name).map(|p| p.id);
    for (name, title, content, unit, issued_on, due_on, answer, over) in NOTES {
        let new = Imported {
            draft: SupervisionDraft {
                title: title.into(),
                content: content.into(),
                project_id: of(name),
                problem_id: None,
                unit_id: units[unit],
                level: None,
                due_on: Some(due_on),
            },
            issued_by: Some(clerk),
            issued_on,
            issued_at: morning(issued_on)?,
        };
        let id = supervision::issue_imported(tx, who, &new)?;
        if !answer.is_empty() {
            let said = SupervisionStep { text: answer.into(), version: 1 };
            supervision::answer(tx, who, id, &said)?;
        }
        if over {
            supervision::close(tx, who, id, &SupervisionStep { text: "已核实。".into(), version: 2 })?;
        }
        if name == "慢城城市综合体" {
            let raised = SupervisionEscalation {
                reason: "蓝色督办单逾期一个多月未答复".into(),
                due_on: Some(date(2013, 9, 9)),
                version: 1,
            };
            supervision::escalate(tx, who, id, &raised)?;
        }
    }
    for one in &INSTRUCTED {
        let new = ImportedInstruction {
            draft: InstructionDraft {
                leader: words::LEADERS[one.leader].into(),
                instructed_on: one.on,
                title: one.title.into(),
                text: one.text.into(),
                project_id: one.project.and_then(of),
                unit_ids: one.units.iter().map(|u| units[*u]).collect(),
                due_on: one.due_on,
            },
            by: Some(clerk),
            at: morning(one.on)?,
        };
        supervision::instruct_imported(tx, who, &new)?;
    }
    Ok(())
}

/// The projects that the notes name, and which leader answers for each.
const SPONSORED: [(&str, usize); 6] = [
    ("一立航空涡喷发动机", 0),
    ("众新新能源汽车", 0),
    ("慢城城市综合体", 1),
    ("绿之源生态农业科技发展", 2),
    ("铜冶炼", 3),
    ("两岸电源合作", 3),
];

/// Leaders in charge, and the three lists with a version of the summer.
pub fn cases(
    tx: &Tx<'_>,
    who: &Who,
    projects: &[Loaded<'_>],
    office: UnitId,
    clerk: AccountId,
) -> Result<()> {
    let of = |name: &str| projects.iter().find(|p| p.plan.name == name).map(|p| p.id);
    for (name, leader) in SPONSORED {
        if let Some(id) = of(name) {
            let since = date(2013, 3, 1);
            sponsor::set_imported(tx, who, id, words::LEADERS[leader], since, Some(clerk))?;
        }
    }
    let lists: [(ListKind, &str, &[&str]); 3] = [
        (
            ListKind::Recommended,
            "2013年下半年重点推荐项目",
            &["铜冶炼", "绿之源生态农业科技发展", "总部经济区"],
        ),
        (
            ListKind::Pursued,
            "重点盯引洽谈项目",
            &[
                "慢城城市综合体",
                "铜冶炼",
                "富盈国际城",
                "中联混凝土",
                "萨伯特精密转动设备",
                "两岸房地产开发一期",
                "两岸房地产开发二期",
            ],
        ),
        (
            ListKind::Served,
            "重点服务落地项目",
            &["一立航空涡喷发动机", "众新新能源汽车", "新能源", "恒信住宅工业化"],
        ),
    ];
    for (list, name, named) in lists {
        let draft = ShortlistDraft { list, name: name.into(), owner_unit_id: office, note: String::new() };
        let made = shortlist::create(tx, who, &draft)?;
        let id = made.row.id;
        let mut ids = named.iter().filter_map(|n| of(n));
        let first: Vec<_> = ids.next().into_iter().collect();
        let add = |project_ids, version| ShortlistAddition { project_ids, note: String::new(), version };
        shortlist::add(tx, who, id, &add(first, 1))?;
        shortlist::freeze(tx, who, id, &ShortlistFreezing { name: "8月调度会".into(), version: 2 })?;
        let rest: Vec<_> = ids.collect();
        if !rest.is_empty() {
            shortlist::add(tx, who, id, &add(rest, 3))?;
        }
    }
    Ok(())
}

fn morning(day: Date) -> Result<jiff::Timestamp> {
    let at = day.at(9, 0, 0, 0).to_zoned(office_zone()).map_err(anyhow::Error::from)?;
    Ok(at.timestamp())
}
