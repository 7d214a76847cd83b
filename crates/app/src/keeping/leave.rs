//! What stands still: who is warned, what is due, what is proposed to leave; and the decisions about it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{ProjectId, UnitId},
    keeping::{Stay, Stillness},
    project::{Grade, Stage, Status},
};

use super::{
    KeepingView, after, may_decide, may_extend, of_project, rule, said, stillness_text, store, unchanged,
};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org::{self, UnitRef},
    project::{self, ProjectRef, ProjectView},
};

/// Confirms that a project leaves the active library.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Eviction {
    pub reason: String,
    /// Of the project.
    pub version: i64,
}

/// Lets a project stand still for longer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Extension {
    #[schema(value_type = String)]
    pub until_on: Date,
    pub reason: String,
    /// Of the project.
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    /// The unit in the lead, or with such a unit below it.
    #[param(value_type = Option<uuid::Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Vec<String>)]
    pub stillness: Vec<Stillness>,
    #[param(value_type = Vec<String>)]
    pub grade: Vec<Grade>,
    /// Only projects that this reader's units lead.
    pub own: Option<bool>,
    pub limit: Option<i64>,
}

/// A project that stands still.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StillProject {
    pub project: ProjectRef,
    pub lead_unit: UnitRef,
    #[schema(value_type = String)]
    pub stage: Stage,
    #[schema(value_type = Option<String>)]
    pub grade: Option<Grade>,
    pub total_fen: Option<i64>,
    #[schema(value_type = String)]
    pub idle_since_on: Date,
    pub days_idle: i64,
    #[schema(value_type = String)]
    pub stillness: Stillness,
    pub stillness_text: String,
    /// From when on it is proposed to leave.
    #[schema(value_type = String)]
    pub leaves_on: Date,
    #[schema(value_type = Option<String>)]
    pub extended_until: Option<Date>,
    /// Of the project.
    pub version: i64,
}

/// How many there are of a state.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StillCount {
    #[schema(value_type = String)]
    pub stillness: Stillness,
    pub projects: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StillRows {
    #[schema(value_type = String)]
    pub as_of: Date,
    pub items: Vec<StillProject>,
    /// Of all states, whatever was asked for.
    pub counts: Vec<StillCount>,
    /// Whether there are more than are shown: the longest are.
    pub more: bool,
    pub may_decide: bool,
}

/// How long one project has stood still.
pub(super) struct Still {
    pub since: Date,
    pub days: i64,
    pub stillness: Option<Stillness>,
    pub leaves_on: Option<Date>,
    pub until: Option<Date>,
}

/// Projects shown at most; the counts are of all.
const SHOWN: i64 = 500;

pub(super) fn may_office(who: &Who) -> Result<()> {
    who.need_district(Class::Project, Act::Write)
        .map_err(|_| Error::refused(Fault::new("keeping.not_office")))
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days())).max(0)
}

pub(super) fn still_one(
    reader: &Reader,
    district: &str,
    stay: &Stay,
    project: &ProjectView,
    today: Date,
) -> Result<Still> {
    let (since, until) =
        store::still_since(reader, district, &project.row, (project.stage_since_on, project.entered_on))?;
    let idle = days(since, today);
    let ongoing = project.row.status == Status::Ongoing;
    let stillness = if ongoing { stay.stillness(project.row.stage, idle, until, today) } else { None };
    Ok(Still {
        since,
        days: idle,
        stillness,
        leaves_on: stillness.map(|_| leaves_on(stay, since, until)),
        until: until.filter(|until| *until >= today),
    })
}

/// After its stay, or after the day until which it was extended.
fn leaves_on(stay: &Stay, since: Date, until: Option<Date>) -> Date {
    let usual = after(since, stay.leave_days);
    until.map_or(usual, |until| usual.max(after(until, 1)))
}

/// What stands still, the longest first.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<StillRows> {
    who.reach(Class::Project, Act::Read)?;
    let (table, _) = rule::in_force(reader, who.district())?;
    let (stay, today) = (&table.stay, org::office_day(reader, who.district())?);
    let mut items = Vec::new();
    let mut counts: Vec<StillCount> =
        Stillness::ALL.iter().map(|s| StillCount { stillness: *s, projects: 0 }).collect();
    let limit = usize::try_from(filter.limit.unwrap_or(SHOWN).clamp(1, SHOWN)).unwrap_or(1);
    let mut more = false;
    for found in store::still(reader, who, filter, stay, today)? {
        let idle = days(found.since, today);
        let Some(stillness) = stay.stillness(found.stage, idle, found.until, today) else { continue };
        if let Some(count) = counts.iter_mut().find(|c| c.stillness == stillness) {
            count.projects += 1;
        }
        if !filter.stillness.is_empty() && !filter.stillness.contains(&stillness) {
            continue;
        }
        if items.len() == limit {
            more = true;
            continue;
        }
        items.push(StillProject {
            project: found.project,
            lead_unit: found.lead_unit,
            stage: found.stage,
            grade: found.grade,
            total_fen: found.total_fen,
            idle_since_on: found.since,
            days_idle: idle,
            stillness,
            stillness_text: stillness_text(who, stillness),
            leaves_on: leaves_on(stay, found.since, found.until),
            extended_until: found.until.filter(|until| *until >= today),
            version: found.version,
        });
    }
    Ok(StillRows { as_of: today, items, counts, more, may_decide: may_office(who).is_ok() })
}

/// The project with what is known of its standing still, for a decision.
fn decided(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    version: i64,
) -> Result<(ProjectView, Still, Stay, i64, Date)> {
    let project = unchanged(tx, who, id, version)?;
    let (table, table_version) = rule::in_force(tx, who.district())?;
    let today = org::office_day(tx, who.district())?;
    let still = still_one(tx, who.district(), &table.stay, &project, today)?;
    Ok((project, still, table.stay, table_version, today))
}

/// The office confirms that a project leaves the active library. It keeps its stage, and can be taken up again.
pub fn evict(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &Eviction) -> Result<KeepingView> {
    let (project, still, _, table, today) = decided(tx, who, id, cmd.version)?;
    may_decide(who, &project, still.stillness)?;
    let reason = said(&cmd.reason)?;
    let kept =
        store::Decision { decision: "evicted", still: &still, stage: project.row.stage, table, until: None };
    store::insert_decision(tx, who, id, &kept, &reason, today)?;
    project::leave(tx, who, &project, today, &reason)?;
    let detail = json!({ "days_idle": still.days, "since": still.since, "table": table, "reason": reason });
    audit::record(tx, who, "keeping.evict", "project", id.0, &detail)?;
    of_project(tx, who, id)
}

/// The office lets a project stand still until a day.
pub fn extend(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &Extension) -> Result<KeepingView> {
    let (project, still, stay, table, today) = decided(tx, who, id, cmd.version)?;
    may_extend(who, &project, still.stillness)?;
    let reason = said(&cmd.reason)?;
    let latest = after(today, stay.extend_days);
    if cmd.until_on <= today || cmd.until_on > latest {
        return Err(Error::invalid(Fault::at("until_on", "keeping.until").with("latest", latest)));
    }
    let until = Some(cmd.until_on);
    let kept =
        store::Decision { decision: "extended", still: &still, stage: project.row.stage, table, until };
    store::insert_decision(tx, who, id, &kept, &reason, today)?;
    let detail = json!({ "days_idle": still.days, "until": cmd.until_on, "table": table, "reason": reason });
    audit::record(tx, who, "keeping.extend", "project", id.0, &detail)?;
    of_project(tx, who, id)
}
