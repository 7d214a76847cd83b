//! Routes of the room `timeline`.

use axum::{
    Json,
    extract::{Path, State},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::ProjectId;

use super::{Filter, Timeline};
use crate::floor::{
    AppState,
    web::{Problem, Query, Who, done},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(timeline))
}

/// What happened to a project, newest first.
#[utoipa::path(get, path = "/api/v1/projects/{id}/timeline", tag = "timeline",
    params(("id" = Uuid, Path), Filter), responses((status = 200, body = Timeline), (status = 404), (status = 422)))]
async fn timeline(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Query(q): Query<Filter>,
) -> Result<Json<Timeline>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::of_project(r, &asked, ProjectId(id), &q)).await)
}
