//! Merges as they are shown.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{MergeId, OrganisationId},
    merge::MergeField,
};

use crate::{floor::web::Action, investor::Organisation, project::PersonRef};

/// Both records side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergePreview {
    /// The record that stays.
    pub into: Organisation,
    /// The record that goes.
    pub from: Organisation,
    /// Fields that are better taken from the one that goes: the other has none there, or says less.
    #[schema(value_type = Vec<String>)]
    pub advised: Vec<MergeField>,
    pub moves: Vec<MovedCount>,
    pub blockers: Vec<Blocker>,
}

/// How many rows of a relation move.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MovedCount {
    /// `project_party.organisation_id`.
    pub relation: String,
    pub rows: i64,
}

/// What stands in the way of a merge.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Blocker {
    pub code: String,
    pub message: String,
    /// The field by whose choice it goes away.
    pub field: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergeRow {
    #[schema(value_type = Uuid)]
    pub id: MergeId,
    #[schema(value_type = Uuid)]
    pub from_id: OrganisationId,
    /// As they were called before.
    pub from_name: String,
    #[schema(value_type = Uuid)]
    pub into_id: OrganisationId,
    pub into_name: String,
    pub reason: String,
    pub done_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub done_at: Timestamp,
    pub undone_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub undone_at: Option<Timestamp>,
    pub undo_reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergeActions {
    pub undo: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergeRecord {
    #[serde(flatten)]
    pub row: MergeRow,
    /// Fields whose value was taken from the record that went.
    #[schema(value_type = Vec<String>)]
    pub taken: Vec<MergeField>,
    pub moves: Vec<MovedCount>,
    pub actions: MergeActions,
}
