//! The first start without the demo: a one-time token, printed to whoever started the server, opens a page that asks
//! for the district and its three administrators. No default password exists.

use std::path::Path;

use askama::Template;
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use yinfeng_domain::authority::Role;

use super::{UnitDraft, UnitKind, store};
use crate::{
    floor::{
        AppState, Error, Fault, Result, clock,
        db::Tx,
        file::sha256,
        say::{Lang, say_fault, word},
        web::{Problem, Query, Who, language},
    },
    identity,
};

const TOKEN_FILE: &str = "setup-token";

/// What rooms to the left put into a new district, in the transaction that makes it.
pub type Furnish = fn(&Tx<'_>, &Who) -> Result<()>;

pub fn pages(furnish: Furnish) -> axum::Router<AppState> {
    use axum::routing::get;
    let post = move |State(app): State<AppState>, headers: HeaderMap, Form(filled): Form<SetUp>| async move {
        form(&app, &headers, &filled, furnish).await
    };
    axum::Router::new().route("/setup", get(page_of).post(post))
}

/// When no district exists yet: the token of the set-up, made anew at every start and kept only as its hash.
pub fn prepare(data: &Path) -> Result<String> {
    let token = identity::password::invent();
    std::fs::create_dir_all(data)?;
    std::fs::write(data.join(TOKEN_FILE), hex::encode(sha256(token.as_bytes())))?;
    Ok(token)
}

fn token_fits(data: &Path, token: &str) -> bool {
    std::fs::read_to_string(data.join(TOKEN_FILE))
        .is_ok_and(|kept| kept == hex::encode(sha256(token.trim().as_bytes())))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct SetUp {
    token: String,
    district: String,
    name: String,
    office_name: String,
    login: String,
    account_name: String,
    password: String,
    security_login: String,
    security_name: String,
    security_password: String,
}

#[derive(Template)]
#[template(path = "setup.html")]
struct SetUpPage<'a> {
    lang: &'a str,
    title: String,
    intro: String,
    fields: Vec<Input>,
    button: String,
    problem: Option<String>,
}

struct Input {
    name: &'static str,
    label: String,
    value: String,
    kind: &'static str,
}

fn render(lang: Lang, filled: &SetUp, problem: Option<String>, status: StatusCode) -> Response {
    let w = |key: &str| word(lang, &format!("org.{key}"));
    let field = |name: &'static str, value: &str, kind: &'static str| Input {
        name,
        label: w(&format!("setup_{name}")),
        value: value.to_owned(),
        kind,
    };
    let page = SetUpPage {
        lang: lang.code(),
        title: w("setup_title"),
        intro: w("setup_intro"),
        button: w("setup_button"),
        problem,
        fields: vec![
            field("token", &filled.token, "text"),
            field("district", &filled.district, "text"),
            field("name", &filled.name, "text"),
            field("office_name", &filled.office_name, "text"),
            field("login", &filled.login, "text"),
            field("account_name", &filled.account_name, "text"),
            field("password", "", "password"),
            field("security_login", &filled.security_login, "text"),
            field("security_name", &filled.security_name, "text"),
            field("security_password", "", "password"),
        ],
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => Problem::of(Error::Internal(error.into()), lang).into_response(),
    }
}

async fn needed(app: &AppState) -> Result<bool> {
    app.db.read(|r| Ok(store::first_district(r)?.is_none())).await
}

#[derive(Deserialize)]
struct Token {
    token: Option<String>,
}

async fn page_of(State(app): State<AppState>, headers: HeaderMap, Query(q): Query<Token>) -> Response {
    let lang = language(&headers);
    match needed(&app).await {
        Ok(true) => {
            let filled = SetUp { token: q.token.unwrap_or_default(), ..SetUp::default() };
            render(lang, &filled, None, StatusCode::OK)
        }
        Ok(false) => Redirect::to("/login").into_response(),
        Err(error) => Problem::of(error, lang).into_response(),
    }
}

async fn form(app: &AppState, headers: &HeaderMap, filled: &SetUp, furnish: Furnish) -> Response {
    let lang = language(headers);
    match set_up(app, filled, furnish).await {
        Ok(()) | Err(Error::NotFound) => Redirect::to("/login").into_response(),
        Err(Error::Invalid(faults)) => {
            let said: Vec<String> = faults.iter().map(|f| say_field(lang, f)).collect();
            render(lang, filled, Some(said.join(" ")), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Problem::of(error, lang).into_response(),
    }
}

fn say_field(lang: Lang, fault: &Fault) -> String {
    let said = say_fault(lang, fault);
    match &fault.field {
        Some(field) => format!("{}: {said}", word(lang, &format!("org.setup_{field}"))),
        None => said,
    }
}

async fn set_up(app: &AppState, filled: &SetUp, furnish: Furnish) -> Result<()> {
    if !needed(app).await? {
        return Err(Error::NotFound);
    }
    if !token_fits(&app.config.data, &filled.token) {
        return Err(Error::invalid(Fault::at("token", "org.setup_token_wrong")));
    }
    identity::password::check("password", &filled.login, &filled.password)?;
    identity::password::check("security_password", &filled.security_login, &filled.security_password)?;
    let (first, second) = (filled.password.clone(), filled.security_password.clone());
    let hashes = tokio::task::spawn_blocking(move || -> Result<(String, String)> {
        Ok((identity::password::hash(&first)?, identity::password::hash(&second)?))
    })
    .await
    .map_err(anyhow::Error::from)??;
    let given = filled.clone();
    app.db.write(move |tx| furnish(tx, &found(tx, &given, &hashes)?)).await?;
    std::fs::remove_file(app.config.data.join(TOKEN_FILE))?;
    Ok(())
}

/// The district, the root of its tree and its office, and the two administrators who make and seat everybody else.
fn found(tx: &Tx<'_>, filled: &SetUp, hashes: &(String, String)) -> Result<Who> {
    if store::first_district(tx)?.is_some() {
        return Err(Error::NotFound);
    }
    let who = Who::system(filled.district.trim(), "setup");
    super::create_district(tx, &who, &filled.name, &filled.office_name, false)?;
    let from = clock::day(tx.now());
    let unit = |parent, kind, name: String| UnitDraft {
        parent_id: parent,
        kind,
        name,
        short_name: String::new(),
        sort_no: 0,
        scored: false,
        mission: String::new(),
        valid_from: from,
    };
    let committee = word(Lang::Zh, "org.committee");
    let root = super::create_unit(
        tx,
        &who,
        &unit(None, UnitKind::Committee, format!("{}{committee}", filled.name.trim())),
    )?;
    super::create_unit(
        tx,
        &who,
        &unit(Some(root.id), UnitKind::Office, filled.office_name.trim().to_owned()),
    )?;
    let system = identity::create_account(tx, &who, &filled.login, &filled.account_name, &hashes.0, false)?;
    let security =
        identity::create_account(tx, &who, &filled.security_login, &filled.security_name, &hashes.1, false)?;
    super::seat(tx, &who, system, &root, Role::SystemAdministrator, from)?;
    super::seat(tx, &who, security, &root, Role::SecurityAdministrator, from)?;
    Ok(who)
}
