//! The amount pipeline: step by step, each with the figure before and after it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    AlreadyCounted, Base, CapOf, Carry, CarryThen, Open, RateRule, Reason, Recognised, Recognition, Severity,
    eligible,
    field::{Entry, holds},
    project_of, rate_of,
};
use crate::{
    assessment::{
        number::round,
        records::{Decision, Project, Receipt, Records, Verdict},
        scheme::Name,
        score::Missing,
    },
    period::Window,
};

/// What became of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Recognised,
    Refused,
    /// A rule asks for a decision of the office.
    Undecided,
    /// Outside the window.
    OutsideWindow,
    /// It counts in the next window.
    Next,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Base,
    Rate,
    Ownership,
    Derived,
    Deduct,
    Cap,
    Factor,
    Carry,
    Decision,
}

/// One step with its figures, in fen of yuan (the base of a foreign receipt: in cents of its currency).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    pub step: StepKind,
    pub before_fen: i64,
    pub after_fen: i64,
    /// The rate, share or factor.
    pub by: Option<Decimal>,
    /// What the step is called: the rule's own words, the kind of amount, the source of the rate.
    pub say: Name,
    pub currency: Option<String>,
}

pub(super) struct Run<'r> {
    rules: &'r Recognition,
    window: Window,
    records: &'r Records,
    projects: HashMap<&'r str, &'r Project>,
    decisions: HashMap<&'r str, &'r Decision>,
    /// Of each project so far, after the caps and before the factor: a cap is of the money itself, whatever it is
    /// converted to.
    counted: HashMap<&'r str, i64>,
    /// Arrived of each project so far by its base, in fen of yuan.
    arrived: HashMap<&'r str, i64>,
}

fn fen(yuan: Decimal) -> Option<i64> {
    round(yuan.checked_mul(Decimal::ONE_HUNDRED)?, 0).try_into().ok()
}

fn yuan(fen: i64) -> Decimal {
    Decimal::new(fen, 2)
}

fn name(zh: &str, en: &str) -> Name {
    Name { zh: zh.into(), en: en.into() }
}

impl<'r> Run<'r> {
    pub(super) fn new(rules: &'r Recognition, window: Window, records: &'r Records) -> Self {
        let projects = records.projects.iter().flatten().map(|p| (p.id.as_str(), p)).collect();
        // Of two decisions on one receipt the later counts.
        let mut made: Vec<&Decision> =
            records.decisions.iter().filter(|d| d.decided_on <= records.as_of).collect();
        made.sort_by(|a, b| (a.decided_on, &a.minutes_no).cmp(&(b.decided_on, &b.minutes_no)));
        let decisions = made.into_iter().map(|d| (d.receipt.as_str(), d)).collect();
        let (counted, arrived) = (HashMap::new(), HashMap::new());
        let mut run = Self { rules, window, records, projects, decisions, counted, arrived };
        run.arrive();
        run
    }

    /// What arrived of each project up to the day, for ratios of arrival: a rule such as "half of the registered
    /// capital" looks at all of it, whichever receipt is asked about.
    fn arrive(&mut self) {
        let records = self.records;
        for receipt in records
            .receipts
            .iter()
            .flatten()
            .filter(|r| r.on <= records.as_of && self.window.from <= r.on && r.on <= self.window.to)
        {
            let Some(project) = receipt.project.as_deref() else { continue };
            let Some((_, amount)) = self.base(receipt, None) else { continue };
            let Ok((value, _)) = self.to_yuan(amount, receipt) else { continue };
            let sum = self.arrived.entry(project).or_default();
            *sum = sum.saturating_add(fen(value).unwrap_or(0));
        }
    }

    pub(super) fn project(&self, receipt: &Receipt) -> Option<&'r Project> {
        project_of(&self.projects, receipt)
    }

    /// The first stated amount of the rule's list, or the one that the evidence proves.
    fn base(&self, receipt: &Receipt, take: Option<Base>) -> Option<(Base, Decimal)> {
        let one = |base: Base| receipt.amounts.get(&base).map(|figure| (base, figure.0));
        match take {
            Some(take) => one(take),
            None => self.rules.base.iter().find_map(|base| one(*base)),
        }
    }

    /// In yuan, and the rate when there is one; without a rate what is missing.
    fn to_yuan(
        &self,
        amount: Decimal,
        receipt: &Receipt,
    ) -> Result<(Decimal, Option<(Decimal, String)>), Missing> {
        let missing = || {
            Missing::named("recognition.no_rate", &receipt.id)
                .about(&format!("{} {}", receipt.currency, receipt.on))
        };
        let by_day = matches!(self.rules.rates, RateRule::Day { .. }) && receipt.currency != "CNY";
        if let Some(slip) = receipt.rate.as_ref().filter(|_| by_day) {
            let value = amount.checked_mul(slip.rate.0).ok_or_else(missing)?;
            return Ok((value, Some((slip.rate.0, slip.source.clone()))));
        }
        convert(&self.rules.rates, &self.records.rates, amount, (&receipt.currency, receipt.on))
            .ok_or_else(missing)
    }

    pub(super) fn receipt(&mut self, receipt: &'r Receipt) -> Result<Recognised, Missing> {
        let rules = self.rules;
        let project = self.project(receipt);
        if receipt.project.is_some() && project.is_none() {
            return Err(Missing::named("recognition.unknown_project", &receipt.id)
                .about(receipt.project.as_deref().unwrap_or_default()));
        }
        let decision = self.decisions.get(receipt.id.as_str()).copied();
        let mut done = Recognised {
            receipt: receipt.id.clone(),
            project: receipt.project.clone(),
            state: State::Recognised,
            claimed_fen: 0,
            verified_fen: 0,
            recognised_fen: 0,
            steps: Vec::new(),
            reasons: Vec::new(),
            decision: decision.cloned(),
            credits: Vec::new(),
        };
        let arrived = project.and_then(|p| self.arrived.get(p.id.as_str())).copied().unwrap_or(0);
        let promised = self.project_amount(CapOf::Registered, project, receipt.on);
        let entry = Entry { receipt, project, arrived: yuan(arrived), promised, window: self.window };
        done.reasons = eligible::reasons(rules, &entry);
        let proof = eligible::evidence(rules, &entry, &mut done.reasons);
        let (base, amount) = if let Some(found) = self.base(receipt, proof) {
            found
        } else {
            // It states another kind of amount: that is a refusal, not a gap in the records.
            let (other, figure) = receipt
                .amounts
                .iter()
                .next()
                .ok_or_else(|| Missing::named("recognition.no_base", &receipt.id))?;
            done.reasons.push(eligible::other_base(rules, *other));
            (*other, figure.0)
        };
        let big = || Missing::named("recognition.overflow", &receipt.id);
        let claimed = self.to_yuan(receipt.claimed.map_or(amount, |c| c.0), receipt)?.0;
        done.claimed_fen = fen(claimed).ok_or_else(big)?;
        let (value, rate) = self.to_yuan(amount, receipt)?;
        let own = fen(amount).ok_or_else(big)?;
        let foreign = rate.is_some();
        let currency = foreign.then(|| receipt.currency.clone());
        let base_step = Step {
            step: StepKind::Base,
            before_fen: own,
            after_fen: own,
            by: None,
            say: base.say(),
            currency,
        };
        done.steps.push(base_step);
        let mut at = fen(value).ok_or_else(big)?;
        if let Some((rate, source)) = rate {
            done.steps.push(Step {
                step: StepKind::Rate,
                before_fen: own,
                after_fen: at,
                by: Some(rate),
                say: name(&source, &source),
                currency: Some(receipt.currency.clone()),
            });
        }
        done.verified_fen = at;
        if !self.window.contains(receipt.on) {
            done.state = State::OutsideWindow;
            return Ok(done);
        }
        let capped;
        (capped, at) = self.reduce(at, &entry, &mut done.steps).ok_or_else(big)?;
        let worst = done.reasons.iter().map(|r| r.severity).min();
        done.state = match worst {
            Some(Severity::Reject) => State::Refused,
            Some(Severity::Decide) => State::Undecided,
            None => State::Recognised,
        };
        if done.state == State::Recognised
            && let Some(carry) = self.carried(&entry)
        {
            done.state = match carry.then {
                CarryThen::Carry => State::Recognised,
                CarryThen::Drop => State::Refused,
                CarryThen::Next => State::Next,
            };
            let after = if carry.then == CarryThen::Carry { at } else { 0 };
            done.steps.push(Step {
                step: StepKind::Carry,
                before_fen: at,
                after_fen: after,
                by: None,
                say: carry.say.clone(),
                currency: None,
            });
            at = after;
        }
        if let Some(made) = decision {
            let (state, after) = match made.verdict {
                Verdict::Admit => (State::Recognised, at),
                Verdict::Refuse => (State::Refused, 0),
                Verdict::Amount => {
                    let amount = made
                        .amount
                        .ok_or_else(|| Missing::named("recognition.decision_amount", &made.minutes_no))?;
                    (State::Recognised, fen(amount.0).ok_or_else(big)?)
                }
            };
            let said = format!("{}：{}", made.minutes_no, made.reason);
            done.steps.push(Step {
                step: StepKind::Decision,
                before_fen: at,
                after_fen: after,
                by: None,
                say: name(&said, &said),
                currency: None,
            });
            (done.state, at) = (state, after);
        }
        if done.state == State::Recognised {
            done.recognised_fen = at;
            if let Some(project) = receipt.project.as_deref() {
                let own = decision.is_some_and(|made| made.verdict == Verdict::Amount);
                let sum = self.counted.entry(project).or_default();
                *sum = sum.saturating_add(if own { at } else { capped });
            }
        }
        Ok(done)
    }

    /// Ownership share, derived component, what counted already, caps; then the factor: the figures before and after it.
    /// `None` when a figure is too large.
    fn reduce(&self, mut at: i64, entry: &Entry<'_>, steps: &mut Vec<Step>) -> Option<(i64, i64)> {
        let rules = self.rules;
        let mut step = |step, before, after, by, say: &Name| {
            steps.push(Step {
                step,
                before_fen: before,
                after_fen: after,
                by,
                say: say.clone(),
                currency: None,
            });
        };
        if let Some(rule) = rules.ownership.as_ref().filter(|rule| holds(rule.when.as_ref(), entry)) {
            let share = entry.project.and_then(|p| p.outside_share).map_or(Decimal::ONE, |s| s.0);
            let after = fen(yuan(at).checked_mul(share)?)?;
            step(StepKind::Ownership, at, after, Some(share), &rule.say);
            at = after;
        }
        for rule in rules.derived.iter().filter(|rule| holds(rule.when.as_ref(), entry)) {
            let more = fen(yuan(at).checked_mul(rule.rate)?)?;
            step(StepKind::Derived, at, at.checked_add(more)?, Some(rule.rate), &rule.say);
            at = at.checked_add(more)?;
        }
        for already in entry.receipt.already.iter().filter(|a| rules.deduct.contains(&a.what)) {
            let after = at.checked_sub(fen(already.amount.0)?)?.max(0.min(at));
            step(StepKind::Deduct, at, after, None, &already.what.say());
            at = after;
        }
        for cap in rules.caps.iter().filter(|cap| holds(cap.when.as_ref(), entry)) {
            let limit = match (cap.of, cap.most) {
                (Some(of), _) => match self.project_amount(of, entry.project, entry.receipt.on) {
                    Some(amount) => amount,
                    None => continue, // nothing to cap at is no cap of 0
                },
                (None, Some(most)) => most,
                (None, None) => continue,
            };
            let limit = fen(limit.checked_mul(cap.times)?)?;
            let before =
                entry.receipt.project.as_deref().filter(|_| !cap.each).and_then(|p| self.counted.get(p));
            let room = limit.checked_sub(before.copied().unwrap_or(0))?.max(0);
            if at > room {
                let say = cap.of.map_or_else(|| name("限额", "limit"), CapOf::say);
                step(StepKind::Cap, at, room, None, &say);
                at = room;
            }
        }
        let capped = at;
        if let Some(factor) = rules.factors.iter().find(|f| holds(f.when.as_ref(), entry))
            && factor.times != Decimal::ONE
        {
            let after = fen(yuan(at).checked_mul(factor.times)?)?;
            step(StepKind::Factor, at, after, Some(factor.times), &factor.say);
            at = after;
        }
        Some((capped, at))
    }

    /// An amount of the project, in yuan by the receipt's rule and day.
    fn project_amount(&self, of: CapOf, project: Option<&Project>, on: Date) -> Option<Decimal> {
        let project = project?;
        let amount = match of {
            CapOf::Contract => project.contract,
            CapOf::Registered => project.registered,
            CapOf::Total => project.total,
            CapOf::Fixed => project.fixed,
        }?;
        convert(&self.rules.rates, &self.records.rates, amount.0, (&project.currency, on))
            .map(|(value, _)| value)
    }

    /// The rule for money of a project that was signed before the window.
    fn carried(&self, entry: &Entry<'_>) -> Option<&'r Carry> {
        let signed = entry.project.and_then(|p| p.signed_on)?;
        (signed < self.window.from)
            .then(|| self.rules.carry.iter().find(|c| holds(c.when.as_ref(), entry)))
            .flatten()
    }

    /// What projects that were signed in the window have not brought yet of their contract or registered capital.
    pub(super) fn open(&self) -> Vec<Open> {
        if self.rules.carry.is_empty() {
            return Vec::new();
        }
        let mut by_project: BTreeMap<&str, Open> = BTreeMap::new();
        for receipt in self.records.receipts.iter().flatten() {
            let Some(project) =
                self.project(receipt).filter(|p| p.signed_on.is_some_and(|d| self.window.contains(d)))
            else {
                continue;
            };
            let amount = |of| self.project_amount(of, Some(project), receipt.on);
            let promised = amount(CapOf::Registered).or_else(|| amount(CapOf::Contract));
            let entry = Entry {
                receipt,
                project: Some(project),
                arrived: Decimal::ZERO,
                promised,
                window: self.window,
            };
            let rule = self.rules.carry.iter().find(|c| holds(c.when.as_ref(), &entry));
            let (Some(promised), Some(rule)) = (promised.and_then(fen), rule) else { continue };
            let arrived = self.arrived.get(project.id.as_str()).copied().unwrap_or(0);
            let left = promised.saturating_sub(arrived);
            if left > 0 {
                let open =
                    Open { project: project.id.clone(), fen: left, carried: rule.then != CarryThen::Drop };
                by_project.insert(&project.id, open);
            }
        }
        by_project.into_values().collect()
    }
}

/// Yuan for one unit of a currency: by fixed rates of the rules, or else the last one published up to a day.
pub fn yuan_for_one(
    rules: Option<&super::Recognition>,
    rates: &[crate::assessment::records::Rate],
    of: (&str, Date),
) -> Option<Decimal> {
    let rule = match rules.map(|rules| &rules.rates) {
        Some(fixed @ RateRule::Fixed(_)) => fixed,
        _ => &RateRule::Day { oldest: i64::MAX },
    };
    convert(rule, rates, Decimal::ONE, of).map(|(yuan, _)| yuan)
}

/// Yuan for an amount, and the rate with where it is from; `None` without a rate.
fn convert(
    rule: &RateRule,
    rates: &[crate::assessment::records::Rate],
    amount: Decimal,
    (currency, on): (&str, Date),
) -> Option<(Decimal, Option<(Decimal, String)>)> {
    if currency == "CNY" {
        return Some((amount, None));
    }
    let (rate, source) = match rule {
        RateRule::Fixed(list) => {
            let rate = list.iter().find(|(known, _)| known == currency)?.1;
            (rate, "办法规定".to_owned())
        }
        RateRule::Day { oldest } => {
            let day = on.to_string();
            let known = rate_of(rates, currency, |r| r.on.len() == 10 && r.on <= day)?;
            let since: Date = known.on.parse().ok()?;
            let age = i64::from(on.since(since).ok()?.get_days());
            if age > *oldest {
                return None;
            }
            (known.rate.0, format!("{} {}", known.source, known.on))
        }
        RateRule::Month => {
            let month = format!("{:04}-{:02}", on.year(), on.month());
            let known = rate_of(rates, currency, |r| r.on == month)?;
            (known.rate.0, format!("{} {}", known.source, known.on))
        }
        RateRule::Year => {
            let year = format!("{:04}", on.year());
            let known = rate_of(rates, currency, |r| r.on == year)?;
            (known.rate.0, format!("{} {}", known.source, known.on))
        }
    };
    Some((amount.checked_mul(rate)?, Some((rate, source.trim().to_owned()))))
}

impl Base {
    pub fn say(self) -> Name {
        match self {
            Self::Cash => name("到账资金", "money in place"),
            Self::Fixed => name("固定资产投资", "fixed assets"),
            Self::Registered => name("注册资本", "registered capital"),
            Self::Contract => name("合同金额", "contract amount"),
            Self::Statistics => name("统计数", "figure of statistics"),
            Self::Appraised => name("评估价值", "appraised value"),
        }
    }
}

impl AlreadyCounted {
    pub fn say(self) -> Name {
        match self {
            Self::Registered => name("已单独计入的注册资本", "registered capital counted by itself"),
            Self::Earlier => name("以前年度已计入", "counted in an earlier period"),
            Self::Elsewhere => name("其他单位已计入", "counted by another unit"),
        }
    }
}

impl CapOf {
    pub fn say(self) -> Name {
        match self {
            Self::Contract => name("合同金额", "contract amount"),
            Self::Registered => name("注册资本", "registered capital"),
            Self::Total => name("总投资", "total investment"),
            Self::Fixed => name("固定资产投资", "fixed assets"),
        }
    }
}

impl Recognised {
    /// Whether a reason stands without a decision above it.
    pub fn refusal(&self) -> Option<&Reason> {
        self.reasons.iter().filter(|_| self.decision.is_none()).min_by_key(|r| r.severity)
    }
}
