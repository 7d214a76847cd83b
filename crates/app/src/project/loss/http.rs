//! Routes of the analysis of losses.

use axum::{Json, extract::State};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{LossAnalysis, LossFilter, LossRow};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Problem, Query, Who, done},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(loss_analysis)).routes(routes!(loss_rows))
}

/// What was lost or terminated in a window and not taken up again: by reason, by who won it, by the stage reached.
#[utoipa::path(get, path = "/api/v1/losses/analysis", tag = "project", params(LossFilter),
    responses((status = 200, body = LossAnalysis), (status = 404), (status = 422)))]
async fn loss_analysis(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<LossFilter>,
) -> Result<Json<LossAnalysis>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::analysis(r, &asked, &q)).await)
}

/// The rows behind it, the latest first.
#[utoipa::path(get, path = "/api/v1/losses", tag = "project", params(LossFilter),
    responses((status = 200, body = Page<LossRow>), (status = 404), (status = 422)))]
async fn loss_rows(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<LossFilter>,
) -> Result<Json<Page<LossRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::rows(r, &asked, &q)).await)
}
