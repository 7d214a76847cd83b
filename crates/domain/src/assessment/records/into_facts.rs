//! Records → recognised receipts → facts → scores.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Project, Records, Rows, rows::exact_fen};
use crate::{
    assessment::{
        credit::{self, WHOLE_BP},
        expr::Part,
        facts::{self, Facts, Quantity, Row},
        recognition::{self, Book, yuan_for_one},
        scheme::{Scheme, Source},
        score::{Missing, Scores, score},
    },
    id::{ProjectId, UnitId},
};

/// What a scheme makes of records.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub scores: Scores,
    /// What became of the receipts, with `[recognition]`.
    pub book: Option<Book>,
    /// The ids that the records use.
    pub units: BTreeMap<UnitId, String>,
    /// What the scores were made of.
    pub facts: Facts,
}

/// Scores records by a scheme, or tells everything that is missing or wrong in them, each with its place.
pub fn score_records(scheme: &Scheme, records: &Records) -> Result<Outcome, Vec<Missing>> {
    let (facts, book, units, missing) = facts_of(scheme, records);
    if !missing.is_empty() {
        return Err(missing);
    }
    let scores = score(scheme, &facts, records.as_of)?;
    Ok(Outcome { scores, book, units, facts })
}

type Read = (Facts, Option<Book>, BTreeMap<UnitId, String>, Vec<Missing>);

pub(super) fn facts_of(scheme: &Scheme, records: &Records) -> Read {
    let mut reader = Reader::new(scheme, records);
    let mut facts = Facts { units: reader.units(), ..Facts::default() };
    reader.figures(&mut facts);
    let book = reader.ledgers(&mut facts);
    let names = reader.known.iter().map(|(name, id)| (*id, (*name).to_owned())).collect();
    (facts, book, names, reader.missing)
}

/// Yuan for one unit of what a project's amounts are in: by the scheme's fixed rates, or the last one published up to the
/// signature.
fn yuan_of(scheme: &Scheme, records: &Records, project: &Project) -> Option<Decimal> {
    let on = project.signed_on.unwrap_or(records.as_of);
    yuan_for_one(scheme.recognition.as_ref(), &records.rates, (&project.currency, on))
}

struct Reader<'r> {
    scheme: &'r Scheme,
    records: &'r Records,
    /// Ids by name; numbered in the order of the names, so that the order of the records changes nothing.
    known: HashMap<&'r str, UnitId>,
    projects: HashMap<&'r str, &'r Project>,
    /// In the order of their names.
    numbers: HashMap<&'r str, u128>,
    /// The fields of rows that the scheme's conditions name.
    asked: BTreeSet<String>,
    next: u128,
    missing: Vec<Missing>,
}

impl<'r> Reader<'r> {
    fn new(scheme: &'r Scheme, records: &'r Records) -> Self {
        let names: BTreeSet<&str> = records.units.iter().map(|u| u.id.as_str()).collect();
        let known =
            names.into_iter().zip(1_u128..).map(|(name, no)| (name, UnitId(Uuid::from_u128(no)))).collect();
        let mut projects = HashMap::new();
        let mut missing = Vec::new();
        for (at, project) in records.projects.iter().flatten().enumerate() {
            if projects.insert(project.id.as_str(), project).is_some() {
                missing.push(Missing::named("facts.id_twice", &project.id).at(format!("projects[{at}].id")));
            }
        }
        let sorted: BTreeSet<&str> = projects.keys().copied().collect();
        let numbers = sorted.into_iter().zip(1_u128 << 96..).collect();
        let sized = scheme.asks_sizes();
        for (at, project) in records.projects.iter().flatten().enumerate().filter(|_| sized) {
            let stated = [project.total, project.fixed, project.registered, project.contract];
            if stated.iter().any(Option::is_some) && yuan_of(scheme, records, project).is_none() {
                let found = Missing::named("facts.no_project_rate", &project.id);
                missing.push(found.at(format!("projects[{at}].currency")));
            }
        }
        let mut seen = BTreeSet::new();
        for (at, receipt) in records.receipts.iter().flatten().enumerate() {
            if !seen.insert(receipt.id.as_str()) {
                missing.push(Missing::named("facts.id_twice", &receipt.id).at(format!("receipts[{at}].id")));
            }
        }
        for (at, made) in records.decisions.iter().enumerate() {
            let mut tell = |code, key: &str| {
                missing.push(Missing::named(code, &made.receipt).at(format!("decisions[{at}].{key}")));
            };
            if !seen.contains(made.receipt.as_str()) {
                tell("facts.unknown_receipt", "receipt");
            }
            // What stands above the rules says by which minutes, and why.
            if made.minutes_no.trim().is_empty() {
                tell("facts.no_minutes", "minutes_no");
            }
            if made.reason.trim().is_empty() {
                tell("facts.no_reason", "reason");
            }
            if made.amount.is_some_and(|amount| amount.0 <= Decimal::ZERO) {
                tell("facts.decision_amount", "amount");
            }
        }
        Self { scheme, records, known, projects, numbers, asked: scheme.row_fields(), next: 1 << 64, missing }
    }

    fn unit(&mut self, name: &str, path: impl FnOnce() -> String) -> Option<UnitId> {
        let found = self.known.get(name).copied();
        if found.is_none() {
            self.missing.push(Missing::named("facts.unknown_unit", name).at(path()));
        }
        found
    }

    fn units(&mut self) -> Vec<facts::Unit> {
        let mut out = Vec::new();
        for (at, unit) in self.records.units.iter().enumerate() {
            if unit.id.trim().is_empty() {
                self.missing
                    .push(Missing::named("facts.no_id", &(at + 1).to_string()).at(format!("units[{at}].id")));
            }
            let name = if unit.name.is_empty() { unit.id.clone() } else { unit.name.clone() };
            if let Some(id) = self.known.get(unit.id.as_str()) {
                out.push(facts::Unit { id: *id, name, class: unit.class.clone(), soft: unit.soft });
            }
        }
        out
    }

    /// Targets, values, history and ratings.
    fn figures(&mut self, facts: &mut Facts) {
        let records = self.records;
        for (at, t) in records.targets.iter().enumerate() {
            let path = |key: &str| format!("targets[{at}].{key}");
            let part = match t.part.as_deref().map(Part::from_word) {
                None => None,
                Some(Some(part)) => Some(part),
                Some(None) => {
                    let word = t.part.as_deref().unwrap_or_default();
                    self.missing.push(Missing::named("facts.bad_part", word).at(path("part")));
                    continue;
                }
            };
            let (Some(unit), Some(value)) =
                (self.unit(&t.unit, || path("unit")), self.quantity(&t.measure, t.value.0, path))
            else {
                continue;
            };
            let (measure, owner, level, version) = (t.measure.clone(), t.owner, t.level, t.version);
            facts.targets.push(facts::Target { measure, unit, value, version, owner, level, part });
        }
        for (at, v) in records.values.iter().enumerate() {
            let path = |key: &str| format!("values[{at}].{key}");
            let found = (self.unit(&v.unit, || path("unit")), self.quantity(&v.measure, v.value.0, path));
            if let (Some(unit), Some(value)) = found {
                facts.values.push(facts::Value { measure: v.measure.clone(), unit, value });
            }
        }
        for (at, h) in records.history.iter().enumerate() {
            let path = |key: &str| format!("history[{at}].{key}");
            let found = (self.unit(&h.unit, || path("unit")), self.quantity(&h.measure, h.value.0, path));
            if let (Some(unit), Some(value)) = found {
                facts.history.push(facts::Earlier { measure: h.measure.clone(), unit, year: h.year, value });
            }
        }
        for (at, r) in records.ratings.iter().enumerate() {
            let Some(unit) = self.unit(&r.unit, || format!("ratings[{at}].unit")) else { continue };
            if self.scheme.rated(&r.item).is_none() {
                self.missing
                    .push(Missing::named("facts.unknown_rating", &r.item).at(format!("ratings[{at}].item")));
                continue;
            }
            facts.ratings.push(facts::Rating {
                item: r.item.clone(),
                unit,
                points: r.points.0,
                by: r.by.clone(),
                note: r.note.clone(),
                raters: r.raters.clone(),
                aspect: r.aspect.clone(),
            });
        }
    }

    /// A figure as its measure takes it: money to the fen.
    fn quantity(&mut self, measure: &str, value: Decimal, path: impl Fn(&str) -> String) -> Option<Quantity> {
        let Some(known) = self.scheme.measure(measure) else {
            self.missing.push(Missing::named("facts.unknown_measure", measure).at(path("measure")));
            return None;
        };
        if !known.scale.is_money() {
            return Some(Quantity::Number(value));
        }
        let fen = exact_fen(value);
        if fen.is_none() {
            self.missing.push(Missing::named("facts.money_too_large", &known.name.zh).at(path("value")));
        }
        fen.map(Quantity::Fen)
    }

    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    fn row(&mut self, unit: UnitId) -> Row {
        Row {
            id: self.id(),
            unit,
            fen: 0,
            size_fen: None,
            share_bp: WHOLE_BP,
            industry: None,
            kind: None,
            project: None,
            tags: None,
        }
    }

    /// The lists, each as the ledger of its source; what was left out stays out.
    fn ledgers(&mut self, facts: &mut Facts) -> Option<Book> {
        let mut all: BTreeMap<Source, Vec<Row>> = BTreeMap::new();
        self.introduced(&mut all);
        let book = self.receipts(&mut all);
        self.activities(&mut all);
        self.returns(&mut all);
        self.reports(&mut all);
        self.frauds(&mut all);
        self.breaches(&mut all);
        facts.ledgers = all;
        book
    }

    fn introduced(&mut self, all: &mut BTreeMap<Source, Vec<Row>>) {
        let Some(projects) = &self.records.projects else { return };
        for source in [Source::Projects, Source::Talents, Source::Institutes] {
            all.insert(source, Vec::new());
        }
        for (at, project) in projects.iter().enumerate() {
            let source = match project.track.as_str() {
                "capital" => Source::Projects,
                "talent" => Source::Talents,
                "institute" => Source::Institutes,
                other => {
                    self.missing.push(
                        Missing::named("facts.unknown_track", other).at(format!("projects[{at}].track")),
                    );
                    continue;
                }
            };
            for (no, partner) in project.units.iter().enumerate() {
                self.unit(&partner.unit, || format!("projects[{at}].units[{no}].unit"));
            }
            let counts = project.recognised_on.is_some_and(|day| self.counts(day));
            if !counts {
                continue;
            }
            let parts = match credit::parts(self.scheme.credit.as_ref(), &project.units, WHOLE_BP.into()) {
                Ok(parts) => parts,
                Err(code) => {
                    self.missing.push(Missing::named(code, &project.id).at(format!("projects[{at}].units")));
                    continue;
                }
            };
            for part in parts {
                let id = self.id();
                let row = self.made(|rows| rows.of_project(project, &part, id));
                all.entry(source).or_default().extend(row);
            }
        }
    }

    /// Makes rows with the ids of these records.
    fn made<T>(&self, make: impl FnOnce(&Rows<'_>) -> T) -> T {
        make(&Rows {
            asked: &self.asked,
            unit: &|name| self.known.get(name).copied(),
            project: &|name| self.project_id(name),
            yuan: &|project| yuan_of(self.scheme, self.records, project),
        })
    }

    /// Ids of projects by name.
    fn project_id(&self, name: &str) -> Option<ProjectId> {
        self.numbers.get(name).map(|no| ProjectId(Uuid::from_u128(*no)))
    }

    fn counts(&self, day: jiff::civil::Date) -> bool {
        self.scheme.window.contains(day) && day <= self.records.as_of
    }

    /// With `[recognition]` what it recognises; without it every receipt of the window as it stands.
    fn receipts(&mut self, all: &mut BTreeMap<Source, Vec<Row>>) -> Option<Book> {
        let receipts = self.records.receipts.as_ref()?;
        for (at, receipt) in receipts.iter().enumerate() {
            for (no, partner) in receipt.units.iter().enumerate() {
                self.unit(&partner.unit, || format!("receipts[{at}].units[{no}].unit"));
            }
        }
        let plain = recognition::Recognition::plain();
        let rules = self.scheme.recognition.as_ref().unwrap_or(&plain);
        let credit = self.scheme.credit.as_ref();
        let book = recognition::recognise(rules, credit, self.scheme.window, self.records, &mut self.missing);
        let by_id: HashMap<&str, &super::Receipt> = receipts.iter().map(|r| (r.id.as_str(), r)).collect();
        let mut rows = Vec::new();
        for done in &book.receipts {
            let Some(receipt) = by_id.get(done.receipt.as_str()) else { continue };
            let project = receipt.project.as_deref().and_then(|id| self.projects.get(id).copied());
            let mut next = self.next;
            let id = || {
                next += 1;
                Uuid::from_u128(next)
            };
            rows.extend(self.made(|made| made.of_receipt(done, receipt, project, id)));
            self.next = next;
        }
        all.insert(Source::Funds, rows);
        Some(book)
    }

    fn activities(&mut self, all: &mut BTreeMap<Source, Vec<Row>>) {
        let Some(list) = &self.records.activities else { return };
        let mut rows = Vec::new();
        for (at, activity) in list.iter().enumerate() {
            let Some(unit) = self.unit(&activity.unit, || format!("activities[{at}].unit")) else { continue };
            if !self.counts(activity.on) {
                continue;
            }
            let project = activity.project.as_deref();
            let of = project.and_then(|id| self.projects.get(id).copied());
            let row = self.row(unit);
            let kind = Some(activity.kind.as_str().into());
            let mut tags = self.made(|rows| rows.tags(of, Some(&activity.tags), ""));
            if let Some(tags) = tags.as_mut().filter(|_| self.asked.contains("on")) {
                tags.insert("on".into(), activity.on.to_string());
            }
            rows.push(Row { kind, tags, project: project.and_then(|id| self.project_id(id)), ..row });
        }
        all.insert(Source::Activities, rows);
    }

    /// All that were due by the day, and of them the late ones.
    fn returns(&mut self, all: &mut BTreeMap<Source, Vec<Row>>) {
        let Some(list) = &self.records.returns else { return };
        let (mut due, mut late) = (Vec::new(), Vec::new());
        for (at, form) in list.iter().enumerate() {
            let Some(unit) = self.unit(&form.unit, || format!("returns[{at}].unit")) else { continue };
            if !self.counts(form.due_on) {
                continue;
            }
            let state = facts::punctuality(form.due_on, form.submitted_on, self.records.as_of);
            let row = Row { kind: Some(state.into()), ..self.row(unit) };
            if matches!(state, "late" | "missing") {
                late.push(row.clone());
            }
            due.push(row);
        }
        all.insert(Source::Returns, due);
        all.insert(Source::Forms, late);
    }

    fn reports(&mut self, all: &mut BTreeMap<Source, Vec<Row>>) {
        let Some(list) = &self.records.progress else { return };
        let mut rows = Vec::new();
        for (at, report) in list.iter().enumerate() {
            let Some(unit) = self.unit(&report.unit, || format!("progress[{at}].unit")) else { continue };
            if !matches!(report.state.as_str(), "reported" | "no_change") {
                self.missing.push(
                    Missing::named("facts.unknown_state", &report.state).at(format!("progress[{at}].state")),
                );
                continue;
            }
            if self.counts(report.week) {
                let row = self.row(unit);
                rows.push(Row { kind: Some(report.state.as_str().into()), ..row });
            }
        }
        all.insert(Source::Progress, rows);
    }

    fn breaches(&mut self, all: &mut BTreeMap<Source, Vec<Row>>) {
        let Some(list) = &self.records.breaches else { return };
        let mut rows = Vec::new();
        for (at, one) in list.iter().enumerate() {
            let Some(unit) = self.unit(&one.unit, || format!("breaches[{at}].unit")) else { continue };
            if self.counts(one.on) {
                rows.push(Row { kind: Some(one.kind.as_str().into()), ..self.row(unit) });
            }
        }
        all.insert(Source::Breaches, rows);
    }

    fn frauds(&mut self, all: &mut BTreeMap<Source, Vec<Row>>) {
        let Some(list) = &self.records.frauds else { return };
        let mut rows = Vec::new();
        for (at, case) in list.iter().enumerate() {
            let Some(unit) = self.unit(&case.unit, || format!("frauds[{at}].unit")) else { continue };
            if self.counts(case.on) {
                rows.push(self.row(unit));
            }
        }
        all.insert(Source::Fraud, rows);
    }
}
