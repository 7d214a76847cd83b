//! The readings of a row, put together into a project.

use super::{
    field::Field,
    parties::share_out,
    problem::Problem,
    reading::{Reading, Value},
    row::{AmountDraft, Draft},
    words,
};
use crate::{money::Money, text::name_key};

impl Draft {
    /// Takes the values out of the readings of a data row (texts are shared by copy) and checks them against
    /// each other.
    pub(super) fn assemble(readings: &mut [Reading], problems: &mut Vec<Problem>) -> Self {
        let mut draft = Self::default();
        let mut shares = Vec::new();
        for reading in readings.iter() {
            draft.take(reading, &mut shares);
        }
        draft.name_key = name_key(&draft.name);
        if !draft.units.is_empty() {
            share_out(&mut draft.units, &shares, problems);
        }
        draft.sort_out_category(readings);
        draft.check(problems);
        draft
    }

    fn take(&mut self, reading: &Reading, shares: &mut Vec<rust_decimal::Decimal>) {
        use Field as F;
        match (&reading.value, reading.field) {
            (Value::Text(text), field) => {
                if let Some(slot) = self.text_slot(field) {
                    if !slot.is_empty() {
                        slot.push('\n');
                    }
                    slot.push_str(text);
                }
            }
            (Value::Names(names), F::Investor) => {
                for name in names {
                    if !self.investors.contains(name) {
                        self.investors.push(name.clone());
                    }
                }
            }
            (Value::Units(units), _) => {
                for unit in units {
                    if !self.units.iter().any(|u| u.name == unit.name) {
                        self.units.push(unit.clone());
                    }
                }
            }
            (Value::Shares(given), _) => shares.clone_from(given),
            (Value::Money(money), field) => self.take_money(field, *money, reading),
            (Value::Day(day), field) => {
                let slot = match field {
                    F::IntroducedOn => &mut self.introduced_on,
                    F::SignedOn => &mut self.signed_on,
                    F::RegisteredOn => &mut self.registered_on,
                    F::StartedOn => &mut self.started_on,
                    F::ProducedOn => &mut self.produced_on,
                    _ => &mut self.receipts.received_on,
                };
                *slot = Some(*day);
            }
            (Value::Area(m2), _) => self.land_m2 = Some(*m2),
            (Value::Code(code), field) => {
                let slot = match field {
                    F::InvestorCountry => &mut self.country,
                    F::Track => &mut self.track,
                    F::Kind => &mut self.kind,
                    F::FundKind => &mut self.receipts.kind,
                    F::Stage => &mut self.stage,
                    F::Agreement => &mut self.agreement,
                    _ => return,
                };
                *slot = Some(code);
            }
            (Value::Industry(code), _) => self.industry = Some(code.clone()),
            (Value::Uscc(code), _) => self.uscc = Some(code.clone()),
            (Value::Rate(rate), _) => self.receipts.rate_e8 = Some(*rate),
            (Value::Missing | Value::Names(_), _) => {}
        }
    }

    fn text_slot(&mut self, field: Field) -> Option<&mut String> {
        use Field as F;
        Some(match field {
            F::ProjectCode => &mut self.code,
            F::ProjectName => &mut self.name,
            F::ProjectAlias => &mut self.alias,
            F::ProjectCompany => &mut self.company,
            F::Category => &mut self.category,
            F::LandingUnit => &mut self.landing_unit,
            F::Place => &mut self.place,
            F::Content => &mut self.content,
            F::Payer => &mut self.receipts.payer,
            F::Slip => &mut self.receipts.slip,
            F::Phase => &mut self.phase,
            F::Event => &mut self.event,
            F::Progress => &mut self.progress,
            F::NextStep => &mut self.next_step,
            F::Trouble => &mut self.problem,
            F::Leader => &mut self.leader,
            F::Contact => &mut self.contact,
            F::Remark => &mut self.remark,
            _ => return None,
        })
    }

    fn take_money(&mut self, field: Field, money: Money, reading: &Reading) {
        let measure = match field {
            Field::Total => "total",
            Field::FixedAssets => "fixed_assets",
            Field::Contract => "contract",
            Field::ContractForeign => "contract_foreign",
            Field::Registered => "registered",
            Field::PaidIn => "paid_in",
            _ => "received",
        };
        let unit = reading.unit.clone().unwrap_or_default();
        let amount = AmountDraft { measure, money, text: reading.text.clone(), unit };
        match field {
            Field::Money => self.receipts.single = Some(amount),
            Field::MoneyMonth => self.receipts.month = Some(amount),
            Field::MoneyYear => self.receipts.year = Some(amount),
            Field::MoneyTotal => self.receipts.total = Some(amount),
            _ => self.amounts.push(amount),
        }
    }

    /// 项目类别 mixes what other columns ask for: a kind (续建) or an industry (房地产).
    fn sort_out_category(&mut self, readings: &[Reading]) {
        if self.category.is_empty() {
            return;
        }
        if self.kind.is_none() {
            self.kind = words::kind(&self.category).filter(|k| k.1).map(|k| k.0);
        }
        let has_industry = readings.iter().any(|r| r.field == Field::Industry && !r.text.trim().is_empty());
        if self.track.is_none() {
            self.track = words::track(&self.category).filter(|t| t.1).map(|t| t.0);
        }
        if !has_industry && self.industry.is_none() {
            self.industry = words::industry_hint(&self.category).map(str::to_owned);
        }
    }

    /// What the figures of one row must be to each other.
    fn check(&self, problems: &mut Vec<Problem>) {
        if self.name.is_empty() {
            problems.push(Problem::error("ledger.name_missing"));
        }
        let money = |amount: &Option<AmountDraft>| amount.as_ref().map(|a| a.money);
        let (month, year, total) =
            (money(&self.receipts.month), money(&self.receipts.year), money(&self.receipts.total));
        let greater = |a: Option<Money>, b: Option<Money>| match (a, b) {
            (Some(a), Some(b)) => a.currency == b.currency && a.minor > b.minor,
            _ => false,
        };
        if greater(month, year) {
            problems.push(Problem::warning("ledger.month_exceeds_year"));
        }
        if greater(year, total) {
            problems.push(Problem::warning("ledger.year_exceeds_total"));
        }
        let whole = self.amount("contract").or_else(|| self.amount("total")).map(|a| a.money);
        let most = total.or(year).or(money(&self.receipts.single));
        if greater(most, whole) {
            problems.push(Problem::warning("ledger.received_exceeds_contract"));
        }
        let of = |measure| self.amount(measure).map(|a| a.money);
        if greater(of("fixed_assets"), of("total")) {
            problems.push(Problem::warning("ledger.fixed_exceeds_total"));
        }
        if greater(of("paid_in"), of("registered")) {
            problems.push(Problem::warning("ledger.paid_in_exceeds_registered"));
        }
        if self.receipts.single.is_some() && self.receipts.received_on.is_none() {
            problems.push(Problem::warning("ledger.received_without_day"));
        }
    }
}
