//! A connection of SQLite.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use super::{DbError, Value, dialect};

/// `$1` is a name to SQLite, numbered by first appearance; `?1` is a number.
pub(super) type Texts = RefCell<HashMap<String, Arc<str>>>;

pub(super) struct Sqlite {
    pub connection: rusqlite::Connection,
    texts: Texts,
}

impl Sqlite {
    pub fn new(connection: rusqlite::Connection) -> Self {
        Self { connection, texts: RefCell::default() }
    }

    pub fn execute(&self, sql: &str, params: &[Value]) -> Result<usize, DbError> {
        self.execute_numbered(&self.text(sql), params)
    }

    pub fn execute_numbered(&self, text: &str, params: &[Value]) -> Result<usize, DbError> {
        let mut statement = self.connection.prepare_cached(text).map_err(|e| told(text, e))?;
        statement.execute(rusqlite::params_from_iter(params)).map_err(|e| told(text, e))
    }

    pub fn text(&self, sql: &str) -> Arc<str> {
        numbered(&self.texts, sql)
    }
}

/// A statement as SQLite reads it.
pub(super) fn numbered(texts: &Texts, sql: &str) -> Arc<str> {
    if let Some(text) = texts.borrow().get(sql) {
        return text.clone();
    }
    let text: Arc<str> = dialect::numbered(sql).into();
    let mut texts = texts.borrow_mut();
    if texts.len() > 2_000 {
        texts.clear();
    }
    texts.insert(sql.to_owned(), text.clone());
    text
}

pub(super) fn told(sql: &str, error: rusqlite::Error) -> DbError {
    match DbError::from(error) {
        DbError::Other(why) => {
            DbError::Other(format!("{why} in {}", sql.chars().take(400).collect::<String>()))
        }
        known => known,
    }
}
