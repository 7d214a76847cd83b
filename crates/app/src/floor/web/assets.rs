//! The workbench, embedded by `build.rs`: every file beside its gzip and its checksum.
//!
//! Files with a checksum in their name (Vite puts it there) are kept by browsers for good; everything else is asked for
//! again each time and answered with 304 while it is the same.

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use axum::routing::get;

/// One embedded file.
pub struct Asset {
    /// Relative to `web/dist`, with `/`: `assets/index-B2x.js`.
    pub path: &'static str,
    pub content_type: &'static str,
    pub bytes: &'static [u8],
    /// Where it saves at least a tenth.
    pub gzip: Option<&'static [u8]>,
    /// A weak entity tag made of the plain bytes.
    pub etag: &'static str,
}

// `ASSETS`, sorted by path.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// `/` and `/assets/…`; other pages of the workbench and files beside it come through [`answer`].
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/", get(index)).route("/assets/{*path}", get(file))
}

/// The page the workbench starts from. It names the other files, so no browser may keep it unasked.
pub async fn index(headers: HeaderMap) -> Response<Body> {
    find("index.html").map_or_else(not_found, |page| respond(page, &headers))
}

/// For the fallback of the whole server: a file of the workbench, or its page for any path that looks like
/// a page of it (no dot in the last part, not under `/api` or `/assets`); `None` for the rest.
pub fn answer(path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    let path = path.trim_start_matches('/');
    let is_page = || {
        let (first, last) = (path.split('/').next(), path.rsplit('/').next());
        first.is_none_or(|it| it != "api" && it != "assets") && last.is_none_or(|it| !it.contains('.'))
    };
    find(path)
        .or_else(|| is_page().then(|| find("index.html")).flatten())
        .map(|asset| respond(asset, headers))
}

async fn file(uri: Uri, headers: HeaderMap) -> Response<Body> {
    find(uri.path().trim_start_matches('/')).map_or_else(not_found, |asset| respond(asset, &headers))
}

fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok().map(|at| &ASSETS[at])
}

fn not_found() -> Response<Body> {
    StatusCode::NOT_FOUND.into_response()
}

fn respond(asset: &'static Asset, headers: &HeaderMap) -> Response<Body> {
    let keep = if named_by_content(asset.path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = Response::new(Body::empty());
    let out = response.headers_mut();
    out.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    out.insert(ETAG, HeaderValue::from_static(asset.etag));
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if names_tag(headers, asset.etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    out.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    let bytes = match asset.gzip {
        Some(zipped) if takes_gzip(headers) => {
            out.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            zipped
        }
        _ => asset.bytes,
    };
    *response.body_mut() = Body::from(bytes);
    response
}

/// Whether Vite put a checksum into the name (`assets/index-BGrT_6BO.js`): other bytes then have another name.
fn named_by_content(path: &str) -> bool {
    let stem =
        path.strip_prefix("assets/").and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
    stem.len().checked_sub(9).is_some_and(|at| at > 0 && stem.as_bytes()[at] == b'-')
}

/// Weak comparison: the same tag stands for the plain and the zipped bytes.
fn names_tag(headers: &HeaderMap, etag: &str) -> bool {
    let named = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|it| {
        let it = it.trim();
        it == "*" || it.trim_start_matches("W/") == etag.trim_start_matches("W/")
    })
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|it| {
        let mut parts = it.split(';').map(str::trim);
        let gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let refused = parts.any(|it| it.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32)));
        gzip && !refused
    })
}
