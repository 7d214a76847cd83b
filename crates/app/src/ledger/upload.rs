//! The upload: the file is kept, and read at once when it is small, by a job when it is not.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use serde::Serialize;
use serde_json::json;
use yinfeng_domain::id::BatchId;
use yinfeng_sheet::Refusal;

use super::{
    asker,
    context::Context,
    need_clerk,
    read::{LedgerCounts, Reading, Wanted, read, unpack},
    store::{self, Before, Failure, Outcome},
    view::{self, BatchView},
};
use crate::floor::{
    App, AppState, Error, Fault, Result, audit,
    db::{Reader, Tx},
    file::{self, Sha},
    job::{self, Job},
    say::Lang,
    web::Who,
};

/// The job that reads a large file: `{"batch": …}`.
pub const READ: &str = "ledger.read";
/// A larger file is read by a job.
const AT_ONCE: usize = 2 << 20;

/// A file that was received, with what was read from it.
pub struct Upload {
    name: String,
    sha: Sha,
    size: i64,
    media_type: &'static str,
    /// None: it is still to be read.
    reading: Option<Reading>,
    before: Option<Before>,
}

impl Upload {
    /// SHA-256 of the content.
    pub const fn sha(&self) -> &Sha {
        &self.sha
    }
}

/// What reading needs from the database.
pub(super) struct Known {
    pub context: Context,
    pub remembered: BTreeMap<String, String>,
    pub before: Option<Before>,
}

impl Known {
    pub fn load(reader: &Reader, who: &Who, sha: &[u8]) -> Result<Self> {
        Ok(Self {
            context: Context::load(reader, who, None)?,
            remembered: store::remembered(reader, who.district())?,
            before: store::imported_before(reader, who.district(), sha)?,
        })
    }
}

/// Why a file is not read, as an error of the request.
pub fn refused(refusal: &Refusal, lang: Lang) -> Error {
    let fault = fault(refusal, lang);
    match refusal {
        Refusal::FileTooLarge { .. } => Error::TooLarge(Box::new(fault)),
        _ => Error::invalid(fault),
    }
}

fn fault(refusal: &Refusal, lang: Lang) -> Fault {
    let said = refusal.say(match lang {
        Lang::Zh => yinfeng_sheet::Lang::Zh,
        Lang::En => yinfeng_sheet::Lang::En,
    });
    Fault::at("file", format!("ledger.{}", refusal.code().replace('.', "_"))).with("sentence", said)
}

/// Keeps the bytes and reads them, if that is quick.
pub async fn prepare(app: &Arc<App>, who: &Who, name: &str, bytes: Bytes) -> Result<Upload> {
    need_clerk(who)?;
    let (size, lang) = (bytes.len(), who.lang);
    let media_type = file::media_type(&bytes, name);
    let sha = file::sha256(&bytes);
    let known = {
        let who = who.clone();
        app.db.report(move |r| Known::load(r, &who, &sha)).await?
    };
    let (content, named) = (bytes.to_vec(), name.to_owned());
    let before = known.before.clone();
    let reading = tokio::task::spawn_blocking(move || {
        if content.len() > AT_ONCE {
            // What is no workbook is refused now, not minutes later.
            return yinfeng_sheet::open(content, &named).map(|_| None);
        }
        read_with(content, &named, Wanted::Suggested, &known, |_, _| ()).map(Some)
    })
    .await
    .map_err(anyhow::Error::from)?
    .map_err(|refusal| refused(&refusal, lang))?;
    app.files.put(bytes).await?;
    Ok(Upload { name: name.to_owned(), sha, size: size as i64, media_type, reading, before })
}

/// What a file would bring, without keeping anything of it.
#[derive(Debug, Clone, Serialize)]
pub struct Look {
    pub sheet: Option<String>,
    pub counts: LedgerCounts,
    /// `F12: sentence`, the first hundred.
    pub problems: Vec<String>,
}

/// Reads a file and keeps nothing.
pub async fn look(app: &Arc<App>, who: &Who, name: &str, bytes: Vec<u8>) -> Result<Look> {
    need_clerk(who)?;
    let (reader, sha) = (who.clone(), file::sha256(&bytes));
    let known = app.db.report(move |r| Known::load(r, &reader, &sha)).await?;
    let reading = read_with(bytes, name, Wanted::Suggested, &known, |_, _| ())
        .map_err(|refusal| refused(&refusal, who.lang))?;
    let mut problems = Vec::new();
    for (_, body) in &reading.blocks {
        for line in unpack(body)? {
            for cell in view::cells(who.lang, &line) {
                problems.extend(cell.problems.iter().map(|p| format!("{}: {}", cell.address, p.message)));
            }
        }
        if problems.len() >= 100 {
            break;
        }
    }
    problems.truncate(100);
    Ok(Look { sheet: reading.chosen.map(|c| c.sheet_name), counts: reading.counts, problems })
}

/// Reads with what is known; the day of today for the rules.
pub(super) fn read_with(
    bytes: Vec<u8>,
    name: &str,
    wanted: Wanted,
    known: &Known,
    step: impl FnMut(i64, i64),
) -> Result<Reading, Refusal> {
    read(bytes, name, wanted, &known.remembered, known.before.is_some(), &known.context, step)
}

/// Enters the batch, and the job that reads it when it is not read yet.
pub fn save(tx: &Tx<'_>, who: &Who, upload: &Upload) -> Result<BatchView> {
    need_clerk(who)?;
    let id: BatchId = tx.new_id();
    file::note(tx, who, &upload.sha, upload.size, upload.media_type)?;
    store::insert(tx, who, id, &upload.name, &upload.sha)?;
    match &upload.reading {
        Some(reading) => store::save_reading(tx, who.district(), id, reading, upload.before.clone())?,
        None => {
            job::enqueue(tx, who, READ, &json!({ "batch": id }))?;
        }
    }
    let detail = json!({ "file_name": upload.name, "sha256": hex::encode(upload.sha), "size": upload.size });
    audit::record(tx, who, "ledger.upload", "ledger_batch", id.0, &detail)?;
    Ok(view::batch(who, store::get(tx, who.district(), id)?))
}

/// Runs [`READ`]; a batch that is not waiting to be read is left alone.
pub async fn run_read(app: AppState, job: Job) -> Result<()> {
    let id = super::import::batch_of(&job)?;
    let asked = job.clone();
    let (who, batch) =
        app.db.read(move |r| Ok((asker(r, &asked)?, store::get(r, &asked.district, id)?))).await?;
    if batch.state != "reading" {
        return Ok(());
    }
    let Ok(sha) = Sha::try_from(batch.sha.as_slice()) else { return Err(Error::NotFound) };
    let bytes = app.files.get(&sha).await?.to_vec();
    let reader = who.clone();
    let known = app.db.report(move |r| Known::load(r, &reader, &sha)).await?;
    let before = known.before.clone();
    let wanted = batch.chosen.map_or(Wanted::Suggested, |chosen| Wanted::All(Box::new(chosen)));
    let name = batch.file_name;
    let outcome = tokio::task::spawn_blocking(move || {
        read_with(bytes, &name, wanted, &known, |done, total| view::step(id, done, total))
    })
    .await
    .map_err(anyhow::Error::from)?;
    view::ended(id);
    let district = job.district.clone();
    app.db
        .write(move |tx| match &outcome {
            Ok(reading) => store::save_reading(tx, &district, id, reading, before.clone()),
            Err(refusal) => {
                let fault = fault(refusal, who.lang);
                let failure = Failure { code: fault.code, params: fault.params, row: None };
                let outcome = Outcome { failure: Some(failure), ..Outcome::default() };
                store::save(tx, &district, id, "failed", &outcome)
            }
        })
        .await
}
