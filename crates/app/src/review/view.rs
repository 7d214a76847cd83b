//! What of a round a reader sees: reviewers and leaders all of it; a department that is asked the receipts; a unit its own
//! receipts, and all of them once they are shown in public.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{RoundId, UnitId},
    review::{State, Verdict, may_finish, may_meet, may_object},
};

use super::{
    refused,
    store::{self, Round},
};
use crate::{
    floor::{
        Error, Result,
        db::Reader,
        web::{Action, Who},
    },
    org::{self, UnitRef},
    project::{self, ProjectRef},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundRow {
    #[schema(value_type = Uuid)]
    pub id: RoundId,
    /// `379901-2013-R001`.
    pub code: String,
    pub name: String,
    #[schema(value_type = String)]
    pub state: State,
    #[schema(value_type = String)]
    pub opened_on: Date,
    #[schema(value_type = Option<String>)]
    pub met_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub notice_until: Option<Date>,
    pub receipts: i64,
    pub objections: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DepartmentView {
    pub unit: UnitRef,
    /// On how many receipts it has said what it thinks.
    pub answered: i64,
    /// Whether the reader speaks for it.
    pub mine: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpinionGiven {
    pub unit: UnitRef,
    pub agrees: bool,
    pub text: String,
    pub given_by: Option<String>,
    #[schema(value_type = String)]
    pub given_on: Date,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ObjectionView {
    pub id: Uuid,
    pub unit: UnitRef,
    pub text: String,
    #[schema(value_type = String)]
    pub raised_on: Date,
    pub upheld: Option<bool>,
    pub answer: String,
    #[schema(value_type = Option<String>)]
    pub answered_on: Option<Date>,
}

/// A receipt of a round.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundItem {
    pub fund_id: Uuid,
    pub code: String,
    pub project: ProjectRef,
    pub unit: UnitRef,
    pub kind: String,
    pub payer: String,
    #[schema(value_type = String)]
    pub received_on: Date,
    pub claimed_fen: i64,
    /// As it stands in the ledger now.
    pub state: String,
    pub recognised_fen: Option<i64>,
    /// What the meeting decided.
    #[schema(value_type = Option<String>)]
    pub verdict: Option<Verdict>,
    pub reason: String,
    pub opinions: Vec<OpinionGiven>,
    pub objections: Vec<ObjectionView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundView {
    #[serde(flatten)]
    pub row: RoundRow,
    #[schema(value_type = String)]
    pub opinions_due_on: Date,
    pub minutes_no: String,
    #[schema(value_type = Option<String>)]
    pub notice_from: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub finished_on: Option<Date>,
    pub opened_by: Option<String>,
    pub departments: Vec<DepartmentView>,
    pub items: Vec<RoundItem>,
    pub version: i64,
    /// `opine`, `meet`, `object`, `answer`, `finish`.
    #[schema(value_type = BTreeMap<String, Action>)]
    pub actions: BTreeMap<&'static str, Action>,
}

/// What of a round somebody sees.
pub(super) enum Sees {
    All,
    /// Receipts claimed by units below these paths.
    Own(Vec<String>),
    Nothing,
}

impl Sees {
    pub(super) const fn nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

/// Which rounds a list may show.
pub(super) struct Scope {
    /// Every round.
    pub whole: bool,
    /// Rounds with receipts of units below these paths, and those that are shown in public.
    pub units: Vec<String>,
    /// Rounds in which departments below these paths are asked.
    pub asked: Vec<String>,
}

pub(super) fn scope(who: &Who) -> Result<Scope> {
    let paths = |reach: Reach| match reach {
        Reach::Units(paths) => paths,
        Reach::District | Reach::Nothing => Vec::new(),
    };
    let fund = who.actor.reach(Class::Fund, Act::Read);
    let whole = fund == Reach::District;
    let asked = paths(who.actor.reach(Class::Admission, Act::Write));
    let scope = Scope { whole, units: paths(fund), asked };
    if scope.whole || !scope.units.is_empty() || !scope.asked.is_empty() {
        Ok(scope)
    } else {
        Err(Error::NotFound)
    }
}

/// The departments of a round that somebody speaks for.
pub(super) fn speaks_for(reader: &Reader, who: &Who, id: RoundId) -> Result<Vec<UnitId>> {
    let Reach::Units(paths) = who.actor.reach(Class::Admission, Act::Write) else { return Ok(Vec::new()) };
    let asked = store::departments(reader, who.district(), id)?;
    Ok(asked
        .into_iter()
        .filter(|d| paths.iter().any(|path| d.path.starts_with(path.as_str())))
        .map(|d| d.unit.id)
        .collect())
}

pub(super) fn sees(reader: &Reader, who: &Who, round: &Round) -> Result<Sees> {
    let scope = scope(who)?;
    if scope.whole || !speaks_for(reader, who, round.id)?.is_empty() {
        return Ok(Sees::All);
    }
    if scope.units.is_empty() {
        return Ok(Sees::Nothing);
    }
    if round.state != State::Open {
        return Ok(Sees::All);
    }
    if store::has_item_below(reader, who.district(), round.id, &scope.units)? {
        return Ok(Sees::Own(scope.units));
    }
    Ok(Sees::Nothing)
}

pub(super) fn view(reader: &Reader, who: &Who, round: Round) -> Result<RoundView> {
    let district = who.district();
    let mine = speaks_for(reader, who, round.id)?;
    let below = match sees(reader, who, &round)? {
        Sees::Own(paths) => Some(paths),
        Sees::All | Sees::Nothing => None,
    };
    let veil = project::veil(reader, who)?.shows("f.project_id");
    let mut items = store::item_views(reader, district, round.id, (&veil, below.as_deref()))?;
    for (fund, opinion) in store::opinions(reader, district, round.id)? {
        if let Some(item) = items.iter_mut().find(|i| i.fund_id == fund.0) {
            item.opinions.push(opinion);
        }
    }
    for (fund, objection) in store::objections(reader, district, round.id)? {
        if let Some(item) = items.iter_mut().find(|i| i.fund_id == fund.0) {
            item.objections.push(objection);
        }
    }
    let departments = store::departments(reader, district, round.id)?.into_iter().map(|d| DepartmentView {
        mine: mine.contains(&d.unit.id),
        answered: d.answered,
        unit: d.unit,
    });
    let actions = actions(reader, who, &round, !mine.is_empty())?;
    Ok(RoundView {
        departments: departments.collect(),
        items,
        actions,
        opinions_due_on: round.opinions_due_on,
        minutes_no: round.minutes_no,
        notice_from: round.notice_from,
        finished_on: round.finished_on,
        opened_by: round.opened_by,
        version: round.version,
        row: RoundRow {
            id: round.id,
            code: round.code,
            name: round.name,
            state: round.state,
            opened_on: round.opened_on,
            met_on: round.met_on,
            notice_until: round.notice_until,
            receipts: round.receipts,
            objections: round.objections,
        },
    })
}

fn actions(
    reader: &Reader,
    who: &Who,
    round: &Round,
    speaks: bool,
) -> Result<BTreeMap<&'static str, Action>> {
    let today = org::office_day(reader, who.district())?;
    let reviewer = who.actor.reach(Class::Fund, Act::Recognise) == Reach::District;
    let writes = who.actor.reach(Class::Fund, Act::Write) != Reach::Nothing;
    let waiting = store::waiting_opinions(reader, who.district(), round.id)?;
    let open = store::unanswered(reader, who.district(), round.id)?;
    let rule = |allowed: bool, outcome: Result<(), &'static str>| {
        let outcome = if allowed { outcome } else { Err("review.not_reviewer") };
        Action::of(who.lang, outcome.map_err(refused))
    };
    let opine = if round.state == State::Open { Ok(()) } else { Err("review.already_met") };
    let opine = if speaks { opine } else { Err("review.not_asked") };
    let object = may_object(round.state, round.notice_until, today);
    let object = if writes { object } else { Err("review.not_a_unit") };
    Ok(BTreeMap::from([
        ("opine", Action::of(who.lang, opine.map_err(refused))),
        ("meet", rule(reviewer, may_meet(round.state, waiting, round.opinions_due_on, today))),
        ("object", Action::of(who.lang, object.map_err(refused))),
        ("answer", rule(reviewer, if open > 0 { Ok(()) } else { Err("review.no_objection") })),
        ("finish", rule(reviewer, may_finish(round.state, round.notice_until, open, today))),
    ]))
}
