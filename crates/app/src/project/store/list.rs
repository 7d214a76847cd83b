//! The list of projects: filters, sorting, pages by key, totals.

use std::collections::HashMap;

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;
use utoipa::IntoParams;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{ProjectId, UnitId},
    project::{Agreement, Grade, Kind, Stage, Status, Structure, Track},
};

use super::{
    INVESTOR, STATUS,
    secret::veil,
    unit_list,
    view::{JOINS, WIDTH, about, columns, of_units, row, within_sight},
};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{
            Clause, Hidden, Reader, Value,
            page::{self, Page},
        },
        near,
        web::Who,
    },
    investor::{self, OrganisationRef},
    org,
    project::{ProjectRow, SEARCH_KIND, SECRET_KIND},
};

/// What a project is in a bundle (总项目、子项目).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProjectBound)]
pub enum Bound {
    Bundle,
    Part,
}

/// What to look for in the list; empty finds all.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Filter {
    /// Words of the name, the code, or the name of one of its organisations.
    pub q: Option<String>,
    #[param(value_type = Vec<String>)]
    pub stage: Vec<Stage>,
    #[param(value_type = Vec<String>)]
    pub status: Vec<Status>,
    #[param(value_type = Vec<String>)]
    pub track: Vec<Track>,
    #[param(value_type = Vec<String>)]
    pub kind: Vec<Kind>,
    #[param(value_type = Vec<String>)]
    pub structure: Vec<Structure>,
    pub high_technology: Option<bool>,
    /// The beginning of a GB/T 4754 code.
    pub industry: Option<String>,
    /// Units with a part in the project, or with such a unit below them.
    #[param(value_type = Vec<uuid::Uuid>)]
    pub unit: Vec<UnitId>,
    /// Countries and regions of the first investor.
    pub origin: Vec<String>,
    #[param(value_type = Vec<String>)]
    pub agreement: Vec<Agreement>,
    /// The event that it came of.
    pub event: Option<uuid::Uuid>,
    /// The parts of this bundle.
    #[param(value_type = Option<Uuid>)]
    pub parent: Option<ProjectId>,
    /// Bundles, or parts of one.
    #[param(value_type = Option<String>)]
    pub bound: Option<Bound>,
    /// Whether it has been recognised as introduced.
    pub recognised: Option<bool>,
    #[param(value_type = Option<String>)]
    pub signed_from: Option<Date>,
    #[param(value_type = Option<String>)]
    pub signed_to: Option<Date>,
    /// Total investment in fen.
    pub total_min: Option<i64>,
    pub total_max: Option<i64>,
    #[param(value_type = Vec<String>)]
    pub grade: Vec<Grade>,
    /// Without a report of progress, a move or a resumption for so many days, by the office's day.
    pub inactive_days: Option<i64>,
    /// `code`, `name`, `total_fen` or `updated_at`, with `-` for descending; `-updated_at` when left out.
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
    /// For the workbook: which columns, separated by commas; all when left out.
    pub columns: Option<String>,
}

/// A sort: the expression, as its index has it, and the direction.
pub struct Order {
    pub expression: String,
    text: bool,
    down: bool,
}

impl Filter {
    fn order(&self, veil: &Hidden) -> Result<Order> {
        let sort = self.sort.as_deref().unwrap_or("-updated_at");
        let (name, down) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
        let (expression, text) = match name {
            "code" => ("p.code", true),
            "name" => ("p.sort_key", true),
            // Unknown totals come after all known ones when the largest come first.
            "total_fen" => ("coalesce(p.total_fen, -1)", false),
            "updated_at" => ("p.updated_at", false),
            _ => return Err(Error::invalid(Fault::at("sort", "project.sort"))),
        };
        // In the order of their totals, covers stand where their rounded ones do.
        let expression = if name == "total_fen" && !veil.is_empty() {
            let (hides, about) = (veil.hides("p.id"), about("p.total_fen"));
            format!("case when {hides} then coalesce({about}, -1) else {expression} end")
        } else {
            expression.to_owned()
        };
        Ok(Order { expression, text, down })
    }

    /// Whether it asks for what a cover does not show: then it finds none.
    fn asks_beyond_covers(&self) -> bool {
        !Self { q: None, kind: Vec::new(), agreement: Vec::new(), ..self.clone() }.only_classes()
    }

    /// Whether only fields are asked for that the summaries count by, whatever the unit.
    pub fn only_classes(&self) -> bool {
        self.q.is_none()
            && self.kind.is_empty()
            && self.industry.as_deref().is_none_or(str::is_empty)
            && self.origin.is_empty()
            && self.agreement.is_empty()
            && self.event.is_none()
            && self.parent.is_none()
            && self.bound.is_none()
            && self.recognised.is_none()
            && self.signed_from.is_none()
            && self.signed_to.is_none()
            && self.total_min.is_none()
            && self.total_max.is_none()
            && self.inactive_days.is_none()
            && self.grade.is_empty()
    }

    /// The conditions on columns that the summary has too.
    pub fn classes(&self, clause: &mut Clause, t: &str) {
        clause.among(&format!("{t}.stage"), self.stage.iter().map(|v| v.code()));
        let apart = self.status.iter().any(|s| matches!(s, Status::OnHold | Status::Left));
        let status = if t == "p" && apart { STATUS.to_owned() } else { format!("{t}.status") };
        clause.among(&status, self.status.iter().map(|v| v.code()));
        clause.among(&format!("{t}.track"), self.track.iter().map(|v| v.code()));
        clause.among(&format!("{t}.structure"), self.structure.iter().map(|v| v.code()));
        if let Some(high) = self.high_technology {
            clause.and(&format!("{t}.high_technology = $?"), high);
        }
    }

    fn conditions(&self, reader: &Reader, who: &Who) -> Result<Clause> {
        let mut clause = conditions(self, reader, who)?;
        within_sight(reader, &mut clause, who)?;
        if !self.unit.is_empty() {
            of_units(&mut clause, &paths(reader, who.district(), &self.unit)?);
        }
        Ok(clause)
    }

    fn own_conditions(&self, reader: &Reader, who: &Who, veil: &Hidden) -> Result<Clause> {
        let mut clause = Clause::of_district("p.district", who.district());
        if self.asks_beyond_covers() {
            veil.keep(&mut clause, "p.id");
        }
        clause.among("p.grade", self.grade.iter().map(|v| v.code()));
        self.classes(&mut clause, "p");
        clause.among("p.kind", self.kind.iter().map(|v| v.code()));
        clause.among("p.agreement", self.agreement.iter().map(|v| v.code()));
        clause.among("p.origin", self.origin.iter());
        if let Some(prefix) = self.industry.as_deref().filter(|p| !p.is_empty()) {
            clause.and("p.industry >= $?", prefix);
            clause.and("p.industry < $?", format!("{prefix}\u{10FFFF}"));
        }
        if let Some(event) = self.event {
            clause.and("p.event_id = $?", event);
        }
        if let Some(parent) = self.parent {
            clause.and("p.parent_id = $?", parent);
        }
        match self.bound {
            Some(Bound::Bundle) => clause.also("p.parts > 0"),
            Some(Bound::Part) => clause.also("p.parent_id is not null"),
            None => {}
        }
        match self.recognised {
            Some(true) => clause.also("p.recognised_on is not null"),
            Some(false) => clause.also("p.recognised_on is null"),
            None => {}
        }
        if let Some(day) = self.signed_from {
            clause.and("p.contract_signed_on >= $?", day);
        }
        if let Some(day) = self.signed_to {
            clause.and("p.contract_signed_on <= $?", day);
        }
        if let Some(fen) = self.total_min {
            clause.and("p.total_fen >= $?", fen);
        }
        if let Some(fen) = self.total_max {
            clause.and("p.total_fen <= $?", fen);
        }
        if let Some(days) = self.inactive_days {
            let day = org::office_day(reader, who.district())?;
            let latest = clause.bind(day.saturating_sub(days.clamp(0, 36_500).days()));
            clause.also(&format!(
                "p.entered_on <= {latest} and p.stage_since_on <= {latest}
                 and (p.progressed_on is null or p.progressed_on <= {latest})
                 and not exists (select 1 from project_stage_log l where l.district = p.district
                   and l.project_id = p.id and l.no > 1 and l.from_status <> l.to_status
                   and l.to_status = 'ongoing' and l.happened_on > {latest})"
            ));
        }
        if let Some(q) = self.q.as_deref().filter(|q| !q.trim().is_empty()) {
            let own = near::finds(reader, &mut clause, "p.id", SEARCH_KIND, q);
            let party = near::finds(reader, &mut clause, "pp.organisation_id", investor::SEARCH_KIND, q);
            let secret = near::finds(reader, &mut clause, "p.id", SECRET_KIND, q);
            let shows = veil.shows("p.id");
            clause.also(&format!(
                "({own} or ({shows} and ({secret} or p.id in
                   (select pp.project_id from project_party pp where pp.district = $1 and {party}))))"
            ));
        }
        Ok(clause)
    }
}

/// What a filter asks of the projects themselves; reach and units are the caller's.
pub fn conditions(filter: &Filter, reader: &Reader, who: &Who) -> Result<Clause> {
    who.reach(Class::Project, Act::Read)?;
    filter.own_conditions(reader, who, &veil(reader, who)?)
}

pub fn paths(reader: &Reader, district: &str, units: &[UnitId]) -> Result<Vec<String>> {
    let mut clause = Clause::of_district("district", district);
    clause.among("id", units.iter().copied());
    reader.query(&format!("select path from org_unit where {}", clause.text()), clause.bound(), |r| {
        Ok(r.get(0)?)
    })
}

/// How many there are: exactly from the summary when it can tell, or counted up to a limit.
fn total(reader: &Reader, who: &Who, filter: &Filter, clause: &Clause) -> Result<(i64, bool)> {
    if filter.only_classes()
        && filter.unit.is_empty()
        && who.reach(Class::Project, Act::Read)? == Reach::District
    {
        let mut classes = Clause::of_district("s.district", who.district());
        filter.classes(&mut classes, "s");
        let sql = format!(
            "select cast(coalesce(sum(s.projects), 0) as bigint) from project_district_summary s where {}",
            classes.text()
        );
        return Ok((reader.value(&sql, classes.bound())?.unwrap_or(0), false));
    }
    let sql = format!(
        "select count(*) from (select 1 from project p where {} limit {}) counted",
        clause.text(),
        page::COUNT_CAP + 1
    );
    let found = reader.value::<i64>(&sql, clause.bound())?.unwrap_or(0);
    Ok((found.min(page::COUNT_CAP), found > page::COUNT_CAP))
}

pub fn list(reader: &Reader, who: &Who, filter: &Filter) -> Result<Page<ProjectRow>> {
    let veil = veil(reader, who)?;
    let order = filter.order(&veil)?;
    if let Some(column) = unit_list::column(&order)
        && let Some(units) = unit_list::few_units(reader, who, filter)?
    {
        return unit_list::list(reader, who, filter, &units, (column, order.down));
    }
    let clause = filter.conditions(reader, who)?;
    let limit = page::limit(filter.limit);
    if is_narrow(reader, who, filter)? {
        return narrow(reader, &clause, filter, &veil, limit as usize);
    }
    let (total, total_capped) = total(reader, who, filter, &clause)?;
    let (items, next_cursor) = rows(reader, clause, filter, &veil, limit)?;
    Ok(Page { items, next_cursor, total, total_capped })
}

/// Up to so many projects of some units are sorted here: finding and counting them is one walk then, not two.
const NARROW: i64 = 5_000;

/// Whether the units that are asked for, or those within reach, have few projects.
fn is_narrow(reader: &Reader, who: &Who, filter: &Filter) -> Result<bool> {
    let paths = match who.reach(Class::Project, Act::Read)? {
        Reach::Units(paths) => paths,
        _ if filter.unit.is_empty() => return Ok(false),
        _ => paths(reader, who.district(), &filter.unit)?,
    };
    let mut clause = Clause::of_district("pu.district", who.district());
    let below = clause.below("path", &paths);
    clause.also(&format!("pu.unit_id in (select id from org_unit where district = $1 and {below})"));
    let sql = format!(
        "select count(*) from (select 1 from project_unit pu where {} limit {}) counted",
        clause.text(),
        NARROW + 1
    );
    Ok(reader.value::<i64>(&sql, clause.bound())?.unwrap_or(0) <= NARROW)
}

/// What a row is sorted by: a number or a text, then its id.
pub type Key = (i64, String, ProjectId);

fn narrow(
    reader: &Reader,
    clause: &Clause,
    filter: &Filter,
    veil: &Hidden,
    limit: usize,
) -> Result<Page<ProjectRow>> {
    let Order { expression, text, down } = filter.order(veil)?;
    let mut keys: Vec<Key> = reader.query(
        &format!("select p.id, {expression} from project p where {}", clause.text()),
        clause.bound(),
        |r| Ok(if text { (0, r.get(1)?, r.get(0)?) } else { (r.get(1)?, String::new(), r.get(0)?) }),
    )?;
    keys.sort_unstable();
    if down {
        keys.reverse();
    }
    let total = keys.len() as i64;
    let from = match &filter.cursor {
        None => 0,
        Some(cursor) => {
            let seen = seen(page::decode(cursor, 2)?)?;
            keys.partition_point(|key| if down { *key >= seen } else { *key <= seen })
        }
    };
    let shown = &keys[from..keys.len().min(from + limit)];
    let last = if from + limit < keys.len() { shown.last() } else { None };
    let next_cursor = last.map(|(number, sorted, id)| {
        let key: Value = if text { sorted.into() } else { (*number).into() };
        page::encode(&[key, (*id).into()])
    });
    Ok(Page { items: by_keys(reader, clause, veil, shown)?, next_cursor, total, total_capped: false })
}

/// A cursor as a key.
pub fn seen(values: Vec<Value>) -> Result<Key> {
    match values.as_slice() {
        [Value::Int(number), Value::Id(id)] => Ok((*number, String::new(), ProjectId(*id))),
        [Value::Text(text), Value::Id(id)] => Ok((0, text.clone(), ProjectId(*id))),
        _ => Err(Error::invalid(Fault::at("cursor", "floor.bad_cursor"))),
    }
}

/// The rows of these keys, in their order.
pub fn by_keys(reader: &Reader, clause: &Clause, veil: &Hidden, keys: &[Key]) -> Result<Vec<ProjectRow>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut of_page = clause.only_district("p.district");
    of_page.among("p.id", keys.iter().map(|key| key.2));
    let found = reader.query(
        &format!("select {} from project p {JOINS} where {}", columns(veil), of_page.text()),
        of_page.bound(),
        row,
    )?;
    let mut by_id: HashMap<ProjectId, ProjectRow> = found.into_iter().map(|row| (row.id, row)).collect();
    let mut items: Vec<ProjectRow> = keys.iter().filter_map(|key| by_id.remove(&key.2)).collect();
    add_investors(reader, clause, veil, &mut items)?;
    Ok(items)
}

/// Every row that the filter finds, `portion` at a time, from the cursor on.
pub fn portion(
    reader: &Reader,
    who: &Who,
    filter: &Filter,
    portion: i64,
) -> Result<(Vec<ProjectRow>, Option<String>)> {
    rows(reader, filter.conditions(reader, who)?, filter, &veil(reader, who)?, portion)
}

fn rows(
    reader: &Reader,
    mut clause: Clause,
    filter: &Filter,
    veil: &Hidden,
    limit: i64,
) -> Result<(Vec<ProjectRow>, Option<String>)> {
    let Order { expression, text, down } = filter.order(veil)?;
    let (direction, compare) = if down { ("desc", "<") } else { ("asc", ">") };
    if let Some(cursor) = &filter.cursor {
        let mut at = page::decode(cursor, 2)?;
        let (id, key) = (at.pop().unwrap_or(Value::Null), at.pop().unwrap_or(Value::Null));
        let (key, id) = (clause.bind(key), clause.bind(id));
        clause.also(&format!("({expression}, p.id) {compare} ({key}, {id})"));
    }
    let mut found = reader.query(
        &format!(
            "select {}, {expression} from project p {JOINS} where {}
             order by {expression} {direction}, p.id {direction} limit {}",
            columns(veil),
            clause.text(),
            limit + 1
        ),
        clause.bound(),
        |r| {
            let key: Value = if text { r.get::<String>(WIDTH)?.into() } else { r.get::<i64>(WIDTH)?.into() };
            Ok((row(r)?, key))
        },
    )?;
    let more = found.len() as i64 > limit;
    found.truncate(limit as usize);
    let last = if more { found.last() } else { None };
    let next = last.map(|(row, key)| page::encode(&[key.clone(), row.id.into()]));
    let mut items: Vec<ProjectRow> = found.into_iter().map(|(row, _)| row).collect();
    add_investors(reader, &clause, veil, &mut items)?;
    Ok((items, next))
}

/// The investors of a page of projects, in one query.
fn add_investors(reader: &Reader, clause: &Clause, veil: &Hidden, items: &mut [ProjectRow]) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let mut of_page = clause.only_district("pp.district");
    of_page.among("pp.project_id", items.iter().map(|p| p.id));
    of_page.and("pp.role = $?", INVESTOR);
    veil.keep(&mut of_page, "pp.project_id");
    let found = reader.query(
        &format!(
            "select pp.project_id, o.id, o.name, o.country from project_party pp
             join investor_organisation o on o.district = pp.district and o.id = pp.organisation_id
             where {} order by pp.project_id, pp.no",
            of_page.text()
        ),
        of_page.bound(),
        |r| {
            Ok((
                r.get::<ProjectId>(0)?,
                OrganisationRef { id: r.get(1)?, name: r.get(2)?, country: r.get(3)? },
            ))
        },
    )?;
    let mut by_project: HashMap<ProjectId, Vec<OrganisationRef>> = HashMap::new();
    for (project, organisation) in found {
        by_project.entry(project).or_default().push(organisation);
    }
    for item in items {
        item.investors = by_project.remove(&item.id).unwrap_or_default();
    }
    Ok(())
}
