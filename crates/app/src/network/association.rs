//! Associations: a list, and each with its members.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{OrganisationId, UnitId},
    investor::AssociationKind,
};

use super::store;
use crate::{
    contact::{self, TiedContact},
    floor::{
        Error, Result,
        db::{Reader, page::Page},
        seal::Keys,
        web::{Action, Who},
    },
    investor::{self, AssociationView, ChargeRef, MembershipView, OrganisationRef},
    org, project,
};

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AssociationFilter {
    pub q: Option<String>,
    #[param(value_type = Vec<String>)]
    pub gathers: Vec<AssociationKind>,
    /// The unit in charge.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    /// `name` (the default) or `-name`.
    pub sort: Option<String>,
    /// For the workbook: names of columns with commas between.
    pub columns: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssociationRow {
    #[serde(flatten)]
    pub organisation: OrganisationRef,
    #[schema(value_type = Option<String>)]
    pub gathers: Option<AssociationKind>,
    pub note: String,
    /// Who is in charge of it.
    pub charge: Option<ChargeRef>,
    /// Firms that belong to it today, of those that the reader may read.
    pub members_count: i64,
    /// Persons of it, of those that the reader may read.
    pub people_count: i64,
}

/// An association with its members.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssociationRecord {
    pub organisation: OrganisationRef,
    pub about: Option<AssociationView>,
    pub charge: Option<ChargeRef>,
    /// Whether the reader may read its record in the library.
    pub readable: bool,
    /// The present first, by what they are in it; of those that the reader may read.
    pub members: Vec<MembershipView>,
    /// Persons of it that the reader may read, numbers and addresses masked.
    pub people: Vec<TiedContact>,
    /// Those who work for it.
    pub staff: Vec<contact::ContactRow>,
    /// Whether the reader may say what it gathers its members by.
    pub describe: Action,
}

/// Associations, by name.
pub fn associations(reader: &Reader, who: &Who, filter: &AssociationFilter) -> Result<Page<AssociationRow>> {
    who.reach(Class::Investor, Act::Read)?;
    let hidden = project::hidden_organisations(reader, who)?;
    let mut page = store::association::list(reader, who, filter, &hidden)?;
    let ids: Vec<OrganisationId> = page.items.iter().map(|row| row.organisation.id).collect();
    let today = org::office_day(reader, who.district())?;
    let members = store::association::members(reader, who, &ids, &hidden, today)?;
    let people = contact::counts_of_associations(reader, who, &ids, today)?;
    for row in &mut page.items {
        row.members_count = members.get(&row.organisation.id).copied().unwrap_or_default();
        row.people_count = people.get(&row.organisation.id).copied().unwrap_or_default();
    }
    Ok(page)
}

/// One association. Which there are is public, so whoever reads the library reads it; its members each by their own right.
pub fn association(reader: &Reader, who: &Who, keys: &Keys, id: OrganisationId) -> Result<AssociationRecord> {
    let hidden = project::hidden_organisations(reader, who)?;
    let organisation = investor::association(reader, who, id)?.ok_or(Error::NotFound)?;
    if store::is_hidden(reader, who, id, &hidden)? {
        return Err(Error::NotFound);
    }
    let today = org::office_day(reader, who.district())?;
    let record = match investor::get(reader, who, id, &hidden) {
        Ok(record) => Some(record),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(AssociationRecord {
        about: investor::about(reader, who, id)?,
        charge: investor::in_charge(reader, who, id)?,
        members: investor::members(reader, who, id, &hidden)?,
        people: contact::of_association(reader, who, keys, id, today)?,
        staff: contact::of_organisation(reader, who, keys, id)?,
        describe: Action::of(
            who.lang,
            record.as_ref().map_or(Err(Error::NotFound), |record| investor::may_edit(who, record)),
        ),
        readable: record.is_some(),
        organisation,
    })
}
