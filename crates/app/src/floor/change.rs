//! Changes of a record: which fields, from what to what, in the trail; and what became of a record since somebody
//! read it.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Result, audit,
    db::{Reader, Tx},
    web::Who,
};
use crate::params;

/// The names of the fields that differ between two JSON objects.
pub fn differing(before: &Value, after: &Value) -> Vec<String> {
    let empty = Map::new();
    let (before, after) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let mut names: Vec<String> =
        before.keys().chain(after.keys()).filter(|k| before.get(*k) != after.get(*k)).cloned().collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Writes a change to the trail: `{"version": 3, "changed": ["name"], "before": {…}, "after": {…}}` with only the
/// fields that changed. `version` is the one the record has afterwards.
pub fn record(
    tx: &Tx<'_>,
    who: &Who,
    act: &str,
    subject: &str,
    id: Uuid,
    version: i64,
    (before, after): (&Value, &Value),
) -> Result<()> {
    let changed = differing(before, after);
    let only = |all: &Value| {
        let kept = changed.iter().filter_map(|name| Some((name.clone(), all.get(name)?.clone())));
        Value::Object(kept.collect())
    };
    let detail =
        json!({ "version": version, "changed": &changed, "before": only(before), "after": only(after) });
    audit::record(tx, who, act, subject, id, &detail)
}

/// The fields that changed since a version, by the trail; for the answer to somebody who still has that version.
pub fn since(reader: &Reader, district: &str, subject: &str, id: Uuid, version: i64) -> Result<Vec<String>> {
    let details = reader.query(
        "select detail from floor_audit where district = $1 and subject = $2 and subject_id = $3
         order by seq desc limit 200",
        params![district, subject, id],
        |row| Ok(row.get::<String>(0)?),
    )?;
    let mut names: Vec<String> = details
        .iter()
        .filter_map(|text| serde_json::from_str::<Value>(text).ok())
        .filter(|detail| detail["version"].as_i64().is_some_and(|v| v > version))
        .filter_map(|detail| serde_json::from_value::<Vec<String>>(detail["changed"].clone()).ok())
        .flatten()
        .collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}
