//! Routes of the project library, and of what is shown together with it: organisations with their projects, search.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{OrganisationId, RecognitionId};

use super::{
    Advance, Filter, ProjectChange, ProjectCheck, ProjectDraft, ProjectRow, ProjectView, RecognitionView,
    SetStatus, export,
    organisation::{self, OrganisationView, OrganisationWithSums},
    project_id as id_of,
    recognition::{self, Claim, Recognise, Refuse},
    search::Found,
};
use crate::{
    floor::{
        AppState, audit,
        db::page::Page,
        web::{Command, Problem, Query, Who, done, write},
    },
    investor,
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(workbook))
        .routes(routes!(check))
        .routes(routes!(get_one, update))
        .routes(routes!(advance))
        .routes(routes!(set_status))
        .routes(routes!(history))
        .routes(routes!(claim))
        .routes(routes!(recognitions))
        .routes(routes!(recognise))
        .routes(routes!(send_back))
        .routes(routes!(reject))
        .routes(routes!(search))
        .routes(routes!(organisations))
        .routes(routes!(one_organisation))
}

type Reply<T> = Result<Json<T>, Problem>;

#[utoipa::path(get, path = "/api/v1/projects", tag = "project", params(Filter),
    responses((status = 200, body = Page<ProjectRow>), (status = 404), (status = 422)))]
async fn list(State(app): State<AppState>, who: Who, Query(q): Query<Filter>) -> Reply<Page<ProjectRow>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

#[utoipa::path(post, path = "/api/v1/projects", tag = "project", request_body = ProjectDraft,
    responses((status = 201, body = ProjectView), (status = 404), (status = 422)))]
async fn create(
    State(app): State<AppState>,
    who: Who,
    command: Command<ProjectDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::create).await
}

/// The list as .xlsx, with the same filters.
#[utoipa::path(get, path = "/api/v1/projects.xlsx", tag = "project", params(Filter),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
              (status = 404), (status = 422)))]
async fn workbook(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Response, Problem> {
    let asked = who.clone();
    let told = export::told(&q);
    let made = app.db.report(move |r| export::workbook(r, &asked, &q)).await;
    let bytes = made.map_err(|e| Problem::of(e, who.lang))?;
    let by = who.clone();
    let noted =
        app.db.write(move |tx| audit::record(tx, &by, "project.export", "project", None, &told)).await;
    noted.map_err(|e| Problem::of(e, who.lang))?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"projects.xlsx\""),
    ];
    Ok((headers, bytes).into_response())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CheckQuery {
    #[serde(default)]
    name: String,
    #[param(value_type = Option<Uuid>)]
    organisation_id: Option<OrganisationId>,
}

#[utoipa::path(get, path = "/api/v1/projects/check", tag = "project", params(CheckQuery),
    responses((status = 200, body = ProjectCheck), (status = 404)))]
async fn check(State(app): State<AppState>, who: Who, Query(q): Query<CheckQuery>) -> Reply<ProjectCheck> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::check(r, &asked, &q.name, q.organisation_id)).await)
}

#[utoipa::path(get, path = "/api/v1/projects/{id}", tag = "project", params(("id" = Uuid, Path)),
    responses((status = 200, body = ProjectView), (status = 404)))]
async fn get_one(State(app): State<AppState>, who: Who, Path(id): Path<Uuid>) -> Reply<ProjectView> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, id_of(id))).await)
}

#[utoipa::path(put, path = "/api/v1/projects/{id}", tag = "project", params(("id" = Uuid, Path)),
    request_body = ProjectChange,
    responses((status = 200, body = ProjectView), (status = 404), (status = 409), (status = 422)))]
async fn update(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ProjectChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::update(tx, who, id_of(id), b)).await
}

#[utoipa::path(post, path = "/api/v1/projects/{id}/advance", tag = "project", params(("id" = Uuid, Path)),
    request_body = Advance,
    responses((status = 200, body = ProjectView), (status = 404), (status = 409), (status = 422)))]
async fn advance(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Advance>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::advance(tx, who, id_of(id), b)).await
}

#[utoipa::path(post, path = "/api/v1/projects/{id}/status", tag = "project", params(("id" = Uuid, Path)),
    request_body = SetStatus,
    responses((status = 200, body = ProjectView), (status = 404), (status = 409), (status = 422)))]
async fn set_status(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SetStatus>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::set_status(tx, who, id_of(id), b))
        .await
}

#[derive(Debug, Serialize, ToSchema)]
struct History {
    items: Vec<audit::Row>,
}

/// What happened to a project, newest first.
#[utoipa::path(get, path = "/api/v1/projects/{id}/history", tag = "project", params(("id" = Uuid, Path)),
    responses((status = 200, body = History), (status = 404)))]
async fn history(State(app): State<AppState>, who: Who, Path(id): Path<Uuid>) -> Reply<History> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| Ok(History { items: super::history(r, &asked, id_of(id))? })).await)
}

#[utoipa::path(post, path = "/api/v1/projects/{id}/recognitions", tag = "project", params(("id" = Uuid, Path)),
    request_body = Claim,
    responses((status = 201, body = RecognitionView), (status = 404), (status = 409), (status = 422)))]
async fn claim(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Claim>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        recognition::claim(tx, who, id_of(id), b)
    })
    .await
}

#[utoipa::path(get, path = "/api/v1/recognitions", tag = "project", params(recognition::Filter),
    responses((status = 200, body = Page<RecognitionView>), (status = 404)))]
async fn recognitions(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<recognition::Filter>,
) -> Reply<Page<RecognitionView>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| recognition::list(r, &asked, &q)).await)
}

#[utoipa::path(post, path = "/api/v1/recognitions/{id}/recognise", tag = "project", params(("id" = Uuid, Path)),
    request_body = Recognise,
    responses((status = 200, body = RecognitionView), (status = 404), (status = 409), (status = 422)))]
async fn recognise(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Recognise>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        recognition::recognise(tx, who, RecognitionId(id), b)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/recognitions/{id}/return", tag = "project", params(("id" = Uuid, Path)),
    request_body = Refuse,
    responses((status = 200, body = RecognitionView), (status = 404), (status = 409), (status = 422)))]
async fn send_back(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Refuse>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        recognition::send_back(tx, who, RecognitionId(id), b)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/recognitions/{id}/reject", tag = "project", params(("id" = Uuid, Path)),
    request_body = Refuse,
    responses((status = 200, body = RecognitionView), (status = 404), (status = 409), (status = 422)))]
async fn reject(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Refuse>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        recognition::reject(tx, who, RecognitionId(id), b)
    })
    .await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    #[serde(default)]
    q: String,
}

/// One box over projects and organisations.
#[utoipa::path(get, path = "/api/v1/search", tag = "project", params(SearchQuery),
    responses((status = 200, body = Found)))]
async fn search(State(app): State<AppState>, who: Who, Query(q): Query<SearchQuery>) -> Reply<Found> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::search::search(r, &asked, &q.q)).await)
}

#[utoipa::path(get, path = "/api/v1/organisations", tag = "investor", params(investor::Filter),
    responses((status = 200, body = Page<OrganisationWithSums>), (status = 404)))]
async fn organisations(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<investor::Filter>,
) -> Reply<Page<OrganisationWithSums>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| organisation::list(r, &asked, &q)).await)
}

#[utoipa::path(get, path = "/api/v1/organisations/{id}", tag = "investor", params(("id" = Uuid, Path)),
    responses((status = 200, body = OrganisationView), (status = 404)))]
async fn one_organisation(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Reply<OrganisationView> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| organisation::get(r, &asked, OrganisationId(id))).await)
}
