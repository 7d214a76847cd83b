//! Routes of the room `assessment`.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{SchemeId, UnitId},
};

use super::{
    Asked, BuiltIn, DecisionChoice, DecisionDraft, DecisionView, ForecastDraft, ForecastView, League,
    ReturnDraft, ReturnView, SchemeBrief, SchemeCheck, SchemeView, ScoreCard, SoftDraft, SoftView,
    TargetDraft, TargetView, WhatIf, book, closing, score::what_if,
};
use crate::{
    floor::{
        AppState, Result, audit,
        db::Reader,
        web::{Command, Problem, ProblemBody, Query, Who, done, write},
    },
    org,
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_targets, put_target))
        .routes(routes!(put_soft))
        .routes(routes!(list_forecasts, put_forecast))
        .routes(routes!(list_returns, put_return))
        .routes(routes!(list_decisions, post_decision))
        .routes(routes!(list_schemes, post_scheme))
        .routes(routes!(check_scheme))
        .routes(routes!(try_scheme))
        .routes(routes!(built_in_schemes))
        .routes(routes!(default_scheme))
        .routes(routes!(get_scheme))
        .routes(routes!(put_in_force))
        .routes(routes!(get_scores))
        .routes(routes!(scores_workbook))
        .routes(routes!(get_score_card))
        .merge(book::http::router())
        .merge(what_if::http::router())
        .merge(closing::http::router())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PlanQuery {
    /// The year of the day up to which figures are shown, unless another is asked for.
    year: Option<i64>,
    /// The day for which the version in force is told; today without it.
    #[param(value_type = Option<String>)]
    on: Option<Date>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct YearQuery {
    /// The year of the day up to which figures are shown, unless another is asked for.
    year: Option<i64>,
}

pub(super) fn year_or_now(reader: &Reader, who: &Who, year: Option<i64>) -> Result<i64> {
    match year {
        Some(year) => Ok(year),
        None => Ok(org::as_of(reader, who.district())?.year().into()),
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct TargetList {
    year: i64,
    items: Vec<TargetView>,
    /// Units about which it was decided whether their targets are soft.
    soft: Vec<SoftView>,
}

/// The targets of a year: of every unit and of the district (its root unit), each with its versions.
#[utoipa::path(get, path = "/api/v1/targets", tag = "assessment", params(PlanQuery),
    responses((status = 200, body = TargetList), (status = 404, body = ProblemBody)))]
async fn list_targets(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<PlanQuery>,
) -> Result<Json<TargetList>, Problem> {
    let asked = who.clone();
    let out = app.db.read(move |r| {
        let year = year_or_now(r, &asked, q.year)?;
        let on = q.on.unwrap_or_else(|| r.today());
        let soft = super::soft_views(r, &asked, year, on)?;
        Ok(TargetList { year, items: super::target_views(r, &asked, year, on)?, soft })
    });
    done(&who, out.await)
}

/// Sets a target: always a new version, in force from the day it was decided.
#[utoipa::path(put, path = "/api/v1/targets", tag = "assessment", request_body = TargetDraft,
    responses((status = 200, body = TargetView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn put_target(
    State(app): State<AppState>,
    who: Who,
    command: Command<TargetDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::set_target).await
}

#[derive(Debug, Serialize, ToSchema)]
struct SoftList {
    items: Vec<SoftView>,
}

/// Makes the targets of a unit soft, or hard again, from a day on: it is scored then, but takes no place.
#[utoipa::path(put, path = "/api/v1/targets/soft", tag = "assessment", request_body = SoftDraft,
    responses((status = 200, body = SoftList), (status = 404, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn put_soft(
    State(app): State<AppState>,
    who: Who,
    command: Command<SoftDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, |tx, who, b| {
        Ok(SoftList { items: super::set_soft(tx, who, b)? })
    })
    .await
}

#[derive(Debug, Serialize, ToSchema)]
struct ForecastList {
    year: i64,
    items: Vec<ForecastView>,
}

/// The forecasts of a year as the units declared them, each with its versions.
#[utoipa::path(get, path = "/api/v1/forecasts", tag = "assessment", params(PlanQuery),
    responses((status = 200, body = ForecastList), (status = 404, body = ProblemBody)))]
async fn list_forecasts(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<PlanQuery>,
) -> Result<Json<ForecastList>, Problem> {
    let asked = who.clone();
    let out = app.db.read(move |r| {
        let year = year_or_now(r, &asked, q.year)?;
        let on = q.on.unwrap_or_else(|| r.today());
        Ok(ForecastList { year, items: super::forecast_views(r, &asked, year, on)? })
    });
    done(&who, out.await)
}

/// Takes a forecast down: always a new version, valid from the day it was declared.
#[utoipa::path(put, path = "/api/v1/forecasts", tag = "assessment", request_body = ForecastDraft,
    responses((status = 200, body = ForecastView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn put_forecast(
    State(app): State<AppState>,
    who: Who,
    command: Command<ForecastDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::set_forecast).await
}

#[derive(Debug, Serialize, ToSchema)]
struct ReturnList {
    year: i64,
    items: Vec<ReturnView>,
}

/// The monthly forms of a year: when each was due and when it came.
#[utoipa::path(get, path = "/api/v1/returns", tag = "assessment", params(YearQuery),
    responses((status = 200, body = ReturnList), (status = 404, body = ProblemBody)))]
async fn list_returns(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<YearQuery>,
) -> Result<Json<ReturnList>, Problem> {
    let asked = who.clone();
    let out = app.db.read(move |r| {
        let year = year_or_now(r, &asked, q.year)?;
        Ok(ReturnList { year, items: super::returns(r, &asked, year)? })
    });
    done(&who, out.await)
}

#[utoipa::path(put, path = "/api/v1/returns", tag = "assessment", request_body = ReturnDraft,
    responses((status = 200, body = ReturnView), (status = 404, body = ProblemBody)))]
async fn put_return(
    State(app): State<AppState>,
    who: Who,
    command: Command<ReturnDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::note_return).await
}

#[derive(Debug, Serialize, ToSchema)]
struct DecisionList {
    year: i64,
    items: Vec<DecisionView>,
    /// What may be decided by the scheme in force.
    choices: Vec<DecisionChoice>,
}

/// What the office decided in a year: points of rated items and confirmed fraud, latest first.
#[utoipa::path(get, path = "/api/v1/decisions", tag = "assessment", params(YearQuery),
    responses((status = 200, body = DecisionList), (status = 404, body = ProblemBody)))]
async fn list_decisions(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<YearQuery>,
) -> Result<Json<DecisionList>, Problem> {
    let asked = who.clone();
    let out = app.db.read(move |r| {
        let year = year_or_now(r, &asked, q.year)?;
        let choices = super::decision_choices(r, &asked, year)?;
        Ok(DecisionList { year, items: super::decisions(r, &asked, year)?, choices })
    });
    done(&who, out.await)
}

#[utoipa::path(post, path = "/api/v1/decisions", tag = "assessment", request_body = DecisionDraft,
    responses((status = 201, body = DecisionView), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn post_decision(
    State(app): State<AppState>,
    who: Who,
    command: Command<DecisionDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::decide).await
}

#[derive(Debug, Serialize, ToSchema)]
struct SchemeList {
    items: Vec<SchemeBrief>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SchemeQuery {
    /// All years without it.
    year: Option<i64>,
}

#[utoipa::path(get, path = "/api/v1/schemes", tag = "assessment", params(SchemeQuery),
    responses((status = 200, body = SchemeList), (status = 404, body = ProblemBody)))]
async fn list_schemes(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<SchemeQuery>,
) -> Result<Json<SchemeList>, Problem> {
    let asked = who.clone();
    let out = app.db.read(move |r| Ok(SchemeList { items: super::list_schemes(r, &asked, q.year)? }));
    done(&who, out.await)
}

/// The text of a scheme: TOML, as `docs/scheme.md` explains it.
#[derive(Debug, Deserialize, ToSchema)]
struct SchemeText {
    text: String,
}

/// Keeps a scheme as a draft, when its text has no errors; they are told with their lines.
#[utoipa::path(post, path = "/api/v1/schemes", tag = "assessment", request_body = SchemeText,
    responses((status = 201, body = SchemeView), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn post_scheme(
    State(app): State<AppState>,
    who: Who,
    command: Command<SchemeText>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, |tx, who, b| super::save_scheme(tx, who, &b.text)).await
}

/// Says what is wrong with a text; nothing is kept.
#[utoipa::path(post, path = "/api/v1/schemes/check", tag = "assessment", request_body = SchemeText,
    responses((status = 200, body = SchemeCheck), (status = 404, body = ProblemBody)))]
async fn check_scheme(who: Who, command: Command<SchemeText>) -> Result<Json<SchemeCheck>, Problem> {
    let allowed = who.need_district(Class::Scheme, Act::Read);
    done(&who, allowed.map(|()| super::check_scheme(&command.body.text, who.lang)))
}

/// A text that is being written, and the day up to which it is tried.
#[derive(Debug, Deserialize, ToSchema)]
struct SchemeTrial {
    text: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    as_of: Option<Date>,
}

#[derive(Debug, Serialize, ToSchema)]
struct TrialResult {
    /// None while the text has errors.
    league: Option<League>,
    /// Beside the scheme in force; none while the text has errors, or no scheme is in force.
    comparison: Option<WhatIf>,
}

/// What the scores of all units would be by a text; nothing is kept.
#[utoipa::path(post, path = "/api/v1/schemes/try", tag = "assessment", request_body = SchemeTrial,
    responses((status = 200, body = TrialResult), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn try_scheme(
    State(app): State<AppState>,
    who: Who,
    command: Command<SchemeTrial>,
) -> Result<Json<TrialResult>, Problem> {
    let (asked, body) = (who.clone(), command.body);
    let out = app.db.report(move |r| {
        let tried = super::trial_of_text(r, &asked, &body.text, body.as_of)?;
        let (league, comparison) = tried.map_or((None, None), |(league, other)| (Some(league), other));
        Ok(TrialResult { league, comparison })
    });
    done(&who, out.await)
}

#[derive(Debug, Serialize, ToSchema)]
struct BuiltInList {
    items: Vec<BuiltIn>,
}

/// Published methods that come with the program, each written for a year, to start from.
#[utoipa::path(get, path = "/api/v1/schemes/built-in", tag = "assessment", params(YearQuery),
    responses((status = 200, body = BuiltInList), (status = 404, body = ProblemBody)))]
async fn built_in_schemes(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<YearQuery>,
) -> Result<Json<BuiltInList>, Problem> {
    let asked = who.clone();
    let out = app.db.read(move |r| {
        asked.need_district(Class::Scheme, Act::Read)?;
        let year = year_or_now(r, &asked, q.year)?;
        super::need_year(year)?;
        Ok(BuiltInList { items: super::built_in(year, asked.lang) })
    });
    done(&who, out.await)
}

#[derive(Debug, Deserialize, ToSchema)]
struct DefaultScheme {
    year: i64,
}

/// Puts the default scheme (三招三引) in force for a year that has none.
#[utoipa::path(post, path = "/api/v1/schemes/default", tag = "assessment", request_body = DefaultScheme,
    responses((status = 201, body = SchemeView), (status = 404, body = ProblemBody)))]
async fn default_scheme(
    State(app): State<AppState>,
    who: Who,
    command: Command<DefaultScheme>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, |tx, who, b| super::install_default(tx, who, b.year)).await
}

#[utoipa::path(get, path = "/api/v1/schemes/{id}", tag = "assessment", params(("id" = Uuid, Path)),
    responses((status = 200, body = SchemeView), (status = 404, body = ProblemBody)))]
async fn get_scheme(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<SchemeView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get_scheme(r, &asked, SchemeId(id))).await)
}

/// Puts a scheme in force for its year; the one before is retired.
#[utoipa::path(post, path = "/api/v1/schemes/{id}/in-force", tag = "assessment", params(("id" = Uuid, Path)),
    responses((status = 200, body = SchemeView), (status = 404, body = ProblemBody)))]
async fn put_in_force(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<()>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, ()| super::put_in_force(tx, who, SchemeId(id)))
        .await
}

#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ScoreQuery {
    /// The year of the day when left out.
    year: Option<i64>,
    /// Only what was recognised and decided up to this day; the day up to which figures are shown when left out.
    #[param(value_type = Option<String>)]
    as_of: Option<Date>,
    /// Another scheme than the one in force: what its scores would be.
    scheme: Option<Uuid>,
}

impl From<ScoreQuery> for Asked {
    fn from(q: ScoreQuery) -> Self {
        Self { year: q.year, as_of: q.as_of, scheme: q.scheme.map(SchemeId) }
    }
}

/// The league of each group of units, every point with its sentence; what is missing for it is listed, never taken as
/// zero.
#[utoipa::path(get, path = "/api/v1/scores", tag = "assessment", params(ScoreQuery),
    responses((status = 200, body = League), (status = 404, body = ProblemBody)))]
async fn get_scores(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<ScoreQuery>,
) -> Result<Json<League>, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    done(&who, app.db.read(move |r| super::league(r, &asked, &place, &q.into())).await)
}

/// The scores as a workbook with live formulas.
#[utoipa::path(get, path = "/api/v1/scores.xlsx", tag = "assessment", params(ScoreQuery),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
              (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn scores_workbook(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<ScoreQuery>,
) -> Result<Response, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    let made = app.db.report(move |r| super::score_book(r, &asked, &place, &q.into())).await;
    let bytes = made.map_err(|e| Problem::of(e, who.lang))?;
    let by = who.clone();
    let told = json!({ "year": q.year, "as_of": q.as_of, "scheme": q.scheme });
    let noted = app.db.write(move |tx| {
        audit::record(tx, &by, "assessment.export_scores", "assessment_scheme", q.scheme, &told)
    });
    noted.await.map_err(|e| Problem::of(e, who.lang))?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"scores.xlsx\""),
    ];
    Ok((headers, bytes).into_response())
}

/// Where the points of one unit come from, with the rows behind each item.
#[utoipa::path(get, path = "/api/v1/scores/{unit_id}", tag = "assessment", params(("unit_id" = Uuid, Path), ScoreQuery),
    responses((status = 200, body = ScoreCard), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody)))]
async fn get_score_card(
    State(app): State<AppState>,
    who: Who,
    Path(unit): Path<Uuid>,
    Query(q): Query<ScoreQuery>,
) -> Result<Json<ScoreCard>, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    done(&who, app.db.read(move |r| super::score_card(r, &asked, &place, UnitId(unit), &q.into())).await)
}
