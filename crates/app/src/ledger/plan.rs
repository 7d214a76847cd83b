//! What is imported of a row: worked out when the row is read, so that what would be refused is seen before.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use yinfeng_domain::{
    fund::MAX_FEN,
    id::UnitId,
    ledger::{AmountDraft, Draft, Problem, phase},
    money::{Money, RATE_SCALE},
    project::{Agreement, Kind, LIMIT_FEN, LINE, NAME, Stage, Track, past, text_fits},
};

use super::context::Context;

/// A project with what came in for it, as a row says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Plan {
    pub name: String,
    pub key: String,
    /// Of which project it is a phase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    pub kind: Kind,
    pub track: Option<Track>,
    pub industry: Option<String>,
    pub country: String,
    pub uscc: Option<String>,
    pub investors: Vec<String>,
    pub company: String,
    /// The first leads; with shares in basis points.
    pub units: Vec<(UnitId, i64)>,
    pub place: String,
    pub content: String,
    pub amounts: Vec<Amount>,
    pub rate_e8: Option<i64>,
    pub agreement: Agreement,
    pub signed_on: Option<Date>,
    pub introduced_on: Option<Date>,
    /// The stages with their days, in order; the last is where it stands.
    pub history: Vec<(Stage, Date)>,
    pub entered_on: Date,
    pub land_m2: Option<i64>,
    pub progress: String,
    pub next_step: String,
    pub problem: String,
    pub receipt: Option<Receipt>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Amount {
    pub measure: String,
    pub money: Money,
    /// As the ledger has it, with the unit.
    pub text: String,
    pub unit: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Receipt {
    pub amount: Amount,
    pub on: Date,
    pub payer: String,
    pub slip: String,
    pub kind: String,
}

/// What a row is a phase of, and the name by which it is told apart from the others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Phase {
    pub stem: String,
    pub no: u32,
    pub name: String,
}

impl Phase {
    /// By the name, or by a column of its own.
    fn of(draft: &Draft) -> Option<Self> {
        if let Some(found) = phase::of_name(&draft.name) {
            return Some(Self { stem: found.stem, no: found.no, name: draft.name.clone() });
        }
        let no = phase::of_cell(&draft.phase)?;
        let stem = draft.name.trim_end_matches("项目").trim().to_owned();
        (!stem.is_empty()).then(|| Self { name: format!("{stem}{}", draft.phase.trim()), stem, no })
    }
}

/// What holds where the sheet says nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Otherwise {
    pub unit: Option<UnitId>,
    pub year: Option<i16>,
    pub track: Option<Track>,
}

impl Otherwise {
    /// The day of the ledger: figures without a day are as of then.
    fn day(&self, context: &Context) -> Date {
        let end = self.year.and_then(|year| Date::new(year, 12, 31).ok());
        end.map_or(context.as_of, |end| end.min(context.as_of))
    }
}

impl Plan {
    /// Works out what would be imported; everything that an import would be refused for becomes a problem now.
    pub fn of(draft: &Draft, otherwise: Otherwise, context: &Context, problems: &mut Vec<Problem>) -> Self {
        let day = otherwise.day(context);
        let agreement = draft.agreement.and_then(Agreement::from_code);
        let (agreement, signed_on) = signing(draft, agreement, context.today, problems);
        let introduced_on =
            draft.introduced_on.filter(|d| check_past(*d, context, "ledger.introduced_in_future", problems));
        let entered_on = [introduced_on, signed_on].into_iter().flatten().min().unwrap_or(day).min(day);
        if !text_fits(&draft.name, NAME) {
            problems.push(Problem::error("ledger.text_too_long").with("longest", NAME));
        }
        let mut plan = Self {
            name: draft.name.clone(),
            key: draft.name_key.clone(),
            phase: Phase::of(draft),
            kind: draft.kind.and_then(Kind::from_code).unwrap_or(Kind::New),
            track: draft.track.and_then(Track::from_code).or(otherwise.track),
            industry: draft.industry.clone(),
            country: draft.country.unwrap_or("CN").to_owned(),
            uscc: draft.uscc.clone().map(Into::into),
            investors: draft.investors.clone(),
            company: draft.company.clone(),
            units: units(draft, otherwise, context, problems),
            place: cut(&draft.place),
            content: joined(&[&draft.content, &draft.phase]),
            amounts: draft.amounts.iter().map(Amount::of).collect(),
            rate_e8: draft.receipts.rate_e8,
            agreement,
            signed_on,
            introduced_on,
            history: history(draft, signed_on, entered_on, day),
            entered_on,
            land_m2: draft.land_m2,
            progress: joined(&[&draft.progress, &draft.remark]),
            next_step: cut(&draft.next_step),
            problem: draft.problem.clone(),
            receipt: receipt(draft, day, context, problems),
        };
        if !text_fits(&draft.next_step, LINE) {
            plan.progress = joined(&[&plan.progress, &draft.next_step]);
        }
        plan.check_money(context, problems);
        plan
    }

    /// By what it is told from other rows of the sheet.
    pub fn seen_as(&self) -> String {
        self.phase.as_ref().map_or_else(|| self.key.clone(), |phase| format!("{}\u{0}{}", self.key, phase.no))
    }

    pub fn lead(&self) -> Option<UnitId> {
        self.units.first().map(|(unit, _)| *unit)
    }

    fn check_money(&self, context: &Context, problems: &mut Vec<Problem>) {
        let project_day = self.signed_on.unwrap_or(context.today);
        let receipt = self.receipt.iter().map(|r| (&r.amount, r.on, MAX_FEN));
        for (amount, day, most) in self.amounts.iter().map(|a| (a, project_day, LIMIT_FEN)).chain(receipt) {
            let code = amount.money.currency.code();
            if self.rate_e8.is_none() && !context.has_rate(code, day) {
                problems.push(Problem::error("ledger.rate_missing").with("currency", code).with("day", day));
            }
            let rate = self.rate_e8.filter(|_| code != "CNY").unwrap_or(RATE_SCALE);
            if amount.money.to_fen(rate).is_none_or(|fen| !(0..=most).contains(&fen)) {
                problems.push(Problem::error("ledger.amount_not_possible").with("text", &amount.text));
            }
        }
    }
}

impl Amount {
    fn of(draft: &AmountDraft) -> Self {
        Self {
            measure: draft.measure.to_owned(),
            money: draft.money,
            text: draft.text.clone(),
            unit: draft.unit.clone(),
        }
    }
}

fn check_past(day: Date, context: &Context, code: &'static str, problems: &mut Vec<Problem>) -> bool {
    let holds = past(day, context.today);
    if !holds {
        problems.push(Problem::error(code).with("day", day));
    }
    holds
}

/// Only a formal contract has a day of signing; that of a framework is not one.
fn signing(
    draft: &Draft,
    agreement: Option<Agreement>,
    today: Date,
    problems: &mut Vec<Problem>,
) -> (Agreement, Option<Date>) {
    let Some(day) = draft.signed_on else { return (agreement.unwrap_or(Agreement::None), None) };
    if !past(day, today) {
        problems.push(Problem::error("ledger.signed_in_future").with("day", day));
        return (agreement.unwrap_or(Agreement::None), None);
    }
    match agreement {
        None | Some(Agreement::Contract) => (Agreement::Contract, Some(day)),
        Some(other) => {
            problems.push(Problem::warning("ledger.signed_without_contract").with("day", day));
            (other, None)
        }
    }
}

/// Units by name; equal shares where the ledger gives none.
fn units(
    draft: &Draft,
    otherwise: Otherwise,
    context: &Context,
    problems: &mut Vec<Problem>,
) -> Vec<(UnitId, i64)> {
    let mut units: Vec<(UnitId, Option<Decimal>)> = Vec::new();
    for named in &draft.units {
        match context.unit(&named.name) {
            None => problems.push(Problem::error("ledger.unit_unknown").with("name", &named.name)),
            Some(id) if units.iter().any(|(known, _)| *known == id) => {
                problems.push(Problem::error("ledger.unit_twice").with("name", &named.name));
            }
            Some(id) => units.push((id, named.percent)),
        }
    }
    if draft.units.is_empty() {
        match otherwise.unit.filter(|unit| context.has_unit(*unit)) {
            Some(unit) => units.push((unit, None)),
            None => problems.push(Problem::error("ledger.unit_missing")),
        }
    }
    let count = units.len() as i64;
    let even = |at: usize| 10_000 / count + i64::from((at as i64) < 10_000 % count);
    units
        .iter()
        .enumerate()
        .map(|(at, (id, percent))| {
            let given = percent.and_then(|p| i64::try_from((p * Decimal::ONE_HUNDRED).round()).ok());
            (*id, given.unwrap_or_else(|| even(at)))
        })
        .collect()
}

/// The stages that the row names with their days, none before the one before it.
fn history(draft: &Draft, signed_on: Option<Date>, entered_on: Date, day: Date) -> Vec<(Stage, Date)> {
    let named = draft.stage.and_then(Stage::from_code);
    let known = [
        (Stage::Lead, Some(entered_on)),
        (Stage::Signed, signed_on),
        (Stage::Registered, draft.registered_on),
        (Stage::Construction, draft.started_on),
        (Stage::Production, draft.produced_on),
    ];
    let mut steps: Vec<(Stage, Date)> =
        known.into_iter().filter_map(|(stage, on)| Some((stage, on.filter(|d| *d <= day)?))).collect();
    if let Some(stage) = named {
        steps.retain(|(known, _)| *known <= stage);
        if steps.last().is_none_or(|(last, _)| *last < stage) {
            steps.push((stage, day));
        }
    }
    let mut latest = entered_on;
    for (_, on) in &mut steps {
        latest = latest.max(*on);
        *on = latest;
    }
    steps
}

/// One receipt of a row, never two windows of the same money: a single one as it is, the month when it has a day,
/// otherwise what the year or the whole time brought, as of the day of the ledger.
fn receipt(draft: &Draft, day: Date, context: &Context, problems: &mut Vec<Problem>) -> Option<Receipt> {
    let given = &draft.receipts;
    let dated_month = given.month.as_ref().filter(|_| given.received_on.is_some());
    let amount = given
        .single
        .as_ref()
        .or(dated_month)
        .or(given.year.as_ref())
        .or(given.total.as_ref())
        .or(given.month.as_ref())?;
    let summed = amount.measure == "received" && given.single.is_none() && dated_month.is_none();
    let on = given.received_on.filter(|_| !summed).unwrap_or(day);
    if !check_past(on, context, "ledger.received_in_future", problems) {
        return None;
    }
    if given.received_on.is_none() || summed {
        problems.push(Problem::warning("ledger.received_day_assumed").with("day", on));
    }
    let payers = [
        Some(given.payer.as_str()),
        draft.investors.first().map(String::as_str),
        Some(draft.company.as_str()),
        Some(draft.name.as_str()),
    ];
    let payer = payers.into_iter().flatten().find(|p| !p.trim().is_empty()).unwrap_or_default();
    Some(Receipt {
        amount: Amount::of(amount),
        on,
        payer: payer.chars().take(NAME).collect(),
        slip: given.slip.chars().take(64).collect(),
        kind: given.kind.unwrap_or("cash").to_owned(),
    })
}

/// A line; what is longer is kept in full elsewhere.
fn cut(text: &str) -> String {
    text.chars().take(LINE).collect()
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("\n")
}
