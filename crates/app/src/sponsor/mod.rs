//! Leaders' cases (领导包联): the leader who answers for a project. One at a time, set by the office, every change kept.

pub mod http;
mod store;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{AccountId, BatchId, ProjectId},
    project::{LINE, one_line, past, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::{Action, Who},
    },
    org,
    project::{self, PersonRef},
};

/// Characters of a leader's name.
const NAME: usize = 60;

/// Who answers for a project from a day on; an empty name for nobody any more.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SponsorDraft {
    #[serde(default)]
    pub leader: String,
    /// Today when left out.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub since_on: Option<Date>,
    #[serde(default)]
    pub reason: String,
    /// 0 where nobody answers yet.
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SponsorLogView {
    pub no: i64,
    pub leader: String,
    #[schema(value_type = String)]
    pub since_on: Date,
    pub reason: String,
    pub set_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub set_at: Timestamp,
}

/// Who answers for a project, and who did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SponsorView {
    pub leader: String,
    #[schema(value_type = Option<String>)]
    pub since_on: Option<Date>,
    pub version: i64,
    /// Newest first.
    pub log: Vec<SponsorLogView>,
    /// The leaders that units and teams name, to choose from.
    pub known: Vec<String>,
    pub set: Action,
}

fn may_set(who: &Who) -> Result<()> {
    who.need_district(Class::Project, Act::Write)
        .map_err(|_| Error::refused(Fault::new("sponsor.not_office")))
}

/// The leader of a project that may be read.
pub fn of_project(reader: &Reader, who: &Who, id: ProjectId) -> Result<SponsorView> {
    project::reference(reader, who, id)?;
    let now = store::current(reader, who.district(), id)?;
    let (leader, since_on, version) = match now {
        Some((leader, since_on, version)) => (leader, Some(since_on), version),
        None => (String::new(), None, 0),
    };
    Ok(SponsorView {
        since_on: since_on.filter(|_| !leader.is_empty()),
        leader,
        version,
        log: store::log(reader, who.district(), id)?,
        known: store::known(reader, who.district())?,
        set: Action::of(who.lang, may_set(who)),
    })
}

/// Sets, changes or ends who answers for a project.
pub fn set(tx: &Tx<'_>, who: &Who, id: ProjectId, draft: &SponsorDraft) -> Result<SponsorView> {
    let before = of_project(tx, who, id)?;
    may_set(who)?;
    if before.version != draft.version {
        let current = Box::new(serde_json::to_value(&before).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["leader".into()] });
    }
    let today = org::office_day(tx, who.district())?;
    let (leader, reason) = (one_line(&draft.leader), one_line(&draft.reason));
    let since_on = draft.since_on.unwrap_or(today);
    let mut faults = Faults::default();
    faults.need(text_fits(&leader, NAME), || Fault::at("leader", "sponsor.too_long").with("limit", NAME));
    faults.need(text_fits(&reason, LINE), || Fault::at("reason", "sponsor.too_long").with("limit", LINE));
    faults.need(leader != before.leader, || Fault::at("leader", "sponsor.same"));
    let changes = !before.leader.is_empty();
    faults.need(!changes || !reason.is_empty(), || Fault::at("reason", "sponsor.reason_missing"));
    faults.need(past(since_on, today), || Fault::at("since_on", "sponsor.since_on"));
    faults.into_result()?;
    insert(tx, who, id, (&leader, since_on, &reason), (before.version + 1, who.account_id()))?;
    of_project(tx, who, id)
}

fn insert(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    (leader, since_on, reason): (&str, Date, &str),
    (version, by): (i64, Option<AccountId>),
) -> Result<()> {
    store::save(tx, who.district(), id, (leader, since_on, version), by)?;
    store::append(tx, who.district(), id, (leader, since_on, version), (reason, by))?;
    // Who answers for a code-named project needs to know it.
    project::secret::set_leader(tx, who.district(), id, leader)?;
    let detail = json!({ "version": version, "changed": ["leader"], "leader": leader, "since_on": since_on,
        "reason": reason });
    audit::record(tx, who, "sponsor.set", "project", id.0, &detail)
}

/// Brings in who answers for a project.
pub fn set_imported(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    leader: &str,
    since_on: Date,
    by: Option<AccountId>,
) -> Result<()> {
    who.need_district(Class::Project, Act::Write)?;
    insert(tx, who, id, (leader, since_on, ""), (1, by))
}

/// Code and name of the projects of a batch that a leader answers for: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
