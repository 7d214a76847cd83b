//! The list: filters, order, pages by key, count and sums.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    text::query_tokens,
};

use super::{
    claim::SEARCH_KIND,
    rows,
    store::within,
    view::{FundPage, FundRow, Sums},
};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Reader, Value,
            page::{self, COUNT_CAP, Page},
        },
        search,
        web::Who,
    },
    project,
};

/// What to find; empty finds all that the reader may see.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    pub project: Option<Uuid>,
    /// This unit and those below it.
    pub unit: Vec<Uuid>,
    pub state: Vec<String>,
    pub kind: Vec<String>,
    /// Received on or after.
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    #[param(value_type = Option<String>)]
    pub recognised_from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub recognised_to: Option<Date>,
    /// `capital`, `talent`, `institute`.
    pub track: Vec<String>,
    pub structure: Vec<String>,
    /// Payer, slip number, code; or name or code of the project.
    pub q: Option<String>,
    /// `-received_on` (default), `received_on`, `-claimed_fen`, `claimed_fen`, `-claimed_at`, `claimed_at`.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// A `where` under construction: its text and what it binds.
pub(super) struct Where {
    pub text: String,
    pub bound: Vec<Value>,
}

impl Where {
    /// Adds a condition in which every `$?` stands for this value.
    fn and(&mut self, text: &str, value: impl Into<Value>) {
        self.bound.push(value.into());
        self.text.push_str(&text.replace("$?", &format!("${}", self.bound.len())));
    }

    fn one_of(&mut self, column: &str, values: &[String]) {
        match values {
            [] => return,
            // An equality leaves the order of an index intact, a list of one does not.
            [one] => return self.and(&format!(" and {column} = $?"), one),
            _ => {}
        }
        let places: Vec<String> = (1..=values.len()).map(|i| format!("${}", self.bound.len() + i)).collect();
        self.bound.extend(values.iter().map(Value::from));
        let _ = write!(self.text, " and {column} in ({})", places.join(", "));
    }
}

impl Filter {
    pub(super) fn conditions(&self, reader: &Reader, who: &Who, reach: &Reach) -> Result<Where> {
        let district = who.district();
        let mut w = Where { text: " where f.district = $1".into(), bound: vec![district.into()] };
        let (scope, bound) = within(reach, "f.unit_id", 2);
        w.text.push_str(&scope);
        w.bound.extend(bound);
        let veil = project::veil(reader, who)?;
        if !veil.is_empty() {
            let _ = write!(w.text, " and {}", veil.shows("f.project_id"));
        }
        if let Some(unit) = only_unit(reader, district, reach)? {
            w.and(" and f.unit_id = $?", unit);
        }
        if let Some(id) = self.project {
            w.and(" and f.project_id = $?", id);
        }
        if !self.unit.is_empty() {
            let any: Vec<String> = self
                .unit
                .iter()
                .map(|id| {
                    w.bound.push(Value::from(*id));
                    format!("above.id = ${}", w.bound.len())
                })
                .collect();
            let _ = write!(
                w.text,
                " and f.unit_id in (select below.id from org_unit above join org_unit below
                   on below.district = above.district and below.path like above.path || '%'
                   where above.district = $1 and ({}))",
                any.join(" or ")
            );
        }
        w.one_of("f.state", &self.state);
        w.one_of("f.kind", &self.kind);
        if !(self.track.is_empty() && self.structure.is_empty()) {
            // Asked row by row: a join would read all projects before the first receipt.
            w.text.push_str(
                " and exists (select 1 from project p where p.district = f.district and p.id = f.project_id",
            );
            w.one_of("p.track", &self.track);
            w.one_of("p.structure", &self.structure);
            w.text.push(')');
        }
        for (text, day) in [
            (" and f.received_on >= $?", self.from),
            (" and f.received_on <= $?", self.to),
            (" and f.recognised_on >= $?", self.recognised_from),
            (" and f.recognised_on <= $?", self.recognised_to),
        ] {
            if let Some(day) = day {
                w.and(text, day);
            }
        }
        if let Some(q) = self.q.as_deref().filter(|q| !q.trim().is_empty()) {
            Self::searched(&mut w, reader, q);
        }
        Ok(w)
    }

    fn searched(w: &mut Where, reader: &Reader, q: &str) {
        let tokens = query_tokens(q);
        if tokens.is_empty() {
            w.text.push_str(" and 1 = 0");
            return;
        }
        let mut of = |kind| {
            let (sql, words) = search::matching(reader.engine(), kind, &tokens);
            w.bound.push(words.into());
            sql.replace("$1", &format!("${}", w.bound.len()))
        };
        let (own, project) = (of(SEARCH_KIND), of(project::SEARCH_KIND));
        let _ = write!(
            w.text,
            " and (f.id in ({own} and district = $1) or f.project_id in ({project} and district = $1))"
        );
    }
}

/// The unit of a reader who reaches just one: said as an equality, its receipts are read in order from its index.
fn only_unit(reader: &Reader, district: &str, reach: &Reach) -> Result<Option<Uuid>> {
    let (scope, bound) = within(reach, "u.id", 2);
    if bound.is_empty() {
        return Ok(None);
    }
    let mut values = vec![Value::from(district)];
    values.extend(bound);
    let sql = format!("select u.id from org_unit u where u.district = $1{scope} limit 2");
    let units = reader.query(&sql, &values, |row| Ok(row.get::<Uuid>(0)?))?;
    Ok(if let [one] = units[..] { Some(one) } else { None })
}

/// The column to sort by and whether the greatest comes first.
fn order(sort: Option<&str>) -> Result<(&'static str, bool)> {
    Ok(match sort.unwrap_or("-received_on") {
        "-received_on" => ("f.received_on", true),
        "received_on" => ("f.received_on", false),
        "-claimed_fen" => ("f.claimed_fen", true),
        "claimed_fen" => ("f.claimed_fen", false),
        "-claimed_at" => ("f.claimed_at", true),
        "claimed_at" => ("f.claimed_at", false),
        _ => return Err(Error::invalid(Fault::at("sort", "fund.sort_unknown"))),
    })
}

fn key(row: &FundRow, column: &str) -> Value {
    match column {
        "f.claimed_fen" => row.claimed_fen.into(),
        "f.claimed_at" => row.claimed_at.into(),
        _ => row.received_on.into(),
    }
}

/// Receipts within the reader's reach.
pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<FundPage> {
    let reach = who.reach(Class::Fund, Act::Read)?;
    let (column, down) = order(filter.sort.as_deref())?;
    let found = filter.conditions(reader, who, &reach)?;
    let (total, total_capped, sums) = count(reader, &found)?;
    let mut w = found;
    if let Some(cursor) = &filter.cursor {
        let seen = page::decode(cursor, 2)?;
        if !matches!(
            (column, &seen[..]),
            ("f.received_on", [Value::Text(_), Value::Id(_)])
                | ("f.claimed_fen" | "f.claimed_at", [Value::Int(_), Value::Id(_)])
        ) {
            return Err(Error::invalid(Fault::at("cursor", "floor.bad_cursor")));
        }
        w.bound.extend(seen);
        let n = w.bound.len();
        let than = if down { "<" } else { ">" };
        let _ = write!(w.text, " and ({column}, f.id) {than} (${}, ${n})", n - 1);
    }
    let limit = page::limit(filter.limit);
    let way = if down { "desc" } else { "asc" };
    w.bound.push((limit + 1).into());
    // Few receipts wait, and among many they are found by their state and then sorted: the plus keeps the engine
    // from walking all receipts in the order of the sort instead.
    let few = !filter.state.is_empty() && filter.state.iter().all(|s| s == "claimed" || s == "returned");
    let by = if few && column != "f.received_on" { format!("+{column}") } else { column.to_owned() };
    // First the keys, then the rows: what is only counted over or sorted away is never joined.
    let keys = reader.query(
        &format!(
            "select f.id from fund f{} order by {by} {way}, f.id {way} limit ${}",
            w.text,
            w.bound.len()
        ),
        &w.bound,
        |row| Ok(row.get::<Uuid>(0)?),
    )?;
    let mut items = rows::of(reader, who.district(), &keys)?;
    let more = items.len() as i64 > limit;
    items.truncate(limit as usize);
    let next_cursor =
        items.last().filter(|_| more).map(|last| page::encode(&[key(last, column), last.id.into()]));
    Ok(FundPage { page: Page { items, next_cursor, total, total_capped }, sums })
}

/// Sums are made of at most this many receipts: more take longer than a page may.
const SUMS_CAP: i64 = 2_000;

/// How many, as far as is counted, and what they sum to, as far as is summed.
fn count(reader: &Reader, w: &Where) -> Result<(i64, bool, Option<Sums>)> {
    let from = format!("from fund f{}", w.text);
    let sql = format!("select count(*) from (select f.id {from} limit {}) counted", COUNT_CAP + 1);
    let rows: i64 = reader.value(&sql, &w.bound)?.unwrap_or(0);
    if rows > SUMS_CAP {
        return Ok((rows.min(COUNT_CAP), rows > COUNT_CAP, None));
    }
    let sums = reader.first(
        &format!(
            "select cast(coalesce(sum(f.claimed_fen), 0) as bigint),
               cast(coalesce(sum(f.recognised_fen), 0) as bigint) {from}"
        ),
        &w.bound,
        |row| Ok(Sums { claimed_fen: row.get(0)?, recognised_fen: row.get(1)? }),
    )?;
    Ok((rows, false, sums))
}
