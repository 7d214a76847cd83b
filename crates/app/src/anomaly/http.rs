//! Routes of the room `anomaly`.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{AnomalyList, AnomalyPublish, AnomalyStep, AnomalyTableView, AnomalyView, Filter, rule};
use crate::floor::{
    AppState,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(anomalies))
        .routes(routes!(clear_anomaly))
        .routes(routes!(reopen_anomaly))
        .routes(routes!(anomaly_rules, publish_anomaly_rules))
}

/// Signals of some months, with the rows behind them.
#[utoipa::path(get, path = "/api/v1/anomalies", tag = "anomaly", params(Filter),
    responses((status = 200, body = AnomalyList), (status = 404), (status = 422)))]
async fn anomalies(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<AnomalyList>, Problem> {
    let asked = who.clone();
    done(&who, app.db.report(move |r| super::list(r, &asked, &q)).await)
}

/// Clears a signal with a reason: a reviewer who had no hand in its rows.
#[utoipa::path(post, path = "/api/v1/anomalies/clear", tag = "anomaly", request_body = AnomalyStep,
    responses((status = 200, body = AnomalyView), (status = 404), (status = 409), (status = 422)))]
async fn clear_anomaly(
    State(app): State<AppState>,
    who: Who,
    command: Command<AnomalyStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::clear).await
}

/// Takes back that a signal was cleared.
#[utoipa::path(post, path = "/api/v1/anomalies/reopen", tag = "anomaly", request_body = AnomalyStep,
    responses((status = 200, body = AnomalyView), (status = 404), (status = 409), (status = 422)))]
async fn reopen_anomaly(
    State(app): State<AppState>,
    who: Who,
    command: Command<AnomalyStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::reopen).await
}

/// The rules by which signals are looked for.
#[utoipa::path(get, path = "/api/v1/anomalies/rules", tag = "anomaly",
    responses((status = 200, body = AnomalyTableView), (status = 404)))]
async fn anomaly_rules(State(app): State<AppState>, who: Who) -> Result<Json<AnomalyTableView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| rule::table(r, &asked)).await)
}

/// Puts a new version of the rules in force.
#[utoipa::path(post, path = "/api/v1/anomalies/rules", tag = "anomaly", request_body = AnomalyPublish,
    responses((status = 201, body = AnomalyTableView), (status = 404), (status = 409), (status = 422)))]
async fn publish_anomaly_rules(
    State(app): State<AppState>,
    who: Who,
    command: Command<AnomalyPublish>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, rule::publish).await
}
