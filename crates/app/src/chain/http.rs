//! Routes of the room `chain`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::id::{
    ChainFirmId, ChainId, ChainLinkId, ChainPairId, ChainTargetId, IntentId, OrganisationId,
};

use super::{
    ChainDraft, ChainRemoval, ChainTargetDraft, FirmDraft, LinkDraft, PairDraft, SessionDraft, TargetFilter,
    TargetStep,
    fit::{ChainCandidates, ChainSuggestions},
    of_organisation::OrganisationChains,
    target::ChainTargetReassign,
    view::{ChainLinkView, ChainList, ChainPairView, ChainTargetRecord, ChainTargetRow, ChainView},
};
use crate::floor::{
    AppState,
    db::page::Page,
    web::{Command, Problem, Query, Who, done, write},
};

type Reply<T> = Result<Json<T>, Problem>;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(chains, create_chain))
        .routes(routes!(one_chain, update_chain))
        .routes(routes!(remove_chain))
        .routes(routes!(add_chain_link))
        .routes(routes!(one_chain_link, change_chain_link))
        .routes(routes!(remove_chain_link))
        .routes(routes!(add_chain_firm))
        .routes(routes!(change_chain_firm))
        .routes(routes!(remove_chain_firm))
        .routes(routes!(aim_chain_target))
        .routes(routes!(chain_targets))
        .routes(routes!(one_chain_target))
        .routes(routes!(step_chain_target))
        .routes(routes!(reassign_chain_target))
        .routes(routes!(take_back_chain_target))
        .routes(routes!(dock_chain))
        .routes(routes!(undock_chain))
        .routes(routes!(add_chain_pair))
        .routes(routes!(change_chain_pair))
        .routes(routes!(remove_chain_pair))
        .routes(routes!(chain_candidates))
        .routes(routes!(intent_links))
        .routes(routes!(organisation_chains))
}

/// All chains, with their links, targets and projects counted.
#[utoipa::path(get, path = "/api/v1/chains", tag = "chain",
    responses((status = 200, body = ChainList), (status = 404)))]
async fn chains(State(app): State<AppState>, who: Who) -> Reply<ChainList> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::list(r, &asked)).await)
}

#[utoipa::path(post, path = "/api/v1/chains", tag = "chain", request_body = ChainDraft,
    responses((status = 201, body = ChainView), (status = 404), (status = 409), (status = 422)))]
async fn create_chain(
    State(app): State<AppState>,
    who: Who,
    command: Command<ChainDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::create).await
}

/// One chain with its links, targets and sessions.
#[utoipa::path(get, path = "/api/v1/chains/{id}", tag = "chain", params(("id" = Uuid, Path)),
    responses((status = 200, body = ChainView), (status = 404)))]
async fn one_chain(State(app): State<AppState>, who: Who, Path(id): Path<Uuid>) -> Reply<ChainView> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::get(r, &asked, ChainId(id))).await)
}

#[utoipa::path(put, path = "/api/v1/chains/{id}", tag = "chain", params(("id" = Uuid, Path)),
    request_body = ChainDraft,
    responses((status = 200, body = ChainView), (status = 404), (status = 409), (status = 422)))]
async fn update_chain(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChainDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::update(tx, who, ChainId(id), b)).await
}

/// Takes away a chain that has neither links nor sessions.
#[utoipa::path(post, path = "/api/v1/chains/{id}/remove", tag = "chain", params(("id" = Uuid, Path)),
    request_body = ChainRemoval, responses((status = 200), (status = 404), (status = 409), (status = 422)))]
async fn remove_chain(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChainRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::remove(tx, who, ChainId(id), b)).await
}

#[utoipa::path(post, path = "/api/v1/chains/{id}/links", tag = "chain", params(("id" = Uuid, Path)),
    request_body = LinkDraft,
    responses((status = 201, body = ChainLinkView), (status = 404), (status = 409), (status = 422)))]
async fn add_chain_link(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<LinkDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::add_link(tx, who, ChainId(id), b))
        .await
}

/// One link with its firms, targets, projects and pairs.
#[utoipa::path(get, path = "/api/v1/chain-links/{id}", tag = "chain", params(("id" = Uuid, Path)),
    responses((status = 200, body = ChainLinkView), (status = 404)))]
async fn one_chain_link(State(app): State<AppState>, who: Who, Path(id): Path<Uuid>) -> Reply<ChainLinkView> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::link(r, &asked, ChainLinkId(id))).await)
}

#[utoipa::path(put, path = "/api/v1/chain-links/{id}", tag = "chain", params(("id" = Uuid, Path)),
    request_body = LinkDraft,
    responses((status = 200, body = ChainLinkView), (status = 404), (status = 409), (status = 422)))]
async fn change_chain_link(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<LinkDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::change_link(tx, who, ChainLinkId(id), b)
    })
    .await
}

/// Takes away a link on which nothing stands.
#[utoipa::path(post, path = "/api/v1/chain-links/{id}/remove", tag = "chain", params(("id" = Uuid, Path)),
    request_body = ChainRemoval, responses((status = 200), (status = 404), (status = 409), (status = 422)))]
async fn remove_chain_link(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChainRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::remove_link(tx, who, ChainLinkId(id), b)
    })
    .await
}

/// Names a firm of the district on a link.
#[utoipa::path(post, path = "/api/v1/chain-links/{id}/firms", tag = "chain", params(("id" = Uuid, Path)),
    request_body = FirmDraft,
    responses((status = 201, body = ChainLinkView), (status = 404), (status = 409), (status = 422)))]
async fn add_chain_firm(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<FirmDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::add_firm(tx, who, ChainLinkId(id), b)
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/chain-firms/{id}", tag = "chain", params(("id" = Uuid, Path)),
    request_body = FirmDraft,
    responses((status = 200, body = ChainLinkView), (status = 404), (status = 409), (status = 422)))]
async fn change_chain_firm(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<FirmDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::change_firm(tx, who, ChainFirmId(id), b)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/chain-firms/{id}/remove", tag = "chain", params(("id" = Uuid, Path)),
    request_body = ChainRemoval,
    responses((status = 200, body = ChainLinkView), (status = 404), (status = 409), (status = 422)))]
async fn remove_chain_firm(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChainRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::remove_firm(tx, who, ChainFirmId(id), b)
    })
    .await
}

/// Makes a firm a target of a link, and gives it to a unit.
#[utoipa::path(post, path = "/api/v1/chain-links/{id}/targets", tag = "chain", params(("id" = Uuid, Path)),
    request_body = ChainTargetDraft,
    responses((status = 201, body = ChainTargetRecord), (status = 404), (status = 409), (status = 422)))]
async fn aim_chain_target(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChainTargetDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::aim(tx, who, ChainLinkId(id), b))
        .await
}

/// Targets of all chains, those that are due first.
#[utoipa::path(get, path = "/api/v1/chain-targets", tag = "chain", params(TargetFilter),
    responses((status = 200, body = Page<ChainTargetRow>), (status = 404), (status = 422)))]
async fn chain_targets(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<TargetFilter>,
) -> Reply<Page<ChainTargetRow>> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::targets(r, &asked, &q)).await)
}

/// One target with its log.
#[utoipa::path(get, path = "/api/v1/chain-targets/{id}", tag = "chain", params(("id" = Uuid, Path)),
    responses((status = 200, body = ChainTargetRecord), (status = 404)))]
async fn one_chain_target(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Reply<ChainTargetRecord> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::target(r, &asked, ChainTargetId(id))).await)
}

/// Tells how far a target is: the unit that has it, or whoever keeps the chain.
#[utoipa::path(post, path = "/api/v1/chain-targets/{id}/step", tag = "chain", params(("id" = Uuid, Path)),
    request_body = TargetStep,
    responses((status = 200, body = ChainTargetRecord), (status = 404), (status = 409), (status = 422)))]
async fn step_chain_target(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<TargetStep>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::step(tx, who, ChainTargetId(id), b))
        .await
}

/// Takes back a target that nobody has done anything about yet.
#[utoipa::path(post, path = "/api/v1/chain-targets/{id}/take-back", tag = "chain", params(("id" = Uuid, Path)),
    request_body = ChainRemoval, responses((status = 204), (status = 404), (status = 409), (status = 422)))]
async fn take_back_chain_target(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChainRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::NO_CONTENT, command, move |tx, who, b| {
        super::take_back(tx, who, ChainTargetId(id), b)
    })
    .await
}

/// Gives a target to another unit, or another day.
#[utoipa::path(post, path = "/api/v1/chain-targets/{id}/reassign", tag = "chain", params(("id" = Uuid, Path)),
    request_body = ChainTargetReassign,
    responses((status = 200, body = ChainTargetRecord), (status = 404), (status = 409), (status = 422)))]
async fn reassign_chain_target(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChainTargetReassign>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::reassign(tx, who, ChainTargetId(id), b)
    })
    .await
}

/// Puts a docking session on a chain: an event that is there, or a new one.
#[utoipa::path(post, path = "/api/v1/chains/{id}/sessions", tag = "chain", params(("id" = Uuid, Path)),
    request_body = SessionDraft,
    responses((status = 201, body = ChainView), (status = 404), (status = 409), (status = 422)))]
async fn dock_chain(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<SessionDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| super::dock(tx, who, ChainId(id), b))
        .await
}

/// Takes a session off a chain of which nothing is recorded.
#[utoipa::path(delete, path = "/api/v1/chains/{id}/sessions/{event}", tag = "chain",
    params(("id" = Uuid, Path), ("event" = Uuid, Path)),
    responses((status = 200, body = ChainView), (status = 404), (status = 409)))]
async fn undock_chain(
    State(app): State<AppState>,
    who: Who,
    Path((id, event)): Path<(Uuid, Uuid)>,
    command: Command<()>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, ()| super::undock(tx, who, ChainId(id), event))
        .await
}

/// Records who met whom at a session.
#[utoipa::path(post, path = "/api/v1/chains/{id}/sessions/{event}/pairs", tag = "chain",
    params(("id" = Uuid, Path), ("event" = Uuid, Path)), request_body = PairDraft,
    responses((status = 201, body = ChainPairView), (status = 404), (status = 409), (status = 422)))]
async fn add_chain_pair(
    State(app): State<AppState>,
    who: Who,
    Path((id, event)): Path<(Uuid, Uuid)>,
    command: Command<PairDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::add_pair(tx, who, ChainId(id), event, b)
    })
    .await
}

#[utoipa::path(put, path = "/api/v1/chain-pairs/{id}", tag = "chain", params(("id" = Uuid, Path)),
    request_body = PairDraft,
    responses((status = 200, body = ChainPairView), (status = 404), (status = 409), (status = 422)))]
async fn change_chain_pair(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<PairDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::change_pair(tx, who, ChainPairId(id), b)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/chain-pairs/{id}/remove", tag = "chain", params(("id" = Uuid, Path)),
    request_body = ChainRemoval, responses((status = 200), (status = 404), (status = 409), (status = 422)))]
async fn remove_chain_pair(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<ChainRemoval>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::remove_pair(tx, who, ChainPairId(id), b)
    })
    .await
}

/// Investors that may fit a link, with points and reasons.
#[utoipa::path(get, path = "/api/v1/chain-links/{id}/investors", tag = "chain", params(("id" = Uuid, Path)),
    responses((status = 200, body = ChainCandidates), (status = 404), (status = 409)))]
async fn chain_candidates(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Reply<ChainCandidates> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::fit::candidates(r, &asked, ChainLinkId(id))).await)
}

/// Links that are weak or missing and fit what an investor wants, with points and reasons.
#[utoipa::path(get, path = "/api/v1/organisations/{id}/intents/{intent}/links", tag = "chain",
    params(("id" = Uuid, Path), ("intent" = Uuid, Path)),
    responses((status = 200, body = ChainSuggestions), (status = 404)))]
async fn intent_links(
    State(app): State<AppState>,
    who: Who,
    Path((id, intent)): Path<(Uuid, Uuid)>,
) -> Reply<ChainSuggestions> {
    let asked = who.clone();
    let found =
        app.db.read(move |r| super::fit::suggestions(r, &asked, OrganisationId(id), IntentId(intent))).await;
    done(&who, found)
}

/// Where an organisation stands in the chains.
#[utoipa::path(get, path = "/api/v1/organisations/{id}/chains", tag = "chain", params(("id" = Uuid, Path)),
    responses((status = 200, body = OrganisationChains), (status = 404)))]
async fn organisation_chains(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Reply<OrganisationChains> {
    let asked = who.clone();
    let found =
        app.db.read(move |r| super::of_organisation::of_organisation(r, &asked, OrganisationId(id))).await;
    done(&who, found)
}
