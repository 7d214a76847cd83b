//! The figures of the year on one page.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class as Right},
    id::UnitId,
    money::{percent, ratio},
    period::{Pace, months_elapsed, pace},
    report::{
        figure::Figure,
        work_summary::{self, Facts, Judgement, Unit},
    },
};

use super::{
    gather::{self, Depth, Gathered},
    scope::{Scope, Span},
    store::{self, Introduced, UnitRecord},
};
use crate::{
    floor::{
        Result,
        db::Reader,
        say::{Lang, say, word},
        web::Who,
    },
    org::UnitRef,
    project,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct Dashboard {
    #[schema(value_type = String)]
    pub from: Date,
    #[schema(value_type = String)]
    pub to: Date,
    #[schema(value_type = String)]
    pub as_of: Date,
    pub cards: Vec<Card>,
    pub pace: Option<PaceView>,
    pub funnel: Vec<StageView>,
    pub units: Vec<DashboardUnit>,
    pub structure: Vec<Share>,
    pub industries: Vec<Share>,
    pub tracks: Vec<TrackView>,
    pub months: Vec<MonthView>,
    pub label: String,
    /// Totals that their parts do not add up to, in the reader's language.
    pub mismatches: Vec<String>,
}

/// A figure that opens its trace.
#[derive(Debug, Serialize, ToSchema)]
pub struct Card {
    pub key: String,
    pub name: String,
    pub value_text: String,
    pub unit: String,
    pub note: Option<String>,
    /// Never mistaken for official statistics.
    pub label: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PaceView {
    pub done_text: String,
    pub elapsed_text: String,
    pub lead_points_text: String,
    /// The system's own check, beside the declared forecast.
    pub sentence: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StageView {
    pub stage: String,
    pub name: String,
    pub projects: i64,
    pub total_fen: i64,
    pub key: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DashboardUnit)]
pub struct DashboardUnit {
    pub unit: UnitRef,
    pub target_fen: Option<i64>,
    pub done_fen: i64,
    pub projects: i64,
    /// done ÷ target, unrounded.
    #[schema(value_type = Option<String>)]
    pub completion: Option<Decimal>,
    pub completion_text: String,
    pub lead_points_text: String,
    pub rank: Option<i64>,
    pub key: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Share {
    pub code: String,
    pub name: String,
    pub projects: i64,
    pub share_text: String,
    pub total_fen: i64,
    pub amount_share_text: String,
    pub key: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TrackView {
    #[serde(flatten)]
    pub share: Share,
    pub target: Option<i64>,
    pub completion_text: String,
    /// Recognised money of the track.
    pub fen: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MonthView {
    pub month: String,
    pub fen: i64,
    pub entries: i64,
    pub key: String,
}

/// The stages in the order of the funnel.
const STAGES: [&str; 12] = [
    "lead",
    "qualified",
    "negotiation",
    "review",
    "ready_to_sign",
    "signed",
    "registered",
    "approvals",
    "construction",
    "completed",
    "production",
    "at_capacity",
];

/// The year until `as_of` for this reader.
pub fn dashboard(reader: &Reader, who: &Who, span: Span) -> Result<Dashboard> {
    let reach = who.reach(Right::Figure, Act::Read)?;
    let scope = Scope { district: who.district().to_owned(), reach, span, veil: project::veil(reader, who)? };
    let gathered = gather::facts(reader, &scope, Depth::Figures)?;
    let (facts, introduced) = (&gathered.facts, &gathered.introduced);
    let wrong = work_summary::mismatches(facts, &Judgement::default());
    let counts = Counts::of(introduced);
    Ok(Dashboard {
        from: span.window.from,
        to: span.window.to,
        as_of: span.as_of,
        cards: cards(facts, who.lang),
        pace: pace_view(facts, wrong.is_empty(), who.lang),
        funnel: funnel(reader, &scope, who.lang)?,
        units: units(&gathered),
        structure: structure(&counts, who.lang),
        industries: industries(reader, &counts)?,
        tracks: tracks(&gathered, &counts, who.lang),
        months: months(&scope, &gathered),
        label: word(who.lang, "report.label"),
        mismatches: wrong.iter().map(|m| if who.lang == Lang::En { m.en() } else { m.zh() }).collect(),
    })
}

fn cards(facts: &Facts, lang: Lang) -> Vec<Card> {
    let mut figures = vec![
        Figure::count("project.introduced", facts.introduced.total, "个"),
        Figure::yuan("fund.recognised", facts.money.total),
    ];
    if let Some(plan) = facts.plan_fen {
        figures.push(Figure::yuan("target.plan", plan));
        figures
            .extend(ratio(facts.money.total, plan).map(|done| Figure::percent("fund.completion", done, 1)));
    }
    if let Some(forecast) = &facts.forecast {
        figures.push(Figure::yuan("target.forecast", forecast.total));
        let share = facts.plan_fen.and_then(|plan| ratio(forecast.total, plan));
        figures.extend(share.map(|share| Figure::percent("target.forecast_share", share, 0)));
    }
    if let Some(signed) = &facts.signed {
        figures.push(Figure::count("project.signed", signed.count.total, "个"));
        figures.push(Figure::yuan("project.signed.amount", signed.amount.total));
    }
    let card = |figure: Figure| Card {
        name: word(lang, &format!("report.{}", figure.key)),
        value_text: figure.text.strip_suffix(figure.unit.as_str()).unwrap_or(&figure.text).to_owned(),
        unit: figure.unit,
        note: None,
        label: word(lang, "report.label"),
        key: figure.key,
    };
    figures.into_iter().map(card).collect()
}

/// The sentence only when the figures in it add up.
fn pace_view(facts: &Facts, sound: bool, lang: Lang) -> Option<PaceView> {
    let plan = facts.plan_fen?;
    let goal = facts.forecast.as_ref().map_or(plan, |forecast| forecast.total);
    let pace = pace(facts.money.total, plan, goal, facts.window.to)?;
    Some(PaceView {
        done_text: percent(pace.done, 1),
        elapsed_text: percent(pace.elapsed, 1),
        lead_points_text: Figure::signed_points("", pace.lead_points, 1).text,
        sentence: if sound { check_sentence(facts, &pace, lang) } else { String::new() },
    })
}

/// Where the year stands, and what the declared forecast asks of the rest: the check sentence of the summary.
fn check_sentence(facts: &Facts, pace: &Pace, lang: Lang) -> String {
    let to = facts.window.to;
    let gone = months_elapsed(to);
    let side = if pace.lead_points.is_sign_negative() { "behind" } else { "ahead" };
    let mut said = BTreeMap::from([
        ("on", day(to, lang)),
        ("done", percent(pace.done, 1)),
        ("elapsed", percent(pace.elapsed, 1)),
        ("points", Figure::signed_points("", pace.lead_points.abs(), 1).text.replace('+', "")),
        ("side", word(lang, &format!("report.pace.{side}"))),
        ("left", (12 - gone).to_string()),
        ("gone", gone.to_string()),
    ]);
    let demand = match (facts.forecast.is_some(), pace.needed_rate, pace.run_rate) {
        (true, Some(needed), _) if needed <= Decimal::ZERO => "reached",
        (true, Some(needed), Some(so_far)) if so_far > Decimal::ZERO => {
            said.insert("needed", monthly(needed, lang));
            said.insert("rate", monthly(so_far, lang));
            said.insert("times", Figure::times("", needed / so_far, 2).text.replace('倍', ""));
            "demand"
        }
        (true, Some(needed), _) => {
            said.insert("needed", monthly(needed, lang));
            "demand_only"
        }
        _ => "end",
    };
    let said: BTreeMap<String, String> = said.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    let sentence = |key: &str| say(lang, &format!("report.pace.{key}"), &said);
    let demand = if demand == "end" { String::new() } else { sentence(demand) };
    format!("{}{demand}{}", sentence("check"), sentence("end"))
}

fn day(on: Date, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", on.month(), on.day()),
        Lang::En => on.strftime("%-d %B").to_string(),
    }
}

/// An amount a month: 37.3亿元, or CNY 3.73 billion.
fn monthly(fen: Decimal, lang: Lang) -> String {
    match lang {
        Lang::Zh => Figure::monthly("", fen, 1).text,
        Lang::En => {
            let billions = Figure::monthly("", fen / Decimal::TEN, 2).text;
            format!("CNY {} billion", billions.trim_end_matches("亿元"))
        }
    }
}

fn funnel(reader: &Reader, scope: &Scope, lang: Lang) -> Result<Vec<StageView>> {
    let counts = store::stages(reader, scope)?;
    let stages = STAGES.into_iter().map(|stage| {
        let count = counts.iter().find(|count| count.stage == stage);
        StageView {
            stage: stage.to_owned(),
            name: word(lang, &format!("report.stage.{stage}")),
            projects: count.map_or(0, |count| count.projects),
            total_fen: count.map_or(0, |count| count.total_fen),
            key: format!("project.stage:stage={stage}"),
        }
    });
    Ok(stages.collect())
}

fn units(gathered: &Gathered) -> Vec<DashboardUnit> {
    let facts = &gathered.facts;
    let elapsed = Decimal::from(months_elapsed(facts.window.to)) / Decimal::from(12);
    let completion = |unit: &Unit| ratio(unit.money_fen, unit.target_fen?);
    let mut completions: Vec<Decimal> = facts.units.iter().filter_map(completion).collect();
    completions.sort_unstable_by(|a, b| b.cmp(a));
    let ahead = |own: Decimal| completions.partition_point(|other| *other > own) as i64;
    let records: HashMap<UnitId, &UnitRecord> = gathered.records.iter().map(|it| (it.id, it)).collect();
    let mut units: Vec<DashboardUnit> = facts
        .units
        .iter()
        .filter_map(|unit| {
            let record = records.get(&unit.id)?;
            let done = completion(unit);
            let lead =
                |done: Decimal| Figure::signed_points("", (done - elapsed) * Decimal::ONE_HUNDRED, 1).text;
            Some(DashboardUnit {
                unit: record.reference(),
                target_fen: unit.target_fen,
                done_fen: unit.money_fen,
                projects: unit.introduced,
                completion: done,
                completion_text: done.map_or_else(dash, |done| percent(done, 1)),
                lead_points_text: done.map_or_else(dash, lead),
                rank: done.map(|done| 1 + ahead(done)),
                key: format!("fund.recognised:unit={}", unit.id),
            })
        })
        .collect();
    units.sort_by_key(|unit| (unit.rank.is_none(), unit.rank));
    units
}

/// Introductions and their totals in fen, cut in every way that the page needs by walking over them once.
#[derive(Default)]
struct Counts<'g> {
    all: Tally,
    structures: BTreeMap<&'g str, Tally>,
    sections: BTreeMap<&'g str, Tally>,
    tracks: BTreeMap<&'g str, Tally>,
    high_technology: Tally,
    lead: Tally,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    projects: i64,
    fen: i64,
}

impl<'g> Counts<'g> {
    fn of(introduced: &'g [Introduced]) -> Self {
        let mut counts = Self::default();
        for row in introduced {
            let add = |tally: &mut Tally| {
                tally.projects += row.projects;
                tally.fen += row.total_fen;
            };
            add(&mut counts.all);
            add(counts.structures.entry(&row.structure).or_default());
            add(counts.tracks.entry(&row.track).or_default());
            if !row.section.is_empty() {
                add(counts.sections.entry(&row.section).or_default());
            }
            if row.high_technology {
                add(&mut counts.high_technology);
            }
            if row.lead {
                add(&mut counts.lead);
            }
        }
        counts
    }

    fn share(&self, code: &str, name: String, key: String, part: Tally) -> Share {
        let text = |part, whole| ratio(part, whole).map_or_else(dash, |share| percent(share, 1));
        Share {
            code: code.to_owned(),
            name,
            projects: part.projects,
            share_text: text(part.projects, self.all.projects),
            total_fen: part.fen,
            amount_share_text: text(part.fen, self.all.fen),
            key,
        }
    }
}

fn dash() -> String {
    "—".to_owned()
}

fn structure(counts: &Counts<'_>, lang: Lang) -> Vec<Share> {
    let codes = ["modern_manufacturing", "emerging_services", "real_estate", "agriculture", "other"];
    let classes = codes
        .into_iter()
        .map(|code| (code, counts.structures.get(code).copied().unwrap_or_default()))
        .chain([("high_technology", counts.high_technology), ("lead", counts.lead)]);
    let shares = classes.map(|(code, part)| {
        let name = word(lang, &format!("report.structure.{code}"));
        counts.share(code, name, format!("project.structure:class={code}"), part)
    });
    shares.collect()
}

/// By GB/T 4754 section, the largest first.
fn industries(reader: &Reader, counts: &Counts<'_>) -> Result<Vec<Share>> {
    let names = store::sections(reader)?;
    let mut shares: Vec<Share> = counts
        .sections
        .iter()
        .map(|(section, part)| {
            let name =
                names.iter().find(|(code, _)| code == section).map_or(*section, |(_, name)| name.as_str());
            counts.share(section, name.to_owned(), format!("project.introduced:section={section}"), *part)
        })
        .collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.projects));
    Ok(shares)
}

fn tracks(gathered: &Gathered, counts: &Counts<'_>, lang: Lang) -> Vec<TrackView> {
    let money = gathered.money(|row| row.track.as_str());
    let views = gathered.facts.tracks.iter().map(|track| {
        let code = track.code.as_str();
        let target = track.measure.as_ref().map(|measure| measure.target);
        let done = target.and_then(|target| ratio(track.introduced, target));
        let name = word(lang, &format!("report.track.{code}"));
        let key = format!("project.introduced:track={code}");
        let part = counts.tracks.get(code).copied().unwrap_or_default();
        TrackView {
            share: counts.share(code, name, key, part),
            target,
            completion_text: done.map_or_else(dash, |done| percent(done, 1)),
            fen: money.get(code).map_or(0, |(_, fen)| *fen),
        }
    });
    views.collect()
}

/// Every month of the window, also those without money.
fn months(scope: &Scope, gathered: &Gathered) -> Vec<MonthView> {
    let money = gathered.money(|row| row.month.as_str());
    let (from, to) = (scope.span.window.from, scope.span.window.to);
    let last = if from.year() == to.year() { to.month() } else { 12 };
    let months = (from.month()..=last).map(|month| {
        let month = format!("{}-{month:02}", from.year());
        let (entries, fen) = money.get(month.as_str()).copied().unwrap_or_default();
        MonthView { fen, entries, key: format!("fund.recognised:month={month}"), month }
    });
    months.collect()
}
