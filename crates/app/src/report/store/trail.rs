//! The records of code-named projects, in whatever room.

use uuid::Uuid;

use crate::{
    floor::{Result, db::Reader},
    params,
};

/// The tables with a project, and the column by which the trail names their rows.
const RECORDS: [(&str, &str); 12] = [
    ("project_recognition", "id"),
    ("shortlist_project", "shortlist_id"),
    ("progress", "id"),
    ("transfer", "id"),
    ("problem", "id"),
    ("supervision", "id"),
    ("supervision_instruction", "id"),
    ("commitment", "id"),
    ("commitment_support", "id"),
    ("admission", "id"),
    ("fund", "id"),
    ("light_override", "id"),
];

pub fn of_secrets(reader: &Reader, district: &str) -> Result<Vec<Uuid>> {
    let each: Vec<String> = RECORDS
        .iter()
        .map(|(table, id)| {
            format!(
                "select t.{id} from project_secret x join {table} t on t.district = x.district
                   and t.project_id = x.project_id where x.district = $1"
            )
        })
        .collect();
    reader.query(&each.join(" union "), params![district], |r| Ok(r.get(0)?))
}
