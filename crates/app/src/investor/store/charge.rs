//! Who is and was in charge of organisations.

use jiff::civil::Date;
use yinfeng_domain::id::{AccountId, ChargeId, OrganisationId, UnitId};

use crate::{
    floor::{
        Result,
        db::{Reader, Row, Tx, dialect},
        web::Who,
    },
    identity::PersonRef,
    investor::{ChargeRef, ChargeView},
    org::UnitRef,
    params,
};

/// An entry before it is written.
pub struct New<'a> {
    pub id: ChargeId,
    pub organisation: OrganisationId,
    pub unit: UnitId,
    pub person: Option<AccountId>,
    pub from_on: Date,
    pub why: &'a str,
}

const VIEW: &str =
    "select h.id, hu.id, hu.name, hu.short_name, hu.kind, ha.id, ha.name, h.from_on, h.until_on, h.why,
    x.id, x.name, hu.path
  from investor_charge h
  join org_unit hu on hu.district = h.district and hu.id = h.unit_id
  left join identity_account ha on ha.district = h.district and ha.id = h.account_id
  left join identity_account x on x.district = h.district and x.id = h.set_by";

fn person(r: &Row<'_>, at: usize) -> Result<Option<PersonRef>> {
    let id: Option<AccountId> = r.get(at)?;
    Ok(match id {
        Some(id) => Some(PersonRef { id, name: r.get(at + 1)? }),
        None => None,
    })
}

fn unit(r: &Row<'_>, at: usize) -> Result<UnitRef> {
    Ok(UnitRef { id: r.get(at)?, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? })
}

/// Unit and person from six columns, of which the first is null when nobody is in charge.
pub fn charge_ref(r: &Row<'_>, at: usize) -> Result<Option<ChargeRef>> {
    if r.get::<Option<UnitId>>(at)?.is_none() {
        return Ok(None);
    }
    Ok(Some(ChargeRef { unit: unit(r, at)?, person: person(r, at + 4)? }))
}

fn view(r: &Row<'_>) -> Result<ChargeView> {
    Ok(ChargeView {
        id: r.get(0)?,
        unit: unit(r, 1)?,
        person: person(r, 5)?,
        from_on: r.get(7)?,
        until_on: r.get(8)?,
        why: r.get(9)?,
        set_by: person(r, 10)?,
        unit_path: r.get(12)?,
    })
}

pub fn now(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<ChargeView>> {
    reader.first(
        &format!("{VIEW} where h.district = $1 and h.organisation_id = $2 and h.until_on is null"),
        params![district, id],
        view,
    )
}

/// All that is known of one organisation, the latest first.
pub fn of(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<ChargeView>> {
    reader.query(
        &format!(
            "{VIEW} where h.district = $1 and h.organisation_id = $2
             order by case when h.until_on is null then 0 else 1 end, h.set_at desc, h.id desc limit 200"
        ),
        params![district, id],
        view,
    )
}

/// Keeps others from saying who is in charge of it until the transaction ends.
pub fn hold(tx: &Tx<'_>, district: &str, id: OrganisationId) -> Result<()> {
    let sql = format!(
        "select id from investor_organisation where district = $1 and id = $2{}",
        dialect::for_update(tx.engine())
    );
    tx.query(&sql, params![district, id], |r| Ok(r.get::<OrganisationId>(0)?)).map(|_| ())
}

pub fn insert(tx: &Tx<'_>, who: &Who, new: &New<'_>) -> Result<()> {
    tx.execute(
        "insert into investor_charge (district, id, organisation_id, unit_id, account_id, from_on, until_on, why, set_by,
           set_at)
         values ($1, $2, $3, $4, $5, $6, null, $7, $8, $9)",
        params![
            who.district(),
            new.id,
            new.organisation,
            new.unit,
            new.person,
            new.from_on,
            new.why,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn end(tx: &Tx<'_>, district: &str, id: ChargeId, on: Date) -> Result<()> {
    tx.execute(
        "update investor_charge set until_on = $3 where district = $1 and id = $2",
        params![district, id, on],
    )?;
    Ok(())
}

pub fn reopen(tx: &Tx<'_>, district: &str, id: ChargeId) -> Result<()> {
    tx.execute(
        "update investor_charge set until_on = null where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(())
}

pub fn set_organisation(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<ChargeId>> {
    tx.query(
        "update investor_charge set organisation_id = $3 where district = $1 and organisation_id = $2 returning id",
        params![district, from, into],
        |r| Ok(r.get(0)?),
    )
}

pub fn move_one(
    tx: &Tx<'_>,
    district: &str,
    id: ChargeId,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<()> {
    tx.execute(
        "update investor_charge set organisation_id = $4 where district = $1 and id = $2 and organisation_id = $3",
        params![district, id, from, to],
    )?;
    Ok(())
}
