//! What a condition of recognition may ask of a receipt and its project.
//!
//! Numbers (money in yuan): `amount` `total` `fixed` `registered` `contract` `land_mu` `intensity` (fixed assets by mu)
//! `outside_share` `reported_months` `arrived` (of the project in the window) `arrival_ratio` (of its registered
//! capital) `age_years` (full years since the first claim) `evidence_count`; `total_usd` `fixed_usd` `registered_usd`
//! `contract_usd` are in dollars, of an amount that is stated in dollars. Texts: `kind` `currency` `industry` (a
//! code also means all below it) `origin` `subject` `place` `stage` `track` `project_kind` `same_as` `extension_of`.
//! Days: `on` `signed_on` `registered_on` `first_claim_on` `window_from` `window_to`; they are compared with a text
//! (`on >= '2013-06-30'`), with each other, and moved by numbers of days (`on <= signed_on + 90`). Any other name is a
//! tag of the receipt or of the project; one that ends in `_on` is a day.

use rust_decimal::Decimal;

use crate::{
    assessment::{
        expr::{self, Cond, Env, Sort, Stop, truth},
        records::{Project, Receipt},
    },
    period::Window,
};

pub(super) struct Entry<'r> {
    pub(super) receipt: &'r Receipt,
    pub(super) project: Option<&'r Project>,
    /// Of the project in the window, in yuan.
    pub(super) arrived: Decimal,
    /// Registered capital of the project, in yuan.
    pub(super) promised: Option<Decimal>,
    pub(super) window: Window,
}

/// Whether a rule's condition fits; one that asks for what is not recorded does not.
pub(super) fn holds(when: Option<&Cond>, entry: &Entry<'_>) -> bool {
    when.is_none_or(|cond| truth(cond, &Days::of(entry)).unwrap_or(false))
}

/// An entry with its days as text.
pub(super) struct Days<'e, 'r> {
    entry: &'e Entry<'r>,
    days: [(&'static str, Option<String>); 6],
}

impl<'e, 'r> Days<'e, 'r> {
    pub(super) fn of(entry: &'e Entry<'r>) -> Self {
        let of = |pick: fn(&Project) -> Option<jiff::civil::Date>| {
            entry.project.and_then(pick).map(|d| d.to_string())
        };
        let days = [
            ("on", Some(entry.receipt.on.to_string())),
            ("signed_on", of(|p| p.signed_on)),
            ("registered_on", of(|p| p.registered_on)),
            ("first_claim_on", of(|p| p.first_claim_on)),
            ("window_from", Some(entry.window.from.to_string())),
            ("window_to", Some(entry.window.to.to_string())),
        ];
        Self { entry, days }
    }
}

impl Env for Days<'_, '_> {
    fn measure(&self, name: &str) -> Result<Decimal, Stop> {
        let Entry { receipt, project, arrived, promised, .. } = self.entry;
        let of = |pick: fn(&Project) -> Option<crate::assessment::records::Figure>| {
            project.and_then(pick).map(|f| f.0)
        };
        if expr::sort(name) == Some(Sort::Day) {
            let day = self.text(name)?.parse().map(expr::day_number);
            return day.map_err(|_| Stop::NoField(name.to_owned()));
        }
        let found = match name {
            "amount" => receipt.amounts.values().next().map(|f| f.0),
            "total" => of(|p| p.total),
            "fixed" => of(|p| p.fixed),
            "registered" => of(|p| p.registered),
            "contract" => of(|p| p.contract),
            "land_mu" => of(|p| p.land_mu),
            "intensity" => of(|p| p.fixed).zip(of(|p| p.land_mu)).and_then(|(a, b)| a.checked_div(b)),
            "outside_share" => of(|p| p.outside_share),
            "reported_months" => project.and_then(|p| p.reported_months).map(Decimal::from),
            "arrived" => Some(*arrived),
            "arrival_ratio" => promised.and_then(|all| arrived.checked_div(all)),
            "age_years" => project.and_then(|p| p.first_claim_on).map(|from| whole_years(from, receipt.on)),
            "total_usd" => self.in_dollars(name, |p| p.total),
            "fixed_usd" => self.in_dollars(name, |p| p.fixed),
            "registered_usd" => self.in_dollars(name, |p| p.registered),
            "contract_usd" => self.in_dollars(name, |p| p.contract),
            "evidence_count" => Some(receipt.evidence.len().into()),
            tag => self.tag(tag).and_then(crate::assessment::number::parse),
        };
        found.ok_or_else(|| Stop::NoField(name.to_owned()))
    }

    fn text(&self, name: &str) -> Result<&str, Stop> {
        let Entry { receipt, project, .. } = self.entry;
        if let Some((_, day)) = self.days.iter().find(|(known, _)| *known == name) {
            return day.as_deref().ok_or_else(|| Stop::NoField(name.to_owned()));
        }
        let found = match name {
            "kind" => Some(receipt.kind.as_str()),
            "currency" => Some(receipt.currency.as_str()),
            "industry" => project.and_then(|p| p.industry.as_deref()),
            "origin" => project.and_then(|p| p.origin.as_deref()),
            "subject" => project.and_then(|p| p.subject.as_deref()),
            "place" => project.and_then(|p| p.place.as_deref()),
            "stage" => project.and_then(|p| p.stage.as_deref()),
            "track" => project.map(|p| p.track.as_str()),
            "project_kind" => project.and_then(|p| p.kind.as_deref()),
            // Not the same as any other is an answer: the text is empty then.
            "same_as" => Some(project.and_then(|p| p.same_as.as_deref()).unwrap_or_default()),
            "extension_of" => Some(project.and_then(|p| p.extension_of.as_deref()).unwrap_or_default()),
            tag => self.tag(tag),
        };
        found.ok_or_else(|| Stop::NoField(name.to_owned()))
    }
}

impl Days<'_, '_> {
    /// Of a project whose amounts are in dollars; else what a tag of that name says.
    fn in_dollars(
        &self,
        name: &str,
        pick: fn(&Project) -> Option<crate::assessment::records::Figure>,
    ) -> Option<Decimal> {
        let stated = self.entry.project.filter(|p| p.currency == "USD").and_then(pick).map(|f| f.0);
        stated.or_else(|| self.tag(name).and_then(crate::assessment::number::parse))
    }

    fn tag(&self, name: &str) -> Option<&str> {
        let of_project = || self.entry.project.and_then(|p| p.tags.get(name));
        self.entry.receipt.tags.get(name).or_else(of_project).map(String::as_str)
    }
}

/// Full years from one day to another.
fn whole_years(from: jiff::civil::Date, to: jiff::civil::Date) -> Decimal {
    let early = (to.month(), to.day()) < (from.month(), from.day());
    Decimal::from(i32::from(to.year()) - i32::from(from.year()) - i32::from(early))
}
