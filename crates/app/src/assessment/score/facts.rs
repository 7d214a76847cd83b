//! The facts that a scheme is applied to, gathered from what is recorded and recognised up to a day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{
        Facts, Missing, Scheme,
        expr::Part,
        facts,
        facts::{Earlier, Quantity, Row, punctuality},
        measured, number,
        scheme::Source,
    },
    id::UnitId,
    period::Window,
};

use super::decided::{Decided, decided, reports};
use crate::{
    assessment::{
        Measure,
        book::{self, Book, Method},
        choice,
        decision::FRAUD,
        plan,
        returned::is_late,
        store::{
            decision,
            facts::{self as rows, Form, Money, UnitRow},
            soft,
        },
    },
    floor::{Result, db::Reader},
};

/// What is applied to whom, and what the pages say beside it.
pub struct Gathered {
    pub facts: Facts,
    pub units: Vec<UnitRow>,
    /// The assessed unit that each unit's results count for: itself, or the nearest above it.
    pub counts_for: HashMap<UnitId, UnitId>,
    /// Recognised money in fen, before any factor.
    pub done_fen: HashMap<UnitId, i64>,
    /// Targets of money in fen.
    pub target_fen: HashMap<UnitId, i64>,
    /// Assessed by the tree of units, but without any target: left out, and named.
    pub without_target: Vec<String>,
    /// What became of the receipts, where the scheme itself says what counts.
    pub book: Option<Book>,
    /// What its rules of recognition ask for and nobody recorded.
    pub missing: Vec<Missing>,
}

/// The units of a day, and the assessed unit that the results of each count for.
pub fn assessed_units(
    reader: &Reader,
    district: &str,
    on: Date,
) -> Result<(Vec<UnitRow>, HashMap<UnitId, UnitId>)> {
    let units = rows::units(reader, district, on)?;
    let counts_for = counts_for(&units);
    Ok((units, counts_for))
}

/// The part of the scheme's window that is over on a day; empty before it begins.
pub fn so_far(scheme: &Scheme, as_of: Date) -> Window {
    let Window { from, to } = scheme.window;
    let to = to.min(as_of);
    // Nothing was recognised in a window that ends the day before it begins.
    Window { from, to: if to < from { from.yesterday().unwrap_or(from) } else { to } }
}

pub fn gather(reader: &Reader, district: &str, scheme: &Scheme, year: i64, as_of: Date) -> Result<Gathered> {
    let window = so_far(scheme, as_of);
    let (units, counts_for) = assessed_units(reader, district, as_of)?;
    let targets = plan::all_targets(reader, district, year, as_of)?;
    let mut made = decision::list(reader, district, year, None, None)?;
    made.retain(|d| d.decided_on <= as_of);
    // A method without targets assesses whom the office rated, or entered a figure for.
    let plain = !choice::asks_targets(scheme);
    let set =
        made.iter().filter(|d| choice::target_of(scheme, &d.item).is_some() || (plain && d.item != FRAUD));
    let aimed: BTreeSet<UnitId> = targets.iter().map(|t| t.unit.id).chain(set.map(|d| d.unit.id)).collect();
    let (assessed, rest): (Vec<&UnitRow>, Vec<&UnitRow>) =
        units.iter().filter(|u| u.scored).partition(|u| aimed.contains(&u.id));
    let without_target = rest.into_iter().map(|u| u.name.clone()).collect();
    let known: BTreeSet<UnitId> = assessed.iter().map(|u| u.id).collect();
    let credit = |unit: UnitId| counts_for.get(&unit).copied().filter(|u| known.contains(u));

    let mut missing = Vec::new();
    let source = Sources { reader, district, scheme, counts_for: &counts_for, known: &known };
    let (funds, book) = funds(&source, window, (as_of, 0), &mut missing)?;
    let done_fen = book::sums(&funds);
    let plain = |t: &&plan::Target| t.owner.aim().is_none() && t.level.aim().is_none();
    let money_targets = targets.iter().filter(plain).filter(|t| t.measure == Measure::Funds);
    let target_fen = money_targets.map(|t| (t.unit.id, t.value)).collect();

    let mut ledgers = ledgers(&source, (window, as_of), funds, &mut missing)?;
    let Decided { ratings, fraud, mut values, targets: typed } = decided(scheme, made, &known);
    ledgers.insert(Source::Fraud, fraud);
    values.extend(reports(reader, district, scheme, window, (&known, &credit))?);
    let soft: BTreeSet<UnitId> = soft::in_force(reader, district, year, as_of)?
        .into_iter()
        .filter(|s| s.soft)
        .map(|s| s.unit.id)
        .collect();
    let assessed: Vec<facts::Unit> = assessed.iter().map(|u| unit(scheme, u, soft.contains(&u.id))).collect();
    let history = history(&source, (window, as_of), &assessed, &mut missing)?;

    let facts = Facts {
        units: assessed,
        ledgers,
        values,
        targets: targets
            .iter()
            .filter(|t| known.contains(&t.unit.id))
            .flat_map(|t| aims(scheme, t))
            .chain(typed)
            .collect(),
        ratings,
        history,
    };
    Ok(Gathered { facts, units, counts_for, done_fen, target_fen, without_target, book, missing })
}

/// Where facts are gathered from, and for whom.
struct Sources<'a> {
    reader: &'a Reader,
    district: &'a str,
    scheme: &'a Scheme,
    counts_for: &'a HashMap<UnitId, UnitId>,
    known: &'a BTreeSet<UnitId>,
}

impl Sources<'_> {
    fn credit(&self, unit: UnitId) -> Option<UnitId> {
        self.counts_for.get(&unit).copied().filter(|u| self.known.contains(u))
    }
}

/// Money: what the scheme's own rules recognise, or as the office recognised it. `back` years before the scheme's year.
fn funds(
    from: &Sources<'_>,
    window: Window,
    (as_of, back): (Date, i16),
    missing: &mut Vec<Missing>,
) -> Result<(Vec<Row>, Option<Book>)> {
    if !Method::is_of(from.scheme) {
        let all = money(from.reader, from.district, from.scheme, window)?;
        return Ok((all.into_iter().filter_map(|m| fund_row(m, &|u| from.credit(u))).collect(), None));
    }
    let method = Method::new(from.reader, from.district, from.scheme, (as_of, back), from.counts_for)?;
    let (rows, book) = book::keep(from.reader, &method, from.known, missing)?;
    Ok((rows, Some(book)))
}

/// The rows of a window that are read one by one, by source.
fn ledgers(
    from: &Sources<'_>,
    (window, as_of): (Window, Date),
    funds: Vec<Row>,
    missing: &mut Vec<Missing>,
) -> Result<Ledgers> {
    let (reader, district, credit) = (from.reader, from.district, |u| from.credit(u));
    let divided = from.scheme.credit.is_some() || !from.scheme.row_fields().is_empty();
    let mut ledgers = if divided {
        introduced_by_rule(from, window, as_of, missing)?
    } else {
        introduced(reader, district, window, &credit)?
    };
    ledgers.insert(Source::Funds, funds);
    let done = super::activity::done(reader, district, from.scheme, window)?;
    let done = done
        .into_iter()
        .filter_map(|(id, unit, kind)| Some(Row { kind: Some(kind.into()), ..plain(id, credit(unit)?) }));
    ledgers.insert(Source::Activities, done.collect());
    let breaches = rows::breaches(reader, district, window)?;
    let breaches = breaches
        .into_iter()
        .filter_map(|(id, unit, kind)| Some(Row { kind: Some(kind.into()), ..plain(id, credit(unit)?) }));
    ledgers.insert(Source::Breaches, breaches.collect());
    let forms = rows::forms(reader, district, window)?;
    let form = |f: &Form| {
        let state = punctuality(f.due_on, f.submitted_on, as_of);
        Some(Row { kind: Some(state.into()), ..plain(form_id(f), credit(f.unit)?) })
    };
    let late = forms.iter().filter(|f| is_late(f.due_on, f.submitted_on, as_of));
    ledgers.insert(Source::Forms, late.filter_map(form).collect());
    ledgers.insert(Source::Returns, forms.iter().filter_map(form).collect());
    Ok(ledgers)
}

/// What the measures came to in the same part of earlier years (同比), where the scheme looks at growth.
fn history(
    from: &Sources<'_>,
    (window, as_of): (Window, Date),
    units: &[facts::Unit],
    missing: &mut Vec<Missing>,
) -> Result<Vec<Earlier>> {
    let scheme = from.scheme;
    let mut out = Vec::new();
    for back in scheme.years_back() {
        let end = scheme.window.to.year();
        let year = i16::try_from(back).ok().map(|b| if b >= 1000 { b } else { end - b });
        let shift =
            |day: Date| Some(day.saturating_sub(jiff::Span::new().years(i32::from(end) - i32::from(year?))));
        let (Some(first), Some(last), Some(day), Some(year)) =
            (shift(window.from), shift(window.to), shift(as_of), year)
        else {
            continue;
        };
        let then = Window { from: first, to: last };
        let (money, _) = funds(from, then, (as_of, end - year), missing)?;
        let ledgers = ledgers(from, (then, day), money, missing)?;
        let facts = Facts { units: units.to_vec(), ledgers, ..Facts::default() };
        for (unit, measure, value) in measured(scheme, &facts, day) {
            let Some(known) = scheme.measure(&measure) else { continue };
            let fen = || i64::try_from(number::round(value.checked_mul(Decimal::ONE_HUNDRED)?, 0)).ok();
            let value =
                if known.scale.is_money() { fen().map(Quantity::Fen) } else { Some(Quantity::Number(value)) };
            out.extend(value.map(|value| Earlier { measure, unit, year, value }));
        }
    }
    Ok(out)
}

fn unit(scheme: &Scheme, u: &UnitRow, soft: bool) -> facts::Unit {
    let class = scheme.classes.iter().find(|c| c.takes(&u.kind)).map_or(&u.kind, |c| &c.id);
    facts::Unit { id: u.id, name: u.name.clone(), class: class.clone(), soft }
}

/// A squad's results count for the unit that sent it: the nearest assessed unit on the way up.
fn counts_for(units: &[UnitRow]) -> HashMap<UnitId, UnitId> {
    let by_path: HashMap<&str, &UnitRow> = units.iter().map(|u| (u.path.as_str(), u)).collect();
    let nearest = |of: &UnitRow| {
        let mut path = of.path.as_str();
        loop {
            match by_path.get(path) {
                Some(unit) if unit.scored => return Some(unit.id),
                _ => {}
            }
            let above = path.trim_end_matches('/').rfind('/')?;
            path = path.get(..=above).filter(|p| p.len() > 1)?;
        }
    };
    units.iter().filter_map(|u| Some((u.id, nearest(u)?))).collect()
}

/// A row that is only counted.
pub fn plain(id: Uuid, unit: UnitId) -> Row {
    Row {
        id,
        unit,
        fen: 0,
        size_fen: None,
        share_bp: 10_000,
        industry: None,
        kind: None,
        project: None,
        tags: None,
    }
}

/// Money by section where the scheme needs no more, by project where it does.
fn money(reader: &Reader, district: &str, scheme: &Scheme, window: Window) -> Result<Vec<Money>> {
    match sections(reader, scheme, window)? {
        None => rows::money_by_project(reader, district, window),
        Some(prefixes) => {
            let mut all = rows::money_by_section(reader, district, window)?;
            for row in all.iter_mut().filter(|row| !row.industry.is_empty()) {
                if let Some(prefix) = prefixes.iter().find(|p| p.starts_with(row.industry.as_str())) {
                    row.industry.clone_from(prefix);
                }
            }
            Ok(all.into_iter().filter(|row| row.fen != 0).collect())
        }
    }
}

/// The prefixes of industry that the scheme tells money apart by, when each takes in a whole section; `None` when
/// money has to be read project by project.
fn sections(reader: &Reader, scheme: &Scheme, window: Window) -> Result<Option<Vec<String>>> {
    let measures: Vec<_> = scheme.measures.iter().filter(|m| m.source == Source::Funds).collect();
    let mut rows = BTreeSet::new();
    scheme.items.iter().for_each(|i| rows.append(&mut i.names().rows));
    let mut names = yinfeng_domain::assessment::expr::Names::default();
    scheme.measures.iter().flat_map(|m| m.formula.iter().chain(&m.most)).for_each(|f| f.names(&mut names));
    rows.append(&mut names.rows);
    let by_project = measures.iter().any(|m| rows.contains(&m.id));
    let counted = measures.iter().any(|m| !m.scale.is_money());
    let by_kind = measures
        .iter()
        .any(|m| !m.filter.kinds.is_empty() || m.filter.at_least.is_some() || m.filter.when.is_some())
        || scheme.factors.iter().any(|f| !f.kinds.is_empty());
    if by_project || counted || by_kind || window.from.day() != 1 || window.to < window.from {
        return Ok(None);
    }
    let filters = measures.iter().flat_map(|m| &m.filter.industries);
    let prefixes: BTreeSet<&String> =
        scheme.factors.iter().flat_map(|f| &f.industries).chain(filters).collect();
    for prefix in &prefixes {
        if prefix.chars().count() > 1 && !rows::covers_section(reader, prefix)? {
            return Ok(None);
        }
    }
    // The longest first: `K70` fits whatever `K` fits, when the section has no other division.
    let mut prefixes: Vec<String> = prefixes.into_iter().filter(|p| !p.is_empty()).cloned().collect();
    prefixes.sort_by_key(|p| std::cmp::Reverse(p.len()));
    Ok(Some(prefixes))
}

fn fund_row(money: Money, credit: &impl Fn(UnitId) -> Option<UnitId>) -> Option<Row> {
    Some(Row {
        fen: money.fen,
        size_fen: money.total_fen,
        industry: Some(money.industry.into()),
        kind: money.kind.map(Into::into),
        project: money.project,
        ..plain(money.project.map_or_else(Uuid::nil, |p| p.0), credit(money.unit)?)
    })
}

type Ledgers = BTreeMap<Source, Vec<Row>>;

/// Introduced projects with the fields that conditions ask for, divided as the scheme says.
fn introduced_by_rule(
    from: &Sources<'_>,
    window: Window,
    as_of: Date,
    missing: &mut Vec<Missing>,
) -> Result<Ledgers> {
    let sources = [Source::Projects, Source::Talents, Source::Institutes];
    let mut ledgers: Ledgers = sources.into_iter().map(|s| (s, Vec::new())).collect();
    let method = Method::new(from.reader, from.district, from.scheme, (as_of, 0), from.counts_for)?;
    let found = rows::introduced_on(from.reader, from.district, window)?;
    for (track, row) in book::introduced(from.reader, &method, &found, from.known, missing)? {
        ledgers.entry(of_track(&track)).or_default().push(row);
    }
    Ok(ledgers)
}

fn of_track(track: &str) -> Source {
    match track {
        "talent" => Source::Talents,
        "institute" => Source::Institutes,
        _ => Source::Projects,
    }
}

fn introduced(
    reader: &Reader,
    district: &str,
    window: Window,
    credit: &impl Fn(UnitId) -> Option<UnitId>,
) -> Result<Ledgers> {
    let sources = [Source::Projects, Source::Talents, Source::Institutes];
    let mut ledgers: Ledgers = sources.into_iter().map(|s| (s, Vec::new())).collect();
    for found in rows::introduced(reader, district, window)? {
        let source = of_track(&found.track);
        let Some(unit) = credit(found.unit) else { continue };
        let total = found.total_fen.unwrap_or(0);
        let part = i128::from(total) * i128::from(found.share_bp) / 10_000;
        ledgers.entry(source).or_default().push(Row {
            fen: i64::try_from(part).unwrap_or(total),
            size_fen: Some(total),
            share_bp: u32::try_from(found.share_bp).unwrap_or(0),
            industry: found.industry.map(Into::into),
            kind: Some(found.kind.into()),
            project: Some(found.project),
            ..plain(found.project.0, unit)
        });
    }
    Ok(ledgers)
}

/// Forms have no id of their own: the unit's, with the month in its place.
pub fn form_id(form: &Form) -> Uuid {
    let month = form.month.bytes().fold(0_u128, |sum, b| (sum << 8) | u128::from(b));
    Uuid::from_u128(form.unit.0.as_u128() ^ month)
}

/// A target as the scheme's measure takes it: the measure of that name, or else the only one from that source; the whole,
/// and each part that was set by itself.
fn aims(scheme: &Scheme, target: &plan::Target) -> Vec<facts::Target> {
    let parts = target.parts.iter().filter_map(|(word, value)| Some((Some(Part::from_word(word)?), *value)));
    let all = std::iter::once((None, target.value)).chain(parts);
    all.filter_map(|(part, value)| aim(scheme, target, part, value)).collect()
}

fn aim(scheme: &Scheme, target: &plan::Target, part: Option<Part>, value: i64) -> Option<facts::Target> {
    let measure = measure_for(scheme, target.measure)?;
    let value = match target.measure {
        Measure::Funds => Quantity::Fen(value),
        _ => Quantity::Number(value.into()),
    };
    let version = u32::try_from(target.version).unwrap_or_default();
    Some(facts::Target {
        measure: measure.id.clone(),
        unit: target.unit.id,
        value,
        version,
        owner: target.owner.aim(),
        level: target.level.aim(),
        part,
    })
}

/// The measure of that name, or else the only one from that source.
pub fn measure_for(
    scheme: &Scheme,
    measure: Measure,
) -> Option<&yinfeng_domain::assessment::scheme::Measure> {
    let source = match measure {
        Measure::Funds => Source::Funds,
        Measure::Projects => Source::Projects,
        Measure::Talents => Source::Talents,
        Measure::Institutes => Source::Institutes,
    };
    let mut same = scheme.measures.iter().filter(|m| m.source == source);
    match (scheme.measure(measure.code()), same.next(), same.next()) {
        (Some(named), ..) => Some(named),
        (None, Some(only), None) => Some(only),
        _ => None,
    }
}
