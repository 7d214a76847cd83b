//! The demo's first reports: one of today with a partner who asks, one that ends in three days, one that another unit
//! contests, and one whose time is over.

use jiff::civil::{Date, date};
use yinfeng_domain::{
    authority::Role,
    claim::{Breach, Proof},
    id::{AccountId, UnitId},
};

use super::{named, review, slip, work::Loaded};
use crate::{
    claim::{self, AskDraft, BreachDraft, ClaimDraft, ContactDraft, Imported, Link},
    floor::{Result, clock::office_zone, db::Tx, web::Who},
    fund::evidence::{self, FileView},
    project,
};

/// Who takes part.
pub struct People {
    pub yuhe: (AccountId, UnitId),
    pub zone: (AccountId, UnitId),
    pub clerk: AccountId,
    /// The unit above all.
    pub root: UnitId,
}

/// Name, title, day, what it proves, what was talked about.
type Slip = (&'static str, &'static str, Date, Proof, &'static str);

const PROOFS: [Slip; 9] = [
    ("会谈纪要-于河.pdf", "Minutes of a meeting", date(2013, 8, 29), Proof::Meeting, "商谈选址和用电条件"),
    ("会谈纪要-开发区.pdf", "Minutes of a meeting", date(2013, 6, 4), Proof::Meeting, "初步商谈投资规模"),
    ("考察接待单-开发区.pdf", "Record of a visit", date(2013, 7, 10), Proof::Visit, "实地察看两处地块"),
    ("往来函件-开发区.pdf", "Letter", date(2013, 8, 20), Proof::Letter, "寄送用地和政策说明"),
    ("拜访记录-于河.pdf", "Record of a visit", date(2013, 8, 9), Proof::Visit, "赴企业总部拜访"),
    ("会谈纪要-竞合.pdf", "Minutes of a meeting", date(2013, 8, 6), Proof::Meeting, "与投资方代表首次会谈"),
    (
        "投资方来函.pdf",
        "Letter of the investor",
        date(2013, 8, 23),
        Proof::Choice,
        "投资方书面表示愿在经济开发区洽谈",
    ),
    ("会谈纪要-科技园.pdf", "Minutes of a meeting", date(2013, 5, 17), Proof::Meeting, "商谈研发中心合作"),
    ("接待记录-科技园.pdf", "Record of a visit", date(2013, 7, 8), Proof::Visit, "投资方来园考察"),
];

/// The files, in the order of the table.
pub fn proofs() -> Vec<(&'static str, Vec<u8>)> {
    let lines = |at: usize, day: Date| vec![format!("Number   {:02}", at + 1), format!("Day      {day}")];
    let page = |(at, (name, title, day, ..)): (usize, Slip)| (name, slip::pdf(title, &lines(at, day)));
    PROOFS.into_iter().enumerate().map(page).collect()
}

fn contact(files: &[FileView], at: usize) -> ContactDraft {
    let (name, _, happened_on, proof, text) = PROOFS[at];
    let sha256 = files[at].sha256.clone();
    ContactDraft { proof, happened_on, text: text.into(), sha256, name: name.into() }
}

/// Investors of projects in negotiation that the notes do not name.
pub fn claims(
    tx: &Tx<'_>,
    who: &Who,
    people: &People,
    projects: &[Loaded<'_>],
    units: &[UnitId],
    files: &[FileView],
) -> Result<()> {
    for file in files {
        evidence::note(tx, who, file)?;
    }
    let filler = |(id, unit): (AccountId, UnitId), name: &str| {
        let mut one = review::person(who, id, name, Role::UnitFiller, unit);
        let path = format!("/{}/{}/", people.root.0.simple(), unit.0.simple());
        for membership in &mut one.actor.memberships {
            membership.unit_path.clone_from(&path);
        }
        one
    };
    let (yuhe, zone) = (filler(people.yuhe, "石磊落"), filler(people.zone, "田守仁"));
    let draft = |unit: usize, project: &Loaded<'_>, proof: usize| ClaimDraft {
        organisation_id: None,
        investor_name: project.plan.investors.first().map(|(name, _)| name.clone()).unwrap_or_default(),
        uscc: String::new(),
        country: String::new(),
        content: project.plan.name.clone(),
        amount_fen: None,
        unit_id: units[unit],
        evidence: vec![contact(files, proof)],
    };
    let mut ours = talks(projects, 0);
    let mut held = Vec::new();
    for project in &ours {
        // Some have been passed to another unit since.
        if project::get(tx, who, project.id)?.row.lead_unit.id == people.yuhe.1 {
            held.push(project.id);
        }
    }
    ours.retain(|p| held.contains(&p.id));
    if let [open, contested, ..] = ours[..] {
        let made = claim::report(tx, &yuhe, &draft(0, open, 0))?;
        let link = Link { project_id: open.id, version: made.row.version };
        claim::link(tx, &yuhe, made.row.id, &link)?;
        let asked = |way: &str, project: &Loaded<'_>, text: &str| AskDraft {
            unit_id: people.zone.1,
            way: way.into(),
            investor_name: draft(6, project, 0).investor_name,
            text: text.into(),
            share_bp: None,
            evidence: Vec::new(),
        };
        let join = AskDraft {
            share_bp: Some(3_000),
            ..asked("join", open, "开发区有现成的蒸汽和污水处理条件，愿意共同承接")
        };
        claim::ask(tx, &zone, made.row.id, &join)?;
        let new = Imported {
            draft: draft(0, contested, 4),
            reported_by: Some(people.yuhe.0),
            reported_at: at(date(2013, 8, 12))?,
            contacts: Vec::new(),
        };
        let id = claim::create_imported(tx, who, &new)?;
        let contest = AskDraft {
            evidence: vec![contact(files, 5), contact(files, 6)],
            ..asked("contest", contested, "我区先行会谈，投资方已书面表示愿在开发区洽谈")
        };
        claim::ask(tx, &zone, id, &contest)?;
    }
    if let Some(ending) = talks(projects, 6).first() {
        let new = Imported {
            draft: draft(6, ending, 1),
            reported_by: Some(people.zone.0),
            reported_at: at(date(2013, 6, 5))?,
            contacts: vec![contact(files, 2), contact(files, 3)],
        };
        let id = claim::create_imported(tx, who, &new)?;
        let breach = BreachDraft {
            unit_id: units[3],
            breach: Breach::BetterTerms,
            happened_on: date(2013, 7, 18),
            text: "保护期内自行赴企业洽谈，口头承诺更低地价；企业来函和带队人说明为证".into(),
            minutes_no: "凤招办〔2013〕9号".into(),
        };
        claim::record_breach(tx, who, id, &breach)?;
    }
    if let Some(over) = talks(projects, 7).first() {
        let new = Imported {
            draft: draft(7, over, 7),
            reported_by: Some(people.clerk),
            reported_at: at(date(2013, 5, 20))?,
            contacts: vec![contact(files, 8)],
        };
        claim::create_imported(tx, who, &new)?;
    }
    Ok(())
}

fn talks<'a, 'b>(projects: &'b [Loaded<'a>], unit: usize) -> Vec<&'b Loaded<'a>> {
    let wanted = |p: &&Loaded<'_>| {
        let talks = p.plan.stages.last().is_some_and(|(stage, _)| *stage == "negotiation");
        p.plan.units[0].0 == unit && talks && !p.plan.investors.is_empty() && !named::is(p.plan)
    };
    let mut found: Vec<&Loaded<'_>> = Vec::new();
    for project in projects.iter().filter(wanted) {
        // One claim of an investor at a time.
        if found.iter().all(|p| p.plan.investors != project.plan.investors) {
            found.push(project);
        }
    }
    found
}

fn at(day: Date) -> Result<jiff::Timestamp> {
    let morning = day.at(10, 12, 0, 0).to_zoned(office_zone()).map_err(anyhow::Error::from)?;
    Ok(morning.timestamp())
}
