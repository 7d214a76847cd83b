//! Routes of the monthly circular.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_document::Options;
use yinfeng_domain::{id::UnitId, period::Month};

use super::{
    CircularSetting, CircularSettingView, CircularView, card, change, circular, sheets, trace_address, view,
};
use crate::{
    floor::{
        AppState,
        web::{Command, Problem, Query, Who, attachment, done, write},
    },
    report::papers::{DOCX, PaperView, file, paper},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show_circular))
        .routes(routes!(circular_docx))
        .routes(routes!(circular_xlsx))
        .routes(routes!(set_circular))
        .routes(routes!(unit_card))
        .routes(routes!(unit_card_docx))
}

#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MonthQuery {
    /// `2013-08`; the month of the day up to which figures are shown when left out.
    #[param(value_type = Option<String>)]
    month: Option<Month>,
}

/// The circular of a month on the screen. 422 with every difference when a total is not the sum of its parts.
#[utoipa::path(get, path = "/api/v1/reports/circular", tag = "report", params(MonthQuery),
    responses((status = 200, body = CircularView), (status = 404), (status = 422)))]
async fn show_circular(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<MonthQuery>,
) -> Result<Json<CircularView>, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    done(&who, app.db.report(move |r| view(r, &asked, &place, q.month)).await)
}

/// The circular as a Word file.
#[utoipa::path(get, path = "/api/v1/reports/circular.docx", tag = "report", params(MonthQuery),
    responses((status = 200, content_type = DOCX, body = Vec<u8>), (status = 404), (status = 422)))]
async fn circular_docx(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<MonthQuery>,
) -> Result<Response, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    let made = app.db.report(move |r| {
        let (document, month, _) = circular(r, &asked, &place, q.month)?;
        file(&document, "", &Options { trace: Some(trace_address(month)), ..Options::default() })
    });
    made.await.map_err(|e| Problem::of(e, who.lang))
}

/// The tables of the circular as a workbook.
#[utoipa::path(get, path = "/api/v1/reports/circular.xlsx", tag = "report", params(MonthQuery),
    responses((status = 200, content_type = XLSX, body = Vec<u8>), (status = 404), (status = 422)))]
async fn circular_xlsx(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<MonthQuery>,
) -> Result<Response, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    let made = app.db.report(move |r| {
        let (document, ..) = circular(r, &asked, &place, q.month)?;
        Ok(attachment(XLSX, &format!("{}.xlsx", document.title()), sheets::workbook(&document)?.into()))
    });
    let mut answer = made.await.map_err(|e| Problem::of(e, who.lang))?.into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// Settles how circulars are written.
#[utoipa::path(put, path = "/api/v1/reports/circular/setting", tag = "report", request_body = CircularSetting,
    responses((status = 200, body = CircularSettingView), (status = 404), (status = 409), (status = 422)))]
async fn set_circular(
    State(app): State<AppState>,
    who: Who,
    command: Command<CircularSetting>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, change).await
}

/// Where the points of a unit come from, as a paper.
#[utoipa::path(get, path = "/api/v1/reports/circular/units/{id}", tag = "report",
    params(("id" = Uuid, Path), MonthQuery), responses((status = 200, body = PaperView), (status = 404), (status = 409)))]
async fn unit_card(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Query(q): Query<MonthQuery>,
) -> Result<Json<PaperView>, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    let made = app.db.report(move |r| Ok(paper(&card::card(r, &asked, &place, UnitId(id), q.month)?)));
    done(&who, made.await)
}

/// The same as a Word file.
#[utoipa::path(get, path = "/api/v1/reports/circular/units/{id}/docx", tag = "report",
    params(("id" = Uuid, Path), MonthQuery),
    responses((status = 200, content_type = DOCX, body = Vec<u8>), (status = 404), (status = 409)))]
async fn unit_card_docx(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    Query(q): Query<MonthQuery>,
) -> Result<Response, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    let made = app
        .db
        .report(move |r| file(&card::card(r, &asked, &place, UnitId(id), q.month)?, "", &Options::default()));
    made.await.map_err(|e| Problem::of(e, who.lang))
}
