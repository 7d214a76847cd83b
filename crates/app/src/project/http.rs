//! Routes of the project library, and of what is shown together with it: organisations with their projects, search.

mod investors;

use axum::{
    Extension, Json,
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
    Advance, DocumentDraft, DocumentRemoval, Filter, ProjectChange, ProjectCheck, ProjectRow, ProjectView,
    RecognitionView, SetStatus, StageCorrection,
    board::{self, Board, BoardFilter, BoardPage},
    document, export, gate, loss, parts, project_id as id_of,
    recognition::{self, Claim, Recognise, Refuse},
    search::{Finders, Found},
    secret::{self, ProjectEntry},
};
use crate::floor::{
    AppState, audit,
    db::page::Page,
    web::{Command, Problem, Query, Who, attachment, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(workbook))
        .routes(routes!(check))
        .routes(routes!(get_one, update))
        .routes(routes!(advance))
        .routes(routes!(set_status))
        .routes(routes!(join_bundle))
        .routes(routes!(leave_bundle))
        .routes(routes!(correct_date))
        .routes(routes!(add_document))
        .routes(routes!(remove_document))
        .routes(routes!(document_content))
        .routes(routes!(gates, publish_gates))
        .routes(routes!(check_gates))
        .routes(routes!(board_columns))
        .routes(routes!(board_column))
        .routes(routes!(history))
        .routes(routes!(claim))
        .routes(routes!(recognitions))
        .routes(routes!(recognise))
        .routes(routes!(send_back))
        .routes(routes!(reject))
        .routes(routes!(search))
        .merge(investors::router())
        .merge(secret::http::router())
        .merge(loss::http::router())
}

type Reply<T> = Result<Json<T>, Problem>;

#[utoipa::path(get, path = "/api/v1/projects", tag = "project", params(Filter),
    responses((status = 200, body = Page<ProjectRow>), (status = 404), (status = 422)))]
async fn list(State(app): State<AppState>, who: Who, Query(q): Query<Filter>) -> Reply<Page<ProjectRow>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

#[utoipa::path(post, path = "/api/v1/projects", tag = "project", request_body = ProjectEntry,
    responses((status = 201, body = ProjectView), (status = 404), (status = 422)))]
async fn create(
    State(app): State<AppState>,
    who: Who,
    command: Command<ProjectEntry>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, secret::enter).await
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
    let read = app.db.read(move |r| {
        let project = super::get(r, &asked, id_of(id))?;
        Ok((secret::is_to_note(r, &asked, &project)?, project))
    });
    let (is_to_note, project) = read.await.map_err(|e| Problem::of(e, who.lang))?;
    if is_to_note {
        let by = who.clone();
        let noted = app.db.write(move |tx| secret::note_read(tx, &by, id_of(id))).await;
        noted.map_err(|e| Problem::of(e, who.lang))?;
    }
    Ok(Json(project))
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

/// Makes a project a part of another one, which becomes a bundle.
#[utoipa::path(post, path = "/api/v1/projects/{id}/join", tag = "project", params(("id" = Uuid, Path)),
    request_body = parts::Join,
    responses((status = 200, body = ProjectView), (status = 404), (status = 409), (status = 422)))]
async fn join_bundle(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<parts::Join>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| parts::join(tx, who, id_of(id), b)).await
}

/// Makes a part of a bundle a project of its own again.
#[utoipa::path(post, path = "/api/v1/projects/{id}/leave", tag = "project", params(("id" = Uuid, Path)),
    request_body = parts::Leave,
    responses((status = 200, body = ProjectView), (status = 404), (status = 409), (status = 422)))]
async fn leave_bundle(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<parts::Leave>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| parts::leave(tx, who, id_of(id), b)).await
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

/// Puts the date of a stage right; the old date stays in the record.
#[utoipa::path(post, path = "/api/v1/projects/{id}/corrections", tag = "project", params(("id" = Uuid, Path)),
    request_body = StageCorrection,
    responses((status = 200, body = ProjectView), (status = 404), (status = 409), (status = 422)))]
async fn correct_date(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<StageCorrection>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::correct(tx, who, id_of(id), b)).await
}

/// Adds a file that was uploaded to `/api/v1/files`.
#[utoipa::path(post, path = "/api/v1/projects/{id}/documents", tag = "project", params(("id" = Uuid, Path)),
    request_body = DocumentDraft,
    responses((status = 201, body = ProjectView), (status = 404), (status = 409), (status = 422)))]
async fn add_document(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<DocumentDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| document::add(tx, who, id_of(id), b))
        .await
}

/// Takes a document away; it stays in the record with the reason.
#[utoipa::path(post, path = "/api/v1/projects/{id}/documents/remove", tag = "project", params(("id" = Uuid, Path)),
    request_body = DocumentRemoval,
    responses((status = 200, body = ProjectView), (status = 404), (status = 409), (status = 422)))]
async fn remove_document(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<DocumentRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| document::remove(tx, who, id_of(id), b)).await
}

/// The content of a document. Images and PDF are shown, anything else is only saved.
#[utoipa::path(get, path = "/api/v1/projects/{id}/documents/{no}", tag = "project",
    params(("id" = Uuid, Path), ("no" = i64, Path)),
    responses((status = 200, description = "the bytes", content_type = "application/octet-stream"), (status = 404)))]
async fn document_content(
    State(app): State<AppState>,
    who: Who,
    Path((id, no)): Path<(Uuid, i64)>,
) -> Result<Response, Problem> {
    let lang = who.lang;
    let found = app.db.read(move |r| document::content(r, &who, id_of(id), no)).await;
    let (sha, found) = found.map_err(|e| Problem::of(e, lang))?;
    let bytes = app.files.get(&sha).await.map_err(|e| Problem::of(e, lang))?;
    Ok(attachment(&found.media_type, &found.name, bytes))
}

/// What the stages need.
#[utoipa::path(get, path = "/api/v1/gates", tag = "project",
    responses((status = 200, body = gate::GatesView), (status = 404)))]
async fn gates(State(app): State<AppState>, who: Who) -> Reply<gate::GatesView> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| gate::table(r, &asked)).await)
}

/// Puts a new version of the table in force.
#[utoipa::path(post, path = "/api/v1/gates", tag = "project", request_body = gate::GatePublish,
    responses((status = 201, body = gate::GatesView), (status = 404), (status = 409), (status = 422)))]
async fn publish_gates(
    State(app): State<AppState>,
    who: Who,
    command: Command<gate::GatePublish>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, gate::publish).await
}

/// Reads a table and says what is wrong with it; nothing is kept.
#[utoipa::path(post, path = "/api/v1/gates/check", tag = "project", request_body = gate::GateText,
    responses((status = 200, body = gate::GateCheck), (status = 404)))]
async fn check_gates(who: Who, command: Command<gate::GateText>) -> Reply<gate::GateCheck> {
    done(&who, gate::check_table(&who, &command.body))
}

/// Projects that go on, by stage: counts, totals, and the first cards of each.
#[utoipa::path(get, path = "/api/v1/board", tag = "project", params(BoardFilter),
    responses((status = 200, body = Board), (status = 404), (status = 422)))]
async fn board_columns(State(app): State<AppState>, who: Who, Query(q): Query<BoardFilter>) -> Reply<Board> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| board::board(r, &asked, &q)).await)
}

/// More cards of one stage.
#[utoipa::path(get, path = "/api/v1/board/{stage}", tag = "project",
    params(("stage" = String, Path), BoardFilter),
    responses((status = 200, body = BoardPage), (status = 404), (status = 422)))]
async fn board_column(
    State(app): State<AppState>,
    who: Who,
    Path(stage): Path<String>,
    Query(q): Query<BoardFilter>,
) -> Reply<BoardPage> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| board::column(r, &asked, &stage, &q)).await)
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

/// One box over projects, organisations and contacts.
#[utoipa::path(get, path = "/api/v1/search", tag = "project", params(SearchQuery),
    responses((status = 200, body = Found)))]
async fn search(
    State(app): State<AppState>,
    Extension(finders): Extension<Finders>,
    who: Who,
    Query(q): Query<SearchQuery>,
) -> Reply<Found> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::search::search(r, &asked, &finders, &q.q)).await)
}
