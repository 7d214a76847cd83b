//! Credit shares from a day on, and the unit in the lead.

use jiff::civil::Date;
use yinfeng_domain::{
    id::{ProjectId, UnitId},
    transfer::{CreditMeasure, Sets},
};

use super::super::credit::CreditPart;
use crate::{
    floor::{
        Result,
        db::{DbError, Reader, Tx},
    },
    org::UnitRef,
    params,
};

/// The sets of a measure, oldest first.
pub fn sets(reader: &Reader, district: &str, id: ProjectId, measure: CreditMeasure) -> Result<Sets<UnitId>> {
    let rows = reader.query(
        "select from_on, unit_id, share_bp from project_credit
         where district = $1 and project_id = $2 and measure = $3 order by from_on, share_bp desc, unit_id",
        params![district, id, measure.code()],
        |r| Ok((r.get::<Date>(0)?, r.get::<UnitId>(1)?, r.get::<i64>(2)?)),
    )?;
    let mut out: Sets<UnitId> = Vec::new();
    for (from_on, unit, share) in rows {
        match out.last_mut().filter(|(day, _)| *day == from_on) {
            Some((_, set)) => set.push((unit, share)),
            None => out.push((from_on, vec![(unit, share)])),
        }
    }
    Ok(out)
}

/// All sets of all measures, the newest of each measure first, the largest part of a set first.
pub fn parts(
    reader: &Reader,
    district: &str,
    id: ProjectId,
) -> Result<Vec<(CreditMeasure, Date, CreditPart)>> {
    reader.query(
        "select c.measure, c.from_on, c.share_bp, u.id, u.name, u.short_name, u.kind from project_credit c
         join org_unit u on u.district = c.district and u.id = c.unit_id
         where c.district = $1 and c.project_id = $2
         order by case c.measure when 'funds' then 1 when 'projects' then 2 when 'output' then 3 else 4 end,
           c.from_on desc, c.share_bp desc, u.sort_no, u.id",
        params![district, id],
        |r| {
            let measure: String = r.get(0)?;
            let measure = CreditMeasure::from_code(&measure)
                .ok_or_else(|| DbError::Other(format!("unknown measure {measure:?}")))?;
            let unit = UnitRef { id: r.get(3)?, name: r.get(4)?, short_name: r.get(5)?, kind: r.get(6)? };
            Ok((measure, r.get(1)?, CreditPart { unit, share_bp: r.get(2)? }))
        },
    )
}

/// The units whose shares were agreed.
pub fn units(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<UnitId>> {
    reader.query(
        "select distinct unit_id from project_credit where district = $1 and project_id = $2 and measure = 'funds'",
        params![district, id],
        |r| Ok(r.get(0)?),
    )
}

pub fn replace(
    tx: &Tx<'_>,
    district: &str,
    id: ProjectId,
    measure: CreditMeasure,
    sets: &Sets<UnitId>,
) -> Result<()> {
    tx.execute(
        "delete from project_credit where district = $1 and project_id = $2 and measure = $3",
        params![district, id, measure.code()],
    )?;
    for (from_on, set) in sets {
        for (unit, share) in set {
            tx.execute(
                "insert into project_credit (district, project_id, measure, unit_id, from_on, share_bp)
                 values ($1, $2, $3, $4, $5, $6)",
                params![district, id, measure.code(), *unit, *from_on, *share],
            )?;
        }
    }
    Ok(())
}

/// Puts another unit in the lead; the one that was stays as the one that brought the project.
pub fn set_lead(
    tx: &Tx<'_>,
    district: &str,
    id: ProjectId,
    (from, to): (UnitId, UnitId),
    shares: &[(UnitId, i64)],
) -> Result<()> {
    tx.execute(
        "update project set lead_unit_id = $3, updated_at = $4, version = version + 1
         where district = $1 and id = $2",
        params![district, id, to, tx.now()],
    )?;
    tx.execute(
        "delete from project_unit where district = $1 and project_id = $2 and unit_id = $3",
        params![district, id, to],
    )?;
    tx.execute(
        "insert into project_unit (district, project_id, unit_id, role, share_bp, sort_total_fen, sort_updated_at)
         select district, id, $3, 'lead', 0, coalesce(total_fen, -1), updated_at from project
         where district = $1 and id = $2",
        params![district, id, to],
    )?;
    tx.execute(
        "update project_unit set role = 'information' where district = $1 and project_id = $2 and unit_id = $3",
        params![district, id, from],
    )?;
    set_shares(tx, district, id, shares)
}

/// Makes a unit a partner of the project, unless it is one of its units already.
pub fn add_partner(
    tx: &Tx<'_>,
    district: &str,
    id: ProjectId,
    unit: UnitId,
    shares: &[(UnitId, i64)],
) -> Result<()> {
    tx.execute(
        "update project set updated_at = $3, version = version + 1 where district = $1 and id = $2",
        params![district, id, tx.now()],
    )?;
    tx.execute(
        "insert into project_unit (district, project_id, unit_id, role, share_bp, sort_total_fen, sort_updated_at)
         select district, id, $3, 'partner', 0, coalesce(total_fen, -1), updated_at from project
         where district = $1 and id = $2
         on conflict (district, project_id, unit_id) do nothing",
        params![district, id, unit],
    )?;
    set_shares(tx, district, id, shares)
}

fn set_shares(tx: &Tx<'_>, district: &str, id: ProjectId, shares: &[(UnitId, i64)]) -> Result<()> {
    for (unit, share) in shares {
        tx.execute(
            "update project_unit set share_bp = $4, sort_updated_at = $5
             where district = $1 and project_id = $2 and unit_id = $3",
            params![district, id, *unit, *share, tx.now()],
        )?;
    }
    Ok(())
}
