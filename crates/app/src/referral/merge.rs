//! What becomes of referrals when two records of an organisation become one.

use super::store;
use crate::{
    floor::{Fault, Result, db::Reader, web::Who},
    investor::{Joined, Relation, following},
};

/// What of the referrals points at an organisation.
pub const RELATIONS: [Relation; 1] =
    [Relation { blocked: both_offered, ..following!("referral", "organisation_id", "referral.undo_merge") }];

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
