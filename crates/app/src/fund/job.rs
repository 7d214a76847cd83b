//! What the room does later.

use serde::Deserialize;
use yinfeng_domain::id::ProjectId;

use super::reclassify;
use crate::floor::{AppState, Result, job::Job};

/// Enqueued by a project that was put under another track, structure or industry, in the same transaction:
/// `{"project_id": …}`. The sums of recognised money follow.
pub const RECLASSIFY: &str = "fund.reclassify";

#[derive(Deserialize)]
struct Payload {
    project_id: ProjectId,
}

/// Runs [`RECLASSIFY`]; running it twice changes nothing.
pub async fn run_reclassify(app: AppState, job: Job) -> Result<()> {
    let Payload { project_id } = serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?;
    app.db.write(move |tx| reclassify(tx, &job.district, project_id)).await
}
