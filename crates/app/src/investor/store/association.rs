//! Associations and who belongs to them.

use jiff::civil::Date;
use yinfeng_domain::{
    id::{MemberId, OrganisationId},
    investor::{AssociationKind, MemberRole, OrganisationKind},
};

use crate::{
    floor::{
        Result,
        db::{Clause, DbError, Hidden, Reader, Row, Tx},
        web::Who,
    },
    investor::{AssociationView, MembershipDraft, MembershipView, OrganisationRef},
    params,
};

/// Members of one association, or associations of one member, that are shown.
const SHOWN: i64 = 1_000;

const SELECT: &str =
    "select m.id, a.id, a.name, a.country, b.id, b.name, b.country, m.role, m.from_on, m.until_on,
    m.source, m.version
  from investor_member m
  join investor_organisation a on a.district = m.district and a.id = m.association_id
  join investor_organisation b on b.district = m.district and b.id = m.member_id";

/// The present first, then by what they are, for whom codes are no order.
const ORDER: &str = "case when m.until_on is null or m.until_on >= $2 then 0 else 1 end,
  case m.role when 'president' then 0 when 'secretary' then 1 when 'vice_president' then 2 when 'director' then 3
    else 4 end";

fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

fn view(r: &Row<'_>, today: Date) -> Result<MembershipView> {
    let organisation = |at: usize| -> Result<OrganisationRef> {
        Ok(OrganisationRef { id: r.get(at)?, name: r.get(at + 1)?, country: r.get(at + 2)? })
    };
    let (from_on, until_on): (Date, Option<Date>) = (r.get(8)?, r.get(9)?);
    Ok(MembershipView {
        id: r.get(0)?,
        association: organisation(1)?,
        member: organisation(4)?,
        position: code(r, 7, MemberRole::from_code)?,
        from_on,
        until_on,
        source: r.get(10)?,
        holds: from_on <= today && until_on.is_none_or(|until| until >= today),
        version: r.get(11)?,
    })
}

/// An organisation and its kind.
pub fn organisation(
    reader: &Reader,
    district: &str,
    id: OrganisationId,
) -> Result<Option<(OrganisationRef, OrganisationKind)>> {
    reader.first(
        "select id, name, country, kind from investor_organisation where district = $1 and id = $2",
        params![district, id],
        |r| {
            let organisation = OrganisationRef { id: r.get(0)?, name: r.get(1)?, country: r.get(2)? };
            Ok((organisation, code(r, 3, OrganisationKind::from_code)?))
        },
    )
}

pub fn about(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<AssociationView>> {
    reader.first(
        "select kind, note, version from investor_association where district = $1 and organisation_id = $2",
        params![district, id],
        |r| {
            Ok(AssociationView {
                gathers: code(r, 0, AssociationKind::from_code)?,
                note: r.get(1)?,
                version: r.get(2)?,
            })
        },
    )
}

pub fn describe(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    (kind, note): (AssociationKind, &str),
) -> Result<()> {
    tx.execute(
        "insert into investor_association (district, organisation_id, kind, note, updated_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, 1)
         on conflict (district, organisation_id) do update set kind = excluded.kind, note = excluded.note,
           updated_by = excluded.updated_by, updated_at = excluded.updated_at,
           version = investor_association.version + 1",
        params![who.district(), id, kind.code(), note, who.account_id(), tx.now()],
    )?;
    Ok(())
}

/// Whether there was one to move.
pub fn move_about(tx: &Tx<'_>, district: &str, from: OrganisationId, to: OrganisationId) -> Result<bool> {
    let moved = tx.execute(
        "update investor_association set organisation_id = $3 where district = $1 and organisation_id = $2",
        params![district, from, to],
    )?;
    Ok(moved > 0)
}

pub fn one(reader: &Reader, district: &str, id: MemberId, today: Date) -> Result<Option<MembershipView>> {
    reader.first(&format!("{SELECT} where m.district = $1 and m.id = $2"), params![district, id], |r| {
        view(r, today)
    })
}

pub fn of_member(
    reader: &Reader,
    district: &str,
    id: OrganisationId,
    today: Date,
) -> Result<Vec<MembershipView>> {
    reader.query(
        &format!(
            "{SELECT} where m.district = $1 and m.member_id = $3 order by {ORDER}, a.sort_key, m.id limit {SHOWN}"
        ),
        params![district, today, id],
        |r| view(r, today),
    )
}

pub fn of_association(
    reader: &Reader,
    who: &Who,
    id: OrganisationId,
    hidden: &Hidden,
    today: Date,
) -> Result<Vec<MembershipView>> {
    let mut clause = Clause::of_district("m.district", who.district());
    clause.bind(today);
    clause.and("m.association_id = $?", id);
    hidden.keep(&mut clause, "m.member_id");
    super::known_to(&mut clause, who, "m.member_id")?;
    reader.query(
        &format!("{SELECT} where {} order by {ORDER}, b.sort_key, m.id limit {SHOWN}", clause.text()),
        clause.bound(),
        |r| view(r, today),
    )
}

/// Whether the organisation is entered as a member of the association for some of these days already.
pub fn overlaps(
    reader: &Reader,
    district: &str,
    but: Option<MemberId>,
    draft: &MembershipDraft,
) -> Result<bool> {
    let found = reader.value::<i64>(
        "select 1 from investor_member where district = $1 and association_id = $2 and member_id = $3
           and id is distinct from $4 and from_on <= $5 and (until_on is null or until_on >= $6) limit 1",
        params![
            district,
            draft.association_id,
            draft.member_id,
            but,
            draft.until_on.unwrap_or(Date::MAX),
            draft.from_on
        ],
    )?;
    Ok(found.is_some())
}

pub fn has_members(reader: &Reader, district: &str, id: OrganisationId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select 1 from investor_member where district = $1 and association_id = $2 limit 1",
        params![district, id],
    )?;
    Ok(found.is_some())
}

/// Whether one of two is entered as a member of the other.
pub fn tied(reader: &Reader, district: &str, a: OrganisationId, b: OrganisationId) -> Result<bool> {
    let found = reader.value::<i64>(
        "select 1 from investor_member where district = $1 and ((association_id = $2 and member_id = $3)
           or (association_id = $3 and member_id = $2)) limit 1",
        params![district, a, b],
    )?;
    Ok(found.is_some())
}

pub fn put(tx: &Tx<'_>, who: &Who, id: MemberId, draft: &MembershipDraft) -> Result<()> {
    tx.execute(
        "insert into investor_member (district, id, association_id, member_id, role, from_on, until_on, source,
           updated_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)
         on conflict (district, id) do update set role = excluded.role, from_on = excluded.from_on,
           until_on = excluded.until_on, source = excluded.source, updated_by = excluded.updated_by,
           updated_at = excluded.updated_at, version = investor_member.version + 1",
        params![
            who.district(),
            id,
            draft.association_id,
            draft.member_id,
            draft.position.code(),
            draft.from_on,
            draft.until_on,
            &draft.source,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: MemberId) -> Result<()> {
    tx.execute("delete from investor_member where district = $1 and id = $2", params![district, id])?;
    Ok(())
}
