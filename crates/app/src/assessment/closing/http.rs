//! Routes of closed periods.

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
use yinfeng_domain::id::ClosingId;

use super::{
    CloseMonth, ClosingList, ClosingPublish, ClosingReopen, ClosingStep, ClosingView, ReopenDecision,
    ScoreObjection, ScoreObjectionAnswer,
};
use crate::{
    assessment::http::year_or_now,
    floor::{
        AppState, Result,
        web::{Command, Problem, ProblemBody, Query, Who, attachment, done, write},
    },
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_closings, close_month))
        .routes(routes!(get_closing))
        .routes(routes!(closing_paper))
        .routes(routes!(publish_closing))
        .routes(routes!(object_to_closing))
        .routes(routes!(answer_closing_objection))
        .routes(routes!(make_closing_final))
        .routes(routes!(ask_to_reopen_closing))
        .routes(routes!(decide_reopening_closing))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ClosingQuery {
    /// The year of the day up to which figures are shown, unless another is asked for.
    year: Option<i64>,
}

/// The closed periods of a year, the latest first.
#[utoipa::path(get, path = "/api/v1/closings", tag = "assessment", params(ClosingQuery),
    responses((status = 200, body = ClosingList), (status = 404, body = ProblemBody)))]
async fn list_closings(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<ClosingQuery>,
) -> Result<Json<ClosingList>, Problem> {
    let asked = who.clone();
    let out = app.db.read(move |r| {
        let year = year_or_now(r, &asked, q.year)?;
        super::list(r, &asked, year)
    });
    done(&who, out.await)
}

/// Closes a month: freezes what its result is made from.
#[utoipa::path(post, path = "/api/v1/closings", tag = "assessment", request_body = CloseMonth,
    responses((status = 201, body = ClosingView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn close_month(
    State(app): State<AppState>,
    who: Who,
    command: Command<CloseMonth>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::close).await
}

/// A closed period with its result, made again from what was frozen.
#[utoipa::path(get, path = "/api/v1/closings/{id}", tag = "assessment", params(("id" = Uuid, Path)),
    responses((status = 200, body = ClosingView), (status = 404, body = ProblemBody)))]
async fn get_closing(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<ClosingView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::view(r, &asked, ClosingId(id))).await)
}

/// The result as a document: the same bytes whenever it is asked for.
#[utoipa::path(get, path = "/api/v1/closings/{id}/paper.docx", tag = "assessment", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (status = 404, body = ProblemBody)))]
async fn closing_paper(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let lang = who.lang;
    let (title, bytes) = app
        .db
        .report(move |r| super::paper(r, &who, ClosingId(id)))
        .await
        .map_err(|e| Problem::of(e, lang))?;
    Ok(attachment(DOCX, &format!("{title}.docx"), bytes.into()))
}

/// Shows the result to every unit and takes objections until a day.
#[utoipa::path(post, path = "/api/v1/closings/{id}/publish", tag = "assessment", params(("id" = Uuid, Path)),
    request_body = ClosingPublish,
    responses((status = 200, body = ClosingView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn publish_closing(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ClosingPublish>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::publish(tx, who, ClosingId(id), b))
        .await
}

/// A unit says what is wrong with a published result.
#[utoipa::path(post, path = "/api/v1/closings/{id}/objections", tag = "assessment", params(("id" = Uuid, Path)),
    request_body = ScoreObjection,
    responses((status = 200, body = ClosingView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn object_to_closing(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ScoreObjection>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::object(tx, who, ClosingId(id), b))
        .await
}

/// Decides on an objection.
#[utoipa::path(post, path = "/api/v1/closings/{id}/objections/{objection_id}/answer", tag = "assessment",
    params(("id" = Uuid, Path), ("objection_id" = Uuid, Path)), request_body = ScoreObjectionAnswer,
    responses((status = 200, body = ClosingView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn answer_closing_objection(
    State(app): State<AppState>,
    who: Who,
    Path((id, objection)): Path<(Uuid, Uuid)>,
    command: Command<ScoreObjectionAnswer>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::answer(tx, who, ClosingId(id), objection, b)
    })
    .await
}

/// Nothing stands against the result: it is final.
#[utoipa::path(post, path = "/api/v1/closings/{id}/final", tag = "assessment", params(("id" = Uuid, Path)),
    request_body = ClosingStep,
    responses((status = 200, body = ClosingView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn make_closing_final(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ClosingStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::make_final(tx, who, ClosingId(id), b))
        .await
}

/// Asks that the last closed period be opened again.
#[utoipa::path(post, path = "/api/v1/closings/{id}/reopening", tag = "assessment", params(("id" = Uuid, Path)),
    request_body = ClosingReopen,
    responses((status = 200, body = ClosingView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn ask_to_reopen_closing(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ClosingReopen>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::ask_to_reopen(tx, who, ClosingId(id), b)
    })
    .await
}

/// The second person agrees that a period be opened again, or does not.
#[utoipa::path(post, path = "/api/v1/closings/{id}/reopening/decide", tag = "assessment", params(("id" = Uuid, Path)),
    request_body = ReopenDecision,
    responses((status = 200, body = ClosingView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn decide_reopening_closing(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ReopenDecision>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::decide_reopening(tx, who, ClosingId(id), b)
    })
    .await
}
