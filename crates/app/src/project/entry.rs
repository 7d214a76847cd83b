//! Projects that enter the library: by hand as a lead, or with what had become of them already; and an import that is taken
//! back.

use jiff::civil::Date;
use serde_json::json;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{BatchId, ProjectId, UnitId},
    project::{PartyRole, ProjectCode, Stage, Status},
};

use super::{
    ProjectDraft, ProjectRef, ProjectView, SEARCH_KIND,
    draft::{Care, Prepared, prepare},
    get,
    made::as_made,
    make_known, secret, store,
    summary::{self, Counted},
    whole, words,
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        search as index,
        web::Who,
    },
    investor,
};

/// A project that a ledger or the demo brings in, with what had become of it already.
#[derive(Debug, Clone)]
pub struct Imported {
    pub id: ProjectId,
    pub draft: ProjectDraft,
    /// The stages it went through with their dates, in order; the last is where it stands. Empty: a lead.
    pub history: Vec<(Stage, Date)>,
    pub status: Status,
    /// When it entered the library; its year is the year of the code.
    pub entered_on: Date,
    pub batch: Option<BatchId>,
    /// The country of its first investor, where whoever brings it in knows that.
    pub origin: Option<String>,
    /// What a receipt claims that comes with it.
    pub claimed_fen: i64,
}

/// Who brings what in, when, in which state.
pub(super) struct Entry<'a> {
    pub id: ProjectId,
    pub prepared: &'a Prepared,
    pub history: &'a [(Stage, Date)],
    pub status: Status,
    pub entered_on: Date,
    pub batch: Option<BatchId>,
    pub claimed_fen: i64,
}

/// Enters a project as a lead.
pub fn create(tx: &Tx<'_>, who: &Who, draft: &ProjectDraft) -> Result<ProjectView> {
    who.reach(Class::Project, Act::Write)?;
    let prepared = prepare(tx, who, draft, Care::Entered)?;
    may_lead(tx, who, prepared.lead)?;
    introduced_rightly(tx, who, &prepared.draft, None, tx.today())?;
    let (id, today) = (tx.new_id(), tx.today());
    let history = [(Stage::Lead, today)];
    let entry = Entry {
        id,
        prepared: &prepared,
        history: &history,
        status: Status::Ongoing,
        entered_on: today,
        batch: None,
        claimed_fen: 0,
    };
    let code = insert(tx, who, &entry)?;
    match as_made(tx, who, &entry, &code)? {
        Some(made) => whole(tx, who, made),
        None => get(tx, who, id),
    }
}

/// Enters a project that was read elsewhere: the ids it points at are taken as they are, nothing is read back. The
/// permanent code is returned.
pub fn create_imported(tx: &Tx<'_>, who: &Who, imported: &Imported) -> Result<String> {
    who.reach(Class::Project, Act::Write)?;
    let prepared = prepare(tx, who, &imported.draft, Care::Imported(imported.origin.as_deref()))?;
    let lead = [(Stage::Lead, imported.entered_on)];
    let history = if imported.history.is_empty() { &lead[..] } else { &imported.history };
    let entry = Entry {
        id: imported.id,
        prepared: &prepared,
        history,
        status: imported.status,
        entered_on: imported.entered_on,
        batch: imported.batch,
        claimed_fen: imported.claimed_fen,
    };
    insert(tx, who, &entry)
}

fn insert(tx: &Tx<'_>, who: &Who, entry: &Entry<'_>) -> Result<String> {
    let (district, year) = (who.district(), entry.entered_on.year());
    let number = store::next_number(tx, district, year)?;
    let code = u32::try_from(number).ok().and_then(|n| ProjectCode::new(district, year, n));
    let Some(code) = code.map(|c| c.to_string()) else {
        return Err(Error::Internal(anyhow::anyhow!("no project code for {district} in {year}")));
    };
    store::insert(tx, who, entry, &code)?;
    store::insert_parts(tx, district, entry.id, entry.prepared)?;
    store::insert_history(tx, who, entry.id, entry.history, entry.status)?;
    if let (Status::Lost | Status::Terminated, Some((_, on))) = (entry.status, entry.history.last()) {
        store::ending::insert_unknown(tx, who, entry.id, entry.history.len() as i64, *on)?;
    }
    let stage = entry.history.last().map_or(Stage::Lead, |(stage, _)| *stage);
    let counted = Counted::of(entry.prepared, stage, entry.status);
    summary::apply(tx, district, None, Some(&counted));
    summary::count_contract(tx, district, entry.prepared);
    make_known(tx, district, entry.prepared, false)?;
    index::add(tx, district, SEARCH_KIND, entry.id.0, &words(&code, &entry.prepared.draft.name))?;
    let detail = match entry.batch {
        None => json!({ "version": 1, "code": code, "draft": entry.prepared.draft }),
        // What was read stands with the batch.
        Some(batch) => json!({ "version": 1, "code": code, "batch": batch }),
    };
    audit::record(tx, who, "project.create", "project", entry.id.0, &detail)?;
    Ok(code)
}

/// Whoever introduces a project was registered when it was first heard of, so that nobody is found afterwards who is to
/// be rewarded. What a project had before is not asked again.
pub(super) fn introduced_rightly(
    reader: &Reader,
    who: &Who,
    draft: &ProjectDraft,
    known: Option<ProjectId>,
    first_on: Date,
) -> Result<()> {
    let mut faults = Faults::default();
    for (at, party) in draft.investors.iter().enumerate() {
        if party.role != PartyRole::Introducer {
            continue;
        }
        let before = match known {
            Some(id) => store::merge::part(reader, who.district(), (id, party.organisation_id, party.role))?,
            None => None,
        };
        let rightly = before.is_some()
            || investor::introduced_rightly(reader, who.district(), party.organisation_id, first_on)?;
        faults.need(rightly, || {
            Fault::at(format!("investors[{at}].organisation_id"), "project.introducer_unregistered")
                .with("on", first_on)
        });
    }
    faults.into_result()
}

/// Whether this unit may be put in the lead by somebody: their own, or any for the office.
pub(super) fn may_lead(reader: &Reader, who: &Who, unit: UnitId) -> Result<()> {
    match who.reach(Class::Project, Act::Write)? {
        Reach::District => Ok(()),
        reach => match store::unit_path(reader, who.district(), unit)? {
            Some(path) if reach.covers(&path) => Ok(()),
            _ => Err(Error::invalid(Fault::at("units", "project.lead_not_yours"))),
        },
    }
}

/// The projects of a batch that somebody has worked on since it was imported: these stand in the way of its undoing.
pub fn touched_of_batch(reader: &Reader, who: &Who, batch: BatchId) -> Result<Vec<ProjectRef>> {
    store::touched_of_batch(reader, who.district(), batch)
}

/// Code and name of projects of a batch that others have for a bundle or enlarge: they stand in the way of its undoing.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::parts::of_batch(reader, district, batch)
}

/// Takes back all projects of a batch; how many. The caller has made sure that none was touched and that their money
/// is gone.
pub fn undo_imported(tx: &Tx<'_>, who: &Who, batch: BatchId) -> Result<i64> {
    who.need_district(Class::Ledger, Act::Write)?;
    let district = who.district();
    let ids = store::of_batch(tx, district, batch)?;
    for id in &ids {
        if let Some(counted) = store::summary::counted(tx, district, *id)? {
            summary::apply(tx, district, Some(&counted), None);
        }
        summary::count_events(tx, district, *id, -1)?;
        index::remove(tx, district, SEARCH_KIND, id.0)?;
        secret::forget(tx, district, *id)?;
        store::delete(tx, district, *id)?;
        audit::record(tx, who, "project.undo_import", "project", id.0, &json!({ "batch": batch }))?;
    }
    Ok(ids.len() as i64)
}
