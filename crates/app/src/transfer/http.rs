//! Routes of the room `transfer`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::{
    id::{ProjectId, TransferId},
    transfer::TransferStep,
};

use super::{Filter, ProjectTransfers, TransferDraft, TransferRecord, TransferRow, TransferSaid};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(transfers, offer_transfer))
        .routes(routes!(one_transfer))
        .routes(routes!(accept_transfer))
        .routes(routes!(decline_transfer))
        .routes(routes!(withdraw_transfer))
        .routes(routes!(confirm_transfer))
        .routes(routes!(refuse_transfer))
        .routes(routes!(project_transfers))
}

/// Projects that were offered from unit to unit, the newest first.
#[utoipa::path(get, path = "/api/v1/transfers", tag = "transfer", params(Filter),
    responses((status = 200, body = Page<TransferRow>), (status = 404), (status = 422)))]
async fn transfers(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<Page<TransferRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// Offers a project to another unit.
#[utoipa::path(post, path = "/api/v1/transfers", tag = "transfer", request_body = TransferDraft,
    responses((status = 201, body = TransferRecord), (status = 404), (status = 409), (status = 422)))]
async fn offer_transfer(
    State(app): State<AppState>,
    who: Who,
    command: Command<TransferDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::offer).await
}

#[utoipa::path(get, path = "/api/v1/transfers/{id}", tag = "transfer", params(("id" = Uuid, Path)),
    responses((status = 200, body = TransferRecord), (status = 404)))]
async fn one_transfer(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<TransferRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, TransferId(id))).await)
}

async fn step(
    app: AppState,
    who: Who,
    id: Uuid,
    what: TransferStep,
    command: Command<TransferSaid>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::take(tx, who, TransferId(id), what, b))
        .await
}

/// The receiving unit takes the project; the office confirms.
#[utoipa::path(post, path = "/api/v1/transfers/{id}/accept", tag = "transfer", params(("id" = Uuid, Path)),
    request_body = TransferSaid,
    responses((status = 200, body = TransferRecord), (status = 404), (status = 409), (status = 422)))]
async fn accept_transfer(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<TransferSaid>,
) -> Result<Response, Problem> {
    step(app, who, id, TransferStep::Accept, command).await
}

/// The receiving unit does not take it.
#[utoipa::path(post, path = "/api/v1/transfers/{id}/decline", tag = "transfer", params(("id" = Uuid, Path)),
    request_body = TransferSaid,
    responses((status = 200, body = TransferRecord), (status = 404), (status = 409), (status = 422)))]
async fn decline_transfer(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<TransferSaid>,
) -> Result<Response, Problem> {
    step(app, who, id, TransferStep::Decline, command).await
}

/// The offering unit takes its offer back, as long as the office has not confirmed.
#[utoipa::path(post, path = "/api/v1/transfers/{id}/withdraw", tag = "transfer", params(("id" = Uuid, Path)),
    request_body = TransferSaid,
    responses((status = 200, body = TransferRecord), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_transfer(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<TransferSaid>,
) -> Result<Response, Problem> {
    step(app, who, id, TransferStep::Withdraw, command).await
}

/// The office confirms: the project changes hands, and credit is divided from the next day on.
#[utoipa::path(post, path = "/api/v1/transfers/{id}/confirm", tag = "transfer", params(("id" = Uuid, Path)),
    request_body = TransferSaid,
    responses((status = 200, body = TransferRecord), (status = 404), (status = 409), (status = 422)))]
async fn confirm_transfer(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<TransferSaid>,
) -> Result<Response, Problem> {
    step(app, who, id, TransferStep::Confirm, command).await
}

/// The office does not confirm.
#[utoipa::path(post, path = "/api/v1/transfers/{id}/refuse", tag = "transfer", params(("id" = Uuid, Path)),
    request_body = TransferSaid,
    responses((status = 200, body = TransferRecord), (status = 404), (status = 409), (status = 422)))]
async fn refuse_transfer(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<TransferSaid>,
) -> Result<Response, Problem> {
    step(app, who, id, TransferStep::Refuse, command).await
}

/// The way of a project from unit to unit, and how its credit is divided.
#[utoipa::path(get, path = "/api/v1/projects/{id}/transfers", tag = "transfer", params(("id" = Uuid, Path)),
    responses((status = 200, body = ProjectTransfers), (status = 404)))]
async fn project_transfers(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<ProjectTransfers>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::of_project(r, &asked, ProjectId(id))).await)
}
