//! The library's part in making two records one: its own relations, the values that survive, and the tombstone of the
//! record that goes. The act itself, over all rooms, is in `merge`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{OrganisationId, UnitId},
    merge::{MergeField, Undo, undo, undo_list},
};

use super::{
    Joined, Moved, Organisation, OrganisationDraft, OrganisationRef, Relation, association, charge,
    check_links, holding, index, intent, introducer, nothing_blocks, other_names, store, tag,
};
use crate::floor::{
    Error, Fault, Result, audit, change,
    db::{Hidden, Reader, Tx},
    search,
    web::Who,
};

/// What of the library points at an organisation.
pub const RELATIONS: [Relation; 13] = [
    Relation {
        table: "investor_organisation",
        column: "group_id",
        blocked: head_and_member,
        take: take_members,
        give_back: give_members_back,
    },
    Relation {
        table: "investor_unit",
        column: "organisation_id",
        blocked: nothing_blocks,
        take: take_units,
        give_back: give_units_back,
    },
    Relation {
        table: "investor_name",
        column: "organisation_id",
        blocked: nothing_blocks,
        take: take_names,
        give_back: give_names_back,
    },
    Relation {
        table: "investor_tombstone",
        column: "into_id",
        blocked: nothing_blocks,
        take: take_tombstones,
        give_back: give_tombstones_back,
    },
    holding::OWNER,
    holding::OWNED,
    tag::TAGGED,
    intent::WANTED,
    introducer::INTRODUCES,
    charge::IN_CHARGE,
    association::DESCRIBED,
    association::GATHERS,
    association::BELONGS,
];

/// Who makes two records one: the office, which sees both.
pub fn may_merge(who: &Who) -> Result<()> {
    match who.reach(Class::Investor, Act::Write)? {
        Reach::District => Ok(()),
        _ => Err(Error::refused(Fault::new("investor.merge_by_office"))),
    }
}

/// The record that stays, as it will be: the fields named come from the one that goes, and it is found by every name
/// of both.
pub fn joined_draft(kept: &Organisation, gone: &Organisation, taken: &[MergeField]) -> OrganisationDraft {
    let (mut draft, other) = (kept.as_draft(), gone.as_draft());
    for field in taken {
        match field {
            MergeField::Name => draft.name.clone_from(&other.name),
            MergeField::Uscc => draft.uscc.clone_from(&other.uscc),
            MergeField::Kind => draft.kind = other.kind,
            MergeField::Country => draft.country.clone_from(&other.country),
            MergeField::Group => draft.group_id = other.group_id,
            MergeField::Industry => draft.industry.clone_from(&other.industry),
            MergeField::Address => draft.address.clone_from(&other.address),
            MergeField::Introduction => draft.introduction.clone_from(&other.introduction),
        }
    }
    // One of the two is no head of the other once they are one.
    draft.group_id = draft.group_id.filter(|head| *head != kept.row.id && *head != gone.row.id);
    let names = [&kept.row.name, &gone.row.name].into_iter().chain(&other.aliases);
    for name in names {
        if !draft.aliases.contains(name) {
            draft.aliases.push(name.clone());
        }
    }
    let name = draft.name.clone();
    draft.aliases.retain(|alias| *alias != name);
    draft
}

/// Tidied and checked, as when it is entered.
pub fn checked_draft(draft: &OrganisationDraft) -> Result<OrganisationDraft> {
    draft.checked()
}

/// Keeps the two from being pointed at anew until the transaction ends.
pub fn hold_both(tx: &Tx<'_>, district: &str, joined: &Joined) -> Result<()> {
    store::merge::hold(tx, district, [joined.from, joined.into])
}

/// Buries the record that goes: nothing points at it any more.
pub fn bury(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<()> {
    let kept = store::merge::kept(tx, who.district(), joined.from)?.ok_or(Error::NotFound)?;
    search::remove(tx, who.district(), super::SEARCH_KIND, joined.from.0)?;
    store::delete(tx, who.district(), joined.from)?;
    store::merge::bury(tx, who.district(), joined, &kept)?;
    let detail = json!({ "version": kept.version + 1, "changed": ["merged_into"], "into": joined.into });
    audit::record(tx, who, "investor.bury", "organisation", joined.from.0, &detail)
}

/// Gives the record that stays the values that survive.
pub fn absorb(
    tx: &Tx<'_>,
    who: &Who,
    joined: &Joined,
    kept: &Organisation,
    draft: &OrganisationDraft,
) -> Result<()> {
    check_links(tx, who, Some(joined.into), draft)?;
    write(tx, who, joined.into, ("investor.merge", kept.row.version), &kept.as_draft(), draft)
}

fn write(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    (act, version): (&str, i64),
    before: &OrganisationDraft,
    draft: &OrganisationDraft,
) -> Result<()> {
    store::update(tx, who.district(), id, draft)?;
    super::names::save(tx, who.district(), id, &draft.aliases)?;
    index_anew(tx, who, id)?;
    change::record(tx, who, act, "organisation", id.0, version + 1, (&json!(before), &json!(draft)))
}

/// Makes an organisation found by the names it has now.
fn index_anew(tx: &Tx<'_>, who: &Who, id: OrganisationId) -> Result<()> {
    let Some(kept) = store::merge::kept(tx, who.district(), id)? else { return Ok(()) };
    let others: Vec<String> = other_names(tx, who.district(), &[id])?.into_iter().map(|o| o.name).collect();
    index(tx, who.district(), id, &kept.name, &others)
}

/// Where an organisation went, when it was merged into one that this reader may read.
pub fn moved_to(
    reader: &Reader,
    who: &Who,
    id: OrganisationId,
    hidden: &Hidden,
) -> Result<Option<OrganisationRef>> {
    let Some(into) = store::merge::buried_into(reader, who.district(), id)? else { return Ok(None) };
    Ok(store::visible(reader, who, &[into], hidden)?.pop())
}

/// The name of an organisation that was merged away since.
pub fn buried_name(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<String>> {
    store::merge::buried_name(reader, district, id)
}

/// Brings both records back to what they were, but for what somebody has changed since: each such thing in words.
/// Their relations come afterwards, and then [`found_again`].
pub fn restore(
    tx: &Tx<'_>,
    who: &Who,
    joined: &Joined,
    before: &OrganisationDraft,
    after: &OrganisationDraft,
) -> Result<Vec<Fault>> {
    let now = super::get(tx, who, joined.into, &Hidden::default())?;
    let (draft, mut faults) = undone(&now.as_draft(), before, after);
    let kept = store::merge::raise(tx, who.district(), joined.from)?.ok_or(Error::NotFound)?;
    for group in [kept.group_id, draft.group_id].into_iter().flatten().filter(|group| *group != joined.from) {
        if store::merge::kept(tx, who.district(), group)?.is_none() {
            return Ok(vec![Fault::new("investor.undo_group_gone")]);
        }
    }
    if let Some(uscc) = &draft.uscc
        && let Some((owner, name)) = store::by_uscc(tx, who.district(), uscc)?
        && owner != joined.into
    {
        faults.push(Fault::at("uscc", "investor.uscc_taken").with("name", name));
    }
    if faults.is_empty() {
        // The code goes back last: it is of one organisation at a time.
        store::merge::insert(tx, who, joined.from, &kept)?;
        write(tx, who, joined.into, ("investor.unmerge", now.row.version), &now.as_draft(), &draft)?;
        if let Some(uscc) = &kept.uscc {
            match store::by_uscc(tx, who.district(), uscc)? {
                Some((_, name)) => faults.push(Fault::at("uscc", "investor.uscc_taken").with("name", name)),
                None => store::merge::set_uscc(tx, who.district(), joined.from, uscc)?,
            }
        }
        let detail = json!({ "version": kept.version + 2, "changed": ["merged_into"], "from": joined.into });
        audit::record(tx, who, "investor.raise", "organisation", joined.from.0, &detail)?;
    }
    Ok(faults)
}

/// Makes both found by the names they have again.
pub fn found_again(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<()> {
    index_anew(tx, who, joined.from)?;
    index_anew(tx, who, joined.into)
}

/// What the record that stayed is without the merge, and which of its fields somebody has changed since.
fn undone(
    now: &OrganisationDraft,
    before: &OrganisationDraft,
    after: &OrganisationDraft,
) -> (OrganisationDraft, Vec<Fault>) {
    let mut out = now.clone();
    let mut faults = Vec::new();
    let value = |draft: &OrganisationDraft| json!(draft);
    let (was, is, will) = (value(before), value(now), value(after));
    let mut restored = is.clone();
    for field in MergeField::ALL {
        let at = field.code();
        match undo(&was[at], &will[at], &is[at]) {
            Undo::Leave => {}
            Undo::Restore => restored[at] = was[at].clone(),
            Undo::Edited => faults.push(Fault::at(at, "investor.undo_edited").with("now", plain(&is[at]))),
        }
    }
    if let Ok(draft) = serde_json::from_value(restored) {
        out = draft;
    }
    out.aliases = undo_list(&before.aliases, &after.aliases, &now.aliases);
    (out, faults)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| "—".to_owned(), |text| text.chars().take(60).collect())
}

/// The head of a group belongs to no group: members of both would have to be of the third.
fn head_and_member(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let both = [joined.from, joined.into];
    let has_members = store::merge::has_other_members(reader, who.district(), both)?;
    let blocked = joined.head != joined.into && has_members;
    Ok(if blocked { vec![Fault::at("group_id", "investor.merge_group")] } else { Vec::new() })
}

fn take_members(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    store::merge::leave_group(tx, who.district(), joined.into, joined.from)?;
    let members = store::merge::set_group(tx, who.district(), joined.from, joined.into)?;
    members
        .into_iter()
        .map(|(id, version)| {
            let detail = json!({ "version": version, "changed": ["group_id"], "from": joined.from,
                "to": joined.into });
            audit::record(tx, who, "investor.merge_group", "organisation", id.0, &detail)?;
            Moved::of(&id)
        })
        .collect()
}

fn give_members_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for row in moved {
        let id: OrganisationId = row.read()?;
        let moved = store::merge::move_member(tx, who.district(), id, joined.into, joined.from)?;
        if let Some(version) = moved {
            let detail = json!({ "version": version, "changed": ["group_id"], "from": joined.into,
                "to": joined.from });
            audit::record(tx, who, "investor.merge_group", "organisation", id.0, &detail)?;
        } else {
            let name = store::merge::kept(tx, who.district(), id)?.map_or_else(String::new, |o| o.name);
            faults.push(Fault::at("group_id", "investor.undo_member").with("name", name));
        }
    }
    Ok(faults)
}

#[derive(Serialize, Deserialize)]
struct UnitMoved {
    unit: UnitId,
    /// The one that stays was not known to the unit before.
    new: bool,
}

fn take_units(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    let own = store::merge::units(tx, who.district(), joined.into)?;
    let moved = store::merge::units(tx, who.district(), joined.from)?;
    for unit in &moved {
        store::know(tx, who.district(), joined.into, *unit)?;
        store::merge::unknow(tx, who.district(), joined.from, *unit)?;
    }
    moved.into_iter().map(|unit| Moved::of(&UnitMoved { unit, new: !own.contains(&unit) })).collect()
}

/// Rooms that have more of the organisation for a unit let it know it again.
fn give_units_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    for row in moved {
        let UnitMoved { unit, new } = row.read()?;
        store::know(tx, who.district(), joined.from, unit)?;
        if new {
            store::merge::unknow(tx, who.district(), joined.into, unit)?;
        }
    }
    Ok(Vec::new())
}

#[derive(Serialize, Deserialize)]
struct NameMoved {
    name: String,
    /// None for one that it still goes by: those of the one that stays are a field of its record.
    until_on: Option<Date>,
    /// The one that stays had no such former name.
    new: bool,
}

fn take_names(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    let known = other_names(tx, who.district(), &[joined.into])?;
    let names = other_names(tx, who.district(), &[joined.from])?;
    let mut moved = Vec::new();
    for other in names {
        let new = other.until_on.is_some()
            && known.iter().all(|own| own.until_on.is_none() || own.name != other.name);
        if let (true, Some(until_on)) = (new, other.until_on) {
            super::names::add_former(tx, who.district(), joined.into, &other.name, until_on)?;
        }
        moved.push(Moved::of(&NameMoved { name: other.name, until_on: other.until_on, new })?);
    }
    super::names::forget(tx, who.district(), joined.from)?;
    Ok(moved)
}

fn give_names_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    let mut aliases = Vec::new();
    for row in moved {
        let NameMoved { name, until_on, new } = row.read()?;
        match until_on {
            None => aliases.push(name),
            Some(until_on) => {
                if new {
                    super::names::forget_former(tx, who.district(), joined.into, &name)?;
                }
                super::names::add_former(tx, who.district(), joined.from, &name, until_on)?;
            }
        }
    }
    super::names::save(tx, who.district(), joined.from, &aliases)?;
    Ok(Vec::new())
}

fn take_tombstones(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    let moved = store::merge::lead_on(tx, who.district(), joined.from, joined.into)?;
    moved.iter().map(Moved::of).collect()
}

fn give_tombstones_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    for row in moved {
        store::merge::lead_back(tx, who.district(), row.read()?, joined.from)?;
    }
    Ok(Vec::new())
}
