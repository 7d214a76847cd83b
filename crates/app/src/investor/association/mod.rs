//! Associations (商协会): organisations of that kind, what they gather their members by, and who belongs to them from when
//! until when. Which firms are in an association is public: whoever reads the library reads the names of associations.

pub(super) mod http;
mod merge;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{MemberId, OrganisationId},
    investor::{AssociationKind, MemberRole, OrganisationKind},
    project::{LINE, one_line, text_fits},
};

use super::{OrganisationDraft, OrganisationRef, PieceRemoval, may_edit, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, change,
        db::{Hidden, Reader, Tx},
        web::Who,
    },
    org,
};

pub use merge::{BELONGS, DESCRIBED, GATHERS};

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AssociationDraft {
    /// `chamber`, `trade`, `alumni`, `natives`.
    #[schema(value_type = String)]
    pub gathers: AssociationKind,
    /// What one has to know before one calls.
    #[serde(default)]
    pub note: String,
    /// 0 when nothing was said of it yet.
    #[serde(default)]
    pub version: i64,
}

/// What an association gathers its members by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AssociationAbout)]
pub struct AssociationView {
    #[schema(value_type = String)]
    pub gathers: AssociationKind,
    pub note: String,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MembershipDraft {
    #[schema(value_type = Uuid)]
    pub association_id: OrganisationId,
    #[schema(value_type = Uuid)]
    pub member_id: OrganisationId,
    /// `president`, `secretary`, `vice_president`, `director`, `member`.
    #[schema(value_type = String)]
    pub position: MemberRole,
    #[schema(value_type = String)]
    pub from_on: Date,
    /// The last day.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    /// Who says so.
    pub source: String,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

/// That an organisation belongs to an association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AssociationMember)]
pub struct MembershipView {
    #[schema(value_type = Uuid)]
    pub id: MemberId,
    pub association: OrganisationRef,
    pub member: OrganisationRef,
    #[schema(value_type = String)]
    pub position: MemberRole,
    #[schema(value_type = String)]
    pub from_on: Date,
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    pub source: String,
    /// It holds today.
    pub holds: bool,
    pub version: i64,
}

/// An association by its id, for whoever reads the library.
pub fn association(reader: &Reader, who: &Who, id: OrganisationId) -> Result<Option<OrganisationRef>> {
    who.reach(Class::Investor, Act::Read)?;
    let found = store::association::organisation(reader, who.district(), id)?;
    Ok(found.filter(|(_, kind)| *kind == OrganisationKind::Association).map(|(organisation, _)| organisation))
}

/// Says what an association gathers its members by: whoever may change its record.
pub fn describe(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    draft: &AssociationDraft,
) -> Result<AssociationView> {
    who.reach(Class::Investor, Act::Write)?;
    let organisation = super::get(tx, who, id, &Hidden::default())?;
    may_edit(who, &organisation)?;
    let before = store::association::about(tx, who.district(), id)?;
    let version = before.as_ref().map_or(0, |b| b.version);
    if version != draft.version {
        let current = before.map_or_else(|| json!({}), |b| json!(b));
        return Err(Error::Stale {
            current: Box::new(current),
            changed: vec!["gathers".into(), "note".into()],
        });
    }
    let note = one_line(&draft.note);
    let mut faults = Faults::default();
    faults.need(organisation.row.kind == OrganisationKind::Association, || {
        Fault::at("gathers", "investor.association_not")
    });
    faults.need(text_fits(&note, LINE), || Fault::at("note", "investor.too_long").with("limit", LINE));
    faults.into_result()?;
    store::association::describe(tx, who, id, (draft.gathers, &note))?;
    let after = store::association::about(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    let was = before.map_or_else(|| json!({}), |b| json!(b));
    let told = (&was, &json!(after));
    change::record(tx, who, "investor.describe_association", "association", id.0, after.version, told)?;
    Ok(after)
}

/// Enters that an organisation belongs to an association, or corrects it: whoever may change the organisation's record.
pub fn belong(
    tx: &Tx<'_>,
    who: &Who,
    id: Option<MemberId>,
    draft: &MembershipDraft,
) -> Result<MembershipView> {
    who.reach(Class::Investor, Act::Write)?;
    let draft = MembershipDraft { source: one_line(&draft.source), ..draft.clone() };
    let before = match id {
        Some(id) => Some(fresh(tx, who, id, draft.version)?),
        None => None,
    };
    check(tx, who, before.as_ref(), &draft)?;
    let (id, act) = match id {
        Some(id) => (id, "investor.change_member"),
        None => (tx.new_id(), "investor.add_member"),
    };
    store::association::put(tx, who, id, &draft)?;
    let after = one(tx, who, id)?.ok_or(Error::NotFound)?;
    let was = before.map_or_else(|| json!({}), |b| json!(b));
    change::record(tx, who, act, "investor_member", id.0, after.version, (&was, &json!(after)))?;
    Ok(after)
}

fn check(tx: &Tx<'_>, who: &Who, before: Option<&MembershipView>, draft: &MembershipDraft) -> Result<()> {
    let today = org::office_day(tx, who.district())?;
    let mut faults = Faults::default();
    match super::get(tx, who, draft.member_id, &Hidden::default()) {
        Ok(member) => {
            may_edit(who, &member)?;
            if store::association::overlaps(tx, who.district(), before.map(|b| b.id), draft)? {
                faults.add(Fault::at("from_on", "investor.member_twice"));
            }
        }
        Err(Error::NotFound) => faults.add(Fault::at("member_id", "investor.member_unknown")),
        Err(error) => return Err(error),
    }
    faults.need(association(tx, who, draft.association_id)?.is_some(), || {
        Fault::at("association_id", "investor.association_unknown")
    });
    faults.need(draft.association_id != draft.member_id, || {
        Fault::at("member_id", "investor.member_of_itself")
    });
    let same =
        before.is_none_or(|b| b.member.id == draft.member_id && b.association.id == draft.association_id);
    faults.need(same, || Fault::at("association_id", "investor.member_other"));
    super::profile::check_days(draft.from_on, draft.until_on, today, &mut faults);
    faults.need(!draft.source.is_empty() && text_fits(&draft.source, LINE), || {
        Fault::at("source", "investor.source").with("limit", LINE)
    });
    faults.into_result()
}

/// Takes away what was entered by mistake; what has ended gets its last day instead.
pub fn leave(tx: &Tx<'_>, who: &Who, id: MemberId, cmd: &PieceRemoval) -> Result<MembershipView> {
    who.reach(Class::Investor, Act::Write)?;
    let now = fresh(tx, who, id, cmd.version)?;
    may_edit(who, &super::get(tx, who, now.member.id, &Hidden::default())?)?;
    store::association::delete(tx, who.district(), id)?;
    let told = (&json!(now), &json!({}));
    change::record(tx, who, "investor.remove_member", "investor_member", id.0, now.version + 1, told)?;
    Ok(now)
}

fn one(reader: &Reader, who: &Who, id: MemberId) -> Result<Option<MembershipView>> {
    store::association::one(reader, who.district(), id, org::office_day(reader, who.district())?)
}

/// One of an organisation that the reader may read, and that nobody has changed since `version`.
fn fresh(tx: &Tx<'_>, who: &Who, id: MemberId, version: i64) -> Result<MembershipView> {
    let now = one(tx, who, id)?.ok_or(Error::NotFound)?;
    if !store::is_visible(tx, who, now.member.id, &Hidden::default())? {
        return Err(Error::NotFound);
    }
    if now.version == version {
        return Ok(now);
    }
    let changed = change::since(tx, who.district(), "investor_member", id.0, version)?;
    Err(Error::Stale { current: Box::new(json!(now)), changed })
}

/// What an organisation belongs to, the present first.
pub fn memberships(reader: &Reader, who: &Who, id: OrganisationId) -> Result<Vec<MembershipView>> {
    store::association::of_member(reader, who.district(), id, org::office_day(reader, who.district())?)
}

/// Who belongs to an association, of those the reader may read: the present first, by what they are in it.
pub fn members(
    reader: &Reader,
    who: &Who,
    id: OrganisationId,
    hidden: &Hidden,
) -> Result<Vec<MembershipView>> {
    store::association::of_association(reader, who, id, hidden, org::office_day(reader, who.district())?)
}

/// What an association gathers its members by, where somebody said it.
pub fn about(reader: &Reader, who: &Who, id: OrganisationId) -> Result<Option<AssociationView>> {
    store::association::about(reader, who.district(), id)
}

/// What has members stays an association.
pub(super) fn stays_one(
    reader: &Reader,
    who: &Who,
    id: OrganisationId,
    (before, draft): (OrganisationKind, &OrganisationDraft),
) -> Result<()> {
    let leaves = before == OrganisationKind::Association && draft.kind != before;
    if leaves && store::association::has_members(reader, who.district(), id)? {
        return Err(Error::invalid(Fault::at("kind", "investor.association_has_members")));
    }
    Ok(())
}
