//! Answers that hold until the next write. Every write of a district takes the next number of its audit, so an answer
//! made under a number is true as long as the number stands: no time-out, no stale figure.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use crate::{
    floor::{Result, db::Reader},
    params,
};

type Kept = HashMap<String, (i64, Arc<str>)>;

/// Pages of one server; the key names the database too, for tests open many in one process.
static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
/// Readers × spans that are looked at on one day are few; more than this is not worth remembering.
const MOST: usize = 512;

/// The answer under this key, made anew when anything was written in the district since.
pub fn until_written(
    reader: &Reader,
    district: &str,
    key: String,
    make: impl FnOnce() -> Result<String>,
) -> Result<Arc<str>> {
    let seq = reader
        .value::<i64>("select seq from floor_audit_head where district = $1", params![district])?
        .unwrap_or(0);
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some((at, answer)) = kept
        && at == seq
    {
        return Ok(answer);
    }
    let answer: Arc<str> = make()?.into();
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= MOST {
        all.clear();
    }
    all.insert(key, (seq, answer.clone()));
    Ok(answer)
}
