//! The investor library (客商资源库): organisations that may invest, one record each.
//!
//! The office reads all of them. A unit reads those it brought in and those of its projects: `investor_unit`.

mod association;
mod charge;
mod check;
mod follow;
mod holding;
pub mod http;
mod intent;
mod introducer;
mod merge;
mod names;
mod profile;
mod relation;
mod rows;
mod seeker;
mod store;
mod tag;
mod view;

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class, Reach, Scope, grant},
    id::{BatchId, OrganisationId, UnitId},
    investor::OrganisationKind,
    org_code::{Uscc, UsccError},
    project::{LINE, NAME, TEXT, one_line, text_fits},
};

use crate::{
    dictionary,
    floor::{
        Error, Fault, Faults, Result, audit, change, clock,
        db::{Clause, Hidden, Reader, Tx, page::Page},
        search,
        web::Who,
    },
};

pub use association::{
    AssociationDraft, AssociationView, MembershipDraft, MembershipView, about, association, belong, describe,
    members, memberships,
};
pub use charge::{ChargeDraft, ChargeRef, ChargeView, in_charge, pass_on, take_charge};
pub use check::{OrganisationCheck, SimilarOrganisation, check};
pub use follow::{Followed, Followers};
pub use holding::{HoldingDraft, HoldingView, PieceRemoval, hold, remove};
pub use intent::{IntentDraft, IntentView, intend};
pub use introducer::{IntroducerDraft, IntroducerView, introduced_rightly, register, registration};
pub use merge::{
    RELATIONS, absorb, buried_name, bury, checked_draft, found_again, hold_both, joined_draft, may_merge,
    moved_to, restore,
};
pub use names::{FormerName, OtherName, other_names};
pub use profile::{OrganisationProfile, OwnershipNode, profile};
pub use relation::{Joined, Moved, Relation, nothing_blocks};
pub use rows::Rows;
pub(crate) use rows::following;
pub use seeker::{OpenIntent, Seeker, seeker, seekers};
pub use store::{ChargeFilter, Filter};
pub use tag::{TagDraft, TagKindDraft, TagKindView, TagView, add_kind, held_today, kinds, tag, untag};
pub use view::{Organisation, OrganisationRef, OrganisationRow, Warning};

/// What the search index knows organisations as.
pub const SEARCH_KIND: search::Kind = search::Kind::new("organisation", 2);

/// An organisation as it is entered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OrganisationDraft {
    pub name: String,
    /// 统一社会信用代码; none for foreign organisations and persons.
    #[serde(default)]
    pub uscc: Option<String>,
    #[schema(value_type = String)]
    pub kind: OrganisationKind,
    /// ISO 3166-1; CN is domestic.
    pub country: String,
    /// The organisation at the head of its group.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub group_id: Option<OrganisationId>,
    /// GB/T 4754.
    #[serde(default)]
    pub industry: Option<String>,
    #[serde(default)]
    pub address: String,
    #[serde(default)]
    pub introduction: String,
    /// What else it is called: short names, names in another language. Found by them.
    #[serde(default)]
    pub aliases: Vec<String>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct OrganisationChange {
    #[serde(flatten)]
    pub draft: OrganisationDraft,
    pub version: i64,
}

impl OrganisationDraft {
    /// The least that is known of an organisation a ledger names.
    pub fn named(name: &str, country: &str) -> Self {
        Self {
            name: name.to_owned(),
            uscc: None,
            kind: OrganisationKind::Enterprise,
            country: country.to_owned(),
            group_id: None,
            industry: None,
            address: String::new(),
            introduction: String::new(),
            aliases: Vec::new(),
        }
    }

    /// Tidied, and checked as far as the record itself tells. The code comes back as it is kept.
    fn checked(&self) -> Result<Self> {
        let mut faults = Faults::default();
        let filled = |v: &Option<String>| v.as_deref().map(one_line).filter(|v| !v.is_empty());
        let name = one_line(&self.name);
        faults.need(!name.is_empty(), || Fault::at("name", "investor.name_missing"));
        faults.need(text_fits(&name, NAME), || Fault::at("name", "investor.too_long").with("limit", NAME));
        let mut uscc = filled(&self.uscc);
        if let Some(text) = &uscc {
            match Uscc::parse(text) {
                Ok(code) => uscc = Some(code.into()),
                Err(error) => faults.add(uscc_fault(&error)),
            }
        }
        let country = self.country.trim().to_ascii_uppercase();
        faults.need(dictionary::country(&country).is_some(), || Fault::at("country", "investor.country"));
        let (address, introduction) = (one_line(&self.address), self.introduction.trim().to_owned());
        faults.need(text_fits(&address, LINE), || {
            Fault::at("address", "investor.too_long").with("limit", LINE)
        });
        faults.need(text_fits(&introduction, TEXT), || {
            Fault::at("introduction", "investor.too_long").with("limit", TEXT)
        });
        let aliases = names::checked(&name, &self.aliases, &mut faults);
        faults.into_result()?;
        let industry = filled(&self.industry).map(|c| c.to_ascii_uppercase());
        Ok(Self { name, uscc, country, industry, address, introduction, aliases, ..self.clone() })
    }
}

/// What is wrong with a code, in words.
pub(crate) fn uscc_fault(error: &UsccError) -> Fault {
    let fault = Fault::at("uscc", format!("investor.{}", error.code().replace('.', "_")));
    match error {
        UsccError::Length { found } => fault.with("found", found),
        UsccError::Character { position, found } => fault.with("position", position).with("found", found),
        UsccError::Check { expected, found } => fault.with("expected", expected).with("found", found),
    }
}

/// Whether the pointed-at records exist and may be pointed at.
fn check_links(
    reader: &Reader,
    who: &Who,
    id: Option<OrganisationId>,
    draft: &OrganisationDraft,
) -> Result<()> {
    let mut faults = Faults::default();
    if let Some(code) = &draft.industry {
        faults.need(dictionary::industry(reader, code)?.is_some(), || {
            Fault::at("industry", "investor.industry")
        });
    }
    if let Some(group) = draft.group_id {
        faults.need(store::is_visible(reader, who, group, &Hidden::default())?, || {
            Fault::at("group_id", "investor.group_unknown")
        });
        // The head of a group belongs to no group, so that groups are one level deep and never circles.
        let is_member = store::group_of(reader, who.district(), group)?.is_some();
        faults.need(Some(group) != id && !is_member, || Fault::at("group_id", "investor.group_head"));
    }
    if let Some(uscc) = &draft.uscc
        && let Some((owner, name)) = store::by_uscc(reader, who.district(), uscc)?
        && Some(owner) != id
    {
        faults.add(if store::is_visible(reader, who, owner, &Hidden::default())? {
            Fault::at("uscc", "investor.uscc_taken").with("name", name)
        } else {
            Fault::at("uscc", "investor.uscc_taken_elsewhere")
        });
    }
    faults.into_result()
}

/// The unit for which somebody enters an organisation: none for the office, which sees all anyway.
fn entering_unit(who: &Who) -> Option<UnitId> {
    let by_unit = |m: &&yinfeng_domain::authority::Membership| {
        grant(m.role, Class::Investor, Act::Write) == Some(Scope::Unit)
    };
    match who.actor.reach(Class::Investor, Act::Write) {
        Reach::Units(_) => who.actor.memberships.iter().find(by_unit).map(|m| m.unit),
        _ => None,
    }
}

/// Enters an organisation.
pub fn create(tx: &Tx<'_>, who: &Who, draft: &OrganisationDraft) -> Result<Organisation> {
    who.reach(Class::Investor, Act::Write)?;
    let draft = draft.checked()?;
    check_links(tx, who, None, &draft)?;
    let id = tx.new_id();
    insert(tx, who, id, &draft, None)?;
    match as_made(tx, who, id, &draft)? {
        Some(made) => Ok(made),
        None => get(tx, who, id, &Hidden::default()),
    }
}

/// What [`get`] finds of an organisation made just now; nothing when a group, a unit or another name has to be looked up
/// for it.
fn as_made(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    draft: &OrganisationDraft,
) -> Result<Option<Organisation>> {
    let reads_all = who.reach(Class::Investor, Act::Read)? == Reach::District;
    let is_plain = draft.group_id.is_none() && draft.aliases.is_empty() && entering_unit(who).is_none();
    if !is_plain || !reads_all {
        return Ok(None);
    }
    let industry = match &draft.industry {
        Some(code) => dictionary::industry(tx, code)?,
        None => None,
    };
    let industry = industry.map(|i| dictionary::IndustryRef { code: i.code, name: i.name });
    Ok(Some(Organisation::made(who.lang, id, draft, industry, clock::as_kept(tx.now()))))
}

/// Enters an organisation that a ledger names; the batch can take it back.
pub fn create_imported(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    draft: &OrganisationDraft,
    batch: Option<BatchId>,
) -> Result<()> {
    insert(tx, who, id, &draft.checked()?, batch)
}

fn insert(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    draft: &OrganisationDraft,
    batch: Option<BatchId>,
) -> Result<()> {
    let unit = entering_unit(who);
    store::insert(tx, who, id, draft, unit, batch)?;
    if let Some(unit) = unit {
        store::know(tx, who.district(), id, unit)?;
        // Whoever brings an investor in is in charge of it, until somebody else is.
        charge::pass_on(tx, who, id, (unit, who.account_id()), "")?;
    }
    names::begin(tx, who.district(), id, &draft.aliases)?;
    let words = words(&draft.name, &draft.aliases);
    search::add(tx, who.district(), SEARCH_KIND, id.0, &words)?;
    audit::record(tx, who, "investor.create", "organisation", id.0, &json!({ "version": 1, "draft": draft }))
}

/// Makes the search index anew for organisations after this id; where to go on, or nothing when all are done.
pub fn reindex(tx: &Tx<'_>, district: &str, after: OrganisationId) -> Result<Option<OrganisationId>> {
    let portion = store::words_after(tx, district, after, search::PORTION)?;
    let others = names::between(tx, district, after, portion.last().map_or(after, |(id, _)| *id))?;
    for (id, name) in &portion {
        let others = others.get(id).map(Vec::as_slice).unwrap_or_default();
        index(tx, district, *id, name, others)?;
    }
    Ok(portion.last().map(|(id, _)| *id))
}

fn index(tx: &Tx<'_>, district: &str, id: OrganisationId, name: &str, others: &[String]) -> Result<()> {
    search::index(tx, district, SEARCH_KIND, id.0, &words(name, others))
}

/// What finds an organisation: its name, what else it is or was called. Its code is found by the index of the table:
/// the beginnings of a million codes would be half of all words.
fn words<'t>(name: &'t str, others: &'t [String]) -> Vec<&'t str> {
    std::iter::once(name).chain(others.iter().map(String::as_str)).collect()
}

/// Changes an organisation that somebody has read at `version`.
pub fn update(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    cmd: &OrganisationChange,
    followers: &Followers,
) -> Result<Organisation> {
    who.reach(Class::Investor, Act::Write)?;
    let before = match get(tx, who, id, &Hidden::default()) {
        // Whoever had it open when it was merged is told, not that there never was such a record.
        Err(Error::NotFound) => match moved_to(tx, who, id, &Hidden::default())? {
            Some(into) => return Err(Error::refused(Fault::new("investor.merged").with("name", into.name))),
            None => return Err(Error::NotFound),
        },
        found => found?,
    };
    may_edit(who, &before)?;
    if before.row.version != cmd.version {
        let changed = change::since(tx, who.district(), "organisation", id.0, cmd.version)?;
        let current = Box::new(serde_json::to_value(&before).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed });
    }
    let draft = cmd.draft.checked()?;
    check_links(tx, who, Some(id), &draft)?;
    association::stays_one(tx, who, id, (before.row.kind, &draft))?;
    if draft.group_id.is_some() && store::has_members(tx, who.district(), id)? {
        return Err(Error::invalid(Fault::at("group_id", "investor.group_head")));
    }
    store::update(tx, who.district(), id, &draft)?;
    followers.tell(tx, who, &Followed::between(id, &before.as_draft(), &draft))?;
    names::save(tx, who.district(), id, &draft.aliases)?;
    if draft.name != before.row.name {
        names::keep_former(tx, who.district(), id, &before.row.name)?;
    }
    let others: Vec<String> =
        other_names(tx, who.district(), &[id])?.into_iter().map(|other| other.name).collect();
    index(tx, who.district(), id, &draft.name, &others)?;
    let told = (&json!(before.as_draft()), &json!(draft));
    change::record(tx, who, "investor.update", "organisation", id.0, cmd.version + 1, told)?;
    get(tx, who, id, &Hidden::default())
}

/// A unit changes what it brought in; what others brought in, the office.
pub(crate) fn may_edit(who: &Who, organisation: &Organisation) -> Result<()> {
    match who.reach(Class::Investor, Act::Write)? {
        Reach::District => Ok(()),
        reach => {
            let own = organisation.created_path.as_deref().is_some_and(|path| reach.covers(path));
            if own { Ok(()) } else { Err(Error::refused(Fault::new("investor.not_yours"))) }
        }
    }
}

/// One organisation, if it may be read.
pub fn get(reader: &Reader, who: &Who, id: OrganisationId, hidden: &Hidden) -> Result<Organisation> {
    store::get(reader, who, id, hidden)?.ok_or(Error::NotFound)
}

/// Organisations that may be read, by name or by when they changed.
pub fn list(reader: &Reader, who: &Who, filter: &Filter, hidden: &Hidden) -> Result<Page<OrganisationRow>> {
    store::list(reader, who, filter, hidden)
}

/// Of these organisations, those that may be read, in no order.
pub fn visible(reader: &Reader, who: &Who, ids: &[OrganisationId]) -> Result<Vec<OrganisationRef>> {
    store::visible(reader, who, ids, &Hidden::default())
}

/// [`visible`], but for those that another room keeps from this reader.
pub fn visible_but(
    reader: &Reader,
    who: &Who,
    ids: &[OrganisationId],
    hidden: &Hidden,
) -> Result<Vec<OrganisationRef>> {
    store::visible(reader, who, ids, hidden)
}

/// Organisations after the cursor of the filter, without counting them: for a workbook of all.
pub fn portion(
    reader: &Reader,
    who: &Who,
    filter: &Filter,
    hidden: &Hidden,
    limit: i64,
) -> Result<(Vec<OrganisationRow>, Option<String>)> {
    store::portion(reader, who, filter, hidden, limit)
}

/// Only rows whose organisation, in this column, the reader may read.
pub fn known_to(clause: &mut Clause, who: &Who, column: &str) -> Result<()> {
    store::known_to(clause, who, column)
}

/// Lets a unit know an organisation, because a project of the unit has it.
pub fn make_known(tx: &Tx<'_>, district: &str, id: OrganisationId, unit: UnitId) -> Result<()> {
    store::know(tx, district, id, unit)
}

/// [`make_known`], and whether the unit did not know it before.
pub fn make_known_anew(tx: &Tx<'_>, district: &str, id: OrganisationId, unit: UnitId) -> Result<bool> {
    store::learn(tx, district, id, unit)
}

/// Takes back that a unit knows an organisation, where what it was told for was a mistake.
pub fn make_unknown(tx: &Tx<'_>, district: &str, id: OrganisationId, unit: UnitId) -> Result<()> {
    store::merge::unknow(tx, district, id, unit)
}

/// Takes back the organisations of a batch that nobody has touched and nothing points at; the ids of those that
/// stay.
pub fn undo_imported(tx: &Tx<'_>, who: &Who, batch: BatchId) -> Result<Vec<OrganisationId>> {
    let (gone, stay): (Vec<_>, Vec<_>) =
        store::of_batch(tx, who.district(), batch)?.into_iter().partition(|(_, version)| *version == 1);
    for (id, _) in &gone {
        search::remove(tx, who.district(), SEARCH_KIND, id.0)?;
        store::delete(tx, who.district(), *id)?;
        audit::record(tx, who, "investor.undo_import", "organisation", id.0, &json!({ "batch": batch }))?;
    }
    Ok(stay.into_iter().map(|(id, _)| id).collect())
}
