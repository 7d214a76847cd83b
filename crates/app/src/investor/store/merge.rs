//! Records that became one, and the tombstones of those that went.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yinfeng_domain::{
    id::{AccountId, BatchId, OrganisationId, UnitId},
    text,
};

use crate::{
    floor::{
        Result,
        db::{Reader, Tx, dialect},
        web::Who,
    },
    investor::{Joined, OrganisationRef, Rows},
    params,
};

/// A record as it is kept: what a tombstone remembers of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    pub name: String,
    pub uscc: Option<String>,
    pub kind: String,
    pub country: String,
    pub group_id: Option<OrganisationId>,
    pub industry: Option<String>,
    pub address: String,
    pub introduction: String,
    pub created_unit_id: Option<UnitId>,
    pub created_by: Option<AccountId>,
    /// Microseconds.
    pub created_at: i64,
    pub version: i64,
    pub batch_id: Option<BatchId>,
}

pub fn hold(tx: &Tx<'_>, district: &str, ids: [OrganisationId; 2]) -> Result<()> {
    let sql = format!(
        "select id from investor_organisation where district = $1 and id in ($2, $3) order by id{}",
        dialect::for_update(tx.engine())
    );
    tx.query(&sql, params![district, ids[0], ids[1]], |r| Ok(r.get::<OrganisationId>(0)?)).map(|_| ())
}

pub fn kept(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<Kept>> {
    reader.first(
        "select name, uscc, kind, country, group_id, industry, address, introduction, created_unit_id, created_by,
           created_at, version, batch_id
         from investor_organisation where district = $1 and id = $2",
        params![district, id],
        |r| {
            Ok(Kept {
                name: r.get(0)?,
                uscc: r.get(1)?,
                kind: r.get(2)?,
                country: r.get(3)?,
                group_id: r.get(4)?,
                industry: r.get(5)?,
                address: r.get(6)?,
                introduction: r.get(7)?,
                created_unit_id: r.get(8)?,
                created_by: r.get(9)?,
                created_at: r.get(10)?,
                version: r.get(11)?,
                batch_id: r.get(12)?,
            })
        },
    )
}

pub fn bury(tx: &Tx<'_>, district: &str, joined: &Joined, kept: &Kept) -> Result<()> {
    let record = serde_json::to_string(kept).map_err(anyhow::Error::from)?;
    tx.execute(
        "insert into investor_tombstone (district, id, into_id, name, record, buried_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![district, joined.from, joined.into, &kept.name, record, tx.now()],
    )?;
    Ok(())
}

pub fn buried_into(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<OrganisationId>> {
    reader.value(
        "select into_id from investor_tombstone where district = $1 and id = $2",
        params![district, id],
    )
}

pub fn buried_name(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<String>> {
    reader.value("select name from investor_tombstone where district = $1 and id = $2", params![district, id])
}

/// Takes the tombstone away; what it remembered.
pub fn raise(tx: &Tx<'_>, district: &str, id: OrganisationId) -> Result<Option<Kept>> {
    let record = tx.value::<String>(
        "select record from investor_tombstone where district = $1 and id = $2",
        params![district, id],
    )?;
    let Some(record) = record else { return Ok(None) };
    tx.execute("delete from investor_tombstone where district = $1 and id = $2", params![district, id])?;
    Ok(Some(serde_json::from_str(&record).map_err(anyhow::Error::from)?))
}

/// Enters a record again, without its code.
pub fn insert(tx: &Tx<'_>, who: &Who, id: OrganisationId, kept: &Kept) -> Result<()> {
    tx.execute(
        "insert into investor_organisation (district, id, name, name_key, sort_key, uscc, kind, country, group_id,
           industry, address, introduction, created_unit_id, created_by, created_at, updated_at, version, batch_id)
         values ($1, $2, $3, $4, $5, null, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        params![
            who.district(),
            id,
            &kept.name,
            text::name_key(&kept.name),
            text::sort_key(&kept.name),
            &kept.kind,
            &kept.country,
            kept.group_id,
            kept.industry.as_deref(),
            &kept.address,
            &kept.introduction,
            kept.created_unit_id,
            kept.created_by,
            kept.created_at,
            tx.now(),
            kept.version + 2,
            kept.batch_id
        ],
    )?;
    Ok(())
}

pub fn set_uscc(tx: &Tx<'_>, district: &str, id: OrganisationId, uscc: &str) -> Result<()> {
    tx.execute(
        "update investor_organisation set uscc = $3 where district = $1 and id = $2",
        params![district, id, uscc],
    )?;
    Ok(())
}

/// Whether a group that one of the two heads has anybody else in it.
pub fn has_other_members(reader: &Reader, district: &str, both: [OrganisationId; 2]) -> Result<bool> {
    let found = reader.value::<OrganisationId>(
        "select id from investor_organisation where district = $1 and group_id in ($2, $3) and id not in ($2, $3)
         limit 1",
        params![district, both[0], both[1]],
    )?;
    Ok(found.is_some())
}

/// Takes an organisation out of the group of this head.
pub fn leave_group(tx: &Tx<'_>, district: &str, id: OrganisationId, head: OrganisationId) -> Result<()> {
    tx.execute(
        "update investor_organisation set group_id = null where district = $1 and id = $2 and group_id = $3",
        params![district, id, head],
    )?;
    Ok(())
}

/// Makes the members of one head members of another: which, and their versions now.
pub fn set_group(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<(OrganisationId, i64)>> {
    tx.query(
        "update investor_organisation set group_id = $3, updated_at = $4, version = version + 1
         where district = $1 and group_id = $2 returning id, version",
        params![district, from, into, tx.now()],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Makes a member of one head one of another, if it still is one: its version now.
pub fn move_member(
    tx: &Tx<'_>,
    district: &str,
    id: OrganisationId,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<Option<i64>> {
    tx.value(
        "update investor_organisation set group_id = $4, updated_at = $5, version = version + 1
         where district = $1 and id = $2 and group_id = $3 returning version",
        params![district, id, from, to, tx.now()],
    )
}

/// Makes the rows of a table (all of one organisation, or this one) those of another: which, with their versions now.
pub fn move_rows(
    tx: &Tx<'_>,
    district: &str,
    Rows { table, column, .. }: Rows,
    (from, into): (OrganisationId, OrganisationId),
    only: Option<Uuid>,
) -> Result<Vec<(Uuid, i64)>> {
    let mut bound = params![district, from, into, tx.now()].to_vec();
    let this = if let Some(id) = only {
        bound.push(id.into());
        " and id = $5"
    } else {
        ""
    };
    tx.query(
        &format!(
            "update {table} set {column} = $3, updated_at = $4, version = version + 1
             where district = $1 and {column} = $2{this} returning id, version"
        ),
        &bound,
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub fn row_exists(reader: &Reader, district: &str, table: &str, id: Uuid) -> Result<bool> {
    let sql = format!("select 1 from {table} where district = $1 and id = $2");
    Ok(reader.value::<i64>(&sql, params![district, id])?.is_some())
}

pub fn units(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<UnitId>> {
    reader.query(
        "select unit_id from investor_unit where district = $1 and organisation_id = $2 order by unit_id",
        params![district, id],
        |r| Ok(r.get(0)?),
    )
}

pub fn unknow(tx: &Tx<'_>, district: &str, id: OrganisationId, unit: UnitId) -> Result<()> {
    tx.execute(
        "delete from investor_unit where district = $1 and organisation_id = $2 and unit_id = $3",
        params![district, id, unit],
    )?;
    Ok(())
}

/// Makes tombstones that led to one organisation lead to another: which.
pub fn lead_on(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<OrganisationId>> {
    tx.query(
        "update investor_tombstone set into_id = $3 where district = $1 and into_id = $2 returning id",
        params![district, from, into],
        |r| Ok(r.get(0)?),
    )
}

pub fn lead_back(tx: &Tx<'_>, district: &str, id: OrganisationId, to: OrganisationId) -> Result<()> {
    tx.execute(
        "update investor_tombstone set into_id = $3 where district = $1 and id = $2",
        params![district, id, to],
    )?;
    Ok(())
}

/// The records that lead here, the latest first.
pub fn merged_from(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<OrganisationRef>> {
    let found = reader.query(
        "select id, name, record from investor_tombstone where district = $1 and into_id = $2
         order by buried_at desc, id limit 200",
        params![district, id],
        |r| Ok((r.get::<OrganisationId>(0)?, r.get::<String>(1)?, r.get::<String>(2)?)),
    )?;
    found
        .into_iter()
        .map(|(id, name, record)| {
            let kept: Kept = serde_json::from_str(&record).map_err(anyhow::Error::from)?;
            Ok(OrganisationRef { id, name, country: kept.country })
        })
        .collect()
}
