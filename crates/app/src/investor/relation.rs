//! What points at an organisation, and how each room moves what is its own when two records turn out to be one.
//!
//! A room names its relations in a `RELATIONS`; `merge` gathers them, and a test compares them with every foreign key
//! to the table. A relation nobody has named, with rows, makes a merge refuse: better two records than rows lost.

use serde::{Serialize, de::DeserializeOwned};
use yinfeng_domain::id::OrganisationId;

use crate::floor::{
    Fault, Result,
    db::{Reader, Tx},
    web::Who,
};

/// Two records of one organisation.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The record that goes.
    pub from: OrganisationId,
    /// The one that stays.
    pub into: OrganisationId,
    /// The head of the group to which the one that stays will belong, or itself.
    pub head: OrganisationId,
    /// Its country or region afterwards, ISO 3166-1, and whether it had another one before.
    pub country: String,
    pub country_changes: bool,
}

/// A row that moved, as its room remembers it.
#[derive(Debug, Clone)]
pub struct Moved(pub String);

impl Moved {
    pub fn of(row: &impl Serialize) -> Result<Self> {
        Ok(Self(serde_json::to_string(row).map_err(anyhow::Error::from)?))
    }

    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        Ok(serde_json::from_str(&self.0).map_err(anyhow::Error::from)?)
    }
}

/// Brings moved rows back; what cannot go back, each thing in words.
type GiveBack = fn(&Tx<'_>, &Who, &Joined, &[Moved]) -> Result<Vec<Fault>>;

/// A foreign key to the organisations, and what its room does with the rows that have it.
#[derive(Clone, Copy)]
pub struct Relation {
    pub table: &'static str,
    pub column: &'static str,
    /// What stands in the way, each thing in words.
    pub blocked: fn(&Reader, &Who, &Joined) -> Result<Vec<Fault>>,
    /// Makes the rows of the one that goes rows of the one that stays.
    pub take: fn(&Tx<'_>, &Who, &Joined) -> Result<Vec<Moved>>,
    /// The opposite; what was changed in the meantime, and so cannot go back, each thing in words.
    pub give_back: GiveBack,
}

impl Relation {
    /// `project_party.organisation_id`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.table, self.column)
    }
}

/// For a relation that never stands in the way.
pub const fn nothing_blocks(_: &Reader, _: &Who, _: &Joined) -> Result<Vec<Fault>> {
    Ok(Vec::new())
}
