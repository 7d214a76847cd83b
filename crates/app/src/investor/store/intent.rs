//! What organisations want, and who is registered as an introducer.

use jiff::civil::Date;
use yinfeng_domain::{
    id::{IntentId, OrganisationId},
    investor::{Horizon, IntentState, IntroducerKind},
    money::Currency,
};

use crate::{
    floor::{
        Result,
        db::{DbError, Reader, Row, Tx},
        web::Who,
    },
    investor::{IntentDraft, IntentView, IntroducerView, OrganisationRef},
    params,
};

/// An intent, with the codes of its industries and regions.
pub type Kept = (IntentView, Vec<String>, Vec<String>);

pub fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

pub fn list(r: &Row<'_>, at: usize) -> Result<Vec<String>> {
    let text: String = r.get(at)?;
    Ok(serde_json::from_str(&text).map_err(anyhow::Error::from)?)
}

const SELECT: &str = "select i.id, o.id, o.name, o.country, i.content, i.sectors, i.regions, i.currency, i.min_minor,
    i.max_minor, i.land_m2, i.horizon, i.state, i.source, i.valid_until, i.version
  from investor_intent i join investor_organisation o on o.district = i.district and o.id = i.organisation_id";

fn kept(r: &Row<'_>) -> Result<Kept> {
    let view = IntentView {
        id: r.get(0)?,
        organisation: OrganisationRef { id: r.get(1)?, name: r.get(2)?, country: r.get(3)? },
        content: r.get(4)?,
        sectors: Vec::new(),
        regions: Vec::new(),
        currency: code(r, 7, Currency::from_code)?,
        min_minor: r.get(8)?,
        max_minor: r.get(9)?,
        land_m2: r.get(10)?,
        horizon: code(r, 11, Horizon::from_code)?,
        state: code(r, 12, IntentState::from_code)?,
        source: r.get(13)?,
        valid_until: r.get(14)?,
        version: r.get(15)?,
    };
    Ok((view, list(r, 5)?, list(r, 6)?))
}

pub fn of(reader: &Reader, district: &str, id: OrganisationId) -> Result<Vec<Kept>> {
    reader.query(
        &format!(
            "{SELECT} where i.district = $1 and i.organisation_id = $2 order by i.valid_until desc, i.id limit 100"
        ),
        params![district, id],
        kept,
    )
}

pub fn put(
    tx: &Tx<'_>,
    who: &Who,
    organisation: OrganisationId,
    id: IntentId,
    draft: &IntentDraft,
) -> Result<()> {
    let text = |codes: &[String]| serde_json::to_string(codes).map_err(anyhow::Error::from);
    tx.execute(
        "insert into investor_intent (district, id, organisation_id, content, sectors, regions, currency, min_minor,
           max_minor, land_m2, horizon, state, source, valid_until, created_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)
         on conflict (district, id) do update set content = excluded.content, sectors = excluded.sectors,
           regions = excluded.regions, currency = excluded.currency, min_minor = excluded.min_minor,
           max_minor = excluded.max_minor, land_m2 = excluded.land_m2, horizon = excluded.horizon,
           state = excluded.state, source = excluded.source, valid_until = excluded.valid_until,
           updated_at = excluded.updated_at, version = investor_intent.version + 1",
        params![
            who.district(),
            id,
            organisation,
            &draft.content,
            text(&draft.sectors)?,
            text(&draft.regions)?,
            draft.currency.code(),
            draft.min_minor,
            draft.max_minor,
            draft.land_m2,
            draft.horizon.code(),
            draft.state.code(),
            &draft.source,
            draft.valid_until,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

pub fn set_organisation(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<IntentId>> {
    tx.query(
        "update investor_intent set organisation_id = $3 where district = $1 and organisation_id = $2 returning id",
        params![district, from, into],
        |r| Ok(r.get(0)?),
    )
}

pub fn move_one(
    tx: &Tx<'_>,
    district: &str,
    id: IntentId,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<()> {
    tx.execute(
        "update investor_intent set organisation_id = $4 where district = $1 and id = $2 and organisation_id = $3",
        params![district, id, from, to],
    )?;
    Ok(())
}

pub fn introducer(reader: &Reader, district: &str, id: OrganisationId) -> Result<Option<IntroducerView>> {
    reader.first(
        "select kind, registered_on, terms, valid_until, version from investor_introducer
         where district = $1 and organisation_id = $2",
        params![district, id],
        |r| {
            Ok(IntroducerView {
                role: code(r, 0, IntroducerKind::from_code)?,
                registered_on: r.get(1)?,
                terms: r.get(2)?,
                valid_until: r.get(3)?,
                version: r.get(4)?,
            })
        },
    )
}

pub fn register(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    (kind, registered_on, terms, valid_until): (IntroducerKind, Date, &str, Option<Date>),
) -> Result<()> {
    tx.execute(
        "insert into investor_introducer (district, organisation_id, kind, registered_on, terms, valid_until,
           registered_by, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 1)
         on conflict (district, organisation_id) do update set kind = excluded.kind, terms = excluded.terms,
           valid_until = excluded.valid_until, registered_by = excluded.registered_by,
           updated_at = excluded.updated_at, version = investor_introducer.version + 1",
        params![
            who.district(),
            id,
            kind.code(),
            registered_on,
            terms,
            valid_until,
            who.account_id(),
            tx.now()
        ],
    )?;
    Ok(())
}

/// Whether there was one to move.
pub fn move_introducer(
    tx: &Tx<'_>,
    district: &str,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<bool> {
    let moved = tx.execute(
        "update investor_introducer set organisation_id = $3 where district = $1 and organisation_id = $2",
        params![district, from, to],
    )?;
    Ok(moved > 0)
}
