//! Projects and their investors, as conditions of a scheme ask for them.

use jiff::civil::Date;
use yinfeng_domain::{
    id::{ProjectId, UnitId},
    period::Window,
};

use super::of_projects;
use crate::{
    floor::{Result, db::Reader},
    params,
};

/// A project as conditions ask for it; money in fen.
pub struct Described {
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    pub track: String,
    pub kind: String,
    pub industry: Option<String>,
    pub structure: String,
    pub high_technology: bool,
    pub country: String,
    pub place: String,
    pub stage: String,
    pub total_fen: Option<i64>,
    pub fixed_fen: Option<i64>,
    pub registered_fen: Option<i64>,
    pub contract_fen: Option<i64>,
    pub land_m2: Option<i64>,
    pub signed_on: Option<Date>,
    pub entered_on: Date,
    pub recognised_on: Option<Date>,
    pub enlarges: Option<String>,
}

pub fn described(reader: &Reader, district: &str, projects: &[ProjectId]) -> Result<Vec<Described>> {
    let clause = of_projects("p.id", district, projects);
    reader.query(
        &format!(
            "select p.id, p.code, p.name, p.track, p.kind, p.industry, p.structure, p.high_technology, p.origin,
               p.place, p.stage, p.total_fen, p.fixed_assets_fen, p.registered_fen, p.contract_fen, p.land_m2,
               p.contract_signed_on, p.entered_on, p.recognised_on, e.code
             from project p left join project e on e.district = p.district and e.id = p.enlarges_id where {}",
            clause.text()
        ),
        clause.bound(),
        |row| {
            Ok(Described {
                id: row.get(0)?,
                code: row.get(1)?,
                name: row.get(2)?,
                track: row.get(3)?,
                kind: row.get(4)?,
                industry: row.get(5)?,
                structure: row.get(6)?,
                high_technology: row.get(7)?,
                country: row.get(8)?,
                place: row.get(9)?,
                stage: row.get(10)?,
                total_fen: row.get(11)?,
                fixed_fen: row.get(12)?,
                registered_fen: row.get(13)?,
                contract_fen: row.get(14)?,
                land_m2: row.get(15)?,
                signed_on: row.get(16)?,
                entered_on: row.get(17)?,
                recognised_on: row.get(18)?,
                enlarges: row.get(19)?,
            })
        },
    )
}

/// Amounts of projects that are stated in dollars: measure, cents.
pub fn in_dollars(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
) -> Result<Vec<(ProjectId, String, i64)>> {
    let clause = of_projects("a.project_id", district, projects);
    reader.query(
        &format!(
            "select a.project_id, a.measure, a.minor from project_amount a
             where {} and a.phase = 0 and a.currency = 'USD'",
            clause.text()
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// An investor of a project.
pub struct Invests {
    pub project: ProjectId,
    pub share_bp: Option<i64>,
    pub country: String,
    pub uscc: Option<String>,
    pub kind: String,
    /// On a day.
    pub state_owned: bool,
    pub private: bool,
    /// On a list of the largest 500 enterprises, of the world, the country or its private ones.
    pub top500: bool,
}

/// Projects that were entered before under the same name, by a common investor or with none on either side: project,
/// code of the earliest. A part of the other, or an increase of it, is no second entry.
pub fn entered_before(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
) -> Result<Vec<(ProjectId, String)>> {
    let clause = of_projects("p.id", district, projects);
    let parties = |of: &str| {
        format!(
            "select 1 from project_party i where i.district = {of}.district and i.project_id = {of}.id and i.role = 'investor'"
        )
    };
    let common = "exists (select 1 from project_party a
        join project_party b on b.district = a.district and b.organisation_id = a.organisation_id
        where a.district = p.district and a.project_id = p.id and a.role = 'investor'
          and b.project_id = o.id and b.role = 'investor')";
    reader.query(
        &format!(
            "select p.id, o.code from project p
             join project o on o.district = p.district and o.name_key = p.name_key
             where {} and o.id <> p.id
               and (o.entered_on < p.entered_on or (o.entered_on = p.entered_on and o.code < p.code))
               and (p.parent_id is null or p.parent_id <> o.id) and (o.parent_id is null or o.parent_id <> p.id)
               and (p.enlarges_id is null or p.enlarges_id <> o.id)
               and ({common} or (not exists ({}) and not exists ({})))
             order by p.id, o.entered_on, o.code",
            clause.text(),
            parties("p"),
            parties("o"),
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The investors of projects, the first of each first.
pub fn investors(reader: &Reader, district: &str, projects: &[ProjectId], on: Date) -> Result<Vec<Invests>> {
    let mut clause = of_projects("pp.project_id", district, projects);
    let day = clause.bind(on);
    let tagged = |kind: &str| {
        format!(
            "exists (select 1 from investor_tag t where t.district = o.district and t.organisation_id = o.id
               and t.kind = '{kind}' and t.from_on <= {day} and (t.until_on is null or t.until_on >= {day}))"
        )
    };
    let (state_owned, private) = (tagged("state_owned"), tagged("private500"));
    let top = ["global500", "china500", "private500"].map(tagged).join(" or ");
    reader.query(
        &format!(
            "select pp.project_id, pp.share_bp, o.country, o.uscc, o.kind, {state_owned}, {private}, ({top})
             from project_party pp
             join investor_organisation o on o.district = pp.district and o.id = pp.organisation_id
             where {} and pp.role = 'investor' order by pp.project_id, pp.no",
            clause.text()
        ),
        clause.bound(),
        |row| {
            Ok(Invests {
                project: row.get(0)?,
                share_bp: row.get(1)?,
                country: row.get(2)?,
                uscc: row.get(3)?,
                kind: row.get(4)?,
                state_owned: row.get(5)?,
                private: row.get(6)?,
                top500: row.get(7)?,
            })
        },
    )
}

/// What came of each project in a window and was recognised by a day, in fen.
pub fn came_in(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
    window: Window,
    as_of: Date,
) -> Result<Vec<(ProjectId, i64)>> {
    let mut clause = of_projects("f.project_id", district, projects);
    clause.and("f.recognised_on >= $?", window.from);
    clause.and("f.recognised_on <= $?", window.to.min(as_of));
    clause.also("f.state = 'recognised'");
    reader.query(
        &format!(
            "select f.project_id, cast(sum(f.recognised_fen) as bigint) from fund f where {} group by f.project_id",
            clause.text()
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The industries of the links of chains by the unit in the lead, as lists of beginnings of codes.
pub fn sectors_led(reader: &Reader, district: &str, on: Date) -> Result<Vec<(UnitId, String)>> {
    reader.query(
        "select c.lead_unit_id, l.sectors from chain c
         join chain_link l on l.district = c.district and l.chain_id = c.id
         where c.district = $1 and c.valid_from <= $2 and (c.valid_until is null or c.valid_until >= $2)",
        params![district, on],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// In how many months of a window each project was reported on.
pub fn months_reported(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
    window: Window,
) -> Result<Vec<(ProjectId, i64)>> {
    let mut clause = of_projects("g.project_id", district, projects);
    clause.and("g.week >= $?", window.from);
    clause.and("g.week <= $?", window.to);
    reader.query(
        &format!(
            "select g.project_id, count(distinct substr(g.week, 1, 7)) from progress g where {} group by g.project_id",
            clause.text()
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
