//! Accounts and the roles they hold. The system administrator makes accounts, the security administrator gives
//! roles: neither can do both (三员分立).

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Role},
    id::{AccountId, UnitId},
};

use super::{Departure, Guards, UnitRef, departure, store};
use crate::{
    floor::{
        Error, Fault, Result, audit,
        db::{Reader, Tx},
        say::{Lang, word},
        web::Who,
    },
    identity,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct RoleView {
    pub id: Uuid,
    pub role: String,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    #[schema(value_type = Uuid)]
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub disabled: bool,
    #[schema(value_type = Option<String>)]
    pub locked_until: Option<Timestamp>,
    pub roles: Vec<RoleView>,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    pub items: Vec<AccountView>,
}

/// An account with the password that is handed to its holder; it is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hand {
    #[schema(value_type = Uuid)]
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub initial_password: String,
}

pub fn list(reader: &Reader, who: &Who) -> Result<AccountList> {
    who.need_district(Class::Account, Act::Read)?;
    let district = who.district();
    let units: HashMap<UnitId, UnitRef> = store::units(reader, district, None)?
        .into_iter()
        .map(|u| (u.id, UnitRef { id: u.id, name: u.name, short_name: u.short_name, kind: u.kind }))
        .collect();
    let mut roles: HashMap<AccountId, Vec<RoleView>> = HashMap::new();
    for row in store::roles(reader, district)? {
        if let Some(unit) = units.get(&row.unit_id) {
            roles.entry(row.account_id).or_default().push(RoleView {
                id: row.id,
                role: row.role,
                unit: unit.clone(),
                valid_from: row.valid_from,
                valid_until: row.valid_until,
            });
        }
    }
    let items = identity::accounts(reader, district)?
        .into_iter()
        .map(|a| AccountView {
            id: a.id,
            login: a.login,
            name: a.name,
            disabled: a.disabled_at.is_some(),
            locked_until: a.locked_until.filter(|until| *until > reader.now()),
            roles: roles.remove(&a.id).unwrap_or_default(),
            version: a.version,
        })
        .collect();
    Ok(AccountList { items })
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewRole {
    #[schema(value_type = String)]
    pub role: Role,
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    #[schema(value_type = String)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub valid_until: Option<Date>,
}

fn role_word(lang: Lang, role: Role) -> String {
    word(lang, &format!("org.role_{}", role.code()))
}

/// Gives a role. Nobody gives themselves one, and an administrator's role stands alone.
pub fn grant_role(tx: &Tx<'_>, who: &Who, account: AccountId, new: &NewRole) -> Result<Uuid> {
    who.need_district(Class::Role, Act::Write)?;
    identity::account(tx, who.district(), account)?.ok_or(Error::NotFound)?;
    store::unit(tx, who.district(), new.unit_id)?
        .ok_or_else(|| Error::invalid(Fault::at("unit_id", "org.unit_unknown")))?;
    if account == who.actor.account {
        return Err(Error::refused(Fault::new("org.own_role")));
    }
    if new.valid_until.is_some_and(|until| until < new.valid_from) {
        return Err(Error::invalid(Fault::at("valid_until", "floor.date_order")));
    }
    let today = tx.today();
    let held = store::roles(tx, who.district())?
        .into_iter()
        .filter(|r| r.account_id == account && r.valid_until.is_none_or(|until| until >= today))
        .filter_map(|r| Role::from_code(&r.role));
    if let Some(other) = held.into_iter().find(|held| !held.compatible(new.role)) {
        return Err(Error::refused(
            Fault::new("org.roles_exclude")
                .with("held", role_word(who.lang, other))
                .with("new", role_word(who.lang, new.role)),
        ));
    }
    let id: Uuid = tx.new_id();
    store::insert_role(tx, who, id, account, new.unit_id, new.role, new.valid_from, new.valid_until)?;
    let detail =
        json!({ "account": account, "role": new.role, "unit": new.unit_id, "valid_from": new.valid_from });
    audit::record(tx, who, "org.grant_role", "org_role", id, &detail)?;
    Ok(id)
}

/// Changes an account's name, and whether it may log in: nobody goes with things that nobody else has.
pub fn update_account(
    tx: &Tx<'_>,
    who: &Who,
    guards: &Guards,
    id: AccountId,
    (name, disabled): (&str, bool),
    version: i64,
) -> Result<()> {
    who.need_district(Class::Account, Act::Write)?;
    let before = identity::account(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    if disabled && before.disabled_at.is_none() {
        guards.ask(tx, who, &Departure::Account(id))?;
    }
    identity::update_account(tx, who, id, name, disabled, version)
}

/// Takes a role away as of today.
pub fn end_role(tx: &Tx<'_>, who: &Who, guards: &Guards, account: AccountId, id: Uuid) -> Result<()> {
    who.need_district(Class::Role, Act::Write)?;
    let row = store::roles(tx, who.district())?
        .into_iter()
        .find(|r| r.id == id && r.account_id == account)
        .ok_or(Error::NotFound)?;
    if let Some(departure) = departure::of_role(tx, who, &row)? {
        guards.ask(tx, who, &departure)?;
    }
    let yesterday = tx.today().yesterday().map_err(anyhow::Error::from)?;
    store::end_role(tx, who.district(), id, yesterday)?;
    audit::record(tx, who, "org.end_role", "org_role", id, &json!({ "account": account, "role": row.role }))
}
