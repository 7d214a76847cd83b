//! Routes that write and check organisations. Those that read them stand with the projects, for an organisation is
//! shown with its projects (`project::organisation`).

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::OrganisationId;

use super::{Organisation, OrganisationChange, OrganisationDraft};
use crate::floor::{
    AppState,
    web::{Command, Problem, Who, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(update))
}

#[utoipa::path(post, path = "/api/v1/organisations", tag = "investor", request_body = OrganisationDraft,
    responses((status = 201, body = Organisation), (status = 422)))]
async fn create(
    State(app): State<AppState>,
    who: Who,
    command: Command<OrganisationDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::create).await
}

#[utoipa::path(put, path = "/api/v1/organisations/{id}", tag = "investor", params(("id" = Uuid, Path)),
    request_body = OrganisationChange,
    responses((status = 200, body = Organisation), (status = 404), (status = 409), (status = 422)))]
async fn update(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<OrganisationChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, body| {
        super::update(tx, who, OrganisationId(id), body)
    })
    .await
}
