//! Persons in associations.

use std::collections::HashMap;

use jiff::civil::Date;
use yinfeng_domain::{
    id::{ContactId, OrganisationId, TieId},
    investor::MemberRole,
};

use super::{COLUMNS, FROM, WIDTH, code, row, within_reach};
use crate::{
    contact::tie::{TieDraft, TieView, TiedContact},
    floor::{
        Result,
        db::{Clause, Hidden, Reader, Tx},
        seal::Keys,
        web::Who,
    },
    investor::OrganisationRef,
    params,
};

/// Persons of one association that are shown.
const SHOWN: i64 = 200;

pub fn of_contact(reader: &Reader, district: &str, id: ContactId) -> Result<Vec<TieView>> {
    reader.query(
        "select t.id, o.id, o.name, o.country, t.role, t.from_on, t.until_on, t.version from contact_tie t
         join investor_organisation o on o.district = t.district and o.id = t.association_id
         where t.district = $1 and t.contact_id = $2 order by o.sort_key, t.id",
        params![district, id],
        |r| {
            let role: String = r.get(4)?;
            Ok(TieView {
                id: r.get(0)?,
                association: OrganisationRef { id: r.get(1)?, name: r.get(2)?, country: r.get(3)? },
                position: code(&role, MemberRole::from_code(&role))?,
                from_on: r.get(5)?,
                until_on: r.get(6)?,
                version: r.get(7)?,
            })
        },
    )
}

pub fn of_association(
    reader: &Reader,
    who: &Who,
    keys: &Keys,
    (id, hidden): (OrganisationId, &Hidden),
    today: Date,
) -> Result<Vec<TiedContact>> {
    let mut clause = Clause::of_district("c.district", who.district());
    within_reach(&mut clause, who, hidden)?;
    clause.and("t.association_id = $?", id);
    clause.and("(t.until_on is null or t.until_on >= $?)", today);
    reader.query(
        &format!(
            "select {COLUMNS}, t.role {FROM}
             join contact_tie t on t.district = c.district and t.contact_id = c.id
             where {} order by case t.role when 'president' then 0 when 'secretary' then 1 when 'vice_president' then 2
               when 'director' then 3 else 4 end, c.updated_at desc, c.id limit {SHOWN}",
            clause.text()
        ),
        clause.bound(),
        |r| {
            let role: String = r.get(WIDTH)?;
            let position = code(&role, MemberRole::from_code(&role))?;
            Ok(TiedContact { contact: row(keys, who.district(), r)?, position })
        },
    )
}

pub fn counts(
    reader: &Reader,
    who: &Who,
    (ids, hidden): (&[OrganisationId], &Hidden),
    today: Date,
) -> Result<HashMap<OrganisationId, i64>> {
    let mut clause = Clause::of_district("c.district", who.district());
    within_reach(&mut clause, who, hidden)?;
    clause.among("t.association_id", ids.iter().copied());
    clause.and("(t.until_on is null or t.until_on >= $?)", today);
    let sql = format!(
        "select t.association_id, count(distinct c.id) from contact c
         join contact_tie t on t.district = c.district and t.contact_id = c.id where {} group by t.association_id",
        clause.text()
    );
    let found = reader.query(&sql, clause.bound(), |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(found.into_iter().collect())
}

pub fn put(tx: &Tx<'_>, who: &Who, contact: ContactId, id: TieId, draft: &TieDraft) -> Result<()> {
    tx.execute(
        "insert into contact_tie (district, id, contact_id, association_id, role, from_on, until_on, created_by,
           created_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1)
         on conflict (district, id) do update set association_id = excluded.association_id, role = excluded.role,
           from_on = excluded.from_on, until_on = excluded.until_on, updated_at = excluded.updated_at,
           version = contact_tie.version + 1",
        params![
            who.district(),
            id,
            contact,
            draft.association_id,
            draft.position.code(),
            draft.from_on,
            draft.until_on,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: TieId) -> Result<()> {
    tx.erase("delete from contact_tie where district = $1 and id = $2", params![district, id])?;
    Ok(())
}
