//! What recognition reads of receipts and their projects, a portion of projects at a time.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::Reach,
    id::{FundId, ProjectId, UnitId},
    period::Window,
};

use crate::{
    floor::{
        Result,
        db::{Clause, Reader},
    },
    org::UnitRef,
    params,
    project::{ProjectRef, credit::share_on},
};

/// A receipt that the office looked at, or one that is asked about.
pub struct Paid {
    pub id: FundId,
    pub code: String,
    pub project: ProjectId,
    pub kind: String,
    pub received_on: Date,
    pub currency: String,
    pub minor: i64,
    pub rate_e8: i64,
    pub rate_on: Date,
    pub rate_source: String,
    pub claimed_fen: i64,
    /// None while nobody decided.
    pub verified_fen: Option<i64>,
    pub recognised_on: Option<Date>,
}

/// Projects with receipts that arrived in a window and were recognised by a day, or that were recognised in it.
pub fn projects_with_receipts(
    reader: &Reader,
    district: &str,
    by: Counted,
    window: Window,
    as_of: Date,
) -> Result<Vec<ProjectId>> {
    let column = by.column();
    reader.query(
        &format!(
            "select distinct f.project_id from fund f where f.district = $1 and f.state = 'recognised'
               and f.{column} between $2 and $3 and f.recognised_on <= $4 order by f.project_id"
        ),
        params![district, window.from, window.to, as_of],
        |row| Ok(row.get(0)?),
    )
}

/// The day by which a receipt falls into a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// When the money came: what a scheme with rules of recognition looks at.
    ByArrival,
    /// When the office recognised it: everywhere else (认定口径).
    ByRecognition,
}

impl Counted {
    const fn column(self) -> &'static str {
        match self {
            Self::ByArrival => "received_on",
            Self::ByRecognition => "recognised_on",
        }
    }
}

/// The receipts of some projects; by arrival without corrections, whose amounts are in [`corrected`]. With `also` that
/// receipt too, whatever its state.
pub fn receipts(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
    (by, window, as_of): (Counted, Window, Date),
    also: Option<FundId>,
) -> Result<Vec<Paid>> {
    let mut clause = Clause::of_district("f.district", district);
    clause.among("f.project_id", projects.iter().copied());
    let (from, to, day) = (clause.bind(window.from), clause.bind(window.to), clause.bind(as_of));
    let column = by.column();
    let first = if by == Counted::ByArrival { " and f.corrects_id is null" } else { "" };
    let mut fits = format!(
        "(f.state = 'recognised' and f.recognised_on <= {day} and f.{column} between {from} and {to}{first})"
    );
    if let Some(id) = also {
        let id = clause.bind(id);
        fits = format!("({fits} or f.id = {id})");
    }
    clause.also(&fits);
    reader.query(
        &format!(
            "select f.id, f.code, f.project_id, f.kind, f.received_on, f.currency, f.minor, f.rate_e8, f.rate_on,
               f.rate_source, f.claimed_fen, f.recognised_fen, f.recognised_on
             from fund f where {}",
            clause.text()
        ),
        clause.bound(),
        |row| {
            Ok(Paid {
                id: row.get(0)?,
                code: row.get(1)?,
                project: row.get(2)?,
                kind: row.get(3)?,
                received_on: row.get(4)?,
                currency: row.get(5)?,
                minor: row.get(6)?,
                rate_e8: row.get(7)?,
                rate_on: row.get(8)?,
                rate_source: row.get(9)?,
                claimed_fen: row.get(10)?,
                verified_fen: row.get(11)?,
                recognised_on: row.get(12)?,
            })
        },
    )
}

fn of_projects(column: &str, district: &str, projects: &[ProjectId]) -> Clause {
    let table = column.split('.').next().unwrap_or_default();
    let mut clause = Clause::of_district(&format!("{table}.district"), district);
    clause.among(column, projects.iter().copied());
    clause
}

/// What recognised corrections add to receipts, up to a day.
pub fn corrected(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
    as_of: Date,
) -> Result<Vec<(FundId, i64)>> {
    let mut clause = of_projects("f.project_id", district, projects);
    clause.and("f.recognised_on <= $?", as_of);
    clause.also("f.corrects_id is not null and f.state = 'recognised'");
    reader.query(
        &format!(
            "select f.corrects_id, cast(sum(f.recognised_fen) as bigint) from fund f where {} group by f.corrects_id",
            clause.text()
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Kinds of proofs by receipt.
pub fn proofs(reader: &Reader, district: &str, projects: &[ProjectId]) -> Result<Vec<(FundId, String)>> {
    let clause = of_projects("f.project_id", district, projects);
    reader.query(
        &format!(
            "select e.fund_id, e.kind from fund f
             join fund_evidence e on e.district = f.district and e.fund_id = f.id where {} order by e.no",
            clause.text()
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Units that recognised receipts are credited to, with their shares of the day of recognition.
pub fn credited(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
) -> Result<Vec<(FundId, UnitId, i64)>> {
    let clause = of_projects("f.project_id", district, projects);
    reader.query(
        &format!(
            "select c.fund_id, c.unit_id, c.share_bp from fund f
             join fund_credit c on c.district = f.district and c.fund_id = f.id
             where {} and c.share_bp > 0 order by c.share_bp desc, c.unit_id",
            clause.text()
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// A unit of a project: its role, and its share of money on a day.
pub struct Partnered {
    pub project: ProjectId,
    pub unit: UnitId,
    pub role: String,
    pub share_bp: i64,
}

pub fn partners(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
    measure: yinfeng_domain::transfer::CreditMeasure,
    on: Date,
) -> Result<Vec<Partnered>> {
    let mut clause = of_projects("pu.project_id", district, projects);
    let day = clause.bind(on);
    reader.query(
        &format!(
            "select pu.project_id, pu.unit_id, pu.role, {} from project_unit pu where {}",
            share_on(measure, &day),
            clause.text()
        ),
        clause.bound(),
        |row| {
            Ok(Partnered {
                project: row.get(0)?,
                unit: row.get(1)?,
                role: row.get(2)?,
                share_bp: row.get(3)?,
            })
        },
    )
}

/// The first reports that hold: project, unit, day; the earliest first.
pub fn first_reports(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
) -> Result<Vec<(ProjectId, UnitId, Date)>> {
    let clause = of_projects("c.project_id", district, projects);
    reader.query(
        &format!(
            "select c.project_id, c.unit_id, c.reported_on from claim c
             where {} and c.state in ('open', 'fulfilled') order by c.reported_at, c.id",
            clause.text()
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

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
    reader.query(
        &format!(
            "select pp.project_id, pp.share_bp, o.country, o.uscc, o.kind, {state_owned}, {private}
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
            })
        },
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

/// Published rates of some days: currency, day, rate × 10⁸, source.
pub fn rates(
    reader: &Reader,
    district: &str,
    from: Date,
    to: Date,
) -> Result<Vec<(String, Date, i64, String)>> {
    reader.query(
        "select currency, on_date, rate_e8, source from dictionary_rate
         where district = $1 and on_date between $2 and $3 order by currency, on_date",
        params![district, from, to],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// Which receipts a page of the book shows.
pub struct Looked<'a> {
    pub counted: Counted,
    pub window: Window,
    pub as_of: Date,
    pub after: Option<(Date, FundId)>,
    pub unit: Option<UnitId>,
    pub only: Option<&'a [FundId]>,
    pub limit: i64,
}

/// A receipt of a page, not yet computed.
pub struct Listed {
    pub id: FundId,
    pub code: String,
    pub project: ProjectRef,
    pub unit: UnitRef,
    pub received_on: Date,
    /// The day by which it is listed.
    pub on: Date,
    pub claimed_fen: i64,
    pub recognised_fen: i64,
}

/// Receipts of the book within reach, the latest first.
pub fn listed(
    reader: &Reader,
    district: &str,
    reach: &Reach,
    veil: &str,
    look: &Looked<'_>,
) -> Result<Vec<Listed>> {
    let day = look.counted.column();
    let mut clause = Clause::of_district("f.district", district);
    clause.also("f.state = 'recognised'");
    clause.also(veil);
    clause.and(&format!("f.{day} >= $?"), look.window.from);
    clause.and(&format!("f.{day} <= $?"), look.window.to);
    clause.and("f.recognised_on <= $?", look.as_of);
    if look.counted == Counted::ByArrival {
        clause.also("f.corrects_id is null");
    }
    if let Reach::Units(paths) = reach {
        let below = clause.below("u.path", paths);
        clause.also(&below);
    }
    if let Some(unit) = look.unit {
        clause.and("f.unit_id = $?", unit);
    }
    match look.only {
        Some([]) => return Ok(Vec::new()),
        Some(ids) => clause.among("f.id", ids.iter().copied()),
        None => {
            if let Some((on, id)) = look.after {
                let (on, id) = (clause.bind(on), clause.bind(id));
                clause.also(&format!("(f.{day}, f.id) < ({on}, {id})"));
            }
        }
    }
    let limit = clause.bind(look.limit);
    reader.query(
        &format!(
            "select f.id, f.code, p.id, p.code, p.name, u.id, u.name, u.short_name, u.kind, f.received_on, f.{day},
               f.claimed_fen, f.recognised_fen
             from fund f join project p on p.district = f.district and p.id = f.project_id
             join org_unit u on u.district = f.district and u.id = f.unit_id
             where {} order by f.{day} desc, f.id desc limit {limit}",
            clause.text()
        ),
        clause.bound(),
        |row| {
            Ok(Listed {
                id: row.get(0)?,
                code: row.get(1)?,
                project: ProjectRef { id: row.get(2)?, code: row.get(3)?, name: row.get(4)? },
                unit: UnitRef {
                    id: row.get(5)?,
                    name: row.get(6)?,
                    short_name: row.get(7)?,
                    kind: row.get(8)?,
                },
                received_on: row.get(9)?,
                on: row.get(10)?,
                claimed_fen: row.get(11)?,
                recognised_fen: row.get(12)?,
            })
        },
    )
}
