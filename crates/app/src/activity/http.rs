//! Routes of the room `activity`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{Event, EventChange, EventDraft};
use crate::floor::{
    AppState,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(events, create_event)).routes(routes!(event, update_event))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Span {
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    #[param(value_type = Option<String>)]
    to: Option<Date>,
}

#[derive(Serialize, ToSchema)]
pub struct EventList {
    pub items: Vec<Event>,
}

/// Events of a span, the latest first.
#[utoipa::path(get, path = "/api/v1/events", tag = "activity", params(Span), responses((status = 200, body = EventList), (status = 404)))]
async fn events(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Span>,
) -> Result<Json<EventList>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| Ok(EventList { items: super::list(r, &asked, q.from, q.to)? })).await)
}

#[utoipa::path(get, path = "/api/v1/events/{id}", tag = "activity", params(("id" = Uuid, Path)),
    responses((status = 200, body = Event), (status = 404)))]
async fn event(State(app): State<AppState>, who: Who, Path(id): Path<Uuid>) -> Result<Json<Event>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, id)).await)
}

#[utoipa::path(post, path = "/api/v1/events", tag = "activity", request_body = EventDraft, responses((status = 201, body = Event)))]
async fn create_event(
    State(app): State<AppState>,
    who: Who,
    command: Command<EventDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::create).await
}

#[utoipa::path(put, path = "/api/v1/events/{id}", tag = "activity", params(("id" = Uuid, Path)), request_body = EventChange,
    responses((status = 200, body = Event), (status = 404), (status = 409, body = crate::floor::web::ProblemBody)))]
async fn update_event(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<EventChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, body| super::update(tx, who, id, body)).await
}
