//! Jobs: enqueued in the transaction that made them true, claimed by lease, run at least once.

use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    AppState, Result,
    db::{Reader, Tx},
    web::Who,
};
use crate::params;

const LEASE: SignedDuration = SignedDuration::from_secs(60);
const TRIES: i64 = 5;

/// A job as it is shown: how far it is, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    pub id: Uuid,
    pub kind: String,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    pub progress: i64,
    pub total: i64,
    pub message: String,
    #[serde(skip)]
    pub district: String,
    #[serde(skip)]
    pub payload: String,
    #[serde(skip)]
    pub created_by: Option<Uuid>,
}

/// What runs a kind of job. It must be able to run twice.
pub type Runner =
    Arc<dyn Fn(AppState, Job) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> + Send + Sync>;

#[derive(Clone, Default)]
pub struct Runners(HashMap<&'static str, Runner>);

impl Runners {
    #[must_use]
    pub fn with<F, Fut>(mut self, kind: &'static str, run: F) -> Self
    where
        F: Fn(AppState, Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.0.insert(kind, Arc::new(move |app, job| Box::pin(run(app, job))));
        self
    }
}

/// Puts a job into the queue with the transaction that made it true.
pub fn enqueue(tx: &Tx<'_>, who: &Who, kind: &str, payload: &serde_json::Value) -> Result<Uuid> {
    let id: Uuid = tx.new_id();
    tx.execute(
        "insert into floor_job (district, id, kind, payload, state, attempts, run_at, progress, total, message,
           created_by, created_at, updated_at)
         values ($1, $2, $3, $4, 'waiting', 0, $5, 0, 0, '', $6, $5, $5)",
        params![&who.actor.district, id, kind, payload.to_string(), tx.now(), who.account_id()],
    )?;
    Ok(id)
}

const COLUMNS: &str = "district, id, kind, payload, state, progress, total, message, created_by";

fn read(row: &super::db::Row<'_>) -> Result<Job> {
    Ok(Job {
        district: row.get(0)?,
        id: row.get(1)?,
        kind: row.get(2)?,
        payload: row.get(3)?,
        state: row.get(4)?,
        progress: row.get(5)?,
        total: row.get(6)?,
        message: row.get(7)?,
        created_by: row.get(8)?,
    })
}

pub fn get(reader: &Reader, district: &str, id: Uuid) -> Result<Option<Job>> {
    reader.first(
        &format!("select {COLUMNS} from floor_job where district = $1 and id = $2"),
        params![district, id],
        read,
    )
}

/// Notes how far a job is and renews its lease.
pub async fn progress(app: &AppState, job: &Job, done: i64, total: i64) -> Result<()> {
    let (district, id) = (job.district.clone(), job.id);
    app.db
        .write(move |tx| {
            tx.execute(
                "update floor_job set progress = $3, total = $4, lease_until = $5, updated_at = $6
                 where district = $1 and id = $2",
                params![&district, id, done, total, tx.now() + LEASE, tx.now()],
            )?;
            Ok(())
        })
        .await
}

fn claim(tx: &Tx<'_>, owner: &str) -> Result<Option<Job>> {
    let now = tx.now();
    let due = tx.first(
        "select district, id from floor_job
         where (state = 'waiting' and run_at <= $1) or (state = 'running' and lease_until < $1)
         order by run_at limit 1",
        params![now],
        |row| Ok((row.get::<String>(0)?, row.get::<Uuid>(1)?)),
    )?;
    let Some((district, id)) = due else { return Ok(None) };
    tx.first(
        &format!(
            "update floor_job set state = 'running', lease_owner = $3, lease_until = $4, attempts = attempts + 1,
               updated_at = $5
             where district = $1 and id = $2 and (state = 'waiting' or lease_until < $5) returning {COLUMNS}"
        ),
        params![district, id, owner, now + LEASE, now],
        read,
    )
}

async fn settle(app: &AppState, job: &Job, outcome: Result<()>) -> Result<()> {
    let (district, id) = (job.district.clone(), job.id);
    let failed = outcome.err().map(|e| e.to_string());
    if let Some(error) = &failed {
        tracing::error!(job = %job.id, kind = job.kind, error, "a job failed");
    }
    app.db
        .write(move |tx| {
            let later = |n: i64| -> Timestamp { tx.now() + SignedDuration::from_secs(5 << n.min(8)) };
            match &failed {
                None => tx.execute(
                    "update floor_job set state = 'done', lease_owner = null, updated_at = $3
                     where district = $1 and id = $2",
                    params![&district, id, tx.now()],
                )?,
                Some(why) => {
                    let attempts = tx
                        .value::<i64>(
                            "select attempts from floor_job where district = $1 and id = $2",
                            params![&district, id],
                        )?
                        .unwrap_or(TRIES);
                    let state = if attempts >= TRIES { "failed" } else { "waiting" };
                    tx.execute(
                        "update floor_job set state = $3, message = $4, run_at = $5, lease_owner = null, updated_at = $6
                         where district = $1 and id = $2",
                        params![&district, id, state, why, later(attempts), tx.now()],
                    )?
                }
            };
            Ok(())
        })
        .await
}

/// Runs what is due; says whether there was anything.
pub async fn run_one(app: &AppState, runners: &Runners, owner: &str) -> Result<bool> {
    let name = owner.to_owned();
    // Reading first keeps an idle server from writing.
    let now = app.clock.now();
    let due = app
        .db
        .read(move |r| {
            r.value::<i64>(
                "select 1 from floor_job
                 where (state = 'waiting' and run_at <= $1) or (state = 'running' and lease_until < $1) limit 1",
                params![now],
            )
        })
        .await?;
    if due.is_none() {
        return Ok(false);
    }
    let Some(job) = app.db.write(move |tx| claim(tx, &name)).await? else { return Ok(false) };
    let outcome = match runners.0.get(job.kind.as_str()) {
        Some(run) => run(app.clone(), job.clone()).await,
        None => Err(anyhow::anyhow!("nobody runs jobs of the kind {}", job.kind).into()),
    };
    settle(app, &job, outcome).await?;
    Ok(true)
}

/// Runs jobs until told to stop.
pub async fn work(app: AppState, runners: Runners, mut stop: tokio::sync::watch::Receiver<bool>) {
    let owner = super::clock::new_id(app.clock.now()).to_string();
    while !*stop.borrow() {
        match run_one(&app, &runners, &owner).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the queue of jobs cannot be read"),
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(300)) => {}
            _ = stop.changed() => {}
        }
    }
}
