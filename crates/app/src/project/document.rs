//! Documents of a project (项目文件): what a stage asks for. Nothing is deleted: what is taken away stays in the record
//! with the reason, and the page marks the stage that it was for.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::ProjectId,
    project::{Document, LINE, Subject, Verdict, one_line, text_fits},
};

use super::{PersonRef, ProjectView, for_writing, get, store};
use crate::floor::{
    Error, Fault, Result, audit,
    db::{Reader, Tx},
    file::Sha,
    web::Who,
};

/// Documents of one project.
const MOST: usize = 500;

/// A file that has been uploaded, as a document of a project.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct DocumentDraft {
    #[schema(value_type = String)]
    pub kind: Document,
    pub sha256: String,
    pub name: String,
    /// Of an opinion: what it is on.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub subject: Option<Subject>,
    /// Of an opinion: how it came out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub verdict: Option<Verdict>,
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct DocumentRemoval {
    pub no: i64,
    pub reason: String,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentView {
    pub no: i64,
    #[schema(value_type = String)]
    pub kind: Document,
    #[schema(value_type = Option<String>)]
    pub subject: Option<Subject>,
    #[schema(value_type = Option<String>)]
    pub verdict: Option<Verdict>,
    pub sha256: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub added_by: Option<PersonRef>,
    #[schema(value_type = String)]
    pub added_at: Timestamp,
    pub removed_by: Option<PersonRef>,
    #[schema(value_type = Option<String>)]
    pub removed_at: Option<Timestamp>,
    pub removed_reason: String,
}

/// Adds an uploaded file to a project.
pub fn add(tx: &Tx<'_>, who: &Who, id: ProjectId, draft: &DocumentDraft) -> Result<ProjectView> {
    let before = for_writing(tx, who, id, draft.version)?;
    let name = one_line(&draft.name);
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Error::invalid(Fault::at("name", "floor.too_long").with("max", 200)));
    }
    if before.documents.len() >= MOST {
        return Err(Error::invalid(Fault::at("sha256", "project.too_many").with("limit", MOST)));
    }
    let opinion = match (draft.kind, draft.subject, draft.verdict) {
        (Document::Opinion, Some(subject), Some(verdict)) => Some((subject, verdict)),
        (Document::Opinion, None, _) => {
            return Err(Error::invalid(Fault::at("subject", "project.opinion_subject")));
        }
        (Document::Opinion, _, None) => {
            return Err(Error::invalid(Fault::at("verdict", "project.opinion_verdict")));
        }
        _ => None,
    };
    let unknown = || Error::invalid(Fault::at("sha256", "project.no_file"));
    let sha = sha(&draft.sha256).ok_or_else(unknown)?;
    let (size, media_type) = store::gate::stored(tx, who.district(), &sha)?.ok_or_else(unknown)?;
    let same = |d: &DocumentView| {
        d.removed_at.is_none()
            && d.sha256 == hex::encode(sha)
            && (d.kind, d.subject) == (draft.kind, draft.subject)
    };
    if before.documents.iter().any(same) {
        return Err(Error::invalid(Fault::at("sha256", "project.document_twice")));
    }
    let no = before.documents.last().map_or(0, |d| d.no) + 1;
    let new = store::gate::NewDocument {
        no,
        kind: draft.kind,
        opinion,
        sha,
        name: &name,
        media_type: &media_type,
        size,
    };
    store::gate::insert_document(tx, who, id, &new)?;
    let detail = json!({ "no": no, "kind": draft.kind, "name": name, "sha256": draft.sha256,
        "subject": draft.subject, "verdict": draft.verdict });
    changed(tx, who, &before, "project.add_document", detail)
}

/// Takes a document away. It stays in the record; a stage that asked for it is marked.
pub fn remove(tx: &Tx<'_>, who: &Who, id: ProjectId, cmd: &DocumentRemoval) -> Result<ProjectView> {
    let before = for_writing(tx, who, id, cmd.version)?;
    let there = before.documents.iter().find(|d| d.no == cmd.no && d.removed_at.is_none());
    let Some(document) = there else {
        return Err(Error::invalid(Fault::at("no", "project.no_document")));
    };
    let reason = one_line(&cmd.reason);
    if reason.is_empty() {
        return Err(Error::invalid(Fault::at("reason", "project.reason_missing")));
    }
    if !text_fits(&reason, LINE) {
        return Err(Error::invalid(Fault::at("reason", "project.too_long").with("limit", LINE)));
    }
    store::gate::remove_document(tx, who, id, cmd.no, &reason)?;
    let detail = json!({ "no": cmd.no, "kind": document.kind, "name": document.name, "reason": reason });
    changed(tx, who, &before, "project.remove_document", detail)
}

fn changed(
    tx: &Tx<'_>,
    who: &Who,
    before: &ProjectView,
    act: &str,
    mut detail: serde_json::Value,
) -> Result<ProjectView> {
    let id = before.row.id;
    store::gate::touch(tx, who.district(), id)?;
    let after = get(tx, who, id)?;
    detail["version"] = after.row.version.into();
    detail["changed"] = json!(["documents"]);
    audit::record(tx, who, act, "project", id.0, &detail)?;
    Ok(after)
}

/// Hash and media type of a document, if its project may be read.
pub fn content(reader: &Reader, who: &Who, id: ProjectId, no: i64) -> Result<(Sha, DocumentView)> {
    super::reference(reader, who, id)?;
    let all = store::gate::documents(reader, who.district(), id)?;
    let document = all.into_iter().find(|d| d.no == no).ok_or(Error::NotFound)?;
    Ok((sha(&document.sha256).ok_or(Error::NotFound)?, document))
}

fn sha(text: &str) -> Option<Sha> {
    let mut sha = [0; 32];
    hex::decode_to_slice(text.trim(), &mut sha).ok()?;
    Some(sha)
}
