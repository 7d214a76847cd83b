//! Login and logout (server-rendered, without script), one's own account, saved views.

use askama::Template;
use axum::{
    Form, Json,
    extract::{ConnectInfo, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{Opened, Origin, View, store};
use crate::floor::{
    AppState, Error, Fault, Result, audit,
    config::Config,
    say::{Lang, word},
    web::{Command, Problem, Query, Who, done, language, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(log_in))
        .routes(routes!(log_out))
        .routes(routes!(change_password))
        .routes(routes!(set_locale))
        .routes(routes!(sessions))
        .routes(routes!(end_session))
        .routes(routes!(views, save_view))
        .routes(routes!(delete_view))
}

/// The pages that work without script.
pub fn pages() -> axum::Router<AppState> {
    use axum::routing::{get, post};
    axum::Router::new().route("/login", get(login_page).post(login_form)).route("/logout", post(logout_form))
}

/// The name of the cookie: with HTTPS one that no other site on the host can set.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.https { "__Host-yinfeng" } else { "yinfeng" }
}

fn set_cookie(config: &Config, value: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if config.https { "; Secure" } else { "" };
    let name = cookie_name(config);
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"
    ))
    .ok()
}

fn with_session(app: &AppState, opened: &Opened, response: impl IntoResponse) -> Response {
    let seconds = opened.ends_at.as_second() - app.clock.now().as_second();
    with_cookie(set_cookie(&app.config, &opened.cookie, seconds), response)
}

fn with_cookie(cookie: Option<HeaderValue>, response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    if let Some(value) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

fn origin(headers: &HeaderMap, address: Option<ConnectInfo<std::net::SocketAddr>>) -> Origin {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Origin {
        address: address.map(|ConnectInfo(a)| a.ip().to_string()).unwrap_or_default(),
        agent: agent.chars().take(200).collect(),
    }
}

#[derive(Deserialize, ToSchema)]
pub struct Login {
    pub login: String,
    pub password: String,
}

/// Logs in and sets the cookie of the session.
#[utoipa::path(post, path = "/api/v1/session", tag = "identity", request_body = Login,
    responses((status = 204), (status = 422, body = crate::floor::web::ProblemBody), (status = 429)))]
async fn log_in(
    State(app): State<AppState>,
    headers: HeaderMap,
    address: Option<axum::Extension<ConnectInfo<std::net::SocketAddr>>>,
    command: Command<Login>,
) -> Result<Response, Problem> {
    let from = origin(&headers, address.map(|a| a.0));
    let opened = super::log_in(&app, &command.body.login, &command.body.password, from)
        .await
        .map_err(|e| Problem::of(e, language(&headers)))?;
    Ok(with_session(&app, &opened, StatusCode::NO_CONTENT))
}

/// Ends the session.
#[utoipa::path(delete, path = "/api/v1/session", tag = "identity", responses((status = 204)))]
async fn log_out(State(app): State<AppState>, who: Who) -> Result<Response, Problem> {
    let lang = who.lang;
    app.db.write(move |tx| super::log_out(tx, &who)).await.map_err(|e| Problem::of(e, lang))?;
    Ok(with_cookie(set_cookie(&app.config, "", 0), StatusCode::NO_CONTENT))
}

#[derive(Deserialize, ToSchema)]
pub struct NewPassword {
    pub current: String,
    pub new: String,
}

/// Changes one's own password; other sessions end.
#[utoipa::path(put, path = "/api/v1/account/password", tag = "identity", request_body = NewPassword,
    responses((status = 204), (status = 422, body = crate::floor::web::ProblemBody)))]
async fn change_password(
    State(app): State<AppState>,
    who: Who,
    command: Command<NewPassword>,
) -> Result<StatusCode, Problem> {
    let lang = who.lang;
    let NewPassword { current, new } = command.body;
    super::change_password(&app, who, current, new).await.map_err(|e| Problem::of(e, lang))?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct Locale {
    /// `zh-CN` or `en`.
    pub locale: String,
}

/// The language in which the workbench opens.
#[utoipa::path(put, path = "/api/v1/account/locale", tag = "identity", request_body = Locale, responses((status = 200)))]
async fn set_locale(
    State(app): State<AppState>,
    who: Who,
    command: Command<Locale>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, |tx, who, body| {
        if !["zh-CN", "en"].contains(&body.locale.as_str()) {
            return Err(Error::invalid(Fault::at("locale", "identity.locale")));
        }
        store::set_locale(tx, who, &body.locale)?;
        audit::record(
            tx,
            who,
            "identity.set_locale",
            "identity_account",
            who.actor.account.0,
            &json!({ "locale": body.locale }),
        )?;
        Ok(json!({ "locale": body.locale }))
    })
    .await
}

#[derive(Serialize, ToSchema)]
pub struct SessionView {
    pub id: String,
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    #[schema(value_type = String)]
    pub seen_at: Timestamp,
    pub address: String,
    pub agent: String,
    pub current: bool,
}

#[derive(Serialize, ToSchema)]
pub struct SessionList {
    pub items: Vec<SessionView>,
}

/// Where one is logged in.
#[utoipa::path(get, path = "/api/v1/account/sessions", tag = "identity", responses((status = 200, body = SessionList)))]
async fn sessions(State(app): State<AppState>, who: Who) -> Result<Json<SessionList>, Problem> {
    let asked = who.clone();
    let out = app.db.read(move |r| {
        let items = store::sessions(r, &asked)?
            .into_iter()
            .map(|s| SessionView {
                current: asked.session.as_ref().is_some_and(|hash| hash[..] == s.token_hash[..]),
                id: hex::encode(&s.token_hash),
                created_at: s.created_at,
                seen_at: s.seen_at,
                address: s.address,
                agent: s.agent,
            })
            .collect();
        Ok(SessionList { items })
    });
    done(&who, out.await)
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/api/v1/account/sessions/{id}", tag = "identity", params(("id" = String, Path)),
    responses((status = 200), (status = 404)))]
async fn end_session(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<String>,
    command: Command<()>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, ()| {
        let hash = hex::decode(&id).map_err(|_| Error::NotFound)?;
        if !store::sessions(tx, who)?.iter().any(|s| s.token_hash == hash) {
            return Err(Error::NotFound);
        }
        store::delete_session(tx, who.district(), &hash)?;
        audit::record(tx, who, "identity.end_session", "identity_account", who.actor.account.0, &json!({}))?;
        Ok(json!({}))
    })
    .await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ViewsOf {
    /// The table: `projects`, `funds`, `organisations`.
    page: String,
}

#[derive(Serialize, ToSchema)]
pub struct ViewList {
    pub items: Vec<View>,
}

/// One's saved views of a table.
#[utoipa::path(get, path = "/api/v1/views", tag = "identity", params(ViewsOf), responses((status = 200, body = ViewList)))]
async fn views(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<ViewsOf>,
) -> Result<Json<ViewList>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| Ok(ViewList { items: store::views(r, &asked, &q.page)? })).await)
}

#[derive(Deserialize, ToSchema)]
pub struct NewView {
    pub page: String,
    pub name: String,
    pub query: String,
}

/// Saves the state of a table under a name.
#[utoipa::path(post, path = "/api/v1/views", tag = "identity", request_body = NewView, responses((status = 201, body = View)))]
async fn save_view(
    State(app): State<AppState>,
    who: Who,
    command: Command<NewView>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, |tx, who, body| {
        let name = body.name.trim();
        for (field, text, max) in
            [("page", body.page.as_str(), 60), ("name", name, 60), ("query", &body.query, 4000)]
        {
            if text.chars().count() > max || (text.is_empty() && field != "query") {
                return Err(Error::invalid(Fault::at(field, "floor.too_long").with("max", max)));
            }
        }
        let view = store::save_view(tx, who, &body.page, name, &body.query)?;
        audit::record(tx, who, "identity.save_view", "identity_view", view.id, &json!({ "name": name }))?;
        Ok(view)
    })
    .await
}

#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "identity", params(("id" = Uuid, Path)),
    responses((status = 200), (status = 404)))]
async fn delete_view(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<()>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, ()| {
        if !store::delete_view(tx, who, id)? {
            return Err(Error::NotFound);
        }
        audit::record(tx, who, "identity.delete_view", "identity_view", id, &json!({}))?;
        Ok(json!({}))
    })
    .await
}

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    lang: &'a str,
    title: String,
    heading: String,
    login_label: String,
    password_label: String,
    button: String,
    login: &'a str,
    next: &'a str,
    problem: Option<String>,
}

fn page(lang: Lang, login: &str, next: &str, problem: Option<String>, status: StatusCode) -> Response {
    let w = |key: &str| word(lang, &format!("identity.{key}"));
    let page = LoginPage {
        lang: lang.code(),
        title: w("page_title"),
        heading: w("page_heading"),
        login_label: w("page_login"),
        password_label: w("page_password"),
        button: w("page_button"),
        login,
        next,
        problem,
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => Problem::of(Error::Internal(error.into()), lang).into_response(),
    }
}

#[derive(Deserialize)]
struct Next {
    next: Option<String>,
}

/// Only pages of this server: `/projects`, never `//elsewhere` or `https://…`.
fn inside(next: Option<&str>) -> &str {
    match next {
        Some(n)
            if n.starts_with('/')
                && !n.starts_with("//")
                && !n.contains('\\')
                && !n.chars().any(char::is_control) =>
        {
            n
        }
        _ => "/",
    }
}

async fn login_page(headers: HeaderMap, Query(q): Query<Next>) -> Response {
    page(language(&headers), "", inside(q.next.as_deref()), None, StatusCode::OK)
}

#[derive(Deserialize)]
struct LoginForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    next: Option<String>,
}

/// A form cannot carry an Idempotency-Key; that it was sent from a page of ours is what keeps others out.
fn from_own_page(headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (header("sec-fetch-site"), header("origin"), header("host")) {
        (Some(site), _, _) => site == "same-origin" || site == "none",
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, at)| at == host),
        (None, None, _) => true,
        _ => false,
    }
}

async fn login_form(
    State(app): State<AppState>,
    headers: HeaderMap,
    address: Option<axum::Extension<ConnectInfo<std::net::SocketAddr>>>,
    Form(form): Form<LoginForm>,
) -> Response {
    let lang = language(&headers);
    let next = inside(form.next.as_deref());
    if !from_own_page(&headers) {
        return page(lang, "", "/", Some(word(lang, "identity.elsewhere")), StatusCode::FORBIDDEN);
    }
    let from = origin(&headers, address.map(|a| a.0));
    match super::log_in(&app, &form.login, &form.password, from).await {
        Ok(opened) => with_session(&app, &opened, Redirect::to(next)),
        Err(error) => {
            let said = match &error {
                Error::Invalid(faults) => faults.first().map(|f| crate::floor::say::say_fault(lang, f)),
                Error::TooMany(fault) => Some(crate::floor::say::say_fault(lang, fault)),
                _ => None,
            };
            match said {
                Some(said) => page(lang, &form.login, next, Some(said), StatusCode::UNPROCESSABLE_ENTITY),
                None => Problem::of(error, lang).into_response(),
            }
        }
    }
}

async fn logout_form(State(app): State<AppState>, headers: HeaderMap, who: Option<Who>) -> Response {
    if let (Some(who), true) = (who, from_own_page(&headers)) {
        let lang = who.lang;
        if let Err(error) = app.db.write(move |tx| super::log_out(tx, &who)).await {
            return Problem::of(error, lang).into_response();
        }
    }
    with_cookie(set_cookie(&app.config, "", 0), Redirect::to("/login"))
}
