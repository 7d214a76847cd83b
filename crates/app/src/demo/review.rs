//! The demo's admission reviews: a large project that passed with a condition, and one that waits for a department.

use jiff::civil::date;
use yinfeng_domain::{
    authority::{Actor, Membership, Role},
    id::{AccountId, AdmissionId, UnitId},
    project::Subject,
};

use super::work::Loaded;
use crate::{
    admission::{
        self, AdmissionAsk, AdmissionConclusion, AdmissionDraft, AdmissionMeeting, OpinionAsked,
        OpinionDraft,
        sheet::{self, CheckDraft, RiskSignature},
    },
    floor::{Result, db::Tx, web::Who},
};

/// The office's people who take part.
pub struct People {
    pub clerk: AccountId,
    pub reviewer: AccountId,
    pub office: UnitId,
}

/// Somebody of the office, as they act for themselves.
pub fn person(who: &Who, id: AccountId, name: &str, role: Role, unit: UnitId) -> Who {
    let membership = Membership { role, unit, unit_path: String::new() };
    let actor = Actor {
        district: who.district().to_owned(),
        account: id,
        name: name.into(),
        memberships: vec![membership],
        system: false,
    };
    Who { actor, ..who.clone() }
}

/// Which department gives which opinion, among the scored units.
const fn department(subject: Subject) -> usize {
    match subject {
        Subject::IndustrialPolicy => 10,
        Subject::Environment => 19,
        Subject::Safety => 11,
        Subject::Land => 17,
        Subject::Finance => 20,
        Subject::FairCompetition => 12,
    }
}

pub fn reviews(
    tx: &Tx<'_>,
    who: &Who,
    people: &People,
    projects: &[Loaded<'_>],
    units: &[UnitId],
) -> Result<()> {
    let clerk = person(who, people.clerk, "丁向前", Role::OfficeClerk, people.office);
    let reviewer = person(who, people.reviewer, "马思源", Role::OfficeReviewer, people.office);
    if let Some(waiting) = started(tx, &clerk, projects, units, "铜冶炼")? {
        for no in [1, 3] {
            agree(tx, who, waiting, no)?;
        }
    }
    let Some(id) = started(tx, &clerk, projects, units, "富盈国际城")? else { return Ok(()) };
    for no in [1, 2, 3, 5, 6] {
        agree(tx, who, id, no)?;
    }
    let version = admission::get(tx, who, id)?.row.version;
    let conditional = OpinionDraft {
        no: 4,
        verdict: "conditional".into(),
        text: "用地须符合土地利用总体规划，依据《土地管理法》第二十二条".into(),
        condition_text: "取得用地预审意见后方可办理后续手续".into(),
        condition_unit_id: Some(units[17]),
        condition_due_on: Some(date(2013, 12, 31)),
        version,
    };
    admission::answer(tx, who, id, &conditional)?;
    let meeting = AdmissionMeeting {
        held_on: date(2013, 8, 31),
        place: "区政府三楼会议室".into(),
        attendees: "区招商办、发改、经信、环保、国土、财政、商务".into(),
        minutes_no: "联审〔2013〕8号".into(),
        version: version + 1,
    };
    admission::meet(tx, &clerk, id, &meeting)?;
    let passed =
        AdmissionConclusion { conclusion: "passed".into(), text: String::new(), version: version + 2 };
    admission::conclude(tx, &reviewer, id, &passed)?;
    diligence(tx, &clerk, &reviewer, projects, "富盈国际城")
}

/// A review whose departments are asked.
fn started(
    tx: &Tx<'_>,
    clerk: &Who,
    projects: &[Loaded<'_>],
    units: &[UnitId],
    name: &str,
) -> Result<Option<AdmissionId>> {
    let Some(project) = projects.iter().find(|p| p.plan.name == name) else { return Ok(None) };
    let draft = AdmissionDraft {
        project_id: project.id,
        note: "投资方材料、合作意向书齐全，提请联审。".into(),
    };
    let made = admission::request(tx, clerk, &draft)?;
    let opinions = made
        .needed
        .iter()
        .map(|s| OpinionAsked { subject: s.code().into(), unit_id: units[department(*s)] })
        .collect();
    admission::ask(tx, clerk, made.row.id, &AdmissionAsk { opinions, version: 1 })?;
    Ok(Some(made.row.id))
}

fn agree(tx: &Tx<'_>, who: &Who, id: AdmissionId, no: i64) -> Result<()> {
    let version = admission::get(tx, who, id)?.row.version;
    let opinion = OpinionDraft {
        no,
        verdict: "agree".into(),
        text: "无不同意见".into(),
        condition_text: String::new(),
        condition_unit_id: None,
        condition_due_on: None,
        version,
    };
    admission::answer(tx, who, id, &opinion).map(|_| ())
}

/// A sheet that is complete, with one risk that was signed.
fn diligence(tx: &Tx<'_>, clerk: &Who, reviewer: &Who, projects: &[Loaded<'_>], name: &str) -> Result<()> {
    let Some(project) = projects.iter().find(|p| p.plan.name == name) else { return Ok(()) };
    for (item, finding, text) in [
        ("controller", "clear", "工商登记：自然人控股，无变更"),
        ("paid_in", "risk", "认缴资本尚未全部实缴"),
        ("dishonesty", "clear", "未列入失信被执行人名单"),
        ("ownership", "clear", "股权结构两层，已取得股东名册"),
        ("elsewhere", "clear", "近两年在外市无同类在建项目"),
        ("false_state", "not_applicable", "民营企业"),
    ] {
        let draft = CheckDraft { finding: finding.into(), text: text.into(), version: 0 };
        sheet::answer(tx, clerk, project.id, item, &draft)?;
    }
    let signature =
        RiskSignature { text: "签约前分两期实缴，写入合同第四条".into(), version: 1 };
    sheet::sign(tx, reviewer, project.id, "paid_in", &signature).map(|_| ())
}
