//! What becomes of contacts when two records of an organisation become one.

use serde_json::json;
use yinfeng_domain::id::ContactId;

use super::store;
use crate::{
    floor::{Fault, Result, audit, db::Tx, web::Who},
    investor::{Joined, Moved, Relation, nothing_blocks},
};

/// What of the contacts points at an organisation.
pub const RELATIONS: [Relation; 1] =
    [Relation { table: "contact", column: "organisation_id", blocked: nothing_blocks, take, give_back }];

fn take(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    let moved = store::moved(tx, who.district(), joined.from, joined.into, None)?;
    for (id, version) in &moved {
        audit::record(tx, who, "contact.merge", "contact", id.0, &json!({ "version": version }))?;
    }
    moved.iter().map(|(id, _)| Moved::of(id)).collect()
}

/// Who was deleted meanwhile stays deleted; who was moved on stays where they are, and it is said.
fn give_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for row in moved {
        let id: ContactId = row.read()?;
        match store::moved(tx, who.district(), joined.into, joined.from, Some(id))?.first() {
            Some((id, version)) => {
                audit::record(tx, who, "contact.unmerge", "contact", id.0, &json!({ "version": version }))?;
            }
            None if store::exists(tx, who.district(), id)? => faults.push(Fault::new("contact.undo_merge")),
            None => {}
        }
    }
    Ok(faults)
}
