//! Projects that go on, by class of industry: what the links of a chain count and show.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::project::Stage;

use super::{ProjectRef, store};
use crate::{
    dictionary::IndustryRef,
    floor::{Result, db::Reader, web::Who},
    org::UnitRef,
};

/// So many of one class or link are shown.
pub const SHOWN: i64 = 50;

/// What there is of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCount {
    /// GB/T 4754, as the project has it.
    pub class: String,
    pub signed: i64,
    pub before_signing: i64,
    /// Total investment of what is signed, in fen.
    pub total_fen: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClassProject {
    pub project: ProjectRef,
    pub industry: Option<IndustryRef>,
    #[schema(value_type = String)]
    pub stage: Stage,
    pub lead_unit: UnitRef,
    pub total_fen: Option<i64>,
}

/// Counts by class, over the whole district; what is hidden from the reader is not counted.
pub fn class_counts(reader: &Reader, who: &Who, prefixes: &[String]) -> Result<Vec<ClassCount>> {
    store::classes::counts(reader, who, prefixes)
}

/// Projects of these classes that the reader may read, the farthest first.
pub fn of_classes(reader: &Reader, who: &Who, prefixes: &[String]) -> Result<Vec<ClassProject>> {
    store::classes::projects(reader, who, prefixes)
}
