//! Investors that a unit has not heard of for long (久未联系): those it knows, the longest first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::UnitId,
    interaction::quiet_before,
};

use super::{rule, store};
use crate::{
    floor::{
        Result,
        db::{
            Clause, Reader, Value,
            page::{self, Page},
        },
        web::Who,
    },
    investor::OrganisationRef,
    org::{self, UnitRef},
    project,
};

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct QuietFilter {
    /// One unit; all within reach when left out.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    /// Only investors that it was in touch with once.
    pub known: Option<bool>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// An investor that a unit has not heard of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuietRow {
    /// Unit and organisation: a row has no id of its own.
    pub key: String,
    pub unit: UnitRef,
    pub organisation: OrganisationRef,
    /// None: never since records are kept here.
    #[schema(value_type = Option<String>)]
    pub last_on: Option<Date>,
    /// Days since then.
    pub days: Option<i64>,
}

/// What the units within reach have not been in touch with for the days that the office has set.
pub fn quiet(reader: &Reader, who: &Who, filter: &QuietFilter) -> Result<Page<QuietRow>> {
    let reach = who.reach(Class::Interaction, Act::Read)?;
    let today = org::office_day(reader, who.district())?;
    let before = quiet_before(today, rule::days(reader, who.district(), rule::QUIET)?);
    let mut clause = Clause::of_district("k.district", who.district());
    project::hidden_organisations(reader, who)?.keep(&mut clause, "k.organisation_id");
    if let Reach::Units(paths) = &reach {
        let below = clause.below("path", paths);
        clause.also(&format!("k.unit_id in (select id from org_unit where district = $1 and {below})"));
    }
    if let Some(unit) = filter.unit {
        clause.and("k.unit_id = $?", unit);
    }
    let cutoff = clause.bind(before);
    let mut outer = format!("coalesce(q.last_on, '') < {cutoff}");
    if filter.known == Some(true) {
        outer.push_str(" and q.last_on is not null");
    }
    let mut bound = clause.clone();
    if let Some(cursor) = &filter.cursor {
        let mut at = page::decode(cursor, 3)?;
        let (organisation, unit) = (at.pop().unwrap_or(Value::Null), at.pop().unwrap_or(Value::Null));
        let day = at.pop().unwrap_or(Value::Null);
        let (day, unit, organisation) = (bound.bind(day), bound.bind(unit), bound.bind(organisation));
        outer = format!(
            "{outer} and (coalesce(q.last_on, ''), q.unit_id, q.organisation_id) > ({day}, {unit}, {organisation})"
        );
    }
    // The last day of each by the index that begins with unit and organisation.
    let inner = format!(
        "select k.unit_id, k.organisation_id, (select max(n.held_on) from interaction n where n.district = k.district
           and n.unit_id = k.unit_id and n.organisation_id = k.organisation_id) as last_on
         from investor_unit k where {}",
        clause.text()
    );
    let limit = page::limit(filter.limit);
    let mut items = reader.query(
        &format!(
            "select q.last_on, u.id, u.name, u.short_name, u.kind, o.id, o.name, o.country from ({inner}) q
             join org_unit u on u.district = $1 and u.id = q.unit_id
             join investor_organisation o on o.district = $1 and o.id = q.organisation_id
             where {outer} order by coalesce(q.last_on, ''), q.unit_id, q.organisation_id limit {}",
            limit + 1
        ),
        bound.bound(),
        |r| {
            let last_on: Option<Date> = r.get(0)?;
            let (unit, organisation) =
                (store::unit(r, 1)?, OrganisationRef { id: r.get(5)?, name: r.get(6)?, country: r.get(7)? });
            Ok(QuietRow {
                key: format!("{}-{}", unit.id, organisation.id),
                days: last_on.and_then(|on| today.since(on).ok()).map(|span| i64::from(span.get_days())),
                unit,
                organisation,
                last_on,
            })
        },
    )?;
    let counted = reader.value::<i64>(
        &format!(
            "select count(*) from (select 1 from ({inner}) q where coalesce(q.last_on, '') < {cutoff}{} limit {}) counted",
            if filter.known == Some(true) { " and q.last_on is not null" } else { "" },
            page::COUNT_CAP + 1
        ),
        clause.bound(),
    )?;
    let total = counted.unwrap_or(0);
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let last = if more { items.last() } else { None };
    let next_cursor = last.map(|r| {
        let day = r.last_on.map(|on| on.to_string()).unwrap_or_default();
        page::encode(&[day.into(), r.unit.id.into(), r.organisation.id.into()])
    });
    Ok(Page { items, next_cursor, total: total.min(page::COUNT_CAP), total_capped: total > page::COUNT_CAP })
}
