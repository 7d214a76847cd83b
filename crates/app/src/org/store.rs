//! All SQL of the room `org`.

use jiff::civil::Date;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Membership, Role},
    id::{AccountId, UnitId},
    text,
};

use super::{MemberDraft, MemberView, UnitChange, UnitDraft, UnitView};
use crate::{
    floor::{
        Result,
        db::{Reader, Row, Tx},
        web::Who,
    },
    params,
};

#[derive(Debug, Clone)]
pub struct District {
    pub code: String,
    pub name: String,
    pub office_name: String,
    pub demo: bool,
}

const DISTRICT: &str = "select district, name, office_name, demo from org_district";

fn read_district(row: &Row<'_>) -> Result<District> {
    Ok(District { code: row.get(0)?, name: row.get(1)?, office_name: row.get(2)?, demo: row.get(3)? })
}

pub fn district(reader: &Reader, code: &str) -> Result<Option<District>> {
    reader.first(&format!("{DISTRICT} where district = $1"), params![code], read_district)
}

pub fn first_district(reader: &Reader) -> Result<Option<District>> {
    reader.first(&format!("{DISTRICT} order by district limit 1"), &[], read_district)
}

pub fn districts(reader: &Reader) -> Result<Vec<String>> {
    reader.query("select district from org_district order by district", &[], |row| Ok(row.get(0)?))
}

pub fn insert_district(tx: &Tx<'_>, code: &str, name: &str, office: &str, demo: bool) -> Result<()> {
    tx.execute(
        "insert into org_district (district, name, office_name, demo, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $5, 1)",
        params![code, name, office, demo, tx.now()],
    )?;
    Ok(())
}

const UNIT: &str = "select u.id, u.parent_id, u.path, u.kind, u.name, u.short_name, u.sort_no, u.scored, u.mission,
  u.valid_from, u.valid_until, u.version,
  (select count(*) from org_member m where m.district = u.district and m.unit_id = u.id and m.valid_until is null)
  from org_unit u";

fn read_unit(row: &Row<'_>) -> Result<UnitView> {
    Ok(UnitView {
        id: row.get(0)?,
        parent_id: row.get(1)?,
        path: row.get(2)?,
        kind: row.get(3)?,
        name: row.get(4)?,
        short_name: row.get(5)?,
        sort_no: row.get(6)?,
        scored: row.get(7)?,
        mission: row.get(8)?,
        valid_from: row.get(9)?,
        valid_until: row.get(10)?,
        version: row.get(11)?,
        members_count: row.get(12)?,
    })
}

pub fn unit(reader: &Reader, district: &str, id: UnitId) -> Result<Option<UnitView>> {
    reader.first(&format!("{UNIT} where u.district = $1 and u.id = $2"), params![district, id], read_unit)
}

pub fn unit_by_name_key(reader: &Reader, district: &str, key: &str) -> Result<Option<UnitView>> {
    reader.first(
        &format!(
            "{UNIT} where u.district = $1 and (u.name_key = $2 or u.short_name = $2)
             order by u.valid_until is null desc, u.valid_from desc limit 1"
        ),
        params![district, key],
        read_unit,
    )
}

pub fn root_unit(reader: &Reader, district: &str) -> Result<Option<UnitView>> {
    reader.first(
        &format!("{UNIT} where u.district = $1 and u.parent_id is null"),
        params![district],
        read_unit,
    )
}

pub fn has_units(reader: &Reader, district: &str) -> Result<bool> {
    Ok(reader
        .value::<i64>(
            "select cast(1 as bigint) from org_unit where district = $1 limit 1",
            params![district],
        )?
        .is_some())
}

/// All units in the order of the tree's lists; with a day, those that existed then.
pub fn units(reader: &Reader, district: &str, on: Option<Date>) -> Result<Vec<UnitView>> {
    let (also, day) = match on {
        Some(day) => {
            (" and u.valid_from <= $2 and (u.valid_until is null or u.valid_until >= $2)", day.to_string())
        }
        None => (" and $2 = ''", String::new()),
    };
    reader.query(
        &format!("{UNIT} where u.district = $1{also} order by u.sort_no, u.name"),
        params![district, day],
        read_unit,
    )
}

pub fn insert_unit(tx: &Tx<'_>, who: &Who, id: UnitId, path: &str, draft: &UnitDraft) -> Result<()> {
    let short = if draft.short_name.trim().is_empty() { draft.name.trim() } else { draft.short_name.trim() };
    tx.execute(
        "insert into org_unit (district, id, parent_id, path, kind, name, name_key, short_name, sort_no, scored, mission,
           valid_from, valid_until, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, null, $13, $13, 1)",
        params![
            who.district(),
            id,
            draft.parent_id,
            path,
            draft.kind.code(),
            draft.name.trim(),
            text::name_key(draft.name.trim()),
            short,
            draft.sort_no,
            draft.scored,
            draft.mission.trim(),
            draft.valid_from,
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn update_unit(tx: &Tx<'_>, district: &str, id: UnitId, change: &UnitChange) -> Result<()> {
    let short =
        if change.short_name.trim().is_empty() { change.name.trim() } else { change.short_name.trim() };
    tx.execute(
        "update org_unit set name = $3, name_key = $4, short_name = $5, sort_no = $6, scored = $7, mission = $8,
           updated_at = $9, version = version + 1 where district = $1 and id = $2",
        params![
            district,
            id,
            change.name.trim(),
            text::name_key(change.name.trim()),
            short,
            change.sort_no,
            change.scored,
            change.mission.trim(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn end_unit(tx: &Tx<'_>, district: &str, id: UnitId, until: Date) -> Result<()> {
    tx.execute(
        "update org_unit set valid_until = $3, updated_at = $4, version = version + 1 where district = $1 and id = $2",
        params![district, id, until, tx.now()],
    )?;
    Ok(())
}

const MEMBER: &str =
    "select id, name, title, position, account_id, valid_from, valid_until, version from org_member";

fn read_member(row: &Row<'_>) -> Result<MemberView> {
    Ok(MemberView {
        id: row.get(0)?,
        name: row.get(1)?,
        title: row.get(2)?,
        position: row.get(3)?,
        account_id: row.get(4)?,
        valid_from: row.get(5)?,
        valid_until: row.get(6)?,
        version: row.get(7)?,
    })
}

pub fn members(reader: &Reader, district: &str, unit: UnitId) -> Result<Vec<MemberView>> {
    reader.query(
        &format!(
            "{MEMBER} where district = $1 and unit_id = $2 order by
             case position when 'leader_in_charge' then 0 when 'head' then 1 when 'deputy' then 2 else 3 end, created_at"
        ),
        params![district, unit],
        read_member,
    )
}

pub fn member(reader: &Reader, district: &str, id: Uuid) -> Result<Option<MemberView>> {
    reader.first(&format!("{MEMBER} where district = $1 and id = $2"), params![district, id], read_member)
}

pub fn unit_of_member(reader: &Reader, district: &str, id: Uuid) -> Result<Option<UnitId>> {
    reader.value("select unit_id from org_member where district = $1 and id = $2", params![district, id])
}

pub fn insert_member(tx: &Tx<'_>, who: &Who, id: Uuid, unit: UnitId, draft: &MemberDraft) -> Result<()> {
    tx.execute(
        "insert into org_member (district, id, unit_id, account_id, name, title, position, valid_from, valid_until,
           created_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 1)",
        params![
            who.district(),
            id,
            unit,
            draft.account_id,
            draft.name.trim(),
            draft.title.trim(),
            draft.position.code(),
            draft.valid_from,
            draft.valid_until,
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn update_member(tx: &Tx<'_>, who: &Who, id: Uuid, draft: &MemberDraft) -> Result<()> {
    tx.execute(
        "update org_member set account_id = $3, name = $4, title = $5, position = $6, valid_from = $7, valid_until = $8,
           updated_at = $9, version = version + 1 where district = $1 and id = $2",
        params![
            who.district(),
            id,
            draft.account_id,
            draft.name.trim(),
            draft.title.trim(),
            draft.position.code(),
            draft.valid_from,
            draft.valid_until,
            tx.now()
        ],
    )?;
    Ok(())
}

/// Roles valid on a day at units that exist on it; a role this version does not know gives no right.
pub fn memberships(reader: &Reader, district: &str, account: AccountId, on: Date) -> Result<Vec<Membership>> {
    let rows = reader.query(
        "select r.role, r.unit_id, u.path from org_role r
         join org_unit u on u.district = r.district and u.id = r.unit_id
         where r.district = $1 and r.account_id = $2 and r.valid_from <= $3
           and (r.valid_until is null or r.valid_until >= $3) and (u.valid_until is null or u.valid_until >= $3)",
        params![district, account, on],
        |row| {
            let role: String = row.get(0)?;
            Ok(match Role::from_code(&role) {
                Some(role) => Some(Membership { role, unit: row.get(1)?, unit_path: row.get(2)? }),
                None => None,
            })
        },
    )?;
    Ok(rows.into_iter().flatten().collect())
}

#[derive(Debug, Clone)]
pub struct RoleRow {
    pub id: Uuid,
    pub account_id: AccountId,
    pub role: String,
    pub unit_id: UnitId,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
}

pub fn roles(reader: &Reader, district: &str) -> Result<Vec<RoleRow>> {
    reader.query(
        "select id, account_id, role, unit_id, valid_from, valid_until from org_role
         where district = $1 order by created_at",
        params![district],
        |row| {
            Ok(RoleRow {
                id: row.get(0)?,
                account_id: row.get(1)?,
                role: row.get(2)?,
                unit_id: row.get(3)?,
                valid_from: row.get(4)?,
                valid_until: row.get(5)?,
            })
        },
    )
}

#[expect(clippy::too_many_arguments, reason = "one per column")]
pub fn insert_role(
    tx: &Tx<'_>,
    who: &Who,
    id: Uuid,
    account: AccountId,
    unit: UnitId,
    role: Role,
    from: Date,
    until: Option<Date>,
) -> Result<()> {
    tx.execute(
        "insert into org_role (district, id, account_id, unit_id, role, valid_from, valid_until, created_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        params![who.district(), id, account, unit, role.code(), from, until, tx.now()],
    )?;
    Ok(())
}

/// A role ends with the day before; one that has not begun is taken back whole.
pub fn end_role(tx: &Tx<'_>, district: &str, id: Uuid, until: Date) -> Result<()> {
    tx.execute(
        "update org_role set valid_until = $3, version = version + 1 where district = $1 and id = $2",
        params![district, id, until],
    )?;
    Ok(())
}

/// The day up to which figures are shown; kept with the other settings of the floor.
pub fn set_as_of(tx: &Tx<'_>, district: &str, day: Option<Date>) -> Result<()> {
    set_day(tx, district, "figures.as_of", day)
}

pub fn set_closed_until(tx: &Tx<'_>, district: &str, day: Option<Date>) -> Result<()> {
    set_day(tx, district, "figures.closed_until", day)
}

fn set_day(tx: &Tx<'_>, district: &str, key: &str, day: Option<Date>) -> Result<()> {
    tx.execute(
        "insert into floor_setting (district, key, value, updated_at) values ($1, $2, $3, $4)
         on conflict (district, key) do update set value = excluded.value, updated_at = excluded.updated_at",
        params![district, key, day.map(|d| d.to_string()).unwrap_or_default(), tx.now()],
    )?;
    Ok(())
}
