//! Whether somebody is known already: by number or address, which only marks are asked for, and only to who may read the
//! contact that has it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    contact::{Channel, Email, Phone, Wechat},
    id::ContactId,
};

use super::{ContactRow, store};
use crate::{
    floor::{Result, db::Reader, seal::Keys, web::Who},
    investor::OrganisationRef,
    org::UnitRef,
    project::{self, Hit},
};

/// Hits of a search box.
const SHOWN: i64 = 20;

/// What was typed so far.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ContactQuestion {
    #[serde(default)]
    pub phones: Vec<String>,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub wechat: String,
}

/// Somebody who has it already.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactKnown {
    #[schema(value_type = Uuid)]
    pub id: ContactId,
    pub name: String,
    pub organisation: OrganisationRef,
    pub unit: UnitRef,
    /// By what.
    #[schema(value_type = String)]
    pub channel: Channel,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactCheck {
    pub known: Vec<ContactKnown>,
}

/// Contacts that have one of these already. What is not whole yet, or masked, finds nobody.
pub fn check(reader: &Reader, who: &Who, keys: &Keys, asked: &ContactQuestion) -> Result<ContactCheck> {
    who.reach(Class::Contact, Act::Write)?;
    let hidden = project::hidden_organisations(reader, who)?;
    let phones = asked.phones.iter().filter_map(|p| Phone::parse(p));
    let mut wanted: Vec<(Channel, String)> =
        phones.map(|p| (Channel::Phone, p.key().to_owned())).take(yinfeng_domain::contact::PHONES).collect();
    wanted.extend(Email::parse(&asked.email).map(|e| (Channel::Email, e.key())));
    wanted.extend(Wechat::parse(&asked.wechat).map(|w| (Channel::Wechat, w.key())));
    let mut known: Vec<ContactKnown> = Vec::new();
    for (channel, key) in wanted {
        for row in store::with_mark(reader, who, keys, &hidden, channel, &key)? {
            if known.iter().all(|one| one.id != row.id) {
                let ContactRow { id, name, organisation, unit, .. } = row;
                known.push(ContactKnown { id, name, organisation, unit, channel });
            }
        }
    }
    Ok(ContactCheck { known })
}

/// Contacts for the box that finds everything: by words of the name, or by a whole number or address.
pub fn find(reader: &Reader, who: &Who, keys: &Keys, q: &str) -> Result<Vec<Hit>> {
    if !who.actor.may(Class::Contact, Act::Read) {
        return Ok(Vec::new());
    }
    let hidden = project::hidden_organisations(reader, who)?;
    let rows = store::hits(reader, who, keys, &hidden, q, SHOWN)?;
    let mine = |row: &ContactRow| who.actor.memberships.iter().any(|m| m.unit == row.unit.id);
    Ok(rows
        .into_iter()
        .map(|row| Hit {
            kind: "contact",
            id: row.id.0,
            mine: mine(&row),
            saved_at: row.updated_at.as_microsecond(),
            subtitle: [row.organisation.name, row.title]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            title: row.name,
            code: None,
            highlights: Vec::new(),
        })
        .collect())
}
