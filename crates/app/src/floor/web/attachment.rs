//! A stored file as an answer: what a browser can show safely is shown, anything else is only saved.

use std::fmt::Write as _;

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;

/// The bytes of a file, to be saved under its name.
pub fn attachment(media_type: &str, name: &str, bytes: Bytes) -> Response {
    let shown =
        matches!(media_type, "application/pdf" | "image/png" | "image/jpeg" | "image/gif" | "image/webp");
    let way = if shown { "inline" } else { "attachment" };
    let disposition = format!("{way}; filename*=UTF-8''{}", percent(name));
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, value(media_type, "application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition, "attachment"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    (headers, bytes).into_response()
}

fn value(text: &str, otherwise: &'static str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(otherwise))
}

/// A name as a part of an address (RFC 3986): everything but letters, digits and `-._~` in percents.
pub fn percent(name: &str) -> String {
    name.bytes().fold(String::with_capacity(name.len() * 3), |mut out, b| {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}
