//! What organisations want.

use yinfeng_domain::{
    id::{IntentId, OrganisationId},
    investor::{Horizon, IntentState},
    money::Currency,
};

use crate::{
    floor::{
        Result,
        db::{DbError, Reader, Row, Tx},
        web::Who,
    },
    investor::{IntentDraft, IntentView, OrganisationRef},
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
