//! Lists by key, never by offset: a cursor is the sort values of the last row that was seen.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Clause, Reader, Row, Value};
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

impl<T> Page<T> {
    pub fn map<U>(self, of: impl FnMut(T) -> U) -> Page<U> {
        let items = self.items.into_iter().map(of).collect();
        Page { items, next_cursor: self.next_cursor, total: self.total, total_capped: self.total_capped }
    }
}

/// A list that is read in the order of one column, and of the id where that is the same.
pub struct Listing<'a> {
    /// `select … from …`, of a row.
    pub select: &'a str,
    /// `from …`: no more tables than the conditions name.
    pub counted: &'a str,
    pub column: &'a str,
    pub id: &'a str,
    pub sorted: Sorted,
    /// The largest first.
    pub down: bool,
}

/// What the column of a [`Listing`] has: days and names are text, instants are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorted {
    Text,
    Number,
}

impl Listing<'_> {
    /// The page that `cursor` leads to, of at most `limit` rows. `key` is what a row is sorted by, and its id.
    pub fn page<T>(
        &self,
        reader: &Reader,
        mut clause: Clause,
        (cursor, asked): (Option<&str>, Option<i64>),
        row: impl FnMut(&Row<'_>) -> Result<T>,
        key: impl FnOnce(&T) -> [Value; 2],
    ) -> Result<Page<T>> {
        let Self { select, counted, column, id, down, .. } = self;
        let sql = format!(
            "select count(*) from (select 1 {counted} where {} limit {}) counted",
            clause.text(),
            COUNT_CAP + 1
        );
        let total = reader.value::<i64>(&sql, clause.bound())?.unwrap_or(0);
        let (than, direction) = if *down { ('<', "desc") } else { ('>', "asc") };
        if let Some(cursor) = cursor {
            let [at, last] = self.after(cursor)?;
            let (at, last) = (clause.bind(at), clause.bind(last));
            clause.also(&format!("({column}, {id}) {than} ({at}, {last})"));
        }
        let limit = limit(asked);
        let sql = format!(
            "{select} where {} order by {column} {direction}, {id} {direction} limit {}",
            clause.text(),
            limit + 1
        );
        let mut items = reader.query(&sql, clause.bound(), row)?;
        let more = items.len() as i64 > limit;
        items.truncate(limit as usize);
        let last = if more { items.last() } else { None };
        let next_cursor = last.map(|row| encode(&key(row)));
        Ok(Page { items, next_cursor, total: total.min(COUNT_CAP), total_capped: total > COUNT_CAP })
    }

    fn after(&self, cursor: &str) -> Result<[Value; 2]> {
        let fits = |at: &Value| match self.sorted {
            Sorted::Text => matches!(at, Value::Text(_)),
            Sorted::Number => matches!(at, Value::Int(_)),
        };
        match <[Value; 2]>::try_from(decode(cursor, 2)?) {
            Ok([at, id @ Value::Id(_)]) if fits(&at) => Ok([at, id]),
            _ => Err(Error::invalid(Fault::at("cursor", "floor.bad_cursor"))),
        }
    }
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
