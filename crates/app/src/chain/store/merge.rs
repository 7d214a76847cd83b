//! Moving rows from one record of an organisation to another.

use uuid::Uuid;
use yinfeng_domain::id::OrganisationId;

use crate::{
    floor::{
        Result,
        db::{Clause, Reader, Tx},
    },
    params,
};

/// A column that points at an organisation, and what the trail knows its rows as.
#[derive(Clone, Copy)]
pub struct Pointer {
    update: &'static str,
    find: &'static str,
    column: &'static str,
    pub subject: &'static str,
}

pub const MASTER: Pointer = Pointer {
    update: "update chain set master_id =",
    find: "select id from chain",
    column: "master_id",
    subject: "chain",
};
pub const FIRM: Pointer = Pointer {
    update: "update chain_firm set organisation_id =",
    find: "select id from chain_firm",
    column: "organisation_id",
    subject: "chain_firm",
};
pub const TARGET: Pointer = Pointer {
    update: "update chain_target set organisation_id =",
    find: "select id from chain_target",
    column: "organisation_id",
    subject: "chain_target",
};
pub const PAIR_FIRM: Pointer = Pointer {
    update: "update chain_pair set firm_id =",
    find: "select id from chain_pair",
    column: "firm_id",
    subject: "chain_pair",
};
pub const PAIR_INVESTOR: Pointer = Pointer {
    update: "update chain_pair set investor_id =",
    find: "select id from chain_pair",
    column: "investor_id",
    subject: "chain_pair",
};

/// Makes rows of one record rows of the other: all, or the one. Their ids and new versions.
pub fn moved(
    tx: &Tx<'_>,
    district: &str,
    what: Pointer,
    (from, into): (OrganisationId, OrganisationId),
    only: Option<Uuid>,
) -> Result<Vec<(Uuid, i64)>> {
    let mut clause = Clause::of_district("district", district);
    let (into, now) = (clause.bind(into), clause.bind(tx.now()));
    clause.and(&format!("{} = $?", what.column), from);
    if let Some(only) = only {
        clause.and("id = $?", only);
    }
    tx.query(
        &format!(
            "{} {into}, updated_at = {now}, version = version + 1 where {} returning id, version",
            what.update,
            clause.text()
        ),
        clause.bound(),
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

pub fn exists(reader: &Reader, district: &str, what: Pointer, id: Uuid) -> Result<bool> {
    let sql = format!("{} where district = $1 and id = $2", what.find);
    Ok(reader.value::<Uuid>(&sql, params![district, id])?.is_some())
}

/// Chain and link on which both records stand.
pub fn both_on_link(
    reader: &Reader,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<(String, String)>> {
    reader.query(
        "with stands as (
           select link_id, organisation_id from chain_firm where district = $1 and organisation_id in ($2, $3)
           union all
           select link_id, organisation_id from chain_target where district = $1 and organisation_id in ($2, $3))
         select c.name, l.name from stands s
         join chain_link l on l.district = $1 and l.id = s.link_id
         join chain c on c.district = l.district and c.id = l.chain_id
         group by c.name, l.name, s.link_id having count(distinct s.organisation_id) > 1 order by 1, 2",
        params![district, from, into],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Sessions at which both records met each other, or somebody else about the same.
pub fn both_at_session(
    reader: &Reader,
    district: &str,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<Vec<String>> {
    reader.query(
        "select distinct e.name from chain_pair a
         join chain_pair b on b.district = a.district and b.event_id = a.event_id and b.link_id = a.link_id
         join activity_event e on e.district = a.district and e.id = a.event_id
         where a.district = $1 and (
           (a.id = b.id and a.firm_id in ($2, $3) and a.investor_id in ($2, $3))
           or (a.firm_id = $2 and b.firm_id = $3 and a.investor_id = b.investor_id)
           or (a.investor_id = $2 and b.investor_id = $3 and a.firm_id = b.firm_id))
         order by 1",
        params![district, from, into],
        |r| Ok(r.get(0)?),
    )
}
