//! Who owns how much of whom: shares with their days, never more than the whole, never in a circle.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{HoldingId, OrganisationId},
    investor::most_held,
    project::{FULL, LINE, one_line, text_fits},
};

use super::{Joined, Moved, OrganisationRef, Relation, may_edit, nothing_blocks, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, change,
        db::{Hidden, Reader, Tx},
        web::Who,
    },
    org,
};

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HoldingDraft {
    #[schema(value_type = Uuid)]
    pub owner_id: OrganisationId,
    #[schema(value_type = Uuid)]
    pub owned_id: OrganisationId,
    pub share_bp: i64,
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

/// A share that one organisation owns of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HoldingView {
    #[schema(value_type = Uuid)]
    pub id: HoldingId,
    pub owner: OrganisationRef,
    pub owned: OrganisationRef,
    pub share_bp: i64,
    #[schema(value_type = String)]
    pub from_on: Date,
    #[schema(value_type = Option<String>)]
    pub until_on: Option<Date>,
    pub source: String,
    pub version: i64,
}

/// A record that is taken away.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PieceRemoval {
    pub version: i64,
}

fn tidied(draft: &HoldingDraft) -> HoldingDraft {
    HoldingDraft { source: one_line(&draft.source), ..draft.clone() }
}

fn check(tx: &Tx<'_>, who: &Who, id: Option<HoldingId>, draft: &HoldingDraft) -> Result<()> {
    let mut faults = Faults::default();
    super::profile::check_days(
        draft.from_on,
        draft.until_on,
        org::office_day(tx, who.district())?,
        &mut faults,
    );
    faults.need((1..=FULL).contains(&draft.share_bp), || Fault::at("share_bp", "investor.holding_share"));
    faults.need(!draft.source.is_empty() && text_fits(&draft.source, LINE), || {
        Fault::at("source", "investor.source").with("limit", LINE)
    });
    for (field, of) in [("owner_id", draft.owner_id), ("owned_id", draft.owned_id)] {
        faults.need(store::is_visible(tx, who, of, &Hidden::default())?, || {
            Fault::at(field, "investor.holding_unknown")
        });
    }
    faults.into_result()?;
    // Whoever owns the owner, at any time and through whomever, is not owned by it.
    if draft.owner_id == draft.owned_id
        || store::holding::owns(tx, who.district(), draft.owned_id, draft.owner_id)?
    {
        return Err(Error::invalid(Fault::at("owner_id", "investor.holding_circle")));
    }
    let mut all = store::holding::of_owned(tx, who.district(), draft.owned_id, id)?;
    all.push(yinfeng_domain::investor::Holding {
        share_bp: draft.share_bp,
        from_on: draft.from_on,
        until_on: draft.until_on,
    });
    match most_held(&all) {
        Some((sum, day)) if sum > FULL => Err(Error::invalid(
            Fault::at("share_bp", "investor.holding_whole")
                .with("day", day)
                .with("over", percent(sum - FULL)),
        )),
        _ => Ok(()),
    }
}

/// `12.5`
fn percent(bp: i64) -> String {
    let text = format!("{}.{:02}", bp / 100, bp % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Enters a share, or corrects one. Whoever may write the one that is owned may say who owns it.
pub fn hold(tx: &Tx<'_>, who: &Who, id: Option<HoldingId>, draft: &HoldingDraft) -> Result<HoldingView> {
    who.reach(Class::Investor, Act::Write)?;
    let draft = tidied(draft);
    may_edit(who, &super::get(tx, who, draft.owned_id, &Hidden::default())?)?;
    store::merge::hold(tx, who.district(), [draft.owner_id, draft.owned_id])?;
    let before = match id {
        Some(id) => Some(fresh(tx, who, id, draft.version)?),
        None => None,
    };
    if before.as_ref().is_some_and(|b| b.owned.id != draft.owned_id) {
        return Err(Error::invalid(Fault::at("owned_id", "investor.holding_other")));
    }
    check(tx, who, id, &draft)?;
    let (id, act) = match id {
        Some(id) => (id, "investor.change_holding"),
        None => (tx.new_id(), "investor.add_holding"),
    };
    store::holding::put(tx, who, id, &draft)?;
    let after = store::holding::get(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    let was = before.map_or_else(|| json!({}), |b| json!(b));
    change::record(tx, who, act, "organisation_holding", id.0, after.version, (&was, &json!(after)))?;
    Ok(after)
}

/// One that the reader may write and nobody has changed since `version`.
fn fresh(tx: &Tx<'_>, who: &Who, id: HoldingId, version: i64) -> Result<HoldingView> {
    let now = store::holding::get(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    let both = [now.owner.id, now.owned.id];
    if store::visible(tx, who, &both, &Hidden::default())?.len() < both.len() {
        return Err(Error::NotFound);
    }
    if now.version == version {
        return Ok(now);
    }
    let changed = change::since(tx, who.district(), "organisation_holding", id.0, version)?;
    Err(Error::Stale { current: Box::new(json!(now)), changed })
}

/// Takes away what was entered by mistake; what has ended gets its last day instead.
pub fn remove(tx: &Tx<'_>, who: &Who, id: HoldingId, cmd: &PieceRemoval) -> Result<HoldingView> {
    who.reach(Class::Investor, Act::Write)?;
    let now = fresh(tx, who, id, cmd.version)?;
    may_edit(who, &super::get(tx, who, now.owned.id, &Hidden::default())?)?;
    store::holding::delete(tx, who.district(), id)?;
    let told = (&json!(now), &json!({}));
    change::record(tx, who, "investor.remove_holding", "organisation_holding", id.0, now.version + 1, told)?;
    Ok(now)
}

pub const OWNER: Relation = Relation {
    table: "investor_holding",
    column: "owner_id",
    blocked: circle_or_too_much,
    take: take_owned,
    give_back: give_owned_back,
};
pub const OWNED: Relation = Relation {
    table: "investor_holding",
    column: "owned_id",
    blocked: nothing_blocks,
    take: take_owners,
    give_back: give_owners_back,
};

/// Once they are one, neither owns the other, not through others either; and what both say of their owners may say it
/// twice.
fn circle_or_too_much(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let district = who.district();
    let mut faults = Vec::new();
    for (a, b) in [(joined.from, joined.into), (joined.into, joined.from)] {
        if store::holding::owns(reader, district, a, b)? {
            faults.push(Fault::new("investor.merge_holding_circle"));
        }
    }
    let mut all = store::holding::of_owned(reader, district, joined.into, None)?;
    all.extend(store::holding::of_owned(reader, district, joined.from, None)?);
    if let Some((sum, day)) = most_held(&all)
        && sum > FULL
    {
        faults.push(Fault::new("investor.merge_holding_whole").with("day", day).with("sum", percent(sum)));
    }
    Ok(faults)
}

fn take_owned(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    store::holding::set_owner(tx, who.district(), joined.from, joined.into)?.iter().map(Moved::of).collect()
}

fn take_owners(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    store::holding::set_owned(tx, who.district(), joined.from, joined.into)?.iter().map(Moved::of).collect()
}

fn give_owned_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    for row in moved {
        store::holding::move_owner(tx, who.district(), row.read()?, joined.into, joined.from)?;
    }
    Ok(Vec::new())
}

fn give_owners_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    for row in moved {
        store::holding::move_owned(tx, who.district(), row.read()?, joined.into, joined.from)?;
    }
    Ok(Vec::new())
}
