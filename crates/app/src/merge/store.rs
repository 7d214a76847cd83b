//! The tables of merges, and the keys of the schema that point at organisations.

use jiff::Timestamp;
use yinfeng_domain::id::{AccountId, MergeId, OrganisationId};

use super::{
    MergeDraft, MergeFilter,
    view::{MergeActions, MergeRecord, MergeRow, MovedCount},
};
use crate::{
    floor::{
        Error, Result,
        db::{
            Clause, Hidden, Reader, Row, Tx, dialect,
            page::{Listing, Page, Sorted},
        },
        web::{Action, Who},
    },
    investor::{Joined, Moved, OrganisationDraft},
    params,
    project::PersonRef,
};

/// Table and column of every key that points at an organisation, by the schema as it stands.
pub fn foreign_keys(reader: &Reader) -> Result<Vec<(String, String)>> {
    let sql = dialect::foreign_keys_to(reader.engine(), "investor_organisation");
    reader.query(&sql, &[], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// How many rows of a relation point at an organisation.
pub fn count(reader: &Reader, district: &str, table: &str, column: &str, id: OrganisationId) -> Result<i64> {
    let (table, column) = (dialect::quoted(table), dialect::quoted(column));
    let sql = format!("select count(*) from {table} where district = $1 and {column} = $2");
    Ok(reader.value::<i64>(&sql, params![district, id])?.unwrap_or(0))
}

/// A merge before it is written.
pub struct New<'a> {
    pub id: MergeId,
    pub joined: &'a Joined,
    /// Of the one that went and the one that stayed.
    pub names: (&'a str, &'a str),
    pub cmd: &'a MergeDraft,
    pub reason: &'a str,
    /// The one that stayed before and after.
    pub drafts: (&'a OrganisationDraft, &'a OrganisationDraft),
}

fn text(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::from)?)
}

pub fn insert(tx: &Tx<'_>, who: &Who, new: &New<'_>, moved: &[(String, Moved)]) -> Result<()> {
    tx.execute(
        "insert into merge (district, id, from_id, into_id, from_name, into_name, taken, reason, before, after, done_by,
           done_at, undo_reason, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', 1)",
        params![
            who.district(),
            new.id,
            new.joined.from,
            new.joined.into,
            new.names.0,
            new.names.1,
            text(&new.cmd.taken)?,
            new.reason,
            text(new.drafts.0)?,
            text(new.drafts.1)?,
            who.account_id(),
            tx.now()
        ],
    )?;
    for (no, (relation, row)) in moved.iter().enumerate() {
        tx.execute(
            "insert into merge_row (district, merge_id, no, relation, detail) values ($1, $2, $3, $4, $5)",
            params![who.district(), new.id, no, relation, &row.0],
        )?;
    }
    Ok(())
}

/// Keeps others from undoing it until the transaction ends.
pub fn hold(tx: &Tx<'_>, district: &str, id: MergeId) -> Result<()> {
    tx.execute("update merge set version = version where district = $1 and id = $2", params![district, id])?;
    Ok(())
}

pub fn set_undone(tx: &Tx<'_>, who: &Who, id: MergeId, reason: &str) -> Result<()> {
    tx.execute(
        "update merge set undone_by = $3, undone_at = $4, undo_reason = $5, version = version + 1
         where district = $1 and id = $2",
        params![who.district(), id, who.account_id(), tx.now(), reason],
    )?;
    Ok(())
}

const COLUMNS: &str =
    "m.id, m.from_id, m.from_name, m.into_id, m.into_name, m.reason, d.id, d.name, m.done_at, u.id,
  u.name, m.undone_at, m.undo_reason, m.version";
const JOINS: &str = "left join identity_account d on d.district = m.district and d.id = m.done_by
  left join identity_account u on u.district = m.district and u.id = m.undone_by";

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    Ok(match r.get::<Option<AccountId>>(at)? {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

fn row(r: &Row<'_>) -> Result<MergeRow> {
    Ok(MergeRow {
        id: r.get(0)?,
        from_id: r.get(1)?,
        from_name: r.get(2)?,
        into_id: r.get(3)?,
        into_name: r.get(4)?,
        reason: r.get(5)?,
        done_by: person(r, 6)?,
        done_at: r.get(8)?,
        undone_by: person(r, 9)?,
        undone_at: r.get::<Option<Timestamp>>(11)?,
        undo_reason: r.get(12)?,
        version: r.get(13)?,
    })
}

/// `hidden`: organisations that this reader is not to know of.
fn visible(district: &str, hidden: &Hidden) -> Clause {
    let mut clause = Clause::of_district("m.district", district);
    hidden.keep(&mut clause, "m.into_id");
    hidden.keep(&mut clause, "m.from_id");
    clause
}

pub fn get(reader: &Reader, district: &str, id: MergeId, hidden: &Hidden) -> Result<Option<MergeRecord>> {
    let mut clause = visible(district, hidden);
    clause.and("m.id = $?", id);
    reader.first(
        &format!("select {COLUMNS}, m.taken from merge m {JOINS} where {}", clause.text()),
        clause.bound(),
        |r| {
            let taken: String = r.get(14)?;
            Ok(MergeRecord {
                row: row(r)?,
                taken: serde_json::from_str(&taken).map_err(anyhow::Error::from)?,
                moves: Vec::new(),
                actions: MergeActions { undo: Action { ok: false, code: None, reason: None } },
            })
        },
    )
}

pub fn list(
    reader: &Reader,
    district: &str,
    filter: &MergeFilter,
    hidden: &Hidden,
) -> Result<Page<MergeRow>> {
    let mut clause = visible(district, hidden);
    if let Some(id) = filter.organisation {
        let id = clause.bind(id);
        clause.also(&format!("(m.into_id = {id} or m.from_id = {id})"));
    }
    let listing = Listing {
        select: &format!("select {COLUMNS} from merge m {JOINS}"),
        counted: "from merge m",
        column: "m.done_at",
        id: "m.id",
        sorted: Sorted::Number,
        down: true,
    };
    let place = (filter.cursor.as_deref(), filter.limit);
    listing.page(reader, clause, place, row, |r| [r.done_at.into(), r.id.into()])
}

pub fn moved(reader: &Reader, district: &str, id: MergeId) -> Result<Vec<MovedCount>> {
    reader.query(
        "select relation, count(*) from merge_row where district = $1 and merge_id = $2
         group by relation order by min(no)",
        params![district, id],
        |r| Ok(MovedCount { relation: r.get(0)?, rows: r.get(1)? }),
    )
}

/// What an undo needs of a merge.
pub struct Kept {
    pub before: OrganisationDraft,
    pub after: OrganisationDraft,
    /// Relation and row, as they moved.
    pub rows: Vec<(String, Moved)>,
}

pub fn kept(reader: &Reader, district: &str, id: MergeId) -> Result<Kept> {
    let drafts = reader.first(
        "select before, after from merge where district = $1 and id = $2",
        params![district, id],
        |r| Ok((r.get::<String>(0)?, r.get::<String>(1)?)),
    )?;
    let (before, after) = drafts.ok_or(Error::NotFound)?;
    let rows = reader.query(
        "select relation, detail from merge_row where district = $1 and merge_id = $2 order by no",
        params![district, id],
        |r| Ok((r.get(0)?, Moved(r.get(1)?))),
    )?;
    let read = |text: &str| serde_json::from_str(text).map_err(anyhow::Error::from);
    Ok(Kept { before: read(&before)?, after: read(&after)?, rows })
}
