//! One error for every operation; it becomes HTTP, an exit code or a line of text only at the very end.

use std::collections::BTreeMap;

use yinfeng_domain::table::Finding;

use super::db::DbError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One thing that is wrong, by code; the sentence is found in the reader's language when it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: String,
    pub params: BTreeMap<String, String>,
    /// The field of the request, as a path: `units[1].share_bp`.
    pub field: Option<String>,
    /// The row of a sheet, as the sheet counts it (from 1).
    pub row: Option<u64>,
    /// The cell of a sheet: `F12`.
    pub cell: Option<String>,
}

impl Fault {
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), params: BTreeMap::new(), field: None, row: None, cell: None }
    }

    /// Something wrong with a field of the request.
    pub fn at(field: impl Into<String>, code: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(code) }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// What is wrong with a table that an office wrote; it comes in the field `text`.
impl From<&Finding> for Fault {
    fn from(found: &Finding) -> Self {
        let mut fault = Self::at("text", found.code).with("line", found.line);
        fault.row = Some(found.line as u64);
        found.params.iter().fold(fault, |fault, (name, value)| fault.with(name, value))
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is logged in, or the session has ended.
    #[error("not logged in")]
    Unauthenticated,
    /// It does not exist, or not for this reader.
    #[error("not found")]
    NotFound,
    /// The request itself is wrong: every field that is.
    #[error("invalid: {0:?}")]
    Invalid(Vec<Fault>),
    /// The request is well formed, and a rule says no.
    #[error("refused: {0:?}")]
    Refused(Box<Fault>),
    /// A rule says no because of other records: why, and each of them.
    #[error("blocked: {0:?}, {1:?}")]
    Blocked(Box<Fault>, Vec<Fault>),
    /// Somebody else changed it in the meantime.
    #[error("stale: {changed:?}")]
    Stale { current: Box<serde_json::Value>, changed: Vec<String> },
    /// Too many tries.
    #[error("too many requests: {0:?}")]
    TooMany(Box<Fault>),
    /// The address exists, but not with this method.
    #[error("method: {0:?}")]
    Method(Box<Fault>),
    /// More than the server takes in one request.
    #[error("too large: {0:?}")]
    TooLarge(Box<Fault>),
    /// Cannot be done now: the disk is full, the queue is long, the database is away. Nothing was written.
    #[error("unavailable: {0:?}")]
    Unavailable(Box<Fault>),
    #[error("database: {0}")]
    Db(#[from] DbError),
    #[error("internal: {0:#}")]
    Internal(#[from] anyhow::Error),
}

impl Error {
    pub fn refused(fault: Fault) -> Self {
        Self::Refused(Box::new(fault))
    }

    pub fn invalid(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }

    /// Whether running the same closure again may help.
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Db(DbError::Retry(_)))
    }
}

/// Whether a file could not be written for want of room: the disk, a quota, or a limit of the process.
pub fn no_room(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if no_room(&error) {
            return Self::Unavailable(Box::new(Fault::new("floor.disk_full")));
        }
        Self::Internal(error.into())
    }
}

/// Collects what is wrong with a request, so that the reader learns all of it at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Notes the fault unless the condition holds.
    pub fn need(&mut self, holds: bool, fault: impl FnOnce() -> Fault) {
        if !holds {
            self.0.push(fault());
        }
    }

    pub fn into_result(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}
