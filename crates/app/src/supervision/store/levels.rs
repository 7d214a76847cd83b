//! The table of levels, every version.

use jiff::Timestamp;

use crate::{
    floor::{
        Result,
        db::{Reader, Tx},
        web::Who,
    },
    params,
    project::PersonRef,
};

pub struct Kept {
    pub version: i64,
    pub text: String,
    pub recorded_by: Option<PersonRef>,
    pub recorded_at: Timestamp,
}

pub fn in_force(reader: &Reader, district: &str) -> Result<Option<Kept>> {
    reader.first(
        "select l.version, l.text, l.recorded_at, a.id, a.name from supervision_levels l
         left join identity_account a on a.district = l.district and a.id = l.recorded_by
         where l.district = $1 order by l.version desc limit 1",
        params![district],
        |r| {
            Ok(Kept {
                version: r.get(0)?,
                text: r.get(1)?,
                recorded_at: r.get(2)?,
                recorded_by: super::person(r, 3)?,
            })
        },
    )
}

pub fn insert(tx: &Tx<'_>, who: &Who, version: i64, text: &str) -> Result<()> {
    tx.execute(
        "insert into supervision_levels (district, version, text, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5)",
        params![who.district(), version, text, who.account_id(), tx.now()],
    )?;
    Ok(())
}
