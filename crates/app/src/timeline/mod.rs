//! The story of a project on one page (时间线): progress, milestones, stages, recognitions, money, proofs, problems,
//! promises, supervision, transfers, first reports, sites and interactions, newest first. It has no table of its own: every kind is walked by an index from the newest
//! day back, and only as far as the page needs, so that a long history costs no more than a short one.

pub mod http;
mod store;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::ProjectId,
};

use crate::{
    floor::{
        Error, Fault, Result,
        db::{Reader, Value, page},
        web::Who,
    },
    project::{self, PersonRef},
};

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    Progress,
    Stage,
    Recognition,
    Money,
    Document,
    Problem,
    Milestone,
    Commitment,
    Support,
    Supervision,
    Transfer,
    Site,
    Admission,
    Claim,
    Interaction,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    /// All kinds when left out.
    #[param(value_type = Vec<String>)]
    pub kind: Vec<TimelineKind>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// Something that happened to a project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// Unique within the story of a project.
    pub key: String,
    pub kind: TimelineKind,
    #[schema(value_type = String)]
    pub on: Date,
    /// When it was entered.
    #[schema(value_type = String)]
    pub at: Timestamp,
    pub by: Option<PersonRef>,
    /// `report`, `no_change`; `move`, `status`; `claimed`, `recognised`; the kind of a proof; the step of a problem.
    pub act: String,
    /// Stage and status before, or the event that is recognised.
    pub from: String,
    pub to: String,
    pub text: String,
    pub next_step: String,
    /// Of a step whose date was corrected, the day that it was entered with.
    #[schema(value_type = Option<String>)]
    pub due_on: Option<Date>,
    pub fen: Option<i64>,
    /// The receipt, the problem or the entry that it is about.
    #[schema(value_type = Option<String>)]
    pub record_id: Option<uuid::Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Timeline {
    pub items: Vec<TimelineEntry>,
    pub next_cursor: Option<String>,
}

/// Where an entry stands in the order of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    day: String,
    rank: i64,
    key: Value,
    no: i64,
}

impl Place {
    /// Newest first; on one day by source, and within a source by key.
    fn order(&self) -> (&str, i64, i64, &[u8], i64) {
        let (number, id) = match &self.key {
            Value::Int(n) => (*n, &[][..]),
            Value::Id(id) => (0, &id.as_bytes()[..]),
            _ => (0, &[][..]),
        };
        (&self.day, self.rank, number, id, self.no)
    }

    fn encode(&self) -> String {
        page::encode(&[self.day.as_str().into(), self.rank.into(), self.key.clone(), self.no.into()])
    }

    fn decode(cursor: &str) -> Result<Self> {
        let bad = || Error::invalid(Fault::at("cursor", "floor.bad_cursor"));
        match page::decode(cursor, 4)?.as_slice() {
            [Value::Text(day), Value::Int(rank), key @ (Value::Int(_) | Value::Id(_)), Value::Int(no)] => {
                let day: Date = day.parse().map_err(|_| bad())?;
                Ok(Self { day: day.to_string(), rank: *rank, key: key.clone(), no: *no })
            }
            _ => Err(bad()),
        }
    }
}

/// A page of the story of a project that may be read; money only as far as the reader may read money.
pub fn of_project(reader: &Reader, who: &Who, id: ProjectId, filter: &Filter) -> Result<Timeline> {
    project::reference(reader, who, id)?;
    let after = filter.cursor.as_deref().map(Place::decode).transpose()?;
    if after.as_ref().is_some_and(|place| !store::SOURCES.iter().all(|s| s.knows(place))) {
        return Err(Error::invalid(Fault::at("cursor", "floor.bad_cursor")));
    }
    let limit = page::limit(filter.limit);
    let funds = who.actor.reach(Class::Fund, Act::Read);
    let problems = who.actor.reach(Class::Problem, Act::Read);
    let reviews = who.actor.reach(Class::Admission, Act::Read);
    let claims = who.actor.reach(Class::Claim, Act::Read);
    let promises = who.actor.reach(Class::Commitment, Act::Read);
    let supervisions = who.actor.reach(Class::Supervision, Act::Read);
    let interactions = who.actor.reach(Class::Interaction, Act::Read);
    let mut found = Vec::new();
    for source in &store::SOURCES {
        let wanted = filter.kind.is_empty() || filter.kind.contains(&source.kind);
        let hidden = match source.kind {
            TimelineKind::Money | TimelineKind::Document => funds == Reach::Nothing,
            TimelineKind::Problem => problems == Reach::Nothing,
            TimelineKind::Admission => reviews == Reach::Nothing,
            TimelineKind::Claim => claims == Reach::Nothing,
            TimelineKind::Commitment | TimelineKind::Support => promises == Reach::Nothing,
            TimelineKind::Supervision => supervisions == Reach::Nothing,
            TimelineKind::Interaction => interactions == Reach::Nothing,
            _ => false,
        };
        if wanted && !hidden {
            let reach = if source.kind == TimelineKind::Interaction { &interactions } else { &funds };
            found.extend(store::walk(reader, who.district(), id, source, reach, after.as_ref(), limit + 1)?);
        }
    }
    found.sort_by(|a, b| b.0.order().cmp(&a.0.order()));
    let more = found.len() as i64 > limit;
    found.truncate(limit as usize);
    let next_cursor = if more { found.last().map(|(place, _)| place.encode()) } else { None };
    Ok(Timeline { items: found.into_iter().map(|(_, entry)| entry).collect(), next_cursor })
}
