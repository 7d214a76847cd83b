//! Routes of the room `network`.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::OrganisationId;

use super::{
    AssociationFilter, AssociationRecord, AssociationRow, IntroducerFilter, IntroducerRecord, IntroducerRow,
    Reached, export,
};
use crate::floor::{
    AppState, Result as Made, audit,
    db::{Reader, page::Page},
    web::{Problem, Query, Who, attachment, done},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(associations))
        .routes(routes!(associations_workbook))
        .routes(routes!(one_association))
        .routes(routes!(introducers))
        .routes(routes!(introducers_workbook))
        .routes(routes!(one_introducer))
        .routes(routes!(reach))
}

type Reply<T> = Result<Json<T>, Problem>;

/// Associations, with how many belong to each.
#[utoipa::path(get, path = "/api/v1/associations", tag = "network", params(AssociationFilter),
    responses((status = 200, body = Page<AssociationRow>), (status = 404), (status = 422)))]
async fn associations(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<AssociationFilter>,
) -> Reply<Page<AssociationRow>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::associations(r, &asked, &q)).await)
}

/// The list of associations as .xlsx, with the same filters.
#[utoipa::path(get, path = "/api/v1/associations.xlsx", tag = "network", params(AssociationFilter),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
              (status = 404), (status = 422)))]
async fn associations_workbook(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<AssociationFilter>,
) -> Result<Response, Problem> {
    let told = export::told("associations", q.columns.as_deref());
    let asked = who.clone();
    saved(app, who, told, "associations.xlsx", move |r| export::of_associations(r, &asked, &q)).await
}

/// A workbook, and in the trail that it was taken.
async fn saved(
    app: AppState,
    who: Who,
    told: serde_json::Value,
    name: &str,
    make: impl Fn(&Reader) -> Made<Vec<u8>> + Send + Sync + 'static,
) -> Result<Response, Problem> {
    let lang = who.lang;
    let bytes = app.db.report(make).await.map_err(|e| Problem::of(e, lang))?;
    let noted =
        app.db.write(move |tx| audit::record(tx, &who, "network.export", "organisation", None, &told)).await;
    noted.map_err(|e| Problem::of(e, lang))?;
    Ok(attachment(XLSX, name, bytes.into()))
}

/// One association with its members.
#[utoipa::path(get, path = "/api/v1/associations/{id}", tag = "network", params(("id" = Uuid, Path)),
    responses((status = 200, body = AssociationRecord), (status = 404)))]
async fn one_association(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Reply<AssociationRecord> {
    let (asked, keys) = (who.clone(), app.keys.clone());
    done(&who, app.db.read(move |r| super::association(r, &asked, &keys, OrganisationId(id))).await)
}

/// Who is registered as an introducer, with what each brought.
#[utoipa::path(get, path = "/api/v1/introducers", tag = "network", params(IntroducerFilter),
    responses((status = 200, body = Page<IntroducerRow>), (status = 404), (status = 422)))]
async fn introducers(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<IntroducerFilter>,
) -> Reply<Page<IntroducerRow>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::introducers(r, &asked, &q)).await)
}

/// The list of introducers as .xlsx, with the same filters.
#[utoipa::path(get, path = "/api/v1/introducers.xlsx", tag = "network", params(IntroducerFilter),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
              (status = 404), (status = 422)))]
async fn introducers_workbook(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<IntroducerFilter>,
) -> Result<Response, Problem> {
    let told = export::told("introducers", q.columns.as_deref());
    let asked = who.clone();
    saved(app, who, told, "introducers.xlsx", move |r| export::of_introducers(r, &asked, &q)).await
}

/// One introducer with what it brought.
#[utoipa::path(get, path = "/api/v1/introducers/{id}", tag = "network", params(("id" = Uuid, Path)),
    responses((status = 200, body = IntroducerRecord), (status = 404)))]
async fn one_introducer(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Reply<IntroducerRecord> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::introducer(r, &asked, OrganisationId(id))).await)
}

/// The ways to an investor.
#[utoipa::path(get, path = "/api/v1/organisations/{id}/reach", tag = "network", params(("id" = Uuid, Path)),
    responses((status = 200, body = Reached), (status = 404)))]
async fn reach(State(app): State<AppState>, who: Who, Path(id): Path<Uuid>) -> Reply<Reached> {
    let (asked, keys) = (who.clone(), app.keys.clone());
    done(&who, app.db.read(move |r| super::reach(r, &asked, &keys, OrganisationId(id))).await)
}
