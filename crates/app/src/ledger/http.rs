//! Routes of the imports.

use axum::{
    extract::{DefaultBodyLimit, Multipart, Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yinfeng_domain::id::BatchId;

use super::{
    BatchLine, BatchView, FieldView, RowView, choice,
    choice::ChoiceBody,
    need_clerk, phases,
    phases::PhasesBody,
    rows,
    rows::{RowBody, RowFilter},
    upload, view,
};
use crate::floor::{
    AppState, Result,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, uploaded, write},
};

/// The routes of the room.
pub fn router() -> OpenApiRouter<AppState> {
    // The upload counts for itself, so that one too large gets a sentence instead of a cut connection.
    let upload = OpenApiRouter::new().routes(routes!(batches, receive)).layer(DefaultBodyLimit::disable());
    upload
        .routes(routes!(fields))
        .routes(routes!(batch))
        .routes(routes!(choose))
        .routes(routes!(batch_rows))
        .routes(routes!(decide))
        .routes(routes!(decide_phases))
        .routes(routes!(import))
        .routes(routes!(undo))
}

#[derive(Debug, Serialize, ToSchema)]
struct Batches {
    items: Vec<BatchLine>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Fields {
    items: Vec<FieldView>,
}

/// A ledger in a form field named `file`: .xlsx, .xls or .csv.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of the form in the OpenAPI document")]
struct LedgerUpload {
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// The version of the batch that was looked at.
#[derive(Debug, Clone, Deserialize, ToSchema)]
struct AtVersion {
    version: i64,
}

/// The imports, newest first.
#[utoipa::path(get, path = "/api/v1/ledger/batches", tag = "ledger", responses((status = 200, body = Batches)))]
async fn batches(State(app): State<AppState>, who: Who) -> Result<axum::Json<Batches>, Problem> {
    let reader = who.clone();
    let items = app.db.read(move |r| super::list(r, &reader)).await;
    done(&who, items.map(|items| Batches { items }))
}

/// Uploads a ledger and reads it; a large one is still being read when this answers.
#[utoipa::path(
    post, path = "/api/v1/ledger/batches", tag = "ledger",
    request_body(content = LedgerUpload, content_type = "multipart/form-data"),
    params(("Idempotency-Key" = String, Header, description = "8 to 200 visible characters")),
    responses((status = 201, body = BatchView))
)]
async fn receive(
    State(app): State<AppState>,
    who: Who,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Problem> {
    let lang = who.lang;
    let command = async {
        need_clerk(&who)?;
        let (name, bytes) = uploaded(form, app.config.upload_mib).await?;
        let prepared = upload::prepare(&app, &who, &name, bytes).await?;
        let sha = *prepared.sha();
        Command::of_upload(&headers, "/api/v1/ledger/batches", &sha, prepared)
    };
    let command = command.await.map_err(|e| Problem::of(e, lang))?;
    write(&app, who, StatusCode::CREATED, command, upload::save).await
}

/// What a column may mean.
#[utoipa::path(get, path = "/api/v1/ledger/fields", tag = "ledger", responses((status = 200, body = Fields)))]
async fn fields(who: Who) -> Result<axum::Json<Fields>, Problem> {
    let items = super::need_reader(&who).map(|()| view::fields(who.lang));
    done(&who, items.map(|items| Fields { items }))
}

/// One import with its state; ask again while it is `reading` or `importing`.
#[utoipa::path(
    get, path = "/api/v1/ledger/batches/{id}", tag = "ledger", params(("id" = Uuid, Path)),
    responses((status = 200, body = BatchView))
)]
async fn batch(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
) -> Result<axum::Json<BatchView>, Problem> {
    let reader = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &reader, id)).await)
}

/// Reads the sheet as a person says; what columns mean is remembered for the next ledger.
#[utoipa::path(
    put, path = "/api/v1/ledger/batches/{id}/choice", tag = "ledger", request_body = ChoiceBody,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = BatchView))
)]
async fn choose(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
    command: Command<ChoiceBody>,
) -> Result<Response, Problem> {
    let lang = who.lang;
    let chose = choice::prepare(&app, &who, id, &command.body).await.map_err(|e| Problem::of(e, lang))?;
    let command = command.map(|_| chose);
    write(&app, who, StatusCode::OK, command, move |tx, who, chose| choice::save(tx, who, id, chose)).await
}

/// The rows as they were read, page by page.
#[utoipa::path(
    get, path = "/api/v1/ledger/batches/{id}/rows", tag = "ledger", params(("id" = Uuid, Path), RowFilter),
    responses((status = 200, body = Page<RowView>))
)]
async fn batch_rows(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
    Query(filter): Query<RowFilter>,
) -> Result<axum::Json<Page<RowView>>, Problem> {
    let reader = who.clone();
    done(&who, app.db.read(move |r| rows::list(r, &reader, id, &filter)).await)
}

/// Decides about a row, or has it read with other texts.
#[utoipa::path(
    put, path = "/api/v1/ledger/batches/{id}/rows/{row_no}", tag = "ledger", request_body = RowBody,
    params(("id" = Uuid, Path), ("row_no" = u32, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = RowView))
)]
async fn decide(
    State(app): State<AppState>,
    who: Who,
    Path((id, row)): Path<(BatchId, u32)>,
    command: Command<RowBody>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, body| rows::decide(tx, who, id, row, body)).await
}

/// Decides whether rows that are phases of one project are brought in as parts of one bundle.
#[utoipa::path(
    put, path = "/api/v1/ledger/batches/{id}/phases", tag = "ledger", request_body = PhasesBody,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = BatchView))
)]
async fn decide_phases(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
    command: Command<PhasesBody>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, body| phases::decide(tx, who, id, body)).await
}

/// Imports all rows that are not left out, or none.
#[utoipa::path(
    post, path = "/api/v1/ledger/batches/{id}/import", tag = "ledger", request_body = AtVersion,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 202, body = BatchView))
)]
async fn import(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
    command: Command<AtVersion>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::ACCEPTED, command, move |tx, who, body| {
        super::start(tx, who, id, body.version)
    })
    .await
}

/// Takes an import back; refused with the list of what somebody has worked with since.
#[utoipa::path(
    post, path = "/api/v1/ledger/batches/{id}/undo", tag = "ledger", request_body = AtVersion,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = BatchView))
)]
async fn undo(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<BatchId>,
    command: Command<AtVersion>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, body| super::undo(tx, who, id, body.version))
        .await
}
