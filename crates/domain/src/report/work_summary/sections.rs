//! 主要工作: organisation, events, squads, key projects. A section without records is left out.

use super::{
    Context,
    facts::{Event, KeyProject, Squad, Team},
    line::{self, Line},
};
use crate::report::{document::Block, figure::Figure};

pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let sections = [
        ("组织体系", organisation(context)),
        ("专题活动", events(context)),
        ("小分队招商", squads(context)),
        ("重点项目推进", key_projects(context)),
    ];
    let mut blocks = Vec::new();
    for (heading, body) in sections {
        if !body.is_empty() {
            blocks.push(Block::Heading { level: 2, text: heading.to_owned() });
            blocks.extend(body);
        }
    }
    blocks
}

fn organisation(context: &Context) -> Vec<Block> {
    let facts = context.facts;
    let mut text = Line::default();
    if let Some(committee) = &facts.committee {
        text = text.text(format!("{committee}统筹全区招商工作，{}承担日常工作。", facts.office));
    }
    if !facts.unit_kinds.is_empty() {
        let kinds = facts.unit_kinds.iter().map(|(kind, n)| {
            Line::new(kind.clone()).figure(Figure::count(format!("org.units:kind={kind}"), *n, "个"))
        });
        text = text.text("承担招商任务的单位有").then(Line::join(kinds, "、")).text("。");
    }
    text = text.then(teams(&facts.teams));
    if let Some(trainings) = facts.trainings.filter(|trainings| trainings.courses > 0) {
        text = text
            .text("组织招商业务培训")
            .figure(Figure::count("training.courses", trainings.courses, "期"))
            .text("，参训")
            .figure(Figure::count("training.attendances", trainings.attendances, "人次"))
            .text("。");
    }
    if text.is_empty() { Vec::new() } else { vec![text.paragraph()] }
}

fn teams(teams: &[Team]) -> Line {
    if teams.is_empty() {
        return Line::default();
    }
    let count = i64::try_from(teams.len()).unwrap_or(i64::MAX);
    let names = teams.iter().map(|team| team.name.as_str());
    let mut text = Line::new(format!("设立{}", line::names(names, teams.len())))
        .figure(Figure::count("team.count", count, "支"))
        .text("专业招商队伍");
    let led = teams.iter().filter(|team| team.leader.is_some()).count();
    if led == teams.len() {
        text = text.text("，每支队伍由一名区领导牵头");
    } else if led > 0 {
        let led = i64::try_from(led).unwrap_or(i64::MAX);
        text = text.text("，其中").figure(Figure::count("team.led", led, "支")).text("由区领导牵头");
    }
    let (heads, staff) =
        (teams.iter().map(|team| team.heads).sum(), teams.iter().map(|team| team.staff).sum());
    let members = [("team.heads", "部门负责人", heads), ("team.staff", "专业人员", staff)]
        .into_iter()
        .filter(|(.., n)| *n > 0)
        .map(|(key, who, n)| Line::new(who).figure(Figure::count(key, n, "名")));
    let members = Line::join(members, "、");
    if !members.is_empty() {
        text = text.text("，共配备").then(members);
    }
    text.text("。")
}

fn events(context: &Context) -> Vec<Block> {
    let year = context.facts.window.to.year();
    let mut events: Vec<&Event> = context.facts.events.iter().collect();
    events.sort_by_key(|event| event.on);
    events.into_iter().map(|event| event_line(event, year).paragraph()).collect()
}

fn event_line(event: &Event, year: i16) -> Line {
    let place = event.place.as_ref().map(|place| format!("（{place}）")).unwrap_or_default();
    let mut text = Line::new(format!("{}，{}{place}", line::when(event, year), event.name));
    if let Some(guests) = event.guests.filter(|guests| *guests > 0) {
        let key = format!("event.guests:on={}", event.on);
        text = text.text("，到会嘉宾").figure(Figure::count(key, guests, "人"));
    }
    // Whether the district held the event or attended it is not on record, so no verb claims either.
    if event.outcomes.is_empty() {
        text.text("。")
    } else {
        text.text(format!("：{}。", event.outcomes.join("；")))
    }
}

fn squads(context: &Context) -> Vec<Block> {
    let squads = &context.facts.squads;
    if squads.is_empty() {
        return Vec::new();
    }
    let total = |of: fn(&Squad) -> i64| squads.iter().map(of).sum::<i64>();
    let count = i64::try_from(squads.len()).unwrap_or(i64::MAX);
    let did = [
        ("squad.trips", "外出招商", total(|squad| squad.trips), "批次"),
        ("squad.firms", "走访企业", total(|squad| squad.firms_visited), "家"),
        ("squad.leads", "带回线索", total(|squad| squad.leads), "条"),
    ]
    .into_iter()
    .filter(|(.., n, _)| *n > 0)
    .map(|(key, what, n, unit)| Line::new(what).figure(Figure::count(key, n, unit)));
    let mut text = Line::new("组建招商小分队").figure(Figure::count("squad.count", count, "支"));
    let led = squads.iter().filter(|squad| squad.leader.is_some()).count();
    if led == squads.len() {
        text = text.text("，均由区领导带队");
    }
    let did = Line::join(did, "，");
    if !did.is_empty() {
        text = text.text("，").then(did);
    }
    let missions = squads.iter().filter_map(|squad| {
        let leader = squad.leader.as_ref().map(|leader| format!("由{leader}带队，")).unwrap_or_default();
        Some(Line::new(format!("{}{leader}主攻{}", squad.name, squad.mission.as_ref()?)))
    });
    let missions = Line::join(missions, "；");
    text = text.text("。");
    if !missions.is_empty() {
        text = text.then(missions).text("。");
    }
    vec![text.paragraph()]
}

fn key_projects(context: &Context) -> Vec<Block> {
    (1..).zip(&context.facts.key_projects).map(|(n, project)| key_project(n, project).paragraph()).collect()
}

fn key_project(n: i64, project: &KeyProject) -> Line {
    let key = |name: &str| format!("{name}:project={}", project.id);
    let mut text = Line::new(format!("{n}.{}项目。", project.name));
    let mut clauses = Vec::new();
    if !project.investors.is_empty() {
        clauses.push(Line::new(format!("由{}投资", project.investors.join("、"))));
    }
    clauses.push(match project.total {
        Some(total) => Line::new("总投资").figure(Figure::money(key("project.total"), total)),
        None => Line::new("总投资尚未确定"),
    });
    if let Some(land) = project.land_m2.filter(|land| *land > 0) {
        clauses.push(Line::new("用地").figure(Figure::land(key("project.land"), land)));
    }
    text = text.then(Line::join(clauses, "，")).text(format!("。目前{}", project.stage));
    if let Some(progress) = &project.progress {
        text = text.text(format!("，{progress}"));
    }
    match &project.next {
        Some(next) => text.text(format!("；下一步，{next}。")),
        None => text.text("。"),
    }
}
