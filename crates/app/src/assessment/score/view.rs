//! Scores as they are shown: the league of each group, each item with the sentence that the circular prints.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    assessment::{
        Scheme, Scores, number,
        scheme::{Source, Then},
        score::{ItemScore, Taken, UnitScore},
    },
    authority::{Act, Class, Reach},
    id::{SchemeId, UnitId},
    money,
    period::{Window, pace_of},
};

use super::{Asked, Scored, WhatIf, card::CardRow, kept, spoken, what_if};
use crate::{
    assessment::{http::year_or_now, scheme::SchemeBrief},
    floor::{
        Fault, Result,
        db::Reader,
        say::{Lang, say_fault, word},
        web::Who,
    },
    org::{self, UnitRef},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SchemeRef {
    #[schema(value_type = Uuid)]
    pub id: SchemeId,
    pub code: String,
    pub name: String,
    pub version: i64,
    /// `draft`, `in_force` or `retired`.
    pub state: String,
}

/// Time progress (序时进度) by whole months.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Progress {
    /// `66.7%`.
    pub elapsed_text: String,
    pub months_gone: i32,
    pub months: i32,
}

/// What the scheme asks for and the records do not have.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MissingFact {
    pub code: String,
    pub message: String,
}

/// One item of one unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemView {
    pub code: String,
    pub name: String,
    /// The group of items (板块) it belongs to.
    pub group: Option<String>,
    /// How the rule is called: 按完成比例, 功效系数 …
    pub rule: String,
    /// Not part of the scheme's total.
    pub bonus: bool,
    /// Points, as they are printed; a deduction is negative.
    pub points_text: String,
    /// Full points; of a deduction nothing.
    pub max_text: Option<String>,
    /// 得分 = 完成数 … ÷ 目标 … = 82.30% × 20分 = 16.46分
    pub line: String,
    /// 再到位 … 可得满分
    pub missing_line: Option<String>,
    /// Why nothing is missing, or nothing single.
    pub no_step_line: Option<String>,
    /// The figure whose rows are behind the item, where one figure is.
    pub rows_key: Option<String>,
    /// What narrows that figure, besides the unit.
    #[schema(value_type = Option<Object>)]
    pub rows_params: Option<serde_json::Value>,
    /// On the card of a unit: the rows, the latest first, not more than a page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<CardRow>,
    /// On the card of a unit: how many rows there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows_total: Option<i64>,
}

/// One unit in the league.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitScoreView {
    pub unit: UnitRef,
    /// From 1; none for a unit that takes no place.
    pub rank: Option<u32>,
    /// How many take places in the group.
    pub of: u32,
    pub total_text: String,
    /// 总分 = 基础分 … + 加分 …
    pub total_line: String,
    /// 优秀, 良好 …
    pub outcome: Option<String>,
    pub items: Vec<ItemView>,
    /// Target of money in place.
    pub target_fen: Option<i64>,
    /// Recognised money, before any factor of the scheme.
    pub done_fen: i64,
    /// `done_fen` ÷ `target_fen`.
    pub completion_text: Option<String>,
    /// Percentage points ahead of the calendar; negative is behind.
    pub lead_points_text: Option<String>,
    /// What each remaining month must bring to reach the target.
    pub needed_rate_fen: Option<i64>,
    pub needed_rate_text: Option<String>,
    /// Why the total is void or capped.
    pub vetoed: Option<String>,
}

/// Units that are compared with each other.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeagueGroup {
    pub code: String,
    pub name: String,
    pub units: Vec<UnitScoreView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct League {
    pub year: i64,
    /// None while no scheme is in force.
    pub scheme: Option<SchemeRef>,
    #[schema(value_type = String)]
    pub as_of: Date,
    pub progress: Progress,
    pub groups: Vec<LeagueGroup>,
    pub missing: Vec<MissingFact>,
}

/// The scores that one may see: all of them, or those of one's own units with their places among all.
pub fn league(reader: &Reader, who: &Who, place: &str, asked: &Asked) -> Result<League> {
    let reach = who.reach(Class::Figure, Act::Read)?;
    match kept::until_written(reader, place, who.district(), asked)? {
        Some(scored) => Ok(shown(&scored, &reach, who.lang)),
        None => unscored(reader, who, asked),
    }
}

/// What the scores of all units would be by a text that is being written, and what it changes beside the scheme in
/// force; nothing is kept. `None` while the text has errors.
pub fn trial_of_text(
    reader: &Reader,
    who: &Who,
    text: &str,
    as_of: Option<Date>,
) -> Result<Option<(League, Option<WhatIf>)>> {
    who.need_district(Class::Scheme, Act::Write)?;
    let reach = who.reach(Class::Figure, Act::Read)?;
    let Ok(scheme) = Scheme::parse(text) else { return Ok(None) };
    let as_of = as_of.map_or_else(|| org::as_of(reader, who.district()), Ok)?;
    let now = reader.now();
    let brief = SchemeBrief {
        id: SchemeId(uuid::Uuid::nil()),
        code: scheme.id.clone(),
        version: scheme.version.into(),
        name: scheme.name.zh.clone(),
        year: scheme.window.to.year().into(),
        state: "draft".into(),
        created_by: None,
        created_at: now,
        updated_at: now,
    };
    let scored = std::sync::Arc::new(super::applied(reader, who.district(), scheme, brief, as_of)?);
    let league = shown(&scored, &reach, who.lang);
    Ok(Some((league, what_if::against_in_force(reader, who, scored)?)))
}

/// The answer while no scheme is in force.
fn unscored(reader: &Reader, who: &Who, asked: &Asked) -> Result<League> {
    let as_of = asked.as_of.map_or_else(|| org::as_of(reader, who.district()), Ok)?;
    let year = year_or_now(reader, who, asked.year.or(asked.as_of.map(|d| d.year().into())))?;
    let window = i16::try_from(year).ok().and_then(Window::year).unwrap_or(Window { from: as_of, to: as_of });
    Ok(League {
        year,
        scheme: None,
        as_of,
        progress: progress(window, as_of),
        groups: Vec::new(),
        missing: vec![said(who.lang, &Fault::new("assessment.no_scheme").with("year", year))],
    })
}

fn said(lang: Lang, fault: &Fault) -> MissingFact {
    MissingFact { code: fault.code.clone(), message: say_fault(lang, fault) }
}

pub(super) fn progress(window: Window, as_of: Date) -> Progress {
    let (gone, all) = window.months(as_of);
    let elapsed = Decimal::from(gone) / Decimal::from(all.max(1));
    Progress { elapsed_text: money::percent(elapsed, 1), months_gone: gone, months: all }
}

impl SchemeRef {
    pub(in crate::assessment) fn of(brief: &SchemeBrief, scheme: &Scheme, lang: Lang) -> Self {
        Self {
            id: brief.id,
            code: brief.code.clone(),
            name: spoken(lang).of(&scheme.name).to_owned(),
            version: brief.version,
            state: brief.state.clone(),
        }
    }
}

pub(in crate::assessment) fn missing(scored: &Scored, lang: Lang) -> Vec<MissingFact> {
    let mut out = Vec::new();
    match &scored.outcome {
        Ok(scores) if scores.units.is_empty() => out.push(said(lang, &Fault::new("assessment.no_units"))),
        Ok(_) => {}
        Err(missing) => out.extend(
            missing.iter().map(|m| MissingFact { code: m.code.to_owned(), message: m.say(spoken(lang)) }),
        ),
    }
    let without = scored.without_target().iter();
    out.extend(without.map(|name| said(lang, &Fault::new("assessment.no_target").with("name", name))));
    out
}

fn shown(scored: &Scored, reach: &Reach, lang: Lang) -> League {
    let groups = match &scored.outcome {
        Ok(scores) => groups(scored, scores, reach, lang),
        Err(_) => Vec::new(),
    };
    // What is missing names units: only who sees them all is told.
    let missing =
        if *reach == Reach::District || scored.outcome.is_err() { missing(scored, lang) } else { Vec::new() };
    League {
        year: scored.year,
        scheme: Some(SchemeRef::of(&scored.brief, &scored.scheme, lang)),
        as_of: scored.as_of,
        progress: progress(scored.scheme.window, scored.as_of),
        groups,
        missing,
    }
}

fn groups(scored: &Scored, scores: &Scores, reach: &Reach, lang: Lang) -> Vec<LeagueGroup> {
    let mut out: Vec<LeagueGroup> = Vec::new();
    for unit in &scores.units {
        let Some(row) = unit_row(scored, unit.unit).filter(|row| reach.covers(&row.path)) else { continue };
        let code = if scored.scheme.rank.by_class { unit.class.clone() } else { String::new() };
        let view = unit_view(scored, unit, row.into(), lang);
        match out.iter_mut().find(|g| g.code == code) {
            Some(group) => group.units.push(view),
            None => out.push(LeagueGroup { name: group_name(scored, &code, lang), code, units: vec![view] }),
        }
    }
    out
}

pub(super) fn group_name(scored: &Scored, code: &str, lang: Lang) -> String {
    let class = scored.scheme.classes.iter().find(|c| c.id == code);
    match class {
        Some(class) => spoken(lang).of(&class.name).to_owned(),
        None if code.is_empty() => String::new(),
        // Without classes units are compared with those of their kind.
        None => word(lang, &format!("assessment.kind_{code}")),
    }
}

pub(super) fn unit_row(scored: &Scored, unit: UnitId) -> Option<&crate::assessment::store::facts::UnitRow> {
    scored.gathered.units.iter().find(|u| u.id == unit)
}

impl From<&crate::assessment::store::facts::UnitRow> for UnitRef {
    fn from(row: &crate::assessment::store::facts::UnitRow) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            short_name: row.short_name.clone(),
            kind: row.kind.clone(),
        }
    }
}

pub(super) fn unit_view(scored: &Scored, unit: &UnitScore, named: UnitRef, lang: Lang) -> UnitScoreView {
    let done_fen = scored.done_fen(unit.unit);
    let target_fen = scored.gathered.target_fen.get(&unit.unit).copied();
    let months = scored.scheme.window.months(scored.as_of);
    let pace = target_fen.and_then(|plan| pace_of(done_fen.into(), plan.into(), plan.into(), months));
    let needed = pace.as_ref().and_then(|p| p.needed_rate);
    // Less than nothing is not needed: the target is reached.
    let needed = needed.and_then(|rate| i64::try_from(number::round(rate, 0)).ok()).map(|rate| rate.max(0));
    let mut items: Vec<ItemView> =
        unit.items.iter().map(|item| item_view(scored, unit, item, lang)).collect();
    items.extend(unit.total.taken.iter().map(|taken| taken_view(scored, taken, lang)));
    let void = |then: &Then| matches!(then, Then::TotalZero | Then::CapTotal(_));
    let gate = unit.total.gates.iter().find(|g| void(&g.then));
    UnitScoreView {
        unit: named,
        rank: unit.place,
        of: unit.of,
        total_text: points(unit.total.points),
        total_line: unit.total.say(spoken(lang)),
        outcome: unit.outcome.as_ref().map(|name| spoken(lang).of(name).to_owned()),
        items,
        target_fen,
        done_fen,
        completion_text: pace.as_ref().map(|p| number::percent(p.done, 1)),
        lead_points_text: pace.as_ref().map(|p| signed(p.lead_points)),
        needed_rate_fen: needed,
        needed_rate_text: needed.map(|fen| match lang {
            Lang::Zh => format!("{}亿元", money::yi(fen, 2)),
            Lang::En => format!("{} ×100m yuan", money::yi(fen, 2)),
        }),
        vetoed: gate.map(|g| spoken(lang).of(&g.say).to_owned()),
    }
}

fn signed(value: Decimal) -> String {
    let text = number::grouped(value, 1);
    if text.starts_with('-') || value.is_zero() { text } else { format!("+{text}") }
}

/// At least two decimals, more where the scheme gives more; nothing taken is no `-0.00`.
fn points(value: Decimal) -> String {
    let value = if value.is_zero() { Decimal::ZERO } else { value };
    number::grouped(value, 2.max(number::round(value, 6).normalize().scale()))
}

fn item_view(scored: &Scored, unit: &UnitScore, item: &ItemScore, lang: Lang) -> ItemView {
    let spoken = spoken(lang);
    let mut line = item.explain.say(spoken);
    for taken in &item.taken {
        line.push_str(if lang == Lang::Zh { "；" } else { "; " });
        line.push_str(&taken.say(spoken));
    }
    let vetoed =
        unit.total.gates.iter().filter(|g| matches!(&g.then, Then::ItemZero(id) if *id == item.item));
    for gate in vetoed {
        line.push_str(if lang == Lang::Zh { "；" } else { "; " });
        line.push_str(spoken.of(&gate.say));
    }
    let (rows_key, rows_params) = figure(scored, &item.measures);
    ItemView {
        code: item.item.clone(),
        name: spoken.of(&item.name).to_owned(),
        group: item.group.clone(),
        rule: rule(scored, &item.item, lang),
        bonus: item.bonus,
        points_text: points(item.points),
        max_text: Some(number::plain(item.full)),
        line,
        missing_line: item.gap.as_ref().map(|g| g.say(spoken)),
        no_step_line: item.no_step.as_ref().map(|n| n.say(spoken)),
        rows_key,
        rows_params,
        rows: Vec::new(),
        rows_total: None,
    }
}

fn rule(scored: &Scored, item: &str, lang: Lang) -> String {
    scored.scheme.item(item).map(|i| spoken(lang).of(&i.kind.name()).to_owned()).unwrap_or_default()
}

fn taken_view(scored: &Scored, taken: &Taken, lang: Lang) -> ItemView {
    let (rows_key, rows_params) = figure(scored, &taken.measures);
    ItemView {
        code: taken.item.clone(),
        name: spoken(lang).of(&taken.name).to_owned(),
        group: None,
        rule: rule(scored, &taken.item, lang),
        bonus: false,
        points_text: points(-taken.points),
        max_text: None,
        line: taken.say(spoken(lang)),
        missing_line: None,
        no_step_line: None,
        rows_key,
        rows_params,
        rows: Vec::new(),
        rows_total: None,
    }
}

/// The figure whose rows are behind measures, where it is one figure.
fn figure(scored: &Scored, measures: &[String]) -> (Option<String>, Option<serde_json::Value>) {
    let mut sources: Vec<Source> =
        measures.iter().filter_map(|m| scored.scheme.measure(m)).map(|m| m.source).collect();
    sources.dedup();
    let track = match sources.as_slice() {
        [Source::Funds] => return (Some("fund.recognised".into()), None),
        [Source::Projects] => "capital",
        [Source::Talents] => "talent",
        [Source::Institutes] => "institute",
        _ => return (None, None),
    };
    (Some("project.introduced".into()), Some(serde_json::json!({ "track": track })))
}
