//! Routes of the room `sponsor`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::ProjectId;

use super::{SponsorDraft, SponsorView};
use crate::floor::{
    AppState,
    web::{Command, Problem, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(project_sponsor, set_sponsor))
}

/// The leader who answers for a project.
#[utoipa::path(get, path = "/api/v1/projects/{id}/sponsor", tag = "sponsor", params(("id" = Uuid, Path)),
    responses((status = 200, body = SponsorView), (status = 404)))]
async fn project_sponsor(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<SponsorView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::of_project(r, &asked, ProjectId(id))).await)
}

/// Sets, changes or ends who answers for a project: the office.
#[utoipa::path(put, path = "/api/v1/projects/{id}/sponsor", tag = "sponsor", params(("id" = Uuid, Path)),
    request_body = SponsorDraft,
    responses((status = 200, body = SponsorView), (status = 404), (status = 409), (status = 422)))]
async fn set_sponsor(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SponsorDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::set(tx, who, ProjectId(id), b)).await
}
