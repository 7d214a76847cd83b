//! Routes of code-named projects.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::AccountId;

use super::{ClearanceDraft, CodeNameChange, CodeNameLift, CoverView, SecretView};
use crate::{
    floor::{
        AppState,
        web::{Command, Problem, Who, done, write},
    },
    project::project_id as id_of,
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(project_cover))
        .routes(routes!(project_code_name, give_code_name))
        .routes(routes!(lift_code_name))
        .routes(routes!(clear_person))
        .routes(routes!(end_clearance))
}

/// What a reader without need to know sees of a code-named project.
#[utoipa::path(get, path = "/api/v1/projects/{id}/cover", tag = "project", params(("id" = Uuid, Path)),
    responses((status = 200, body = CoverView), (status = 404)))]
async fn project_cover(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<CoverView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::cover(r, &asked, id_of(id))).await)
}

/// The code name of a project, who was cleared for it, and who has read it.
#[utoipa::path(get, path = "/api/v1/projects/{id}/code-name", tag = "project", params(("id" = Uuid, Path)),
    responses((status = 200, body = SecretView), (status = 404)))]
async fn project_code_name(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<SecretView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::view(r, &asked, id_of(id))).await)
}

/// Gives a project a code name, or another one.
#[utoipa::path(put, path = "/api/v1/projects/{id}/code-name", tag = "project", params(("id" = Uuid, Path)),
    request_body = CodeNameChange,
    responses((status = 200, body = SecretView), (status = 404), (status = 409), (status = 422)))]
async fn give_code_name(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<CodeNameChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::give(tx, who, id_of(id), b)).await
}

/// Gives the code name up: the office.
#[utoipa::path(post, path = "/api/v1/projects/{id}/code-name/lift", tag = "project", params(("id" = Uuid, Path)),
    request_body = CodeNameLift,
    responses((status = 200, body = SecretView), (status = 404), (status = 409), (status = 422)))]
async fn lift_code_name(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<CodeNameLift>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::lift(tx, who, id_of(id), b)).await
}

/// Clears somebody by name.
#[utoipa::path(post, path = "/api/v1/projects/{id}/clearances", tag = "project", params(("id" = Uuid, Path)),
    request_body = ClearanceDraft,
    responses((status = 201, body = SecretView), (status = 404), (status = 409), (status = 422)))]
async fn clear_person(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ClearanceDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::clear(tx, who, id_of(id), b))
        .await
}

/// Ends a clearance.
#[utoipa::path(delete, path = "/api/v1/projects/{id}/clearances/{account_id}", tag = "project",
    params(("id" = Uuid, Path), ("account_id" = Uuid, Path)),
    responses((status = 200, body = SecretView), (status = 404), (status = 409)))]
async fn end_clearance(
    State(app): State<AppState>,
    who: Who,
    Path((id, account)): Path<(Uuid, Uuid)>,
    command: Command<()>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, ()| {
        super::end_clearance(tx, who, id_of(id), AccountId(account))
    })
    .await
}
