//! Looking for the investor of a report, whatever the reporter may read: what is occupied must not be claimed twice.

use jiff::civil::Date;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    claim::{ClaimState, Clock, standing},
    id::{ClaimId, OrganisationId, UnitId},
};

use super::{clock, code, unit};
use crate::{
    claim::view::ClaimRef,
    floor::{
        Result,
        db::{Clause, Reader, Row},
        near,
        web::Who,
    },
    investor::SEARCH_KIND,
    params,
};

/// A claim on what may be the same investor.
pub struct Candidate {
    pub claim: ClaimId,
    pub name_key: String,
    /// Alike is another firm of the group, not the one that was claimed.
    pub of_group: bool,
}

const CANDIDATE: &str = "select c.id, o.name_key, o.id, c.organisation_id from investor_organisation o
  join claim c on c.district = o.district and c.subject_id = coalesce(o.group_id, o.id) and c.state = 'open'";

/// The same by what else the investor is or was called.
const CANDIDATE_BY_NAMES: &str = "select c.id, n.name_key, o.id, c.organisation_id from investor_name n
  join investor_organisation o on o.district = n.district and o.id = n.organisation_id
  join claim c on c.district = o.district and c.subject_id = coalesce(o.group_id, o.id) and c.state = 'open'";

fn candidate(r: &Row<'_>) -> Result<Candidate> {
    let (found, claimed): (OrganisationId, OrganisationId) = (r.get(2)?, r.get(3)?);
    Ok(Candidate { claim: r.get(0)?, name_key: r.get(1)?, of_group: found != claimed })
}

pub fn candidates_by_uscc(reader: &Reader, district: &str, uscc: &str) -> Result<Vec<Candidate>> {
    reader.query(
        &format!("{CANDIDATE} where o.district = $1 and o.uscc = $2 limit 20"),
        params![district, uscc],
        candidate,
    )
}

pub fn candidates_by_name(reader: &Reader, district: &str, key: &str) -> Result<Vec<Candidate>> {
    let mut found = Vec::new();
    let base = Clause::of_district("o.district", district);
    // Not the latest alone: an old firm is occupied as well, and few have an open claim.
    for clause in near::conditions(reader, &base, false, "o", SEARCH_KIND, key)? {
        // The index of words has every name of an organisation: what it finds is compared with each of them.
        for from in [CANDIDATE, CANDIDATE_BY_NAMES] {
            let sql = format!("{from} where {} limit 100", clause.text());
            found.extend(reader.query(&sql, clause.bound(), candidate)?);
        }
    }
    let mut named = Clause::of_district("n.district", district);
    named.among("n.name_key", near::slips(key));
    let sql = format!("{CANDIDATE_BY_NAMES} where {} limit 100", named.text());
    found.extend(reader.query(&sql, named.bound(), candidate)?);
    Ok(found)
}

pub fn by_uscc(reader: &Reader, district: &str, uscc: &str) -> Result<Option<OrganisationId>> {
    reader.value(
        "select id from investor_organisation where district = $1 and uscc = $2",
        params![district, uscc],
    )
}

/// The organisation that has this name, or is or was called so beside it, and its code.
pub fn by_name(
    reader: &Reader,
    district: &str,
    key: &str,
) -> Result<Option<(OrganisationId, Option<String>)>> {
    let found = |sql: &str| reader.first(sql, params![district, key], |r| Ok((r.get(0)?, r.get(1)?)));
    let own = found(
        "select id, uscc from investor_organisation where district = $1 and name_key = $2 order by id limit 1",
    )?;
    if own.is_some() {
        return Ok(own);
    }
    found(
        "select o.id, o.uscc from investor_name n
         join investor_organisation o on o.district = n.district and o.id = n.organisation_id
         where n.district = $1 and n.name_key = $2 order by o.id limit 1",
    )
}

/// What a claim on this organisation occupies: its whole group.
pub fn subject(reader: &Reader, district: &str, id: OrganisationId) -> Result<OrganisationId> {
    let head = reader.value::<OrganisationId>(
        "select coalesce(group_id, id) from investor_organisation where district = $1 and id = $2",
        params![district, id],
    )?;
    Ok(head.unwrap_or(id))
}

/// The path of a unit that has not ended.
pub fn unit_path(reader: &Reader, district: &str, id: UnitId, today: Date) -> Result<Option<String>> {
    reader.value(
        "select path from org_unit where district = $1 and id = $2 and (valid_until is null or valid_until >= $3)",
        params![district, id, today],
    )
}

/// As much of a claim as anybody may know who reports investors, and whether it is their own.
pub fn claim_ref(reader: &Reader, who: &Who, id: ClaimId, today: Date) -> Result<Option<(ClaimRef, bool)>> {
    let mut clause = Clause::of_district("c.district", who.district());
    clause.and("c.id = $?", id);
    let own = match who.actor.reach(Class::Claim, Act::Write) {
        Reach::Units(paths) => {
            let below = clause.below("u.path", &paths);
            let partner = clause.below("pu.path", &paths);
            format!(
                "{below} or exists (select 1 from claim_partner p
                   join org_unit pu on pu.district = p.district and pu.id = p.unit_id
                   where p.district = $1 and p.claim_id = c.id and {partner})"
            )
        }
        _ => "1 = 0".into(),
    };
    let sql = format!(
        "select c.id, c.code, u.id, u.name, u.short_name, u.kind, c.state, c.expires_on, c.warn_on, c.release_on,
           c.contested, case when {own} then 1 else 0 end
         from claim c join org_unit u on u.district = c.district and u.id = c.unit_id where {}",
        clause.text()
    );
    reader.first(&sql, clause.bound(), |r| {
        let own: i64 = r.get(11)?;
        Ok((claim_ref_of(r, 0, today)?, own == 1))
    })
}

/// `id, code, unit (4), state, clock (3), contested` from a column on.
pub fn claim_ref_of(r: &Row<'_>, at: usize, today: Date) -> Result<ClaimRef> {
    let clock: Clock = clock(r, at + 7)?;
    let state = code(r, at + 6, ClaimState::from_code)?;
    Ok(ClaimRef {
        id: r.get(at)?,
        code: r.get(at + 1)?,
        unit: unit(r, at + 2)?,
        state: standing(state, &clock, r.get(at + 10)?, today),
        expires_on: clock.expires_on,
    })
}
