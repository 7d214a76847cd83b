//! Two records of one organisation made one: values are chosen field by field, every relation of every room moves in
//! one transaction, the id that goes leads to the one that stays, and all of it can be undone.
//!
//! The rooms know how their rows move ([`investor::Relation`]); here they are gathered. What a relation of the schema
//! nobody has named points at is not moved by guessing: with rows, the merge is refused.

pub mod http;
mod store;
mod view;

use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class},
    id::{MergeId, OrganisationId},
    merge::{MergeField, advises_taken},
    project::{LINE, one_line, text_fits},
};

use crate::{
    chain, claim, contact,
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx, page::Page},
        say::say_fault,
        web::{Action, Who},
    },
    handover, interaction,
    investor::{self, Joined, Moved, Organisation, OrganisationDraft, Relation},
    project, referral,
};

pub use view::{Blocker, MergePreview, MergeRecord, MergeRow, MovedCount};

/// What is merged into what, and whose values survive.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MergeDraft {
    /// The record that stays.
    #[schema(value_type = Uuid)]
    pub into_id: OrganisationId,
    pub into_version: i64,
    /// The record that goes.
    #[schema(value_type = Uuid)]
    pub from_id: OrganisationId,
    pub from_version: i64,
    /// The fields whose value is taken from the record that goes.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub taken: Vec<MergeField>,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MergeUndo {
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct MergeFilter {
    /// Only those in which this record stayed or went.
    #[param(value_type = Option<Uuid>)]
    pub organisation: Option<OrganisationId>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// Every relation to an organisation that some room answers for, in the order in which they move: the library's own
/// first, for the others build on them.
pub fn relations() -> impl Iterator<Item = Relation> {
    let own = investor::RELATIONS.into_iter().chain(project::RELATIONS);
    let people = contact::RELATIONS.into_iter().chain(interaction::RELATIONS);
    let own = own.chain(claim::RELATIONS).chain(people).chain(chain::RELATIONS);
    own.chain(referral::RELATIONS).chain(handover::RELATIONS)
}

/// The two records as whoever may merge reads them.
fn both(
    reader: &Reader,
    who: &Who,
    into: OrganisationId,
    from: OrganisationId,
) -> Result<(Organisation, Organisation)> {
    who.need_district(Class::Investor, Act::Write)?;
    let hidden = project::hidden_organisations(reader, who)?;
    let kept = investor::get(reader, who, into, &hidden)?;
    let gone = investor::get(reader, who, from, &hidden)?;
    if into == from {
        return Err(Error::invalid(Fault::at("from_id", "merge.same")));
    }
    Ok((kept, gone))
}

fn joined(kept: &Organisation, gone: &Organisation, draft: &OrganisationDraft) -> Joined {
    Joined {
        from: gone.row.id,
        into: kept.row.id,
        head: draft.group_id.unwrap_or(kept.row.id),
        country: draft.country.clone(),
        country_changes: draft.country != kept.row.country,
    }
}

/// What stands in the way: rows of a relation that nobody answers for, and what the rooms say.
fn blockers(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    let known: Vec<Relation> = relations().collect();
    for (table, column) in store::foreign_keys(reader)? {
        if known.iter().any(|r| r.table == table && r.column == column) {
            continue;
        }
        let rows = store::count(reader, who.district(), &table, &column, joined.from)?;
        if rows > 0 {
            let relation = format!("{table}.{column}");
            faults.push(Fault::new("merge.unknown_relation").with("relation", relation).with("rows", rows));
        }
    }
    for relation in known {
        faults.extend((relation.blocked)(reader, who, joined)?);
    }
    Ok(faults)
}

/// Both records side by side, with what would move and what stands in the way.
pub fn preview(
    reader: &Reader,
    who: &Who,
    into: OrganisationId,
    from: OrganisationId,
) -> Result<MergePreview> {
    let (kept, gone) = both(reader, who, into, from)?;
    let advised = advised(&kept, &gone);
    let draft = investor::joined_draft(&kept, &gone, &advised);
    let joined = joined(&kept, &gone, &draft);
    let mut moves = Vec::new();
    for relation in relations() {
        let rows = store::count(reader, who.district(), relation.table, relation.column, from)?;
        if rows > 0 {
            moves.push(MovedCount { relation: relation.name(), rows });
        }
    }
    // A group that is chosen differently may lift this one: it is asked again when the merge is done.
    let blockers = blockers(reader, who, &joined)?;
    let blockers = blockers
        .into_iter()
        .map(|fault| Blocker { message: say_fault(who.lang, &fault), code: fault.code, field: fault.field })
        .collect();
    Ok(MergePreview { into: kept, from: gone, advised, moves, blockers })
}

fn advised(kept: &Organisation, gone: &Organisation) -> Vec<MergeField> {
    let text = |of: &Organisation, field: MergeField| match field {
        MergeField::Name => of.row.name.clone(),
        MergeField::Uscc => of.row.uscc.clone().unwrap_or_default(),
        MergeField::Kind => of.row.kind.code().to_owned(),
        MergeField::Country => of.row.country.clone(),
        MergeField::Group => of.row.group.as_ref().map(|g| g.id.to_string()).unwrap_or_default(),
        MergeField::Industry => of.row.industry.as_ref().map(|i| i.code.clone()).unwrap_or_default(),
        MergeField::Address => of.address.clone(),
        MergeField::Introduction => of.introduction.clone(),
    };
    let fields = MergeField::ALL.iter().copied();
    fields.filter(|field| advises_taken(*field, &text(kept, *field), &text(gone, *field))).collect()
}

fn fresh(tx: &Tx<'_>, who: &Who, found: &Organisation, version: i64) -> Result<()> {
    if found.row.version == version {
        return Ok(());
    }
    let changed = change::since(tx, who.district(), "organisation", found.row.id.0, version)?;
    let current = Box::new(serde_json::to_value(found).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed })
}

fn said(text: &str) -> Result<String> {
    let text = one_line(text);
    let mut faults = Faults::default();
    faults.need(!text.is_empty(), || Fault::at("reason", "merge.reason_missing"));
    faults.need(text_fits(&text, LINE), || Fault::at("reason", "merge.too_long").with("limit", LINE));
    faults.into_result()?;
    Ok(text)
}

/// Makes two records one.
pub fn merge(tx: &Tx<'_>, who: &Who, cmd: &MergeDraft) -> Result<MergeRecord> {
    let (kept, gone) = both(tx, who, cmd.into_id, cmd.from_id)?;
    let reason = said(&cmd.reason)?;
    fresh(tx, who, &kept, cmd.into_version)?;
    fresh(tx, who, &gone, cmd.from_version)?;
    let draft = investor::checked_draft(&investor::joined_draft(&kept, &gone, &cmd.taken))?;
    let joined = joined(&kept, &gone, &draft);
    investor::hold_both(tx, who.district(), &joined)?;
    let blockers = blockers(tx, who, &joined)?;
    if !blockers.is_empty() {
        return Err(Error::Blocked(
            Box::new(Fault::new("merge.blocked").with("count", blockers.len())),
            blockers,
        ));
    }
    let id: MergeId = tx.new_id();
    let mut moved: Vec<(String, Moved)> = Vec::new();
    for relation in relations() {
        let rows = (relation.take)(tx, who, &joined)?;
        moved.extend(rows.into_iter().map(|row| (relation.name(), row)));
    }
    investor::bury(tx, who, &joined)?;
    investor::absorb(tx, who, &joined, &kept, &draft)?;
    let before = kept.as_draft();
    let new = store::New {
        id,
        joined: &joined,
        names: (&gone.row.name, &kept.row.name),
        cmd,
        reason: &reason,
        drafts: (&before, &draft),
    };
    store::insert(tx, who, &new, &moved)?;
    let detail = json!({ "version": 1, "from": joined.from, "from_name": gone.row.name, "into": joined.into,
        "into_name": kept.row.name, "taken": cmd.taken, "reason": reason, "rows": moved.len() });
    audit::record(tx, who, "merge.merge", "merge", id.0, &detail)?;
    get(tx, who, id)
}

/// Makes them two again; what somebody has changed since is told, each thing, and nothing is undone.
pub fn undo(tx: &Tx<'_>, who: &Who, id: MergeId, cmd: &MergeUndo) -> Result<MergeRecord> {
    who.need_district(Class::Investor, Act::Write)?;
    let reason = said(&cmd.reason)?;
    store::hold(tx, who.district(), id)?;
    let view = get(tx, who, id)?;
    if view.row.version != cmd.version {
        let current = Box::new(serde_json::to_value(&view).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["undone_at".into()] });
    }
    may_undo(tx, who, &view)?;
    let kept = store::kept(tx, who.district(), id)?;
    let joined = Joined {
        from: view.row.from_id,
        into: view.row.into_id,
        head: kept.before.group_id.unwrap_or(view.row.into_id),
        country: kept.before.country.clone(),
        country_changes: kept.before.country != kept.after.country,
    };
    let mut faults = investor::restore(tx, who, &joined, &kept.before, &kept.after)?;
    if faults.is_empty() {
        for relation in relations() {
            let name = relation.name();
            let rows: Vec<Moved> =
                kept.rows.iter().filter(|(of, _)| *of == name).map(|(_, row)| row.clone()).collect();
            faults.extend((relation.give_back)(tx, who, &joined, &rows)?);
        }
    }
    if !faults.is_empty() {
        let fault = Fault::new("merge.undo_blocked").with("count", faults.len());
        return Err(Error::Blocked(Box::new(fault), faults));
    }
    investor::found_again(tx, who, &joined)?;
    store::set_undone(tx, who, id, &reason)?;
    let detail = json!({ "version": view.row.version + 1, "changed": ["undone_at"], "from": joined.from,
        "into": joined.into, "reason": reason });
    audit::record(tx, who, "merge.undo", "merge", id.0, &detail)?;
    get(tx, who, id)
}

fn may_undo(reader: &Reader, who: &Who, view: &MergeRecord) -> Result<()> {
    who.need_district(Class::Investor, Act::Write)?;
    if view.row.undone_at.is_some() {
        return Err(Error::refused(Fault::new("merge.undone_already")));
    }
    // The record that stayed has gone in its turn: merges are undone from the last one on.
    match investor::buried_name(reader, who.district(), view.row.into_id)? {
        Some(name) => Err(Error::refused(Fault::new("merge.merged_on").with("name", name))),
        None => Ok(()),
    }
}

/// One merge with all that moved.
pub fn get(reader: &Reader, who: &Who, id: MergeId) -> Result<MergeRecord> {
    who.need_district(Class::Investor, Act::Read)?;
    let hidden = project::hidden_organisations(reader, who)?;
    let mut view = store::get(reader, who.district(), id, &hidden)?.ok_or(Error::NotFound)?;
    view.moves = store::moved(reader, who.district(), id)?;
    view.actions.undo = Action::of(who.lang, may_undo(reader, who, &view));
    Ok(view)
}

/// Merges, the latest first.
pub fn list(reader: &Reader, who: &Who, filter: &MergeFilter) -> Result<Page<MergeRow>> {
    who.need_district(Class::Investor, Act::Read)?;
    let hidden = project::hidden_organisations(reader, who)?;
    store::list(reader, who.district(), filter, &hidden)
}
