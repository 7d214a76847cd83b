//! A closed period as it is shown. Before it is published only the office and the leaders see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        closing::{Closing, State},
        number::grouped,
        paper::{Adjustment, taken},
        scheme::Item,
        score::UnitScore,
    },
    authority::{Act, Class, Reach},
    id::{ClosingId, UnitId},
};

use super::{frozen, refused, second};
use crate::{
    assessment::{
        scheme::{name_of, spoken},
        store::{
            closing::{self as store, Closed},
            scheme as schemes,
        },
    },
    floor::{
        Error, Fault, Result,
        db::Reader,
        say::Lang,
        web::{Action, Who},
    },
    org::{self, UnitRef},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosingRow {
    #[schema(value_type = Uuid)]
    pub id: ClosingId,
    pub year: i64,
    /// `2013-08`.
    pub month: String,
    /// How often the month was closed: from 1.
    pub no: i64,
    #[schema(value_type = String)]
    pub as_of: Date,
    #[schema(value_type = String)]
    pub state: State,
    pub scheme_name: String,
    pub scheme_version: i64,
    #[schema(value_type = String)]
    pub closed_on: Date,
    pub closed_by: Option<String>,
    #[schema(value_type = Option<String>)]
    pub objections_until: Option<Date>,
    pub objection_count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClosingList {
    pub year: i64,
    /// Days up to this one are closed.
    #[schema(value_type = Option<String>)]
    pub closed_until: Option<Date>,
    pub items: Vec<ClosingRow>,
    /// Whether the reader may close the next month.
    pub close: Action,
}

/// A unit in the result.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosedUnit {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub name: String,
    pub rank: Option<u32>,
    pub base_text: String,
    pub bonus_text: String,
    pub taken_text: String,
    pub total_text: String,
    pub outcome: Option<String>,
    /// Each item with its sentence; of units that the reader may not read the figures of, none.
    pub lines: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosedGroup {
    pub name: String,
    pub units: Vec<ClosedUnit>,
}

/// A correction of an earlier, closed period that counts in this one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdjustmentView {
    pub code: String,
    pub project: String,
    pub unit: String,
    pub fen: i64,
    #[schema(value_type = String)]
    pub recognised_on: Date,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosingObjection {
    pub id: Uuid,
    pub unit: UnitRef,
    pub item: String,
    pub text: String,
    #[schema(value_type = String)]
    pub raised_on: Date,
    pub upheld: Option<bool>,
    pub answer: String,
    pub minutes_no: String,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
}

/// An item of the scheme that was frozen, in the reader's language.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosingItem {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosingView {
    #[serde(flatten)]
    pub row: ClosingRow,
    pub title: String,
    /// SHA-256 over what was frozen.
    pub snapshot_sha: String,
    /// Made again from what was frozen, the result is the same to the byte.
    pub verified: bool,
    #[schema(value_type = String)]
    pub closed_at: Timestamp,
    #[schema(value_type = Option<String>)]
    pub published_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub final_on: Option<Date>,
    pub target_version: i64,
    pub targets: u64,
    /// Of a scheme with rules of recognition: what counts once for the district.
    pub recognised_fen: Option<i64>,
    /// And for the units together.
    pub credited_fen: Option<i64>,
    pub groups: Vec<ClosedGroup>,
    pub adjustments: Vec<AdjustmentView>,
    pub objections: Vec<ClosingObjection>,
    /// What an objection may be about.
    pub items: Vec<ClosingItem>,
    pub reopen_reason: String,
    pub reopen_asked_by: Option<String>,
    #[schema(value_type = Option<String>)]
    pub reopen_asked_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub reopened_on: Option<Date>,
    pub reopened_by: Option<String>,
    pub version: i64,
    /// `publish`, `object`, `answer`, `final`, `ask_to_reopen`, `reopen`, `keep_closed`.
    #[schema(value_type = BTreeMap<String, Action>)]
    pub actions: BTreeMap<&'static str, Action>,
}

/// The units that somebody speaks for.
pub(super) fn speaks(who: &Who) -> Reach {
    match who.actor.reach(Class::Fund, Act::Write) {
        Reach::Units(paths) => Reach::Units(paths),
        // The office decides on objections, it raises none.
        Reach::District | Reach::Nothing => Reach::Nothing,
    }
}

/// The closing, when the reader may see it.
pub(super) fn seen(reader: &Reader, who: &Who, id: ClosingId) -> Result<Closed> {
    let reach = who.reach(Class::Figure, Act::Read)?;
    let closed = store::one(reader, who.district(), id)?.ok_or(Error::NotFound)?;
    let shown = closed.published_on.is_some();
    if reach == Reach::District || shown { Ok(closed) } else { Err(Error::NotFound) }
}

pub(super) fn facts(reader: &Reader, district: &str, closed: &Closed) -> Result<Closing> {
    let (unanswered, upheld) = store::objection_counts(reader, district, closed.id)?;
    Ok(Closing {
        state: closed.state,
        latest: org::closed_until(reader, district)? == Some(closed.as_of),
        objections_until: closed.objections_until,
        unanswered: usize::try_from(unanswered).unwrap_or(0),
        upheld: usize::try_from(upheld).unwrap_or(0),
        reopen_asked: closed.reopen_asked_on.is_some(),
    })
}

/// The closings of a year that one may see, the latest first.
pub fn list(reader: &Reader, who: &Who, year: i64) -> Result<ClosingList> {
    super::need_year(year)?;
    let whole = who.reach(Class::Figure, Act::Read)? == Reach::District;
    let all = store::list(reader, who.district(), year)?;
    let mut items = Vec::new();
    for closed in all.into_iter().filter(|c| whole || c.published_on.is_some()) {
        items.push(row(reader, who, closed)?);
    }
    let close = who.need_district(Class::Target, Act::Write).map_err(|_| refused("assessment.not_office"));
    Ok(ClosingList {
        year,
        closed_until: org::closed_until(reader, who.district())?,
        items,
        close: Action::of(who.lang, close),
    })
}

fn row(reader: &Reader, who: &Who, c: Closed) -> Result<ClosingRow> {
    let text = schemes::scheme(reader, who.district(), c.scheme_id)?.map(|(_, text)| text);
    let scheme_name = text.and_then(|text| name_of(&text, who.lang)).unwrap_or(c.scheme_name);
    Ok(ClosingRow {
        id: c.id,
        year: c.year,
        month: c.month,
        no: c.no,
        as_of: c.as_of,
        state: c.state,
        scheme_name,
        scheme_version: c.scheme_version,
        closed_on: c.closed_on,
        closed_by: c.closed_by,
        objections_until: c.objections_until,
        objection_count: c.objections,
    })
}

/// A closed period with its result, made again from what was frozen.
pub fn view(reader: &Reader, who: &Who, id: ClosingId) -> Result<ClosingView> {
    let closed = seen(reader, who, id)?;
    let (mut made, verified) =
        frozen::again(reader, who.district(), id, (&closed.snapshot_sha, &closed.paper_sha))?;
    // A published result tells every unit the places of all; how points came about, what was corrected and what was objected
    // is told of one's own.
    let reach = who.reach(Class::Figure, Act::Read)?;
    frozen::own_adjustments(reader, who.district(), &reach, &mut made.about)?;
    let mut own: BTreeSet<UnitId> = BTreeSet::new();
    if reach != Reach::District {
        for unit in &made.scores.units {
            let path = store::unit_path(reader, who.district(), unit.unit)?;
            own.extend(path.filter(|path| reach.covers(path)).map(|_| unit.unit));
        }
    }
    let actions = actions(reader, who, &closed)?;
    let said =
        |item: &Item| ClosingItem { code: item.id.clone(), name: spoken(who.lang).of(&item.name).to_owned() };
    let mut groups: Vec<(String, ClosedGroup)> = Vec::new();
    for unit in &made.scores.units {
        let code = if made.scheme.rank.by_class { unit.class.as_str() } else { "" };
        let mut shown = closed_unit(unit, who.lang);
        if reach != Reach::District && !own.contains(&unit.unit) {
            shown.lines.clear();
        }
        if let Some((_, group)) = groups.iter_mut().find(|(known, _)| known == code) {
            group.units.push(shown);
            continue;
        }
        let class = made.scheme.classes.iter().find(|c| c.id == code);
        let name = class.map_or(code, |c| spoken(who.lang).of(&c.name)).to_owned();
        groups.push((code.to_owned(), ClosedGroup { name, units: vec![shown] }));
    }
    Ok(ClosingView {
        title: made.document.title().to_owned(),
        snapshot_sha: closed.snapshot_sha.clone(),
        verified,
        closed_at: closed.closed_at,
        published_on: closed.published_on,
        final_on: closed.final_on,
        target_version: made.about.target_version,
        targets: made.about.targets as u64,
        recognised_fen: made.about.book.map(|(once, _)| once),
        credited_fen: made.about.book.map(|(_, credited)| credited),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        adjustments: made.about.adjustments.iter().map(adjustment).collect(),
        objections: store::objections(reader, who.district(), id, &reach)?,
        items: made.scheme.items.iter().map(said).collect(),
        reopen_reason: closed.reopen_reason.clone(),
        reopen_asked_by: closed.reopen_asked_name.clone(),
        reopen_asked_on: closed.reopen_asked_on,
        reopened_on: closed.reopened_on,
        reopened_by: closed.reopened_by.clone(),
        version: closed.version,
        actions,
        row: row(reader, who, closed)?,
    })
}

fn closed_unit(unit: &UnitScore, lang: Lang) -> ClosedUnit {
    let spoken = spoken(lang);
    let base = unit.total.rescale.as_ref().map_or(unit.total.base, |r| r.points);
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    let said = unit.items.iter().map(|i| format!("{}{colon}{}", spoken.of(&i.name), i.explain.say(spoken)));
    let lost = unit.total.taken.iter().map(|t| format!("{}{colon}{}", spoken.of(&t.name), t.say(spoken)));
    ClosedUnit {
        unit_id: unit.unit,
        name: unit.name.clone(),
        rank: unit.place,
        base_text: grouped(base, 2),
        bonus_text: grouped(unit.total.bonus, 2),
        taken_text: grouped(taken(unit), 2),
        total_text: grouped(unit.total.points, 2),
        outcome: unit.outcome.as_ref().map(|o| spoken.of(o).to_owned()),
        lines: said.chain(lost).collect(),
    }
}

fn adjustment(a: &Adjustment) -> AdjustmentView {
    AdjustmentView {
        code: a.code.clone(),
        project: a.project.clone(),
        unit: a.unit.clone(),
        fen: a.fen,
        recognised_on: a.recognised_on,
        reason: a.reason.clone(),
    }
}

fn actions(reader: &Reader, who: &Who, closed: &Closed) -> Result<BTreeMap<&'static str, Action>> {
    let facts = facts(reader, who.district(), closed)?;
    let today = org::office_day(reader, who.district())?;
    let keeps = who.actor.reach(Class::Target, Act::Write) == Reach::District;
    let own = closed.reopen_asked_by.is_some() && closed.reopen_asked_by == who.account_id();
    let office = |allowed: bool, outcome: Result<(), &'static str>| {
        let outcome = if allowed { outcome } else { Err("assessment.not_office") };
        Action::of(who.lang, outcome.map_err(|code| Error::refused(Fault::new(code))))
    };
    let object =
        if speaks(who) == Reach::Nothing { Err("assessment.not_a_unit") } else { facts.may_object(today) };
    let answer = if facts.unanswered > 0 { Ok(()) } else { Err("assessment.no_objection") };
    Ok(BTreeMap::from([
        ("publish", office(keeps, facts.may_publish())),
        ("object", office(true, object)),
        ("answer", office(keeps, answer)),
        ("final", office(keeps, facts.may_be_final(today))),
        ("ask_to_reopen", office(keeps, facts.may_ask_to_reopen())),
        ("reopen", office(second(who), facts.may_reopen(own))),
        ("keep_closed", office(second(who), facts.may_reopen(false))),
    ]))
}
