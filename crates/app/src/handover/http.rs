//! Routes of the room `handover`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::HandoverId;

use super::{
    Filter, HandoverAnswer, HandoverDraft, HandoverGiver, HandoverHeldList, HandoverRecord, HandoverRow,
    HandoverWaiver, HandoverWaiverView,
};
use crate::floor::{
    AppState, Result,
    db::{Tx, page::Page},
    seal::Keys,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(handovers, open_handover))
        .routes(routes!(held))
        .routes(routes!(handover_waivers, waive_handover))
        .routes(routes!(one_handover))
        .routes(routes!(accept_handover))
        .routes(routes!(refuse_handover))
        .routes(routes!(withdraw_handover))
}

type Reply<T> = Result<Json<T>, Problem>;

#[utoipa::path(get, path = "/api/v1/handovers", tag = "handover", params(Filter),
    responses((status = 200, body = Page<HandoverRow>), (status = 404)))]
async fn handovers(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Reply<Page<HandoverRow>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// What a person or a unit holds, of that which the reader may know.
#[utoipa::path(get, path = "/api/v1/handovers/held", tag = "handover", params(HandoverGiver),
    responses((status = 200, body = HandoverHeldList), (status = 404), (status = 422)))]
async fn held(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<HandoverGiver>,
) -> Reply<HandoverHeldList> {
    let (asked, keys) = (who.clone(), app.keys.clone());
    done(&who, app.db.read(move |r| super::held(r, &asked, &keys, q)).await)
}

/// Gives what somebody holds to successors; each line waits for the unit that is to receive it.
#[utoipa::path(post, path = "/api/v1/handovers", tag = "handover", request_body = HandoverDraft,
    responses((status = 201, body = HandoverOpened), (status = 404), (status = 409), (status = 422)))]
async fn open_handover(
    State(app): State<AppState>,
    who: Who,
    command: Command<HandoverDraft>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::open(tx, who, &keys, b).map(|record| HandoverOpened::of(&record))
    })
    .await
}

/// What was written; answers are kept, and the record names persons.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HandoverOpened {
    #[schema(value_type = Uuid)]
    pub id: HandoverId,
    pub code: String,
    pub state: String,
    pub version: i64,
}

impl HandoverOpened {
    fn of(record: &HandoverRecord) -> Self {
        let row = &record.row;
        Self { id: row.id, code: row.code.clone(), state: row.state.code().into(), version: row.version }
    }
}

#[utoipa::path(get, path = "/api/v1/handovers/{id}", tag = "handover", params(("id" = Uuid, Path)),
    responses((status = 200, body = HandoverRecord), (status = 404)))]
async fn one_handover(State(app): State<AppState>, who: Who, Path(id): Path<Uuid>) -> Reply<HandoverRecord> {
    let (asked, keys) = (who.clone(), app.keys.clone());
    done(&who, app.db.read(move |r| super::get(r, &asked, &keys, HandoverId(id))).await)
}

/// What is done with all lines that are the reader's to answer or to take back.
type Step = fn(&Tx<'_>, &Who, &Keys, HandoverId, &HandoverAnswer) -> Result<HandoverRecord>;

async fn step(
    app: AppState,
    who: Who,
    id: Uuid,
    what: Step,
    command: Command<HandoverAnswer>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        what(tx, who, &keys, HandoverId(id), b).map(|record| HandoverOpened::of(&record))
    })
    .await
}

/// Takes over all that waits for the reader's units.
#[utoipa::path(post, path = "/api/v1/handovers/{id}/accept", tag = "handover", params(("id" = Uuid, Path)),
    request_body = HandoverAnswer,
    responses((status = 200, body = HandoverOpened), (status = 404), (status = 409), (status = 422)))]
async fn accept_handover(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<HandoverAnswer>,
) -> Result<Response, Problem> {
    step(app, who, id, super::accept, command).await
}

/// Does not take what waits for the reader's units.
#[utoipa::path(post, path = "/api/v1/handovers/{id}/refuse", tag = "handover", params(("id" = Uuid, Path)),
    request_body = HandoverAnswer,
    responses((status = 200, body = HandoverOpened), (status = 404), (status = 409), (status = 422)))]
async fn refuse_handover(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<HandoverAnswer>,
) -> Result<Response, Problem> {
    step(app, who, id, super::refuse, command).await
}

/// Takes back what nobody has answered yet.
#[utoipa::path(post, path = "/api/v1/handovers/{id}/withdraw", tag = "handover", params(("id" = Uuid, Path)),
    request_body = HandoverAnswer,
    responses((status = 200, body = HandoverOpened), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_handover(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<HandoverAnswer>,
) -> Result<Response, Problem> {
    step(app, who, id, super::withdraw, command).await
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HandoverWaiverList {
    pub items: Vec<HandoverWaiverView>,
}

/// Who may go without a hand-over today.
#[utoipa::path(get, path = "/api/v1/handovers/waivers", tag = "handover",
    responses((status = 200, body = HandoverWaiverList), (status = 404)))]
async fn handover_waivers(State(app): State<AppState>, who: Who) -> Reply<HandoverWaiverList> {
    let asked = who.clone();
    let found = app.db.read(move |r| super::waivers(r, &asked)).await;
    done(&who, found.map(|items| HandoverWaiverList { items }))
}

/// Lets somebody go, or a unit end, without a hand-over.
#[utoipa::path(post, path = "/api/v1/handovers/waivers", tag = "handover", request_body = HandoverWaiver,
    responses((status = 201, body = HandoverWaiverView), (status = 404), (status = 422)))]
async fn waive_handover(
    State(app): State<AppState>,
    who: Who,
    command: Command<HandoverWaiver>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::waive).await
}
