//! A note as a file in the layout of official documents.

use yinfeng_document::Options;
use yinfeng_domain::{
    id::SupervisionId,
    supervision::{self, NotePaper, Quoted},
};

use crate::{
    floor::{Error, Result, db::Reader, web::Who},
    org,
};

/// Title and bytes of the `.docx` of a note that may be read.
pub fn document(reader: &Reader, who: &Who, id: SupervisionId) -> Result<(String, Vec<u8>)> {
    let note = super::get(reader, who, id)?;
    let district = org::district(reader, who.district())?.ok_or(Error::NotFound)?;
    let known = note.row.instruction.as_ref();
    // A unit that reads the note on its project may not read what the leader said to another.
    let quoted = known.and_then(|i| super::instruction(reader, who, i.id).ok()).map(|i| Quoted {
        code: i.row.code,
        leader: i.row.leader,
        on: i.row.instructed_on,
        text: i.text,
    });
    let content = if quoted.is_some() { "请按批示要求抓好落实".to_owned() } else { note.content };
    let paper = NotePaper {
        district: district.name,
        office: district.office_name,
        code: note.row.code,
        level: note.row.level.name,
        praise: note.row.level.praise,
        unit: note.row.unit.name,
        title: note.row.title,
        content,
        project: note.row.project.map(|p| (p.name, p.code)),
        problem: note.problem.map(|p| p.title),
        instruction: quoted,
        issued_on: note.row.issued_on,
        due_on: note.row.due_on,
        answer: note.row.answer,
    };
    let document = supervision::document(&paper);
    let bytes = yinfeng_document::to_docx(&document, &Options::default()).map_err(anyhow::Error::from)?;
    Ok((format!("{}{}", paper.code, document.title()), bytes))
}
