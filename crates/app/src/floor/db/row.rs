//! A row of either engine.

use super::{Column, DbError, Value};

pub enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
    /// Of SQLite, from another thread.
    Kept(&'r [Value]),
}

impl Row<'_> {
    /// The column at this position, counted from 0 in the order of the `select`.
    pub fn get<T: Column>(&self, i: usize) -> Result<T, DbError> {
        let read = match self {
            Self::Sqlite(row) => row.get_ref(i).map_err(DbError::from).and_then(T::sqlite),
            Self::Postgres(row) => T::postgres(row, i),
            Self::Kept(row) => row
                .get(i)
                .ok_or_else(|| DbError::Other("there is none".into()))
                .and_then(|value| T::sqlite(value.as_sqlite())),
        };
        read.map_err(|e| match e {
            DbError::Other(why) => DbError::Other(format!("column {i}: {why}")),
            e => e,
        })
    }
}

/// Anything at all: tells null from not null without knowing the type.
struct Any;

impl<'a> postgres::types::FromSql<'a> for Any {
    fn from_sql(
        _: &postgres::types::Type,
        _: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self)
    }

    fn accepts(_: &postgres::types::Type) -> bool {
        true
    }
}

pub(super) fn is_null(row: &postgres::Row, i: usize) -> Result<bool, DbError> {
    Ok(row.try_get::<_, Option<Any>>(i)?.is_none())
}
