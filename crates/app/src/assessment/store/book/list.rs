//! A page of the book.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::Reach,
    id::{FundId, UnitId},
    period::Window,
};

use super::Counted;
use crate::{
    floor::{
        Result,
        db::{Clause, Reader},
    },
    org::UnitRef,
    project::ProjectRef,
};

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
