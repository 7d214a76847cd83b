//! All SQL of the room `chain`.

pub mod firm;
pub mod link;
pub mod merge;
pub mod session;
pub mod target;

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{ChainId, ChainLinkId, OrganisationId, UnitId},
    text::query_tokens,
};

use super::{
    ChainDraft,
    view::{ChainRow, ChainStrengths, ChainTargetCounts, KeptChain},
};
use crate::{
    floor::{
        Error, Fault, Result,
        db::{Clause, DbError, Hidden, Reader, Row, Tx},
        search,
        web::Who,
    },
    investor::OrganisationRef,
    org::UnitRef,
    params,
    project::Hit,
};

/// Chains and links of one search.
const FOUND: i64 = 20;

/// What two writers did at once, in words: the second finds the key taken.
pub fn taken(error: Error, (field, code): (&str, &str)) -> Error {
    match error {
        Error::Db(DbError::Unique(_)) => Error::invalid(Fault::at(field, code)),
        other => other,
    }
}

pub fn unit(r: &Row<'_>, at: usize) -> Result<UnitRef> {
    Ok(UnitRef { id: r.get(at)?, name: r.get(at + 1)?, short_name: r.get(at + 2)?, kind: r.get(at + 3)? })
}

pub fn code<T>(r: &Row<'_>, at: usize, read: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = r.get(at)?;
    read(&text).ok_or_else(|| DbError::Other(format!("unknown code {text:?}")).into())
}

pub fn organisation(r: &Row<'_>, at: usize) -> Result<Option<OrganisationRef>> {
    Ok(match r.get::<Option<OrganisationId>>(at)? {
        Some(id) => Some(OrganisationRef { id, name: r.get(at + 1)?, country: r.get(at + 2)? }),
        None => None,
    })
}

pub fn unit_path(reader: &Reader, district: &str, unit: UnitId) -> Result<Option<String>> {
    reader.value("select path from org_unit where district = $1 and id = $2", params![district, unit])
}

pub fn lead_path(reader: &Reader, district: &str, id: ChainId) -> Result<Option<String>> {
    reader.value(
        "select u.path from chain c join org_unit u on u.district = c.district and u.id = c.lead_unit_id
         where c.district = $1 and c.id = $2",
        params![district, id],
    )
}

pub fn lead_unit(reader: &Reader, district: &str, id: ChainId) -> Result<Option<UnitId>> {
    reader.value("select lead_unit_id from chain where district = $1 and id = $2", params![district, id])
}

pub fn id_of_code(reader: &Reader, district: &str, code: &str) -> Result<Option<ChainId>> {
    reader.value("select id from chain where district = $1 and code = $2", params![district, code])
}

/// The leaders that units and projects name, and those of chains.
pub fn leaders(reader: &Reader, district: &str) -> Result<Vec<String>> {
    reader.query(
        "select distinct name from org_member where district = $1 and position = 'leader_in_charge'
         union select distinct leader from sponsor where district = $1 and leader <> ''
         union select distinct leader from chain where district = $1 and leader <> '' order by 1",
        params![district],
        |r| Ok(r.get(0)?),
    )
}

pub fn insert(tx: &Tx<'_>, who: &Who, id: ChainId, draft: &ChainDraft) -> Result<()> {
    tx.execute(
        "insert into chain (district, id, code, name, leader, lead_unit_id, master_id, note, valid_from, valid_until,
           created_by, created_at, updated_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1)",
        params![
            who.district(),
            id,
            &draft.code,
            &draft.name,
            &draft.leader,
            draft.lead_unit_id,
            draft.master_id,
            &draft.note,
            draft.valid_from,
            draft.valid_until,
            who.account_id(),
            tx.now()
        ],
    )
    .map_err(|e| taken(e, ("code", "chain.code_taken")))?;
    Ok(())
}

pub fn update(tx: &Tx<'_>, who: &Who, id: ChainId, draft: &ChainDraft) -> Result<()> {
    tx.execute(
        "update chain set code = $3, name = $4, leader = $5, lead_unit_id = $6, master_id = $7, note = $8,
           valid_from = $9, valid_until = $10, updated_at = $11, version = version + 1
         where district = $1 and id = $2",
        params![
            who.district(),
            id,
            &draft.code,
            &draft.name,
            &draft.leader,
            draft.lead_unit_id,
            draft.master_id,
            &draft.note,
            draft.valid_from,
            draft.valid_until,
            tx.now()
        ],
    )
    .map_err(|e| taken(e, ("code", "chain.code_taken")))?;
    Ok(())
}

pub fn delete(tx: &Tx<'_>, district: &str, id: ChainId) -> Result<()> {
    tx.execute("delete from chain where district = $1 and id = $2", params![district, id])?;
    Ok(())
}

/// Chains with their counts, without projects; those that hold first, by code.
pub fn list(
    reader: &Reader,
    district: &str,
    (only, today): (Option<ChainId>, Date),
) -> Result<Vec<KeptChain>> {
    let mut clause = Clause::of_district("c.district", district);
    let today_at = clause.bind(today);
    if let Some(only) = only {
        clause.and("c.id = $?", only);
    }
    let strength = |s: &str| {
        format!(
            "(select count(*) from chain_link l where l.district = c.district and l.chain_id = c.id
               and l.strength = '{s}')"
        )
    };
    let on_chain = "join chain_link l on l.district = x.district and l.id = x.link_id
      where x.district = c.district and l.chain_id = c.id";
    let outcome =
        |condition: &str| format!("(select count(*) from chain_target x {on_chain} and {condition})");
    let holds =
        format!("c.valid_from <= {today_at} and (c.valid_until is null or c.valid_until >= {today_at})");
    let late = format!("x.outcome in ('to_contact', 'contacted', 'visiting') and x.due_on < {today_at}");
    let counts = [
        strength("strong"),
        strength("fair"),
        strength("weak"),
        strength("gap"),
        outcome("x.outcome = 'to_contact'"),
        outcome("x.outcome = 'contacted'"),
        outcome("x.outcome = 'visiting'"),
        outcome("x.outcome = 'project'"),
        outcome("x.outcome = 'given_up'"),
        outcome(&late),
        format!("(select count(distinct x.organisation_id) from chain_firm x {on_chain})"),
    ];
    reader.query(
        &format!(
            "select c.id, c.code, c.name, c.leader, u.id, u.name, u.short_name, u.kind, o.id, o.name, o.country,
               c.valid_from, c.valid_until, c.version, c.note, u.path, c.master_id, {}
             from chain c join org_unit u on u.district = c.district and u.id = c.lead_unit_id
             left join investor_organisation o on o.district = c.district and o.id = c.master_id
             where {} order by case when {holds} then 0 else 1 end, c.code limit 500",
            counts.join(", "),
            clause.text()
        ),
        clause.bound(),
        |r| kept(r, today),
    )
}

fn kept(r: &Row<'_>, today: Date) -> Result<KeptChain> {
    let (valid_from, valid_until): (Date, Option<Date>) = (r.get(11)?, r.get(12)?);
    let row = ChainRow {
        id: r.get(0)?,
        code: r.get(1)?,
        name: r.get(2)?,
        leader: r.get(3)?,
        lead_unit: unit(r, 4)?,
        master: organisation(r, 8)?,
        valid_from,
        valid_until,
        holds: valid_from <= today && valid_until.is_none_or(|until| until >= today),
        strengths: ChainStrengths { strong: r.get(17)?, fair: r.get(18)?, weak: r.get(19)?, gap: r.get(20)? },
        targets: ChainTargetCounts {
            to_contact: r.get(21)?,
            contacted: r.get(22)?,
            visiting: r.get(23)?,
            project: r.get(24)?,
            given_up: r.get(25)?,
            overdue: r.get(26)?,
        },
        firms: r.get(27)?,
        projects: 0,
        version: r.get(13)?,
    };
    Ok(KeptChain { row, note: r.get(14)?, lead_path: r.get(15)?, master_id: r.get(16)? })
}

/// The chain after this id: its code, name and leader find it.
pub fn chain_after(
    reader: &Reader,
    district: &str,
    after: ChainId,
) -> Result<Option<(ChainId, String, String, String)>> {
    reader.first(
        "select id, name, code, leader from chain where district = $1 and id > $2 order by id limit 1",
        params![district, after],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
    )
}

/// Of these organisations, those that another room keeps from the reader.
pub fn hidden_among(
    reader: &Reader,
    district: &str,
    hidden: &Hidden,
    ids: &[OrganisationId],
) -> Result<Vec<OrganisationId>> {
    if hidden.is_empty() || ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("o.district", district);
    clause.among("o.id", ids.iter().copied());
    clause.also(&hidden.hides("o.id"));
    reader.query(
        &format!("select o.id from investor_organisation o where {}", clause.text()),
        clause.bound(),
        |r| Ok(r.get(0)?),
    )
}

/// Organisations that stand on a link, or are targets of it.
pub fn on_link(reader: &Reader, district: &str, id: ChainLinkId) -> Result<Vec<OrganisationId>> {
    reader.query(
        "select organisation_id from chain_firm where district = $1 and link_id = $2
         union select organisation_id from chain_target where district = $1 and link_id = $2",
        params![district, id],
        |r| Ok(r.get(0)?),
    )
}

/// Of these organisations, those that a unit which is not the reader's has reported first, and that unit.
pub fn occupied(
    reader: &Reader,
    who: &Who,
    ids: &[OrganisationId],
    today: Date,
) -> Result<Vec<(OrganisationId, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut clause = Clause::of_district("k.district", who.district());
    clause.also("k.state = 'open'");
    clause.and("k.expires_on >= $?", today);
    clause.among("k.organisation_id", ids.iter().copied());
    if let Reach::Units(paths) = who.actor.reach(Class::Claim, Act::Write) {
        let own = clause.below("u.path", &paths);
        clause.also(&format!("not {own}"));
    }
    reader.query(
        &format!(
            "select k.organisation_id, case when u.short_name = '' then u.name else u.short_name end from claim k
             join org_unit u on u.district = k.district and u.id = k.unit_id where {} order by k.reported_at",
            clause.text()
        ),
        clause.bound(),
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}

/// Chains, or links with their chain, by the words of a query.
pub fn hits(reader: &Reader, district: &str, q: &str, kind: search::Kind) -> Result<Vec<Hit>> {
    let tokens = query_tokens(q);
    let (matching, query) = search::matching(reader.engine(), kind, &tokens);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let is_link = kind == super::LINK_KIND;
    let select = if is_link {
        "select l.id, l.name, c.name, cast(null as text), l.updated_at from chain_link l
         join chain c on c.district = l.district and c.id = l.chain_id where l.district = $2 and l.id in"
    } else {
        "select l.id, l.name, l.leader, l.code, l.updated_at from chain l where l.district = $2 and l.id in"
    };
    reader.query(
        &format!(
            "{select} ({matching} and floor_search.district = $2) order by l.updated_at desc limit {FOUND}"
        ),
        params![query, district],
        |r| {
            Ok(Hit {
                kind: kind.name,
                id: r.get::<Uuid>(0)?,
                title: r.get(1)?,
                subtitle: r.get(2)?,
                code: r.get(3)?,
                highlights: Vec::new(),
                mine: false,
                saved_at: r.get::<Timestamp>(4)?.as_microsecond(),
            })
        },
    )
}
