//! Routes that write and check organisations. Those that read them stand with the projects, for an organisation is
//! shown with its projects (`project::organisation`).

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{HoldingId, IntentId, OrganisationId, TagId};

use super::{
    ChargeDraft, ChargeView, Followers, HoldingDraft, HoldingView, IntentDraft, IntentView, IntroducerDraft,
    IntroducerView, Organisation, OrganisationChange, OrganisationDraft, PieceRemoval, TagDraft,
    TagKindDraft, TagKindView, TagView,
};
use crate::floor::{
    AppState,
    web::{Command, Problem, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(super::association::http::router())
        .routes(routes!(create))
        .routes(routes!(update))
        .routes(routes!(take_charge))
        .routes(routes!(add_holding))
        .routes(routes!(change_holding))
        .routes(routes!(remove_holding))
        .routes(routes!(tag_kinds, add_tag_kind))
        .routes(routes!(add_tag))
        .routes(routes!(change_tag))
        .routes(routes!(remove_tag))
        .routes(routes!(add_intent))
        .routes(routes!(change_intent))
        .routes(routes!(register_introducer))
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
    Extension(followers): Extension<Followers>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<OrganisationChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, body| {
        super::update(tx, who, OrganisationId(id), body, &followers)
    })
    .await
}

/// Says who is in charge: of what is nobody's yet, or who of the unit it is.
#[utoipa::path(put, path = "/api/v1/organisations/{id}/charge", tag = "investor", params(("id" = Uuid, Path)),
    request_body = ChargeDraft,
    responses((status = 200, body = ChargeView), (status = 404), (status = 409), (status = 422)))]
async fn take_charge(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChargeDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::take_charge(tx, who, OrganisationId(id), b)
    })
    .await
}

/// Says who owns how much of whom.
#[utoipa::path(post, path = "/api/v1/holdings", tag = "investor", request_body = HoldingDraft,
    responses((status = 201, body = HoldingView), (status = 404), (status = 409), (status = 422)))]
async fn add_holding(
    State(app): State<AppState>,
    who: Who,
    command: Command<HoldingDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, |tx, who, b| super::hold(tx, who, None, b)).await
}

#[utoipa::path(put, path = "/api/v1/holdings/{id}", tag = "investor", params(("id" = Uuid, Path)),
    request_body = HoldingDraft,
    responses((status = 200, body = HoldingView), (status = 404), (status = 409), (status = 422)))]
async fn change_holding(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<HoldingDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::hold(tx, who, Some(HoldingId(id)), b))
        .await
}

#[utoipa::path(post, path = "/api/v1/holdings/{id}/remove", tag = "investor", params(("id" = Uuid, Path)),
    request_body = PieceRemoval,
    responses((status = 200, body = HoldingView), (status = 404), (status = 409)))]
async fn remove_holding(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<PieceRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::remove(tx, who, HoldingId(id), b))
        .await
}

#[derive(Debug, Serialize, ToSchema)]
struct OrganisationTagKinds {
    items: Vec<TagKindView>,
}

/// What organisations may count as.
#[utoipa::path(get, path = "/api/v1/organisation-tag-kinds", tag = "investor",
    responses((status = 200, body = OrganisationTagKinds), (status = 404)))]
async fn tag_kinds(State(app): State<AppState>, who: Who) -> Result<Json<OrganisationTagKinds>, Problem> {
    let asked = who.clone();
    let found = app.db.read(move |r| super::kinds(r, &asked)).await;
    done(&who, found.map(|items| OrganisationTagKinds { items }))
}

#[utoipa::path(post, path = "/api/v1/organisation-tag-kinds", tag = "investor", request_body = TagKindDraft,
    responses((status = 201, body = TagKindView), (status = 404), (status = 422)))]
async fn add_tag_kind(
    State(app): State<AppState>,
    who: Who,
    command: Command<TagKindDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::add_kind).await
}

#[utoipa::path(post, path = "/api/v1/organisations/{id}/tags", tag = "investor", params(("id" = Uuid, Path)),
    request_body = TagDraft, responses((status = 201, body = TagView), (status = 404), (status = 422)))]
async fn add_tag(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<TagDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::tag(tx, who, OrganisationId(id), None, b)
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/organisations/{id}/tags/{tag}", tag = "investor",
    params(("id" = Uuid, Path), ("tag" = Uuid, Path)), request_body = TagDraft,
    responses((status = 200, body = TagView), (status = 404), (status = 409), (status = 422)))]
async fn change_tag(
    State(app): State<AppState>,
    who: Who,
    Path((id, tag)): Path<(Uuid, Uuid)>,
    command: Command<TagDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::tag(tx, who, OrganisationId(id), Some(TagId(tag)), b)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/organisations/{id}/tags/{tag}/remove", tag = "investor",
    params(("id" = Uuid, Path), ("tag" = Uuid, Path)), request_body = PieceRemoval,
    responses((status = 200, body = TagView), (status = 404), (status = 409)))]
async fn remove_tag(
    State(app): State<AppState>,
    who: Who,
    Path((id, tag)): Path<(Uuid, Uuid)>,
    command: Command<PieceRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::untag(tx, who, OrganisationId(id), TagId(tag), b)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/organisations/{id}/intents", tag = "investor", params(("id" = Uuid, Path)),
    request_body = IntentDraft, responses((status = 201, body = IntentView), (status = 404), (status = 422)))]
async fn add_intent(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<IntentDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::intend(tx, who, OrganisationId(id), None, b)
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/organisations/{id}/intents/{intent}", tag = "investor",
    params(("id" = Uuid, Path), ("intent" = Uuid, Path)), request_body = IntentDraft,
    responses((status = 200, body = IntentView), (status = 404), (status = 409), (status = 422)))]
async fn change_intent(
    State(app): State<AppState>,
    who: Who,
    Path((id, intent)): Path<(Uuid, Uuid)>,
    command: Command<IntentDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::intend(tx, who, OrganisationId(id), Some(IntentId(intent)), b)
    })
    .await
}

/// Registers it as one that introduces investors, from today on, or changes the terms.
#[utoipa::path(put, path = "/api/v1/organisations/{id}/introducer", tag = "investor", params(("id" = Uuid, Path)),
    request_body = IntroducerDraft,
    responses((status = 200, body = IntroducerView), (status = 404), (status = 409), (status = 422)))]
async fn register_introducer(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<IntroducerDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::register(tx, who, OrganisationId(id), b)
    })
    .await
}
