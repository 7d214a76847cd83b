//! What the room does later.

use serde::Deserialize;
use yinfeng_domain::id::ProjectId;

use super::reclassify;
use crate::floor::{AppState, Result, job::Job};

#[derive(Deserialize)]
struct Payload {
    project_id: ProjectId,
}

/// After a project was put under another track, structure or industry ([`crate::project::MOVED`]) the sums of its
/// money follow. Running it twice changes nothing.
pub async fn run_reclassify(app: AppState, job: Job) -> Result<()> {
    let Payload { project_id } = serde_json::from_str(&job.payload).map_err(anyhow::Error::from)?;
    app.db.write(move |tx| reclassify(tx, &job.district, project_id)).await
}
