//! The book of recognition (认定账): what a scheme makes of receipts that the office verified, step by step. The engine
//! is that of the command line; what it reads comes from the tables.
//!
//! A scheme with `[recognition]` or `[credit]` is applied to every receipt; without them receipts count as the office
//! recognised them, from the sums that are kept.

mod fit;
pub mod http;
mod list;
mod portion;
mod receipt;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use yinfeng_domain::{
    assessment::{
        Lang, Missing, Scheme,
        credit::{self, WHOLE_BP},
        facts::Row,
        number,
        recognition::{Credit, Recognised, Recognition, State, recognise},
        records::{Figure, Partner, Project, Rate, Receipt, Rows},
        scheme::Source,
    },
    fund::EvidenceKind,
    id::{FundId, ProjectId, UnitId},
    period::Window,
    transfer::CreditMeasure,
};

use super::store::book::{self as rows, Counted, Partnered};
use crate::floor::{Error, Fault, Result, db::Reader};
use fit::Fit;

pub(super) use list::behind;
pub use list::{BookFilter, BookPage, BookRow, BookTotals, book};
pub use portion::Portion;
pub use receipt::{RecognisedView, recognised};

/// So many projects are read at a time: a book of a million receipts never lies in memory whole.
const PORTION: usize = 400;

/// A scheme as it is applied to receipts of a district.
pub struct Method<'a> {
    pub district: &'a str,
    pub scheme: &'a Scheme,
    pub rules: Cow<'a, Recognition>,
    pub counted: Counted,
    pub window: Window,
    pub as_of: Date,
    pub rates: Vec<Rate>,
    /// The assessed unit that the results of a unit count for.
    pub counts_for: &'a HashMap<UnitId, UnitId>,
    /// What conditions name, of recognition and of rows.
    fields: BTreeSet<String>,
    asks_evidence: bool,
}

impl<'a> Method<'a> {
    /// Whether the scheme itself says what counts, or how it is divided; or asks of money what only its receipts and their
    /// projects tell.
    pub fn is_of(scheme: &Scheme) -> bool {
        let of_money = || scheme.measures.iter().any(|m| m.source == Source::Funds);
        scheme.recognition.is_some()
            || scheme.credit.is_some()
            || (of_money() && !scheme.row_fields().is_empty())
    }

    /// The scheme for the window that ends `back` years before its own.
    pub fn new(
        reader: &Reader,
        district: &'a str,
        scheme: &'a Scheme,
        (as_of, back): (Date, i16),
        counts_for: &'a HashMap<UnitId, UnitId>,
    ) -> Result<Self> {
        let mut rules = match &scheme.recognition {
            Some(rules) => Cow::Borrowed(rules),
            None => Cow::Owned(Recognition::plain()),
        };
        let shift = |day: Date| day.saturating_sub(i32::from(back).years());
        let shifted = |w: Window| Window { from: shift(w.from), to: shift(w.to) };
        if back != 0 && rules.window.is_some() {
            let rules = rules.to_mut();
            rules.window = rules.window.map(shifted);
        }
        let window = rules.window.unwrap_or_else(|| shifted(scheme.window));
        known_proofs(&rules)?;
        let counted = if scheme.recognition.is_some() { Counted::ByArrival } else { Counted::ByRecognition };
        let mut fields = rules.fields();
        fields.append(&mut scheme.row_fields());
        let asks_evidence = !rules.evidence.is_empty() || fields.contains("evidence_count");
        let as_of = shift(as_of);
        let rates = rates(reader, district, window, as_of)?;
        Ok(Self { district, scheme, rules, counted, window, as_of, rates, counts_for, fields, asks_evidence })
    }

    fn assessed(&self, unit: UnitId) -> UnitId {
        self.counts_for.get(&unit).copied().unwrap_or(unit)
    }

    fn asks(&self, field: &str) -> bool {
        self.fields.contains(field)
    }
}

/// A proof that nobody can attach here would be missing for ever; one of several that are as good is only never given.
fn known_proofs(rules: &Recognition) -> Result<()> {
    for rule in &rules.evidence {
        let known = rule.of.iter().filter(|word| EvidenceKind::from_code(word).is_some()).count();
        let strange = rule.of.iter().find(|word| EvidenceKind::from_code(word).is_none());
        if let Some(word) = strange.filter(|_| known < rule.least) {
            let fault = Fault::new("assessment.unknown_proof").with("word", word).with("rule", &rule.id);
            let known: Vec<&str> = EvidenceKind::ALL.iter().map(|k| k.code()).collect();
            return Err(Error::refused(fault.with("known", known.join(", "))));
        }
    }
    Ok(())
}

/// The published rates around a window: of each day, and of its months and year the mean of their days, in the four
/// decimals in which rates are published.
fn rates(reader: &Reader, district: &str, window: Window, as_of: Date) -> Result<Vec<Rate>> {
    let from = window.from.saturating_sub(366.days());
    let mut out = Vec::new();
    let mut means: BTreeMap<(String, String), (Decimal, u32)> = BTreeMap::new();
    for (currency, on, rate_e8, source) in rows::rates(reader, district, from, window.to.min(as_of))? {
        let rate = Decimal::new(rate_e8, 8);
        for period in [format!("{:04}-{:02}", on.year(), on.month()), format!("{:04}", on.year())] {
            let (sum, days) = means.entry((currency.clone(), period)).or_default();
            *sum += rate;
            *days += 1;
        }
        out.push(Rate { currency, on: on.to_string(), rate: Figure(rate), source });
    }
    for ((currency, on), (sum, days)) in means {
        let Some(mean) = sum.checked_div(Decimal::from(days)) else { continue };
        let source = if days == 1 { String::new() } else { format!("{days} 日平均") };
        out.push(Rate { currency, on, rate: Figure(number::round(mean, 4)), source });
    }
    Ok(out)
}

/// What became of receipts, all together: each fen of `recognised_fen` once, `credited_fen` as the units have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    pub receipts: u64,
    pub claimed_fen: i64,
    pub verified_fen: i64,
    pub recognised_fen: i64,
    pub credited_fen: i64,
    /// Counted receipts by state, without those that were recognised.
    pub refused: u64,
    pub undecided: u64,
    pub next: u64,
    /// Unarrived parts of projects that were signed in the window: what still counts later, what lapses.
    pub carried_fen: i64,
    pub lapsed_fen: i64,
}

impl Totals {
    fn add(&mut self, done: &Recognised) {
        self.receipts += 1;
        let sum = |a: &mut i64, b: i64| *a = a.saturating_add(b);
        sum(&mut self.claimed_fen, done.claimed_fen);
        sum(&mut self.verified_fen, done.verified_fen);
        sum(&mut self.recognised_fen, done.recognised_fen);
        sum(&mut self.credited_fen, done.credits.iter().map(|c| c.fen).fold(0, i64::saturating_add));
        match done.state {
            State::Refused => self.refused += 1,
            State::Undecided => self.undecided += 1,
            State::Next => self.next += 1,
            State::Recognised | State::OutsideWindow => {}
        }
    }
}

/// A book: the totals, and which receipts did not count (the latest first).
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub totals: Totals,
    pub apart: Vec<(State, Date, FundId)>,
}

/// Applies the method to every receipt of the window. What stops the scores goes to `missing`.
pub fn keep(
    reader: &Reader,
    method: &Method<'_>,
    known: &BTreeSet<UnitId>,
    missing: &mut Vec<Missing>,
) -> Result<(Vec<Row>, Book)> {
    let so_far = Window { from: method.window.from, to: method.window.to.min(method.as_of) };
    let all = rows::projects_with_receipts(reader, method.district, method.counted, so_far, method.as_of)?;
    let (mut out, mut book) = (Vec::new(), Book::default());
    for ids in all.chunks(PORTION) {
        let portion = portion::portion(reader, method, ids, None)?;
        out.extend(take(method, &portion, known, &mut book, missing));
    }
    Fit::new(reader, method)?.say(&mut out);
    book.apart.sort_by_key(|(_, on, id)| std::cmp::Reverse((*on, *id)));
    Ok((out, book))
}

/// The rows of a portion, and what became of its receipts.
fn take(
    method: &Method<'_>,
    portion: &Portion,
    known: &BTreeSet<UnitId>,
    book: &mut Book,
    missing: &mut Vec<Missing>,
) -> Vec<Row> {
    let asked = method.scheme.row_fields();
    let done = applied(method, portion, missing);
    let receipts: HashMap<&str, &Receipt> =
        portion.records.receipts.iter().flatten().map(|r| (r.id.as_str(), r)).collect();
    let projects: HashMap<&str, &Project> =
        portion.records.projects.iter().flatten().map(|p| (p.id.as_str(), p)).collect();
    let make = Rows {
        asked: &asked,
        unit: &|id| id.parse().ok().filter(|unit| known.contains(unit)),
        project: &|code| portion.projects.get(code).copied(),
        // Amounts of the tables are in yuan.
        yuan: &|_| Some(Decimal::ONE),
    };
    let mut out = Vec::new();
    for one in &done.receipts {
        let (Some(receipt), Some(fund)) =
            (receipts.get(one.receipt.as_str()), portion.funds.get(&one.receipt))
        else {
            continue;
        };
        book.totals.add(one);
        if one.state != State::Recognised {
            book.apart.push((one.state, receipt.on, *fund));
        }
        let project = receipt.project.as_deref().and_then(|code| projects.get(code).copied());
        out.extend(make.of_receipt(one, receipt, project, || fund.0));
    }
    for open in &done.open {
        let sum = if open.carried { &mut book.totals.carried_fen } else { &mut book.totals.lapsed_fen };
        *sum = sum.saturating_add(open.fen);
    }
    out
}

/// A receipt that is supposed: of a kind that the scheme counts, and with every proof.
#[derive(Debug, Clone, Copy)]
pub struct More {
    pub id: FundId,
    pub fen: i64,
    pub on: Date,
}

/// A project as it would be.
pub struct Otherwise {
    pub rows: Vec<Row>,
    receipts: HashMap<FundId, Recognised>,
    missing: Vec<Missing>,
}

impl Otherwise {
    /// What became of a receipt, or why nothing could become of it.
    pub fn line(&self, id: FundId, lang: Lang) -> Option<String> {
        let stop = || self.missing.first().map(|m| m.say(lang));
        self.receipts.get(&id).map(|done| done.say(lang)).or_else(stop)
    }
}

/// The rows of a project as they would be without some of its receipts and with others: what those took up under a cap is
/// free, or gone.
pub fn otherwise(
    reader: &Reader,
    method: &Method<'_>,
    known: &BTreeSet<UnitId>,
    project: ProjectId,
    (without, more): (&BTreeSet<FundId>, &[More]),
) -> Result<Otherwise> {
    let mut portion = portion::supposing(reader, method, project, more)?;
    let left: BTreeSet<&String> =
        portion.funds.iter().filter(|(_, id)| without.contains(id)).map(|(code, _)| code).collect();
    portion.records.receipts.iter_mut().for_each(|all| all.retain(|r| !left.contains(&r.id)));
    let mut missing = Vec::new();
    let mut rows = take(method, &portion, known, &mut Book::default(), &mut missing);
    Fit::new(reader, method)?.say(&mut rows);
    let done = applied(method, &portion, &mut Vec::new()).receipts;
    let receipts = done.into_iter().filter_map(|r| Some((*portion.funds.get(&r.receipt)?, r))).collect();
    Ok(Otherwise { rows, receipts, missing })
}

fn applied(
    method: &Method<'_>,
    portion: &Portion,
    missing: &mut Vec<Missing>,
) -> yinfeng_domain::assessment::recognition::Book {
    let credit = method.scheme.credit.as_ref();
    recognise(&method.rules, credit, method.window, &portion.records, missing)
}

/// The rows of introduced projects, divided as the scheme says.
pub fn introduced(
    reader: &Reader,
    method: &Method<'_>,
    found: &[(ProjectId, Date)],
    known: &BTreeSet<UnitId>,
    missing: &mut Vec<Missing>,
) -> Result<Vec<(String, Row)>> {
    let asked = method.scheme.row_fields();
    let days: HashMap<ProjectId, Date> = found.iter().copied().collect();
    let ids: Vec<ProjectId> = found.iter().map(|(project, _)| *project).collect();
    let mut out = Vec::new();
    for ids in ids.chunks(PORTION) {
        let described = rows::described(reader, method.district, ids)?;
        let id_of: HashMap<String, ProjectId> = described.iter().map(|p| (p.code.clone(), p.id)).collect();
        let mut partners: HashMap<ProjectId, Vec<Partnered>> = HashMap::new();
        // Shares of different days: each day is asked for once.
        let by_day: BTreeSet<Date> = ids.iter().filter_map(|id| days.get(id)).copied().collect();
        for day in by_day {
            let of_day: Vec<ProjectId> =
                ids.iter().filter(|id| days.get(id) == Some(&day)).copied().collect();
            for one in rows::partners(reader, method.district, &of_day, CreditMeasure::Projects, day)? {
                partners.entry(one.project).or_default().push(one);
            }
        }
        let mut first: HashMap<ProjectId, UnitId> = HashMap::new();
        for (project, unit, _) in rows::first_reports(reader, method.district, ids)? {
            first.entry(project).or_insert(unit);
        }
        let make = Rows {
            asked: &asked,
            unit: &|id| id.parse().ok().filter(|unit| known.contains(unit)),
            project: &|code| id_of.get(code).copied(),
            // Amounts of the tables are in yuan.
            yuan: &|_| Some(Decimal::ONE),
        };
        for project in portion::projects_of(reader, method, ids, described)? {
            let Some(id) = id_of.get(&project.id).copied() else { continue };
            let of = partners.get(&id).map_or(&[][..], Vec::as_slice);
            let by_role = method.scheme.credit.as_ref().filter(|c| c.mode == credit::Mode::Table);
            let units = if let Some(rule) = by_role {
                portion::by_role(method, rule, of, first.get(&id).copied())
            } else {
                let shares: Vec<(UnitId, i64)> =
                    of.iter().filter(|p| p.share_bp > 0).map(|p| (p.unit, p.share_bp)).collect();
                portion::by_share(method, &shares)
            };
            let parts = match method.scheme.credit.as_ref() {
                Some(rule) => credit::parts(Some(rule), &units, WHOLE_BP.into()),
                None => Ok(units.iter().map(as_agreed).collect()),
            };
            match parts {
                Ok(parts) => {
                    let track = &project.track;
                    out.extend(
                        parts
                            .iter()
                            .filter_map(|part| make.of_project(&project, part, id.0))
                            .map(|row| (track.clone(), row)),
                    );
                }
                Err(code) => missing.push(Missing::named(code, &project.id)),
            }
        }
    }
    Fit::new(reader, method)?.say(out.iter_mut().map(|(_, row)| row));
    Ok(out)
}

/// A share as basis points of the whole.
fn as_agreed(partner: &Partner) -> Credit {
    let share = partner.share.map_or(Decimal::ZERO, |s| s.0 * Decimal::from(WHOLE_BP));
    Credit { unit: partner.unit.clone(), role: partner.role.clone(), fen: share.try_into().unwrap_or(0) }
}

/// Of rows: the sum of each unit, in fen.
pub fn sums(rows: &[Row]) -> HashMap<UnitId, i64> {
    let mut out: HashMap<UnitId, i64> = HashMap::new();
    for row in rows {
        let sum = out.entry(row.unit).or_default();
        *sum = sum.saturating_add(row.fen);
    }
    out
}
