//! Scores that hold until something is written that they are made from. Every write of a district takes the next number of
//! its audit, so scores made under a number are true as long as nothing came after it but acts that no score looks at: a
//! log-in, a note of a visit, a problem raised must not make the next reader wait for all receipts to be taken again.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use yinfeng_domain::assessment::Scheme;

use super::{Asked, Scored, activity, scores};
use crate::{
    floor::{Result, db::Reader},
    params,
};

type Kept = HashMap<String, (i64, Arc<Scored>)>;

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);
/// Days × schemes that are looked at between two writes are few.
const MOST: usize = 32;
/// Acts beginning with these change nothing that scores are gathered from. What is not named here does.
const APART: [&str; 13] = [
    "anomaly.",
    "assessment.export_",
    "assessment.save_scheme",
    "assessment.set_forecast",
    "chain.",
    "contact.",
    "identity.",
    "light.",
    "milestone.",
    "problem.",
    "report.",
    "shortlist.",
    "supervision.",
];
/// Further back, looking through the acts costs more than scoring again by the sums that are kept.
const LOOK_BACK: i64 = 2_000;

/// The scores that are asked for, made anew when anything that they are made from was written in the district since. `place`
/// names the database, for tests open many in one process.
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
        && (at == seq || untouched(reader, district, &scored.scheme, (at, seq))?)
    {
        if at != seq {
            keep(key, seq, scored.clone());
        }
        return Ok(Some(scored));
    }
    let Some(scored) = scores(reader, district, asked)? else { return Ok(None) };
    let scored = Arc::new(scored);
    keep(key, seq, scored.clone());
    Ok(Some(scored))
}

fn keep(key: String, seq: i64, scored: Arc<Scored>) {
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if all.len() >= MOST && !all.contains_key(&key) {
        all.clear();
    }
    all.insert(key, (seq, scored));
}

/// Whether all that was written after one number and up to another leaves scores as they are.
fn untouched(reader: &Reader, district: &str, scheme: &Scheme, (at, seq): (i64, i64)) -> Result<bool> {
    if at > seq || seq - at > LOOK_BACK {
        return Ok(false);
    }
    let acts = reader.query(
        "select distinct act from floor_audit where district = $1 and seq > $2 and seq <= $3",
        params![district, at, seq],
        |row| Ok(row.get::<String>(0)?),
    )?;
    let visits = activity::looks_at_interactions(scheme);
    let apart = |act: &String| {
        APART.iter().any(|apart| act.starts_with(apart)) || (!visits && act.starts_with("interaction."))
    };
    Ok(acts.iter().all(apart))
}
