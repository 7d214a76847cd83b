//! What stands apart in the demo's library: a project under a code name, some that were lost and to whom, and grades.

use jiff::civil::{Date, date};
use yinfeng_domain::project::{Grade, LossReason, Status};

use super::{named, work::Loaded};
use crate::{
    floor::{Result, db::Tx, web::Who},
    keeping::{self, GradeDraft},
    project::{
        self, EndingDraft, SetStatus,
        secret::{CodeNameChange, CodeNameDraft},
    },
};

struct Lost {
    on: Date,
    reason: LossReason,
    /// GB/T 2260 and words.
    winner: (Option<&'static str>, &'static str),
    said: &'static str,
    lesson: &'static str,
}

const LOST: [Lost; 4] = [
    Lost {
        on: date(2013, 8, 12),
        reason: LossReason::Land,
        winner: (Some("370700"), ""),
        said: "近期无法提供成片工业用地，投资方另行选址",
        lesson: "提前收储备地，洽谈前先落实地块",
    },
    Lost {
        on: date(2013, 8, 19),
        reason: LossReason::Competitor,
        winner: (Some("370200"), "某经济技术开发区"),
        said: "外地给出更优惠的厂房租金，投资方签约外地",
        lesson: "厂房租赁补贴应有明确标准，当场答复",
    },
    Lost {
        on: date(2013, 8, 23),
        reason: LossReason::Funding,
        winner: (None, ""),
        said: "投资方融资未落实，放弃投资",
        lesson: "洽谈初期核实资金来源和实缴能力",
    },
    Lost {
        on: date(2013, 8, 27),
        reason: LossReason::Land,
        winner: (None, ""),
        said: "用地指标当年不能解决",
        lesson: "用地指标优先保障在谈成熟项目",
    },
];

/// A project that talks are held about, that the notes do not name and for which no money has come.
fn plain(project: &Loaded<'_>, by: Date) -> bool {
    let plan = project.plan;
    let talks = plan.stages.last().is_some_and(|(stage, on)| *stage == "negotiation" && *on <= by);
    talks && plan.funds.is_empty() && !named::is(plan)
}

pub fn apart(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>]) -> Result<()> {
    // From the end: the transfers take theirs from the beginning.
    let mut free = projects.iter().rev().filter(|p| plain(p, date(2013, 8, 10)));
    if let Some(secret) = free.next() {
        let version = project::get(tx, who, secret.id)?.row.version;
        let code_name = CodeNameDraft {
            alias: "金凤一号".into(),
            description: "电子信息类制造项目，处于洽谈阶段".into(),
            reason: "投资方处于上市静默期".into(),
        };
        project::secret::give(tx, who, secret.id, &CodeNameChange { code_name, version })?;
    }
    for (lost, project) in LOST.iter().zip(&mut free) {
        let version = project::get(tx, who, project.id)?.row.version;
        let cmd = SetStatus {
            to_status: Status::Lost,
            happened_on: lost.on,
            reason: lost.said.into(),
            ending: Some(EndingDraft {
                reason: lost.reason,
                winner_area: lost.winner.0.map(str::to_owned),
                winner: lost.winner.1.into(),
                lesson: lost.lesson.into(),
            }),
            version,
        };
        project::set_status(tx, who, project.id, &cmd)?;
    }
    for (project, (grade, reason)) in free.zip(
        [
            (Grade::A, "投资方实力强，选址意向明确"),
            (Grade::B, "符合产业方向，投资额待定"),
            (Grade::C, "接触初期"),
        ]
        .into_iter()
        .cycle()
        .take(12),
    ) {
        let version = project::get(tx, who, project.id)?.row.version;
        keeping::grade(tx, who, project.id, &GradeDraft { grade, reason: reason.into(), version })?;
    }
    Ok(())
}
