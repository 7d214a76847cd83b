//! Routes of the room `keeping`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::ProjectId;

use super::{
    Eviction, Extension, Filter, GradeDraft, KeepingPublish, KeepingTableView, KeepingView, StillRows, rule,
};
use crate::floor::{
    AppState,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(project_keeping))
        .routes(routes!(grade_project))
        .routes(routes!(still_projects))
        .routes(routes!(evict_project))
        .routes(routes!(extend_project))
        .routes(routes!(keeping_rules, publish_keeping_rules))
}

/// The grade of a project, how long it has stood still, and what was decided about that.
#[utoipa::path(get, path = "/api/v1/projects/{id}/keeping", tag = "keeping", params(("id" = Uuid, Path)),
    responses((status = 200, body = KeepingView), (status = 404)))]
async fn project_keeping(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<KeepingView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::of_project(r, &asked, ProjectId(id))).await)
}

/// Gives a project a grade: the unit in the lead, and the office.
#[utoipa::path(post, path = "/api/v1/projects/{id}/grade", tag = "keeping", params(("id" = Uuid, Path)),
    request_body = GradeDraft,
    responses((status = 200, body = KeepingView), (status = 404), (status = 409), (status = 422)))]
async fn grade_project(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<GradeDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::grade(tx, who, ProjectId(id), b)).await
}

/// What stands still: warned, due, proposed to leave the library, extended; the longest first.
#[utoipa::path(get, path = "/api/v1/keeping", tag = "keeping", params(Filter),
    responses((status = 200, body = StillRows), (status = 404), (status = 422)))]
async fn still_projects(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<StillRows>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// The office confirms that a project leaves the active library.
#[utoipa::path(post, path = "/api/v1/projects/{id}/evict", tag = "keeping", params(("id" = Uuid, Path)),
    request_body = Eviction,
    responses((status = 200, body = KeepingView), (status = 404), (status = 409), (status = 422)))]
async fn evict_project(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Eviction>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::evict(tx, who, ProjectId(id), b)).await
}

/// The office lets a project stand still until a day.
#[utoipa::path(post, path = "/api/v1/projects/{id}/extend", tag = "keeping", params(("id" = Uuid, Path)),
    request_body = Extension,
    responses((status = 200, body = KeepingView), (status = 404), (status = 409), (status = 422)))]
async fn extend_project(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Extension>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::extend(tx, who, ProjectId(id), b))
        .await
}

/// The table by which projects are graded and kept.
#[utoipa::path(get, path = "/api/v1/keeping/rules", tag = "keeping",
    responses((status = 200, body = KeepingTableView), (status = 404)))]
async fn keeping_rules(State(app): State<AppState>, who: Who) -> Result<Json<KeepingTableView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| rule::table(r, &asked)).await)
}

/// Puts a new version of the table in force.
#[utoipa::path(post, path = "/api/v1/keeping/rules", tag = "keeping", request_body = KeepingPublish,
    responses((status = 201, body = KeepingTableView), (status = 404), (status = 409), (status = 422)))]
async fn publish_keeping_rules(
    State(app): State<AppState>,
    who: Who,
    command: Command<KeepingPublish>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, rule::publish).await
}
