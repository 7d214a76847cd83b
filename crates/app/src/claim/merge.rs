//! What becomes of claims when two records of one investor become one, or when it comes to belong to another group.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use yinfeng_domain::{
    claim::{ClaimState, ended_on, standing},
    id::{ClaimId, OrganisationId},
};

use super::{end, store};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    investor::{self, Followed, Joined, Moved, Relation},
    org,
};

/// What of the first reports points at an organisation.
pub const RELATIONS: [Relation; 1] = [Relation {
    table: "claim",
    column: "organisation_id",
    blocked: both_occupied,
    take: take_claims,
    give_back: give_claims_back,
}];

/// Of which organisation a claim is, and what it occupies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Of {
    pub organisation: OrganisationId,
    pub subject: OrganisationId,
}

impl Of {
    fn joined(self, joined: &Joined) -> Self {
        let own = self.organisation == joined.from || self.organisation == joined.into;
        let organisation = if self.organisation == joined.from { joined.into } else { self.organisation };
        let subject = if own || self.subject == joined.from { joined.head } else { self.subject };
        Self { organisation, subject }
    }
}

#[derive(Serialize, Deserialize)]
struct Row {
    claim: ClaimId,
    was: Of,
    left: Of,
    open: bool,
}

/// Two units hold what is one investor: who keeps it is decided among them, not by a merge.
fn both_occupied(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let today = org::office_day(reader, who.district())?;
    let open: Vec<_> = store::merge::touching(reader, who.district(), joined)?
        .into_iter()
        .filter(|c| standing(c.state, &c.clock, c.contested, today) == ClaimState::Open)
        .collect();
    let mut faults = Vec::new();
    for (at, one) in open.iter().enumerate() {
        let same = |other: &&store::merge::Touched| {
            other.slot == one.slot && other.of.joined(joined).subject == one.of.joined(joined).subject
        };
        if let Some(other) = open[..at].iter().find(same) {
            faults.push(
                Fault::new("claim.merge_both")
                    .with("code", &other.code)
                    .with("unit", &other.unit_name)
                    .with("other_code", &one.code)
                    .with("other_unit", &one.unit_name),
            );
        }
    }
    Ok(faults)
}

fn take_claims(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
    let today = org::office_day(tx, who.district())?;
    let mut moved = Vec::new();
    for touched in store::merge::touching(tx, who.district(), joined)? {
        let left = touched.of.joined(joined);
        if left == touched.of {
            continue;
        }
        let state = standing(touched.state, &touched.clock, touched.contested, today);
        if touched.state == ClaimState::Open && state != ClaimState::Open {
            end(tx, who, touched.id, state, ended_on(&touched.clock), "")?;
        }
        set(tx, who, touched.id, "claim.merge", (touched.of, left))?;
        let open = state == ClaimState::Open;
        moved.push(Moved::of(&Row { claim: touched.id, was: touched.of, left, open })?);
    }
    Ok(moved)
}

/// An investor belongs to another group, or to none: what its claims occupy is that group from now on. Where another
/// unit holds the group already, the two settle it first.
pub fn follow(tx: &Tx<'_>, who: &Who, changed: &Followed) -> Result<()> {
    let Some(head) = changed.head else { return Ok(()) };
    let (district, today) = (who.district(), org::office_day(tx, who.district())?);
    for touched in store::merge::of_organisation(tx, district, changed.id)? {
        let left = Of { subject: head, ..touched.of };
        if left == touched.of {
            continue;
        }
        let state = standing(touched.state, &touched.clock, touched.contested, today);
        if touched.state == ClaimState::Open && state != ClaimState::Open {
            end(tx, who, touched.id, state, ended_on(&touched.clock), "")?;
        }
        if state == ClaimState::Open {
            held_by_none(tx, who, &touched, head, today)?;
        }
        set(tx, who, touched.id, "claim.follow_group", (touched.of, left)).map_err(|error| match error {
            Error::Db(db) if db.is_unique("claim", "slot") => {
                Error::refused(Fault::new("claim.occupied_now"))
            }
            other => other,
        })?;
    }
    Ok(())
}

/// Whether nobody else holds what this claim is going to occupy; what ended by itself is brought to its end first.
fn held_by_none(
    tx: &Tx<'_>,
    who: &Who,
    claim: &store::merge::Touched,
    head: OrganisationId,
    today: Date,
) -> Result<()> {
    let Some(held) = store::holding(tx, who.district(), head, claim.slot)?.filter(|held| held.id != claim.id)
    else {
        return Ok(());
    };
    let state = standing(ClaimState::Open, &held.clock, held.contested, today);
    if state == ClaimState::Open {
        return Err(Error::refused(
            Fault::at("group_id", "claim.group_both")
                .with("code", &held.code)
                .with("unit", &held.unit_name)
                .with("other_code", &claim.code)
                .with("other_unit", &claim.unit_name),
        ));
    }
    end(tx, who, held.id, state, ended_on(&held.clock), "")
}

fn set(tx: &Tx<'_>, who: &Who, id: ClaimId, act: &str, (was, now): (Of, Of)) -> Result<()> {
    let version = store::merge::set(tx, who.district(), id, now)?;
    let detail = json!({ "version": version, "changed": ["organisation"], "from": was, "to": now });
    audit::record(tx, who, act, "claim", id.0, &detail)
}

fn give_claims_back(tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for row in moved {
        let Row { claim, was, left, open } = row.read()?;
        let now = store::merge::one(tx, who.district(), claim)?;
        // What another unit was given since is a claim of its own, on the record that stays.
        let passed = open && matches!(now.state, ClaimState::Referred | ClaimState::Overruled);
        if now.of != left || passed {
            faults.push(Fault::new("claim.undo_merge").with("code", &now.code));
            continue;
        }
        set(tx, who, claim, "claim.unmerge", (left, was))?;
    }
    for unit in store::merge::units_of(tx, who.district(), joined.into)? {
        investor::make_known(tx, who.district(), joined.into, unit)?;
    }
    Ok(faults)
}
