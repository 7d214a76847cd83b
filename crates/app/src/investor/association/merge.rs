//! What becomes of associations and memberships when two records of an organisation become one.

use super::store;
use crate::{
    floor::{
        Fault, Result,
        db::{Reader, Tx},
        web::Who,
    },
    investor::{Joined, Moved, Relation, following},
};

/// What was said of an association itself.
pub const DESCRIBED: Relation = Relation {
    table: "investor_association",
    column: "organisation_id",
    blocked: described_twice,
    take: take_about,
    give_back: |tx, who, joined, moved| {
        if !moved.is_empty() {
            store::association::move_about(tx, who.district(), joined.into, joined.from)?;
        }
        Ok(Vec::new())
    },
};

/// The members of an association.
pub const GATHERS: Relation = Relation {
    blocked: one_of_the_other,
    ..following!("investor_member", "association_id", "investor.undo_membership")
};

/// What an organisation belongs to.
pub const BELONGS: Relation = following!("investor_member", "member_id", "investor.undo_membership");

/// Two that are both described: which of the two is right is for somebody to say.
fn described_twice(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let about = |id| store::association::about(reader, who.district(), id);
    let both = about(joined.from)?.is_some() && about(joined.into)?.is_some();
    Ok(if both { vec![Fault::new("investor.merge_associations")] } else { Vec::new() })
}

fn take_about(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    let moved = store::association::move_about(tx, who.district(), joined.from, joined.into)?;
    Ok(if moved { vec![Moved::of(&joined.from)?] } else { Vec::new() })
}

/// Nobody is a member of itself.
fn one_of_the_other(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let tied = store::association::tied(reader, who.district(), joined.from, joined.into)?;
    Ok(if tied { vec![Fault::new("investor.merge_member")] } else { Vec::new() })
}
