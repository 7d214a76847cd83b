//! What an address supposes, as changes of the facts that were gathered for a scheme.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        facts::{Quantity, Row, Target},
        scheme::Source,
        what_if::Suppose,
    },
    authority::{Act, Reach},
    id::{FundId, ProjectId, UnitId},
    period::Window,
};

use super::{
    super::{
        Scored,
        facts::{measure_for, plain, so_far},
        view::unit_row,
    },
    ask::{Entry, What},
};
use crate::{
    assessment::{
        Measure,
        book::{self, Method},
        store::facts as rows,
    },
    floor::{Result, db::Reader, web::Who},
    fund::{self, Subject},
};

pub struct Resolved {
    pub supposed: Vec<Suppose>,
    /// Entry by entry: whether it counts up to the day.
    pub counts: Vec<bool>,
}

pub fn resolve(
    reader: &Reader,
    who: &Who,
    scored: &Scored,
    reach: &Reach,
    entries: &[Entry],
) -> Result<Resolved> {
    let window = so_far(&scored.scheme, scored.as_of);
    let (mut supposed, mut counts) = (Vec::new(), Vec::new());
    let mut left_out: BTreeMap<ProjectId, BTreeSet<FundId>> = BTreeMap::new();
    for entry in entries {
        counts.push(match &entry.what {
            What::More { source, unit, fen, industry, on } => {
                assessed(scored, reach, entry, *unit)?;
                let counts = on.is_none_or(|on| window.contains(on));
                if counts {
                    let row = Row {
                        fen: *fen,
                        size_fen: Some(*fen).filter(|fen| *fen != 0),
                        industry: industry.clone().map(Into::into),
                        kind: Some("new".into()),
                        tags: tags(scored, on.unwrap_or(scored.as_of)).map(Box::new),
                        ..plain(Uuid::from_u128(entry.no as u128), *unit)
                    };
                    supposed.push(Suppose::Row { source: *source, row });
                }
                counts
            }
            What::Target { unit, measure, value } => {
                assessed(scored, reach, entry, *unit)?;
                supposed.push(Suppose::Target(target(scored, entry, *unit, (*measure, *value))?));
                true
            }
            What::Without { fund } => {
                let found = fund::subject(reader, who, Act::Read, *fund)?;
                let less = left(reader, who.district(), scored, window, &found)?;
                let by_rules =
                    Method::is_of(&scored.scheme) && found.state == "recognised" && !found.corrects;
                if by_rules {
                    left_out.entry(found.project_id).or_default().insert(*fund);
                }
                let counts = by_rules || !less.is_empty();
                if !by_rules {
                    supposed.extend(less.into_iter().map(|row| Suppose::Less { source: Source::Funds, row }));
                }
                counts
            }
        });
    }
    supposed.splice(0..0, instead(reader, who, scored, &left_out)?);
    Ok(Resolved { supposed, counts })
}

/// The unit is assessed, and one may see it; who may not is told the same as of a unit that is not assessed.
fn assessed(scored: &Scored, reach: &Reach, entry: &Entry, unit: UnitId) -> Result<()> {
    let known = scored.gathered.facts.units.iter().any(|u| u.id == unit);
    let seen = unit_row(scored, unit).is_some_and(|row| reach.covers(&row.path));
    if known && seen { Ok(()) } else { Err(entry.fault("assessment.what_if_unit")) }
}

/// The fields that conditions of the scheme ask of single rows, as far as a supposed row has them.
fn tags(scored: &Scored, on: jiff::civil::Date) -> Option<BTreeMap<String, String>> {
    let asked = scored.scheme.row_fields();
    let on = asked.contains("on").then(|| ("on".to_owned(), on.to_string()));
    (!asked.is_empty()).then(|| on.into_iter().collect())
}

fn target(scored: &Scored, entry: &Entry, unit: UnitId, (measure, value): (Measure, i64)) -> Result<Target> {
    let Some(found) = measure_for(&scored.scheme, measure) else {
        return Err(entry.fault("assessment.what_if_measure"));
    };
    let value = match measure {
        Measure::Funds => Quantity::Fen(value),
        _ => Quantity::Number(value.into()),
    };
    Ok(Target { measure: found.id.clone(), unit, value, version: 0, owner: None, level: None, part: None })
}

/// What the units have of a receipt and its corrections, recognised in the window, where no rules of a scheme apply.
fn left(
    reader: &Reader,
    district: &str,
    scored: &Scored,
    window: Window,
    fund: &Subject,
) -> Result<Vec<Row>> {
    let known = |unit: UnitId| {
        let unit = scored.gathered.counts_for.get(&unit).copied()?;
        scored.gathered.facts.units.iter().any(|u| u.id == unit).then_some(unit)
    };
    let found = rows::credited_of(reader, district, fund.id)?;
    let counted = found.into_iter().filter(|c| window.contains(c.recognised_on));
    Ok(counted
        .filter_map(|c| {
            Some(Row {
                fen: c.fen,
                industry: c.industry.map(Into::into),
                project: Some(fund.project_id),
                ..plain(fund.id.0, known(c.unit)?)
            })
        })
        .collect())
}

/// Where rules apply a receipt may make room for others of its project: all of the project is recognised anew.
fn instead(
    reader: &Reader,
    who: &Who,
    scored: &Scored,
    left_out: &BTreeMap<ProjectId, BTreeSet<FundId>>,
) -> Result<Vec<Suppose>> {
    if left_out.is_empty() {
        return Ok(Vec::new());
    }
    let units = &scored.gathered.counts_for;
    let method = Method::new(reader, who.district(), &scored.scheme, (scored.as_of, 0), units)?;
    let known: BTreeSet<UnitId> = scored.gathered.facts.units.iter().map(|u| u.id).collect();
    let one = |(project, without): (&ProjectId, &BTreeSet<FundId>)| {
        let rows = book::rows_without(reader, &method, &known, *project, without)?;
        Ok(Suppose::Instead { source: Source::Funds, project: *project, rows })
    };
    left_out.iter().map(one).collect()
}
