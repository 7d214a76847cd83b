//! Routes of the room `org`: who one is, units and people, accounts and roles, the matrix of rights, the set-up.

use axum::{
    Extension, Json,
    extract::{Path, Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{self, Act, Class, Reach, Role},
    id::{AccountId, UnitId},
};

use super::{
    Guards, Hand, MemberDraft, MemberView, NewRole, UnitChange, UnitDetail, UnitDraft, UnitRef, UnitView,
    accounts, store,
};
use crate::{
    floor::{
        AppState, Error, Result, audit,
        db::Reader,
        web::{Command, Problem, Query, RequestInfo, Who, done, language, write},
    },
    identity,
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(session))
        .routes(routes!(units, create_unit))
        .routes(routes!(unit, update_unit))
        .routes(routes!(end_unit))
        .routes(routes!(add_member))
        .routes(routes!(update_member))
        .routes(routes!(list_accounts, create_account))
        .routes(routes!(update_account))
        .routes(routes!(reset_password))
        .routes(routes!(grant_role))
        .routes(routes!(end_role))
        .routes(routes!(rights))
        .routes(routes!(audit_verify))
}

/// Puts who asks into the request when their session is alive. Handlers that need somebody take a [`Who`].
pub async fn authenticate(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let name = identity::http::cookie_name(&app.config);
    let cookie = request
        .headers()
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('=').map(str::to_owned));
    if let Some(cookie) = cookie {
        let lang = language(request.headers());
        let id = request.extensions().get::<RequestInfo>().map(|r| r.id.clone()).unwrap_or_default();
        let config = app.config.clone();
        let found = app.db.read(move |r| super::who(r, &config, &cookie, &id, lang)).await;
        match found {
            Ok(Some((who, touch))) => {
                if let (true, Some(hash)) = (touch, who.session) {
                    let district = who.district().to_owned();
                    let noted = app.db.write(move |tx| identity::seen(tx, &district, &hash)).await;
                    if let Err(error) = noted {
                        tracing::warn!(%error, "the use of a session could not be noted");
                    }
                }
                request.extensions_mut().insert(who);
            }
            Ok(None) => {}
            Err(error) => {
                use axum::response::IntoResponse;
                return Problem::of(error, lang).into_response();
            }
        }
    }
    next.run(request).await
}

#[derive(Serialize, ToSchema)]
pub struct AccountBrief {
    #[schema(value_type = Uuid)]
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub locale: String,
    pub must_change_password: bool,
}

#[derive(Serialize, ToSchema)]
pub struct DistrictBrief {
    pub code: String,
    pub name: String,
    pub office_name: String,
    pub demo: bool,
}

#[derive(Serialize, ToSchema)]
pub struct HeldRole {
    pub role: String,
    pub unit: UnitRef,
}

#[derive(Serialize, ToSchema)]
pub struct Can {
    #[schema(value_type = String)]
    pub class: Class,
    #[schema(value_type = String)]
    pub act: Act,
    /// `unit` or `district`.
    #[schema(value_type = String)]
    pub scope: authority::Scope,
}

#[derive(Serialize, ToSchema)]
pub struct ServerBrief {
    pub version: String,
    /// The civil date at the office.
    #[schema(value_type = String)]
    pub today: Date,
    /// The day up to which figures are shown unless another is asked for.
    #[schema(value_type = String)]
    pub as_of: Date,
    pub year: i16,
}

#[derive(Serialize, ToSchema)]
pub struct SessionBrief {
    pub account: AccountBrief,
    pub district: DistrictBrief,
    pub roles: Vec<HeldRole>,
    pub can: Vec<Can>,
    pub server: ServerBrief,
}

fn brief(reader: &Reader, who: &Who) -> Result<SessionBrief> {
    let account = identity::account(reader, who.district(), who.actor.account)?.ok_or(Error::NotFound)?;
    let district = store::district(reader, who.district())?.ok_or(Error::NotFound)?;
    let mut roles = Vec::new();
    for held in &who.actor.memberships {
        if let Some(u) = store::unit(reader, who.district(), held.unit)? {
            let unit = UnitRef { id: u.id, name: u.name, short_name: u.short_name, kind: u.kind };
            roles.push(HeldRole { role: held.role.code().to_owned(), unit });
        }
    }
    let mut can = Vec::new();
    for class in Class::ALL {
        for act in Act::ALL {
            let scope = match who.actor.reach(class, act) {
                Reach::Nothing => continue,
                Reach::District => authority::Scope::District,
                Reach::Units(_) => authority::Scope::Unit,
            };
            can.push(Can { class, act, scope });
        }
    }
    let as_of = super::as_of(reader, who.district())?;
    Ok(SessionBrief {
        account: AccountBrief {
            id: account.id,
            login: account.login,
            name: account.name,
            locale: account.locale,
            must_change_password: account.must_change_password,
        },
        district: DistrictBrief {
            code: district.code,
            name: district.name,
            office_name: district.office_name,
            demo: district.demo,
        },
        roles,
        can,
        server: ServerBrief {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            today: reader.today(),
            as_of,
            year: as_of.year(),
        },
    })
}

/// Who one is, and what one may do.
#[utoipa::path(get, path = "/api/v1/session", tag = "identity",
    responses((status = 200, body = SessionBrief), (status = 401, body = crate::floor::web::ProblemBody)))]
async fn session(State(app): State<AppState>, who: Who) -> Result<Json<SessionBrief>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| brief(r, &asked)).await)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct On {
    /// Units that exist on this day; without it, all that ever were.
    #[param(value_type = Option<String>)]
    on: Option<Date>,
}

#[derive(Serialize, ToSchema)]
pub struct UnitList {
    pub items: Vec<UnitView>,
}

/// The tree of units, in the order in which lists show them.
#[utoipa::path(get, path = "/api/v1/units", tag = "org", params(On), responses((status = 200, body = UnitList)))]
async fn units(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<On>,
) -> Result<Json<UnitList>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| Ok(UnitList { items: super::units(r, &asked, q.on)? })).await)
}

#[utoipa::path(post, path = "/api/v1/units", tag = "org", request_body = UnitDraft, responses((status = 201, body = UnitView)))]
async fn create_unit(
    State(app): State<AppState>,
    who: Who,
    command: Command<UnitDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, super::create_unit).await
}

#[utoipa::path(get, path = "/api/v1/units/{id}", tag = "org", params(("id" = Uuid, Path)), responses((status = 200, body = UnitDetail), (status = 404)))]
async fn unit(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<UnitDetail>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| super::unit_detail(r, &asked, UnitId(id))).await)
}

#[utoipa::path(put, path = "/api/v1/units/{id}", tag = "org", params(("id" = Uuid, Path)), request_body = UnitChange,
    responses((status = 200, body = UnitView), (status = 404), (status = 409, body = crate::floor::web::ProblemBody)))]
async fn update_unit(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<UnitChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| super::update_unit(tx, who, UnitId(id), b))
        .await
}

#[derive(Deserialize, ToSchema)]
struct End {
    #[schema(value_type = String)]
    valid_until: Date,
    version: i64,
}

/// Ends a unit on a day; its history stays.
#[utoipa::path(post, path = "/api/v1/units/{id}/end", tag = "org", params(("id" = Uuid, Path)), request_body = End,
    responses((status = 200, body = UnitView), (status = 404)))]
async fn end_unit(
    State(app): State<AppState>,
    Extension(guards): Extension<Guards>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<End>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::end_unit(tx, who, &guards, UnitId(id), b.valid_until, b.version)
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/units/{id}/members", tag = "org", params(("id" = Uuid, Path)),
    request_body = MemberDraft, responses((status = 201, body = MemberView), (status = 404)))]
async fn add_member(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<MemberDraft>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        super::add_member(tx, who, UnitId(id), b)
    })
    .await
}

#[derive(Deserialize, ToSchema)]
struct MemberChange {
    #[serde(flatten)]
    draft: MemberDraft,
    version: i64,
}

#[utoipa::path(put, path = "/api/v1/members/{id}", tag = "org", params(("id" = Uuid, Path)), request_body = MemberChange,
    responses((status = 200, body = MemberView), (status = 404)))]
async fn update_member(
    State(app): State<AppState>,
    Extension(guards): Extension<Guards>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<MemberChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        super::update_member(tx, who, &guards, id, &b.draft, b.version)
    })
    .await
}

#[utoipa::path(get, path = "/api/v1/accounts", tag = "org", responses((status = 200, body = accounts::AccountList), (status = 404)))]
async fn list_accounts(
    State(app): State<AppState>,
    who: Who,
) -> Result<Json<accounts::AccountList>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| accounts::list(r, &asked)).await)
}

#[derive(Deserialize, ToSchema)]
struct NewAccount {
    login: String,
    name: String,
}

/// Makes an account; the answer holds the first password, which must be changed at the first login.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "org", request_body = NewAccount, responses((status = 201, body = Hand)))]
async fn create_account(
    State(app): State<AppState>,
    who: Who,
    command: Command<NewAccount>,
) -> Result<Response, Problem> {
    let (password, hash) = invent(&who).await?;
    write(&app, who, StatusCode::CREATED, command, move |tx, who, body| {
        who.need_district(Class::Account, Act::Write)?;
        let id = identity::create_account(tx, who, &body.login, &body.name, &hash, true)?;
        let account = identity::account(tx, who.district(), id)?.ok_or(Error::NotFound)?;
        Ok(Hand { id, login: account.login, name: account.name, initial_password: password.clone() })
    })
    .await
}

async fn invent(who: &Who) -> Result<(String, String), Problem> {
    let password = identity::password::invent();
    let given = password.clone();
    let hash = tokio::task::spawn_blocking(move || identity::password::hash(&given))
        .await
        .map_err(|e| Error::Internal(e.into()))
        .and_then(|h| h)
        .map_err(|e| Problem::of(e, who.lang))?;
    Ok((password, hash))
}

#[derive(Deserialize, ToSchema)]
struct AccountChange {
    name: String,
    disabled: bool,
    version: i64,
}

#[utoipa::path(put, path = "/api/v1/accounts/{id}", tag = "org", params(("id" = Uuid, Path)), request_body = AccountChange,
    responses((status = 200), (status = 404)))]
async fn update_account(
    State(app): State<AppState>,
    Extension(guards): Extension<Guards>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<AccountChange>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, b| {
        accounts::update_account(tx, who, &guards, AccountId(id), (&b.name, b.disabled), b.version)?;
        Ok(json!({ "id": id, "version": b.version + 1 }))
    })
    .await
}

/// A new first password; all sessions of the account end.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/password-reset", tag = "org", params(("id" = Uuid, Path)),
    responses((status = 200, body = Hand), (status = 404)))]
async fn reset_password(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<()>,
) -> Result<Response, Problem> {
    let (password, hash) = invent(&who).await?;
    write(&app, who, StatusCode::OK, command, move |tx, who, ()| {
        who.need_district(Class::Account, Act::Write)?;
        let account = identity::account(tx, who.district(), AccountId(id))?.ok_or(Error::NotFound)?;
        identity::reset_password(tx, who, account.id, &hash)?;
        Ok(Hand {
            id: account.id,
            login: account.login,
            name: account.name,
            initial_password: password.clone(),
        })
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/accounts/{id}/roles", tag = "org", params(("id" = Uuid, Path)), request_body = NewRole,
    responses((status = 201), (status = 404), (status = 409, body = crate::floor::web::ProblemBody)))]
async fn grant_role(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
    command: Command<NewRole>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, move |tx, who, b| {
        Ok(json!({ "id": super::grant_role(tx, who, AccountId(id), b)? }))
    })
    .await
}

#[utoipa::path(delete, path = "/api/v1/accounts/{id}/roles/{role_id}", tag = "org",
    params(("id" = Uuid, Path), ("role_id" = Uuid, Path)), responses((status = 200), (status = 404)))]
async fn end_role(
    State(app): State<AppState>,
    Extension(guards): Extension<Guards>,
    who: Who,
    Path((id, role)): Path<(Uuid, Uuid)>,
    command: Command<()>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::OK, command, move |tx, who, ()| {
        super::end_role(tx, who, &guards, AccountId(id), role)?;
        Ok(json!({}))
    })
    .await
}

#[derive(Serialize, ToSchema)]
pub struct Grant {
    #[schema(value_type = String)]
    pub role: Role,
    #[schema(value_type = String)]
    pub class: Class,
    #[schema(value_type = String)]
    pub act: Act,
    #[schema(value_type = String)]
    pub scope: authority::Scope,
}

#[derive(Serialize, ToSchema)]
pub struct Rights {
    #[schema(value_type = Vec<String>)]
    pub roles: Vec<Role>,
    #[schema(value_type = Vec<String>)]
    pub classes: Vec<Class>,
    #[schema(value_type = Vec<String>)]
    pub acts: Vec<Act>,
    pub grants: Vec<Grant>,
}

/// The matrix of rights, as the code has it.
#[utoipa::path(get, path = "/api/v1/rights", tag = "org", responses((status = 200, body = Rights)))]
async fn rights(_: Who) -> Json<Rights> {
    let mut grants = Vec::new();
    for role in Role::ALL {
        for class in Class::ALL {
            for act in Act::ALL {
                if let Some(scope) = authority::grant(role, class, act) {
                    grants.push(Grant { role, class, act, scope });
                }
            }
        }
    }
    Json(Rights { roles: Role::ALL.to_vec(), classes: Class::ALL.to_vec(), acts: Act::ALL.to_vec(), grants })
}

/// Walks the chain and says whether any row was changed, removed or reordered.
#[utoipa::path(get, path = "/api/v1/audit/verify", tag = "audit", responses((status = 200, body = audit::Verified), (status = 404)))]
async fn audit_verify(State(app): State<AppState>, who: Who) -> Result<Json<audit::Verified>, Problem> {
    let asked = who.clone();
    let out = app.db.report(move |r| {
        asked.need_district(Class::Audit, Act::Read)?;
        audit::verify(r, asked.district())
    });
    done(&who, out.await)
}
