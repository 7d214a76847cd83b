//! The associations to which a person belongs: as a member, an alumnus, a native. Who that is is personal data like the
//! rest of a contact: it is read and written by the same right, and deleted with them.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{ContactId, OrganisationId, TieId},
    investor::MemberRole,
    project::EARLIEST,
};

use super::{ContactRow, get, may_write, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx},
        seal::Keys,
        web::Who,
    },
    investor::{self, OrganisationRef},
    project,
};

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ContactTieDraft)]
pub struct TieDraft {
    #[schema(value_type = Uuid)]
    pub association_id: OrganisationId,
    /// `president`, `secretary`, `vice_president`, `director`, `member`.
    #[schema(value_type = String)]
    pub position: MemberRole,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub from_on: Option<Date>,
    /// The last day.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

/// A tie that is taken away.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ContactTieRemoval)]
pub struct TieRemoval {
    pub version: i64,
}

/// That a person belongs to an association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContactTie)]
pub struct TieView {
    #[schema(value_type = Uuid)]
    pub id: TieId,
    pub association: OrganisationRef,
    #[schema(value_type = String)]
    pub position: MemberRole,
    #[schema(value_type = Option<String>)]
    pub from_on: Option<Date>,
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    pub version: i64,
}

/// What was saved: nothing of the person, for answers are kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ContactTieSaved)]
pub struct TieSaved {
    #[schema(value_type = Uuid)]
    pub id: TieId,
    pub version: i64,
}

/// Somebody of an association.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TiedContact {
    #[serde(flatten)]
    pub contact: ContactRow,
    #[schema(value_type = String)]
    pub position: MemberRole,
}

/// Enters that a person belongs to an association, or corrects it. The trail names the fields, never the association:
/// where somebody comes from is theirs.
pub fn tie(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    (contact, id): (ContactId, Option<TieId>),
    draft: &TieDraft,
) -> Result<TieSaved> {
    who.reach(Class::Contact, Act::Write)?;
    let record = get(tx, who, keys, contact)?;
    may_write(who, &record.unit_path)?;
    if let Some(id) = id {
        fresh(tx, who, contact, id, draft.version)?;
    }
    let mut faults = Faults::default();
    faults.need(investor::association(tx, who, draft.association_id)?.is_some(), || {
        Fault::at("association_id", "investor.association_unknown")
    });
    let twice = record.ties.iter().any(|t| t.association.id == draft.association_id && Some(t.id) != id);
    faults.need(!twice, || Fault::at("association_id", "contact.tie_twice"));
    faults.need(draft.from_on.is_none_or(|on| on >= EARLIEST), || Fault::at("from_on", "investor.day_early"));
    let ordered = draft.from_on.zip(draft.until_on).is_none_or(|(from, until)| until >= from);
    faults.need(ordered, || Fault::at("until_on", "investor.day_order"));
    faults.into_result()?;
    let (id, act) = match id {
        Some(id) => (id, "contact.change_tie"),
        None => (tx.new_id(), "contact.add_tie"),
    };
    store::tie::put(tx, who, contact, id, draft)?;
    let version = draft.version + 1;
    let detail = json!({ "version": version, "contact_id": contact, "changed": ["ties"] });
    audit::record(tx, who, act, "contact_tie", id.0, &detail)?;
    Ok(TieSaved { id, version })
}

/// Takes a tie away.
pub fn untie(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    (contact, id): (ContactId, TieId),
    cmd: &TieRemoval,
) -> Result<TieSaved> {
    who.reach(Class::Contact, Act::Write)?;
    may_write(who, &get(tx, who, keys, contact)?.unit_path)?;
    fresh(tx, who, contact, id, cmd.version)?;
    store::tie::delete(tx, who.district(), id)?;
    let version = cmd.version + 1;
    let detail = json!({ "version": version, "contact_id": contact, "changed": ["ties"] });
    audit::record(tx, who, "contact.remove_tie", "contact_tie", id.0, &detail)?;
    Ok(TieSaved { id, version })
}

fn fresh(tx: &Tx<'_>, who: &Who, contact: ContactId, id: TieId, version: i64) -> Result<()> {
    let ties = store::tie::of_contact(tx, who.district(), contact)?;
    let now = ties.into_iter().find(|tie| tie.id == id).ok_or(Error::NotFound)?;
    if now.version == version {
        return Ok(());
    }
    let changed = change::since(tx, who.district(), "contact_tie", id.0, version)?;
    Err(Error::Stale { current: Box::new(json!(now)), changed })
}

/// Persons of an association that may be read, numbers and addresses masked; nobody for who reads no contacts.
pub fn of_association(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    id: OrganisationId,
    today: Date,
) -> Result<Vec<TiedContact>> {
    if !who.actor.may(Class::Contact, Act::Read) {
        return Ok(Vec::new());
    }
    let hidden = project::hidden_organisations(reader, who)?;
    store::tie::of_association(reader, who, keys, (id, &hidden), today)
}

/// Of each of these associations how many persons may be read.
pub fn counts_of_associations(
    reader: &Reader,
    who: &Who,
    ids: &[OrganisationId],
    today: Date,
) -> Result<HashMap<OrganisationId, i64>> {
    if ids.is_empty() || !who.actor.may(Class::Contact, Act::Read) {
        return Ok(HashMap::new());
    }
    let hidden = project::hidden_organisations(reader, who)?;
    store::tie::counts(reader, who, (ids, &hidden), today)
}
