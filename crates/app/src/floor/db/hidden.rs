//! Rows that a reader may not read, as a condition.

use uuid::Uuid;

use super::{Clause, Engine, dialect};

/// The ids of rows that are hidden from somebody: few, and mostly none, so that they stand in the text of the
/// statement itself and no query that goes round them has to count its places anew.
#[derive(Debug, Clone, Default)]
pub struct Hidden {
    list: Option<String>,
}

impl Hidden {
    pub fn new(engine: Engine, ids: &[Uuid]) -> Self {
        let each: Vec<String> = ids.iter().map(|id| dialect::id_text(engine, *id)).collect();
        Self { list: (!each.is_empty()).then(|| each.join(", ")) }
    }

    pub const fn is_empty(&self) -> bool {
        self.list.is_none()
    }

    /// Whether the column holds one of them. A column that may be null asks [`Hidden::shows`].
    pub fn hides(&self, column: &str) -> String {
        self.list.as_ref().map_or_else(|| "1 = 0".to_owned(), |list| format!("{column} in ({list})"))
    }

    /// Whether the column holds none of them.
    pub fn shows(&self, column: &str) -> String {
        match &self.list {
            None => "1 = 1".into(),
            Some(list) => format!("({column} is null or {column} not in ({list}))"),
        }
    }

    /// Only rows that are not hidden.
    pub fn keep(&self, clause: &mut Clause, column: &str) {
        if !self.is_empty() {
            clause.also(&self.shows(column));
        }
    }

    /// Only rows that are not hidden, and those for which something else speaks.
    pub fn keep_unless(&self, clause: &mut Clause, column: &str, unless: &str) {
        if !self.is_empty() {
            clause.also(&format!("({} or {unless})", self.shows(column)));
        }
    }
}
