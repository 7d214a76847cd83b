//! Routes of the room `claim`.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{AskId, CaseId, ClaimId};

use super::{
    Answer, Appeal, AskDraft, AskFilter, AskRow, AskWithdrawal, CaseEvidence, CaseFilter, CaseRecord,
    CaseRow, ClaimCheck, ClaimDraft, ClaimReceipt, ClaimRecord, ClaimRow, Conclusion, Contact, Decision,
    Filter, Link, TermsPublish, TermsView, Withdrawal, evidence_content, receipt,
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, attachment, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(super::breach::http::router())
        .routes(routes!(claims, report_claim))
        .routes(routes!(check_claim))
        .routes(routes!(one_claim))
        .routes(routes!(claim_receipt))
        .routes(routes!(add_contact))
        .routes(routes!(renew_claim))
        .routes(routes!(withdraw_claim))
        .routes(routes!(link_claim))
        .routes(routes!(ask_about_claim))
        .routes(routes!(claim_asks))
        .routes(routes!(one_ask))
        .routes(routes!(answer_ask))
        .routes(routes!(withdraw_ask))
        .routes(routes!(claim_cases))
        .routes(routes!(one_case))
        .routes(routes!(add_case_evidence))
        .routes(routes!(decide_case))
        .routes(routes!(appeal_case))
        .routes(routes!(conclude_case))
        .routes(routes!(claim_evidence))
        .routes(routes!(claim_rules, publish_claim_rules))
}

/// Pages to print.
pub fn pages() -> axum::Router<AppState> {
    axum::Router::new().route("/print/claims/{id}", get(receipt_page))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
struct Asked {
    name: String,
    uscc: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = ClaimRenewal)]
struct Renewal {
    version: i64,
}

/// First reports that may be read, the newest first.
#[utoipa::path(get, path = "/api/v1/claims", tag = "claim", params(Filter),
    responses((status = 200, body = Page<ClaimRow>), (status = 404), (status = 422)))]
async fn claims(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<Page<ClaimRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// Reports an investor.
#[utoipa::path(post, path = "/api/v1/claims", tag = "claim", request_body = ClaimDraft,
    responses((status = 201, body = ClaimRecord), (status = 404), (status = 409), (status = 422)))]
async fn report_claim(
    State(app): State<AppState>,
    who: Who,
    command: Command<ClaimDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::report).await
}

/// Whether an investor is occupied: by whom and until when, over the whole district.
#[utoipa::path(get, path = "/api/v1/claims/check", tag = "claim", params(Asked),
    responses((status = 200, body = ClaimCheck), (status = 404), (status = 422)))]
async fn check_claim(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Asked>,
) -> Result<Json<ClaimCheck>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::check(r, &asked, &q.name, &q.uscc)).await)
}

#[utoipa::path(get, path = "/api/v1/claims/{id}", tag = "claim", params(("id" = Uuid, Path)),
    responses((status = 200, body = ClaimRecord), (status = 404)))]
async fn one_claim(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<ClaimRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, ClaimId(id))).await)
}

/// What proves when it was reported, to be kept as a file.
#[utoipa::path(get, path = "/api/v1/claims/{id}/receipt", tag = "claim", params(("id" = Uuid, Path)),
    responses((status = 200, body = ClaimReceipt), (status = 404)))]
async fn claim_receipt(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let asked = who.clone();
    let found = app.db.read(move |r| receipt(r, &asked, ClaimId(id))).await;
    let found = found.map_err(|e| Problem::of(e, who.lang))?;
    let name = format!("attachment; filename=\"{}.json\"", found.code);
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(found)).into_response())
}

/// The receipt as a page to print; who is not logged in does so first.
async fn receipt_page(
    State(app): State<AppState>,
    who: Option<Who>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let Some(who) = who else {
        return Ok(Redirect::to(&format!("/login?next=/print/claims/{id}")).into_response());
    };
    let (lang, asked) = (who.lang, who);
    let page = app
        .db
        .read(move |r| {
            let found = receipt(r, &asked, ClaimId(id))?;
            let district = crate::org::district(r, asked.district())?.map(|d| d.name).unwrap_or_default();
            super::receipt::page(asked.lang, &district, &found)
        })
        .await;
    page.map(|html| Html(html).into_response()).map_err(|e| Problem::of(e, lang))
}

/// Enters contacts with the investor.
#[utoipa::path(post, path = "/api/v1/claims/{id}/contacts", tag = "claim", params(("id" = Uuid, Path)),
    request_body = Contact,
    responses((status = 200, body = ClaimRecord), (status = 404), (status = 409), (status = 422)))]
async fn add_contact(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Contact>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::contact(tx, who, ClaimId(id), b)).await
}

/// Makes the protection longer.
#[utoipa::path(post, path = "/api/v1/claims/{id}/renew", tag = "claim", params(("id" = Uuid, Path)),
    request_body = Renewal,
    responses((status = 200, body = ClaimRecord), (status = 404), (status = 409), (status = 422)))]
async fn renew_claim(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Renewal>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::renew(tx, who, ClaimId(id), b.version))
        .await
}

/// Gives the investor up.
#[utoipa::path(post, path = "/api/v1/claims/{id}/withdraw", tag = "claim", params(("id" = Uuid, Path)),
    request_body = Withdrawal,
    responses((status = 200, body = ClaimRecord), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_claim(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Withdrawal>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::withdraw(tx, who, ClaimId(id), b))
        .await
}

/// Names the project that came of it.
#[utoipa::path(post, path = "/api/v1/claims/{id}/project", tag = "claim", params(("id" = Uuid, Path)),
    request_body = Link,
    responses((status = 200, body = ClaimRecord), (status = 404), (status = 409), (status = 422)))]
async fn link_claim(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Link>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::link(tx, who, ClaimId(id), b)).await
}

/// Asks for a way on with an investor that is occupied.
#[utoipa::path(post, path = "/api/v1/claims/{id}/asks", tag = "claim", params(("id" = Uuid, Path)),
    request_body = AskDraft,
    responses((status = 201, body = AskRow), (status = 404), (status = 409), (status = 422)))]
async fn ask_about_claim(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<AskDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::ask(tx, who, ClaimId(id), b))
        .await
}

/// Questions about claims, the newest first.
#[utoipa::path(get, path = "/api/v1/claim-asks", tag = "claim", params(AskFilter),
    responses((status = 200, body = Page<AskRow>), (status = 404), (status = 422)))]
async fn claim_asks(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<AskFilter>,
) -> Result<Json<Page<AskRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::asks(r, &asked, &q)).await)
}

#[utoipa::path(get, path = "/api/v1/claim-asks/{id}", tag = "claim", params(("id" = Uuid, Path)),
    responses((status = 200, body = AskRow), (status = 404)))]
async fn one_ask(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<AskRow>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::one_ask(r, &asked, AskId(id))).await)
}

/// Accepts or refuses what was asked.
#[utoipa::path(post, path = "/api/v1/claim-asks/{id}/answer", tag = "claim", params(("id" = Uuid, Path)),
    request_body = Answer,
    responses((status = 200, body = AskRow), (status = 404), (status = 409), (status = 422)))]
async fn answer_ask(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Answer>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::answer(tx, who, AskId(id), b)).await
}

/// Takes a question back.
#[utoipa::path(post, path = "/api/v1/claim-asks/{id}/withdraw", tag = "claim", params(("id" = Uuid, Path)),
    request_body = AskWithdrawal,
    responses((status = 200, body = AskRow), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_ask(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<AskWithdrawal>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::withdraw_ask(tx, who, AskId(id), b))
        .await
}

/// Disputes about claims, the newest first.
#[utoipa::path(get, path = "/api/v1/claim-cases", tag = "claim", params(CaseFilter),
    responses((status = 200, body = Page<CaseRow>), (status = 404), (status = 422)))]
async fn claim_cases(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<CaseFilter>,
) -> Result<Json<Page<CaseRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::cases(r, &asked, &q)).await)
}

#[utoipa::path(get, path = "/api/v1/claim-cases/{id}", tag = "claim", params(("id" = Uuid, Path)),
    responses((status = 200, body = CaseRecord), (status = 404)))]
async fn one_case(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<CaseRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::case(r, &asked, CaseId(id))).await)
}

/// Hands in evidence for one's side.
#[utoipa::path(post, path = "/api/v1/claim-cases/{id}/evidence", tag = "claim", params(("id" = Uuid, Path)),
    request_body = CaseEvidence,
    responses((status = 200, body = CaseRecord), (status = 404), (status = 409), (status = 422)))]
async fn add_case_evidence(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<CaseEvidence>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::add_evidence(tx, who, CaseId(id), b))
        .await
}

/// Decides a dispute: a reviewer without a part in it.
#[utoipa::path(post, path = "/api/v1/claim-cases/{id}/decide", tag = "claim", params(("id" = Uuid, Path)),
    request_body = Decision,
    responses((status = 200, body = CaseRecord), (status = 404), (status = 409), (status = 422)))]
async fn decide_case(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Decision>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::decide(tx, who, CaseId(id), b)).await
}

/// Appeals against a decision, once.
#[utoipa::path(post, path = "/api/v1/claim-cases/{id}/appeal", tag = "claim", params(("id" = Uuid, Path)),
    request_body = Appeal,
    responses((status = 200, body = CaseRecord), (status = 404), (status = 409), (status = 422)))]
async fn appeal_case(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Appeal>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::appeal(tx, who, CaseId(id), b)).await
}

/// Enters what the committee says of an appeal.
#[utoipa::path(post, path = "/api/v1/claim-cases/{id}/conclude", tag = "claim", params(("id" = Uuid, Path)),
    request_body = Conclusion,
    responses((status = 200, body = CaseRecord), (status = 404), (status = 409), (status = 422)))]
async fn conclude_case(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<Conclusion>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::conclude(tx, who, CaseId(id), b)).await
}

/// The file that proves a contact.
#[utoipa::path(get, path = "/api/v1/claim-evidence/{id}", tag = "claim", params(("id" = Uuid, Path)),
    responses((status = 200, description = "the bytes", content_type = "application/octet-stream"), (status = 404)))]
async fn claim_evidence(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let lang = who.lang;
    let found = app.db.read(move |r| evidence_content(r, &who, id)).await;
    let (sha, found) = found.map_err(|e| Problem::of(e, lang))?;
    let bytes = app.files.get(&sha).await.map_err(|e| Problem::of(e, lang))?;
    Ok(attachment(&found.media_type, &found.name, bytes))
}

/// How long claims last, and how disputes are settled.
#[utoipa::path(get, path = "/api/v1/claim-rules", tag = "claim",
    responses((status = 200, body = TermsView), (status = 404)))]
async fn claim_rules(State(app): State<AppState>, who: Who) -> Result<Json<TermsView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::table(r, &asked)).await)
}

/// Puts a new version of the table in force.
#[utoipa::path(post, path = "/api/v1/claim-rules", tag = "claim", request_body = TermsPublish,
    responses((status = 201, body = TermsView), (status = 404), (status = 409), (status = 422)))]
async fn publish_claim_rules(
    State(app): State<AppState>,
    who: Who,
    command: Command<TermsPublish>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::publish).await
}
