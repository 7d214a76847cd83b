//! 认定: which receipts count, with how much, and why.
//!
//! A receipt passes the eligibility rules, the rules of evidence, then the amount pipeline in its stated order:
//! base → dated currency rate → ownership share → derived component → deduct what counted already → caps →
//! first matching factor → carry-over. Every step keeps the figure before and after it; each is rounded half up to
//! the fen. A discretionary decision (会议认定) stands above the rules and says so.

mod amount;
mod eligible;
mod field;
mod origin;
mod say;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use amount::{State, Step, StepKind, yuan_for_one};
pub use eligible::Reason;
pub use origin::origin;

use super::{
    credit::{self, CreditRule},
    expr::{Cond, Names},
    records::{Decision, Project, Rate, Receipt},
    scheme::Name,
};
use crate::{assessment::score::Missing, period::Window};

/// `[recognition]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recognition {
    /// The shifted window in which money has to arrive, where it is not the scheme's.
    pub window: Option<Window>,
    /// Which amount of a receipt is counted: the first of these that it states.
    pub base: Vec<Base>,
    pub eligible: Vec<Eligible>,
    pub evidence: Vec<EvidenceRule>,
    /// Without sufficient evidence.
    pub no_evidence: Severity,
    pub rates: RateRule,
    pub ownership: Option<Part>,
    pub derived: Vec<Part>,
    pub deduct: Vec<AlreadyCounted>,
    pub caps: Vec<Cap>,
    pub factors: Vec<Factor>,
    pub carry: Vec<Carry>,
}

impl Recognition {
    /// The fields that its conditions name.
    pub fn fields(&self) -> BTreeSet<String> {
        let mut names = Names::default();
        let parts = self.ownership.iter().chain(&self.derived).map(|p| &p.when);
        let conditions = self
            .evidence
            .iter()
            .map(|e| &e.when)
            .chain(parts)
            .chain(self.caps.iter().map(|c| &c.when))
            .chain(self.factors.iter().map(|f| &f.when))
            .chain(self.carry.iter().map(|c| &c.when));
        conditions.flatten().chain(self.eligible.iter().map(|e| &e.need)).for_each(|c| c.names(&mut names));
        names.texts.into_iter().chain(names.measures).collect()
    }

    /// Of a scheme without the section: every receipt counts as it stands, money first.
    pub fn plain() -> Self {
        Self {
            window: None,
            base: vec![
                Base::Cash,
                Base::Appraised,
                Base::Fixed,
                Base::Registered,
                Base::Statistics,
                Base::Contract,
            ],
            eligible: Vec::new(),
            evidence: Vec::new(),
            no_evidence: Severity::Reject,
            rates: RateRule::Day { oldest: 7 },
            ownership: None,
            derived: Vec::new(),
            deduct: Vec::new(),
            caps: Vec::new(),
            factors: Vec::new(),
            carry: Vec::new(),
        }
    }
}

/// Amounts that a receipt may state.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Money that arrived (到账).
    Cash,
    /// Fixed assets (固定资产).
    Fixed,
    /// Registered capital that arrived (注册资本).
    Registered,
    /// The contract's amount.
    Contract,
    /// What the statistics bureau has.
    Statistics,
    /// An appraisal of goods or rights (评估).
    Appraised,
}

/// What follows when a rule is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Reject,
    /// The office has to decide.
    Decide,
}

/// One rule of eligibility.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Eligible {
    pub id: String,
    /// Must hold.
    pub need: Cond,
    /// The sentence of the refusal.
    pub say: Name,
    pub severity: Severity,
}

/// What proves a receipt: of the rules that fit it, the first that is satisfied.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceRule {
    pub id: String,
    /// Kinds of receipts; empty is all.
    pub kinds: Vec<String>,
    pub when: Option<Cond>,
    /// So many of these have to be there.
    pub of: Vec<String>,
    pub least: usize,
    /// The amount that such evidence proves, where it is not the base.
    pub take: Option<Base>,
    pub say: Name,
}

/// How foreign money becomes yuan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RateRule {
    /// The rate of the slip's day, or the last one published before it, not older than so many days.
    Day { oldest: i64 },
    /// The rate of the month.
    Month,
    /// The year's average.
    Year,
    /// By currency.
    Fixed(Vec<(String, Decimal)>),
}

/// A part of the amount, where the condition holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    pub when: Option<Cond>,
    /// Of a derived component; the ownership share is the project's own.
    pub rate: Decimal,
    pub say: Name,
}

/// What may have counted before.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AlreadyCounted {
    /// Registered capital that was counted by itself.
    Registered,
    /// In an earlier period.
    Earlier,
    /// By another unit.
    Elsewhere,
}

/// The most that counts of a project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cap {
    /// An amount of the project.
    pub of: Option<CapOf>,
    pub times: Decimal,
    /// Or an amount, in yuan.
    pub most: Option<Decimal>,
    /// Of one receipt, not of all of the project together.
    pub each: bool,
    pub when: Option<Cond>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CapOf {
    Contract,
    Registered,
    Total,
    Fixed,
}

/// A conversion by industry × place × kind: the first row that fits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Factor {
    pub when: Option<Cond>,
    pub times: Decimal,
    pub say: Name,
}

/// What happens with money that arrives in a later window than the project was signed in, and with what a project of
/// this window has not brought yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Carry {
    pub when: Option<Cond>,
    pub then: CarryThen,
    pub say: Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CarryThen {
    /// It counts when it comes.
    Carry,
    /// It lapses.
    Drop,
    /// It counts in the window after.
    Next,
}

/// A unit's part of a recognised receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Credit {
    pub unit: String,
    /// 首谈, 落地 …; empty without roles.
    pub role: String,
    /// In fen.
    pub fen: i64,
}

/// One receipt after recognition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recognised {
    pub receipt: String,
    pub project: Option<String>,
    pub state: State,
    /// What the unit claimed, in yuan by the same rate; in fen.
    pub claimed_fen: i64,
    /// What the evidence proves, in fen.
    pub verified_fen: i64,
    /// What counts for the district, in fen: each fen once.
    pub recognised_fen: i64,
    pub steps: Vec<Step>,
    pub reasons: Vec<Reason>,
    /// Minutes and reason of the decision that stands above the rules.
    pub decision: Option<Decision>,
    /// What each unit is credited with: may be more than `recognised_fen` together.
    pub credits: Vec<Credit>,
}

/// Everything that was recognised.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Book {
    /// In the order of arrival.
    pub receipts: Vec<Recognised>,
    /// What projects of this window have not brought yet, and whether it may still count later.
    pub open: Vec<Open>,
    /// Each recognised fen once.
    pub district_total_fen: i64,
    /// The credits of all units together.
    pub credited_fen: i64,
}

/// The unarrived part of a project that was signed in the window.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Open {
    pub project: String,
    pub fen: i64,
    /// Whether it counts when it comes in a later window.
    pub carried: bool,
}

/// Recognises receipts by the rules. They are taken in the order of arrival (day, then id), whatever order they
/// are given in, so that caps of a project cut the same ones.
pub fn recognise(
    rules: &Recognition,
    credit: Option<&CreditRule>,
    window: Window,
    records: &super::records::Records,
    missing: &mut Vec<Missing>,
) -> Book {
    let mut run = amount::Run::new(rules, rules.window.unwrap_or(window), records);
    let mut receipts: Vec<&Receipt> =
        records.receipts.iter().flatten().filter(|r| r.on <= records.as_of).collect();
    receipts.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
    let mut book = Book::default();
    for receipt in receipts {
        let mut done = match run.receipt(receipt) {
            Ok(done) => done,
            Err(stop) => {
                missing.push(stop);
                continue;
            }
        };
        match credit::credits(credit, receipt, run.project(receipt), done.recognised_fen) {
            Ok(credits) => done.credits = credits,
            Err(stop) => missing.push(stop),
        }
        book.district_total_fen = book.district_total_fen.saturating_add(done.recognised_fen);
        let credited = done.credits.iter().fold(0_i64, |sum, c| sum.saturating_add(c.fen));
        book.credited_fen = book.credited_fen.saturating_add(credited);
        book.receipts.push(done);
    }
    book.open = run.open();
    book
}

pub(super) fn rate_of<'r>(
    rates: &'r [Rate],
    currency: &str,
    fits: impl Fn(&Rate) -> bool,
) -> Option<&'r Rate> {
    rates.iter().filter(|r| r.currency == currency && fits(r)).max_by_key(|r| r.on.clone())
}

pub(super) fn project_of<'r>(
    projects: &std::collections::HashMap<&'r str, &'r Project>,
    receipt: &Receipt,
) -> Option<&'r Project> {
    receipt.project.as_deref().and_then(|id| projects.get(id).copied())
}
