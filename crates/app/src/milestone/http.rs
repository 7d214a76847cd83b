//! Routes of the room `milestone`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::ProjectId;

use super::{ApprovalDraft, MilestoneDraft, MilestonesView};
use crate::floor::{
    AppState,
    web::{Command, Problem, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(milestones))
        .routes(routes!(set_milestone))
        .routes(routes!(set_approval))
}

/// The nodes of construction and the approvals of a project, planned against actual.
#[utoipa::path(get, path = "/api/v1/projects/{id}/milestones", tag = "milestone", params(("id" = Uuid, Path)),
    responses((status = 200, body = MilestonesView), (status = 404)))]
async fn milestones(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<MilestonesView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::of_project(r, &asked, ProjectId(id))).await)
}

#[utoipa::path(put, path = "/api/v1/projects/{id}/milestones/{node}", tag = "milestone",
    params(("id" = Uuid, Path), ("node" = String, Path)), request_body = MilestoneDraft,
    responses((status = 200, body = MilestonesView), (status = 404), (status = 409), (status = 422)))]
async fn set_milestone(
    State(app): State<AppState>,
    who: Who,
    Path((id, node)): Path<(Uuid, String)>,
    command: Command<MilestoneDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::set_node(tx, who, ProjectId(id), &node, b)
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/projects/{id}/approvals/{approval}", tag = "milestone",
    params(("id" = Uuid, Path), ("approval" = String, Path)), request_body = ApprovalDraft,
    responses((status = 200, body = MilestonesView), (status = 404), (status = 409), (status = 422)))]
async fn set_approval(
    State(app): State<AppState>,
    who: Who,
    Path((id, approval)): Path<(Uuid, String)>,
    command: Command<ApprovalDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::set_approval(tx, who, ProjectId(id), &approval, b)
    })
    .await
}
