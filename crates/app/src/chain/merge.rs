//! What becomes of chains when two records of an organisation become one.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    store::{merge as store, target::pursuers},
    target::pursue,
};
use crate::{
    floor::{
        Fault, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    investor::{Joined, Moved, Relation, nothing_blocks},
};

/// What of the chains points at an organisation.
pub const RELATIONS: [Relation; 6] = [
    Relation {
        table: "chain",
        column: "master_id",
        blocked: nothing_blocks,
        take: |tx, who, joined| take(tx, who, joined, store::MASTER),
        give_back: |tx, who, joined, moved| give_back(tx, who, joined, (store::MASTER, moved)),
    },
    Relation {
        table: "chain_firm",
        column: "organisation_id",
        blocked: |reader, who, joined| on_one_link(reader, who, joined),
        take: |tx, who, joined| take(tx, who, joined, store::FIRM),
        give_back: |tx, who, joined, moved| give_back(tx, who, joined, (store::FIRM, moved)),
    },
    Relation {
        table: "chain_target",
        column: "organisation_id",
        blocked: nothing_blocks,
        take: |tx, who, joined| take(tx, who, joined, store::TARGET),
        give_back: |tx, who, joined, moved| give_back(tx, who, joined, (store::TARGET, moved)),
    },
    // After the targets: it follows from them.
    Relation {
        table: "chain_pursuit",
        column: "organisation_id",
        blocked: two_units,
        take: |tx, who, joined| {
            settle(tx, who, joined)?;
            Ok(Vec::new())
        },
        give_back: |tx, who, joined, _| {
            settle(tx, who, joined)?;
            Ok(Vec::new())
        },
    },
    Relation {
        table: "chain_pair",
        column: "firm_id",
        blocked: |reader, who, joined| at_one_session(reader, who, joined),
        take: |tx, who, joined| take(tx, who, joined, store::PAIR_FIRM),
        give_back: |tx, who, joined, moved| give_back(tx, who, joined, (store::PAIR_FIRM, moved)),
    },
    Relation {
        table: "chain_pair",
        column: "investor_id",
        blocked: nothing_blocks,
        take: |tx, who, joined| take(tx, who, joined, store::PAIR_INVESTOR),
        give_back: |tx, who, joined, moved| give_back(tx, who, joined, (store::PAIR_INVESTOR, moved)),
    },
];

/// Each record after which somebody is: of two that are one it is one unit.
fn two_units(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let of = |id| pursuers(reader, who.district(), id);
    let mut units = of(joined.from)?;
    units.extend(of(joined.into)?);
    units.sort_unstable();
    units.dedup();
    Ok(if units.len() > 1 { vec![Fault::new("chain.merge_units")] } else { Vec::new() })
}

fn settle(tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<()> {
    pursue(tx, who, joined.from, "from_id")?;
    pursue(tx, who, joined.into, "into_id")
}

/// A row that moved.
#[derive(Serialize, Deserialize)]
struct Row(Uuid);

/// Both as a firm or a target of one link: which of the two says how it stands is for somebody to decide.
fn on_one_link(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let links = store::both_on_link(reader, who.district(), joined.from, joined.into)?;
    let said = |(chain, link)| Fault::new("chain.merge_link").with("chain", chain).with("link", link);
    Ok(links.into_iter().map(said).collect())
}

/// Both met somebody about one link at a session, or each other.
fn at_one_session(reader: &Reader, who: &Who, joined: &Joined) -> Result<Vec<Fault>> {
    let events = store::both_at_session(reader, who.district(), joined.from, joined.into)?;
    Ok(events.into_iter().map(|event| Fault::new("chain.merge_session").with("event", event)).collect())
}

fn take(tx: &Tx<'_>, who: &Who, joined: &Joined, what: store::Pointer) -> Result<Vec<Moved>> {
    let moved = store::moved(tx, who.district(), what, (joined.from, joined.into), None)?;
    for (id, version) in &moved {
        audit::record(tx, who, "chain.merge", what.subject, *id, &json!({ "version": version }))?;
    }
    moved.iter().map(|(id, _)| Moved::of(&Row(*id))).collect()
}

/// What was taken away meanwhile stays so; what points elsewhere now stays where it is, and it is said.
fn give_back(
    tx: &Tx<'_>,
    who: &Who,
    joined: &Joined,
    (what, moved): (store::Pointer, &[Moved]),
) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for row in moved {
        let Row(id) = row.read()?;
        match store::moved(tx, who.district(), what, (joined.into, joined.from), Some(id))?.first() {
            Some((id, version)) => {
                audit::record(tx, who, "chain.unmerge", what.subject, *id, &json!({ "version": version }))?;
            }
            None if store::exists(tx, who.district(), what, id)? => {
                faults.push(Fault::new("chain.undo_merge"));
            }
            None => {}
        }
    }
    Ok(faults)
}
