//! What becomes of interactions when two records of an organisation become one.

use serde_json::json;
use yinfeng_domain::id::InteractionId;

use super::store;
use crate::{
    floor::{Fault, Result, audit, db::Tx, web::Who},
    investor::{Joined, Moved, Relation, nothing_blocks},
};

/// What of the interactions points at an organisation.
pub const RELATIONS: [Relation; 1] =
    [Relation { table: "interaction", column: "organisation_id", blocked: nothing_blocks, take, give_back }];

fn take(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    let moved = store::moved(tx, who.district(), joined.from, joined.into, None)?;
    for (id, version) in &moved {
        audit::record(tx, who, "interaction.merge", "interaction", id.0, &json!({ "version": version }))?;
    }
    moved.iter().map(|(id, _)| Moved::of(id)).collect()
}

/// What was deleted meanwhile stays deleted; what was moved on stays where it is, and it is said.
fn give_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for row in moved {
        let id: InteractionId = row.read()?;
        match store::moved(tx, who.district(), joined.into, joined.from, Some(id))?.first() {
            Some((id, version)) => {
                audit::record(
                    tx,
                    who,
                    "interaction.unmerge",
                    "interaction",
                    id.0,
                    &json!({ "version": version }),
                )?;
            }
            None if store::exists(tx, who.district(), id)? => {
                faults.push(Fault::new("interaction.undo_merge"));
            }
            None => {}
        }
    }
    Ok(faults)
}
