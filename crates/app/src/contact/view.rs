//! Contacts as they are shown.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    contact::{Basis, Channel, Keeping, Language, Purpose},
    id::{ContactId, UnitId},
};

use super::{ContactEntry, Person, TieView, store::Plain};
use crate::{floor::web::Action, investor::OrganisationRef, org::UnitRef, project::PersonRef};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactRow {
    #[schema(value_type = Uuid)]
    pub id: ContactId,
    pub organisation: OrganisationRef,
    /// The unit that keeps them.
    pub unit: UnitRef,
    /// Who of the unit looks after them.
    pub keeper: Option<PersonRef>,
    pub name: String,
    pub title: String,
    /// Masked: `138****5678`.
    pub phones: Vec<String>,
    /// Masked.
    pub email: String,
    /// Masked.
    pub wechat: String,
    #[schema(value_type = String)]
    pub language: Language,
    #[schema(value_type = String)]
    pub basis: Basis,
    #[schema(value_type = Option<String>)]
    pub notice_on: Option<Date>,
    #[schema(value_type = String)]
    pub retention_until: Date,
    #[schema(value_type = String)]
    pub keeping: Keeping,
    #[schema(value_type = String)]
    pub updated_at: Timestamp,
    pub version: i64,
}

/// A person where another record names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactName {
    #[schema(value_type = Uuid)]
    pub id: ContactId,
    pub name: String,
    pub title: String,
}

/// That somebody saw what is masked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactRevealView {
    #[schema(value_type = String)]
    pub at: Timestamp,
    pub by: String,
    #[schema(value_type = String)]
    pub purpose: Purpose,
    pub text: String,
    #[schema(value_type = Vec<String>)]
    pub fields: Vec<Channel>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactActions {
    pub edit: Action,
    pub erase: Action,
    pub reveal: Action,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactRecord {
    #[serde(flatten)]
    pub row: ContactRow,
    pub note: String,
    pub source: String,
    pub entered_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub entered_at: Timestamp,
    /// The associations to which they belong.
    pub ties: Vec<TieView>,
    /// Who saw what is masked, the latest first.
    pub reveals: Vec<ContactRevealView>,
    pub actions: ContactActions,
    #[serde(skip)]
    pub(super) unit_path: String,
}

/// The names of the fields that an entry changes.
pub(super) fn changed(
    before: &ContactRecord,
    kept: &Plain,
    unit: UnitId,
    entry: &ContactEntry,
    person: &Person,
) -> Vec<&'static str> {
    let row = &before.row;
    [
        ("organisation_id", row.organisation.id != entry.organisation_id),
        ("unit_id", row.unit.id != unit),
        ("name", row.name != person.name),
        ("title", row.title != person.title),
        ("phones", kept.phones != person.phones),
        ("email", kept.email != person.email),
        ("wechat", kept.wechat != person.wechat),
        ("language", row.language != entry.language),
        ("note", before.note != person.note),
        ("basis", row.basis != entry.basis),
        ("source", before.source != person.source),
        ("notice_on", row.notice_on != entry.notice_on),
        ("retention_until", row.retention_until != entry.retention_until),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}
