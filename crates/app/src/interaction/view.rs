//! Interactions as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::InteractionId,
    interaction::{Kind, Standing},
};

use super::{ClashView, InteractionDraft};
use crate::{
    contact::ContactName,
    floor::web::Action,
    investor::OrganisationRef,
    org::UnitRef,
    project::{PersonRef, ProjectRef},
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InteractionRow {
    #[schema(value_type = Uuid)]
    pub id: InteractionId,
    pub organisation: OrganisationRef,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub kind: Kind,
    #[schema(value_type = String)]
    pub held_on: Date,
    pub place: String,
    pub subject: String,
    #[schema(value_type = String)]
    pub standing: Standing,
    pub next_step: String,
    pub next_owner: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub next_due_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub next_done_on: Option<Date>,
    /// Not done, and its day is over.
    pub next_late: bool,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InteractionActions {
    pub edit: Action,
    pub remove: Action,
    /// The next step is done.
    pub finish: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InteractionRecord {
    #[serde(flatten)]
    pub row: InteractionRow,
    pub our_side: Vec<String>,
    pub units: Vec<UnitRef>,
    pub contacts: Vec<ContactName>,
    /// Others of the other side: contacts of other units, and such that were deleted.
    pub contacts_hidden: i64,
    pub projects: Vec<ProjectRef>,
    pub summary: String,
    pub next_result: String,
    pub entered_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub entered_at: Timestamp,
    /// Visits of other units to the same firm or its group around this day.
    pub clashes: Vec<ClashView>,
    pub actions: InteractionActions,
    #[serde(skip)]
    pub(super) unit_path: String,
}

impl InteractionRecord {
    /// What it was entered as, for comparing.
    pub(super) fn as_draft(&self) -> InteractionDraft {
        InteractionDraft {
            organisation_id: self.row.organisation.id,
            unit_id: Some(self.row.unit.id),
            kind: self.row.kind,
            held_on: self.row.held_on,
            place: self.row.place.clone(),
            subject: self.row.subject.clone(),
            our_side: self.our_side.clone(),
            units: self.units.iter().map(|u| u.id).collect(),
            contacts: self.contacts.iter().map(|c| c.id).collect(),
            projects: self.projects.iter().map(|p| p.id).collect(),
            summary: self.summary.clone(),
            next_step: self.row.next_step.clone(),
            next_owner_id: self.row.next_owner.as_ref().map(|p| p.id),
            next_due_on: self.row.next_due_on,
        }
    }
}

/// Who of a unit may take part, or take on a next step.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InteractionPeople {
    /// Members, whether they log in or not.
    pub names: Vec<String>,
    /// Those who log in.
    pub accounts: Vec<PersonRef>,
}
