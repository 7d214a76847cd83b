//! Routes by which acts against first reports are recorded.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{BreachId, ClaimId};

use super::{BreachDraft, BreachFilter, BreachRow, BreachWithdrawal};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(claim_breaches))
        .routes(routes!(record_breach))
        .routes(routes!(take_back_breach))
}

/// What units did against first reports, the latest first.
#[utoipa::path(get, path = "/api/v1/claim-breaches", tag = "claim", params(BreachFilter),
    responses((status = 200, body = Page<BreachRow>), (status = 404), (status = 422)))]
async fn claim_breaches(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<BreachFilter>,
) -> Result<Json<Page<BreachRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::breaches(r, &asked, &q)).await)
}

/// Records what a unit did against a first report.
#[utoipa::path(post, path = "/api/v1/claims/{id}/breaches", tag = "claim", params(("id" = Uuid, Path)),
    request_body = BreachDraft,
    responses((status = 201, body = BreachRow), (status = 404), (status = 409), (status = 422)))]
async fn record_breach(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<BreachDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::record_breach(tx, who, ClaimId(id), b)
    })
    .await
}

/// Takes back what turned out wrong.
#[utoipa::path(post, path = "/api/v1/claim-breaches/{id}/take-back", tag = "claim", params(("id" = Uuid, Path)),
    request_body = BreachWithdrawal,
    responses((status = 200, body = BreachRow), (status = 404), (status = 409), (status = 422)))]
async fn take_back_breach(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<BreachWithdrawal>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::take_back(tx, who, BreachId(id), b))
        .await
}
