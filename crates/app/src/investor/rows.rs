//! Rows that go with their organisation as they are, when two records turn out to be one: those of a table with
//! `updated_at` and `version`. A room that has such a table names it by [`following`]; the moves are made here.

use serde_json::json;
use uuid::Uuid;

use super::{Joined, Moved, store};
use crate::floor::{Fault, Result, audit, db::Tx, web::Who};

/// A table whose rows follow their organisation.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// The table, which is also what the trail calls its rows.
    pub table: &'static str,
    /// The column that names the organisation.
    pub column: &'static str,
    /// What is said of a row that was moved on since, and so stays where it is.
    pub undo: &'static str,
}

/// The relation of a table whose rows follow as they are, and in whose way nothing stands.
macro_rules! following {
    ($table:literal, $column:literal, $undo:literal) => {{
        const ROWS: $crate::investor::Rows =
            $crate::investor::Rows { table: $table, column: $column, undo: $undo };
        $crate::investor::Relation {
            table: $table,
            column: $column,
            blocked: $crate::investor::nothing_blocks,
            take: |tx, who, joined| ROWS.take(tx, who, joined),
            give_back: |tx, who, joined, moved| ROWS.give_back(tx, who, joined, moved),
        }
    }};
}
pub(crate) use following;

impl Rows {
    pub fn take(self, tx: &Tx<'_>, who: &Who, joined: &Joined) -> Result<Vec<Moved>> {
        let moved = store::merge::move_rows(tx, who.district(), self, (joined.from, joined.into), None)?;
        for (id, version) in &moved {
            self.note(tx, who, "merge", *id, *version)?;
        }
        moved.iter().map(|(id, _)| Moved::of(id)).collect()
    }

    /// What was deleted meanwhile stays deleted; what was moved on stays where it is, and it is said.
    pub fn give_back(self, tx: &Tx<'_>, who: &Who, joined: &Joined, moved: &[Moved]) -> Result<Vec<Fault>> {
        let mut faults = Vec::new();
        for row in moved {
            let id: Uuid = row.read()?;
            let back = (joined.into, joined.from);
            match store::merge::move_rows(tx, who.district(), self, back, Some(id))?.first() {
                Some((id, version)) => self.note(tx, who, "unmerge", *id, *version)?,
                None if store::merge::row_exists(tx, who.district(), self.table, id)? => {
                    faults.push(Fault::new(self.undo));
                }
                None => {}
            }
        }
        Ok(faults)
    }

    fn note(self, tx: &Tx<'_>, who: &Who, act: &str, id: Uuid, version: i64) -> Result<()> {
        let act = format!("{}.{act}", self.table);
        audit::record(tx, who, &act, self.table, id, &json!({ "version": version }))
    }
}
