//! Routes of the room `shortlist`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::ShortlistId;

use super::{
    Comparing, Filter, ListComparison, ShortlistAddition, ShortlistChange, ShortlistDraft, ShortlistFreezing,
    ShortlistRecord, ShortlistRemoval, ShortlistRows,
};
use crate::floor::{
    AppState,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(shortlists, create_shortlist))
        .routes(routes!(one_shortlist, update_shortlist))
        .routes(routes!(add_shortlist))
        .routes(routes!(remove_shortlist))
        .routes(routes!(freeze_shortlist))
        .routes(routes!(compare_shortlist))
}

/// Lists, the one changed last first.
#[utoipa::path(get, path = "/api/v1/shortlists", tag = "shortlist", params(Filter),
    responses((status = 200, body = ShortlistRows), (status = 404), (status = 422)))]
async fn shortlists(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<ShortlistRows>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

#[utoipa::path(post, path = "/api/v1/shortlists", tag = "shortlist", request_body = ShortlistDraft,
    responses((status = 201, body = ShortlistRecord), (status = 404), (status = 422)))]
async fn create_shortlist(
    State(app): State<AppState>,
    who: Who,
    command: Command<ShortlistDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::create).await
}

#[utoipa::path(get, path = "/api/v1/shortlists/{id}", tag = "shortlist", params(("id" = Uuid, Path)),
    responses((status = 200, body = ShortlistRecord), (status = 404)))]
async fn one_shortlist(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<ShortlistRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, ShortlistId(id))).await)
}

/// What changed from a frozen version to a later one, or to the list as it is now.
#[utoipa::path(get, path = "/api/v1/shortlists/{id}/compare", tag = "shortlist",
    params(("id" = Uuid, Path), Comparing), responses((status = 200, body = ListComparison), (status = 404)))]
async fn compare_shortlist(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Query(q): Query<Comparing>,
) -> Result<Json<ListComparison>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::comparison(r, &asked, ShortlistId(id), &q)).await)
}

/// Another name, note or owner.
#[utoipa::path(put, path = "/api/v1/shortlists/{id}", tag = "shortlist", params(("id" = Uuid, Path)),
    request_body = ShortlistChange,
    responses((status = 200, body = ShortlistRecord), (status = 404), (status = 409), (status = 422)))]
async fn update_shortlist(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ShortlistChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::update(tx, who, ShortlistId(id), b))
        .await
}

/// Puts projects on the list.
#[utoipa::path(post, path = "/api/v1/shortlists/{id}/add", tag = "shortlist", params(("id" = Uuid, Path)),
    request_body = ShortlistAddition,
    responses((status = 200, body = ShortlistRecord), (status = 404), (status = 409), (status = 422)))]
async fn add_shortlist(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ShortlistAddition>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::add(tx, who, ShortlistId(id), b)).await
}

/// Takes a project off the list, with a reason.
#[utoipa::path(post, path = "/api/v1/shortlists/{id}/remove", tag = "shortlist", params(("id" = Uuid, Path)),
    request_body = ShortlistRemoval,
    responses((status = 200, body = ShortlistRecord), (status = 404), (status = 409), (status = 422)))]
async fn remove_shortlist(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ShortlistRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::remove(tx, who, ShortlistId(id), b))
        .await
}

/// Keeps the list as it is.
#[utoipa::path(post, path = "/api/v1/shortlists/{id}/freeze", tag = "shortlist", params(("id" = Uuid, Path)),
    request_body = ShortlistFreezing,
    responses((status = 200, body = ShortlistRecord), (status = 404), (status = 409), (status = 422)))]
async fn freeze_shortlist(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ShortlistFreezing>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::freeze(tx, who, ShortlistId(id), b))
        .await
}
