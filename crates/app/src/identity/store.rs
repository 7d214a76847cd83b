//! All SQL of the room `identity`.

use jiff::Timestamp;
use uuid::Uuid;
use yinfeng_domain::id::AccountId;

use super::{Origin, View};
use crate::{
    floor::{
        Result,
        db::{Reader, Row, Tx},
        web::Who,
    },
    params,
};

#[derive(Debug, Clone)]
pub struct Account {
    pub district: String,
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub password_hash: String,
    pub locale: String,
    pub failed_count: i64,
    pub locked_until: Option<Timestamp>,
    pub must_change_password: bool,
    pub disabled_at: Option<Timestamp>,
    pub version: i64,
}

#[derive(Debug, Clone)]
pub struct Session {
    pub account_id: AccountId,
    pub token_hash: Vec<u8>,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub ends_at: Timestamp,
    pub address: String,
    pub agent: String,
}

const ACCOUNT: &str = "select district, id, login, name, password_hash, locale, failed_count, locked_until,
  must_change_password, disabled_at, version from identity_account";

fn account(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        district: row.get(0)?,
        id: row.get(1)?,
        login: row.get(2)?,
        name: row.get(3)?,
        password_hash: row.get(4)?,
        locale: row.get(5)?,
        failed_count: row.get(6)?,
        locked_until: row.get(7)?,
        must_change_password: row.get(8)?,
        disabled_at: row.get(9)?,
        version: row.get(10)?,
    })
}

pub fn by_login(reader: &Reader, login: &str) -> Result<Option<Account>> {
    reader.first(&format!("{ACCOUNT} where login = $1"), params![login], account)
}

pub fn by_id(reader: &Reader, district: &str, id: AccountId) -> Result<Option<Account>> {
    reader.first(&format!("{ACCOUNT} where district = $1 and id = $2"), params![district, id], account)
}

pub fn accounts(reader: &Reader, district: &str) -> Result<Vec<Account>> {
    reader.query(&format!("{ACCOUNT} where district = $1 order by login"), params![district], account)
}

pub fn insert_account(
    tx: &Tx<'_>,
    district: &str,
    login: &str,
    name: &str,
    password_hash: &str,
    must_change: bool,
) -> Result<AccountId> {
    let id: AccountId = tx.new_id();
    tx.execute(
        "insert into identity_account (district, id, login, name, password_hash, locale, failed_count,
           password_changed_at, must_change_password, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, 'zh-CN', 0, $6, $7, $6, $6, 1)",
        params![district, id, login, name, password_hash, tx.now(), must_change],
    )?;
    Ok(id)
}

pub fn update_account(tx: &Tx<'_>, account: &Account, name: &str, disabled: bool) -> Result<()> {
    let disabled_at = disabled.then(|| account.disabled_at.unwrap_or(tx.now()));
    tx.execute(
        "update identity_account set name = $3, disabled_at = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![&account.district, account.id, name, disabled_at, tx.now()],
    )?;
    Ok(())
}

pub fn set_password(tx: &Tx<'_>, account: &Account, hash: &str, must_change: bool) -> Result<()> {
    tx.execute(
        "update identity_account set password_hash = $3, must_change_password = $4, password_changed_at = $5,
           failed_count = 0, locked_until = null, updated_at = $5, version = version + 1
         where district = $1 and id = $2",
        params![&account.district, account.id, hash, must_change, tx.now()],
    )?;
    Ok(())
}

pub fn set_locale(tx: &Tx<'_>, who: &Who, locale: &str) -> Result<()> {
    tx.execute(
        "update identity_account set locale = $3, updated_at = $4 where district = $1 and id = $2",
        params![who.district(), who.actor.account, locale, tx.now()],
    )?;
    Ok(())
}

pub fn set_failed(tx: &Tx<'_>, account: &Account, tries: i64, until: Option<Timestamp>) -> Result<()> {
    if tries != account.failed_count || until != account.locked_until {
        tx.execute(
            "update identity_account set failed_count = $3, locked_until = $4 where district = $1 and id = $2",
            params![&account.district, account.id, tries, until],
        )?;
    }
    Ok(())
}

const SESSION: &str =
    "select account_id, token_hash, created_at, seen_at, ends_at, address, agent from identity_session";

fn read_session(row: &Row<'_>) -> Result<Session> {
    Ok(Session {
        account_id: row.get(0)?,
        token_hash: row.get(1)?,
        created_at: row.get(2)?,
        seen_at: row.get(3)?,
        ends_at: row.get(4)?,
        address: row.get(5)?,
        agent: row.get(6)?,
    })
}

/// The account of a session, when the session was last used, and when it ends.
pub fn session(
    reader: &Reader,
    district: &str,
    hash: &[u8; 32],
) -> Result<Option<(Account, Timestamp, Timestamp)>> {
    reader.first(
        "select a.district, a.id, a.login, a.name, a.password_hash, a.locale, a.failed_count, a.locked_until,
           a.must_change_password, a.disabled_at, a.version, s.seen_at, s.ends_at
         from identity_session s join identity_account a on a.district = s.district and a.id = s.account_id
         where s.district = $1 and s.token_hash = $2",
        params![district, hash],
        |row| Ok((account(row)?, row.get(11)?, row.get(12)?)),
    )
}

pub fn sessions(reader: &Reader, who: &Who) -> Result<Vec<Session>> {
    reader.query(
        &format!("{SESSION} where district = $1 and account_id = $2 and ends_at > $3 order by seen_at desc"),
        params![who.district(), who.actor.account, reader.now()],
        read_session,
    )
}

pub fn insert_session(
    tx: &Tx<'_>,
    account: &Account,
    hash: &[u8; 32],
    ends_at: Timestamp,
    origin: &Origin,
) -> Result<()> {
    // Dead sessions of the account are swept on the way.
    tx.execute(
        "delete from identity_session where district = $1 and account_id = $2 and ends_at < $3",
        params![&account.district, account.id, tx.now()],
    )?;
    tx.execute(
        "insert into identity_session (district, token_hash, account_id, created_at, seen_at, ends_at, address, agent)
         values ($1, $2, $3, $4, $4, $5, $6, $7)",
        params![&account.district, hash, account.id, tx.now(), ends_at, &origin.address, &origin.agent],
    )?;
    Ok(())
}

pub fn touch_session(tx: &Tx<'_>, district: &str, hash: &[u8; 32]) -> Result<()> {
    tx.execute(
        "update identity_session set seen_at = $3 where district = $1 and token_hash = $2",
        params![district, hash, tx.now()],
    )?;
    Ok(())
}

pub fn delete_session(tx: &Tx<'_>, district: &str, hash: &[u8]) -> Result<()> {
    tx.execute(
        "delete from identity_session where district = $1 and token_hash = $2",
        params![district, hash],
    )?;
    Ok(())
}

pub fn delete_sessions(
    tx: &Tx<'_>,
    district: &str,
    account: AccountId,
    keep: Option<&[u8; 32]>,
) -> Result<()> {
    let keep = keep.map_or_else(Vec::new, |k| k.to_vec());
    tx.execute(
        "delete from identity_session where district = $1 and account_id = $2 and token_hash <> $3",
        params![district, account, keep],
    )?;
    Ok(())
}

pub fn views(reader: &Reader, who: &Who, page: &str) -> Result<Vec<View>> {
    reader.query(
        "select id, name, query from identity_view
         where district = $1 and account_id = $2 and page = $3 order by created_at",
        params![who.district(), who.actor.account, page],
        |row| Ok(View { id: row.get(0)?, name: row.get(1)?, query: row.get(2)? }),
    )
}

/// Saving under a name that is taken replaces that view.
pub fn save_view(tx: &Tx<'_>, who: &Who, page: &str, name: &str, query: &str) -> Result<View> {
    let id: Option<Uuid> = tx.value(
        "insert into identity_view (district, id, account_id, page, name, query, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (district, account_id, page, name) do update set query = excluded.query returning id",
        params![who.district(), tx.new_id::<Uuid>(), who.actor.account, page, name, query, tx.now()],
    )?;
    Ok(View { id: id.unwrap_or_default(), name: name.to_owned(), query: query.to_owned() })
}

pub fn delete_view(tx: &Tx<'_>, who: &Who, id: Uuid) -> Result<bool> {
    let gone = tx.execute(
        "delete from identity_view where district = $1 and account_id = $2 and id = $3",
        params![who.district(), who.actor.account, id],
    )?;
    Ok(gone > 0)
}
