//! Lists by key, never by offset: a cursor is the sort values of the last row that was seen.

use serde::Serialize;
use utoipa::ToSchema;

use super::Value;
use crate::floor::{Error, Fault, Result};

pub const DEFAULT_LIMIT: i64 = 50;
pub const MAX_LIMIT: i64 = 200;
/// Counting stops here: a list longer than this says "more than".
pub const COUNT_CAP: i64 = 10_000;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Give it back as `cursor` for the next page; none on the last.
    pub next_cursor: Option<String>,
    /// How many rows the filter finds, counted up to 10,000.
    pub total: i64,
    pub total_capped: bool,
}

/// The limit within its bounds.
pub fn limit(asked: Option<i64>) -> i64 {
    asked.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

/// A cursor of the values that the list is sorted by.
pub fn encode(values: &[Value]) -> String {
    let list: Vec<serde_json::Value> = values
        .iter()
        .map(|v| match v {
            Value::Null => serde_json::Value::Null,
            Value::Int(n) => (*n).into(),
            Value::Bool(b) => (*b).into(),
            Value::Text(s) => s.clone().into(),
            Value::Bytes(b) => serde_json::json!({ "b": hex::encode(b) }),
            Value::Id(id) => serde_json::json!({ "i": id.to_string() }),
        })
        .collect();
    hex::encode(serde_json::Value::Array(list).to_string())
}

/// The values of a cursor; a forged or damaged one is a clear error.
pub fn decode(cursor: &str, count: usize) -> Result<Vec<Value>> {
    let bad = || Error::invalid(Fault::at("cursor", "floor.bad_cursor"));
    let text = String::from_utf8(hex::decode(cursor).map_err(|_| bad())?).map_err(|_| bad())?;
    let list: Vec<serde_json::Value> = serde_json::from_str(&text).map_err(|_| bad())?;
    let values = list
        .into_iter()
        .map(|v| match v {
            serde_json::Value::Null => Some(Value::Null),
            serde_json::Value::Bool(b) => Some(Value::Bool(b)),
            serde_json::Value::Number(n) => n.as_i64().map(Value::Int),
            serde_json::Value::String(s) => Some(Value::Text(s)),
            serde_json::Value::Object(o) => match (o.get("i"), o.get("b")) {
                (Some(id), None) => id.as_str().and_then(|s| s.parse().ok()).map(Value::Id),
                (None, Some(b)) => b.as_str().and_then(|s| hex::decode(s).ok()).map(Value::Bytes),
                _ => None,
            },
            serde_json::Value::Array(_) => None,
        })
        .collect::<Option<Vec<_>>>()
        .ok_or_else(bad)?;
    if values.len() == count { Ok(values) } else { Err(bad()) }
}
