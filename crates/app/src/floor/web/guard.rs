//! Around every request: an id, a span, metrics, security headers.

use std::time::Instant;

use axum::{
    body::to_bytes,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tracing::Instrument;

use super::{
    problem::{Problem, REQUEST},
    who::{RequestInfo, lang as language},
};
use crate::floor::{AppState, Error, Fault, clock};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id (or keeps the proxy's), logs it, and counts it.
pub async fn observe(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let given = request.headers().get(&REQUEST_ID).and_then(|v| v.to_str().ok());
    let id = given
        .filter(|id| {
            (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        .map_or_else(|| clock::new_id(app.clock.now()).to_string(), str::to_owned);
    let info = RequestInfo { id: id.clone() };
    request.extensions_mut().insert(info.clone());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let span = tracing::info_span!("request", id, method, path = request.uri().path());
    let began = Instant::now();
    let mut response = REQUEST.scope(info, next.run(request).instrument(span.clone())).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| tracing::debug!(status, micros = took.as_micros() as u64, "answered"));
    let labels = [("route", route), ("method", method), ("status", status.to_string())];
    metrics::counter!("yinfeng_requests_total", &labels).increment(1);
    metrics::histogram!("yinfeng_request_seconds", &labels[..2]).record(took.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// What the router itself refuses gets a sentence and a code as everything else does: an address with an id that is
/// none is an address that does not exist.
pub async fn explain(request: Request, next: Next) -> Response {
    let (lang, method) = (language(request.headers()), request.method().to_string());
    let response = next.run(request).await;
    let plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !plain {
        return response;
    }
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => {
            let allowed = response.headers().get(header::ALLOW).cloned();
            let fault = Fault::new("floor.method").with("method", method);
            let mut said = Problem::of(Error::Method(Box::new(fault)), lang).into_response();
            said.headers_mut().extend(allowed.map(|allowed| (header::ALLOW, allowed)));
            said
        }
        StatusCode::BAD_REQUEST => {
            let body = to_bytes(response.into_body(), 4096).await.unwrap_or_default();
            let told = String::from_utf8_lossy(&body);
            let error = if told.starts_with("Invalid URL") {
                Error::NotFound
            } else {
                Error::invalid(Fault::at("", "floor.field_wrong").with("why", told))
            };
            Problem::of(error, lang).into_response()
        }
        _ => response,
    }
}

/// Headers that keep a page from being framed, sniffed, or from loading anything from elsewhere.
pub async fn harden(request: Request, next: Next) -> Response {
    let file = request.uri().path().starts_with("/api/v1/files/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A proof is shown in a frame of our own page and may run nothing. Browsers do not show a PDF in a sandbox.
    let pdf =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/pdf"));
    let policy = if file && pdf {
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
    } else if file {
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'; sandbox"
    } else {
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
         font-src 'self' data:; connect-src 'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, if file { "SAMEORIGIN" } else { "DENY" }),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Prometheus text.
pub async fn metrics_page(State(app): State<AppState>) -> Response {
    match &app.metrics {
        Some(handle) => handle.render().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
