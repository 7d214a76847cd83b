//! What waits for a reviewer: claims of money and of what projects did, the oldest first.

use std::fmt::Write as _;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use yinfeng_domain::authority::{Act, Class};

use crate::{
    floor::{
        Result,
        db::{
            Reader, Value,
            page::{self, COUNT_CAP},
        },
        web::Who,
    },
    fund::{rows::warnings, store::within},
    org::UnitRef,
    params,
    project::ProjectRef,
};

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct QueueFilter {
    /// `fund` or `recognition`; both when it is not given.
    pub kind: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// One claim that waits.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QueueItem {
    /// `fund` or `recognition`.
    pub kind: String,
    pub id: Uuid,
    pub title: String,
    pub project: ProjectRef,
    pub unit: UnitRef,
    /// Of money: what is claimed.
    pub amount_fen: Option<i64>,
    /// Of what a project did: `introduced`, `signed`, `started`, `produced`.
    pub event: Option<String>,
    /// When the money came, or when it happened.
    #[schema(value_type = String)]
    pub happened_on: Date,
    #[schema(value_type = String)]
    pub claimed_at: Timestamp,
    pub warnings_count: i64,
    /// Whether the reader claimed or typed it, and so cannot decide on it.
    pub mine: bool,
    pub version: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Counted up to 10,000.
    pub fund: i64,
    pub recognition: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QueuePage {
    pub items: Vec<QueueItem>,
    pub next_cursor: Option<String>,
    pub counts: Counts,
}

/// The queue of this reviewer.
pub fn queue(reader: &Reader, who: &Who, filter: &QueueFilter) -> Result<QueuePage> {
    // Somebody who recognises nothing has no queue.
    who.reach(Class::Fund, Act::Recognise)?;
    let after = filter.cursor.as_deref().map(|c| page::decode(c, 2)).transpose()?;
    let limit = page::limit(filter.limit);
    let wanted = |kind: &str| filter.kind.as_deref().is_none_or(|k| k == kind);
    let mut items = Vec::new();
    if wanted("fund") {
        items.extend(funds(reader, who, after.as_deref(), limit + 1)?);
    }
    if wanted("recognition") {
        items.extend(recognitions(reader, who, after.as_deref(), limit + 1)?);
    }
    items.sort_by_key(|item: &QueueItem| (item.claimed_at, item.id));
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let next_cursor =
        items.last().filter(|_| more).map(|last| page::encode(&[last.claimed_at.into(), last.id.into()]));
    let counts = Counts {
        fund: waiting(reader, who, "fund")?,
        recognition: waiting(reader, who, "project_recognition")?,
    };
    Ok(QueuePage { items, next_cursor, counts })
}

fn waiting(reader: &Reader, who: &Who, table: &str) -> Result<i64> {
    let sql = format!(
        "select count(*) from (select 1 as one from {table}
         where district = $1 and state = 'claimed' limit {COUNT_CAP}) waiting"
    );
    Ok(reader.value(&sql, params![who.district()])?.unwrap_or(0))
}

/// What every part of the queue shares: within reach, after the last one seen, in order.
fn part(
    reader: &Reader,
    who: &Who,
    class: Class,
    select: &str,
    after: Option<&[Value]>,
    limit: i64,
    map: impl FnMut(&crate::floor::db::Row<'_>) -> Result<QueueItem>,
) -> Result<Vec<QueueItem>> {
    let reach = who.actor.reach(class, Act::Recognise);
    let (scope, scoped) = within(&reach, "f.unit_id", 3);
    let mut bound = vec![Value::from(who.district()), Value::from(who.account_id())];
    bound.extend(scoped);
    let mut sql = format!("{select} where f.district = $1 and f.state = 'claimed'{scope}");
    if let Some(after) = after {
        bound.extend(after.iter().cloned());
        let _ = write!(sql, " and (f.claimed_at, f.id) > (${}, ${})", bound.len() - 1, bound.len());
    }
    bound.push(limit.into());
    let _ = write!(sql, " order by f.claimed_at, f.id limit ${}", bound.len());
    reader.query(&sql, &bound, map)
}

const NAMES: &str = "p.id, p.code, p.name, u.id, u.name, u.short_name, u.kind";
const JOINS: &str = "join project p on p.district = f.district and p.id = f.project_id
    join org_unit u on u.district = f.district and u.id = f.unit_id";

fn funds(reader: &Reader, who: &Who, after: Option<&[Value]>, limit: i64) -> Result<Vec<QueueItem>> {
    let select = format!(
        "select f.id, {NAMES}, f.payer, f.claimed_fen, f.received_on, f.claimed_at, cast({} as bigint),
           cast(case when f.claimed_by = $2 or f.typed_by = $2 then 1 else 0 end as bigint), f.version, f.code
         from fund f {JOINS}",
        warnings()
    );
    part(reader, who, Class::Fund, &select, after, limit, |row| {
        let project = ProjectRef { id: row.get(1)?, code: row.get(2)?, name: row.get(3)? };
        let (payer, code): (String, String) = (row.get(8)?, row.get(15)?);
        Ok(QueueItem {
            kind: "fund".into(),
            id: row.get(0)?,
            title: format!("{code} {} · {payer}", project.name),
            project,
            unit: UnitRef { id: row.get(4)?, name: row.get(5)?, short_name: row.get(6)?, kind: row.get(7)? },
            amount_fen: Some(row.get(9)?),
            event: None,
            happened_on: row.get(10)?,
            claimed_at: row.get(11)?,
            warnings_count: row.get(12)?,
            mine: row.get::<i64>(13)? == 1,
            version: row.get(14)?,
        })
    })
}

fn recognitions(reader: &Reader, who: &Who, after: Option<&[Value]>, limit: i64) -> Result<Vec<QueueItem>> {
    let select = format!(
        "select f.id, {NAMES}, f.event, f.happened_on, f.claimed_at,
           cast(case when f.claimed_by = $2 then 1 else 0 end as bigint), f.version
         from project_recognition f {JOINS}"
    );
    part(reader, who, Class::Project, &select, after, limit, |row| {
        let project = ProjectRef { id: row.get(1)?, code: row.get(2)?, name: row.get(3)? };
        Ok(QueueItem {
            kind: "recognition".into(),
            id: row.get(0)?,
            title: format!("{} {}", project.code, project.name),
            project,
            unit: UnitRef { id: row.get(4)?, name: row.get(5)?, short_name: row.get(6)?, kind: row.get(7)? },
            amount_fen: None,
            event: Some(row.get(8)?),
            happened_on: row.get(9)?,
            claimed_at: row.get(10)?,
            warnings_count: 0,
            mine: row.get::<i64>(11)? == 1,
            version: row.get(12)?,
        })
    })
}
