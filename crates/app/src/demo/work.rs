//! The demo's weekly reports and its problem ledger: what the notes say of the named projects, told week by week, and
//! for the others that nothing changed.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date, civil::date};
use yinfeng_domain::{
    anomaly::RuleCode,
    id::{AccountId, ProjectId, UnitId},
    light::Colour,
    period::Month,
    progress::{Said, Week},
};

use super::{
    named,
    plan::{Dice, Project},
};
use crate::{
    anomaly::{self, AnomalyStep},
    floor::{Result, clock::office_zone, db::Tx, web::Who},
    light::{self, LightCompute, OverrideDraft},
    problem::{self, ProblemDraft, ProblemStep},
    progress::{self, Imported},
};

/// The day on which the demo's year stands still.
const AS_OF: Date = date(2013, 8, 31);
/// Weeks before that one for which the units reported.
const WEEKS: i64 = 4;

/// A project as it was loaded.
pub struct Loaded<'a> {
    pub plan: &'a Project,
    pub id: ProjectId,
    pub lead: UnitId,
    pub filler: Option<AccountId>,
}

/// Reports of the weeks up to the day of the figures; of the last week some are still waited for.
pub fn reports(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>]) -> Result<()> {
    let mut dice = Dice::new(35);
    for project in projects {
        let mut said = told(project.plan);
        for back in 0..=WEEKS {
            let week = Week::of(AS_OF.saturating_sub((7 * back).days()));
            // Three of ten have not reported for the last week, one of twelve missed an earlier one.
            let missed = if back == 0 { dice.below(10) < 3 } else { dice.below(12) == 0 };
            let known = project.plan.entered_on < week.monday();
            if known && !missed {
                said.entry(week).or_insert_with(|| Said { no_change: true, ..Said::default() });
            }
        }
        for (week, said) in said {
            let day = week.monday().saturating_add(4.days());
            let morning = day.at(16, 30, 0, 0).to_zoned(office_zone()).map_err(anyhow::Error::from)?;
            let entry = Imported {
                project: project.id,
                unit: project.lead,
                week,
                said,
                reported_on: day,
                reported_by: project.filler,
                reported_at: morning.timestamp(),
            };
            progress::create_imported(tx, who, &entry)?;
        }
    }
    Ok(())
}

/// What the notes say of a named project, by the weeks of its stages; the last says how it stands.
fn told(plan: &Project) -> BTreeMap<Week, Said> {
    let mut out = BTreeMap::new();
    if !named::is(plan) || plan.progress.is_empty() {
        return out;
    }
    for (stage, on) in &plan.stages {
        let happened = match *stage {
            "negotiation" => "与投资方开始洽谈",
            "ready_to_sign" => "合作条件基本谈定，准备签约",
            "signed" => "正式签约",
            "registered" => "项目公司完成注册",
            "construction" => "开工建设",
            _ => continue,
        };
        out.insert(Week::of(*on), Said { happened: happened.into(), ..Said::default() });
    }
    if let Some(mut last) = out.last_entry() {
        last.insert(Said {
            happened: plan.progress.clone(),
            next_step: plan.next_step.clone(),
            ..Said::default()
        });
    }
    out
}

/// Project, problem, detail, owner among the scored units, raised on, due on, answer, whether it is closed.
type Raised = (&'static str, &'static str, &'static str, usize, Date, Date, &'static str, bool);

const PROBLEMS: [Raised; 6] = [
    (
        "一立航空涡喷发动机",
        "扶持资金尚有400万元未到位",
        "申请扶持资金800万元，已到位400万元，其余请明确拨付时间。",
        20,
        date(2013, 8, 5),
        date(2013, 8, 25),
        "",
        false,
    ),
    (
        "绿之源生态农业科技发展",
        "2000亩土地流转协议尚未签订",
        "拟流转土地2000亩，请指导街道办理流转手续。",
        17,
        date(2013, 8, 21),
        date(2013, 9, 10),
        "",
        false,
    ),
    (
        "众新新能源汽车",
        "厂房竣工手续待办",
        "厂房和设备安装进入收尾，月底计划投产，请安排联合查验。",
        16,
        date(2013, 8, 12),
        date(2013, 8, 28),
        "已安排联合查验，资料齐全后三个工作日内办结。",
        false,
    ),
    (
        "慢城城市综合体",
        "规划方案和投资额尚未确定",
        "4月已参加全市集中签约，规划方案未定，投资额无法确定。",
        18,
        date(2013, 6, 3),
        date(2013, 6, 30),
        "",
        false,
    ),
    (
        "铜冶炼",
        "环境影响论证尚未开展",
        "投资方要求先明确环境准入条件。",
        19,
        date(2013, 7, 25),
        date(2013, 8, 20),
        "已向投资方出具环境准入要求，论证单位由投资方委托。",
        true,
    ),
    (
        "铜冶炼",
        "工业园区落户地块待定",
        "拟落户工业园区，请提出可选地块。",
        17,
        date(2013, 8, 22),
        date(2013, 9, 15),
        "",
        false,
    ),
];

/// The problem ledger; answers and closings happen on the day of the figures.
pub fn problems(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>], units: &[UnitId]) -> Result<()> {
    for (name, title, detail, owner, raised_on, due_on, answer, closed) in PROBLEMS {
        let Some(project) = projects.iter().find(|p| p.plan.name == name) else { continue };
        let morning = raised_on.at(9, 30, 0, 0).to_zoned(office_zone()).map_err(anyhow::Error::from)?;
        let new = problem::Imported {
            draft: ProblemDraft {
                project_id: project.id,
                title: title.into(),
                detail: detail.into(),
                owner_unit_id: units[owner],
                due_on,
            },
            raised_unit: project.lead,
            raised_by: project.filler,
            raised_on,
            raised_at: morning.timestamp(),
        };
        let id = problem::create_imported(tx, who, &new)?;
        if !answer.is_empty() {
            problem::answer(tx, who, id, &ProblemStep { text: answer.into(), version: 1 })?;
        }
        if closed {
            problem::close(tx, who, id, &ProblemStep { text: String::new(), version: 2 })?;
        }
    }
    Ok(())
}

/// Of two groups that paid for several projects one was looked into.
pub fn doubts(tx: &Tx<'_>, second: &Who) -> Result<()> {
    let filter = anomaly::Filter { rule: Some(RuleCode::SharedPayer), ..anomaly::Filter::default() };
    let found = anomaly::list(tx, second, &filter)?.items;
    let Some(known) = found.iter().find(|one| one.sentence.starts_with("海岱")) else { return Ok(()) };
    let step = AnomalyStep {
        rule: known.rule,
        subject: known.subject.clone(),
        fingerprint: known.fingerprint.clone(),
        reason: "三个项目公司均由该集团控股，付款由集团统一安排，合同、进账单逐笔核对一致".into(),
    };
    anomaly::clear(tx, second, &step).map(drop)
}

/// The lights of the year's months; for one project the office asked for another colour.
pub fn lights(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>]) -> Result<()> {
    let last = Month::of(AS_OF);
    for back in (0..8).rev() {
        light::compute(tx, who, &LightCompute { month: last.plus(-back) })?;
    }
    let draft = OverrideDraft {
        colour: Colour::Green,
        until_month: last.plus(1),
        reason: "投资方总部正在走内部决策程序，已书面说明，九月底前给出答复".into(),
    };
    for project in projects {
        // The first whose light is not green already.
        if light::propose(tx, who, project.id, &draft).is_ok() {
            break;
        }
    }
    Ok(())
}
