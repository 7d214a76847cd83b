//! Units whose targets are soft.

use jiff::civil::Date;

use crate::{
    assessment::{SoftDraft, SoftView},
    floor::{
        Result,
        db::{Reader, Tx},
        web::Who,
    },
    org::UnitRef,
    params,
};

pub fn put(tx: &Tx<'_>, who: &Who, draft: &SoftDraft) -> Result<()> {
    tx.execute(
        "insert into assessment_soft (district, unit_id, year, decided_on, soft, note, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (district, unit_id, year, decided_on) do update set soft = excluded.soft, note = excluded.note,
           created_by = excluded.created_by, created_at = excluded.created_at",
        params![
            who.district(),
            draft.unit_id,
            draft.year,
            draft.decided_on,
            draft.soft,
            draft.note.trim(),
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn in_force(reader: &Reader, district: &str, year: i64, on: Date) -> Result<Vec<SoftView>> {
    reader.query(
        "select u.id, u.name, u.short_name, u.kind, s.soft, s.decided_on, s.note, a.name
         from assessment_soft s join org_unit u on u.district = s.district and u.id = s.unit_id
         left join identity_account a on a.district = s.district and a.id = s.created_by
         where s.district = $1 and s.year = $2 and s.decided_on = (
           select max(o.decided_on) from assessment_soft o where o.district = s.district and o.unit_id = s.unit_id
             and o.year = s.year and o.decided_on <= $3)
         order by u.sort_no, u.name, u.id",
        params![district, year, on],
        |row| {
            let unit = UnitRef {
                id: row.get(0)?,
                name: row.get(1)?,
                short_name: row.get(2)?,
                kind: row.get(3)?,
            };
            Ok(SoftView {
                unit,
                soft: row.get(4)?,
                decided_on: row.get(5)?,
                note: row.get(6)?,
                recorded_by: row.get(7)?,
            })
        },
    )
}
