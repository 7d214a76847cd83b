//! Routes of the room `commitment`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{CommitmentId, SupportId};

use super::{
    CommitmentAmend, CommitmentDraft, CommitmentRecord, CommitmentRow, CommitmentStep, Filter,
    support::{
        self, Payout, PayoutReversal, SupportApproval, SupportDraft, SupportFilter, SupportReason,
        SupportRecord, SupportRow, SupportTotals, SupportYear,
    },
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(commitments, enter_commitment))
        .routes(routes!(one_commitment))
        .routes(routes!(record_commitment))
        .routes(routes!(amend_commitment))
        .routes(routes!(supports, apply_for_support))
        .routes(routes!(support_totals))
        .routes(routes!(one_support))
        .routes(routes!(approve_support))
        .routes(routes!(refuse_support))
        .routes(routes!(withdraw_support))
        .routes(routes!(pay_support))
        .routes(routes!(reverse_payout))
}

/// Promises, what is due first at the top.
#[utoipa::path(get, path = "/api/v1/commitments", tag = "commitment", params(Filter),
    responses((status = 200, body = Page<CommitmentRow>), (status = 404), (status = 422)))]
async fn commitments(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<Page<CommitmentRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// Enters a promise of a project.
#[utoipa::path(post, path = "/api/v1/commitments", tag = "commitment", request_body = CommitmentDraft,
    responses((status = 201, body = CommitmentRecord), (status = 404), (status = 422)))]
async fn enter_commitment(
    State(app): State<AppState>,
    who: Who,
    command: Command<CommitmentDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::enter).await
}

#[utoipa::path(get, path = "/api/v1/commitments/{id}", tag = "commitment", params(("id" = Uuid, Path)),
    responses((status = 200, body = CommitmentRecord), (status = 404)))]
async fn one_commitment(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<CommitmentRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, CommitmentId(id))).await)
}

/// Says how a promise stands, with what proves it.
#[utoipa::path(post, path = "/api/v1/commitments/{id}/record", tag = "commitment", params(("id" = Uuid, Path)), request_body = CommitmentStep,
    responses((status = 200, body = CommitmentRecord), (status = 404), (status = 409), (status = 422)))]
async fn record_commitment(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<CommitmentStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::record(tx, who, CommitmentId(id), b))
        .await
}

/// To another unit, or with another due date: the office.
#[utoipa::path(post, path = "/api/v1/commitments/{id}/amend", tag = "commitment", params(("id" = Uuid, Path)), request_body = CommitmentAmend,
    responses((status = 200, body = CommitmentRecord), (status = 404), (status = 409), (status = 422)))]
async fn amend_commitment(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<CommitmentAmend>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::amend(tx, who, CommitmentId(id), b))
        .await
}

/// Applications for support funds.
#[utoipa::path(get, path = "/api/v1/supports", tag = "commitment", params(SupportFilter),
    responses((status = 200, body = Page<SupportRow>), (status = 404), (status = 422)))]
async fn supports(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<SupportFilter>,
) -> Result<Json<Page<SupportRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| support::list(r, &asked, &q)).await)
}

/// Applies for support funds of a project.
#[utoipa::path(post, path = "/api/v1/supports", tag = "commitment", request_body = SupportDraft,
    responses((status = 201, body = SupportRecord), (status = 404), (status = 422)))]
async fn apply_for_support(
    State(app): State<AppState>,
    who: Who,
    command: Command<SupportDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, support::apply).await
}

/// What was applied for in a year, approved and paid.
#[utoipa::path(get, path = "/api/v1/supports/totals", tag = "commitment", params(SupportYear),
    responses((status = 200, body = SupportTotals), (status = 404), (status = 422)))]
async fn support_totals(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<SupportYear>,
) -> Result<Json<SupportTotals>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| support::totals(r, &asked, &q)).await)
}

#[utoipa::path(get, path = "/api/v1/supports/{id}", tag = "commitment", params(("id" = Uuid, Path)),
    responses((status = 200, body = SupportRecord), (status = 404)))]
async fn one_support(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<SupportRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| support::get(r, &asked, SupportId(id))).await)
}

/// Approves all of it, or less with a reason: a reviewer who did not apply.
#[utoipa::path(post, path = "/api/v1/supports/{id}/approve", tag = "commitment", params(("id" = Uuid, Path)), request_body = SupportApproval,
    responses((status = 200, body = SupportRecord), (status = 404), (status = 409), (status = 422)))]
async fn approve_support(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupportApproval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| support::approve(tx, who, SupportId(id), b))
        .await
}

/// Refuses it.
#[utoipa::path(post, path = "/api/v1/supports/{id}/refuse", tag = "commitment", params(("id" = Uuid, Path)), request_body = SupportReason,
    responses((status = 200, body = SupportRecord), (status = 404), (status = 409), (status = 422)))]
async fn refuse_support(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupportReason>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| support::refuse(tx, who, SupportId(id), b))
        .await
}

/// Takes back what was not decided yet.
#[utoipa::path(post, path = "/api/v1/supports/{id}/withdraw", tag = "commitment", params(("id" = Uuid, Path)), request_body = SupportReason,
    responses((status = 200, body = SupportRecord), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_support(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupportReason>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| support::withdraw(tx, who, SupportId(id), b))
        .await
}

/// Enters what was paid.
#[utoipa::path(post, path = "/api/v1/supports/{id}/pay", tag = "commitment", params(("id" = Uuid, Path)), request_body = Payout,
    responses((status = 200, body = SupportRecord), (status = 404), (status = 409), (status = 422)))]
async fn pay_support(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Payout>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| support::pay(tx, who, SupportId(id), b)).await
}

/// Takes back a payout that was entered wrongly.
#[utoipa::path(post, path = "/api/v1/supports/{id}/reverse", tag = "commitment", params(("id" = Uuid, Path)), request_body = PayoutReversal,
    responses((status = 200, body = SupportRecord), (status = 404), (status = 409), (status = 422)))]
async fn reverse_payout(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<PayoutReversal>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| support::reverse(tx, who, SupportId(id), b))
        .await
}
