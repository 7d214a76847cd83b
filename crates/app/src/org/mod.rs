//! Organisation: the district, its units in a tree with dates, the people in them, and the roles they hold.

mod accounts;
mod departure;
pub mod http;
pub mod setup;
mod store;
mod view;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Actor, Class, Membership, Role, grant},
    id::{AccountId, UnitId},
    text,
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        config::Config,
        db::{Reader, Tx},
        say::Lang,
        web::Who,
    },
    identity,
};

pub use accounts::{Hand, NewRole, end_role, grant_role};
pub use departure::{Departure, Guards};
pub use store::District;
pub use view::{MemberView, UnitDetail, UnitRef, UnitView};

/// What kind of unit it is; the words are those of the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 招商工作委员会
    Committee,
    /// 区招商办
    Office,
    /// 街道
    Street,
    /// 开发区
    Zone,
    /// 管理区
    ManagementDistrict,
    /// 区直部门
    Department,
    /// 专业招商队伍
    Team,
    /// 小分队
    Squad,
}

impl UnitKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Office => "office",
            Self::Street => "street",
            Self::Zone => "zone",
            Self::ManagementDistrict => "management_district",
            Self::Department => "department",
            Self::Team => "team",
            Self::Squad => "squad",
        }
    }
}

/// A unit as somebody enters it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UnitDraft {
    /// None only for the root of the tree.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<UnitId>,
    pub kind: UnitKind,
    pub name: String,
    #[serde(default)]
    pub short_name: String,
    #[serde(default)]
    pub sort_no: i64,
    /// Whether the unit has targets and a place in the ranking.
    #[serde(default)]
    pub scored: bool,
    /// What a squad or team is for.
    #[serde(default)]
    pub mission: String,
    #[schema(value_type = String)]
    pub valid_from: Date,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct UnitChange {
    pub name: String,
    #[serde(default)]
    pub short_name: String,
    #[serde(default)]
    pub sort_no: i64,
    #[serde(default)]
    pub scored: bool,
    #[serde(default)]
    pub mission: String,
    pub version: i64,
}

/// Somebody in a unit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MemberDraft {
    pub name: String,
    #[serde(default)]
    pub title: String,
    pub position: Position,
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub account_id: Option<AccountId>,
    #[schema(value_type = String)]
    pub valid_from: Date,
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    pub valid_until: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// 分管区领导
    LeaderInCharge,
    Head,
    Deputy,
    Staff,
}

impl Position {
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeaderInCharge => "leader_in_charge",
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Staff => "staff",
        }
    }
}

/// The person behind a cookie with the rights they have today; whether the session should be marked as used.
pub fn who(
    reader: &Reader,
    config: &Config,
    cookie: &str,
    request_id: &str,
    lang: Lang,
) -> Result<Option<(Who, bool)>> {
    let Some((account, token, touch)) = identity::authenticate(reader, config, cookie)? else {
        return Ok(None);
    };
    // Whoever was given a password changes it before anything else: until then there are no rights.
    let memberships = if account.must_change_password {
        Vec::new()
    } else {
        store::memberships(reader, &account.district, account.id, reader.today())?
    };
    let actor = Actor {
        district: account.district,
        account: account.id,
        name: account.name,
        memberships,
        system: false,
    };
    Ok(Some((Who { actor, request_id: request_id.to_owned(), lang, session: Some(token) }, touch)))
}

pub fn district(reader: &Reader, code: &str) -> Result<Option<District>> {
    store::district(reader, code)
}

/// The only district of this database, or the first.
pub fn first_district(reader: &Reader) -> Result<Option<District>> {
    store::first_district(reader)
}

/// The codes of all districts of this database.
pub fn districts(reader: &Reader) -> Result<Vec<String>> {
    store::districts(reader)
}

/// Makes a district: a GB/T 2260 code of six digits, its name, and the name of its office.
pub fn create_district(tx: &Tx<'_>, who: &Who, name: &str, office_name: &str, demo: bool) -> Result<()> {
    let code = who.district();
    let mut faults = Faults::default();
    let digits = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
    faults.need(digits, || Fault::at("district", "org.district_code"));
    for (field, text) in [("name", name), ("office_name", office_name)] {
        faults.need((1..=60).contains(&text.trim().chars().count()), || {
            Fault::at(field, "org.name_length").with("max", 60)
        });
    }
    faults.into_result()?;
    store::insert_district(tx, code, name.trim(), office_name.trim(), demo)?;
    audit::record(
        tx,
        who,
        "org.create_district",
        "org_district",
        None,
        &json!({ "name": name, "office_name": office_name }),
    )
}

pub fn create_unit(tx: &Tx<'_>, who: &Who, draft: &UnitDraft) -> Result<UnitView> {
    who.need_district(Class::Unit, Act::Write)?;
    let name = draft.name.trim();
    check_unit(name, &draft.short_name, &draft.mission)?;
    let parent = match draft.parent_id {
        Some(id) => Some(
            store::unit(tx, who.district(), id)?
                .ok_or_else(|| Error::invalid(Fault::at("parent_id", "org.unit_unknown")))?,
        ),
        None if store::has_units(tx, who.district())? => {
            return Err(Error::invalid(Fault::at("parent_id", "org.one_root")));
        }
        None => None,
    };
    if store::unit_by_name_key(tx, who.district(), &text::name_key(name))?
        .is_some_and(|u| u.valid_until.is_none())
    {
        return Err(Error::invalid(Fault::at("name", "org.unit_name_taken").with("name", name)));
    }
    let id: UnitId = tx.new_id();
    let path = format!("{}{}/", parent.as_ref().map_or("/", |p| p.path.as_str()), id.0.simple());
    store::insert_unit(tx, who, id, &path, draft)?;
    audit::record(tx, who, "org.create_unit", "org_unit", id.0, &json!(draft))?;
    store::unit(tx, who.district(), id)?.ok_or(Error::NotFound)
}

fn check_unit(name: &str, short_name: &str, mission: &str) -> Result<()> {
    let mut faults = Faults::default();
    faults.need((1..=60).contains(&name.chars().count()), || {
        Fault::at("name", "org.name_length").with("max", 60)
    });
    faults
        .need(short_name.chars().count() <= 20, || Fault::at("short_name", "floor.too_long").with("max", 20));
    faults.need(mission.chars().count() <= 1000, || Fault::at("mission", "floor.too_long").with("max", 1000));
    faults.into_result()
}

fn current_unit(tx: &Tx<'_>, who: &Who, id: UnitId, version: i64) -> Result<UnitView> {
    who.need_district(Class::Unit, Act::Write)?;
    let unit = store::unit(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    if unit.version == version {
        return Ok(unit);
    }
    let current = serde_json::to_value(&unit).map_err(anyhow::Error::from)?;
    Err(Error::Stale { current: Box::new(current), changed: vec!["name".into(), "valid_until".into()] })
}

pub fn update_unit(tx: &Tx<'_>, who: &Who, id: UnitId, change: &UnitChange) -> Result<UnitView> {
    let before = current_unit(tx, who, id, change.version)?;
    check_unit(change.name.trim(), &change.short_name, &change.mission)?;
    store::update_unit(tx, who.district(), id, change)?;
    let after = store::unit(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    audit::record(
        tx,
        who,
        "org.update_unit",
        "org_unit",
        id.0,
        &json!({ "before": before, "after": after }),
    )?;
    Ok(after)
}

/// Ends a unit on a day; its history stays.
pub fn end_unit(
    tx: &Tx<'_>,
    who: &Who,
    guards: &Guards,
    id: UnitId,
    until: Date,
    version: i64,
) -> Result<UnitView> {
    let before = current_unit(tx, who, id, version)?;
    if until < before.valid_from {
        return Err(Error::invalid(Fault::at("valid_until", "floor.date_order")));
    }
    guards.ask(tx, who, &Departure::Unit(id))?;
    store::end_unit(tx, who.district(), id, until)?;
    audit::record(tx, who, "org.end_unit", "org_unit", id.0, &json!({ "valid_until": until }))?;
    store::unit(tx, who.district(), id)?.ok_or(Error::NotFound)
}

pub fn units(reader: &Reader, who: &Who, on: Option<Date>) -> Result<Vec<UnitView>> {
    who.need_district(Class::Unit, Act::Read)?;
    store::units(reader, who.district(), on)
}

pub fn unit_detail(reader: &Reader, who: &Who, id: UnitId) -> Result<UnitDetail> {
    who.need_district(Class::Unit, Act::Read)?;
    let unit = store::unit(reader, who.district(), id)?.ok_or(Error::NotFound)?;
    Ok(UnitDetail { members: store::members(reader, who.district(), id)?, unit })
}

fn check_member(draft: &MemberDraft) -> Result<()> {
    let mut faults = Faults::default();
    faults.need((1..=60).contains(&draft.name.trim().chars().count()), || {
        Fault::at("name", "org.name_length").with("max", 60)
    });
    faults.need(draft.title.chars().count() <= 60, || Fault::at("title", "floor.too_long").with("max", 60));
    faults.need(draft.valid_until.is_none_or(|until| until >= draft.valid_from), || {
        Fault::at("valid_until", "floor.date_order")
    });
    faults.into_result()
}

pub fn add_member(tx: &Tx<'_>, who: &Who, unit: UnitId, draft: &MemberDraft) -> Result<MemberView> {
    who.need_district(Class::Unit, Act::Write)?;
    store::unit(tx, who.district(), unit)?.ok_or(Error::NotFound)?;
    check_member(draft)?;
    let id: Uuid = tx.new_id();
    store::insert_member(tx, who, id, unit, draft)?;
    audit::record(tx, who, "org.add_member", "org_member", id, &json!(draft))?;
    store::member(tx, who.district(), id)?.ok_or(Error::NotFound)
}

pub fn update_member(
    tx: &Tx<'_>,
    who: &Who,
    guards: &Guards,
    id: Uuid,
    draft: &MemberDraft,
    version: i64,
) -> Result<MemberView> {
    who.need_district(Class::Unit, Act::Write)?;
    let before = store::member(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    if before.version != version {
        let current = serde_json::to_value(&before).map_err(anyhow::Error::from)?;
        return Err(Error::Stale {
            current: Box::new(current),
            changed: vec!["name".into(), "title".into()],
        });
    }
    check_member(draft)?;
    if let Some(unit) = store::unit_of_member(tx, who.district(), id)?
        && let Some(departure) = departure::of_member(tx, who, unit, &before, draft)?
    {
        guards.ask(tx, who, &departure)?;
    }
    store::update_member(tx, who, id, draft)?;
    audit::record(
        tx,
        who,
        "org.update_member",
        "org_member",
        id,
        &json!({ "before": before, "after": draft }),
    )?;
    store::member(tx, who.district(), id)?.ok_or(Error::NotFound)
}

/// A unit by the name that a ledger uses for it: full or short, spelled any way that has the same key.
pub fn unit_by_name(reader: &Reader, district: &str, name: &str) -> Result<Option<UnitView>> {
    store::unit_by_name_key(reader, district, &text::name_key(name))
}

/// The root of the tree, which carries the targets of the whole district.
pub fn root_unit(reader: &Reader, district: &str) -> Result<Option<UnitView>> {
    store::root_unit(reader, district)
}

/// A role for the first accounts of a new district, without the right that nobody holds yet.
pub(crate) fn seat(
    tx: &Tx<'_>,
    who: &Who,
    account: AccountId,
    unit: &UnitView,
    role: Role,
    from: Date,
) -> Result<()> {
    let id: Uuid = tx.new_id();
    store::insert_role(tx, who, id, account, unit.id, role, from, None)?;
    audit::record(
        tx,
        who,
        "org.grant_role",
        "org_role",
        id,
        &json!({ "account": account, "role": role, "unit": unit.id }),
    )
}

/// The memberships of an account on a day.
pub fn memberships(reader: &Reader, district: &str, account: AccountId, on: Date) -> Result<Vec<Membership>> {
    store::memberships(reader, district, account, on)
}

/// The path of a unit that exists on a day.
pub fn running_path(reader: &Reader, district: &str, id: UnitId, on: Date) -> Result<Option<String>> {
    let unit = store::unit(reader, district, id)?;
    Ok(unit.filter(|u| u.valid_until.is_none_or(|until| until >= on)).map(|u| u.path))
}

/// Whether somebody has an account that is in use, and today a role by which they work for the unit with this path.
pub fn works_at(reader: &Reader, district: &str, account: AccountId, path: &str) -> Result<bool> {
    let in_use = identity::account(reader, district, account)?.is_some_and(|a| a.disabled_at.is_none());
    let held = store::memberships(reader, district, account, reader.today())?;
    let works = |m: &Membership| path.starts_with(m.unit_path.as_str());
    Ok(in_use && held.iter().any(|m| works(m) && grant(m.role, Class::Investor, Act::Write).is_some()))
}

/// The day up to which figures are shown unless another is asked for: what the office has set (统计截止日), or today.
pub fn as_of(reader: &Reader, district: &str) -> Result<Date> {
    let set = reader.value::<String>(
        "select value from floor_setting where district = $1 and key = 'figures.as_of'",
        crate::params![district],
    )?;
    Ok(set.and_then(|day| day.parse().ok()).unwrap_or_else(|| reader.today()))
}

/// The day on which the office works: today, or where the demo's year stands still, the day of its figures.
pub fn office_day(reader: &Reader, district: &str) -> Result<Date> {
    let demo = store::district(reader, district)?.is_some_and(|d| d.demo);
    if demo { as_of(reader, district) } else { Ok(reader.today()) }
}

/// The last day of the periods that are closed (关账): nothing counts from it or before any more.
pub fn closed_until(reader: &Reader, district: &str) -> Result<Option<Date>> {
    let set = reader.value::<String>(
        "select value from floor_setting where district = $1 and key = 'figures.closed_until'",
        crate::params![district],
    )?;
    Ok(set.and_then(|day| day.parse().ok()))
}

/// Sets that day, for whoever may close a period.
pub fn set_closed_until(tx: &Tx<'_>, who: &Who, day: Option<Date>) -> Result<()> {
    store::set_closed_until(tx, who.district(), day)
}

/// Sets that day; an empty one means today from now on.
pub fn set_as_of(tx: &Tx<'_>, who: &Who, day: Option<Date>) -> Result<()> {
    who.need_district(Class::Report, Act::Write)?;
    store::set_as_of(tx, who.district(), day)?;
    audit::record(tx, who, "org.set_as_of", "org_district", None, &json!({ "as_of": day }))
}
