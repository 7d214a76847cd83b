//! Routes of the what-if.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::SchemeId;

use super::{AskedIf, WhatIf};
use crate::{
    assessment::Asked,
    floor::{
        AppState, Result, audit,
        web::{Problem, ProblemBody, Query, Who, done},
    },
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_what_if)).routes(routes!(what_if_workbook))
}

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct IfQuery {
    /// The year of the day when left out.
    year: Option<i64>,
    /// Only what was recognised and decided up to this day.
    #[param(value_type = Option<String>)]
    as_of: Option<Date>,
    /// The scheme of the scores as they are; the one in force when left out.
    scheme: Option<Uuid>,
    /// The scheme of the scores as they would be; the same when left out.
    against: Option<Uuid>,
    /// What is supposed, entries apart by commas: `receipt~UNIT~FEN~INDUSTRY~DAY` (`project`, `talent`, `institute`
    /// alike), `target~UNIT~MEASURE~VALUE`, `without~RECEIPT`.
    #[serde(rename = "if", default)]
    supposed: String,
}

impl From<IfQuery> for AskedIf {
    fn from(q: IfQuery) -> Self {
        Self {
            before: Asked { year: q.year, as_of: q.as_of, scheme: q.scheme.map(SchemeId) },
            against: q.against.map(SchemeId),
            supposed: q.supposed,
        }
    }
}

/// What the scores would be with rows, targets or a scheme that are only supposed, beside what they are; nothing is kept.
#[utoipa::path(get, path = "/api/v1/scores/what-if", tag = "assessment", params(IfQuery),
    responses((status = 200, body = WhatIf), (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
              (status = 422, body = ProblemBody)))]
async fn get_what_if(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<IfQuery>,
) -> Result<Json<WhatIf>, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    done(&who, app.db.report(move |r| super::what_if(r, &asked, &place, &q.into())).await)
}

/// A what-if as a workbook.
#[utoipa::path(get, path = "/api/v1/scores/what-if.xlsx", tag = "assessment", params(IfQuery),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
              (status = 404, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn what_if_workbook(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<IfQuery>,
) -> Result<Response, Problem> {
    let (asked, place) = (who.clone(), format!("{:?}", app.db.place()));
    let told = json!({ "year": q.year, "as_of": q.as_of, "against": q.against, "if": q.supposed });
    let scheme = q.against.or(q.scheme);
    let made = app.db.report(move |r| super::what_if_book(r, &asked, &place, &q.into())).await;
    let bytes = made.map_err(|e| Problem::of(e, who.lang))?;
    let by = who.clone();
    let noted = app.db.write(move |tx| {
        audit::record(tx, &by, "assessment.export_scores", "assessment_scheme", scheme, &told)
    });
    noted.await.map_err(|e| Problem::of(e, who.lang))?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"what-if.xlsx\""),
    ];
    Ok((headers, bytes).into_response())
}
