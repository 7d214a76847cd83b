//! Routes that write and check organisations. Those that read them stand with the projects, for an organisation is
//! shown with its projects (`project::organisation`).

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::OrganisationId;

use super::{Organisation, OrganisationChange, OrganisationCheck, OrganisationDraft};
use crate::floor::{
    AppState,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(update)).routes(routes!(check))
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

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CheckQuery {
    #[serde(default)]
    name: String,
    #[serde(default)]
    uscc: String,
}

#[utoipa::path(get, path = "/api/v1/organisations/check", tag = "investor", params(CheckQuery),
    responses((status = 200, body = OrganisationCheck)))]
async fn check(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<CheckQuery>,
) -> Result<axum::Json<OrganisationCheck>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::check(r, &asked, &q.name, &q.uscc)).await)
}
