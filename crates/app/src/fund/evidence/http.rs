//! Upload and download of proofs.

use axum::{
    extract::{DefaultBodyLimit, Multipart, Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yinfeng_domain::authority::{Act, Class};

use super::{FileView, note, readable, sha};
use crate::floor::{
    AppState, Error, Fault, Result,
    file::media_type,
    web::{Problem, Query, Who, attachment, uploaded},
};

pub fn router() -> OpenApiRouter<AppState> {
    // The upload counts for itself, so that one too large gets a sentence instead of a cut connection.
    OpenApiRouter::new().routes(routes!(upload)).layer(DefaultBodyLimit::disable()).routes(routes!(download))
}

/// One file in a form field named `file`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of the form in the OpenAPI document")]
struct Upload {
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// Stores a file under its content; the same content is stored once.
#[utoipa::path(
    post, path = "/api/v1/files", tag = "fund",
    request_body(content = Upload, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = String, Header, description = "8 to 200 visible characters")),
    responses((status = 201, body = FileView))
)]
async fn upload(
    State(app): State<AppState>,
    who: Who,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Problem> {
    let lang = who.lang;
    receive(&app, who, &headers, form).await.map_err(|e| Problem::of(e, lang))
}

async fn receive(app: &AppState, who: Who, headers: &HeaderMap, form: Multipart) -> Result<Response> {
    who.reach(Class::Fund, Act::Write)?;
    // The content is its own key; the header is asked for because no other site can send it.
    if !headers.get("idempotency-key").is_some_and(|key| (8..=200).contains(&key.len())) {
        return Err(Error::invalid(Fault::at("Idempotency-Key", "floor.idempotency_key")));
    }
    let (name, bytes) = uploaded(form, app.config.upload_mib).await?;
    if bytes.is_empty() {
        return Err(Error::invalid(Fault::at("file", "floor.upload_empty")));
    }
    let view = FileView {
        size: bytes.len() as i64,
        media_type: media_type(&bytes, &name).to_owned(),
        sha256: hex::encode(app.files.put(bytes).await?),
        name,
    };
    let noted = view.clone();
    app.db.write(move |tx| note(tx, &who, &noted)).await?;
    Ok((StatusCode::CREATED, axum::Json(view)).into_response())
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

/// The content of a file. Images and PDF are shown, anything else is only saved.
#[utoipa::path(
    get, path = "/api/v1/files/{sha256}", tag = "fund",
    params(("sha256" = String, Path, description = "64 hexadecimal digits"),
        ("name" = Option<String>, Query, description = "the name to save it under")),
    responses((status = 200, description = "the bytes", content_type = "application/octet-stream"))
)]
async fn download(
    State(app): State<AppState>,
    who: Who,
    Path(text): Path<String>,
    Query(named): Query<Named>,
) -> Result<Response, Problem> {
    let lang = who.lang;
    send(&app, who, &text, named.name.as_deref()).await.map_err(|e| Problem::of(e, lang))
}

async fn send(app: &AppState, who: Who, text: &str, name: Option<&str>) -> Result<Response> {
    let sha = sha(text).ok_or(Error::NotFound)?;
    let file = app.db.read(move |r| readable(r, &who, &sha)).await?;
    let bytes = app.files.get(&sha).await?;
    let name = name.filter(|n| !n.trim().is_empty()).unwrap_or("file");
    Ok(attachment(&file.media_type, name, bytes))
}
