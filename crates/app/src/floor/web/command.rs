//! Writes over HTTP: the body with its faults by field, the key that makes it safe to send again, and the
//! transaction that does both at once.

use std::sync::Arc;

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Problem, Who, who::lang, wrong};
use crate::{
    floor::{
        App, Error, Fault, Result,
        db::{Db, Tx},
        say::Lang,
        seal::Keys,
    },
    params,
};

/// The largest body that is not an upload.
const BODY_LIMIT: usize = 4 << 20;

/// A write: the parsed body and the key of the request. `Command<()>` for writes without a body.
#[derive(Debug, Clone)]
pub struct Command<T> {
    pub body: T,
    pub key: String,
    hash: [u8; 32],
}

impl<T> Command<T> {
    /// The same request with another body, for handlers that complete it.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Command<U> {
        Command { body: f(self.body), key: self.key, hash: self.hash }
    }

    /// The same request with a hash that tells nothing of what it holds, for bodies with personal data.
    #[must_use]
    pub fn blinded(self, keys: &Keys) -> Self {
        Self { hash: keys.blind(&self.hash), ..self }
    }

    /// A write whose body came as a form: the hash of the uploaded content stands for it.
    pub fn of_upload(headers: &HeaderMap, path: &str, content: &[u8; 32], body: T) -> Result<Self> {
        let hash = Sha256::new().chain_update(path).chain_update([0]).chain_update(content).finalize().into();
        Ok(Self { body, key: key(headers)?, hash })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Command<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let lang = lang(request.headers());
        read(request, lang).await.map_err(|e| Problem::of(e, lang))
    }
}

async fn read<T: DeserializeOwned>(request: Request, lang: Lang) -> Result<Command<T>> {
    let (parts, body) = request.into_parts();
    let key = key(&parts.headers)?;
    let bytes = http_body_util::Limited::new(body, BODY_LIMIT)
        .collect()
        .await
        .map_err(|_| Error::TooLarge(Box::new(Fault::new("floor.body_too_large").with("limit", "4 MiB"))))?
        .to_bytes();
    let hash = Sha256::new()
        .chain_update(parts.method.as_str())
        .chain_update([0])
        .chain_update(parts.uri.path())
        .chain_update([0])
        .chain_update(&bytes)
        .finalize()
        .into();
    let text: &[u8] = if bytes.is_empty() { b"null" } else { &bytes };
    Ok(Command { body: wrong::json(text, lang)?, key, hash })
}

/// The `Idempotency-Key`: also what keeps other sites from posting here, for they cannot set it.
fn key(headers: &HeaderMap) -> Result<String> {
    let key = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).unwrap_or_default();
    if (8..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) {
        Ok(key.to_owned())
    } else {
        Err(Error::invalid(Fault::at("Idempotency-Key", "floor.idempotency_key")))
    }
}

/// Runs a write once per key: the same request again gets the same answer, another request under the same key is
/// refused.
pub async fn write<B, T>(
    app: &Arc<App>,
    who: Who,
    status: StatusCode,
    command: Command<B>,
    operation: impl Fn(&Tx<'_>, &Who, &B) -> Result<T> + Send + 'static,
) -> Result<Response, Problem>
where
    B: Send + 'static,
    T: Serialize + 'static,
{
    let lang = who.lang;
    let outcome = app
        .db
        .write(move |tx| {
            if let Some(kept) = kept(tx, &who, &command.key, &command.hash)? {
                return Ok(kept);
            }
            let view = operation(tx, &who, &command.body)?;
            let body = serde_json::to_string(&view).map_err(anyhow::Error::from)?;
            keep(tx, &who, &command.key, &command.hash, status, &body)?;
            Ok((status.as_u16(), body))
        })
        .await;
    match outcome {
        Ok((status, body)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            if status == StatusCode::NO_CONTENT {
                return Ok(status.into_response());
            }
            Ok((status, [(header::CONTENT_TYPE, "application/json")], body).into_response())
        }
        Err(error) => Err(Problem::of(error, lang)),
    }
}

fn kept(tx: &Tx<'_>, who: &Who, key: &str, hash: &[u8; 32]) -> Result<Option<(u16, String)>> {
    let found = tx.first(
        "select request_hash, status, body from floor_idempotency
         where district = $1 and account_id = $2 and key = $3",
        params![who.district(), who.actor.account, key],
        |row| Ok((row.get::<Vec<u8>>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?)),
    )?;
    match found {
        None => Ok(None),
        Some((then, status, body)) if then == hash => Ok(Some((status as u16, body))),
        Some(_) => Err(Error::refused(Fault::at("Idempotency-Key", "floor.idempotency_reused"))),
    }
}

fn keep(tx: &Tx<'_>, who: &Who, key: &str, hash: &[u8; 32], status: StatusCode, body: &str) -> Result<()> {
    tx.execute(
        "insert into floor_idempotency (district, account_id, key, request_hash, status, body, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![who.district(), who.actor.account, key, hash, i64::from(status.as_u16()), body, tx.now()],
    )?;
    Ok(())
}

/// So many answers are forgotten at once, so that nobody waits long behind it.
const PORTION: usize = 1_000;

/// Forgets the answers to writes of before an instant: the same request after it is another write. How many.
pub async fn forget_answers(db: &Db, before: Timestamp) -> Result<u64> {
    let mut forgotten = 0;
    loop {
        let old = db
            .report(move |r| {
                let sql = format!(
                    "select district, account_id, key from floor_idempotency where at < $1 limit {PORTION}"
                );
                r.query(&sql, params![before], |row| {
                    Ok((row.get::<String>(0)?, row.get::<Uuid>(1)?, row.get::<String>(2)?))
                })
            })
            .await?;
        if old.is_empty() {
            return Ok(forgotten);
        }
        forgotten += db
            .write(move |tx| {
                old.iter().try_fold(0, |sum, (district, account, key)| {
                    let gone = tx.execute(
                        "delete from floor_idempotency where district = $1 and account_id = $2 and key = $3",
                        params![district, *account, key],
                    )?;
                    Ok(sum + gone)
                })
            })
            .await?;
    }
}

/// The answer to a read, with errors in the reader's language.
pub fn done<T: Serialize>(who: &Who, outcome: Result<T>) -> Result<axum::Json<T>, Problem> {
    outcome.map(axum::Json).map_err(|e| Problem::of(e, who.lang))
}

/// The query part of an address; what cannot be read is a fault by field, not a bare 400. Fields that are lists may
/// be repeated.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let text = parts.uri.query().unwrap_or_default();
        let lang = lang(&parts.headers);
        wrong::query(text, lang).map(Self).map_err(|error| Problem::of(error, lang))
    }
}
