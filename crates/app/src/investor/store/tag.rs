//! What organisations count as.

use jiff::civil::Date;
use yinfeng_domain::id::{OrganisationId, TagId};

use crate::{
    floor::{
        Result,
        db::{Clause, Reader, Tx},
        web::Who,
    },
    investor::{TagDraft, TagView},
    params,
};

/// The office's own kinds: code, name, English name.
pub fn kinds(reader: &Reader, district: &str) -> Result<Vec<(String, String, String)>> {
    reader.query(
        "select code, name, name_en from investor_tag_kind where district = $1 order by created_at, code",
        params![district],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )
}

pub fn insert_kind(tx: &Tx<'_>, who: &Who, code: &str, name: &str, name_en: &str) -> Result<()> {
    tx.execute(
        "insert into investor_tag_kind (district, code, name, name_en, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![who.district(), code, name, name_en, who.account_id(), tx.now()],
    )?;
    Ok(())
}

pub fn of(reader: &Reader, district: &str, id: OrganisationId, today: Date) -> Result<Vec<TagView>> {
    reader.query(
        "select id, kind, from_on, until_on, source, version from investor_tag
         where district = $1 and organisation_id = $2 order by from_on desc, id limit 200",
        params![district, id],
        |r| {
            let (from_on, until_on): (Date, Option<Date>) = (r.get(2)?, r.get(3)?);
            Ok(TagView {
                id: r.get(0)?,
                kind: r.get(1)?,
                name: r.get(1)?,
                from_on,
                until_on,
                source: r.get(4)?,
                holds: from_on <= today && until_on.is_none_or(|until| until >= today),
                version: r.get(5)?,
            })
        },
    )
}

/// What of these organisations counts as what on a day.
pub fn held(
    reader: &Reader,
    district: &str,
    ids: &[OrganisationId],
    today: Date,
) -> Result<Vec<(OrganisationId, String)>> {
    let mut clause = Clause::of_district("district", district);
    clause.among("organisation_id", ids.iter().copied());
    let today = clause.bind(today);
    reader.query(
        &format!(
            "select organisation_id, kind from investor_tag
             where {} and from_on <= {today} and (until_on is null or until_on >= {today}) order by from_on, id",
            clause.text()
        ),
        clause.bound(),
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub fn put(tx: &Tx<'_>, who: &Who, organisation: OrganisationId, id: TagId, draft: &TagDraft) -> Result<()> {
    tx.execute(
        "insert into investor_tag (district, id, organisation_id, kind, from_on, until_on, source, updated_by,
           updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
         on conflict (district, id) do update set kind = excluded.kind, from_on = excluded.from_on,
           until_on = excluded.until_on, source = excluded.source, updated_by = excluded.updated_by,
           updated_at = excluded.updated_at, version = investor_tag.version + 1",
        params![
            who.district(),
            id,
            organisation,
            &draft.kind,
            draft.from_on,
            draft.until_on,
            &draft.source,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: TagId) -> Result<()> {
    tx.execute("delete from investor_tag where district = $1 and id = $2", params![district, id])?;
    Ok(())
}

pub fn set_organisation(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<TagId>> {
    tx.query(
        "update investor_tag set organisation_id = $3 where district = $1 and organisation_id = $2 returning id",
        params![district, from, into],
        |r| Ok(r.get(0)?),
    )
}

pub fn move_one(
    tx: &Tx<'_>,
    district: &str,
    id: TagId,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<()> {
    tx.execute(
        "update investor_tag set organisation_id = $4 where district = $1 and id = $2 and organisation_id = $3",
        params![district, id, from, to],
    )?;
    Ok(())
}
