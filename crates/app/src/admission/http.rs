//! Routes of the room `admission`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{AdmissionId, ProjectId};

use super::{
    AdmissionAsk, AdmissionConclusion, AdmissionDraft, AdmissionMeeting, AdmissionRecord, AdmissionRow,
    AdmissionWithdrawal, Filter, OpinionDraft,
    rule::{self, RulePublish, RulesView},
    sheet::{self, CheckDraft, DueDiligenceView, RiskSignature, SecondSignature},
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(admissions, request_admission))
        .routes(routes!(one_admission))
        .routes(routes!(ask_departments))
        .routes(routes!(give_opinion))
        .routes(routes!(enter_meeting))
        .routes(routes!(conclude_admission))
        .routes(routes!(withdraw_admission))
        .routes(routes!(admission_rules, publish_admission_rules))
        .routes(routes!(due_diligence))
        .routes(routes!(answer_check))
        .routes(routes!(sign_risk))
        .routes(routes!(sign_second))
}

/// Reviews, the newest first.
#[utoipa::path(get, path = "/api/v1/admissions", tag = "admission", params(Filter),
    responses((status = 200, body = Page<AdmissionRow>), (status = 404), (status = 422)))]
async fn admissions(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<Filter>,
) -> Result<Json<Page<AdmissionRow>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked, &q)).await)
}

/// Asks for the review of a project.
#[utoipa::path(post, path = "/api/v1/admissions", tag = "admission", request_body = AdmissionDraft,
    responses((status = 201, body = AdmissionRecord), (status = 404), (status = 409), (status = 422)))]
async fn request_admission(
    State(app): State<AppState>,
    who: Who,
    command: Command<AdmissionDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::request).await
}

#[utoipa::path(get, path = "/api/v1/admissions/{id}", tag = "admission", params(("id" = Uuid, Path)),
    responses((status = 200, body = AdmissionRecord), (status = 404)))]
async fn one_admission(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<AdmissionRecord>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, AdmissionId(id))).await)
}

/// The papers are complete: asks the departments.
#[utoipa::path(post, path = "/api/v1/admissions/{id}/ask", tag = "admission", params(("id" = Uuid, Path)),
    request_body = AdmissionAsk,
    responses((status = 200, body = AdmissionRecord), (status = 404), (status = 409), (status = 422)))]
async fn ask_departments(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<AdmissionAsk>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::ask(tx, who, AdmissionId(id), b)).await
}

/// Gives the opinion of a department that was asked.
#[utoipa::path(post, path = "/api/v1/admissions/{id}/opinion", tag = "admission", params(("id" = Uuid, Path)),
    request_body = OpinionDraft,
    responses((status = 200, body = AdmissionRecord), (status = 404), (status = 409), (status = 422)))]
async fn give_opinion(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<OpinionDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::answer(tx, who, AdmissionId(id), b))
        .await
}

/// Enters the meeting.
#[utoipa::path(post, path = "/api/v1/admissions/{id}/meeting", tag = "admission", params(("id" = Uuid, Path)),
    request_body = AdmissionMeeting,
    responses((status = 200, body = AdmissionRecord), (status = 404), (status = 409), (status = 422)))]
async fn enter_meeting(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<AdmissionMeeting>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::meet(tx, who, AdmissionId(id), b))
        .await
}

/// Concludes: a reviewer who had no part in it.
#[utoipa::path(post, path = "/api/v1/admissions/{id}/conclude", tag = "admission", params(("id" = Uuid, Path)),
    request_body = AdmissionConclusion,
    responses((status = 200, body = AdmissionRecord), (status = 404), (status = 409), (status = 422)))]
async fn conclude_admission(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<AdmissionConclusion>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::conclude(tx, who, AdmissionId(id), b))
        .await
}

/// Takes a review back.
#[utoipa::path(post, path = "/api/v1/admissions/{id}/withdraw", tag = "admission", params(("id" = Uuid, Path)),
    request_body = AdmissionWithdrawal,
    responses((status = 200, body = AdmissionRecord), (status = 404), (status = 409), (status = 422)))]
async fn withdraw_admission(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<AdmissionWithdrawal>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::withdraw(tx, who, AdmissionId(id), b))
        .await
}

/// Which review projects go through, by kind and amount.
#[utoipa::path(get, path = "/api/v1/admission-rules", tag = "admission",
    responses((status = 200, body = RulesView), (status = 404)))]
async fn admission_rules(State(app): State<AppState>, who: Who) -> Result<Json<RulesView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| rule::table(r, &asked)).await)
}

/// Puts a new version of the table in force.
#[utoipa::path(put, path = "/api/v1/admission-rules", tag = "admission", request_body = RulePublish,
    responses((status = 200, body = RulesView), (status = 404), (status = 409), (status = 422)))]
async fn publish_admission_rules(
    State(app): State<AppState>,
    who: Who,
    command: Command<RulePublish>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, rule::publish).await
}

/// The due-diligence sheet of a project.
#[utoipa::path(get, path = "/api/v1/projects/{id}/due-diligence", tag = "admission", params(("id" = Uuid, Path)),
    responses((status = 200, body = DueDiligenceView), (status = 404)))]
async fn due_diligence(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<DueDiligenceView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| sheet::of_project(r, &asked, ProjectId(id))).await)
}

/// Says what came of looking into one thing.
#[utoipa::path(put, path = "/api/v1/projects/{id}/due-diligence/{item}", tag = "admission",
    params(("id" = Uuid, Path), ("item" = String, Path)), request_body = CheckDraft,
    responses((status = 200, body = DueDiligenceView), (status = 404), (status = 409), (status = 422)))]
async fn answer_check(
    State(app): State<AppState>,
    who: Who,
    Path((id, item)): Path<(Uuid, String)>,
    command: Command<CheckDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        sheet::answer(tx, who, ProjectId(id), &item, b)
    })
    .await
}

/// Signs a risk: a reviewer who did not enter it.
#[utoipa::path(post, path = "/api/v1/projects/{id}/due-diligence/{item}/sign", tag = "admission",
    params(("id" = Uuid, Path), ("item" = String, Path)), request_body = RiskSignature,
    responses((status = 200, body = DueDiligenceView), (status = 404), (status = 409), (status = 422)))]
async fn sign_risk(
    State(app): State<AppState>,
    who: Who,
    Path((id, item)): Path<(Uuid, String)>,
    command: Command<RiskSignature>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| sheet::sign(tx, who, ProjectId(id), &item, b))
        .await
}

/// Signs for a contract that comes very fast for its size: a second reviewer.
#[utoipa::path(post, path = "/api/v1/projects/{id}/second-signature", tag = "admission",
    params(("id" = Uuid, Path)), request_body = SecondSignature,
    responses((status = 200, body = DueDiligenceView), (status = 404), (status = 409), (status = 422)))]
async fn sign_second(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SecondSignature>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| sheet::sign_second(tx, who, ProjectId(id), b))
        .await
}
