//! What the units of the demo are measured by: targets, what they declare, and when their monthly forms came.

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use yinfeng_domain::id::UnitId;

use super::{plan, words};
use crate::{
    assessment::{
        self, ForecastDraft, Measure as Planned, ReturnDraft, TargetDraft, TargetLevel, TargetOwner,
    },
    floor::{Result, db::Tx, web::Who},
};

pub fn targets(tx: &Tx<'_>, who: &Who, root: UnitId, scored: &[UnitId]) -> Result<()> {
    let decided_on = date(2013, 1, 15);
    let target = |unit_id, measure, value| {
        let draft = TargetDraft {
            unit_id,
            measure,
            year: 2013,
            owner: TargetOwner::District,
            level: TargetLevel::Plain,
            value,
            parts: std::collections::BTreeMap::new(),
            decided_on,
            note: "指导性计划".into(),
            version: 0,
        };
        assessment::set_target(tx, who, &draft)
    };
    let plans: Vec<i64> = words::SCORED.iter().map(|u| u.2 * 1_000_000).collect();
    let whole: i64 = plans.iter().sum();
    target(root, Planned::Funds, whole)?;
    target(root, Planned::Projects, 260)?;
    target(root, Planned::Talents, 15)?;
    target(root, Planned::Institutes, 9)?;
    let mut declared = 0;
    for (i, unit) in scored.iter().enumerate() {
        target(*unit, Planned::Funds, plans[i])?;
        let forecast = if i + 1 == plans.len() {
            plan::FORECAST_FEN - declared
        } else {
            // In whole 万元, as units declare.
            i64::try_from(
                i128::from(plan::FORECAST_FEN) * i128::from(plans[i]) / i128::from(whole) / 1_000_000,
            )
            .unwrap_or(0)
                * 1_000_000
        };
        declared += forecast;
        let draft = ForecastDraft {
            unit_id: *unit,
            measure: Planned::Funds,
            year: 2013,
            value: forecast,
            declared_on: date(2013, 8, 28),
            version: 0,
        };
        assessment::set_forecast(tx, who, &draft)?;
        // Streets, zones and management districts are to bring talents and institutes as well.
        if i < 10 {
            target(*unit, Planned::Projects, [18, 30][usize::from(i == 6)])?;
            target(*unit, Planned::Talents, 1 + i64::from(i == 6 || i == 7))?;
            target(*unit, Planned::Institutes, 1)?;
        }
        returns(tx, who, i, *unit)?;
    }
    Ok(())
}

/// The monthly forms: some units are late now and then, one is late every month.
fn returns(tx: &Tx<'_>, who: &Who, i: usize, unit: UnitId) -> Result<()> {
    for month in 1..=8_i8 {
        let due_on = Date::new(2013, month, 25).map_err(anyhow::Error::from)?;
        let late = i == 35 || (i * 7 + month as usize * 5).is_multiple_of(23);
        let submitted_on = match (late, (i + month as usize).is_multiple_of(2)) {
            (true, true) => None,
            (true, false) => Some(due_on.saturating_add(4.days())),
            _ => Some(due_on.saturating_sub(2.days())),
        };
        let draft = ReturnDraft { unit_id: unit, month: format!("2013-{month:02}"), due_on, submitted_on };
        assessment::note_return(tx, who, &draft)?;
    }
    Ok(())
}
