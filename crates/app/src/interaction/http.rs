//! Routes of the room `interaction`.

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
use yinfeng_domain::id::{InteractionId, UnitId};

use super::{
    ClashQuestion, Clashes, Filter, InteractionChange, InteractionDraft, InteractionPeople,
    InteractionRecord, InteractionRow, InteractionRules, InteractionSaved, InteractionStep, QuietFilter,
    QuietRow,
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(interactions, enter_interaction))
        .routes(routes!(interaction_clashes))
        .routes(routes!(quiet_investors))
        .routes(routes!(interaction_people))
        .routes(routes!(interaction_rules, set_interaction_rules))
        .routes(routes!(one_interaction, change_interaction))
        .routes(routes!(finish_interaction))
        .routes(routes!(remove_interaction))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OfUnit {
    unit: Uuid,
}

/// Interactions that may be read, the latest first.
#[utoipa::path(get, path = "/api/v1/interactions", tag = "interaction", params(Filter),
    responses((status = 200, body = Page<InteractionRow>), (status = 404), (status = 422)))]
async fn interactions(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<Page<InteractionRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

#[utoipa::path(post, path = "/api/v1/interactions", tag = "interaction", request_body = InteractionDraft,
    responses((status = 201, body = InteractionSaved), (status = 404), (status = 422)))]
async fn enter_interaction(
    State(app): State<AppState>,
    who: Who,
    command: Command<InteractionDraft>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::create(tx, who, &keys, b)).await
}

/// Visits of other units to the same firm or its group, around a day.
#[utoipa::path(get, path = "/api/v1/interactions/clashes", tag = "interaction", params(ClashQuestion),
    responses((status = 200, body = Clashes), (status = 404), (status = 422)))]
async fn interaction_clashes(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<ClashQuestion>,
) -> Result<Json<Clashes>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::clash(r, &asked, &q)).await)
}

/// Investors that a unit has not been in touch with for long, the longest first.
#[utoipa::path(get, path = "/api/v1/interactions/quiet", tag = "interaction", params(QuietFilter),
    responses((status = 200, body = Page<QuietRow>), (status = 404), (status = 422)))]
async fn quiet_investors(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<QuietFilter>,
) -> Result<Json<Page<QuietRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::quiet(r, &asked, &q)).await)
}

/// Who of a unit may take part, or take on a next step.
#[utoipa::path(get, path = "/api/v1/interactions/people", tag = "interaction", params(OfUnit),
    responses((status = 200, body = InteractionPeople), (status = 404)))]
async fn interaction_people(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<OfUnit>,
) -> Result<Json<InteractionPeople>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::people(r, &asked, UnitId(q.unit))).await)
}

/// The days within which visits clash, and after which an investor is quiet.
#[utoipa::path(get, path = "/api/v1/interactions/rules", tag = "interaction",
    responses((status = 200, body = InteractionRules), (status = 404)))]
async fn interaction_rules(State(app): State<AppState>, who: Who) -> Result<Json<InteractionRules>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::rules(r, &asked)).await)
}

#[utoipa::path(put, path = "/api/v1/interactions/rules", tag = "interaction", request_body = InteractionRules,
    responses((status = 200, body = InteractionRules), (status = 404), (status = 422)))]
async fn set_interaction_rules(
    State(app): State<AppState>,
    who: Who,
    command: Command<InteractionRules>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::set_rules).await
}

#[utoipa::path(get, path = "/api/v1/interactions/{id}", tag = "interaction", params(("id" = Uuid, Path)),
    responses((status = 200, body = InteractionRecord), (status = 404)))]
async fn one_interaction(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<InteractionRecord>, Problem> {
    let (asked, keys) = (who.clone(), app.keys.clone());
    done(&who, app.db.read(move |r| super::get(r, &asked, &keys, InteractionId(id))).await)
}

#[utoipa::path(put, path = "/api/v1/interactions/{id}", tag = "interaction", params(("id" = Uuid, Path)),
    request_body = InteractionChange,
    responses((status = 200, body = InteractionSaved), (status = 404), (status = 409), (status = 422)))]
async fn change_interaction(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<InteractionChange>,
) -> Result<Response, Problem> {
    let (keys, id) = (app.keys.clone(), InteractionId(id));
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::update(tx, who, &keys, id, b)).await
}

/// The next step is done.
#[utoipa::path(post, path = "/api/v1/interactions/{id}/finish", tag = "interaction", params(("id" = Uuid, Path)),
    request_body = InteractionStep,
    responses((status = 200, body = InteractionSaved), (status = 404), (status = 409), (status = 422)))]
async fn finish_interaction(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<InteractionStep>,
) -> Result<Response, Problem> {
    let (keys, id) = (app.keys.clone(), InteractionId(id));
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::finish(tx, who, &keys, id, b)).await
}

/// Takes out what did not take place.
#[utoipa::path(post, path = "/api/v1/interactions/{id}/remove", tag = "interaction", params(("id" = Uuid, Path)),
    request_body = InteractionStep,
    responses((status = 204), (status = 404), (status = 409), (status = 422)))]
async fn remove_interaction(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<InteractionStep>,
) -> Result<Response, Problem> {
    let (keys, id) = (app.keys.clone(), InteractionId(id));
    write(&app, who, StatusCode::NO_CONTENT, command, move |tx, who, b| super::remove(tx, who, &keys, id, b))
        .await
}
