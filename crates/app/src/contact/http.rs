//! Routes of the room `contact`. Bodies hold personal data: what is kept to answer a request sent again is the answer
//! without it and a keyed hash of the body.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{ContactId, TieId};

use super::{
    ContactChange, ContactCheck, ContactEntry, ContactErasure, ContactExport, ContactQuestion, ContactRecord,
    ContactReveal, ContactRevealed, ContactRow, ContactRules, ContactSaved, Filter, TieDraft, TieRemoval,
    tie::TieSaved,
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, attachment, done, write},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(contacts, enter_contact))
        .routes(routes!(check_contact))
        .routes(routes!(export_contacts))
        .routes(routes!(contact_rules, set_contact_rules))
        .routes(routes!(one_contact, change_contact))
        .routes(routes!(reveal_contact))
        .routes(routes!(erase_contact))
        .routes(routes!(add_tie))
        .routes(routes!(change_tie))
        .routes(routes!(remove_tie))
}

/// Contacts that may be read, numbers and addresses masked.
#[utoipa::path(get, path = "/api/v1/contacts", tag = "contact", params(Filter),
    responses((status = 200, body = Page<ContactRow>), (status = 404), (status = 422)))]
async fn contacts(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<Page<ContactRow>>, Problem> {
    let (asked, keys) = (who.clone(), app.keys.clone());
    done(&who, app.db.read(move |r| super::list(r, &asked, &keys, &q)).await)
}

#[utoipa::path(post, path = "/api/v1/contacts", tag = "contact", request_body = ContactEntry,
    responses((status = 201, body = ContactSaved), (status = 404), (status = 422)))]
async fn enter_contact(
    State(app): State<AppState>,
    who: Who,
    command: Command<ContactEntry>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    let command = command.blinded(&keys);
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::create(tx, who, &keys, b)).await
}

/// Whether somebody with this number or address is known. A question, but its words stand in no address and no log.
#[utoipa::path(post, path = "/api/v1/contacts/check", tag = "contact", request_body = ContactQuestion,
    responses((status = 200, body = ContactCheck), (status = 404), (status = 422)))]
async fn check_contact(
    State(app): State<AppState>,
    who: Who,
    command: Command<ContactQuestion>,
) -> Result<Json<ContactCheck>, Problem> {
    let (asked, keys) = (who.clone(), app.keys.clone());
    done(&who, app.db.read(move |r| super::check(r, &asked, &keys, &command.body)).await)
}

/// Contacts with numbers and addresses in the clear, as a workbook that says who took it and why.
#[utoipa::path(post, path = "/api/v1/contacts/export", tag = "contact", request_body = ContactExport,
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 404), (status = 409), (status = 422)))]
async fn export_contacts(
    State(app): State<AppState>,
    who: Who,
    command: Command<ContactExport>,
) -> Result<Response, Problem> {
    let (lang, keys) = (who.lang, app.keys.clone());
    let made = app.db.write(move |tx| super::export(tx, &who, &keys, &command.body)).await;
    let bytes = made.map_err(|error| Problem::of(error, lang))?;
    let mut answer = attachment(XLSX, "contacts.xlsx", bytes.into());
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// How long contacts are kept.
#[utoipa::path(get, path = "/api/v1/contacts/rules", tag = "contact",
    responses((status = 200, body = ContactRules), (status = 404)))]
async fn contact_rules(State(app): State<AppState>, who: Who) -> Result<Json<ContactRules>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::rules(r, &asked)).await)
}

#[utoipa::path(put, path = "/api/v1/contacts/rules", tag = "contact", request_body = ContactRules,
    responses((status = 200, body = ContactRules), (status = 404), (status = 422)))]
async fn set_contact_rules(
    State(app): State<AppState>,
    who: Who,
    command: Command<ContactRules>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::set_rules).await
}

#[utoipa::path(get, path = "/api/v1/contacts/{id}", tag = "contact", params(("id" = Uuid, Path)),
    responses((status = 200, body = ContactRecord), (status = 404)))]
async fn one_contact(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<ContactRecord>, Problem> {
    let (asked, keys) = (who.clone(), app.keys.clone());
    done(&who, app.db.read(move |r| super::get(r, &asked, &keys, ContactId(id))).await)
}

#[utoipa::path(put, path = "/api/v1/contacts/{id}", tag = "contact", params(("id" = Uuid, Path)),
    request_body = ContactChange,
    responses((status = 200, body = ContactSaved), (status = 404), (status = 409), (status = 422)))]
async fn change_contact(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ContactChange>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    let command = command.blinded(&keys);
    let id = ContactId(id);
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::update(tx, who, &keys, id, b)).await
}

/// Shows what is masked. Every time is a row of the trail, also when the same request is sent again.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/reveal", tag = "contact", params(("id" = Uuid, Path)),
    request_body = ContactReveal,
    responses((status = 200, body = ContactRevealed), (status = 404), (status = 409), (status = 422)))]
async fn reveal_contact(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ContactReveal>,
) -> Result<Response, Problem> {
    let (lang, keys) = (who.lang, app.keys.clone());
    let seen = app.db.write(move |tx| super::reveal(tx, &who, &keys, ContactId(id), &command.body)).await;
    let seen = seen.map_err(|error| Problem::of(error, lang))?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(seen)).into_response())
}

/// Deletes a person for good.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/erase", tag = "contact", params(("id" = Uuid, Path)),
    request_body = ContactErasure,
    responses((status = 204), (status = 404), (status = 409), (status = 422)))]
async fn erase_contact(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ContactErasure>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    let id = ContactId(id);
    let answer = write(&app, who, StatusCode::NO_CONTENT, command, move |tx, who, b| {
        super::erase(tx, who, &keys, id, b)
    })
    .await?;
    if !matches!(app.db.empty_log().await, Ok(true)) {
        tracing::warn!(
            "the log still has pages with a deleted contact, sealed; the next deletion takes them along"
        );
    }
    Ok(answer)
}

/// Says that somebody belongs to an association.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/ties", tag = "contact", params(("id" = Uuid, Path)),
    request_body = TieDraft, responses((status = 201, body = TieSaved), (status = 404), (status = 409), (status = 422)))]
async fn add_tie(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<TieDraft>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    let (command, id) = (command.blinded(&keys), ContactId(id));
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::tie(tx, who, &keys, (id, None), b)
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/contacts/{id}/ties/{tie}", tag = "contact",
    params(("id" = Uuid, Path), ("tie" = Uuid, Path)), request_body = TieDraft,
    responses((status = 200, body = TieSaved), (status = 404), (status = 409), (status = 422)))]
async fn change_tie(
    State(app): State<AppState>,
    who: Who,
    Path((id, tie)): Path<(Uuid, Uuid)>,
    command: Command<TieDraft>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    let (command, of) = (command.blinded(&keys), (ContactId(id), TieId(tie)));
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::tie(tx, who, &keys, (of.0, Some(of.1)), b)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/contacts/{id}/ties/{tie}/remove", tag = "contact",
    params(("id" = Uuid, Path), ("tie" = Uuid, Path)), request_body = TieRemoval,
    responses((status = 200, body = TieSaved), (status = 404), (status = 409)))]
async fn remove_tie(
    State(app): State<AppState>,
    who: Who,
    Path((id, tie)): Path<(Uuid, Uuid)>,
    command: Command<TieRemoval>,
) -> Result<Response, Problem> {
    let keys = app.keys.clone();
    let of = (ContactId(id), TieId(tie));
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::untie(tx, who, &keys, of, b)).await
}
