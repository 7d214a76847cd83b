//! Units and people as they are shown.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::id::{AccountId, UnitId};

/// A unit where another record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitRef {
    #[schema(value_type = Uuid)]
    pub id: UnitId,
    pub name: String,
    pub short_name: String,
    pub kind: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitView {
    #[schema(value_type = Uuid)]
    pub id: UnitId,
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<UnitId>,
    pub path: String,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    pub sort_no: i64,
    pub scored: bool,
    pub mission: String,
    #[schema(value_type = String)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    pub version: i64,
    pub members_count: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MemberView {
    pub id: Uuid,
    pub name: String,
    pub title: String,
    pub position: String,
    #[schema(value_type = Option<Uuid>)]
    pub account_id: Option<AccountId>,
    #[schema(value_type = String)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitDetail {
    #[serde(flatten)]
    pub unit: UnitView,
    pub members: Vec<MemberView>,
}
