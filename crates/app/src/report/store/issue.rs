//! Work summaries as they were issued.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    floor::{
        Error, Result,
        db::{Reader, Row, Tx},
    },
    params,
    report::scope::Span,
};

/// A work summary that was issued: its facts are frozen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Issue {
    pub id: Uuid,
    #[schema(value_type = String)]
    pub from: Date,
    #[schema(value_type = String)]
    pub to: Date,
    #[schema(value_type = String)]
    pub as_of: Date,
    pub created_by: Option<String>,
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    /// SHA-256 of the frozen facts.
    pub sha256: String,
}

const SELECT: &str = "select i.id, i.from_on, i.to_on, i.as_of_on, a.name, i.created_at, i.sha256, i.facts
  from report_issue i
  left join identity_account a on a.district = i.district and a.id = i.created_by
  where i.district = $1 and i.kind = 'work_summary'";

fn read(row: &Row<'_>) -> Result<Issue> {
    Ok(Issue {
        id: row.get(0)?,
        from: row.get(1)?,
        to: row.get(2)?,
        as_of: row.get(3)?,
        created_by: row.get(4)?,
        created_at: row.get(5)?,
        sha256: row.get::<Vec<u8>>(6).map(hex::encode)?,
    })
}

/// The latest first.
pub fn issued(reader: &Reader, district: &str) -> Result<Vec<Issue>> {
    reader.query(
        &format!("{SELECT} order by i.created_at desc, i.id desc limit 200"),
        params![district],
        read,
    )
}

/// One with its facts.
pub fn issue(reader: &Reader, district: &str, id: Uuid) -> Result<(Issue, String)> {
    reader
        .first(&format!("{SELECT} and i.id = $2"), params![district, id], |row| {
            Ok((read(row)?, row.get(7)?))
        })?
        .ok_or(Error::NotFound)
}

pub fn save(
    tx: &Tx<'_>,
    district: &str,
    by: Option<yinfeng_domain::id::AccountId>,
    span: Span,
    facts: &str,
    sha256: [u8; 32],
) -> Result<Uuid> {
    let id: Uuid = tx.new_id();
    let (from, to) = (span.window.from, span.window.to);
    tx.execute(
        "insert into report_issue (district, id, kind, from_on, to_on, as_of_on, facts, sha256, created_by, created_at)
         values ($1, $2, 'work_summary', $3, $4, $5, $6, $7, $8, $9)",
        params![district, id, from, to, span.as_of, facts, sha256, by, tx.now()],
    )?;
    Ok(id)
}
