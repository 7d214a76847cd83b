//! Routes of the room `review`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::RoundId;

use super::{
    Meeting, ObjectionAnswer, ObjectionDraft, ReviewOpinion, RoundDraft, RoundFilter, RoundRow, RoundStep,
    RoundView,
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_rounds, open_round))
        .routes(routes!(get_round))
        .routes(routes!(give_opinion))
        .routes(routes!(hold_meeting))
        .routes(routes!(raise_objection))
        .routes(routes!(answer_objection))
        .routes(routes!(finish_round))
}

/// Rounds of joint review, the latest first.
#[utoipa::path(get, path = "/api/v1/rounds", tag = "review", params(RoundFilter),
    responses((status = 200, body = Page<RoundRow>), (status = 404), (status = 422)))]
async fn list_rounds(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<RoundFilter>,
) -> Result<Json<Page<RoundRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// Opens a round of claims that wait for a decision.
#[utoipa::path(post, path = "/api/v1/rounds", tag = "review", request_body = RoundDraft,
    responses((status = 201, body = RoundView), (status = 404), (status = 422)))]
async fn open_round(
    State(app): State<AppState>,
    who: Who,
    command: Command<RoundDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::open).await
}

#[utoipa::path(get, path = "/api/v1/rounds/{id}", tag = "review", params(("id" = Uuid, Path)),
    responses((status = 200, body = RoundView), (status = 404)))]
async fn get_round(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<RoundView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, RoundId(id))).await)
}

/// A department says what it thinks of a receipt.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/opinions", tag = "review", params(("id" = Uuid, Path)),
    request_body = ReviewOpinion,
    responses((status = 200, body = RoundView), (status = 404), (status = 409), (status = 422)))]
async fn give_opinion(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ReviewOpinion>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::opine(tx, who, RoundId(id), b)).await
}

/// The meeting decides on every receipt of the round.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/meeting", tag = "review", params(("id" = Uuid, Path)),
    request_body = Meeting,
    responses((status = 200, body = RoundView), (status = 404), (status = 409), (status = 422)))]
async fn hold_meeting(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Meeting>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::meet(tx, who, RoundId(id), b)).await
}

/// A unit objects to a decision while it is shown.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/objections", tag = "review", params(("id" = Uuid, Path)),
    request_body = ObjectionDraft,
    responses((status = 200, body = RoundView), (status = 404), (status = 409), (status = 422)))]
async fn raise_objection(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ObjectionDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::object(tx, who, RoundId(id), b)).await
}

/// Answers an objection.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/objections/{objection_id}/answer", tag = "review",
    params(("id" = Uuid, Path), ("objection_id" = Uuid, Path)), request_body = ObjectionAnswer,
    responses((status = 200, body = RoundView), (status = 404), (status = 409), (status = 422)))]
async fn answer_objection(
    State(app): State<AppState>,
    who: Who,
    Path((id, objection)): Path<(Uuid, Uuid)>,
    command: Command<ObjectionAnswer>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::answer(tx, who, RoundId(id), objection, b)
    })
    .await
}

/// The notice is over, every objection has its answer: the decisions are final.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/finish", tag = "review", params(("id" = Uuid, Path)),
    request_body = RoundStep,
    responses((status = 200, body = RoundView), (status = 404), (status = 409)))]
async fn finish_round(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<RoundStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::finish(tx, who, RoundId(id), b)).await
}
