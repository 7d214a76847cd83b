//! Routes of the book of recognition.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::FundId;

use super::{BookFilter, BookPage, RecognisedView};
use crate::{
    assessment::{
        http::ScoreQuery,
        ruling::{self, CountedDraft, RulingDraft},
    },
    floor::{
        AppState, Result,
        web::{Command, Problem, ProblemBody, Query, Who, done, write},
    },
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(get_book))
        .routes(routes!(get_recognised))
        .routes(routes!(post_ruling))
        .routes(routes!(put_counted))
}

/// Claimed, verified, recognised and credited, receipt by receipt, with the rule that refused.
#[utoipa::path(get, path = "/api/v1/book", tag = "assessment", params(BookFilter),
    responses((status = 200, body = BookPage), (status = 404, body = ProblemBody)))]
async fn get_book(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<BookFilter>,
) -> Result<Json<BookPage>, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    done(&who, app.db.read(move |r| super::book(r, &asked, &place, &q)).await)
}

/// What the scheme's rules make of one receipt, step by step.
#[utoipa::path(get, path = "/api/v1/book/{fund_id}", tag = "assessment", params(("fund_id" = Uuid, Path), ScoreQuery),
    responses((status = 200, body = RecognisedView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn get_recognised(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Query(q): Query<ScoreQuery>,
) -> Result<Json<RecognisedView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::recognised(r, &asked, FundId(id), &q.into())).await)
}

/// Records what a meeting decided of a receipt, above the rules.
#[utoipa::path(post, path = "/api/v1/book/{fund_id}/rulings", tag = "assessment", params(("fund_id" = Uuid, Path)),
    request_body = RulingDraft,
    responses((status = 201, body = RecognisedView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn post_ruling(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<RulingDraft>,
) -> Result<Response, Problem> {
    let status = StatusCode::CREATED;
    write(&app, who, status, command, move |tx, who, b| ruling::rule(tx, who, FundId(id), b)).await
}

/// Notes what of a receipt counted before.
#[utoipa::path(put, path = "/api/v1/book/{fund_id}/counted", tag = "assessment", params(("fund_id" = Uuid, Path)),
    request_body = CountedDraft,
    responses((status = 200, body = RecognisedView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn put_counted(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<CountedDraft>,
) -> Result<Response, Problem> {
    let status = StatusCode::OK;
    write(&app, who, status, command, move |tx, who, b| ruling::note_counted(tx, who, FundId(id), b)).await
}
