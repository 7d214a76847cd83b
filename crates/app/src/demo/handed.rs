//! The demo's owners of investors: who is in charge of which, somebody who moved to another unit and handed over, a
//! hand-over that waits, an investor offered to another unit, and one that was taken.

use jiff::civil::date;
use yinfeng_domain::{
    id::{OrganisationId, UnitId},
    referral::ReferralStep,
};

use super::contacts::Entered;
use crate::{
    claim,
    floor::{Result, db::Tx, seal::Keys, web::Who},
    handover::{self, HandoverAnswer, HandoverDraft, HandoverGiver, HandoverLineDraft},
    investor,
    referral::{self, ReferralDraft, ReferralSaid},
};

/// Those of the demo who have investors, each with a unit.
pub struct People {
    pub yuhe: (Who, UnitId),
    pub head: Who,
    pub zone: (Who, UnitId),
    /// Moved from the first unit to the second.
    pub moved: Who,
}

pub fn handed(tx: &Tx<'_>, office: &Who, keys: &Keys, people: &People, entered: &[Entered]) -> Result<()> {
    let (yuhe, zone) = (people.yuhe.1, people.zone.1);
    let of_unit = |unit: UnitId| entered.iter().filter(move |e| e.unit == unit).map(|e| e.organisation);
    let (ours, theirs): (Vec<_>, Vec<_>) = (of_unit(yuhe).collect(), of_unit(zone).collect());
    // The last two of the street were those of the one who moved.
    let kept = ours.len().saturating_sub(2);
    for (at, id) in ours.iter().enumerate() {
        let by = if at < kept { &people.yuhe.0 } else { &people.moved };
        investor::pass_on(tx, office, *id, (yuhe, by.account_id()), "")?;
    }
    for id in &theirs {
        investor::pass_on(tx, office, *id, (zone, people.zone.0.account_id()), "")?;
    }
    let whole = HandoverGiver { person: people.moved.account_id(), unit: None, organisation: None };
    if let Some(id) = give(tx, office, keys, whole, &people.yuhe, ("调往经济开发区工作", &people.moved))?
    {
        let answer = HandoverAnswer { text: "已当面交接".into(), version: 1 };
        handover::accept(tx, &people.head, keys, id, &answer)?;
    }
    let mut free = Vec::new();
    for id in theirs {
        if claim::open_on(tx, office, id)?.is_none() {
            free.push(id);
        }
    }
    if let [given, offered, ..] = free[..] {
        let one = HandoverGiver { person: None, unit: Some(zone), organisation: Some(given) };
        let why = "企业选址改在于河街道，由于河街道继续跟进";
        give(tx, office, keys, one, &people.yuhe, (why, &people.zone.0))?;
        let why = "企业需要临街厂房和成熟配套，于河街道条件更合适";
        offer(tx, office, offered, &people.zone, yuhe, (why, 3_000))?;
    }
    let mut out = None;
    for id in ours.into_iter().take(kept) {
        if out.is_none() && claim::open_on(tx, office, id)?.is_none() {
            out = Some(id);
        }
    }
    if let Some(out) = out {
        let why = "企业要求进入专业园区，开发区有现成的蒸汽和污水处理条件";
        let id = offer(tx, office, out, &people.yuhe, zone, (why, 2_000))?;
        let said = ReferralSaid { text: "同意接收，已与企业联系".into(), version: 1 };
        referral::take(tx, &people.zone.0, id, ReferralStep::Accept, &said)?;
    }
    Ok(())
}

/// All of it that may go to another unit, to one successor; nothing when nothing is held.
fn give(
    tx: &Tx<'_>,
    office: &Who,
    keys: &Keys,
    giver: HandoverGiver,
    (to, unit): &(Who, UnitId),
    (why, by): (&str, &Who),
) -> Result<Option<yinfeng_domain::id::HandoverId>> {
    let held = handover::held(tx, office, keys, giver)?;
    let lines: Vec<_> = held
        .items
        .iter()
        .filter(|item| !item.within_unit)
        .map(|item| HandoverLineDraft {
            kind: item.kind.code().into(),
            id: item.id,
            to_unit_id: *unit,
            to_person_id: to.account_id(),
        })
        .collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let draft = HandoverDraft {
        person_id: giver.person,
        unit_id: giver.unit,
        organisation_id: giver.organisation,
        why: why.into(),
        lines,
    };
    handover::create_imported(tx, office, &draft, by.account_id()).map(Some)
}

fn offer(
    tx: &Tx<'_>,
    office: &Who,
    organisation_id: OrganisationId,
    (from, from_unit): &(Who, UnitId),
    to_unit_id: UnitId,
    (why, keeps_bp): (&str, i64),
) -> Result<yinfeng_domain::id::ReferralId> {
    let draft = ReferralDraft {
        organisation_id,
        from_unit_id: Some(*from_unit),
        to_unit_id,
        why: why.into(),
        keeps_bp: Some(keeps_bp),
    };
    let new = referral::Imported { draft, offered_by: from.account_id(), offered_on: date(2013, 8, 28) };
    referral::create_imported(tx, office, &new)
}
