//! All SQL of the room `sponsor`.

use jiff::civil::Date;
use yinfeng_domain::id::{AccountId, BatchId, ProjectId};

use super::SponsorLogView;
use crate::{
    floor::{
        Result,
        db::{Reader, Tx},
    },
    params,
    project::PersonRef,
};

/// Name, since when, version.
pub type Current = (String, Date, i64);

pub fn current(reader: &Reader, district: &str, id: ProjectId) -> Result<Option<Current>> {
    reader.first(
        "select leader, since_on, version from sponsor where district = $1 and project_id = $2",
        params![district, id],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )
}

pub fn log(reader: &Reader, district: &str, id: ProjectId) -> Result<Vec<SponsorLogView>> {
    reader.query(
        "select l.no, l.leader, l.since_on, l.reason, l.set_at, a.id, a.name from sponsor_log l
         left join identity_account a on a.district = l.district and a.id = l.set_by
         where l.district = $1 and l.project_id = $2 order by l.no desc",
        params![district, id],
        |r| {
            let by: Option<AccountId> = r.get(5)?;
            Ok(SponsorLogView {
                no: r.get(0)?,
                leader: r.get(1)?,
                since_on: r.get(2)?,
                reason: r.get(3)?,
                set_at: r.get(4)?,
                set_by: match by {
                    Some(id) => Some(PersonRef { id, name: r.get(6)? }),
                    None => None,
                },
            })
        },
    )
}

/// The leaders that units, teams and squads name, and those who answer for something already.
pub fn known(reader: &Reader, district: &str) -> Result<Vec<String>> {
    reader.query(
        "select distinct name from org_member where district = $1 and position = 'leader_in_charge'
         union select distinct leader from sponsor where district = $1 and leader <> '' order by 1",
        params![district],
        |r| Ok(r.get(0)?),
    )
}

pub fn save(
    tx: &Tx<'_>,
    district: &str,
    id: ProjectId,
    (leader, since_on, version): (&str, Date, i64),
    by: Option<AccountId>,
) -> Result<()> {
    tx.execute(
        "insert into sponsor (district, project_id, leader, since_on, set_by, set_at, version)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (district, project_id) do update set leader = excluded.leader, since_on = excluded.since_on,
           set_by = excluded.set_by, set_at = excluded.set_at, version = excluded.version",
        params![district, id, leader, since_on, by, tx.now(), version],
    )?;
    Ok(())
}

pub fn append(
    tx: &Tx<'_>,
    district: &str,
    id: ProjectId,
    (leader, since_on, no): (&str, Date, i64),
    (reason, by): (&str, Option<AccountId>),
) -> Result<()> {
    tx.execute(
        "insert into sponsor_log (district, project_id, no, leader, since_on, reason, set_by, set_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![district, id, no, leader, since_on, reason, by, tx.now()],
    )?;
    Ok(())
}

pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    reader.query(
        "select p.code, p.name from project p join sponsor s on s.district = p.district and s.project_id = p.id
         where p.district = $1 and p.batch_id = $2 order by p.code limit 100",
        params![district, batch],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
