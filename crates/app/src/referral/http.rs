//! Routes of the room `referral`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::{id::ReferralId, referral::ReferralStep};

use super::{
    AgreedShare, Filter, ReferralDraft, ReferralRecord, ReferralRow, ReferralRules, ReferralSaid,
    share::ShareQuestion,
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(referrals, offer_referral))
        .routes(routes!(referral_rules, set_referral_rules))
        .routes(routes!(agreed_shares))
        .routes(routes!(one_referral))
        .routes(routes!(accept_referral))
        .routes(routes!(decline_referral))
        .routes(routes!(withdraw_referral))
}

type Reply<T> = Result<Json<T>, Problem>;

#[utoipa::path(get, path = "/api/v1/referrals", tag = "referral", params(Filter),
    responses((status = 200, body = Page<ReferralRow>), (status = 404)))]
async fn referrals(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Reply<Page<ReferralRow>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// Offers an investor to another unit.
#[utoipa::path(post, path = "/api/v1/referrals", tag = "referral", request_body = ReferralDraft,
    responses((status = 201, body = ReferralRecord), (status = 404), (status = 409), (status = 422)))]
async fn offer_referral(
    State(app): State<AppState>,
    who: Who,
    command: Command<ReferralDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::offer).await
}

#[utoipa::path(get, path = "/api/v1/referrals/{id}", tag = "referral", params(("id" = Uuid, Path)),
    responses((status = 200, body = ReferralRecord), (status = 404)))]
async fn one_referral(State(app): State<AppState>, who: Who, Path(id): Path<Uuid>) -> Reply<ReferralRecord> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, ReferralId(id))).await)
}

async fn take(
    app: AppState,
    who: Who,
    id: Uuid,
    what: ReferralStep,
    command: Command<ReferralSaid>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::take(tx, who, ReferralId(id), what, b))
        .await
}

/// The receiving unit takes the investor over.
#[utoipa::path(post, path = "/api/v1/referrals/{id}/accept", tag = "referral", params(("id" = Uuid, Path)),
    request_body = ReferralSaid,
    responses((status = 200, body = ReferralRecord), (status = 404), (status = 409), (status = 422)))]
async fn accept_referral(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ReferralSaid>,
) -> Result<Response, Problem> {
    take(app, who, id, ReferralStep::Accept, command).await
}

/// The receiving unit does not want it, and says why.
#[utoipa::path(post, path = "/api/v1/referrals/{id}/decline", tag = "referral", params(("id" = Uuid, Path)),
    request_body = ReferralSaid,
    responses((status = 200, body = ReferralRecord), (status = 404), (status = 409), (status = 422)))]
async fn decline_referral(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ReferralSaid>,
) -> Result<Response, Problem> {
    take(app, who, id, ReferralStep::Decline, command).await
}

/// The giving unit takes its offer back, and says why.
#[utoipa::path(post, path = "/api/v1/referrals/{id}/withdraw", tag = "referral", params(("id" = Uuid, Path)),
    request_body = ReferralSaid,
    responses((status = 200, body = ReferralRecord), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_referral(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ReferralSaid>,
) -> Result<Response, Problem> {
    take(app, who, id, ReferralStep::Withdraw, command).await
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AgreedShareList {
    pub items: Vec<AgreedShare>,
}

/// Shares of the credit that wait for the first project of an investor.
#[utoipa::path(get, path = "/api/v1/referrals/shares", tag = "referral", params(ShareQuestion),
    responses((status = 200, body = AgreedShareList), (status = 404)))]
async fn agreed_shares(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<ShareQuestion>,
) -> Reply<AgreedShareList> {
    let asked = who.clone();
    let found = app.db.read(move |r| super::shares(r, &asked, &q)).await;
    done(&who, found.map(|items| AgreedShareList { items }))
}

/// How many days a unit has to answer.
#[utoipa::path(get, path = "/api/v1/referrals/rules", tag = "referral",
    responses((status = 200, body = ReferralRules), (status = 404)))]
async fn referral_rules(State(app): State<AppState>, who: Who) -> Reply<ReferralRules> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::rules(r, &asked)).await)
}

#[utoipa::path(put, path = "/api/v1/referrals/rules", tag = "referral", request_body = ReferralRules,
    responses((status = 200, body = ReferralRules), (status = 404), (status = 422)))]
async fn set_referral_rules(
    State(app): State<AppState>,
    who: Who,
    command: Command<ReferralRules>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, super::set_rules).await
}
