//! Routes by which associations are described and get their members.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{MemberId, OrganisationId};

use super::{AssociationDraft, AssociationView, MembershipDraft, MembershipView, PieceRemoval};
use crate::floor::{
    AppState,
    web::{Command, Problem, Who, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(describe_association))
        .routes(routes!(add_member))
        .routes(routes!(change_member))
        .routes(routes!(remove_member))
}

/// Says what an association gathers its members by.
#[utoipa::path(put, path = "/api/v1/organisations/{id}/association", tag = "investor", params(("id" = Uuid, Path)),
    request_body = AssociationDraft,
    responses((status = 200, body = AssociationView), (status = 404), (status = 409), (status = 422)))]
async fn describe_association(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<AssociationDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::describe(tx, who, OrganisationId(id), b)
    })
    .await
}

/// Says that an organisation belongs to an association.
#[utoipa::path(post, path = "/api/v1/memberships", tag = "investor", request_body = MembershipDraft,
    responses((status = 201, body = MembershipView), (status = 404), (status = 409), (status = 422)))]
async fn add_member(
    State(app): State<AppState>,
    who: Who,
    command: Command<MembershipDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, |tx, who, b| super::belong(tx, who, None, b)).await
}

#[utoipa::path(put, path = "/api/v1/memberships/{id}", tag = "investor", params(("id" = Uuid, Path)),
    request_body = MembershipDraft,
    responses((status = 200, body = MembershipView), (status = 404), (status = 409), (status = 422)))]
async fn change_member(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<MembershipDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::belong(tx, who, Some(MemberId(id)), b))
        .await
}

#[utoipa::path(post, path = "/api/v1/memberships/{id}/remove", tag = "investor", params(("id" = Uuid, Path)),
    request_body = PieceRemoval,
    responses((status = 200, body = MembershipView), (status = 404), (status = 409)))]
async fn remove_member(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<PieceRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::leave(tx, who, MemberId(id), b)).await
}
