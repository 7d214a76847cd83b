//! Lists as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{ProjectId, ShortlistId},
    shortlist::ListKind,
};

use crate::{floor::web::Action, org::UnitRef, project::PersonRef};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShortlistRow {
    #[schema(value_type = Uuid)]
    pub id: ShortlistId,
    #[schema(value_type = String)]
    pub list: ListKind,
    pub name: String,
    pub owner_unit: UnitRef,
    pub note: String,
    pub projects_count: i64,
    /// The newest frozen version; 0 for none.
    pub frozen: i64,
    #[schema(value_type = String)]
    pub updated_at: Timestamp,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShortlistRows {
    pub items: Vec<ShortlistRow>,
}

/// A project on a list: as it is now, or as it stood when the version was frozen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListProject {
    #[schema(value_type = Uuid)]
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    pub stage: String,
    pub status: String,
    pub total_fen: Option<i64>,
    pub note: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShortlistVersion {
    pub no: i64,
    pub name: String,
    #[schema(value_type = String)]
    pub frozen_on: Date,
    pub projects: i64,
    pub frozen_by: Option<PersonRef>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShortlistActions {
    pub edit: Action,
    pub freeze: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShortlistRecord {
    #[serde(flatten)]
    pub row: ShortlistRow,
    pub created_by: Option<PersonRef>,
    pub projects: Vec<ListProject>,
    /// Newest first.
    pub versions: Vec<ShortlistVersion>,
    pub actions: ShortlistActions,
    #[serde(skip)]
    pub(super) owner_path: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListChange {
    /// `added`, `removed`, `moved` or `same`.
    pub change: &'static str,
    pub before: Option<ListProject>,
    pub after: Option<ListProject>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListComparison {
    pub from: i64,
    /// 0 is the list as it is now.
    pub to: i64,
    pub items: Vec<ListChange>,
}
