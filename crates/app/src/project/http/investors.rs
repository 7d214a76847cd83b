//! Routes of organisations as they are shown: with their projects.

use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{IntentId, OrganisationId};

use super::{
    super::{
        matching::{self, IntentMatches},
        organisation::{self, OrganisationView, OrganisationWithSums},
        roll,
    },
    Reply,
};
use crate::{
    floor::{
        AppState, audit,
        db::page::Page,
        web::{Problem, Query, Who, done},
    },
    investor::{self, OrganisationCheck, OrganisationProfile},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(organisations))
        .routes(routes!(organisations_workbook))
        .routes(routes!(check_organisation))
        .routes(routes!(one_organisation))
        .routes(routes!(organisation_profile))
        .routes(routes!(intent_matches))
}

#[utoipa::path(get, path = "/api/v1/organisations", tag = "investor", params(investor::Filter),
    responses((status = 200, body = Page<OrganisationWithSums>), (status = 404)))]
async fn organisations(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<investor::Filter>,
) -> Reply<Page<OrganisationWithSums>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| organisation::list(r, &asked, &q)).await)
}

/// The list of organisations as .xlsx, with the same filters.
#[utoipa::path(get, path = "/api/v1/organisations.xlsx", tag = "investor", params(investor::Filter),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
              (status = 404)))]
async fn organisations_workbook(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<investor::Filter>,
) -> Result<Response, Problem> {
    let asked = who.clone();
    let told = roll::told(&q);
    let made = app.db.report(move |r| roll::workbook(r, &asked, &q)).await;
    let bytes = made.map_err(|e| Problem::of(e, who.lang))?;
    let by = who.clone();
    let noted =
        app.db.write(move |tx| audit::record(tx, &by, "investor.export", "organisation", None, &told)).await;
    noted.map_err(|e| Problem::of(e, who.lang))?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"organisations.xlsx\""),
    ];
    Ok((headers, bytes).into_response())
}

#[utoipa::path(get, path = "/api/v1/organisations/{id}", tag = "investor", params(("id" = Uuid, Path)),
    responses((status = 200, body = OrganisationView), (status = 404),
        (status = 307, description = "It was merged into another one: Location says which")))]
async fn one_organisation(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let asked = who.clone();
    let found = app.db.read(move |r| organisation::find(r, &asked, OrganisationId(id))).await;
    Ok(match found.map_err(|error| Problem::of(error, who.lang))? {
        Ok(view) => Json(view).into_response(),
        // Not for good: a merge can be undone.
        Err(into) => Redirect::temporary(&format!("/api/v1/organisations/{into}")).into_response(),
    })
}

/// Owners, tags, intents, and whether it is registered as an introducer.
#[utoipa::path(get, path = "/api/v1/organisations/{id}/profile", tag = "investor", params(("id" = Uuid, Path)),
    responses((status = 200, body = OrganisationProfile), (status = 404)))]
async fn organisation_profile(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Reply<OrganisationProfile> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| organisation::profile(r, &asked, OrganisationId(id))).await)
}

/// Projects that fit what an investor wants, with points and reasons.
#[utoipa::path(get, path = "/api/v1/organisations/{id}/intents/{intent}/matches", tag = "project",
    params(("id" = Uuid, Path), ("intent" = Uuid, Path)),
    responses((status = 200, body = IntentMatches), (status = 404)))]
async fn intent_matches(
    State(app): State<AppState>,
    who: Who,
    Path((id, intent)): Path<(Uuid, Uuid)>,
) -> Reply<IntentMatches> {
    let asked = who.clone();
    let found =
        app.db.read(move |r| matching::of_intent(r, &asked, OrganisationId(id), IntentId(intent))).await;
    done(&who, found)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OrganisationCheckQuery {
    #[serde(default)]
    name: String,
    #[serde(default)]
    uscc: String,
}

#[utoipa::path(get, path = "/api/v1/organisations/check", tag = "investor", params(OrganisationCheckQuery),
    responses((status = 200, body = OrganisationCheck)))]
async fn check_organisation(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<OrganisationCheckQuery>,
) -> Reply<OrganisationCheck> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| organisation::check(r, &asked, &q.name, &q.uscc)).await)
}
