//! Routes of the room `siting`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{ProjectId, SitingId};

use super::{SiteDecision, SiteDraft, SitesView};
use crate::floor::{
    AppState,
    web::{Command, Problem, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sites, add_site))
        .routes(routes!(edit_site))
        .routes(routes!(decide_site))
}

/// The sites compared for a project.
#[utoipa::path(get, path = "/api/v1/projects/{id}/sites", tag = "siting", params(("id" = Uuid, Path)),
    responses((status = 200, body = SitesView), (status = 404)))]
async fn sites(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<SitesView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::of_project(r, &asked, ProjectId(id))).await)
}

#[utoipa::path(post, path = "/api/v1/projects/{id}/sites", tag = "siting", params(("id" = Uuid, Path)),
    request_body = SiteDraft,
    responses((status = 201, body = SitesView), (status = 404), (status = 409), (status = 422)))]
async fn add_site(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SiteDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::add(tx, who, ProjectId(id), b))
        .await
}

#[utoipa::path(put, path = "/api/v1/projects/{id}/sites/{site}", tag = "siting",
    params(("id" = Uuid, Path), ("site" = Uuid, Path)), request_body = SiteDraft,
    responses((status = 200, body = SitesView), (status = 404), (status = 409), (status = 422)))]
async fn edit_site(
    State(app): State<AppState>,
    who: Who,
    Path((id, site)): Path<(Uuid, Uuid)>,
    command: Command<SiteDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::edit(tx, who, ProjectId(id), SitingId(site), b)
    })
    .await
}

/// Chooses or rejects a site, or puts it up for choice again.
#[utoipa::path(post, path = "/api/v1/projects/{id}/sites/{site}/decide", tag = "siting",
    params(("id" = Uuid, Path), ("site" = Uuid, Path)), request_body = SiteDecision,
    responses((status = 200, body = SitesView), (status = 404), (status = 409), (status = 422)))]
async fn decide_site(
    State(app): State<AppState>,
    who: Who,
    Path((id, site)): Path<(Uuid, Uuid)>,
    command: Command<SiteDecision>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::decide(tx, who, ProjectId(id), SitingId(site), b)
    })
    .await
}
