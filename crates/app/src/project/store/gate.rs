//! The tables of gates, the documents that they ask for, and corrections of the log.

use jiff::{Timestamp, civil::Date};
use yinfeng_domain::{
    id::ProjectId,
    project::{Asked, Document, Subject, Verdict},
};

use super::view::{code, person};
use crate::{
    floor::{
        Result,
        db::{Reader, Tx},
        file::Sha,
        web::Who,
    },
    params,
    project::{PersonRef, correction::CorrectionView, document::DocumentView},
};

pub struct Kept {
    pub version: i64,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    pub recorded_at: Timestamp,
}

pub fn in_force(reader: &Reader, district: &str) -> Result<Option<Kept>> {
    reader.first(
        "select g.version, g.text, a.id, a.name, g.recorded_at from project_gate g
         left join identity_account a on a.district = g.district and a.id = g.recorded_by
         where g.district = $1 order by g.version desc limit 1",
        params![district],
        |r| {
            Ok(Kept {
                version: r.get(0)?,
                text: r.get(1)?,
                recorded_by: person(r, 2)?,
                recorded_at: r.get(4)?,
            })
        },
    )
}

pub fn text(reader: &Reader, district: &str) -> Result<Option<String>> {
    reader.value(
        "select text from project_gate where district = $1 order by version desc limit 1",
        params![district],
    )
}

pub fn insert(tx: &Tx<'_>, who: &Who, version: i64, text: &str) -> Result<()> {
    tx.execute(
        "insert into project_gate (district, version, text, recorded_by, recorded_at) values ($1, $2, $3, $4, $5)",
        params![who.district(), version, text, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn documents(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<DocumentView>> {
    reader.query(
        "select d.no, d.kind, d.subject, d.verdict, d.sha256, d.name, d.media_type, d.size, a.id, a.name,
           d.added_at, b.id, b.name, d.removed_at, d.removed_reason
         from project_document d
         left join identity_account a on a.district = d.district and a.id = d.added_by
         left join identity_account b on b.district = d.district and b.id = d.removed_by
         where d.district = $1 and d.project_id = $2 order by d.no",
        params![district, id],
        |r| {
            let (subject, verdict): (String, String) = (r.get(2)?, r.get(3)?);
            Ok(DocumentView {
                no: r.get(0)?,
                kind: code(r, 1, Document::from_code)?,
                subject: Subject::from_code(&subject),
                verdict: Verdict::from_code(&verdict),
                sha256: hex::encode(r.get::<Vec<u8>>(4)?),
                name: r.get(5)?,
                media_type: r.get(6)?,
                size: r.get(7)?,
                added_by: person(r, 8)?,
                added_at: r.get(10)?,
                removed_by: person(r, 11)?,
                removed_at: r.get(13)?,
                removed_reason: r.get(14)?,
            })
        },
    )
}

/// Size and media type of a file that has been stored.
pub fn stored(reader: &Reader, district: &str, sha: &Sha) -> Result<Option<(i64, String)>> {
    reader.first(
        "select size, media_type from floor_file where district = $1 and sha256 = $2",
        params![district, sha],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub struct NewDocument<'a> {
    pub no: i64,
    pub kind: Document,
    pub opinion: Option<(Subject, Verdict)>,
    pub sha: Sha,
    pub name: &'a str,
    pub media_type: &'a str,
    pub size: i64,
}

pub fn insert_document(tx: &Tx<'_>, who: &Who, id: ProjectId, new: &NewDocument<'_>) -> Result<()> {
    tx.execute(
        "insert into project_document (district, project_id, no, kind, subject, verdict, sha256, name, media_type,
           size, added_by, added_at, removed_reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '')",
        params![
            who.district(),
            id,
            new.no,
            new.kind.code(),
            new.opinion.map_or("", |(subject, _)| subject.code()),
            new.opinion.map_or("", |(_, verdict)| verdict.code()),
            &new.sha,
            new.name,
            new.media_type,
            new.size,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn remove_document(tx: &Tx<'_>, who: &Who, id: ProjectId, no: i64, reason: &str) -> Result<()> {
    tx.execute(
        "update project_document set removed_by = $4, removed_at = $5, removed_reason = $6
         where district = $1 and project_id = $2 and no = $3",
        params![who.district(), id, no, who.account_id(), tx.now(), reason],
    )?;
    Ok(())
}

pub fn corrections(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<CorrectionView>> {
    reader.query(
        "select c.no, c.log_no, c.old_on, c.new_on, c.reason, a.id, a.name, c.recorded_at
         from project_correction c
         left join identity_account a on a.district = c.district and a.id = c.recorded_by
         where c.district = $1 and c.project_id = $2 order by c.no",
        params![district, id],
        |r| {
            Ok(CorrectionView {
                no: r.get(0)?,
                log_no: r.get(1)?,
                old_on: r.get(2)?,
                new_on: r.get(3)?,
                reason: r.get(4)?,
                recorded_by: person(r, 5)?,
                recorded_at: r.get(7)?,
            })
        },
    )
}

pub fn insert_correction(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    (no, log_no): (i64, i64),
    (old_on, new_on): (Date, Date),
    reason: &str,
) -> Result<()> {
    tx.execute(
        "insert into project_correction (district, project_id, no, log_no, old_on, new_on, reason, recorded_by,
           recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![who.district(), id, no, log_no, old_on, new_on, reason, who.account_id(), tx.now()],
    )?;
    tx.execute(
        "update project_stage_log set holds_on = $4 where district = $1 and project_id = $2 and no = $3",
        params![who.district(), id, log_no, new_on],
    )?;
    Ok(())
}

/// The dates that the project's row keeps of its log, after a correction; and a new version.
pub fn set_dates(
    tx: &Tx<'_>,
    district: &str,
    id: ProjectId,
    since: Date,
    signed: Option<Date>,
) -> Result<()> {
    tx.execute(
        "update project set stage_since_on = $3, contract_signed_on = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![district, id, since, signed, tx.now()],
    )?;
    super::reach::refresh(tx, district, id)
}

/// A new version of a project whose documents changed.
pub fn touch(tx: &Tx<'_>, district: &str, id: ProjectId) -> Result<()> {
    tx.execute(
        "update project set updated_at = $3, version = version + 1 where district = $1 and id = $2",
        params![district, id, tx.now()],
    )?;
    Ok(())
}

pub fn standings(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<(Asked, bool)>> {
    reader.query(
        "select asked, done from project_standing where district = $1 and project_id = $2",
        params![district, id],
        |r| Ok((code(r, 0, Asked::from_code)?, r.get(1)?)),
    )
}

pub fn set_standing(tx: &Tx<'_>, district: &str, id: ProjectId, asked: Asked, done: bool) -> Result<()> {
    tx.execute(
        "insert into project_standing (district, project_id, asked, done, set_at) values ($1, $2, $3, $4, $5)
         on conflict (district, project_id, asked) do update set done = excluded.done, set_at = excluded.set_at",
        params![district, id, asked.code(), done, tx.now()],
    )?;
    Ok(())
}

pub fn clear_standing(tx: &Tx<'_>, district: &str, id: ProjectId, asked: Asked) -> Result<()> {
    tx.execute(
        "delete from project_standing where district = $1 and project_id = $2 and asked = $3",
        params![district, id, asked.code()],
    )?;
    Ok(())
}
