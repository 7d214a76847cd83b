//! Bringing in the ledgers that offices keep in Excel: upload, look at how it was read, correct, import all or
//! nothing, take it back.
//!
//! Only the office's clerks import. Nothing is written to the libraries before the import, and everything that it
//! writes is claimed, not recognised.

mod ahead;
mod choice;
mod context;
pub mod http;
mod import;
mod line;
mod phases;
mod plan;
mod read;
mod rows;
mod store;
mod undo;
mod upload;
mod view;

use yinfeng_domain::{
    authority::{Act, Class},
    id::{AccountId, BatchId},
};

use crate::{
    floor::{Error, Result, db::Reader, job::Job, say::Lang, web::Who},
    org, params,
};

pub use import::{IMPORT, run_import, start};
pub use read::{LedgerCounts, SheetView};
pub use undo::undo;
pub use upload::{Look, READ, Upload, look, prepare, refused, run_read, save};
pub use view::{BatchLine, BatchView, FieldView, RowView};

/// How many batches the list shows.
const LISTED: i64 = 200;

/// Only those who may import know of imports.
fn need_clerk(who: &Who) -> Result<()> {
    who.need_district(Class::Ledger, Act::Write)
}

fn need_reader(who: &Who) -> Result<()> {
    who.need_district(Class::Ledger, Act::Read)
}

/// One batch.
pub fn get(reader: &Reader, who: &Who, id: BatchId) -> Result<BatchView> {
    need_reader(who)?;
    Ok(view::batch(who, store::get(reader, who.district(), id)?))
}

/// The batches, newest first.
pub fn list(reader: &Reader, who: &Who) -> Result<Vec<BatchLine>> {
    need_reader(who)?;
    Ok(store::list(reader, who.district(), LISTED)?.into_iter().map(view::line).collect())
}

/// The batch as somebody saw it; stale when it has changed since.
fn at_version(reader: &Reader, who: &Who, id: BatchId, version: i64) -> Result<store::Stored> {
    let batch = store::get(reader, who.district(), id)?;
    if batch.version == version {
        return Ok(batch);
    }
    let current = serde_json::to_value(view::batch(who, batch)).map_err(anyhow::Error::from)?;
    Err(Error::Stale { current: Box::new(current), changed: vec!["state".into()] })
}

/// Whoever asked for a job, with the rights they have now.
fn asker(reader: &Reader, job: &Job) -> Result<Who> {
    let mut who = Who::system(&job.district, "ledger");
    who.request_id = format!("job {}", job.id);
    let Some(account) = job.created_by.map(AccountId) else { return Ok(who) };
    let found = reader.first(
        "select name, locale from identity_account where district = $1 and id = $2",
        params![&job.district, account],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
    )?;
    let (name, locale) = found.ok_or(Error::NotFound)?;
    who.lang = Lang::from_tag(&locale);
    who.actor.account = account;
    who.actor.name = name;
    who.actor.memberships = org::memberships(reader, &job.district, account, reader.today())?;
    who.actor.system = false;
    Ok(who)
}
