//! An organisation with its projects: the investor library keeps the organisation and knows no projects, so the pages
//! that show both are put together here.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::OrganisationId,
    project::{PartyRole, Stage, Status},
};

use super::{ProjectRef, store};
use crate::{
    floor::{
        Error, Result,
        db::{Reader, page::Page},
        web::{Action, Who},
    },
    investor::{self, Organisation, OrganisationCheck, OrganisationProfile, OrganisationRow},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationWithSums {
    #[serde(flatten)]
    pub row: OrganisationRow,
    /// Projects in which it has a part, and their total investment, of those that the reader may read.
    pub projects_count: i64,
    pub total_fen: i64,
    /// The names of what it counts as today, in the reader's language.
    pub tags: Vec<String>,
}

/// A project of an organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OrganisationProject)]
pub struct OrganisationProject {
    #[serde(flatten)]
    pub project: ProjectRef,
    #[schema(value_type = String)]
    pub role: PartyRole,
    #[schema(value_type = String)]
    pub stage: Stage,
    #[schema(value_type = String)]
    pub status: Status,
    pub total_fen: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationActions {
    pub edit: Action,
    /// Making it one with another record of the same organisation.
    pub merge: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganisationView {
    #[serde(flatten)]
    pub organisation: Organisation,
    pub projects_count: i64,
    pub total_fen: i64,
    pub projects: Vec<OrganisationProject>,
    pub actions: OrganisationActions,
}

/// One organisation with its projects.
pub fn get(reader: &Reader, who: &Who, id: OrganisationId) -> Result<OrganisationView> {
    let hidden = store::secret::hidden_organisations(reader, who)?;
    let organisation = investor::get(reader, who, id, &hidden)?;
    let projects = super::of_organisation(reader, who, id)?;
    let mut counted: Vec<_> = projects.iter().map(|p| (p.project.id, p.total_fen)).collect();
    counted.sort_unstable();
    counted.dedup();
    Ok(OrganisationView {
        projects_count: counted.len() as i64,
        total_fen: counted.iter().filter_map(|(_, fen)| *fen).fold(0, i64::saturating_add),
        projects,
        actions: OrganisationActions {
            edit: Action::of(who.lang, investor::may_edit(who, &organisation)),
            merge: Action::of(who.lang, investor::may_merge(who)),
        },
        organisation,
    })
}

/// One organisation, or where it went when it was merged into another one.
pub fn find(
    reader: &Reader,
    who: &Who,
    id: OrganisationId,
) -> Result<Result<OrganisationView, OrganisationId>> {
    match get(reader, who, id) {
        Err(Error::NotFound) => {
            let hidden = store::secret::hidden_organisations(reader, who)?;
            let into = investor::moved_to(reader, who, id, &hidden)?.ok_or(Error::NotFound)?;
            Ok(Err(into.id))
        }
        found => found.map(Ok),
    }
}

/// What is shown beside the record of an organisation: owners, tags, intents.
pub fn profile(reader: &Reader, who: &Who, id: OrganisationId) -> Result<OrganisationProfile> {
    let hidden = store::secret::hidden_organisations(reader, who)?;
    investor::profile(reader, who, id, &hidden)
}

/// A page of organisations with the sums of their projects.
pub fn list(reader: &Reader, who: &Who, filter: &investor::Filter) -> Result<Page<OrganisationWithSums>> {
    let hidden = store::secret::hidden_organisations(reader, who)?;
    let page = investor::list(reader, who, filter, &hidden)?;
    Ok(Page {
        items: with_sums(reader, who, page.items)?,
        next_cursor: page.next_cursor,
        total: page.total,
        total_capped: page.total_capped,
    })
}

/// Rows with the sums of their projects and the tags of today.
pub(super) fn with_sums(
    reader: &Reader,
    who: &Who,
    rows: Vec<OrganisationRow>,
) -> Result<Vec<OrganisationWithSums>> {
    let ids: Vec<OrganisationId> = rows.iter().map(|o| o.id).collect();
    let sums = store::organisation::sums(reader, who, &ids)?;
    let mut tags = investor::held_today(reader, who, &ids)?;
    let whole = rows.into_iter().map(|row| {
        let (projects_count, total_fen) = sums.get(&row.id).copied().unwrap_or_default();
        let tags = tags.remove(&row.id).unwrap_or_default();
        OrganisationWithSums { row, projects_count, total_fen, tags }
    });
    Ok(whole.collect())
}

/// Whether an organisation is known already, to who may know.
pub fn check(reader: &Reader, who: &Who, name: &str, uscc: &str) -> Result<OrganisationCheck> {
    let hidden = store::secret::hidden_organisations(reader, who)?;
    investor::check(reader, who, name, uscc, &hidden)
}
