//! Routes of the code tables.

use axum::{extract::State, http::StatusCode, response::Response};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use yinfeng_domain::{
    authority::{Act, Class},
    money::Currency,
};

use super::{Area, Country, Industry, Rate, RateDraft};
use crate::floor::{
    AppState,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(industries))
        .routes(routes!(areas))
        .routes(routes!(countries))
        .routes(routes!(rates, set_rate))
}

#[derive(Debug, Serialize, ToSchema)]
struct IndustryList {
    items: Vec<Industry>,
}

#[derive(Debug, Serialize, ToSchema)]
struct AreaList {
    items: Vec<Area>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CountryList {
    items: &'static [Country],
}

#[derive(Debug, Serialize, ToSchema)]
struct RateList {
    items: Vec<Rate>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct IndustryQuery {
    /// A word of the name or the beginning of a code.
    q: Option<String>,
    parent: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/industries", tag = "dictionary", params(IndustryQuery),
    responses((status = 200, body = IndustryList)))]
async fn industries(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<IndustryQuery>,
) -> Result<axum::Json<IndustryList>, Problem> {
    let out = app.db.read({
        let who = who.clone();
        move |r| {
            who.reach(Class::Dictionary, Act::Read)?;
            Ok(IndustryList { items: super::industries(r, q.q.as_deref(), q.parent.as_deref())? })
        }
    });
    done(&who, out.await)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AreaQuery {
    parent: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/areas", tag = "dictionary", params(AreaQuery),
    responses((status = 200, body = AreaList)))]
async fn areas(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<AreaQuery>,
) -> Result<axum::Json<AreaList>, Problem> {
    let out = app.db.read({
        let who = who.clone();
        move |r| {
            who.reach(Class::Dictionary, Act::Read)?;
            Ok(AreaList { items: super::areas(r, q.parent.as_deref())? })
        }
    });
    done(&who, out.await)
}

#[utoipa::path(get, path = "/api/v1/countries", tag = "dictionary",
    responses((status = 200, body = CountryList)))]
async fn countries(who: Who) -> Result<axum::Json<CountryList>, Problem> {
    let may = who.reach(Class::Dictionary, Act::Read);
    done(&who, may.map(|_| CountryList { items: super::countries() }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RateQuery {
    #[param(value_type = Option<String>)]
    currency: Option<Currency>,
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    #[param(value_type = Option<String>)]
    to: Option<Date>,
}

#[utoipa::path(get, path = "/api/v1/rates", tag = "dictionary", params(RateQuery),
    responses((status = 200, body = RateList)))]
async fn rates(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<RateQuery>,
) -> Result<axum::Json<RateList>, Problem> {
    let out = app.db.read({
        let who = who.clone();
        move |r| Ok(RateList { items: super::rates(r, &who, q.currency, q.from, q.to)? })
    });
    done(&who, out.await)
}

#[utoipa::path(post, path = "/api/v1/rates", tag = "dictionary", request_body = RateDraft,
    responses((status = 201, body = Rate)))]
async fn set_rate(
    State(app): State<AppState>,
    who: Who,
    command: Command<RateDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::set_rate).await
}
