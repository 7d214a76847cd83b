//! What recognition reads of receipts, a portion of projects at a time.

mod list;
mod project;

use jiff::civil::Date;
use yinfeng_domain::{
    id::{FundId, ProjectId, UnitId},
    period::Window,
};

use crate::{
    floor::{
        Result,
        db::{Clause, Reader},
    },
    params,
    project::credit::share_on,
};

pub use list::{Listed, Looked, listed};
pub use project::{
    Described, Invests, came_in, described, entered_before, in_dollars, investors, months_reported,
    sectors_led,
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

/// Kinds of proofs by receipt. `cross join` makes SQLite begin with the projects: left to itself it walks the proofs, or
/// the credits, of the whole district.
pub fn proofs(reader: &Reader, district: &str, projects: &[ProjectId]) -> Result<Vec<(FundId, String)>> {
    let clause = of_projects("f.project_id", district, projects);
    reader.query(
        &format!(
            "select e.fund_id, coalesce(e.finer, e.kind) from fund f cross join fund_evidence e
             where e.district = f.district and e.fund_id = f.id and {} order by e.no",
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
            "select c.fund_id, c.unit_id, c.share_bp from fund f cross join fund_credit c
             where c.district = f.district and c.fund_id = f.id and {} and c.share_bp > 0 order by c.share_bp desc, c.unit_id",
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
