//! Routes of the room `merge`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{MergeId, OrganisationId};

use super::{MergeDraft, MergeFilter, MergePreview, MergeRecord, MergeRow, MergeUndo};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(merges, merge))
        .routes(routes!(preview))
        .routes(routes!(one_merge))
        .routes(routes!(undo))
}

#[utoipa::path(get, path = "/api/v1/merges", tag = "merge", params(MergeFilter),
    responses((status = 200, body = Page<MergeRow>), (status = 404)))]
async fn merges(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<MergeFilter>,
) -> Result<Json<Page<MergeRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// Makes two records one.
#[utoipa::path(post, path = "/api/v1/merges", tag = "merge", request_body = MergeDraft,
    responses((status = 201, body = MergeRecord), (status = 404), (status = 409), (status = 422)))]
async fn merge(
    State(app): State<AppState>,
    who: Who,
    command: Command<MergeDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::merge).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Both {
    /// The record that stays.
    #[param(value_type = Uuid)]
    into_id: OrganisationId,
    /// The record that goes.
    #[param(value_type = Uuid)]
    from_id: OrganisationId,
}

/// Both records side by side, with what would move and what stands in the way.
#[utoipa::path(get, path = "/api/v1/merges/preview", tag = "merge", params(Both),
    responses((status = 200, body = MergePreview), (status = 404), (status = 422)))]
async fn preview(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Both>,
) -> Result<Json<MergePreview>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::preview(r, &asked, q.into_id, q.from_id)).await)
}

#[utoipa::path(get, path = "/api/v1/merges/{id}", tag = "merge", params(("id" = Uuid, Path)),
    responses((status = 200, body = MergeRecord), (status = 404)))]
async fn one_merge(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<MergeRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, MergeId(id))).await)
}

/// Makes them two again.
#[utoipa::path(post, path = "/api/v1/merges/{id}/undo", tag = "merge", params(("id" = Uuid, Path)),
    request_body = MergeUndo,
    responses((status = 200, body = MergeRecord), (status = 404), (status = 409), (status = 422)))]
async fn undo(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<MergeUndo>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::undo(tx, who, MergeId(id), b)).await
}
