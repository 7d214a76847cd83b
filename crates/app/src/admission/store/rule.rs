//! The table by which projects are reviewed, as it is kept.

use jiff::Timestamp;

use super::person;
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

pub fn rules(reader: &Reader, district: &str) -> Result<Option<Kept>> {
    reader.first(
        "select g.version, g.text, a.id, a.name, g.recorded_at from admission_rule g
         left join identity_account a on a.district = g.district and a.id = g.recorded_by
         where g.district = $1 order by g.version desc limit 1",
        params![district],
        |r| {
            Ok(Kept {
                version: r.get(0)?,
                text: r.get(1)?,
                recorded_by: person(r, 2)?,
                recorded_at: r.get(4)?,
            })
        },
    )
}

pub fn insert_rules(tx: &Tx<'_>, who: &Who, version: i64, text: &str) -> Result<()> {
    tx.execute(
        "insert into admission_rule (district, version, text, recorded_by, recorded_at) values ($1, $2, $3, $4, $5)",
        params![who.district(), version, text, who.account_id(), tx.now()],
    )?;
    Ok(())
}
