//! Routes of the room `problem`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::ProblemId;

use super::{Filter, ProblemAssign, ProblemDraft, ProblemRecord, ProblemRow, ProblemStep};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(problems, raise_problem))
        .routes(routes!(one_problem))
        .routes(routes!(answer_problem))
        .routes(routes!(send_back_problem))
        .routes(routes!(close_problem))
        .routes(routes!(withdraw_problem))
        .routes(routes!(assign_problem))
}

/// Problems, the most urgent first.
#[utoipa::path(get, path = "/api/v1/problems", tag = "problem", params(Filter),
    responses((status = 200, body = Page<ProblemRow>), (status = 404), (status = 422)))]
async fn problems(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<Page<ProblemRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

#[utoipa::path(post, path = "/api/v1/problems", tag = "problem", request_body = ProblemDraft,
    responses((status = 201, body = ProblemRecord), (status = 404), (status = 422)))]
async fn raise_problem(
    State(app): State<AppState>,
    who: Who,
    command: Command<ProblemDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::raise).await
}

#[utoipa::path(get, path = "/api/v1/problems/{id}", tag = "problem", params(("id" = Uuid, Path)),
    responses((status = 200, body = ProblemRecord), (status = 404)))]
async fn one_problem(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<ProblemRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, ProblemId(id))).await)
}

/// The owner says what was done.
#[utoipa::path(post, path = "/api/v1/problems/{id}/answer", tag = "problem", params(("id" = Uuid, Path)),
    request_body = ProblemStep,
    responses((status = 200, body = ProblemRecord), (status = 404), (status = 409), (status = 422)))]
async fn answer_problem(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProblemStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::answer(tx, who, ProblemId(id), b))
        .await
}

/// The answer does not solve it: back to the owner.
#[utoipa::path(post, path = "/api/v1/problems/{id}/return", tag = "problem", params(("id" = Uuid, Path)),
    request_body = ProblemStep,
    responses((status = 200, body = ProblemRecord), (status = 404), (status = 409), (status = 422)))]
async fn send_back_problem(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProblemStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::send_back(tx, who, ProblemId(id), b))
        .await
}

/// Confirms that it is solved: the raiser or the office, never who answered.
#[utoipa::path(post, path = "/api/v1/problems/{id}/close", tag = "problem", params(("id" = Uuid, Path)),
    request_body = ProblemStep,
    responses((status = 200, body = ProblemRecord), (status = 404), (status = 409), (status = 422)))]
async fn close_problem(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProblemStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::close(tx, who, ProblemId(id), b)).await
}

/// Takes back what was not answered yet.
#[utoipa::path(post, path = "/api/v1/problems/{id}/withdraw", tag = "problem", params(("id" = Uuid, Path)),
    request_body = ProblemStep,
    responses((status = 200, body = ProblemRecord), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_problem(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProblemStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::withdraw(tx, who, ProblemId(id), b))
        .await
}

/// Gives it to another unit, or another due date: the office.
#[utoipa::path(post, path = "/api/v1/problems/{id}/assign", tag = "problem", params(("id" = Uuid, Path)),
    request_body = ProblemAssign,
    responses((status = 200, body = ProblemRecord), (status = 404), (status = 409), (status = 422)))]
async fn assign_problem(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProblemAssign>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::assign(tx, who, ProblemId(id), b))
        .await
}
