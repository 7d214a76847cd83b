//! Errors as problem+json (RFC 9457), with codes for programs and sentences for people.

use axum::{
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::who::RequestInfo;
use crate::floor::{
    Error, Fault,
    db::DbError,
    say::{Lang, say_fault, word},
};

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
pub struct Body {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub title: String,
    pub status: u16,
    /// Stable, for programs: `fund.already_recognised`.
    pub code: String,
    /// The sentence, in the language of the request.
    pub detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    pub request_id: String,
    /// On `stale`: the record as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<serde_json::Value>,
    /// On `stale`: the fields that are different now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Vec<String>>,
}

/// One thing that is wrong with the request.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    pub code: String,
    pub message: String,
}

/// An error on its way out, with the language it will be said in.
#[derive(Debug)]
pub struct Problem {
    error: Error,
    lang: Lang,
}

impl Problem {
    pub fn of(error: Error, lang: Lang) -> Self {
        Self { error, lang }
    }
}

impl From<Error> for Problem {
    /// Without a language yet: the outermost layer does not know the reader either, so Chinese.
    fn from(error: Error) -> Self {
        Self { error, lang: Lang::Zh }
    }
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Refused(_)
        | Error::Blocked(..)
        | Error::Stale { .. }
        // Seen to be there when it was checked, and gone when it was written: merged or deleted in the same instant.
        | Error::Db(DbError::ForeignKey(_)) => StatusCode::CONFLICT,
        Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
        Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Error::Unavailable(_) | Error::Db(DbError::Retry(_) | DbError::DiskFull) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Error::Db(_) | Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The fault that gives the error its code and sentence.
fn fault(error: &Error) -> Fault {
    match error {
        Error::Unauthenticated => Fault::new("floor.unauthenticated"),
        Error::NotFound => Fault::new("floor.not_found"),
        Error::Invalid(faults) if faults.len() == 1 => faults[0].clone(),
        Error::Invalid(faults) => Fault::new("floor.invalid").with("count", faults.len()),
        Error::Blocked(f, _)
        | Error::Refused(f)
        | Error::TooMany(f)
        | Error::Method(f)
        | Error::TooLarge(f)
        | Error::Unavailable(f) => (**f).clone(),
        Error::Stale { changed, .. } => Fault::new("floor.stale").with("changed", changed.join(", ")),
        Error::Db(DbError::DiskFull) => Fault::new("floor.disk_full"),
        Error::Db(DbError::Retry(_)) => Fault::new("floor.busy"),
        Error::Db(DbError::ForeignKey(_)) => Fault::new("floor.gone_meanwhile"),
        Error::Db(_) | Error::Internal(_) => Fault::new("floor.internal"),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self { error, lang } = self;
        let (status, main) = (status(&error), fault(&error));
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(%error, "a request failed");
        }
        if let Error::Db(DbError::ForeignKey(what)) = &error {
            tracing::warn!(what, "a request pointed at a record that is gone");
        }
        let faults = match &error {
            Error::Invalid(faults) | Error::Blocked(_, faults) => faults.clone(),
            Error::Refused(f) if f.field.is_some() => vec![(**f).clone()],
            _ => Vec::new(),
        };
        let errors = faults
            .into_iter()
            .map(|f| FieldError {
                message: say_fault(lang, &f),
                field: f.field,
                row: f.row,
                cell: f.cell,
                code: f.code,
            })
            .collect();
        let (current, changed) = match error {
            Error::Stale { current, changed } => (Some(*current), Some(changed)),
            _ => (None, None),
        };
        let body = Body {
            kind: "about:blank",
            title: word(lang, &format!("floor.status_{}", status.as_u16())),
            status: status.as_u16(),
            detail: say_fault(lang, &main),
            code: main.code,
            errors,
            request_id: REQUEST.try_with(|r| r.id.clone()).unwrap_or_default(),
            current,
            changed,
        };
        let mut response = (status, axum::Json(body)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

tokio::task_local! {
    /// The request that is being answered, so that an error can name it wherever it arises.
    pub static REQUEST: RequestInfo;
}
