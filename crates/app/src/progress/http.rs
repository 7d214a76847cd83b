//! Routes of the room `progress`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{ProgressId, ProjectId};

use super::{
    Filter, ProgressChange, ProgressDraft, ProgressPage, ProgressUnit, ProgressView, ProgressWithdrawal,
};
use crate::floor::{
    AppState,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(weekly))
        .routes(routes!(weekly_units))
        .routes(routes!(report_progress))
        .routes(routes!(one_progress, correct_progress))
        .routes(routes!(withdraw_progress))
}

/// The projects of which a report is expected for a week, by code.
#[utoipa::path(get, path = "/api/v1/progress", tag = "progress", params(Filter),
    responses((status = 200, body = ProgressPage), (status = 404), (status = 422)))]
async fn weekly(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<ProgressPage>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OfWeek {
    #[param(value_type = Option<String>)]
    week: Option<Date>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ProgressUnits {
    items: Vec<ProgressUnit>,
}

/// Who has reported for a week and who has not, those that are behind first.
#[utoipa::path(get, path = "/api/v1/progress/units", tag = "progress", params(OfWeek),
    responses((status = 200, body = ProgressUnits), (status = 404), (status = 422)))]
async fn weekly_units(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<OfWeek>,
) -> Result<Json<ProgressUnits>, Problem> {
    let asked = who.clone();
    let found = app.db.report(move |r| Ok(ProgressUnits { items: super::units(r, &asked, q.week)? })).await;
    done(&who, found)
}

#[utoipa::path(post, path = "/api/v1/projects/{id}/progress", tag = "progress", params(("id" = Uuid, Path)),
    request_body = ProgressDraft,
    responses((status = 201, body = ProgressView), (status = 404), (status = 409), (status = 422)))]
async fn report_progress(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProgressDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::report(tx, who, ProjectId(id), b))
        .await
}

#[utoipa::path(get, path = "/api/v1/progress/{id}", tag = "progress", params(("id" = Uuid, Path)),
    responses((status = 200, body = ProgressView), (status = 404)))]
async fn one_progress(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<ProgressView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, ProgressId(id))).await)
}

/// Corrects an entry; what it said before is kept.
#[utoipa::path(put, path = "/api/v1/progress/{id}", tag = "progress", params(("id" = Uuid, Path)),
    request_body = ProgressChange,
    responses((status = 200, body = ProgressView), (status = 404), (status = 409), (status = 422)))]
async fn correct_progress(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProgressChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::correct(tx, who, ProgressId(id), b))
        .await
}

/// Takes back what was reported by mistake.
#[utoipa::path(post, path = "/api/v1/progress/{id}/withdraw", tag = "progress", params(("id" = Uuid, Path)),
    request_body = ProgressWithdrawal,
    responses((status = 204), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_progress(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProgressWithdrawal>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::NO_CONTENT, command, move |tx, who, b| {
        super::withdraw(tx, who, ProgressId(id), b)
    })
    .await
}
