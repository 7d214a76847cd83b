//! The tables of the investor library.

pub mod association;
pub mod charge;
pub mod holding;
pub mod intent;
pub mod introducer;
mod list;
pub mod merge;
pub mod seeker;
pub mod tag;

use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{BatchId, OrganisationId, UnitId},
    investor::OrganisationKind,
    text,
};

use super::{
    FormerName, OrganisationDraft, OrganisationRef, OrganisationRow, SEARCH_KIND, names,
    view::{Organisation, uscc_warning},
};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Result,
        db::{Clause, Hidden, Reader, Row, Tx},
        near,
        web::Who,
    },
    org::UnitRef,
    params,
};

pub use list::{ChargeFilter, Filter, list, portion};

const COLUMNS: &str = "o.id, o.name, o.uscc, o.kind, o.country, i.code, i.name, g.id, g.name, g.country,
  o.updated_at, o.version, hu.id, hu.name, hu.short_name, hu.kind, ha.id, ha.name";
/// How many columns those are.
const WIDTH: usize = 18;
const JOINS: &str = "left join dictionary_industry i on i.code = o.industry
  left join investor_organisation g on g.district = o.district and g.id = o.group_id
  left join investor_charge h on h.district = o.district and h.organisation_id = o.id and h.until_on is null
  left join org_unit hu on hu.district = h.district and hu.id = h.unit_id
  left join identity_account ha on ha.district = h.district and ha.id = h.account_id";

fn row(row: &Row<'_>) -> Result<OrganisationRow> {
    let kind: String = row.get(3)?;
    let industry = match (row.get::<Option<String>>(5)?, row.get::<Option<String>>(6)?) {
        (Some(code), Some(name)) => Some(IndustryRef { code, name }),
        _ => None,
    };
    let group = match row.get::<Option<OrganisationId>>(7)? {
        Some(id) => Some(OrganisationRef { id, name: row.get(8)?, country: row.get(9)? }),
        None => None,
    };
    Ok(OrganisationRow {
        id: row.get(0)?,
        name: row.get(1)?,
        uscc: row.get(2)?,
        kind: OrganisationKind::from_code(&kind).unwrap_or(OrganisationKind::Enterprise),
        country: row.get(4)?,
        industry,
        group,
        charge: charge::charge_ref(row, 12)?,
        updated_at: row.get(10)?,
        version: row.get(11)?,
    })
}

/// Only what this reader may read.
fn within_reach(clause: &mut Clause, who: &Who) -> Result<()> {
    known_to(clause, who, "o.id")
}

/// Only rows whose organisation, in this column, the reader may read.
pub fn known_to(clause: &mut Clause, who: &Who, column: &str) -> Result<()> {
    if let Reach::Units(paths) = who.reach(Class::Investor, Act::Read)? {
        let below = clause.below("u.path", &paths);
        clause.also(&format!(
            "{column} in (select k.organisation_id from investor_unit k
               join org_unit u on u.district = k.district and u.id = k.unit_id
               where k.district = $1 and {below})"
        ));
    }
    Ok(())
}

pub fn get(reader: &Reader, who: &Who, id: OrganisationId, hidden: &Hidden) -> Result<Option<Organisation>> {
    let mut clause = Clause::of_district("o.district", who.district());
    hidden.keep(&mut clause, "o.id");
    clause.and("o.id = $?", id);
    within_reach(&mut clause, who)?;
    let found = reader.first(
        &format!(
            "select {COLUMNS}, o.address, o.introduction, cu.id, cu.name, cu.short_name, cu.kind, cu.path
             from investor_organisation o {JOINS}
             left join org_unit cu on cu.district = o.district and cu.id = o.created_unit_id where {}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let created_unit = match r.get::<Option<UnitId>>(WIDTH + 2)? {
                Some(id) => Some(UnitRef {
                    id,
                    name: r.get(WIDTH + 3)?,
                    short_name: r.get(WIDTH + 4)?,
                    kind: r.get(WIDTH + 5)?,
                }),
                None => None,
            };
            Ok(Organisation {
                row: row(r)?,
                address: r.get(WIDTH)?,
                introduction: r.get(WIDTH + 1)?,
                aliases: Vec::new(),
                former_names: Vec::new(),
                created_unit,
                created_path: r.get(WIDTH + 6)?,
                merged_from: Vec::new(),
                members_of_group: Vec::new(),
                warnings: Vec::new(),
            })
        },
    )?;
    let Some(mut organisation) = found else { return Ok(None) };
    let head = organisation.row.group.as_ref().map_or(id, |g| g.id);
    organisation.merged_from = merge::merged_from(reader, who.district(), id)?;
    organisation.members_of_group = group(reader, who, head, id)?;
    for other in names::other_names(reader, who.district(), &[id])? {
        match other.until_on {
            None => organisation.aliases.push(other.name),
            // Renamed back: it has the name again.
            Some(_) if other.name == organisation.row.name => {}
            Some(until_on) => organisation.former_names.push(FormerName { name: other.name, until_on }),
        }
    }
    let code = organisation.row.uscc.as_deref();
    organisation.warnings = code.and_then(|code| uscc_warning(who.lang, code)).into_iter().collect();
    Ok(Some(organisation))
}

fn group(
    reader: &Reader,
    who: &Who,
    head: OrganisationId,
    but: OrganisationId,
) -> Result<Vec<OrganisationRef>> {
    let mut clause = Clause::of_district("o.district", who.district());
    let head = clause.bind(head);
    // An `or` over both, or an order that an index has, would walk every organisation of the district.
    clause.also(&format!(
        "o.id in (select g.id from investor_organisation g where g.district = $1 and g.group_id = {head}
           union all select {head})"
    ));
    clause.and("o.id <> $?", but);
    within_reach(&mut clause, who)?;
    refs(reader, &clause, "order by o.sort_key || '' limit 200")
}

fn refs(reader: &Reader, clause: &Clause, tail: &str) -> Result<Vec<OrganisationRef>> {
    reader.query(
        &format!(
            "select o.id, o.name, o.country from investor_organisation o where {} {tail}",
            clause.text()
        ),
        clause.bound(),
        |r| Ok(OrganisationRef { id: r.get(0)?, name: r.get(1)?, country: r.get(2)? }),
    )
}

pub fn visible(
    reader: &Reader,
    who: &Who,
    ids: &[OrganisationId],
    hidden: &Hidden,
) -> Result<Vec<OrganisationRef>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("o.district", who.district());
    clause.among("o.id", ids.iter().copied());
    hidden.keep(&mut clause, "o.id");
    within_reach(&mut clause, who)?;
    refs(reader, &clause, "")
}

pub fn is_visible(reader: &Reader, who: &Who, id: OrganisationId, hidden: &Hidden) -> Result<bool> {
    Ok(!visible(reader, who, &[id], hidden)?.is_empty())
}

pub fn by_uscc(reader: &Reader, district: &str, uscc: &str) -> Result<Option<(OrganisationId, String)>> {
    reader.first(
        "select id, name from investor_organisation where district = $1 and uscc = $2",
        params![district, uscc],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub fn group_of(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<OrganisationId>> {
    Ok(reader
        .value::<Option<OrganisationId>>(
            "select group_id from investor_organisation where district = $1 and id = $2",
            params![district, id],
        )?
        .flatten())
}

pub fn has_members(reader: &Reader, district: &str, id: OrganisationId) -> Result<bool> {
    Ok(reader
        .value::<OrganisationId>(
            "select id from investor_organisation where district = $1 and group_id = $2 limit 1",
            params![district, id],
        )?
        .is_some())
}

/// Organisations whose key may be like this one: id, name, key.
pub fn candidates(
    reader: &Reader,
    who: &Who,
    key: &str,
    hidden: &Hidden,
) -> Result<Vec<(OrganisationId, String, String)>> {
    let mut found: Vec<(OrganisationId, String, String)> = Vec::new();
    let mut base = Clause::of_district("o.district", who.district());
    within_reach(&mut base, who)?;
    hidden.keep(&mut base, "o.id");
    let all = who.reach(Class::Investor, Act::Read)? == Reach::District;
    for clause in near::conditions(reader, &base, all, "o", SEARCH_KIND, key)? {
        let more = reader.query(
            &format!(
                "select o.id, o.name, o.name_key from investor_organisation o where {} limit 100",
                clause.text()
            ),
            clause.bound(),
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )?;
        found.extend(more);
    }
    // Other names are few: only slips that an index finds are looked for among them.
    let mut other = base;
    other.among("n.name_key", near::slips(key));
    found.extend(reader.query(
        &format!(
            "select o.id, o.name, n.name_key from investor_name n
             join investor_organisation o on o.district = n.district and o.id = n.organisation_id
             where n.district = $1 and {} limit 100",
            other.text()
        ),
        other.bound(),
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?);
    found.sort();
    found.dedup();
    Ok(found)
}

pub fn insert(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    draft: &OrganisationDraft,
    unit: Option<UnitId>,
    batch: Option<BatchId>,
) -> Result<()> {
    tx.put(
        "insert into investor_organisation (district, id, name, name_key, sort_key, uscc, kind, country, group_id,
           industry, address, introduction, created_unit_id, created_by, created_at, updated_at, version, batch_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, 1, $16)",
        params![
            who.district(),
            id,
            &draft.name,
            text::name_key(&draft.name),
            text::sort_key(&draft.name),
            draft.uscc.as_deref(),
            draft.kind.code(),
            &draft.country,
            draft.group_id,
            draft.industry.as_deref(),
            &draft.address,
            &draft.introduction,
            unit,
            who.account_id(),
            tx.now(),
            batch
        ],
    )?;
    Ok(())
}

pub fn update(tx: &Tx<'_>, district: &str, id: OrganisationId, draft: &OrganisationDraft) -> Result<()> {
    tx.execute(
        "update investor_organisation set name = $3, name_key = $4, sort_key = $5, uscc = $6, kind = $7,
           country = $8, group_id = $9, industry = $10, address = $11, introduction = $12, updated_at = $13,
           version = version + 1
         where district = $1 and id = $2",
        params![
            district,
            id,
            &draft.name,
            text::name_key(&draft.name),
            text::sort_key(&draft.name),
            draft.uscc.as_deref(),
            draft.kind.code(),
            &draft.country,
            draft.group_id,
            draft.industry.as_deref(),
            &draft.address,
            &draft.introduction,
            tx.now()
        ],
    )?;
    Ok(())
}

const KNOW: &str = "insert into investor_unit (district, organisation_id, unit_id) values ($1, $2, $3)
  on conflict (district, organisation_id, unit_id) do nothing";

pub fn know(tx: &Tx<'_>, district: &str, id: OrganisationId, unit: UnitId) -> Result<()> {
    tx.put(KNOW, params![district, id, unit])
}

/// [`know`], and whether the unit did not know it before.
pub fn learn(tx: &Tx<'_>, district: &str, id: OrganisationId, unit: UnitId) -> Result<bool> {
    Ok(tx.execute(KNOW, params![district, id, unit])? > 0)
}

/// The organisations of a batch with their versions; one of which somebody is in charge is no longer as it came.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(OrganisationId, i64)>> {
    reader.query(
        "select o.id, o.version + case when exists (select 1 from investor_charge h where h.district = o.district
             and h.organisation_id = o.id) then 1 else 0 end
         from investor_organisation o where o.district = $1 and o.batch_id = $2",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub fn delete(tx: &Tx<'_>, district: &str, id: OrganisationId) -> Result<()> {
    names::forget(tx, district, id)?;
    for table_and_column in [
        "investor_unit where district = $1 and organisation_id",
        "investor_organisation where district = $1 and id",
    ] {
        tx.execute(&format!("delete from {table_and_column} = $2"), params![district, id])?;
    }
    Ok(())
}

/// Names and codes in the order of the ids, from the one after `after` on: for making the search index anew.
pub fn words_after(
    reader: &Reader,
    district: &str,
    after: OrganisationId,
    limit: i64,
) -> Result<Vec<(OrganisationId, String)>> {
    reader.query(
        "select id, name from investor_organisation where district = $1 and id > $2 order by id limit $3",
        params![district, after, limit],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
