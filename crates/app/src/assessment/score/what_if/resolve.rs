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
        spoken,
        view::unit_row,
    },
    ask::{Entry, What},
};
use crate::{
    assessment::{
        Measure,
        book::{self, Method, More},
        store::facts as rows,
    },
    floor::{Result, db::Reader, web::Who},
    fund::{self, Subject},
    project,
};

pub struct Resolved {
    pub supposed: Vec<Suppose>,
    /// Entry by entry.
    pub each: Vec<Resolution>,
}

/// What becomes of an entry.
pub struct Resolution {
    /// Whether it counts up to the day.
    pub counts: bool,
    /// What the rules of the project make of a receipt, step by step.
    pub line: Option<String>,
    /// Who has something of it.
    pub credited: Vec<UnitId>,
}

impl Resolution {
    const fn plain(counts: bool) -> Self {
        Self { counts, line: None, credited: Vec::new() }
    }
}

/// What is supposed of the receipts of a project.
#[derive(Default)]
struct Otherwise {
    without: BTreeSet<FundId>,
    /// With the numbers of their entries.
    more: Vec<(usize, More)>,
}

pub fn resolve(
    reader: &Reader,
    who: &Who,
    scored: &Scored,
    reach: &Reach,
    entries: &[Entry],
) -> Result<Resolved> {
    let window = so_far(&scored.scheme, scored.as_of);
    let (mut supposed, mut each) = (Vec::new(), Vec::new());
    let mut otherwise: BTreeMap<ProjectId, Otherwise> = BTreeMap::new();
    for entry in entries {
        each.push(Resolution::plain(match &entry.what {
            What::More { source, unit, fen, industry, on } => {
                assessed(scored, reach, entry, *unit)?;
                // Whether money counts is known of a project only where the scheme has rules for it.
                if *source == Source::Funds && Method::is_of(&scored.scheme) {
                    return Err(entry.fault("assessment.what_if_project"));
                }
                let counts = on.is_none_or(|on| window.contains(on));
                if counts {
                    let row = Row {
                        fen: *fen,
                        size_fen: Some(*fen).filter(|fen| *fen != 0),
                        industry: industry.clone().map(Into::into),
                        kind: Some("new".into()),
                        tags: tags(scored, on.unwrap_or(scored.as_of)).map(Box::new),
                        ..plain(of_entry(entry.no), *unit)
                    };
                    supposed.push(Suppose::Row { source: *source, row });
                }
                counts
            }
            What::Paid { unit, project, fen, on } => {
                assessed(scored, reach, entry, *unit)?;
                project::reference(reader, who, *project)?;
                let on = on.unwrap_or(scored.as_of);
                let more = More { id: FundId(of_entry(entry.no)), fen: *fen, on };
                otherwise.entry(*project).or_default().more.push((entry.no, more));
                false
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
                    otherwise.entry(found.project_id).or_default().without.insert(*fund);
                }
                let counts = by_rules || !less.is_empty();
                if !by_rules {
                    supposed.extend(less.into_iter().map(|row| Suppose::Less { source: Source::Funds, row }));
                }
                counts
            }
        }));
    }
    let mut first = Vec::new();
    if !otherwise.is_empty() {
        let units = &scored.gathered.counts_for;
        let method = Method::new(reader, who.district(), &scored.scheme, (scored.as_of, 0), units)?;
        for (id, of) in otherwise {
            for (no, became) in recognised(reader, who, scored, &method, (id, of), &mut first)? {
                each[no - 1] = became;
            }
        }
    }
    supposed.splice(0..0, first);
    Ok(Resolved { supposed, each })
}

/// The row of an entry.
const fn of_entry(no: usize) -> Uuid {
    Uuid::from_u128(no as u128)
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

/// All of a project is recognised anew: where rules apply a receipt may make room for others, or take it up. Gives what
/// becomes of the supposed receipts by the numbers of their entries.
fn recognised(
    reader: &Reader,
    who: &Who,
    scored: &Scored,
    method: &Method<'_>,
    (project, of): (ProjectId, Otherwise),
    supposed: &mut Vec<Suppose>,
) -> Result<Vec<(usize, Resolution)>> {
    let known: BTreeSet<UnitId> = scored.gathered.facts.units.iter().map(|u| u.id).collect();
    let more: Vec<More> = of.more.iter().map(|(_, more)| *more).collect();
    let found = book::otherwise(reader, method, &known, project, (&of.without, &more))?;
    let source = Source::Funds;
    let became = |(no, more): (usize, More)| {
        let credited: BTreeSet<UnitId> =
            found.rows.iter().filter(|row| row.id == more.id.0 && row.fen != 0).map(|row| row.unit).collect();
        let line = found.line(more.id, spoken(who.lang));
        (no, Resolution { counts: !credited.is_empty(), line, credited: credited.into_iter().collect() })
    };
    let out = of.more.into_iter().map(became).collect();
    if Method::is_of(&scored.scheme) {
        supposed.push(Suppose::Instead { source, project, rows: found.rows });
    } else {
        let own = found.rows.into_iter().filter(|row| more.iter().any(|m| m.id.0 == row.id));
        supposed.extend(own.map(|row| Suppose::Row { source, row }));
    }
    Ok(out)
}
