//! Organisations as a link of a chain looks for them: what they do, what they want, what they count as today.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use yinfeng_domain::{
    id::{IntentId, OrganisationId},
    investor::Horizon,
};

use super::{OrganisationRef, store, tag};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Error, Result,
        db::{Hidden, Reader},
        web::Who,
    },
    org,
};

/// An open intent, with its codes.
#[derive(Debug, Clone)]
pub struct OpenIntent {
    pub id: IntentId,
    pub organisation: OrganisationId,
    pub content: String,
    pub sectors: Vec<String>,
    pub regions: Vec<String>,
    pub horizon: Horizon,
    pub valid_until: Date,
}

#[derive(Debug, Clone)]
pub struct Seeker {
    pub organisation: OrganisationRef,
    pub industry: Option<IndustryRef>,
    pub intents: Vec<OpenIntent>,
    /// Codes of what it counts as today, and the names in the reader's language.
    pub tags: Vec<String>,
    pub tag_names: Vec<String>,
}

/// Firms and institutes that the reader may read: those with an open intent, and those whose own business is in one of
/// these classes.
pub fn seekers(reader: &Reader, who: &Who, hidden: &Hidden, classes: &[String]) -> Result<Vec<Seeker>> {
    let today = org::office_day(reader, who.district())?;
    let mut found = store::seeker::of_classes(reader, who, hidden, classes)?;
    let intents = store::seeker::open_intents(reader, who, hidden, (None, today))?;
    let mut others: BTreeSet<OrganisationId> = intents.iter().map(|i| i.organisation).collect();
    for one in &found {
        others.remove(&one.organisation.id);
    }
    let others: Vec<OrganisationId> = others.into_iter().collect();
    found.extend(store::seeker::of_ids(reader, who, hidden, &others)?);
    complete(reader, who, &mut found, intents, today)?;
    Ok(found)
}

/// One of them.
pub fn seeker(reader: &Reader, who: &Who, hidden: &Hidden, id: OrganisationId) -> Result<Seeker> {
    let today = org::office_day(reader, who.district())?;
    let mut found = store::seeker::of_ids(reader, who, hidden, &[id])?;
    let intents = store::seeker::open_intents(reader, who, hidden, (Some(id), today))?;
    complete(reader, who, &mut found, intents, today)?;
    found.pop().ok_or(Error::NotFound)
}

fn complete(
    reader: &Reader,
    who: &Who,
    found: &mut [Seeker],
    intents: Vec<OpenIntent>,
    today: Date,
) -> Result<()> {
    let at: BTreeMap<OrganisationId, usize> =
        found.iter().enumerate().map(|(i, s)| (s.organisation.id, i)).collect();
    for intent in intents {
        if let Some(i) = at.get(&intent.organisation) {
            found[*i].intents.push(intent);
        }
    }
    let kinds = tag::all_kinds(reader, who)?;
    let ids: Vec<OrganisationId> = at.keys().copied().collect();
    for (id, code) in store::seeker::tags(reader, who.district(), &ids, today)? {
        if let Some(i) = at.get(&id) {
            let name = kinds.iter().find(|k| k.code == code).map_or_else(|| code.clone(), |k| k.name.clone());
            found[*i].tag_names.push(name);
            found[*i].tags.push(code);
        }
    }
    Ok(())
}
