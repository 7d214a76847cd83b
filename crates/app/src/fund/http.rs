//! Routes of the fund ledger.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use yinfeng_domain::id::FundId;

use super::{
    claim::{self, Step},
    draft::{Draft, EvidenceDraft},
    evidence, export,
    get::get,
    list::{self, Filter},
    recognition::{self, CorrectBody, QueueFilter, QueuePage, RecogniseBody},
    view::{FundPage, FundView},
};
use crate::floor::{
    AppState,
    web::{Command, Problem, Query, Who, done, write},
};

/// The routes of the room.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(funds, create))
        .routes(routes!(funds_xlsx))
        .routes(routes!(fund, edit))
        .routes(routes!(add_evidence))
        .routes(routes!(resubmit))
        .routes(routes!(withdraw))
        .routes(routes!(recognise))
        .routes(routes!(give_back))
        .routes(routes!(reject))
        .routes(routes!(correct))
        .routes(routes!(review_queue))
        .merge(evidence::router())
}

/// Receipts, filtered, sorted, page by page, with their sums.
#[utoipa::path(get, path = "/api/v1/funds", tag = "fund", params(Filter), responses((status = 200, body = FundPage)))]
async fn funds(
    State(app): State<AppState>,
    who: Who,
    Query(filter): Query<Filter>,
) -> Result<axum::Json<FundPage>, Problem> {
    let reader = who.clone();
    done(&who, app.db.read(move |r| list::list(r, &reader, &filter)).await)
}

/// The filtered list as a workbook.
#[utoipa::path(
    get, path = "/api/v1/funds.xlsx", tag = "fund", params(Filter),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
)]
async fn funds_xlsx(
    State(app): State<AppState>,
    who: Who,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    let lang = who.lang;
    let bytes =
        app.db.report(move |r| export::workbook(r, &who, &filter)).await.map_err(|e| Problem::of(e, lang))?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"funds.xlsx\"")),
    ];
    Ok((headers, bytes).into_response())
}

/// One receipt.
#[utoipa::path(
    get, path = "/api/v1/funds/{id}", tag = "fund", params(("id" = Uuid, Path)),
    responses((status = 200, body = FundView))
)]
async fn fund(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
) -> Result<axum::Json<FundView>, Problem> {
    let reader = who.clone();
    done(&who, app.db.read(move |r| get(r, &reader, id)).await)
}

/// Claims money in place.
#[utoipa::path(
    post, path = "/api/v1/funds", tag = "fund", request_body = Draft,
    params(("Idempotency-Key" = String, Header)), responses((status = 201, body = FundView))
)]
async fn create(State(app): State<AppState>, who: Who, command: Command<Draft>) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, claim::create).await
}

/// Puts a claim right.
#[utoipa::path(
    put, path = "/api/v1/funds/{id}", tag = "fund", request_body = Draft,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = FundView))
)]
async fn edit(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
    command: Command<Draft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, draft| claim::edit(tx, who, id, draft)).await
}

/// One more proof for a claim.
#[derive(Debug, Clone, Deserialize, ToSchema)]
struct AddEvidence {
    version: i64,
    sha256: String,
    kind: String,
    name: String,
}

/// Adds a proof to a claim.
#[utoipa::path(
    post, path = "/api/v1/funds/{id}/evidence", tag = "fund", request_body = AddEvidence,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 201, body = FundView))
)]
async fn add_evidence(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
    command: Command<AddEvidence>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, body| {
        let proof =
            EvidenceDraft { sha256: body.sha256.clone(), kind: body.kind.clone(), name: body.name.clone() };
        claim::add_evidence(tx, who, id, &proof, body.version)
    })
    .await
}

/// Puts a returned claim before the reviewer again.
#[utoipa::path(
    post, path = "/api/v1/funds/{id}/resubmit", tag = "fund", request_body = Step,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = FundView))
)]
async fn resubmit(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
    command: Command<Step>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, step| claim::resubmit(tx, who, id, step)).await
}

/// Takes a claim back.
#[utoipa::path(
    post, path = "/api/v1/funds/{id}/withdraw", tag = "fund", request_body = Step,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = FundView))
)]
async fn withdraw(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
    command: Command<Step>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, step| claim::withdraw(tx, who, id, step)).await
}

/// Recognises in full, or less with a reason.
#[utoipa::path(
    post, path = "/api/v1/funds/{id}/recognise", tag = "fund", request_body = RecogniseBody,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = FundView))
)]
async fn recognise(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
    command: Command<RecogniseBody>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, body| recognition::recognise(tx, who, id, body))
        .await
}

/// Returns a claim for more.
#[utoipa::path(
    post, path = "/api/v1/funds/{id}/return", tag = "fund", request_body = Step,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = FundView))
)]
async fn give_back(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
    command: Command<Step>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, step| recognition::give_back(tx, who, id, step))
        .await
}

/// Rejects a claim for good.
#[utoipa::path(
    post, path = "/api/v1/funds/{id}/reject", tag = "fund", request_body = Step,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 200, body = FundView))
)]
async fn reject(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
    command: Command<Step>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, step| recognition::reject(tx, who, id, step))
        .await
}

/// Asks for a correction of what was recognised: a new entry with the difference.
#[utoipa::path(
    post, path = "/api/v1/funds/{id}/correct", tag = "fund", request_body = CorrectBody,
    params(("id" = Uuid, Path), ("Idempotency-Key" = String, Header)), responses((status = 201, body = FundView))
)]
async fn correct(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<FundId>,
    command: Command<CorrectBody>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, body| {
        recognition::correct(tx, who, id, body)
    })
    .await
}

/// What waits for this reviewer, the oldest first.
#[utoipa::path(
    get, path = "/api/v1/review/queue", tag = "fund", params(QueueFilter),
    responses((status = 200, body = QueuePage))
)]
async fn review_queue(
    State(app): State<AppState>,
    who: Who,
    Query(filter): Query<QueueFilter>,
) -> Result<axum::Json<QueuePage>, Problem> {
    let reader = who.clone();
    done(&who, app.db.read(move |r| recognition::queue(r, &reader, &filter)).await)
}
