//! Facts without a ledger of their own: what the office decided or typed in, and how often units reported.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use yinfeng_domain::{
    assessment::{
        Scheme,
        facts::{Quantity, Rating, Row, Target, Value},
        number,
        scheme::{Measure as SchemeMeasure, Source},
    },
    id::UnitId,
    period::Window,
};

use super::facts::plain;
use crate::{
    assessment::{DecisionView, choice, decision::FRAUD, store::facts as rows},
    floor::{Result, db::Reader},
};

/// What the office decided of units.
#[derive(Default)]
pub struct Decided {
    pub ratings: Vec<Rating>,
    pub fraud: Vec<Row>,
    /// Figures that no ledger here has: visits, trips, what other bureaus count.
    pub values: Vec<Value>,
    /// Targets of measures that the sheet of targets does not have.
    pub targets: Vec<Target>,
}

/// The latest rating of each item and the latest entered figure of each measure that the scheme has, and the confirmed
/// frauds; of the decisions up to a day, the latest first.
pub fn decided(scheme: &Scheme, made: Vec<DecisionView>, known: &BTreeSet<UnitId>) -> Decided {
    let mut out = Decided::default();
    let mut rated = BTreeSet::new();
    let mut versions: BTreeMap<(UnitId, String), u32> = BTreeMap::new();
    for one in &made {
        *versions.entry((one.unit.id, one.item.clone())).or_default() += 1;
    }
    for made in made.into_iter().filter(|made| known.contains(&made.unit.id)) {
        if made.item == FRAUD {
            out.fraud.push(plain(made.id, made.unit.id));
            continue;
        }
        let points = number::parse(&made.points).unwrap_or(Decimal::ZERO);
        let place = scheme.rating_place(&made.item).map(|place| {
            (place.item.id.clone(), place.raters.map(str::to_owned), place.aspect.map(str::to_owned))
        });
        if let Some(measure) = choice::target_of(scheme, &made.item) {
            let key = (made.unit.id, made.item.clone());
            let version = versions.get(&key).copied().unwrap_or(1);
            if rated.insert(key) {
                let target = |value| Target {
                    measure: measure.id.clone(),
                    unit: made.unit.id,
                    value,
                    version,
                    owner: None,
                    level: None,
                    part: None,
                };
                out.targets.extend(shown_quantity(measure, points).map(target));
            }
            continue;
        }
        let entered =
            scheme.entered(&made.item).and_then(|m| Some((m.id.clone(), shown_quantity(m, points)?)));
        if (place.is_none() && entered.is_none()) || !rated.insert((made.unit.id, made.item.clone())) {
            continue;
        }
        if let Some((item, raters, aspect)) = place {
            out.ratings.push(Rating {
                item,
                unit: made.unit.id,
                points,
                by: made.recorded_by.unwrap_or_else(|| made.minutes_no.clone()),
                note: format!("{}，{}", made.minutes_no, made.reason),
                raters,
                aspect,
            });
        } else if let Some((measure, value)) = entered {
            out.values.push(Value { measure, unit: made.unit.id, value });
        }
    }
    out
}

/// A figure as it was typed, in the measure's own unit; `None` for money that is not whole fen.
fn shown_quantity(measure: &SchemeMeasure, shown: Decimal) -> Option<Quantity> {
    let value = shown.checked_mul(measure.scale.size())?;
    if !measure.scale.is_money() {
        return Some(Quantity::Number(value));
    }
    let fen = value.checked_mul(Decimal::ONE_HUNDRED)?;
    if fen.fract().is_zero() { i64::try_from(fen.trunc()).ok().map(Quantity::Fen) } else { None }
}

/// Weekly reports that units made, counted: a year of a large district has millions.
pub fn reports(
    reader: &Reader,
    district: &str,
    scheme: &Scheme,
    window: Window,
    (known, credit): (&BTreeSet<UnitId>, &impl Fn(UnitId) -> Option<UnitId>),
) -> Result<Vec<Value>> {
    let measures: Vec<_> = scheme.measures.iter().filter(|m| m.source == Source::Progress).collect();
    if measures.is_empty() {
        return Ok(Vec::new());
    }
    let counted = rows::reports(reader, district, window)?;
    let mut out = Vec::new();
    for measure in measures {
        let mut by_unit: BTreeMap<UnitId, i64> = known.iter().map(|unit| (*unit, 0)).collect();
        for (unit, no_change, count) in &counted {
            let kind = if *no_change { "no_change" } else { "reported" };
            let taken = measure.filter.kinds.is_empty() || measure.filter.kinds.iter().any(|k| k == kind);
            if let (true, Some(unit)) = (taken, credit(*unit)) {
                *by_unit.entry(unit).or_default() += count;
            }
        }
        let value = |(unit, count): (UnitId, i64)| Value {
            measure: measure.id.clone(),
            unit,
            value: Quantity::Number(count.into()),
        };
        out.extend(by_unit.into_iter().map(value));
    }
    Ok(out)
}
