//! The rooms, in order: each may use only those below it in this list. Their routes, jobs and pages are wired here.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Request, State},
    http::{StatusCode, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::SignedDuration;
use tokio::sync::OnceCell;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    activity, admission, anomaly, assessment, chain, claim, commitment, contact, dictionary,
    floor::{
        App, AppState, Error, Result,
        clock::office_zone,
        db::Tx,
        job, search,
        web::{Problem, Who, assets, explain, forget_answers, harden, language, metrics_page, observe},
    },
    fund, handover, identity, interaction, investor, keeping, ledger, light, merge, milestone, network, org,
    problem, progress, project, referral, report, review, shortlist, siting, sponsor, supervision, timeline,
    transfer,
};

/// Leftmost first; `tests/it/tidy.rs` holds the code and the tables to it.
pub const ORDER: [&str; 35] = [
    "portal",
    "report",
    "ledger",
    "merge",
    "assessment",
    "anomaly",
    "timeline",
    "light",
    "review",
    "fund",
    "admission",
    "commitment",
    "supervision",
    "problem",
    "network",
    "chain",
    "handover",
    "referral",
    "claim",
    "interaction",
    "contact",
    "transfer",
    "milestone",
    "siting",
    "keeping",
    "progress",
    "shortlist",
    "sponsor",
    "project",
    "activity",
    "investor",
    "dictionary",
    "org",
    "identity",
    "floor",
];

fn api() -> OpenApiRouter<AppState> {
    let info = InfoBuilder::new().title("Yinfeng").version(env!("CARGO_PKG_VERSION")).build();
    OpenApiRouter::with_openapi(OpenApiBuilder::new().info(info).build())
        .merge(report::router())
        .merge(ledger::http::router())
        .merge(merge::http::router())
        .merge(activity::http::router())
        .merge(fund::http::router())
        .merge(review::http::router())
        .merge(anomaly::http::router())
        .merge(timeline::http::router())
        .merge(admission::http::router())
        .merge(commitment::http::router())
        .merge(supervision::http::router())
        .merge(light::http::router())
        .merge(problem::http::router())
        .merge(network::http::router())
        .merge(chain::http::router())
        .merge(handover::http::router())
        .merge(referral::http::router())
        .merge(claim::http::router())
        .merge(interaction::http::router())
        .merge(contact::http::router())
        .merge(transfer::http::router())
        .merge(siting::http::router())
        .merge(milestone::http::router())
        .merge(keeping::http::router())
        .merge(progress::http::router())
        .merge(shortlist::http::router())
        .merge(sponsor::http::router())
        .merge(project::http::router())
        .merge(investor::http::router())
        .merge(assessment::http::router())
        .merge(dictionary::http::router())
        .merge(org::http::router())
        .merge(identity::http::router())
}

/// What runs the jobs of every room.
pub fn runners() -> job::Runners {
    job::Runners::default()
        .with(ledger::READ, ledger::run_read)
        .with(ledger::IMPORT, ledger::run_import)
        .with(project::MOVED, fund::run_reclassify)
}

/// What is done without anybody asking, once an hour: first reports and
/// referrals that are over end, and the lights of the month
/// that is over, and of this one, are lit; at night the index of the search is packed and old answers are forgotten.
pub async fn keep_current(app: AppState) {
    loop {
        if let Err(error) = make_current(&app).await {
            tracing::warn!(%error, "what is done by the calendar was not done");
        }
        if NIGHT.contains(&app.clock.now().to_zoned(office_zone()).hour()) {
            pack(&app).await;
            forget(&app).await;
        }
        tokio::time::sleep(std::time::Duration::from_hours(1)).await;
    }
}

async fn make_current(app: &AppState) -> Result<()> {
    for district in app.db.read(org::districts).await? {
        let who = Who::system(&district, "calendar");
        // A portion at a time, so that nobody waits long behind it.
        loop {
            let who = who.clone();
            if app.db.write(move |tx| Ok(claim::sweep(tx, &who)? + referral::sweep(tx, &who)?)).await? == 0 {
                break;
            }
        }
        let months = app.db.read(move |r| light::due(r, &district)).await?;
        for month in months {
            let who = who.clone();
            let cmd = light::LightCompute { month };
            app.db.write(move |tx| light::compute(tx, &who, &cmd).map(|_| ())).await?;
        }
    }
    Ok(())
}

/// Nobody is at the office then.
const NIGHT: std::ops::Range<i8> = 1..5;
/// Whoever sends the same request again does so sooner: a browser that was left open comes back after a holiday at most.
const SENT_AGAIN: SignedDuration = SignedDuration::from_hours(10 * 24);
/// A smaller index is not worth packing.
const LOOSE: i64 = 16 << 20;

async fn pack(app: &AppState) {
    let db = app.db.clone();
    match tokio::task::spawn_blocking(move || db.pack(search::TABLE, LOOSE)).await {
        Ok(Ok(0)) => {}
        Ok(Ok(indexes)) => tracing::info!(indexes, "the index of the search was packed"),
        Ok(Err(error)) => tracing::warn!(%error, "the index of the search was not packed"),
        Err(error) => tracing::warn!(%error, "the index of the search was not packed"),
    }
}

async fn forget(app: &AppState) {
    let before = app.clock.now().saturating_sub(SENT_AGAIN);
    let outcome = match before {
        Ok(before) => forget_answers(&app.db, before).await,
        Err(error) => Err(anyhow::Error::from(error).into()),
    };
    match outcome {
        Ok(0) => {}
        Ok(answers) => tracing::info!(answers, "answers to writes long past were forgotten"),
        Err(error) => tracing::warn!(%error, "answers to writes long past were not forgotten"),
    }
}

/// What a new district begins with, beside its tree and its administrators.
fn furnish(tx: &Tx<'_>, who: &Who) -> Result<()> {
    assessment::offer_default(tx, who, i64::from(tx.today().year())).map(|_| ())
}

/// What the box that finds everything looks through, beside projects and organisations.
fn finders(app: &App) -> project::Finders {
    let keys = app.keys.clone();
    project::Finders::default().with(move |r, who, q| contact::find(r, who, &keys, q)).with(chain::find)
}

/// What is kept of organisations elsewhere, and follows when one is changed.
fn followers() -> investor::Followers {
    investor::Followers::of(&[project::follow, claim::follow])
}

/// What is asked before somebody leaves or a unit ends.
fn guards() -> org::Guards {
    org::Guards::of(&[handover::may_leave])
}

/// The OpenAPI document of every operation.
pub fn openapi() -> OpenApi {
    api().split_for_parts().1
}

/// Every route, before there is anything to answer with. Describing them takes much memory for a moment: the program
/// does it before it opens the database, which then takes the same memory again.
pub fn routes() -> Router<AppState> {
    api()
        .split_for_parts()
        .0
        .route("/api/v1/openapi.json", get(openapi_json))
        .merge(identity::http::pages())
        .merge(org::setup::pages(furnish))
        .merge(claim::http::pages())
        .merge(assets::router())
        .route("/static/page.css", get(page_css))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics_page))
        .fallback(elsewhere)
}

/// The document as text, made when somebody asks for the first time.
async fn openapi_json() -> std::result::Result<Response, Problem> {
    static TEXT: OnceCell<Bytes> = OnceCell::const_new();
    let make = || async {
        let made = tokio::task::spawn_blocking(|| serde_json::to_vec(&openapi())).await;
        anyhow::Ok(Bytes::from(made??))
    };
    let text = TEXT.get_or_try_init(make).await.map_err(|error| Problem::from(Error::Internal(error)))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text.clone()).into_response())
}

/// The whole server.
pub fn router(app: Arc<App>) -> Router {
    serving(routes(), app)
}

/// The routes with everything around them.
pub fn serving(routes: Router<AppState>, app: Arc<App>) -> Router {
    routes
        .layer(Extension(finders(&app)))
        .layer(Extension(followers()))
        .layer(Extension(guards()))
        .layer(DefaultBodyLimit::max(app.config.upload_mib << 20))
        .layer(from_fn(explain))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), org::http::authenticate))
        .layer(from_fn(harden))
        .layer(from_fn_with_state(app.clone(), observe))
        .with_state(app)
}

/// No panic reaches a user: they get an error with a request id, and the log gets the rest.
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let what = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    let what = what.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Problem::from(Error::Internal(anyhow::anyhow!("panic: {what}"))).into_response()
}

/// Style of the pages that work without script.
async fn page_css() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, include_str!("../templates/page.css"))
}

/// Ready when the database answers.
async fn ready(State(app): State<AppState>) -> Response {
    match app.db.read(|r| r.value::<i64>("select 1", &[])).await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn elsewhere(request: Request) -> Response {
    let found = assets::answer(request.uri().path(), request.headers());
    found.unwrap_or_else(|| Problem::of(Error::NotFound, language(request.headers())).into_response())
}
