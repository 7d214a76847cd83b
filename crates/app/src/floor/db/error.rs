//! What a database says, in words of ours.

use rusqlite::ErrorCode;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// A unique key is taken: `table.column, table.column` on SQLite, the constraint's name on PostgreSQL.
    #[error("unique key taken: {0}")]
    Unique(String),
    /// A row that is pointed at is missing, or still pointed at.
    #[error("foreign key: {0}")]
    ForeignKey(String),
    /// The engine asks to try again: serialisation, deadlock, lost connection, lock held by another process.
    #[error("try again: {0}")]
    Retry(String),
    /// Full, over its quota, or not to be written; SQLite calls the latter an input/output error.
    #[error("the disk is full or cannot be written")]
    DiskFull,
    #[error("{0}")]
    Other(String),
}

impl DbError {
    /// Whether this is the unique key over these columns (`fund`, `code`), however the engine names it.
    pub fn is_unique(&self, table: &str, last_column: &str) -> bool {
        match self {
            Self::Unique(what) => {
                what.contains(&format!("{table}.{last_column}"))
                    || what.contains(&format!("{table}_{last_column}"))
                    || (what.starts_with(&format!("{table}_")) && what.contains(last_column))
            }
            _ => false,
        }
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => match text.split_once("UNIQUE constraint failed: ") {
                Some((_, what)) => Self::Unique(what.to_owned()),
                None if text.contains("FOREIGN KEY") => Self::ForeignKey(text),
                None => Self::Other(text),
            },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Retry(text),
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => Self::DiskFull,
            _ => Self::Other(text),
        }
    }
}

impl From<postgres::Error> for DbError {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(db) = error.as_db_error() else {
            // Not an answer of the server: the connection is gone, or the value could not be read.
            return if error.is_closed()
                || std::error::Error::source(&error)
                    .is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
            {
                Self::Retry(error.to_string())
            } else {
                Self::Other(format!(
                    "{error}: {:?}",
                    std::error::Error::source(&error).map(ToString::to_string)
                ))
            };
        };
        let code = db.code();
        let what = || db.constraint().unwrap_or_default().to_owned();
        if *code == SqlState::UNIQUE_VIOLATION {
            Self::Unique(what())
        } else if *code == SqlState::FOREIGN_KEY_VIOLATION {
            Self::ForeignKey(what())
        } else if *code == SqlState::T_R_SERIALIZATION_FAILURE
            || *code == SqlState::T_R_DEADLOCK_DETECTED
            || *code == SqlState::ADMIN_SHUTDOWN
            || *code == SqlState::CRASH_SHUTDOWN
            || *code == SqlState::CANNOT_CONNECT_NOW
        {
            Self::Retry(db.message().to_owned())
        } else if *code == SqlState::DISK_FULL {
            Self::DiskFull
        } else {
            Self::Other(format!("{} ({})", db.message(), code.code()))
        }
    }
}
