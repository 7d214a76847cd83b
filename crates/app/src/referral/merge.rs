//! What becomes of referrals when two records of an organisation become one.

use super::store;
use crate::{
    floor::{Fault, Result, db::Reader, web::Who},
    investor::{Joined, Relation, Rows},
};

const ROWS: Rows = Rows { table: "referral", undo: "referral.undo_merge" };

/// What of the referrals points at an organisation.
pub const RELATIONS: [Relation; 1] = [Relation {
    table: ROWS.table,
    column: "organisation_id",
    blocked: both_offered,
    take: |tx, who, joined| ROWS.take(tx, who, joined),
    give_back: |tx, who, joined, moved| ROWS.give_back(tx, who, joined, moved),
}];

/// One investor is offered once at a time: of two offers one is answered or taken back first.
fn both_offered(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let of = |id| store::open(reader, who.district(), id);
    Ok(match (of(joined.from)?, of(joined.into)?) {
        (Some(goes), Some(stays)) => {
            vec![Fault::new("referral.merge_both").with("code", goes.code).with("other_code", stays.code)]
        }
        _ => Vec::new(),
    })
}
