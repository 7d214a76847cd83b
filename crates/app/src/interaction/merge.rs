//! What becomes of interactions when two records of an organisation become one.

use crate::investor::{Relation, Rows, nothing_blocks};

const ROWS: Rows = Rows { table: "interaction", undo: "interaction.undo_merge" };

/// What of the interactions points at an organisation.
pub const RELATIONS: [Relation; 1] = [Relation {
    table: ROWS.table,
    column: "organisation_id",
    blocked: nothing_blocks,
    take: |tx, who, joined| ROWS.take(tx, who, joined),
    give_back: |tx, who, joined, moved| ROWS.give_back(tx, who, joined, moved),
}];
