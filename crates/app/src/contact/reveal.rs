//! Seeing what is masked: for a purpose, which the trail keeps together with who, when and which fields.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    contact::{Channel, Email, Phone, Purpose, Wechat},
    id::ContactId,
    project::{one_line, text_fits},
};

use super::{ContactRecord, ContactRevealView, get, store};
use crate::floor::{
    Error, Fault, Faults, Result, audit,
    db::{Reader, Tx},
    seal::Keys,
    web::Who,
};

const ACT: &str = "contact.reveal";
/// Characters that say what it is for.
const TEXT: usize = 100;
/// Reveals of one person that are shown; the trail has all.
const SHOWN: i64 = 50;

/// What is to be seen, and what for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ContactReveal {
    #[schema(value_type = Vec<String>)]
    pub fields: Vec<Channel>,
    #[schema(value_type = String)]
    pub purpose: Purpose,
    /// Has to be there when the purpose is none of the list.
    #[serde(default)]
    pub text: String,
}

/// In the clear. Never kept, never logged.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct ContactRevealed {
    pub phones: Vec<String>,
    pub email: Option<String>,
    pub wechat: Option<String>,
}

/// Shows what is masked, and writes down that it did in the same transaction.
pub fn reveal(
    tx: &Tx<'_>,
    who: &Who,
    keys: &Keys,
    id: ContactId,
    cmd: &ContactReveal,
) -> Result<ContactRevealed> {
    let record = get(tx, who, keys, id)?;
    may_reveal(who, &record)?;
    let text = one_line(&cmd.text);
    let mut faults = Faults::default();
    faults.need(!cmd.fields.is_empty(), || Fault::at("fields", "contact.fields_missing"));
    let said = cmd.purpose != Purpose::Other || !text.is_empty();
    faults.need(said, || Fault::at("text", "contact.purpose_missing"));
    faults.need(text_fits(&text, TEXT), || Fault::at("text", "contact.too_long").with("limit", TEXT));
    faults.into_result()?;
    let mut fields = cmd.fields.clone();
    fields.sort_unstable();
    fields.dedup();
    let detail =
        json!({ "purpose": cmd.purpose, "text": text, "fields": fields, "unit_id": record.row.unit.id });
    audit::record(tx, who, ACT, "contact", id.0, &detail)?;
    let plain = store::plain(tx, who, keys, id)?;
    let wanted = |channel| fields.contains(&channel);
    Ok(ContactRevealed {
        phones: if wanted(Channel::Phone) {
            plain.phones.iter().map(|p: &Phone| p.written().to_owned()).collect()
        } else {
            Vec::new()
        },
        email: plain.email.filter(|_| wanted(Channel::Email)).map(|e: Email| e.written().to_owned()),
        wechat: plain.wechat.filter(|_| wanted(Channel::Wechat)).map(|w: Wechat| w.written().to_owned()),
    })
}

/// Whoever works with the contacts of this unit.
pub fn may_reveal(who: &Who, record: &ContactRecord) -> Result<()> {
    let reach = who.actor.reach(Class::Contact, Act::Reveal);
    if reach.covers(&record.unit_path) {
        Ok(())
    } else {
        Err(Error::refused(Fault::new("contact.no_reveal")))
    }
}

/// Who saw what is masked of this person.
pub fn log(reader: &Reader, who: &Who, id: ContactId) -> Result<Vec<ContactRevealView>> {
    #[derive(Deserialize)]
    struct Told {
        purpose: Purpose,
        text: String,
        fields: Vec<Channel>,
    }
    let rows = audit::of_subject(reader, who.district(), "contact", id.0, SHOWN)?;
    Ok(rows
        .into_iter()
        .filter(|row| row.act == ACT)
        .filter_map(|row| {
            let told: Told = serde_json::from_value(row.detail).ok()?;
            let Told { purpose, text, fields } = told;
            Some(ContactRevealView { at: row.at, by: row.actor_name, purpose, text, fields })
        })
        .collect())
}
