//! What other rooms keep of an organisation, and so has to follow when it is changed: where its projects come from,
//! what a first report of it occupies. Those rooms stand to the left of this one and register themselves.

use std::sync::Arc;

use yinfeng_domain::id::OrganisationId;

use super::OrganisationDraft;
use crate::floor::{Result, db::Tx, web::Who};

/// What of an organisation is different now, of that which others keep.
#[derive(Debug, Clone)]
pub struct Followed {
    pub id: OrganisationId,
    /// Its country or region, ISO 3166-1, when it is another one than before.
    pub country: Option<String>,
    /// The head of the group to which it belongs now, or itself, when that is another one than before.
    pub head: Option<OrganisationId>,
}

impl Followed {
    pub(super) fn between(id: OrganisationId, before: &OrganisationDraft, after: &OrganisationDraft) -> Self {
        let head = |draft: &OrganisationDraft| draft.group_id.unwrap_or(id);
        Self {
            id,
            country: (before.country != after.country).then(|| after.country.clone()),
            head: (head(before) != head(after)).then(|| head(after)),
        }
    }
}

/// Brings what a room keeps up to date; refused where that cannot be.
type Follow = fn(&Tx<'_>, &Who, &Followed) -> Result<()>;

/// The rooms that follow, in their order.
#[derive(Clone, Default)]
pub struct Followers(Arc<Vec<Follow>>);

impl Followers {
    pub fn of(list: &[Follow]) -> Self {
        Self(Arc::new(list.to_vec()))
    }

    pub(super) fn tell(&self, tx: &Tx<'_>, who: &Who, changed: &Followed) -> Result<()> {
        if changed.country.is_none() && changed.head.is_none() {
            return Ok(());
        }
        self.0.iter().try_for_each(|follow| follow(tx, who, changed))
    }
}
