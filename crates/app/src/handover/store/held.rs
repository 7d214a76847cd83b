//! What somebody, or a unit, holds: read from the tables of the rooms that keep it.

use uuid::Uuid;
use yinfeng_domain::{
    handover::HeldKind,
    id::{AccountId, OrganisationId, UnitId},
};

use super::{organisation, person, unit};
use crate::{
    floor::{
        Error, Result,
        db::{Clause, Hidden, Reader, Tx, dialect},
    },
    handover::{HandoverGiver, HandoverHeld, open::MOST},
    params,
};

/// Where one kind of thing is kept.
struct Kept {
    kind: HeldKind,
    table: &'static str,
    /// The column that names whose it is.
    person: &'static str,
    /// What a line of it is called; nothing of a person.
    label: &'static str,
    /// Rows that are still open.
    open: &'static str,
    /// Whether it cannot go to another unit.
    within: &'static str,
}

const KEPT: [Kept; 4] = [
    Kept {
        kind: HeldKind::Charge,
        table: "investor_charge",
        person: "account_id",
        label: "o.name",
        open: "x.until_on is null",
        within: "0",
    },
    Kept {
        kind: HeldKind::Contact,
        table: "contact",
        person: "keeper_id",
        label: "''",
        open: "1 = 1",
        within: "0",
    },
    Kept {
        kind: HeldKind::Claim,
        table: "claim",
        person: "keeper_id",
        label: "x.code",
        open: "x.state = 'open'",
        within: "case when x.project_id is null and not x.contested then 0 else 1 end",
    },
    Kept {
        kind: HeldKind::NextStep,
        table: "interaction",
        person: "next_owner_id",
        label: "x.next_step",
        open: "x.next_due_on is not null and x.next_done_on is null",
        within: "0",
    },
];

fn kept(kind: HeldKind) -> &'static Kept {
    KEPT.iter().find(|kept| kept.kind == kind).unwrap_or(&KEPT[0])
}

fn whose(kept: &Kept, district: &str, giver: HandoverGiver) -> Clause {
    let mut clause = Clause::of_district("x.district", district);
    clause.also(kept.open);
    if let Some(person) = giver.person {
        clause.and(&format!("x.{} = $?", kept.person), person);
    }
    if let Some(unit) = giver.unit {
        clause.and("x.unit_id = $?", unit);
    }
    if let Some(organisation) = giver.organisation {
        clause.and("x.organisation_id = $?", organisation);
    }
    clause
}

/// What is held, one more than a hand-over takes; of organisations that are not hidden.
pub fn of(
    reader: &Reader,
    district: &str,
    giver: HandoverGiver,
    hidden: &Hidden,
) -> Result<Vec<HandoverHeld>> {
    let mut out = Vec::new();
    for kept in &KEPT {
        let mut clause = whose(kept, district, giver);
        hidden.keep(&mut clause, "x.organisation_id");
        let room = MOST + 1 - out.len();
        let sql = format!(
            "select x.id, {}, o.id, o.name, o.country, u.id, u.name, u.short_name, u.kind, a.id, a.name, u.path, {}
             from {} x
             join investor_organisation o on o.district = x.district and o.id = x.organisation_id
             join org_unit u on u.district = x.district and u.id = x.unit_id
             left join identity_account a on a.district = x.district and a.id = x.{}
             where {} order by o.sort_key, x.id limit {room}",
            kept.label,
            kept.within,
            kept.table,
            kept.person,
            clause.text()
        );
        out.extend(reader.query(&sql, clause.bound(), |r| {
            Ok(HandoverHeld {
                kind: kept.kind,
                id: r.get(0)?,
                label: r.get(1)?,
                organisation: organisation(r, 2)?,
                unit: unit(r, 5)?,
                person: person(r, 9)?,
                waiting: None,
                within_unit: r.get::<i64>(12)? == 1,
                unit_path: r.get(11)?,
            })
        })?);
    }
    Ok(out)
}

/// Kind and path of the unit of all that is held, hidden or not.
pub fn paths(reader: &Reader, district: &str, giver: HandoverGiver) -> Result<Vec<(HeldKind, String)>> {
    let mut out = Vec::new();
    for kept in &KEPT {
        let clause = whose(kept, district, giver);
        let sql = format!(
            "select u.path from {} x join org_unit u on u.district = x.district and u.id = x.unit_id where {} limit 10000",
            kept.table,
            clause.text()
        );
        out.extend(reader.query(&sql, clause.bound(), |r| Ok((kept.kind, r.get(0)?)))?);
    }
    Ok(out)
}

/// Whose something is now: the unit and the person; none when it is done, ended or deleted. Nobody else changes that
/// until the transaction ends.
pub fn holder(
    tx: &Tx<'_>,
    district: &str,
    kind: HeldKind,
    subject: Uuid,
) -> Result<Option<(UnitId, Option<AccountId>)>> {
    let kept = kept(kind);
    let sql = format!(
        "select x.unit_id, x.{} from {} x where x.district = $1 and x.id = $2 and {}{}",
        kept.person,
        kept.table,
        kept.open,
        dialect::for_update(tx.engine())
    );
    tx.first(&sql, params![district, subject], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The organisation of which an entry says who is in charge.
pub fn organisation_of(reader: &Reader, district: &str, charge: Uuid) -> Result<OrganisationId> {
    let found = reader.value::<OrganisationId>(
        "select organisation_id from investor_charge where district = $1 and id = $2",
        params![district, charge],
    )?;
    found.ok_or(Error::NotFound)
}
