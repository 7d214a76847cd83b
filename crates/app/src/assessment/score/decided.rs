//! Facts without a ledger of their own: what the office decided or typed in, and how often units reported.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use yinfeng_domain::{
    assessment::{
        Scheme,
        facts::{Quantity, Rating, Row, Value},
        number,
        scheme::{Measure as SchemeMeasure, Source},
    },
    id::UnitId,
    period::Window,
};

use super::facts::plain;
use crate::{
    assessment::{
        decision::FRAUD,
        store::{decision, facts as rows},
    },
    floor::{Result, db::Reader},
};

/// What the office decided of units.
pub struct Decided {
    pub ratings: Vec<Rating>,
    pub fraud: Vec<Row>,
    /// Figures that no ledger here has: visits, trips, what other bureaus count.
    pub values: Vec<Value>,
}

/// The latest rating of each item and the latest entered figure of each measure that the scheme has, and the confirmed
/// frauds.
pub fn decided(
    reader: &Reader,
    district: &str,
    scheme: &Scheme,
    (year, as_of): (i64, Date),
    known: &BTreeSet<UnitId>,
) -> Result<Decided> {
    let mut out = Decided { ratings: Vec::new(), fraud: Vec::new(), values: Vec::new() };
    let mut rated = BTreeSet::new();
    for made in decision::list(reader, district, year, None)? {
        if made.decided_on > as_of || !known.contains(&made.unit.id) {
            continue;
        }
        if made.item == FRAUD {
            out.fraud.push(plain(made.id, made.unit.id));
            continue;
        }
        let points = number::parse(&made.points).unwrap_or(Decimal::ZERO);
        let place = scheme.rating_place(&made.item).map(|place| {
            (place.item.id.clone(), place.raters.map(str::to_owned), place.aspect.map(str::to_owned))
        });
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
    Ok(out)
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
