//! Identity: accounts, sessions, login and saved views. What somebody may do is decided by their roles, which the
//! room `org` keeps.

pub mod http;
pub mod password;
mod store;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::id::AccountId;

use crate::floor::{
    App, Error, Fault, Faults, Result, audit, clock,
    config::Config,
    db::{Reader, Tx},
    file::sha256,
    web::Who,
};

pub use store::{Account, Session};

/// A new session: what the cookie holds, and until when.
#[derive(Debug, Clone)]
pub struct Opened {
    pub district: String,
    pub account: AccountId,
    /// `district.token`; only its hash is kept.
    pub cookie: String,
    pub ends_at: Timestamp,
}

/// Where a login comes from, as the list of sessions shows it.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub address: String,
    pub agent: String,
}

/// Logs somebody in. The answer to a wrong login, a wrong password and a disabled account is the same; a locked
/// account says so to everybody, for an answer that depended on the password would let it be guessed meanwhile.
pub async fn log_in(app: &App, login: &str, given: &str, origin: Origin) -> Result<Opened> {
    let login = login.trim().to_lowercase();
    let wanted = login.clone();
    let found = app.db.read(move |r| store::by_login(r, &wanted)).await?;
    let kept = found.as_ref().map(|a| a.password_hash.clone());
    let given = given.to_owned();
    let matches = tokio::task::spawn_blocking(move || password::matches(&given, kept.as_deref()))
        .await
        .map_err(anyhow::Error::from)?;
    let wrong = || Error::invalid(Fault::at("password", "identity.wrong_login"));
    let Some(account) = found.filter(|a| a.disabled_at.is_none()) else { return Err(wrong()) };
    let config = app.config.clone();
    app.db
        .write(move |tx| {
            let account = store::by_id(tx, &account.district, account.id)?.ok_or(Error::NotFound)?;
            if account.locked_until.is_some_and(|until| until > tx.now()) {
                return Ok(Err(locked(&account)));
            }
            if !matches {
                return failed(tx, &config, &account).map(Err);
            }
            open(tx, &config, &account, &origin).map(Ok)
        })
        .await?
}

fn locked(account: &Account) -> Error {
    let until = account.locked_until.map(|t| t.to_zoned(clock::office_zone()).strftime("%H:%M").to_string());
    Error::TooMany(Box::new(Fault::new("identity.locked").with("until", until.unwrap_or_default())))
}

/// Counts a wrong password and locks the account when there were too many in a row.
fn failed(tx: &Tx<'_>, config: &Config, account: &Account) -> Result<Error> {
    let tries = account.failed_count + 1;
    let lock = tries >= config.lockout_tries;
    let until = lock.then(|| tx.now() + SignedDuration::from_mins(config.lockout_minutes));
    store::set_failed(tx, account, if lock { 0 } else { tries }, until)?;
    let nobody = Who::system(&account.district, &account.login);
    let act = if lock { "identity.lock" } else { "identity.fail_login" };
    audit::record(tx, &nobody, act, "identity_account", account.id.0, &json!({ "tries": tries }))?;
    Ok(match until {
        Some(_) => locked(&Account { locked_until: until, ..account.clone() }),
        None => Error::invalid(Fault::at("password", "identity.wrong_login")),
    })
}

fn open(tx: &Tx<'_>, config: &Config, account: &Account, origin: &Origin) -> Result<Opened> {
    let mut token = [0_u8; 32];
    clock::fill_random(&mut token);
    let ends_at = tx.now() + SignedDuration::from_hours(config.session_hours);
    store::insert_session(tx, account, &sha256(&token), ends_at, origin)?;
    store::set_failed(tx, account, 0, None)?;
    let who = Who {
        actor: yinfeng_domain::authority::Actor {
            district: account.district.clone(),
            account: account.id,
            name: account.name.clone(),
            memberships: Vec::new(),
            system: false,
        },
        ..Who::system(&account.district, &account.name)
    };
    audit::record(
        tx,
        &who,
        "identity.log_in",
        "identity_account",
        account.id.0,
        &json!({ "address": origin.address }),
    )?;
    let cookie = format!("{}.{}", account.district, hex::encode(token));
    Ok(Opened { district: account.district.clone(), account: account.id, cookie, ends_at })
}

/// The account behind a cookie, when its session is alive; also the hash of the token, and whether the time of the
/// last request should be noted.
pub fn authenticate(
    reader: &Reader,
    config: &Config,
    cookie: &str,
) -> Result<Option<(Account, [u8; 32], bool)>> {
    let Some((district, token)) = cookie.split_once('.') else { return Ok(None) };
    let Ok(token) = hex::decode(token) else { return Ok(None) };
    let hash = sha256(&token);
    let Some((account, seen_at, ends_at)) = store::session(reader, district, &hash)? else {
        return Ok(None);
    };
    let now = reader.now();
    let idle = SignedDuration::from_mins(config.session_idle_minutes);
    if ends_at <= now || seen_at + idle <= now || account.disabled_at.is_some() {
        return Ok(None);
    }
    Ok(Some((account, hash, seen_at + SignedDuration::from_secs(60) <= now)))
}

/// Notes that a session was used just now.
pub fn seen(tx: &Tx<'_>, district: &str, hash: &[u8; 32]) -> Result<()> {
    store::touch_session(tx, district, hash)
}

/// Ends the session of this request.
pub fn log_out(tx: &Tx<'_>, who: &Who) -> Result<()> {
    if let Some(hash) = &who.session {
        store::delete_session(tx, who.district(), hash)?;
        audit::record(tx, who, "identity.log_out", "identity_account", who.actor.account.0, &json!({}))?;
    }
    Ok(())
}

/// Makes an account with a password somebody was told; they must change it at the first login.
pub fn create_account(
    tx: &Tx<'_>,
    who: &Who,
    login: &str,
    name: &str,
    password_hash: &str,
    must_change: bool,
) -> Result<AccountId> {
    let (login, name) = (login.trim().to_lowercase(), name.trim().to_owned());
    let mut faults = Faults::default();
    let plain = login.chars().all(|c| c.is_alphanumeric() || "._-@".contains(c));
    faults.need((2..=60).contains(&login.chars().count()) && plain, || {
        Fault::at("login", "identity.login_form")
    });
    faults.need((1..=60).contains(&name.chars().count()), || {
        Fault::at("name", "floor.too_long").with("max", 60)
    });
    faults.into_result()?;
    // A login names one account on the whole server, so that logging in needs no district.
    if store::by_login(tx, &login)?.is_some() {
        return Err(Error::invalid(Fault::at("login", "identity.login_taken").with("login", &login)));
    }
    let id = store::insert_account(tx, who.district(), &login, &name, password_hash, must_change)?;
    audit::record(
        tx,
        who,
        "identity.create_account",
        "identity_account",
        id.0,
        &json!({ "login": login, "name": name }),
    )?;
    Ok(id)
}

/// Changes name and whether the account may log in; disabling ends its sessions at once.
pub fn update_account(
    tx: &Tx<'_>,
    who: &Who,
    id: AccountId,
    name: &str,
    disabled: bool,
    version: i64,
) -> Result<()> {
    let account = store::by_id(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    if disabled && id == who.actor.account {
        return Err(Error::refused(Fault::new("identity.not_oneself")));
    }
    if account.version != version {
        let current = json!({ "id": id, "name": account.name, "disabled": account.disabled_at.is_some(), "version": account.version });
        return Err(Error::Stale {
            current: Box::new(current),
            changed: vec!["name".into(), "disabled".into()],
        });
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Error::invalid(Fault::at("name", "floor.too_long").with("max", 60)));
    }
    store::update_account(tx, &account, name, disabled)?;
    if disabled {
        store::delete_sessions(tx, who.district(), id, None)?;
    }
    let detail = json!({ "before": { "name": account.name, "disabled": account.disabled_at.is_some() }, "after": { "name": name, "disabled": disabled } });
    audit::record(tx, who, "identity.update_account", "identity_account", id.0, &detail)
}

/// Sets a password that an administrator hands over; all sessions of the account end.
pub fn reset_password(tx: &Tx<'_>, who: &Who, id: AccountId, password_hash: &str) -> Result<()> {
    let account = store::by_id(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    store::set_password(tx, &account, password_hash, true)?;
    store::delete_sessions(tx, who.district(), id, None)?;
    audit::record(tx, who, "identity.reset_password", "identity_account", id.0, &json!({}))
}

/// One's own password; other sessions end.
pub async fn change_password(app: &App, who: Who, current: String, new: String) -> Result<()> {
    let (district, id) = (who.district().to_owned(), who.actor.account);
    let account = app.db.read(move |r| store::by_id(r, &district, id)).await?.ok_or(Error::NotFound)?;
    password::check("new", &account.login, &new)?;
    let kept = account.password_hash.clone();
    let hashed = tokio::task::spawn_blocking(move || {
        if password::matches(&current, Some(&kept)) {
            password::hash(&new)
        } else {
            Err(Error::invalid(Fault::at("current", "identity.wrong_password")))
        }
    })
    .await
    .map_err(anyhow::Error::from)??;
    app.db
        .write(move |tx| {
            let account = store::by_id(tx, who.district(), who.actor.account)?.ok_or(Error::NotFound)?;
            store::set_password(tx, &account, &hashed, false)?;
            store::delete_sessions(tx, who.district(), account.id, who.session.as_ref())?;
            audit::record(tx, &who, "identity.change_password", "identity_account", account.id.0, &json!({}))
        })
        .await
}

/// Somebody with an account, where a record names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonRef {
    #[schema(value_type = Uuid)]
    pub id: AccountId,
    pub name: String,
}

/// A saved view of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct View {
    pub id: Uuid,
    pub name: String,
    /// The query part of the table's address.
    pub query: String,
}

pub fn accounts(reader: &Reader, district: &str) -> Result<Vec<Account>> {
    store::accounts(reader, district)
}

pub fn account(reader: &Reader, district: &str, id: AccountId) -> Result<Option<Account>> {
    store::by_id(reader, district, id)
}

pub fn account_by_login(reader: &Reader, login: &str) -> Result<Option<Account>> {
    store::by_login(reader, &login.trim().to_lowercase())
}
