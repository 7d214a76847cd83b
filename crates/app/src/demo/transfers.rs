//! The demo's transfers: one that waits for the receiving unit, one for the office, and one that is done.

use jiff::civil::{Date, date};
use yinfeng_domain::{
    id::UnitId,
    transfer::{CreditMeasure, CreditMode, TransferStep},
};

use super::{named, work::Loaded};
use crate::{
    floor::{Result, db::Tx, web::Who},
    transfer::{self, Imported, TermDraft, TransferDraft, TransferSaid},
};

/// From and to among the scored units, why, offered on, last day to answer, and the steps taken since.
type Told = (usize, usize, &'static str, Date, Date, &'static [TransferStep]);

const TRANSFERS: [Told; 3] = [
    (6, 0, "开发区暂无成片用地，于河街道有现成厂房", date(2013, 8, 26), date(2013, 9, 10), &[]),
    (8, 6, "投资方要求进入经济开发区配套园区", date(2013, 8, 22), date(2013, 9, 5), &[TransferStep::Accept]),
    (
        0,
        7,
        "项目需要科研和人才公寓配套，更适合在创新科技产业园落地",
        date(2013, 8, 12),
        date(2013, 8, 31),
        &[TransferStep::Accept, TransferStep::Confirm],
    ),
];

/// Projects in negotiation that the notes do not name; steps happen on the day of the figures.
pub fn transfers(tx: &Tx<'_>, who: &Who, projects: &[Loaded<'_>], units: &[UnitId]) -> Result<()> {
    let terms = [
        TermDraft { measure: CreditMeasure::Funds, mode: CreditMode::Split, keeps_bp: 3_000 },
        TermDraft { measure: CreditMeasure::Projects, mode: CreditMode::Split, keeps_bp: 5_000 },
        TermDraft { measure: CreditMeasure::Output, mode: CreditMode::Double, keeps_bp: 0 },
        TermDraft { measure: CreditMeasure::Tax, mode: CreditMode::Split, keeps_bp: 5_000 },
    ];
    for (from, to, reason, offered_on, expires_on, steps) in TRANSFERS {
        let found = projects.iter().find(|p| {
            let talks = p.plan.stages.last().is_some_and(|(stage, _)| *stage == "negotiation");
            let early = p.plan.entered_on < offered_on && p.plan.funds.is_empty();
            p.plan.units[0].0 == from && talks && early && !named::is(p.plan)
        });
        let Some(project) = found else { continue };
        let new = Imported {
            draft: TransferDraft {
                project_id: project.id,
                to_unit_id: units[to],
                reason: reason.into(),
                terms: terms.to_vec(),
                years: Some(5),
                expires_on,
            },
            offered_by: project.filler,
            offered_on,
        };
        let id = transfer::create_imported(tx, who, &new)?;
        for (version, step) in (1..).zip(steps) {
            transfer::take(tx, who, id, *step, &TransferSaid { text: String::new(), version })?;
        }
    }
    Ok(())
}
