//! The list of organisations: filters, sorting, pages by key.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{id::UnitId, investor::OrganisationKind, text};

use super::{COLUMNS, JOINS, WIDTH, row, within_reach};
use crate::{
    floor::{
        Result,
        db::{
            Clause, Hidden, Reader, Value,
            page::{self, Page},
        },
        near,
        web::Who,
    },
    investor::{OrganisationRow, SEARCH_KIND},
    org,
};

/// Whose organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChargeFilter {
    /// The reader is in charge by name.
    Mine,
    /// A unit of the reader is.
    Unit,
    /// Nobody is.
    Nobody,
}

/// What to look for in the list; empty finds all.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    pub q: Option<String>,
    #[param(value_type = Vec<String>)]
    pub kind: Vec<OrganisationKind>,
    pub country: Vec<String>,
    /// The beginning of a GB/T 4754 code.
    pub industry: Option<String>,
    /// Kinds of tags of which it has one today.
    pub tag: Vec<String>,
    #[param(value_type = Option<String>)]
    pub charge: Option<ChargeFilter>,
    /// The unit in charge.
    #[param(value_type = Option<Uuid>)]
    pub charge_unit: Option<UnitId>,
    /// `name`, `-name`, `updated_at`, `-updated_at` (the default).
    pub sort: Option<String>,
    /// For the workbook: names of columns with commas between.
    pub columns: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// The sort of the list: column, whether it descends.
fn order(sort: Option<&str>) -> (&'static str, bool) {
    match sort {
        Some("name") => ("o.sort_key", false),
        Some("-name") => ("o.sort_key", true),
        Some("updated_at") => ("o.updated_at", false),
        _ => ("o.updated_at", true),
    }
}

/// `hidden`: those that another room keeps from this reader.
fn conditions(reader: &Reader, who: &Who, filter: &Filter, hidden: &Hidden) -> Result<Clause> {
    let mut clause = Clause::of_district("o.district", who.district());
    hidden.keep(&mut clause, "o.id");
    within_reach(&mut clause, who)?;
    clause.among("o.kind", filter.kind.iter().map(|k| k.code()));
    clause.among("o.country", filter.country.iter());
    if let Some(prefix) = filter.industry.as_deref().filter(|p| !p.is_empty()) {
        let length = clause.bind(prefix.chars().count());
        clause.and(&format!("substr(o.industry, 1, cast({length} as integer)) = $?"), prefix);
    }
    if !filter.tag.is_empty() {
        let today = clause.bind(org::office_day(reader, who.district())?);
        let kinds: Vec<String> = filter.tag.iter().map(|kind| clause.bind(kind.as_str())).collect();
        clause.also(&format!(
            "o.id in (select t.organisation_id from investor_tag t where t.district = $1 and t.kind in ({})
               and t.from_on <= {today} and (t.until_on is null or t.until_on >= {today}))",
            kinds.join(", ")
        ));
    }
    charged_as(&mut clause, who, filter);
    if let Some(q) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let mut found = near::finds(reader, &mut clause, "o.id", SEARCH_KIND, q);
        if let Some((from, to)) = text::code_range(q) {
            let (from, to) = (clause.bind(from), clause.bind(to));
            found = format!("({found} or (o.uscc >= {from} and o.uscc < {to}))");
        }
        clause.also(&found);
    }
    Ok(clause)
}

fn charged_as(clause: &mut Clause, who: &Who, filter: &Filter) {
    const NOW: &str = "select x.organisation_id from investor_charge x";
    match filter.charge {
        None => {}
        Some(ChargeFilter::Mine) => {
            let of = format!("{NOW} where x.district = $1 and x.account_id = $? and x.until_on is null");
            clause.and(&format!("o.id in ({of})"), who.account_id());
        }
        Some(ChargeFilter::Unit) => {
            let paths: Vec<String> = who.actor.memberships.iter().map(|m| m.unit_path.clone()).collect();
            let below = clause.below("w.path", &paths);
            clause.also(&format!(
                "o.id in ({NOW} join org_unit w on w.district = x.district and w.id = x.unit_id
                   where x.district = $1 and x.until_on is null and {below})"
            ));
        }
        Some(ChargeFilter::Nobody) => clause.also(
            "not exists (select 1 from investor_charge x where x.district = o.district and x.organisation_id = o.id
               and x.until_on is null)",
        ),
    }
    if let Some(unit) = filter.charge_unit {
        let of = format!("{NOW} where x.district = $1 and x.unit_id = $? and x.until_on is null");
        clause.and(&format!("o.id in ({of})"), unit);
    }
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter, hidden: &Hidden) -> Result<Page<OrganisationRow>> {
    let clause = conditions(reader, who, filter, hidden)?;
    let total = reader
        .value::<i64>(
            &format!(
                "select count(*) from (select 1 from investor_organisation o where {} limit {}) counted",
                clause.text(),
                page::COUNT_CAP + 1
            ),
            clause.bound(),
        )?
        .unwrap_or(0);
    let (items, next_cursor) = rows(reader, clause, filter, page::limit(filter.limit))?;
    Ok(Page { items, next_cursor, total: total.min(page::COUNT_CAP), total_capped: total > page::COUNT_CAP })
}

pub fn portion(
    reader: &Reader,
    who: &Who,
    filter: &Filter,
    hidden: &Hidden,
    limit: i64,
) -> Result<(Vec<OrganisationRow>, Option<String>)> {
    rows(reader, conditions(reader, who, filter, hidden)?, filter, limit)
}

/// So many rows after the cursor, and where to go on.
fn rows(
    reader: &Reader,
    mut clause: Clause,
    filter: &Filter,
    limit: i64,
) -> Result<(Vec<OrganisationRow>, Option<String>)> {
    let (column, down) = order(filter.sort.as_deref());
    let (direction, compare) = if down { ("desc", "<") } else { ("asc", ">") };
    if let Some(cursor) = &filter.cursor {
        let mut at = page::decode(cursor, 2)?;
        let (id, key) = (at.pop().unwrap_or(Value::Null), at.pop().unwrap_or(Value::Null));
        let (key, id) = (clause.bind(key), clause.bind(id));
        clause.also(&format!("({column}, o.id) {compare} ({key}, {id})"));
    }
    let mut rows = reader.query(
        &format!(
            "select {COLUMNS}, {column} from investor_organisation o {JOINS} where {}
             order by {column} {direction}, o.id {direction} limit {}",
            clause.text(),
            limit + 1
        ),
        clause.bound(),
        |r| {
            let key: Value = if column == "o.sort_key" {
                r.get::<String>(WIDTH)?.into()
            } else {
                r.get::<i64>(WIDTH)?.into()
            };
            Ok((row(r)?, key))
        },
    )?;
    let more = rows.len() as i64 > limit;
    rows.truncate(limit as usize);
    let last = if more { rows.last() } else { None };
    let next_cursor = last.map(|(row, key)| page::encode(&[key.clone(), row.id.into()]));
    Ok((rows.into_iter().map(|(row, _)| row).collect(), next_cursor))
}
