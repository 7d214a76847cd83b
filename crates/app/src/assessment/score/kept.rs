//! Scores that hold until the next write. Every write of a district takes the next number of its audit, so scores
//! made under a number are true as long as it stands.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use super::{Asked, Scored, scores};
use crate::{
    floor::{Result, db::Reader},
    params,
};

type Kept = HashMap<String, (i64, Arc<Scored>)>;

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
/// Days × schemes that are looked at between two writes are few.
const MOST: usize = 32;

/// The scores that are asked for, made anew when anything was written in the district since. `place` names the
/// database, for tests open many in one process.
pub fn until_written(
    reader: &Reader,
    place: &str,
    district: &str,
    asked: &Asked,
) -> Result<Option<Arc<Scored>>> {
    let seq = reader
        .value::<i64>("select seq from floor_audit_head where district = $1", params![district])?
        .unwrap_or(0);
    // Without a day the answer follows the calendar, so the day is part of the key.
    let key = format!("{place}\n{district}\n{asked:?}\n{}", reader.today());
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some((at, scored)) = kept
        && at == seq
    {
        return Ok(Some(scored));
    }
    let Some(scored) = scores(reader, district, asked)? else { return Ok(None) };
    let scored = Arc::new(scored);
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= MOST {
        all.clear();
    }
    all.insert(key, (seq, scored.clone()));
    Ok(Some(scored))
}
