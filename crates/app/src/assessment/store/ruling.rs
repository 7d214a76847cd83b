//! Rulings on receipts, and what of them counted before.

use yinfeng_domain::id::{FundId, ProjectId};

use crate::{
    assessment::ruling::{CountedDraft, CountedView, RulingDraft, RulingView},
    floor::{
        Result,
        db::{Clause, Reader, Tx},
        web::Who,
    },
    params,
};

pub fn insert(tx: &Tx<'_>, who: &Who, id: uuid::Uuid, fund: FundId, draft: &RulingDraft) -> Result<()> {
    tx.execute(
        "insert into assessment_ruling (district, id, fund_id, verdict, fen, minutes_no, reason, decided_on, created_by,
           created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            who.district(),
            id,
            fund,
            draft.verdict.code(),
            draft.fen,
            draft.minutes_no.trim(),
            draft.reason.trim(),
            draft.decided_on,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

/// The rulings on the receipts of some projects, the earliest first.
pub fn of_projects(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
) -> Result<Vec<(FundId, RulingView)>> {
    let mut clause = Clause::of_district("f.district", district);
    clause.among("f.project_id", projects.iter().copied());
    reader.query(
        &format!(
            "select r.fund_id, r.id, r.verdict, r.fen, r.minutes_no, r.reason, r.decided_on, a.name, r.created_at
             from fund f cross join assessment_ruling r
             left join identity_account a on a.district = r.district and a.id = r.created_by
             where r.district = f.district and r.fund_id = f.id and {} order by r.decided_on, r.created_at, r.id",
            clause.text()
        ),
        clause.bound(),
        |row| {
            let verdict: String = row.get(2)?;
            let view = RulingView {
                id: row.get(1)?,
                verdict,
                fen: row.get(3)?,
                minutes_no: row.get(4)?,
                reason: row.get(5)?,
                decided_on: row.get(6)?,
                recorded_by: row.get(7)?,
                recorded_at: row.get(8)?,
            };
            Ok((row.get(0)?, view))
        },
    )
}

pub fn put_counted(tx: &Tx<'_>, who: &Who, fund: FundId, draft: &CountedDraft) -> Result<()> {
    tx.execute(
        "insert into assessment_counted (district, fund_id, what, fen, note, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (district, fund_id, what) do update set fen = excluded.fen, note = excluded.note,
           created_by = excluded.created_by, created_at = excluded.created_at",
        params![
            who.district(),
            fund,
            draft.what.code(),
            draft.fen,
            draft.note.trim(),
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn counted_of_projects(
    reader: &Reader,
    district: &str,
    projects: &[ProjectId],
) -> Result<Vec<(FundId, CountedView)>> {
    let mut clause = Clause::of_district("f.district", district);
    clause.among("f.project_id", projects.iter().copied());
    reader.query(
        &format!(
            "select c.fund_id, c.what, c.fen, c.note from fund f cross join assessment_counted c
             where c.district = f.district and c.fund_id = f.id and {} and c.fen > 0 order by c.what",
            clause.text()
        ),
        clause.bound(),
        |row| Ok((row.get(0)?, CountedView { what: row.get(1)?, fen: row.get(2)?, note: row.get(3)? })),
    )
}
