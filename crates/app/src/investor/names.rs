//! What else an organisation is called, and what it was called before.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::OrganisationId,
    project::{NAME, one_line, text_fits},
    text,
};

use crate::{
    floor::{
        Fault, Faults, Result,
        db::{Clause, Reader, Tx},
    },
    params,
};

/// So many other names one may have.
const MOST: usize = 20;

/// A name that an organisation had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormerName {
    pub name: String,
    /// The day on which the record was renamed.
    #[schema(value_type = String)]
    pub until_on: Date,
}

/// A name by which an organisation is found beside its own.
#[derive(Debug, Clone)]
pub struct OtherName {
    pub organisation: OrganisationId,
    pub name: String,
    /// None for one that it still goes by.
    pub until_on: Option<Date>,
}

/// Tidied: none empty, none twice, none that is the name itself.
pub(super) fn checked(name: &str, aliases: &[String], faults: &mut Faults) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (at, alias) in aliases.iter().enumerate() {
        let alias = one_line(alias);
        faults.need(text_fits(&alias, NAME), || {
            Fault::at(format!("aliases[{at}]"), "investor.too_long").with("limit", NAME)
        });
        if !alias.is_empty() && alias != name && !out.contains(&alias) {
            out.push(alias);
        }
    }
    faults.need(out.len() <= MOST, || Fault::at("aliases", "investor.aliases_many").with("limit", MOST));
    out
}

/// The aliases of a new organisation.
pub(super) fn begin(tx: &Tx<'_>, district: &str, id: OrganisationId, aliases: &[String]) -> Result<()> {
    aliases.iter().try_for_each(|alias| add(tx, district, id, "alias", alias, None))
}

/// Makes these the aliases.
pub(super) fn save(tx: &Tx<'_>, district: &str, id: OrganisationId, aliases: &[String]) -> Result<()> {
    tx.execute(
        "delete from investor_name where district = $1 and organisation_id = $2 and kind = 'alias'",
        params![district, id],
    )?;
    for alias in aliases {
        add(tx, district, id, "alias", alias, None)?;
    }
    no_twice(tx, district, id)
}

/// A name that it once had is not another name as well.
fn no_twice(tx: &Tx<'_>, district: &str, id: OrganisationId) -> Result<()> {
    tx.execute(
        "delete from investor_name where district = $1 and organisation_id = $2 and kind = 'alias' and name in
           (select f.name from investor_name f
            where f.district = $1 and f.organisation_id = $2 and f.kind = 'former')",
        params![district, id],
    )?;
    Ok(())
}

/// Keeps the name that an organisation has no more from today on.
pub(super) fn keep_former(tx: &Tx<'_>, district: &str, id: OrganisationId, name: &str) -> Result<()> {
    add(tx, district, id, "former", name, Some(tx.today()))?;
    no_twice(tx, district, id)
}

/// Gives an organisation a name that another record of it had until a day.
pub(super) fn add_former(
    tx: &Tx<'_>,
    district: &str,
    id: OrganisationId,
    name: &str,
    until: Date,
) -> Result<()> {
    add(tx, district, id, "former", name, Some(until))
}

pub(super) fn forget_former(tx: &Tx<'_>, district: &str, id: OrganisationId, name: &str) -> Result<()> {
    tx.execute(
        "delete from investor_name where district = $1 and organisation_id = $2 and kind = 'former' and name = $3",
        params![district, id, name],
    )?;
    Ok(())
}

fn add(
    tx: &Tx<'_>,
    district: &str,
    id: OrganisationId,
    kind: &str,
    name: &str,
    until: Option<Date>,
) -> Result<()> {
    tx.execute(
        "insert into investor_name (district, organisation_id, kind, name, name_key, until_on)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (district, organisation_id, kind, name) do update set until_on = excluded.until_on",
        params![district, id, kind, name, text::name_key(name), until],
    )?;
    Ok(())
}

/// Takes all of them away, with the organisation.
pub(super) fn forget(tx: &Tx<'_>, district: &str, id: OrganisationId) -> Result<()> {
    tx.execute(
        "delete from investor_name where district = $1 and organisation_id = $2",
        params![district, id],
    )?;
    Ok(())
}

/// The other names of these organisations, which the caller may read: aliases first, the latest former one first.
pub fn other_names(reader: &Reader, district: &str, ids: &[OrganisationId]) -> Result<Vec<OtherName>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("district", district);
    clause.among("organisation_id", ids.iter().copied());
    reader.query(
        &format!(
            "select organisation_id, name, until_on from investor_name where {}
             order by organisation_id, kind, until_on desc, name",
            clause.text()
        ),
        clause.bound(),
        |r| Ok(OtherName { organisation: r.get(0)?, name: r.get(1)?, until_on: r.get(2)? }),
    )
}

/// The other names of the organisations after the first up to the last: for making the search index anew.
pub(super) fn between(
    reader: &Reader,
    district: &str,
    after: OrganisationId,
    last: OrganisationId,
) -> Result<HashMap<OrganisationId, Vec<String>>> {
    let mut out: HashMap<OrganisationId, Vec<String>> = HashMap::new();
    let found = reader.query(
        "select organisation_id, name from investor_name
         where district = $1 and organisation_id > $2 and organisation_id <= $3",
        params![district, after, last],
        |r| Ok((r.get::<OrganisationId>(0)?, r.get::<String>(1)?)),
    )?;
    for (id, name) in found {
        out.entry(id).or_default().push(name);
    }
    Ok(out)
}
