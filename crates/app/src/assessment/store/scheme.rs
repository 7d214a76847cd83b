//! Schemes and their versions.

use yinfeng_domain::id::SchemeId;

use crate::{
    assessment::SchemeBrief,
    floor::{
        Result,
        db::{Clause, Reader, Row, Tx},
        web::Who,
    },
    params,
};

const SCHEME: &str =
    "select s.id, s.code, s.version, s.name, s.year, s.state, a.name, s.created_at, s.updated_at, s.text
  from assessment_scheme s left join identity_account a on a.district = s.district and a.id = s.created_by";

fn read(row: &Row<'_>) -> Result<SchemeBrief> {
    Ok(SchemeBrief {
        id: row.get(0)?,
        code: row.get(1)?,
        version: row.get(2)?,
        name: row.get(3)?,
        year: row.get(4)?,
        state: row.get(5)?,
        created_by: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
    })
}

fn read_with_text(row: &Row<'_>) -> Result<(SchemeBrief, String)> {
    Ok((read(row)?, row.get(9)?))
}

pub fn exists(reader: &Reader, district: &str, code: &str, version: i64) -> Result<bool> {
    let found = reader.value::<i64>(
        "select cast(1 as bigint) from assessment_scheme where district = $1 and code = $2 and version = $3",
        params![district, code, version],
    )?;
    Ok(found.is_some())
}

pub fn list(reader: &Reader, district: &str, year: Option<i64>) -> Result<Vec<(SchemeBrief, String)>> {
    let mut clause = Clause::of_district("s.district", district);
    if let Some(year) = year {
        clause.and("s.year = $?", year);
    }
    let sql = format!("{SCHEME} where {} order by s.year desc, s.code, s.version desc", clause.text());
    reader.query(&sql, clause.bound(), read_with_text)
}

pub fn scheme(reader: &Reader, district: &str, id: SchemeId) -> Result<Option<(SchemeBrief, String)>> {
    let sql = format!("{SCHEME} where s.district = $1 and s.id = $2");
    reader.first(&sql, params![district, id], read_with_text)
}

pub fn in_force(reader: &Reader, district: &str, year: i64) -> Result<Option<(SchemeBrief, String)>> {
    let sql = format!("{SCHEME} where s.district = $1 and s.year = $2 and s.state = 'in_force'");
    reader.first(&sql, params![district, year], read_with_text)
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    id: SchemeId,
    (code, version): (&str, i64),
    (name, year, text): (&str, i64, &str),
) -> Result<()> {
    tx.execute(
        "insert into assessment_scheme (district, id, code, version, name, year, text, state, created_by, created_at,
           updated_at) values ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9, $9)",
        params![who.district(), id, code, version, name, year, text, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn put_in_force(tx: &Tx<'_>, district: &str, id: SchemeId, year: i64) -> Result<()> {
    tx.execute(
        "update assessment_scheme set state = 'retired', updated_at = $3
         where district = $1 and year = $2 and state = 'in_force'",
        params![district, year, tx.now()],
    )?;
    tx.execute(
        "update assessment_scheme set state = 'in_force', updated_at = $3 where district = $1 and id = $2",
        params![district, id, tx.now()],
    )?;
    Ok(())
}
