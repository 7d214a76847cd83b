//! Routes of the room `supervision`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{InstructionId, SupervisionId};

use super::{
    Filter, InstructionDraft, InstructionFilter, InstructionHanding, InstructionRecord, InstructionRow,
    LevelsPublish, LevelsView, SupervisionDraft, SupervisionEscalation, SupervisionRecord, SupervisionRow,
    SupervisionStep,
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, attachment, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(supervisions, issue_supervision))
        .routes(routes!(one_supervision))
        .routes(routes!(supervision_docx))
        .routes(routes!(answer_supervision))
        .routes(routes!(send_back_supervision))
        .routes(routes!(close_supervision))
        .routes(routes!(interview_supervision))
        .routes(routes!(cancel_supervision))
        .routes(routes!(escalate_supervision))
        .routes(routes!(instructions, give_instruction))
        .routes(routes!(one_instruction))
        .routes(routes!(hand_on_instruction))
        .routes(routes!(supervision_levels, publish_supervision_levels))
}

/// Notes, the most urgent first.
#[utoipa::path(get, path = "/api/v1/supervisions", tag = "supervision", params(Filter),
    responses((status = 200, body = Page<SupervisionRow>), (status = 404), (status = 422)))]
async fn supervisions(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<Page<SupervisionRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

#[utoipa::path(post, path = "/api/v1/supervisions", tag = "supervision", request_body = SupervisionDraft,
    responses((status = 201, body = SupervisionRecord), (status = 404), (status = 422)))]
async fn issue_supervision(
    State(app): State<AppState>,
    who: Who,
    command: Command<SupervisionDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::issue).await
}

#[utoipa::path(get, path = "/api/v1/supervisions/{id}", tag = "supervision", params(("id" = Uuid, Path)),
    responses((status = 200, body = SupervisionRecord), (status = 404)))]
async fn one_supervision(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<SupervisionRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, SupervisionId(id))).await)
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The note as an official document, with the slip for the answer.
#[utoipa::path(get, path = "/api/v1/supervisions/{id}/docx", tag = "supervision", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = DOCX, body = Vec<u8>), (status = 404)))]
async fn supervision_docx(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let asked = who.clone();
    let made = app.db.report(move |r| super::document(r, &asked, SupervisionId(id))).await;
    let (title, bytes) = made.map_err(|e| Problem::of(e, who.lang))?;
    Ok(attachment(DOCX, &format!("{title}.docx"), bytes.into()))
}

/// The unit says what was done.
#[utoipa::path(post, path = "/api/v1/supervisions/{id}/answer", tag = "supervision", params(("id" = Uuid, Path)),
    request_body = SupervisionStep,
    responses((status = 200, body = SupervisionRecord), (status = 404), (status = 409), (status = 422)))]
async fn answer_supervision(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupervisionStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::answer(tx, who, SupervisionId(id), b))
        .await
}

/// The answer is not enough: back to the unit.
#[utoipa::path(post, path = "/api/v1/supervisions/{id}/return", tag = "supervision", params(("id" = Uuid, Path)),
    request_body = SupervisionStep,
    responses((status = 200, body = SupervisionRecord), (status = 404), (status = 409), (status = 422)))]
async fn send_back_supervision(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupervisionStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::send_back(tx, who, SupervisionId(id), b)
    })
    .await
}

/// Confirms that it is done: the office, never who answered.
#[utoipa::path(post, path = "/api/v1/supervisions/{id}/close", tag = "supervision", params(("id" = Uuid, Path)),
    request_body = SupervisionStep,
    responses((status = 200, body = SupervisionRecord), (status = 404), (status = 409), (status = 422)))]
async fn close_supervision(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupervisionStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::close(tx, who, SupervisionId(id), b))
        .await
}

/// Writes down a talk with whoever answers for the unit.
#[utoipa::path(post, path = "/api/v1/supervisions/{id}/interview", tag = "supervision", params(("id" = Uuid, Path)),
    request_body = SupervisionStep,
    responses((status = 200, body = SupervisionRecord), (status = 404), (status = 409), (status = 422)))]
async fn interview_supervision(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupervisionStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::interview(tx, who, SupervisionId(id), b)
    })
    .await
}

/// Takes back what was not answered yet.
#[utoipa::path(post, path = "/api/v1/supervisions/{id}/cancel", tag = "supervision", params(("id" = Uuid, Path)),
    request_body = SupervisionStep,
    responses((status = 200, body = SupervisionRecord), (status = 404), (status = 409), (status = 422)))]
async fn cancel_supervision(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupervisionStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::cancel(tx, who, SupervisionId(id), b))
        .await
}

/// To the next level, because the unit is late.
#[utoipa::path(post, path = "/api/v1/supervisions/{id}/escalate", tag = "supervision", params(("id" = Uuid, Path)),
    request_body = SupervisionEscalation,
    responses((status = 200, body = SupervisionRecord), (status = 404), (status = 409), (status = 422)))]
async fn escalate_supervision(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SupervisionEscalation>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::escalate(tx, who, SupervisionId(id), b)
    })
    .await
}

/// What leaders instructed, the newest first.
#[utoipa::path(get, path = "/api/v1/instructions", tag = "supervision", params(InstructionFilter),
    responses((status = 200, body = Page<InstructionRow>), (status = 404), (status = 422)))]
async fn instructions(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<InstructionFilter>,
) -> Result<Json<Page<InstructionRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::instructions(r, &asked, &q)).await)
}

/// Keeps what a leader instructed and hands it to units.
#[utoipa::path(post, path = "/api/v1/instructions", tag = "supervision", request_body = InstructionDraft,
    responses((status = 201, body = InstructionRecord), (status = 404), (status = 422)))]
async fn give_instruction(
    State(app): State<AppState>,
    who: Who,
    command: Command<InstructionDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::instruct).await
}

#[utoipa::path(get, path = "/api/v1/instructions/{id}", tag = "supervision", params(("id" = Uuid, Path)),
    responses((status = 200, body = InstructionRecord), (status = 404)))]
async fn one_instruction(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<InstructionRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::instruction(r, &asked, InstructionId(id))).await)
}

/// Hands an instruction to more units.
#[utoipa::path(post, path = "/api/v1/instructions/{id}/hand-on", tag = "supervision", params(("id" = Uuid, Path)),
    request_body = InstructionHanding,
    responses((status = 200, body = InstructionRecord), (status = 404), (status = 409), (status = 422)))]
async fn hand_on_instruction(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<InstructionHanding>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::hand_on(tx, who, InstructionId(id), b))
        .await
}

/// The levels of notes in force.
#[utoipa::path(get, path = "/api/v1/supervision-levels", tag = "supervision",
    responses((status = 200, body = LevelsView), (status = 404)))]
async fn supervision_levels(State(app): State<AppState>, who: Who) -> Result<Json<LevelsView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::table(r, &asked)).await)
}

/// Puts another table of levels in force.
#[utoipa::path(post, path = "/api/v1/supervision-levels", tag = "supervision", request_body = LevelsPublish,
    responses((status = 200, body = LevelsView), (status = 404), (status = 409), (status = 422)))]
async fn publish_supervision_levels(
    State(app): State<AppState>,
    who: Who,
    command: Command<LevelsPublish>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::publish).await
}
