//! Contacts (联系人): the persons at an organisation, kept as personal data. Who somebody is and how to reach them is
//! sealed ([`crate::floor::seal`]); numbers and addresses are shown masked, and [`reveal`]ed for a purpose that the trail
//! keeps. A unit reads its own contacts, the office all. Nothing of a person is in the trail, in kept answers or in the
//! search index, so that [`erase`] leaves nothing behind.

mod check;
mod export;
pub mod http;
mod keep;
mod reveal;
mod store;
mod tie;
mod view;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Membership, Reach, grant},
    contact::{Basis, Email, Erasure, Keeping, Language, PHONES, Phone, WECHAT, Wechat, keeping, latest},
    id::{AccountId, ContactId, OrganisationId, UnitId},
    project::{NAME, one_line, past, text_fits},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx, page::Page},
        seal::Keys,
        web::{Action, Who},
    },
    investor::{self, Relation, following},
    org, project,
};

pub use check::{ContactCheck, ContactKnown, ContactQuestion, check, find};
pub use export::{ContactExport, export};
pub use keep::{ContactRules, reseal, rules, set_rules};
pub use reveal::{ContactReveal, ContactRevealed, reveal};
pub use tie::{
    TieDraft, TieRemoval, TieView, TiedContact, counts_of_associations, of_association, tie, untie,
};
pub use view::{ContactActions, ContactName, ContactRecord, ContactRevealView, ContactRow};

/// What of the contacts points at an organisation.
pub const RELATIONS: [Relation; 2] = [
    following!("contact", "organisation_id", "contact.undo_merge"),
    following!("contact_tie", "association_id", "contact.undo_tie"),
];

/// Characters of a name.
const PERSON: usize = 60;
/// Characters of a note.
const NOTE: usize = 2_000;

/// A person as they are entered. A number or address that comes back masked, as it was shown, stays as it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ContactEntry {
    #[schema(value_type = Uuid)]
    pub organisation_id: OrganisationId,
    /// The unit that keeps them; that of the reader when left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub unit_id: Option<UnitId>,
    pub name: String,
    /// What they are at the organisation.
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub phones: Vec<String>,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub wechat: String,
    #[schema(value_type = String)]
    pub language: Language,
    #[serde(default)]
    pub note: String,
    #[schema(value_type = String)]
    pub basis: Basis,
    /// Where the data is from.
    #[serde(default)]
    pub source: String,
    /// When they were told what is kept of them.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub notice_on: Option<Date>,
    /// The last day that they are kept.
    #[schema(value_type = String)]
    pub retention_until: Date,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ContactChange {
    #[serde(flatten)]
    pub entry: ContactEntry,
    pub version: i64,
}

/// Why somebody is no longer kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ContactErasure {
    #[schema(value_type = String)]
    pub reason: Erasure,
    pub version: i64,
}

/// What was saved: nothing of the person, for answers are kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactSaved {
    #[schema(value_type = Uuid)]
    pub id: ContactId,
    pub version: i64,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    /// Words of the name, by character, sound or initials.
    pub q: Option<String>,
    #[param(value_type = Option<Uuid>)]
    pub organisation: Option<OrganisationId>,
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    /// `ending` finds those whose keeping is over as well.
    #[param(value_type = Option<String>)]
    pub keeping: Option<Keeping>,
    /// Whether they were told.
    pub noticed: Option<bool>,
    /// Only those that the reader keeps.
    pub mine: Option<bool>,
    /// `-updated_at` (the default) or `retention_until`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// A person as they are sealed: what was entered, checked, with what was masked put back.
struct Person {
    name: String,
    title: String,
    phones: Vec<Phone>,
    email: Option<Email>,
    wechat: Option<Wechat>,
    note: String,
    source: String,
}

/// Enters a person of an organisation that one may read.
pub fn create(tx: &Tx<'_>, who: &Who, keys: &Keys, entry: &ContactEntry) -> Result<ContactSaved> {
    let reach = who.reach(Class::Contact, Act::Write)?;
    organisation(tx, who, entry.organisation_id)?;
    let person = check_entry(tx, who, None, entry)?;
    let unit = keeping_unit(tx, who, &reach, entry.unit_id)?;
    let id: ContactId = tx.new_id();
    store::insert(tx, who, keys, id, unit, entry, &person)?;
    let detail = json!({ "version": 1, "organisation_id": entry.organisation_id, "unit_id": unit, "basis": entry.basis,
        "notice_on": entry.notice_on, "retention_until": entry.retention_until });
    audit::record(tx, who, "contact.create", "contact", id.0, &detail)?;
    Ok(ContactSaved { id, version: 1 })
}

/// Changes a person. The trail names the fields, never what was in them.
pub fn update(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: ContactId,
    cmd: &ContactChange,
) -> Result<ContactSaved> {
    let reach = who.reach(Class::Contact, Act::Write)?;
    let before = at_version(tx, who, keys, id, cmd.version)?;
    may_write(who, &before.unit_path)?;
    let entry = &cmd.entry;
    if entry.organisation_id != before.row.organisation.id {
        organisation(tx, who, entry.organisation_id)?;
    }
    let kept = store::plain(tx, who, keys, id)?;
    let person = check_entry(tx, who, Some(&kept), entry)?;
    let unit = match entry.unit_id {
        Some(unit) if unit != before.row.unit.id => keeping_unit(tx, who, &reach, Some(unit))?,
        _ => before.row.unit.id,
    };
    let changed = view::changed(&before, &kept, unit, entry, &person);
    store::update(tx, who, keys, id, unit, entry, &person)?;
    let detail = json!({ "version": cmd.version + 1, "changed": changed, "organisation_id": entry.organisation_id,
        "unit_id": unit, "basis": entry.basis, "notice_on": entry.notice_on,
        "retention_until": entry.retention_until });
    audit::record(tx, who, "contact.update", "contact", id.0, &detail)?;
    Ok(ContactSaved { id, version: cmd.version + 1 })
}

/// Deletes a person for good. What stays is that it was done, when, by whom and why.
pub fn erase(tx: &Tx<'_>, who: &Who, keys: &Keys, id: ContactId, cmd: &ContactErasure) -> Result<()> {
    let before = at_version(tx, who, keys, id, cmd.version)?;
    may_write(who, &before.unit_path)?;
    store::erase(tx, who.district(), id)?;
    let detail = json!({ "version": cmd.version + 1, "reason": cmd.reason, "unit_id": before.row.unit.id });
    audit::record(tx, who, "contact.erase", "contact", id.0, &detail)
}

/// Gives somebody to another keeper, of this or of another unit. The caller has seen that it may be done.
pub fn hand_on(
    tx: &Tx<'_>,
    who: &Who,
    id: ContactId,
    (unit, keeper): (UnitId, Option<AccountId>),
    why: &str,
) -> Result<()> {
    let version = store::hand_on(tx, who.district(), id, unit, keeper)?.ok_or(Error::NotFound)?;
    let detail = json!({ "version": version, "changed": ["unit_id", "keeper"], "unit_id": unit, "keeper_id": keeper,
        "why": why });
    audit::record(tx, who, "contact.hand_on", "contact", id.0, &detail)
}

/// One person, numbers and addresses masked.
pub fn get(reader: &Reader, who: &Who, keys: &Keys, id: ContactId) -> Result<ContactRecord> {
    let hidden = project::hidden_organisations(reader, who)?;
    let today = org::office_day(reader, who.district())?;
    let mut record = store::get(reader, who, keys, &hidden, id)?.ok_or(Error::NotFound)?;
    record.row.keeping = keeping(record.row.retention_until, today);
    let write = || may_write(who, &record.unit_path);
    record.actions = ContactActions {
        edit: Action::of(who.lang, write()),
        erase: Action::of(who.lang, write()),
        reveal: Action::of(who.lang, reveal::may_reveal(who, &record)),
    };
    record.reveals = reveal::log(reader, who, id)?;
    record.ties = store::tie::of_contact(reader, who.district(), id)?;
    Ok(record)
}

/// Persons that may be read, numbers and addresses masked.
pub fn list(reader: &Reader, who: &Who, keys: &Keys, filter: &Filter) -> Result<Page<ContactRow>> {
    let hidden = project::hidden_organisations(reader, who)?;
    let today = org::office_day(reader, who.district())?;
    let mut page = store::list(reader, who, keys, &hidden, filter, today)?;
    for row in &mut page.items {
        row.keeping = keeping(row.retention_until, today);
    }
    Ok(page)
}

/// Persons at an organisation that may be read, those entered last first; nobody for who reads no contacts.
pub fn of_organisation(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    id: OrganisationId,
) -> Result<Vec<ContactRow>> {
    if !who.actor.may(Class::Contact, Act::Read) {
        return Ok(Vec::new());
    }
    Ok(list(reader, who, keys, &Filter { organisation: Some(id), ..Filter::default() })?.items)
}

/// Names of those of these contacts that may be read.
pub fn names(reader: &Reader, who: &Who, keys: &Keys, ids: &[ContactId]) -> Result<Vec<ContactName>> {
    if ids.is_empty() || !who.actor.may(Class::Contact, Act::Read) {
        return Ok(Vec::new());
    }
    let hidden = project::hidden_organisations(reader, who)?;
    store::names(reader, who, keys, &hidden, ids)
}

/// Whether the organisation may be read by whoever enters somebody of it.
fn organisation(reader: &Reader, who: &Who, id: OrganisationId) -> Result<()> {
    let hidden = project::hidden_organisations(reader, who)?;
    match investor::get(reader, who, id, &hidden) {
        Ok(_) => Ok(()),
        Err(Error::NotFound) => {
            Err(Error::invalid(Fault::at("organisation_id", "contact.organisation_unknown")))
        }
        Err(error) => Err(error),
    }
}

/// The unit that is to keep them: one within the reader's reach, their own when none is named.
fn keeping_unit(tx: &Tx<'_>, who: &Who, reach: &Reach, wanted: Option<UnitId>) -> Result<UnitId> {
    let writes = |m: &&Membership| grant(m.role, Class::Contact, Act::Write).is_some();
    let own = who.actor.memberships.iter().find(writes).map(|m| m.unit);
    let fault = || Error::invalid(Fault::at("unit_id", "contact.unit_not_yours"));
    let unit = wanted.or(own).ok_or_else(fault)?;
    let path = store::unit_path(tx, who.district(), unit)?.ok_or_else(fault)?;
    if reach.covers(&path) { Ok(unit) } else { Err(fault()) }
}

/// Whoever may change the contacts of this unit.
fn may_write(who: &Who, unit_path: &str) -> Result<()> {
    let reach = who.actor.reach(Class::Contact, Act::Write);
    if reach.covers(unit_path) { Ok(()) } else { Err(Error::refused(Fault::new("contact.not_yours"))) }
}

fn at_version(reader: &Reader, who: &Who, keys: &Keys, id: ContactId, version: i64) -> Result<ContactRecord> {
    let now = get(reader, who, keys, id)?;
    if now.row.version == version {
        return Ok(now);
    }
    let changed = change::since(reader, who.district(), "contact", id.0, version)?;
    let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed })
}

/// Checked as a whole, so that the reader learns all that is wrong at once.
fn check_entry(
    reader: &Reader,
    who: &Who,
    kept: Option<&store::Plain>,
    entry: &ContactEntry,
) -> Result<Person> {
    let today = org::office_day(reader, who.district())?;
    let last = latest(today, keep::months(reader, who.district())?);
    let mut faults = Faults::default();
    let (name, title) = (one_line(&entry.name), one_line(&entry.title));
    let (note, source) = (entry.note.trim().to_owned(), one_line(&entry.source));
    faults.need(!name.is_empty(), || Fault::at("name", "contact.name_missing"));
    for (field, text, limit) in
        [("name", &name, PERSON), ("title", &title, PERSON), ("source", &source, NAME), ("note", &note, NOTE)]
    {
        faults.need(text_fits(text, limit), || Fault::at(field, "contact.too_long").with("limit", limit));
    }
    let told = entry.notice_on.is_none_or(|on| past(on, today));
    faults.need(told, || Fault::at("notice_on", "contact.notice_on"));
    let within = entry.retention_until >= today && entry.retention_until <= last;
    let unchanged = kept.is_some_and(|kept| kept.retention_until == entry.retention_until);
    faults.need(within || unchanged, || {
        Fault::at("retention_until", "contact.retention_until").with("last", last)
    });
    let phones = phones(kept, entry, &mut faults);
    let email = one(&entry.email, kept.and_then(|k| k.email.clone()), Email::parse, Email::masked);
    let wechat = one(&entry.wechat, kept.and_then(|k| k.wechat.clone()), Wechat::parse, Wechat::masked);
    faults.need(email.is_ok(), || Fault::at("email", "contact.email"));
    faults.need(wechat.is_ok(), || Fault::at("wechat", "contact.wechat").with("limit", WECHAT));
    faults.into_result()?;
    let (email, wechat) = (email.unwrap_or_default(), wechat.unwrap_or_default());
    Ok(Person { name, title, phones, email, wechat, note, source })
}

/// The numbers: each as it was typed, or one of those that are kept, if it came back as it was shown.
fn phones(kept: Option<&store::Plain>, entry: &ContactEntry, faults: &mut Faults) -> Vec<Phone> {
    let mut left: Vec<Phone> = kept.map(|kept| kept.phones.clone()).unwrap_or_default();
    let mut out: Vec<Phone> = Vec::new();
    for (i, typed) in
        entry.phones.iter().map(|typed| typed.trim()).enumerate().filter(|(_, typed)| !typed.is_empty())
    {
        let same = left.iter().position(|phone| phone.masked() == typed);
        let phone = same.map(|at| left.remove(at)).or_else(|| Phone::parse(typed));
        match phone {
            Some(phone) if out.iter().any(|other| other.key() == phone.key()) => {}
            Some(phone) => out.push(phone),
            None => faults.add(Fault::at(format!("phones[{i}]"), "contact.phone")),
        }
    }
    faults.need(out.len() <= PHONES, || Fault::at("phones", "contact.phones").with("limit", PHONES));
    out
}

/// An address as it was typed, the one that is kept if it came back as it was shown, or none.
fn one<T>(
    typed: &str,
    kept: Option<T>,
    parse: impl Fn(&str) -> Option<T>,
    masked: impl Fn(&T) -> String,
) -> Result<Option<T>, ()> {
    let typed = typed.trim();
    match kept {
        _ if typed.is_empty() => Ok(None),
        Some(kept) if masked(&kept) == typed => Ok(Some(kept)),
        _ => parse(typed).map(Some).ok_or(()),
    }
}

/// What contacts of this unit's reach means: the whole district, or the units of the reader.
fn reads(who: &Who) -> Result<Reach> {
    who.reach(Class::Contact, Act::Read)
}
