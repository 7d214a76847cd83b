//! Routes of the room `light`.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::ProjectId;

use super::{
    Filter, LightCompute, LightHistory, LightMonthView, LightRow, LightTableCheck, LightTablePublish,
    LightTableText, LightTableView, LightsNow, NowFilter, OverrideDecision, OverrideDraft, OverrideFilter,
    OverrideView, export,
};
use crate::floor::{
    AppState, audit,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

type Reply<T> = Result<Json<T>, Problem>;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(lights))
        .routes(routes!(lights_workbook))
        .routes(routes!(lights_now))
        .routes(routes!(light_month, compute_lights))
        .routes(routes!(lights_of_project, propose_override))
        .routes(routes!(overrides))
        .routes(routes!(approve_override))
        .routes(routes!(reject_override))
        .routes(routes!(light_table, publish_light_table))
        .routes(routes!(check_light_table))
}

/// Projects with their lights of twelve months, by code.
#[utoipa::path(get, path = "/api/v1/lights", tag = "light", params(Filter),
    responses((status = 200, body = Page<LightRow>), (status = 404), (status = 422)))]
async fn lights(State(app): State<AppState>, who: Who, Query(q): Query<Filter>) -> Reply<Page<LightRow>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// The matrix as .xlsx, with the same filters.
#[utoipa::path(get, path = "/api/v1/lights.xlsx", tag = "light", params(Filter),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
              (status = 404), (status = 422)))]
async fn lights_workbook(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Response, Problem> {
    let asked = who.clone();
    let told = export::told(&q);
    let made = app.db.report(move |r| export::workbook(r, &asked, &q)).await;
    let bytes = made.map_err(|e| Problem::of(e, who.lang))?;
    let by = who.clone();
    let noted = app.db.write(move |tx| audit::record(tx, &by, "light.export", "light", None, &told)).await;
    noted.map_err(|e| Problem::of(e, who.lang))?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"lights.xlsx\""),
    ];
    Ok((headers, bytes).into_response())
}

/// The newest lights of some projects.
#[utoipa::path(get, path = "/api/v1/lights/now", tag = "light", params(NowFilter),
    responses((status = 200, body = LightsNow), (status = 404), (status = 422)))]
async fn lights_now(State(app): State<AppState>, who: Who, Query(q): Query<NowFilter>) -> Reply<LightsNow> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::now(r, &asked, &q)).await)
}

/// How a month came out.
#[utoipa::path(get, path = "/api/v1/lights/month", tag = "light", params(Filter),
    responses((status = 200, body = LightMonthView), (status = 404), (status = 422)))]
async fn light_month(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Reply<LightMonthView> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::month(r, &asked, &q)).await)
}

/// Computes a month, or computes it again: by the table that holds for it.
#[utoipa::path(post, path = "/api/v1/lights/month", tag = "light", request_body = LightCompute,
    responses((status = 200, body = LightMonthView), (status = 404), (status = 409), (status = 422)))]
async fn compute_lights(
    State(app): State<AppState>,
    who: Who,
    command: Command<LightCompute>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::compute).await
}

/// The lights of a project, each with why.
#[utoipa::path(get, path = "/api/v1/projects/{id}/lights", tag = "light", params(("id" = Uuid, Path)),
    responses((status = 200, body = LightHistory), (status = 404)))]
async fn lights_of_project(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Reply<LightHistory> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::history(r, &asked, ProjectId(id))).await)
}

/// Asks for another colour than the rules give.
#[utoipa::path(post, path = "/api/v1/projects/{id}/lights", tag = "light", params(("id" = Uuid, Path)),
    request_body = OverrideDraft,
    responses((status = 201, body = OverrideView), (status = 404), (status = 409), (status = 422)))]
async fn propose_override(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<OverrideDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::propose(tx, who, ProjectId(id), b)
    })
    .await
}

/// Other colours that were asked for.
#[utoipa::path(get, path = "/api/v1/light-overrides", tag = "light", params(OverrideFilter),
    responses((status = 200, body = Page<OverrideView>), (status = 404), (status = 422)))]
async fn overrides(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<OverrideFilter>,
) -> Reply<Page<OverrideView>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::overrides(r, &asked, &q)).await)
}

/// Somebody other than who asked for it.
#[utoipa::path(post, path = "/api/v1/light-overrides/{id}/approve", tag = "light", params(("id" = Uuid, Path)),
    request_body = OverrideDecision,
    responses((status = 200, body = OverrideView), (status = 404), (status = 409), (status = 422)))]
async fn approve_override(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<OverrideDecision>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::approve(tx, who, id, b)).await
}

#[utoipa::path(post, path = "/api/v1/light-overrides/{id}/reject", tag = "light", params(("id" = Uuid, Path)),
    request_body = OverrideDecision,
    responses((status = 200, body = OverrideView), (status = 404), (status = 409), (status = 422)))]
async fn reject_override(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<OverrideDecision>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::reject(tx, who, id, b)).await
}

/// The rules by which projects are lit.
#[utoipa::path(get, path = "/api/v1/light-table", tag = "light",
    responses((status = 200, body = LightTableView), (status = 404)))]
async fn light_table(State(app): State<AppState>, who: Who) -> Reply<LightTableView> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::table(r, &asked)).await)
}

/// Puts a new version of the rules in force from a month on.
#[utoipa::path(post, path = "/api/v1/light-table", tag = "light", request_body = LightTablePublish,
    responses((status = 201, body = LightTableView), (status = 404), (status = 409), (status = 422)))]
async fn publish_light_table(
    State(app): State<AppState>,
    who: Who,
    command: Command<LightTablePublish>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::publish).await
}

/// Says what is wrong with a table; nothing is kept.
#[utoipa::path(post, path = "/api/v1/light-table/check", tag = "light", request_body = LightTableText,
    responses((status = 200, body = LightTableCheck), (status = 404)))]
async fn check_light_table(who: Who, command: Command<LightTableText>) -> Reply<LightTableCheck> {
    let outcome = super::check_table(&who, &command.body);
    done(&who, outcome)
}
