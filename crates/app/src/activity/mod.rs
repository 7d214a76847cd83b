//! Activities: the events that the office and its units hold, and what came of them.

pub mod http;
mod store;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class},
    id::UnitId,
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx},
        web::Who,
    },
    org::UnitRef,
};

/// What kind of event it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// 推介会
    Promotion,
    /// 恳谈会、洽谈会
    Symposium,
    /// 论坛
    Forum,
    /// 集中签约
    Signing,
    /// 培训
    Training,
    /// 产业对接
    Docking,
}

impl EventKind {
    pub const ALL: [Self; 6] =
        [Self::Promotion, Self::Symposium, Self::Forum, Self::Signing, Self::Training, Self::Docking];

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Promotion => "promotion",
            Self::Symposium => "symposium",
            Self::Forum => "forum",
            Self::Signing => "signing",
            Self::Training => "training",
            Self::Docking => "docking",
        }
    }
}

/// An event as somebody enters it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct EventDraft {
    pub name: String,
    pub kind: EventKind,
    #[schema(value_type = String)]
    pub held_on: Date,
    /// As the summary says it, when a day would say too much: `7月下旬`.
    #[serde(default)]
    pub held_on_text: String,
    #[serde(default)]
    pub place: String,
    /// Guests, or at a training those who attended.
    #[serde(default)]
    pub guests: Option<i64>,
    /// What came of it; sentences apart by line or semicolon.
    #[serde(default)]
    pub outcome: String,
    /// Units that held it or took part.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    pub unit_ids: Vec<UnitId>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct EventChange {
    #[serde(flatten)]
    pub draft: EventDraft,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Event {
    pub id: Uuid,
    pub name: String,
    pub kind: String,
    #[schema(value_type = String)]
    pub held_on: Date,
    pub held_on_text: String,
    pub place: String,
    pub guests: Option<i64>,
    pub outcome: String,
    pub units: Vec<UnitRef>,
    pub version: i64,
}

fn check(tx: &Tx<'_>, who: &Who, draft: &EventDraft) -> Result<()> {
    let mut faults = Faults::default();
    let name = draft.name.trim().chars().count();
    faults.need((1..=200).contains(&name), || Fault::at("name", "activity.name_length").with("max", 200));
    for (field, text, max) in [
        ("held_on_text", &draft.held_on_text, 40),
        ("place", &draft.place, 100),
        ("outcome", &draft.outcome, 4000),
    ] {
        faults.need(text.chars().count() <= max, || Fault::at(field, "floor.too_long").with("max", max));
    }
    // Events are planned ahead, but not by more than two years.
    let latest = tx.today().year() + 2;
    faults.need((1978..=latest).contains(&draft.held_on.year()), || {
        Fault::at("held_on", "activity.held_on").with("latest", latest)
    });
    faults.need(draft.guests.is_none_or(|n| (0..=1_000_000).contains(&n)), || {
        Fault::at("guests", "activity.guests")
    });
    for (i, unit) in draft.unit_ids.iter().enumerate() {
        let known = store::unit_exists(tx, who.district(), *unit)?;
        faults.need(known, || Fault::at(format!("unit_ids[{i}]"), "org.unit_unknown"));
    }
    faults.into_result()
}

/// Enters an event.
pub fn create(tx: &Tx<'_>, who: &Who, draft: &EventDraft) -> Result<Event> {
    who.need_district(Class::Report, Act::Write)?;
    enter(tx, who, draft)
}

/// [`create`] for a room that has decided by its own rights who may hold one.
pub fn enter(tx: &Tx<'_>, who: &Who, draft: &EventDraft) -> Result<Event> {
    check(tx, who, draft)?;
    let id: Uuid = tx.new_id();
    store::insert(tx, who, id, draft)?;
    audit::record(tx, who, "activity.create", "activity_event", id, &json!(draft))?;
    store::get(tx, who.district(), id)?.ok_or(Error::NotFound)
}

/// Changes an event under its version.
pub fn update(tx: &Tx<'_>, who: &Who, id: Uuid, cmd: &EventChange) -> Result<Event> {
    who.need_district(Class::Report, Act::Write)?;
    let before = store::get(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    if before.version != cmd.version {
        let current = serde_json::to_value(&before).map_err(anyhow::Error::from)?;
        let changed = change::since(tx, who.district(), "activity_event", id, cmd.version)?;
        return Err(Error::Stale { current: Box::new(current), changed });
    }
    check(tx, who, &cmd.draft)?;
    store::update(tx, who, id, &cmd.draft)?;
    let after = store::get(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    let told = (&json!(before), &json!(after));
    change::record(tx, who, "activity.update", "activity_event", id, after.version, told)?;
    Ok(after)
}

/// One event.
pub fn get(reader: &Reader, who: &Who, id: Uuid) -> Result<Event> {
    who.need_district(Class::Report, Act::Read)?;
    store::get(reader, who.district(), id)?.ok_or(Error::NotFound)
}

/// Events of a span, the latest first: at most 500, a district's events of several years.
pub fn list(reader: &Reader, who: &Who, from: Option<Date>, to: Option<Date>) -> Result<Vec<Event>> {
    who.need_district(Class::Report, Act::Read)?;
    store::list(reader, who.district(), from, to)
}
