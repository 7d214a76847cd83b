//! The facts of a span, counted from records.

use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan;
use yinfeng_domain::{
    authority::Reach,
    id::UnitId,
    report::work_summary::{
        Class, ClassKind, Event, Facts, Judgement, KeyProject, LEAD_FROM_FEN, Measure, Precision, Quiet,
        Signed, Squad, Structure, Team, Track, Trainings, Unit, Whole,
    },
};

use super::{
    scope::{Narrow, Scope},
    store::{self, Credited, Introduced, Member, TeamProject, UnitRecord},
};
use crate::floor::{
    Result,
    db::Reader,
    say::{Lang, word},
};

/// How many key projects a summary names.
const KEY_PROJECTS: i64 = 15;

/// The tracks with the measure of their target.
pub const TRACKS: [(&str, &str); 3] =
    [("capital", "projects"), ("talent", "talents"), ("institute", "institutes")];

/// How much is gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Everything that the work summary states, totals counted over the entries themselves.
    Summary,
    /// The figures of a dashboard, from the sums that are kept with the entries.
    Figures,
}

/// The facts of a scope, with the introductions and the credits that they were cut from.
pub struct Gathered {
    pub facts: Facts,
    /// The units within reach.
    pub records: Vec<UnitRecord>,
    pub introduced: Vec<Introduced>,
    pub credited: Vec<Credited>,
}

impl Gathered {
    /// Entries and fen by what a key says of a credit.
    pub fn money<'g, K: Ord>(&'g self, key: impl Fn(&'g Credited) -> K) -> BTreeMap<K, (i64, i64)> {
        money_by(&self.credited, key)
    }
}

/// Entries and fen by a key of credits.
pub fn money_by<'g, K: Ord>(
    credited: &'g [Credited],
    key: impl Fn(&'g Credited) -> K,
) -> BTreeMap<K, (i64, i64)> {
    let mut sums: BTreeMap<K, (i64, i64)> = BTreeMap::new();
    for row in credited {
        let sum = sums.entry(key(row)).or_default();
        *sum = (sum.0 + row.entries, sum.1 + row.fen);
    }
    sums
}

/// Counts and sums what a report states.
pub fn facts(reader: &Reader, scope: &Scope, depth: Depth) -> Result<Gathered> {
    let district = store::district(reader, &scope.district)?;
    let records = store::units(reader, scope)?;
    let introduced = store::introduced(reader, scope)?;
    let credited = store::credited(reader, scope)?;
    let credits: HashMap<UnitId, i64> =
        money_by(&credited, |row| row.unit).into_iter().map(|(unit, (_, fen))| (unit, fen)).collect();
    let mut facts = Facts {
        district: district.name,
        committee: None,
        office: district.office_name,
        window: scope.span.window,
        as_of: scope.span.as_of,
        introduced: introduced_whole(reader, scope, depth, &introduced)?,
        money: money(reader, scope, depth, &credited)?,
        plan_fen: plan(reader, scope, "funds")?,
        forecast: forecast(reader, scope)?,
        signed: signed(reader, scope)?,
        unit_kinds: Vec::new(),
        teams: Vec::new(),
        trainings: None,
        tracks: tracks(reader, scope, &introduced)?,
        events: Vec::new(),
        squads: Vec::new(),
        key_projects: Vec::new(),
        structure: structure(&introduced),
        quiet: Vec::new(),
        units: units(reader, scope, &records, &introduced, &credits)?,
    };
    if depth == Depth::Summary {
        work(reader, scope, &records, &mut facts)?;
    }
    Ok(Gathered { facts, records, introduced, credited })
}

/// What was done, by whom, and who did nothing.
fn work(reader: &Reader, scope: &Scope, records: &[UnitRecord], facts: &mut Facts) -> Result<()> {
    let members = store::members(reader, scope)?;
    let team_projects = store::team_projects(reader, scope)?;
    let (courses, attendances) = store::trainings(reader, scope)?;
    facts.committee = records.iter().find(|unit| unit.kind == "committee").map(UnitRecord::called);
    facts.unit_kinds = unit_kinds(records);
    facts.teams = teams(records, &members, &team_projects);
    facts.trainings = Some(Trainings { courses, attendances }).filter(|trainings| trainings.courses > 0);
    facts.events = events(reader, scope)?;
    facts.squads = squads(records, &members, &team_projects);
    facts.key_projects = key_projects(reader, scope)?;
    facts.quiet = quiet(reader, scope, records, &Judgement::default())?;
    Ok(())
}

fn introduced_whole(
    reader: &Reader,
    scope: &Scope,
    depth: Depth,
    introduced: &[Introduced],
) -> Result<Whole> {
    let parts = by(introduced, |row| row.unit);
    if depth == Depth::Figures {
        return Ok(Whole::of(parts.into_values().sum()));
    }
    Ok(Whole::of(store::introduced_count(reader, scope)?).cut("unit", parts.into_values().collect()))
}

fn by<'g, K: Ord>(introduced: &'g [Introduced], key: impl Fn(&'g Introduced) -> K) -> BTreeMap<K, i64> {
    let mut counts = BTreeMap::new();
    for row in introduced {
        *counts.entry(key(row)).or_default() += row.projects;
    }
    counts
}

fn money(reader: &Reader, scope: &Scope, depth: Depth, credited: &[Credited]) -> Result<Whole> {
    if depth == Depth::Figures {
        return Ok(Whole::of(credited.iter().map(|row| row.fen).sum()));
    }
    let total = store::money_total(reader, scope, &Narrow::default())?;
    let units = money_by(credited, |row| row.unit).into_values().map(|(_, fen)| fen).collect();
    let months = money_by(credited, |row| row.month.as_str()).into_values().map(|(_, fen)| fen).collect();
    Ok(Whole::of(total).cut("unit", units).cut("month", months))
}

/// The district's own target; for a reader of some units the sum of theirs.
fn plan(reader: &Reader, scope: &Scope, measure: &str) -> Result<Option<i64>> {
    let targets = store::targets(reader, scope, measure)?;
    let root = targets.iter().find(|(_, root, _)| *root).map(|(.., value)| *value);
    let sum = (!targets.is_empty()).then(|| targets.iter().map(|(.., value)| value).sum());
    Ok(if scope.reach == Reach::District { root.or(sum) } else { sum })
}

fn forecast(reader: &Reader, scope: &Scope) -> Result<Option<Whole>> {
    // What the root says of itself is not a unit's declaration.
    let parts: Vec<i64> = store::forecasts(reader, scope, "funds")?
        .into_iter()
        .filter(|(_, root, _)| !root)
        .map(|(.., value)| value)
        .collect();
    Ok((!parts.is_empty()).then(|| Whole::of(parts.iter().sum()).cut("unit", parts)))
}

fn signed(reader: &Reader, scope: &Scope) -> Result<Option<Signed>> {
    let (count, without_amount, fen) = store::signed(reader, scope)?;
    Ok((count > 0).then(|| Signed {
        window: scope.span.signed(),
        count: Whole::of(count),
        amount: Whole::of(fen),
        without_amount,
    }))
}

/// Kinds of units that carry targets, in the order of the office.
fn unit_kinds(records: &[UnitRecord]) -> Vec<(String, i64)> {
    let kinds = ["street", "zone", "management_district", "department"];
    kinds
        .into_iter()
        .map(|kind| {
            let count = records.iter().filter(|unit| unit.kind == kind).count() as i64;
            (word(Lang::Zh, &format!("report.unit_kind.{kind}")), count)
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn units(
    reader: &Reader,
    scope: &Scope,
    records: &[UnitRecord],
    introduced: &[Introduced],
    credits: &HashMap<UnitId, i64>,
) -> Result<Vec<Unit>> {
    let targets: HashMap<UnitId, i64> = store::targets(reader, scope, "funds")?
        .into_iter()
        .filter(|(_, root, _)| !root)
        .map(|(unit, _, value)| (unit, value))
        .collect();
    let projects = by(introduced, |row| row.unit);
    // A unit that is not scored but was credited still has its row: the rows are the parts of the total.
    let rows = records.iter().map(|record| {
        (
            record,
            Unit {
                id: record.id,
                name: record.called(),
                introduced: projects.get(&record.id).copied().unwrap_or(0),
                target_fen: targets.get(&record.id).copied(),
                money_fen: credits.get(&record.id).copied().unwrap_or(0),
            },
        )
    });
    Ok(rows
        .filter(|(record, unit)| {
            let counted = unit.introduced != 0 || unit.money_fen != 0 || unit.target_fen.is_some();
            counted || (record.scored && !record.is_root && !matches!(record.kind.as_str(), "team" | "squad"))
        })
        .map(|(_, unit)| unit)
        .collect())
}

fn teams(records: &[UnitRecord], members: &[Member], projects: &[TeamProject]) -> Vec<Team> {
    let of_kind = records.iter().filter(|unit| unit.kind == "team");
    of_kind
        .map(|record| {
            let own: Vec<&TeamProject> =
                projects.iter().filter(|project| project.unit == record.id).collect();
            let mut days: Vec<i64> = own
                .iter()
                .filter_map(|project| project.entered_on.until(project.signed_on?).ok())
                .map(|span| i64::from(span.get_days()))
                .collect();
            days.sort_unstable();
            Team {
                id: record.id,
                name: record.called(),
                leader: leader(members, record.id),
                heads: count(members, record.id, &["head", "deputy"]),
                staff: count(members, record.id, &["staff"]),
                leads: own.len() as i64,
                signed: days.len() as i64,
                days_to_sign: days.get(days.len() / 2).copied(),
            }
        })
        .collect()
}

fn squads(records: &[UnitRecord], members: &[Member], projects: &[TeamProject]) -> Vec<Squad> {
    let of_kind = records.iter().filter(|unit| unit.kind == "squad");
    of_kind
        .map(|record| Squad {
            name: record.called(),
            leader: leader(members, record.id),
            mission: mission(&record.mission),
            trips: 0,
            firms_visited: 0,
            leads: projects.iter().filter(|project| project.unit == record.id).count() as i64,
        })
        .collect()
}

/// `北京、天津：总部经济` as the object of a sentence: 北京、天津的总部经济.
fn mission(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('。').replacen(['：', ':'], "的", 1);
    Some(text).filter(|text| !text.is_empty())
}

fn leader(members: &[Member], unit: UnitId) -> Option<String> {
    members
        .iter()
        .find(|member| member.unit == unit && member.position == "leader_in_charge")
        .map(|member| member.name.clone())
}

fn count(members: &[Member], unit: UnitId, positions: &[&str]) -> i64 {
    members.iter().filter(|m| m.unit == unit && positions.contains(&m.position.as_str())).count() as i64
}

fn tracks(reader: &Reader, scope: &Scope, introduced: &[Introduced]) -> Result<Vec<Track>> {
    let counts = by(introduced, |row| row.track.as_str());
    TRACKS
        .into_iter()
        .map(|(code, measure)| {
            let done = counts.get(code).copied().unwrap_or(0);
            let target = plan(reader, scope, measure)?;
            Ok(Track {
                code: code.to_owned(),
                name: word(Lang::Zh, &format!("report.track.{code}")),
                introduced: done,
                measure: target.map(|target| Measure { name: None, unit: Some("个".into()), done, target }),
            })
        })
        .collect()
}

fn events(reader: &Reader, scope: &Scope) -> Result<Vec<Event>> {
    let events = store::events(reader, scope)?.into_iter().map(|event| {
        let outcomes = event.outcome.split(['\n', '；', ';', '。']).map(str::trim);
        Event {
            on: event.held_on,
            precision: Precision::Day,
            when: Some(event.held_on_text).filter(|text| !text.is_empty()),
            name: event.name,
            place: Some(event.place).filter(|place| !place.is_empty()),
            guests: event.guests,
            outcomes: outcomes.filter(|text| !text.is_empty()).map(str::to_owned).collect(),
        }
    });
    Ok(events.collect())
}

fn key_projects(reader: &Reader, scope: &Scope) -> Result<Vec<KeyProject>> {
    let trimmed = |text: String| {
        let text = text.trim().trim_end_matches(['。', '；', ';']).to_owned();
        Some(text).filter(|text| !text.is_empty())
    };
    let projects = store::key_projects(reader, scope, KEY_PROJECTS)?.into_iter().map(|record| KeyProject {
        id: record.id,
        name: record.name.trim_end_matches("项目").to_owned(),
        investors: record.investors,
        total: record.total,
        land_m2: record.land_m2,
        stage: stage_words(&record.stage, &record.agreement, &record.progress),
        progress: trimmed(record.progress),
        next: trimmed(record.next_step),
    });
    Ok(projects.collect())
}

/// The stage as a clause; a signed letter of intent is said, for it is not yet a contract, unless the progress note
/// says it already.
fn stage_words(stage: &str, agreement: &str, progress: &str) -> String {
    let stage = word(Lang::Zh, &format!("report.stage.{stage}"));
    match agreement {
        "intent" if !progress.contains("意向") => format!("处于{stage}阶段，已签意向书"),
        "framework" if !progress.contains("框架") => format!("处于{stage}阶段，已签框架协议"),
        _ => format!("处于{stage}阶段"),
    }
}

fn structure(introduced: &[Introduced]) -> Option<Structure> {
    let sum = |keep: &dyn Fn(&Introduced) -> bool| {
        introduced
            .iter()
            .filter(|row| keep(row))
            .fold((0, 0), |(count, fen), row| (count + row.projects, fen + row.total_fen))
    };
    let (count, amount_fen) = sum(&|_| true);
    let class = |kind: ClassKind| {
        let (count, amount_fen) = sum(&|row| match kind {
            ClassKind::HighTechnology => row.high_technology,
            ClassKind::Lead => row.lead,
            _ => row.structure == kind.code(),
        });
        Class { kind, count, amount_fen }
    };
    let kinds = [
        ClassKind::RealEstate,
        ClassKind::ModernManufacturing,
        ClassKind::EmergingServices,
        ClassKind::HighTechnology,
        ClassKind::Lead,
    ];
    (count > 0).then(|| Structure {
        count,
        amount_fen,
        classes: kinds.map(class).to_vec(),
        lead_from_fen: LEAD_FROM_FEN,
    })
}

fn quiet(
    reader: &Reader,
    scope: &Scope,
    records: &[UnitRecord],
    judgement: &Judgement,
) -> Result<Vec<Quiet>> {
    let to = scope.span.window.to;
    let since = to.saturating_sub(judgement.quiet_days.days());
    let last: HashMap<UnitId, jiff::civil::Date> =
        store::last_entries(reader, scope, since)?.into_iter().map(|work| (work.unit, work.on)).collect();
    let scored = records.iter().filter(|unit| unit.scored && !unit.is_root);
    let quiet = scored.map(|record| {
        let days =
            last.get(&record.id).and_then(|on| on.until(to).ok()).map(|span| i64::from(span.get_days()));
        Quiet { id: record.id, name: record.called(), days }
    });
    Ok(quiet.filter(|unit| unit.days.is_none_or(|days| days >= judgement.quiet_days)).collect())
}
